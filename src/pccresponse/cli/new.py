"""`pccresponse new`."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import click

from pccresponse import statute
from pccresponse.cli.options import Day
from pccresponse.cli.output import say
from pccresponse.editions import newest_edition
from pccresponse.errors import CannotRunError, NoBodyError, PccResponseError, WrongUseError
from pccresponse.models.office import Office
from pccresponse.models.report import ReportKind
from pccresponse.partial_dates import in_words, with_weekday
from pccresponse.publishing.writing import write_whole
from pccresponse.reading import read_office
from pccresponse.reading.schema_files import FOLDER, SCHEMAS, first_line, schema_file, schema_text
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace, find_workspace

_DAYS_TO_REPLY = 28
"""A suggestion in the scaffold, not law: the Act lets the body choose a day."""
_LONGEST_SLUG = 60


@click.command("new")
@click.option("--title", required=True, help="The report's title, as on its cover.")
@click.option("--published-on", required=True, type=Day(), metavar="DAY", help="The day on which the report was published.")
@click.option(
    "--force", "force_id", metavar="FORCE", help="The police force by its identifier; needed for the first response only."
)
@click.option(
    "--kind", type=click.Choice(get_args(ReportKind)), default="force", show_default=True, help="What sort of report it is."
)
def command(title: str, published_on: date, force_id: str | None, kind: str) -> None:
    """Start a response: a commented response.yaml under responses/, and an office.yaml if there is none yet.

    \b
    pccresponse new --force kent --title "PEEL 2023-25: Kent Police" --published-on 2024-06-18
    pccresponse new --title "A national report" --kind national --published-on 2025-02-11
    """
    workspace = _workspace()
    title = " ".join(title.split())
    slug = f"{published_on.isoformat()}-{_short(title)}"
    folder = workspace.responses / slug
    if (folder / RESPONSE_FILE).exists():
        raise WrongUseError(f"There is a response called {slug} already.", "Choose another title, or edit the one that is there.")
    office_file = workspace.responses / OFFICE_FILE
    force_id = _agreed_force(force_id, office_file, workspace)
    words = _words(workspace, title=title, slug=slug, kind=kind, published_on=published_on, force_id=force_id)
    written: list[Path] = []
    if not office_file.exists():
        if force_id is None:
            raise WrongUseError(
                "There is no responses/office.yaml yet.",
                "Say whose office it is with --force; the identifiers: pccresponse law --forces",
            )
        written.append(_write(office_file, "office", words, workspace))
    written.append(_write(folder / RESPONSE_FILE, "response", words, workspace))
    written += _write_schemas(workspace)
    for path in written:
        say(f"Written: {path.relative_to(workspace.root).as_posix()}")
    say(f"What is still to be filled in: pccresponse check {slug}")


def _workspace() -> Workspace:
    """The workspace that we are in; a first response makes one here."""
    try:
        return find_workspace(Path.cwd())
    except PccResponseError:
        return Workspace(Path.cwd())


def _agreed_force(asked_for: str | None, office_file: Path, workspace: Workspace) -> str | None:
    """The force that was asked for, or that of the office that is there already, if they do not contradict each other."""
    office: Office | None = None
    if office_file.exists():
        office = read_office(office_file, within=workspace.root, shown_as=OFFICE_FILE).model
    known = office.force if office else None
    if asked_for and known and asked_for != known:
        raise WrongUseError(
            f"responses/office.yaml is of another force: {known}, not {asked_for}.",
            "Leave out --force, or start in a folder of its own for the other office.",
        )
    return asked_for or known


def _short(title: str) -> str:
    """The title as part of a folder's name: letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not words:
        raise WrongUseError(f'The title "{title}" has no letters to name a folder by.')
    return words[:_LONGEST_SLUG].rsplit("-", 1)[0] if len(words) > _LONGEST_SLUG else words


def _words(workspace: Workspace, *, title: str, slug: str, kind: str, published_on: date, force_id: str | None) -> dict[str, Any]:
    """What the scaffolds say, looked up for the day. Raises `LookUpError` where there is no law or no body."""
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
        "one_force": kind in ("force", "post-inspection review", "letter"),
        "explanation_required": regime.explanation_required,
        "recipients": " and ".join(recipient.name for recipient in regime.recipients),
        "body": body.name if body else None,
        "body_kind": regime.commenting_body,
        "force_id": force_id,
        "chief_officer": statute.force(force_id).chief_officer_rank if force_id else "chief officer of police",
    }


def _write_schemas(workspace: Workspace) -> list[Path]:
    """Put the schemas where the first lines of the files look for them, in place of those of an earlier version."""
    found = []
    for name in SCHEMAS:
        path, text = workspace.root / FOLDER / schema_file(name), schema_text(name).encode()
        if not path.is_file() or path.read_bytes() != text:
            write_whole(path, text)
            found.append(path)
    return found


def _write(path: Path, name: str, words: dict[str, Any], workspace: Workspace) -> Path:
    """Fill in a scaffold and write it, unless somebody else has written the file in the meantime."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - this makes YAML, not HTML
        loader=PackageLoader("pccresponse.cli", "scaffolds"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    text = f"{first_line(name, path, workspace.root)}\n{environment.get_template(f'{name}.yaml.j2').render(words)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise CannotRunError(f"{path} could not be written: {error.strerror}.") from error
    return path
