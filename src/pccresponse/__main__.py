"""The entry point of the program, which handles signals before anything else is imported.

Exit codes: 0 fine, 1 problems in the files, 2 wrong use, 3 could not run; 128 plus the number of a signal: 130 after Ctrl-C, 143 after
SIGTERM, 141 when the reader of its output has gone.
"""

import os
import signal
import sys
from types import FrameType


def _leave(number: int, _: FrameType | None) -> None:
    """End with an exception, so that everything clears up after itself."""
    raise SystemExit(128 + number)


def _handle_signals() -> None:
    """Handle the signals that are not ignored, as a shell does for a background job."""
    for name, usual in (("SIGINT", signal.default_int_handler), ("SIGTERM", signal.SIG_DFL), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is usual:
            signal.signal(number, _leave)


def main() -> None:
    """Run the program and exit with its code."""
    _handle_signals()
    try:
        from pccresponse.cli import main as command_line

        command_line()
    finally:
        _end_quietly()


def _end_quietly() -> None:
    """Ignore a second Ctrl-C, and drop unprinted output so that Python does not complain about it."""
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
        except (AttributeError, ValueError):  # no stream, or a closed one
            continue


if __name__ == "__main__":
    main()
