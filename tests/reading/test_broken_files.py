"""One broken file for each mistake, and beside it the exact lines that it earns.

Some mistakes are not in a file but about it (a folder of its name, a pipe, a link). Those are made when they are needed, from the
name of the case.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pccresponse.foundation.problems import Problem
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading import CODES, Reading, read_office, read_response
from tests.conftest import ROOT

CASES = Path(__file__).parents[1] / "broken" / "reading"
EVERY_CASE = sorted(path.name for path in CASES.iterdir() if path.is_dir())
LEAST_CASES = 140


def lines_of(problems: tuple[Problem, ...]) -> str:
    return "".join(f"{each.place}: {each.severity.value} {each.code}: {each.message}\n  {each.remedy}\n" for each in problems)


def folder(path: Path, _: Path) -> None:
    path.mkdir()


def named_pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def link_to(target: str) -> Callable[[Path, Path], None]:
    def make(path: Path, outside: Path) -> None:
        (outside / "response.yaml").write_text("report: {}\n", "utf-8")
        path.symlink_to(target.format(outside=outside))

    return make


def too_large(path: Path, _: Path) -> None:
    path.write_bytes(b"#" * (1 << 20) + b"\n")


def too_many_nodes(path: Path, _: Path) -> None:
    path.write_text("findings: [" + "a," * 50_000 + "]\n", "utf-8")


def without_permission(path: Path, _: Path) -> None:
    path.write_text("report: {}\n", "utf-8")


def nothing(_path: Path, _outside: Path) -> None:
    pass


MADE = {
    "device-that-never-ends": link_to("/dev/zero"),
    "file-outside-the-workspace": without_permission,
    "file-without-permission": without_permission,
    "folder": folder,
    "link-out-of-the-workspace": link_to("{outside}/response.yaml"),
    "link-to-nothing": link_to("nowhere.yaml"),
    "missing-file": nothing,
    "missing-folder": nothing,
    "named-pipe": named_pipe,
    "too-large": too_large,
    "too-many-nodes": too_many_nodes,
}


def read_case(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading[Response] | Reading[Office]:
    case = CASES / name
    if name not in MADE:
        is_office = (case / "office.yaml").exists()
        read = read_office if is_office else read_response
        file = "office.yaml" if is_office else "response.yaml"
        return read(case / file, within=case, shown_as=file)
    if sys.platform == "win32":
        pytest.skip("pipes and links are made differently there")
    workspace, outside = tmp_path / "workspace", tmp_path / "outside"
    workspace.mkdir()
    outside.mkdir()
    path = (outside if name == "file-outside-the-workspace" else workspace) / "response.yaml"
    path = path.parent / "nowhere" / path.name if name == "missing-folder" else path
    MADE[name](path, outside)
    within = Path("/") if name == "device-that-never-ends" else workspace
    if name == "file-without-permission":  # the superuser, as whom tests may run, is refused nothing

        def refuse(*_: object) -> int:
            raise PermissionError

        monkeypatch.setattr(os, "open", refuse)
    return read_response(path, within=within, shown_as="response.yaml")


@pytest.mark.parametrize("name", EVERY_CASE)
def test_a_broken_file_earns_exactly_its_lines(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read_case(name, tmp_path, monkeypatch)
    found = lines_of(reading.problems)
    expected = CASES / name / "expected.txt"
    assert found == expected.read_text("utf-8")
    assert reading.model is None or ": error " not in found


def test_every_code_is_earned_by_some_broken_file() -> None:
    assert len(EVERY_CASE) >= LEAST_CASES, "the guard has to look at something"
    earned = set()
    for name in EVERY_CASE:
        words = [line.split(": ")[1] for line in (CASES / name / "expected.txt").read_text("utf-8").splitlines() if line[:1] != " "]
        earned |= {word.split()[1] for word in words}
    assert earned == set(CODES)


def test_every_code_in_the_source_can_be_looked_up() -> None:
    sources = list((ROOT / "src" / "pccresponse" / "reading").glob("*.py"))
    beginnings = "|".join(sorted({code.partition("-")[0] for code in CODES}))
    literal = re.compile(rf'"((?:{beginnings})-[A-Z0-9-]+)"')
    written = {code for path in sources for code in literal.findall(path.read_text("utf-8"))}
    assert len(written) >= 50
    assert written - set(CODES) == set()


def test_every_case_has_one_file_unless_it_is_made() -> None:
    for name in EVERY_CASE:
        files = {path.name for path in (CASES / name).iterdir()}
        assert files == ({"expected.txt"} if name in MADE else files & {"response.yaml", "office.yaml"} | {"expected.txt"})
        assert len(files) == (1 if name in MADE else 2)


def test_every_problem_says_what_to_do_and_where_in_the_data_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = 0
    for name in set(EVERY_CASE) - set(MADE):
        for problem in read_case(name, tmp_path, monkeypatch).problems:
            seen += 1
            assert problem.remedy, problem
            assert problem.message[-1] == ".", problem
            assert problem.place.line, problem
            assert bool(problem.path) == problem.code.startswith(("READ-", "OFFICE-")), problem
    assert seen >= LEAST_CASES
