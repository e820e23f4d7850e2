"""Reading single values: texts, fixed words, numbers, dates and colours, with the remedy for each that does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from pccresponse.foundation.partial_dates import MONTHS, PartialDate
from pccresponse.reading.shapes import CountShape, TextShape
from pccresponse.reading.source import Fault, quoted

_MOST_ACCENTS = 30
"""As in Unicode's stream-safe form (UAX 15). The time to sort the accents of one letter grows with their square."""
_PERHAPS_ACCENTS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_DIGITS = re.compile(r"-?[0-9]+")
_SHORT_COLOUR = re.compile(r"#?([0-9a-fA-F]{3})")
_BARE_COLOUR = re.compile(r"[0-9a-fA-F]{6}")
_HOST_FIRST = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")
_E_MAIL_WITHIN = re.compile(r"[^\s@<>\"():;,]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_PATTERN_CODES = {
    "web address": "READ-WEB-ADDRESS",
    "e-mail address": "READ-E-MAIL",
    "colour": "READ-COLOUR",
    "version": "READ-VERSION",
    "file digest": "READ-FILE-DIGEST",
}


def tidied(value: str) -> str | Fault:
    """A text stripped and in Unicode's composed form (NFC), so that the same words are the same bytes."""
    value = value.strip()
    if value.isascii():
        return value
    import unicodedata  # a text without accents or dashes needs no tables

    for run in _PERHAPS_ACCENTS.findall(value):
        accents = 0
        for character in run:
            accents = accents + 1 if unicodedata.combining(character) else 0
            if accents > _MOST_ACCENTS:
                message = f"has a letter with more than {_MOST_ACCENTS} accents."
                return Fault("READ-ACCENTS", message, "Delete the accents and write the word again.")
    return unicodedata.normalize("NFC", value)


def read_text(value: str, shape: TextShape) -> str | Fault:
    """A tidied text, or why it does not fit its field."""
    if len(value) > shape.most:
        shorter = "Shorten it" + (", or put the details where a longer text belongs." if shape.kind == "line" else ".")
        return Fault("READ-TOO-LONG", f"has {len(value):,} characters; there is room for {shape.most:,}.", shorter)
    if not value.isascii() and not _can_be_seen(value):
        return Fault("READ-INVISIBLE", "has nothing in it that people can see.", "Fill it in, or delete the line.")
    if "\n" in value and shape.kind not in ("markdown", "lines"):
        return Fault("READ-LINE-BREAK", "is printed on one line, so it cannot have a line break.", "Write it on one line.")
    if shape.pattern is not None and not re.search(shape.pattern, value):
        message = f"cannot be {quoted(value)}: that is not {'an' if shape.kind[0] in 'aeiou' else 'a'} {shape.kind}."
        return Fault(_PATTERN_CODES[shape.kind], message, _how_to_write(value, shape.kind, shape.pattern))
    if shape.kind == "colour" and (contrast := contrast_on_white(value)) < LEAST_CONTRAST:
        message = f"is {quoted(value)}, whose contrast on white is {_rounded_down(contrast)} to 1; it has to be {LEAST_CONTRAST} to 1 or more."
        return Fault("OFFICE-COLOUR", message, f'Choose a darker colour. In the same hue, "{darkened(value)}" is dark enough.')
    return value


def _can_be_seen(value: str) -> bool:
    import unicodedata

    return any(unicodedata.category(character)[0] not in "CZ" for character in value)


def _how_to_write(value: str, kind: str, pattern: str) -> str:
    if kind == "web address":
        if _HOST_FIRST.fullmatch(value):
            return f"Write it in full: https://{value}"
        return "Write it in full, from http:// or https:// on, and without spaces."
    if kind == "e-mail address":
        found = _E_MAIL_WITHIN.search(value)
        return (
            f"Write the address alone: {found[0]}"
            if found and found[0] != value
            else "Write it as in office@example.org, without a name."
        )
    if kind in ("file digest", "version") and re.search(pattern, value.lower()):
        return f'Use small letters: "{value.lower()}"'
    if kind == "file digest":
        return "Write the 64 digits that sha256sum prints for the file."
    if kind == "version":
        return "Write the digits that are on each page of the draft, or use: pccresponse approve"
    if match := _SHORT_COLOUR.fullmatch(value):
        return f'Write it with six digits and in quotes: "#{"".join(digit * 2 for digit in match[1])}"'
    if _BARE_COLOUR.fullmatch(value):
        return f'Write it with a # and in quotes: "#{value}"'
    return 'Write # and six hexadecimal digits in quotes, as in "#1d3557".'


