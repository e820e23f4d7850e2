"""How much a process may take that works on what strangers, or an office's own templates, have made."""

from __future__ import annotations

import sys
from contextlib import suppress

MEMORY = 4 << 30
LARGEST_FILE = 1 << 30


def keep_within_limits() -> None:
    """No more memory and no larger file for this process than a document can need, where the system knows such limits."""
    if sys.platform == "win32":
        return
    import resource

    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, LARGEST_FILE), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # macOS has no limit on memory that it keeps to
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
