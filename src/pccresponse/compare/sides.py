"""Finding and reading the two sides of a comparison: a response, a file, a commit, or a PDF with its source inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec

from pccresponse.case.naming import at
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import CannotRunError, PccResponseError, WrongUseError
from pccresponse.foundation.limited_process import GivenUpError, read_apart
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Problem
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.pipeline.checking import Checked, check
from pccresponse.reading.source import MOST_BYTES, Fault, bytes_of
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace, find_workspace

_MOST_PDF_BYTES = 64 << 20


class UnreadableSideError(CannotRunError):
    """One of the two has mistakes that keep it from being read; they come with it."""

    def __init__(self, label: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{label} cannot be read, so nothing can be compared with it.", "Put right the problems above.")
        self.problems = problems


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two states that are compared, with what the rules say of it."""

    label: str
    """As it was asked for: `HEAD~3:2024-06-18-peel`."""
    checked: Checked
    response: Response
    office: Office


def side_called(asked: str, folder: Path, *, today: date) -> Side:
    """The side that an argument names, as seen from `folder`. Raises a `PccResponseError` whose exit code is never 1."""
    try:
        return _side(asked, folder, today)
    except PccResponseError as error:
        if error.exit_code != 1:  # 1 says that something was changed
            raise
        raise CannotRunError(f"{asked} cannot be compared. {error.message}", error.remedy) from error


def side_published(slug: str, folder: Path, *, today: date) -> Side | None:
    """The response as it was last published, from the files that are kept; None for one that never was."""
    from pccresponse.pipeline.published_files import PUBLISHED, carried_in, kept_document
    from pccresponse.reading import read_history

    workspace = find_workspace(folder)
    file = workspace.response_file(slug)
    history = read_history(file.parent, within=workspace.root)
    if history is None:
        return None
    version = history.versions[-1]
    when = PartialDate.parse(version.published_on)
    label = f"{file.parent.name} as published {at(when)} (version {version.version})"
    reason = "no document of it is kept"
    for name in version.documents:
        kept = kept_document(file.parent, version, name, within=workspace.root)
        if isinstance(kept, str):
            reason = f"{PDF.file_name(name)} {kept}"
            continue
        carried = {each: content for each in version.record.inputs if (content := carried_in(kept, each)) is not None}
        if RESPONSE_FILE in carried and OFFICE_FILE in carried:
            with _laid_out(carried) as (response, place):
                return _read(response, place, label, today)
    raise CannotRunError(
        f"{label} cannot be compared: {reason}.",
        f"Restore the files in {PUBLISHED}/{version.version}. Or name both sides: pccresponse diff HEAD:{slug} {slug}",
    )


def _side(asked: str, folder: Path, today: date) -> Side:
    path = folder / asked
    if PDF.is_name_of(path) and path.is_file():
        return _from_pdf(path, asked, today)
    revision, colon, slug = asked.rpartition(":")
    if colon and not path.exists():
        return _from_revision(revision, slug, asked, find_workspace(folder), today)
    if path.exists():
        file = path / RESPONSE_FILE if (path / RESPONSE_FILE).is_file() else path
        if file.is_file():
            return _from_file(file.resolve(), asked, folder, today)
    workspace = find_workspace(folder)
    return _read(workspace.response_file(asked), workspace, asked, today)


def _from_file(file: Path, asked: str, folder: Path, today: date) -> Side:
    """Read a file in its workspace; a copy outside any is read with the office of the current workspace."""
    home = file.parent.parent
    if Workspace(home).office_file(file).is_file():
        try:
            found = find_workspace(file.parent)
        except CannotRunError:
            found = Workspace(home)
        return _read(file, found, asked, today)
    responses = find_workspace(folder).responses
    content, office = _bytes_of(file, asked), _bytes_of(responses / OFFICE_FILE, f"{OFFICE_FILE} that {asked} is to be read with")
    with _laid_out({RESPONSE_FILE: content, OFFICE_FILE: office}) as (copy, workspace):
        return _read(copy, workspace, asked, today)


def _from_revision(revision: str, slug: str, asked: str, workspace: Workspace, today: date) -> Side:
    from pccresponse.publishing.revisions import workspace_at

    if not slug or "/" in slug:
        raise WrongUseError(f'"{asked}" names no response after the colon.', "Write it as REVISION:NAME, such as HEAD~3:NAME.")
    with temporary_folders.passing_folder("diff") as place:
        earlier = workspace_at(revision, workspace, place / "workspace", slugs=[slug])
        return _read(earlier.response_file(str(earlier.responses / slug)), earlier, asked, today)


def _from_pdf(path: Path, asked: str, today: date) -> Side:
    """The YAML that the PDF carries. It may be anybody's, so that a separate process opens it, and nothing in it is believed."""
    from pccresponse.verifying.open_untrusted import read_untrusted

    content = _bytes_of(path, asked, most=_MOST_PDF_BYTES)
    try:
        carried = read_apart(read_untrusted, content).attachments
    except GivenUpError as error:
        raise CannotRunError(f"{asked} cannot be compared: it {error.why}.") from error
    if RESPONSE_FILE not in carried or OFFICE_FILE not in carried:
        raise CannotRunError(
            f"{asked} does not carry the files that it was made from.",
            "Only PDFs that come straight from pccresponse do. Printing one again takes its files out.",
        )
    with _laid_out(carried) as (file, workspace):
        return _read(file, workspace, asked, today)


@contextmanager
def _laid_out(files: dict[str, bytes]) -> Iterator[tuple[Path, Workspace]]:
    """The files as a response of a temporary workspace."""
    with temporary_folders.passing_folder("diff") as place:
        folder = place / "responses" / "response"
        folder.mkdir(parents=True)
        for name, content in files.items():
            if not name.endswith((".zip", ".json")):  # the templates and the tables of the law are not compared
                (folder / name).write_bytes(content)
        yield folder / RESPONSE_FILE, Workspace(folder.parent.parent)


def _bytes_of(file: Path, shown: str, *, most: int = MOST_BYTES) -> bytes:
    content = bytes_of(file, within=file.parent, most=most)
    if isinstance(content, Fault):
        raise CannotRunError(f"The file {shown} {content.message}.", content.remedy)
    return content


def _read(file: Path, workspace: Workspace, label: str, today: date) -> Side:
    checked = check(file, workspace, today=today, with_report=False, with_pages=False)
    response, office = checked.response.model, checked.office.model
    if response is None or office is None:
        raise UnreadableSideError(label, checked.unread)
    return Side(label=label, checked=checked, response=response, office=office)
