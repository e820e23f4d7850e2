"""The flowing text of a document: what its template made, without anything that could act or that comes from elsewhere.

Our own templates hold nothing of the kind. An office's may hold anything, and may have come from somebody else; the page has the
browser's rules against it too (`Content-Security-Policy`), and this is the other lock.
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
    id class lang dir title alt role colspan rowspan scope headers span start value reversed type cite datetime width height
    xmlns viewbox preserveaspectratio x y x1 y1 x2 y2 cx cy r rx ry d points dx dy transform fill stroke stroke-width
    stroke-dasharray stroke-linecap stroke-linejoin fill-opacity stroke-opacity opacity font-family font-size font-weight
    font-style text-anchor dominant-baseline
"""
_KEPT = frozenset(_HTML.split())
_DROPPED = frozenset(_ACTING.split())
"""Gone with what is in them. Of any other element what is in it stays: one that is always empty, such as `embed`, is taken by the
parser to hold what follows it."""
_ATTRIBUTES = frozenset(_HARMLESS.split())
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
    for name, value in list(element.attrib.items()):
        left = _left_of(tag, name, value.strip(), pictures)
        if left is None:
            del element.attrib[name]
        elif left != value:
            element.set(name, left)
    if tag == "a" and not element.get("href", "#").startswith("#"):
        element.set("rel", "noreferrer noopener")
        element.set("target", "_blank")


def _left_of(tag: str, name: str, value: str, pictures: Mapping[str, str]) -> str | None:
    """What an attribute may say; None where it may not be there."""
    if (tag, name) == ("img", "src"):
        return pictures.get(value)
    if (tag, name) == ("a", "href"):
        return value if value.lower().startswith(_LINKS) else None
    known = name in _ATTRIBUTES or name.startswith("aria-")
    return value if known and "url(" not in value.lower() else None
