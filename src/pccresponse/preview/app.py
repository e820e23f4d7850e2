"""The routes of the live page. A request only looks up what was made: no path from outside is ever opened.

The page writes one thing: an approval in `response.yaml`, as `pccresponse approve` does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from pccresponse.case.naming import capitalised
from pccresponse.foundation.command_names import as_typed, program_name
from pccresponse.foundation.errors import CannotRunError, PccResponseError
from pccresponse.foundation.files import page_templates
from pccresponse.pipeline.checking import check
from pccresponse.preview.open_pages import OpenPages, row_of
from pccresponse.preview.page_state import PageState
from pccresponse.preview.workers import Failure, in_thread
from pccresponse.reading.saving import NotEditedError
from pccresponse.rendering.formats import PDF
from pccresponse.workflow.approving import decide, given
from pccresponse.workflow.status import counted_in_words
from pccresponse.workspace import Workspace

if TYPE_CHECKING:
    from jinja2 import Template

_STYLES = ("base.css", "live_page.css", "overview.css", "paper.css")
_SCRIPTS = (
    "banners.js", "changes.js", "clock.js", "connection.js", "documents.js", "elements.js", "live_page.js", "paper.js", "patching.js",
    "problems.js", "reading_position.js", "signing.js", "tabs.js",
)  # fmt: skip
_ASSETS = {
    **dict.fromkeys(_STYLES, "text/css; charset=utf-8"),
    **dict.fromkeys(_SCRIPTS, "text/javascript; charset=utf-8"),
    "live_page.svg": "image/svg+xml",
}
_MOST_STREAMS = 16
"""Event streams that may be open. A browser keeps at most six connections to a server."""
_FOR_GOOD = {"Cache-Control": "private, max-age=31536000, immutable"}
_T = TypeVar("_T")
_NEVER = {"Cache-Control": "no-store"}
_PING = 15

Answer = Callable[[Request], Awaitable[Response]]


def application(pages: OpenPages, token: str) -> Starlette:
    """The application that serves a workspace. Its pages send the token with every change."""
    return _Pages(pages, token).application()


class _Pages:
    def __init__(self, pages: OpenPages, token: str) -> None:
        self._pages, self._token = pages, token
        self._streams = 0
        self._counting, self._writing = asyncio.Lock(), asyncio.Lock()

    def application(self) -> Starlette:
        routes: dict[str, Answer] = {
            "/": self._list,
            "/favicon.ico": self._no_icon,
            "/assets/{name}": self._asset,
            "/r/{slug}": self._page,
            "/r/{slug}/state": self._state,
            "/r/{slug}/events": self._events,
            "/r/{slug}/logo/{digest}": self._logo,
            "/r/{slug}/text/{document}/{version}": self._text,
            "/r/{slug}/pages/{document}/{version}/{number:int}.png": self._picture,
            f"/r/{{slug}}/pdf/{{document}}/{PDF.file_name('{version}')}": self._pdf,
        }
        taken = Route("/r/{slug}/approve", self._approve, methods=["POST"])
        return Starlette(routes=[taken, *(Route(path, answer, methods=["GET"]) for path, answer in routes.items())])

    async def _list(self, request: Request) -> Response:
        async with self._counting:
            statuses = await in_thread(self._pages.overview.statuses)
        rows = [row_of(each) for each in statuses]
        html = _template("responses").render(rows=rows, sum=counted_in_words(statuses), typed=program_name())
        return HTMLResponse(html, headers=_NEVER)

    async def _no_icon(self, request: Request) -> Response:
        return Response(status_code=204)

    async def _asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        media_type = _found(_ASSETS.get(name))
        content = files("pccresponse.preview").joinpath("assets", name).read_bytes()
        return Response(content, media_type=media_type, headers={"Cache-Control": "no-cache"})

    async def _page(self, request: Request) -> Response:
        page = await self._page_of(request)
        html = _template("live_page").render(
            slug=page.slug, title=_found(page.state).title, token=self._token, typed=program_name()
        )
        return HTMLResponse(html, headers=_NEVER)

    async def _state(self, request: Request) -> Response:
        page = await self._page_of(request)
        return Response(msgspec.json.encode(_found(page.state)), media_type="application/json", headers=_NEVER)

    async def _events(self, request: Request) -> Response:
        if self._streams >= _MOST_STREAMS:
            return PlainTextResponse("Too many pages are open. Close one of them.\n", 503, {"Retry-After": "10"})
        return EventSourceResponse(self._stream(await self._page_of(request)), ping=_PING)

    async def _stream(self, page: PageState) -> AsyncIterator[ServerSentEvent]:
        changed = asyncio.Event()
        changed.set()
        page.readers.add(changed)
        self._streams += 1
        try:
            while True:
                await changed.wait()
                changed.clear()
                if self._pages.closing.is_set():
                    return
                if page.state is not None:
                    data = msgspec.json.encode(page.state).decode()
                    yield ServerSentEvent(event="state", data=data, id=str(page.state.sequence))
        finally:
            self._streams -= 1
            page.readers.discard(changed)

    async def _approve(self, request: Request) -> Response:
        asked = await read_approval(request)
        if isinstance(asked, Response):
            return asked
        page = await self._pages.page(request.path_params["slug"])
        if page is None:
            return answer(404, "There is no such response.")
        async with self._writing:
            done = await in_thread(partial(approve, asked, page.refresher.file, self._pages.workspace, self._pages.today()))
        page.files_changed.set()
        return done

    async def _text(self, request: Request) -> Response:
        page = await self._page_of(request)
        document, version = request.path_params["document"], request.path_params["version"]
        text = _found(page.texts.get(document, version))
        self._look_at(page, document)
        return HTMLResponse(text, headers=_FOR_GOOD)

    async def _logo(self, request: Request) -> Response:
        page = await self._page_of(request)
        logo = _found(page.logos.get("logo", request.path_params["digest"]))
        return Response(logo, media_type="image/png", headers=_FOR_GOOD)

    async def _picture(self, request: Request) -> Response:
        page = await self._page_of(request)
        asked: dict[str, Any] = request.path_params
        self._look_at(page, asked["document"])
        picture = _found(await self._pages.rendering.picture(page, asked["document"], asked["version"], asked["number"]))
        if isinstance(picture, Failure):
            return PlainTextResponse(f"{picture.sentence}\n", 503)
        return Response(picture, media_type="image/png", headers=_FOR_GOOD)

    async def _pdf(self, request: Request) -> Response:
        page = await self._page_of(request)
        document = request.path_params["document"]
        made = _found(page.pdfs.get(document, request.path_params["version"]))
        headers = {**_FOR_GOOD, "Content-Disposition": f'inline; filename="{PDF.file_name(document)}"'}
        return Response(made.pdf, media_type=PDF.media_type, headers=headers)

    async def _page_of(self, request: Request) -> PageState:
        return _found(await self._pages.page(request.path_params["slug"]))

    def _look_at(self, page: PageState, document: str) -> None:
        """Note the document that was requested last, because its pages are made first."""
        if document != page.looked_at:
            page.looked_at = document
            self._pages.rendering.update()


def _found(value: _T | None) -> _T:
    """The value, or the answer that there is none."""
    if value is None:
        raise HTTPException(404, "There is nothing at this address.\n")
    return value


def _template(name: str) -> Template:
    return page_templates("pccresponse.preview", "assets").get_template(f"{name}.html.j2")


MOST_BYTES = 4 << 10
_KIND = "application/json"


class ApprovalRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The JSON that the page sends."""

    role: str
    name: str
    version: str
    """The version that was on the page."""


