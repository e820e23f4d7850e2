"""The form as a spreadsheet asks and answers what the Word form does."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from pccresponse.case.case import Case
from pccresponse.correspondence.blocks import UnreadableFileError
from pccresponse.correspondence.form import STATUSES, asked_of, sheet_for
from pccresponse.correspondence.form_answers import FormAnswers, answers_of, form_in
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.findings import ForceAction
from pccresponse.reading.saving import Add
from tests.builders import action, clean_case
from tests.correspondence.letters import letter, package, saved
from tests.correspondence.test_form import FIRST

pytestmark = pytest.mark.slow  # much work for few tests

DAY = date(2023, 6, 20)


@pytest.fixture
def case() -> Case:
    return clean_case()


def changed(content: bytes, cells: dict[str, Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        book["Actions"][place] = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def answered(case: Case, cells: dict[str, Any]) -> FormAnswers:
    return answers_of(form_in("form.xlsx", changed(sheet_for(case, made_on=DAY), cells)), case)


def test_each_finding_has_its_rows_and_a_list_of_statuses(case: Case) -> None:
    content = sheet_for(case, made_on=DAY)
    assert content == sheet_for(case, made_on=DAY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("docProps/core.xml").count(b"2023-06-20T00:00:00Z") == 2, "it does not say when it was saved"
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Actions"]
    assert sheet.max_row == 1 + sum(len(asked.finding.force_actions) + 3 for asked in asked_of(case))
    assert sheet.column_dimensions["A"].hidden
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == f'"{",".join(STATUSES)}"'
    assert sheet.freeze_panes == "A2"


def test_a_form_that_says_nothing_new_changes_nothing(case: Case) -> None:
    assert answered(case, {}) == FormAnswers((), (), (), ())


def test_a_new_row_is_an_action_also_where_its_date_became_one(case: Case) -> None:
    found = answered(case, {"E3": "More *radios*", "F3": "Head of IT", "G3": datetime(2023, 9, 30), "H3": "in progress"})  # noqa: DTZ001
    assert found.errors == ()
    (edit,) = found.edits
    assert isinstance(edit, Add)
    assert edit.path == (*FIRST, "force_actions")
    assert isinstance(edit.value, ForceAction)
    assert edit.value.what == "More \\*radios\\*"
    assert (edit.value.status, edit.value.due_on) == ("in progress", PartialDate(2023, 9, 30))


def test_a_cell_that_does_not_fit_is_named_by_finding_row_and_column(case: Case) -> None:
    (misfit,) = answered(case, {"E3": "More", "H3": "nearly"}).errors
    assert misfit.startswith("Recommendation 1")
    assert 'row 2, “Status” cannot be "nearly"' in misfit


def test_rows_that_were_sorted_or_added_are_understood_or_refused(case: Case) -> None:
    content = sheet_for(case, made_on=DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Actions"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    turned = {
        f"{'ABCDEFGHI'[column]}{number}": value for number, row in enumerate(reversed(rows), 2) for column, value in enumerate(row)
    }
    assert answered(case, turned) == FormAnswers((), (), (), ())
    below = sheet.max_row + 1
    added = form_in("form.xlsx", changed(content, {f"E{below}": "More", f"H{below}": "complete"}))
    assert f"Somebody added row {below} to the sheet." in added.remarks[0]
    assert [type(edit) for edit in answers_of(added, case).edits] == [Add]
    with pytest.raises(UnreadableFileError, match="does not say which finding"):
        form_in("form.xlsx", changed(content, {f"B{below}": "Another", f"E{below}": "More"}))


def test_a_formula_is_not_worked_out(case: Case) -> None:
    content = changed(sheet_for(case, made_on=DAY), {"I3": '=HYPERLINK("http://127.0.0.1:9/")'})
    with pytest.raises(UnreadableFileError, match="has a formula in the cell I3"):
        form_in("form.xlsx", content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK", "is not a spreadsheet"),
        (saved(letter()), "is damaged|is not the form"),
        (package('<!DOCTYPE x [<!ENTITY e "x">]><x/>'), "has definitions in its XML"),
        (b"", "is not a spreadsheet"),
    ],
)
def test_what_is_no_form_is_a_sentence(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFileError, match=why):
        form_in("form.xlsx", content)


def test_words_that_look_like_a_formula_stay_words(case: Case) -> None:
    import msgspec

    cause = case.response.found.causes_of_concern[0]
    recommendation = msgspec.structs.replace(cause.recommendations[0], force_actions=(action(what="=1+1"),))
    findings = msgspec.structs.replace(
        case.response.found, causes_of_concern=(msgspec.structs.replace(cause, recommendations=(recommendation,)),)
    )
    case = msgspec.structs.replace(case, response=msgspec.structs.replace(case.response, findings=findings))
    content = sheet_for(case, made_on=DAY)
    assert openpyxl.load_workbook(io.BytesIO(content))["Actions"]["E2"].data_type == "s"
    assert answers_of(form_in("form.xlsx", content), case) == FormAnswers((), (), (), ())


def test_a_day_that_became_a_number_is_read_as_the_day_and_named(case: Case) -> None:
    form = form_in("form.xlsx", changed(sheet_for(case, made_on=DAY), {"E3": "More", "G3": 45415, "H3": "in progress"}))
    assert form.remarks == ("The cell G3 has the number 45415, which is how a spreadsheet counts 3 May 2024.",)
    (said,) = answers_of(form, case).summary
    assert "due 3 May 2024" in said


def test_an_action_whose_row_was_deleted_is_named(case: Case) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet_for(case, made_on=DAY)))
    book["Actions"].delete_rows(2)
    content = io.BytesIO()
    book.save(content)
    found = answers_of(form_in("form.xlsx", content.getvalue()), case)
    assert found.edits == ()
    assert "row 1, which is in response.yaml, is missing from the form" in found.errors[0]


def test_what_was_written_beside_the_form_is_named(case: Case) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet_for(case, made_on=DAY)))
    book["Actions"]["K4"] = "a remark"
    book["Actions"]["E3"].comment = Comment("Not agreed", "somebody")
    book.create_sheet("Notes").append(["more"])
    content = io.BytesIO()
    book.save(content)
    assert set(form_in("form.xlsx", content.getvalue()).remarks) == {
        "The comment at E3 was not read: “Not agreed”",
        "The cell K4 of the sheet “Actions” is beside the form, and was not read.",
        "The cell A1 of the sheet “Notes” is beside the form, and was not read.",
    }


def test_a_row_whose_finding_and_mark_do_not_go_together_is_refused(case: Case) -> None:
    content = sheet_for(case, made_on=DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Actions"]
    last = sheet.cell(sheet.max_row, 1).value
    with pytest.raises(UnreadableFileError, match="do not go together"):
        form_in("form.xlsx", changed(content, {"A3": last}))
