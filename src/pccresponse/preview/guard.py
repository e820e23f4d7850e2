"""Who is answered: this machine's own browser, on a page that came from here. Any other question is refused before it is looked at.

A page of somebody else's that is open in the same browser can send requests to this machine. It cannot choose what the browser says of
where they come from (`Origin`, `Sec-Fetch-Site`), and a name that was made to lead here shows in `Host`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""On every answer, those of refusals and of mistakes included."""
TOKEN_HEADER = "x-desk-token"
_NAMES = ("127.0.0.1", "localhost")
_TAKES = re.compile(r"/r/[^/]+/approve")
"""The one address that is written to; every other is only read from."""
_FROM_HERE = ("same-origin", "none")


class Guard:
    """Stands before the application."""

    def __init__(self, app: ASGIApp, *, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = {f"{name}:{port}" for name in _NAMES}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let the application answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
            return
        status, sentence = refusal
        headers = {"Allow": _allowed(scope["path"])} if status == 405 else None
        await PlainTextResponse(f"{sentence}\n", status, headers)(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        if self._values(scope, b"host") not in [[host] for host in self._hosts]:
            return 421, "This server answers only to the address that it was opened with."
        origins, sites = self._values(scope, b"origin"), self._values(scope, b"sec-fetch-site")
        if any(origin not in self._origins for origin in origins) or any(site not in _FROM_HERE for site in sites):
            return 403, "A page from elsewhere may not ask this server anything."
        path: str = scope["path"]
        if not path.startswith("/") or not path.isprintable() or "\\" in path or ".." in path.split("/"):
            return 400, "There is no such address."
        if scope["method"] == "POST":
            tokens = self._values(scope, TOKEN_HEADER.encode())
            if len(tokens) != 1 or not secrets.compare_digest(tokens[0].encode(), self._token.encode()):
                return 403, "Only the page itself may change anything."
        if scope["method"] != _allowed(path):
            return 405, f"What is at this address is asked for with {_allowed(path)}, and in no other way."
        return None

    def _values(self, scope: Scope, name: bytes) -> list[str]:
        headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
        return [value.decode("latin-1") for key, value in headers if key == name]


def _allowed(path: str) -> str:
    return "POST" if _TAKES.fullmatch(path) else "GET"
