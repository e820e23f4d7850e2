"""Find passages of a letter that name a finding, such as a paragraph below “Recommendation 3”, and make the edits of the response.

A passage ends at the next one, at a heading, or at the end of the letter. That can be wrong, so a question is added for each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.naming import in_quotes, name_of
from pccresponse.correspondence.blocks import Block, joined
from pccresponse.correspondence.letter import Letter
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path
from pccresponse.models.findings import NUMBER_WORDS, Finding, Findings, kind_of
from pccresponse.models.response import ChiefOfficerComments, Person, Response
from pccresponse.reading.saving import Edit, Note, Remove, Set
from pccresponse.source_report.finding_headings import finding_heading

_LOWEST = 9
"""The level of a line in bold, which ends at every heading."""
_CALL = re.compile(r"\[\^(\d+)\](?!:)")


class _Start(NamedTuple):
    block: int
    level: int
    """The level of its heading; 0 if the same paragraph continues."""
    name: str


class LetterPassage(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that names a finding."""

    name: str
    """The line, or the paragraph, that names it."""
    path: Path
    """The finding; empty if none or several may be meant."""
    first: int
    end: int
    markdown: str


def passages_in(blocks: Sequence[Block], notes: Sequence[str], found: Findings) -> tuple[LetterPassage, ...]:
    """The passages of the letter, in their order."""
    starts = [start for number, block in enumerate(blocks) if (start := _start(number, block, found))]
    passages = []
    for place, start in enumerate(starts):
        following = starts[place + 1].block if place + 1 < len(starts) else None
        end = _end(blocks, start, following)
        is_bare = start.level > 0 and _says_no_more(start.name)
        words = blocks[start.block + is_bare : end]
        if words:
            passages.append(
                LetterPassage(
                    name=start.name,
                    path=_finding_named(start.name, found),
                    first=start.block,
                    end=end,
                    markdown=_with_notes(words, notes),
                )
            )
    return tuple(passages)


def without(passages: Sequence[LetterPassage], blocks: Sequence[Block], notes: Sequence[str]) -> str:
    """The rest of the letter, without the passages, as Markdown."""
    taken = {number for passage in passages for number in range(passage.first, passage.end)}
    left = [block for number, block in enumerate(blocks) if number not in taken]
    return _with_notes(left, notes) if left else ""


def by_finding(passages: Sequence[LetterPassage]) -> dict[Path, str]:
    """The text about each finding, if it is clear which one is meant."""
    found: defaultdict[Path, list[str]] = defaultdict(list)
    for passage in passages:
        if passage.path:
            found[passage.path].append(passage.markdown)
    return {path: "\n\n".join(texts) for path, texts in found.items()}


def _start(number: int, block: Block, found: Findings) -> _Start | None:
    words = " ".join(block.words.split())
    if block.kind == "heading":
        level = len(block.markdown) - len(block.markdown.lstrip("#"))
    elif block.kind == "paragraph" and block.markdown.startswith("**") and block.markdown.endswith("**"):
        level = _LOWEST
    else:
        level = 0
    named = finding_heading(words)
    if named is None or not named.labels:
        return _Start(number, level, words) if level and _finding_named(words, found) else None
    if level:
        return _Start(number, level, words)
    if block.kind == "paragraph" and (named.rest_at is not None or len(words.split()) <= 6):
        return _Start(number, 0 if named.rest_at is not None else _LOWEST, words)
    return None


def _end(blocks: Sequence[Block], start: _Start, following: int | None) -> int:
    last = following if following is not None else len(blocks)
    for number in range(start.block + 1, last):
        block = blocks[number]
        if block.kind == "heading":
            level = len(block.markdown) - len(block.markdown.lstrip("#"))
            if level <= (start.level or _LOWEST):
                return number
        elif start.level == 0 and following is None and block.kind == "paragraph":
            return number  # what follows the last such paragraph may be about everything else
    return last


def _says_no_more(name: str) -> bool:
    named = finding_heading(name)
    return named is None or named.rest_at is None


