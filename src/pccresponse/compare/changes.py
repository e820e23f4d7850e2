"""The changes between two models, field by field and word by word, and between the findings of two responses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Literal

import msgspec

from pccresponse.case.duties import AS_TAKEN
from pccresponse.case.naming import capitalised, mention, ordinal, shortened
from pccresponse.case.version import content_of
from pccresponse.compare.matching import matched
from pccresponse.foundation.alignment import changes, words_after, words_before, words_in
from pccresponse.foundation.partial_dates import PartialDate, in_words
from pccresponse.foundation.problems import Path
from pccresponse.models.findings import KIND_OF_LIST, Finding, FindingKind, Findings, PositiveFinding, cause_above, kind_of
from pccresponse.reading.shapes import Field, ListShape, Shape, TextShape, fields_of

ChangeKind = Literal["added", "withdrawn", "reworded", "changed"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change."""

    kind: ChangeKind
    part: str
    """The part of the files: `findings`, `response` or `office`."""
    what: str
    """The subject, for the beginning of a sentence: `Recommendation 4`, `The comments`."""
    field: str
    """The field in words, such as `explanation, action taken`; empty for the whole subject."""
    was: str = ""
    """The old value in words; empty if there was none."""
    now: str = ""
    passages: tuple[Passage, ...] = ()
    """The reworded passages."""
    old_path: Path = ()
    """The path in the old file; empty if it is not there."""
    new_path: Path = ()
    approved: bool = True
    """Whether an approval covers it, so that it makes another version."""


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """A position in both files, with the subject of a change there."""

    part: str
    what: str
    field: tuple[str, ...] = ()
    old_path: Path | None = None
    """None if it is not in the old file; the top of a file is the empty path."""
    new_path: Path | None = None
    approved: bool = True
    """Whether an approval covers it."""

    def at(self, field: Field) -> Position:
        """The position of a field of the model at this position."""
        below = self._below((*self.field, field.name.replace("_", " ")), field.name, field.name)
        return msgspec.structs.replace(below, approved=self.approved and field.approved)

    def item(self, words: str, old: int | None, new: int | None) -> Position:
        """The position of an item of the list at this position."""
        return self._below((*self.field[:-1], words), old, new)

    def in_another_order(self) -> Change:
        """A change of the order alone. The documents print the order of the file."""
        return self.change("changed", now="the same in another order")

    def _below(self, field: tuple[str, ...], old: str | int | None, new: str | int | None) -> Position:
        return msgspec.structs.replace(self, field=field, old_path=_step(self.old_path, old), new_path=_step(self.new_path, new))

    def change(self, kind: ChangeKind, was: str = "", now: str = "", passages: tuple[Passage, ...] = ()) -> Change:
        """A change at this position."""
        return Change(
            kind=kind,
            part=self.part,
            what=self.what,
            field=", ".join(self.field),
            was=was,
            now=now,
            passages=passages,
            old_path=(kind != "added" and self.old_path) or (),
            new_path=(kind != "withdrawn" and self.new_path) or (),
            approved=self.approved,
        )


def _step(path: Path | None, step: str | int | None) -> Path | None:
    return None if path is None or step is None else (*path, step)


def model_changes(old: msgspec.Struct, new: msgspec.Struct, spot: Position, *, without: tuple[str, ...] = ()) -> Iterator[Change]:
    """The changes between two models of one class, field by field, except the fields in `without`."""
    for field in fields_of(type(new)).values():
        if field.name not in without:
            yield from value_changes(getattr(old, field.name), getattr(new, field.name), field.shape, spot.at(field))


def contents(
    model: msgspec.Struct, spot: Position, *, kind: ChangeKind = "added", without: tuple[str, ...] = ()
) -> Iterator[Change]:
    """Every field of a model that is not at its default, each as a change of one kind."""
    for field in fields_of(type(model)).values():
        value = getattr(model, field.name)
        if field.name not in without and value != (None if field.required else field.default):
            yield from _one_sided(value, field.shape, spot.at(field), kind)


def value_in_words(value: object) -> str:
    """A value as it is printed: a date in words, a list with commas, and None as an empty text."""
    if value is None or value == ():
        return ""
    if isinstance(value, date) and not isinstance(value, PartialDate):
        return in_words(value)
    return ", ".join(map(value_in_words, value)) if type(value) is tuple else str(value)


def value_changes(old: object, new: object, shape: Shape, spot: Position) -> Iterator[Change]:
    """The changes between two values of one shape: at least one if their content differs, else none."""
    text = shape.kind if isinstance(shape, TextShape) else ""
    if content_of(old, text) == content_of(new, text):
        return
    if isinstance(old, msgspec.Struct) and isinstance(new, msgspec.Struct):
        yield from model_changes(old, new, spot)
    elif isinstance(shape, ListShape) and isinstance(old, tuple) and isinstance(new, tuple):
        yield from _list_changes(old, new, shape, spot)
    elif old in (None, ()) or new in (None, ()):
        kind: ChangeKind = "withdrawn" if new in (None, ()) else "added"
        yield from _one_sided(old if kind == "withdrawn" else new, shape, spot, kind)
    elif isinstance(old, msgspec.Struct) or isinstance(new, msgspec.Struct):  # the words “none received”, or comments
        yield from _one_sided(old, shape, spot, "withdrawn")
        yield from _one_sided(new, shape, spot, "added")
    elif isinstance(shape, TextShape) and isinstance(old, str) and isinstance(new, str):
        yield _text_change(old, new, shape.kind, spot)
    else:
        yield spot.change("changed", value_in_words(old), value_in_words(new))


