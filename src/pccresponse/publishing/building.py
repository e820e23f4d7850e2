"""Building one response: checked, rendered, written, and what it was built from written down beside it."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Generator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from pccresponse.foundation.digests import digest_of
from pccresponse.foundation.errors import PccResponseError, UnfinishedError
from pccresponse.foundation.limited_process import GivenUpError
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.models.record import History
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.rendering import explained, render
from pccresponse.pipeline.report_file import MOST_REPORT_BYTES
from pccresponse.publishing.built import BUILT_FILE, Built, Conditions, Kept, Output, Used, as_json
from pccresponse.publishing.changes import changed_since
from pccresponse.publishing.freshness import slug_of
from pccresponse.publishing.history import when_published
from pccresponse.publishing.writing import write_documents
from pccresponse.reading.files import bytes_of
from pccresponse.reading.records import read_history
from pccresponse.rendering.pdf import EngineFailedError
from pccresponse.workspace import Workspace

_UNREADABLE = "not built, because its files cannot be read as they are."
_HAS_ERRORS = "no final documents, because there are errors. Without --final a draft is made."
_CHANGED = '{} To publish it again, as a new version: pccresponse publish {} --on DAY --new-version "why"'


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for every response of one run."""

    workspace: Workspace
    conditions: Conditions
    today: date
    """The day as of which the rules judge what is late."""
    with_report: bool = True
    """Whether the words are held against the reports that are kept beside the responses."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of building one response, small enough to be sent from one process to another."""

    slug: str
    problems: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()
    """The documents, as messages show their paths."""
    draft: bool = True
    """Whether what was written bears the mark of a draft."""
    note: str = ""
    """What is to be said of it beside, where it was published before."""
    refusal: str = ""
    """Why nothing was built, where the response is the reason."""
    failure: tuple[str, str] | None = None
    """Why nothing could be built, where the machine or a template is the reason, and what to do."""
    mistake: str = ""
    """The traceback of what should never have happened."""

    @property
    def has_errors(self) -> bool:
        """Whether its files have errors; it may have been drafted in spite of them."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def building(response_file: Path, terms: Terms) -> Generator[str, None, Outcome]:
    """Build one response: the name of each document when it is made, and then what came of it.

    What goes wrong is in the answer, so that the next one has its turn; but for what only tells how a document failed
    (`EngineFailedError`, `MemoryError`), of which more can be found out by whoever has time for it.
    """
    slug = slug_of(response_file)
    problems: tuple[Problem, ...] = ()
    try:
        checked = check(response_file, terms.workspace, today=terms.today, with_report=terms.with_report)
        problems = checked.problems
        if not checked.can_be_drafted:
            return Outcome(slug=slug, problems=problems, refusal=_UNREADABLE)
        history = read_history(response_file.parent, within=terms.workspace.root)
        changed = changed_since(history, checked) if history else ()
        draft = terms.conditions.draft and (history is None or bool(changed))
        if not draft and changed:
            return Outcome(slug=slug, problems=problems, refusal=_CHANGED.format(_since(history, changed), slug))
        if not draft and checked.has_errors and history is None:
            return Outcome(slug=slug, problems=problems, refusal=_HAS_ERRORS)
        built = built_from(checked, terms, draft=draft)
        documents = {}
        for each in render(checked, draft=draft):
            documents[each.name] = each.content
            yield each.name
        written = put_in_place(slug, documents, built, terms.workspace)
        note = f"{_since(history, changed)} This is a draft of a new version." if changed else ""
        return Outcome(slug=slug, problems=problems, written=written, draft=draft, note=note)
    except (EngineFailedError, MemoryError):
        raise
    except UnfinishedError as error:
        return Outcome(slug=slug, problems=problems, refusal=f"no final documents. {error.message} {error.remedy}")
    except PccResponseError as error:
        return Outcome(slug=slug, problems=problems, failure=(error.message, error.remedy))
    except Exception:
        return Outcome(slug=slug, problems=problems, mistake=traceback.format_exc())


def not_built(response_file: Path, terms: Terms, error: GivenUpError | EngineFailedError, *, finished: Collection[str]) -> Outcome:
    """What came of a response of which a document failed, or took more than it may: with what is found out about the reason."""
    checked = check(response_file, terms.workspace, today=terms.today, with_report=False)
    if not checked.can_be_drafted:
        return Outcome(slug=checked.slug, problems=checked.problems, refusal=_UNREADABLE)
    reason = explained(checked, error, finished=finished)
    return Outcome(slug=checked.slug, problems=checked.problems, failure=(reason.message, reason.remedy))


def _since(history: History | None, changed: tuple[str, ...]) -> str:
    """`published as version 1 on 2 September 2015; since then response.yaml changed.`"""
    assert history is not None
    last = history.versions[-1]
    return f"published as version {last.version}, {when_published(last)}; since then {' and '.join(changed)}."


def built_from(checked: Checked, terms: Terms, *, draft: bool) -> Built:
    """What documents are about to be made from and with: to be asked before, so that what changes meanwhile is seen to have changed."""
    response, office, edition = checked.response, checked.office, checked.edition
    assert response.model is not None
    assert office.model is not None
    assert edition is not None
    logo = office.model.logo
    return Built(
        conditions=msgspec.structs.replace(terms.conditions, draft=draft),
        response=_used(response.file, response.content),
        office=_used(office.file, office.content),
        logo=_used((Path(office.file).parent / logo.file).as_posix(), checked.logo) if logo and checked.logo else None,
        report=_kept(checked, terms.workspace) if terms.with_report else None,
        edition=edition.name,
        edition_named=response.model.edition is not None,
        edition_files=edition.all_digests,
        errors=sum(problem.severity is Severity.ERROR for problem in checked.problems),
    )


def put_in_place(slug: str, documents: Mapping[str, bytes], built: Built, workspace: Workspace) -> tuple[str, ...]:
    """Write the documents of a response and then, last of all, what they were built from; answers with their paths."""

    def record(places: tuple[Path, ...]) -> tuple[str, bytes]:
        outputs = {path.name: _output(path, content) for path, content in zip(places, documents.values(), strict=True)}
        return BUILT_FILE, as_json(msgspec.structs.replace(built, documents=outputs))

    written = write_documents(workspace.build / slug, documents, within=workspace.root, record=record)
    return tuple(workspace.shown(path) for path in written)


def _used(path: str, content: bytes) -> Used:
    return Used(path, digest_of(content))


def _kept(checked: Checked, workspace: Workspace) -> Kept | None:
    """The report as it was read; without a digest where it could not be."""
    assert checked.response.model is not None
    name = checked.response.model.report.file
    if name is None:
        return None
    path = (Path(checked.response.file).parent / name).as_posix()
    if checked.verified is None:  # there was something wrong with it, and it is to be looked at again when it is another
        content = bytes_of(workspace.root / path, within=workspace.root, most=MOST_REPORT_BYTES)
        return Kept(path, digest_of(content) if isinstance(content, bytes) else "")
    state = (workspace.root / path).stat()
    return Kept(path, checked.verified.sha256, state.st_size, state.st_mtime_ns)


def _output(path: Path, content: bytes) -> Output:
    state = path.stat()
    return Output(digest_of(content), state.st_size, state.st_mtime_ns)
