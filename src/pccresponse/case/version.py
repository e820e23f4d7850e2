"""The version of a response, which is a digest of everything that its documents say, and the approvals of that version.

The version comes from the models and not from the bytes of the files: comments, the order of keys, quotation marks and line ends do not
count. Everything that is printed counts, including the names that follow from the dates. Fields that are marked as not approved do not
count, such as the day of publication, nor do the bytes of the logo. `diff` uses the same function, `content_of`.

A field at its default counts as left out, so that a later version of this program, with more fields, gives the same digest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from typing import Any, Literal

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.documents import DOCUMENTS, one_of_each_part
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.pasted_lists import STANDS_ALONE, with_lists
from pccresponse.models.fields import about
from pccresponse.models.office import Office
from pccresponse.models.response import Approval

SHORT = 8
"""How many of the 64 digits a draft prints, and the fewest that name a version."""

_FORMAT = 1
"""Increase it if the digest is made in another way; every approval is then stale."""

_SPACES = re.compile(r"[ \t]+")
_WHITE = re.compile(r"[ \t\r\n]+")
_MARKERS = re.compile(r"[ \t]*(?:>[ \t]*|(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$))*")
"""The markers and spaces at the start of a line of Markdown. They decide which list it belongs to, so these spaces are kept."""
_BEGINS_ANEW = re.compile(r"[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|#|>|\[\^|[-_*][-_* \t]*$")
"""The start of a line that does not continue the paragraph above."""
_ENDS_HERE = re.compile(r"$|#|\[\^(?![^\]]*\]:[ \t]+\w*[A-Za-z])|[-_*][-_* \t]*$|.*(?:  |\t|\\)$")
"""The rest of a line that the next does not continue: nothing, a heading, a footnote of few words, a rule, a hard line break."""
_QUOTED = re.compile(r"[ ]{0,3}((?:>[ ]?)+)")

_last: list[tuple[Case, str]] = []
"""The last case and its version, which every document of a draft needs."""


def version_of(case: Case) -> str:
    """The version of the response: the 64 hexadecimal digits of a SHA-256."""
    if not (_last and _last[0][0] is case):
        _last[:] = [(case, _digest(case))]
    return _last[0][1]


def _digest(case: Case) -> str:
    content = {
        "format": _FORMAT,
        "response": content_of(case.response, approved_only=True),
        "office": content_of(case.office, approved_only=True),
        "names": _names(case),
    }
    return sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def short(version: str) -> str:
    """The version as it is printed: `3f2a9c1b`."""
    return version[:SHORT]


def is_version(given: str, version: str) -> bool:
    """Whether `given`, at least the first eight digits, names the version."""
    return len(given) >= SHORT and version.startswith(given)


def content_of(value: object, text: str = "", *, approved_only: bool = False) -> Any:
    """A value as plain data, normalised so that it is equal if the documents are. Fields at their default are left out.

    `text` is the kind of text in the value. `approved_only` leaves out fields that an approval does not cover.
    """
    if isinstance(value, str):
        return _lines(value) if text == "lines" else reflowed(value)
    if isinstance(value, PartialDate):
        return value.isoformat()
    if isinstance(value, msgspec.Struct):
        return dict(_fields_of(value, approved_only=approved_only))
    if isinstance(value, tuple):
        return [content_of(each, text, approved_only=approved_only) for each in value]
    return value


def _fields_of(model: msgspec.Struct, *, approved_only: bool) -> Iterator[tuple[str, Any]]:
    defaults = _defaults(type(model))
    for name, field in about(type(model)).items():
        value = getattr(model, name)
        if (field.approved or not approved_only) and (name not in defaults or value != defaults[name]):
            content = content_of(value, field.text, approved_only=approved_only)
            if content or name not in defaults or not isinstance(defaults[name], msgspec.Struct):
                yield name, content


@cache
def _defaults(model: type[msgspec.Struct]) -> dict[str, object]:
    """The defaults of a model's optional fields."""
    return {field.name: field.default for field in msgspec.structs.fields(model) if not field.required}


def _names(case: Case) -> dict[str, Any]:
    """The people, the body and the force that each document names."""
    counted = [each for each in one_of_each_part(DOCUMENTS) if each.is_required or each.is_made(case)]
    look_ups: dict[str, Callable[[], Any]] = {
        "commenting officer": lambda: case.commenting_officer,
        "author": lambda: case.author,
        "publisher": lambda: case.publisher,
    }
    for recipient in case.regime.recipients:
        look_ups[f"addressee: {recipient.id}"] = partial(_addressee, case, recipient.id)
    for each in counted:
        document, when = str(each.path[0]).replace("_", " "), each.dated(case)
        verb = "presents" if each.is_presented else "signs"
        look_ups[f"{verb} the {document}"] = partial(each.signed_by, case)
        look_ups[f"{document}: body"] = partial(case.body_on, when)
        look_ups[f"{document}: force"] = partial(case.force_name_on, when)
        look_ups[f"{document}: chief officer"] = partial(case.chief_officer, when)
    return {what: _known(look_up) for what, look_up in look_ups.items()}


def _addressee(case: Case, recipient: str) -> tuple[str | None, ...]:
    """What the head of the letter prints."""
    found = case.addressee(recipient)
    return found.name, found.office, found.organisation, found.salutation, found.address and _lines(found.address)


def _known(look_up: Callable[[], Any]) -> Any:
    """The answer as data; None if the tables have none for the day."""
    try:
        return msgspec.to_builtins(look_up())
    except LookUpError:
        return None


