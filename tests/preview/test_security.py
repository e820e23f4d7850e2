"""Asked over real HTTP what a browser would not ask: each question is refused, and every answer bears the headers that protect it."""

from __future__ import annotations

import re
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.preview.served import PATIENCE, SLUG, Served, document, serving
from tests.small_workspaces import small_workspace

SECRET = "What lies outside is nobody's business."
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, plain_environment: dict[str, str]) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("security")
    workspace = small_workspace(folder / "w", [SLUG])
    outside = folder / "outside"
    outside.mkdir()
    (outside / "response.yaml").write_text(f"report: {{title: {SECRET}}}\n")
    (outside / "notes.txt").write_text(SECRET)
    (workspace.responses / "2015-07-22-link").symlink_to(outside, target_is_directory=True)
    (workspace.root / "secret.txt").write_text(SECRET)
    with serving(workspace.root, plain_environment) as server:
        server.state()
        yield server


def asked(served: Served, request: bytes) -> tuple[int, dict[str, str], str]:
    """Send bytes as they are, and read the answer to its end."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in rest)
    return int(first.split()[1]), headers, body.decode("utf-8", "replace")


def get(
    served: Served, target: str, *headers: str, method: str = "GET", host: str | None = None, cookie: str | None = None
) -> tuple[int, dict[str, str], str]:
    """Ask as the browser that was opened with the address, or with another cookie, or with none where it is empty."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host or f'127.0.0.1:{served.port}'}", "Connection: close", *headers]
    sent = served.cookie if cookie is None else cookie
    lines += [f"Cookie: {sent}"] if sent else []
    return asked(served, "\r\n".join((*lines, "", "")).encode("latin-1"))


def assert_protected(headers: dict[str, str]) -> None:
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_what_is_asked_rightly_is_answered(served: Served) -> None:
    for target in ("/", f"/r/{SLUG}", f"/r/{SLUG}/state", "/assets/live_page.css", "/assets/overview.css", "/assets/live_page.js"):
        status, headers, _ = get(served, target)
        assert status == 200, target
        assert_protected(headers)
    assert get(served, "/", host=f"localhost:{served.port}")[0] == 200


def test_the_page_holds_no_script_and_no_style_of_its_own(served: Served) -> None:
    for target in ("/", f"/r/{SLUG}"):
        page = served.get(target).text
        assert not re.search(r"<script(?![^>]*\ssrc=\"/assets/)|<style|\son\w+=|\sstyle=|https?://", page)


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "elsewhere.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost", "127.0.0.1:PORT.example", "[::1]:PORT", "0.0.0.0:PORT", "127.1:PORT"]
)  # fmt: skip
def test_another_name_that_was_made_to_lead_here_is_refused(host: str, served: Served) -> None:
    for target in ("/", f"/r/{SLUG}/state", f"/r/{SLUG}/events", "/assets/live_page.js"):
        status, headers, body = get(served, target, host=host.replace("PORT", str(served.port)))
        assert status == 421
        assert_protected(headers)
        assert SLUG not in body


def test_a_request_without_a_host_or_with_two_is_refused(served: Served) -> None:
    host = f"Host: 127.0.0.1:{served.port}\r\n"
    for head in ("GET / HTTP/1.0\r\n", "GET / HTTP/1.1\r\n", f"GET / HTTP/1.1\r\n{host}{host}"):
        status, headers, _ = asked(served, f"{head}Connection: close\r\n\r\n".encode())
        assert status in (400, 421)
        assert_protected(headers)


@pytest.mark.parametrize(
    "header",
    [
        "Origin: https://elsewhere.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Origin: https://127.0.0.1:PORT",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ],
)
def test_a_page_from_elsewhere_learns_nothing(header: str, served: Served) -> None:
    header = header.replace("PORT", str(served.port))
    for method, target in (
        ("GET", f"/r/{SLUG}/state"),
        ("GET", f"/r/{SLUG}/events"),
        ("GET", f"/r/{SLUG}"),
        ("POST", f"/r/{SLUG}/state"),
    ):
        status, headers, body = get(served, target, header, method=method)
        assert status == 403
        assert_protected(headers)
        assert SLUG not in body


def test_our_own_page_is_answered(served: Served) -> None:
    for header in (
        f"Origin: http://127.0.0.1:{served.port}",
        f"Origin: http://localhost:{served.port}",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
    ):
        assert get(served, f"/r/{SLUG}/state", header)[0] == 200


@pytest.mark.parametrize(
    "target",
    [
        "/assets/../../secret.txt", "/assets/..%2f..%2fsecret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/assets/live_page.html.j2",
        "/assets/..\\..\\secret.txt", "/assets/%5c..%5csecret.txt", "/assets/%00live_page.js", "/assets/live_page.js%00.png", "/assets//etc/passwd",
        "/r/../../secret.txt", "/r/%2e%2e", "/r/%2e%2e/state", "/r/..%2f..%2fsecret.txt/state", "/r/%2fetc/state", "/r/.", "/r//state",
        "/r/office.yaml/state", "/r/nothing-of-the-kind/state", "/r/nothing-of-the-kind", "/r/nothing-of-the-kind/events",
        f"/r/{SLUG}%00/state", f"/r/{SLUG}/../{SLUG}/state", f"/r/{SLUG}\\state", f"/r/{SLUG}%2fresponse.yaml", f"/r/{SLUG}/response.yaml",
        f"/r/{SLUG}/text/comments/..%2f..%2fsecret.txt", f"/r/{SLUG}/text/%2e%2e/secret.txt", f"/r/{SLUG}/text/comments/000000000000",
        f"/r/{SLUG}/pages/comments/000000000000/1.png", f"/r/{SLUG}/pages/comments/000000000000/-1.png", f"/r/{SLUG}/pdf/comments/x.pdf",
        f"/r/{SLUG}/logo/..%2fresponse.yaml", f"/r/{SLUG}/logo/000000000000", "//elsewhere.example/", "/%ff", "*", "secret.txt",
        "http://elsewhere.example/", "http://127.0.0.1/r/../secret.txt",
    ],
)  # fmt: skip
def test_no_address_leads_to_a_file(target: str, served: Served) -> None:
    status, headers, body = get(served, target)
    assert status in (400, 404), body
    assert_protected(headers)
    assert SECRET not in body
    assert "root:" not in body


