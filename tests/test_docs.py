"""What the README and the reference pages say is so."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pccresponse.rules import ALL_RULES
from tests.conftest import ROOT, Program
from tests.plain_english import avoided_in, capitals_in_heading, prose_of
from tests.reading_age import reading_age, sentences_of, words_of
from tests.small_workspaces import without

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    \./run (.+)$", README, re.MULTILINE)
PAGES = (
    Path("README.md"),
    Path("CONTRIBUTING.md"),
    Path("bench/README.md"),
    *sorted(path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md")),
)
OLDEST_READER, LONGEST_SENTENCE = 14, 35
"""The reading age of a page in years, and the length of a sentence in words."""
EXAMPLE = "2015-07-21-child-protection-review"
RUN_ELSEWHERE = {"test", "preview"}
"""The first is what runs the test that you are reading; the second goes on until it is stopped, and has tests of its own."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the example that the commands of the README name: all are built by tests/test_examples.py."""
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "responses" / EXAMPLE, folder / "responses" / EXAMPLE)
    shutil.copy(ROOT / "responses" / "office.yaml", folder / "responses")
    return folder


def test_the_readme_has_its_commands() -> None:
    assert COMMANDS[:2] == ["build", "test"]
    assert len(COMMANDS) >= 8


@pytest.mark.slow  # the first of them builds what the others use
@pytest.mark.parametrize("line", [line for line in dict.fromkeys(COMMANDS) if line not in RUN_ELSEWHERE])
def test_every_command_in_the_readme_runs(program: Program, workspace: Path, line: str) -> None:
    done = program(*line.split(), cwd=workspace)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


def test_the_first_command_makes_documents(program: Program, workspace: Path) -> None:
    assert program(*COMMANDS[0].split(), cwd=workspace).returncode == 0
    assert (workspace / "build" / EXAMPLE / "comments.pdf").read_bytes().startswith(b"%PDF")


def test_the_readme_shows_what_new_really_prints(program: Program, tmp_path: Path) -> None:
    (shown,) = re.findall(r"```console\n(.+?)```", README, re.DOTALL)
    command, *expected = shown.splitlines()
    arguments = re.findall(r'"[^"]*"|\S+', command.removeprefix("$ ./run "))
    done = program(*(argument.strip('"') for argument in arguments), cwd=tmp_path, PCCRESPONSE_COMMAND="./run")
    assert done.stdout.splitlines() == expected


def test_the_readme_shows_what_check_really_prints(program: Program, tmp_path: Path) -> None:
    program("new", "--force", "kent", "--title", "PEEL 2023-25: Kent Police", "--published-on", "2024-06-18", cwd=tmp_path)
    (shown,) = re.findall(r"```text\n(  Add an .+?)```", README, re.DOTALL)
    done = program("check", "--format", "text", "--today", "2024-08-01", cwd=tmp_path, COLUMNS="80")
    assert done.returncode == 1
    assert shown in done.stdout


def test_the_page_on_quotations_shows_what_check_really_prints(program: Program, tmp_path: Path) -> None:
    slug = "2024-06-18-peel-2023-25-westshire"
    shutil.copytree(ROOT / "responses" / slug, tmp_path / "responses" / slug)
    path = tmp_path / "responses" / slug / "response.yaml"
    path.write_text(path.read_text("utf-8").replace("and it can’t recognise people", "and it won’t recognise people"), "utf-8")
    page = (ROOT / "docs" / "how-to" / "check-quotations.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.+?)```", page, re.DOTALL)
    assert shown in program("check", slug, "--format", "text", "--today", "2024-08-06", cwd=tmp_path, COLUMNS="80").stdout


def test_the_page_on_quotations_has_every_rule_that_needs_the_report() -> None:
    page = (ROOT / "docs" / "how-to" / "check-quotations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[([A-Z-]+)\]\(\.\./reference/rules\.md#([a-z-]+)\)", page, re.MULTILINE)
    assert [code for code, _ in rows] == [rule.code for rule in ALL_RULES if rule.needs_report]
    assert all(code.lower() == anchor for code, anchor in rows)
    assert len(rows) == 8


