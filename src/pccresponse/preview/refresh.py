"""Reading and checking the files of one response again after a save, and making the text of each document.

Only the content of the files decides whether anything has changed, not the watcher.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.documents import documents_of
from pccresponse.case.duties import duties_of
from pccresponse.edition_files import files_of
from pccresponse.foundation.errors import CannotRunError, PccResponseError
from pccresponse.foundation.limited_process import GivenUpError
from pccresponse.foundation.problems import Problem
from pccresponse.pipeline.checking import Checked, check, in_file_order
from pccresponse.pipeline.published_files import PUBLISHED
from pccresponse.pipeline.unprinted_words import TEMPLATE
from pccresponse.preview.fragment import Fragment, fragment_of
from pccresponse.preview.page_content import (
    Clock,
    ShownChanges,
    ShownDuty,
    ShownProblem,
    SignOff,
    shown_duties,
    shown_problems,
    sign_off_of,
    still_missing,
)
from pccresponse.preview.since_commit import LastCommit
from pccresponse.reading.source import digest_or_reason
from pccresponse.rendering.html import LogoImage, to_page
from pccresponse.rendering.pdf.resources import IMAGE_SCHEME, fit_for_archive
from pccresponse.rendering.template_context import title_of
from pccresponse.rendering.words import words_of
from pccresponse.workflow.status import status_with_record
from pccresponse.workspace import Workspace

_MOST_FILES = 200
_ALWAYS_READ = 1 << 20
"""Bytes of a file that is always read. A longer one is read again if its size or time has changed."""
_MOST_BYTES = 64 << 20

Inputs = tuple[tuple[str, str], ...]
"""Each file with the digest of its content."""


def inputs_of(response_file: Path, workspace: Workspace) -> Inputs:
    """Every file that the response may depend on: in its folder, beside `office.yaml`, and in all editions."""
    found = [*_contents_of(response_file.parent, workspace), *_contents_of(workspace.responses, workspace)]
    for home in workspace.edition_homes:
        found += _editions_in(home)
    return tuple(found)


def _contents_of(folder: Path, workspace: Workspace) -> Iterator[tuple[str, str]]:
    if folder.resolve().is_relative_to(workspace.root.resolve()):
        yield from ((str(path), _digest(path, workspace)) for path in _files_in(folder))


def is_gone_or_empty(response_file: Path, workspace: Workspace) -> bool:
    """Whether an editor may be in the middle of a save that empties or removes a file first."""
    for path in (response_file, workspace.office_file(response_file)):
        try:
            if path.stat().st_size == 0:
                return True
        except FileNotFoundError:
            return True
        except (OSError, ValueError):
            continue
    return False


def _files_in(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name != PUBLISHED and not entry.is_dir(follow_symlinks=False))
    except OSError:
        return
    yield from (folder / name for name in names[:_MOST_FILES])


def _states_of(response_file: Path, workspace: Workspace) -> list[tuple[Path, int, int]]:
    """The size and time of each file whose content `inputs_of` reads. A file that is written again has another time."""
    states = []
    for path in (*_files_in(response_file.parent), *_files_in(workspace.responses)):
        with suppress(OSError, ValueError):
            state = path.stat()
            states.append((path, state.st_size, state.st_mtime_ns))
    return states


def _digest(path: Path, workspace: Workspace) -> str:
    try:
        state = path.stat()
    except (OSError, ValueError):
        return "gone"
    if state.st_size > _ALWAYS_READ:
        return _digest_of_long_file(path, workspace.root, state.st_size, state.st_mtime_ns, state.st_ino)
    return digest_or_reason(path, within=workspace.root, most=_MOST_BYTES)


@lru_cache(maxsize=2_048)
def _digest_of_long_file(path: Path, root: Path, size: int, *_: int) -> str:
    return digest_or_reason(path, within=root, most=_MOST_BYTES) if size <= _MOST_BYTES else f"{size} bytes"


def _editions_in(home: Path) -> Iterator[tuple[str, str]]:
    """The size and time of each file, because fonts are long."""
    try:
        folders = sorted(path for path in home.iterdir() if path.is_dir())
    except OSError:
        return
    for folder in folders:
        try:
            for place in files_of(folder).values():
                state = place.stat()
                yield str(place), f"{state.st_size} {state.st_mtime_ns}"
        except (OSError, ValueError) as error:
            yield str(folder), str(error)


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A document as text, or why there is none."""

    name: str
    title: str
    fragment: Fragment | None
    failure: str = ""
    pages_key: str = ""
    """The digest of everything that its pages depend on: the HTML of its template, the edition and the logo."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The content of the files at one moment. If they cannot be read, it has only problems."""

    today: date
    problems: tuple[ShownProblem, ...]
    broken: str
    """Why the documents are out of date, if they are."""
    no_pages: str = ""
    """Why pages cannot be made although texts can."""
    title: str = ""
    clock: Clock | None = None
    duties: tuple[ShownDuty, ...] = ()
    changes: ShownChanges | None = None
    texts: tuple[Text, ...] = ()
    logo: bytes | None = None
    checked: Checked | None = None
    sign_off: SignOff | None = None
    """Also there if the files cannot be read: it then says who must put them right."""


