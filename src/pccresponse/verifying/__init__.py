"""A PDF of somebody else's, opened with care and held against one that was made again from what it carries.

Importing this package is cheap: what reads PDFs and draws pages is imported when a function needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pccresponse.errors import UnreadablePdfError
from pccresponse.verifying.differences import ChangedPage, Comparison, Difference, Kind, Level, Region
from pccresponse.verifying.report import Examined, write_report

if TYPE_CHECKING:
    from pccresponse.verifying.embedded_sources import Carried

__all__ = [
    "ChangedPage",
    "Comparison",
    "Difference",
    "Examined",
    "Kind",
    "Level",
    "Region",
    "UnreadablePdfError",
    "compare",
    "read_untrusted",
    "write_report",
]


def read_untrusted(pdf: bytes) -> Carried:
    """What a PDF carries that nobody vouches for. Raises `UnreadablePdfError`, and nothing else."""
    from pccresponse.verifying.embedded_sources import read_untrusted as read

    return read(pdf)


def compare(original: bytes, rebuilt: bytes) -> Comparison:
    """How far two documents agree, with every difference in words.

    The first may be anybody's, which is why this belongs into a process that may be ended: drawing a page can take long.
    Raises `UnreadablePdfError` for a file that is damaged or beyond the limits.
    """
    from pccresponse.verifying.comparison import compare as hold_against

    return hold_against(original, rebuilt)
