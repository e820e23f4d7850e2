"""The addresses of the live page. Whatever is asked for is looked up among what was made; no path from outside is ever opened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from pccresponse.command import program_name
from pccresponse.following.standing import counted_in_words
from pccresponse.packaged import page_templates
from pccresponse.preview.approve import answer, approve, read_approval
from pccresponse.preview.aside import aside
from pccresponse.preview.desk import Desk
from pccresponse.preview.desks import Desks
from pccresponse.preview.overview import row_of
from pccresponse.preview.workshop import Mishap

if TYPE_CHECKING:
    from jinja2 import Template

_STYLES = ("base.css", "desk.css", "overview.css", "paper.css")
_SCRIPTS = (
    "banners.js", "changes.js", "clock.js", "connection.js", "desk.js", "making.js", "paper.js", "patching.js", "place.js",
    "problems.js", "shown.js", "signing.js", "tabs.js",
)  # fmt: skip
_ASSETS = {
    **dict.fromkeys(_STYLES, "text/css; charset=utf-8"),
    **dict.fromkeys(_SCRIPTS, "text/javascript; charset=utf-8"),
    "desk.svg": "image/svg+xml",
}
_MOST_STREAMS = 16
"""Pages that are told of changes; a browser itself keeps no more than six connections to one server."""
_FOR_GOOD = {"Cache-Control": "private, max-age=31536000, immutable"}
_NEVER = {"Cache-Control": "no-store"}
_PING = 15

Answer = Callable[[Request], Awaitable[Response]]


def application(desks: Desks, token: str) -> Starlette:
    """The application over the desks of a workspace; `token` is what its pages show to be ours."""
    return _Pages(desks, token).application()


class _Pages:
    def __init__(self, desks: Desks, token: str) -> None:
        self._desks, self._token = desks, token
        self._streams = 0
        self._counting, self._writing = asyncio.Lock(), asyncio.Lock()

    def application(self) -> Starlette:
        routes: dict[str, Answer] = {
            "/": self._list,
            "/favicon.ico": self._no_icon,
            "/assets/{name}": self._asset,
            "/r/{slug}": self._desk,
            "/r/{slug}/state": self._state,
            "/r/{slug}/events": self._events,
            "/r/{slug}/logo/{digest}": self._logo,
            "/r/{slug}/text/{document}/{version}": self._text,
            "/r/{slug}/pages/{document}/{version}/{number:int}.png": self._picture,
            "/r/{slug}/pdf/{document}/{version}.pdf": self._pdf,
        }
        taken = Route("/r/{slug}/approve", self._approve, methods=["POST"])
        return Starlette(routes=[taken, *(Route(path, answer, methods=["GET"]) for path, answer in routes.items())])

    async def _list(self, request: Request) -> Response:
        async with self._counting:
            standings = await aside(self._desks.overview.standings)
        rows = [row_of(each) for each in standings]
        page = _template("responses").render(rows=rows, sum=counted_in_words(standings), typed=program_name())
        return HTMLResponse(page, headers=_NEVER)

    async def _no_icon(self, request: Request) -> Response:
        return Response(status_code=204)

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _ASSETS:
            return _nothing_there()
        content = files("pccresponse.preview").joinpath("assets", name).read_bytes()
        return Response(content, media_type=_ASSETS[name], headers={"Cache-Control": "no-cache"})

    async def _desk(self, request: Request) -> Response:
        desk = await self._desk_of(request)
        if desk is None or desk.state is None:
            return _nothing_there()
        page = _template("desk").render(slug=desk.slug, title=desk.state.title, token=self._token, typed=program_name())
        return HTMLResponse(page, headers=_NEVER)

    async def _state(self, request: Request) -> Response:
        desk = await self._desk_of(request)
        if desk is None or desk.state is None:
            return _nothing_there()
        return Response(msgspec.json.encode(desk.state), media_type="application/json", headers=_NEVER)

    async def _events(self, request: Request) -> Response:
        if self._streams >= _MOST_STREAMS:
            return PlainTextResponse("Too many pages are open; close one of them.\n", 503, {"Retry-After": "10"})
        desk = await self._desk_of(request)
        if desk is None:
            return _nothing_there()
        return EventSourceResponse(self._stream(desk), ping=_PING)

    async def _stream(self, desk: Desk) -> AsyncIterator[ServerSentEvent]:
        changed = asyncio.Event()
        changed.set()
        desk.readers.add(changed)
        self._streams += 1
        try:
            while True:
                await changed.wait()
                changed.clear()
                if self._desks.closing.is_set():
                    return
                if desk.state is not None:
                    data = msgspec.json.encode(desk.state).decode()
                    yield ServerSentEvent(event="state", data=data, id=str(desk.state.sequence))
        finally:
            self._streams -= 1
            desk.readers.discard(changed)

    async def _approve(self, request: Request) -> Response:
        asked = await read_approval(request)
        if isinstance(asked, Response):
            return asked
        desk = await self._desk_of(request)
        if desk is None:
            return answer(404, "There is no such response, or not any more.")
        async with self._writing:
            done = await aside(partial(approve, asked, desk.looker.file, self._desks.workspace, self._desks.today()))
        desk.stirred.set()
        return done

    async def _text(self, request: Request) -> Response:
        desk = await self._desk_of(request)
        document, version = request.path_params["document"], request.path_params["version"]
        text = desk.texts.get(document, version) if desk else None
        if desk is None or text is None:
            return _nothing_there()
        self._look_at(desk, document)
        return HTMLResponse(text, headers=_FOR_GOOD)

    async def _logo(self, request: Request) -> Response:
        desk = await self._desk_of(request)
        logo = desk.logos.get("logo", request.path_params["digest"]) if desk else None
        return Response(logo, media_type="image/png", headers=_FOR_GOOD) if logo else _nothing_there()

    async def _picture(self, request: Request) -> Response:
        desk = await self._desk_of(request)
        if desk is None:
            return _nothing_there()
        asked: dict[str, Any] = request.path_params
        self._look_at(desk, asked["document"])
        picture = await self._desks.press.picture(desk, asked["document"], asked["version"], asked["number"])
        if picture is None:
            return _nothing_there()
        if isinstance(picture, Mishap):
            return PlainTextResponse(f"{picture.sentence}\n", 503)
        return Response(picture, media_type="image/png", headers=_FOR_GOOD)

    async def _pdf(self, request: Request) -> Response:
        desk = await self._desk_of(request)
        document = request.path_params["document"]
        made = desk.pdfs.get(document, request.path_params["version"]) if desk else None
        if desk is None or made is None:
            return _nothing_there()
        headers = {**_FOR_GOOD, "Content-Disposition": f'inline; filename="{document}.pdf"'}
        return Response(made.pdf, media_type="application/pdf", headers=headers)

    async def _desk_of(self, request: Request) -> Desk | None:
        return await self._desks.desk(request.path_params["slug"])

    def _look_at(self, desk: Desk, document: str) -> None:
        """What was asked for last is what somebody looks at: its pages come first."""
        if document != desk.looked_at:
            desk.looked_at = document
            self._desks.press.stir()


def _nothing_there() -> Response:
    return PlainTextResponse("There is nothing at this address, or not any more.\n", 404)


def _template(name: str) -> Template:
    return page_templates("pccresponse.preview", "assets").get_template(f"{name}.html.j2")
