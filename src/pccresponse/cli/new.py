"""`pccresponse new`."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import click
import msgspec

from pccresponse import statute
from pccresponse.case.naming import listed
from pccresponse.cli.options import Day, ForceId
from pccresponse.cli.output import is_asked_on_a_terminal, print_data, say
from pccresponse.cli.report_questions import ReportResult, as_lines, asked_one_by_one, report_result, settled_facts
from pccresponse.foundation.command_names import as_typed, program_name
from pccresponse.foundation.errors import CannotRunError, NoBodyError, PccResponseError, WrongUseError
from pccresponse.foundation.partial_dates import in_words, with_weekday
from pccresponse.foundation.writing import clear_abandoned, write_new, write_whole
from pccresponse.importing.addressees import OurForce
from pccresponse.importing.from_report import ImportedReport, imported
from pccresponse.importing.response_blocks import blocks_of
from pccresponse.models.findings import Acceptance, ActionStatus
from pccresponse.models.office import Office
from pccresponse.models.report import COUNTED, ONE_FORCE, AreaGrade, PillarGrade, ReportKind
from pccresponse.pipeline.editions import newest_edition
from pccresponse.reading import read_office
from pccresponse.reading.schema import FOLDER, SCHEMAS, first_line, schema_file, schema_text
from pccresponse.reading.source import MOST_PICTURE_BYTES, Fault, bytes_of
from pccresponse.rules.report_contents import forms_of_judgments
from pccresponse.scaffolds import filled_in
from pccresponse.source_report.report_facts import facts_in
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace, find_workspace

_DAYS_TO_REPLY = 28
"""A suggestion: under the Act, the body chooses the day."""
_LONGEST_SLUG = 60
_APOSTROPHES = re.compile("['’ʼ‘]")
_NAMED_AFTER_ITS_SHAPE = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) ([A-Z]{1,2})\b")
"""Letters such as ø and æ, which are not a plain letter with a mark."""


class NewResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of `new`."""

    response: str
    """The name of the new response."""
    written: tuple[str, ...]
    """The new files."""
    report: ReportResult | None
    """What was found in the report, with `--from`."""
    same_name: str | None
    """The latest other response to a report with the same title."""
    next: str
    """The next command, as it would be typed."""