class GivenUp(msgspec.Struct, frozen=True, kw_only=True):
    """Templates that took too long. They are not tried again until their inputs change."""

    inputs: Inputs
    problems: tuple[Problem, ...]
    texts: tuple[Text, ...]


class Refresher:
    """Reads a response again when its files have changed."""

    def __init__(self, slug: str, workspace: Workspace, today: Callable[[], date]) -> None:
        self.slug = slug
        self.commit = LastCommit(workspace, slug)
        self._workspace, self._today = workspace, today
        self.file = workspace.responses / slug / "response.yaml"
        """It may not exist."""
        self._seen: tuple[date, Inputs] | None = None
        self._identifiers: dict[str, frozenset[str]] = {}
        self._given_up: GivenUp | None = None

    def may_be_in_the_middle_of_a_save(self) -> bool:
        """Whether to wait a moment before reading the files."""
        return is_gone_or_empty(self.file, self._workspace)

    def refresh(self) -> Snapshot | None:
        """The content of the files, or None if nothing has changed. Raises faults of the program."""
        today = self._today()
        states = _states_of(self.file, self._workspace)
        seen = today, inputs_of(self.file, self._workspace)
        committed = self.commit.refresh(today)
        if seen == self._seen and not committed:
            return None
        self._seen = seen  # a fault of the program would happen again
        inputs = tuple(each for each in seen[1] if not _is_an_editors_own(Path(each[0])))
        if self._given_up is not None and self._given_up.inputs != inputs:
            self._given_up = None
        try:
            return self._snapshot(today, inputs)
        finally:
            if _states_of(self.file, self._workspace) != states:
                self._seen = None  # a file was saved in between, perhaps with the same content

    def _snapshot(self, today: date, inputs: Inputs) -> Snapshot:
        checked = check(self.file, self._workspace, today=today, with_pages=self._given_up is None)
        if self._given_up is not None:
            problems_again = in_file_order(
                (*checked.problems, *self._given_up.problems), (checked.response.file, checked.office.file)
            )
            checked = msgspec.structs.replace(checked, problems=tuple(problems_again))
        status = status_with_record(checked, self.file.parent, within=self._workspace.root, today=today)
        sign_off = sign_off_of(status, checked.case)
        case, edition, publication = checked.case, checked.edition, status.publication
        if case is None or edition is None or publication is None:
            problems = shown_problems(checked.problems, self._identifiers, office=checked.office.file)
            return Snapshot(today=today, problems=problems, broken=_reason(checked), sign_off=sign_off)
        logo = _logo(checked)
        if self._given_up is not None:
            texts = self._given_up.texts
        else:
            texts, is_given_up = _texts(checked, case, self.slug, logo)
            if is_given_up:
                problems_of_templates = tuple(problem for problem in checked.problems if problem.code == TEMPLATE)
                self._given_up = GivenUp(inputs=inputs, problems=problems_of_templates, texts=texts)
        identifiers = {text.name: text.fragment.identifiers for text in texts if text.fragment}
        self._identifiers = {**self._identifiers, **identifiers}
        problems = shown_problems(checked.problems, self._identifiers, office=checked.office.file)
        duties = shown_duties(duties_of(case, publication), problems)
        return Snapshot(
            today=today,
            problems=problems,
            broken="",
            no_pages="" if checked.can_be_drafted else f"No pages can be made: {checked.undrawable[0].message}",
            title=case.response.report.title,
            clock=Clock(
                published_on=case.response.report.published_on,
                publication=publication,
                missing=tuple(still_missing(duties, problems)),
            ),
            duties=duties,
            changes=self.commit.changes(checked, self._identifiers),
            texts=texts,
            logo=logo,
            checked=msgspec.structs.replace(checked, case=msgspec.structs.replace(case, inspected=None)),  # long, and never printed
            sign_off=sign_off,
        )


