"""The live page as a reader has it: in a real browser, on the real server, beside files that are being edited."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pccresponse.cli.preview import _LEADS_TO
from tests.conftest import ROOT
from tests.preview.chromium import AXE, CHROMIUM, NARROW, WITHOUT_CHROMIUM, Address, Reader, drafts, preview, take_key
from tests.preview.served import PATIENCE, cookie_for
from tests.repositories import TestRepository

if CHROMIUM is None:
    pytest.skip(WITHOUT_CHROMIUM, allow_module_level=True)
from playwright.sync_api import Locator, Page, Route, expect

SUMMARY = "The inspectors graded Westshire Police in nine areas."
GROUP = "Call Handling Review Group of eight residents"
UNTOUCHED = "still"
"""The response of all tests that change no file."""
CHANGED = ("words", "twice", "finding", "place", "broken", "banner", "office", "pages", "commit", "details", "mended", "hostile")
PROBLEMS = re.compile(r"^Problems \(\d+\)$")
Sit = Callable[..., Reader]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> TestRepository:
    """A workspace with a response for each test that changes one, so that none sees what another did."""
    return drafts(tmp_path_factory.mktemp("office"), UNTOUCHED, *CHANGED)


@pytest.fixture(scope="module")
def address(repository: TestRepository, plain_environment: dict[str, str]) -> Iterator[Address]:
    with preview(repository.folder, plain_environment) as (found, _):
        yield found


@pytest.fixture
def sit(window: Page, address: Address, repository: TestRepository) -> Iterator[Sit]:
    """Sit down at the page of the response with this name: `sit("words", "#comments/pages", width=320)`."""
    readers: list[Reader] = []

    def at(name: str, choice: str = "", **how: object) -> Reader:
        reader = Reader(window, address, repository.folder, f"2024-06-18-{name}", **how)  # type: ignore[arg-type]
        readers.append(reader)
        return reader.open(choice)

    yield at
    for reader in readers:
        reader.leave()


def block(reader: Reader, words: str) -> Locator:
    """The paragraph of the text with these words in it."""
    return reader.text.locator("p", has_text=words)


def test_a_saved_word_is_there_without_a_reload_and_only_its_paragraph_is_marked(sit: Sit) -> None:
    reader = sit("words")
    reader.page.evaluate("window.since = 'before the save'")
    reader.save(GROUP, "Call Handling Review Panel of nine residents")
    expect(block(reader, "Review Panel of nine residents")).to_have_attribute("data-live-changed", "")
    assert reader.page.evaluate("window.since") == "before the save"
    marked = reader.page.locator("[data-live-changed]")
    expect(marked).to_have_count(1)
    heard = marked.evaluate("(element) => getComputedStyle(element, '::before').content")
    assert heard == '"Changed just now: "'
    expect(reader.said).to_have_text(f"Updated: {reader.counts}")


def test_a_text_that_was_asked_for_twice_is_put_in_place_once_and_stays_marked(sit: Sit) -> None:
    """Two states that follow each other quickly name the same text: the second must not take the marks of the first for old."""
    reader = sit("twice")
    asked: list[Route] = []
    reader.page.route("**/text/**", lambda route: asked.append(route))
    with reader.page.expect_request("**/text/**"):
        reader.save(GROUP, "Call Handling Review Panel of nine residents")
    with reader.page.expect_request("**/text/**"):
        reader.page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
    reader.page.evaluate("fetch(location.pathname + '/state').then((answer) => answer.text())")
    assert len(asked) >= 2
    for route in asked:
        route.continue_()
    reader.page.unroute("**/text/**")
    expect(block(reader, "Review Panel of nine residents")).to_have_attribute("data-live-changed", "")
    reader.page.evaluate("fetch(location.pathname + '/state').then((answer) => answer.text())")  # what was on its way is there
    expect(block(reader, "Review Panel of nine residents")).to_have_attribute("data-live-changed", "")


def test_a_finding_that_comes_in_moves_no_mark_to_its_neighbours(sit: Sit) -> None:
    reader = sit("finding")
    reader.save(
        "      recommendations:\n        - label: 1\n",
        "      recommendations:\n        - label: 1A\n          text: A new one.\n        - label: 1\n",
    )
    expect(block(reader, "A new one.")).to_have_attribute("data-live-changed", "")
    marked = [text.replace("\u00a0", " ") for text in reader.page.locator("[data-live-changed]").all_inner_texts()]
    assert any("Recommendation 1A" in text for text in marked)
    assert not any("Assessing vulnerability" in text or "structured assessment" in text for text in marked)


def test_the_paragraph_that_is_read_stays_where_it_is_on_the_screen(sit: Sit) -> None:
    reader = sit("place")
    expect(reader.page.get_by_role("link", name="Draft PDF")).to_be_visible()  # nothing more is to come
    read = block(reader, "Westshire Police should immediately review the risk")
    read.evaluate("(element) => scrollBy(0, element.getBoundingClientRect().top - 300)")
    before = reader.top_of(read)
    assert 250 < before < 350
    reader.save(SUMMARY, f"{SUMMARY} {'They looked at it for a long time. ' * 40}")
    expect(block(reader, "They looked at it for a long time.")).to_have_count(1)
    assert reader.top_of(read) == pytest.approx(before, abs=1)
    reader.save("published_on: 2024-06-18", "published_on: [2024-06-18")
    expect(reader.page.get_by_role("heading", name="The files cannot be read")).to_have_count(1)
    assert reader.top_of(read) == pytest.approx(before, abs=1), "what came in above pushed it down"
    assert reader.page.evaluate("scrollY") > 1000


def test_a_broken_file_leaves_the_last_good_text_and_says_what_broke_until_it_is_mended(sit: Sit) -> None:
    reader = sit("broken")
    reader.save("  kind: force", "  kind: [force")
    line = reader.line_of("  kind: [")
    banner = reader.page.get_by_role("region", name="The files cannot be read")
    expect(banner).to_contain_text(f"responses/{reader.slug}/response.yaml:{line}:9")
    expect(banner).to_contain_text("What to do:")
    expect(banner.locator("mark")).to_have_text("[")
    expect(reader.said).to_have_text(f"response.yaml cannot be read: line {line}")
    expect(reader.text).to_contain_text(SUMMARY)
    aside = reader.page.get_by_text("This is the text as it was when the files could last be read.")
    expect(aside).to_be_in_viewport()
    expect(reader.page).to_have_title(re.compile("^Cannot be read: "))
    reader.save("  kind: [force", "  kind: force")
    expect(banner).to_have_count(0)
    expect(aside).to_be_hidden()
    expect(reader.said).to_have_text(f"Updated: {reader.counts}")


def test_the_way_from_the_line_at_the_foot_to_the_reason_at_the_head(sit: Sit) -> None:
    reader = sit("banner")
    reader.page.locator("#own-comments").evaluate("(element) => element.scrollIntoView()")
    reader.save("  kind: force", "  kind: [force")
    reader.page.get_by_role("button", name="See why").click()
    expect(reader.page.get_by_role("heading", name="The files cannot be read")).to_be_in_viewport()


def test_the_office_and_its_logo_are_followed_too(sit: Sit) -> None:
    reader = sit("office")
    reader.save("name: Mayor of Westshire", "name: Lord Mayor of Westshire", file="office.yaml")
    expect(reader.text.locator(".office-name")).to_have_text("Lord Mayor of Westshire")
    logo = reader.text.locator("img.logo")
    before = logo.get_attribute("src")
    from PIL import Image

    waiting = reader.folder / "new.png"
    Image.new("RGB", (300, 100), "navy").save(waiting)
    waiting.replace(reader.folder / "logo.png")
    expect(logo).not_to_have_attribute("src", before or "")
    expect(logo).to_have_js_property("naturalWidth", 300)


def test_a_problem_shows_its_place_in_the_text_and_on_the_page(sit: Sit) -> None:
    reader = sit(UNTOUCHED)
    card = reader.page.locator("li.card", has_text="The first action on recommendation 1 is “complete”")
    expect(card).to_contain_text(re.compile(r"response\.yaml:\d+:24"))
    expect(card.locator("mark")).to_have_text("2024-07-15")
    expect(card).to_contain_text('What to do: Correct "status:" or "done_on:".')
    show = card.get_by_role("button", name="Show in the document")
    show.click()
    heading = reader.page.locator("#cause-1-recommendation-1")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)
    expect(heading).to_have_attribute("data-live-found", "")
    bar = reader.page.locator(".toolbar").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] < reader.top_of(heading) < 450, "below what sticks at the top"
    reader.page.get_by_role("radio", name="Pages").check()
    expect(reader.page.locator("#live-pages img").first).to_be_attached()
    reader.page.evaluate("scrollTo(0, 0)")
    show.click()
    found = reader.page.locator("#live-pages li[data-live-found]")
    expect(found).to_be_focused()
    expect(found).to_be_in_viewport()
    number = found.locator("img").get_attribute("alt") or ""
    assert int(re.findall(r"Page (\d+) of", number)[0]) > 2


def test_everything_is_done_with_the_keyboard_alone(sit: Sit) -> None:
    reader = sit(UNTOUCHED)
    press = reader.page.keyboard.press
    focused = reader.page.locator(":focus")
    press("Tab")
    expect(focused).to_have_text("Skip to the document")
    press("Tab")
    press("Enter")
    expect(reader.page.get_by_role("complementary", name="Review")).to_be_focused()
    press("Tab")
    expect(focused).to_have_text(PROBLEMS)
    press("ArrowRight")
    expect(focused).to_have_text("Section 55")
    expect(reader.page.get_by_role("heading", name="The clock")).to_be_visible()
    press("End")
    expect(focused).to_have_text("Changes")
    press("ArrowRight")
    expect(focused).to_have_text(PROBLEMS)
    press("Tab")
    expect(reader.page.get_by_role("tabpanel", name=PROBLEMS)).to_be_focused()
    for _ in range(12):
        press("Tab")
        if "Show in the document" in focused.inner_text():
            break
    press("Enter")
    expect(reader.page.locator("#publication")).to_be_focused()
    reader.page.get_by_role("combobox", name="Document").focus()
    press("ArrowDown")
    expect(reader.text.locator("h1").first).to_contain_text("Section 55 of the Police Act 1996")
    press("Tab")
    expect(reader.page.get_by_role("radio", name="Text")).to_be_focused()
    press("ArrowRight")
    expect(reader.page.get_by_role("radio", name="Pages")).to_be_checked()
    expect(reader.page.locator("#live-pages img").first).to_be_visible()


def test_pages_are_exchanged_where_the_reader_is(sit: Sit) -> None:
    reader = sit("pages", "#comments/pages")
    pictures = reader.page.locator("#live-pages img")
    expect(pictures.first).to_be_visible()
    count = pictures.count()
    assert count >= 9
    expect(pictures.nth(2)).to_have_attribute(
        "alt", re.compile(f"Page 3 of {count} of Comments on .*; its words are in the text view")
    )
    pictures.nth(2).scroll_into_view_if_needed()
    seen = pictures.nth(2)
    expect(seen).to_have_js_property("complete", True)
    before, top = seen.get_attribute("src"), reader.top_of(seen)
    emptied = "(image) => { window.emptied = 0; new MutationObserver(() => { if (!image.complete) window.emptied += 1 }).observe(image, { attributes: true }) }"
    seen.evaluate(emptied)
    reader.save(SUMMARY, SUMMARY.replace("nine", "9"))
    expect(seen).not_to_have_attribute("src", before or "")
    assert reader.page.evaluate("window.emptied") == 0, "the old picture went before the new one was there"
    assert reader.top_of(seen) == pytest.approx(top, abs=1)
    expect(reader.page.locator("#live-freshness")).to_be_hidden()


def test_what_changed_since_the_last_commit_is_told_and_gone_after_the_next(sit: Sit, repository: TestRepository) -> None:
    reader = sit("commit")
    changes = reader.page.get_by_role("tab", name="Changes")
    changes.click()
    panel = reader.page.get_by_role("tabpanel", name="Changes")
    expect(panel).to_contain_text("No change")
    reader.save(GROUP, GROUP.replace("eight", "nine"))
    expect(changes).to_have_text("Changes (1)")
    expect(panel.locator("del")).to_have_text("[deleted: eight]")
    expect(panel.locator("ins")).to_have_text("[inserted: nine]")
    panel.get_by_role("button", name="Show Recommendation 1 in the document").click()
    expect(reader.page.locator("#cause-1-recommendation-1")).to_be_focused()
    reader.save("  published_on: 2024-06-18", "  published_on: 2024-06-19")
    expect(panel.locator(".in-law")).to_contain_text(
        "The last day to publish moves from Monday 12 August 2024 to Tuesday 13 August 2024"
    )
    repository.commit("Nine residents", "2024-07-02")
    expect(panel).to_contain_text("No change")
    expect(changes).to_have_text("Changes")


def test_a_reload_keeps_the_document_and_the_view(sit: Sit) -> None:
    reader = sit(UNTOUCHED)
    reader.page.get_by_role("combobox", name="Document").select_option("invitation")
    expect(reader.text.locator("h1")).to_contain_text("invitation to comment")
    assert reader.page.url.endswith("#invitation/text")
    reader.page.get_by_role("radio", name="Pages").check()
    reader.page.reload()
    expect(reader.page.get_by_role("combobox", name="Document")).to_have_value("invitation")
    expect(reader.page.get_by_role("radio", name="Pages")).to_be_checked()
    expect(reader.page.locator("#live-pages img").first).to_have_attribute("src", re.compile("/pages/invitation/"))


def test_what_is_open_and_what_has_the_focus_outlast_a_save(sit: Sit) -> None:
    reader = sit("details")
    card = reader.page.locator("li.card", has_text="The first action on recommendation 1")
    why = card.locator("summary")
    why.click()
    expect(card.locator("details")).to_have_attribute("open", "")
    why.focus()
    reader.save(SUMMARY, f"\n\n    {SUMMARY}\n\n    More.")
    expect(block(reader, "More.")).to_have_count(1)
    expect(card).to_contain_text(f"response.yaml:{reader.line_of('done_on: 2024-07-15')}:24")
    expect(card.locator("details")).to_have_attribute("open", "")
    expect(why).to_be_focused()


def test_a_mended_problem_goes_and_the_focus_stays_near(sit: Sit) -> None:
    reader = sit("mended")
    card = reader.page.locator("li.card", has_text="The first action on recommendation 1")
    card.get_by_role("button", name="Show in the document").focus()
    before = reader.page.locator("#live-problems li.card").count()
    reader.save("done_on: 2024-07-15", "done_on: 2024-07-05")
    expect(card).to_have_count(0)
    expect(reader.page.get_by_role("tabpanel")).to_be_focused()
    expect(reader.page.get_by_role("tab", name=f"Problems ({before - 1})")).to_be_visible()


def test_nothing_in_a_file_is_read_as_a_part_of_the_page(sit: Sit) -> None:
    reader = sit("hostile")
    reader.save(
        'title: "PEEL 2023–25: An inspection',
        'title: "<img src=x onerror=alert(1)><script>window.bad = 1</script> PEEL 2023–25: An inspection',
    )
    expect(reader.page.locator("#live-title")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(reader.text.locator("h1")).to_contain_text("<script>window.bad = 1</script>")
    reader.page.get_by_role("tab", name="Changes").click()
    expect(reader.page.locator("#live-changes ins").first).to_contain_text("<img")
    assert reader.page.evaluate("window.bad") is None
    assert reader.page.locator("img:not(.logo), script:not([src])").count() == 0


def test_on_paper_there_is_the_flowing_text_and_nothing_else(sit: Sit) -> None:
    reader = sit(UNTOUCHED, "#comments/pages")
    reader.page.emulate_media(media="print")
    expect(reader.text).to_be_visible()
    for other in ("header.top", "#live-side", "#live-pages", ".toolbar"):
        expect(reader.page.locator(other)).to_be_hidden()


def test_the_clock_and_the_duties_are_told_in_words(sit: Sit) -> None:
    reader = sit(UNTOUCHED)
    expect(reader.page.locator("#live-glance-clock")).to_have_text("Day 23 of 56: last day 12 August 2024")
    reader.page.get_by_role("tab", name="Section 55").click()
    panel = reader.page.get_by_role("tabpanel", name="Section 55")
    expect(panel.get_by_role("progressbar", name="Day 23 of 56")).to_have_attribute("value", "23")
    expect(panel).to_contain_text("Day 23 of 56: publish by Monday 12 August 2024, 33 days from today.")
    duties = panel.locator("li.duty")
    assert duties.count() >= 7
    for duty in duties.all():
        assert re.match(r"\S\s+(Done|Missing|To come|Not required)\b", duty.inner_text()), duty.inner_text()
    panel.get_by_role("button", name="S55-6-SENT").click()
    expect(reader.page.locator("li.card", has_text="Nothing says when the copies are sent")).to_be_focused()


def test_a_place_can_be_copied(sit: Sit) -> None:
    reader = sit(UNTOUCHED)
    place = f"responses/{reader.slug}/response.yaml:{reader.line_of('done_on: 2024-07-15')}:24"
    reader.page.get_by_role("button", name=f"Copy the place {place}").click()
    expect(reader.said).to_have_text(f"Copied: {place}")
    assert reader.page.evaluate("navigator.clipboard.readText()") == place


def test_a_narrow_window_has_a_way_between_the_document_and_the_review(sit: Sit) -> None:
    reader = sit(UNTOUCHED, width=NARROW)
    reader.page.get_by_role("button", name=re.compile(r"^Review: \d+ problems$")).click()
    expect(reader.page.get_by_role("tab", name=PROBLEMS)).to_be_in_viewport()
    reader.page.locator("li.card", has_text="The first action on recommendation 1").get_by_role("button", name="Show in").click()
    expect(reader.page.locator("#cause-1-recommendation-1")).to_be_in_viewport()


def test_a_server_that_was_stopped_is_named_and_taken_up_again(
    window: Page, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    drafts(tmp_path, "stopped")
    with preview(tmp_path, plain_environment) as (address, _):
        reader = Reader(window, address, tmp_path, "2024-06-18-stopped").open()
    stopped = reader.page.get_by_role("region", name="The preview was stopped")
    expect(stopped).to_contain_text("pccresponse preview 2024-06-18-stopped")
    expect(reader.text).to_contain_text(SUMMARY)
    aside = reader.page.get_by_text("The preview was stopped. This is the text as it was then.")
    expect(aside).to_be_in_viewport()
    if AXE.exists():
        reader.page.set_viewport_size({"width": NARROW, "height": 900})
        assert reader.examined()["faults"] == []
    reader.save(SUMMARY, SUMMARY.replace("nine", "9"))
    with preview(tmp_path, plain_environment, port=address.port) as (again, _):
        reader.take_the_key_of(again)
        expect(stopped).to_have_count(0)
        expect(reader.text).to_contain_text(SUMMARY.replace("nine", "9"))
        reader.leave(complaints=True)


def test_a_page_whose_key_is_old_says_so_and_goes_on_when_the_new_address_was_opened(window: Page, address: Address) -> None:
    context = window.context
    context.clear_cookies()  # those of other servers
    window.route("**/events", lambda route: route.abort())
    window.goto(f"{address.server}/r/2024-06-18-{UNTOUCHED}?{address.key}")
    (cookie,) = context.cookies()
    assert (cookie.get("httpOnly"), cookie.get("sameSite"), cookie.get("expires")) == (True, "Strict", -1)
    assert window.evaluate("document.cookie") == ""
    context.clear_cookies()
    locked = window.get_by_role("region", name="This page is locked")
    expect(locked).to_contain_text("Open the address in the terminal")
    take_key(window, address)
    window.unroute("**/events")
    expect(locked).to_have_count(0)
    expect(window.locator("#live-text")).to_contain_text(SUMMARY)
    window.goto("about:blank")


def test_the_file_by_which_a_browser_is_opened_leads_to_the_page_and_the_key_is_not_in_its_address(
    window: Page, address: Address, tmp_path: Path
) -> None:
    window.context.clear_cookies()
    page = f"{address.server}/r/2024-06-18-{UNTOUCHED}"
    file = tmp_path / "preview.html"
    file.write_text(_LEADS_TO.format(address=f"{page}?{address.key}"), encoding="utf-8")
    window.goto(file.as_uri())
    expect(window.locator("#live-text")).to_contain_text(SUMMARY)
    assert window.url == f"{page}#comments/text"
    window.goto("about:blank")


def test_a_page_that_is_one_too_many_says_so_and_goes_on_when_another_is_closed(
    window: Page, repository: TestRepository, plain_environment: dict[str, str]
) -> None:
    """On a server of its own: one that others use may not have noticed yet that their pages are closed."""
    slug = f"2024-06-18-{UNTOUCHED}"
    with preview(repository.folder, plain_environment) as (address, _):
        cookie = cookie_for(address.port, "", address.key.removeprefix("key="))
        host = f"127.0.0.1:{address.port}"
        with ExitStack() as others:
            for _ in range(16):
                other = others.enter_context(socket.create_connection(("127.0.0.1", address.port), timeout=PATIENCE))
                other.sendall(f"GET /r/{slug}/events HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n".encode())
                assert other.recv(100).startswith(b"HTTP/1.1 200 ")
            reader = Reader(window, address, repository.folder, slug).open()
            crowded = reader.page.get_by_role("region", name="This page is not being updated")
            expect(crowded).to_be_visible()
            expect(reader.text).to_contain_text(SUMMARY)
        expect(crowded).to_have_count(0)
        expect(reader.said).to_have_text("Updated each time you save")
        reader.leave(complaints=True)


def test_every_script_is_served_and_short_enough_to_read(window: Page, address: Address, repository: TestRepository) -> None:
    assets = sorted((ROOT / "src" / "pccresponse" / "preview" / "assets").glob("*.js"))
    assert len(assets) >= 10
    reader = Reader(window, address, repository.folder, f"2024-06-18-{UNTOUCHED}").open()
    loaded = {request.rpartition("/")[2] for request in reader.requests}
    assert {asset.name for asset in assets} <= loaded
    assert not {asset.name: length for asset in assets if (length := len(asset.read_text("utf-8").splitlines())) > 250}
    reader.leave()
