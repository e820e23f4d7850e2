"""Each command as somebody at a keyboard meets it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from pccresponse.foundation.command_names import COMMANDS
from tests.conftest import ROOT, Program

SLUG = "2015-07-21-child-protection-review"
FILE = f"responses/{SLUG}/response.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with the case of 2015."""
    shutil.copytree(ROOT / "responses" / SLUG, tmp_path / "responses" / SLUG)
    shutil.copy(ROOT / "responses" / "office.yaml", tmp_path / "responses")
    return tmp_path


def test_the_program_explains_itself(program: Program, tmp_path: Path) -> None:
    done = program("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert len(COMMANDS) == 20
    for name, summary in COMMANDS.items():
        assert name in done.stdout
        assert summary in " ".join(done.stdout.split())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(program: Program, tmp_path: Path, name: str) -> None:
    done = program(name, "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"pccresponse {name}" in done.stdout.split("\n\n", 1)[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("frobnicate",), "No such command"),
        (("law", "the 21st"), "Write it as year-month-day, such as 2015-07-21"),
        (("law", "2015-02-30"), "is not a day"),
        (("law", "July 2015"), "does not say which day. Write the day as well, such as 2015-07-01"),
        (("law", "2/5/2019"), "may be 2 May 2019 or 5 February 2019. Write 2019-05-02 or 2019-02-05."),
        (("law",), "Say which day"),
        (("law", "2015-07-21", "--force", "south-yorks"), 'Did you mean "south-yorkshire"'),
        (("law", "1996-08-21"), "was not in force on 21 August 1996"),
        (("rules", "S55-5C"), "There is no rule called"),
        (("check", "2015-07-21-child"), "There is no response called"),
        (("new", "--title", "x", "--published-on", "1990-01-01"), "was not in force"),
        (("new", "--title", "***", "--published-on", "2020-01-01"), "has no letters, so it cannot name a folder"),
        (("new", "--title", "PEEL: Kent Police", "--published-on", "2020-01-01"), "The title names Kent Police, but"),
    ],
)
def test_wrong_use_is_a_sentence_and_exit_code_2(program: Program, workspace: Path, arguments: tuple[str, ...], says: str) -> None:
    done = program(*arguments, cwd=workspace)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_outside_a_workspace_the_program_says_where_to_go(program: Program, tmp_path: Path) -> None:
    done = program("check", cwd=tmp_path)
    assert done.returncode == 3
    assert "No folder called responses was found" in done.stderr


def test_check_finds_the_workspace_from_a_folder_inside_it(program: Program, workspace: Path) -> None:
    inside = workspace / "responses" / SLUG
    assert program("check", "response.yaml", cwd=inside).returncode == 0
    assert program("check", cwd=inside).returncode == 0


def test_check_names_file_line_and_column_shows_the_line_and_says_what_to_do(program: Program, workspace: Path) -> None:
    path = workspace / "responses" / SLUG / "response.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  kind: post-inspection review", "  kind: post-inspection revue"), encoding="utf-8")
    line = text[: text.index("  kind:")].count("\n") + 1
    done = program("check", SLUG, cwd=workspace)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    at = next(number for number, each in enumerate(lines) if ": error READ-" in each)
    first, shown, caret, remedy = lines[at : at + 4]
    assert first.startswith(f"responses/{SLUG}/response.yaml:{line}:9: error READ-")
    assert shown == "    |   kind: post-inspection revue"
    assert caret == "    |         ^"
    assert "post-inspection review" in remedy


def test_one_bad_file_does_not_hide_the_next(program: Program, workspace: Path) -> None:
    for slug, content in (("2020-01-01-a", "report: [\n"), ("2020-01-02-b", ""), ("2020-01-03-c", "report:\n  tilte: x\n")):
        (workspace / "responses" / slug).mkdir()
        (workspace / "responses" / slug / "response.yaml").write_text(content)
    done = program("check", cwd=workspace)
    assert done.returncode == 1
    for slug in ("2020-01-01-a", "2020-01-02-b", "2020-01-03-c"):
        assert f"responses/{slug}/response.yaml" in done.stdout
    assert "4 responses checked" in done.stdout
    built = program("build", cwd=workspace)
    assert built.returncode == 1
    assert "1 of 4 built" in built.stdout
    assert (workspace / "build" / SLUG / "comments.pdf").is_file()


