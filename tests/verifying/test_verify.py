"""A document is made again from what it carries, and what is behind any difference is found out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec
import pikepdf
import pytest

from pccresponse import statute
from pccresponse.foundation import limited_process
from pccresponse.models.record import Record
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.editions import release_edition
from pccresponse.pipeline.record import as_json
from pccresponse.publishing.publish import publish
from pccresponse.reading import read_history
from pccresponse.rendering.pdf import typesetting
from pccresponse.statute.tables import DATA
from pccresponse.verifying import embedded_sources
from pccresponse.verifying.differences import Level
from pccresponse.verifying.embedded_sources import Release
from pccresponse.verifying.verdict import Assurance, Cause, Verdict
from pccresponse.verifying.verify import prove, prove_all, tasks_of_files, tasks_of_response
from pccresponse.workspace import Workspace
from tests.builders import on
from tests.small_workspaces import TODAY, small_workspace
from tests.time_at_work import PATIENT, SECONDS
from tests.verifying.embedded import (
    archive_of,
    attachment,
    files_in_archive,
    record_in,
    with_attachments,
    with_edition_file,
    with_record,
)
from tests.verifying.forging import causes, law_as_changed, sentences, verdict_on
from tests.verifying.forging import made_by as forged
from tests.verifying.papers import altered, without_first

SLUG = "2015-07-21-a"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose edition is released, so that something can be published."""
    made = small_workspace(tmp_path_factory.mktemp("proving"), [SLUG], summary="Good for children, and for all who care for them.")
    release_edition("plain", on=TODAY, workspace=made)
    return made


@pytest.fixture(scope="module")
def pdf(workspace: Workspace) -> bytes:
    """The final comments."""
    return made_by(workspace)


def made_by(workspace: Workspace, *, draft: bool = False, record: Callable[[Record], Record] | None = None) -> bytes:
    return forged(workspace, SLUG, draft=draft, record=record)


@pytest.mark.parametrize("draft", [False, True], ids=["final", "draft"])
def test_a_document_is_proved_from_nothing_but_itself(workspace: Workspace, tmp_path: Path, draft: bool) -> None:
    verdict = verdict_on(made_by(workspace, draft=draft), tmp_path)
    assert verdict.level is Level.IDENTICAL_BYTES
    assert verdict.reasons == ()
    assert verdict.holds(Level.IDENTICAL_BYTES)
    assert verdict.record
    assert verdict.record.draft is draft


def test_one_comma_taken_out_is_shown_on_its_page(pdf: bytes, tmp_path: Path) -> None:
    verdict = verdict_on(altered(pdf, lambda document: without_first(document, ",")), tmp_path)
    assert verdict.level is Level.DIFFERENT
    assert causes(verdict) == {Cause.FILE_ALTERED}
    assert verdict.comparison
    (text,) = [each for each in verdict.comparison.differences if each.kind == "text"]
    assert text.page == 1
    assert "Good for children and for all" in text.was
    assert "Good for children, and for all" in text.now
    assert [page.original for page in verdict.comparison.changed_pages] == [1]


ATTACHED = ("response.yaml", "office.yaml", "record.json", "edition-plain.zip", "law-tables.zip")


