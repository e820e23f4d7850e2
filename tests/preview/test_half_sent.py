"""Whoever connects and does not say what they want holds up nobody: not a new reader, and not one who has the page open."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from pccresponse.workspace import Workspace
from tests.preview.served import PATIENCE, SLUG, Served, client_of, serving
from tests.small_workspaces import small_workspace, write_response

PATIENT = "from pccresponse.preview import serving; serving._SECONDS_FOR_A_REQUEST = 600.0"
"""A server that gives up nothing as long as a test lasts: whoever is answered has not waited for that."""
MOST = 32
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
BODY = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small_workspace(tmp_path_factory.mktemp("half") / "w", [SLUG])


@pytest.fixture(scope="module")
def served(workspace: Workspace, plain_environment: dict[str, str]) -> Iterator[Served]:
    with serving(workspace.root, plain_environment, SLUG, before=PATIENT) as found:
        found.state()
        yield found


def connected(served: Served, stack: ExitStack, said: bytes) -> socket.socket:
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE))
    if said:
        connection.sendall(said)
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Waits until the server hangs up, if it has not."""
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


def are_open(connections: list[socket.socket]) -> list[socket.socket]:
    """Those that the server has not ended by now."""
    found = []
    for connection in connections:
        connection.setblocking(False)
        try:
            connection.recv(1)
        except BlockingIOError:
            found.append(connection)
        except ConnectionError:
            pass
        connection.settimeout(PATIENCE)
    return found


@pytest.mark.parametrize(
    "said", [b"", b"G", HEAD, BODY.replace(b"x", b"127.0.0.1:PORT")], ids=["nothing", "a letter", "half a head", "half a body"]
)
def test_a_hundred_and_fifty_half_sent_requests_keep_nobody_waiting(said: bytes, served: Served, workspace: Workspace) -> None:
    cookie = f"Cookie: {served.cookie}\r\nX".encode() if b"Length" in said else b"X"
    said = said.replace(b"PORT", str(served.port).encode()).replace(b"Content", cookie + b": x\r\nContent")
    with ExitStack() as stack, served.reader() as reader:
        before = reader.next()
        half = [connected(served, stack, said) for _ in range(150)]
        with client_of(served.port, served.cookie) as newcomer:
            assert newcomer.get(f"/r/{SLUG}").status_code == 200
            assert newcomer.get("/assets/live_page.js").status_code == 200
        if b"Length" not in said:  # those are refused, and over
            assert 1 <= len(are_open(half)) <= MOST
        write_response(workspace, SLUG, f"Saved while {len(said)} letters were half sent.")
        assert reader.until(lambda state: state["documents"][0]["text"] != before["documents"][0]["text"])


def test_what_is_never_finished_is_given_up_and_who_reads_is_not(workspace: Workspace, plain_environment: dict[str, str]) -> None:
    with serving(workspace.root, plain_environment, SLUG) as served:
        given_up(served, workspace)


def given_up(served: Served, workspace: Workspace) -> None:
    ask = f"GET /assets/live_page.svg HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nCookie: {served.cookie}\r\n\r\n".encode()
    token = served.get(f"/r/{SLUG}").text.partition('name="live-token" content="')[2].partition('"')[0]
    post = f"POST /r/{SLUG}/approve HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nCookie: {served.cookie}\r\n"
    post += f"X-Live-Token: {token}\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{{"
    with ExitStack() as stack, served.reader() as reader:
        reader.next()
        silent, begun, drips, body, used = (connected(served, stack, said) for said in (b"", HEAD, b"G", post.encode(), b""))
        for _ in range(3):  # a connection that was answered may be used again
            used.sendall(ask[:20])
            used.sendall(ask[20:])
            answer = b""
            while not answer.endswith(b"</svg>\n"):
                answer += used.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200 ")
        used.sendall(ask[:20])
        drips.settimeout(0.1)
        while True:  # a byte now and then buys no time
            try:
                if drips.recv(1) == b"":
                    break
            except TimeoutError:
                drips.sendall(b"E")
            except ConnectionError:
                break
        assert all(map(is_closed, (silent, begun, body, used)))
        write_response(workspace, SLUG, "Saved after all of them were given up.")
        assert reader.until(lambda state: "all of them were given up" in served.get(state["documents"][0]["text"]["url"]).text)


def test_strangers_who_were_answered_and_stay_keep_nobody_waiting(served: Served) -> None:
    ask = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode()
    with ExitStack() as stack:
        answered = []
        for _ in range(150):
            answered.append(connected(served, stack, ask))
            assert answered[-1].recv(12) == b"HTTP/1.1 403"
            while not answered[-1].recv(65536).endswith(b"the key in it.\n"):
                pass
        with client_of(served.port, served.cookie) as newcomer:
            assert newcomer.get("/").status_code == 200
        assert 1 <= len(are_open(answered)) <= MOST
