"""Comparing two states of a response by finding and field: finding and reading the two sides, and the difference between them.

A side is a response, a file, a commit, or a PDF with its source inside. `matching` pairs the items of the two sides, `changes` lists the
changes, and `legal_effects` says what these mean in law.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import msgspec

from pccresponse.case.naming import at
from pccresponse.case.version import content_of, short, version_of
from pccresponse.compare.changes import (
    Change,
    Passage,
    Position,
    finding_changes,
    finding_pairs,
    model_changes,
    part_called,
    value_changes,
)
from pccresponse.compare.legal_effects import effects
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import CannotRunError, PccResponseError, WrongUseError
from pccresponse.foundation.limited_process import GivenUpError, read_apart
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Problem
from pccresponse.models.fields import When
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.pipeline.checking import Checked, check
from pccresponse.reading.shapes import fields_of
from pccresponse.reading.source import MOST_BYTES, Fault, bytes_of
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace, find_workspace

__all__ = ["Change", "Passage", "ResponseDifference", "Side", "difference_between"]

_MOST_PDF_BYTES = 64 << 20
_OFFICE = Position(part="office", what="The office", old_path=(), new_path=())


class UnreadableSideError(CannotRunError):
    """A side has errors that prevent reading it; `problems` lists them."""

    def __init__(self, label: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{label} cannot be read, so nothing can be compared with it.", "Put right the problems above.")
        self.problems = problems


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a comparison."""

    label: str
    """The name that the user gave: `HEAD~3:2024-06-18-peel`."""
    checked: Checked
    response: Response
    office: Office


def side_called(asked: str, folder: Path, *, today: date) -> Side:
    """The side that an argument names, relative to `folder`. Raises a `PccResponseError` whose exit code is never 1."""
    try:
        return _side(asked, folder, today)
    except PccResponseError as error:
        if error.exit_code != 1:  # 1 means that there are changes
            raise
        raise CannotRunError(f"{asked} cannot be compared. {error.message}", error.remedy) from error


def side_published(slug: str, folder: Path, *, today: date) -> Side | None:
    """The response as last published, from the kept files; None if it was never published."""
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
                return _read(response, place, label, today, recorded=history.versions[0].when)
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
    """Read a file in its workspace, or with the office of the current workspace if it is in none."""
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
    """The side from the YAML in a PDF. The PDF is untrusted, so a separate process opens it."""
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
    """A temporary workspace with the files as a response."""
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


def _read(file: Path, workspace: Workspace, label: str, today: date, recorded: When | None = None) -> Side:
    checked = check(file, workspace, today=today, with_report=False, with_pages=False, recorded=recorded)
    response, office = checked.response.model, checked.office.model
    if response is None or office is None:
        raise UnreadableSideError(label, checked.unread)
    return Side(label=label, checked=checked, response=response, office=office)


class ResponseDifference(msgspec.Struct, frozen=True, kw_only=True):
    """The difference between two sides."""

    old: str
    """The label of the old side."""
    new: str
    title: str
    """The report's title on the new side."""
    in_law: tuple[str, ...]
    """Sentences about the legal effect; empty if there is none."""
    versions: tuple[str | None, str | None] = (None, None)
    """The version of each side; None if no law applies to it."""
    changes: tuple[Change, ...]
    """The changes of the findings, then of the rest of the response, then of the office."""

    @property
    def of_versions(self) -> str:
        """The effect on the version and its approvals, as a sentence; empty if a side has no version."""
        was, now = self.versions
        if not was or not now or not self.changes:
            return ""
        if was == now:
            return (
                f"The version is {now}, as before. What you record after an approval, and what is not printed, does not change it."
            )
        return f"The version was {was} and is now {now}. Approvals of the old version are out of date."


def difference_between(old: Side, new: Side) -> ResponseDifference:
    """Compare the old side with the new one."""
    pairs = finding_pairs(old.response.found, new.response.found)
    changes = [*content_changes(old.response, new.response), *model_changes(old.office, new.office, _OFFICE)]
    if old.checked.logo and new.checked.logo and old.checked.logo != new.checked.logo:
        picture = _OFFICE.at(fields_of(Office)["logo"]).change("changed", now="another picture")
        changes.append(msgspec.structs.replace(picture, approved=False))  # it changes no word
    return ResponseDifference(
        old=old.label,
        new=new.label,
        title=new.response.report.title,
        versions=(_version(old), _version(new)),
        in_law=tuple(effects(old.checked, new.checked, pairs)) if changes else (),
        changes=tuple(changes),
    )


def _version(side: Side) -> str | None:
    return short(version_of(side.checked.case)) if side.checked.case else None


def content_changes(old: Response, new: Response) -> Iterator[Change]:
    """The changes in a response, those of the findings first."""
    changes = list(finding_changes(finding_pairs(old.found, new.found)))
    if not changes and content_of(old.findings) != content_of(new.findings):
        nothing = Position(part="findings", what="The findings", old_path=("findings",), new_path=("findings",))
        was, now = ("none" if each.findings else "nothing is said" for each in (old, new))
        changes.append(nothing.change("changed", was, now))
    yield from changes
    for field in fields_of(Response).values():
        if field.name != "findings":
            path = (field.name,)
            spot = Position(part="response", what=part_called(field.name), old_path=path, new_path=path, approved=field.approved)
            yield from value_changes(getattr(old, field.name), getattr(new, field.name), field.shape, spot)
