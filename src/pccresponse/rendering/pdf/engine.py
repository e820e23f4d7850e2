"""Whether the libraries that WeasyPrint needs are on this machine, asked without importing it, and what can go wrong from HTML to PDF.

Where something does, the template, the machine or this program is at fault, never the response.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from pccresponse.foundation.errors import CannotRunError

if TYPE_CHECKING:
    import ctypes


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
