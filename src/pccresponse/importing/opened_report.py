"""Opens the report that somebody wants to answer: an untrusted file, read within limits."""

from __future__ import annotations

from pathlib import Path
from typing import IO, NamedTuple

from pccresponse.foundation.errors import PccResponseError, WrongUseError
from pccresponse.pipeline.report_file import MOST_REPORT_BYTES
from pccresponse.reading.source import Fault, bytes_of
from pccresponse.source_report import ENDINGS, UnreadableReportError, report_of
from pccresponse.source_report.report import InspectedReport

_BEGINNINGS = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"<", ".html"))


class UnreadableImportError(PccResponseError):
    """The file cannot be read as a report; the message says why."""

    exit_code = 1


class OpenedReport(NamedTuple):
    """A report, and the file that is kept of it."""

    ending: str
    content: bytes
    report: InspectedReport


def opened_report(source: str, stdin: IO[bytes]) -> OpenedReport:
    """The report in a file, or for `-` what is on the standard input. Raises `PccResponseError`."""
    if source == "-":
        content = stdin.read(MOST_REPORT_BYTES + 1)
        if len(content) > MOST_REPORT_BYTES:
            raise UnreadableImportError(
                f"The input is larger than {MOST_REPORT_BYTES >> 20} MB.", "Use the report without anything else."
            )
        shown, ending = "The input", _ending_by_content(content)
    else:
        path = Path(source)
        read = bytes_of(path, within=Path(path.anchor or Path.cwd().anchor), most=MOST_REPORT_BYTES)
        if isinstance(read, Fault):
            raise WrongUseError(f"{path.name} {read.message}.", read.remedy)
        content, shown, ending = read, path.name, path.suffix.casefold()
        if ending not in ENDINGS:
            raise WrongUseError(
                f"{path.name} is not a kind of file that the program can read.",
                f"Use a report of one of these kinds: {', '.join(ENDINGS)}.",
            )
    try:
        return OpenedReport(ending, content, report_of(f"report{ending}", content))
    except UnreadableReportError as error:
        raise UnreadableImportError(f"{shown} {error.why}.", error.remedy) from error


def _ending_by_content(content: bytes) -> str:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((ending for beginning, ending in _BEGINNINGS if start.startswith(beginning)), ".txt")
