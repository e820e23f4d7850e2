"""The means by which pages are drawn held against each other: what one viewer passes over and another may heed."""

from __future__ import annotations

from pccresponse.verifying.differences import Findings, Kind
from pccresponse.verifying.quoting import quoted
from pccresponse.verifying.read_resources import AT_A_MARK, is_switch

_SEEN_ALREADY: tuple[Kind, ...] = ("text", "picture", "page size")


def compare_means(was: dict[str, int], now: dict[str, int], findings: Findings) -> None:
    """Tell of everything that only one of the documents is drawn with; where the page looks different, that is told already."""
    for means in _foremost(was.keys() - now.keys()):
        page, kind = was[means], _kind_of(means)
        if kind == "alternative" or not any(findings.has(each, page) for each in _SEEN_ALREADY):
            what = "What a screen reader is told" if kind == "tags" else "What the page is drawn with"
            message = f"{what} on page {page} is only in the file, and may be shown or spoken otherwise elsewhere: {quoted(means)}."
            findings.add(kind, message, page=page, was=means)
    for means in _foremost(now.keys() - was.keys()):
        page, kind = now[means], _kind_of(means)
        if not any(findings.has(each, page) for each in (*_SEEN_ALREADY, "pages")):
            what = "What a screen reader is told" if kind == "tags" else "What the page is drawn with"
            message = f"{what} on page {page} of the rebuilt document is missing in the file: {quoted(means)}."
            findings.add("means" if kind == "alternative" else kind, message, page=page, now=means)


def _kind_of(means: str) -> Kind:
    return "tags" if means.startswith(AT_A_MARK) else "alternative" if is_switch(means) else "means"


def _foremost(means: set[str]) -> list[str]:
    """Sorted, without what belongs to another of them: `image /OPI /Version` where there is `image /OPI`."""
    found: list[str] = []
    for each in sorted(means):
        if not any(each.startswith(f"{other} ") for other in found):
            found.append(each)
    return found
