"""The formats of documents: how a file is named and sent, how it is made, and how it is validated.

PDF is the only format. Another would be a class here that fits `Format`, with its code in a package beside `pdf`.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pccresponse.rendering.pdf.engine import ComposedPage, EmbeddedFile


class Format(Protocol):
    """Everything that the rest of the program knows about a format."""

    @property
    def ending(self) -> str:
        """The ending of a file name, with its full stop."""

    @property
    def media_type(self) -> str:
        """The media type for a browser."""

    def file_name(self, document: str) -> str:
        """The name of the file of a document."""

    def is_name_of(self, path: PurePath) -> bool:
        """Whether a file has a name of this format."""

    def make(self, page: ComposedPage, embedded: tuple[EmbeddedFile, ...] = ()) -> bytes:
        """The finished, validated file. Raises a `CannotRunError` if it cannot be made."""

    def faults(self, content: bytes) -> tuple[str, ...]:
        """The rules of the format's standards that a file breaks."""

    def page_count(self, content: bytes) -> int:
        """The number of pages in a file."""


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
