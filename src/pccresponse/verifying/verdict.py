"""What is concluded from a comparison: how far a document is proved, and what is behind any difference."""

from __future__ import annotations

from enum import Enum

import msgspec

from pccresponse.models.record import Record
from pccresponse.publishing.changes import Changes
from pccresponse.verifying.findings import Comparison, Level


class Cause(Enum):
    """Why a document is not what its own day's files give."""

    INPUT_CHANGED = "input changed"
    EDITION_CHANGED = "edition changed"
    LAW_TABLES_CHANGED = "law tables changed"
    TOOLS_CHANGED = "tool versions changed"
    FILE_ALTERED = "file altered"
    FILE_MISSING = "file missing"
    UNREADABLE = "unreadable"
    NOT_REBUILT = "could not be made again"


class Reason(msgspec.Struct, frozen=True):
    """A cause, and the sentence that says what it is in this case."""

    cause: Cause
    sentence: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one document."""

    name: str
    """How messages call it: its path."""
    level: Level | None
    """How far it agrees with what was made again; None where nothing could be made."""
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    """What is good to know and proves nothing."""
    comparison: Comparison | None = None
    record: Record | None = None
    original: bytes = b""
    """The file, where there is something to show."""
    rebuilt: bytes = b""

    def holds(self, required: Level) -> bool:
        """Whether it is proved at that level: tools may have changed, what was said and the file may not."""
        return self.level is not None and self.level >= required and not self._against

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        if self.level is None:
            return f"Not proved: {self.reasons[0].sentence}" if self.reasons else "Not proved."
        if self.level is Level.IDENTICAL_BYTES and self._against:
            return f"{self._against[0].sentence} What the file carries still gives the same bytes."
        return _SENTENCES[self.level]

    @property
    def _against(self) -> tuple[Reason, ...]:
        """What keeps it from being proved, however much is the same."""
        return tuple(reason for reason in self.reasons if reason.cause not in (Cause.TOOLS_CHANGED, Cause.LAW_TABLES_CHANGED))


_SENTENCES = {
    Level.IDENTICAL_BYTES: "Identical bytes: the files that it was made from give this very file again.",
    Level.IDENTICAL_PICTURES: "Identical page pictures: every page looks and reads the same; other bytes differ.",
    Level.IDENTICAL_TEXT: "Identical text and tag tree: it reads the same, and does not look quite the same.",
    Level.DIFFERENT: "Different: the files that it was made from give something else.",
}


_DOUBT = "Whether that is all, those versions can tell, or the digest in record.json where it was published."


def reasons_for(
    comparison: Comparison, disagreements: tuple[str, ...], changes: Changes, said: tuple[str, ...]
) -> tuple[Reason, ...]:
    """Why the document is not what was made again.

    `disagreements` are between the files in the PDF and its own record; `changes` are between that record and this program's;
    `said` is what the record has another account of. The same input, edition, tables and tools give the same
    bytes: where they are the same and the bytes are not, somebody has been at the file.
    """
    found = [Reason(Cause.FILE_ALTERED, f"What the PDF carries does not fit its own record: {clause}.") for clause in disagreements]
    if changes.law:
        sentence = f"Since it was made, of the law tables {' and '.join(changes.law)}; those in the PDF were used."
        found.append(Reason(Cause.LAW_TABLES_CHANGED, sentence))
    if changes.tools:
        doubt = "" if comparison.level is Level.IDENTICAL_BYTES else f" {_DOUBT}"
        found.append(Reason(Cause.TOOLS_CHANGED, f"It was made with other versions: {'; '.join(changes.tools)}.{doubt}"))
    else:
        found += [Reason(Cause.FILE_ALTERED, f"The record in the PDF has another account of {what}.") for what in said]
        if comparison.level < Level.IDENTICAL_BYTES and not disagreements:
            found.append(
                Reason(Cause.FILE_ALTERED, "Input, edition and tools are the same, so the file was altered after it was made.")
            )
    if comparison.level < Level.IDENTICAL_BYTES:
        added = [each for each in comparison.differences if each.kind in ("attachment", "behaviour", "damage")]
        if changes.tools and added:
            found.append(Reason(Cause.FILE_ALTERED, f"No version of a tool does this: {added[0].message}"))
    return tuple(found)
