"""The server: a socket that only this machine reaches, and an end that comes at once when it is asked for."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import traceback
from collections.abc import Callable
from datetime import date
from operator import itemgetter
from types import FrameType
from typing import Any
from urllib.parse import quote

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pccresponse.foundation.errors import CannotRunError
from pccresponse.preview.app import application
from pccresponse.preview.guard import HEADERS, KEY, Guard, new_secret
from pccresponse.preview.page_states import PageStates
from pccresponse.workspace import Workspace

ADDRESS = "127.0.0.1"
USUAL_PORT = 8155
_NEXT_PORTS = 20
_LONGEST_HEAD = 16 << 10
_MOST_UNFINISHED = 32
"""Connections on which a request is waited for, the first or another one. On all others an answer is under way."""
_SECONDS_FOR_A_REQUEST = 5.0
"""For its head, and as much again for its body: a browser sends either at once."""
_LAST_WORDS = 1
"""Seconds that an answer which is under way may still take when the end was asked for."""
_LOGS = ("uvicorn", "uvicorn.error", "uvicorn.asgi", "sse_starlette", "watchfiles")


def listening_socket(port: int | None) -> socket.socket:
    """A socket on the loopback address: on the port that was asked for, or on the usual one or one of the next, or on any.

    Raises `CannotRunError` where the port that was asked for is taken or not to be had.
    """
    if port is not None:
        try:
            return _bound(port)
        except OSError as error:
            why = "another program uses it" if error.errno == errno.EADDRINUSE else error.strerror or str(error)
            raise CannotRunError(
                f"The page cannot be served on port {port}: {why}.", "Choose another, or leave out --port."
            ) from error
    for candidate in (*range(USUAL_PORT, USUAL_PORT + _NEXT_PORTS), 0):
        try:
            return _bound(candidate)
        except OSError:
            continue
    raise CannotRunError("There is no free port on this computer for the page.")


def address_of(bound: socket.socket, key: str, slug: str | None = None) -> str:
    """The address of the page, or of the list of all responses, with the key that opens it."""
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
    """Serve whoever has the key, until Ctrl-C or SIGTERM.

    `ready` is called when the page can be opened, `mistake` with each traceback of ours.
    """
    for name in _LOGS:  # what is to be said is said by the page and by the command
        logging.getLogger(name).disabled = True
    server = _Server(bound, workspace, key, today, mistake, ready)
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
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the last server's connections may still be closing
        found.bind((ADDRESS, port))
        found.listen(128)
    except (OSError, OverflowError):
        found.close()
        raise
    return found


class _Server(uvicorn.Server):
    """Opens the workspace before the first request, and closes all event streams before it waits for the connections to end."""

    def __init__(
        self,
        bound: socket.socket,
        workspace: Workspace,
        key: str,
        today: Callable[[], date],
        mistake: Callable[[str], None],
        ready: Callable[[], None],
    ) -> None:
        self._bound, self._workspace, self._key = bound, workspace, key
        self._today, self._mistake, self._ready = today, mistake, ready
        self._pages: PageStates | None = None
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
        """Asked by the system, before the server has begun or again after it has ended."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the workspace, accept connections, and say so."""
        self._pages = PageStates(self._workspace, self._today, self._mistake)
        token = new_secret()
        self._guarded = Guard(application(self._pages, token), port=self._bound.getsockname()[1], key=self._key, token=token)
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of the readers first: a stream would wait for ever."""
        assert self._pages is not None
        self._pages.close()
        await super().shutdown(sockets)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self._guarded(scope, receive, send)
        except Exception:
            self._mistake(traceback.format_exc())


class _Protocol(H11Protocol):
    """A connection that has so much time to say what it wants, and whose refusals bear the headers of every other answer."""

    _timer: asyncio.TimerHandle | None = None
    _still_to_come: object = None
    """The part of a request that is waited for; None while an answer is under way, such as the events of a page that is open."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request. What was sent together with the connection is read before anybody has to make room for it."""
        super().connection_made(transport)
        self._see_what_is_to_come()
        self.loop.call_soon(self.loop.call_soon, self._make_room)

    def connection_lost(self, exc: Exception | None) -> None:
        """There is nothing to wait for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Take in what came, and see whether it was all."""
        super().handle_events()
        self._see_what_is_to_come()

    def hang_up(self) -> None:
        """End the connection at once: what it wanted was never said."""
        self._stop_waiting()
        self.transport.abort()

    def _make_room(self) -> None:
        """Whoever has been saying nothing for longest goes first."""
        times = [(each._timer.when(), each) for each in self.connections if isinstance(each, _Protocol) and each._timer]
        if len(times) > _MOST_UNFINISHED:
            min(times, key=itemgetter(0))[1].hang_up()

    def _see_what_is_to_come(self) -> None:
        """A part that comes byte by byte gets no more time than one that comes at once."""
        state = self.conn.their_state
        if state not in (h11.IDLE, h11.SEND_BODY) or self.transport.is_closing():
            self._stop_waiting()
        elif state is not self._still_to_come:
            self._stop_waiting()
            self._still_to_come = state
            self._timer = self.loop.call_later(_SECONDS_FOR_A_REQUEST, self.hang_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._still_to_come = None

    def send_400_response(self, msg: str) -> None:
        """Say that it was not understood, and hang up."""
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