def _rounded_down(contrast: float) -> str:
    """The contrast with two decimals, never rounded up to a sufficient one."""
    return f"{int(contrast * 100) / 100:.2f}"


def read_words(value: str, words: tuple[str, ...], *, suggest: bool) -> str | Fault:
    """One of some fixed words, or the fault with the nearest one."""
    if value in words:
        return value
    meant = nearest(value, words) if suggest else None
    known = f"It is one of: {', '.join(words)}." if len(words) > 1 else f"Write: {words[0]}"
    remedy = f"Did you mean: {meant}? {known}" if meant and len(words) > 1 else known
    return Fault("READ-CHOICE", f"cannot be {quoted(value)}.", remedy, means_one=meant is not None)


def read_count(value: str, shape: CountShape) -> int | Fault:
    """A whole number in the digits 0 to 9, or why it is none."""
    if not _DIGITS.fullmatch(value):
        plain = re.sub(r"(?<=[0-9])[, ](?=[0-9]{3}\b)", "", value) if len(value) < 20 else ""
        remedy = f"Write: {plain}" if _DIGITS.fullmatch(plain) else "Write it in the digits 0 to 9 and nothing else."
        return Fault("READ-NUMBER", f"cannot be {quoted(value)}: that is not a whole number in digits.", remedy)
    if len(value) > 20 or not shape.least <= int(value) <= shape.most:
        remedy = f"It is at least {shape.least:,} and at most {shape.most:,}."
        return Fault(
            "READ-NUMBER-RANGE", f"cannot be {quoted(value)}: that is too {'small' if value.startswith('-') else 'large'}.", remedy
        )
    return int(value)


# Dates


EARLIEST_YEAR = 1856
"""Inspectors of constabulary have been appointed since the County and Borough Police Act 1856."""
LATEST_YEAR = 2100

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([/. -])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))(?:[T ].*)?", re.ASCII)
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[/. -](\d{4})", re.ASCII)
_WORD = re.compile(r"[A-Za-z]+|\d+", re.ASCII)
_DAYS_OF_THE_CLOCK = frozenset({"today", "yesterday", "tomorrow", "now"})