def _text_change(old: str, new: str, kind: str, spot: Position) -> Change:
    prose = kind in ("line", "lines", "markdown") and len(old.split()) + len(new.split()) > 2
    return spot.change("reworded" if prose else "changed", old, new, passages_of(old, new, kind) if prose else ())


def _list_changes(old: tuple[object, ...], new: tuple[object, ...], shape: ListShape, spot: Position) -> Iterator[Change]:
    models_old = [item for item in old if isinstance(item, msgspec.Struct)]
    models_new = [item for item in new if isinstance(item, msgspec.Struct)]
    if not (models_old or models_new):
        yield from _plain_list_changes(old, new, shape, spot)
        return
    key = str((spot.field or spot.new_path or spot.old_path or ("",))[-1])
    pairs = matched(models_old, models_new)
    for before, after in pairs:
        item = models_new[after] if after is not None else models_old[before or 0]
        below = spot.item(item_called(key.replace(" ", "_"), item), before, after)
        if before is not None and after is not None:
            yield from model_changes(models_old[before], models_new[after], below)
        else:
            yield from _one_sided(item, shape.item, below, "withdrawn" if after is None else "added")
    kept = [before for before, after in pairs if before is not None and after is not None]
    if kept != sorted(kept):
        yield spot.in_another_order()


def _plain_list_changes(old: tuple[object, ...], new: tuple[object, ...], shape: ListShape, spot: Position) -> Iterator[Change]:
    """Changes of Markdown texts one by one if there are as many as before, and otherwise of the list as a whole."""
    if isinstance(shape.item, TextShape) and shape.item.kind == "markdown" and len(old) == len(new):
        for at, (before, after) in enumerate(zip(old, new, strict=True)):
            one = f"{spot.field[-1].removesuffix('s')} {at + 1}"
            yield from value_changes(before, after, shape.item, spot.item(one, at, at))
        return
    kind: ChangeKind = "changed" if old and new else "added" if new else "withdrawn"
    yield spot.change(kind, value_in_words(old), value_in_words(new))


def _one_sided(value: object, shape: Shape, spot: Position, kind: ChangeKind) -> Iterator[Change]:
    """The changes for a value that only one side has: a model field by field."""
    words = value_in_words(value)
    if isinstance(value, msgspec.Struct):
        fields = list(contents(value, spot, kind=kind))
        yield from fields
        if fields:
            return
        words = "nothing is said in it"
    elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
        before, after = ((), value) if kind == "added" else (value, ())
        yield from value_changes(before, after, shape, spot)
        return
    yield spot.change(kind, now=words) if kind == "added" else spot.change(kind, was=words)


_PARTS = {step.part: step.name for step in AS_TAKEN} | {
    "report": "the report",
    "judgments": "the judgments",
    "panel_report": "the report to the meeting",
    "contact": "whom to ask",
    "departure": "the departure from the law of the day",
}
_NAMES = ("heading", "name", "title", "area", "pillar", "question", "cases", "what")


def part_called(field: str) -> str:
    """The name of a part of a response at the beginning of a sentence: `The report to the meeting`."""
    return capitalised(_PARTS.get(field, field.replace("_", " ")))


def finding_called(path: Path, finding: Finding | PositiveFinding) -> str:
    """The name of a finding at the beginning of a sentence: `Recommendation 4`."""
    if isinstance(finding, Finding):
        return capitalised(mention(path, finding))
    assert isinstance(path[-1], int)
    name = finding.label or (f"“{shortened(finding.heading)}”" if finding.heading else "")
    return f"Positive finding {name}" if name else f"The {ordinal(path[-1])} positive finding"


def item_called(field: str, item: msgspec.Struct) -> str:
    """The name of an item of a list: `section “My view”`."""
    one = "earlier report" if field == "follows_up" else field.replace("_", " ").removesuffix("s")
    name = next((value for each in _NAMES if (value := getattr(item, each, None))), None)
    return f"{one} “{shortened(name)}”" if name else one


