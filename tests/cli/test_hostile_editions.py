"""An office's own edition may ask for what no page can hold, or for something without an end: a sentence says so, in bounded time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pccresponse.workspace import Workspace
from tests.conftest import ROOT, Program
from tests.small_workspaces import small_workspace, write_response
from tests.time_at_work import SECONDS

PATHS = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
PATIENCE = 240
"""For all of them together, on a machine that has much else to do."""

SHORTER = """
from pccresponse.foundation import limited_process
from pccresponse.rendering.pdf import faulty_rules
limited_process.SECONDS_TO_MAKE = limited_process.SECONDS_TO_FILL_IN = {seconds}
limited_process.SECONDS_TO_READ, limited_process.BYTES_A_SECOND = 0, 1 << 30
faulty_rules.rule_at_fault.__kwdefaults__["seconds"] = {seconds}
from pccresponse.__main__ import main
main()
"""
"""The program with less time for a document, and nothing else of it changed."""
AT_WORK = """
from pccresponse.foundation import limited_process
from tests.time_at_work import PATIENT
limited_process.threading = PATIENT
"""
"""The time is that at work."""

INNOCENT = "h1 { color: navy }\np { margin: 1em 0 }\n"
RULES = {
    "footnotes": "* { float: footnote }",
    "margins": "p { margin: -1e30pt }",
    "widths": "p { width: 1e300px }",
    "pages": "@page { size: 0 0 }",
    "page-margins": "@page { margin: 1e9cm }",
    "columns": "* { column-count: 100000 }",
    "counters": "p { counter-increment: n 99999999999999999999 } p::before { content: counter(n, upper-roman) }",
    "content": f'p::before {{ content: counters(n, "{"z" * 100_000}") }}',
    "sums": f"p {{ width: calc({'(' * 3000}1px{')' * 3000}) }}",
    "fonts": "p { font-size: 1e9pt }",
    "spaces": "p { letter-spacing: 1e30px }",
    "corners": "p { border: 1px solid; border-radius: 1e30px }",
    "running": "p { position: running(p) } @page { @top-left { content: element(p) } }",
    "rows": "body { display: grid; grid-template-rows: repeat(1000000, 1px) }",
    "heights": "p { height: 1e12px; break-before: page }",
    "gradients": "p { background: repeating-linear-gradient(red 0, blue 1e-30px) }",
    "padding": "* { box-decoration-break: clone; padding: 500cm }",
    "fixed": "* { position: fixed; transform: scale(1e300) }",
}
NAMED = {"page-margins", "columns", "fonts", "spaces", "gradients"}
"""Those that fail with the versions of the engine that are pinned, each by the one declaration in which it is all."""
ENDLESS = {"columns", "gradients"}


def edition_with(workspace: Workspace, name: str, rule: str, template: str = "") -> None:
    """An edition of the office's own with a style sheet that has a rule in it, and a response that is made with it."""
    folder = workspace.templates / name
    shutil.copytree(workspace.templates / "plain", folder)
    notes = folder / "edition.yaml"
    notes.write_text(notes.read_text("utf-8").replace("name: plain", f"name: {name}"), "utf-8")
    (folder / "css").mkdir()
    (folder / "css" / "page.css").write_text(f"{INNOCENT}{rule}\n", "utf-8")
    comments = folder / "comments.html.j2"
    page = comments.read_text("utf-8").replace("</head>", '<link rel="stylesheet" href="css/page.css"></head>')
    comments.write_text(page.replace("<h1>", f"{template}<h1>"), "utf-8")
    file = write_response(workspace, slug_of(name), "Nothing much.")
    file.write_text(file.read_text("utf-8").replace("edition: plain", f"edition: {name}"), "utf-8")


def slug_of(name: str) -> str:
    return f"2015-07-21-{name}"


def with_less_time(
    folder: Path, environment: dict[str, str], *arguments: str, code: str = AT_WORK + SHORTER.format(seconds=SECONDS)
) -> subprocess.CompletedProcess[str]:
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": PATHS, "PYTHONUTF8": "1", "TMPDIR": str(temporary)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=PATIENCE,
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert not list(temporary.iterdir())
    return done


