"""Reading and judging one response. Line numbers are added here, from the path that a rule reports.

A sample text that `new` wrote so that somebody would write their own in its place, and that is still in a file, is an error;
so is a question that an import left there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pccresponse.case.case import Case, case_of
from pccresponse.edition_files import read_coverage
from pccresponse.foundation.errors import DamagedFileError, LookUpError, NoBodyError
from pccresponse.foundation.problems import Breach, Place, Problem, Severity
from pccresponse.foundation.problems import Path as Path_
from pccresponse.models.fields import When
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.pipeline.editions import Edition, edition_called, newest_edition
from pccresponse.pipeline.printed_words import Placed, printing_problems
from pccresponse.pipeline.report_file import held_report, not_held, verified_by
from pccresponse.reading import Reading, read_history, read_office, read_picture, read_response
from pccresponse.reading.shapes import M
from pccresponse.reading.source import QUESTION
from pccresponse.reading.tree import Listing, Mapping, Node, Scalar
from pccresponse.rules import Rule, breaches
from pccresponse.scaffolds import plain, sample_texts
from pccresponse.workspace import Workspace

if TYPE_CHECKING:
    from pccresponse.models.record import VerifiedAgainst


def samples_in(reading: Reading[M]) -> Iterator[Problem]:
    """A problem for each text that is a sample or has one in it. Whatever else is wrong with the file does not matter."""
    if reading.root is None:
        return
    for path, node in _texts(reading.root, ()):
        words = plain(node.value)
        found = [sample for sample in sample_texts() if sample in words]
        if found:
            sample = max(found, key=len)
            yield Problem(
                code="SAMPLE",
                severity=Severity.ERROR,
                place=reading.source.place(_spot(reading, node, sample)),
                message=f"“{_as_written(node, sample)}” is a sample text. It says what to write in its place.",
                remedy="Write your own words in its place, or delete what does not apply.",
                path=path,
            )


def _texts(node: Node, path: Path_) -> Iterator[tuple[Path_, Scalar]]:
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from _texts(entry.node, (*path, entry.key.value))
    elif isinstance(node, Listing):
        for position, item in enumerate(node.items):
            yield from _texts(item, (*path, position))


def _spot(reading: Reading[M], node: Scalar, sample: str) -> tuple[int, int]:
    """The line of a longer text that has the sample, else where the text begins."""
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


_NO_DRAFT = ("LOGO", "CHARACTERS")
"""Problems that would spoil a draft too: a picture or a letter that cannot be set."""
_NO_ANSWER = "LAW-DAY"
_LOGO_PATH = re.compile(
    r"(?:(?:\.\.|[A-Za-z0-9_-][A-Za-z0-9._-]*)/)*[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.(?:png|jpe?g)", re.ASCII | re.IGNORECASE
)
"""A logo travels in each PDF under its own name, and has to come out of it again on every system as a file of that name; the ending keeps
it apart from everything else that is there, which is YAML, JSON or an archive."""
_THE_SECTION = "Police Act 1996, s. 55"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A response that was read and checked. `case` is there when both files could be read and the law has an answer."""

    slug: str
    response: Reading[Response]
    office: Reading[Office]
    case: Case | None
    edition: Edition | None
    """The templates and fonts of its documents."""
    logo: bytes | None
    """The office's logo, byte for byte as its file has it."""
    verified: VerifiedAgainst | None = None
    """What was held against the report, where it is kept and was to be looked at."""
    problems: tuple[Problem, ...]
    """In file order, those of `response.yaml` before those of `office.yaml`."""

    @property
    def has_errors(self) -> bool:
        """Whether anything stands in the way of a final build."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def can_be_drafted(self) -> bool:
        """Whether a draft can be made: files, edition and logo can be read, the law is known, each letter can be drawn."""
        return self.case is not None and self.edition is not None and not self.undrawable

    @property
    def undrawable(self) -> tuple[Problem, ...]:
        """What keeps pages from being made of files that can be read."""
        return tuple(problem for problem in self.problems if problem.code in _NO_DRAFT)

    @property
    def unread(self) -> tuple[Problem, ...]:
        """Why there is no case: what keeps the files from being read, or the law from having an answer. Nothing if there is one."""
        if self.case is not None:
            return ()
        of_files = {*self.response.problems, *self.office.problems}
        return tuple(
            problem
            for problem in self.problems
            if problem.severity is Severity.ERROR and (problem in of_files or problem.code == _NO_ANSWER)
        )


def check(response_file: Path, workspace: Workspace, *, today: date, with_report: bool = True, with_pages: bool = True) -> Checked:
    """Read one response with its office and apply every rule. Nothing is raised for what the files say.

    Without the report, nothing is said about its words: for files that are looked at where the report does not go with them.
    Without the pages, the documents are not put together to see what they do not print: for those who ask for something else.
    """
    slug = response_file.resolve().parent.name
    office_file = workspace.office_file(response_file)
    response = read_response(response_file, within=workspace.root, shown_as=workspace.shown(response_file))
    office = read_office(office_file, within=workspace.root, shown_as=workspace.shown(office_file))
    could_be_opened = bool(response.content) or not response.problems
    found = [*response.problems, *(office.problems if could_be_opened else ())]  # elsewhere there is no office to complain about
    found += [*samples_in(response), *(samples_in(office) if could_be_opened else ())]
    found += questions_in(response)
    logo, complaint = _logo(office, office_file, workspace)
    if complaint:
        found.append(complaint)
    case: Case | None = None
    edition, complaints = _edition(response, workspace)
    found += complaints
    if response.readable is not None and office.readable is not None:
        coverage = read_coverage(edition.fonts) if edition else None
        report, complaint = held_report(response, response_file, workspace) if with_report else (None, None)
        found += [complaint] if complaint else []
        is_whole = response.model is not None and office.model is not None
        try:
            case = case_of(
                response.readable,
                office.readable,
                slug=slug,
                today=today,
                coverage=coverage,
                inspected=report,
                recorded=_recorded(response_file, workspace),
            )
        except LookUpError as error:
            complaint = _no_law(error, response, office)
            found += (
                []
                if (office if complaint.path[0] in ("force", "body") else response).unread.concerns(complaint.path)
                else [complaint]
            )
        else:
            found += [
                placed(rule, breach, response, office)
                for rule, breach in breaches(case)
                if is_whole or _can_be_said(rule, breach, response, office)
            ]
            if with_report and (advice := not_held(response, case)):
                found.append(advice)
            if is_whole and with_pages and edition is not None:
                found += printing_problems(case, edition, _places(response, office))
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


def _recorded(response_file: Path, workspace: Workspace) -> When | None:
    """The date of the first publication on record. A record that cannot be read tells of one without its date."""
    try:
        history = read_history(response_file.resolve().parent, within=workspace.root)
    except DamagedFileError:
        return "not recorded"
    return history.versions[0].when if history else None


def _can_be_said(rule: Rule, breach: Breach, response: Reading[Response], office: Reading[Office]) -> bool:
    """Whether it is true in spite of what could not be read. Which version somebody approved can be told of a whole file only."""
    unread = (office if breach.in_office else response).unread
    return not rule.code.startswith("APPROVAL-") and not unread.concerns(breach.path)


def check_all(response_files: Iterable[Path], workspace: Workspace, *, today: date) -> Iterator[Checked]:
    """Check several responses; one bad file never hides the next."""
    for response_file in response_files:
        yield check(response_file, workspace, today=today)


def problems_once(checked: Iterable[Checked]) -> tuple[Problem, ...]:
    """The problems of several responses, those of an office that they share said once."""
    return tuple(dict.fromkeys(problem for each in checked for problem in each.problems))


def _places(response: Reading[Response], office: Reading[Office]) -> Placed:
    """Where a path is, in one of the two files."""
    return lambda path, words, in_office: (office if in_office else response).place_of(path, words)


def placed(rule: Rule, breach: Breach, response: Reading[Response], office: Reading[Office]) -> Problem:
    """What a rule found, with the line of what it is about."""
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
    """The bytes of the logo, or what is wrong with it. Looked at only where the office has one."""
    if office.model is None or office.model.logo is None:
        return None, None
    name, path = office.model.logo.file, ("logo", "file")
    if not _LOGO_PATH.fullmatch(name):
        return None, Problem(
            code="LOGO",
            severity=Severity.ERROR,
            place=office.place_of(path),
            message=f"The logo cannot be called “{name}”: under that name no document could be verified.",
            remedy="Rename the file: letters without accents, digits, dots, hyphens and underscores, and .png, .jpg or .jpeg at the end.",
            path=path,
        )
    from pccresponse.rendering.pdf.resources import fit_for_archive

    try:
        content = read_picture(office_file.parent / name, within=workspace.root)
        fit_for_archive(content)
        return content, None
    except ValueError as error:
        return None, Problem(
            code="LOGO",
            severity=Severity.ERROR,
            place=office.place_of(path),
            message=f"The logo {name} cannot be used: {error}.",
            remedy="Name a PNG or JPEG file, up to 2 MB, in the folder of office.yaml.",
            path=path,
        )


def _edition(response: Reading[Response], workspace: Workspace) -> tuple[Edition | None, list[Problem]]:
    """The edition that the response names, or the newest one for a draft of a response that names none."""
    if response.readable is None or response.unread.concerns(("edition",)):
        return None, []
    name, place = response.readable.edition, response.place_of(("edition",))
    complaints: list[Problem] = []
    if name is None:
        name = newest_edition(workspace)
        complaints.append(
            Problem(
                code="EDITION-UNNAMED",
                severity=Severity.WARNING,
                place=place,
                message=f"Nothing says which edition of the templates this response is made with; drafts are made with {name}.",
                remedy=f'Add edition: "{name}", so that it comes out the same when there is a newer one.',
                path=("edition",),
            )
        )
    found = edition_called(name, workspace)
    if not isinstance(found, Edition):
        return None, [*complaints, *(_at(place, problem) for problem in found)]
    complaints += [_at(place, problem) for problem in found.problems]
    if found.notes.released_on is None:
        complaints.append(
            Problem(
                code="EDITION-UNRELEASED",
                severity=Severity.WARNING,
                place=place,
                message=f"The edition {name} has not been released: its files may still change.",
                remedy=f"Before you publish with it, run: pccresponse editions release {name}",
                path=("edition",),
            )
        )
    return found, complaints


def _at(place: Place, problem: Problem) -> Problem:
    """A problem of an edition that has no file of its own is one of the response that names it."""
    return problem if problem.place.file else msgspec.structs.replace(problem, place=place, path=("edition",))


def _no_law(error: LookUpError, response: Reading[Response], office: Reading[Office]) -> Problem:
    """The day of the report, or the force, is one for which the tables have no answer: the tool refuses and says why."""
    reading: Reading[Response] | Reading[Office] = response
    path: Path_ = ("report", "published_on")
    if isinstance(error, NoBodyError):
        reading, path = office, ("force",) if office.readable and office.readable.force else ("body",)
    return Problem(
        code=_NO_ANSWER,
        severity=Severity.ERROR,
        place=reading.place_of(path),
        message=error.message,
        remedy=error.remedy,
        cites=_THE_SECTION,
        path=path,
    )


def in_file_order(found: Iterable[Problem], files: tuple[str, ...]) -> list[Problem]:
    """The problems of two files by file, line and column; what was found first at a place comes first."""
    rank = {file: position for position, file in enumerate(files)}
    key: Callable[[Problem], tuple[int, int, int]] = lambda problem: (  # noqa: E731
        rank.get(problem.place.file, len(rank)),
        problem.place.line,
        problem.place.column,
    )
    return sorted(found, key=key)


def questions_in(reading: Reading[M]) -> Iterator[Problem]:
    """An error for each comment line that asks something about what was imported."""
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
