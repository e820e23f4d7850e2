"""The days that words about time in a report mean, such as `within three months` or `by 31 March 2024`."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from pccresponse.foundation.partial_dates import MONTHS, PartialDate, in_words
from pccresponse.models.findings import NUMBER_WORDS

AT_ONCE_OR_SOON = (
    r"(?:as (?:soon|quickly|early|rapidly|swiftly) as (?:is |it is )?(?:reasonably )?(?:practicable|possible|practical)|as a matter of (?:the )?(?:\w+ )?(?:urgency|priority)"
    r"|as an? (?:(?:urgent|immediate|high|top|clear) )?priority|with (?:immediate effect|(?:some |great |real )?urgency)|immediately|urgently"
    r"|without (?:(?:further|undue|any|any further|more|unnecessary) )?delay|straight ?away|right away|at once|forthwith|at the (?:earliest|first) (?:possible )?opportunity)"
)
"""A regular expression for `immediately`, `as soon as possible` and other words that name no day."""
AND_AT_LATEST = r",? (?:and|but|or)(?: (?:in any (?:case|event)|certainly|at the latest))?,? "
"""A regular expression for what joins a last day to them, as in `as soon as possible, and in any case by 31 March 2024`."""

_NUMBERS = {word: number for word, number in NUMBER_WORDS.items() if number} | {
    "a": 1,
    "an": 1,
    "twenty-four": 24,
    "twenty-eight": 28,
    "thirty": 30,
    "fifty-six": 56,
    "sixty": 60,
    "ninety": 90,
}
_MONTHS = {name.casefold(): number for number, name in enumerate(MONTHS, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_AT_ONCE = frozenset({"immediately", "immediate", "with immediate effect", "straight away", "at once", "now"})
_SOON_AND_AT_LATEST = re.compile(rf"{AT_ONCE_OR_SOON}{AND_AT_LATEST}(.+)")
_LAST = r"(?:by )?(?:no|not) later than"
_WITHIN = re.compile(
    rf"(?:within|inside|in|(?:(?:within|in) )?(?:no|not) more than|{_LAST}) (?:the (?:next|following|coming) )?"
    r"(twenty four|[\w-]{1,13}) (?:calendar )?(day|week|month|year)s?(?:[’']?s? time)?((?: [\w'’]+){0,12})"
)
_BY = re.compile(
    rf"({_LAST}|by at the latest|on or before|by|before) (?:the )?(end of )?(?:the )?"
    r"(?:(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? )?([a-z]{3,9}),? (?:of )?|(\d{1,2})[/.](\d{1,2})[/.])?(\d{4})"
)
_TWO_YEARS = r"(\d{4}) ?[/–-] ?((?:\d\d)?\d\d)"
_BY_END_OF_FINANCIAL_YEAR = re.compile(
    rf"(?:{_LAST}|by|before) the end of (?:the )?(?:financial year {_TWO_YEARS}|{_TWO_YEARS} financial year)"
)
_FROM_PUBLICATION = frozenset(
    {"of", "from", "after", "following", "the", "this", "our", "its", "date", "day", "on", "which", "was", "is", "being"}
    | {"publication", "published", "report", "report's", "report’s"}
)
"""Words after a period that can only mean the report's publication."""

_LEEWAY = timedelta(days=3)
"""Allows for a count from the next day, and for a last day moved from a weekend."""
_AT_ONCE_IS_WITHIN = timedelta(days=31)


class Window(NamedTuple):
    """The days that words about time can mean."""

    earliest: date
    latest: date
    comes_to: str
    """The usual reading, in words."""
    due_on: PartialDate | None
    """The last day, or the month that the words name; None if neither is certain."""


def window_of(wording: str, published_on: date) -> Window | None:
    """The days that words about time can mean, counted from the report's publication; None if they are not certain.

    >>> window_of("within three months", date(2023, 11, 30)).due_on.isoformat()
    '2024-02-29'
    >>> window_of("as soon as possible", date(2023, 11, 30))
    """
    words = " ".join(wording.casefold().split()).strip(" .,;()").removesuffix(" at the latest")
    try:
        if words in _AT_ONCE:
            return Window(published_on, published_on + _AT_ONCE_IS_WITHIN, f"the weeks after {in_words(published_on)}", None)
        if soon := _SOON_AND_AT_LATEST.fullmatch(words):
            last = _with_a_last_day(soon[1], published_on)
            return last and last._replace(earliest=min(published_on, last.earliest))
        return _with_a_last_day(words, published_on)
    except (ValueError, OverflowError):  # no such day, or beyond the calendar
        return None


def _with_a_last_day(words: str, published_on: date) -> Window | None:
    """A period or a date; None for any other words."""
    if within := _WITHIN.fullmatch(words):
        return _period(within[1], within[2], within[3].split(), published_on)
    if by := _BY.fullmatch(words):
        return _by_date(by)
    year = _BY_END_OF_FINANCIAL_YEAR.fullmatch(words)
    return _by_end_of_financial_year(*filter(None, year.groups())) if year else None


def _period(number: str, unit: str, rest: list[str], published_on: date) -> Window | None:
    """`within three months`; None if it may count from anything other than the report's publication."""
    count = int(number) if number.isascii() and number.isdigit() else _NUMBERS.get(number.replace(" ", "-"))
    if count is None or not _FROM_PUBLICATION.issuperset(rest):
        return None
    if unit in ("day", "week"):
        last = published_on + timedelta(days=count * (7 if unit == "week" else 1))
    else:
        last = _months_later(published_on, count * (12 if unit == "year" else 1))
    return Window(last - _LEEWAY, last + _LEEWAY, in_words(last), PartialDate.of(last))


def _by_date(by: re.Match[str]) -> Window | None:
    """`by 31 March 2024`, `by the end of March 2024`, or `by March 2024`, which may mean its start or its end."""
    word, end_of, day, month_name, day_in_figures, month_in_figures, year = by.groups()
    month = int(month_in_figures) if month_in_figures else _MONTHS.get(month_name or "")
    if month is None and month_name:
        return None
    day = day or day_in_figures
    named = PartialDate.parse(f"{year}-{month:02d}-{int(day):02d}" if month and day else f"{year}-{month:02d}" if month else year)
    if end_of:
        return _by_end(named.latest)
    if named.exact and word != "before":
        return Window(named.earliest, named.latest, str(named), named)
    due_on = named if named.month and word != "before" else None
    return Window(named.earliest - timedelta(days=1), named.latest, str(named), due_on)


def _by_end_of_financial_year(first: str, second: str) -> Window | None:
    """`by the end of the 2014/15 financial year`; None if the second year is not the next one."""
    end = date(int(first) + 1, 3, 31)
    return _by_end(end) if str(end.year).endswith(second) else None


def _by_end(last: date) -> Window:
    return Window(last - _LEEWAY, last, in_words(last), PartialDate.of(last))


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    last = PartialDate(day.year + years, month + 1).latest
    return last.replace(day=min(day.day, last.day))