@click.command("new")
@click.option(
    "--from",
    "source",
    metavar="REPORT",
    help="Start from the report itself: a .pdf, .html, .docx or .txt file, or - to read from a pipe.",
)
@click.option("--title", help="The title on the cover of the report. You need it without --from.")
@click.option("--published-on", type=Day(), metavar="DAY", help="The day the report was published. You need it without --from.")
@click.option(
    "--force",
    "force_id",
    type=ForceId(),
    metavar="FORCE",
    help="The police force, by its name or identifier. You need it for your first response only.",
)
@click.option("--kind", type=click.Choice(get_args(ReportKind)), help="The kind of report. Without --from it is force.")
@click.option("--ask", is_flag=True, help="With --from, on a terminal: answer the questions about the report one by one.")
@click.option(
    "--format", "as_format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Words or JSON."
)
def command(
    source: str | None,
    title: str | None,
    published_on: date | None,
    force_id: str | None,
    kind: ReportKind | None,
    ask: bool,
    as_format: str,
) -> None:
    """Start a response: make a response.yaml with notes on what to fill in, and an office.yaml if you have none.

    With --from, the program reads the report and keeps it in the folder. It puts the recommendations, causes of concern, areas for
    improvement and grades in their places, in the report's own words. If it is not certain of something, it writes a line that begins
    with # CHECK. "check" counts that line as an error until you take it away.

    If responses/office.yaml belongs to another force, the new response gets an office.yaml in its own folder.

    If the inspectorate corrects a report that you have answered, bring it in with "pccresponse update": your answers stay.

    \b
    pccresponse new --force kent --from peel-2023-25-kent.pdf
    pccresponse new --force kent --title "PEEL 2023-25: Kent Police" --published-on 2024-06-18
    pccresponse new --title "A national report" --kind national --published-on "11 February 2025"
    """
    if ask and (source is None or source == "-" or not is_asked_on_a_terminal()):
        raise WrongUseError(
            "--ask needs --from with a file, and a terminal to answer on.", "Leave it out; the questions are in the file."
        )
    workspace = _workspace()
    given = {name for name, value in (("title", title), ("published_on", published_on), ("kind", kind)) if value is not None}
    common = workspace.responses / OFFICE_FILE
    known = _office(common, workspace)
    ours = OurForce(known.force, known.force_name) if known and force_id in (None, known.force) else OurForce(force_id)
    opened = None
    if source is not None:
        from pccresponse.importing.opened_report import opened_report

        opened = opened_report(source, sys.stdin.buffer)
        title, published_on, kind = settled_facts(facts_in(opened.report), title, published_on, kind, ours, may_ask=ask)
    if title is None or published_on is None:
        missing = "--title" if title is None else "--published-on"
        raise click.UsageError(f"Missing option '{missing}'. With --from REPORT it is read from the report.")
    kind = kind or "force"
    title = " ".join(title.split())
    slug = f"{published_on.isoformat()}-{short(title)}"
    folder = workspace.responses / slug
    for place in (folder, workspace.responses, workspace.root / FOLDER):
        clear_abandoned(place)
    if (folder / RESPONSE_FILE).exists():
        raise WrongUseError(
            f"There is already a response called {slug}.",
            "Choose another title, or edit that response."
            if source is None
            else "Nothing was written over it. If this is the report as the inspectorate corrected it, run: "
            f"pccresponse update {slug} {source}",
        )
    if force_id is None:
        force_id = known.force if known else None
        _see_that_the_title_names_no_other(title, kind, force_id, there_is_an_office=known is not None)
    words = words_of_the_day(workspace, title=title, slug=slug, kind=kind, published_on=published_on, force_id=force_id)
    files: dict[Path, bytes] = {}
    if known is None:
        files[common] = _scaffold("office", common, words, workspace)
    elif force_id != known.force:
        files |= _office_of_its_own(folder, force_id, words, workspace)
    report: ImportedReport | None = None
    blocks: dict[str, str] | None = None
    if opened is not None:
        report = imported(opened.report, title=title, published_on=published_on, kind=kind, ours=ours, is_given=given.__contains__)
        report = asked_one_by_one(report) if ask else report
        kept = folder / f"report{opened.ending}"
        blocks = blocks_of(report, file=kept.name, words=words)
        files[kept] = opened.content
    files[folder / RESPONSE_FILE] = _scaffold("response", folder / RESPONSE_FILE, words, workspace, blocks)
    alike = _of_the_same_name(slug, workspace) if opened is not None else None
    schemas = _write_schemas(workspace)  # first, so that a response is there only where all else is
    write_new(files)
    written = [workspace.shown(path) for path in (*files, *schemas)]
    next_step = f"pccresponse check {slug}"
    if as_format == "json":
        found = report_result(report) if report else None
        print_data(NewResult(response=slug, written=tuple(written), report=found, same_name=alike, next=as_typed(next_step)))
        return
    for shown in written:
        say(f"Written: {shown}")
    if known is not None:
        whose = f"responses/{OFFICE_FILE} is for {_whose(known)}"
        own = (
            f"{whose}. This response has its own {OFFICE_FILE}."
            if force_id != known.force
            else f"{whose}, so it is used for this response."
        )
        say(own)
    for line in as_lines(report) if report else ():
        say(line)
    if alike:
        say(
            f"There is also a response of that name for another day: {alike}. If this is the same report, as the inspectorate corrected it,"
        )
        say(f"delete the new folder, and run: pccresponse update {alike} {source}")
    say(f"To see what is missing, run: {next_step}")


def _of_the_same_name(slug: str, workspace: Workspace) -> str | None:
    """The latest other response to a report with the same title."""
    if not workspace.responses.is_dir():
        return None
    day = len("2024-06-18-")
    return next((each for each in reversed(workspace.slugs()) if each != slug and each[day:] == slug[day:]), None)


def _workspace() -> Workspace:
    """The workspace, or a new one in the current folder."""
    try:
        return find_workspace(Path.cwd())
    except PccResponseError:
        return Workspace(Path.cwd())


def _office(file: Path, workspace: Workspace) -> Office | None:
    """The office in a file; None if there is no file. Raises `WrongUseError` if it cannot be read."""
    if not file.exists():
        return None
    reading = read_office(file, within=workspace.root, shown_as=workspace.shown(file))
    office = reading.model
    if office is None:
        raise WrongUseError(
            f"{workspace.shown(file)} cannot be read, so the program cannot tell whose office it is.",
            f"Put it right first: {reading.problems[0].place}: {reading.problems[0].message}",
        )
    return office


def _whose(office: Office) -> str:
    """The force or body of an office."""
    if office.force:
        try:
            return statute.force(office.force).name
        except NoBodyError:
            return office.force
    return office.body.name or office.force_name or "a body without a name"


def _see_that_the_title_names_no_other(title: str, kind: ReportKind, force_id: str | None, *, there_is_an_office: bool) -> None:
    """Without --force, raise `WrongUseError` if there is no office or the title names other forces."""
    named = statute.forces_named_in(title)
    others = [each.id for each in named if each.id != force_id]
    if not there_is_an_office:
        raise WrongUseError(
            f"There is no responses/{OFFICE_FILE} yet.",
            f"Say which police force it is for, for example: --force {others[0]}."
            if len(others) == 1
            else "Say which police force it is for with --force. To list the identifiers, run: pccresponse law --forces",
        )
    if kind in ONE_FORCE and others and len(others) == len(named):
        names = listed([each.name for each in named])
        raise WrongUseError(
            f"The title names {names}, but responses/{OFFICE_FILE} is for another force"
            f"{f': {statute.force(force_id).name}' if force_id else ''}.",
            f"If the report is about that force, add --force {others[0]}; if not, say whose office it is: --force "
            f"{force_id or 'with its identifier'}.",
        )