@pytest.mark.parametrize("name", ATTACHED)
def test_one_byte_of_any_file_inside_is_found(pdf: bytes, tmp_path: Path, name: str) -> None:
    content = bytearray(attachment(pdf, name))
    content[len(content) // 2] ^= 1
    verdict = verdict_on(with_attachments(pdf, {name: bytes(content)}), tmp_path)
    assert not verdict.holds(Level.IDENTICAL_TEXT)
    assert causes(verdict) & {Cause.FILE_ALTERED, Cause.UNREADABLE, Cause.NOT_REBUILT}


def test_every_digest_in_the_record_counts(pdf: bytes, tmp_path: Path) -> None:
    record = record_in(pdf)
    tables = {"inputs": record.inputs, "edition_files": record.edition_files, "fonts": record.fonts}
    tried = 0
    for field, digests in tables.items():
        for name in digests:
            forged = msgspec.structs.replace(record, **{field: {**digests, name: sha256(b"other").hexdigest()}})
            verdict = verdict_on(with_attachments(pdf, {"record.json": as_json(forged)}), tmp_path)
            assert Cause.FILE_ALTERED in causes(verdict), name
            assert any(name in reason.sentence for reason in verdict.reasons)
            tried += 1
    assert tried >= 7


@pytest.mark.parametrize(
    "change",
    [
        lambda record: msgspec.structs.replace(record, rules=record.rules[1:]),
        lambda record: msgspec.structs.replace(record, findings=record.findings[1:]),
        lambda record: msgspec.structs.replace(record, judged_on=TODAY),
        lambda record: msgspec.structs.replace(record, law=msgspec.structs.replace(record.law, in_force_from=TODAY)),
        lambda record: msgspec.structs.replace(record, law=msgspec.structs.replace(record.law, made_by="Nobody")),
    ],
    ids=["rules", "findings", "day", "law in force", "law made by"],
)
def test_a_record_that_tells_another_story_is_found_even_in_a_file_made_for_it(
    workspace: Workspace, tmp_path: Path, change: Callable[[Record], Record]
) -> None:
    verdict = verdict_on(made_by(workspace, record=change), tmp_path)
    assert Cause.FILE_ALTERED in causes(verdict)
    assert not verdict.holds(Level.IDENTICAL_TEXT)


def older(record: Record) -> Record:
    return msgspec.structs.replace(record, tools={**record.tools, "pango": "1.40.0", "python": "3.9.1"})


def test_other_tools_that_make_no_difference_are_named_and_the_bytes_are_proved(workspace: Workspace, tmp_path: Path) -> None:
    verdict = verdict_on(made_by(workspace, record=older), tmp_path)
    assert verdict.level is Level.IDENTICAL_BYTES
    assert causes(verdict) == {Cause.TOOLS_CHANGED}
    assert "pango 1.40.0 became 1." in verdict.reasons[0].sentence
    assert "python 3.9.1 became 3." in verdict.reasons[0].sentence
    assert verdict.holds(Level.IDENTICAL_BYTES)


def told_otherwise(record: Record) -> Record:
    return msgspec.structs.replace(record, findings=record.findings[1:], judged_on=TODAY)


@pytest.mark.parametrize("tool", ["pango", "harfbuzz", "python", "weasyprint", "zlib"])
def test_another_version_of_what_sets_the_pages_excuses_no_other_account_of_the_rules(
    workspace: Workspace, tmp_path: Path, tool: str
) -> None:
    made = made_by(workspace, record=lambda record: told_otherwise(with_tool(record, tool)))
    verdict = verdict_on(made, tmp_path)
    assert causes(verdict) == {Cause.TOOLS_CHANGED, Cause.FILE_ALTERED}
    assert "something different about what the rules said" in sentences(verdict, Cause.FILE_ALTERED)
    assert not verdict.holds(Level.IDENTICAL_TEXT)


@pytest.mark.parametrize("tool", ["pccresponse", "pccresponse source", "markdown-it-py"])
def test_where_the_rules_of_that_version_are_not_here_it_is_said_that_they_were_not_compared(
    workspace: Workspace, tmp_path: Path, tool: str
) -> None:
    made = made_by(workspace, record=lambda record: told_otherwise(with_tool(record, tool)))
    verdict = verdict_on(made, tmp_path)
    assert causes(verdict) == {Cause.TOOLS_CHANGED, Cause.NOT_COMPARED}
    told = sentences(verdict, Cause.NOT_COMPARED)
    assert (
        "What the record in the PDF says about what the rules said and the day as of which they were judged was not compared"
        in told
    )
    assert ("pccresponse before it was changed" if tool == "pccresponse source" else f"{tool} 0.0.1") in told
    same = verdict_on(made_by(workspace, record=lambda record: with_tool(record, tool)), tmp_path)
    assert causes(same) == {Cause.TOOLS_CHANGED}, "where both give one account, it was compared"


def with_tool(record: Record, tool: str) -> Record:
    assert tool in record.tools
    return msgspec.structs.replace(record, tools={**record.tools, tool: "0.0.1"})


def _white_in_other_viewers(document: pikepdf.Pdf) -> None:
    resources = document.pages[0].obj.Resources
    resources.ColorSpace["/DefaultCMYK"] = pikepdf.Name.DeviceCMYK


def _passed_over_by_a_screen_reader(document: pikepdf.Pdf) -> None:
    sheet = document.pages[0].obj
    content = sheet.Contents.read_bytes()
    assert content.count(b"<</MCID 1>>") == 1
    sheet.Contents = document.make_stream(content.replace(b"<</MCID 1>>", b"<</MCID 77>>"))


@pytest.mark.parametrize("change", [_white_in_other_viewers, _passed_over_by_a_screen_reader])
def test_a_record_that_names_other_tools_excuses_no_file_that_is_shown_or_read_otherwise_elsewhere(
    workspace: Workspace, tmp_path: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    made = made_by(workspace, record=older)
    assert verdict_on(altered(made, lambda document: None), tmp_path).holds(Level.IDENTICAL_PICTURES)
    verdict = verdict_on(altered(made, change), tmp_path)
    assert Cause.TOOLS_CHANGED in causes(verdict)
    assert not verdict.holds(Level.IDENTICAL_TEXT)
    assert verdict.assurance(Level.IDENTICAL_TEXT) is Assurance.NOT_PROVED


def test_other_tools_that_leave_their_name_are_proved_by_the_pictures(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "producer", lambda: "WeasyPrint 69.9, Pango 1.40.0")
    made = made_by(workspace, record=older)
    monkeypatch.undo()
    verdict = verdict_on(made, tmp_path)
    assert verdict.level is Level.IDENTICAL_PICTURES
    assert causes(verdict) == {Cause.TOOLS_CHANGED}
    assert verdict.holds(Level.IDENTICAL_PICTURES)
    assert not verdict.holds(Level.IDENTICAL_BYTES)


def test_a_file_that_was_only_saved_anew_looks_and_reads_the_same_and_is_not_proved(pdf: bytes, tmp_path: Path) -> None:
    verdict = verdict_on(altered(pdf, lambda document: None), tmp_path)
    assert verdict.level is Level.IDENTICAL_PICTURES
    assert causes(verdict) == {Cause.FILE_ALTERED}
    assert not verdict.holds(Level.IDENTICAL_TEXT)


def test_a_title_that_was_changed_is_found(pdf: bytes, tmp_path: Path) -> None:
    verdict = verdict_on(altered(pdf, lambda document: document.docinfo.update({"/Title": "Another"})), tmp_path)
    assert verdict.level is Level.IDENTICAL_TEXT
    assert Cause.FILE_ALTERED in causes(verdict)


def test_a_document_keeps_the_law_and_the_names_of_its_day_when_the_tables_change(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with law_as_changed(tmp_path / "tables of that day", "bodies.yaml"):
        made = made_by(workspace)
        earlier = Release(version="0.0.9", editions={}, law=statute.digests_of_tables())
    monkeypatch.setattr(embedded_sources, "earlier_releases", lambda: (earlier,))
    verdict = verdict_on(made, tmp_path)
    assert verdict.level is Level.IDENTICAL_BYTES
    assert causes(verdict) == {Cause.LAW_TABLES_CHANGED}
    assert verdict.reasons[0].sentence == (
        "It was made with the law tables of version 0.0.9, and those were used. In this version bodies.yaml changed."
    )
    assert verdict.holds(Level.IDENTICAL_BYTES)
    assert statute.digests_of_tables() == {path.name: sha256(path.read_bytes()).hexdigest() for path in DATA.glob("*.yaml")}


def test_a_pdf_of_somebody_else_says_that_it_carries_nothing(tmp_path: Path, pdf: bytes) -> None:
    verdict = verdict_on(with_attachments(pdf, dict.fromkeys(ATTACHED)), tmp_path)
    assert causes(verdict) == {Cause.UNREADABLE}
    assert "has no record" in verdict.sentence


def test_a_pdf_without_one_of_its_files_says_which(tmp_path: Path, pdf: bytes) -> None:
    for name in ("response.yaml", "office.yaml", "edition-plain.zip", "law-tables.zip"):
        verdict = verdict_on(with_attachments(pdf, {name: None}), tmp_path)
        assert f"“{name}”" in verdict.sentence


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "C:x", ".hidden", "a\\b"])
def test_an_archive_that_leads_elsewhere_is_refused(tmp_path: Path, pdf: bytes, path: str) -> None:
    files = {**files_in_archive(attachment(pdf, "edition-plain.zip")), path: b"x"}
    verdict = verdict_on(with_attachments(pdf, {"edition-plain.zip": archive_of(files)}), tmp_path)
    assert causes(verdict) == {Cause.UNREADABLE}
    assert "not the path of a file" in verdict.sentence


def test_an_archive_that_never_ends_is_refused(tmp_path: Path, pdf: bytes) -> None:
    bomb = archive_of({"fonts/x.ttf": bytes(60 << 20)})
    assert len(bomb) < 100_000
    verdict = verdict_on(with_attachments(pdf, {"edition-plain.zip": bomb}), tmp_path)
    assert "unpacks to more than" in verdict.sentence


@pytest.mark.parametrize("field", ["slug", "edition"])
@pytest.mark.parametrize("name", ["../x", "..", "a/b", ""])
def test_a_record_that_names_a_folder_elsewhere_is_refused(tmp_path: Path, pdf: bytes, field: str, name: str) -> None:
    verdict = verdict_on(with_record(pdf, lambda record: msgspec.structs.replace(record, **{field: name})), tmp_path)
    assert causes(verdict) == {Cause.UNREADABLE}
    assert "which cannot be one" in verdict.sentence


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"format": 2}', b'{"format": "x"}', b"\xff", b"[" * 100_000])
def test_a_record_that_is_none_earns_a_sentence(tmp_path: Path, pdf: bytes, content: bytes) -> None:
    verdict = verdict_on(with_attachments(pdf, {"record.json": content}), tmp_path)
    assert causes(verdict) == {Cause.UNREADABLE}
    assert "The record in the PDF" in verdict.sentence


