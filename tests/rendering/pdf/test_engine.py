"""What has to be on the machine, and what to say when it is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pccresponse.rendering.pdf import engine, render
from pccresponse.rendering.pdf.engine import PANGO, SUBSETTER, MissingLibraryError, engine_check, missing_libraries
from tests.rendering.pdf.papers import EDITION, FACTS, page

SYSTEMS = ("Debian or Ubuntu", "Fedora", "macOS", "Windows")


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """A machine whose loader knows a library under none of its names."""
    library: str = request.param
    monkeypatch.setitem(engine._NAMES, library, ("libnobody-has-this.so.0",))
    return library


def test_this_machine_has_all_that_is_needed() -> None:
    assert missing_libraries() == ()
    assert engine_check(final=True) == ()


@pytest.mark.parametrize("without", [PANGO], indirect=True)
@pytest.mark.parametrize("final", [False, True])
def test_without_pango_nothing_is_rendered_and_the_remedy_names_every_system(without: str, final: bool) -> None:
    assert missing_libraries() == (without,)
    with pytest.raises(MissingLibraryError, match="Pango") as caught:
        engine_check(final=final)
    assert all(system in caught.value.remedy for system in SYSTEMS)
    assert caught.value.exit_code == 3
    with pytest.raises(MissingLibraryError):
        render(page("<h1>x</h1>"), facts=FACTS, edition=EDITION, text_font="Source Sans 3")


@pytest.mark.parametrize("without", [SUBSETTER], indirect=True)
def test_without_the_subsetter_a_draft_is_made_with_a_warning_and_a_final_document_is_not(without: str) -> None:
    assert missing_libraries() == (without,)
    (warning,) = engine_check(final=False)
    assert "would not give the same file twice" in warning
    assert all(system in warning for system in SYSTEMS)
    with pytest.raises(MissingLibraryError, match="would not give the same file twice"):
        engine_check(final=True)


def test_the_names_we_look_under_are_the_engines_own() -> None:
    from weasyprint.text import ffi

    source = Path(ffi.__file__).read_text("utf-8")
    names = [name for library in engine._NAMES for name in engine._NAMES[library]]
    assert len(names) == 24
    assert all(f"'{name}'" in source for name in names)


def test_asking_costs_no_import_of_the_engine(root: Path) -> None:
    code = "import sys; from pccresponse.rendering.pdf import engine; print(engine.missing_libraries()); assert 'weasyprint' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(root / "src")}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "()\n"), done.stderr
