"""Publish a response: keep its final documents beside the input, and add a version to its record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pccresponse.case.version import approvals_of, short
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.files import digest_of
from pccresponse.foundation.limited_process import GivenUpError, make_apart
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Path as Path_
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.foundation.writing import sole_use_of, whole_folder, write_whole
from pccresponse.models.fields import When, known
from pccresponse.models.record import GivenApproval, History, PublishedDocument, Version
from pccresponse.models.response import Correction, Response
from pccresponse.pipeline.checking import Checked
from pccresponse.pipeline.published_files import entries_of, note_published, published_folder, refuse_another, when_in_words
from pccresponse.pipeline.record import as_json, record_of
from pccresponse.pipeline.rendering import render, seconds_for
from pccresponse.reading import HISTORY_FILE, read_history
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import Workspace

_DATE = ("publication", "published_on")
_CORRECTIONS = ("corrections",)
_OURS = "This is a fault of the program or of the template. Nothing was published."


def objections(checked: Checked, on: When, history: History | None) -> tuple[Problem, ...]:
    """The problems that prevent publishing, apart from those that prevent any final build."""
    response = checked.response.model
    found: list[Problem] = []
    if response is not None:
        found += _first_date(checked, response, on) if history is None else _later_date(checked, response, on, history)
    return (*found, *edition_objections(checked), *_unapproved(checked))


def new_correction(response: Response, history: History) -> Correction | None:
    """The correction that the next version makes; None if the response has none since the last version."""
    latest, last = response.correction, history.versions[-1]
    if latest is None or (latest.on.isoformat(), latest.what) == (last.published_on, last.reason):
        return None
    return latest


def correction_date_objections(checked: Checked, on: When, history: History) -> Iterator[Problem]:
    """The day of a correction is exact and not before what it corrects, and the date of version 1 is unchanged."""
    first, last, response = history.versions[0], history.versions[-1], checked.response.model
    day, before = known(on), known(last.when)
    if day is None or day.exact is None:
        remedy = "Give the day of the correction with --on, such as: --on 2024-09-02"
        yield _problem(checked, _CORRECTIONS, "PUBLISH-DATE", "A correction needs the day on which you publish it.", remedy)
    elif before and before.is_certainly_after(day):
        message = f"Version {last.version} was published {when_in_words(before)}, which is after {day}."
        yield _problem(checked, _CORRECTIONS, "PUBLISH-DATE", message, "Give the day of the correction with --on.")
    if response is not None and response.publication.published_on != first.when:
        stated = response.publication.published_on
        message = f"Version 1 was published {when_in_words(first.when)}, but the response now says {stated or 'nothing of that'}."
        remedy = f'Write "published_on: {first.published_on}" again. A correction has its own date, under "corrections:".'
        yield _problem(checked, _DATE, "PUBLISH-DATE", message, remedy)


def _first_date(checked: Checked, response: Response, on: When) -> Iterator[Problem]:
    """The first version states the date on which it is published."""
    stated, day = response.publication.published_on, known(on)
    if stated != on:
        now = f"on {day}" if day else "without a date that is known"
        message = (
            f"The documents would say {stated}, but they are to be published {now}."
            if stated
            else f"The documents are to be published {now} and do not say so."
        )
        remedy = f'Write "published_on: {_as_typed(on)}" under "publication:", or use the day that is there with --on.'
        yield _problem(checked, _DATE, "PUBLISH-DATE", message, remedy)
    elif day is None and not response.is_archive_copy:
        message = "You cannot publish on a day that is not recorded. Only an archive copy of an old response can have such a date."
        yield _problem(checked, _DATE, "PUBLISH-DATE", message, 'Give the day. If this is an archive copy, add "copy: archive".')


def _later_date(checked: Checked, response: Response, on: When, history: History) -> Iterator[Problem]:
    """A later version states what was corrected, and on which day."""
    yield from correction_date_objections(checked, on, history)
    correction, day = new_correction(response, history), known(on)
    if correction is None:
        number = history.versions[-1].version
        message = f"It has changed since version {number} was published, but it does not say what was corrected."
        yield _problem(
            checked, _CORRECTIONS, "PUBLISH-CORRECTION", message, 'Add this under "corrections:", with "on:" and "what:".'
        )
    elif day and day.exact and correction.on != day.exact:
        message = (
            f"The documents would say that they were corrected on {in_words(correction.on)}, but are to be published on {day}."
        )
        path = ("corrections", len(response.corrections) - 1, "on")
        remedy = f'Write "on: {day.isoformat()}", or use the day that is there with --on.'
        yield _problem(checked, path, "PUBLISH-DATE", message, remedy)


def _as_typed(on: When) -> str:
    day = known(on)
    return day.isoformat() if day else "not recorded"


def edition_objections(checked: Checked) -> Iterator[Problem]:
    """The edition is named and released, so that the documents can be made again."""
    response, edition = checked.response.model, checked.edition
    if response is not None and response.edition is None:
        message = "A published response must name its edition, so that its documents can be made again."
        yield _problem(checked, ("edition",), "PUBLISH-EDITION", message, 'Add "edition:" as the warning above says.')
    elif edition is not None and edition.notes.released_on is None:
        message = f"The edition {edition.name} is not released. Its files may still change, but what you publish must not."
        remedy = f"To release it, run: pccresponse editions release {edition.name}"
        yield _problem(checked, ("edition",), "PUBLISH-EDITION", message, remedy)


def _unapproved(checked: Checked) -> Iterator[Problem]:
    """A problem for each role that has not approved the current content."""
    if checked.case is None or not checked.case.office.required_approvals:
        return
    approvals = approvals_of(checked.case)
    now = short(approvals.version)
    for each in approvals.lacking:
        path: Path_ = ("approvals",)
        again, person = "", "PERSON"
        message = f"office.yaml requires the approval of the {each.role}, but there is none."
        if given := each.approval:
            again, path, person = " again", ("approvals", each.position or 0, "version"), given.name
            message = (
                f"The approval of the {each.role} is out of date: {given.name} approved version {short(given.version)} "
                f"on {in_words(given.on)}, and the content is now version {now}."
            )
        command = f'pccresponse approve {checked.slug} --role "{each.role}" --name "{person}" --version {now}'
        yield _problem(checked, path, "PUBLISH-APPROVAL", message, f"To record their approval{again}, run: {command}")


def publish(
    checked: Checked, folder: Path, history: History | None, workspace: Workspace, *, on: When, made_on: date
) -> tuple[Version, dict[str, bytes]]:
    """Make the final documents and keep them in `folder` as the next version. Returns the version and the documents.

    `made_on` is today, which is in the record and in no document. The version counts once its record is in place: files that the
    record does not have are left over from a publication that did not finish, and the next replaces them. The register comes last;
    if that fails, the next `publish` adds the lines. Raises `CannotRunError` if somebody else has published the response since
    `history` was read.
    """
    documents = {made.name: made.content for made in render(checked, draft=False)}
    pages = {name: _pages_of_valid(name, pdf, seconds_for(checked)) for name, pdf in documents.items()}
    versions = history.versions if history else ()
    assert checked.case is not None
    approvals, response = approvals_of(checked.case), checked.case.response
    correction = response.correction if versions else None
    version = Version(
        version=len(versions) + 1,
        published_on=_as_typed(on),
        made_on=made_on,
        reason=correction.what if correction else None,
        content=approvals.version,
        approvals=tuple(GivenApproval(each.role, each.name, each.on, each.version) for each in approvals.fresh),
        record=record_of(checked, draft=False),
        documents={
            name: PublishedDocument(sha256=digest_of(pdf), bytes=len(pdf), pages=pages[name]) for name, pdf in documents.items()
        },
        verified_against=checked.verified,
        report_sha256=checked.verified.sha256 if checked.verified else response.report.file_sha256,
    )
    with sole_use_of(workspace.build / checked.slug, within=workspace.root):
        if read_history(folder, within=workspace.root) != history:
            raise CannotRunError(
                f"{checked.slug} was published by somebody else at the same time. Nothing was saved.",
                f"To see what they published, run: pccresponse history {checked.slug}",
            )
        refuse_another(workspace, entries_of(folder, version, workspace))
        _keep(published_folder(folder, version), documents)
        published = History(slug=checked.slug, versions=(*versions, version))
        write_whole(folder / HISTORY_FILE, as_json(published))
    note_published(folder, published, workspace)
    return version, documents


def _pages_of_valid(name: str, pdf: bytes, seconds: float) -> int:
    """The number of pages of a valid document. Raises `CannotRunError` for one that breaks a rule.

    A build validates the parts that all its files share only once, so each file is validated again here.
    """
    try:
        failures, pages = make_apart(_judged, pdf, seconds=seconds)
    except GivenUpError as error:
        raise CannotRunError(f"{PDF.file_name(name)}: to check it once more {error.why}.", _OURS) from error
    if failures:
        raise CannotRunError(f"{PDF.file_name(name)} would break: {'; '.join(failures[:20])}.", _OURS)
    return pages


def _judged(pdf: bytes) -> tuple[tuple[str, ...], int]:
    return PDF.faults(pdf), PDF.page_count(pdf)


def _keep(place: Path, documents: dict[str, bytes]) -> None:
    """Put all documents of a version into their folder at once, replacing those of a publication that did not finish."""
    remedy = "Nothing was published. Free some space, then publish again."
    with whole_folder(place, "The published files", remedy, replacing=True) as whole:
        for name, pdf in documents.items():
            write_whole(whole / PDF.file_name(name), pdf)


def _problem(checked: Checked, path: Path_, code: str, message: str, remedy: str) -> Problem:
    return Problem(
        code=code, severity=Severity.ERROR, place=checked.response.place_of(path), message=message, remedy=remedy, path=path
    )
