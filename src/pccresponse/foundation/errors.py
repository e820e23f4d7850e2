"""The exceptions this program raises on purpose, each with the exit code that it earns.

Anything else that is raised is a mistake of ours and keeps its traceback.
"""

from __future__ import annotations


class PccResponseError(Exception):
    """A sentence for the person at the keyboard, and an exit code.

    `remedy` says what to do about it; it is printed on a line of its own.
    """

    exit_code = 3

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class WrongUseError(PccResponseError):
    """The command was asked for something that it cannot mean: an unknown force, a day that is no day."""

    exit_code = 2


class CannotRunError(PccResponseError):
    """The machine, not the files, is at fault: a missing library, a full disk, an unreadable folder."""

    exit_code = 3


class DamagedFileError(PccResponseError):
    """A file that this program wrote is no longer as it wrote it, or never was."""

    exit_code = 1


class UnfinishedError(PccResponseError):
    """A final document would still say that something is to be added."""

    exit_code = 1


class LookUpError(WrongUseError):
    """A dated table has no row for the day that was asked about, and we do not guess."""


class NoRegimeError(LookUpError):
    """No state of section 55 was in force on the day, or none that the tables hold."""


class NoBodyError(LookUpError):
    """The force had no local policing body of the kind that section 55 speaks to on the day, or the force is unknown."""


class NoOfficeHolderError(LookUpError):
    """Nobody is on record as holding the office on the day, or more than one person is."""


class UnreadablePdfError(PccResponseError):
    """The PDF is damaged, locked, or made in a way that this program never makes one; the message says which."""

    exit_code = 1

    def __init__(
        self,
        message: str,
        remedy: str = "Ask whoever gave you the file for the one that was published, or take it from where it was published.",
    ) -> None:
        super().__init__(message, remedy)
