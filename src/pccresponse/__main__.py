"""`python -m pccresponse`, and what the installed command starts: how the program ends when it is told to, from its first moment on.

Exit codes: 0 fine, 1 problems in the files, 2 wrong use, 3 could not run; 128 and the number of the signal where somebody ended it:
130 after Ctrl-C, 143 after SIGTERM, 141 when nobody reads any more what it prints.
"""

import os
import signal
import sys
from types import FrameType


def _leave(number: int, _: FrameType | None) -> None:
    """End in good order: whatever is under way clears up after itself, and nothing more is said."""
    raise SystemExit(128 + number)


def _handle_signals() -> None:
    """Where a signal is ignored, as in the background of a shell, it stays so."""
    for name, usual in (("SIGINT", signal.default_int_handler), ("SIGTERM", signal.SIG_DFL), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is usual:
            signal.signal(number, _leave)


def main() -> None:
    """Run the program and leave with its exit code."""
    _handle_signals()
    try:
        from pccresponse.cli import main as command_line

        command_line()
    finally:
        _end_quietly()


def _end_quietly() -> None:
    """A second Ctrl-C changes nothing, and what could not be printed is not tried again by Python, which would tell of it."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
        except (AttributeError, ValueError):  # there is none, or it was closed
            continue


if __name__ == "__main__":
    main()