def _is_an_editors_own(file: Path) -> bool:
    """Whether a file is one that editors put beside an open file."""
    return file.name.startswith((".", "#")) or file.name.endswith("~")


def _reason(checked: Checked) -> str:
    """One sentence for the top of the page; the problems say the rest."""
    if checked.response.model is None:
        return f"{checked.response.file} cannot be read. Below is what it said before."
    if checked.office.model is None:
        return f"{checked.office.file} cannot be read. Below is what it said before."
    if checked.case is None:
        return "The law tables have no answer for this report. Below is what the files said before."
    return "The edition of the templates cannot be used. Below are the last documents that could be made."


def _logo(checked: Checked) -> bytes | None:
    if not checked.logo:
        return None
    try:
        return fit_for_archive(checked.logo)
    except ValueError:
        return None


def _texts(checked: Checked, case: Case, slug: str, logo: bytes | None) -> tuple[tuple[Text, ...], bool]:
    """Each document as text, and whether a template took too long. The ones after it are then not tried."""
    edition, described = checked.edition, case.office.logo
    assert edition is not None
    address = f"{IMAGE_SCHEME}:logo"
    picture = LogoImage(url=address, alternative_text=described.alternative_text) if logo and described else None
    pictures = {address: address_of(slug, "logo", digest_of(logo))} if logo else {}
    texts: list[Text] = []
    given_up = ""
    for document in documents_of(case):
        title = document.name
        try:
            if given_up:
                raise CannotRunError(f"It was not tried, because {given_up} could not be made in the time allowed.")
            title = title_of(case, document, words_of(edition.folder, case.office.language))
            page = to_page(case, document, edition=edition.folder, draft=True, logo=picture)
        except PccResponseError as error:
            failure = f"{error.message} {error.remedy}".strip()
            texts.append(Text(name=document.name, title=title, fragment=None, failure=failure))
            if isinstance(error.__cause__, GivenUpError):
                given_up = title
            continue
        key = digest_of(page.encode("utf-8", "replace"), edition.fingerprint.encode(), logo or b"")
        texts.append(Text(name=document.name, title=title, fragment=fragment_of(page, pictures), pages_key=key))
    return tuple(texts), bool(given_up)


def digest_of(*contents: bytes | None) -> str:
    """A short digest for an address. 48 bits are enough for one page."""
    return sha256(b"\0".join(content or b"" for content in contents)).hexdigest()[:12]


def address_of(slug: str, *parts: str) -> str:
    """An address below that of the response's page."""
    return "/".join(("/r", *(quote(part, safe="") for part in (slug, *parts))))
