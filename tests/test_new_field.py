"""A new field of a finding is declared in the model and printed in a template of each edition, and nowhere else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EDITIONS = ("2015", "2026")
DECLARED = """
    field_of_this_test: Annotated[Markdown | None, Meta(description="What it costs")] = None
"""
BEFORE = '    oversight: Annotated[Oversight | None, Meta(description="Who oversees it"'
PRINTED_BEFORE = "{{ answer_to(entry, level) }}"
PRINTED = (
    "{% if finding.field_of_this_test %}{{ finding.field_of_this_test | markdown(6, entry.key ~ '-of-this-test') }}{% endif %}\n"
)

LOOKED_AT = """
import json, sys
import msgspec
from pccresponse.case.version import version_of
from pccresponse.compare import content_changes
from pccresponse.pipeline.editions import edition_called
from pccresponse.models.response import Response
from pccresponse.pipeline.unprinted_words import printing_problems
from pccresponse.foundation.problems import Place
from pccresponse.reading import read_text
from pccresponse.reading.schema import schema_of_model
from pccresponse.rules import breaches
from pccresponse.workspace import Workspace
from tests.builders import clean_response, case_with
from pathlib import Path

words = "It costs *forty* pounds: TODO."
recommendations = clean_response().found.recommendations
costly = (msgspec.structs.replace(recommendations[0], field_of_this_test=words), *recommendations[1:])
before, after = case_with(), case_with({("findings", "recommendations"): costly})
typed = "findings:\\n  recommendations:\\n    - text: Count.\\n      field_of_this_test: " + words.replace(":", " -") + "\\n"
folder = Workspace(Path(sys.argv[1]))
print(json.dumps({
    "read": [problem.code for problem in read_text(typed.encode(), Response, "x").problems if "field_of_this_test" in problem.path],
    "schema": "field_of_this_test" in json.dumps(schema_of_model(Response)),
    "another version": version_of(before) != version_of(after),
    "told": [change.field for change in content_changes(before.response, after.response)],
    "rules": sorted({rule.code for rule, breach in breaches(after) if "field_of_this_test" in breach.path}),
    "not printed in": [
        name
        for name in ("2015", "2026")
        for problem in printing_problems(after, edition_called(name, folder), lambda *about: Place("x"))
        if "field_of_this_test" in problem.path
    ],
}))
"""


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """The program and its editions, to be changed."""
    shutil.copytree(root / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "templates", tmp_path / "templates")
    models = tmp_path / "src" / "pccresponse" / "models" / "findings.py"
    declared = models.read_text("utf-8").replace(BEFORE, DECLARED.lstrip("\n") + BEFORE, 1)
    assert declared.count("field_of_this_test") == 1
    models.write_text(declared, "utf-8")
    return tmp_path


def looked_at(copy: Path, root: Path, environment: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", LOOKED_AT, str(copy)],
        env={**environment, "PYTHONPATH": os.pathsep.join([str(copy / "src"), str(root)]), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_a_new_field_is_declared_once_and_printed_in_one_place_of_each_edition(
    copy: Path, root: Path, plain_environment: dict[str, str]
) -> None:
    found = looked_at(copy, root, plain_environment)
    known_by_the_model_alone = {
        "read": [],
        "schema": True,
        "another version": True,
        "told": ["field of this test"],
        "rules": ["PLACEHOLDER"],
    }
    assert found == {**known_by_the_model_alone, "not printed in": list(EDITIONS)}, "an edition each complains, and nothing else"
    for edition in EDITIONS:
        template = copy / "templates" / edition / "_partials" / "finding.html.j2"
        printed = template.read_text("utf-8").replace(PRINTED_BEFORE, PRINTED + PRINTED_BEFORE, 1)
        assert printed.count("field_of_this_test") == 2
        template.write_text(printed, "utf-8")
    assert looked_at(copy, root, plain_environment) == {**known_by_the_model_alone, "not printed in": []}
