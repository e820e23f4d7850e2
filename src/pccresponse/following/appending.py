"""Adding an approval or a correction to `response.yaml`, with everything else in it left byte for byte as it is.

The lines are put behind the last item of the list, or at the end of the file. What comes of it is read again before it is written: it
has to say what the file said before, and this item, and nothing else. A file in which that cannot be had is left alone.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import msgspec

from pccresponse.errors import CannotRunError, PccResponseError
from pccresponse.models.response import Approval, Correction, Response
from pccresponse.publishing.locking import sole_use_of
from pccresponse.publishing.writing import write_whole
from pccresponse.reading import Reading, read_text
from pccresponse.reading.files import bytes_of
from pccresponse.reading.tree import Listing, Mapping, Node, Scalar
from pccresponse.workspace import Workspace

_INDENT = "  "

Item = Approval | Correction


class NotWrittenError(PccResponseError):
    """The file is written in a way that does not allow a safe insertion; the remedy is what to type."""

    exit_code = 1


def record_item(item: Item, reading: Reading[Response], file: Path, workspace: Workspace) -> None:
    """Put an approval or a correction into the file that `reading` came from.

    Raises `NotWrittenError` where the file is written in a way that does not allow it, and `CannotRunError` where somebody has saved
    it since it was read. Either way it is as it was.
    """
    content = with_item(reading, item)
    real = Path(os.path.realpath(file))  # a link stays a link
    with sole_use_of(workspace.build / file.resolve().parent.name, within=workspace.root):
        if bytes_of(file, within=workspace.root) != reading.content:
            raise CannotRunError(
                f"{reading.file} was saved by somebody else at this moment; nothing was written.",
                f"See what was changed, and {'approve' if isinstance(item, Approval) else 'publish'} again.",
            )
        mode = stat.S_IMODE(real.stat().st_mode)
        write_whole(real, content)
        real.chmod(mode)


def with_item(reading: Reading[Response], item: Item) -> bytes:
    """The bytes of the file with one more item in its list. Raises `NotWrittenError`."""
    assert reading.model is not None
    assert reading.root is not None
    key = _key_of(item)
    wanted = msgspec.structs.replace(reading.model, **{key: (*getattr(reading.model, key), item)})
    content = _with_lines(reading, reading.root, item)
    if content is not None:
        after = read_text(content, Response, reading.file)
        if after.model == wanted and len(after.problems) == len(reading.problems):
            return content
    what = "an approval" if isinstance(item, Approval) else "a correction"
    typed = "\n".join(lines_of(item, ""))
    raise NotWrittenError(
        f"{reading.file} is written in a way in which the program cannot add {what} without touching the rest; nothing was written.",
        f"Type it yourself, as an item of the list under {key}:\n{typed}",
    )


def lines_of(item: Item, indent: str) -> list[str]:
    """An item as lines of a list; in double quotes nothing in a text means anything to YAML."""
    if isinstance(item, Correction):
        return [f"{indent}- on: {item.on.isoformat()}", f"{indent}  what: {json.dumps(item.what, ensure_ascii=False)}"]
    return [
        f"{indent}- role: {json.dumps(item.role, ensure_ascii=False)}",
        f"{indent}  name: {json.dumps(item.name, ensure_ascii=False)}",
        f"{indent}  on: {item.on.isoformat()}",
        f'{indent}  version: "{item.version}"',
    ]


def _key_of(item: Item) -> str:
    return "approvals" if isinstance(item, Approval) else "corrections"


def _with_lines(reading: Reading[Response], root: Mapping, item: Item) -> bytes | None:
    """The file with the lines of the item in it; None where the list is not written line by line."""
    lines = reading.content.splitlines(keepends=True) if b"\r" not in reading.content else _windows_lines(reading.content)
    newline = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    key = _key_of(item)
    entry = root.first.get(key)
    if entry is None:
        at, indent = len(lines), " " * root.column
        added = ["", f"{indent}{key}:", *lines_of(item, indent + _INDENT)]
    elif isinstance(entry.node, Listing) and entry.node.items and _is_block(entry.node, lines):
        at = _end_of(entry.node) + 1
        added = lines_of(item, " " * entry.node.column)
    else:
        return None
    new = [line.encode() + newline for line in added]
    above = lines[:at]
    if above and not above[-1].endswith(b"\n"):  # the file ends without one, and will again
        above[-1] += newline
        new[-1] = new[-1].removesuffix(newline)
    return b"".join([*above, *new, *lines[at:]])


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
    if isinstance(node, Scalar):
        return node.end_line - (1 if node.style in ("|", ">") and node.end_column == 0 else 0)
    return node.line
