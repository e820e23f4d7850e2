"""What differs between two records, in words: the input, the edition, or the tools."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pccresponse.models.record import Record


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What is not as it was, each as a clause that begins with the name of the thing."""

    input: tuple[str, ...] = ()
    edition: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()

    @property
    def of_what_was_written(self) -> tuple[str, ...]:
        """What the office itself changed: its input and its edition."""
        return (*self.input, *self.edition)


def changes_between(was: Record, now: Record) -> Changes:
    """What has changed from one record to the other."""
    if was.edition != now.edition:
        edition: tuple[str, ...] = (f"edition {was.edition} became {now.edition}",)
    else:
        edition = edition_changes(was, {**now.edition_files, **now.fonts})
    return Changes(
        input=differing(was.inputs, now.inputs),
        edition=edition,
        tools=tuple(
            f"{name} {was.tools.get(name, 'not named')} became {now.tools.get(name, 'not named')}"
            if name != "pccresponse source"
            else "pccresponse itself was changed"
            for name in sorted(was.tools.keys() | now.tools.keys())
            if was.tools.get(name) != now.tools.get(name)
        ),
    )


def edition_changes(was: Record, digests: Mapping[str, str]) -> tuple[str, ...]:
    """What is not as it was in an edition that consists of files with these digests now."""
    return tuple(f"edition {was.edition}: {clause}" for clause in differing({**was.edition_files, **was.fonts}, digests))


def differing(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What is not the same by name: `response.yaml changed`, `logo.png was added`, `office.yaml is gone`."""
    clauses = []
    for name in sorted(was.keys() | now.keys()):
        if name not in now:
            clauses.append(f"{name} is gone")
        elif name not in was:
            clauses.append(f"{name} was added")
        elif was[name] != now[name]:
            clauses.append(f"{name} changed")
    return tuple(clauses)
