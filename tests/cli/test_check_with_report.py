"""`check` of a response that has its report beside it, as somebody at a keyboard meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Program

SLUG = "2024-06-18-peel-2023-25-westshire"
TODAY = ("--today", "2024-08-06")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "responses" / SLUG, tmp_path / "responses" / SLUG)
    return tmp_path


def test_of_a_response_that_is_named_it_is_said_what_was_verified(program: Program, workspace: Path) -> None:
    done = program("check", SLUG, *TODAY, cwd=workspace)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "19 findings and 1 quotation are in report.html word for word (SHA-256 " in done.stdout.splitlines()[-2]
    assert "word for word" not in program("check", *TODAY, cwd=workspace).stdout


def test_as_data_it_is_said_of_every_response(program: Program, workspace: Path) -> None:
    data = json.loads(program("check", "--format", "json", *TODAY, cwd=workspace).stdout)
    verified = data["verified"][SLUG]
    assert (verified["file"], verified["findings"], verified["quotations"], len(verified["sha256"])) == ("report.html", 19, 1, 64)


def test_a_quotation_that_drifted_by_one_word_stops_what_is_final_and_shows_the_word(program: Program, workspace: Path) -> None:
    path = workspace / "responses" / SLUG / "response.yaml"
    path.write_text(path.read_text("utf-8").replace("and it can’t recognise people", "and it won’t recognise people"), "utf-8")
    done = program("check", SLUG, *TODAY, cwd=workspace)
    assert done.returncode == 1
    assert (
        "error QUOTATION: Comments, section 1: the quotation “A force can’t protect people whom it hasn’t recognised as …” "
        in done.stdout
    )
    assert "as needing protection, and it [-won’t-] {+can’t+} recognise people to whom it hasn’t" in done.stdout
    refused = program("build", SLUG, "--final", *TODAY, cwd=workspace)
    assert refused.returncode == 1
    assert "no final documents, because there are errors" in refused.stdout + refused.stderr
