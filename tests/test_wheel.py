"""The wheel does what the checkout does: built, installed into an empty environment, used in an empty folder, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

TODAY = "2023-07-01"
Installed = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-I", "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it, and in place of a download the packages of ours."""
    folder = tmp_path_factory.mktemp("empty environment")
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run(
        [sys.executable, "-I", "-m", "pip", "--python", str(python), "install", "-qq", "--no-index", "--no-deps", str(wheel)],
        check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
    )
    asked = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True, text=True
    )
    packages = Path(asked.stdout.strip())
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


@pytest.fixture(scope="module")
def installed(environment: Path, plain_environment: dict[str, str]) -> Installed:
    def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [environment / "pccresponse", *arguments],
            cwd=cwd,
            env=plain_environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_the_wheel_carries_every_template_font_table_and_licence(wheel: Path, root: Path) -> None:
    with ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    templates = {
        f"pccresponse/_templates/{path.relative_to(root / 'templates').as_posix()}" for path in files_in(root / "templates")
    }
    sources = {path.relative_to(root / "src").as_posix() for path in files_in(root / "src")}
    assert sum(name.endswith(".ttf") for name in templates) >= 4
    assert sum(name.endswith(".html.j2") for name in templates) >= 4
    assert sum(name.endswith(".yaml") for name in sources) >= 5
    assert templates <= carried
    assert sources <= carried
    licences = {name for name in carried if ".dist-info/licenses/" in name}
    assert any(name.endswith("licenses/LICENSE") for name in licences)
    assert sum("/fonts/" in name for name in licences) >= 1
    assert {name.partition("/")[0].partition("-")[0] for name in carried} == {"pccresponse"}


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_what_runs_is_the_wheel_and_not_the_checkout(environment: Path, root: Path, tmp_path: Path) -> None:
    code = "import pccresponse; from pccresponse.foundation.files import templates_folder as t; print(pccresponse.__file__); print(t())"
    shown = subprocess.run(
        [environment / "python", "-I", "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert len(shown.splitlines()) == 2
    for line in shown.splitlines():
        assert Path(line).is_relative_to(environment.parent)
        assert not Path(line).is_relative_to(root)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--help",), "check"),
        (("--version",), "pccresponse"),
        (("law", "2015-07-21"), "Theresa May"),
        (("rules",), "S55-5B"),
        (("schema",), '"$schema"'),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_in_an_empty_folder_it_answers(arguments: tuple[str, ...], expected: str, installed: Installed, tmp_path: Path) -> None:
    done = installed(*arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert expected in done.stdout
    assert not list(tmp_path.iterdir())


def test_in_an_empty_folder_a_response_is_started_checked_and_built(installed: Installed, tmp_path: Path) -> None:
    new = installed("new", "--force", "south-yorkshire", "--title", "A first report", "--published-on", "2023-06-06", cwd=tmp_path)
    assert new.returncode == 0, new.stderr
    response = tmp_path / "responses" / "2023-06-06-a-first-report" / "response.yaml"
    assert response.is_file()
    assert (tmp_path / "responses" / "office.yaml").is_file()

    check = installed("check", "--today", TODAY, cwd=tmp_path)
    assert check.returncode == 1, check.stderr
    assert f"{response.relative_to(tmp_path).as_posix()}:" in check.stdout
    assert ": error S55-" in check.stdout

    build = installed("build", "--today", TODAY, cwd=tmp_path)
    assert build.returncode == 1, build.stderr
    assert not build.stderr
    made = sorted(path.name for path in (tmp_path / "build" / response.parent.name).glob("*.pdf"))
    assert {"comments.pdf", "submission-home-secretary.pdf", "submission-inspectors.pdf"} <= set(made)
