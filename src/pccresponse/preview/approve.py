"""The one thing that the page writes: an approval, into `response.yaml`, as `pccresponse approve` would.

The guard has seen to it that the page itself asks. What it sends is read strictly all the same: little of it, and of one form.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from pccresponse.case.naming import capitalised
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.errors import CannotRunError, PccResponseError
from pccresponse.pipeline.checking import check
from pccresponse.reading.editing import NotEditedError
from pccresponse.workflow.approving import decide, given
from pccresponse.workspace import Workspace

MOST_BYTES = 4 << 10
_KIND = "application/json"


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page sends."""

    role: str
    name: str
    version: str
    """The version that was on the page when the button was pressed."""


class _Answer(msgspec.Struct, frozen=True):
    ok: bool
    sentence: str


def answer(status: int, sentence: str) -> Response:
    """What the page says of it."""
    content = msgspec.json.encode(_Answer(ok=status == 200, sentence=sentence))
    return Response(content, status, {"Cache-Control": "no-store"}, media_type=_KIND)


async def read_approval(request: Request) -> Asked | Response:
    """What is to be approved, or the refusal of what is no such thing."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        return answer(415, f"An approval is sent as {_KIND}.")
    content = b""
    try:
        async for piece in request.stream():
            content += piece
            if len(content) > MOST_BYTES:
                return answer(413, f"An approval is no longer than {MOST_BYTES} bytes.")
        return msgspec.json.decode(content, type=Asked)
    except ClientDisconnect:
        return answer(400, "The page was closed before it had sent everything.")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return answer(400, "An approval is a role, a name and a version, and nothing else.")


def approve(asked: Asked, file: Path, workspace: Workspace, today: date) -> Response:
    """Write the approval down, if nothing speaks against it. The files are read anew: nothing that the page showed is relied on."""
    try:
        wanted = given(role=asked.role, name=asked.name, on=today, seen=asked.version)
        decision = decide(wanted, check(file, workspace, today=today), file, workspace)
    except PccResponseError as error:
        status = 409 if isinstance(error, NotEditedError) else 503 if isinstance(error, CannotRunError) else 422
        return answer(status, as_typed(f"Not approved. {error.message} {error.remedy}".strip()))
    if not decision.stands:
        return answer(409, capitalised(decision.sentence))
    return answer(200, " ".join(decision.sentences))
