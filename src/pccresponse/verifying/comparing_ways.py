"""Links, outlines and actions held against each other: where a reader would be led otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from pccresponse.aligning import changes
from pccresponse.verifying.comparing_pages import Pairs
from pccresponse.verifying.differences import Findings
from pccresponse.verifying.quoting import held_against, quoted
from pccresponse.verifying.read_links import Annotation, OutlineEntry, Ways


def compare_ways(was: Ways, now: Ways, pairs: Pairs, findings: Findings) -> None:
    """Tell of every link, line of the outline and action that is new, gone or changed."""
    old, new = was.annotations(), now.annotations()
    for page, new_page in pairs:
        _compare_annotations(old[page - 1], new[new_page - 1], page, findings)
    _compare_outlines(was.outline(), now.outline(), findings)
    actions, new_actions = was.behaviours(), now.behaviours()
    for name in sorted(actions.keys() | new_actions.keys()):
        before, after = actions.get(name, ""), new_actions.get(name, "")
        if before != after:
            findings.add(
                "behaviour",
                f"What the document does by itself ({quoted(name)}): {held_against(before, after)}.",
                was=before,
                now=after,
            )


def _compare_annotations(was: Sequence[Annotation], now: Sequence[Annotation], page: int, findings: Findings) -> None:
    for change in changes(was, now):
        for before, after in zip_longest(was[change.start : change.end], now[change.new_start : change.new_end]):
            _compare_annotation(before, after, page, findings)


def _compare_annotation(was: Annotation | None, now: Annotation | None, page: int, findings: Findings) -> None:
    either = was or now
    assert either is not None
    is_link = all(each is None or each.kind == "Link" for each in (was, now))
    name = f"the link {quoted(either.says)}" if is_link else f"the annotation {quoted(either.says)} ({quoted(either.kind)})"
    old, new = was.target if was else "", now.target if now else ""
    if was is None or now is None:
        told = f"{name} was added, which leads to {quoted(new)}" if was is None else f"{name} is gone, which leads to {quoted(old)}"
    elif was.kind != now.kind:
        told = f"an annotation of the kind {quoted(was.kind)} became one of the kind {quoted(now.kind)}"
    elif old != new:
        told = f"{name} leads elsewhere: {held_against(old, new)}"
    elif was.says != now.says:
        old, new = was.says, now.says
        told = f"what a link is said to be: {held_against(old, new)}"
    else:
        told = f"{name} lies elsewhere on the page"
    findings.add("links" if is_link else "behaviour", f"On page {page}, {told}.", page=page, was=old, now=new)


def _compare_outlines(was: Sequence[OutlineEntry], now: Sequence[OutlineEntry], findings: Findings) -> None:
    for change in changes(was, now):
        for before, after in zip_longest(was[change.start : change.end], now[change.new_start : change.new_end]):
            if before and after and before.title == after.title:
                parts = [(f"level {before.level}", f"level {after.level}"), (before.target, after.target)]
                old, new = next((pair for pair in parts if pair[0] != pair[1]), ("", ""))
                told = f"The line {quoted(before.title)} of the outline: {held_against(old, new)}."
            else:
                old, new = before.title if before else "", after.title if after else ""
                told = f"In the outline, {held_against(old, new)}."
            findings.add("outline", told, was=old, now=new)
