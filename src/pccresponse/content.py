"""Which version of a response somebody saw: one digest of everything that its documents say.

It is made from the models and not from the bytes of the files: comments, the order of keys, quotes and where a line ends make no
other version. What is printed does: each word, each date, each finding and its place, and the names that the documents bear, which
may change because a date does. Left out are facts that are written down only after somebody has approved what goes out: the day on
which the comments were made, published and sent, and where on the web they are; and the name of the file in which the inspected
report is kept, which nobody prints. The logo counts by its file's name and its
alternative text, not by its bytes: another picture changes no word.

`diff` goes by it too: it tells of everything that `said` has otherwise, and which of it makes another version.

A field that is left out counts as one that says what goes without saying, so that a later version of this program, which knows
more fields, gives the same digest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any, TypeVar

import msgspec

from pccresponse.errors import LookUpError
from pccresponse.matter import Matter
from pccresponse.partial_dates import PartialDate
from pccresponse.pasted import STANDS_ALONE, with_lists
from pccresponse.problems import Path

_Model = TypeVar("_Model", bound=msgspec.Struct)

SHORT = 8
"""So many of the 64 digits are printed on a draft, and are enough to name a version."""

_FORMAT = 1
"""Counted up if the digest is ever made in another way; every approval is stale then."""

LINE_BY_LINE = frozenset({"address"})
"""Fields that are printed as so many lines; a line's end in any other text is a space, or Markdown."""

RECORDED_LATER: frozenset[Path] = frozenset(
    {
        ("approvals",),
        ("report", "file"),
        ("comments", "made_on"),
        ("publication", "published_on"),
        ("publication", "url"),
        ("submission", "sent_on"),
    }
)
"""What is recorded after somebody has approved a response, and what only the program reads: it makes no other version."""

OF_PEOPLE: frozenset[Path] = frozenset({("office_holders",), ("chief_officers",), ("required_approvals",)})
"""Who held an office when, which counts by the names that come of it, and what the office asks for."""

_SPACES = re.compile(r"[ \t]+")
_WHITE = re.compile(r"[ \t\r\n]+")
_MARKERS = re.compile(r"[ \t]*(?:>[ \t]*|(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$))*")
"""Where a line of Markdown begins: what stands here decides what belongs to which list, so that its spaces are left alone."""
_BEGINS_ANEW = re.compile(r"[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|#|>|\[\^|[-_*][-_* \t]*$")
"""What a line begins with that is no more of the paragraph above it."""
_ENDS_HERE = re.compile(r"$|#|\[\^(?![^\]]*\]:[ \t]+\w*[A-Za-z])|[-_*][-_* \t]*$|.*(?:  |\t|\\)$")
"""What follows the beginning of a line after which none is carried on: nothing, a heading, a note of few words, a rule, a hard end."""
_QUOTED = re.compile(r"[ ]{0,3}((?:>[ ]?)+)")

_last: list[tuple[Matter, str]] = []
"""The matter that was asked about last: every document of a draft bears its version, and a page that is shown asks once more."""


def version_of(matter: Matter) -> str:
    """The version of the response as it stands, as the 64 hexadecimal digits of a SHA-256."""
    for asked_before, version in _last:
        if asked_before is matter:
            return version
    _last[:] = [(matter, _digest(matter))]
    return _last[0][1]


def _digest(matter: Matter) -> str:
    content = {
        "format": _FORMAT,
        "response": said(_without(matter.response, RECORDED_LATER)),
        "office": said(_without(matter.office, OF_PEOPLE)),
        "names": _names(matter),
    }
    return sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def short(version: str) -> str:
    """The version as it is printed: `3f2a9c1b`."""
    return version[:SHORT]


def is_version(given: str, version: str) -> bool:
    """Whether `given`, which may be cut after at least eight digits, names the version."""
    return len(given) >= SHORT and version.startswith(given)


def makes_another_version(path: Path, *, in_office: bool) -> bool:
    """Whether a change of what stands at the path is one of what was approved."""
    outside = OF_PEOPLE if in_office else RECORDED_LATER
    return not any(path[:length] in outside for length in (1, 2))


