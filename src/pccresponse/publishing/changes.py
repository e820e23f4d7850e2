"""What differs between two records, in words: the input, the edition, or the tools."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pccresponse.digests import changed_names, changes_in_words
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
        input=changes_in_words(was.inputs, now.inputs),
        edition=edition,
        tools=tuple(
            f"{name} {was.tools.get(name, 'not named')} became {now.tools.get(name, 'not named')}"
            if name != "pccresponse source"
            else "pccresponse itself was changed"
            for name in changed_names(was.tools, now.tools)
        ),
    )


def edition_changes(was: Record, digests: Mapping[str, str]) -> tuple[str, ...]:
    """What is not as it was in an edition that consists of files with these digests now."""
    return tuple(f"edition {was.edition}: {clause}" for clause in changes_in_words({**was.edition_files, **was.fonts}, digests))
