"""A PDF as a screen reader says it: its tags in order, with what NVDA says of each, and none of its looks."""

from __future__ import annotations

from collections.abc import Iterator

from tests.rendering.pdf.reader import Document, Element

_QUIET = {
    "Document",
    "Part",
    "Sect",
    "Div",
    "Art",
    "NonStruct",
    "Span",
    "Strong",
    "Em",
    "LBody",
    "TBody",
    "THead",
    "TR",
    "P",
    "Reference",
}
"""Elements that are not announced: what is in them is said."""


def spoken(data: bytes) -> list[str]:
    """What is heard, a line for each stop of the reading."""
    document = Document(data)  # to be kept open while its tree is read
    return list(_said(document.tree))


def headings(data: bytes) -> list[tuple[int, str]]:
    """The map of a document: each heading with its level."""
    found = []
    for element in Document(data).tree.all():
        if element.role[:1] == "H" and element.role[1:].isdigit():
            found.append((int(element.role[1:]), _words(element)))
    return found


def _said(element: Element) -> Iterator[str]:
    role = element.role
    if role[:1] == "H" and role[1:].isdigit():
        yield f"heading level {role[1:]}: {_words(element)}"
    elif role == "L":
        items = [kid for kid in element.kids if isinstance(kid, Element) and kid.role == "LI"]
        yield f"list with {len(items)} item{'s' if len(items) != 1 else ''}"
        yield from _inside(element)
        yield "out of list"
    elif role == "LI":
        yield from _item(element)
    elif role == "Table":
        yield from _table(element)
    elif role == "BlockQuote":
        yield "block quote"
        yield from _inside(element)
        yield "out of block quote"
    elif role == "Figure":
        yield f"graphic: {element.raw.Alt if '/Alt' in element.raw else 'without words'}"
    elif role == "TOC":
        yield "table of contents"
        yield from _inside(element)
    elif role in ("Note", "FENote"):
        yield f"note: {_words(element)}"
    elif _is_a_line(element):
        if words := _words(element):
            yield words
    else:
        yield from _inside(element)


def _inside(element: Element) -> Iterator[str]:
    for kid in element.kids:
        if isinstance(kid, str):
            if kid.strip():
                yield " ".join(kid.split())
        else:
            yield from _said(kid)


def _is_a_line(element: Element) -> bool:
    """Whether it is heard at one stop: words with nothing in them that is announced for itself."""
    return all(
        isinstance(kid, str) or (kid.role in ("Span", "Strong", "Em", "Link", "Reference", "Lbl") and _is_a_line(kid))
        for kid in element.kids
    )


def _item(element: Element) -> Iterator[str]:
    label = next((_words(kid) for kid in element.kids if isinstance(kid, Element) and kid.role == "Lbl"), "")
    body = [line for kid in element.kids if isinstance(kid, Element) and kid.role != "Lbl" for line in _said(kid)]
    if body:
        yield f"{label} {body[0]}".strip()
        yield from body[1:]


def _table(element: Element) -> Iterator[str]:
    rows = element.all("TR")
    width = max((len([kid for kid in row.kids if isinstance(kid, Element)]) for row in rows), default=0)
    caption = " ".join(_words(each) for each in element.all("Caption"))
    yield f"table with {len(rows)} rows and {width} columns{': ' + caption if caption else ''}"
    heads = [_words(cell) for cell in rows[0].kids if isinstance(cell, Element)] if rows and not rows[0].all("TD") else []
    for row in rows[1:] if heads else rows:
        cells = [kid for kid in row.kids if isinstance(kid, Element)]
        for place, cell in enumerate(cells):
            said = "; ".join(_said_in_cell(cell))
            head = heads[place] if place < len(heads) and cell.role == "TD" else ""
            yield f"row: {said}" if place == 0 else f"{head + ': ' if head else ''}{said}"
    yield "out of table"


def _said_in_cell(cell: Element) -> Iterator[str]:
    if _is_a_line(cell):
        yield _words(cell)
    else:
        yield from _inside(cell)


def _words(element: Element) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    for kid in element.kids:
        if isinstance(kid, str):
            yield kid
        elif kid.role == "Link":
            yield f"[link: {_words_of(kid)}]"
        else:
            yield from _pieces(kid)


def _words_of(element: Element) -> str:
    return " ".join(element.text.split())