def test_check_gives_the_same_as_data(program: Program, workspace: Path) -> None:
    words = program("check", cwd=workspace).stdout
    data = json.loads(program("check", "--format", "json", cwd=workspace).stdout)
    assert data["checked"] == [SLUG]
    assert len(data["problems"]) >= 5
    for problem in data["problems"]:
        assert (
            f"{problem['file']}:{problem['line']}:{problem['column']}: {problem['severity']} {problem['code']}: {problem['message']}"
            in words
        )
        assert problem["remedy"] in words


def test_the_office_that_two_responses_share_is_complained_about_once(program: Program, workspace: Path) -> None:
    shutil.copytree(workspace / "responses" / SLUG, workspace / "responses" / "2015-07-21-again")
    office = workspace / "responses" / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8").replace("#1f3a5f", "#eeeeee"), encoding="utf-8")
    assert program("check", cwd=workspace).stdout.count("OFFICE-COLOUR") == 1


def test_a_response_of_before_the_act_is_refused_with_the_reason(program: Program, workspace: Path) -> None:
    path = workspace / "responses" / SLUG / "response.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("published_on: 2015-07-21", "published_on: 1995-07-21"), encoding="utf-8"
    )
    done = program("build", cwd=workspace)
    assert done.returncode == 1
    assert "error LAW-DAY: Section 55 of the Police Act 1996 was not in force on 21 July 1995" in done.stdout
    assert not (workspace / "build").exists()


def test_a_force_that_is_unknown_is_an_error_in_the_office_with_the_nearest_name(program: Program, workspace: Path) -> None:
    path = workspace / "responses" / "office.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("force: south-yorkshire", "force: south-yorks"), encoding="utf-8")
    done = program("check", cwd=workspace)
    assert done.returncode == 1
    assert "responses/office.yaml:5:8: error LAW-DAY:" in done.stdout
    assert 'Did you mean "south-yorkshire"' in done.stdout


def test_a_final_build_refuses_an_error_and_leaves_what_was_there(program: Program, workspace: Path) -> None:
    assert program("build", "--final", cwd=workspace).returncode == 0
    before = (workspace / "build" / SLUG / "comments.pdf").read_bytes()
    path = workspace / "responses" / SLUG / "response.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("The report was noted.", "TODO"), encoding="utf-8")
    done = program("build", "--final", cwd=workspace)
    assert done.returncode == 1
    assert "no final documents, because there are errors" in done.stdout
    assert (workspace / "build" / SLUG / "comments.pdf").read_bytes() == before
    draft = program("build", cwd=workspace)
    assert draft.returncode == 1
    assert f"build/{SLUG}/comments.pdf  (draft)" in draft.stdout
    assert (workspace / "build" / SLUG / "comments.pdf").read_bytes() != before


def test_a_final_build_that_nobody_could_sign_is_refused_and_does_not_hide_the_next(program: Program, workspace: Path) -> None:
    shutil.copytree(workspace / "responses" / SLUG, workspace / "responses" / "2015-07-20-before")
    office = (workspace / "responses" / "office.yaml").read_text(encoding="utf-8")
    two = office.replace(
        "office_holders:\n", "office_holders:\n  - name: Morgan Ellery\n    took_office_on: 2015\n    left_office_on: 2015\n"
    )
    (workspace / "responses" / "2015-07-20-before" / "office.yaml").write_text(two, encoding="utf-8")
    signed = workspace / "responses" / "2015-07-20-before" / "response.yaml"  # an archive copy is signed by nobody
    signed.write_text(signed.read_text(encoding="utf-8").replace("copy: archive\n", ""), encoding="utf-8")
    done = program("build", "--final", cwd=workspace)
    assert done.returncode == 1
    assert "error OFFICE-HOLDER" in done.stdout
    assert "2015-07-20-before: no final documents, because there are errors." in done.stdout
    assert "1 of 2 built" in done.stdout
    assert not (workspace / "build" / "2015-07-20-before").exists()
    assert (workspace / "build" / SLUG / "comments.pdf").is_file()