_CONTEXT = 5
_APART = 1
"""The most words between two changes that are shown as one."""
_BREAKS = {"markdown": ("¶", re.compile(r"\n[ \t]*(?:\n[ \t]*)+")), "lines": ("/", re.compile(r"[ \t]*\n[ \t]*"))}
"""The line breaks that count in a kind of text, and the character that stands for them among the words."""


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Words that replace others, with some context. `was` or `now` may be empty."""

    before: str = ""
    was: str
    now: str
    after: str = ""


def passages_of(was: str, now: str, kind: str) -> tuple[Passage, ...]:
    """The reworded passages; none if only the layout changed.

    >>> [(each.was, each.now) for each in passages_of("Good for a child", "Good for the child", "line")]
    [('a', 'the')]
    """
    old, new = _tokens(was, kind), _tokens(now, kind)
    return tuple(
        Passage(
            before=" ".join(words_before(old, change.start, _CONTEXT)),
            was=" ".join(old[change.start : change.end]),
            now=" ".join(new[change.new_start : change.new_end]),
            after=" ".join(words_after(old, change.end, _CONTEXT)),
        )
        for change in changes(old, new, join=_APART)
    )


def _tokens(text: str, kind: str) -> list[str]:
    if kind in _BREAKS:
        sign, breaks = _BREAKS[kind]
        text = breaks.sub(f" {sign} ", text.replace("\r\n", "\n").strip())
    return words_in(text)


_COMPARED_APART = ("recommendations",)
"""The recommendations of a cause are compared with all others, because they may have moved to another cause."""


class LocatedFinding(msgspec.Struct, frozen=True):
    """A finding with its path."""

    path: Path
    finding: Finding | PositiveFinding


class FindingPair(msgspec.Struct, frozen=True):
    """A finding on the old side and the new side; None if it is missing there."""

    old: LocatedFinding | None
    new: LocatedFinding | None


def finding_pairs(old: Findings, new: Findings) -> tuple[FindingPair, ...]:
    """The findings of both sides in pairs, by kind."""
    pairs: list[FindingPair] = []
    before, after = _by_kind(old), _by_kind(new)
    for kind, those in after.items():
        was = before[kind]
        for at, to in matched([each.finding for each in was], [each.finding for each in those]):
            pairs.append(FindingPair(None if at is None else was[at], None if to is None else those[to]))
    return tuple(pairs)


def finding_changes(pairs: tuple[FindingPair, ...]) -> Iterator[Change]:
    """The changes in pairs of findings, in the order of the new file."""
    stayed = {pair.old.path: pair.new.path for pair in pairs if pair.old and pair.new}
    names = [{each.path: finding_called(each.path, each.finding) for each in side if each} for side in _sides(pairs)]
    for pair in pairs:
        if pair.old and pair.new:
            spot = Position(part="findings", what=names[1][pair.new.path], old_path=pair.old.path, new_path=pair.new.path)
            yield from model_changes(pair.old.finding, pair.new.finding, spot, without=_COMPARED_APART)
            was, now = cause_above(pair.old.path), cause_above(pair.new.path)
            if stayed.get(was, ()) != now:
                before, after = (names[side][path] if path else "no cause of concern" for side, path in enumerate((was, now)))
                yield msgspec.structs.replace(spot, field=("belongs to",)).change("changed", before, after)
        elif pair.new:
            spot = Position(part="findings", what=names[1][pair.new.path], new_path=pair.new.path)
            yield spot.change("added", now=pair.new.finding.text)
            yield from contents(pair.new.finding, spot, without=("text", *_COMPARED_APART))
        elif pair.old:
            spot = Position(part="findings", what=names[0][pair.old.path], old_path=pair.old.path)
            yield spot.change("withdrawn", was=pair.old.finding.text)
    yield from _in_another_order(pairs, stayed, names[1])


def _in_another_order(pairs: tuple[FindingPair, ...], stayed: dict[Path, Path], names: dict[Path, str]) -> Iterator[Change]:
    """A change for each list whose findings are in another order."""
    before: dict[Path, list[Path]] = {}
    lists: dict[Path, Path] = {}
    for pair in pairs:
        if pair.old and pair.new:
            here, there = pair.new.path[:-1], pair.old.path[:-1]
            cause = cause_above(there)
            if here == (*stayed.get(cause, ()), *there[len(cause) :]):
                before.setdefault(here, []).append(pair.old.path)
                lists[here] = there
    for here, was in before.items():
        if was != sorted(was):
            cause = cause_above(here)
            what = names[cause] if cause else f"The {KIND_OF_LIST[str(here[-1])].many}"
            field = ("recommendations",) if cause else ()
            spot = Position(part="findings", what=what, field=field, old_path=lists[here], new_path=here)
            yield spot.in_another_order()


def _sides(pairs: tuple[FindingPair, ...]) -> tuple[list[LocatedFinding | None], list[LocatedFinding | None]]:
    return [pair.old for pair in pairs], [pair.new for pair in pairs]


def _by_kind(findings: Findings) -> dict[FindingKind, list[LocatedFinding]]:
    found: dict[FindingKind, list[LocatedFinding]] = {kind: [] for kind in KIND_OF_LIST.values()}
    for path, finding in chain[tuple[Path, Finding | PositiveFinding]](findings.every_finding(), findings.every_positive_finding()):
        found[kind_of(path)].append(LocatedFinding(path, finding))
    return found
