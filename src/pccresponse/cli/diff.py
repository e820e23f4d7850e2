"""`pccresponse diff`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import msgspec

from pccresponse.case.naming import number_of
from pccresponse.cli.options import format_option, slugs, today_option
from pccresponse.cli.output import columns, print_data, problem_lines, say, say_on_stderr, wrapped
from pccresponse.compare import (
    Change,
    Passage,
    ResponseDifference,
    Side,
    UnreadableSideError,
    difference_between,
    side_called,
    side_published,
)
from pccresponse.compare.changes_page import by_subject, page_of, write_page
from pccresponse.foundation.alignment import cut_in_the_middle
from pccresponse.foundation.problems import printable

_ENDS = 20
"""The words at each end of a long changed passage on a terminal. The page and the JSON have all."""


@click.command("diff")
@click.argument("old", shell_complete=slugs)
@click.argument("new", required=False, shell_complete=slugs)
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Save the changes as a web page."
)
@click.option("--pdf", "paper", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Save the changes as a PDF.")
@today_option
@format_option
def command(old: str, new: str | None, page: Path | None, paper: Path | None, today: date, as_format: str) -> None:
    """Compare OLD and NEW: what changed in each finding and field, and what the change means in law.

    Each can be a response, a folder, a file, a response in an earlier commit (REVISION:NAME), or a PDF that this program made. If you
    give only OLD, the response is compared with what you last published. If you have not published it, it is compared with your last
    commit.

    Line breaks do not count as changes. If approvals are out of date because of a change, you are told. The exit code is 0 if nothing
    changed and 1 if something did.

    \b
    pccresponse diff 2024-06-18-peel
    pccresponse diff HEAD~3:2024-06-18-peel 2024-06-18-peel --pdf changes.pdf
    pccresponse diff comments.pdf 2024-06-18-peel --format json
    """
    here = Path.cwd()
    try:
        if new is not None:
            sides = [side_called(asked, here, today=today) for asked in (old, new)]
        else:
            before = side_published(old, here, today=today) or side_called(f"HEAD:{old}", here, today=today)
            sides = [before, side_called(old, here, today=today)]
    except UnreadableSideError as error:
        for problem in error.problems:
            say_on_stderr("\n".join(problem_lines(problem)))
        raise
    difference = difference_between(*sides)
    if page is not None:
        write_page(page, page_of(difference).encode("utf-8", "replace"))
    if paper is not None:
        from pccresponse.compare.changes_page import paper_of

        write_page(paper, paper_of(difference, *sides, compared_on=today))
    if as_format == "json":
        print_data(_result(difference, sides))
    else:
        say("\n".join(_as_text(difference)))
        for written in filter(None, (page, paper)):
            say(f"Written: {written}")
    sys.exit(1 if difference.changes else 0)


class DiffResult(ResponseDifference, frozen=True, kw_only=True):
    """The result of `diff`: the difference, with the last day to publish on each side."""

    changed: bool
    publish_by: dict[str, date | None]


def _result(difference: ResponseDifference, sides: list[Side]) -> DiffResult:
    cases = {name: side.checked.case for name, side in zip(("old", "new"), sides, strict=True)}
    days = {name: case.publish_by if case else None for name, case in cases.items()}
    return DiffResult(**msgspec.structs.asdict(difference), changed=bool(difference.changes), publish_by=days)


def _as_text(difference: ResponseDifference) -> Iterator[str]:
    yield click.style(f"From {difference.old} to {difference.new}", bold=True)
    if not difference.changes:
        yield "Nothing was changed."
        return
    if difference.in_law:
        yield from ("", click.style("What it does in law", bold=True))
        for sentence in difference.in_law:
            yield from wrapped(f"  {sentence}", hanging=4)
    for heading, subjects in by_subject(difference).items():
        yield from ("", click.style(heading, bold=True))
        for subject in subjects:
            yield from wrapped(f"  {subject.what}", hanging=4)
            for change in subject.changes:
                yield from change_lines(change)
    count = len(difference.changes)
    yield from ("", f"{number_of(count, 'change')}.")
    yield from wrapped(difference.of_versions, hanging=2) if difference.of_versions else ()


def change_lines(change: Change) -> Iterator[str]:
    """The lines of a change, with the words that were deleted and inserted."""
    yield from wrapped(f"    {change.field + ': ' if change.field else ''}{change.kind}", hanging=6)
    passages = change.passages or (Passage(was=change.was, now=change.now),)
    for passage in passages:
        yield from _passage_lines(passage)
    if change.kind == "reworded" and not change.passages:
        yield "      The same words, laid out differently."


def _passage_lines(passage: Passage) -> Iterator[str]:
    """Deleted words in [-brackets-] and inserted words in {+braces+}, so that colour alone says nothing."""
    words: list[tuple[str, str | None]] = [(word, None) for word in passage.before.split()]
    for text, opening, closing, colour in ((passage.was, "[-", "-]", "red"), (passage.now, "{+", "+}", "green")):
        if run := cut_in_the_middle(text.split(), _ENDS):
            words += [(word, colour) for word in _bracketed(opening, run, closing)]
    words += [(word, None) for word in passage.after.split()]
    line: list[str] = []
    width, widest = 0, columns()
    for word, shade in words:
        if line and 6 + width + len(word) > widest:
            yield "      " + " ".join(line)
            line, width = [], 0
        line.append(click.style(printable(word), fg=shade))
        width += len(word) + 1
    if line:
        yield "      " + " ".join(line)


def _bracketed(opening: str, run: list[str], closing: str) -> list[str]:
    run = [opening + run[0], *run[1:]]
    return [*run[:-1], run[-1] + closing]
