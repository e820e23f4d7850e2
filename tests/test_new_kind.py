"""A new kind of finding is a row of one table and a few declarations. Each of them that is missing is named."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STRUCT = '''class AreaForThisTest(Finding, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to think about."""


'''
ROW = """FOR_THIS_TEST = FindingKind(
    "areas_for_this_test", AreaForThisTest, "area for this test", "areas for this test", "for-this-test"
)
"""
FIELD = '    areas_for_this_test: Annotated[tuple[AreaForThisTest, ...], Meta(description="Areas for this test")] = ()\n'
CONTAINED = '    areas_for_this_test: Annotated[Count | None, Meta(description="How many areas for this test")] = None\n'
WORDS = "  areas_for_this_test: { one: area for this test, many: areas for this test }\n"

FINDINGS = "src/pccresponse/models/findings.py"
REPORT = "src/pccresponse/models/report.py"
TABLE_OF_WORDS = "templates/_shared/words/en-GB.yaml"

MISSING = """
import json, sys
from pathlib import Path
from tests.test_new_kind import missing_places
print(json.dumps(missing_places(Path(sys.argv[1]))))
"""

LOOKED_AT = """
import json, sys
import msgspec
from pathlib import Path
from pccresponse.compare import content_changes
from pccresponse.foundation.problems import Place
from pccresponse.models.findings import AreaForThisTest, counts_in, kind_named
from pccresponse.models.report import ReportContents
from pccresponse.models.response import Response
from pccresponse.pipeline.editions import edition_called
from pccresponse.pipeline.unprinted_words import printing_problems
from pccresponse.reading import read_text
from pccresponse.reading.schema import schema_of_model
from pccresponse.rendering.tally import tally_of
from pccresponse.rules import breaches
from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.stated_counts import counts_stated
from pccresponse.workspace import Workspace
from tests.builders import case_with
from tests.source_report.papers import text_report

found = AreaForThisTest(text="The force should reflect on its rota.")
before = case_with()
after = case_with({("findings", "areas_for_this_test"): (found,), ("report", "contains"): ReportContents(areas_for_this_test=2)})
typed = "findings:\\n  areas_for_this_test:\\n    - text: The force should reflect on its rota.\\n"
report = text_report(
    "This report makes three areas for this test.\\n\\nArea for this test 1\\n\\nThe force should reflect on its rota.\\n"
)
folder = Workspace(Path(sys.argv[1]))
print(json.dumps({
    "read": [problem.message for problem in read_text(typed.encode(), Response, "x").problems if "areas_for_this_test" in problem.path],
    "schema": "areas_for_this_test" in json.dumps(schema_of_model(Response)),
    "named": kind_named("Areas for this test").one,
    "compared": any("rea for this test" in change.what for change in content_changes(before.response, after.response)),
    "counted": [(each.number, each.of) for each in tally_of(after).new if each.kind == "areas_for_this_test"],
    "rules": sorted({rule.code for rule, breach in breaches(after) if "areas_for_this_test" in breach.path}),
    "in a report": [(each.kind, each.label) for each in findings_in(report)],
    "stated": {kind: sorted(numbers) for kind, numbers in counts_stated(report).items()},
    "printing": [
        problem.message
        for name in ("2015", "2026")
        for problem in printing_problems(after, edition_called(name, folder), lambda *about: Place("x"))
    ],
}))
"""


def missing_places(root: Path) -> list[str]:
    """What a kind of finding in the table still lacks, each with its file, in the order in which one would add it."""
    import msgspec

    from pccresponse.models.findings import ASKING, KINDS, Findings
    from pccresponse.models.report import ReportContents

    fields = {field.name: field.type for field in msgspec.structs.fields(Findings)}
    tables = {file: msgspec.yaml.decode(file.read_bytes()) for file in sorted((root / "templates").glob("*/words/*.yaml"))}
    assert tables
    missing = []
    for kind in KINDS:
        if kind.key not in fields:
            missing.append(f"{FINDINGS}: Findings has no field {kind.key}.")
        elif kind.struct.__name__ not in str(fields[kind.key]):
            missing.append(f"{FINDINGS}: the field {kind.key} of Findings does not hold {kind.struct.__name__}.")
        if kind in ASKING and kind.key not in ReportContents.__struct_fields__:
            missing.append(f"{REPORT}: ReportContents has no field {kind.key}.")
        for file, table in tables.items():
            shown = file.relative_to(root).as_posix()
            if kind.key not in table["kinds"]:
                missing.append(f"{shown}: kinds: has no {kind.key}.")
            if kind in ASKING and kind.one not in table["kept_together"]["before_a_number"]:
                missing.append(f"{shown}: before_a_number: has no {kind.one}.")
    unknown = fields.keys() - {kind.key for kind in KINDS}
    missing += [f"{FINDINGS}: no row of KINDS has the field {name} of Findings." for name in sorted(unknown)]
    return missing


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The program and its editions, to be changed."""
    shutil.copytree(root / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "templates", tmp_path / "templates")
    return tmp_path


def put(copy: Path, file: str, before: str, words: str) -> None:
    path = copy / file
    text = path.read_text("utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, words + before), "utf-8")


def printed_by(code: str, copy: Path, root: Path, environment: dict[str, str]) -> object:
    done = subprocess.run(
        [sys.executable, "-c", code, str(copy)],
        env={**environment, "PYTHONPATH": os.pathsep.join([str(copy / "src"), str(root)]), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_kind_of_the_table_has_all_its_places(root: Path) -> None:
    missing = missing_places(root)
    assert not missing, "\n".join(("Put these in too:", *missing))


def test_a_new_kind_is_told_which_places_are_missing_and_is_complete_with_them(
    copy: Path, root: Path, plain_environment: dict[str, str]
) -> None:
    def missing() -> object:
        return printed_by(MISSING, copy, root, plain_environment)

    put(copy, FINDINGS, "class FindingKind(NamedTuple):", STRUCT)
    put(copy, FINDINGS, "ASKING = (", ROW)
    put(copy, FINDINGS, ')\n"""The kinds that ask for something, in the order of printing.', ", FOR_THIS_TEST")
    in_findings = f"{FINDINGS}: Findings has no field areas_for_this_test."
    in_report = f"{REPORT}: ReportContents has no field areas_for_this_test."
    in_words = f"{TABLE_OF_WORDS}: kinds: has no areas_for_this_test."
    in_phrases = f"{TABLE_OF_WORDS}: before_a_number: has no area for this test."
    assert missing() == [in_findings, in_report, in_words, in_phrases]

    put(copy, FINDINGS, "    positive_findings: Annotated[", FIELD)
    assert missing() == [in_report, in_words, in_phrases]
    put(copy, REPORT, "\n    def number_of(self", CONTAINED)
    assert missing() == [in_words, in_phrases]
    known = {
        "read": [],
        "schema": True,
        "named": "area for this test",
        "compared": True,
        "counted": [[1, 2]],
        "rules": ["CONTAINS"],
        "in a report": [["area for this test", "1"]],
        "stated": {"area for this test": [3]},
    }
    nameless = (
        "The documents cannot be put together: _shared/words/en-GB.yaml cannot be used: it has nothing for kinds: "
        "areas_for_this_test."
    )
    assert printed_by(LOOKED_AT, copy, root, plain_environment) == {**known, "printing": [nameless, nameless]}
    put(copy, TABLE_OF_WORDS, "  positive_findings: {", WORDS)
    put(copy, TABLE_OF_WORDS, "appendix, annex, note", "area for this test, ")
    assert missing() == []
    assert printed_by(LOOKED_AT, copy, root, plain_environment) == {**known, "printing": []}
