"""The one way in which a PDF of somebody else may fail us."""

from __future__ import annotations

from pccresponse.errors import PccResponseError

_REMEDY = "Ask whoever gave you the file for the one that was published, or take it from where it was published."


class UnreadablePdfError(PccResponseError):
    """The PDF is damaged, locked, or made in a way that this program never makes one; the message says which."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = _REMEDY) -> None:
        super().__init__(message, remedy)
