"""Which version of a response somebody saw: one digest of everything that its documents say.

It is made from the models and not from the bytes of the files: comments, the order of keys, quotes and where a line ends make no
other version. What is printed does: each word, each date, each finding and its place, and the names that the documents bear, which
may change because a date does. Left out are the fields that the models mark as not approved: facts that are written down only after
somebody has approved what goes out, such as the day of publication, and what nobody prints. Who held an office when counts by the names
that come of it. The logo counts by its file's name and its alternative text, not by its bytes: another picture changes no word.

`diff` goes by the same function and the same marks: it tells of everything that `content_of` has otherwise, and which of it is approved.

A field that is left out counts as one that says what goes without saying, so that a later version of this program, which knows
more fields, gives the same digest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.documents import DOCUMENTS, described_apart
from pccresponse.foundation.errors import LookUpError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.pasted_lists import STANDS_ALONE, with_lists
from pccresponse.models.fields import about

SHORT = 8
"""So many of the 64 digits are printed on a draft, and are enough to name a version."""

_FORMAT = 1
"""Counted up if the digest is ever made in another way; every approval is stale then."""

_SPACES = re.compile(r"[ \t]+")
_WHITE = re.compile(r"[ \t\r\n]+")
_MARKERS = re.compile(r"[ \t]*(?:>[ \t]*|(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$))*")
"""Where a line of Markdown begins: what is here decides what belongs to which list, so that its spaces are left alone."""
_BEGINS_ANEW = re.compile(r"[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|#|>|\[\^|[-_*][-_* \t]*$")
"""What a line begins with that is no more of the paragraph above it."""
_ENDS_HERE = re.compile(r"$|#|\[\^(?![^\]]*\]:[ \t]+\w*[A-Za-z])|[-_*][-_* \t]*$|.*(?:  |\t|\\)$")
"""What follows the beginning of a line after which none is carried on: nothing, a heading, a note of few words, a rule, a hard end."""
_QUOTED = re.compile(r"[ ]{0,3}((?:>[ ]?)+)")

_last: list[tuple[Case, str]] = []
"""The case that was asked about last: every document of a draft has its version, and a page that is shown asks once more."""


def version_of(case: Case) -> str:
    """The version of the response as it stands, as the 64 hexadecimal digits of a SHA-256."""
    for asked_before, version in _last:
        if asked_before is case:
            return version
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
    """Whether `given`, which may be cut after at least eight digits, names the version."""
    return len(given) >= SHORT and version.startswith(given)


def content_of(value: object, text: str = "", *, approved_only: bool = False) -> Any:
    """A value as plain data, normalised: equal wherever the documents are equal. Fields of a model at their default are left out.

    `text` is the kind of text that a field holds; `approved_only` leaves out what an approval is not of.
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
    unsaid = _defaults(type(model))
    for name, field in about(type(model)).items():
        value = getattr(model, name)
        if (field.approved or not approved_only) and (name not in unsaid or value != unsaid[name]):
            here = content_of(value, field.text, approved_only=approved_only)
            if here or name not in unsaid or not isinstance(unsaid[name], msgspec.Struct):
                yield name, here


@cache
def _defaults(model: type[msgspec.Struct]) -> dict[str, object]:
    """The defaults of a model's optional fields."""
    return {field.name: field.default for field in msgspec.structs.fields(model) if not field.required}


def _names(case: Case) -> dict[str, Any]:
    """Who signs, who is spoken of and who is written to, document by document."""
    counted = [each for each in described_apart(DOCUMENTS) if each.is_required or each.is_made(case)]
    people: dict[str, Callable[[], Any]] = {
        "commenting officer": lambda: case.commenting_officer,
        "author": lambda: case.author,
        "publisher": lambda: case.publisher,
    }
    for recipient in case.regime.recipients:
        people[f"addressee: {recipient.id}"] = lambda each=recipient.id: _addressee(case, each)  # type: ignore[misc]
    for each in counted:
        document, when = str(each.path[0]).replace("_", " "), each.dated(case)
        verb = "presents" if each.is_presented else "signs"
        people[f"{verb} the {document}"] = lambda each=each: each.signed_by(case)  # type: ignore[misc]
        people[f"{document}: body"] = lambda when=when: case.body_on(when)  # type: ignore[misc]
        people[f"{document}: force"] = lambda when=when: case.force_name_on(when)  # type: ignore[misc]
        people[f"{document}: chief officer"] = lambda when=when: case.chief_officer(when)  # type: ignore[misc]
    return {what: _known(asked) for what, asked in people.items()}


def _addressee(case: Case, recipient: str) -> tuple[str | None, ...]:
    """What the letter's head says; a doubt about it is not printed."""
    found = case.addressee(recipient)
    return found.name, found.office, found.organisation, found.salutation, found.address and _lines(found.address)


def _known(asked: Callable[[], Any]) -> Any:
    """The answer as data; None if the tables have none for the day."""
    try:
        return msgspec.to_builtins(asked())
    except LookUpError:
        return None


def _lines(text: str) -> str:
    """A postal address: each line by itself, with single spaces."""
    return "\n".join(_WHITE.sub(" ", line).strip() for line in text.strip().splitlines())


def reflowed(text: str) -> str:
    """A text with each paragraph on one line, so that line breaks make no difference.

    Whatever might be more than a paragraph is left as it stands: what this function makes of a text is printed as the text is.

    >>> reflowed("A paragraph\\nof two lines.\\n\\n- a list\\n- of two")
    'A paragraph of two lines.\\n\\n- a list\\n- of two'
    """
    text = text.strip(" \t\r\n")  # as whoever reads a file does
    if "\n" not in text and "\r" not in text:
        return _one_spaced(text)
    lines = with_lists(text).split("\n")
    joined: list[str] = []
    for blank, block in _blocks(lines):
        if not blank:
            joined += _joined(block)
        else:  # one is as many as several, but not below a sign of a list that has no words behind it
            joined += [""] * (len(block) if joined and _begin_of(joined[-1]) == len(joined[-1]) else 1)
    return "\n".join(joined)


def _blocks(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """The lines in runs of blank ones and others."""
    for blank, run in groupby(lines, key=lambda line: not line.strip(" \t")):
        yield blank, list(run)


def _joined(lines: list[str]) -> list[str]:
    """The lines of a block, each that carries on the one above it set behind it. A block that may be a table is left alone."""
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
    """A line with single spaces between its words; those that begin it stay, and so do two or more that end it."""
    bare = line.rstrip(" \t")
    begin = _begin_of(bare)
    end = line[len(bare) :]
    if "\t" not in end and not bare.endswith("\\"):
        end = "  " if len(end) > 1 else ""
    return bare[:begin] + _SPACES.sub(" ", bare[begin:]) + end


def _begin_of(line: str) -> int:
    """Where the words of a line begin, behind the signs of lists and quotations."""
    found = _MARKERS.match(line)
    return found.end() if found else 0
