"""`pccresponse history`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path, PurePath

import click
import msgspec

from pccresponse.case.version import short
from pccresponse.cli.options import format_option, one_slug_argument
from pccresponse.cli.output import print_data, result_from, say, verified_in_words, wrapped
from pccresponse.foundation.errors import CannotRunError, WrongUseError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.models.record import GivenApproval, History, RecordedDuty, VerifiedAgainst, Version
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.published_files import changed_since, kept_document, published_folder, recorded_in_words, when_published
from pccresponse.publishing.bagging import law_in_words, main_tools_in_words
from pccresponse.publishing.git import repository_of
from pccresponse.publishing.revisions import Commit, log_of, not_committed
from pccresponse.reading import HISTORY_FILE, read_history
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import OFFICE_FILE, Workspace, find_workspace

_DIGITS = 12
_DIGITS_OF_COMMIT = 10
_ANY_DAY = date(2000, 1, 1)
"""The files are only read here, so the day does not matter."""


class DocumentResult(msgspec.Struct, frozen=True, kw_only=True):
    """A published document, and whether its file is unchanged."""

    name: str
    file: str
    pages: int
    bytes: int
    sha256: str
    state: str


class LawOfVersion(msgspec.Struct, frozen=True, kw_only=True):
    """The law that a version was made under."""

    applied_as_on: date
    in_force_from: date
    made_by: str


class VersionResult(msgspec.Struct, frozen=True, kw_only=True):
    """One publication of the response."""

    version: int
    published_on: str
    made_on: date | None
    reason: str | None
    content: str | None
    approvals: tuple[GivenApproval, ...]
    edition: str
    law: LawOfVersion
    tools: dict[str, str]
    inputs: dict[str, str]
    duties: tuple[RecordedDuty, ...]
    report_sha256: str | None
    verified_against: VerifiedAgainst | None
    documents: tuple[DocumentResult, ...]


class GitResult(msgspec.Struct, frozen=True, kw_only=True):
    """The commits of the response. If there are none, `note` says why."""

    note: str | None = None
    remedy: str | None = None
    earlier_names: tuple[str, ...] = ()
    commits: tuple[Commit, ...] = ()
    complete: bool = False
    not_committed: tuple[str, ...] = ()


class HistoryResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was published of a response, and what has changed since."""

    response: str
    title: str | None
    versions: tuple[VersionResult, ...]
    changed_since: tuple[str, ...] | None
    git: GitResult


@click.command("history")
@one_slug_argument
@format_option
def command(name: str, as_format: str) -> None:
    """Show what you published of the response NAME and when, and what has changed since.

    Each published file is compared with its digest in record.json. If responses/ is in a git repository, you also see the commits
    that changed the response, and in which of them it was published. The exit code is 1 if a published file is missing or has
    changed.

    \b
    pccresponse history 2015-07-21-child-protection-review
    pccresponse history 2015-07-21-child-protection-review --format json
    """
    workspace = find_workspace(Path.cwd())
    file = workspace.response_file(name)
    history = read_history(file.parent, within=workspace.root)
    checked = check(file, workspace, today=_ANY_DAY, with_report=False, with_pages=False)
    result = HistoryResult(
        response=checked.slug,
        title=checked.response.model.report.title if checked.response.model else None,
        versions=tuple(_version(each, file.parent, workspace) for each in history.versions) if history else (),
        changed_since=tuple(changed_since(history, checked)) if history and history.versions else None,
        git=_git(history, checked, file, workspace),
    )
    if as_format == "json":
        print_data(result)
    else:
        say("\n".join(_as_text(result, history)))
    whole = all(document.state == "as published" for version in result.versions for document in version.documents)
    sys.exit(0 if whole else 1)


def _version(version: Version, folder: Path, workspace: Workspace) -> VersionResult:
    record, place = version.record, published_folder(folder, version)
    documents = []
    for name, document in version.documents.items():
        kept = kept_document(folder, version, name, within=workspace.root)
        documents.append(
            result_from(
                document,
                DocumentResult,
                name=name,
                file=workspace.shown(place / PDF.file_name(name)),
                state=kept if isinstance(kept, str) else "as published",
            )
        )
    return result_from(
        version,
        VersionResult,
        edition=record.edition,
        law=result_from(record.law, LawOfVersion),
        tools=record.tools,
        inputs=record.inputs,
        duties=record.duties,
        documents=tuple(documents),
    )


def _git(history: History | None, checked: Checked, file: Path, workspace: Workspace) -> GitResult:
    slug = file.parent.name
    try:
        repository = repository_of(workspace)
        own_office = workspace.office_file(file).parent == file.parent
        editions = {version.record.edition for version in history.versions} if history else set()
        editions |= {checked.edition.name} if checked.edition else set()
        log = log_of(repository, slug, editions=sorted(editions), office=not own_office)
        uncommitted = not_committed(repository, workspace, _files(history, checked, file, workspace))
    except (CannotRunError, WrongUseError) as error:
        return GitResult(note=error.message, remedy=error.remedy)
    not_yet = tuple(_shortly(clause, slug) for clause in uncommitted)
    return GitResult(
        earlier_names=tuple(log.earlier_names), commits=tuple(log.commits), complete=log.complete, not_committed=not_yet
    )


