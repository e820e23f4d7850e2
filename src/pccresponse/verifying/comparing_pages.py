"""Pages held against each other: which belong together, what they say, how large they are and what they look like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PIL import ImageChops

from pccresponse.aligning import changes
from pccresponse.verifying.differences import ChangedPage, Findings, Region
from pccresponse.verifying.quoting import counted, held_against, word_changes
from pccresponse.verifying.read_pages import DOTS_PER_INCH, Pages

if TYPE_CHECKING:
    from PIL.Image import Image

Pairs = list[tuple[int, int]]
"""The numbers of the pages that belong together: in the original, in the rebuilt document."""

_MILLIMETRES_PER_DOT = 25.4 / DOTS_PER_INCH
_NUMBERS = re.compile(r"\d+")


def pair_pages(was: list[str], now: list[str], findings: Findings) -> Pairs:
    """Which pages belong together by their texts; tells of those that stand alone or elsewhere."""
    if len(was) != len(now):
        findings.add(
            "pages",
            f"The original has {counted(len(was), 'page')}, the rebuilt document {len(now):,}.",
            was=str(len(was)),
            now=str(len(now)),
        )
    # Without numbers: "Page 3 of 12" is on every page, and one page more would make all of them strangers.
    old, new = ([_NUMBERS.sub("", text) for text in texts] for texts in (was, now))
    pairs: Pairs = []
    gone: list[int] = []
    come: list[int] = []
    at, shift = 0, 0
    for change in changes(old, new):
        pairs += [(number + 1, number + shift + 1) for number in range(at, change.start)]
        together = min(change.end - change.start, change.new_end - change.new_start)
        pairs += [(change.start + step + 1, change.new_start + step + 1) for step in range(together)]
        gone += range(change.start + together, change.end)
        come += range(change.new_start + together, change.new_end)
        at, shift = change.end, change.new_end - change.end
    pairs += [(number + 1, number + shift + 1) for number in range(at, len(old))]
    for number in gone:
        place = next((each for each in come if new[each] == old[number]), None)
        if place is None:
            findings.add("pages", f"Page {number + 1} of the original is not in the rebuilt document.", page=number + 1)
            findings.changed_pages.append(ChangedPage(original=number + 1, rebuilt=None))
        else:
            come.remove(place)
            pairs.append((number + 1, place + 1))
            findings.add(
                "pages", f"Page {number + 1} of the original is page {place + 1} of the rebuilt document.", page=number + 1
            )
    for number in come:
        findings.add("pages", f"Page {number + 1} of the rebuilt document is not in the original.", page=number + 1)
        findings.changed_pages.append(ChangedPage(original=None, rebuilt=number + 1))
    return sorted(pairs)


def compare_texts(was: str, now: str, page: int, findings: Findings) -> None:
    """Tell of every passage of a page that was changed."""
    if was == now:
        return
    if findings.is_full("text"):
        findings.add("text", f"On page {page}, the text is another.", page=page)
        return
    found = False
    for old, new in word_changes(was, now):
        findings.add("text", f"On page {page}, {held_against(old, new)}.", page=page, was=old, now=new)
        found = True
    if not found:
        findings.add("text", f"On page {page}, the same words stand in other lines, or with other spaces between them.", page=page)


def compare_sizes(was: dict[str, str], now: dict[str, str], page: int, findings: Findings) -> None:
    """Tell whether the sheet has another size, or is turned otherwise."""
    for box in sorted(was.keys() | now.keys()):
        old, new = was.get(box, ""), now.get(box, "")
        if old != new:
            findings.add("page size", f"Page {page} has another {box}: {held_against(old, new)}.", page=page, was=old, now=new)


def compare_pictures(was: Pages, now: Pages, pair: tuple[int, int], findings: Findings) -> None:
    """Tell whether a page looks the same to the last dot; of a page whose text is another, only note where it differs."""
    old, new = was.picture(pair[0]), now.picture(pair[1])
    if old.size == new.size and old.tobytes() == new.tobytes():
        return
    page = pair[0]
    if old.size != new.size:
        findings.changed_pages.append(ChangedPage(original=page, rebuilt=pair[1]))
        if not findings.has("page size", page):
            findings.add("page size", f"Page {page} has another size when it is shown.", page=page)
        return
    region = _region(old, new)
    findings.changed_pages.append(ChangedPage(original=page, rebuilt=pair[1], region=region))
    if not findings.has("text", page):
        findings.add("picture", f"Page {page} looks different, though its text is the same: {region}.", page=page)


def _region(old: Image, new: Image) -> Region:
    difference = ImageChops.difference(old, new).convert("RGB")
    left, top, right, bottom = difference.getbbox() or (0, 0, *old.size)
    # A dot differs if any of its colours does.
    red, green, blue = difference.split()
    dots = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    return Region(
        left=left * _MILLIMETRES_PER_DOT,
        top=top * _MILLIMETRES_PER_DOT,
        width=(right - left) * _MILLIMETRES_PER_DOT,
        height=(bottom - top) * _MILLIMETRES_PER_DOT,
        fraction=sum(dots[1:]) / sum(dots),
    )
