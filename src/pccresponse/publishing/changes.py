"""What differs between two records, in words: the input, the edition, or the tools."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from pccresponse.foundation.digests import changed_names, changes_in_words, digest_of
from pccresponse.models.record import History, Record
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE

if TYPE_CHECKING:
    from pccresponse.pipeline.checking import Checked


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


def changed_since(history: History, checked: Checked) -> tuple[str, ...]:
    """What the office has changed since it last published, each as a clause: `response.yaml changed`.

    Unlike a new record this can be asked of files that cannot be read any more, and looks neither at the law nor at the tools.
    """
    was = history.versions[-1].record
    contents = {RESPONSE_FILE: checked.response.content, OFFICE_FILE: checked.office.content}
    now = {name: digest_of(content) for name, content in contents.items() if content}
    office = checked.office.model
    if office is None:  # it cannot say whether it still has a logo
        now |= {name: digest for name, digest in was.inputs.items() if name not in contents}
    elif office.logo and checked.logo:
        now[PurePath(office.logo.file).name] = digest_of(checked.logo)
    record = msgspec.structs.replace(was, inputs=now)
    edition = checked.edition
    if edition is not None:
        fonts = {path: digest for path, digest in edition.digests.items() if path.startswith("fonts/")}
        files = {path: digest for path, digest in edition.all_digests.items() if path not in fonts}
        record = msgspec.structs.replace(record, edition=edition.name, edition_files=files, fonts=fonts)
    return changes_between(was, record).of_what_was_written
