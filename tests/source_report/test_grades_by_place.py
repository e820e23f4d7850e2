"""Grades that a PDF shows in columns, by place alone: read right, or asked about, and never wrong."""

from __future__ import annotations

from collections.abc import Iterable

from pccresponse.source_report import pages_in, report_of
from pccresponse.source_report.stated_grades import grades_in, shows_unread_grades
from tests.source_report.papers import pdf_of, text_report

GRADES = ("Outstanding", "Good", "Adequate", "Requires improvement", "Inadequate")
AREAS = {
    "Recording data about crime": "outstanding",
    "Preventing crime": "good",
    "Police powers and treating the public fairly and respectfully": "good",
    "Protecting vulnerable people": "adequate",
    "Leadership and force management": "adequate",
    "Building, supporting and protecting the workforce": "adequate",
    "Investigating crime": "requires improvement",
    "Responding to the public": "inadequate",
    "Managing offenders and suspects": "inadequate",
}
STYLE = """
section { break-after: page; font-size: 12pt } td, th { width: 20%; vertical-align: top; font-weight: normal } table { width: 100%; font-size: 9pt }
.middle td { text-align: center } .large table { font-size: 12pt } .large th { text-align: left } .row { display: flex; gap: 3mm; font-size: 9pt }
.row div { flex: 1; width: 20% } h4 { background: #036; color: #fff; padding: 2mm } .row p { border: 1px solid; padding: 2mm }
"""
TEXT = (
    "<p>We set out in the rest of this report what the force does well, and where it should improve. It is good at many things.</p>"
)


def of(grade: str) -> list[str]:
    return [name for name, given in AREAS.items() if given == grade.casefold()]


def row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


HEADS = "".join(f"<th>{grade}</th>" for grade in GRADES)
IN_COLUMNS = row("".join(f"<p>{name}</p>" for name in of(grade)) for grade in GRADES)
WITHOUT_ROOM = row("<br>".join(of(grade)) for grade in GRADES)
IN_ROWS = "".join(row((*of(grade), "", "", "")[number] for grade in GRADES) for number in range(3))
IN_TILES = "".join(f"<div><h4>{grade}</h4>{''.join(f'<p>{name}</p>' for name in of(grade))}</div>" for grade in GRADES)
READ_RIGHT = {
    "in columns": f"<table><tr>{HEADS}</tr>{IN_COLUMNS}</table>",
    "in the middle of columns": f"<div class=middle><table><tr>{HEADS}</tr>{IN_COLUMNS}</table></div>",
    "as large as the text": f"<div class=large><table><tr>{HEADS}</tr>{IN_COLUMNS}</table></div>",
    "without room between": f"<table><tr>{HEADS}</tr>{WITHOUT_ROOM}</table>",
    "in rows": f"<table><tr>{HEADS}</tr>{IN_ROWS}</table>",
    "in tiles": f"<div class=row>{IN_TILES}</div>",
}
NOT_READ = {
    "in one line": "<tr><td colspan=5>Preventing crime Managing offenders Investigating crime Treatment of the public</tr>",
    "over two columns": "<tr><td colspan=2>Investigating crime and finding those who did it<td>Preventing crime</tr>",
    "what grades mean": row(["The force meets all that is asked of it."] * 5),
    "numbers": row(["3", "12", "20", "7", "1"]),
}


def set_on_pages(bodies: Iterable[str]) -> bytes:
    return pdf_of("".join(f"<section>{TEXT}{body}{TEXT}</section>" for body in bodies), STYLE)


def test_a_name_has_the_grade_at_the_head_of_its_column() -> None:
    pages = pages_in("report.pdf", set_on_pages(READ_RIGHT.values()))
    assert {name: dict(page.grades) for name, page in zip(READ_RIGHT, pages, strict=True)} == dict.fromkeys(READ_RIGHT, AREAS)


def test_the_grades_of_columns_are_those_of_the_report() -> None:
    read = report_of("report.pdf", set_on_pages(READ_RIGHT.values()))
    assert {each.name: each.grade for each in grades_in(read)} == AREAS
    assert not shows_unread_grades(read)


def test_what_may_stand_in_either_of_two_columns_is_asked_about() -> None:
    bodies = [f"<table><tr>{HEADS}</tr>{body}</table>" for body in NOT_READ.values()]
    pages = pages_in("report.pdf", set_on_pages(bodies))
    assert {name: page.grades for name, page in zip(NOT_READ, pages, strict=True)} == dict.fromkeys(NOT_READ, ())
    read = report_of("report.pdf", set_on_pages(bodies[:1]))
    assert grades_in(read) == ()
    assert shows_unread_grades(read)


def test_the_names_of_forces_in_columns_are_no_grades_of_this_one() -> None:
    forces = row(("Westshire", "Northmoor", "Eastvale", "Saltmarsh", "Riverside"))
    read = report_of("report.html", f"<table><tr>{HEADS}</tr>{forces}</table>".encode())
    assert read.grades
    assert grades_in(read) == ()


def test_heads_of_columns_without_a_place_are_asked_about() -> None:
    read = text_report(
        "Overall summary\nOutstanding\nGood\nAdequate\nRequires improvement\nInadequate\nPreventing crime\nManaging offenders"
    )
    assert grades_in(read) == ()
    assert shows_unread_grades(read)
