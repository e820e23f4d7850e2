"""Makes every command start faster. It must be imported before any module that imports msgspec.

msgspec imports `typing_extensions` if it is installed, and needs it on no Python that we support. That import takes a tenth of the time
of a `check`. It is hidden only while msgspec is imported.
"""

from __future__ import annotations

import importlib
import sys

_NOT_NEEDED = "typing_extensions"

if _NOT_NEEDED not in sys.modules:
    sys.modules[_NOT_NEEDED] = None  # type: ignore[assignment]
    try:
        importlib.import_module("msgspec")
    finally:
        del sys.modules[_NOT_NEEDED]

COLLECTION = (50_000, 20, 100)
"""Thresholds of the garbage collector, far above the default. The nodes of a file and boxes of a page live until the work is done, so
the default frees nothing and takes a seventh of the time of a build."""
