"""What the engine takes, which libraries it needs and in which versions, and what can go wrong from HTML to PDF: without importing it.

Where something does go wrong, the template, the machine or this program is at fault, never the response.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from pccresponse import __version__
from pccresponse.foundation.errors import CannotRunError

if TYPE_CHECKING:
    import ctypes


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


class RenderingError(CannotRunError):
    """The engine warned about something, or could not do it; nothing was written. The message quotes every warning."""


class OutsideResourceError(RenderingError):
    """The HTML or its styles asked for something outside the edition and the pictures that were handed over."""


class StrayFontError(RenderingError):
    """Text was set in a font that is not in the edition."""


class EngineFailedError(RenderingError):
    """The engine cannot set the page, or what comes out is no valid file; `why` says so in words that follow the name of a document."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The document {why}.")
        self.why = why

    def __reduce__(self) -> tuple[type[EngineFailedError], tuple[str]]:
        """As it is sent from one process to another."""
        return type(self), (self.why,)


class NotConformantError(EngineFailedError):
    """The finished file breaks PDF/UA-1 or PDF/A-3a; `why` names the rules."""


class MissingLibraryError(CannotRunError):
    """Pango or HarfBuzz's subsetter is not installed; the remedy says how to get it."""


PANGO = "Pango"
SUBSETTER = "HarfBuzz subset"
HARFBUZZ = "HarfBuzz"
FONTCONFIG = "Fontconfig"

# The names under which WeasyPrint 70 looks for them (weasyprint/text/ffi.py), in its order.
_NAMES = {
    PANGO: ("libpango-1.0-0", "pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    SUBSETTER: (
        "libharfbuzz-subset-0",
        "harfbuzz-subset",
        "harfbuzz-subset-0.0",
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
    HARFBUZZ: ("libharfbuzz-0", "harfbuzz", "harfbuzz-0.0", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    FONTCONFIG: (
        "libfontconfig-1",
        "fontconfig-1",
        "fontconfig",
        "libfontconfig.so.1",
        "libfontconfig.1.dylib",
        "libfontconfig-1.dll",
    ),
}
_WINDOWS_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"

HOW_TO_INSTALL = (
    "Debian or Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "Fedora: sudo dnf install pango harfbuzz. "
    "macOS: brew install pango. "
    "Windows: install MSYS2 from https://www.msys2.org, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango."
)


def missing_libraries() -> tuple[str, ...]:
    """Which of `PANGO` and `SUBSETTER` cannot be loaded. Without Pango nothing is rendered; without the subsetter, drafts only."""
    return tuple(name for name in (PANGO, SUBSETTER) if library(name) is None)


def engine_check(*, final: bool) -> tuple[str, ...]:
    """Raise `MissingLibraryError` for what cannot be done without; answer with sentences of warning about the rest.

    A final document needs the subsetter because fonts cut down without it come out differently every time, and take five
    times as long.
    """
    missing = missing_libraries()
    if PANGO in missing:
        raise MissingLibraryError("Pango, the library that sets text, is not installed.", HOW_TO_INSTALL)
    if SUBSETTER not in missing:
        return ()
    sentence = "HarfBuzz's subsetter (libharfbuzz-subset) is not installed: the same input would not give the same file twice."
    if final:
        raise MissingLibraryError(sentence, HOW_TO_INSTALL)
    return (f"{sentence} {HOW_TO_INSTALL}",)


@cache
def producer() -> str:
    """What made the file, in versions: layout depends on each of them."""
    import weasyprint
    from weasyprint.text.ffi import pango

    numbers = pango.pango_version()
    version = f"{numbers // 10000}.{numbers // 100 % 100}.{numbers % 100}"
    return f"WeasyPrint {weasyprint.__version__}, Pango {version}"


def library(name: str) -> ctypes.CDLL | None:
    """The first of the library's names that the system's loader knows."""
    import ctypes  # a check sets no page and does without

    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _WINDOWS_FOLDERS).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)
    for file in _NAMES[name]:
        with suppress(OSError):
            return ctypes.CDLL(file)
    return None


_PACKAGES = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "pikepdf",
    "page-validation",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "pillow",
)
_SOURCE = Path(__file__).parents[2]
_WITHOUT = frozenset({"__main__.py", "cli", "preview", "compare", "workflow", "verifying", "publishing"})
"""What does something with a document, and has no part in what it says. All else counts, so that no new module is forgotten."""


@cache
def tools() -> dict[str, str]:
    """Versions by name: this program and its source, the libraries it sets pages with, Python and zlib."""
    import platform
    import zlib
    from importlib.metadata import version

    return {
        "pccresponse": __version__,
        "pccresponse source": source_digest(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: version(name) for name in _PACKAGES},
        "pango": _pango(),
        "harfbuzz": _harfbuzz(),
        "fontconfig": _fontconfig(),
    }


@cache
def source_digest() -> str:
    """The SHA-256 of the modules that decide what a document says, so that two programs of one version can be told apart."""
    files = [path for path in _SOURCE.rglob("*.py") if path.relative_to(_SOURCE).parts[0] not in _WITHOUT]
    lines = [f"{path.relative_to(_SOURCE).as_posix()}\0{sha256(path.read_bytes()).hexdigest()}\n" for path in sorted(files)]
    return sha256("".join(lines).encode()).hexdigest()


def _pango() -> str:
    found = library(PANGO)
    return dotted(found.pango_version()) if found else "not installed"


def dotted(number: int) -> str:
    """A version that a library gives as one number.

    >>> dotted(15012)
    '1.50.12'
    """
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _harfbuzz() -> str:
    found = library(HARFBUZZ)
    if not found:
        return "not installed"
    import ctypes

    found.hb_version_string.restype = ctypes.c_char_p
    answer = found.hb_version_string()
    assert isinstance(answer, bytes)
    return answer.decode("ascii")


def _fontconfig() -> str:
    found = library(FONTCONFIG)
    return dotted(found.FcGetVersion()) if found else "not installed"
