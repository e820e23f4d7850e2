"""`history`: what was published when, under which record, whether it is still there, and what has happened since."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pccresponse.workspace import Workspace
from tests.conftest import Program
from tests.published import SLUG, publish, workspace_with
from tests.repositories import TestRepository

WIDEST = 80


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_with(tmp_path / "office", SLUG)


@pytest.fixture
def said(program: Program, workspace: Workspace, tmp_path: Path) -> Any:
    """Runs `history` and answers with its words, its data and its exit code."""

    def run() -> tuple[str, Any, int]:
        alone = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent), "HOME": str(tmp_path)}
        words = program("history", SLUG, cwd=workspace.root, **alone)
        data = program("history", SLUG, "--format", "json", cwd=workspace.root, **alone)
        assert "Traceback" not in words.stderr
        assert words.returncode == data.returncode
        return words.stdout, json.loads(data.stdout or "null"), words.returncode

    return run


def test_a_response_that_was_never_published_says_so(said: Any) -> None:
    words, data, code = said()
    assert code == 0
    assert "\nNever published.\n" in words
    assert "In git: nothing. The folder" in words
    assert (data["versions"], data["changed_since"], data["git"]["commits"]) == ([], None, [])
    assert data["git"]["note"].endswith("is not in a git repository.")


def test_each_version_is_told_with_its_law_its_edition_and_its_documents(workspace: Workspace, said: Any) -> None:
    publish(workspace)
    publish(workspace, reason="A figure was wrong.")
    words, data, code = said()
    assert code == 0
    assert [line for line in words.splitlines() if line.startswith("Version")] == [
        "Version 2, published in September 2015",
        "Version 1, published in 2015",
    ]
    for line in (
        "  Corrected:  A figure was wrong.",
        "  Law:        section 55 as in force from 22 November 2012",
        "  Edition:    2015",
        "              Each is still the file that was published.",
        "  Neither the input nor the edition has changed.",
    ):
        assert line in words.splitlines()
    (first, second) = data["versions"]
    assert (first["version"], first["reason"], second["reason"]) == (1, None, "A figure was wrong.")
    comments = second["documents"][0]
    assert comments["file"] == f"responses/{SLUG}/published/2/comments.pdf"
    assert f"comments.pdf                     1 page   {comments['sha256'][:12]}" in words
    assert set(second["inputs"]) == {"response.yaml", "office.yaml"}
    assert second["tools"]["weasyprint"]
    assert [line for line in words.splitlines() if len(line) > WIDEST and len(line.split()) > 1] == []


def test_a_published_file_that_is_missing_or_another_is_named_and_the_exit_code_is_1(workspace: Workspace, said: Any) -> None:
    publish(workspace)
    place = workspace.responses / SLUG / "published" / "1"
    (place / "comments.pdf").unlink()
    (place / "submission-home-secretary.pdf").write_bytes(b"another")
    words, data, code = said()
    assert code == 1
    assert "comments.pdf is missing" in words
    assert "submission-home-secretary.pdf is not the file that was published" in words
    assert "Each is still" not in words
    assert [each["state"] for each in data["versions"][0]["documents"]] == ["is missing", "is not the file that was published"]


@pytest.mark.parametrize("broken", [False, True], ids=["readable", "broken"])
def test_what_has_changed_since_is_named_even_where_it_cannot_be_read(workspace: Workspace, said: Any, broken: bool) -> None:
    publish(workspace)
    with workspace.response_file(SLUG).open("a", encoding="utf-8") as file:
        file.write("]\n" if broken else "# more\n")
    (workspace.responses / "office.yaml").unlink()
    words, data, code = said()
    assert code == 0
    assert data["changed_since"] == ["office.yaml is gone", "response.yaml changed"]
    assert "Since version 1\n  office.yaml is gone\n  response.yaml changed\n" in words


def test_another_edition_is_a_change(workspace: Workspace, said: Any) -> None:
    publish(workspace)
    path = workspace.response_file(SLUG)
    path.write_text(re.sub(r"(?m)^edition:.*$", 'edition: "2026"', path.read_text("utf-8")), encoding="utf-8")
    assert said()[1]["changed_since"] == ["response.yaml changed", "edition 2015 became 2026"]


def test_in_git_the_commits_are_listed_and_those_between_which_it_was_published(workspace: Workspace, said: Any) -> None:
    repository = TestRepository(workspace.root)
    first = repository.commit("Begin the answer to the review of child protection in South Yorkshire", "2015-08-01")
    publish(workspace)
    second = repository.commit("Publish", "2015-09-01")
    publish(workspace, reason="A figure was wrong.")
    words, data, code = said()
    assert code == 0
    assert f"  In git:     recorded in {second[:10]} of 2015-09-01, after {first[:10]} of\n              2015-08-01" in words
    assert "  In git:     not in any of the commits below" in words
    listed = words[words.index("Commits in git") :]
    assert listed.splitlines() == [
        "Commits in git, newest first",
        "  not committed yet       published/2/comments.pdf was never committed",
        "  not committed yet       published/2/submission-home-secretary.pdf was never",
        "                          committed",
        "  not committed yet       record.json changed",
        f"  {second[:10]}  2015-09-01  Publish (Morgan Ellery)",
        "                          published/1, record.json",
        "                          version 1 recorded",
        f"  {first[:10]}  2015-08-01  Begin the answer to the review of child protection in",
        "                          South Yorkshire (Morgan Ellery)",
        "                          response.yaml, responses/office.yaml",
        "To make the documents as they were in one of them, run: pccresponse build NAME",
        "--at COMMIT",
    ]
    assert [line for line in words.splitlines() if len(line) > WIDEST and len(line.split()) > 1] == []
    assert [(each["id"], each["recorded"]) for each in data["git"]["commits"]] == [(second, [1]), (first, [])]
    assert data["git"]["complete"]


def test_a_repository_without_a_commit_says_so(workspace: Workspace, said: Any) -> None:
    TestRepository(workspace.root)
    assert "In git: nothing. The repository has no commits yet" in said()[0]


def test_a_record_that_is_damaged_is_a_sentence(workspace: Workspace, program: Program) -> None:
    (workspace.responses / SLUG / "record.json").write_text("{")
    done = program("history", SLUG, cwd=workspace.root)
    assert done.returncode == 1
    assert "record.json of 2015-07-21-child-protection-review is not as the program writes it" in done.stderr


def test_history_knows_its_responses(workspace: Workspace, program: Program) -> None:
    done = program("history", "2015", cwd=workspace.root)
    assert done.returncode == 2
    assert f"There are: {SLUG}." in done.stderr
    shell = {"_PCCRESPONSE_COMPLETE": "bash_complete", "COMP_WORDS": "pccresponse history 2015", "COMP_CWORD": "2"}
    assert SLUG in program(cwd=workspace.root, **shell).stdout


def test_the_report_that_a_version_was_verified_against_is_told(workspace: Workspace, said: Any) -> None:
    publish(workspace)
    path = workspace.responses / SLUG / "record.json"
    record = json.loads(path.read_bytes())
    against = {"file": "report.pdf", "sha256": "0123456789abcdef" * 4, "findings": 60, "quotations": 1}
    record["versions"][0]["verified_against"] = against
    path.write_text(json.dumps(record))
    words, data, code = said()
    assert code == 0
    told = "Verified: 60 findings and 1 quotation are in report.pdf word for word (SHA-256 0123456789ab)."
    assert told in " ".join(words.split())
    assert data["versions"][0]["verified_against"] == against
