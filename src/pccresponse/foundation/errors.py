"""The exceptions that the program raises on purpose, each with its exit code. Any other exception is a bug and shows its traceback."""

from __future__ import annotations


class PccResponseError(Exception):
    """A message for the user, what to do about it, and an exit code."""

    exit_code = 3

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class WrongUseError(PccResponseError):
    """The command was used wrongly, such as with an unknown force or something that is not a day."""

    exit_code = 2


class CannotRunError(PccResponseError):
    """The machine is at fault, not the files: a missing library, a full disk, an unreadable folder."""


class DamagedFileError(PccResponseError):
    """A file that only this program writes has been changed or damaged."""

    exit_code = 1


class UnfinishedError(PccResponseError):
    """A final document would still have gaps to fill in."""

    exit_code = 1


class LookUpError(WrongUseError):
    """A dated table has no row for the day."""


class NoRegimeError(LookUpError):
    """The tables have no state of section 55 for the day."""


class NoBodyError(LookUpError):
    """The force is unknown, or had no local policing body under section 55 on the day."""


class NoOfficeHolderError(LookUpError):
    """Nobody is on record as holding the office on the day, or several people are."""


class UnreadablePdfError(PccResponseError):
    """The PDF is damaged or locked, or this program did not make it; the message says which."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        ask = "Ask whoever gave you the file for the one that was published, or take it from where it was published."
        super().__init__(message, remedy or ask)