HOSTILE = {
    "reads a file": b'{% include "/etc/passwd" %}',
    "reads a file above": b'{% include "../../../../etc/passwd" %}',
    "reaches for the interpreter": b"{{ case.__class__.__init__.__globals__ }}",
    "asks for a number without end": b"{{ range(10 ** 12) | list }}",
    "imports a picture": b'<!DOCTYPE html><html lang="en-GB"><head><title>x</title></head><body><img alt="x" src="file:///etc/hostname"></body></html>',
    "imports from the network": b'<!DOCTYPE html><html lang="en-GB"><head><title>x</title></head><body><img alt="x" src="http://127.0.0.1:9/x.png"></body></html>',
}


@pytest.mark.parametrize("template", HOSTILE.values(), ids=HOSTILE)
def test_a_strangers_template_sees_nothing_but_what_it_is_given(tmp_path: Path, pdf: bytes, template: bytes) -> None:
    verdict = verdict_on(with_edition_file(pdf, "comments.html.j2", template), tmp_path)
    assert causes(verdict) == {Cause.NOT_REBUILT}
    assert "cannot be made again" in verdict.sentence
    assert "root:" not in verdict.sentence


ENDLESS = b"{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}"
GREEDY = b"{% set x = 'x' * (3 * 10 ** 9) %}{% set y = x ~ x %}{{ y | length }}"


