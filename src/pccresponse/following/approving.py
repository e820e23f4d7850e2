"""Writing an approval down in `response.yaml`, with everything else in it left byte for byte as it is.

The lines are put behind the last approval, or at the end of the file. What comes of it is read again before it is written: it has to
say what the file said before, and this approval, and nothing else. A file in which that cannot be had is left alone.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import msgspec

from pccresponse.errors import CannotRunError, PccResponseError
from pccresponse.models.response import Approval, Response
from pccresponse.publishing.locking import sole_use_of
from pccresponse.publishing.writing import write_whole
from pccresponse.reading import Reading, read_text
from pccresponse.reading.files import bytes_of
from pccresponse.reading.nodes import Listing, Mapping, Node, Text
from pccresponse.workspace import Workspace

_KEY = "approvals"
_INDENT = "  "


class NotWrittenError(PccResponseError):
    """The file is written in a way in which nothing can be put into it safely; the remedy is what to type."""

    exit_code = 1


def record_approval(approval: Approval, reading: Reading[Response], file: Path, workspace: Workspace) -> None:
    """Put an approval into the file that `reading` came from.

    Raises `NotWrittenError` where the file is written in a way that does not allow it, and `CannotRunError` where somebody has saved
    it since it was read. Either way it is as it was.
    """
    content = with_approval(reading, approval)
    real = Path(os.path.realpath(file))  # a link stays a link
    with sole_use_of(workspace.build / file.resolve().parent.name, within=workspace.root):
        if bytes_of(file, within=workspace.root) != reading.content:
            raise CannotRunError(
                f"{reading.file} was saved by somebody else at this moment; nothing was written.",
                "See what was changed, and approve again.",
            )
        mode = stat.S_IMODE(real.stat().st_mode)
        write_whole(real, content)
        real.chmod(mode)


def with_approval(reading: Reading[Response], approval: Approval) -> bytes:
    """The bytes of the file with one more approval. Raises `NotWrittenError`."""
    assert reading.model is not None
    assert reading.root is not None
    wanted = msgspec.structs.replace(reading.model, approvals=(*reading.model.approvals, approval))
    content = _with_lines(reading, reading.root, approval)
    if content is not None:
        after = read_text(content, Response, reading.file)
        if after.model == wanted and len(after.problems) == len(reading.problems):
            return content
    typed = "\n".join(_lines_of(approval, ""))
    raise NotWrittenError(
        f"{reading.file} is written in a way in which the program cannot add an approval without touching the rest; nothing was written.",
        f"Type it yourself, as an item of the list under {_KEY}:\n{typed}",
    )


def _with_lines(reading: Reading[Response], root: Mapping, approval: Approval) -> bytes | None:
    """The file with the lines of the approval in it; None where the list is not written line by line."""
    lines = reading.content.splitlines(keepends=True) if b"\r" not in reading.content else _windows_lines(reading.content)
    newline = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    entry = root.first.get(_KEY)
    if entry is None:
        at, indent = len(lines), " " * root.column
        added = ["", f"{indent}{_KEY}:", *_lines_of(approval, indent + _INDENT)]
    elif isinstance(entry.node, Listing) and entry.node.items and _is_block(entry.node, lines):
        at = _end_of(entry.node) + 1
        added = _lines_of(approval, " " * entry.node.column)
    else:
        return None
    new = [line.encode() + newline for line in added]
    above = lines[:at]
    if above and not above[-1].endswith(b"\n"):  # the file ends without one, and will again
        above[-1] += newline
        new[-1] = new[-1].removesuffix(newline)
    return b"".join([*above, *new, *lines[at:]])


def _lines_of(approval: Approval, indent: str) -> list[str]:
    """An approval as an item of a list; in double quotes nothing in a name means anything to YAML."""
    return [
        f"{indent}- role: {json.dumps(approval.role, ensure_ascii=False)}",
        f"{indent}  name: {json.dumps(approval.name, ensure_ascii=False)}",
        f"{indent}  on: {approval.on.isoformat()}",
        f'{indent}  version: "{approval.version}"',
    ]


def _windows_lines(content: bytes) -> list[bytes]:
    """The lines with their ends; a carriage return alone ends none."""
    return [part + b"\n" for part in content.split(b"\n")[:-1]] + [part for part in content.split(b"\n")[-1:] if part]


def _is_block(listing: Listing, lines: list[bytes]) -> bool:
    return lines[listing.line].lstrip(b"\xef\xbb\xbf ")[:1] == b"-"


def _end_of(node: Node) -> int:
    """The last line of a node, counted from 0. A text below its key ends where the next line begins."""
    if isinstance(node, Mapping):
        return max((_end_of(entry.node) for entry in node.entries), default=node.line)
    if isinstance(node, Listing):
        return max((_end_of(item) for item in node.items), default=node.line)
    if isinstance(node, Text):
        return node.end_line - (1 if node.style in ("|", ">") and node.end_column == 0 else 0)
    return node.line
