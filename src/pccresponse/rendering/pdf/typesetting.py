"""Drives WeasyPrint: from HTML to a PDF with our own structure tree. Every warning is an error."""

from __future__ import annotations

import io
import logging
import threading
import traceback
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pydyf

from pccresponse.rendering.pdf.engine import (
    DocumentFacts,
    EmbeddedFile,
    EngineFailedError,
    OutsideResourceError,
    RenderingError,
    producer,
)
from pccresponse.rendering.pdf.reading_order import ReadingOrder
from pccresponse.rendering.pdf.resources import (
    FontCheck,
    GlyphReadings,
    brings_no_fonts,
    fetcher,
    font_configuration,
    take_out,
    use_only_fonts_of,
)
from pccresponse.rendering.pdf.serialising import describe, embed, write_file
from pccresponse.rendering.pdf.structure import PaintedPage, tidy, write_structure

_MOST_SAID = 200
_LINKS = ("https://", "http://", "mailto:", "tel:")

# Page margins inherit nothing from the body, so they would have the font and the language of the machine. PDF/A forbids smoothed pictures.
_DEFAULTS = """
@page {{ font-family: "{family}"; -weasy-lang: "{language}"; image-rendering: crisp-edges }}
html {{ font-family: "{family}"; image-rendering: crisp-edges }}
"""


def typeset(
    html: str, facts: DocumentFacts, embedded: tuple[EmbeddedFile, ...], edition: Path, images: Mapping[str, bytes], text_font: str
) -> tuple[bytes, bytes]:
    """The PDF, not validated yet, and the same with empty archives."""
    html = _composed(html)
    fonts = edition / "fonts"
    use_only_fonts_of(fonts)
    refused: list[str] = []
    with _problems_are_errors(refused):
        import weasyprint

        source = weasyprint.HTML(
            string=html, base_url=(edition.resolve() / "_").as_uri(), url_fetcher=fetcher(edition, images, refused)
        )
        language = source.etree_element.get("lang")
        if language != facts.language:
            raise RenderingError(f'The HTML says lang="{language}" where the document is in {facts.language}.')
        defaults = weasyprint.CSS(string=_DEFAULTS.format(family=text_font, language=facts.language))
        sheets = take_out(source.etree_element, edition)
        known_fonts = font_configuration(fonts) if brings_no_fonts(source.etree_element) else None
        document = source.render(known_fonts, stylesheets=[defaults, *sheets], presentational_hints=True)
        if document.metadata.attachments:
            raise RenderingError("The HTML attaches a file.", "Files are embedded by the program, never by a template.")
        _refuse_local_links(document)
        order = ReadingOrder([page._page_box for page in document.pages])
        tidy(order)
        font_check, readings = FontCheck(fonts), GlyphReadings()
        document.pages = [_watched(page, order, font_check, readings) for page in document.pages]
        buffer = io.BytesIO()
        emptied: list[bytes] = []

        def finish(_: Any, pdf: pydyf.PDF) -> None:
            write_structure(pdf, order, [page.painted for page in document.pages])
            describe(pdf, facts, producer())
            embed(pdf, embedded, facts)
            pdf.write = lambda output, *_: emptied.append(write_file(pdf, output))

        document.write_pdf(buffer, finisher=finish, pdf_variant="pdf/a-3a")
    return buffer.getvalue(), emptied[0]


def _refuse_local_links(document: Any) -> None:
    """Raise `RenderingError` for a relative link, which would put the address of a folder on this machine into the file."""
    for number, page in enumerate(document.pages, start=1):
        for kind, target, *_ in page.links:
            if kind != "internal" and not target.lower().startswith(_LINKS):
                raise RenderingError(f"A link on page {number} leads to {target}.", f"A link starts with # or {', '.join(_LINKS)}.")


def _composed(html: str) -> str:
    """The HTML in NFC, because the fonts may have no glyph for an accent alone."""
    try:
        html.encode()
    except UnicodeEncodeError as error:
        raise RenderingError(f"The text holds half a character, U+{ord(html[error.start]):04X}, which no file can.") from error
    return unicodedata.normalize("NFC", html)


def _watched(page: Any, order: ReadingOrder, font_check: FontCheck, readings: GlyphReadings) -> Any:
    """A page that records what is painted on it, then hides its boxes so that the engine builds no tree."""
    from weasyprint import Page

    class WatchedPage(Page):  # type: ignore[misc]
        painted: PaintedPage

        def __init__(self) -> None:
            self.__dict__.update(page.__dict__)
            self.links = [link for link in page.links if link[3].link and link[3] not in order.dead_links]

        def paint(self, stream: Any, scale: float = 1) -> None:
            super().paint(stream, scale)
            font_check(stream._fonts)
            readings.correct(stream._fonts)
            self.painted = PaintedPage(stream, order, self.height)
            self._page_box = page._page_box.copy_with_children([])

    return WatchedPage()


def _in_one_line(error: BaseException) -> str:
    """The type of an error, its message, and where it was raised."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    said = " ".join(str(error).split())[:_MOST_SAID]
    return f"{type(error).__name__}{': ' if said else ''}{said} ({Path(where.filename).name}, line {where.lineno})"


@contextmanager
def _problems_are_errors(refused: list[str]) -> Iterator[None]:
    """Raise what the engine logs at WARNING or above in this thread, and what it was refused.

    If the engine fails after a warning, the warning is raised, with the failure as its cause.
    """
    from weasyprint.urls import FatalURLFetchingError

    thread = threading.get_ident()
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                messages.append(record.getMessage())

    def problem() -> RenderingError | None:
        if refused:
            remedy = "A template may use files of its edition and the pictures it is given."
            return OutsideResourceError("Could not read " + "; ".join(dict.fromkeys(refused)) + ".", remedy)
        return RenderingError("The typesetter warned: " + "; ".join(dict.fromkeys(messages))) if messages else None

    collector = Collector(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield
    except (RenderingError, MemoryError):
        raise
    except (Exception, FatalURLFetchingError) as error:
        raise problem() or EngineFailedError(f"cannot be set: {_in_one_line(error)}") from error
    finally:
        logger.removeHandler(collector)
    if found := problem():
        raise found
