"""Words of a stranger in our sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pccresponse.verifying.differences import contrast, printable, quoted, word_changes

SENTENCE = "The force has reviewed every open case, and has begun to train its officers in the new process."


def test_a_comma_is_shown_with_the_words_around_it() -> None:
    assert list(word_changes(SENTENCE, SENTENCE.replace("case,", "case"))) == [
        ("… has reviewed every open case, and has begun to …", "… has reviewed every open case and has begun to …")
    ]


def test_a_space_that_became_another_kind_of_space_is_shown() -> None:
    ((was, now),) = word_changes("open case", "open\u00a0case")
    assert contrast(was, now) == "“open case” in the file, “open<U+00A0>case” made again"


def test_changes_far_from_each_other_are_told_apart() -> None:
    now = SENTENCE.replace("force", "Force").replace("process", "procedure")
    assert [was for was, _ in word_changes(SENTENCE, now)] == [
        "The force has reviewed every open …",
        "… officers in the new process.",
    ]


def test_words_that_come_or_go_are_shown_where_they_were() -> None:
    assert list(word_changes("one two", "one two three")) == [("one two", "one two three")]
    assert contrast("", "three") == "“three” is missing in the file"
    assert contrast("three", "") == "“three” is only in the file"


def test_a_long_passage_is_told_by_its_ends() -> None:
    words = [f"w{number}" for number in range(100)]
    ((was, now),) = word_changes(" ".join(words), "nothing of it")
    assert was.split()[:2] == ["w0", "w1"]
    assert "[76 more words]" in was
    assert was.endswith("w99")
    assert now == "nothing of it"


@given(st.text())
def test_whatever_is_quoted_can_be_printed_in_one_line(text: str) -> None:
    assert printable(text).isprintable()
    assert len(printable(text)) <= 160 * len("<U+10FFFF>")
    assert quoted(text).isprintable()


def test_the_hyphen_that_ends_a_line_is_shown_as_one() -> None:
    assert printable("www.westshire\ufffemayor") == "www.westshire-mayor"