def _shortly(clause: str, slug: str) -> str:
    """`response.yaml changed` for a file of the response, `responses/office.yaml changed` for one beside it."""
    return clause.removeprefix(f"{slug}/") if clause.startswith(f"{slug}/") else f"responses/{clause}"


def _files(history: History | None, checked: Checked, file: Path, workspace: Workspace) -> Iterator[str]:
    office, logo = workspace.office_file(file), checked.office.model.logo if checked.office.model else None
    paths = [file, file.parent / HISTORY_FILE, office, file.parent / OFFICE_FILE]
    paths += [office.parent / logo.file] if logo and ".." not in PurePath(logo.file).parts else []
    for version in history.versions if history else ():
        paths += [published_folder(file.parent, version) / PDF.file_name(name) for name in version.documents]
    for path in dict.fromkeys(paths):
        if path.is_relative_to(workspace.responses):
            yield path.relative_to(workspace.responses).as_posix()


def _as_text(result: HistoryResult, history: History | None) -> Iterator[str]:
    yield click.style(result.response, bold=True)
    if result.title:
        yield from wrapped(result.title)
    if history is None or not history.versions:
        yield from ("", "Never published.")
    else:
        for each, version in zip(reversed(result.versions), reversed(history.versions), strict=True):
            yield from ("", *_version_lines(each, version, result.git))
        yield from ("", click.style(f"Since version {history.versions[-1].version}", bold=True))
        yield from (f"  {clause}" for clause in result.changed_since or ["Neither the input nor the edition has changed."])
    yield from ("", *_git_lines(result.git))


def _version_lines(result: VersionResult, version: Version, git: GitResult) -> Iterator[str]:
    yield click.style(f"Version {version.version}, published {when_published(version)}", bold=True)
    if recorded := recorded_in_words(version):
        yield from _labelled("Recorded", recorded)
    if version.reason:
        yield from _labelled("Corrected", version.reason)
    for approval in version.approvals:
        who = f"{approval.name} ({approval.role}), on {in_words(approval.on)}, of version {short(approval.version)}"
        yield from _labelled("Approved", who)
    yield from _labelled("Law", law_in_words(version.record))
    yield from _labelled("Edition", version.record.edition)
    yield from _labelled("Made with", main_tools_in_words(version.record))
    if version.verified_against:
        yield from _labelled("Verified", verified_in_words(version.verified_against))
    elif version.report_sha256:
        yield from _labelled(
            "Report", f"SHA-256 {version.report_sha256[:_DIGITS]}, as given in the response. The report is not kept here"
        )
    for duty in version.record.duties:
        if duty.state in ("absent", "not recorded"):
            yield from _labelled("Absent" if duty.state == "absent" else "Not known", f"{duty.provision}: {duty.said}")
    documents = result.documents
    widest = max((len(PDF.file_name(each.name)) for each in documents), default=0)
    for number, each in enumerate(documents):
        pages = f"{each.pages:>3} {'page ' if each.pages == 1 else 'pages'}"
        yield f"  {'' if number else 'Documents:':<12}{PDF.file_name(each.name):<{widest}}  {pages}  {each.sha256[:_DIGITS]}"
    wrong = [f"{PDF.file_name(each.name)} {each.state}" for each in documents if each.state != "as published"]
    for clause in wrong:
        yield click.style(f"  {'':<12}{clause}", fg="red")
    if not wrong:
        yield f"  {'':<12}Each is still the file that was published."
    if not git.note:
        yield from _labelled("In git", _between(version.version, git.commits))


def _between(version: int, commits: Sequence[Commit]) -> str:
    """The commit in which a version was published, in words."""
    for index, commit in enumerate(commits):
        if version in commit.recorded:
            named = [f"{each.id[:_DIGITS_OF_COMMIT]} of {each.day}" for each in commits[index : index + 2]]
            return f"recorded in {named[0]}" + (f", after {named[1]}" if len(named) > 1 else "")
    return "not in any of the commits below"


def _git_lines(git: GitResult) -> Iterator[str]:
    if git.note:
        yield from wrapped(f"In git: nothing. {git.note}")
        return
    yield click.style("Commits in git, newest first", bold=True)
    hanging = 2 + _DIGITS_OF_COMMIT + 2 + len("2015-07-21") + 2
    for clause in git.not_committed:
        yield from wrapped(f"  {'not committed yet':<{hanging - 2}}{clause}", hanging=hanging)
    for commit in git.commits:
        head = f"  {commit.id[:_DIGITS_OF_COMMIT]}  {commit.day}  {commit.subject} ({commit.author})"
        yield from wrapped(head, hanging=hanging)
        yield from wrapped(" " * hanging + ", ".join(commit.touched), hanging=hanging) or [""]
        for version in commit.recorded:
            yield f"{'':<{hanging}}{click.style(f'version {version} recorded', bold=True)}"
    if git.earlier_names:
        yield from wrapped(f"Earlier names: {', '.join(git.earlier_names)}")
    if not git.complete:
        yield "Older commits are not listed."
    if git.commits:
        yield from wrapped("To make the documents as they were in one of them, run: pccresponse build NAME --at COMMIT")
    else:
        yield "  No commit has changed this response yet."


def _labelled(label: str, text: str) -> list[str]:
    return wrapped(f"  {label + ':':<12}{' '.join(text.split())}", hanging=14)