def read_date(text: str, *, exact: bool) -> PartialDate | Fault:
    """A day, a month or a year, or the fault. With `exact` it must be a day."""
    match = _FORM.fullmatch(text)
    if match is None:
        return Fault(
            "READ-DATE",
            f"cannot be {quoted(text)}: that is not a date in the form year-month-day.",
            _how_to_write_date(text, exact=exact),
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return Fault(
            "READ-YEAR",
            f"is {quoted(text)}, which is not between {EARLIEST_YEAR} and {LATEST_YEAR}.",
            "Check the digits of the year.",
        )
    if month is not None and not 1 <= month <= 12:
        return Fault(
            "READ-NO-SUCH-DAY",
            f"is {quoted(text)}, but there is no month {month:02}.",
            "Write the month second and the day last, as in 2015-07-21.",
        )
    days = PartialDate(year, month).latest.day
    if month and day is not None and not 1 <= day <= days:
        return Fault("READ-NO-SUCH-DAY", f"is {quoted(text)}, but {MONTHS[month - 1]} {year} has {days} days.", "Check the day.")
    if exact and not day:
        return Fault(
            "READ-DATE-PRECISION", f"is {quoted(text)}, but the exact day is needed.", "Write the day as well, as in 2015-07-21."
        )
    return PartialDate(year, month, day)


def _how_to_write_date(text: str, *, exact: bool) -> str:
    if text.casefold() in _DAYS_OF_THE_CLOCK:
        return "Write the date, as in 2015-07-21: people will read the file on other days."
    if both := either_of(text):
        return " ".join(f"If {each} is meant, write {each.isoformat()}." for each in both)
    if meant := meant_by(text):
        if not exact or meant.exact:
            return f"If {meant} is meant, write {meant.isoformat()}."
        return f"If a day in {meant} is meant, write the day as well, as in {meant.isoformat()}-21."
    return (
        "Write it as in 2015-07-21."
        if exact
        else "Write it as in 2015-07-21. If you know only the month or the year, write 2015-07 or 2015."
    )


def meant_by(text: str) -> PartialDate | None:
    """The date that a text in another form probably means in the United Kingdom.

    >>> meant_by("21/07/2015")
    PartialDate(year=2015, month=7, day=21)
    >>> meant_by("July 2015")
    PartialDate(year=2015, month=7, day=None)
    """
    text = " ".join(text.split())
    if len(text) > 40:
        return None
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _if_possible(_century(year), month, day) or _if_possible(_century(year), day, month)
    if match := _YEAR_FIRST.fullmatch(text):
        return _if_possible(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _if_possible(int(match[2]), int(match[1]), None)
    return _from_words(text)


def either_of(text: str) -> tuple[PartialDate, PartialDate] | None:
    """The two dates that digits may mean, day first or month first; None if there are not two.

    >>> [str(each) for each in either_of("2/5/2019")]
    ['2 May 2019', '5 February 2019']
    """
    match = _DAY_FIRST.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    first, second, year = map(int, match.groups())
    dates = _if_possible(_century(year), second, first), _if_possible(_century(year), first, second)
    return (dates[0], dates[1]) if dates[0] and dates[1] and dates[0] != dates[1] else None


def _from_words(text: str) -> PartialDate | None:
    """`Tuesday 21st July 2015`, `Jul 2015`, `July 21, 2015`."""
    words = _WORD.findall(text)
    months = [number for word in words if (number := _month(word))]
    numbers = [int(word) for word in words if word.isdigit()]
    years = [number for number in numbers if number >= 1000]
    days = [number for number in numbers if number < 1000]
    if len(months) != 1 or len(years) != 1 or len(days) > 1:
        return None
    return _if_possible(years[0], months[0], days[0] if days else None)


def _month(word: str) -> int | None:
    """The number of a month, given its name or at least the first three letters."""
    start = word.capitalize()
    return next((number for number, name in enumerate(MONTHS, 1) if len(start) >= 3 and name.startswith(start)), None)


def _century(year: int) -> int:
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def _if_possible(year: int, month: int, day: int | None) -> PartialDate | None:
    try:
        date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year, month, day) if EARLIEST_YEAR <= year <= LATEST_YEAR else None


# Colours


LEAST_CONTRAST = 4.5
"""For text of ordinary size: WCAG 2.2, success criterion 1.4.3."""


def contrast_on_white(colour: str) -> float:
    """The contrast of a colour such as `#1d3557` with white, from 1 to 21, as WCAG 2.2 defines it.

    >>> contrast_on_white("#000000")
    21.0
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darkened(colour: str) -> str:
    """The lightest colour of the same hue with enough contrast on white.

    >>> darkened("#ffcc00")
    '#907300'
    """
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for share in range(256, -1, -1):
        scaled = "#" + "".join(f"{part * share // 256:02x}" for part in parts)
        if contrast_on_white(scaled) >= LEAST_CONTRAST:
            return scaled
    raise AssertionError("black has the greatest contrast there is")


def _linear(part: float) -> float:
    """The linear light of a colour channel (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


# The nearest known word


_LONGEST = 60
_CLOSE_ENOUGH = 0.68


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is nearest to a word, or None.

    >>> nearest("Published on", ["published_on", "publisher"])
    'published_on'
    """
    return _nearest(word[: _LONGEST + 1], tuple(known))


@lru_cache(maxsize=1_000)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    plain = _plain(word)
    if not plain or len(word) > _LONGEST:
        return None
    by_plain = {_plain(each): each for each in reversed(known)}
    if plain in by_plain:
        return by_plain[plain]
    import difflib  # imported when there is a mistake to explain

    close = difflib.get_close_matches(plain, by_plain, n=1, cutoff=_CLOSE_ENOUGH)
    return by_plain[close[0]] if close else None


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
