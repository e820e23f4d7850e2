"""The law tables embedded in a PDF: those of a released version or others, and what the others change in the document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pccresponse import statute
from pccresponse.digests import changes_in_words
from pccresponse.errors import PccResponseError
from pccresponse.verifying.comparison import compare
from pccresponse.verifying.embedded_sources import Sources
from pccresponse.verifying.quoting import quoted
from pccresponse.verifying.rebuild import Rebuilt, rebuild
from pccresponse.verifying.released import law_tables
from pccresponse.verifying.verdict import Cause, Reason

_MOST = 12
_MOST_TABLES = 3
_MOST_PASSAGES = 4
_LONGEST = 300


def reasons_of_law(sources: Sources, again: Rebuilt) -> tuple[Reason, ...]:
    """What is to be said of the tables in a PDF, from which the document was made again."""
    found = law_tables(sources.law)
    if found.release is not None:
        changed = changes_in_words(found.release.law, statute.digests_of_tables())
        version = found.release.version
        told = (
            f"It was made with the law tables of version {version}, and those were used. In this version {' and '.join(changed)}."
        )
        return (Reason(Cause.LAW_TABLES_CHANGED, told),) if changed else ()
    if found.unknown:
        names = " and ".join(quoted(name, 60) for name in found.unknown[:_MOST_TABLES])
        more = f" and {len(found.unknown) - _MOST_TABLES} more" if len(found.unknown) > _MOST_TABLES else ""
        tables = "table" if len(found.unknown) == 1 else "tables"
        sentence = f"No released version that this program knows had the law {tables} {names}{more} of the PDF."
    else:
        sentence = "No released version that this program knows had just these law tables."
    try:
        changes = _changed_by_tables(again, rebuild(sources, statute.tables()))
    except PccResponseError as error:
        changes = (f"With the law tables of this program it cannot be made: {error.message}",)
    return tuple(Reason(Cause.UNKNOWN_LAW, each) for each in (sentence, *changes))


def _changed_by_tables(carried: Rebuilt, ours: Rebuilt) -> tuple[str, ...]:
    """What the tables that a document carries make of it, and the program's own do not, in sentences."""
    found = tuple(islice(_changes(carried, ours), _MOST + 1))
    if not found:
        return ("With the law tables of this program the document says the same, and so do the rules.",)
    return found if len(found) <= _MOST else (*found[:_MOST], "There is more that they change.")


def _changes(carried: Rebuilt, ours: Rebuilt) -> Iterator[str]:
    was, now = carried.law, ours.law
    for what in {**was, **now}:
        old, new = was.get(what, "nothing"), now.get(what, "nothing")
        if old != new:
            yield f"{what}: {old} by the tables in the PDF, {new} by those of this program."
    said, would_say = ({(each.code, each.message) for each in made.record.findings} for made in (carried, ours))
    for code, message in sorted(would_say - said):
        yield f"With the tables of this program the rules say, and with those in the PDF they do not: {code}: {quoted(message, _LONGEST)}."
    for code, message in sorted(said - would_say):
        yield f"With the tables in the PDF the rules say, and with those of this program they do not: {code}: {quoted(message, _LONGEST)}."
    passages = [each for each in compare(carried.pdf, ours.pdf).differences if each.kind == "text"]
    for each in passages[:_MOST_PASSAGES]:
        yield f"On page {each.page} it says {quoted(each.was, 200)}; with the law tables of this program, {quoted(each.now, 200)}."
    if len(passages) > _MOST_PASSAGES:
        yield f"{len(passages) - _MOST_PASSAGES} more of its passages would be other ones."
