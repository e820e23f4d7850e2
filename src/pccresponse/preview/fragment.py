"""The flowing text of a document: what its template made, without anything that could act or that comes from elsewhere.

Our own templates hold nothing of the kind. An office's may hold anything, and may have come from somebody else. This is the one place
where it is cleaned. The browser has rules of its own against what acts (`Content-Security-Policy`), and the page keeps the text in a
tree of its own, out of which no id, class or style reaches.
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
"""What a part of a text may be called to those who hear it: nothing that stands for a part of the page or speaks up by itself. Those of
books (`doc-…`) may be used too."""
_KEPT = frozenset(_HTML.split())
_DROPPED = frozenset(_ACTING.split())
"""Gone with what is in them. Of any other element what is in it stays: one that is always empty, such as `embed`, is taken by the
parser to hold what follows it."""
_ATTRIBUTES = frozenset(_HARMLESS.split())
_SPEAKING = frozenset(_ROLES.split())
_LINKS = ("https://", "http://", "mailto:", "tel:", "#")


class Fragment(msgspec.Struct, frozen=True, kw_only=True):
    """The children of the document's body, to be put into a page."""

    html: str
    version: str
    """A short digest of it."""
    identifiers: frozenset[str]
    """The ids of its elements."""


def fragment_of(page: str, pictures: Mapping[str, str]) -> Fragment:
    """What can be shown of a page of HTML; `pictures` has the addresses that those it names are served at."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except etree.ParserError:  # there is nothing in it
        return _finished("", frozenset())
    body = root.find("body")
    if body is None:
        return _finished("", frozenset())
    for element in list(body.iterdescendants()):
        _make_harmless(element, pictures)
    for table in list(body.iter("table")):
        _give_room(table)
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
        left = _left_of(tag, name, value.strip(), pictures)
        if left is None:
            del element.attrib[name]
        elif left != value:
            element.set(name, left)
    if tag == "a" and not element.get("href", "#").startswith("#"):
        element.set("rel", "noreferrer noopener")
        element.set("target", "_blank")


def _give_room(table: HtmlElement) -> None:
    """A box around a table, in which a wide one can be scrolled."""
    caption = table.find("caption")
    words = " ".join(caption.text_content().split()) if caption is not None else ""
    is_facts = "facts" in table.get("class", "").split()
    name = words or ("Facts of the report" if is_facts else "Table")
    box = table.makeelement("div", {"class": "wide", "role": "group", "aria-label": name})
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)


def _left_of(tag: str, name: str, value: str, pictures: Mapping[str, str]) -> str | None:
    """What an attribute may say; None if it may not be there."""
    if (tag, name) == ("img", "src"):
        return pictures.get(value)
    if (tag, name) == ("a", "href"):
        return value if value.lower().startswith(_LINKS) else None
    if name == "role":
        return value if value in _SPEAKING or value.startswith("doc-") else None
    return value if name in _ATTRIBUTES and "url(" not in value.lower() else None
