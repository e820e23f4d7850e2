"""Which versions of what a page depends on, asked without importing any of it."""

from __future__ import annotations

import ctypes
import platform
import zlib
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pccresponse import __version__
from pccresponse.rendering.pdf.engine import FONTCONFIG, HARFBUZZ, PANGO, library

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
_SOURCE = Path(__file__).parents[1]
_WITHOUT = frozenset({"__main__.py", "cli", "preview", "compare", "workflow", "verifying", "publishing"})
"""What does something with a document, and has no part in what it says. All else counts, so that no new module is forgotten."""


@cache
def tools() -> dict[str, str]:
    """Versions by name: this program and its source, the libraries it sets pages with, Python and zlib."""
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
    found.hb_version_string.restype = ctypes.c_char_p
    answer = found.hb_version_string()
    assert isinstance(answer, bytes)
    return answer.decode("ascii")


def _fontconfig() -> str:
    found = library(FONTCONFIG)
    return dotted(found.FcGetVersion()) if found else "not installed"
