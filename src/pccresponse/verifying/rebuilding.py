"""Making a document again from its kit: in a folder of its own, with the pipeline that makes every document.

The templates of a kit are a stranger's. They see what every template sees, in Jinja's sandbox, and read no file but the kit's.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import msgspec

from pccresponse import scratch, statute
from pccresponse.errors import PccResponseError
from pccresponse.models.record import Record
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.making import render
from pccresponse.pipeline.recording import record_of
from pccresponse.problems import Severity
from pccresponse.reading import read_office
from pccresponse.verifying.kit import Kit
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace

_MOST_REASONS = 3


class RebuildError(PccResponseError):
    """The kit gives no document; the message says why."""

    exit_code = 1


class Rebuilt(msgspec.Struct, frozen=True):
    """The document made again, and the record as this program would write it today."""

    pdf: bytes
    record: Record


def rebuild(kit: Kit) -> Rebuilt:
    """Make the document of a kit again. Raises `RebuildError` with a sentence, whatever the kit holds."""
    try:
        with _laid_out(kit) as workspace, _tables_of(kit, workspace.root):
            checked = check(workspace.response_file(kit.record.slug), workspace, today=kit.record.judged_on, with_report=False)
            if not checked.can_be_drafted:
                raise RebuildError(_why_not(checked))
            record = msgspec.structs.replace(record_of(checked, draft=kit.record.draft), document=kit.record.document)
            made = list(render(checked, draft=kit.record.draft, only=kit.record.document, record=kit.record_content))
            if len(made) != 1:
                raise RebuildError(f"Its files give no document called {kit.record.document}.")
        # The record names the tables in use; what counts for a comparison is which this program has of its own.
        law = msgspec.structs.replace(record.law, tables=statute.digests_of_tables())
        return Rebuilt(made[0].pdf, msgspec.structs.replace(record, law=law))
    except RebuildError:
        raise
    except PccResponseError as error:
        raise RebuildError(error.message) from error
    except (Exception, RecursionError) as error:  # a stranger's template may raise whatever it likes
        raise RebuildError(f"{type(error).__name__}: {str(error)[:300]}") from error


def _why_not(checked: Checked) -> str:
    errors = [f"{each.place}: {each.message}" for each in checked.problems if each.severity is Severity.ERROR]
    return " ".join(errors[:_MOST_REASONS]) or "Its files cannot be read as they are."


@contextmanager
def _laid_out(kit: Kit) -> Iterator[Workspace]:
    """The kit as a workspace. The edition stays for the next document that has the same; the response goes."""
    workspace = Workspace(_home_of(kit))
    folder = workspace.responses / kit.record.slug
    try:
        _write(folder, {name: kit.inputs[name] for name in (RESPONSE_FILE, OFFICE_FILE)})
        office = read_office(folder / OFFICE_FILE, within=workspace.root, shown_as=OFFICE_FILE).model
        if office is not None and office.logo is not None:
            place = (folder / office.logo.file).resolve()
            if place.is_relative_to(folder.resolve()) and place.name in kit.inputs:
                _write(place.parent, {place.name: kit.inputs[place.name]})
        yield workspace
    finally:
        shutil.rmtree(workspace.responses, ignore_errors=True)


_homes: dict[str, Path] = {}


def _home_of(kit: Kit) -> Path:
    """A folder with the edition of the kit, made once a process for each edition."""
    key = f"{kit.record.edition} {kit.edition_digest}"
    if key not in _homes:
        home = scratch.lasting_folder("verify")
        _write(home / "templates" / kit.record.edition, kit.edition)
        _homes[key] = home
    return _homes[key]


@contextmanager
def _tables_of(kit: Kit, root: Path) -> Iterator[None]:
    """The law as it stood in the tables of the kit, where they are not those of this program."""
    if {name: sha256(content).hexdigest() for name, content in kit.law.items()} == statute.digests_of_tables():
        yield
        return
    folder = root / "law"
    _write(folder, kit.law)
    try:
        statute.use_tables(folder)
        yield
    finally:
        statute.use_tables(None)
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