def test_a_misspelt_force_in_a_finding_is_an_error_and_still_drafted(program: Program, workspace: Path) -> None:
    path = workspace / "responses" / SLUG / "response.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "      due_wording: immediately\n", "      named_forces: [south-yorkshire, kents]\n", 1
    )
    path.write_text(text, encoding="utf-8")
    done = program("build", cwd=workspace)
    assert done.returncode == 1
    assert "error NAMED-FORCE" in done.stdout
    assert f"build/{SLUG}/comments.pdf  (draft)" in done.stdout


def test_rules_are_listed_and_explained(program: Program, tmp_path: Path) -> None:
    listed = program("rules", cwd=tmp_path).stdout
    assert "S55-5B" in listed
    explained = program("rules", "s55-5b", cwd=tmp_path).stdout
    assert "What to do:" in explained
    assert "Police Act 1996, s. 55(5B)" in explained
    data = json.loads(program("rules", "--format", "json", cwd=tmp_path).stdout)
    codes = [line.split()[0] for line in listed.splitlines() if line.split() and line.split()[0] in {each["code"] for each in data}]
    assert codes == [each["code"] for each in data]
    assert len(codes) > 80
    assert "key" in program("rules", "read-unknown-key", cwd=tmp_path).stdout


def test_the_schemas_are_printed(program: Program, tmp_path: Path) -> None:
    response = json.loads(program("schema", cwd=tmp_path).stdout)
    office = json.loads(program("schema", "office", cwd=tmp_path).stdout)
    assert response["$schema"] == office["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert response != office


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(program: Program, tmp_path: Path, shell: str) -> None:
    done = program("completion", shell, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "_PCCRESPONSE_COMPLETE" in done.stdout


def test_the_shell_completes_the_names_of_responses(program: Program, workspace: Path) -> None:
    done = program(cwd=workspace, _PCCRESPONSE_COMPLETE="bash_complete", COMP_WORDS="pccresponse check 2015", COMP_CWORD="2")
    assert SLUG in done.stdout


def test_without_a_terminal_nothing_is_coloured_and_no_color_is_obeyed(program: Program, workspace: Path) -> None:
    assert "\x1b" not in program("check", cwd=workspace).stdout
    assert "\x1b" not in program("check", cwd=workspace, NO_COLOR="1").stdout


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is a thing of Unix")
def test_on_a_terminal_problems_are_coloured_and_progress_is_shown(workspace: Path, plain_environment: dict[str, str]) -> None:
    assert "\x1b[3" in on_a_terminal("check", workspace, plain_environment)
    assert "\x1b[3" not in on_a_terminal("check", workspace, {**plain_environment, "NO_COLOR": "1"})
    assert "comments.pdf made" in on_a_terminal("build", workspace, plain_environment)


def test_on_a_terminal_check_is_for_people_and_with_all_it_is_for_editors(
    workspace: Path, plain_environment: dict[str, str]
) -> None:
    environment = {**plain_environment, "NO_COLOR": "1", "COLUMNS": "80"}
    assert f"{FILE}:7:1: advice CONTACT: " not in on_a_terminal(f"check {SLUG}", workspace, environment)
    assert f"{FILE}:7:1: advice CONTACT: " in on_a_terminal(f"check {SLUG} --all", workspace, environment)


def on_a_terminal(command: str, folder: Path, environment: dict[str, str]) -> str:
    """What the command prints when a terminal listens."""
    import pty
    import subprocess
    import sys

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pccresponse", *command.split()],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm"},
        stdout=theirs,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
    )
    os.close(theirs)
    heard = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        heard += piece
    os.close(ours)
    assert process.wait() in (0, 1)
    return heard.decode("utf-8", "replace")
