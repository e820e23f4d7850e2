"""Tables: one table each, and every header says of what."""

from __future__ import annotations

import pytest

from tests.rendering.pdf.papers import LONG, long_table, rendered
from tests.rendering.pdf.reader import Document, Element


def cells(table: Element, role: str) -> list[tuple[str, str]]:
    return [(each.text, str(each.attribute("/Scope"))) for each in table.all(role)]


def test_a_table_over_several_pages_is_one_table_with_one_head(sink_read: Document) -> None:
    tables = sink_read.tree.all("Table")
    assert len(tables) == 2
    long = tables[1]
    assert len(long.pages) >= 3
    assert [kid.role for kid in long.kids if isinstance(kid, Element)] == ["Caption", "THead", "TBody", "TFoot"]
    assert len(long.all("TR")) == 44
    assert [each.text for each in long.all("TH")] == ["Number", "Action", "Due", *(f"Row {row}" for row in range(1, 43))]


def test_head_and_foot_that_are_repeated_on_later_pages_are_artifacts(sink_read: Document) -> None:
    repeated = [text for _, kind, text in sink_read.artifacts if kind == "/Pagination"]
    later_pages = len(sink_read.tree.all("Table")[1].pages) - 1
    assert later_pages >= 2
    for words in ("Number", "Action", "Due", "All"):
        assert repeated.count(words) == later_pages


def test_every_header_on_every_page_has_a_scope(sink_read: Document) -> None:
    headers = sink_read.tree.all("TH")
    assert len(headers) == 50
    assert len({page for each in headers for page in each.pages}) >= 4
    assert {str(each.attribute("/Scope")) for each in headers} == {"/Row", "/Column"}


@pytest.mark.parametrize(
    ("html", "scopes"),
    [
        ("<thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody>", [("a", "/Column")]),
        ("<tr><th>a</th><td>b</td></tr>", [("a", "/Row")]),
        ("<tr><th scope='col'>a</th><th>c</th></tr><tr><td>b</td><td>d</td></tr>", [("a", "/Column"), ("c", "/Column")]),
        (
            "<tr><th scope='colgroup' colspan='2'>a</th></tr><tr><th scope='rowgroup'>b</th><td>c</td></tr>",
            [("a", "/Column"), ("b", "/Row")],
        ),
    ],
)
def test_a_scope_is_what_the_html_says_or_else_what_its_place_says(html: str, scopes: list[tuple[str, str]]) -> None:
    document = Document(rendered(f"<table>{html}</table>"))
    assert cells(document.tree, "TH") == scopes


def test_cells_under_headers_that_span_name_their_headers(sink_read: Document) -> None:
    spans = sink_read.tree.all("Table")[0]
    names = {str(each.raw.ID): each.text for each in spans.all("TH")}
    assert len(names) == 5
    heard = [(each.text, [names[str(name)] for name in each.attribute("/Headers")]) for each in spans.all("TD")]
    assert heard == [("1", ["B", "B1", "x"]), ("2", ["B", "B2", "x"]), ("3", ["B", "B1", "x"]), ("", ["B", "B2", "x"])]


def test_names_of_headers_are_used_once_in_a_document_and_listed() -> None:
    spanning = "<table><thead><tr><th colspan='2'>h</th></tr></thead><tr><td>a</td><td>b</td></tr></table>"
    document = Document(rendered(spanning * 3))
    names = [str(each.raw.ID) for each in document.tree.all("TH")]
    assert len(names) == len(set(names)) == 3
    assert [str(name) for name in document.pdf.Root.StructTreeRoot.IDTree.Names[::2]] == sorted(names)


def test_a_row_and_a_spanning_header_that_are_broken_by_a_page_stay_one() -> None:
    body = (
        f"<table><tr><th scope='row' rowspan='3'>{LONG * 40}</th>"
        + f"<td>{LONG * 9}</td></tr><tr>" * 2
        + f"<td>{LONG * 9}</td></tr></table>"
    )
    table = Document(rendered(body)).tree.all("Table")[0]
    assert len(table.pages) >= 2
    assert [len([kid for kid in row.kids if isinstance(kid, Element)]) for row in table.all("TR")] == [2, 1, 1]
    assert table.all("TH")[0].text.strip() == (LONG * 40).strip()
    assert len(table.all("TH")[0].pages) >= 2


def test_a_table_in_a_table_keeps_its_cells_to_itself() -> None:
    inner = "<table><tr><th>deep</th><td>deeper</td></tr></table>"
    document = Document(rendered(f"<table><tr><th>outer</th><td>{inner}</td></tr></table>"))
    assert [cells(each, "TH") for each in document.tree.all("Table")] == [[("outer", "/Row"), ("deep", "/Row")], [("deep", "/Row")]]


def test_a_hundred_and_twenty_rows_are_one_table() -> None:
    table = Document(rendered(long_table(120))).tree.all("Table")
    assert [len(each.all("TR")) for each in table] == [122]
