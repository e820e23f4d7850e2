"""The flowing text of a document: the HTML of its template, without active content or anything from elsewhere.

The program's own templates have neither, but an office's may hold anything and come from anybody. This is the only place that cleans
it. In addition, the browser enforces a `Content-Security-Policy`, and the page keeps the text in a shadow root.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HTML = """
    a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure
    footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span strong sub sup table tbody
    td tfoot th thead time tr u ul var wbr
    svg g title desc text tspan rect line circle ellipse path polygon polyline
"""
_ACTING = """
    applet audio button canvas fieldset foreignobject form frameset head iframe math noscript object option picture script select style
    template textarea use video
"""
_HARMLESS = """
    id class lang dir title alt colspan rowspan scope headers span start value reversed type cite datetime width height
    xmlns viewbox preserveaspectratio x y x1 y1 x2 y2 cx cy r rx ry d points dx dy transform fill stroke stroke-width
    stroke-dasharray stroke-linecap stroke-linejoin fill-opacity stroke-opacity opacity font-family font-size font-weight
    font-style text-anchor dominant-baseline
    aria-colindex aria-colspan aria-describedby aria-hidden aria-label aria-labelledby aria-level aria-rowindex aria-rowspan
"""
_ROLES = """
    blockquote caption cell code columnheader definition figure group heading img list listitem math none note paragraph presentation row
    rowgroup rowheader table term
"""
"""The ARIA roles that a text may use: no landmarks and no live regions. The roles for publishing (`doc-…`) are also allowed."""
_KEPT = frozenset(_HTML.split())
_DROPPED = frozenset(_ACTING.split())
"""Removed with their content. Of any other unknown element the content stays, because the parser takes what follows an empty element
such as `embed` for its content."""
_ATTRIBUTES = frozenset(_HARMLESS.split())
_SAFE_ROLES = frozenset(_ROLES.split())
_LINKS = ("https://", "http://", "mailto:", "tel:", "#")


class Fragment(msgspec.Struct, frozen=True, kw_only=True):
    """The content of the document's body, for the page."""

    html: str
    version: str
    """A short digest of the HTML."""
    identifiers: frozenset[str]
    """The ids of its elements."""


def fragment_of(page: str, pictures: Mapping[str, str]) -> Fragment:
    """The safe part of a page of HTML. `pictures` has the address on the server for each one that it names."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except etree.ParserError:  # the page is empty
        return _finished("", frozenset())
    body = root.find("body")
    if body is None:
        return _finished("", frozenset())
    for element in list(body.iterdescendants()):
        _make_harmless(element, pictures)
    for table in list(body.iter("table")):
        _make_scrollable(table)
    identifiers = frozenset(found for element in body.iterdescendants() if (found := element.get("id")))
    inside = html.tostring(body, encoding="unicode", method="html")
    return _finished(inside[inside.index(">") + 1 : inside.rindex("</body>")].strip(), identifiers)


def _finished(html: str, identifiers: frozenset[str]) -> Fragment:
    return Fragment(html=html, version=sha256(html.encode("utf-8", "replace")).hexdigest()[:12], identifiers=identifiers)


def _make_harmless(element: HtmlElement, pictures: Mapping[str, str]) -> None:
    tag: Any = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        element.drop_tree()
        return
    if tag not in _KEPT:
        element.drop_tag()
        return
    if tag == "main":
        element.tag = "div"  # the page has a main part already
    for name, value in list(element.attrib.items()):
        safe = _safe_value(tag, name, value.strip(), pictures)
        if safe is None:
            del element.attrib[name]
        elif safe != value:
            element.set(name, safe)
    if tag == "a" and not element.get("href", "#").startswith("#"):
        element.set("rel", "noreferrer noopener")
        element.set("target", "_blank")


def _make_scrollable(table: HtmlElement) -> None:
    """Put a table in a box that can be scrolled."""
    caption = table.find("caption")
    words = " ".join(caption.text_content().split()) if caption is not None else ""
    is_facts = "facts" in table.get("class", "").split()
    name = words or ("Facts of the report" if is_facts else "Table")
    box = table.makeelement("div", {"class": "wide", "role": "group", "aria-label": name})
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)


def _safe_value(tag: str, name: str, value: str, pictures: Mapping[str, str]) -> str | None:
    """The safe value of an attribute, or None."""
    if (tag, name) == ("img", "src"):
        return pictures.get(value)
    if (tag, name) == ("a", "href"):
        return value if value.lower().startswith(_LINKS) else None
    if name == "role":
        return value if value in _SAFE_ROLES or value.startswith("doc-") else None
    return value if name in _ATTRIBUTES and "url(" not in value.lower() else None
