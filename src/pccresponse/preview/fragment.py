"""The flowing text of a document: what its template made, without anything that could act or that comes from elsewhere.

Our own templates hold nothing of the kind. An office's may hold anything, and may have come from somebody else; the page has the
browser's rules against it too (`Content-Security-Policy`), and this is the other lock.
"""

from __future__ import annotations

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
    applet audio base button canvas embed fieldset foreignobject form frame frameset head iframe image input link math meta noscript
    object option param picture script select source style template textarea track use video
"""
_HARMLESS = """
    id class lang dir title alt role colspan rowspan scope headers span start value reversed type cite datetime width height
    xmlns viewbox preserveaspectratio x y x1 y1 x2 y2 cx cy r rx ry d points dx dy transform fill stroke stroke-width
    stroke-dasharray stroke-linecap stroke-linejoin fill-opacity stroke-opacity opacity font-family font-size font-weight
    font-style text-anchor dominant-baseline
"""
_KEPT = frozenset(_HTML.split())
_DROPPED = frozenset(_ACTING.split())
"""Gone with what is in them; of any other element the words stay."""
_ATTRIBUTES = frozenset(_HARMLESS.split())
_LINKS = ("https://", "http://", "mailto:", "tel:", "#")


class Fragment(msgspec.Struct, frozen=True, kw_only=True):
    """The children of the document's body, to be put into a page."""

    html: str
    version: str
    """A short digest of it."""
    identifiers: frozenset[str]
    """The ids of its elements."""


def fragment_of(page: str, pictures: dict[str, str]) -> Fragment:
    """What can be shown of a page of HTML; `pictures` has the addresses that those it names are served at."""
    from lxml import html

    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
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


def _make_harmless(element: HtmlElement, pictures: dict[str, str]) -> None:
    tag: Any = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        element.drop_tree()
        return
    if tag not in _KEPT:
        element.drop_tag()
        return
    address = element.get("src" if tag == "img" else "href")
    for name in set(element.attrib):
        if name not in _ATTRIBUTES and not name.startswith("aria-"):
            del element.attrib[name]
    if tag == "img" and address in pictures:
        element.set("src", pictures[address])
    elif tag == "a" and address and address.strip().lower().startswith(_LINKS):
        element.set("href", address.strip())
        if not address.strip().startswith("#"):
            element.set("rel", "noreferrer noopener")
            element.set("target", "_blank")
