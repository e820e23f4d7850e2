"""An office's template may hold anything, and may come from a stranger: nothing in it captures, covers or restyles a part of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preview.chromium import CHROMIUM, WITHOUT_CHROMIUM, Address, Reader, preview
from tests.preview.served import SLUG
from tests.small_workspaces import small_workspace

if CHROMIUM is None:
    pytest.skip(WITHOUT_CHROMIUM, allow_module_level=True)
from playwright.sync_api import Page, expect

IDS = (
    "live-approve",
    "live-approve-role",
    "live-approve-answer",
    "live-status",
    "live-side",
    "live-paper",
    "live-text",
    "live-tabs",
    "live-problems",
)
CLASSES = "top skip-links banner stopped toolbar jumps for-ears glance cards card error approve main columns paper"
HOSTILE = f"""
<style>body, #live-side, .approve {{ display: none !important }} * {{ color: red !important; position: fixed; inset: 0; z-index: 9999 }}</style>
<link rel="stylesheet" href="/assets/overview.css">
<meta name="live-token" content="stolen"><base href="https://elsewhere.example/">
{"".join(f'<p id="{name}" name="{name}" class="{CLASSES}" style="position: fixed; inset: 0; z-index: 9999">Not {name}</p>' for name in IDS)}
<form id="live-form" action="/r/x/approve"><input name="token" value="x"><input name="role"><button name="approve">Approve</button></form>
<p role="status" aria-live="assertive">Updated: all is well</p><div role="dialog" aria-modal="true" aria-label="Sign-off">Sign here</div>
<div role="main">Main</div><main class="enclosed"><p>Enclosed.</p></main><p data-does="approve" data-goes-to="live-side" tabindex="0">Do</p>
<img name="getElementById" id="location" alt="x"><a id="history" name="cookie" href="#live-side">Go</a>
<template shadowrootmode="open"><p>Hidden</p></template>
<a id="last" href="#comments">Up</a>
"""
OWN = """() => {
    const own = [...document.querySelectorAll("[id]")];
    return {
        taken: own.filter((element) => document.getElementById(element.id) !== element || element.getRootNode() !== document).map(({ id }) => id),
        seen: own.length,
        token: document.querySelectorAll("meta[name=live-token]").length,
        base: document.baseURI.startsWith(location.origin),
        status: document.querySelectorAll("[role=status]").length,
        named: [typeof document.getElementById, typeof document.cookie, typeof location.href, typeof history.length],
        hosts: document.getElementById("live-text").shadowRoot.querySelectorAll("style, link[href*=overview], form, input, button, meta, base, template, main").length,
    };
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = small_workspace(tmp_path_factory.mktemp("hostile") / "w", [SLUG])
    template = workspace.templates / "plain" / "comments.html.j2"
    template.write_text(template.read_text().replace("<h1>", '<h1 id="comments">').replace("</body>", f"{HOSTILE}</body>"))
    return workspace.root


@pytest.fixture(scope="module")
def address(folder: Path, plain_environment: dict[str, str]) -> Iterator[Address]:
    with preview(folder, plain_environment) as (found, _):
        yield found


@pytest.fixture
def reader(window: Page, address: Address, folder: Path) -> Iterator[Reader]:
    found = Reader(window, address, folder, SLUG).open()
    yield found
    found.leave()


def test_no_id_name_class_or_role_of_a_document_stands_for_a_part_of_the_page(reader: Reader) -> None:
    expect(reader.text).to_contain_text("Not live-approve")
    reader.page.get_by_role("tab", name="Sign-off").click()
    found = reader.page.evaluate(OWN)
    assert found["seen"] >= 20
    assert found == {
        "taken": [],
        "seen": found["seen"],
        "token": 1,
        "base": True,
        "status": 1,
        "named": ["function", "string", "string", "number"],
        "hosts": 0,
    }
    for role in ("status", "main", "complementary"):
        expect(reader.page.get_by_role(role)).to_have_count(1)
    expect(reader.page.get_by_role("dialog")).to_have_count(0)
    expect(reader.page.get_by_role("alert")).to_have_count(0)
    assert reader.page.locator("#live-status:visible").first.inner_text() != "Not live-status"


def test_it_is_approved_in_spite_of_what_the_document_says_it_is(reader: Reader) -> None:
    reader.page.get_by_role("tab", name="Sign-off").click()
    reader.page.get_by_role("textbox", name="Role").fill("Mayor")
    reader.page.get_by_role("textbox", name="Name").fill("Orla Wintersgate")
    reader.page.get_by_role("button", name="Approve version").click()
    expect(reader.page.locator("li.role.fresh")).to_contain_text("Orla Wintersgate")
    expect(reader.said).to_contain_text("Orla Wintersgate (Mayor) approves version")
    posted = [request for request in reader.requests if request.endswith("/approve")]
    assert posted == [f"{reader.address}/r/{SLUG}/approve"]


def test_even_what_the_server_would_let_through_covers_nothing_and_styles_nothing(reader: Reader) -> None:
    """As if the cleaning had failed: put into the text as it stands in the page, by the page itself."""
    looks = """() => [...document.querySelectorAll("body, .top, #live-side, [role=tab]")].map((each) => {
        const { color, opacity, display } = getComputedStyle(each), { left, width, top } = each.getBoundingClientRect();
        return [color, opacity, display, left, width, top];
    })"""
    before = reader.page.evaluate(looks)
    assert len(before) == 7
    reader.page.evaluate("""async () => {
        const { paper } = await import("/assets/paper.js");
        const cover = document.createElement("div");
        cover.id = "cover";
        cover.style.cssText = "position: fixed; left: -100vw; top: -100vh; width: 300vw; height: 300vh; z-index: 2147483647; background: red";
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("body, #live-side { display: none } * { color: red !important } [role=tab] { opacity: 0 }");
        paper.getRootNode().adoptedStyleSheets.push(sheet);
        paper.append(cover);
    }""")
    expect(reader.page.locator("#cover")).to_be_attached()
    assert reader.page.evaluate(looks) == before
    reader.page.get_by_role("tab", name="Section 55").click()
    expect(reader.page.get_by_role("tabpanel", name="Section 55")).to_be_visible()
    box = reader.text.bounding_box()
    assert box is not None
    inside = reader.page.evaluate("([x, y]) => document.elementFromPoint(x, y).id", [box["x"] + 30, box["y"] + 30])
    beside = reader.page.evaluate("([x, y]) => document.elementFromPoint(x, y).id", [box["x"] - 5, box["y"] + 30])
    assert (inside, beside == "live-text") == ("live-text", False)


def test_a_link_inside_the_document_goes_to_its_place_there_and_nowhere_else(reader: Reader) -> None:
    reader.text.locator("#history").click()
    assert reader.page.evaluate("document.activeElement.id") != "live-side"
    reader.text.locator("#last").click()
    expect(reader.text.locator("h1")).to_be_focused()
    assert reader.page.url.endswith("#comments/text")


def test_the_page_itself_can_make_nothing_of_html(reader: Reader) -> None:
    """Trusted types: no script of the page, not even a wrong one, can have a string read as HTML."""
    tried = """() => ["innerHTML", "outerHTML"].map((name) => {
        try { document.createElement("div")[name] = "<b>x</b>"; return name } catch (error) { return error.name }
    }).concat([() => new DOMParser().parseFromString("<b>", "text/html"), () => trustedTypes.createPolicy("mine", {})].map((each) => {
        try { each(); return "done" } catch (error) { return error.name }
    }))"""
    assert set(reader.page.evaluate(tried)) == {"TypeError"}
    assert len(reader.page.evaluate("window.violations.splice(0)")) == 4
    reader.complaints.clear()
