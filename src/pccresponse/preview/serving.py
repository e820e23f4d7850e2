"""The server: a socket that only this machine reaches, and an end that comes at once when it is asked for."""

from __future__ import annotations

import errno
import logging
import secrets
import signal
import socket
import traceback
from collections.abc import Callable
from datetime import date
from types import FrameType
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pccresponse.errors import CannotRunError
from pccresponse.preview.app import application
from pccresponse.preview.desks import Desks
from pccresponse.preview.guard import HEADERS, Guard
from pccresponse.workspace import Workspace

ADDRESS = "127.0.0.1"
USUAL_PORT = 8155
_NEXT_PORTS = 20
_LONGEST_HEAD = 16 << 10
_MOST_CONNECTIONS = 100
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
                f"The page cannot be served on port {port}: {why}.", "Name another, or leave --port out."
            ) from error
    for candidate in (*range(USUAL_PORT, USUAL_PORT + _NEXT_PORTS), 0):
        try:
            return _bound(candidate)
        except OSError:
            continue
    raise CannotRunError("No port of this machine can be had to serve the page on.")


def address_of(bound: socket.socket, slug: str | None = None) -> str:
    """The address of the page, or of the list of all responses."""
    return f"http://{ADDRESS}:{bound.getsockname()[1]}/{f'r/{slug}' if slug else ''}"


def serve(
    bound: socket.socket,
    workspace: Workspace,
    *,
    today: Callable[[], date],
    mistake: Callable[[str], None],
    ready: Callable[[], None],
) -> None:
    """Serve until Ctrl-C or SIGTERM; `ready` is called when the page can be opened, `mistake` with each traceback of ours."""
    for name in _LOGS:  # what is to be said is said by the page and by the command
        logging.getLogger(name).disabled = True
    server = _Server(bound, workspace, today, mistake, ready)
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
    """Opens the desks before the first request and lets go of all readers before it waits for them to go."""

    def __init__(
        self,
        bound: socket.socket,
        workspace: Workspace,
        today: Callable[[], date],
        mistake: Callable[[str], None],
        ready: Callable[[], None],
    ) -> None:
        self._bound, self._workspace, self._today, self._mistake, self._ready = bound, workspace, today, mistake, ready
        self._desks: Desks | None = None
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
                limit_concurrency=_MOST_CONNECTIONS,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                timeout_graceful_shutdown=_LAST_WORDS,
            )
        )

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """Asked by the system, before the server has begun or again after it has ended."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the desks, then the door, and say so."""
        self._desks = Desks(self._workspace, self._today, self._mistake)
        token = secrets.token_urlsafe(32)
        self._guarded = Guard(application(self._desks, token), port=self._bound.getsockname()[1], token=token)
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the desks first: a reader would wait for ever."""
        assert self._desks is not None
        self._desks.close()
        await super().shutdown(sockets)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self._guarded(scope, receive, send)
        except Exception:
            self._mistake(traceback.format_exc())


class _Protocol(H11Protocol):
    """Refusals of what is no HTTP bear the headers of every other answer."""

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
