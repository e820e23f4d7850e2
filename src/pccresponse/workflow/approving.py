"""Approving: whether an approval may be written down, and writing it, or a correction, into `response.yaml`.

It has to be in a role that counts, of the version that is there now, and given only once. The command and the live page ask here, so
that both decide alike and say it in the same sentences. Everything else in the file is left byte for byte as it is: the lines are put
behind the last item of the list, or at the end of the file. What comes of it is read again before it is written: it has to say what the
file said before, and this item, and nothing else. A file in which that cannot be had is left alone.
"""

from __future__ import annotations

import json
import os
import re
import stat
from datetime import date
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import msgspec

from pccresponse.case.approvals import approvals_of, folded, required_roles, same_words
from pccresponse.case.version import SHORT, is_version, short
from pccresponse.foundation.errors import CannotRunError, PccResponseError, WrongUseError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.models.office import Office
from pccresponse.models.response import Approval, Correction, Response
from pccresponse.pipeline.checking import Checked
from pccresponse.publishing.writing import sole_use_of, write_whole
from pccresponse.reading import Reading, read_text
from pccresponse.reading.files import bytes_of
from pccresponse.reading.tree import Listing, Mapping, Node, Scalar
from pccresponse.workspace import Workspace

LONGEST = 400
"""Characters of a role or a name that can be written down."""
_VERSION = re.compile(rf"[0-9a-f]{{{SHORT},64}}", re.ASCII)

Outcome = Literal["approved", "approved already", "cannot be read", "another version"]


class NearlyRequiredError(WrongUseError):
    """The role is nearly, and not quite, one that the office requires: its approval would count for nothing."""

    def __init__(self, role: str, required: str) -> None:
        super().__init__(f'office.yaml does not ask for an approval by the "{role}".', f'Did you mean "{required}"?')
        self.required = required


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An approval as somebody gives it: made by `given`, so that all of it can be written down."""

    role: str
    name: str
    on: date
    seen: str | None = None
    """The version that was read, in small letters and perhaps cut; None where nobody said."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an approval."""

    outcome: Outcome
    sentence: str
    """What is said of it, without the name of the response; it carries on after a colon."""
    still_to_approve: tuple[str, ...] = ()
    """The required roles of which there is no fresh approval after this one."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is said, and what is to be said after it."""
        left = (f"Still to approve: {', '.join(self.still_to_approve)}.",) if self.still_to_approve else ()
        return (self.sentence, *left)

    @property
    def stands(self) -> bool:
        """Whether the approval is in the file now, new or already there."""
        return self.outcome in ("approved", "approved already")


def given(*, role: str, name: str, on: date, seen: str | None = None) -> Given:
    """An approval as it was typed, with single spaces. Raises `WrongUseError` for what cannot be written down or is no version."""
    if seen is not None and not _VERSION.fullmatch(seen.lower()):
        raise WrongUseError("That is not the number of a version.", f"Give the {SHORT} digits that are on each page of the draft.")
    return Given(role=_words(role, "role"), name=_words(name, "name"), on=on, seen=seen and seen.lower())


def decide(wanted: Given, checked: Checked, file: Path, workspace: Workspace) -> Decision:
    """Write the approval into the checked file, or say in the decision why not.

    Raises `NearlyRequiredError` for a slip in the role, and what `appending.record_item` raises where the file will not have it.
    """
    case = checked.case
    if case is None:
        return Decision(outcome="cannot be read", sentence="not approved, because its files cannot be read.")
    role, approvals = role_as_required(wanted.role, case.office), approvals_of(case)
    version = approvals.version
    if wanted.seen is not None and not is_version(wanted.seen, version):
        sentence = f"not approved. The content is now version {short(version)}, not {short(wanted.seen)}. Read it first."
        return Decision(outcome="another version", sentence=sentence)
    for each in approvals.fresh:
        if same_words(each.role, role) and same_words(each.name, wanted.name):
            sentence = f"{wanted.name} ({role}) already approved version {short(version)} on {in_words(each.on)}."
            return Decision(outcome="approved already", sentence=sentence)

    record_item(Approval(role=role, name=wanted.name, on=wanted.on, version=version), checked.response, file, workspace)
    sentence = f"{wanted.name} ({role}) approves version {short(version)}, on {in_words(wanted.on)}."
    left = tuple(each.role for each in approvals.lacking if not same_words(each.role, role))
    return Decision(outcome="approved", sentence=sentence, still_to_approve=left)


def role_as_required(role: str, office: Office) -> str:
    """The role as `office.yaml` writes it, or as it is given where that requires none like it. Raises `NearlyRequiredError`."""
    required = required_roles(office)
    if found := required.get(folded(role)):
        return found
    from pccresponse.reading.values import nearest

    near = nearest(role, required.values()) if required else None
    if near:
        raise NearlyRequiredError(role, near)
    return role


def _words(typed: str, what: str) -> str:
    words = normalize("NFC", " ".join(typed.split()))  # as the file will be read
    if not words or not words.isprintable() or len(words) > LONGEST:
        raise WrongUseError(f"That {what} cannot be saved.", f"Give up to {LONGEST} printable characters.")
    return words


# Writing into `response.yaml`


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
                f"{reading.file} was saved by somebody else at the same moment. Nothing was changed.",
                f"Look at what they changed, then {'approve' if isinstance(item, Approval) else 'publish'} again.",
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
        f"{reading.file} is written in a way that stops the program from adding {what} without changing the rest. Nothing was saved.",
        f"Add it yourself to the list under {key}:\n{typed}",
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
