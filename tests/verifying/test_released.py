"""A document is proved with the editions and the law tables that were released, and not with those that it brings along."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import msgspec
import pytest

from pccresponse import __version__, statute
from pccresponse.edition_files import files_of
from pccresponse.foundation.files import templates_folder
from pccresponse.pipeline.editions import Edition, edition_called, release_edition
from pccresponse.verifying import embedded_sources
from pccresponse.verifying.differences import Level
from pccresponse.verifying.embedded_sources import Release, is_ours, law_tables, this_release, unlike_the_released
from pccresponse.verifying.verdict import Cause
from pccresponse.workspace import Workspace
from tests.conftest import ROOT
from tests.small_workspaces import TODAY, small_workspace
from tests.verifying.forging import causes, law_as_changed, made_by, sentences, verdict_on

SLUG = "2015-07-21-a"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose response is answered with one of the program's editions."""
    made = small_workspace(tmp_path_factory.mktemp("released"), [SLUG])
    for name in ("2026", "_shared"):
        shutil.copytree(templates_folder() / name, made.templates / name)
    _says(made, 'edition: "2026"')
    return made


def _says(workspace: Workspace, edition: str) -> None:
    file = workspace.response_file(SLUG)
    _, _, rest = file.read_text(encoding="utf-8").partition("\n")
    file.write_text(f"{edition}\n{rest}", encoding="utf-8")


def test_what_comes_with_the_program_is_known() -> None:
    for name in ("2015", "2026"):
        found = edition_called(name, Workspace(ROOT))
        assert isinstance(found, Edition)
        assert this_release().editions[name] == found.fingerprint
        files = {path: place.read_bytes() for path, place in files_of(found.folder).items()}
        assert unlike_the_released(name, files) == ""
        assert is_ours(name)
    assert not is_ours("plain")
    assert this_release().law == statute.digests_of_tables()
    assert law_tables(statute.tables()).release == this_release()
    assert len(this_release().law) >= 9


def test_every_version_that_the_changelog_dates_is_in_the_table_of_releases() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    headings = [line[3:].strip() for line in lines if line.startswith("## ")]
    assert "[Unreleased]" in headings
    dated = {found[1] for heading in headings if (found := re.fullmatch(r"\[(.+)\] - \d{4}-\d\d-\d\d", heading))}
    in_table = {each.version: each for each in embedded_sources.earlier_releases()}
    to_add = msgspec.yaml.encode([this_release()]).decode()
    assert dated <= in_table.keys(), f"Add what was released to src/pccresponse/verifying/released.yaml. This version:\n{to_add}"
    if __version__ in in_table:
        assert in_table[__version__] == this_release(), "What was released under this version is not what is here."


def test_a_template_of_a_released_edition_that_was_altered_in_the_pdf_is_found(workspace: Workspace, tmp_path: Path) -> None:
    template = workspace.templates / "2026" / "comments.html.j2"
    before = template.read_bytes()
    template.write_bytes(before + b"<p>The commissioner refuses.</p>")
    try:
        forged = made_by(workspace, SLUG)
    finally:
        template.write_bytes(before)
    verdict = verdict_on(forged, tmp_path)
    assert verdict.level is Level.IDENTICAL_BYTES, "it gives itself, with the templates that it brings"
    assert causes(verdict) == {Cause.OTHER_EDITION}
    assert (
        sentences(verdict, Cause.OTHER_EDITION)
        == "It was made with another edition 2026 than the released one: comments.html.j2 changed."
    )
    assert not verdict.holds(Level.IDENTICAL_TEXT)
    assert verdict_on(made_by(workspace, SLUG), tmp_path).reasons == ()


@pytest.mark.parametrize(("old", "new"), [("text_font: ", "text_font:  "), ("sha256: ", "sha256: 0000"), ("\n", "\n# A remark.\n")])
def test_an_edition_that_says_another_thing_of_itself_is_another_edition(
    workspace: Workspace, tmp_path: Path, old: str, new: str
) -> None:
    notes = workspace.templates / "2026" / "edition.yaml"
    before = notes.read_bytes()
    changed = before.replace(old.encode(), new.encode(), 1)
    if old.startswith("sha256"):
        changed = b"\n".join(line[:-4] if b"0000" in line else line for line in changed.split(b"\n"))
    notes.write_bytes(changed)
    try:
        forged = made_by(workspace, SLUG)
    finally:
        notes.write_bytes(before)
    verdict = verdict_on(forged, tmp_path)
    assert Cause.OTHER_EDITION in causes(verdict)
    assert "another edition 2026 than the released one: edition.yaml changed" in sentences(verdict, Cause.OTHER_EDITION)


