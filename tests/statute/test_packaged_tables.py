"""The packaged files themselves: every row says how sure it is and why, no key is lost, and nothing is read before it is needed."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Literal, get_origin

import pytest
import yaml

import pccresponse.statute
from pccresponse.statute.tables import DATA, raw_table

FILES = {
    # file: how many rows say how sure they are
    "bank_holidays.yaml": 1,
    "bodies.yaml": 2 + 16,
    "chief_inspectors.yaml": 8,
    "forces.yaml": 43 + 1,
    "home_secretaries.yaml": 16 + 1,
    "inspectorates.yaml": 3,
    "practice.yaml": 9 + 6,
    "section_55.yaml": 15 + 5,
}


def rows_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "confidence" in value:
            yield value
        for inner in value.values():
            yield from rows_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from rows_in(inner)


def test_the_files_are_the_ones_listed_here() -> None:
    assert sorted(path.name for path in DATA.iterdir()) == sorted(FILES)


@pytest.mark.parametrize(("name", "count"), FILES.items())
def test_every_row_says_how_sure_it_is_and_why(name: str, count: int) -> None:
    rows = list(rows_in(raw_table(name)))
    assert len(rows) == count
    for row in rows:
        assert row["confidence"] in ("confirmed", "unconfirmed")
        assert row["source"]
        if row["confidence"] == "unconfirmed":
            assert row["note"].endswith(".")
        if row["source"] == "general knowledge":
            assert row["confidence"] == "unconfirmed"


@pytest.mark.parametrize("name", FILES)
def test_every_file_begins_by_saying_what_it_is_and_where_it_comes_from(name: str) -> None:
    header = [line for line in (DATA / name).read_text(encoding="utf-8").split("\n\n")[0].splitlines() if line.startswith("#")]
    assert len(header) >= 4
    assert any("Written by this project" in line for line in header)


@pytest.mark.parametrize("name", FILES)
def test_no_key_is_written_twice_and_none_is_read_as_something_else(name: str) -> None:
    """YAML lets a second key win silently, and reads a bare `on` or `no` as a truth value."""
    mappings = 0

    def walk(node: yaml.Node) -> None:
        nonlocal mappings
        if isinstance(node, yaml.MappingNode):
            mappings += 1
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), keys
            assert {key.tag.rpartition(":")[2] for key, _ in node.value} <= {"str", "timestamp"}
            for _, value in node.value:
                walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                walk(value)

    root = yaml.compose((DATA / name).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert root is not None
    walk(root)
    assert mappings


def test_importing_the_law_reads_no_table_and_loads_no_yaml() -> None:
    program = "import sys, pccresponse.statute; print(sorted({'yaml', 'difflib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip() == "[]"


def test_the_examples_in_the_docstrings_hold() -> None:
    attempted = 0
    for module in pkgutil.iter_modules(pccresponse.statute.__path__, "pccresponse.statute."):
        result = doctest.testmod(importlib.import_module(module.name))
        assert result.failed == 0
        attempted += result.attempted
    assert attempted >= 12


def test_everything_that_is_exported_exists_and_says_what_it_is() -> None:
    names = pccresponse.statute.__all__
    assert names == sorted(names)
    for name in names:
        exported = getattr(pccresponse.statute, name)
        assert exported.__doc__ or get_origin(exported) is Literal
