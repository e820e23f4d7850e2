"""A corrected report brought into a response that was answered already: what the inspectorate changed is changed, and nothing else.

Both reports are read in the same way, the one that the response keeps and the corrected one. What differs between the two is what the
inspectorate changed. Where the response says what the kept report says, it takes over the change. Where somebody has written something
else there, it stays and a question is above it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import structs

from pccresponse.case.naming import capitalised, listed, shortened
from pccresponse.case.version import content_of
from pccresponse.compare.changes import Change, LocatedFinding, Position, finding_called, finding_pairs, item_called, value_changes
from pccresponse.compare.matching import matched
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Path
from pccresponse.importing.from_report import ImportedFinding, ImportedReport, Question
from pccresponse.importing.response_blocks import blocks_of, findings_by_place, lines_of
from pccresponse.importing.response_lines import quoted
from pccresponse.models.findings import RECOMMENDATIONS, Finding, Findings, cause_above
from pccresponse.models.response import Response
from pccresponse.reading import read_text
from pccresponse.reading.edits import AsWritten, as_written
from pccresponse.reading.saving import Edit, Insert, Note, Remove, Set
from pccresponse.reading.shapes import Field, ListShape, TextShape, fields_of
from pccresponse.reading.source import QUESTION

ReportChangeKind = Literal["changed", "new", "gone", "elsewhere"]

_WORDS = frozenset({"text", "heading", "label", "addressees", "other_addressees", "due_wording", "due_on"})
"""If one of these changes, an answer may not answer it any more."""
_LOST_WITH_THE_FORM = frozenset({"pages", "programme", "reference", "contains"})
"""What one file shows and another does not, though the report is the same."""
_FACTS = {
    "title": "The title",
    "programme": "The programme",
    "reference": "The reference",
    "pages": "The number of pages",
    "contains": "How much the report contains",
}
_ASKED_AGAIN = frozenset({"count", "grade", "no findings"})
_LONGEST_SHOWN = 300


class ReportChange(msgspec.Struct, frozen=True, kw_only=True):
    """What the inspectorate changed about one finding, one grade or one fact, and its effect on the response."""

    kind: ReportChangeKind
    what: str
    """For the beginning of a sentence: `Recommendation 4`."""
    words: str = ""
    """What a finding says that is new or gone."""
    changes: tuple[Change, ...] = ()
    """From the kept report to the corrected one, field by field."""
    outcome: str = ""
    """What is done about it, or left to somebody, as a sentence."""


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """What changes in a response, and what is said about it."""

    differences: tuple[ReportChange, ...]
    edits: tuple[Edit, ...]

    @property
    def questions(self) -> int:
        """How many lines the response will have that ask something."""
        return sum(isinstance(edit, Note) or _asked_in(edit) for edit in self.edits)


def merged(kept: ImportedReport, corrected: ImportedReport, response: Response, words: Mapping[str, Any]) -> Merge:
    """What the corrected report changes in a response that was made from the kept one; nothing where the two say the same."""
    merger = _Merger(kept, corrected, response, words)
    merger.report()
    merger.judgments()
    merger.findings()
    return Merge(differences=tuple(merger.differences), edits=(*merger.edits, *merger.new_items()))


def kept_as(file: str, digest: str, merge: Merge, *, before: str, updated_on: date | None) -> Merge:
    """The same, with the corrected report as the one that the response keeps, and the question when it was corrected."""
    last = f" It says that it was last updated on {in_words(updated_on)}." if updated_on else ""
    asked = (
        f"{file} is the report as it was corrected; {before} is the one before.{last} When was it corrected, and what? Write it under "
        "corrected_on: and correction:"
    )
    path = ("report", "file")
    edits = (Note.asking(path, asked), Set(path, file), Set(("report", "file_sha256"), digest))
    return structs.replace(merge, edits=(*edits, *merge.edits))


def _as_response(report: ImportedReport, words: Mapping[str, Any]) -> Response:
    """The response that the report alone gives, without questions."""
    facts = report.facts
    top = (
        f"report:\n  title: {quoted(facts.title or report.title)}\n  kind: {report.kind}\n"
        f"  published_on: {facts.published_on or report.published_on}\n"
    )
    read = read_text((top + "".join(blocks_of(report, file="report", words=words).values())).encode(), Response, "response.yaml")
    if read.readable is None or read.unread.concerns(("findings",)):
        raise CannotRunError(
            "The program cannot put what it has read from the report into a response.",
            "Compare the 2 reports, and change the response yourself.",
        )
    return read.readable


class _Merger:
    def __init__(self, kept: ImportedReport, corrected: ImportedReport, response: Response, words: Mapping[str, Any]) -> None:
        self.kept, self.corrected, self.words = kept, corrected, words
        self.old, self.new, self.ours = _as_response(kept, words), _as_response(corrected, words), response
        self.has_pages = corrected.pages is not None
        self.differences: list[ReportChange] = []
        self.edits: list[Edit] = []
        self.inserts: list[Insert] = []

    def new_items(self) -> list[Edit]:
        """The new items, those furthest down first, so that the places of the others stay right."""
        if self.ours.findings == "none" and any(insert.path[0] == "findings" for insert in self.inserts):
            lists: defaultdict[str, list[object]] = defaultdict(list)
            for insert in self.inserts:
                if insert.path[0] == "findings":
                    lists[str(insert.path[1])].append(insert.value)
            others: list[Edit] = [insert for insert in self.inserts if insert.path[0] != "findings"]
            return [*others, Set(("findings",), dict(lists))]
        numbered = sorted(enumerate(self.inserts), key=lambda each: (each[1].path, each[0]), reverse=True)
        return [insert for _, insert in numbered]

    def _ask(self, path: Path, words: str) -> None:
        self.edits.append(Note.asking(path, words))

    # The report and its grades

    def report(self) -> None:
        old, new, ours = self.old.report, self.new.report, self.ours.report
        spot = Position(part="response", what="The report", old_path=("report",), new_path=("report",))
        if old.published_on != new.published_on:
            self._ask(
                ("report", "published_on"),
                f"The corrected report gives {in_words(new.published_on)} as its day. The last day to publish depends on the day of first publication.",
            )
            changes = tuple(value_changes(old.published_on, new.published_on, fields_of(type(new))["published_on"].shape, spot))
            self._tell("changed", "The day of publication", changes, "The response keeps its own. A # CHECK line asks.")
        for name, called in _FACTS.items():
            self._field(fields_of(type(new))[name], old, new, ours, ("report",), spot, called)
        before = {question.text for question in self.kept.questions}
        for question in self.corrected.questions:
            if question.about in _ASKED_AGAIN and question.text not in before:
                self._ask(("findings",) if self.ours.findings is not None else ("report",), question.text)

    def judgments(self) -> None:
        if self.kept.grades and not self.corrected.grades:
            self._ask(
                ("judgments",) if content_of(self.ours.judgments) else ("report",), "No grade was found in the corrected report."
            )
            self._tell(
                "changed", "The judgments", (), "No grade was found in the corrected report. Yours stay. A # CHECK line asks."
            )
            return
        spot = Position(part="response", what="The judgments", old_path=("judgments",), new_path=("judgments",))
        self._fields(self.old.judgments, self.new.judgments, self.ours.judgments, ("judgments",), spot, "The judgments")

    def _fields(self, old: Any, new: msgspec.Struct, ours: Any, path: Path, spot: Position, called: str) -> None:
        for field in fields_of(type(new)).values():
            self._field(field, old, new, ours, path, spot, called)

    def _field(self, field: Field, old: Any, new: Any, ours: Any, path: Path, spot: Position, called: str) -> None:
        """One field of something that is no finding."""
        was, now, here = (getattr(each, field.name) for each in (old, new, ours))
        if _same(was, now, field) or (now is None and field.name in _LOST_WITH_THE_FORM):
            return
        below, at = (*path, field.name), spot.at(field)
        if isinstance(field.shape, ListShape) and all(isinstance(item, msgspec.Struct) for item in (*was, *now)):
            self._items(field.name, was, now, here, below, at)
        elif all(isinstance(each, msgspec.Struct) for each in (was, now, here)):
            self._fields(was, now, here, below, at, called)
        else:
            changes = tuple(value_changes(was, now, field.shape, at))
            self._tell("changed", called, changes, self._taken(field, was, now, here, path) or "")

    def _items(
        self, name: str, old: tuple[Any, ...], new: tuple[Any, ...], ours: tuple[Any, ...], path: Path, spot: Position
    ) -> None:
        """The items of a list, such as the grades."""
        homes = {was: here for was, here in matched(old, ours) if was is not None and here is not None}
        there = {now: here for here, now in matched(ours, new) if here is not None and now is not None}
        places: dict[int, int] = {}
        for was, now in matched(old, new):
            item = old[was] if now is None else new[now]  # type: ignore[index]
            called = capitalised(item_called(name, item))
            if was is None and now is not None:
                if there.get(now) is not None and there[now] not in homes.values():
                    places[now] = there[now]
                    continue
                self._insert(path, _place(now, places, len(ours)), item)
                self._tell("new", called, (), "It is added in its place.", words=_in_words(item))
            elif now is None and was is not None:
                if was in homes:
                    self._ask((*path, homes[was]), "This was not found in the corrected report. Remove it if it is gone.")
                    self._tell("gone", called, (), "It is kept. A # CHECK line asks.", words=_in_words(item))
            elif was is not None and now is not None and was in homes:
                places[now] = homes[was]
                self._fields(old[was], new[now], ours[homes[was]], (*path, homes[was]), spot.item(called, was, now), called)

    # The findings

    def findings(self) -> None:
        old, new, ours = self.old.found, self.new.found, self.ours.found
        homes = {pair.old.path: pair.new for pair in finding_pairs(old, ours) if pair.old and pair.new}
        taken = {home.path for home in homes.values()}
        there = {
            pair.new.path: pair.old for pair in finding_pairs(ours, new) if pair.old and pair.new and pair.old.path not in taken
        }
        pairs = finding_pairs(old, new)
        stayed = {pair.old.path: pair.new.path for pair in pairs if pair.old and pair.new}
        places: dict[Path, Path] = {}  # where a finding of the corrected report is in the response
        for pair in pairs:
            if pair.new and pair.old and pair.old.path in homes:
                places[pair.new.path] = homes[pair.old.path].path
            elif pair.new and not pair.old and pair.new.path in there:
                places[pair.new.path] = there[pair.new.path].path
        for pair in pairs:
            if pair.old and pair.new:
                self._changed(pair.old, pair.new, homes.get(pair.old.path), stayed)
            elif pair.old:
                self._gone(pair.old, homes.get(pair.old.path))
        imported = findings_by_place(self.corrected)
        added = {pair.new.path for pair in pairs if pair.new and not pair.old and pair.new.path not in places}
        for pair in pairs:
            if pair.new and pair.new.path in added:
                self._new(pair.new, imported, added, places)

    def _changed(self, old: LocatedFinding, new: LocatedFinding, home: LocatedFinding | None, stayed: Mapping[Path, Path]) -> None:
        here: object = home.finding if home else None
        before, after = old.finding, new.finding
        spot = Position(part="findings", what=finding_called(new.path, after), old_path=old.path, new_path=new.path)
        changes: list[Change] = []
        left: list[Field] = []
        words_changed = False
        for field in fields_of(type(after)).values():
            was, now = getattr(before, field.name), getattr(after, field.name)
            if field.name == RECOMMENDATIONS.key or _same(was, now, field) or self._is_lost_with_the_form(field, now):
                continue
            changes += value_changes(was, now, field.shape, spot.at(field))
            words_changed |= field.name in _WORDS
            if home and self._taken(field, was, now, getattr(here, field.name), home.path, may_ask=False) is None:
                left.append(field)
        was_under, is_under = cause_above(old.path), cause_above(new.path)
        moved = stayed.get(was_under, ()) != is_under
        if not changes and not moved:
            return
        called = finding_called(old.path, before)
        if home is None:
            self._tell("changed", called, tuple(changes), "It is not in the response, so nothing is changed there.")
            return
        asked: list[str] = []
        if left:
            names = listed([field.name.replace("_", " ") for field in left])
            it_says = _shown(after.text) if any(field.name == "text" for field in left) else ""
            asked.append(f"The corrected report changed this, and so did you: {names}. {it_says}Use what is right.")
        if words_changed and len(left) < len(changes):
            asked.append("The corrected report has changed this finding. Is your answer still right?")
        if moved:
            above = finding_called(is_under, self.new.found.at(is_under)) if is_under else "no cause of concern"
            asked.append(f"In the corrected report this is under {above}. Move it there with its answers.")
        if isinstance(after, Finding):
            asked += _new_questions(findings_by_place(self.kept)[old.path], findings_by_place(self.corrected)[new.path])
        for each in asked:
            self._ask(home.path, each)
        outcome = "The answers stay." if not left else "What you wrote stays, and so do the answers."
        kind: ReportChangeKind = "changed" if changes else "elsewhere"
        self._tell(kind, called, tuple(changes), f"{outcome}{' A # CHECK line asks.' if asked else ''}")

    def _is_lost_with_the_form(self, field: Field, now: object) -> bool:
        return now is None and (field.name == "area" or (field.name == "page" and not self.has_pages))

    def _gone(self, old: LocatedFinding, home: LocatedFinding | None) -> None:
        called = finding_called(old.path, old.finding)
        if home is None:
            self._tell("gone", called, (), "It is not in the response either.", words=old.finding.text)
            return
        self._ask(
            home.path,
            "This finding was not found in the corrected report. It is kept with its answers. Remove it if it is gone, or say why not.",
        )
        self._tell("gone", called, (), "It is kept with its answers. A # CHECK line asks.", words=old.finding.text)

    def _new(
        self, new: LocatedFinding, imported: Mapping[Path, ImportedFinding], added: set[Path], places: dict[Path, Path]
    ) -> None:
        """A finding that the report did not have: it comes in at its place, with its questions."""
        self._tell(
            "new", finding_called(new.path, new.finding), (), "It is added in its place, for you to answer.", words=new.finding.text
        )
        cause = cause_above(new.path)
        if cause in added:
            return  # it comes in with the cause of concern that it belongs to
        finding = _asking(imported[new.path], "This finding is new in the corrected report.")
        above: Path = places.get(cause, ()) if cause else ()
        if cause and not above:
            finding = _asking(finding, "The cause of concern that this belongs to is not in this file. Decide where to put it.")
        carried = [imported[path] for path in imported if cause_above(path) == new.path and path != new.path and path in added]
        holder = (*above, RECOMMENDATIONS.key) if above else ("findings", RECOMMENDATIONS.key) if cause else new.path[:-1]
        siblings = {path[-1]: home[-1] for path, home in places.items() if path[:-1] == new.path[:-1] and home[:-1] == holder}
        number = new.path[-1]
        assert isinstance(number, int)
        place = _place(number, siblings, _length(self.ours.found, holder))  # type: ignore[arg-type]
        self._insert(holder, place, as_written(lines_of(finding, carried, self.words)))

    # What is done

    def _taken(self, field: Field, was: object, now: object, here: object, path: Path, *, may_ask: bool = True) -> str | None:
        """Take over a change where the response says what the kept report says; None if it says something else."""
        place = (*path, field.name)
        if _same(here, now, field):
            return "The response says so already."
        if not _same(here, was, field):
            if not may_ask:
                return None
            words = _in_words(now) if isinstance(now, msgspec.Struct) else str(now)
            self._ask(
                place if here is not None else path, f"The corrected report has something else for {field.name}: {_shown(words)}"
            )
            return "What you wrote stays. A # CHECK line asks."
        self.edits.append(Remove(place) if now in (None, ()) else Set(place, now))  # type: ignore[arg-type]
        return "The new one is put in."

    def _insert(self, holder: Path, place: int, item: Any) -> None:
        self.inserts.append(Insert((*holder, place), item))

    def _tell(self, kind: ReportChangeKind, what: str, changes: tuple[Change, ...], outcome: str, *, words: str = "") -> None:
        self.differences.append(ReportChange(kind=kind, what=what, words=words, changes=changes, outcome=outcome))


def _same(one: object, other: object, field: Field) -> bool:
    kind = field.shape.kind if isinstance(field.shape, TextShape) else ""
    return bool(content_of(one, kind) == content_of(other, kind))


def _place(number: int, places: Mapping[int, int], length: int) -> int:
    """Where an item that is new comes in: behind the one that is before it, or before the one that is behind it."""
    before = [here for other, here in places.items() if other < number]
    after = [here for other, here in places.items() if other > number]
    return max(before) + 1 if before else min(after) if after else length


def _length(found: Findings, holder: Path) -> int:
    kind = getattr(found, str(holder[1]))
    return len(kind) if len(holder) == 2 else len(kind[holder[2]].recommendations)


def _asking(finding: ImportedFinding, words: str) -> ImportedFinding:
    return structs.replace(finding, questions=(Question(about="corrected", text=words), *finding.questions))


def _new_questions(before: ImportedFinding, now: ImportedFinding) -> Iterator[str]:
    asked = {question.about for question in before.questions}
    return (question.text for question in now.questions if question.about not in asked)


def _in_words(item: msgspec.Struct) -> str:
    return ", ".join(str(value) for value in structs.astuple(item) if value)


def _shown(words: str) -> str:
    return f"It now says: “{shortened(words, _LONGEST_SHOWN)}”. "


def _asked_in(value: object) -> int:
    """How many lines of a value that is to be written ask something."""
    if isinstance(value, AsWritten):
        return sum(line.lstrip().startswith(QUESTION) for line in value.lines)
    if isinstance(value, dict):
        return sum(map(_asked_in, value.values()))
    return sum(map(_asked_in, value)) if isinstance(value, list | tuple) else 0
