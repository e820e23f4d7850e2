"""The formats that a document can be written in: how its file is called, what it is sent as, and how it is made and examined.

There is one. Another is a class here, with what it needs in a package beside `pdf`.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pccresponse.rendering.pdf.engine import ComposedPage, EmbeddedFile


class Format(Protocol):
    """What the rest of the program knows of a format."""

    @property
    def ending(self) -> str:
        """What the name of a file ends in, with the full stop."""

    @property
    def media_type(self) -> str:
        """What a browser is told that it is."""

    def file_name(self, document: str) -> str:
        """The file of the document of that name."""

    def is_name_of(self, path: PurePath) -> bool:
        """Whether a file is of this format by its name."""

    def make(self, page: ComposedPage, embedded: tuple[EmbeddedFile, ...] = ()) -> bytes:
        """The finished file, examined. Raises a `CannotRunError` for what cannot be made."""

    def faults(self, content: bytes) -> tuple[str, ...]:
        """Which rules of the format's standards a file breaks."""

    def page_count(self, content: bytes) -> int:
        """How many pages a file has."""


class _Pdf:
    """PDF/UA-1 and PDF/A-3a in one file."""

    ending = ".pdf"
    media_type = "application/pdf"

    def file_name(self, document: str) -> str:
        return f"{document}{self.ending}"

    def is_name_of(self, path: PurePath) -> bool:
        return path.suffix.lower() == self.ending

    def make(self, page: ComposedPage, embedded: tuple[EmbeddedFile, ...] = ()) -> bytes:
        from pccresponse.rendering.pdf import render

        return render(
            page.html, facts=page.facts, edition=page.edition, text_font=page.text_font, embedded=embedded, images=page.images
        )

    def faults(self, content: bytes) -> tuple[str, ...]:
        from pccresponse.rendering.pdf import validate

        return tuple(map(str, validate(content)))

    def page_count(self, content: bytes) -> int:
        from pccresponse.rendering.pdf import page_count

        return page_count(content)


PDF: Format = _Pdf()