def test_a_folder_that_leads_out_of_the_workspace_shows_a_problem_and_nothing_from_there(served: Served) -> None:
    answer = served.get("/r/2015-07-22-link/state")
    assert answer.status_code == 200
    assert [problem["code"] for problem in answer.json()["problems"]] == ["FILE-OUTSIDE"]
    assert SECRET not in answer.text
    assert "notes.txt" not in answer.text


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "NONSENSE"])
def test_nothing_but_reading_is_allowed(method: str, served: Served) -> None:
    for target, allowed in (
        ("/", "get"),
        (f"/r/{SLUG}/state", "get"),
        (f"/r/{SLUG}/events", "get"),
        (f"/r/{SLUG}/approve", "post"),
    ):
        status, headers, _ = get(served, target, method=method)
        assert status == 405
        assert headers["allow"] == allowed
        assert_protected(headers)


def test_what_would_change_anything_needs_the_token_of_the_page(served: Served) -> None:
    match = re.search(r'<meta name="live-token" content="([^"]{40,})">', served.get(f"/r/{SLUG}").text)
    assert match
    for token, status in (
        ("", 403),
        ("X-Live-Token: wrong", 403),
        (f"X-Live-Token: {match[1]}x", 403),
        (f"X-Live-Token: {match[1]}", 405),
    ):
        answer = get(served, f"/r/{SLUG}/state", "Content-Length: 0", *filter(None, [token]), method="POST")
        assert answer[0] == status
        assert answer[1].get("allow") == ("get" if status == 405 else None)
        assert_protected(answer[1])
    twice = (f"X-Live-Token: {match[1]}", f"X-Live-Token: {match[1]}")
    assert get(served, f"/r/{SLUG}/state", *twice, method="POST")[0] == 403


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a b\r\nBad Header: x\r\n\r\n",
    ],
    ids=["a huge header", "a huge address", "the beginning of TLS", "a header that is none"],
)
def test_what_is_no_request_is_refused_and_the_next_is_answered(request_bytes: bytes, served: Served) -> None:
    try:
        status, headers, _ = asked(served, request_bytes)
    except ConnectionResetError:  # it hung up while we were still talking
        pass
    else:
        assert status == 400
        assert_protected(headers)
    assert get(served, "/")[0] == 200


def test_so_many_pages_may_be_open_and_no_more(served: Served) -> None:
    with ExitStack() as stack:
        answers = [stack.enter_context(served.reader()).answer for _ in range(20)]
        statuses = [answer.status_code for answer in answers]
        assert statuses == [200] * 16 + [503] * 4
        assert_protected({name.lower(): value for name, value in answers[0].headers.items()})
        assert_protected({name.lower(): value for name, value in answers[-1].headers.items()})
        assert served.get(f"/r/{SLUG}/state").status_code == 200
    with served.reader() as reader:
        while reader.answer.status_code == 503:  # the server has to notice that the others have gone
            reader.__exit__(None, None, None)
            reader = served.reader().__enter__()
        assert reader.next()["slug"] == SLUG


def test_no_other_machine_reaches_it(served: Served) -> None:
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:] if line.split()[3] == "0A"]
    mine = [line[1] for line in listening if line[1].endswith(f":{served.port:04X}")]
    assert mine == [f"0100007F:{served.port:04X}"]
    six = Path("/proc/net/tcp6")
    assert not six.exists() or f":{served.port:04X}" not in {
        line.split()[1][-5:] for line in six.read_text().splitlines()[1:] if line.split()[3] == "0A"
    }
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.2", served.port), timeout=PATIENCE):
        pass


def test_a_picture_and_a_pdf_are_protected_too(served: Served) -> None:
    with served.reader() as reader:
        pages = document(reader.until(lambda state: document(state)["pages"]))["pages"]
    for target, kind in ((pages["urls"][0], "image/png"), (pages["pdf"], "application/pdf")):
        answer = served.get(target)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == kind
        assert "immutable" in answer.headers["cache-control"]
        assert_protected({name.lower(): value for name, value in answer.headers.items()})
    beyond = pages["urls"][0].replace("/1.png", f"/{pages['count'] + 1}.png")
    assert served.get(beyond).status_code == 404
    assert served.get(pages["urls"][0].replace("/1.png", "/0.png")).status_code == 404


def test_the_server_says_nothing_of_all_this_on_the_terminal(served: Served) -> None:
    assert served.process.stdout
    assert select.select([served.process.stdout], [], [], 0)[0] == []
