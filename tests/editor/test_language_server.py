"""The schemas as an editor meets them: through the real language server, over its protocol."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.editor.client import Editor

SERVER = ROOT / ".venv" / "node" / "node_modules" / ".bin" / "yaml-language-server"
TEXT = """# yaml-language-server: $schema=../../schemas/response.schema.json
report:
  title: A report
  kind: force
  published_on: 2024-06-18
findings:
  recommendations:
    - label: "1"
      text: The report's own words.
      explanation:
        action_taken: What was done.
      acceptanc: accepted
      force_actions:
        - what: A new procedure
          status: nearly done
      """
EXPLANATION, MISSPELT, STATUS, AFTER = 9, 11, 14, 15

pytestmark = pytest.mark.skipif(
    not SERVER.exists() or shutil.which("node") is None,
    reason="yaml-language-server is not installed: it comes with ./run test where npm is there",
)


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    started = Editor([str(SERVER), "--stdio"], ROOT)
    yield started
    started.close()


@pytest.fixture(scope="module")
def file(editor: Editor) -> Path:
    """A file with mistakes, open in the editor; it is nowhere on the disk."""
    path = ROOT / "responses" / "2024-06-18-x" / "response.yaml"
    editor.open(path, TEXT)
    return path


def test_no_example_has_a_mark(editor: Editor) -> None:
    marks = {path: editor.open(path, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "responses").rglob("*.yaml"))}
    assert len(marks) == 6
    assert not any(marks.values())


def test_what_new_writes_has_no_mark_and_finds_its_schema(editor: Editor, tmp_path: Path, program: object) -> None:
    assert callable(program)
    program("new", "--force", "kent", "--title", "One", "--published-on", "2024-06-18", cwd=tmp_path)
    files = sorted(path for path in (tmp_path / "responses").rglob("*.yaml"))
    assert len(files) == 2
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert editor.open(path, text) == []
        (mark,) = editor.open(path.with_name("wrong.yaml"), text + "nonsense: 1\n")
        assert "nonsense" in mark["message"]


def test_a_misspelt_key_and_a_wrong_status_are_marked_in_their_lines(editor: Editor, file: Path) -> None:
    marks = {mark["range"]["start"]["line"]: mark["message"] for mark in editor.marks[file.as_uri()]}
    assert set(marks) == {MISSPELT, STATUS}
    assert "acceptanc" in marks[MISSPELT]
    assert '"in progress", "complete"' in marks[STATUS]


@pytest.mark.parametrize(("day", "marked"), [("2017-05-01", False), ("2017-05-02", True)])
def test_a_recommendation_without_an_explanation_is_marked_where_the_law_of_the_day_asks_for_one(
    editor: Editor, day: str, marked: bool
) -> None:
    text = TEXT.partition("      explanation:")[0].replace("2024-06-18", day)
    marks = editor.open(ROOT / "responses" / f"{day}-x" / "response.yaml", text)
    assert [(mark["message"], mark["range"]["start"]["line"]) for mark in marks] == (
        [('Missing property "explanation".', 7)] if marked else []
    )


def test_a_misspelt_force_is_marked_and_the_forces_are_offered(editor: Editor) -> None:
    path = ROOT / "responses" / "2024-06-18-x" / "office.yaml"
    (mark,) = editor.open(path, "# yaml-language-server: $schema=../../schemas/office.schema.json\nforce: north-yorkshie\n")
    assert '"north-yorkshire"' in mark["message"]
    offered = {item["label"] for item in editor.at("textDocument/completion", path, 1, 7)["items"]}
    assert {"north-yorkshire", "metropolitan", "city-of-london"} <= offered


def test_completion_offers_the_keys_of_a_finding_that_are_not_there_yet(editor: Editor, file: Path) -> None:
    offered = {item["label"] for item in editor.at("textDocument/completion", file, AFTER, 6)["items"]}
    assert {"acceptance", "due_wording", "oversight", "paragraph"} <= offered
    assert not {"label", "text", "explanation", "report"} & offered


def test_hover_explains_the_explanation(editor: Editor, file: Path) -> None:
    shown = editor.at("textDocument/hover", file, EXPLANATION, 9)["contents"]["value"]
    assert "What the body itself has done or will do, or why it does not: section 55(5B)" in shown
