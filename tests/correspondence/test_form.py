"""The form asks about what concerns the force, and what comes back is read cell by cell, or is named."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import date
from typing import Any

import docx
import msgspec
import pytest
from docx.oxml.ns import qn

from pccresponse.case.case import Case
from pccresponse.correspondence.blocks import UnreadableFileError
from pccresponse.correspondence.form import COLUMNS, asked_of, form_for
from pccresponse.correspondence.form_answers import FormAnswers, answers_of, form_in
from pccresponse.correspondence.letter import letter_in
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.findings import Finding, ForceAction
from pccresponse.reading.saving import Add, Remove, Set
from tests.builders import action, clean_case, recommendation
from tests.correspondence.forms import Cells, filled
from tests.correspondence.letters import letter, saved

DAY = date(2023, 6, 20)
NEW = {
    (0, 2, 1): "Buy *new* radios.\n\nAnd test them.",
    (0, 2, 2): "Head of IT",
    (0, 2, 3): "30 Sept 2023",
    (0, 2, 4): "in progress",
}
FIRST = ("findings", "causes_of_concern", 0, "recommendations", 0)


@pytest.fixture
def case() -> Case:
    return clean_case()


def answered(case: Case, cells: Cells) -> FormAnswers:
    return answers_of(form_in("form.docx", filled(form_for(case, made_on=DAY), cells)), case)


def with_recommendations(case: Case, *recommendations: Any) -> Case:
    findings = msgspec.structs.replace(case.response.found, recommendations=recommendations)
    return msgspec.structs.replace(case, response=msgspec.structs.replace(case.response, findings=findings))


def test_each_finding_that_concerns_the_force_has_a_table(case: Case) -> None:
    case = with_recommendations(
        case,
        recommendation(label="2"),
        recommendation(label="3", addressees=("the local policing body",)),
        recommendation(label="4", addressees=("Home Office",)),
        recommendation(label="5", closed_on="not recorded"),
        recommendation(label="6", answered_with="2"),
    )
    assert [path[1:] for path, _, _ in asked_of(case)] == [
        ("causes_of_concern", 0, "recommendations", 0),
        ("recommendations", 0),
        ("areas_for_improvement", 0),
    ]
    document = docx.Document(io.BytesIO(form_for(case, made_on=DAY)))
    assert len(document.tables) == 3
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "The force does not assess risk to vulnerable callers." in words
    assert "The force should review its cases within three months." in words


def test_the_form_is_made_for_everybody(case: Case) -> None:
    content = form_for(case, made_on=DAY)
    assert content == form_for(case, made_on=DAY)
    document = docx.Document(io.BytesIO(content))
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert levels == [1, 2, 1, 1, 1]
    assert document.core_properties.title.startswith("Actions of Westshire Constabulary on “")
    for table in document.tables:
        assert [cell.text for cell in table.rows[0].cells] == list(COLUMNS)
        assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")).startswith("One row for each action")
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_a_form_that_says_nothing_new_changes_nothing(case: Case) -> None:
    assert answered(case, {}) == FormAnswers((), (), (), ())


def test_a_new_row_is_an_action(case: Case) -> None:
    found = answered(case, NEW)
    assert found.errors == ()
    wanted = ForceAction(
        what="Buy \\*new\\* radios.\n\nAnd test them.", status="in progress", owner="Head of IT", due_on=PartialDate(2023, 9, 30)
    )
    assert found.edits == (Add((*FIRST, "force_actions"), wanted),)
    assert found.summary == (
        "Recommendation 1, row 2: new: Buy \\*new\\* radios. And test them. (in progress; due 30 September 2023; Head of IT)",
    )


def test_of_an_action_that_is_there_only_what_was_changed_is_written(case: Case) -> None:
    case = with_recommendations(
        case,
        recommendation(
            label="2",
            force_actions=(action(status="in progress", done_on=None, due_on=PartialDate(2023, 9), owner="A", measure="m"),),
        ),
    )
    path = ("findings", "recommendations", 0, "force_actions", 0)
    found = answered(case, {(1, 1, 4): "Complete", (1, 1, 3): "1 August 2023", (1, 1, 2): ""})
    assert found.errors == ()
    assert set(found.edits) == {
        Set((*path, "status"), "complete"),
        Set((*path, "done_on"), PartialDate(2023, 8, 1)),
        Remove((*path, "owner")),
    }


MISFITS: list[tuple[Cells, str]] = [
    ({**NEW, (0, 2, 4): "nearly done"}, "row 2, “Status” cannot be \"nearly done\""),
    ({**NEW, (0, 2, 4): "Choose"}, "row 2, “Status” is empty. It is one of: not started, in progress"),
    ({**NEW, (0, 2, 1): ""}, "row 2, “What the force has done or will do” is empty."),
    ({**NEW, (0, 2, 3): "3/4/2023"}, "row 2, “Date (done, or due)” cannot be \"3/4/2023\": that is not a date in the form year-month-day. If 3 April 2023 is meant, write 2023-04-03."),
    ({**NEW, (0, 2, 3): "soon"}, "row 2, “Date (done, or due)” cannot be \"soon\""),
    ({**NEW, (0, 2, 2): "x" * 401}, "row 2, “Who is responsible (a post)” has 401 characters"),
    ({(0, 1, 1): ""}, "row 1, “What the force has done or will do” is empty now, but had an entry."),
    ({(0, 1, 4): "in progress"}, "row 1, “Date (done, or due)” is still 30 June 2023, though the status is now “in progress”. Give the day on which it is due."),
    ({(0, 0, 2): "Owner"}, "its table needs these columns, as in the form"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), MISFITS)
def test_a_cell_that_does_not_fit_is_named_by_finding_row_and_column(case: Case, cells: Cells, said: str) -> None:
    (misfit,) = answered(case, cells).errors
    assert misfit.startswith("Recommendation 1")
    assert said in misfit


def test_a_form_of_another_time_is_refused(case: Case) -> None:
    content = filled(form_for(case, made_on=DAY), NEW)
    other = with_recommendations(case)
    cause = msgspec.structs.replace(
        other.response.found.causes_of_concern[0],
        recommendations=(recommendation(label="1", text="New words.", force_actions=(action(),)),),
    )
    changed = msgspec.structs.replace(
        other.response, findings=msgspec.structs.replace(other.response.found, causes_of_concern=(cause,))
    )
    found = answers_of(form_in("form.docx", content), msgspec.structs.replace(other, response=changed))
    assert found.edits == ()
    assert "The form has a finding that is not in response.yaml, or is there in other words." in found.errors[0]


def test_actions_that_were_changed_meanwhile_are_not_written_over(case: Case) -> None:
    content = filled(form_for(case, made_on=DAY), NEW)
    finding = case.response.found.causes_of_concern[0].recommendations[0]
    assert isinstance(finding, Finding)
    meanwhile = msgspec.structs.replace(finding, force_actions=(action(owner="Somebody"),))
    cause = msgspec.structs.replace(case.response.found.causes_of_concern[0], recommendations=(meanwhile,))
    findings = msgspec.structs.replace(case.response.found, causes_of_concern=(cause,))
    found = answers_of(
        form_in("form.docx", content),
        msgspec.structs.replace(case, response=msgspec.structs.replace(case.response, findings=findings)),
    )
    assert "have changed since you made the form" in found.errors[0]


def test_what_is_no_form_is_said() -> None:
    with pytest.raises(UnreadableFileError, match="is not the form that pccresponse ask makes"):
        form_in("form.docx", saved(letter()))


def test_a_form_is_not_taken_for_a_letter(case: Case) -> None:
    with pytest.raises(UnreadableFileError, match="is a form that pccresponse ask made") as refused:
        letter_in("letter.docx", form_for(case, made_on=DAY))
    assert refused.value.remedy == "To read it, run: pccresponse answers NAME FILE"


# What people do to a form


def returned(case: Case, what: Any) -> bytes:
    document = docx.Document(io.BytesIO(form_for(case, made_on=DAY)))
    what(document)
    return saved(document)


def insert_above_the_first(document: Any) -> None:
    table = document.tables[0]
    table.rows[0]._tr.addnext(deepcopy(table.rows[2]._tr))
    cells = table.rows[1].cells
    cells[1].paragraphs[0].text, cells[3].text = "Comes first", "3rd May 2024"
    next(iter(cells[4]._tc.iter(qn("w:t")))).text = "In-progress."


def test_a_row_above_the_others_is_a_new_action_and_leaves_the_others_as_they_were(case: Case) -> None:
    found = answers_of(form_in("form.docx", returned(case, insert_above_the_first)), case)
    assert found.errors == ()
    assert found.edits == (
        Add((*FIRST, "force_actions"), ForceAction(what="Comes first", status="in progress", due_on=PartialDate(2024, 5, 3))),
    )
    assert found.summary == ("Recommendation 1, row 2: new: Comes first (in progress; due 3 May 2024)",)


def test_an_action_that_is_lost_is_named_and_no_other_is_put_in_its_place(case: Case) -> None:
    form = returned(case, lambda document: document.tables[0]._tbl.remove(document.tables[0].rows[1]._tr))
    found = answers_of(form_in("form.docx", form), case)
    assert found.errors == (
        "Recommendation 1: row 1, which is in response.yaml, is missing from the form. Put it back, or make a new form.",
    )
    assert found.edits == ()


def swap_two_tables(document: Any) -> None:
    one, other = document.tables[0]._tbl, document.tables[1]._tbl
    above, above_other = one.getprevious(), other.getprevious()
    above.addnext(other)
    above_other.addnext(one)


def test_a_table_below_the_heading_of_another_finding_is_not_read_as_its_own(case: Case) -> None:
    with pytest.raises(UnreadableFileError, match="below the heading of another finding"):
        form_in("form.docx", returned(case, swap_two_tables))


def test_what_stands_outside_the_tables_and_what_is_missing_is_named(case: Case) -> None:
    def write_beside(document: Any) -> None:
        document.paragraphs[-1].add_run("We also bought a bell.")
        table = document.tables[-1]._tbl
        table.getparent().remove(table)

    found = answers_of(form_in("form.docx", returned(case, write_beside)), case)
    missing, outside = found.remarks
    assert missing.endswith("is not in the form, so nothing is changed there.")
    assert outside == "Words outside the tables were not read: “We also bought a bell.”"
    assert answers_of(form_in("form.docx", form_for(case, made_on=DAY)), case).remarks == ()


def test_cells_that_were_joined_are_named_by_their_finding(case: Case) -> None:
    def join(document: Any) -> None:
        cells = document.tables[0].rows[2].cells
        cells[2].merge(cells[3])

    (misfit,) = answers_of(form_in("form.docx", returned(case, join)), case).errors
    assert misfit.startswith("Recommendation 1: its table needs these columns, as in the form")


@pytest.mark.parametrize(
    ("status", "meant"), [("In Progress", "in progress"), ("in-progress.", "in progress"), ("COMPLETE", "complete")]
)
def test_a_status_is_read_however_it_is_typed(status: str, meant: str, case: Case) -> None:
    found = answered(case, {**NEW, (0, 2, 4): status})
    assert found.errors == ()
    (edit,) = found.edits
    assert isinstance(edit, Add)
    assert isinstance(edit.value, ForceAction)
    assert edit.value.status == meant
