"""The words of a report that is a web page: what a reader sees of it, a line for each block."""

from __future__ import annotations

import re

from pccresponse.source_report.pages import MOST_CHARACTERS, Page, UnreadableReportError, too_long
from pccresponse.source_report.plain_text import decoded

_UNSEEN = frozenset({"script", "style", "template", "head", "noscript", "nav", "svg", "iframe", "object", "select", "textarea"})
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
_LINES = re.compile(r"\n[ \t\r\f\v]*")


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
        raise UnreadableReportError("is nested deeper than any web page", "Save the page again from a browser.")
    return (Page(tuple(line for line in _LINES.split(_seen(root)) if line.strip(" •"))),)


def _as_text(content: bytes) -> str:
    """The characters, by what the page declares where UTF-8 is wrong."""
    declared = _DECLARED.search(content[:2048])
    if declared:
        try:
            return content.decode(declared[1].decode("ascii")).replace("\x00", "")
        except (LookupError, UnicodeError):
            pass
    return decoded(content).replace("\x00", "")


def _seen(root: object) -> str:
    """All text that a reader sees, with a line's end around each block."""
    from lxml import etree

    parts: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        is_unseen = tag in _UNSEEN or "hidden" in element.attrib or (tag == "sup" and _is_call(element))
        ends_line = tag not in _WITHIN_A_LINE
        if event == "start":
            if ends_line and not unseen:
                parts.append("\n• " if tag == "li" else "\n")
            unseen += is_unseen
            if not unseen and element.text:
                parts.append(_flowing(element.text))
        else:
            unseen -= is_unseen
            if not unseen:
                if ends_line:
                    parts.append("\n")
                if element.tail:
                    parts.append(_flowing(element.tail))
    return "".join(parts)


def _is_call(element: object) -> bool:
    """Whether a raised piece is the number of a footnote."""
    words = "".join(element.itertext())  # type: ignore[attr-defined]
    return _CALL.fullmatch(words) is not None


def _flowing(text: str) -> str:
    """In HTML the end of a line is a space."""
    return text.replace("\n", " ").replace("\r", " ").replace("\f", " ")
