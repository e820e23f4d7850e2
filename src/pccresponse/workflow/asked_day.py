"""A date that records how it was compared, so that a result can be cached for all days on which it would be the same.

Most of what is said of a response that was published years ago would be said tomorrow as well. No list has to say which part: the rules
are given this date in place of a plain one, and each comparison narrows the range of days on which it would have had the same result.
Any other question, such as how many days are left, narrows the range to the day itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Self

_DAY = timedelta(days=1)


class AskedDay(date):
    """A day, and from the `first` to the `last` day that would have given all the same answers."""

    first: date
    last: date
    _plain: date

    def __new__(cls, day: date) -> Self:
        """The day, of which nothing was asked yet."""
        made = super().__new__(cls, day.year, day.month, day.day)
        made._plain, made.first, made.last = day, date.min, date.max
        return made

    def only(self) -> date:
        """The day itself, for a question whose answer is of no use on any other."""
        self.first = self.last = self._plain
        return self._plain

    def _is_up_to(self, other: date) -> bool:
        """Whether it is that day or an earlier one: true of all days up to it, and false of all later ones."""
        if self._plain <= other:
            self.last = min(self.last, other)
            return True
        self.first = max(self.first, other + _DAY)
        return False

    def _is_before(self, other: date) -> bool:
        if other == date.min:
            return False
        return self._is_up_to(other - _DAY)

    def __le__(self, other: object) -> bool:
        """As of a plain day, and noted."""
        return self._is_up_to(other) if isinstance(other, date) else NotImplemented

    def __lt__(self, other: object) -> bool:
        """As of a plain day, and noted."""
        return self._is_before(other) if isinstance(other, date) else NotImplemented

    def __ge__(self, other: object) -> bool:
        """As of a plain day, and noted."""
        return not self._is_before(other) if isinstance(other, date) else NotImplemented

    def __gt__(self, other: object) -> bool:
        """As of a plain day, and noted."""
        return not self._is_up_to(other) if isinstance(other, date) else NotImplemented

    def __eq__(self, other: object) -> bool:
        """As of a plain day, and noted."""
        return self._is_up_to(other) and not self._is_before(other) if isinstance(other, date) else NotImplemented

    def __ne__(self, other: object) -> bool:
        """As of a plain day, and noted."""
        return not self == other if isinstance(other, date) else NotImplemented


def _for_that_day_alone(name: str) -> Any:
    """Whatever else a day can be asked, answered by the plain one."""
    if callable(getattr(date, name)):

        def ask(self: AskedDay, *arguments: Any, **more: Any) -> Any:
            return getattr(self.only(), name)(*arguments, **more)

        return ask
    return property(lambda self: getattr(self.only(), name))


_COMPARISONS = ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__")
_OF_EVERY_OBJECT = frozenset(dir(object)) - {"__hash__", "__str__", "__repr__", "__format__", "__reduce__", "__reduce_ex__"}
_OF_THE_CLASS = (
    "fromisocalendar",
    "fromisoformat",
    "fromordinal",
    "fromtimestamp",
    "today",
    "min",
    "max",
    "resolution",
    "strptime",
)
OTHER_QUESTIONS: tuple[str, ...] = tuple(
    sorted(frozenset(dir(date)) - _OF_EVERY_OBJECT - frozenset(_COMPARISONS) - frozenset(_OF_THE_CLASS))
)
"""All that a day of this Python can be asked but comparisons."""
_ask: Callable[[str], Any] = _for_that_day_alone
for _name in OTHER_QUESTIONS:
    setattr(AskedDay, _name, _ask(_name))