@pytest.mark.long
def test_a_style_sheet_that_no_page_can_be_set_with_is_named_with_its_rule_and_holds_up_nobody(
    tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    workspace = small_workspace(tmp_path, [slug_of("good")])
    for name, rule in RULES.items():
        edition_with(workspace, name, rule)
    done = with_less_time(tmp_path, plain_environment, "build", "--jobs", "2")
    assert done.returncode == 3
    made = {path.parent.name for path in workspace.build.glob("*/comments.pdf")}
    said = dict(re.findall(r"^pccresponse: (2015-07-21-[a-z-]+): (.*(?:\n  .*)?)", done.stderr, re.MULTILINE))
    assert made | said.keys() == {slug_of("good"), *map(slug_of, RULES)}
    assert not made & said.keys()
    for name in NAMED:
        sentence = said[slug_of(name)]
        assert f"comments.pdf cannot be made with the edition {name}: it " in sentence
        assert ("takes longer than" in sentence) == (name in ENDLESS)
        assert f"without this rule of templates/{name}/css/page.css, line 3: {RULES[name]}" in sentence
        assert "Change that rule, or remove it." in sentence
    assert "css/page.css, line 3: p { width: … }" in said[slug_of("sums")]
    for slug in said:
        assert f"cannot be made with the edition {slug.removeprefix(slug_of(''))}: " in said[slug]


def test_of_many_rules_the_one_at_fault_is_found(tmp_path: Path, plain_environment: dict[str, str]) -> None:
    workspace = small_workspace(tmp_path, [])
    others = "\n".join(f".class-{number} {{ margin: {number}pt; color: navy }}" for number in range(20))
    edition_with(workspace, "many", f"{others}\np {{\n  color: black;\n  letter-spacing: 1e30px;\n}}\n{others}")
    done = with_less_time(tmp_path, plain_environment, "build")
    assert done.returncode == 3
    assert "line 25: p { letter-spacing: 1e30px }" in done.stderr


@pytest.mark.parametrize(
    ("template", "says"),
    [
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            f"takes longer than {SECONDS:g} seconds",
        ),
        ("{{ ('x' * 9999999999)|length }}", "needs more memory than 4 GB"),
    ],
    ids=["endless", "large"],
)
@pytest.mark.parametrize("command", ["check", pytest.param("build", marks=pytest.mark.long)])
def test_a_template_without_an_end_is_a_sentence(
    tmp_path: Path, plain_environment: dict[str, str], command: str, template: str, says: str
) -> None:
    edition_with(small_workspace(tmp_path, []), "own", INNOCENT, template)
    done = with_less_time(tmp_path, plain_environment, command)
    assert done.returncode in (1, 3)
    assert f"To fill in the template comments of the edition own {says}." in done.stdout + done.stderr
    assert "Look for a loop that has no end" in done.stdout + done.stderr


def test_nothing_is_published_with_an_edition_that_gives_no_document(
    tmp_path: Path, plain_environment: dict[str, str], program: Program
) -> None:
    workspace = small_workspace(tmp_path, [])
    edition_with(workspace, "own", RULES["fonts"])
    assert program("editions", "release", "own", "--on", "2015-07-01", cwd=tmp_path).returncode == 0
    done = with_less_time(tmp_path, plain_environment, "publish", slug_of("own"), "--on", "2015-09-02")
    assert done.returncode == 3
    assert "It can be made without this rule of templates/own/css/page.css, line 3: p { font-size: 1e9pt }" in done.stderr
    assert sorted(path.name for path in (workspace.responses / slug_of("own")).iterdir()) == ["response.yaml"]
    assert not (tmp_path / "published.sha256").exists()


def test_the_pdf_of_a_difference_has_a_limit_too(tmp_path: Path, plain_environment: dict[str, str]) -> None:
    small_workspace(tmp_path, [slug_of("one"), slug_of("other")])
    command = ("diff", slug_of("one"), slug_of("other"), "--pdf", "changes.pdf")
    done = with_less_time(tmp_path, plain_environment, *command, code=SHORTER.format(seconds=0.001))
    assert done.returncode == 3
    assert "The PDF of the changes cannot be made: it takes longer than 0.001 seconds." in done.stderr
    assert not (tmp_path / "changes.pdf").exists()