def _without(model: _Model, paths: frozenset[Path]) -> _Model:
    """The model with what stands at the paths left out."""
    left_out: dict[str, Any] = {}
    defaults = _defaults(type(model))
    for field in {str(path[0]) for path in paths}:
        below = frozenset(path[1:] for path in paths if path[0] == field)
        value = getattr(model, field)
        if () in below:
            left_out[field] = defaults[field]
        elif isinstance(value, msgspec.Struct):
            left_out[field] = _without(value, below)
    return msgspec.structs.replace(model, **left_out)


def said(value: object, field: str = "") -> Any:
    """What a value says, as plain data: alike where it makes no difference. Of a model, the fields that say more than goes without."""
    if isinstance(value, str):
        return _lines(value) if field in LINE_BY_LINE else reflowed(value)
    if isinstance(value, PartialDate):
        return value.isoformat()
    if isinstance(value, msgspec.Struct):
        unsaid = _defaults(type(value))
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: said(inner, name) for name, inner in fields if name not in unsaid or inner != unsaid[name]}
    if isinstance(value, tuple):
        return [said(each, field) for each in value]
    return value


@cache
def _defaults(model: type[msgspec.Struct]) -> dict[str, object]:
    """What the fields of a model hold that were left out. Its annotations, which take longer, are not looked at."""
    defaults = model.__struct_defaults__
    fields = zip(model.__struct_fields__[len(model.__struct_fields__) - len(defaults) :], defaults, strict=True)
    return {name: default for name, default in fields if default is not msgspec.NODEFAULT}


def _names(matter: Matter) -> dict[str, Any]:
    """Who signs, who is spoken of and who is written to, document by document."""
    response = matter.response
    dated: dict[str, PartialDate] = {"comments": matter.comments_dated, "submission": matter.submission_dated}
    people: dict[str, Callable[[], Any]] = {
        "commenting officer": lambda: matter.commenting_officer,
        "signs the comments": lambda: matter.signatories,
        "signs the submission": lambda: matter.submission_signatories,
        "author": lambda: matter.author,
        "publisher": lambda: matter.publisher,
    }
    if matter.invitation_is_written:
        dated["invitation"] = matter.invitation_dated
        people["signs the invitation"] = lambda: matter.invitation_signatories
    if panel := response.panel_report:
        dated["panel report"] = matter.panel_dated
        people["presents the panel report"] = lambda: panel.presented_by or matter.office_holder(matter.panel_dated)
    for recipient in matter.regime.recipients:
        people[f"addressee: {recipient.id}"] = lambda each=recipient.id: _addressee(matter, each)  # type: ignore[misc]
    for document, when in dated.items():
        people[f"{document}: body"] = lambda when=when: matter.body_on(when)  # type: ignore[misc]
        people[f"{document}: force"] = lambda when=when: matter.force_name_on(when)  # type: ignore[misc]
        people[f"{document}: chief officer"] = lambda when=when: matter.chief_officer(when)  # type: ignore[misc]
    return {what: _known(asked) for what, asked in people.items()}


def _addressee(matter: Matter, recipient: str) -> tuple[str | None, ...]:
    """What the letter's head says; a doubt about it is not printed."""
    found = matter.addressee(recipient)
    return found.name, found.office, found.organisation, found.salutation, found.address and _lines(found.address)


def _known(asked: Callable[[], Any]) -> Any:
    """The answer as data; None where the tables have none for the day."""
    try:
        return msgspec.to_builtins(asked())
    except LookUpError:
        return None


def _lines(text: str) -> str:
    """A postal address: each line by itself, with single spaces."""
    return "\n".join(_WHITE.sub(" ", line).strip() for line in text.strip().splitlines())


def reflowed(text: str) -> str:
    """A text with each paragraph on one line, so that it is the same wherever its lines were broken.

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
    """The lines in runs of those that are blank and those that are not."""
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
