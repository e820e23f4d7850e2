"""Workspaces whose responses are built in no time: a page each, in an edition with a single font."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pccresponse.publishing.building import BuildOutcome, BuildSettings, build_all
from pccresponse.publishing.rebuild_check import RebuildCheck, conditions_now
from pccresponse.workspace import Workspace
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
NAMES = ("comments.pdf", "panel-report.pdf", "submission-home-secretary.pdf")
_EDITION = """name: plain
title: Plain
purpose: To be built quickly.
text_font: Source Sans 3
dated: 2026-11-22
"""
_TEMPLATE = """<!DOCTYPE html>
<html lang="{{ case.office.language }}"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body data-mark="{{ 'DRAFT' if draft else '' }}"><h1>{{ title }}</h1><p>{{ case.response.report.summary }}</p></body></html>
"""
_OFFICE = """force: south-yorkshire
address: |
  1 High Street
  Barnsley
email: office@example.org
office_holders:
  - {name: Alex Morgan, took_office_on: 2014}
chief_officers:
  - {name: Sam Reed, took_office_on: 2012}
"""
_RESPONSE = """edition: plain
report:
  title: A review of SLUG
  kind: post-inspection review
  published_on: 2015-07-21
  url: https://www.example.org/report
  summary: SUMMARY
invitation: {sent_on: not recorded}
chief_officer_comments: none received
comments:
  made_on: 2015-09-01
  sections: [{heading: What was done, text: The force has done what was asked of it.}]
submission: {sent_on: 2015-09-02}
publication: {published_on: 2015-09-02, url: https://www.example.org/comments}
panel_report: {meeting: Police and Crime Panel, held_on: 2015-09-10}
findings:
  positive_findings:
    - {text: The force keeps good records.}
"""


def small_workspace(root: Path, slugs: Iterable[str], summary: str = "Nothing much.") -> Workspace:
    """A workspace with a response for each slug; none has errors."""
    edition = root / "templates" / "plain"
    (edition / "fonts").mkdir(parents=True)
    (edition / "edition.yaml").write_text(_EDITION)
    for name in ("comments", "submission", "panel_report"):
        (edition / f"{name}.html.j2").write_text(_TEMPLATE)
    for name in ("SourceSans3-Regular.ttf", "coverage.txt"):
        shutil.copy(ROOT / "templates" / "2026" / "fonts" / name, edition / "fonts")
    (edition / "_shared" / "words").mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "_shared" / "words" / "en-GB.yaml", edition / "_shared" / "words")
    (root / "responses").mkdir()
    (root / "responses" / "office.yaml").write_text(_OFFICE)
    workspace = Workspace(root)
    for slug in slugs:
        write_response(workspace, slug, summary)
    return workspace


def write_response(workspace: Workspace, slug: str, summary: str) -> Path:
    """Write a response anew; its documents differ when its summary does."""
    folder = workspace.responses / slug
    folder.mkdir(exist_ok=True)
    (folder / "response.yaml").write_text(_RESPONSE.replace("SLUG", slug).replace("SUMMARY", summary))
    return folder / "response.yaml"


def without(text: str, *keys: str) -> str:
    """A response without some of its parts, each named as its line begins: an example that is shorter is set sooner."""
    for key in keys:
        inside = key[: len(key) - len(key.lstrip())] + " "
        text, count = re.subn(rf"^{key}:\n(?:{inside}.*\n| *#.*\n|\n)+", "", text, flags=re.MULTILINE)
        assert count == 1, key
    return text


def settings_for(workspace: Workspace, *, draft: bool = True) -> BuildSettings:
    """The settings of a run that begins now."""
    return BuildSettings(workspace=workspace, conditions=conditions_now(draft=draft), today=TODAY)


def build_what_changed(workspace: Workspace, *, draft: bool = True) -> dict[str, tuple[str, ...]]:
    """Build in this process what has to be built; answers with the reasons by slug."""
    settings = settings_for(workspace, draft=draft)
    rebuild_check = RebuildCheck(workspace, settings.conditions)
    reasons = {slug: rebuild_check.rebuild_of(workspace.response_file(slug)).reasons for slug in workspace.slugs()}
    files = [workspace.response_file(slug) for slug, why in reasons.items() if why]
    for outcome in build_all(files, settings, Nobody(), jobs=1):
        assert outcome.written, outcome
    return {slug: why for slug, why in reasons.items() if why}


def outcomes_of(workspace: Workspace, *, jobs: int) -> list[BuildOutcome]:
    """What comes of building everything."""
    files = [workspace.response_file(slug) for slug in workspace.slugs()]
    return list(build_all(files, settings_for(workspace), Nobody(), jobs=jobs))


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, locks aside, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


class Nobody:
    """Does not want to know how far it is."""

    def making(self, slugs: object) -> None:
        pass

    def made(self, slug: str, name: str) -> None:
        pass

    def done(self) -> None:
        pass
