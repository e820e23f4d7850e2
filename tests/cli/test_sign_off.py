"""`approve`, `status` and what `publish` asks for, as somebody at a keyboard meets them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pccresponse.workspace import Workspace
from tests.cli.conftest import PUBLISHED_ON as ON
from tests.cli.conftest import SLUG
from tests.conftest import ROOT, Program
from tests.small_workspaces import write_response

OTHER = "2015-07-21-b"

TODAY = ("--today", "2015-09-01")
MAYOR = ("approve", SLUG, "--role", "Mayor", "--name", "Al Moss", *TODAY)
CHIEF = ("approve", SLUG, "--role", "Chief Executive", "--name", "Jo Bell", *TODAY)


@pytest.fixture
def workspace(released: Path) -> Path:
    """A workspace that requires two approvals, with a response without errors."""
    office = released / "responses" / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8") + "required_approvals: [Mayor, Chief Executive]\n", encoding="utf-8")
    write_response(Workspace(released), SLUG, "Nothing much.")
    return released


def response(workspace: Path) -> Path:
    return workspace / "responses" / SLUG / "response.yaml"


def standing(program: Program, workspace: Path, slug: str = SLUG, *arguments: str) -> dict[str, object]:
    done = program("status", slug, "--format", "json", *(arguments or TODAY), cwd=workspace)
    (found,) = json.loads(done.stdout)["responses"]
    assert isinstance(found, dict)
    return found


def test_from_the_draft_to_the_record(program: Program, workspace: Path) -> None:
    version = str(standing(program, workspace)["version"])[:8]
    refused = program("publish", SLUG, *ON, cwd=workspace)
    assert refused.returncode == 1
    assert refused.stdout.count("error PUBLISH-APPROVAL: office.yaml requires the approval of the ") == 2
    assert f'--role "Mayor" --name "PERSON" --version {version}' in refused.stdout
    assert "not published: 2 errors" in refused.stdout

    first = program(*MAYOR, "--version", version, cwd=workspace)
    assert first.returncode == 0
    assert (
        first.stdout
        == f"{SLUG}: Al Moss (Mayor) approves version {version}, on 1 September 2015.\nStill to approve: Chief Executive.\n"
    )
    one_left = program("publish", SLUG, *ON, cwd=workspace)
    assert one_left.stdout.count("PUBLISH-APPROVAL") == 1
    assert program(*CHIEF, cwd=workspace).stdout.endswith("on 1 September 2015.\n")

    found = standing(program, workspace)
    assert (found["state"], found["next"]) == (
        "draft",
        {"who": "the office", "what": "publish on 2 September 2015, as the documents say"},
    )
    assert program("publish", SLUG, *ON, cwd=workspace).returncode == 0
    history = json.loads(program("history", SLUG, "--format", "json", cwd=workspace).stdout)["versions"][0]
    assert [(each["role"], each["name"], each["on"]) for each in history["approvals"]] == [
        ("Mayor", "Al Moss", "2015-09-01"),
        ("Chief Executive", "Jo Bell", "2015-09-01"),
    ]
    assert {each["version"] for each in history["approvals"]} == {history["content"]}
    assert history["content"].startswith(version)
    words = program("history", SLUG, cwd=workspace).stdout
    assert f"Approved:   Al Moss (Mayor), on 1 September 2015, of version {version}" in " ".join(words.split("\n"))
    sent = standing(program, workspace, SLUG, "--today", "2015-09-02")
    assert (sent["state"], sent["published_as"], sent["next"]) == ("copies sent", 1, {"who": "nobody", "what": ""})


def test_an_edit_makes_an_approval_stale_and_everybody_says_so(program: Program, workspace: Path) -> None:
    program(*MAYOR, cwd=workspace)
    program(*CHIEF, cwd=workspace)
    file = response(workspace)
    file.write_text(file.read_text(encoding="utf-8").replace("Nothing much.", "Nothing at all."), encoding="utf-8")
    checked = program("check", SLUG, cwd=workspace).stdout
    assert checked.count("warning APPROVAL-STALE: ") == 2
    refused = program("publish", SLUG, *ON, cwd=workspace)
    assert refused.returncode == 1
    assert "error PUBLISH-APPROVAL: The approval of the Mayor is out of date: Al Moss approved version " in refused.stdout
    assert (
        'To record their approval again, run: pccresponse approve 2015-07-21-a --role "Mayor" --name "Al Moss" --version '
        in refused.stdout
    )
    found = standing(program, workspace)
    assert found["state"] == "for approval"
    assert isinstance(found["approvals"], list)
    assert [each["standing"] for each in found["approvals"]] == ["stale", "stale"]
    assert "OUT OF DATE: the content has changed since" in " ".join(program("status", SLUG, *TODAY, cwd=workspace).stdout.split())
    again = program(*MAYOR, cwd=workspace)
    assert again.returncode == 0
    assert file.read_text(encoding="utf-8").count("role: Mayor") == 2
    assert program("check", SLUG, cwd=workspace).stdout.count("APPROVAL-STALE") == 1


def test_a_comment_and_the_ends_of_lines_are_no_edit(program: Program, workspace: Path) -> None:
    program(*MAYOR, cwd=workspace)
    program(*CHIEF, cwd=workspace)
    file = response(workspace)
    file.write_bytes(b"# a comment\r\n" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert "APPROVAL" not in program("check", SLUG, cwd=workspace).stdout
    assert program("publish", SLUG, *ON, cwd=workspace).returncode == 0


def test_another_version_than_was_seen_is_not_approved(program: Program, workspace: Path) -> None:
    before = response(workspace).read_bytes()
    done = program(*MAYOR, "--version", "00000000", cwd=workspace)
    assert done.returncode == 1
    assert "not approved. The content is now version " in done.stdout
    assert program(*MAYOR, "--version", "0000", cwd=workspace).returncode == 2
    assert response(workspace).read_bytes() == before


def test_the_same_approval_twice_is_said_and_written_once(program: Program, workspace: Path) -> None:
    program(*MAYOR, cwd=workspace)
    before = response(workspace).read_bytes()
    done = program("approve", SLUG, "--role", "  MAYOR", "--name", "al  moss", *TODAY, cwd=workspace)
    assert done.returncode == 0
    assert " already approved version " in done.stdout
    assert response(workspace).read_bytes() == before


def test_a_role_is_written_as_the_office_has_it_and_a_slip_is_refused(program: Program, workspace: Path) -> None:
    done = program("approve", SLUG, "--role", "chief executive", "--name", "Jo Bell", *TODAY, cwd=workspace)
    assert "Jo Bell (Chief Executive) approves" in done.stdout
    slip = program("approve", SLUG, "--role", "Cheif Executive", "--name", "Jo Bell", *TODAY, cwd=workspace)
    assert slip.returncode == 2
    assert 'Did you mean: --role "Chief Executive"?' in slip.stderr
    other = program("approve", SLUG, "--role", "Panel", "--name", "Kit", *TODAY, cwd=workspace)
    assert other.returncode == 0
    assert (
        "advice APPROVAL-ROLE: office.yaml requires no approval in the role of Panel."
        in program("check", SLUG, cwd=workspace).stdout
    )


@pytest.mark.parametrize(
    "arguments",
    [("--on", "2015-09-03"), ("--role", " "), ("--name", "a\x07b"), ("--name", "x" * 401)],
    ids=["in the future", "no role", "a bell", "too long"],
)
def test_what_cannot_be_an_approval_is_wrong_use(program: Program, workspace: Path, arguments: tuple[str, str]) -> None:
    before = response(workspace).read_bytes()
    assert program(*MAYOR, *arguments, cwd=workspace).returncode == 2
    assert response(workspace).read_bytes() == before


def test_a_response_with_errors_may_be_approved_because_a_date_may_be_one_of_them(program: Program, workspace: Path) -> None:
    file = response(workspace)
    file.write_text(file.read_text(encoding="utf-8").replace("published_on: 2015-09-02, ", ""), encoding="utf-8")
    done = program(*MAYOR, cwd=workspace)
    assert done.returncode == 0
    assert "There are still errors (1 error)" in done.stdout
    assert program(*CHIEF, cwd=workspace).returncode == 0
    text = file.read_text(encoding="utf-8").replace("publication: {", "publication: {published_on: 2015-09-02, ")
    file.write_text(text, encoding="utf-8")
    assert program("publish", SLUG, *ON, cwd=workspace).returncode == 0


def test_a_response_that_cannot_be_read_cannot_be_approved(program: Program, workspace: Path) -> None:
    response(workspace).write_text("report: {}\n", encoding="utf-8")
    done = program(*MAYOR, cwd=workspace)
    assert done.returncode == 1
    assert "error READ-MISSING-KEY" in done.stdout
    assert "not approved, because its files cannot be read." in done.stdout


def test_a_file_that_nothing_can_be_put_into_is_left_alone_with_the_words_to_type(program: Program, workspace: Path) -> None:
    file = response(workspace)
    file.write_text(file.read_text(encoding="utf-8") + "approvals: []\n", encoding="utf-8")
    before = file.read_bytes()
    done = program(*MAYOR, cwd=workspace)
    assert done.returncode == 1
    assert "- role: Mayor" in done.stderr
    assert file.read_bytes() == before


def test_without_required_approvals_nobody_has_to_approve(program: Program, released: Path) -> None:
    assert program("publish", SLUG, *ON, cwd=released).returncode == 0
    assert "Approved" not in program("history", SLUG, cwd=released).stdout


def test_a_final_build_needs_no_approval(program: Program, workspace: Path) -> None:
    assert program("build", SLUG, "--final", cwd=workspace).returncode == 0


# status


def test_status_is_a_table_that_fits_and_one_response_is_told_at_length(program: Program, workspace: Path) -> None:
    write_response(Workspace(workspace), OTHER, "More.")
    done = program("status", *TODAY, cwd=workspace)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["Last", "day", "Day", "State", "Err/warn", "Late", "acts", "Approvals"]
    assert max(map(len, lines)) <= 80
    assert f"  {SLUG}" in lines
    assert lines[-1] == "2 responses: 2 planned (the first for 2 September 2015)."
    alone = program("status", SLUG, *TODAY, cwd=workspace).stdout
    assert "  Approvals: 0 of 2\n             Mayor: none yet\n             Chief Executive: none yet\n" in alone


@pytest.mark.parametrize("columns", [30, 40, 75, 80, 200])
def test_on_a_narrow_terminal_nothing_is_lost(program: Program, workspace: Path, columns: int) -> None:
    write_response(Workspace(workspace), OTHER, "More.")
    done = program("status", *TODAY, cwd=workspace, COLUMNS=str(columns))
    assert max(map(len, done.stdout.splitlines())) <= min(columns, 80)
    words = "".join(done.stdout.split())
    for told in (SLUG, OTHER, "A review of 2015-07-21-b", "for approval", "approve version", "the Mayor and the Chief Executive"):
        assert "".join(told.split()) in words


def test_what_is_overdue_or_broken_earns_exit_code_1(program: Program, workspace: Path) -> None:
    file = response(workspace)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("published_on: 2015-07-21", "published_on: 2019-01-15"), encoding="utf-8")
    for day, code in (("2019-03-11", 0), ("2019-03-12", 1)):
        done = program("status", SLUG, "--today", day, cwd=workspace)
        assert done.returncode == code
        assert ("Overdue by 1 day: the last day was Monday 11" in done.stdout) == bool(code)
    file.write_text("report: [\n", encoding="utf-8")
    done = program("status", *TODAY, cwd=workspace)
    assert done.returncode == 1
    assert "cannot be read" in done.stdout
    assert done.stdout.endswith("1 response: it cannot be read.\n")
    assert standing(program, workspace)["state"] == "cannot be read"


def test_a_damaged_record_is_told_in_its_row(program: Program, workspace: Path) -> None:
    (response(workspace).parent / "record.json").write_text("{}", encoding="utf-8")
    done = program("status", *TODAY, cwd=workspace)
    assert done.returncode == 1
    assert "cannot be read" in done.stdout
    assert "record.json" in done.stdout


def test_the_table_for_a_spreadsheet_is_rfc_4180_and_holds_no_formula(program: Program, workspace: Path) -> None:
    folder = workspace / "responses" / "=cmd"
    folder.mkdir()
    text = response(workspace).read_text(encoding="utf-8")
    title = '"+A \\"report\\", ‘quoted’"'
    (folder / "response.yaml").write_text(text.replace(f"A review of {SLUG}", title), encoding="utf-8")
    done = program("status", "--format", "csv", *TODAY, cwd=workspace)
    assert done.stdout.startswith("\ufeffresponse,title,")
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline="")))
    assert [row["response"] for row in rows] == [SLUG, "'=cmd"]
    assert rows[1]["title"] == '\'+A "report", ‘quoted’'
    assert rows[0]["next"] == "the Mayor and the Chief Executive"
    assert (rows[0]["approvals"], rows[0]["approvals required"], rows[0]["last day"]) == ("0", "2", "")


def test_every_line_of_the_table_for_a_spreadsheet_ends_as_the_standard_says(
    workspace: Path, plain_environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pccresponse", "status", "--format", "csv", *TODAY],
        cwd=workspace,
        env={**plain_environment, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"\xef\xbb\xbf")
    assert done.stdout.count(b"\n") == done.stdout.count(b"\r\n") == 2


def test_where_there_is_no_response_yet_status_says_how_to_begin(program: Program, tmp_path: Path) -> None:
    (tmp_path / "responses").mkdir()
    done = program("status", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "There are no responses yet. To start one, run: pccresponse new\n")
    assert json.loads(program("status", "--format", "json", cwd=tmp_path).stdout)["responses"] == []


def test_a_correction_is_approved_before_it_is_published(program: Program, workspace: Path) -> None:
    for who in (MAYOR, CHIEF):
        assert program(*who, cwd=workspace).returncode == 0
    assert program("publish", SLUG, *ON, cwd=workspace).returncode == 0
    file = response(workspace)
    file.write_text(file.read_text(encoding="utf-8").replace("Nothing much", "Something"), encoding="utf-8")
    again = ("publish", SLUG, "--on", "2015-11-02", "--new-version", "A word was wrong.")
    refused = program(*again, cwd=workspace)
    assert refused.returncode == 1
    assert "the correction of 2 November 2015 was added under corrections." in refused.stdout
    assert refused.stdout.count("error PUBLISH-APPROVAL: The approval of the ") == 2
    assert refused.stdout.splitlines()[-1] == (
        "A correction makes a new version, which must be approved like the first one. Then type the same command again."
    )
    for who in (MAYOR, CHIEF):
        assert program(*who[:-1], "2015-11-01", cwd=workspace).returncode == 0
    done = program(*again, cwd=workspace)
    assert done.returncode == 0, done.stdout
    assert "Published as version 2, on 2 November 2015:" in done.stdout
    assert file.read_text(encoding="utf-8").count("A word was wrong.") == 1


def test_what_was_typed_is_no_publication_and_no_copy_was_sent(program: Program, workspace: Path) -> None:
    file = response(workspace)
    text = file.read_text(encoding="utf-8").replace("published_on: 2015-07-21", "published_on: 2019-01-15")
    text = text.replace("made_on: 2015-09-01", "made_on: 2019-03-01").replace("2015-09", "2019-03")
    file.write_text(text, encoding="utf-8")
    for today, clock, state in (
        ("2019-03-01", "publication is planned for 2 March 2019", "planned"),
        ("2019-03-11", "publication was planned for 2 March 2019, but there is no record that it happened", "planned"),
        ("2019-03-12", "Overdue by 1 day: the last day was Monday 11 March 2019.", "planned"),
    ):
        found = standing(program, workspace, SLUG, "--today", today)
        publication = found["publication"]
        assert isinstance(publication, dict)
        assert clock in publication["sentence"]
        assert (publication["state"], publication["on"], publication["shown_by"]) == (state, "2019-03-02", None)
        assert found["overdue_by"] == int(today == "2019-03-12")
        assert "sent" not in str(found["state"])
    with file.open("a", encoding="utf-8") as more:
        more.write("copy: archive\n")
    done = program("status", SLUG, "--today", "2019-05-01", cwd=workspace)
    assert done.returncode == 0
    assert "State:     archive copy, not in a record yet" in done.stdout
    assert done.stdout.endswith("1 response: an archive copy.\n")
