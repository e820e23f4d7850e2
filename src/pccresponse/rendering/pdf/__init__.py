"""Trusted HTML in, a PDF out that is PDF/UA-1 and PDF/A-3a in one file: or an error, and no file.

Importing this package is cheap: WeasyPrint, pikepdf and the validator are imported when a function needs them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from pathlib import Path

from pccresponse.rendering.pdf.conformance import (
    MOST_COLUMNS,
    MOST_HEADINGS,
    MOST_ROWS,
    ConformanceFailure,
    page_count,
    validate,
)
from pccresponse.rendering.pdf.engine import (
    PANGO,
    SUBSETTER,
    EngineFailedError,
    MissingLibraryError,
    NotConformantError,
    OutsideResourceError,
    RenderingError,
    StrayFontError,
    engine_check,
    missing_libraries,
)
from pccresponse.rendering.pdf.facts import ComposedPage, DocumentFacts, EmbeddedFile
from pccresponse.rendering.pdf.resources import IMAGE_SCHEME

__all__ = [
    "IMAGE_SCHEME",
    "MOST_COLUMNS",
    "MOST_HEADINGS",
    "MOST_ROWS",
    "PANGO",
    "SUBSETTER",
    "ComposedPage",
    "ConformanceFailure",
    "DocumentFacts",
    "EmbeddedFile",
    "EngineFailedError",
    "MissingLibraryError",
    "NotConformantError",
    "OutsideResourceError",
    "RenderingError",
    "StrayFontError",
    "engine_check",
    "missing_libraries",
    "page_count",
    "render",
    "validate",
]

_MOST_TOLD = 20
_JUDGED: deque[tuple[bytes, ...]] = deque(maxlen=8)
"""Archives that went through the validator inside a file of this process. The next files that carry the same ones, byte for byte,
are judged without going through them again: what is in an archive is nothing to either standard, and takes the longest by far."""


def render(
    html: str,
    *,
    facts: DocumentFacts,
    edition: Path,
    text_font: str,
    embedded: tuple[EmbeddedFile, ...] = (),
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """The finished, validated file.

    `edition` is the folder that relative addresses in the HTML and its styles start from, with its fonts in `fonts/`; `text_font` is
    the family for what no style names a font for; `images` are reached as `pccresponse-image:<name>`. Raises a `RenderingError`
    for anything the engine warns about and for any rule that the file breaks.
    """
    engine_check(final=False)
    from pccresponse.rendering.pdf.typesetting import typeset

    pdf, emptied = typeset(html, facts, embedded, edition, images or {}, text_font)
    archives = tuple(file.content for file in embedded if file.compressed)
    known = bool(archives) and archives in _JUDGED
    try:
        failures = validate(emptied if known else pdf)
    except MemoryError:
        raise
    except Exception as error:  # the library has limits of its own
        raise EngineFailedError(f"cannot be checked against the standards: {type(error).__name__}: {str(error)[:200]}") from error
    if failures:
        raise NotConformantError(f"would break: {'; '.join(map(str, failures[:_MOST_TOLD]))}")
    if archives and not known:
        _JUDGED.append(archives)
    return pdf
