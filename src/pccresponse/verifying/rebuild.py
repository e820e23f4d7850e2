"""Make a document again from its embedded sources, in a folder of its own, with the usual pipeline.

The templates are untrusted. They run in Jinja's sandbox, and read no file but these sources.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.edition_files import fingerprint_of
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import LookUpError, PccResponseError
from pccresponse.foundation.files import digests_by_name
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Severity
from pccresponse.models.record import Record
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.record import record_of
from pccresponse.pipeline.rendering import render_here
from pccresponse.reading import read_office
from pccresponse.verifying.differences import quoted
from pccresponse.verifying.embedded_sources import Sources
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace

_MOST_REASONS = 3
_LONGEST = 300


class RebuildError(PccResponseError):
    """The document cannot be made from its sources; the message says why."""

    exit_code = 1


class Rebuilt(msgspec.Struct, frozen=True):
    """A document that was made again, and its record as this program would write it today."""

    pdf: bytes
    record: Record
    law: dict[str, str]
    """What follows from the law tables: the beginning of a sentence, and its value."""
    edition_problems: tuple[str, ...]
    """Where the edition differs from its own `edition.yaml`."""


def rebuild(sources: Sources, law: Mapping[str, bytes]) -> Rebuilt:
    """Make a document again with those law tables. Raises `RebuildError` for anything in the sources that fails."""
    try:
        with _laid_out(sources) as workspace, _tables_in_use(law, workspace.root):
            checked = check(
                workspace.response_file(sources.record.slug),
                workspace,
                today=sources.record.judged_on,
                with_report=False,
                with_pages=False,
            )
            if not checked.can_be_drafted:
                raise RebuildError(_why_not(checked))
            record = msgspec.structs.replace(record_of(checked, draft=sources.record.draft), document=sources.record.document)
            # In this process, because the tables are in use here.
            made = list(render_here(checked, sources.record.draft, sources.record.document, sources.record_content))
            if len(made) != 1:
                raise RebuildError(f"Its files give no document called {sources.record.document}.")
            assert checked.edition is not None
            assert checked.case is not None
            return Rebuilt(
                made[0].content,
                record,
                _law_of(checked.case, record),
                tuple(problem.message for problem in checked.edition.problems if problem.code == "EDITION-CHANGED"),
            )
    except RebuildError:
        raise
    except PccResponseError as error:
        raise RebuildError(error.message) from error
    except (Exception, RecursionError) as error:  # an untrusted template may raise whatever it likes
        raise RebuildError(f"{type(error).__name__}: {str(error)[:300]}") from error


def _law_of(case: Case, record: Record) -> dict[str, str]:
    """What follows from the tables in use. The last day depends on their holidays."""
    try:
        last_day = case.publish_by
    except LookUpError:  # the calendar ends before it
        last_day = None
    recipients = ", ".join(each.name for each in case.regime.recipients)
    duties = {each.id: f"section {each.subsection}: {each.owed_by}: {each.text}" for each in case.regime.duties}
    return {
        "The last day to publish": in_words(last_day) if last_day else "none",
        "Who receives a copy": quoted(recipients, _LONGEST) if recipients else "nobody",
        "The law that applied": f"as on {in_words(record.law.applied_as_on)}, in force from {in_words(record.law.in_force_from)}, {quoted(record.law.made_by)},",
        **{f"The duty {quoted(duty)}": quoted(text, _LONGEST) for duty, text in duties.items()},
        **{f"How far the duty of {quoted(each.provision)} is met": each.state for each in record.duties},
    }


def _why_not(checked: Checked) -> str:
    errors = (each for each in checked.problems if each.severity is Severity.ERROR)
    reasons = (*checked.unread, *checked.undrawable) or tuple(errors)
    return " ".join(f"{each.place}: {each.message}" for each in reasons[:_MOST_REASONS])


@contextmanager
def _laid_out(sources: Sources) -> Iterator[Workspace]:
    """Write the sources as a workspace. The edition stays for the next document with the same; the response is removed."""
    workspace = Workspace(_home_of(sources))
    folder = workspace.responses / sources.record.slug
    try:
        _write(folder, {name: sources.inputs[name] for name in (RESPONSE_FILE, OFFICE_FILE)})
        office = read_office(folder / OFFICE_FILE, within=workspace.root, shown_as=OFFICE_FILE).model
        if office is not None and office.logo is not None:
            place = (folder / office.logo.file).resolve()
            if place.is_relative_to(folder.resolve()) and place.name in sources.inputs:
                _write(place.parent, {place.name: sources.inputs[place.name]})
        yield workspace
    finally:
        shutil.rmtree(workspace.responses, ignore_errors=True)


_homes: dict[str, Path] = {}


def _home_of(sources: Sources) -> Path:
    """A folder with the edition of the sources, made once for each edition."""
    key = f"{sources.record.edition} {fingerprint_of(digests_by_name(sources.edition))}"
    if key not in _homes:
        home = temporary_folders.lasting_folder("verify")
        _write(home / "templates" / sources.record.edition, sources.edition)
        _homes[key] = home
    return _homes[key]


@contextmanager
def _tables_in_use(law: Mapping[str, bytes], root: Path) -> Iterator[None]:
    """Use those law tables, unless they are the program's own."""
    if law == statute.tables():
        yield
        return
    folder = root / "law"
    _write(folder, law)
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
