"""The HTML report on a comparison: the differences in a table, and the pages that differ side by side."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pccresponse.foundation.packaged_files import page_templates
from pccresponse.publishing.writing import write_together
from pccresponse.verifying.differences import ChangedPage, Comparison, Level

if TYPE_CHECKING:
    from pccresponse.verifying.read_pages import Pages

REPORT_FILE = "report.html"
_MOST_PAGES = 40
"""How many pages of one document are shown."""
_FRAME = (214, 0, 110)
_FRAME_WIDTH = 3
_FRAME_APART = 6
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """A document with what is to be said of it."""

    name: str
    """Such as `comments`; the pictures are named after it."""
    verdict: str
    """A sentence."""
    level: Level | None = None
    """None where nothing could be compared."""
    causes: tuple[str, ...] = ()
    """Sentences that say why it differs, as far as anybody knows."""
    comparison: Comparison | None = None
    original: bytes
    rebuilt: bytes | None = None


class _Picture(msgspec.Struct, frozen=True):
    file: str
    alternative: str
    width: int
    height: int


class _Shown(msgspec.Struct, frozen=True):
    """A page that differs, as the template needs it."""

    heading: str
    caption: str
    pictures: tuple[_Picture, ...]


def write_report(folder: Path, documents: Sequence[Examined], *, title: str = "What the comparison found") -> Path:
    """Write the page and its pictures into the folder, all of them or none; answers with the page's path.

    Of what is in the folder, files of the same names are replaced and nothing else is touched. Raises `CannotRunError` when the
    disk will not.
    """
    files: dict[str, bytes] = {}
    shown = [_shown(document, files) for document in documents]
    template = page_templates("pccresponse.verifying").get_template(f"{REPORT_FILE}.j2")
    page = template.render(title=title, documents=list(zip(documents, shown, strict=True)))
    # The page comes last, so that it never names a picture that is not there yet.
    files[REPORT_FILE] = page.encode("utf-8", "replace")
    write_together({folder / name: content for name, content in files.items()})
    return folder / REPORT_FILE


def _shown(document: Examined, files: dict[str, bytes]) -> list[_Shown]:
    """The pages of one document that differ; their pictures are added to the files."""
    if document.comparison is None or document.rebuilt is None or not document.comparison.changed_pages:
        return []
    from pccresponse.verifying.read_pages import pages_of

    stem = _stem(document.name, files)
    changed = sorted(document.comparison.changed_pages, key=lambda page: (page.original or page.rebuilt or 0, page.rebuilt or 0))
    with pages_of(document.original) as was, pages_of(document.rebuilt) as now:
        return [_shown_page(page, stem, document, was, now, files) for page in changed[:_MOST_PAGES]]


def _shown_page(page: ChangedPage, stem: str, document: Examined, was: Pages, now: Pages, files: dict[str, bytes]) -> _Shown:
    """Both pictures of a page, or the one that there is."""
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
    """What changed on the page: the sentences that are about it, and how much of it looks different."""
    assert document.comparison is not None
    number = page.original or page.rebuilt
    told = [each.message for each in document.comparison.differences if each.page == number]
    region = f"What looks different: {page.region}." if page.region else ""
    return " ".join([f"Page {number}.", *told[:3], *([f"And {len(told) - 3} more."] if len(told) > 3 else []), region]).strip()


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
    """The name as the beginning of file names, of which no other document's files make use."""
    stem = _NOT_IN_A_NAME.sub("-", name.lower()).strip("-")[:60] or "document"
    number, unique = 1, stem
    while any(file.startswith(f"{unique}-") for file in files):
        number += 1
        unique = f"{stem}-{number}"
    return unique
