"""What axe-core finds on the page of a difference in a real browser: in light and in dark, in a wide window and in one of 320 pixels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pccresponse.compare import difference_between, side_called
from pccresponse.compare.changes_page import page_of
from tests.preview.chromium import AXE, CHROMIUM, EXAMINED, NARROW, WIDE, WITHOUT_AXE, WITHOUT_CHROMIUM
from tests.published import WITH_LOGO, workspace_with

if CHROMIUM is None:
    pytest.skip(WITHOUT_CHROMIUM, allow_module_level=True)
if not AXE.exists():
    pytest.skip(WITHOUT_AXE, allow_module_level=True)
from playwright.sync_api import Page

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with words that came and went, values that changed, and what it does in law."""
    workspace = workspace_with(tmp_path_factory.mktemp("page") / "office", WITH_LOGO)
    before = side_called(WITH_LOGO, workspace.root, today=DAY)
    response = workspace.response_file(str(workspace.responses / WITH_LOGO))
    text = response.read_text("utf-8")
    for old, new in (
        ("Calls wait", "Some calls wait"),
        ("status: in progress", "status: complete"),
        ("on: 2024-06-18", "on: 2024-06-19"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    response.write_text(text, "utf-8")
    page = workspace.root / "page.html"
    page.write_text(page_of(difference_between(before, side_called(WITH_LOGO, workspace.root, today=DAY))), "utf-8")
    return page


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_window(file: Path, window: Page, scheme: str, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 900})
    window.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    window.goto(file.as_uri())
    window.add_script_tag(path=AXE)
    found = window.evaluate(EXAMINED)
    assert found["faults"] == []
    assert {"color-contrast", "heading-order", "landmark-one-main"} <= set(found["passed"])
    assert found["nodes"] > 40
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
