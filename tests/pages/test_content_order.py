"""What is painted on a page stands in the order in which it is read, for readers that go by the one and not by the other."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest

from tests.pages.cases import typeset
from tests.rendering.pdf.reader import Document


def read_order(document: Document) -> list[tuple[int, int]]:
    """The page and the number of each marked piece, in the order of the tags."""
    found: list[tuple[int, int]] = []

    def walk(raw: Any, page: int) -> None:
        page = document._pages[raw.Pg.objgen] if "/Pg" in raw else page
        kids = raw.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                found.append((page, int(kid)))
            elif kid.get("/Type") == "/MCR":
                found.append((document._pages[kid.Pg.objgen], int(kid.MCID)))
            elif kid.get("/Type") != "/OBJR":
                walk(kid, page)

    walk(document.pdf.Root.StructTreeRoot.K[0], 0)
    return found


@pytest.mark.parametrize("edition", ["2015", "2026"])
@pytest.mark.parametrize(
    ("case", "name"), [("a tall logo", "submission-home-secretary"), ("causes of concern with children", "comments")]
)
def test_what_is_read_next_is_painted_next(case: str, name: str, edition: str) -> None:
    document = Document(typeset(case, edition, name))
    painted = {piece: place for place, piece in enumerate(document.marked)}
    read = read_order(document)
    assert len(read) >= 40
    on_pages = {page: [painted[piece] for piece in read if piece[0] == page] for page, _ in read}
    assert {page for page, places in on_pages.items() if places != sorted(places)} == set()
