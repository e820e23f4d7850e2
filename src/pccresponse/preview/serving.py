"""The server: a socket on this machine only, a guard that decides which requests are answered, and a shutdown without delay.

Other users of this machine can reach the socket. So the address in the terminal has a key, which the browser exchanges for a cookie, and
nothing is answered without that cookie.

Another site that is open in the browser can send requests here. It cannot control the headers that show it: `Origin`, `Sec-Fetch-Site`,
and `Host` if a name was made to lead here.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import secrets
import signal
import socket
import traceback
from collections.abc import Callable, Iterable
from datetime import date
from operator import itemgetter
from types import FrameType
from typing import Any
from urllib.parse import parse_qsl, quote

import h11
import uvicorn
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from pccresponse.foundation.errors import CannotRunError
from pccresponse.preview.app import application
from pccresponse.preview.open_pages import OpenPages
from pccresponse.workspace import Workspace

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""On every response, including refusals and errors."""
KEY = "key"
"""The name of the key in the address."""
TOKEN_HEADER = "x-live-token"
_NAMES = ("127.0.0.1", "localhost")
_TAKES = re.compile(r"/r/[^/]+/approve")
"""The only address for POST."""
_PAGE = re.compile(rb"/|/r/[A-Za-z0-9%._~-]+")
"""What the key opens: the list, and the page of a response."""
_FROM_HERE = ("same-origin", "none")
_OPENED = "The page opens in a moment.\n"


def new_secret() -> str:
    """256 random bits in characters that an address and a cookie may have."""
    return secrets.token_urlsafe(32)


class Guard:
    """Guards the application. `key` is in the address, and `token` comes with each change that the page makes."""

    def __init__(self, app: ASGIApp, *, port: int, key: str, token: str) -> None:
        self._app, self._key, self._token = app, key, token
        self._cookie_name, self._cookie = f"live-{port}", new_secret()  # browsers send cookies to every port of a machine
        self._hosts = {f"{name}:{port}" for name in _NAMES}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, give the cookie for the key, or let the application answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal_of_host(scope)
        if refusal is None and self._has_the_key(scope):
            await self._opened(scope)(scope, receive, send)
            return
        refusal = refusal or self._refusal_of_sender(scope) or self._refusal_of_request(scope)
        if refusal is None:
            await self._app(scope, receive, send)
            return
        status, sentence = refusal
        headers = {"Cache-Control": "no-store", **({"Allow": _allowed(scope["path"])} if status == 405 else {})}
        await PlainTextResponse(f"{sentence}\n", status, headers)(scope, receive, send)

    def _refusal_of_host(self, scope: Scope) -> tuple[int, str] | None:
        if _values(scope, b"host") not in [[host] for host in self._hosts]:
            return 421, "This server answers only to the address that it was opened with."
        return None

    def _has_the_key(self, scope: Scope) -> bool:
        """Whether the request is for a page, with the key."""
        if scope["method"] != "GET" or not _PAGE.fullmatch(scope["raw_path"]):
            return False
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        return [name for name, _ in query] == [KEY] and _same(query[0][1], self._key)

    def _opened(self, scope: Scope) -> Response:
        """Set the cookie and go to the address without the key, so that the key is in no history and on no screen.

        After a redirect from a link on another site, browsers do not send a strict cookie. After a refresh they do.
        """
        address = scope["raw_path"].decode("ascii")
        is_ours = all(site in _FROM_HERE for site in _values(scope, b"sec-fetch-site"))
        way = {"Location": address} if is_ours else {"Refresh": f"0; url={address}"}
        cookie = f"{self._cookie_name}={self._cookie}; HttpOnly; SameSite=Strict; Path=/"
        headers = {"Cache-Control": "no-store", "Set-Cookie": cookie, **way}
        return PlainTextResponse(_OPENED, 303 if is_ours else 200, headers)

    def _refusal_of_sender(self, scope: Scope) -> tuple[int, str] | None:
        origins, sites = _values(scope, b"origin"), _values(scope, b"sec-fetch-site")
        if any(origin not in self._origins for origin in origins) or any(site not in _FROM_HERE for site in sites):
            return 403, "A page from elsewhere may not ask this server anything."
        if not any(_same(cookie, self._cookie) for cookie in self._cookies(scope)):
            return 403, "This page is locked. Open the address in the terminal, which has the key in it."
        return None

    def _refusal_of_request(self, scope: Scope) -> tuple[int, str] | None:
        path: str = scope["path"]
        if not path.startswith("/") or not path.isprintable() or "\\" in path or ".." in path.split("/"):
            return 400, "There is no such address."
        if scope["method"] == "POST":
            tokens = _values(scope, TOKEN_HEADER.encode())
            if len(tokens) != 1 or not _same(tokens[0], self._token):
                return 403, "Only the page itself may change anything."
        if scope["method"] != _allowed(path):
            return 405, f"What is at this address is asked for with {_allowed(path)}, and in no other way."
        return None

    def _cookies(self, scope: Scope) -> list[str]:
        """All cookies with our name, because servers on other ports can set it too."""
        pairs = [pair.partition("=") for header in _values(scope, b"cookie") for pair in header.split(";")]
        return [value.strip() for name, _, value in pairs if name.strip() == self._cookie_name]


def _same(given: str, secret: str) -> bool:
    """Compare in constant time."""
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def _values(scope: Scope, name: bytes) -> list[str]:
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key == name]


def _allowed(path: str) -> str:
    return "POST" if _TAKES.fullmatch(path) else "GET"


