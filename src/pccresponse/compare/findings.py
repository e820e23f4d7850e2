"""The findings of two responses: added, withdrawn and changed ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from pccresponse.compare.changes import Change, Position, contents, finding_called, model_changes
from pccresponse.compare.matching import matched
from pccresponse.foundation.problems import Path
from pccresponse.models.finding_kinds import KIND_OF_LIST, FindingKind, cause_above, kind_of
from pccresponse.models.findings import Finding, Findings, PositiveFinding

_LOOKED_AT_HERE = ("recommendations",)
"""A cause's own recommendations are compared with all others: one that moved to another cause is still the same one."""


class Told(msgspec.Struct, frozen=True):
    """A finding with its path."""

    path: Path
    finding: Finding | PositiveFinding


class Pair(msgspec.Struct, frozen=True):
    """A finding on the old side and on the new one; None where it is missing."""

    old: Told | None
    new: Told | None


def finding_pairs(old: Findings, new: Findings) -> tuple[Pair, ...]:
    """The findings of both sides in pairs, kind by kind, wherever they stand in the file."""
    pairs: list[Pair] = []
    before, after = _by_kind(old), _by_kind(new)
    for kind, those in after.items():
        was = before[kind]
        for at, to in matched([each.finding for each in was], [each.finding for each in those]):
            pairs.append(Pair(None if at is None else was[at], None if to is None else those[to]))
    return tuple(pairs)


def finding_changes(pairs: tuple[Pair, ...]) -> Iterator[Change]:
    """The changes in pairs of findings, in the order of the new file."""
    stayed = {pair.old.path: pair.new.path for pair in pairs if pair.old and pair.new}
    names = [{each.path: finding_called(each.path, each.finding) for each in side if each} for side in _sides(pairs)]
    for pair in pairs:
        if pair.old and pair.new:
            spot = Position(part="findings", what=names[1][pair.new.path], old_path=pair.old.path, new_path=pair.new.path)
            yield from model_changes(pair.old.finding, pair.new.finding, spot, without=_LOOKED_AT_HERE)
            was, now = cause_above(pair.old.path), cause_above(pair.new.path)
            if stayed.get(was, ()) != now:
                before, after = (names[side][path] if path else "no cause of concern" for side, path in enumerate((was, now)))
                yield msgspec.structs.replace(spot, field=("belongs to",)).change("changed", before, after)
        elif pair.new:
            spot = Position(part="findings", what=names[1][pair.new.path], new_path=pair.new.path)
            yield spot.change("added", now=pair.new.finding.text)
            yield from contents(pair.new.finding, spot, without=("text", *_LOOKED_AT_HERE))
        elif pair.old:
            spot = Position(part="findings", what=names[0][pair.old.path], old_path=pair.old.path)
            yield spot.change("withdrawn", was=pair.old.finding.text)
    yield from _in_another_order(pairs, stayed, names[1])


def _in_another_order(pairs: tuple[Pair, ...], stayed: dict[Path, Path], names: dict[Path, str]) -> Iterator[Change]:
    """A change for each list whose findings are in another order, since they are printed in the order of the file."""
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


def _sides(pairs: tuple[Pair, ...]) -> tuple[list[Told | None], list[Told | None]]:
    return [pair.old for pair in pairs], [pair.new for pair in pairs]


def _by_kind(findings: Findings) -> dict[FindingKind, list[Told]]:
    found: dict[FindingKind, list[Told]] = {kind: [] for kind in KIND_OF_LIST.values()}
    for path, finding in chain[tuple[Path, Finding | PositiveFinding]](findings.every_finding(), findings.every_positive_finding()):
        found[kind_of(path)].append(Told(path, finding))
    return found
