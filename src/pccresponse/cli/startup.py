"""What comes first, because everything after it then takes less time. Whoever imports this module imports it before any other of ours.

msgspec asks for `typing_extensions` wherever that is installed, and has no use for it on a Python that has all it looks for there. To
import it takes a tenth of the time of a whole `check`. It is out of sight for that moment only; who needs it later finds it.
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
"""How rarely Python looks for rubbish that goes round in circles. A file's nodes and a page's boxes live until they are done with;
looking through them as often as usual finds nothing and costs a build a seventh of its time."""
