"""How words differ from a passage of the report, made visible in plain text as `diff` does: [-only here-] {+only in the report+}."""

from __future__ import annotations

from collections.abc import Sequence

from pccresponse.source_report.near_matches import Nearest
from pccresponse.source_report.report import InspectedReport

_CONTEXT = 6
_MOST_SHOWN = 24


def shown(words: Sequence[str], near: Nearest, report: InspectedReport) -> str:
    """The words with each change marked, and what lies far from any change left out.

    >>> from pccresponse.source_report import report_of
    >>> from pccresponse.source_report.quotation_search import look_up
    >>> report = report_of("report.txt", b"The force is slow to answer calls.")
    >>> seen = look_up("The force is quick to answer calls.", report)
    >>> shown(seen.missing.words, seen.near, report)
    'The force is [-quick-] {+slow+} to answer calls.'
    """
    parts: list[str] = []
    place = 0
    for number, change in enumerate(near.changes):
        parts += _between(words[place : change.start], before=number > 0, after=True)
        if change.end > change.start:
            parts.append(f"[-{_cut(words[change.start : change.end])}-]")
        if change.new_end > change.new_start:
            parts.append(f"{{+{_cut(report.shown[change.new_start : change.new_end])}+}}")
        place = change.end
    parts += _between(words[place:], before=bool(near.changes), after=False)
    return " ".join(parts)


def _between(words: Sequence[str], *, before: bool, after: bool) -> list[str]:
    """Words that are the same, with a change before or after them."""
    head = _CONTEXT if before else 0
    tail = _CONTEXT if after else 0
    if len(words) <= head + tail + 2:
        return list(words)
    return [*words[:head], "…", *(words[-tail:] if tail else ())]


def _cut(words: Sequence[str]) -> str:
    if len(words) <= _MOST_SHOWN:
        return " ".join(words)
    return " ".join([*words[: _MOST_SHOWN // 2], "…", *words[-_MOST_SHOWN // 2 :]])
