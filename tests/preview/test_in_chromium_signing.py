"""Sign-off as a reader has it: approving in a real browser beside files that are being edited, and the list of all responses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.preview.chromium import CHROMIUM, NARROW, WITHOUT_CHROMIUM, Address, Reader, drafts, preview
from tests.repositories import TestRepository

if CHROMIUM is None:
    pytest.skip(WITHOUT_CHROMIUM, allow_module_level=True)
from playwright.sync_api import Locator, Page, expect

GROUP = "Call Handling Review Group of eight residents"
NAMES = ("keyboard", "typing", "broken", "free", "blank", "terminal", "listed", "late")
APPROVE = re.compile(r"^Approve version [0-9a-f]{8}$")
Sit = Callable[..., Reader]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> TestRepository:
    """A workspace with a response for each test, so that none sees what another did; one of them is overdue."""
    made = drafts(tmp_path_factory.mktemp("office"), *NAMES)
    late = made.folder / "responses" / "2024-06-18-late" / "response.yaml"
    text = late.read_text(encoding="utf-8")
    late.write_text(text.replace("  published_on: 2024-06-18", "  published_on: 2024-05-01", 1), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def address(repository: TestRepository, plain_environment: dict[str, str]) -> Iterator[Address]:
    with preview(repository.folder, plain_environment) as (found, _):
        yield found


@pytest.fixture
def sit(window: Page, address: Address, repository: TestRepository) -> Iterator[Sit]:
    """Sit down at the sign-off of the response with this name."""
    readers: list[Reader] = []

    def at(name: str, **how: object) -> Reader:
        reader = Reader(window, address, repository.folder, f"2024-06-18-{name}", **how)  # type: ignore[arg-type]
        readers.append(reader)
        reader.open()
        reader.page.get_by_role("tab", name="Sign-off").click()
        return reader

    yield at
    for reader in readers:
        reader.leave()


def role(reader: Reader, name: str) -> Locator:
    return reader.page.locator("li.role", has_text=name)


def button(reader: Reader) -> Locator:
    return reader.page.get_by_role("button", name=APPROVE)


def version(reader: Reader) -> str:
    """As the head of the page says it."""
    return reader.page.locator("#live-glance-version").inner_text().removeprefix("Version ")


def test_approved_with_the_keyboard_alone_and_stale_after_an_edit(sit: Sit) -> None:
    reader = sit("keyboard")
    before, text = version(reader), reader.file.read_text(encoding="utf-8")
    press = reader.page.keyboard.press
    focused = reader.page.locator(":focus")
    expect(role(reader, "Mayor")).to_have_text(re.compile(r"○\s+Missing\s*Mayor"))
    reader.page.get_by_role("tab", name="Section 55").focus()
    press("ArrowRight")
    expect(focused).to_have_text("Sign-off")
    press("Tab")
    press("Tab")
    expect(focused).to_have_accessible_name("Role")
    press("M")
    expect(focused).to_have_value("Mayor")
    press("Tab")
    expect(focused).to_have_accessible_name("Name")
    reader.page.keyboard.type("Orla Wintersgate")
    press("Tab")
    expect(focused).to_have_text(f"Approve version {before}")
    press("Enter")
    expect(role(reader, "Mayor")).to_have_text(re.compile(r"✓\s+Fresh\s*Mayor\s*Orla Wintersgate approved it on 10 July 2024"))
    said = f"Orla Wintersgate (Mayor) approves version {before}, on 10 July 2024. Still to approve: Chief Executive."
    expect(reader.said).to_have_text(said)
    expect(reader.page.locator("#live-approve-answer")).to_have_text(said)
    expect(focused).to_have_text(f"Approve version {before}")
    expect(reader.page.get_by_role("textbox", name="Name")).to_have_value("")
    assert reader.file.read_text(encoding="utf-8").startswith(text)
    assert version(reader) == before
    reader.save(GROUP, GROUP.replace("eight", "nine"))
    expect(role(reader, "Mayor")).to_contain_text(re.compile(r"✕\s+Out of date"))
    now = version(reader)
    assert now != before
    expect(role(reader, "Mayor")).to_contain_text(f"Orla Wintersgate approved {before} on 10 July 2024; it is {now} now")
    expect(reader.said).to_have_text(f"Updated: {reader.counts}. Now out of date: the approval of the Mayor")
    expect(reader.page.locator("#live-approve-answer")).to_be_empty()


def test_what_is_typed_stays_while_states_come_in_and_what_changed_meanwhile_is_not_approved_unread(sit: Sit) -> None:
    reader = sit("typing")
    before = version(reader)
    name = reader.page.get_by_role("textbox", name="Name")
    reader.page.get_by_role("combobox", name="Role").select_option("Chief Executive")
    name.press_sequentially("Ines Corr")
    reader.save(GROUP, GROUP.replace("eight", "nine"))
    expect(reader.page.locator("#live-glance-version")).not_to_have_text(f"Version {before}")
    now = version(reader)
    expect(button(reader)).to_have_text(f"Approve version {now}")
    expect(name).to_be_focused()
    name.press_sequentially("igal")
    expect(name).to_have_value("Ines Corrigal")
    expect(reader.page.get_by_role("combobox", name="Role")).to_have_value("Chief Executive")
    name.press("Enter")
    expect(reader.said).to_have_text(
        f"Not approved. The content changed while you were reading it and is now version {now}. Read it, and then select the button again."
    )
    assert "Ines Corrigal" not in reader.file.read_text(encoding="utf-8")
    expect(name).to_have_value("Ines Corrigal")
    name.press("Enter")
    expect(role(reader, "Chief Executive")).to_contain_text("Fresh")
    assert f'version: "{now}' in reader.file.read_text(encoding="utf-8")


def test_while_the_files_cannot_be_read_nothing_is_approved(sit: Sit) -> None:
    reader = sit("broken")
    reader.page.get_by_role("combobox", name="Role").select_option("Mayor")
    reader.page.get_by_role("textbox", name="Name").fill("Orla Wintersgate")
    reader.save("  kind: force", "  kind: [force")
    expect(button(reader)).to_have_attribute("aria-disabled", "true")
    panel = reader.page.get_by_role("tabpanel", name="Sign-off")
    expect(panel).to_contain_text("Cannot be read")
    expect(panel).to_contain_text("Next: the office: put right response.yaml, line ")
    expect(panel).to_contain_text("You cannot approve while the files cannot be read.")
    before = reader.file.read_bytes()
    reader.page.get_by_role("textbox", name="Name").press("Enter")
    expect(reader.said).to_have_text("Not approved. You cannot approve while the files cannot be read.")
    assert reader.file.read_bytes() == before
    assert not any(request.endswith("/approve") for request in reader.requests)
    reader.save("  kind: [force", "  kind: force")
    expect(button(reader)).not_to_have_attribute("aria-disabled", "true")
    expect(reader.page.locator("#live-approve-answer")).to_be_empty()
    expect(reader.page.get_by_role("textbox", name="Name")).to_have_value("Orla Wintersgate")
    button(reader).click()
    expect(role(reader, "Mayor")).to_contain_text("Fresh")


def test_where_no_approval_is_required_the_role_is_typed_and_nothing_typed_is_read_as_a_part_of_the_page(sit: Sit) -> None:
    reader = sit("free")
    office = reader.folder / "office.yaml"
    text = office.read_text(encoding="utf-8")
    without = re.sub(r"^required_approvals:\n(?: +.*\n)+", "", text, flags=re.MULTILINE)
    assert without != text
    office.write_text(without, encoding="utf-8")
    panel = reader.page.get_by_role("tabpanel", name="Sign-off")
    expect(panel).to_contain_text("office.yaml requires none.")
    reader.page.get_by_role("textbox", name="Role").fill("Solicitor")
    reader.page.get_by_role("textbox", name="Name").fill("<img src=x onerror=alert(1)>")
    button(reader).click()
    expect(role(reader, "Solicitor (not required)")).to_contain_text("<img src=x onerror=alert(1)> approved it on")
    assert panel.locator("img").count() == 0


def test_what_the_server_refuses_is_said_and_what_was_typed_stays(sit: Sit) -> None:
    reader = sit("blank")
    reader.page.get_by_role("combobox", name="Role").select_option("Mayor")
    button(reader).click()
    expect(reader.page.locator(":focus")).to_have_accessible_name("Name")
    reader.page.get_by_role("textbox", name="Name").fill("   ")
    button(reader).click()
    words = "Not approved. That name cannot be saved. Give up to 400 printable characters."
    expect(reader.said).to_have_text(words)
    expect(reader.page.locator("#live-approve-answer")).to_have_text(words)
    expect(reader.page.get_by_role("combobox", name="Role")).to_have_value("Mayor")
    reader.page.evaluate("document.querySelector('meta[name=live-token]').content = 'that of a server before'")
    reader.page.get_by_role("textbox", name="Name").fill("Orla Wintersgate")
    button(reader).click()
    expect(reader.said).to_have_text(re.compile(r"^Not approved\. .* Reload the page and try again"))
    assert "approvals" not in reader.file.read_text(encoding="utf-8")
    refusals = [each for each in reader.complaints if "422" in each or "403" in each]  # the browser notes them
    assert reader.complaints == refusals
    reader.complaints.clear()


def test_an_approval_from_the_terminal_is_shown_too(sit: Sit) -> None:
    reader = sit("terminal")
    approval = f'approvals: [{{role: Mayor, name: Orla Wintersgate, on: 2024-07-09, version: "{version(reader)}"}}]\n'
    reader.file.write_text(f"{reader.file.read_text(encoding='utf-8')}\n{approval}", encoding="utf-8")
    expect(role(reader, "Mayor")).to_contain_text("Orla Wintersgate approved it on 9 July 2024")
    expect(reader.said).to_have_text(f"Updated: {reader.counts}")


@pytest.mark.parametrize("width", [1280, NARROW])
def test_the_list_says_where_each_stands_and_leads_there(width: int, sit: Sit) -> None:
    reader = sit("listed", width=width)
    reader.page.get_by_role("link", name="All responses").click()
    table = reader.page.get_by_role("table", name="Responses, the most urgent first")
    expect(table.get_by_role("columnheader")).to_have_text(["Response", "State", "Clock", "Problems", "Next"])
    rows = table.get_by_role("row")
    expect(rows).to_have_count(1 + len(NAMES))
    expect(
        reader.page.get_by_text(f"{len(NAMES)} responses: 1 overdue, {len(NAMES) - 1} without a date of publication.")
    ).to_be_visible()
    first = rows.nth(1)
    expect(first.get_by_role("rowheader")).to_contain_text("2024-06-18-late")
    expect(first).to_contain_text("Overdue by 15 days: the last day was Tuesday 25 June 2024.")
    row = table.get_by_role("row", name="2024-06-18-listed")
    expect(row.get_by_role("cell").nth(0)).to_contain_text(re.compile(r"Draft\s*0 of 2 approvals"))
    expect(row.get_by_role("cell").nth(3)).to_contain_text("The office: put this right")
    label = row.locator(".label", has_text="Clock")
    expect(label).to_be_visible(visible=width == NARROW)
    assert reader.page.evaluate("document.documentElement.scrollWidth") == width
    row.get_by_role("link").click()
    expect(reader.text.locator("h1")).to_be_attached()
    assert reader.page.url.startswith(f"{reader.address}/r/{reader.slug}")
