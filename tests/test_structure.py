"""The code is built as it says: the order of imports, the length of modules, and what is not imported."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pccresponse.cli import MODULES
from tests.conftest import LONGEST_FILES

LONGEST = 400
MOST_LEVELS = 9
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "tools", "lib"}
ASKED_FOR_BY_ANOTHER = {"setuptools"}
"""What a package that we use imports and does not declare."""
MAKERS_OF_PDF = {"weasyprint", "pydyf", "pikepdf", "page", "PIL", "fontTools"}

LOADED = """
import json, sys
sys.argv = ["pccresponse", *json.loads(sys.argv[1])]
from pccresponse.cli import main
try:
    main()
except SystemExit as end:
    code = end.code
print(json.dumps({"code": code, "modules": sorted(sys.modules)}), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def modules(root: Path) -> list[Path]:
    found = sorted((root / "src" / "pccresponse").rglob("*.py"))
    assert len(found) >= 40, f"only {len(found)} modules were found: the guards would look at nothing"
    return found


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main(['--no-logo', '--no-cache'])"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_imports_point_downward_only(root: Path, modules: list[Path]) -> None:
    done = lint_imports(root)
    assert done.returncode == 0, done.stdout + done.stderr
    looked_at = re.search(r"Analyzed (\d+) files, (\d+) dependencies", done.stdout)
    assert looked_at, done.stdout
    assert int(looked_at[1]) >= len(modules)
    assert re.search(r"Contracts: 4 kept, 0 broken", done.stdout), done.stdout


def test_the_tests_that_begin_first_are_there(root: Path) -> None:
    assert len(LONGEST_FILES) >= 10
    assert [name for name in LONGEST_FILES if not (root / name).is_file()] == []


def test_every_package_has_its_place_in_the_order(root: Path) -> None:
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["type"] == "layers")
    assert layers["exhaustive"] is True
    placed = {package.strip(" ()") for layer in layers["layers"] for package in layer.split("|")} | {"__main__"}
    assert layers["exhaustive_ignores"] == ["__main__"]
    here = root / "src" / "pccresponse"
    packages = {path.stem for path in here.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()} - {"__init__"}
    assert packages == placed
    assert len(layers["layers"]) <= MOST_LEVELS


def test_each_place_in_the_program_that_the_documentation_names_is_there(root: Path) -> None:
    pages = [root / "CONTRIBUTING.md", root / "README.md", *(root / "docs").rglob("*.md")]
    named = {name.rstrip(".") for page in pages for name in re.findall(r"\bsrc/pccresponse/[\w./]*", page.read_text("utf-8"))}
    assert len(named) >= 15
    assert not {name for name in named if not (root / name).exists()}


def test_no_module_is_longer_than_a_person_reads_at_once(modules: list[Path]) -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in modules}
    assert not {str(path): length for path, length in lengths.items() if length > LONGEST}


def test_no_module_has_a_name_that_says_nothing(modules: list[Path]) -> None:
    names = {word for path in modules for part in path.parts for word in part.removesuffix(".py").split("_")}
    assert {"cli", "statute", "rules"} <= names
    assert not names & NAMES_THAT_SAY_NOTHING


def test_a_public_type_has_a_name_of_its_own(modules: list[Path]) -> None:
    names = Counter(name for path in modules for name in types_in(path))
    assert len(names) >= 150
    assert {name for name, count in names.items() if count > 1} == set()


def types_in(path: Path) -> set[str]:
    """The public classes, and the names that are given to a type, at the top level of a module."""
    body = ast.parse(path.read_text("utf-8")).body
    classes = {node.name for node in body if isinstance(node, ast.ClassDef)}
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    aliases = {target.id for target in targets if isinstance(target, ast.Name) and not target.id.isupper()}
    return {name for name in classes | aliases if name[0].isupper()}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(root: Path, modules: list[Path]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[<>=!~ ]", requirement)[0].lower().replace("_", "-") for requirement in project["dependencies"]}
    distribution_of = packages_distributions()
    imported = {top for path in modules for top in imported_packages(path)} - set(sys.stdlib_module_names) - {"pccresponse"}
    assert len(imported) >= 8
    assert {distribution_of[top][0].lower().replace("_", "-") for top in imported} == declared - ASKED_FOR_BY_ANOTHER


def imported_packages(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_only_the_command_line_asks_what_day_it_is(modules: list[Path]) -> None:
    asked = {path.parent.name for path in modules for name in clock_readings(path)}
    assert asked == {"cli"}, "the guard has to see at least the one place where the clock is read"


def test_only_one_module_makes_temporary_files(modules: list[Path]) -> None:
    makers = [path.name for path in modules if "tempfile" in imported_packages(path)]
    assert makers == ["temporary_folders.py"]


def clock_readings(path: Path) -> list[str]:
    clocks = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "getmtime", "st_mtime"}
    return [
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in clocks
        and ast.unparse(node.value) in {"date", "datetime", "time", "datetime.date"}
    ]


def loaded_by(root: Path, folder: Path, environment: dict[str, str], *arguments: str, before: str = "") -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{before}\n{LOADED}", json.dumps(arguments)],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stderr.splitlines()[-1])
    assert seen["code"] in (0, 1, None), done.stderr
    return set(seen["modules"])


@pytest.fixture(scope="module")
def with_a_response(root: Path, tmp_path_factory: pytest.TempPathFactory, plain_environment: dict[str, str]) -> Path:
    """A workspace with one response."""
    folder = tmp_path_factory.mktemp("workspace")
    loaded_by(root, folder, plain_environment, "new", "--force", "kent", "--title", "One", "--published-on", "2024-06-18")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check",),
        ("check", "--format", "json"),
        ("check", "--help"),
        ("build",),
        ("build", "--help"),
        ("law", "2015-07-21", "--force", "south-yorkshire"),
        ("rules",),
        ("rules", "S55-5B"),
        ("schema",),
        ("new", "--title", "Another", "--published-on", "2024-06-18"),
        ("editions",),
        ("publish", "--help"),
        ("verify", "--help"),
        ("bag", "--help"),
        ("history", "2024-06-18-one"),
        ("status", "2024-06-18-one"),
        ("approve", "--help"),
        ("diff", "2024-06-18-one", "2024-06-18-one"),
        ("preview", "--help"),
    ],
    ids=" ".join,
)
def test_no_command_imports_what_makes_a_pdf_into_its_own_process(
    arguments: tuple[str, ...], root: Path, with_a_response: Path, plain_environment: dict[str, str]
) -> None:
    modules = loaded_by(root, with_a_response, plain_environment, *arguments)
    assert "pccresponse.cli" in modules
    if not arguments[0].startswith("-"):
        assert f"pccresponse.cli.{MODULES.get(arguments[0], arguments[0])}" in modules
    assert not modules & MAKERS_OF_PDF


