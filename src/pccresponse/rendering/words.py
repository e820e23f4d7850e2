"""The printed words that are not in a template: a table for each language, `_shared/words/<language>.yaml`.

The table is a file of the edition, so a later program prints the same. No printed word is in Python.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar, get_args

import msgspec
from msgspec import Meta

from pccresponse.edition_files import SHARED, file_of
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.rendering.tally import Progress

_Model = TypeVar("_Model", bound=msgspec.Struct)

_BLANK = re.compile(r"\{(\w+)\}")
_MOST_BYTES = 256 << 10
_REMEDY = "Compare it with the table of a released edition."
_ALIAS = re.compile(rb"(?:^|[\s\[{,:])\*\w")
"""An alias: a few lines of YAML could stand for gigabytes."""

_NEEDED = {
    "sections": ("others", "area-none"),
    "standings": get_args(Progress),
    "explained": ("action_taken", "action_proposed", "no_action"),
    "addressees": ("others",),
    "subjects": ("any other", "several commissioners", "several bodies"),
    "voices": ("holder", "holders", "for the body", "for several bodies"),
}
"""The keys that the program uses, apart from the kinds of finding, which are asked for when one is printed: an earlier edition has
no name for a later kind."""


class TableOfWordsError(CannotRunError):
    """The edition has no usable table of words for the language. The message names it."""


class _Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Phrases that belong together. `filled` replaces the names in braces."""


class DateWords(_Group, frozen=True, kw_only=True):
    """How dates are written, and what is written for a missing one."""

    day: str
    month: str
    weekday: str
    on_a_day: str
    in_a_month: str
    unnamed: str
    not_recorded: str
    not_recorded_alone: str


class Marks(_Group, frozen=True, kw_only=True):
    """Marks in the place of a text, or beside it."""

    missing: str
    absent: str
    draft: str
    continued: str
    note: str


class AttachmentWords(_Group, frozen=True, kw_only=True):
    """The descriptions of the embedded files."""

    response: str
    office: str
    logo: str
    edition: str
    law: str
    record: str


class Kind(_Group, frozen=True, kw_only=True):
    """The name of one finding of a kind, and of several."""

    one: str
    many: str


class KeptTogether(_Group, frozen=True, kw_only=True):
    """Words between which no line ends."""

    before_a_number: tuple[str, ...]
    after_a_number: tuple[str, ...]
    before_a_name: tuple[str, ...]


class LawWords(_Group, frozen=True, kw_only=True):
    """Phrases around the names in the tables of the law."""

    body: str
    one_publishes: str
    several_publish: str


class Subject(_Group, frozen=True, kw_only=True):
    """The body in the third person."""

    name: str
    own: str
    """The possessive."""
    is_plural: bool = False

    def verb(self, one: str, many: str) -> str:
        """The form of the verb for this subject."""
        return many if self.is_plural else one


class Voice(_Group, frozen=True, kw_only=True):
    """The pronouns and verbs of a letter."""

    writer: str
    """`I` or `We`."""
    body: str
    """The body as a subject: `I`, `we`, or in the third person if somebody signs on its behalf."""
    body_object: str
    body_own: str
    """`my`, `our`, or the body’s possessive."""
    have: str
    propose: str


class _Kinds(dict[str, Kind]):
    """The kinds of a table by key."""

    def __init__(self, kinds: dict[str, Kind], shown: str) -> None:
        super().__init__(kinds)
        self._shown = shown

    def __missing__(self, key: str) -> Kind:
        raise TableOfWordsError(f"{self._shown} cannot be used: it has nothing for kinds: {key}.", _REMEDY)


class Words(_Group, frozen=True, kw_only=True, eq=False):
    """The table of one language."""

    months: Annotated[tuple[str, ...], Meta(min_length=12, max_length=12)]
    weekdays: Annotated[tuple[str, ...], Meta(min_length=7, max_length=7)]
    dates: DateWords
    marks: Marks
    titles: dict[str, str]
    """The titles of the documents by name."""
    about: str
    attachments: AttachmentWords
    sections: dict[str, str]
    """The headings of the comments by anchor."""
    body_holder: str
    kinds: dict[str, Kind]
    standings: dict[str, str]
    kept_together: KeptTogether
    explained: dict[str, str]
    addressees: dict[str, str]
    law: LawWords
    subjects: dict[str, Subject]
    voices: dict[str, Voice]

    def date(self, when: PartialDate | dt.date) -> str:
        """A date in print, the same under every locale: `21 July 2015`, `July 2015` or `2015`."""
        if not when.month:
            return str(when.year)
        shape = self.dates.day if when.day else self.dates.month
        return filled(shape, day=when.day, month=self.months[when.month - 1], year=when.year)

    def weekday(self, day: dt.date) -> str:
        """A date with its weekday: `Tuesday 21 July 2015`."""
        return filled(self.dates.weekday, weekday=self.weekdays[day.weekday()], date=self.date(day))

    def at(self, when: PartialDate) -> str:
        """A date in a sentence: `on 21 July 2015`, `in July 2015`, `in 2015`."""
        return filled(self.dates.on_a_day if when.exact else self.dates.in_a_month, date=self.date(when))


def filled(phrase: str, **values: object) -> str:
    """The phrase with the names in its braces replaced. Only names are allowed there, because an edition may come from elsewhere.

    >>> filled("{mark}, version {version}", mark="DRAFT", version="3f2a9c1b")
    'DRAFT, version 3f2a9c1b'
    """

    def value(blank: re.Match[str]) -> str:
        if blank[1] not in values:
            known = ", ".join(f"{{{name}}}" for name in values)
            raise TableOfWordsError(f"Nothing is known to put for {blank[0]} in “{phrase}”.", f"It can have {known}.")
        return str(values[blank[1]])

    return _BLANK.sub(value, phrase)


def words_of(edition: Path, language: str) -> Words:
    """The table of the edition in that folder. Raises `TableOfWordsError`."""
    file = file_of(edition, f"{SHARED}/words/{language}.yaml")
    try:
        return _read(file, file.read_bytes())
    except OSError as error:
        raise TableOfWordsError(
            f"The edition {edition.name} has no words for documents in {language}: {SHARED}/words/{file.name} is missing.",
            "Put the table there, or name an edition that has one.",
        ) from error


@lru_cache(maxsize=8)
def _read(file: Path, content: bytes) -> Words:
    shown = f"{SHARED}/words/{file.name}"
    if len(content) > _MOST_BYTES or _ALIAS.search(content):
        raise TableOfWordsError(f"{shown} cannot be used: it is longer than a table of words, or has *aliases.", _REMEDY)
    try:
        words = msgspec.yaml.decode(content, type=Words)
    except Exception as error:  # a table from elsewhere may contain anything
        raise TableOfWordsError(f"{shown} cannot be used: {error}.", _REMEDY) from error
    missing = [f"{group}: {key}" for group, keys in _NEEDED.items() for key in keys if key not in getattr(words, group)]
    if missing:
        raise TableOfWordsError(f"{shown} cannot be used: it has nothing for {', '.join(missing)}.", _REMEDY)
    return msgspec.structs.replace(words, kinds=_Kinds(words.kinds, shown))


def replaced(model: _Model, **values: object) -> _Model:
    """The group with each of its phrases filled in."""
    phrases = {name: filled(text, **values) for name in model.__struct_fields__ if isinstance(text := getattr(model, name), str)}
    return msgspec.structs.replace(model, **phrases)
