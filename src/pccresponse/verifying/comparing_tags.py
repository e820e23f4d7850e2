"""Tag trees held against each other: what a screen reader would say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from pccresponse.aligning import changes
from pccresponse.verifying.comparing_pages import Pairs
from pccresponse.verifying.differences import Findings
from pccresponse.verifying.quoting import held_against, quoted
from pccresponse.verifying.read_tags import Element

_Key = tuple[int, str, tuple[tuple[str, str], ...]]


def compare_tags(was: Sequence[Element], now: Sequence[Element], findings: Findings) -> None:
    """Tell of every element that is new, gone or changed, and of pages whose parts belong to other elements."""
    old, new = ([_key(element) for element in tree] for tree in (was, now))
    at, shift = 0, 0
    for change in changes(old, new):
        _compare_pieces(was[at : change.start], now[at + shift : change.start + shift], findings)
        for before, after in zip_longest(was[change.start : change.end], now[change.new_start : change.new_end]):
            _compare_elements(before, after, findings)
        at, shift = change.end, change.new_end - change.end
    _compare_pieces(was[at:], now[at + shift :], findings)


def compare_role_maps(was: dict[str, str], now: dict[str, str], findings: Findings) -> None:
    """Tell of tags that stand for others than before."""
    for name in sorted(was.keys() | now.keys()):
        old, new = was.get(name, ""), now.get(name, "")
        if old != new:
            findings.add("tags", f"What the tag {quoted(name)} stands for: {held_against(old, new)}.", was=old, now=new)


def _key(element: Element) -> _Key:
    return element.depth, element.role, element.attributes


def _compare_elements(was: Element | None, now: Element | None, findings: Findings) -> None:
    page = (was.page if was else None) or (now.page if now else None)
    if was is None or now is None or was.role != now.role:
        old, new = was.path if was else "", now.path if now else ""
        findings.add("tags", f"In the tag tree, {held_against(old, new)}.", page=page, was=old, now=new)
        return
    if was.depth != now.depth:
        message = f"In the tag tree, {quoted(was.path)} is now {quoted(now.path)}."
        findings.add("tags", message, page=page, was=was.path, now=now.path)
    before, after = dict(was.attributes), dict(now.attributes)
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            message = f"In the tag tree, the {name} of {quoted(was.path)}: {held_against(old, new)}."
            findings.add("tags", message, page=page, was=old, now=new)


def _compare_pieces(was: Sequence[Element], now: Sequence[Element], findings: Findings) -> None:
    """What the elements hold. Where the text of a page is another their words are too, and that is told already."""
    if findings.has("pages"):
        return
    told: set[int | None] = set()
    for before, after in zip(was, now, strict=True):
        page = before.page or after.page
        if page and findings.has("text", page):
            continue
        if _same_words(before.words, after.words):
            if before.pieces != after.pieces and page not in told:
                message = f"Other parts of the page belong to the tags, beginning with {quoted(before.path)}."
                findings.add("tags", f"On page {page}: {message}" if page else message, page=page)
                told.add(page)
            continue
        told.add(page)
        message = f"A screen reader finds other words in {quoted(before.path)}: {held_against(before.words, after.words)}."
        findings.add("tags", message, page=page, was=before.words, now=after.words)


def compare_unheard(was: Sequence[str], now: Sequence[str], pairs: Pairs, findings: Findings) -> None:
    """Tell of words that a screen reader passes over in one document only, page by page."""
    for old, new in pairs:
        before, after = was[old - 1], now[new - 1]
        if not _same_words(before, after) and not findings.has("text", old):
            message = f"On page {old}, a screen reader passes over other words: {held_against(before, after)}."
            findings.add("tags", message, page=old, was=before, now=after)


def _same_words(was: str, now: str) -> bool:
    """Whether they are the same but for spaces, which are where a line happens to end."""
    return was == now or "".join(was.split()) == "".join(now.split())
