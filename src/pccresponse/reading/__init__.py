"""From the bytes of `response.yaml` and `office.yaml` to models that know where each value stands.

The way down: `files` opens, `characters` decodes, `parsing` and `tree` make nodes, `binding` holds them against the `shapes` of the
models. `syntax`, `misfits`, `dates`, `texts` and `nearest` find the words for what is wrong. `codes` lists every complaint there is.
"""

from __future__ import annotations

from pathlib import Path

from pccresponse.models.edition import EditionNotes
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.problems import Place, Problem, Severity
from pccresponse.reading.binding import Unread, bind
from pccresponse.reading.characters import text_of
from pccresponse.reading.codes import CODES
from pccresponse.reading.files import bytes_of, read_picture
from pccresponse.reading.parsing import tree_of
from pccresponse.reading.result import Reading
from pccresponse.reading.shapes import M
from pccresponse.reading.source import Complaints, Fault, Source

__all__ = ["CODES", "Reading", "read_edition", "read_office", "read_picture", "read_response", "read_text", "schema_of"]


def read_response(path: Path, *, within: Path, shown_as: str) -> Reading[Response]:
    """Read a `response.yaml` that lies in the folder `within`; messages call it `shown_as`. Nothing is raised for what is in it."""
    return _read_file(path, Response, within, shown_as)


def read_office(path: Path, *, within: Path, shown_as: str) -> Reading[Office]:
    """Read an `office.yaml` that lies in the folder `within`; messages call it `shown_as`. Nothing is raised for what is in it."""
    return _read_file(path, Office, within, shown_as)


def read_edition(path: Path, *, within: Path, shown_as: str) -> Reading[EditionNotes]:
    """Read an `edition.yaml` that lies in the folder `within`; messages call it `shown_as`. Nothing is raised for what is in it."""
    return _read_file(path, EditionNotes, within, shown_as)


def read_text(content: bytes, model: type[M], shown_as: str) -> Reading[M]:
    """Read the bytes of a file as a model, whatever the bytes are."""
    source = Source(shown_as, [])
    complaints = Complaints(source)
    text = text_of(content, complaints)
    root = None if text is None else tree_of(text, complaints)
    bound, unread = (None, Unread()) if root is None else bind(root, model, complaints)
    problems = complaints.in_file_order()
    is_whole = not any(problem.severity is Severity.ERROR for problem in problems)
    return Reading(
        file=shown_as,
        model=bound if is_whole else None,
        readable=bound,
        unread=unread,
        problems=problems,
        content=content,
        source=source,
        root=root,
    )


def schema_of(model: type[M]) -> dict[str, object]:
    """The JSON Schema (2020-12) of a file, for editors that complete and explain keys. It needs no network."""
    from pccresponse.reading.schema import schema_of_model  # reading a file needs none of it

    return schema_of_model(model)


def _read_file(path: Path, model: type[M], within: Path, shown_as: str) -> Reading[M]:
    content = bytes_of(path, within=within)
    if isinstance(content, bytes):
        return read_text(content, model, shown_as)
    return Reading(
        file=shown_as,
        model=None,
        readable=None,
        unread=Unread(),
        problems=(_about_the_file(content, shown_as),),
        content=b"",
        source=Source(shown_as, []),
        root=None,
    )


def _about_the_file(fault: Fault, shown_as: str) -> Problem:
    return Problem(
        code=fault.code, severity=Severity.ERROR, place=Place(shown_as), message=f"The file {fault.message}.", remedy=fault.remedy
    )
