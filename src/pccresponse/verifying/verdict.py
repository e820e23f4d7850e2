"""The verdict on a document: how far it is proved, and the reasons for any difference.

The HTML report has the differences in a table, and the pages that differ side by side.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pccresponse.foundation.files import page_templates
from pccresponse.foundation.writing import write_together
from pccresponse.models.record import Record
from pccresponse.pipeline.published_files import changes_between
from pccresponse.verifying.differences import NOT_FROM_TOOLS, ChangedPage, Comparison, Level

if TYPE_CHECKING:
    from pccresponse.verifying.read_pages import Pages


class Cause(Enum):
    """Why a document is not proved, or differs from what is made again."""

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
    """What a reader may rely on."""

    PUBLISHED = "identical to what this office published"
    CONSISTENT = "consistent with itself, not shown to be what was published"
    NOT_PROVED = "not proved"


class Reason(msgspec.Struct, frozen=True):
    """A cause, and a sentence about this case."""

    cause: Cause
    sentence: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The result of verifying one document."""

    name: str
    """Its path, as messages show it."""
    level: Level | None
    """How far it agrees with what was made again; None if nothing could be made."""
    published: bool = False
    """Whether its SHA-256 is in `record.json` and in the register, if both are given, or else in the one that is."""
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()
    """Further information that proves nothing."""
    comparison: Comparison | None = None
    record: Record | None = None
    original: bytes = b""
    """The file, if it differs."""
    rebuilt: bytes = b""

    def holds(self, required: Level) -> bool:
        """Whether it is proved at that level."""
        return self.level is not None and self.level >= required and not self._against

    def assurance(self, required: Level) -> Assurance:
        """What a reader may rely on, if a document must agree with itself at that level."""
        if any(reason.cause in _DISPROVING for reason in self.reasons):
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
        """The reasons that keep it from being proved at any level."""
        return tuple(reason for reason in self.reasons if reason.cause not in _HARMLESS)


_DISPROVING = (Cause.FILE_ALTERED, Cause.OTHER_EDITION, Cause.UNKNOWN_LAW)
_HARMLESS = (Cause.TOOLS_CHANGED, Cause.LAW_TABLES_CHANGED, Cause.NOT_COMPARED)

_SENTENCES = {
    Level.IDENTICAL_BYTES: "Identical bytes: the files that it was made from give exactly the same file.",
    Level.IDENTICAL_PICTURES: "Identical page pictures: every page looks and reads the same, but other bytes differ.",
    Level.IDENTICAL_TEXT: "Identical text and tag tree: it reads the same, but does not look quite the same.",
    Level.DIFFERENT: "Different: the files that it was made from give something else.",
}


_DOUBT = "To find out whether that is the only reason, use those versions, or the digest in record.json."
_DECIDE_WHAT_RULES_SAY = ("pccresponse", "pccresponse source", "jinja2", "markdown-it-py", "mdit-py-plugins")
"""The tools whose versions can change what the rules say."""


def reasons_for(comparison: Comparison, disagreements: tuple[str, ...], was: Record, now: Record) -> tuple[Reason, ...]:
    """Why the document differs from what was made again.

    `disagreements` are between the files in the PDF and its own record `was`; `now` is the record that this program writes for the same
    input. The same input, edition, tables and tools give the same bytes. If the bytes differ all the same, somebody changed the file.
    """
    found = [Reason(Cause.FILE_ALTERED, f"The files in the PDF do not match its own record: {clause}.") for clause in disagreements]
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
    found += _record_reasons(was, now)
    added = [each for each in comparison.differences if each.kind in NOT_FROM_TOOLS]
    if tools and added:
        found.append(Reason(Cause.FILE_ALTERED, f"No version of a tool does this: {added[0].message}"))
    return tuple(found)


def _record_reasons(was: Record, now: Record) -> Iterator[Reason]:
    """Where the record says something else about the rules and the law than this program finds in the same input.

    Other versions of the tools that decide it may explain that, and then nothing is known.
    """
    different = tuple(_record_differences(was, now))
    other = [name for name in _DECIDE_WHAT_RULES_SAY if was.tools.get(name) != now.tools.get(name)]
    if not different:
        return
    if not other:
        yield from (
            Reason(Cause.FILE_ALTERED, f"The record in the PDF says something different about {what}.") for what in different
        )
        return
    versions = " and ".join(f"{name} {was.tools.get(name, 'not named')}" for name in other if name != "pccresponse source")
    made_with = f"with {versions}" if versions else "with pccresponse before it was changed"
    yield Reason(
        Cause.NOT_COMPARED,
        f"What the record in the PDF says about {' and '.join(different)} was not compared with the rules that it was made by. The record says "
        f"that it was made {made_with}, which is not here. The rules of this version say something different.",
    )


def _record_differences(was: Record, now: Record) -> Iterator[str]:
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


