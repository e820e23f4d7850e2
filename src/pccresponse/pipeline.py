"""Read, check, compose, render: where the stages meet. Line numbers are added here, from the path that a rule reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from pccresponse.coverage import read_coverage
from pccresponse.errors import LookUpError, NoBodyError, UnfinishedError
from pccresponse.matter import Matter, matter_of
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.problems import Breach, Problem, Severity
from pccresponse.problems import Path as Path_
from pccresponse.reading import Reading, read_office, read_picture, read_response
from pccresponse.rules import Rule, breaches
from pccresponse.workspace import Workspace

_NO_DRAFT = ("LOGO", "CHARACTERS")
"""Problems that would spoil a draft too: a picture or a letter that cannot be set."""
_MARK = re.compile(r'<span class="missing">([^<]*)</span>')
_THE_SECTION = "Police Act 1996, s. 55"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A response that was read and checked. `matter` is there when both files could be read and the law has an answer."""

    slug: str
    response: Reading[Response]
    office: Reading[Office]
    matter: Matter | None
    logo: bytes | None
    """The office's logo as it is printed."""
    problems: tuple[Problem, ...]
    """In file order, those of `response.yaml` before those of `office.yaml`."""

    @property
    def has_errors(self) -> bool:
        """Whether anything stands in the way of a final build."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def can_be_drafted(self) -> bool:
        """Whether a draft can be made: both files and the logo can be read, the law is known, each letter can be drawn."""
        return self.matter is not None and not any(problem.code in _NO_DRAFT for problem in self.problems)


def shown_as(path: Path, workspace: Workspace) -> str:
    """A path as messages show it: from the workspace's root, with forward slashes on every machine."""
    try:
        return path.relative_to(workspace.root).as_posix()
    except ValueError:
        return path.as_posix()


def check(response_file: Path, workspace: Workspace, *, today: date) -> Checked:
    """Read one response with its office and apply every rule. Nothing is raised for what the files say."""
    slug = response_file.resolve().parent.name
    office_file = workspace.office_file(response_file)
    response = read_response(response_file, within=workspace.root, shown_as=shown_as(response_file, workspace))
    office = read_office(office_file, within=workspace.root, shown_as=shown_as(office_file, workspace))
    could_be_opened = bool(response.content) or not response.problems
    found = [*response.problems, *(office.problems if could_be_opened else ())]  # elsewhere there is no office to complain about
    logo, complaint = _logo(office, office_file, workspace)
    if complaint:
        found.append(complaint)
    matter: Matter | None = None
    if response.model is not None and office.model is not None:
        coverage = read_coverage(workspace.edition / "fonts")
        try:
            matter = matter_of(response.model, office.model, slug=slug, today=today, coverage=coverage)
        except LookUpError as error:
            found.append(_no_law(error, response, office))
        else:
            found += [_placed(rule, breach, response, office) for rule, breach in breaches(matter)]
    return Checked(
        slug=slug,
        response=response,
        office=office,
        matter=matter,
        logo=logo,
        problems=tuple(_in_file_order(found, (response.file, office.file))),
    )


def check_all(response_files: Iterable[Path], workspace: Workspace, *, today: date) -> Iterator[Checked]:
    """Check several responses; one bad file never hides the next."""
    for response_file in response_files:
        yield check(response_file, workspace, today=today)


def problems_once(checked: Iterable[Checked]) -> tuple[Problem, ...]:
    """The problems of several responses, those of an office that they share said once."""
    return tuple(dict.fromkeys(problem for each in checked for problem in each.problems))


def _placed(rule: Rule, breach: Breach, response: Reading[Response], office: Reading[Office]) -> Problem:
    return Problem(
        code=rule.code,
        severity=breach.severity or rule.severity,
        place=(office if breach.in_office else response).place_of(breach.path),
        message=breach.message,
        remedy=breach.remedy or rule.remedy,
        cites=rule.cites,
        path=breach.path,
    )


def _logo(office: Reading[Office], office_file: Path, workspace: Workspace) -> tuple[bytes | None, Problem | None]:
    """The logo made fit for an archive, or what is wrong with it. Looked at only where the office has one."""
    if office.model is None or office.model.logo is None:
        return None, None
    from pccresponse.rendering.logo import fit_for_archive

    name = office.model.logo.file
    try:
        content = read_picture(office_file.parent / name, within=workspace.root)
        return fit_for_archive(content), None
    except ValueError as error:
        path = ("logo", "file")
        return None, Problem(
            code="LOGO",
            severity=Severity.ERROR,
            place=office.place_of(path),
            message=f"The logo {name} cannot be used: {error}.",
            remedy="Name a PNG or JPEG file, up to 2 MB, in the folder of office.yaml.",
            path=path,
        )


def _no_law(error: LookUpError, response: Reading[Response], office: Reading[Office]) -> Problem:
    """The day of the report, or the force, is one for which the tables have no answer: the tool refuses and says why."""
    reading: Reading[Response] | Reading[Office] = response
    path: Path_ = ("report", "published_on")
    if isinstance(error, NoBodyError):
        reading, path = office, ("force",) if office.model and office.model.force else ("body",)
    return Problem(
        code="LAW-DAY",
        severity=Severity.ERROR,
        place=reading.place_of(path),
        message=error.message,
        remedy=error.remedy,
        cites=_THE_SECTION,
        path=path,
    )


def _in_file_order(found: Iterable[Problem], files: tuple[str, ...]) -> list[Problem]:
    rank = {file: position for position, file in enumerate(files)}
    key: Callable[[Problem], tuple[int, int, int]] = lambda problem: (  # noqa: E731
        rank.get(problem.place.file, len(rank)),
        problem.place.line,
        problem.place.column,
    )
    return sorted(found, key=key)


class Made(msgspec.Struct, frozen=True):
    """A finished document."""

    name: str
    pdf: bytes


def render(checked: Checked, workspace: Workspace, *, draft: bool) -> Iterator[Made]:
    """The documents of a response that was checked, one by one: validated PDFs, not written anywhere yet."""
    from pccresponse.rendering.documents import documents_of
    from pccresponse.rendering.html import LogoImage, to_page
    from pccresponse.rendering.pdf import IMAGE_SCHEME, DocumentFacts, EmbeddedFile, render

    matter = checked.matter
    assert matter is not None, "what could not be read cannot be rendered"
    edition = workspace.edition
    embedded = (
        EmbeddedFile(
            name="response.yaml",
            content=checked.response.content,
            media_type="application/yaml",
            description="The response, from which this document was made",
        ),
        EmbeddedFile(
            name="office.yaml",
            content=checked.office.content,
            media_type="application/yaml",
            description="The office, from which this document was made",
        ),
    )
    logo = matter.office.logo
    images = {"logo": checked.logo} if checked.logo else {}
    picture = LogoImage(url=f"{IMAGE_SCHEME}:logo", alternative_text=logo.alternative_text) if logo and images else None
    for document in documents_of(matter):
        facts = DocumentFacts(
            title=document.title,
            language=matter.office.language,
            author=matter.body_on(document.dated).name,
            subject=f"Section 55 of the Police Act 1996: {matter.response.report.title}",
            dated=document.metadata_day,
        )
        html = to_page(matter, document, edition=edition, draft=draft, logo=picture)
        if not draft and (marks := _MARK.findall(html)):
            raise UnfinishedError(
                f"{document.name}.pdf would still say: {'; '.join(dict.fromkeys(marks))}.",
                "Add what is missing to the files, or build without --final.",
            )
        yield Made(document.name, render(html, facts=facts, edition=edition, embedded=embedded, images=images))
