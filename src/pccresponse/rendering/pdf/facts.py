"""What a PDF is made from: its page in HTML, what it says about itself, and the files that travel inside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec


class DocumentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The document's own description: written into its metadata, never taken from the clock."""

    title: str
    language: str
    """A BCP 47 tag such as `en-GB`; the `lang` of the HTML has to say the same."""
    author: str
    """The body whose document it is."""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    dated: dt.date
    """The day it counts as made and last changed: of the document, of each embedded file."""

    @property
    def moment(self) -> str:
        """The first second of the day, in UTC, as XMP writes it: `2015-07-21T00:00:00Z`."""
        return f"{self.dated.isoformat()}T00:00:00Z"

    @property
    def pdf_moment(self) -> str:
        """The same second as PDF writes it: `D:20150721000000Z`."""
        return f"D:{self.dated:%Y%m%d}000000Z"


class EmbeddedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that travels inside the document."""

    name: str
    """A bare file name such as `response.yaml`."""
    content: bytes
    media_type: str
    """Such as `application/yaml`."""
    description: str
    """A sentence for whoever opens the list of attachments."""
    relationship: Literal["Source", "Data", "Supplement"] = "Source"
    """What it is to the document (ISO 32000-2, 7.11.3): made from it, figures behind it, or something to go with it."""
    compressed: bool = False
    """Whether the content is compressed already, so that to do it again would be for nothing."""


class ComposedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A document in HTML with all that it takes to set it, but for the files that travel inside."""

    html: str
    facts: DocumentFacts
    edition: Path
    """The folder that relative addresses start from."""
    text_font: str
    images: Mapping[str, bytes]