ADDRESS = "127.0.0.1"
USUAL_PORT = 8155
_NEXT_PORTS = 20
_LONGEST_HEAD = 16 << 10
_MOST_UNFINISHED = 32
"""Connections that wait for a request and are not being answered."""
_SECONDS_FOR_A_REQUEST = 5.0
"""For its head, and again for its body. A browser sends each at once."""
_LAST_WORDS = 1
"""Seconds that a response may still take after the shutdown began."""
_LOGS = ("uvicorn", "uvicorn.error", "uvicorn.asgi", "sse_starlette", "watchfiles")


def listening_socket(port: int | None) -> socket.socket:
    """A socket on the loopback address, on the given port or on the first free one from the usual port. Raises `CannotRunError`."""
    if port is not None:
        try:
            return _bound(port)
        except OSError as error:
            why = "another program uses it" if error.errno == errno.EADDRINUSE else error.strerror or str(error)
            raise CannotRunError(f"The page cannot use port {port}: {why}.", "Choose another, or leave out --port.") from error
    for candidate in (*range(USUAL_PORT, USUAL_PORT + _NEXT_PORTS), 0):
        try:
            return _bound(candidate)
        except OSError:
            continue
    raise CannotRunError("There is no free port on this computer for the page.")


def address_of(bound: socket.socket, key: str, slug: str | None = None) -> str:
    """The address of a page, or of the list of all responses, with the key."""
    return f"http://{ADDRESS}:{bound.getsockname()[1]}/{f'r/{quote(slug)}' if slug else ''}?{KEY}={key}"


def serve(
    bound: socket.socket,
    workspace: Workspace,
    *,
    key: str,
    today: Callable[[], date],
    mistake: Callable[[str], None],
    ready: Callable[[], None],
) -> None:
    """Serve until Ctrl-C or SIGTERM. Calls `ready` when the page can be opened, and `mistake` with each traceback."""
    for name in _LOGS:  # the page and the command say what is needed
        logging.getLogger(name).disabled = True
    server = _Server(bound, key, lambda: OpenPages(workspace, today, mistake), mistake, ready)
    handlers = {each: signal.signal(each, server.stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=[bound])
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)
        bound.close()


def _bound(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of the last server may still be closing
        found.bind((ADDRESS, port))
        found.listen(128)
    except (OSError, OverflowError):
        found.close()
        raise
    return found


class _Server(uvicorn.Server):
    """A server that opens the workspace at startup, and closes all event streams before it waits for connections."""

    def __init__(
        self,
        bound: socket.socket,
        key: str,
        open_pages: Callable[[], OpenPages],
        mistake: Callable[[str], None],
        ready: Callable[[], None],
    ) -> None:
        self._bound, self._key, self._open_pages, self._mistake, self._ready = bound, key, open_pages, mistake, ready
        self._pages: OpenPages | None = None
        super().__init__(
            uvicorn.Config(
                self._answer,
                interface="asgi3",
                http=_Protocol,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                headers=list(HEADERS.items()),
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                timeout_graceful_shutdown=_LAST_WORDS,
            )
        )

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """Handle a signal before the server starts or after it has ended."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the workspace, accept connections and call `ready`."""
        self._pages = self._open_pages()
        token = new_secret()
        self._guarded = Guard(application(self._pages, token), port=self._bound.getsockname()[1], key=self._key, token=token)
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the event streams first, which would otherwise wait for ever."""
        assert self._pages is not None
        self._pages.close()
        await super().shutdown(sockets)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self._guarded(scope, receive, send)
        except Exception:
            self._mistake(traceback.format_exc())


class _Protocol(H11Protocol):
    """A connection with a time limit for each request, whose error responses have the usual headers."""

    _timer: asyncio.TimerHandle | None = None
    _expected: object = None
    """The part of a request that is waited for; None during a response, such as an event stream."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request. What was sent with the connection is read before room is made for it."""
        super().connection_made(transport)
        self._watch_request()
        self.loop.call_soon(self.loop.call_soon, self._make_room)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Handle what was received, and wait for the rest."""
        super().handle_events()
        self._watch_request()

    def hang_up(self) -> None:
        """End a connection whose request never came."""
        self._stop_waiting()
        self.transport.abort()

    def _make_room(self) -> None:
        """End the connection that has waited longest, if there are too many."""
        times = [(each._timer.when(), each) for each in self.connections if isinstance(each, _Protocol) and each._timer]
        if len(times) > _MOST_UNFINISHED:
            min(times, key=itemgetter(0))[1].hang_up()

    def _watch_request(self) -> None:
        """Start the timer for each part of a request once, so that sending it byte by byte gains no time."""
        state = self.conn.their_state
        if state not in (h11.IDLE, h11.SEND_BODY) or self.transport.is_closing():
            self._stop_waiting()
        elif state is not self._expected:
            self._stop_waiting()
            self._expected = state
            self._timer = self.loop.call_later(_SECONDS_FOR_A_REQUEST, self.hang_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._expected = None

    def send_400_response(self, msg: str) -> None:
        """Answer that it is not a request, and close the connection."""
        headers = [
            ("content-type", "text/plain; charset=utf-8"),
            ("connection", "close"),
            *((name.lower(), value) for name, value in HEADERS.items()),
        ]
        output = self.conn.send(h11.Response(status_code=400, headers=headers, reason=b"Bad Request"))
        self.transport.write(output or b"")
        output = self.conn.send(h11.Data(data=b"This is not a request that can be answered.\n"))
        self.transport.write(output or b"")
        self.transport.write(self.conn.send(h11.EndOfMessage()) or b"")
        self.transport.close()
