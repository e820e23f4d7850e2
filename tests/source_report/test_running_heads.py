"""Heads, feet and numbers of pages are taken away, and nothing else; and a page is known by its number."""

from __future__ import annotations

from pccresponse.source_report.pages import Page, without_running_heads


def pages(*texts: str) -> list[Page]:
    return [Page(tuple(text.split("\n"))) for text in texts]


def lines_and_numbers(made: list[Page]) -> tuple[tuple[tuple[str, ...], ...], tuple[int | None, ...]]:
    without, numbers = without_running_heads(made)
    return tuple(page.lines for page in without), numbers


def test_heads_feet_and_numbers_go_and_text_stays() -> None:
    made = pages(
        *(f"A review of Westshire\n\nText {name}\nmore {name}\nPage {n} of 9 | HMICFRS" for n, name in enumerate("abcde", 3))
    )
    lines, numbers = lines_and_numbers(made)
    assert lines == tuple(("", f"Text {name}", f"more {name}") for name in "abcde")
    assert numbers == (3, 4, 5, 6, 7)


def test_heads_of_left_and_right_pages_differ() -> None:
    made = pages(*(f"{'Left 2024' if n % 2 else 'Right 2024'}\nText {name}\n{n}" for n, name in enumerate("abcdef", 11)))
    lines, numbers = lines_and_numbers(made)
    assert lines == tuple((f"Text {name}",) for name in "abcdef")
    assert numbers == (11, 12, 13, 14, 15, 16)


def test_a_cover_without_a_number_counts_with_the_others() -> None:
    lines, numbers = lines_and_numbers(pages("Cover", "Text a\n2", "Text b\n3", "Text c\n4"))
    assert lines == (("Cover",), ("Text a",), ("Text b",), ("Text c",))
    assert numbers == (1, 2, 3, 4)


def test_a_number_that_is_not_the_pages_stays() -> None:
    lines, _ = lines_and_numbers(pages("There were\n28\n1", "Text b\n2", "Text c\n3", "Text d\n4"))
    assert lines[0] == ("There were", "28")


def test_headings_of_findings_stay_however_often_they_head_a_page() -> None:
    lines, _ = lines_and_numbers(pages(*(f"Area for improvement\nText {name}" for name in "abcd")))
    assert all(line[0] == "Area for improvement" for line in lines)


def test_a_line_that_comes_again_far_away_stays() -> None:
    made = pages(*(f"{'Chapter' if n in (0, 20, 40) else f'Line {chr(65 + n)}'}\nText" + "abcdefgh"[n % 8] * n for n in range(50)))
    lines, _ = lines_and_numbers(made)
    assert [n for n, line in enumerate(lines) if line[0] == "Chapter"] == [0, 20, 40]


def test_one_page_is_left_as_it_is() -> None:
    assert lines_and_numbers(pages("Head\n1")) == ((("Head", "1"),), (None,))


def test_pages_without_numbers_have_none() -> None:
    _, numbers = lines_and_numbers(pages("In 2014 we", "saw 28 files", "and more"))
    assert numbers == (None, None, None)
