"""The verdict on a document: how far it is proved, and the reasons for any difference."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import msgspec

from pccresponse.models.record import Record
from pccresponse.publishing.published_files import changes_between
from pccresponse.verifying.differences import NO_TOOL_DOES, Comparison, Level


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
    OTHER_EDITION = "another edition"
    UNKNOWN_LAW = "unknown law tables"
    NOT_COMPARED = "not compared"
    NOT_IN_REGISTER = "not in the register"


class Assurance(Enum):
    """What somebody may rely on who knows nothing of how it was found."""

    PUBLISHED = "identical to what this office published"
    CONSISTENT = "consistent with itself, not shown to be what was published"
    NOT_PROVED = "not proved"


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
    published: bool = False
    """Whether its SHA-256 is the one in `record.json` or the register, of which at least one was at hand, and in each that was."""
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

    def assurance(self, required: Level) -> Assurance:
        """What may be relied on, if that level is what it takes for a document to agree with itself."""
        if any(reason.cause in _SPEAKS_AGAINST_THE_FILE for reason in self.reasons):
            return Assurance.NOT_PROVED
        if self.published:
            return Assurance.PUBLISHED
        return Assurance.CONSISTENT if self.level is not None and self.level >= required else Assurance.NOT_PROVED

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        if self.level is None:
            return self.reasons[0].sentence if self.reasons else "Nothing is known about it."
        if self.level is Level.IDENTICAL_BYTES and self._against:
            return f"{self._against[0].sentence} The files inside it still give the same bytes."
        return _SENTENCES[self.level]

    @property
    def _against(self) -> tuple[Reason, ...]:
        """What keeps it from being proved, however much is the same."""
        return tuple(reason for reason in self.reasons if reason.cause not in _HARMLESS)


_SPEAKS_AGAINST_THE_FILE = (Cause.FILE_ALTERED, Cause.OTHER_EDITION, Cause.UNKNOWN_LAW)
_HARMLESS = (Cause.TOOLS_CHANGED, Cause.LAW_TABLES_CHANGED, Cause.NOT_COMPARED)

_SENTENCES = {
    Level.IDENTICAL_BYTES: "Identical bytes: the files that it was made from give exactly the same file.",
    Level.IDENTICAL_PICTURES: "Identical page pictures: every page looks and reads the same, but other bytes differ.",
    Level.IDENTICAL_TEXT: "Identical text and tag tree: it reads the same, but does not look quite the same.",
    Level.DIFFERENT: "Different: the files that it was made from give something else.",
}


_DOUBT = "To find out whether that is the only reason, use those versions, or the digest in record.json."
_DECIDE_WHAT_RULES_SAY = ("pccresponse", "pccresponse source", "jinja2", "markdown-it-py", "mdit-py-plugins")
"""The tools by whose versions the rules may judge otherwise; what sets the pages has no say in it."""


def reasons_for(comparison: Comparison, disagreements: tuple[str, ...], was: Record, now: Record) -> tuple[Reason, ...]:
    """Why the document is not what was made again.

    `disagreements` are between the files in the PDF and its own record; `was` is that record, and `now` what this program writes
    of the same input. The same input, edition, tables and tools give the same bytes: where they are the same and the bytes are
    not, somebody has been at the file.
    """
    found = [
        Reason(Cause.FILE_ALTERED, f"What the PDF carries does not match its own record: {clause}.") for clause in disagreements
    ]
    tools = changes_between(was, now).tools
    if tools:
        doubt = "" if comparison.level is Level.IDENTICAL_BYTES else f" {_DOUBT}"
        found.append(
            Reason(Cause.TOOLS_CHANGED, f"Its record says that it was made with other versions: {'; '.join(tools)}.{doubt}")
        )
    elif comparison.level < Level.IDENTICAL_BYTES and not disagreements:
        found.append(
            Reason(Cause.FILE_ALTERED, "Input, edition and tools are the same, so the file was altered after it was made.")
        )
    found += _accounts(was, now)
    added = [each for each in comparison.differences if each.kind in NO_TOOL_DOES]
    if tools and added:
        found.append(Reason(Cause.FILE_ALTERED, f"No version of a tool does this: {added[0].message}"))
    return tuple(found)


def _accounts(was: Record, now: Record) -> Iterator[Reason]:
    """Where the record has another account than the rules and the law give of the same input.

    It is always compared. Only what decides what the rules say can excuse that they differ, and then it is said that nobody knows.
    """
    told = tuple(_told_otherwise(was, now))
    other = [name for name in _DECIDE_WHAT_RULES_SAY if was.tools.get(name) != now.tools.get(name)]
    if not told:
        return
    if not other:
        yield from (Reason(Cause.FILE_ALTERED, f"The record in the PDF says something different about {what}.") for what in told)
        return
    versions = " and ".join(f"{name} {was.tools.get(name, 'not named')}" for name in other if name != "pccresponse source")
    made_with = f"with {versions}" if versions else "with pccresponse before it was changed"
    yield Reason(
        Cause.NOT_COMPARED,
        f"What the record in the PDF says about {' and '.join(told)} was not compared with the rules that it was made by. The record says "
        f"that it was made {made_with}, which is not here. The rules of this version say something different.",
    )


def _told_otherwise(was: Record, now: Record) -> Iterator[str]:
    claims = {
        "the rules that were run": (was.rules, now.rules),
        "what the rules said": (was.findings, now.findings),
        "how far the duties were met": (was.duties or now.duties, now.duties),  # there were records without
        "the day as of which they were judged": (was.judged_on, now.judged_on),
        "the law that was applied": (
            (was.law.applied_as_on, was.law.in_force_from, was.law.made_by),
            (now.law.applied_as_on, now.law.in_force_from, now.law.made_by),
        ),
    }
    yield from (what for what, (then, today) in claims.items() if then != today)
