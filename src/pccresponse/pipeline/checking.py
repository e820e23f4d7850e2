"""Reads and checks one response. The paths that rules report get their lines here.

A sample text from `new` that is still in a file is an error, and so is a question that an import left there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pccresponse.case.case import Case, OnRecord, case_of
from pccresponse.edition_files import read_coverage
from pccresponse.foundation.errors import DamagedFileError, LookUpError, NoBodyError
from pccresponse.foundation.problems import Breach, Problem, Severity
from pccresponse.foundation.problems import Path as Path_
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.pipeline.editions import Edition, edition_called, newest_edition
from pccresponse.pipeline.report_file import held_report, not_held, problem_at, verified_by
from pccresponse.pipeline.unprinted_words import printing_problems
from pccresponse.reading import Reading, read_history, read_office, read_picture, read_response
from pccresponse.reading.shapes import M
from pccresponse.reading.source import QUESTION
from pccresponse.reading.tree import ListNode, Mapping, Node, Scalar
from pccresponse.rules import Rule, breaches
from pccresponse.scaffolds import plain, sample_texts
from pccresponse.workspace import Workspace

if TYPE_CHECKING:
    from pccresponse.models.record import VerifiedAgainst


_NO_DRAFT = ("LOGO", "CHARACTERS")
"""Problems that keep even a draft from being made: a picture or a letter that cannot be set."""
_NO_ANSWER = "LAW-DAY"
_LOGO_PATH = re.compile(
    r"(?:(?:\.\.|[A-Za-z0-9_-][A-Za-z0-9._-]*)/)*[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.(?:png|jpe?g)", re.ASCII | re.IGNORECASE
)
"""A logo is embedded in each PDF under its name, which every system must be able to use for a file when it comes out again. The ending
keeps it apart from the other embedded files, which are YAML, JSON or archives."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A response that was read and checked. `case` is there if both files could be read and the law has an answer."""

    slug: str
    response: Reading[Response]
    office: Reading[Office]
    case: Case | None
    edition: Edition | None
    """The templates and fonts of its documents."""
    logo: bytes | None
    """The content of the file of the office's logo."""
    verified: VerifiedAgainst | None = None
    """What was compared with the report, if it is kept and was to be read."""
    problems: tuple[Problem, ...]
    """In file order, those of `response.yaml` before those of `office.yaml`."""

    @property
    def has_errors(self) -> bool:
        """Whether anything prevents a final build."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def can_be_drafted(self) -> bool:
        """Whether a draft can be made: files, edition and logo can be read, the law is known, each letter can be drawn."""
        return self.case is not None and self.edition is not None and not self.undrawable

    @property
    def undrawable(self) -> tuple[Problem, ...]:
        """The problems that keep pages from being made although the files can be read."""
        return tuple(problem for problem in self.problems if problem.code in _NO_DRAFT)

    @property
    def unread(self) -> tuple[Problem, ...]:
        """The problems because of which there is no case. Empty if there is one."""
        if self.case is not None:
            return ()
        of_files = {*self.response.problems, *self.office.problems}
        return tuple(
            problem
            for problem in self.problems
            if problem.severity is Severity.ERROR and (problem in of_files or problem.code == _NO_ANSWER)
        )


def check(
    response_file: Path,
    workspace: Workspace,
    *,
    today: date,
    with_report: bool = True,
    with_pages: bool = True,
    recorded: OnRecord | None = None,
) -> Checked:
    """Read one response with its office and apply every rule. Raises nothing for problems in the files.

    Without the report, its words are not checked: for files that are apart from it. Without the pages, the documents are not composed
    to find what they do not print. `recorded` is the date of first publication for files that are apart from their record.
    """
    slug = response_file.resolve().parent.name
    office_file = workspace.office_file(response_file)
    response = read_response(response_file, within=workspace.root, shown_as=workspace.shown(response_file))
    office = read_office(office_file, within=workspace.root, shown_as=workspace.shown(office_file))
    # If the response cannot be opened, its office may be another one.
    readings = (response, office) if response.content or not response.problems else (response,)
    found = [problem for reading in readings for problem in reading.problems]
    found += [problem for reading in readings for problem in _samples_in(reading)]
    found += _questions_in(response)
    logo, complaint = _logo(office, office_file, workspace)
    found += [complaint] if complaint else []
    case: Case | None = None
    edition, complaints = _edition(response, workspace)
    found += complaints
    if response.readable is not None and office.readable is not None:
        report, complaint = held_report(response, response_file, workspace) if with_report else (None, None)
        found += [complaint] if complaint else []
        is_whole = response.model is not None and office.model is not None
        try:
            case = case_of(
                response.readable,
                office.readable,
                slug=slug,
                today=today,
                coverage=read_coverage(edition.fonts) if edition else None,
                inspected=report,
                recorded=_recorded(response_file, workspace) or recorded,
            )
        except LookUpError as error:
            found += _no_law(error, response, office)
        else:
            found += [
                placed(rule, breach, response, office)
                for rule, breach in breaches(case)
                if is_whole or _can_be_said(rule, breach, response, office)
            ]
            if with_report and (advice := not_held(response, case)):
                found.append(advice)
            if is_whole and with_pages and edition is not None:
                place_of = lambda path, words, in_office: (office if in_office else response).place_of(path, words)  # noqa: E731
                found += printing_problems(case, edition, place_of)
            case = case if is_whole else None
    return Checked(
        slug=slug,
        response=response,
        office=office,
        case=case,
        edition=edition,
        logo=logo,
        verified=verified_by(case) if case else None,
        problems=tuple(in_file_order(found, (response.file, office.file))),
    )


def _recorded(response_file: Path, workspace: Workspace) -> OnRecord | None:
    """The date of the first publication on record."""
    try:
        history = read_history(response_file.resolve().parent, within=workspace.root)
    except DamagedFileError:
        return "cannot be read"
    return history.versions[0].when if history else None


def _can_be_said(rule: Rule, breach: Breach, response: Reading[Response], office: Reading[Office]) -> bool:
    """Whether the breach is certain although parts of the files could not be read. An approval is of a whole file."""
    unread = (office if breach.in_office else response).unread
    return not rule.code.startswith("APPROVAL-") and not unread.concerns(breach.path)


def check_all(response_files: Iterable[Path], workspace: Workspace, *, today: date) -> Iterator[Checked]:
    """Check several responses, whatever is wrong with one of them."""
    for response_file in response_files:
        yield check(response_file, workspace, today=today)


def problems_once(checked: Iterable[Checked]) -> tuple[Problem, ...]:
    """The problems of several responses, without repeating those of a shared office."""
    return tuple(dict.fromkeys(problem for each in checked for problem in each.problems))


def placed(rule: Rule, breach: Breach, response: Reading[Response], office: Reading[Office]) -> Problem:
    """The problem of a breach, with its line."""
    return Problem(
        code=rule.code,
        severity=breach.severity or rule.severity,
        place=(office if breach.in_office else response).place_of(breach.path, breach.words),
        message=breach.message,
        remedy=breach.remedy or rule.remedy,
        cites=rule.cites,
        path=breach.path,
    )


def _logo(office: Reading[Office], office_file: Path, workspace: Workspace) -> tuple[bytes | None, Problem | None]:
    """The content of the logo, or what is wrong with it; neither if the office has none."""
    if office.model is None or office.model.logo is None:
        return None, None
    name, path = office.model.logo.file, ("logo", "file")
    if not _LOGO_PATH.fullmatch(name):
        return None, problem_at(
            office,
            path,
            "LOGO",
            f"The logo cannot be called “{name}”: under that name no document could be verified.",
            "Rename the file: letters without accents, digits, dots, hyphens and underscores, and .png, .jpg or .jpeg at the end.",
        )
    from pccresponse.rendering.pdf.resources import fit_for_archive

    try:
        content = read_picture(office_file.parent / name, within=workspace.root)
        fit_for_archive(content)
    except ValueError as error:
        remedy = "Name a PNG or JPEG file, up to 2 MB, in the folder of office.yaml."
        return None, problem_at(office, path, "LOGO", f"The logo {name} cannot be used: {error}.", remedy)
    return content, None


def _edition(response: Reading[Response], workspace: Workspace) -> tuple[Edition | None, list[Problem]]:
    """The edition that the response names, or the newest one for a draft of a response that names none, and its problems."""
    path = ("edition",)
    if response.readable is None or response.unread.concerns(path):
        return None, []
    name, complaints = response.readable.edition, []
    if name is None:
        name = newest_edition(workspace)
        message = f"Nothing says which edition of the templates this response is made with; drafts are made with {name}."
        remedy = f'Add edition: "{name}", so that it comes out the same when there is a newer one.'
        complaints.append(problem_at(response, path, "EDITION-UNNAMED", message, remedy, severity=Severity.WARNING))
    found = edition_called(name, workspace)
    edition = found if isinstance(found, Edition) else None
    for problem in found.problems if isinstance(found, Edition) else found:
        # A problem without a file of its own is one of the response that names the edition.
        at_name = {} if problem.place.file else {"place": response.place_of(path), "path": path}
        complaints.append(msgspec.structs.replace(problem, **at_name))
    if edition and edition.notes.released_on is None:
        message = f"The edition {name} has not been released: its files may still change."
        remedy = f"Before you publish with it, run: pccresponse editions release {name}"
        complaints.append(problem_at(response, path, "EDITION-UNRELEASED", message, remedy, severity=Severity.WARNING))
    return edition, complaints


def _no_law(error: LookUpError, response: Reading[Response], office: Reading[Office]) -> list[Problem]:
    """The problem that the tables have no answer for the day of the report or for the force, unless that could not be read."""
    reading: Reading[Response] | Reading[Office] = response
    path: Path_ = ("report", "published_on")
    if isinstance(error, NoBodyError):
        reading, path = office, ("force",) if office.readable and office.readable.force else ("body",)
    if reading.unread.concerns(path):
        return []
    return [problem_at(reading, path, _NO_ANSWER, error.message, error.remedy, cites="Police Act 1996, s. 55")]


def in_file_order(found: Iterable[Problem], files: tuple[str, ...]) -> list[Problem]:
    """The problems by file, line and column. Those at one place keep their order."""
    rank = {file: position for position, file in enumerate(files)}
    key: Callable[[Problem], tuple[int, int, int]] = lambda problem: (  # noqa: E731
        rank.get(problem.place.file, len(rank)),
        problem.place.line,
        problem.place.column,
    )
    return sorted(found, key=key)


def _questions_in(reading: Reading[M]) -> Iterator[Problem]:
    """An error for each question that an import left in a comment."""
    for number, line in enumerate(reading.source.lines):
        asked = line.strip()
        if asked.startswith(QUESTION):
            yield Problem(
                code="IMPORT-QUESTION",
                severity=Severity.ERROR,
                place=reading.source.place((number, len(line) - len(line.lstrip()))),
                message=f"A question is not answered: {asked.removeprefix(QUESTION).strip()}",
                remedy="Look in the report or the letter, correct the text below the question if it is wrong, and delete the question.",
            )


def _samples_in(reading: Reading[Response] | Reading[Office]) -> Iterator[Problem]:
    """An error for each text with a sample in it, whatever else is wrong with the file."""
    for path, node in _texts(reading.root, ()):
        words = plain(node.value)
        if found := [sample for sample in sample_texts() if sample in words]:
            sample = max(found, key=len)
            yield Problem(
                code="SAMPLE",
                severity=Severity.ERROR,
                place=reading.source.place(_spot(reading, node, sample)),
                message=f"“{_as_written(node, sample)}” is a sample text. It says what to write in its place.",
                remedy="Write your own words in its place, or delete what does not apply.",
                path=path,
            )


def _texts(node: Node | None, path: Path_) -> Iterator[tuple[Path_, Scalar]]:
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from _texts(entry.node, (*path, entry.key.value))
    elif isinstance(node, ListNode):
        for position, item in enumerate(node.items):
            yield from _texts(item, (*path, position))


def _spot(reading: Reading[Response] | Reading[Office], node: Scalar, sample: str) -> tuple[int, int]:
    """The line of a block of text that has the sample; otherwise the start of the text."""
    for number in range(node.line + 1, min(node.end_line, len(reading.source.lines))) if node.style in ("|", ">") else ():
        line = reading.source.lines[number]
        if sample in plain(line):
            return number, len(line) - len(line.lstrip())
    return node.line, node.column


def _as_written(node: Scalar, sample: str) -> str:
    """The sample with the capitals and apostrophes that it has in the text."""
    words = " ".join(node.value.split())
    start = words.casefold().replace("’", "'").find(sample)
    return words[start : start + len(sample)] if start >= 0 else words
