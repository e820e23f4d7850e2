"""Publishing: the final documents are kept, the record says what they came from, and nothing that was published is overwritten."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from pccresponse import statute
from pccresponse.foundation.errors import CannotRunError, DamagedFileError
from pccresponse.models.fields import When
from pccresponse.models.record import History, VerifiedAgainst, Version
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.editions import release_edition
from pccresponse.pipeline.published_files import REGISTER_FILE, changed_since, published_folder, recorded_in_words, when_published
from pccresponse.pipeline.record import as_json, record_of
from pccresponse.publishing.publish import objections, publish
from pccresponse.reading import HISTORY_FILE, read_history
from pccresponse.rendering.pdf import page_count
from pccresponse.rendering.pdf.engine import tools
from pccresponse.rules import RECORDED_RULES
from pccresponse.workspace import Workspace
from tests.builders import on
from tests.small_workspaces import TODAY, small_workspace, write_response

SLUG = "2015-07-21-a"
DAY = on("2015-09-02")
CORRECTED = on("2015-11-02")
MADE_ON = date(2026, 11, 27)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = small_workspace(tmp_path, [SLUG])
    release_edition("plain", on=TODAY, workspace=made)
    return made


def checked(workspace: Workspace) -> Checked:
    return check(workspace.response_file(SLUG), workspace, today=DAY.latest)


def folder_of(workspace: Workspace) -> Path:
    return workspace.response_file(SLUG).parent


def history_of(workspace: Workspace) -> History:
    history = read_history(folder_of(workspace), within=workspace.root)
    assert history is not None
    return history


def published(workspace: Workspace, day: When = DAY, made_on: date = MADE_ON) -> dict[str, bytes]:
    history = read_history(folder_of(workspace), within=workspace.root)
    _, documents = publish(checked(workspace), folder_of(workspace), history, workspace, on=day, made_on=made_on)
    return documents


def correct(workspace: Workspace, day: str, what: str) -> None:
    """Change the response, and say in it what was corrected."""
    file = workspace.response_file(SLUG)
    text = file.read_text(encoding="utf-8")
    head = "" if "corrections:" in text else "corrections:\n"
    file.write_text(f"{text.replace('Nothing much', 'Something else')}{head}  - {{on: {day}, what: {what}}}\n", encoding="utf-8")


def test_what_was_never_published_has_no_history(workspace: Workspace) -> None:
    assert read_history(folder_of(workspace), within=workspace.root) is None


def test_what_somebody_else_published_at_the_same_moment_stays(workspace: Workspace) -> None:
    folder = folder_of(workspace)
    first = published(workspace)
    before = history_of(workspace)
    with pytest.raises(CannotRunError, match=r"published by somebody else at the same time\. Nothing was saved"):
        publish(checked(workspace), folder, None, workspace, on=DAY, made_on=MADE_ON)  # read before the other one had finished
    assert history_of(workspace) == before
    assert {path.stem: path.read_bytes() for path in published_folder(folder, 1).iterdir()} == first


def test_the_documents_are_kept_under_the_number_of_their_version(workspace: Workspace) -> None:
    documents = published(workspace)
    assert set(documents) == {"comments", "submission-home-secretary", "panel-report"}
    kept = {path.stem: path.read_bytes() for path in published_folder(folder_of(workspace), 1).iterdir()}
    assert kept == documents


def test_the_record_names_every_input_template_font_table_and_document_by_its_digest(workspace: Workspace) -> None:
    documents = published(workspace)
    (version,) = history_of(workspace).versions
    record, edition = version.record, workspace.templates / "plain"
    assert record.inputs == {
        "response.yaml": sha256(workspace.response_file(SLUG).read_bytes()).hexdigest(),
        "office.yaml": sha256((workspace.responses / "office.yaml").read_bytes()).hexdigest(),
    }
    there = {path.relative_to(edition).as_posix(): sha256(path.read_bytes()).hexdigest() for path in edition.rglob("*.*")}
    assert {**record.edition_files, **record.fonts} == there
    assert set(record.fonts) == {"fonts/SourceSans3-Regular.ttf", "fonts/coverage.txt"}
    assert record.law.tables == statute.digests_of_tables()
    assert {name: document.sha256 for name, document in version.documents.items()} == {
        name: sha256(pdf).hexdigest() for name, pdf in documents.items()
    }
    assert all(version.documents[name].pages == page_count(pdf) for name, pdf in documents.items())
    assert all(version.documents[name].bytes == len(pdf) for name, pdf in documents.items())


def test_the_record_names_the_law_the_tools_and_what_the_rules_said(workspace: Workspace) -> None:
    published(workspace)
    record = history_of(workspace).versions[0].record
    assert record.law.applied_as_on.isoformat() == "2015-07-21"
    assert record.law.in_force_from.isoformat() == "2012-11-22"
    assert "Police Reform and Social Responsibility Act 2011" in record.law.made_by
    wanted = ("pccresponse", "python", "weasyprint", "pango", "harfbuzz", "fonttools", "pikepdf")
    assert record.tools == dict(tools())
    assert all(record.tools[name][0].isdigit() for name in wanted)
    assert record.rules == tuple(rule.code for rule in RECORDED_RULES)
    said = checked(workspace).problems
    assert sorted(finding.code for finding in record.findings) == sorted(each.code for each in said if each.code in record.rules)
    assert len(record.findings) >= 3
    assert not record.draft
    assert record.judged_on == DAY.latest


def test_the_record_is_the_same_on_every_day(workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    early = check(file, workspace, today=on("2015-07-22").latest)
    late = check(file, workspace, today=on("2035-07-22").latest)
    assert record_of(early, draft=False) == record_of(late, draft=False)


def test_the_record_has_the_day_of_making_beside_the_day_of_publication_and_no_document_has_it(workspace: Workspace) -> None:
    first = published(workspace)
    (version,) = history_of(workspace).versions
    assert (version.published_on, version.made_on) == ("2015-09-02", MADE_ON)
    (folder_of(workspace) / HISTORY_FILE).unlink()
    assert published(workspace, made_on=date(2031, 1, 1)) == first


def test_the_record_says_how_far_each_duty_was_met(workspace: Workspace) -> None:
    published(workspace)
    duties = history_of(workspace).versions[0].record.duties
    assert [(each.provision, each.state) for each in duties] == [
        ("s. 55(4)", "not recorded"),
        ("s. 55(5)(a)", "met"),
        ("s. 55(5)(b)", "met"),
        ("s. 55(5)(c)", "not required"),
        ("s. 55(5)", "met"),
        ("s. 55(5A)", "not required"),
        ("s. 55(5B)", "not required"),
        ("s. 55(6)", "met"),
    ]
    assert duties[4].said == "Published on 2 September 2015."


@pytest.mark.parametrize(
    ("draft", "copy", "state", "codes"),
    [
        (False, "", "met late", ["S55-5A-LATE"]),
        (True, "", "absent", ["S55-5A-OVERDUE"]),
        (False, "copy: archive\n", "met late", ["S55-5A-LATE"]),
    ],
    ids=["final", "draft", "archive copy"],
)
def test_the_rules_and_the_duties_of_a_record_say_the_same_whatever_is_recorded_beside_it(
    workspace: Workspace, *, draft: bool, copy: str, state: str, codes: list[str]
) -> None:
    file = workspace.response_file(SLUG)
    text = file.read_text(encoding="utf-8").replace("2015-07-21", "2019-07-22").replace("2015-09", "2019-12")
    file.write_text(text + copy, encoding="utf-8")
    found = check(file, workspace, today=date(2020, 1, 1))
    assert found.case
    for recorded in (None, on("2019-08-01"), on("2019-12-05"), "not recorded", "cannot be read"):
        case = msgspec.structs.replace(found.case, recorded=recorded)
        record = record_of(msgspec.structs.replace(found, case=case), draft=draft)
        assert [each.state for each in record.duties if each.provision == "s. 55(5A)"] == [state]
        assert [each.code for each in record.findings if each.code.startswith(("S55-5A", "PUBLISHED-ON"))] == codes


def archive_copy(workspace: Workspace) -> Checked:
    """The response as a copy from papers that have an answer, and little else."""
    file = workspace.response_file(SLUG)
    text = file.read_text(encoding="utf-8").replace("invitation: {sent_on: not recorded}\n", "")
    text = text.replace("chief_officer_comments: none received", "chief_officer_comments: not recorded")
    text = text.replace("{published_on: 2015-09-02, url: https://www.example.org/comments}", "{published_on: not recorded}")
    file.write_text(text.replace("submission: {sent_on: 2015-09-02}", "submission: {sent_on: not recorded}") + "copy: archive\n")
    return checked(workspace)


def test_of_an_archive_copy_the_record_says_what_is_absent_and_what_is_not_recorded(workspace: Workspace) -> None:
    record = record_of(archive_copy(workspace), draft=False)
    assert [(each.provision, each.state) for each in record.duties] == [
        ("s. 55(4)", "absent"),
        ("s. 55(5)(a)", "met"),
        ("s. 55(5)(b)", "not recorded"),
        ("s. 55(5)(c)", "not recorded"),
        ("s. 55(5)", "not recorded"),
        ("s. 55(5A)", "not required"),
        ("s. 55(5B)", "not required"),
        ("s. 55(6)", "not recorded"),
    ]
    assert record.duties[0].said == "No invitation to the chief officer is recorded."


def test_an_archive_copy_may_be_kept_without_a_day_that_nobody_knows(workspace: Workspace) -> None:
    assert objections(archive_copy(workspace), "not recorded", None) == ()
    published(workspace, "not recorded")
    (version,) = history_of(workspace).versions
    assert (version.published_on, version.when) == ("not recorded", "not recorded")


def test_a_correction_is_kept_beside_what_it_corrects_with_its_day_and_its_words(workspace: Workspace) -> None:
    first = published(workspace)
    before = history_of(workspace).versions[0]
    correct(workspace, "2015-11-02", "A word was wrong.")
    assert objections(checked(workspace), CORRECTED, history_of(workspace)) == ()
    second = published(workspace, CORRECTED)
    history = history_of(workspace)
    assert [(each.version, each.published_on, each.reason) for each in history.versions] == [
        (1, "2015-09-02", None),
        (2, "2015-11-02", "A word was wrong."),
    ]
    assert history.versions[0] == before
    for number, documents in ((1, first), (2, second)):
        kept = {path.stem: path.read_bytes() for path in published_folder(folder_of(workspace), number).iterdir()}
        assert kept == documents
    assert first["comments"] != second["comments"]


NO_WORDS = "It has changed since version 1 was published, but it does not say what was corrected."


@pytest.mark.parametrize(
    ("corrected", "published_on", "day", "messages"),
    [
        ("2015-11-02", "2015-09-02", "2015-11-02", []),
        (None, "2015-09-02", "2015-11-02", [NO_WORDS]),
        (
            "2015-11-03",
            "2015-09-02",
            "2015-11-02",
            ["The documents would say that they were corrected on 3 November 2015, but are to be published on 2 November 2015."],
        ),
        (
            "2015-11-02",
            "2015-11-02",
            "2015-11-02",
            ["Version 1 was published on 2 September 2015, but the response now says 2 November 2015."],
        ),
        (
            "2015-09-01",
            "2015-09-02",
            "2015-09-01",
            ["Version 1 was published on 2 September 2015, which is after 1 September 2015."],
        ),
        ("2015-11-02", "2015-09-02", "2015-11", ["A correction needs the day on which you publish it."]),
    ],
)
def test_a_correction_says_what_it_is_and_leaves_the_date_of_the_first_version_true(
    workspace: Workspace, corrected: str | None, published_on: str, day: str, messages: list[str]
) -> None:
    published(workspace)
    if corrected:
        correct(workspace, corrected, "A word was wrong.")
    else:
        write_response(workspace, SLUG, "Something else.")
    file = workspace.response_file(SLUG)
    file.write_text(file.read_text().replace("{published_on: 2015-09-02", f"{{published_on: {published_on}"))
    found = objections(checked(workspace), on(day), history_of(workspace))
    assert [each.message for each in found] == messages
    assert all(each.remedy and each.place.file for each in found)


def test_the_words_of_one_correction_do_not_do_for_the_next(workspace: Workspace) -> None:
    published(workspace)
    correct(workspace, "2015-11-02", "A word was wrong.")
    published(workspace, CORRECTED)
    file = workspace.response_file(SLUG)
    file.write_text(file.read_text().replace("Something else", "Something else again"))
    (problem,) = objections(checked(workspace), CORRECTED, history_of(workspace))
    assert problem.message == NO_WORDS.replace("version 1", "version 2")
    correct(workspace, "2015-11-02", "Another word was wrong.")
    assert objections(checked(workspace), CORRECTED, history_of(workspace)) == ()


def test_what_changed_since_is_named(workspace: Workspace) -> None:
    published(workspace)
    assert changed_since(history_of(workspace), checked(workspace)) == ()
    write_response(workspace, SLUG, "Something else.")
    assert changed_since(history_of(workspace), checked(workspace)) == ("response.yaml changed",)
    office = workspace.responses / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8") + "# moved\n", encoding="utf-8")
    assert changed_since(history_of(workspace), checked(workspace)) == ("office.yaml changed", "response.yaml changed")


def test_a_publication_that_was_cut_short_counts_for_nothing_and_is_put_right(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(path: Path, content: bytes) -> None:
        if path.name == HISTORY_FILE:
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    monkeypatch.setattr("pccresponse.publishing.publish.write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        published(workspace)
    monkeypatch.undo()
    assert read_history(folder_of(workspace), within=workspace.root) is None
    stray = published_folder(folder_of(workspace), 1) / "stray.pdf"
    stray.write_bytes(b"left over")
    documents = published(workspace)
    assert {path.stem for path in stray.parent.iterdir()} == set(documents)
    assert not list(folder_of(workspace).rglob("*unfinished*"))


def test_a_disk_that_will_not_take_it_leaves_everything_as_it_was(workspace: Workspace) -> None:
    (folder_of(workspace) / "published").write_text("a file in the way")
    with pytest.raises(CannotRunError, match="could not be written"):
        published(workspace)
    assert read_history(folder_of(workspace), within=workspace.root) is None


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda text: text, set()),
        (lambda text: text.replace("published_on: 2015-09-02,", "published_on: 2015-09-03,"), {"PUBLISH-DATE"}),
        (lambda text: text.replace("published_on: 2015-09-02,", "published_on: 2015-09,"), {"PUBLISH-DATE"}),
        (lambda text: text.replace("published_on: 2015-09-02,", "published_on: not recorded,"), {"PUBLISH-DATE"}),
        (lambda text: text.replace("edition: plain\n", ""), {"PUBLISH-EDITION"}),
    ],
    ids=["nothing", "another day", "only a month", "not recorded", "no edition"],
)
def test_what_stands_in_the_way_is_said_with_its_line(workspace: Workspace, change: object, codes: set[str]) -> None:
    file = workspace.response_file(SLUG)
    assert callable(change)
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    found = objections(checked(workspace), DAY, None)
    assert {problem.code for problem in found} == codes
    assert all(problem.place.line > 0 and problem.remedy for problem in found)


def test_nothing_is_published_with_an_edition_that_may_still_change(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path, [SLUG])
    (problem,) = objections(checked(workspace), DAY, None)
    assert problem.code == "PUBLISH-EDITION"
    assert problem.remedy == "To release it, run: pccresponse editions release plain"


DAMAGED = {
    "empty": b"",
    "no json": b"{",
    "another thing": b"[]",
    "no versions": as_json(History(slug=SLUG, versions=())),
    "not text": b"\xff\xfe",
    "of a later program": b'{"format": 2, "what": "ever"}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_record_earns_a_sentence(workspace: Workspace, content: bytes) -> None:
    (folder_of(workspace) / HISTORY_FILE).write_bytes(content)
    with pytest.raises(DamagedFileError) as error:
        read_history(folder_of(workspace), within=workspace.root)
    assert SLUG in error.value.message
    assert error.value.remedy


def test_versions_are_counted_from_one_without_a_gap(workspace: Workspace) -> None:
    published(workspace)
    path = folder_of(workspace) / HISTORY_FILE
    data = json.loads(path.read_text(encoding="utf-8"))
    data["versions"][0]["version"] = 3
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(DamagedFileError, match="does not count its versions"):
        read_history(folder_of(workspace), within=workspace.root)


def test_the_record_is_written_in_one_form_only(workspace: Workspace) -> None:
    published(workspace)
    content = (folder_of(workspace) / HISTORY_FILE).read_bytes()
    assert as_json(msgspec.json.decode(content, type=History)) == content
    assert content.endswith(b"}\n")
    assert str(workspace.root).encode() not in content


def keep_report(workspace: Workspace, text: str) -> None:
    response = workspace.response_file(SLUG)
    response.write_text(response.read_text().replace("  kind:", "  file: report.txt\n  kind:", 1))
    response.with_name("report.txt").write_text(text)


def test_a_version_says_which_report_it_was_verified_against(workspace: Workspace) -> None:
    keep_report(workspace, "A review. The force keeps good records.")
    published(workspace)
    (version,) = history_of(workspace).versions
    digest = sha256(b"A review. The force keeps good records.").hexdigest()
    assert version.verified_against == VerifiedAgainst(file="report.txt", sha256=digest, findings=1, quotations=0)
    assert set(version.record.inputs) == {"response.yaml", "office.yaml"}


def test_a_version_that_was_published_before_there_was_such_a_thing_is_still_read(workspace: Workspace) -> None:
    published(workspace)
    path = folder_of(workspace) / HISTORY_FILE
    history = json.loads(path.read_bytes())
    assert history["versions"][0].pop("verified_against") is None
    path.write_text(json.dumps(history))
    assert history_of(workspace).versions[0].verified_against is None


def test_the_report_is_no_part_of_what_is_published(workspace: Workspace) -> None:
    keep_report(workspace, "A review. The force keeps good records.")
    first = published(workspace)
    (folder_of(workspace) / "report.txt").write_text("A review. The force keeps good records. And more.")
    assert changed_since(history_of(workspace), checked(workspace)) == ()
    assert published(workspace) == first


def test_the_digest_of_the_report_is_recorded_whether_or_not_it_is_kept(workspace: Workspace) -> None:
    keep_report(workspace, "Other words than ours.")
    published(workspace)
    kept = history_of(workspace).versions[0]
    assert kept.verified_against is not None
    assert (kept.verified_against.findings, kept.verified_against.quotations) == (0, 0)
    assert kept.report_sha256 == kept.verified_against.sha256 == sha256(b"Other words than ours.").hexdigest()
    (folder_of(workspace) / HISTORY_FILE).unlink()
    (workspace.root / REGISTER_FILE).unlink()
    file = workspace.response_file(SLUG)
    file.write_text(file.read_text().replace("  file: report.txt\n", f"  file_sha256: {'ab' * 32}\n"))
    published(workspace)
    elsewhere = history_of(workspace).versions[0]
    assert (elsewhere.verified_against, elsewhere.report_sha256) == (None, "ab" * 32)


def test_a_record_with_an_impossible_date_is_damaged(workspace: Workspace) -> None:
    published(workspace)
    path = folder_of(workspace) / HISTORY_FILE
    path.write_text(path.read_text().replace('"published_on": "2015-09-02"', '"published_on": "2015-09-31"'))
    with pytest.raises(DamagedFileError, match="for a date of publication"):
        read_history(folder_of(workspace), within=workspace.root)


def test_nobody_publishes_on_a_day_that_is_not_recorded(workspace: Workspace) -> None:
    file = workspace.response_file(SLUG)
    file.write_text(file.read_text().replace("{published_on: 2015-09-02", "{published_on: not recorded"))
    (problem,) = objections(checked(workspace), "not recorded", None)
    assert problem.code == "PUBLISH-DATE"
    assert "copy: archive" in problem.remedy


@pytest.mark.parametrize(
    ("published_on", "made_on", "published_words", "recorded_words"),
    [
        ("2015-09-02", None, "on 2 September 2015", ""),
        ("2015-09-02", date(2015, 9, 2), "on 2 September 2015", ""),
        ("2015-09-02", date(2015, 9, 3), "on 2 September 2015", "on 3 September 2015, afterwards"),
        ("2015-09-02", date(2015, 9, 1), "on 2 September 2015", "on 1 September 2015, in advance"),
        ("2015-09", date(2015, 9, 30), "in September 2015", ""),
        ("2015-09", date(2015, 10, 1), "in September 2015", "on 1 October 2015, afterwards"),
        ("not recorded", date(2015, 10, 1), "on a day that is not recorded", "on 1 October 2015, afterwards"),
    ],
)
def test_the_day_of_making_is_told_where_it_is_another_than_that_of_publication(
    workspace: Workspace, published_on: str, made_on: date | None, published_words: str, recorded_words: str
) -> None:
    version = Version(
        version=1, published_on=published_on, made_on=made_on, record=record_of(checked(workspace), draft=False), documents={}
    )
    assert (when_published(version), recorded_in_words(version)) == (published_words, recorded_words)
