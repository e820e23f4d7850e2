"""The mark of a draft: the edition's own words on each page, and which version of the content this is.

An edition gives its mark to `<body>` as `data-mark` and prints it on each page. Its files never change once they are released, so
the version is put behind its words here, after the template was filled in, whatever the words are.
"""

from __future__ import annotations

from html.parser import HTMLParser

from markupsafe import escape

from pccresponse.rendering.words import filled

_ATTRIBUTE = "data-mark"


class UnmarkedDraftError(ValueError):
    """The page of a draft has no mark to which the version could be added."""


def with_version(page: str, version: str, *, shape: str) -> str:
    """The page of a draft with the version in its mark, as the edition has it: `{mark}, version {version}`. Raises `UnmarkedDraftError` where it has none."""
    body = _body_of(page)
    attributes = dict(reversed(body.attributes)) if body else {}  # of two with one name, the first counts
    mark = (attributes.get(_ATTRIBUTE) or "").strip()
    if body is None or not mark:
        raise UnmarkedDraftError
    attributes[_ATTRIBUTE] = filled(shape, mark=mark, version=version)
    written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in reversed(attributes.items()))
    return f"{page[: body.start]}<body{written}>{page[body.start + body.length :]}"


class _FoundBody(Exception):  # noqa: N818 - it ends the reading, and is no error
    """The first `<body>` of a page that is neither in a comment nor in a script."""

    def __init__(self, line: int, column: int, length: int, attributes: list[tuple[str, str | None]]) -> None:
        super().__init__()
        self.line = line
        self.column = column
        self.length = length
        self.attributes = attributes
        self.start = 0
        """Where it begins, in characters from the top of the page."""


class _BodyFinder(HTMLParser):
    """Reads as far as the body; the parser knows what a quoted sign is."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            raise _FoundBody(*self.getpos(), len(self.get_starttag_text() or ""), attrs)


def _body_of(page: str) -> _FoundBody | None:
    try:
        _BodyFinder(convert_charrefs=True).feed(page)
    except _FoundBody as found:
        above = page.split("\n", found.line - 1)[: found.line - 1]
        found.start = sum(len(line) + 1 for line in above) + found.column
        return found
    return None
