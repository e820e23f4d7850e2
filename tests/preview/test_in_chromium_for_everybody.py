"""What axe-core finds on the live page: on each of its views, in light and in dark, in a wide window and in one of 320 pixels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.preview.chromium import AXE, CHROMIUM, NARROW, WIDE, WITHOUT_AXE, WITHOUT_CHROMIUM, Address, Reader, drafts, preview

if CHROMIUM is None:
    pytest.skip(WITHOUT_CHROMIUM, allow_module_level=True)
if not AXE.exists():
    pytest.skip(WITHOUT_AXE, allow_module_level=True)
from playwright.sync_api import Page, expect

KIND = "  kind: force"
GROUP = "Call Handling Review Group of eight residents"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a response that has problems, changes in findings and in law, and an action that was withdrawn; and another."""
    return drafts(tmp_path_factory.mktemp("office"), "seen", "another").folder


@pytest.fixture(scope="module")
def address(office: Path, plain_environment: dict[str, str]) -> Iterator[Address]:
    with preview(office, plain_environment) as (found, _):
        yield found


def the_text(reader: Reader) -> None:
    """The text has been there since the page was opened; now a paragraph of it is marked as changed."""
    expect(reader.text).to_contain_text(GROUP)  # and not what the last reader saved
    reader.save(GROUP, GROUP.replace("eight", "nine"))
    expect(reader.page.locator("[data-live-changed]")).to_have_count(1)


def a_place_in_the_text(reader: Reader) -> None:
    reader.page.get_by_role("tab", name="Problems").click()
    reader.page.locator("li.card summary").first.click()
    reader.page.get_by_role("button", name="Show in the document").first.click()
    expect(reader.page.locator("[data-live-found]")).to_be_focused()


def the_pages(reader: Reader) -> None:
    reader.page.get_by_role("radio", name="Pages").check()
    expect(reader.page.locator("#live-pages img").first).to_be_visible()


def a_letter(reader: Reader) -> None:
    reader.page.get_by_role("radio", name="Text").check()
    reader.page.get_by_role("combobox", name="Document").select_option("invitation")
    expect(reader.text.locator("h1")).to_contain_text("invitation to comment")


def the_checklist(reader: Reader) -> None:
    reader.page.get_by_role("tab", name="Section 55").click()
    expect(reader.page.locator("li.duty").first).to_be_visible()


def the_changes(reader: Reader) -> None:
    reader.save("  published_on: 2024-06-18", "  published_on: 2024-06-19")
    reader.page.get_by_role("tab", name="Changes").click()
    expect(reader.page.locator("#live-changes ins")).to_have_count(2)
    expect(reader.page.locator(".in-law")).to_be_visible()


def the_sign_off(reader: Reader) -> None:
    reader.page.get_by_role("tab", name="Sign-off").click()
    reader.page.get_by_role("combobox", name="Role").select_option("Mayor")
    reader.page.get_by_role("textbox", name="Name").fill("Orla Wintersgate")
    reader.page.get_by_role("button", name="Approve version").click()
    expect(reader.page.locator("li.role.fresh")).to_have_count(1)
    expect(reader.page.locator("#live-approve-answer")).to_contain_text("Orla Wintersgate (Mayor) approves version")


def a_stale_approval(reader: Reader) -> None:
    reader.save(GROUP.replace("eight", "nine"), GROUP.replace("eight", "ten"))
    expect(reader.page.locator("li.role.stale")).to_have_count(1)
    reader.page.get_by_role("button", name="Approve version").focus()


def what_broke(reader: Reader) -> None:
    reader.save(KIND, "  kind: [force")
    expect(reader.page.locator(".banner.broken")).to_be_visible()


def what_cannot_be_approved(reader: Reader) -> None:
    expect(reader.page.locator("button[aria-disabled]")).to_have_count(1)


def what_broke_as_a_problem(reader: Reader) -> None:
    reader.page.get_by_role("tab", name="Problems").click()
    expect(reader.page.locator("#live-problems li.card")).to_have_count(1)


def the_list(reader: Reader) -> None:
    reader.page.get_by_role("link", name="All responses").click()
    expect(reader.page.get_by_role("link", name=reader.slug)).to_be_visible()
    expect(reader.page.get_by_role("row")).to_have_count(2 + 1)


VIEWS: tuple[Callable[[Reader], None], ...] = (
    the_text, a_place_in_the_text, the_pages, a_letter, the_checklist, the_changes, the_sign_off, a_stale_approval,
    what_broke, what_cannot_be_approved, what_broke_as_a_problem, the_list,
)  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", NARROW),
        ("dark", WIDE),
        pytest.param("light", WIDE, marks=pytest.mark.long),
        pytest.param("dark", NARROW, marks=pytest.mark.long),
    ],
)
def test_no_view_has_a_fault_that_axe_can_find_or_is_wider_than_its_window(
    scheme: str, width: int, window: Page, address: Address, office: Path
) -> None:
    file = office / "responses" / "2024-06-18-seen" / "response.yaml"
    as_committed = file.read_bytes()
    reader = Reader(window, address, office, "2024-06-18-seen", width=width, scheme=scheme).open()
    faults: dict[str, list[str]] = {}
    looked_at = 0
    try:
        for view in VIEWS:
            view(reader)
            found = reader.examined()
            faults[view.__name__] = found["faults"]
            assert len(found["passed"]) >= 10, "axe has to have looked"
            assert "color-contrast" in found["passed"], "and at letters that are drawn"
            looked_at += found["nodes"]
            wide, room = reader.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert (wide, room) == (width, width), view.__name__
        reader.leave()
    finally:
        file.write_bytes(as_committed)
    assert not {name: found for name, found in faults.items() if found}, json.dumps(faults, indent=1)
    assert len(faults) == 12
    assert looked_at > 1000
    colours = {"light": "rgb(241, 243, 244)", "dark": "rgb(20, 23, 26)"}
    assert found["ground"] == colours[scheme], "the other scheme was looked at"


def test_no_view_depends_on_how_a_screen_is_turned() -> None:
    sheets = sorted((ROOT / "src" / "pccresponse" / "preview" / "assets").glob("*.css"))
    assert len(sheets) == 4
    assert not [sheet.name for sheet in sheets if "orientation" in sheet.read_text(encoding="utf-8")]
