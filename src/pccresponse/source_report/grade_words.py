"""The words for grades, alone on a line or in a cell."""

from __future__ import annotations

import re

_GRADE = re.compile(r"(?:outstanding|good|adequate|requires improvement|inadequate|to be graded|not yet graded)\.?", re.IGNORECASE)


def is_grade(text: str) -> bool:
    """Whether a text is a grade and nothing else.

    >>> is_grade("Requires improvement"), is_grade("Good use of resources")
    (True, False)
    """
    return _GRADE.fullmatch(text.strip()) is not None