def test_a_template_without_end_or_measure_takes_its_own_process_with_it_and_no_other(
    tmp_path: Path, workspace: Workspace, pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited_process, "threading", PATIENT)
    files = {
        "endless.pdf": with_edition_file(pdf, "comments.html.j2", ENDLESS),
        "greedy.pdf": with_edition_file(pdf, "comments.html.j2", GREEDY),
        "good.pdf": pdf,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    tasks = list(tasks_of_files(tmp_path / name for name in files))
    endless, greedy, good = prove_all(tasks, jobs=2, seconds=SECONDS)
    assert f"took longer than {SECONDS:g} seconds" in endless.sentence
    assert greedy.level is None
    assert good.level is Level.IDENTICAL_BYTES


@pytest.fixture
def published(workspace: Workspace, tmp_path: Path) -> Workspace:
    """The workspace in a place of its own, with the response published."""
    shutil.copytree(workspace.root, tmp_path / "office")
    made = Workspace(tmp_path / "office")
    file = made.response_file(SLUG)
    publish(check(file, made, today=TODAY), file.parent, None, made, on=on("2015-09-02"), made_on=TODAY)
    return made


def verdicts_on(workspace: Workspace) -> list[Verdict]:
    return [prove(task) for task in tasks_of_response(workspace.response_file(SLUG), workspace)]


def test_what_was_published_is_proved_from_its_record(published: Workspace) -> None:
    verdicts = verdicts_on(published)
    assert len(verdicts) == 3
    assert all(verdict.holds(Level.IDENTICAL_BYTES) and not verdict.reasons for verdict in verdicts)


def test_an_input_that_changed_since_is_told_from_everything_else(published: Workspace) -> None:
    file = published.response_file(SLUG)
    file.write_text(file.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    for verdict in verdicts_on(published):
        assert verdict.level is Level.IDENTICAL_BYTES
        assert [reason.sentence for reason in verdict.reasons] == ["In the workspace response.yaml changed since."]
        assert causes(verdict) == {Cause.INPUT_CHANGED}
        assert not verdict.holds(Level.IDENTICAL_TEXT)


def test_an_edition_that_changed_since_is_told_from_everything_else(published: Workspace) -> None:
    template = published.templates / "plain" / "comments.html.j2"
    template.write_text(template.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    for verdict in verdicts_on(published):
        assert verdict.level is Level.IDENTICAL_BYTES
        assert causes(verdict) == {Cause.EDITION_CHANGED}
        assert "comments.html.j2 changed" in verdict.reasons[0].sentence


def test_a_document_that_proves_itself_is_still_not_the_one_that_was_published(published: Workspace, tmp_path: Path) -> None:
    file = published.response_file(SLUG)
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("Good for children", "Bad for children"), encoding="utf-8")
    other = made_by(published)
    file.write_text(before, encoding="utf-8")
    assert verdict_on(other, tmp_path).holds(Level.IDENTICAL_BYTES)
    (file.parent / "published" / "1" / "comments.pdf").write_bytes(other)
    verdict = next(each for each in verdicts_on(published) if "comments" in each.name)
    assert verdict.level is Level.IDENTICAL_BYTES
    sentences = [reason.sentence for reason in verdict.reasons if reason.cause is Cause.FILE_ALTERED]
    assert "It is not the file that was published: record.json has another SHA-256." in sentences
    assert "The record in the PDF is not the one in record.json." in sentences


def test_a_published_file_that_is_missing_is_not_proved(published: Workspace) -> None:
    (published.response_file(SLUG).parent / "published" / "1" / "comments.pdf").unlink()
    assert Cause.FILE_MISSING in {cause for verdict in verdicts_on(published) for cause in causes(verdict)}


def test_each_version_is_proved_by_what_it_carries(published: Workspace) -> None:
    file = published.response_file(SLUG)
    text = file.read_text(encoding="utf-8").replace("Good for", "Better for")
    file.write_text(f"{text}corrections: [{{on: 2015-09-09, what: A word was wrong.}}]\n", encoding="utf-8")
    history = read_history(file.parent, within=published.root)
    publish(check(file, published, today=TODAY), file.parent, history, published, on=on("2015-09-09"), made_on=TODAY)
    verdicts = verdicts_on(published)
    assert len(verdicts) == 6
    assert all(verdict.holds(Level.IDENTICAL_BYTES) and not verdict.reasons for verdict in verdicts)