def _finding_named(name: str, found: Findings) -> Path:
    """The finding that a line names by its kind and label, or by its heading; empty if none or several may be meant."""
    named = finding_heading(name)
    if named is not None and named.labels:
        paths = [
            path
            for path, finding in found.every_finding()
            if len(named.labels) == 1 and kind_of(path).one == named.kind and _label(finding) == _plain_label(named.labels[0])
        ]
    else:
        paths = [path for path, finding in found.every_finding() if finding.heading and _plain(finding.heading) == _plain(name)]
    return paths[0] if len(paths) == 1 else ()


def _label(finding: Finding) -> str:
    return _plain_label(finding.label.split()[-1]) if finding.label and finding.label.split() else ""


def _plain_label(label: str) -> str:
    bare = label.casefold().strip(".:")
    return str(NUMBER_WORDS.get(bare, bare))


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split()).rstrip(".:")


def _with_notes(blocks: Sequence[Block], notes: Sequence[str]) -> str:
    """Blocks as one text, with the footnotes that it refers to."""
    text = joined(blocks)
    called = set(_CALL.findall(text))
    return joined(blocks, [note for note in notes if note[2 : note.find("]")] in called])


_KEY = "chief_officer_comments"


def comment_edits(letter: Letter, case: Case, *, received_on: date | None, replace: bool, text: str | None) -> list[Edit]:
    """The edits of `response.yaml` for the comments as a whole; `text` may be None.

    Raises `WrongUseError` if it has comments already and `replace` is False.
    """
    there = case.response.chief_officer_comments
    _refuse_what_is_there(case.response, replace=replace)
    came = PartialDate.of(received_on) if received_on else None
    by = signed_by_another(letter, case, received_on)
    if not isinstance(there, ChiefOfficerComments):
        return [Set((_KEY,), ChiefOfficerComments(text=text, received_on=came, by=by))]
    edits: list[Edit] = []
    if text:
        edits.append(Set((_KEY, "text"), text))
    elif there.text is not None:
        edits.append(Remove((_KEY, "text")))
    if there.wording != "as submitted":
        edits.append(Set((_KEY, "wording"), "as submitted"))
    if came:
        edits.append(Set((_KEY, "received_on"), came))
    if by:
        edits.append(Set((_KEY, "by"), by))
    return edits


def passage_edits(passages: Sequence[LetterPassage], case: Case, *, replace: bool) -> list[Edit]:
    """The edits that add each passage to its finding, with a question. Raises `WrongUseError` if the finding has one already."""
    edits: list[Edit] = []
    for path, markdown in by_finding(passages).items():
        finding = case.response.found.at(path)
        assert isinstance(finding, Finding)
        if finding.chief_officer_comment and not replace:
            raise WrongUseError(
                f"{name_of(path, finding)} has a comment of the chief officer already. Nothing was saved.",
                "To put this letter in its place, add: --replace",
            )
        place = (*path, "chief_officer_comment")
        asked = "This was taken from the chief officer's letter because it names this finding. Is it all of it, and no more?"
        edits += [Set(place, markdown), Note.asking(place, asked)]
    return edits


def signed_by_another(letter: Letter, case: Case, received_on: date | None) -> Person | None:
    """Who signed, if that is clear and is not the chief officer of the day in `office.yaml`."""
    signed = letter.signed_by
    if signed is None:
        return None
    day = received_on or letter.dated
    officer = case.chief_officer(PartialDate.of(day) if day else case.comments_dated)
    if officer and _same_name(officer.name, signed[0]):
        return None
    return Person(name=signed[0], office=signed[1])


def _refuse_what_is_there(response: Response, *, replace: bool) -> None:
    there = response.chief_officer_comments
    if replace or there is None or (isinstance(there, ChiefOfficerComments) and there.text is None):
        return
    what = "already has the chief officer's comments" if isinstance(there, ChiefOfficerComments) else f"says {in_quotes(there)}"
    raise WrongUseError(f"response.yaml {what}. Nothing was saved.", "To replace them with this letter, add: --replace")


def _same_name(one: str, other: str) -> bool:
    """Whether two names are of one person, apart from honours, titles and initials."""
    first, second = (
        [word.casefold().strip(".,") for word in name.replace("’", "'").split() if not (word.isupper() and len(word) > 1)]
        for name in (one, other)
    )
    return bool(first and second) and first[-1] == second[-1] and first[0][:1] == second[0][:1]
