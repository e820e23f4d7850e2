"""What the processes of the live page do: one sets documents, another draws their pages for the screen."""

from __future__ import annotations

import ctypes
import os
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec

from pccresponse.foundation.errors import PccResponseError
from pccresponse.pipeline.checking import Checked
from pccresponse.preview.workers import Failure

if TYPE_CHECKING:
    import pypdfium2

_LONGEST_SIDE = 4_000
_LONGEST_NAME = 1_000


class Typeset(msgspec.Struct, frozen=True, kw_only=True):
    """A document as a PDF, and where in it everything is."""

    pdf: bytes
    count: int
    width: int
    """Of the first page, in points."""
    height: int
    anchors: dict[str, int]
    """The page of each element that has an id, from 1."""


def be_ready_to_typeset() -> None:
    """Import what the first document would have to wait for."""
    import pypdfium2  # noqa: F401

    from pccresponse.rendering.pdf import engine_check

    try:
        engine_check(final=False)
    except PccResponseError:
        return  # said when a document is asked for
    import pccresponse.pipeline.rendering
    import pccresponse.rendering.pdf.typesetting  # noqa: F401


def be_ready_to_typeset_in_the_background() -> None:
    """The same for documents that nobody waits for: whatever else the machine has to do comes first."""
    if hasattr(os, "nice"):
        os.nice(10)
    be_ready_to_typeset()


def be_ready_to_draw() -> None:
    """Import what the first picture would have to wait for."""
    import PIL.PngImagePlugin  # noqa: F401
    import pypdfium2  # noqa: F401


def typeset(checked: Checked, name: str) -> Typeset | Failure:
    """The draft of one document, made by the same way as every build makes it."""
    from pccresponse.pipeline.rendering import render

    try:
        made = next(render(checked, draft=True, only=name), None)
    except PccResponseError as error:
        return Failure(f"{error.message} {error.remedy}".strip())
    if made is None:
        return Failure("This document no longer exists.")
    return _read(made.content)


def draw(pdf: bytes, number: int, scale: float) -> bytes:
    """A page, counted from 1, as a PNG."""
    page = _opened(pdf)[number - 1]
    try:
        scale = min(scale, _LONGEST_SIDE / max(page.get_size()))
        picture = BytesIO()
        page.render(scale=scale).to_pil().save(picture, "PNG", compress_level=1)
        return picture.getvalue()
    finally:
        page.close()


@lru_cache(maxsize=2)
def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)


def _read(pdf: bytes) -> Typeset:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document.get_page_size(0)
        return Typeset(
            pdf=pdf, count=len(document), width=round(width), height=round(height), anchors=dict(sorted(_anchors(document).items()))
        )
    finally:
        document.close()


def _anchors(document: pypdfium2.PdfDocument) -> dict[str, int]:
    """The named destinations: the engine writes one for every element with an id."""
    from pypdfium2 import raw

    found: dict[str, int] = {}
    for index in range(raw.FPDF_CountNamedDests(document)):
        length = ctypes.c_long(_LONGEST_NAME)
        buffer = ctypes.create_string_buffer(_LONGEST_NAME)
        destination = raw.FPDF_GetNamedDest(document, index, buffer, ctypes.byref(length))
        if destination and length.value > 0:
            name = buffer.raw[: length.value].decode("utf-16-le", "replace").rstrip("\0")
            found[name] = raw.FPDFDest_GetDestPageIndex(document, destination) + 1
    return found