def test_msgspec_is_imported_without_what_it_does_not_need_and_nobody_else_goes_without_it(
    root: Path, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    modules = loaded_by(root, tmp_path, plain_environment, "law", "2015-07-21")
    assert "msgspec" in modules
    assert "typing_extensions" not in modules
    done = subprocess.run(
        [sys.executable, "-c", "import pccresponse.cli, typing_extensions; print(typing_extensions.__name__)"],
        env={**plain_environment, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.stdout, done.stderr) == ("typing_extensions\n", "")


def test_a_check_without_a_report_never_imports_what_reads_one(
    root: Path, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    readers = {
        "lxml",
        "docx",
        "pypdfium2",
        "pccresponse.source_report.report",
        "pccresponse.rules.report_matches",
    }
    loaded_by(root, tmp_path, plain_environment, "new", "--force", "kent", "--title", "One", "--published-on", "2024-06-18")
    assert not readers & loaded_by(root, tmp_path, plain_environment, "check")
    response = tmp_path / "responses" / "2024-06-18-one" / "response.yaml"
    response.write_text(response.read_text("utf-8").replace("  kind:", "  file: report.txt\n  kind:", 1), "utf-8")
    response.with_name("report.txt").write_text("One.\n\nRecommendation 1\n\nThe force should count its cases.\n", "utf-8")
    assert readers - loaded_by(root, tmp_path, plain_environment, "check") == {"lxml", "docx", "pypdfium2"}


def test_the_guard_would_see_what_makes_a_pdf(root: Path, tmp_path: Path, plain_environment: dict[str, str]) -> None:
    modules = loaded_by(
        root, tmp_path, plain_environment, "rules", before="import pccresponse.rendering.pdf.typesetting, weasyprint"
    )
    assert {"weasyprint", "pydyf"} <= modules


def test_the_bench_still_finds_what_it_measures(root: Path, tmp_path: Path, plain_environment: dict[str, str]) -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import cases, pathlib; cases.write_workspace(pathlib.Path(sys.argv[2]), 2)"
    bench, environment = root / "bench", {**plain_environment, "PYTHONPATH": str(root / "src")}
    subprocess.run([sys.executable, "-c", code, str(bench), str(tmp_path)], env=environment, check=True)
    inside = [sys.executable, str(bench / "inside.py"), "html", str(tmp_path), str(tmp_path)]
    done = subprocess.run(inside, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert len([line for line in done.stdout.splitlines() if Path(line).is_file()]) == 5


def test_the_archive_of_the_bench_is_the_same_every_time_and_has_no_error(
    root: Path, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    bench, environment = root / "bench", {**plain_environment, "PYTHONPATH": str(root / "src")}
    archives = [tmp_path / "one", tmp_path / "more"]
    for archive, count in zip(archives, ("12", "14"), strict=True):
        done = subprocess.run(
            [sys.executable, str(bench / "archive.py"), str(archive), count],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    slugs = done.stdout.split()
    files = sorted(path.relative_to(archives[0]) for path in archives[0].rglob("*.yaml"))
    assert len(files) == 24
    assert all((archives[0] / file).read_bytes() == (archives[1] / file).read_bytes() for file in files)
    inside = [sys.executable, str(bench / "inside.py"), "archive", str(archives[1]), str(tmp_path), "2027-01-31", *slugs]
    pages = subprocess.run(inside, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert pages.returncode == 0, pages.stderr
    assert len(pages.stdout.splitlines()) >= 2 * len(slugs) == 28
