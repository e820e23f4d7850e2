"""The packaged files themselves: every row says how sure it is and why, no key is lost, and nothing is read before it is needed."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, get_origin

import pytest
import yaml

import pccresponse.statute
from pccresponse import statute
from pccresponse.statute.tables import DATA, raw_table

COMING = 18
"""How many announcements the rows of bodies have, each time that one is named."""

FILES = {
    # file: how many rows say how sure they are
    "addresses.yaml": 2 + 1,
    "bank_holidays.yaml": 1,
    "bodies.yaml": 2 + 17 + COMING,
    "chief_inspectors.yaml": 11 + 11,
    "forces.yaml": 1 + 1 + 3,
    "home_secretaries.yaml": 17 + 2 + 8,
    "inspectorates.yaml": 3,
    "institutions.yaml": 3,
    "practice.yaml": 9 + 2,
    "procedures.yaml": 7,
    "reuse_terms.yaml": 4,
    "section_55.yaml": 18 + 7 + 2 + 2,
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
            assert row["note"].strip().endswith(".")
        if row["source"] == "general knowledge":
            assert row["confidence"] == "unconfirmed"


def every_answer() -> Iterator[Any]:
    """Everything that the tables hold, as it is given out."""
    yield from statute.regimes()
    for regime in statute.regimes():
        yield from (*regime.duties, *regime.coming)
    yield from statute.regime_on(LONG_AFTER).open_questions
    for force in statute.forces():
        yield force
        yield from (*force.earlier_names, *statute.bodies_of(force.id))
    for holder in (*statute.home_secretaries(), *statute.chief_inspectors()):
        yield from (holder, holder.style)
    yield from (*statute.inspectorates(), *statute.home_office_addresses(), *statute.inspectorate_addresses())
    yield from (*statute.every_reuse_terms(), *statute.procedures(), *statute.dissolutions())


LONG_AFTER = date(2030, 1, 1)


def test_everything_that_the_tables_give_out_has_a_source_a_confidence_and_its_doubt() -> None:
    answers = list(every_answer())
    assert len(answers) > 270
    for answer in answers:
        assert answer.source
        assert answer.confidence in ("confirmed", "unconfirmed")
        assert answer.note.strip() or answer.confidence == "confirmed", answer


def test_every_table_says_how_far_it_reaches_and_when_somebody_last_looked() -> None:
    for name in FILES:
        table = raw_table(name)
        assert isinstance(table["known_to"], date), name
        assert table["known_to"] <= table["checked_on"] <= date(2026, 11, 27), name


def test_no_name_has_a_straight_apostrophe() -> None:
    named = [answer for answer in every_answer() if hasattr(answer, "name")]
    names = [answer.name for answer in named]
    names += [holder.styled for holder in (*statute.home_secretaries(), *statute.chief_inspectors())]
    names += [holder.salutation for holder in (*statute.home_secretaries(), *statute.chief_inspectors())]
    names += [line for address in (*statute.home_office_addresses(), *statute.inspectorate_addresses()) for line in address.lines]
    names += [body.office_title or "" for force in statute.forces() for body in statute.bodies_of(force.id)]
    assert len(names) > 250
    assert any("’" in name for name in names)
    assert not [name for name in names if "'" in name]


@pytest.mark.parametrize("name", FILES)
def test_no_text_that_may_be_printed_has_a_straight_apostrophe(name: str) -> None:
    looked_at = 0

    def texts(value: Any, key: str = "") -> Iterator[str]:
        if isinstance(value, str) and key not in ("kind", "body_kinds"):
            yield value
        elif isinstance(value, dict):
            for inner_key, inner in value.items():
                yield from texts(inner, str(inner_key))
        elif isinstance(value, list):
            for inner in value:
                yield from texts(inner, key)

    for text in texts(raw_table(name)):
        looked_at += 1
        assert not re.search(r"\w'\w|s' ", text), text
    assert looked_at


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
