"""A response that was published, made in no time: its record is a real one, its PDFs are empty but for what they carry."""

from __future__ import annotations

import io
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pikepdf

from pccresponse.models.record import History, PublishedDocument, Version
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.published_files import published_folder
from pccresponse.pipeline.record import as_json, inputs_of, record_of
from pccresponse.reading import HISTORY_FILE, read_history
from pccresponse.workspace import Workspace
from tests.conftest import ROOT

SLUG = "2015-07-21-child-protection-review"
WITH_LOGO = "2024-06-18-peel-2023-25-westshire"
TODAY = date(2026, 11, 22)
DOCUMENTS = ("comments", "submission-home-secretary")


def workspace_with(folder: Path, *slugs: str) -> Workspace:
    """A workspace with some of the examples, none of them published."""
    for slug in slugs:
        shutil.copytree(
            ROOT / "responses" / slug, folder / "responses" / slug, ignore=shutil.ignore_patterns(HISTORY_FILE, "published")
        )
    shutil.copy(ROOT / "responses" / "office.yaml", folder / "responses")
    return Workspace(folder)


def publish(
    workspace: Workspace, slug: str = SLUG, *, carrying: bool = True, reason: str | None = None, on: str | None = None
) -> Version:
    """The next version of a response."""
    file = workspace.response_file(slug)
    checked = check(file, workspace, today=TODAY)
    assert checked.case, checked.problems
    history = read_history(file.parent, within=workspace.root)
    versions = history.versions if history else ()
    documents = {name: _pdf(name, inputs_of(checked) if carrying else {}) for name in DOCUMENTS}
    version = Version(
        version=len(versions) + 1,
        published_on=on or ("2015-09" if versions else "2015"),
        reason=reason,
        record=record_of(checked, draft=False),
        documents={
            name: PublishedDocument(sha256=sha256(pdf).hexdigest(), bytes=len(pdf), pages=1) for name, pdf in documents.items()
        },
    )
    place = published_folder(file.parent, version)
    place.mkdir(parents=True)
    for name, pdf in documents.items():
        (place / f"{name}.pdf").write_bytes(pdf)
    (file.parent / HISTORY_FILE).write_bytes(as_json(History(slug=slug, versions=(*versions, version))))
    return version


def _pdf(title: str, carried: dict[str, bytes]) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = title
        for name, content in carried.items():
            document.attachments[name] = pikepdf.AttachedFileSpec(
                document, content, filename=name, description="", mime_type="", creation_date="", mod_date=""
            )
        made = io.BytesIO()
        document.save(made, deterministic_id=True)
    return made.getvalue()