@pytest.mark.parametrize("name", ["reference/files.md", "reference/rules.md", "reference/commands.md"])
def test_the_reference_pages_are_fresh(name: str) -> None:
    pages = runpy.run_path(str(ROOT / "docs" / "make.py"))["pages"]()
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages[name], "run: python docs/make.py"


@pytest.mark.parametrize("name", ["response", "office", "edition"])
def test_the_schemas_are_fresh(name: str) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make.py"))["schemas"]()
    file = f"{name}.schema.json"
    assert len(made) == 3
    assert (ROOT / "schemas" / file).read_text(encoding="utf-8") == made[file], "run: python docs/make.py"


def test_the_documentation_is_a_site_in_which_every_link_leads_somewhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md")}
    assert len(pages) >= 16
    made = {path.parent.relative_to(tmp_path / "site") for path in (tmp_path / "site").rglob("index.html")}
    assert {page for page in pages if page.name not in ("index", "README")} <= made
    outside = [path for path in (tmp_path / "site").rglob("*.html") if "fonts.googleapis" in path.read_text(encoding="utf-8")]
    assert outside == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_can_be_read_at_fourteen_and_has_no_endless_sentence(page: Path) -> None:
    sentences = sentences_of((ROOT / page).read_text(encoding="utf-8"))
    assert sentences
    assert reading_age(sentences) <= OLDEST_READER
    assert [each for each in sentences if len(words_of(each)) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("page", [*PAGES, Path("CHANGELOG.md")], ids=str)
def test_a_page_has_no_word_or_mark_that_plain_english_avoids(page: Path) -> None:
    lines = prose_of((ROOT / page).read_text(encoding="utf-8"))
    assert len(lines) >= 4
    assert [fault for line in lines for fault in avoided_in(line)] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_heading_has_capitals_where_a_sentence_has_them(page: Path) -> None:
    headings = [line for line in prose_of((ROOT / page).read_text(encoding="utf-8")) if line.startswith("#")]
    assert headings or page.name == "commands.md"
    assert [(line, words) for line in headings if (words := capitals_in_heading(line))] == []


def test_every_yaml_file_of_the_examples_leads_to_its_schema() -> None:
    looked_at = 0
    for path in sorted((ROOT / "responses").rglob("*.yaml")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        target = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert target, path
        schema = (path.parent / target[1]).resolve()
        assert schema == ROOT / "schemas" / f"{path.stem}.schema.json"
        looked_at += 1
    assert looked_at == 6


def test_the_hook_for_an_offices_repository_runs_check_on_what_check_reads() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "pccresponse check"
    assert hook["pass_filenames"] is False
    paths = ("responses/office.yaml", "responses/2015-07-21-x/response.yaml", "templates/ours/css/page.css", "README.md")
    assert [bool(re.search(hook["files"], path)) for path in paths] == [True, True, True, False]


def test_every_link_between_the_pages_leads_somewhere() -> None:
    looked_at = 0
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            looked_at += 1
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
    assert looked_at >= 40


def test_signing_off_goes_as_the_page_says(program: Program, tmp_path: Path) -> None:
    """Each command of the page is run in its order, on a shorter response, and prints the lines that are shown, in their order."""
    slug, stand_in = "2024-06-18-peel-2023-25-westshire", "3f2a9c1b"
    shutil.copytree(ROOT / "responses" / slug, tmp_path / "responses" / slug)
    file = tmp_path / "responses" / slug / "response.yaml"
    file.write_text(without(file.read_text("utf-8"), "  areas_for_improvement", "  causes_of_concern", "panel_report"), "utf-8")
    status = program("status", slug, "--format", "json", "--today", "2024-08-05", cwd=tmp_path)
    version = json.loads(status.stdout)["responses"][0]["version"][:8]
    page = (ROOT / "docs" / "how-to" / "sign-off.md").read_text(encoding="utf-8").replace(stand_in, version)
    shown = "".join(re.findall(r"```console\n(.+?)```", page, re.DOTALL))
    runs = shown.split("$ pccresponse ")[1:]
    assert len(runs) == 7
    for run in runs:
        command, *expected = run.splitlines()
        done = program(*shlex.split(command), cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert expected
        assert [line for line in done.stdout.splitlines() if line in expected] == expected, done.stdout
