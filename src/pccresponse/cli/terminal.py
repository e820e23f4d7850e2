"""How wide the terminal is, whether there is one, and text that fits it."""

from __future__ import annotations

import shutil
import sys
import textwrap

NARROWEST, WIDEST = 30, 120
"""No line is planned for fewer columns than the first. None is longer than the second: longer lines are hard to read."""
_WITHOUT_TERMINAL = (80, 24)


def columns() -> int:
    """How wide a line may be. `COLUMNS` in the environment decides; without it and without a terminal it is 80."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size(_WITHOUT_TERMINAL).columns))


def is_terminal() -> bool:
    """Whether what is printed goes to a terminal, and not into a file or to another program."""
    return sys.stdout is not None and sys.stdout.isatty()


def wrapped(
    text: str, width: int | None = None, *, indent: int = 0, hanging: int | None = None, cut_words: bool = False
) -> list[str]:
    """The text as lines of at most `width` columns, by default those of the terminal. The lines after the first are indented by `hanging`.

    A word that is wider than a line, such as a path, stays whole unless `cut_words`. What cannot be seen is shown as a sign.
    """
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return textwrap.wrap(
        plain,
        width=width or columns(),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_long_words=cut_words,
        break_on_hyphens=False,
    )