def test_an_edition_of_the_office_is_held_to_what_its_own_notes_say_was_released(tmp_path: Path) -> None:
    made = small_workspace(tmp_path / "office", [SLUG])
    release_edition("plain", on=TODAY, workspace=made)
    template = made.templates / "plain" / "comments.html.j2"
    template.write_bytes(template.read_bytes() + b"\n")
    verdict = verdict_on(made_by(made, SLUG), tmp_path)
    assert causes(verdict) == {Cause.OTHER_EDITION}
    assert "The edition in the PDF is not the one that its edition.yaml names: comments.html.j2" in sentences(
        verdict, Cause.OTHER_EDITION
    )
    assert not verdict.holds(Level.IDENTICAL_TEXT)


def test_law_tables_that_no_version_had_are_named_with_what_they_change(tmp_path: Path) -> None:
    made = small_workspace(tmp_path / "office", [SLUG])
    file = made.response_file(SLUG)
    text = file.read_text(encoding="utf-8")
    for old, new in (("2015-07-21", "2019-07-22"), ("2015-09", "2019-12")):
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    with law_as_changed(
        tmp_path / "law",
        "section_55.yaml",
        ("days: 56", "days: 400"),
        ("recipients: [inspectors_of_constabulary, secretary_of_state]", "recipients: [inspectors_of_constabulary]"),
    ):
        forged = made_by(made, SLUG)
    verdict = verdict_on(forged, tmp_path)
    assert verdict.level is Level.IDENTICAL_BYTES
    assert causes(verdict) == {Cause.UNKNOWN_LAW}
    told = sentences(verdict, Cause.UNKNOWN_LAW)
    assert told.startswith("No released version that this program knows had the law table “section_55.yaml” of the PDF.")
    assert "The last day to publish: 24 August 2020 by the tables in the PDF, 15 September 2019 by those of this program." in told
    assert "Who receives a copy: “the inspectors of constabulary” by the tables in the PDF, “the inspectors" in told
    assert "the rules say, and with those in the PDF they do not: S55-5A" in told
    assert not verdict.holds(Level.IDENTICAL_TEXT)


def test_an_unknown_table_that_changes_nothing_is_unknown_all_the_same(tmp_path: Path) -> None:
    made = small_workspace(tmp_path / "office", [SLUG])
    with law_as_changed(tmp_path / "law", "bodies.yaml"):
        forged = made_by(made, SLUG)
    verdict = verdict_on(forged, tmp_path)
    told = sentences(verdict, Cause.UNKNOWN_LAW)
    assert "“bodies.yaml”" in told
    assert "With the law tables of this program the document says the same, and so do the rules." in told
    assert not verdict.holds(Level.IDENTICAL_TEXT)


def test_known_tables_that_never_stood_together_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = statute.tables()
    other = {**ours, "bodies.yaml": b"rows: []"}
    assert law_tables(other).unknown == ("bodies.yaml",)
    digest = "d" * 64
    earlier = Release(version="0.0.9", editions={}, law={**this_release().law, "section_55.yaml": digest})
    monkeypatch.setattr(embedded_sources, "earlier_releases", lambda: (earlier,))
    assert law_tables({**ours, "more.yaml": b""}).release is None
    fewer = {name: content for name, content in ours.items() if name != "bodies.yaml"}
    assert law_tables(fewer).release is None
    assert law_tables(fewer).unknown == ()


def test_an_edition_of_an_earlier_release_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    from pccresponse.edition_files import fingerprint_of

    assert "another edition 2026" in unlike_the_released("2026", {"edition.yaml": b"x"})
    fingerprint = fingerprint_of({"edition.yaml": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"})
    earlier = Release(version="0.0.9", editions={"2026": fingerprint}, law={})
    monkeypatch.setattr(embedded_sources, "earlier_releases", lambda: (earlier,))
    assert unlike_the_released("2026", {"edition.yaml": b"x"}) == ""