def _office_of_its_own(folder: Path, force_id: str | None, words: dict[str, Any], workspace: Workspace) -> dict[Path, bytes]:
    """An `office.yaml` for the response's folder: copied from the force's latest response with its logo, or a new one."""
    for slug in reversed(workspace.slugs()):
        file = workspace.responses / slug / OFFICE_FILE
        office = read_office(file, within=workspace.root, shown_as=OFFICE_FILE).model if file.exists() else None
        if office is not None and office.force == force_id:
            logo = [file.parent / office.logo.file] if office.logo else []
            copied = [each for each in (file, *logo) if each.is_file() and each.parent == file.parent]
            return {folder / each.name: _content(each, workspace) for each in copied}
    return {folder / OFFICE_FILE: _scaffold("office", folder / OFFICE_FILE, words, workspace)}


def _content(file: Path, workspace: Workspace) -> bytes:
    content = bytes_of(file, within=workspace.root, most=MOST_PICTURE_BYTES)
    if isinstance(content, Fault):
        raise CannotRunError(f"{workspace.shown(file)} {content.message}.", content.remedy)
    return content


def short(title: str) -> str:
    """The title as letters, digits and hyphens, for the name of a folder.

    >>> short("PEEL 2023–25: the force’s answer to crime & disorder")
    'peel-2023-25-the-forces-answer-to-crime-and-disorder'
    """
    spelled = _APOSTROPHES.sub("", title).replace("&", " and ").casefold()
    plain = "".join(map(_plain_letter, unicodedata.normalize("NFKD", spelled)))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not words:
        raise WrongUseError(f'The title "{title}" has no letters, so it cannot name a folder.')
    return words[:_LONGEST_SLUG].rsplit("-", 1)[0] if len(words) > _LONGEST_SLUG else words


def _plain_letter(character: str) -> str:
    """A letter without its mark, nothing for a mark, and a hyphen for anything else."""
    if character.isascii():
        return character
    if unicodedata.combining(character):
        return ""
    shape = _NAMED_AFTER_ITS_SHAPE.match(unicodedata.name(character, ""))
    return shape[1].lower() if shape else "-"


def words_of_the_day(
    workspace: Workspace, *, title: str, slug: str, kind: ReportKind, published_on: date, force_id: str | None
) -> dict[str, Any]:
    """The values for the scaffolds on that day. Raises `LookUpError` if there is no law or body."""
    if not title.isprintable():
        raise WrongUseError("The title has characters that cannot be printed.")
    regime = statute.regime_on(published_on, force_id)
    last_day = statute.publish_by(regime, published_on)
    body = statute.body_on(force_id, published_on) if force_id else None
    if body is not None and body.kind == "home secretary":
        raise NoBodyError(
            f"On {in_words(published_on)} the Home Secretary was the police authority; there is no office to respond for."
        )
    return {
        "typed": program_name(),
        "edition": newest_edition(workspace),
        "title": json.dumps(title, ensure_ascii=False),
        "slug": slug,
        "kind": kind,
        "published_on": published_on.isoformat(),
        "day": in_words(published_on),
        "duties": [f"s. {duty.subsection}: {' '.join(duty.text.split())}" for duty in regime.duties],
        "last_day": with_weekday(last_day) if last_day else None,
        "last_day_iso": last_day.isoformat() if last_day else None,
        "reply_by": (published_on + timedelta(days=_DAYS_TO_REPLY)).isoformat(),
        "one_force": kind in ONE_FORCE,
        "counted": COUNTED,
        "judgments": forms_of_judgments(published_on.year),
        "area_grades": _choice(AreaGrade),
        "pillar_grades": _choice(PillarGrade),
        "acceptances": _choice(Acceptance),
        "statuses": _choice(ActionStatus),
        "explanation_required": regime.explanation_required,
        "recipients": " and ".join(recipient.name for recipient in regime.recipients),
        "body": body.name if body else None,
        "body_kind": regime.commenting_body,
        "force_id": force_id,
        "chief_officer": statute.force(force_id).chief_officer_rank if force_id else "chief officer of police",
    }


def _choice(words: Any) -> str:
    *others, last = get_args(words)
    return f"{', '.join(others)} or {last}"


def _write_schemas(workspace: Workspace) -> list[Path]:
    """Write the schemas that have changed. Returns their paths."""
    found = []
    for name in SCHEMAS:
        path, text = workspace.root / FOLDER / schema_file(name), schema_text(name).encode()
        if bytes_of(path, within=workspace.root) != text:
            write_whole(path, text)
            found.append(path)
    return found


def _scaffold(name: str, path: Path, words: dict[str, Any], workspace: Workspace, blocks: dict[str, str] | None = None) -> bytes:
    """A scaffold, filled in."""
    return f"{first_line(name, path, workspace.root)}\n{filled_in(name, words, blocks)}".encode()
