"""The limits of a worker, held to its time at work alone.

A worker has to keep to a time on the clock on the wall and to a time at work. On a machine with much else to do, anything may take any
time on the wall; so what a test says of the first is not always so, and what it says of the second is.
"""

from __future__ import annotations

import os
import threading
from types import SimpleNamespace

SECONDS = 1 / (os.cpu_count() or 1)
"""With what is added to it, three seconds of work at most: a small document takes a tenth of one."""
_PATIENCE = 240.0
"""On the clock on the wall."""


def _patient_timer(_seconds: float, *more: object) -> threading.Timer:
    return threading.Timer(_PATIENCE, *more)  # type: ignore[arg-type]


PATIENT = SimpleNamespace(**{**vars(threading), "Timer": _patient_timer})
"""What is to stand for `threading` in `limited_process`."""