class _ApprovalAnswer(msgspec.Struct, frozen=True):
    ok: bool
    sentence: str


def answer(status: int, sentence: str) -> Response:
    """The answer to an approval, as JSON for the page."""
    content = msgspec.json.encode(_ApprovalAnswer(ok=status == 200, sentence=sentence))
    return Response(content, status, {"Cache-Control": "no-store"}, media_type=_KIND)


async def read_approval(request: Request) -> ApprovalRequest | Response:
    """The approval in a request, or the response that refuses it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        return answer(415, f"An approval is sent as {_KIND}.")
    content = b""
    try:
        async for piece in request.stream():
            content += piece
            if len(content) > MOST_BYTES:
                return answer(413, f"An approval is no longer than {MOST_BYTES} bytes.")
        return msgspec.json.decode(content, type=ApprovalRequest)
    except ClientDisconnect:
        return answer(400, "The page was closed before it had sent everything.")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return answer(400, "An approval is a role, a name and a version, and nothing else.")


def approve(asked: ApprovalRequest, file: Path, workspace: Workspace, today: date) -> Response:
    """Record an approval if nothing is against it. The files are read again, whatever the page showed."""
    try:
        wanted = given(role=asked.role, name=asked.name, on=today, seen=asked.version)
        decision = decide(wanted, check(file, workspace, today=today), file, workspace)
    except PccResponseError as error:
        status = 409 if isinstance(error, NotEditedError) else 503 if isinstance(error, CannotRunError) else 422
        return answer(status, as_typed(f"Not approved. {error.message} {error.remedy}".strip()))
    if not decision.stands:
        return answer(409, capitalised(decision.sentence))
    return answer(200, " ".join(decision.sentences))
