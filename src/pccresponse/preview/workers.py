"""Work that would block the server, in threads and in worker processes.

A worker process stays warm between two jobs, and may die alone. One sets documents, another draws their pages for the screen.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import queue
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pccresponse.foundation.errors import PccResponseError
from pccresponse.foundation.limited_process import MemoryLimitError, TooLongError, Worker, WorkerDiedError
from pccresponse.pipeline.checking import Checked

if TYPE_CHECKING:
    import pypdfium2

_T = TypeVar("_T")


async def in_thread(function: Callable[[], _T]) -> _T:
    """Call a function in a daemon thread, so that reading a long file does not delay Ctrl-C."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def succeed(result: _T) -> None:
        if not future.done():
            future.set_result(result)

    def fail(error: BaseException) -> None:
        if not future.done():
            future.set_exception(error)

    def run() -> None:
        with suppress(RuntimeError):  # the server has ended
            try:
                result = function()
            except BaseException as error:  # whoever waits would wait for ever
                loop.call_soon_threadsafe(fail, error)
            else:
                loop.call_soon_threadsafe(succeed, result)

    threading.Thread(target=run, daemon=True, name="in_thread").start()
    return await future


class Failure(msgspec.Struct, frozen=True):
    """Why there is no result: a sentence, and the traceback of a fault in the program."""

    sentence: str
    trace: str = ""
    is_of_the_process: bool = False
    """Whether the process ended or was stopped."""


Receiver = Callable[[Any], None]
"""Receives the result or a `Failure` in the queue's thread."""


class WorkerQueue:
    """Calls functions in a worker process, one after another."""

    def __init__(self, begin: Callable[[], None], *, seconds: float) -> None:
        self._seconds = seconds
        self._jobs: queue.SimpleQueue[tuple[Callable[..., Any], Sequence[Any], Receiver] | None] = queue.SimpleQueue()
        self._worker = Worker(begin)
        self._closed = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="worker queue")
        self._thread.start()

    def submit(self, function: Callable[..., Any], *arguments: Any, then: Receiver) -> None:
        """Queue a call. `then` gets its result, unless the queue is closed before."""
        self._jobs.put((function, arguments, then))

    def close(self) -> None:
        """End the process at once."""
        self._closed = True
        self._jobs.put(None)
        self._worker.kill()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        self._start_worker()
        while not self._closed and (job := self._jobs.get()) is not None:
            function, arguments, then = job
            result = self._call(function, arguments)
            if not self._closed:
                then(result)
                self._start_worker()
        self._worker.kill()

    def _start_worker(self) -> None:
        """Start the process again if the last call ended it."""
        with suppress(Exception):  # the next call reports it
            self._worker.start()

    def _call(self, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        try:
            return self._worker.call(function, *arguments, seconds=self._seconds)
        except TooLongError:
            return Failure(f"It took longer than {self._seconds:g} seconds and was stopped.", is_of_the_process=True)
        except MemoryLimitError:
            return Failure("It needs more memory than any document should.", is_of_the_process=True)
        except WorkerDiedError:
            sentence = "The process that was making it ended. It may have needed more memory than the computer has."
            return Failure(sentence, is_of_the_process=True)
        except Exception:
            return Failure(
                "There was a fault in the program. The details are in the terminal where it is running.", traceback.format_exc()
            )


_LONGEST_SIDE = 4_000
_LONGEST_NAME = 1_000


class Typeset(msgspec.Struct, frozen=True, kw_only=True):
    """A document as a PDF, with the pages of its elements."""

    pdf: bytes
    count: int
    width: int
    """Of the first page, in points."""
    height: int
    anchors: dict[str, int]
    """The page of each element with an id, from 1."""


def be_ready_to_typeset() -> None:
    """Import what the first document needs."""
    import pypdfium2  # noqa: F401

    from pccresponse.rendering.pdf.engine import engine_check

    try:
        engine_check(final=False)
    except PccResponseError:
        return  # the first document reports it
    import pccresponse.pipeline.rendering
    import pccresponse.rendering.pdf.typesetting  # noqa: F401


def be_ready_to_typeset_in_the_background() -> None:
    """The same with a low priority, for documents that nobody waits for."""
    if hasattr(os, "nice"):
        os.nice(10)
    be_ready_to_typeset()


def be_ready_to_draw() -> None:
    """Import what the first picture needs."""
    import PIL.PngImagePlugin  # noqa: F401
    import pypdfium2  # noqa: F401


def typeset(checked: Checked, name: str) -> Typeset | Failure:
    """The draft of one document, made as in a build."""
    from pccresponse.pipeline.rendering import render

    try:
        made = next(render(checked, draft=True, only=name), None)
    except PccResponseError as error:
        return Failure(f"{error.message} {error.remedy}".strip())
    if made is None:
        return Failure("This document no longer exists.")
    return _read(made.content)


def draw(pdf: bytes, number: int, scale: float) -> bytes:
    """A page, counted from 1, as a PNG."""
    page = _opened(pdf)[number - 1]
    try:
        scale = min(scale, _LONGEST_SIDE / max(page.get_size()))
        picture = BytesIO()
        page.render(scale=scale).to_pil().save(picture, "PNG", compress_level=1)
        return picture.getvalue()
    finally:
        page.close()


@lru_cache(maxsize=2)
def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)


def _read(pdf: bytes) -> Typeset:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document.get_page_size(0)
        return Typeset(
            pdf=pdf, count=len(document), width=round(width), height=round(height), anchors=dict(sorted(_anchors(document).items()))
        )
    finally:
        document.close()


def _anchors(document: pypdfium2.PdfDocument) -> dict[str, int]:
    """The page of each named destination, which the engine writes for every element with an id."""
    from pypdfium2 import raw

    found: dict[str, int] = {}
    for index in range(raw.FPDF_CountNamedDests(document)):
        length = ctypes.c_long(_LONGEST_NAME)
        buffer = ctypes.create_string_buffer(_LONGEST_NAME)
        destination = raw.FPDF_GetNamedDest(document, index, buffer, ctypes.byref(length))
        if destination and length.value > 0:
            name = buffer.raw[: length.value].decode("utf-16-le", "replace").rstrip("\0")
            found[name] = raw.FPDFDest_GetDestPageIndex(document, destination) + 1
    return found
