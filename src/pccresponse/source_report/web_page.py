"""The words of a report that is a web page: what a reader sees of it, a line for each block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pccresponse.source_report.grades import grades_in_table
from pccresponse.source_report.pages import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MarkedLines,
    Page,
    UnreadableReportError,
    decoded,
    too_long,
    too_wide,
)

_UNSEEN = frozenset({"script", "style", "template", "title", "noscript", "nav", "svg", "iframe", "object", "select", "textarea"})
_WITHIN_A_LINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
    }
    | {"mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
_CALL = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡])[\])]?\s*")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_BOXES = frozenset({"aside", "blockquote", "fieldset", "details", "td"})
_A_BOX = re.compile(r"(?:box|panel|callout|recommend|improvement|concern|inset|notice|card|highlight|boxed)", re.IGNORECASE)
"""CSS classes of the boxes around findings on the inspectorate's pages."""


def pages_of_web_page(content: bytes) -> tuple[Page, ...]:
    """The page's visible text as one page without a number. Raises `UnreadableReportError`."""
    import lxml.html
    from lxml import etree

    text = _as_text(content)
    if len(text) > 6 * MOST_CHARACTERS:
        raise too_long()
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableReportError("cannot be understood as a web page", "Save the page again from a browser.") from error
    if any("depth" in each.message.casefold() or "huge" in each.message.casefold() for each in parser.error_log):
        raise UnreadableReportError("is nested too deep for a web page", "Save the page again from a browser.")
    if (columns := max((len(row) for row in root.iter("tr")), default=0)) > MOST_COLUMNS:
        raise too_wide(columns)
    seen = _seen(root)
    return (Page(tuple(seen.lines), marks=tuple(seen.marks), grades=tuple(_graded(root))),)


def _as_text(content: bytes) -> str:
    """The characters, by what the page declares where UTF-8 is wrong."""
    declared = _DECLARED.search(content[:2048])
    if declared:
        try:
            return content.decode(declared[1].decode("ascii")).replace("\x00", "")
        except (LookupError, UnicodeError):
            pass
    return decoded(content).replace("\x00", "")


def _seen(root: Any) -> MarkedLines:
    """All text that a reader sees, with a line for each block."""
    from lxml import etree

    seen = MarkedLines()
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        is_unseen = tag in _UNSEEN or "hidden" in element.attrib or (tag == "sup" and _is_call(element))
        ends_line = tag not in _WITHIN_A_LINE
        level = _level(tag, element)
        is_box = tag in _BOXES or _A_BOX.search(f"{element.get('class', '')} {element.get('id', '')}") is not None
        if event == "start":
            if ends_line and not unseen:
                seen.end_line("• " if tag == "li" else "")
            if level:
                seen.levels.append(level)
            if is_box:
                seen.begin_box()
            unseen += is_unseen
            if not unseen and element.text:
                seen.parts.append(_flowing(element.text))
        else:
            unseen -= is_unseen
            if not unseen and ends_line:
                seen.end_line()
            if level:
                seen.levels.pop()
            if is_box:
                seen.boxes.pop()
            if not unseen and element.tail:
                seen.parts.append(_flowing(element.tail))
    seen.end_line()
    return seen


def _level(tag: str, element: Any) -> int:
    """The level of a heading; a paragraph that is all in bold letters is one as well."""
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if tag in ("p", "div", "dt", "caption", "summary", "legend") and len(element) == 1 and element[0].tag in ("strong", "b"):
        around = f"{element.text or ''}{element[0].tail or ''}"
        return 6 if not around.strip() else 0
    return 0


def _graded(root: Any) -> Iterator[tuple[str, str]]:
    """What its tables say of grades."""
    for table in root.iter("table"):
        yield from grades_in_table([_names_in(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr"))


def _names_in(cell: Any) -> list[str]:
    return [name for line in _seen(cell).lines if (name := " ".join(line.strip(" •").split()))]


def _is_call(element: Any) -> bool:
    """Whether a raised piece is the number of a footnote."""
    words = "".join(element.itertext())
    return _CALL.fullmatch(words) is not None


def _flowing(text: str) -> str:
    """In HTML the end of a line is a space."""
    return text.replace("\n", " ").replace("\r", " ").replace("\f", " ")
