"""Who is answered: the browser of whoever can read the terminal, on a page that came from here. Anybody else learns nothing.

Other people on this machine reach the server too. The address that the terminal shows has a key in it, for which the browser is given a
cookie; without that cookie nothing is answered.

A page of somebody else's that is open in the same browser can send requests to this machine. It cannot choose what the browser says of
where they come from (`Origin`, `Sec-Fetch-Site`), and a name that was made to lead here shows in `Host`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from urllib.parse import parse_qsl

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""On every answer, those of refusals and of mistakes included."""
KEY = "key"
"""What the address calls the key."""
TOKEN_HEADER = "x-desk-token"
_NAMES = ("127.0.0.1", "localhost")
_TAKES = re.compile(r"/r/[^/]+/approve")
"""The one address that is written to; every other is only read from."""
_PAGE = re.compile(rb"/|/r/[A-Za-z0-9%._~-]+")
"""What may be opened with the key: the list, and the page of a response."""
_FROM_HERE = ("same-origin", "none")
_OPENED = "The page opens in a moment.\n"


def new_secret() -> str:
    """Nobody guesses it: 256 bits, in characters that an address and a cookie may hold."""
    return secrets.token_urlsafe(32)


class Guard:
    """Stands before the application. `key` is that of the address, `token` what the page shows when it changes anything."""

    def __init__(self, app: ASGIApp, *, port: int, key: str, token: str) -> None:
        self._app, self._key, self._token = app, key, token
        self._cookie_name, self._cookie = f"desk-{port}", new_secret()  # browsers send cookies to every port of a machine
        self._hosts = {f"{name}:{port}" for name in _NAMES}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, give the cookie for the key, or let the application answer."""
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
        """Whether the address of a page is asked for with the key behind it."""
        if scope["method"] != "GET" or not _PAGE.fullmatch(scope["raw_path"]):
            return False
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        return [name for name, _ in query] == [KEY] and _same(query[0][1], self._key)

    def _opened(self, scope: Scope) -> Response:
        """The cookie, and the way to the same address without the key, so that the key is in no history and on no screen.

        A browser that follows a link of another page sends no strict cookie after a redirect, but does when it loads the page anew.
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
        """All of our name: the servers at other ports of this machine can set one as well."""
        pairs = [pair.partition("=") for header in _values(scope, b"cookie") for pair in header.split(";")]
        return [value.strip() for name, _, value in pairs if name.strip() == self._cookie_name]


def _same(given: str, secret: str) -> bool:
    """In a time that says nothing about the secret."""
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode())


def _values(scope: Scope, name: bytes) -> list[str]:
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key == name]


def _allowed(path: str) -> str:
    return "POST" if _TAKES.fullmatch(path) else "GET"
