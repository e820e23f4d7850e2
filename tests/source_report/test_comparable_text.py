"""Which letters count, and that any text at all has an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.source_report import UnreadableReportError, report_of
from pccresponse.source_report.comparable_text import folded, key_of, letters_of, plain, tokens_of
from pccresponse.source_report.quotation_search import look_up


def counting(text: str) -> str:
    return "".join(letters_of(token) for token in tokens_of(plain(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Efﬁcient” and ‘swift’", "\"Efficient\" and 'swift'"),
        ("anti‑social behaviour", "anti-social behaviour"),
        ("antisocial", "anti­social"),
        ("2023–25", "2023-25"),
        ("risk – and", "risk—and"),
        ("a\u00a0force", "a force"),
        ("the force’s", "the force's"),
        ("• one\n• two", "- one\n- two"),
        ("it did so.3 Then", "it did so. Then"),
        ("services¹² are", "services are"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_a_typesetter_decides_does_not_count(one: str, other: str) -> None:
    assert counting(one) == counting(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("children, and", "children and"),
        ("force's", "forces"),
        ("can't", "cant"),
        ("The", "the"),
        ("in 3 cases", "in 4 cases"),
        ("within 3 months", "within months"),
        ("£5", "5"),
        ("café", "cafe"),
    ],
)
def test_what_a_writer_decides_counts(one: str, other: str) -> None:
    assert counting(one) != counting(other)


@given(st.text())
def test_any_text_normalises(text: str) -> None:
    for token in tokens_of(plain(text)):
        letters = letters_of(token)
        assert len(folded(letters)) == len(letters)
        assert bool(key_of(letters)) == bool(letters)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.text(max_size=60))
def test_any_text_is_a_report_and_any_text_can_be_looked_up_in_it(text: str, asked: str) -> None:
    try:
        report = report_of("report.txt", text.encode())
    except UnreadableReportError:
        return
    assert len(report.shown) == len(report.letters) == len(report.keys)
    look_up(asked, report)
