"""The engine from outside, without importing it: what it takes, which libraries it needs, in which versions, and its errors.

Whatever goes wrong from HTML to PDF is a fault of the template, the machine or this program, never of the response.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from pccresponse import __version__
from pccresponse.edition_files import fingerprint_of
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.files import digest_of

if TYPE_CHECKING:
    import ctypes


class DocumentFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A document's metadata. Nothing in it comes from the clock."""

    title: str
    language: str
    """A BCP 47 tag such as `en-GB`, the same as the `lang` of the HTML."""
    author: str
    """The body whose document it is."""
    subject: str = ""
    dated: dt.date
    """The date of creation and of the last change, of the document and of each embedded file."""

    @property
    def moment(self) -> str:
        """The first second of the day, in UTC, as XMP writes it: `2015-07-21T00:00:00Z`."""
        return f"{self.dated.isoformat()}T00:00:00Z"

    @property
    def pdf_moment(self) -> str:
        """The same second as PDF writes it: `D:20150721000000Z`."""
        return f"D:{self.dated:%Y%m%d}000000Z"


class EmbeddedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is embedded in a document."""

    name: str
    """A bare file name such as `response.yaml`."""
    content: bytes
    media_type: str
    description: str
    """A sentence for the list of attachments."""
    relationship: Literal["Source", "Data", "Supplement"] = "Source"
    """What it is to the document (ISO 32000-2, 7.11.3): what it was made from, the data behind it, or a supplement."""
    compressed: bool = False
    """Whether the content is compressed already."""


class ComposedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A document in HTML with everything that the engine needs, except the embedded files."""

    html: str
    facts: DocumentFacts
    edition: Path
    """The folder that relative addresses start from."""
    text_font: str
    images: Mapping[str, bytes]


class RenderingError(CannotRunError):
    """The engine warned or failed; nothing was written. The message quotes every warning."""


class OutsideResourceError(RenderingError):
    """The HTML or its styles asked for something outside the edition and the given pictures."""


class StrayFontError(RenderingError):
    """Text was set in a font that is not in the edition."""


class EngineFailedError(RenderingError):
    """The engine cannot lay out the document, or the file is not valid. `why` follows the name of a document in a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The document {why}.")
        self.why = why

    def __reduce__(self) -> tuple[type[EngineFailedError], tuple[str]]:
        """For sending it to another process."""
        return type(self), (self.why,)


class NotConformantError(EngineFailedError):
    """The finished file breaks PDF/UA-1 or PDF/A-3a; `why` names the rules."""


class MissingLibraryError(CannotRunError):
    """Pango or HarfBuzz's subsetter is not installed; the remedy says how to get it."""


PANGO = "Pango"
SUBSETTER = "HarfBuzz subset"
_HARFBUZZ = "HarfBuzz"
_FONTCONFIG = "Fontconfig"

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
    _HARFBUZZ: ("libharfbuzz-0", "harfbuzz", "harfbuzz-0.0", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    _FONTCONFIG: (
        "libfontconfig-1",
        "fontconfig-1",
        "fontconfig",
        "libfontconfig.so.1",
        "libfontconfig.1.dylib",
        "libfontconfig-1.dll",
    ),
}
_WINDOWS_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"

_HOW_TO_INSTALL = (
    "Debian or Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "Fedora: sudo dnf install pango harfbuzz. "
    "macOS: brew install pango. "
    "Windows: install MSYS2 from https://www.msys2.org, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango."
)


def missing_libraries() -> tuple[str, ...]:
    """Which of `PANGO` and `SUBSETTER` cannot be loaded. Without Pango nothing is rendered; without the subsetter, drafts only."""
    return tuple(name for name in (PANGO, SUBSETTER) if _library(name) is None)


def engine_check(*, final: bool) -> tuple[str, ...]:
    """Warnings about missing libraries. Raises `MissingLibraryError` if one is indispensable.

    A final document needs the subsetter: without it, the subsets of fonts differ every time and take five times as long.
    """
    missing = missing_libraries()
    if PANGO in missing:
        raise MissingLibraryError("Pango, the library that sets text, is not installed.", _HOW_TO_INSTALL)
    if SUBSETTER not in missing:
        return ()
    sentence = "HarfBuzz's subsetter (libharfbuzz-subset) is not installed: the same input would not give the same file twice."
    if final:
        raise MissingLibraryError(sentence, _HOW_TO_INSTALL)
    return (f"{sentence} {_HOW_TO_INSTALL}",)


def _library(name: str) -> ctypes.CDLL | None:
    """The library by the first of its names that the system's loader knows."""
    import ctypes  # check does not need it

    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _WINDOWS_FOLDERS).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)
    for file in _NAMES[name]:
        with suppress(OSError):
            return ctypes.CDLL(file)
    return None


@cache
def producer() -> str:
    """The versions that layout depends on, for the metadata. Imports the engine."""
    import weasyprint
    from weasyprint.text.ffi import pango

    return f"WeasyPrint {weasyprint.__version__}, Pango {_dotted(pango.pango_version())}"


_PACKAGES = "weasyprint pydyf fonttools pikepdf page-validation jinja2 markdown-it-py mdit-py-plugins pillow".split()
_SOURCE = Path(__file__).parents[2]
_LEFT_OUT = frozenset({"__main__.py", "cli", "preview", "compare", "workflow", "verifying", "publishing"})
"""Modules that have no part in what a document says. Everything else counts, so that no new module is forgotten."""


@cache
def tools() -> dict[str, str]:
    """Versions by name: of this program and its source, of the libraries that it makes pages with, of Python and zlib."""
    import platform
    import zlib
    from importlib.metadata import version

    return {
        "pccresponse": __version__,
        "pccresponse source": source_digest(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: version(name) for name in _PACKAGES},
        "pango": _version_of(PANGO, lambda library: _dotted(library.pango_version())),
        "harfbuzz": _version_of(_HARFBUZZ, _harfbuzz_version),
        "fontconfig": _version_of(_FONTCONFIG, lambda library: _dotted(library.FcGetVersion())),
    }


@cache
def source_digest() -> str:
    """The SHA-256 of the modules that decide what a document says, which differs between two programs of one version."""
    paths = [path.relative_to(_SOURCE) for path in _SOURCE.rglob("*.py")]
    return fingerprint_of(
        {path.as_posix(): digest_of((_SOURCE / path).read_bytes()) for path in paths if path.parts[0] not in _LEFT_OUT}
    )


def _version_of(name: str, ask: Callable[[ctypes.CDLL], str]) -> str:
    found = _library(name)
    return ask(found) if found else "not installed"


def _harfbuzz_version(library: ctypes.CDLL) -> str:
    import ctypes

    library.hb_version_string.restype = ctypes.c_char_p
    answer = library.hb_version_string()
    assert isinstance(answer, bytes)
    return answer.decode("ascii")


def _dotted(number: int) -> str:
    """A version that a library gives as one number.

    >>> _dotted(15012)
    '1.50.12'
    """
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
