"""Makes the start of every command quicker. It has to be imported before any other module of the program that imports msgspec.

msgspec imports `typing_extensions` wherever it is installed, and does not need it on a Python that we support. That import takes a tenth
of the time of a whole `check`. It is hidden only while msgspec is imported; whoever needs it later can import it.
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
"""Thresholds of the garbage collector, far above the default. Nodes of a file and boxes of a page live until the work on them is done:
collecting as often as usual frees nothing and costs a build a seventh of its time."""
