"""Questions that an import left in a file: each is a line that somebody has to answer and take away."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse.foundation.problems import Problem, Severity
from pccresponse.reading import Reading
from pccresponse.reading.shapes import M

_SIGN = "# CHECK:"


def questions_in(reading: Reading[M]) -> Iterator[Problem]:
    """An error for each comment line that asks something about what was imported."""
    for number, line in enumerate(reading.source.lines):
        asked = line.strip()
        if asked.startswith(_SIGN):
            yield Problem(
                code="IMPORT-QUESTION",
                severity=Severity.ERROR,
                place=reading.source.place((number, len(line) - len(line.lstrip()))),
                message=f"A question of the import is not answered: {asked.removeprefix(_SIGN).strip()}",
                remedy="Look in the report, correct what stands below the line if it is wrong, and take the line away.",
            )
