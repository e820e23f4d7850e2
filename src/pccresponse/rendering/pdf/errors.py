"""What can go wrong between trusted HTML and a finished PDF: the template, the machine or we are at fault, never the response."""

from __future__ import annotations

from pccresponse.foundation.errors import CannotRunError


class RenderingError(CannotRunError):
    """The engine warned about something, or could not do it; nothing was written. The message quotes every warning."""


class OutsideResourceError(RenderingError):
    """The HTML or its styles asked for something outside the edition and the pictures that were handed over."""


class StrayFontError(RenderingError):
    """Text was set in a font that is not in the edition."""


class EngineFailedError(RenderingError):
    """The engine cannot set the page, or what comes out is no valid file; `why` says so in words that follow the name of a document."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The document {why}.")
        self.why = why

    def __reduce__(self) -> tuple[type[EngineFailedError], tuple[str]]:
        """As it is sent from one process to another."""
        return type(self), (self.why,)


class NotConformantError(EngineFailedError):
    """The finished file breaks PDF/UA-1 or PDF/A-3a; `why` names the rules."""


class MissingLibraryError(CannotRunError):
    """Pango or HarfBuzz's subsetter is not installed; the remedy says how to get it."""
