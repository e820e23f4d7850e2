"""What `check` prints for a person: what stands in the way first, grouped by what to do about it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Program

SLUG = "2015-07-21-child-protection-review"
FILE = f"responses/{SLUG}/response.yaml"
OTHER = "2022-11-08-national-thematic-eastmarch"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two of the examples, one of them with an error of reading, an error and what they bring along."""
    for slug in (SLUG, OTHER):
        shutil.copytree(ROOT / "responses" / slug, tmp_path / "responses" / slug)
    shutil.copy(ROOT / "responses" / "office.yaml", tmp_path / "responses")
    for slug, old, new in (
        (SLUG, "kind: post-inspection review", "kind: post-inspection revue"),
        (OTHER, "The inspectors visited ten forces", "TODO The inspectors visited ten forces"),
    ):
        path = tmp_path / "responses" / slug / "response.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
    return tmp_path


def for_people(program: Program, workspace: Path, *more: str, columns: int = 80) -> list[str]:
    done = program("check", "--format", "text", "--today", "2026-11-27", *more, cwd=workspace, COLUMNS=str(columns))
    assert done.returncode == 1, done.stderr
    return done.stdout.splitlines()


def headings(lines: list[str]) -> list[str]:
    return [line for line in lines if re.match(r"\d+ (error|warning|piece)", line)]


def test_what_stands_in_the_way_comes_first_and_each_kind_is_counted(program: Program, workspace: Path) -> None:
    lines = for_people(program, workspace)
    data = json.loads(program("check", "--format", "json", "--today", "2026-11-27", cwd=workspace).stdout)["problems"]
    errors, advice = ([each for each in data if each["severity"] == severity] for severity in ("error", "advice"))
    assert [each["code"].split("-")[0] for each in errors] == ["READ", "PLACEHOLDER"]
    assert len(advice) >= 3
    assert headings(lines) == [
        "1 error in how a file is written. Put it right first: it may hide others.",
        "1 error. Put it right before you publish.",
        f"{len(advice)} pieces of advice. Follow them if you can.",
    ]


def test_problems_with_one_remedy_are_a_group_that_names_it_its_rule_and_each_file_once(program: Program, workspace: Path) -> None:
    (workspace / FILE).write_bytes((ROOT / FILE).read_bytes())
    lines = for_people(program, workspace, columns=120)
    at = lines.index("  2 places. Rule: REPORT-NOT-HELD.")
    assert lines[at - 1] == '  Put the report into the folder of response.yaml, and add "file:" with its name to "report:".'
    group = lines[at + 1 : lines.index("", at)]
    assert [line.strip() for line in group if line.strip().startswith("responses/")] == [FILE, f"responses/{OTHER}/response.yaml"]
    assert any(line.startswith("    17:1    ") for line in group)
    assert "  Rule: S55-4. Source: Police Act 1996, s. 55(4)." in lines


def test_a_file_is_named_once_for_all_that_needs_doing_in_it_alone(program: Program, workspace: Path) -> None:
    lines = for_people(program, workspace)
    sections = [number for number, line in enumerate(lines) if line in headings(lines)]
    advice = lines[sections[-1] :]
    assert len([line for line in advice if line.startswith("  Rule: ")]) >= 5
    assert advice.count(FILE) == advice.count(f"responses/{OTHER}/response.yaml") == 1


def test_nothing_is_left_out(program: Program, workspace: Path) -> None:
    words = " ".join(" ".join(for_people(program, workspace)).split())
    data = json.loads(program("check", "--format", "json", "--today", "2026-11-27", cwd=workspace).stdout)["problems"]
    assert len(data) >= 5
    for each in data:
        place = f"{each['line']}:{each['column']} "
        assert place + each["message"] in words
        assert each["remedy"] in words
        assert not each["cites"] or f"{each['code']}. Source: {each['cites']}." in words


def test_an_error_shows_its_line_with_a_caret_under_the_place(program: Program, workspace: Path) -> None:
    lines = for_people(program, workspace)
    carets = [number for number, line in enumerate(lines) if line.strip().startswith("|") and line.endswith(" ^")]
    first, second = carets
    assert lines[first - 1].index("post-inspection revue") == lines[first].index("^")
    assert lines[second - 1].index("TODO") == lines[second].index("^")


def test_a_pipe_gets_the_lines_that_all_gives_on_a_terminal(program: Program, workspace: Path) -> None:
    piped = program("check", "--today", "2026-11-27", cwd=workspace)
    everything = program("check", "--all", "--today", "2026-11-27", cwd=workspace, COLUMNS="40")
    assert everything.stdout == piped.stdout
    places = re.findall(r"^(\S+?):(\d+):(\d+): (?:error|warning|advice) [A-Z0-9-]+: ", piped.stdout, re.MULTILINE)
    assert len(places) >= 5
    assert [(file, int(line)) for file, line, _ in places] == sorted((file, int(line)) for file, line, _ in places)


def test_a_person_is_told_how_to_see_more(program: Program, workspace: Path) -> None:
    words = " ".join(for_people(program, workspace, SLUG))
    assert "To see every problem in file order, add --all to the command." in words


def test_all_and_a_format_are_not_asked_for_together(program: Program, workspace: Path) -> None:
    done = program("check", "--all", "--format", "json", cwd=workspace)
    assert done.returncode == 2
    assert "You can use --all or --format, but not both." in done.stderr
