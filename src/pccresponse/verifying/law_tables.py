"""One document under two sets of law tables: what it owes to tables that the program does not know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from pccresponse.partial_dates import in_words
from pccresponse.verifying.comparison import compare
from pccresponse.verifying.quoting import quoted
from pccresponse.verifying.rebuild import Rebuilt

_MOST = 12
_MOST_PASSAGES = 4
_LONGEST = 300


def changed_by_tables(carried: Rebuilt, ours: Rebuilt) -> tuple[str, ...]:
    """What the tables that a document carries make of it, and the program's own do not, in sentences."""
    found = tuple(islice(_changes(carried, ours), _MOST + 1))
    if not found:
        return ("With the law tables of this program the document says the same, and so do the rules.",)
    return found if len(found) <= _MOST else (*found[:_MOST], "There is more that they change.")


def _changes(carried: Rebuilt, ours: Rebuilt) -> Iterator[str]:
    yield from _in_law(carried, ours)
    passages = [each for each in compare(carried.pdf, ours.pdf).differences if each.kind == "text"]
    for each in passages[:_MOST_PASSAGES]:
        yield f"On page {each.page} it says {quoted(each.was, 200)}; with the law tables of this program, {quoted(each.now, 200)}."
    if len(passages) > _MOST_PASSAGES:
        yield f"{len(passages) - _MOST_PASSAGES} more of its passages would be other ones."


def _in_law(carried: Rebuilt, ours: Rebuilt) -> Iterator[str]:
    was, now = carried.applied, ours.applied
    if was.last_day != now.last_day:
        yield f"The last day to publish: {_day(was.last_day)} by the tables in the PDF, {_day(now.last_day)} by those of this program."
    if was.recipients != now.recipients:
        yield f"Who receives a copy: {_names(was.recipients)} by the tables in the PDF, {_names(now.recipients)} by those of this program."
    for duty in sorted(was.duties.keys() | now.duties.keys()):
        old, new = was.duties.get(duty, ""), now.duties.get(duty, "")
        if old != new:
            yield f"A duty: {quoted(old, _LONGEST)} by the tables in the PDF, {quoted(new, _LONGEST)} by those of this program."
    law, own = carried.record.law, ours.record.law
    if (law.applied_as_on, law.in_force_from, law.made_by) != (own.applied_as_on, own.in_force_from, own.made_by):
        yield (
            f"The law that applied: in force from {in_words(law.in_force_from)}, {quoted(law.made_by)}, by the tables in the PDF; "
            f"from {in_words(own.in_force_from)}, {quoted(own.made_by)}, by those of this program."
        )
    said, would_say = ({(each.code, each.message) for each in record.findings} for record in (carried.record, ours.record))
    for code, message in sorted(would_say - said):
        yield f"With the tables of this program the rules say, and with those in the PDF they do not: {code}: {quoted(message, _LONGEST)}."
    for code, message in sorted(said - would_say):
        yield f"With the tables in the PDF the rules say, and with those of this program they do not: {code}: {quoted(message, _LONGEST)}."
    states, own_states = ({each.provision: each.state for each in record.duties} for record in (carried.record, ours.record))
    for provision in sorted(states.keys() & own_states.keys()):
        if states[provision] != own_states[provision]:
            yield (
                f"The duty of {quoted(provision)}: {states[provision]} by the tables in the PDF, {own_states[provision]} by those of "
                "this program."
            )


def _day(day: date | None) -> str:
    return in_words(day) if day else "none"


def _names(names: tuple[str, ...]) -> str:
    return quoted(", ".join(names), _LONGEST) if names else "nobody"
