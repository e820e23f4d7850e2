"""A draft says which version it is, in whatever edition; without a mark there is no draft."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pccresponse.case.documents import documents_of
from pccresponse.case.version import short, version_of
from pccresponse.foundation.files import templates_folder
from pccresponse.rendering.html import TemplateFaultError, UnmarkedDraftError, to_page, with_version
from tests.builders import clean_case


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<html><body class="x" data-mark="DRAFT"><p>y</p>', '<html><body class="x" data-mark="DRAFT, version\u00a03f2a9c1b"><p>y</p>'),
        ("<BODY DATA-MARK='A &amp; \"B\"'>", '<body data-mark="A &amp; &#34;B&#34;, version\u00a03f2a9c1b">'),
        ('<!-- <body data-mark="no"> -->\n<body\n data-mark=" D ">', '<!-- <body data-mark="no"> -->\n<body data-mark="D, version\u00a03f2a9c1b">'),
        ('<body title="a > b" data-mark="D" hidden>', '<body title="a &gt; b" data-mark="D, version\u00a03f2a9c1b" hidden>'),
        ('<body data-mark="D" data-mark="second">', '<body data-mark="D, version\u00a03f2a9c1b">'),
        ("<p>\x85\u2028\n</p><body data-mark=D>", '<p>\x85\u2028\n</p><body data-mark="D, version\u00a03f2a9c1b">'),
    ],
    ids=["plain", "other letters", "in a comment", "signs in quotes", "twice", "odd line ends"],
)  # fmt: skip
def test_the_version_is_put_behind_the_mark_of_the_edition(page: str, expected: str) -> None:
    assert with_version(page, "3f2a9c1b", shape="{mark}, version\u00a0{version}") == expected


@pytest.mark.parametrize(
    "page",
    ["", "<p>x</p>", "<body>", '<body data-mark="">', '<body data-mark="  ">', "<body data-mark>", '<!-- <body data-mark="x"> -->'],
)
def test_a_page_without_a_mark_is_no_draft(page: str) -> None:
    with pytest.raises(UnmarkedDraftError):
        with_version(page, "3f2a9c1b", shape="{mark}, version\u00a0{version}")


@pytest.mark.parametrize("edition", ["2015", "2026"])
def test_every_document_of_every_edition_is_marked_as_a_draft_and_not_as_final(edition: str) -> None:
    case, marks = clean_case(), []
    for document in documents_of(case):
        for draft in (True, False):
            page = to_page(case, document, edition=templates_folder() / edition, draft=draft, logo=None)
            marks += re.findall('<body [^>]*data-mark="([^"]*)"', page)
    assert marks == [f"DRAFT, not for publication, version\u00a0{short(version_of(case))}", ""] * 5


def test_an_edition_that_puts_no_mark_on_a_draft_is_refused_with_a_sentence(tmp_path: Path) -> None:
    edition = tmp_path / "ours"
    shutil.copytree(templates_folder() / "2026", edition, ignore=shutil.ignore_patterns("fonts"))
    shutil.copytree(templates_folder() / "_shared", edition / "_shared")
    base = edition / "base.html.j2"
    base.write_text(re.sub(' data-mark="[^"]*"', "", base.read_text(encoding="utf-8")), encoding="utf-8")
    case = clean_case()
    document = documents_of(case)[0]
    with pytest.raises(TemplateFaultError, match="The edition ours puts no mark on a draft of comments") as caught:
        to_page(case, document, edition=edition, draft=True, logo=None)
    assert "data-mark=" in caught.value.remedy
    assert to_page(case, document, edition=edition, draft=False, logo=None)
