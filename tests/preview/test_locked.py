"""What another user of the machine gets, who can reach the server and has not seen the terminal: nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preview.served import SLUG, Served, client_of, cookie_for, document, serving
from tests.preview.test_security import assert_protected, get
from tests.small_workspaces import small_workspace

LOCKED = "This page is locked. Open the address in the terminal, which has the key in it.\n"
PAGES = ("/", f"/r/{SLUG}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, plain_environment: dict[str, str]) -> Iterator[Served]:
    workspace = small_workspace(tmp_path_factory.mktemp("locked") / "w", [SLUG])
    with serving(workspace.root, plain_environment, SLUG) as found:
        yield found


@pytest.fixture(scope="module")
def addresses(served: Served) -> tuple[str, ...]:
    """Every kind of address that there is, and some that there are not."""
    with served.reader() as reader:
        found = document(reader.until(lambda state: document(state)["pages"]))
    made = (found["text"]["url"], found["pages"]["urls"][0], found["pages"]["pdf"])
    under = tuple(f"/r/{SLUG}/{name}" for name in ("state", "events", "approve", "logo/000000000000"))
    assets = ("/assets/live_page.js", "/assets/live_page.css", "/assets/live_page.svg", "/favicon.ico")
    return (*PAGES, *made, *under, *assets, "/nothing", "/r/nothing", "/r/nothing/state", "/../etc/passwd", "*")


def assert_locked(answer: tuple[int, dict[str, str], str], what: str, *, head: bool = False) -> None:
    status, headers, body = answer
    assert (status, body) == (403, "" if head else LOCKED), what
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers
    assert_protected(headers)


def test_without_the_cookie_there_is_nothing_at_any_address(served: Served, addresses: tuple[str, ...]) -> None:
    assert len(addresses) == 18
    for address in addresses:
        for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
            answer = get(served, address, "Content-Length: 0", method=method, cookie="")
            assert_locked(answer, f"{method} {address}", head=method == "HEAD")


def test_with_a_wrong_cookie_neither(served: Served, addresses: tuple[str, ...]) -> None:
    name, _, value = served.cookie.partition("=")
    wrong = (
        f"{name}=", f"{name}", f"{name}={value[:-1]}", f"{name}={value}x", f"{name}={served.key}", f"{name}=é", f"{name}x={value}",
        f"x{name}={value}", f"live-1={value}", f"key={served.key}", value, f'{name}="{value}"', f"{name.upper()}={value}",
    )  # fmt: skip
    for cookie in wrong:
        for address in addresses:
            assert_locked(get(served, address, cookie=cookie), f"{cookie} {address}")


def test_the_key_opens_nothing_in_another_place(served: Served, addresses: tuple[str, ...]) -> None:
    key = served.key
    for target in (
        f"/?key={key}x", f"/?key={key[:-1]}", "/?key=", "/?key", f"/?KEY={key}", f"/?x=1&key={key}", f"/?key={key}&key={key}", f"/?key=x&key={key}",
        f"/{key}", f"/r/{key}", f"/key={key}", f"//?key={key}", f"/%2f?key={key}", f"//elsewhere.example/?key={key}", f"/r/x/y?key={key}",
        f"/nothing?key={key}", f"/;key={key}", f"/?token={key}", f"/?key={key}%00", f"/?key=%20{key}",
        *(f"{address}?key={key}" for address in addresses if address not in (*PAGES, "/r/nothing")),
    ):  # fmt: skip
        assert_locked(get(served, target, cookie=""), target)
    for header in (f"Authorization: Bearer {key}", f"X-Live-Token: {key}", f"Key: {key}", f"Referer: http://127.0.0.1/?key={key}"):
        for method in ("GET", "POST"):
            assert_locked(get(served, PAGES[1], header, "Content-Length: 0", method=method, cookie=""), header)
    for method in ("HEAD", "POST"):
        answer = get(served, f"/?key={key}", "Content-Length: 0", method=method, cookie="")
        assert_locked(answer, method, head=method == "HEAD")


@pytest.mark.parametrize("page", PAGES)
def test_the_key_gives_a_cookie_that_no_script_and_no_other_site_gets_and_leads_to_the_address_without_it(
    page: str, served: Served
) -> None:
    status, headers, body = get(served, f"{page}?key={served.key}", cookie="")
    assert status == 303
    assert headers["location"] == page
    cookie, *rest = headers["set-cookie"].split("; ")
    assert sorted(rest) == ["httponly", "path=/", "samesite=strict"]
    assert re.fullmatch(rf"live-{served.port}=\S{{43,}}", cookie)
    assert headers["cache-control"] == "no-store"
    assert_protected(headers)
    assert served.key not in str(headers) + body
    assert get(served, page, cookie=cookie_for(served.port, page[1:], served.key))[0] == 200


def test_a_link_on_a_page_from_elsewhere_opens_it_by_loading_it_anew(served: Served) -> None:
    """Behind a redirect, a browser would keep the strict cookie back."""
    status, headers, _ = get(served, f"/r/{SLUG}?key={served.key}", "Sec-Fetch-Site: cross-site", cookie="")
    assert (status, headers["refresh"]) == (200, f"0; url=/r/{SLUG}")
    assert "location" not in headers
    assert_protected(headers)


def test_a_cookie_that_another_server_of_this_machine_set_locks_nobody_out(served: Served) -> None:
    name = served.cookie.partition("=")[0]
    assert get(served, "/", cookie=f"{name}=another's; other=1; {served.cookie}")[0] == 200


def test_the_key_and_the_cookie_are_in_nothing_that_is_served_or_said(served: Served, addresses: tuple[str, ...]) -> None:
    secrets = (served.key.encode(), served.cookie.partition("=")[2].encode())
    looked_at = 0
    for address in addresses:
        if address.startswith("/r/") and address.endswith("/events"):
            continue
        answer = served.client.get(address) if address != "*" else None
        content = answer.content + str(answer.headers).encode() if answer else b""
        assert not any(secret in content for secret in secrets), address
        looked_at += len(content)
    assert looked_at > 50_000
    assert not Path(f"/proc/{served.process.pid}").exists() or not any(
        secret in Path(f"/proc/{served.process.pid}/cmdline").read_bytes() for secret in secrets
    )


def test_each_server_has_a_key_of_its_own(served: Served, tmp_path: Path, plain_environment: dict[str, str]) -> None:
    workspace = small_workspace(tmp_path / "w", [SLUG])
    with serving(workspace.root, plain_environment) as other:
        assert other.key != served.key
        value = served.cookie.partition("=")[2]
        assert_locked(get(other, "/", cookie=f"live-{other.port}={value}"), "the cookie of another")
        assert_locked(get(other, f"/?key={served.key}", cookie=""), "the key of another")
        with client_of(other.port) as nobody:
            assert nobody.get("/").status_code == 403