REPORT_FILE = "report.html"
_MOST_PAGES = 40
_FRAME = (214, 0, 110)
_FRAME_WIDTH = 3
_FRAME_APART = 6
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """A document in the report."""

    name: str
    """Such as `comments`; the names of the pictures begin with it."""
    verdict: str
    level: Level | None = None
    causes: tuple[str, ...] = ()
    comparison: Comparison | None = None
    original: bytes
    rebuilt: bytes | None = None


class _Picture(msgspec.Struct, frozen=True):
    file: str
    alternative: str
    width: int
    height: int


class _Shown(msgspec.Struct, frozen=True):
    heading: str
    caption: str
    pictures: tuple[_Picture, ...]


def write_report(folder: Path, documents: Sequence[Examined], *, title: str = "What the comparison found") -> Path:
    """Write the page and its pictures into the folder, all of them or none. Returns the path of the page.

    Files with the same names are replaced, others left alone. Raises `CannotRunError` if the disk fails.
    """
    files: dict[str, bytes] = {}
    shown = [_shown(document, files) for document in documents]
    template = page_templates("pccresponse.verifying").get_template(f"{REPORT_FILE}.j2")
    page = template.render(title=title, documents=list(zip(documents, shown, strict=True)))
    # The page comes last, so that all its pictures are there before it.
    files[REPORT_FILE] = page.encode("utf-8", "replace")
    write_together({folder / name: content for name, content in files.items()})
    return folder / REPORT_FILE


def _shown(document: Examined, files: dict[str, bytes]) -> list[_Shown]:
    if document.comparison is None or document.rebuilt is None or not document.comparison.changed_pages:
        return []
    from pccresponse.verifying.read_pages import pages_of

    stem = _stem(document.name, files)
    changed = sorted(document.comparison.changed_pages, key=lambda page: (page.original or page.rebuilt or 0, page.rebuilt or 0))
    with pages_of(document.original) as was, pages_of(document.rebuilt) as now:
        return [_shown_page(page, stem, document, was, now, files) for page in changed[:_MOST_PAGES]]


def _shown_page(page: ChangedPage, stem: str, document: Examined, was: Pages, now: Pages, files: dict[str, bytes]) -> _Shown:
    """A page with its pictures in both documents, or in the one that has it."""
    number = page.original or page.rebuilt
    stem = f"{stem}-page-{number}" if page.original else f"{stem}-added-page-{number}"
    sides = [("original", was, page.original), ("rebuilt", now, page.rebuilt)]
    where = f" The frame marks where they differ: {page.region}." if page.region else ""
    pictures = []
    for side, pages, own in sides:
        if own is not None:
            content, width, height = _framed(pages, own, page)
            files[f"{stem}-{side}.png"] = content
            alternative = f"Page {own} of {document.name}, {'as it was given' if side == 'original' else 'made again'}.{where}"
            pictures.append(_Picture(f"{stem}-{side}.png", alternative, width, height))
    return _Shown(_heading(page), _caption(page, document), tuple(pictures))


def _heading(page: ChangedPage) -> str:
    if page.original is None:
        return f"Page {page.rebuilt}, only in the rebuilt document"
    if page.rebuilt is None:
        return f"Page {page.original}, only in the original"
    return f"Page {page.original}" if page.original == page.rebuilt else f"Page {page.original}, page {page.rebuilt} when rebuilt"


def _caption(page: ChangedPage, document: Examined) -> str:
    """The first differences on the page, and how much of it looks different."""
    assert document.comparison is not None
    number = page.original or page.rebuilt
    messages = [each.message for each in document.comparison.differences if each.page == number]
    region = f"What looks different: {page.region}." if page.region else ""
    return " ".join(
        [f"Page {number}.", *messages[:3], *([f"And {len(messages) - 3} more."] if len(messages) > 3 else []), region]
    ).strip()


def _framed(pages: Pages, number: int, page: ChangedPage) -> tuple[bytes, int, int]:
    """The picture of a page as a PNG, framed where it differs, and its width and height."""
    from PIL import ImageDraw

    from pccresponse.verifying.read_pages import DOTS_PER_INCH

    picture = pages.picture(number)
    if page.region:
        scale = DOTS_PER_INCH / 25.4
        left, top = page.region.left * scale - _FRAME_APART, page.region.top * scale - _FRAME_APART
        right = left + page.region.width * scale + 2 * _FRAME_APART
        bottom = top + page.region.height * scale + 2 * _FRAME_APART
        frame = (max(0, left), max(0, top), min(picture.width - 1, right), min(picture.height - 1, bottom))
        ImageDraw.Draw(picture).rectangle(frame, outline=_FRAME, width=_FRAME_WIDTH)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue(), picture.width, picture.height


def _stem(name: str, files: dict[str, Any]) -> str:
    """The beginning of the file names of a document, different from those of the others."""
    stem = _NOT_IN_A_NAME.sub("-", name.lower()).strip("-")[:60] or "document"
    number, unique = 1, stem
    while any(file.startswith(f"{unique}-") for file in files):
        number += 1
        unique = f"{stem}-{number}"
    return unique