def _lines(text: str) -> str:
    """A postal address with single spaces in each line."""
    return "\n".join(_WHITE.sub(" ", line).strip() for line in text.strip().splitlines())


def reflowed(text: str) -> str:
    """A text with each paragraph on one line. Whatever may be more than a paragraph is left alone, so that the printed text is the same.

    >>> reflowed("A paragraph\\nof two lines.\\n\\n- a list\\n- of two")
    'A paragraph of two lines.\\n\\n- a list\\n- of two'
    """
    text = text.strip(" \t\r\n")  # as the reader of the file does
    if "\n" not in text and "\r" not in text:
        return _one_spaced(text)
    joined: list[str] = []
    for blank, run in groupby(with_lists(text).split("\n"), key=lambda line: not line.strip(" \t")):
        block = list(run)
        if not blank:
            joined += _joined(block)
        else:  # several blank lines count as one, except below a list marker without words
            joined += [""] * (len(block) if joined and _begin_of(joined[-1]) == len(joined[-1]) else 1)
    return "\n".join(joined)


def _joined(lines: list[str]) -> list[str]:
    """The lines of a block, with each continuation joined to the line above. A block that may be a table is left alone."""
    if any("|" in line for line in lines):
        return lines
    joined: list[list[str]] = []
    level_above, above = 0, ""
    for position, line in enumerate(lines, start=1):
        quoted = _QUOTED.match(line)
        level, rest = (quoted[1].count(">"), line[quoted.end() :].lstrip(" \t")) if quoted else (0, line.lstrip(" \t"))
        alone = STANDS_ALONE.match(above.strip("> \t")) or (position < len(lines) and STANDS_ALONE.match(rest))
        ends = _BEGINS_ANEW.match(rest) or _ENDS_HERE.match(above, _begin_of(above)) or not rest or alone
        if joined and level == level_above and not ends:
            joined[-1][-1] = joined[-1][-1].rstrip(" \t")
            joined[-1].append(_one_spaced(rest))
        else:
            joined.append([_one_spaced(line)])
        level_above, above = level, line
    return [" ".join(parts) for parts in joined]


def _one_spaced(line: str) -> str:
    """A line with single spaces between its words. Leading spaces stay, and so do two or more at the end."""
    bare = line.rstrip(" \t")
    begin = _begin_of(bare)
    end = line[len(bare) :]
    if "\t" not in end and not bare.endswith("\\"):
        end = "  " if len(end) > 1 else ""
    return bare[:begin] + _SPACES.sub(" ", bare[begin:]) + end


def _begin_of(line: str) -> int:
    """The position of the first word of a line, after the markers of lists and quotations."""
    found = _MARKERS.match(line)
    return found.end() if found else 0


ApprovalState = Literal["fresh", "stale", "missing"]


class RoleApproval(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the approval in one role."""

    role: str
    """As `office.yaml` writes it, or as the approval does if the office does not require it."""
    required: bool
    standing: ApprovalState
    approval: Approval | None = None
    """The newest approval in this role. If anything printed changed since, its standing is stale."""
    position: int | None = None
    """Its position among the response's approvals, from 0."""


class Approvals(msgspec.Struct, frozen=True, kw_only=True):
    """The approvals of a response: required roles in the order of `office.yaml`, and then other roles with approvals."""

    version: str
    """The version of the content now: 64 hexadecimal digits."""
    roles: tuple[RoleApproval, ...]

    @property
    def required(self) -> tuple[RoleApproval, ...]:
        """The required roles."""
        return tuple(each for each in self.roles if each.required)

    @property
    def lacking(self) -> tuple[RoleApproval, ...]:
        """The required roles without a fresh approval."""
        return tuple(each for each in self.required if each.standing != "fresh")

    @property
    def fresh(self) -> tuple[Approval, ...]:
        """The approvals of the current version."""
        return tuple(each.approval for each in self.roles if each.approval and each.standing == "fresh")


def same_words(one: str, other: str) -> bool:
    """Whether two names or roles are the same, regardless of capitals and spaces.

    >>> same_words("Chief  executive", "Chief Executive")
    True
    """
    return folded(one) == folded(other)


def folded(words: str) -> str:
    """The words in lower case with single spaces."""
    return " ".join(words.split()).casefold()


def required_roles(office: Office) -> dict[str, str]:
    """The required roles by their folded words, as they are first written."""
    found: dict[str, str] = {}
    for role in office.required_approvals:
        found.setdefault(folded(role), role)
    return found


def approvals_of(case: Case) -> Approvals:
    """The state of the approvals of a response. In each role the newest counts: by day, and on one day by its place in the file."""
    version, required, given = version_of(case), required_roles(case.office), case.response.approvals
    newest: dict[str, int] = {}
    for position, approval in enumerate(given):
        role = folded(approval.role)
        if role not in newest or approval.on >= given[newest[role]].on:
            newest[role] = position
    roles = [RoleApproval(role=name, required=True, standing="missing") for role, name in required.items() if role not in newest]
    for role, position in newest.items():
        approval = given[position]
        roles.append(
            RoleApproval(
                role=required.get(role, approval.role),
                required=role in required,
                standing="fresh" if is_version(approval.version, version) else "stale",
                approval=approval,
                position=position,
            )
        )
    order = list(required)
    roles.sort(key=lambda each: order.index(folded(each.role)) if each.required else len(order))
    return Approvals(version=version, roles=tuple(roles))
