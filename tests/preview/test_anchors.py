"""Each problem and each change leads to a place that is there."""

from __future__ import annotations

from datetime import date

import pytest

from pccresponse.case.documents import documents_of
from pccresponse.foundation.problems import Path
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.pipeline.checking import check
from pccresponse.preview.fragment import fragment_of
from pccresponse.preview.page_content import NOWHERE, DocumentPlace, place_in_document
from pccresponse.reading.shapes import fields_of
from pccresponse.rendering.html import to_page
from pccresponse.workspace import Workspace
from tests.conftest import ROOT

Identifiers = dict[str, frozenset[str]]
WORKSPACE = Workspace(ROOT)


def identifiers_of(slug: str) -> Identifiers:
    checked = check(WORKSPACE.response_file(slug), WORKSPACE, today=date(2026, 11, 22))
    assert checked.case, checked.problems
    assert checked.edition
    pages = {
        document.name: to_page(checked.case, document, edition=checked.edition.folder, draft=True, logo=None)
        for document in documents_of(checked.case)
    }
    return {name: fragment_of(page, {}).identifiers for name, page in pages.items()}


@pytest.fixture(scope="module")
def examples() -> dict[str, Identifiers]:
    found = {slug: identifiers_of(slug) for slug in WORKSPACE.slugs()}
    assert len(found) == 3
    return found


@pytest.mark.slow
def test_every_finding_of_the_examples_leads_to_its_own_heading(examples: dict[str, Identifiers]) -> None:
    looked_at = 0
    for slug, identifiers in examples.items():
        checked = check(WORKSPACE.response_file(slug), WORKSPACE, today=date(2026, 11, 22))
        assert checked.case
        case, places = checked.case, []
        for path, finding in case.response.found.every_finding():
            place = place_in_document((*path, "explanation", "action_taken"), identifiers)
            assert place.document == "comments"
            assert place.anchor in identifiers["comments"]
            assert case.is_ours(finding) <= (place.anchor != "others")
            if place.anchor != "others":
                places.append(place)
            looked_at += 1
        assert len(set(places)) == len(places), "two findings lead to one place"
    assert looked_at >= 50


def test_every_part_of_both_files_leads_somewhere_but_for_what_is_printed_nowhere(examples: dict[str, Identifiers]) -> None:
    nowhere, looked_at = set(), 0
    for identifiers in examples.values():
        for model, in_office in ((Response, False), (Office, True)):
            for field in fields_of(model).values():
                place = place_in_document((field.name,), identifiers, in_office=in_office)
                looked_at += 1
                if place == NOWHERE:
                    nowhere.add(field.name)
                else:
                    assert place.document in identifiers
                    assert place.anchor is None or place.anchor in identifiers[place.document]
    assert looked_at == 3 * (len(fields_of(Response)) + len(fields_of(Office)))
    printed_nowhere = {"edition", "approvals", "required_approvals", "website", "accent_colour", "language"}
    printed_where_there_are_any = {"panel_report", "governance_boards", "monitoring", "address"}
    assert nowhere <= printed_nowhere | printed_where_there_are_any


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("findings", "causes_of_concern", 1, "recommendations", 0, "text"), DocumentPlace("comments", "cause-2-recommendation-1")),
        (("findings", "causes_of_concern", 1, "accelerated_on"), DocumentPlace("comments", "cause-2")),
        (("findings", "areas_for_improvement", 4, "force_actions", 0, "done_on"), DocumentPlace("comments", "afi-5")),
        (("findings",), DocumentPlace("comments", "findings")),
        (("report", "summary"), DocumentPlace("comments", "summary")),
        (("report", "url"), DocumentPlace("comments", "comments")),
        (("reply_to_chief_officer",), DocumentPlace("comments", "chief-officer")),
        (("submission", "sent_on"), DocumentPlace("submission-home-secretary", None)),
        (("submission", "inspectors", "name"), DocumentPlace("submission-inspectors", None)),
        (("submission", "recipients", 0), DocumentPlace("comments", "publication")),
        (("invitation", "reply_by"), DocumentPlace("invitation", None)),
        (("edition",), NOWHERE),
        ((), NOWHERE),
    ],
)
def test_a_path_leads_to_where_its_reader_would_look(path: Path, place: DocumentPlace, examples: dict[str, Identifiers]) -> None:
    assert place_in_document(path, examples["2024-06-18-peel-2023-25-westshire"]) == place


def test_a_document_that_is_not_made_is_not_led_to(examples: dict[str, Identifiers]) -> None:
    without = {"comments": examples["2024-06-18-peel-2023-25-westshire"]["comments"]}
    assert place_in_document(("invitation",), without) == DocumentPlace("comments", "chief-officer")
    assert place_in_document(("findings", "recommendations", 99, "text"), without) == DocumentPlace("comments", "findings")
    assert place_in_document(("report",), {}) == NOWHERE


def test_a_path_of_the_office_is_none_of_the_response(examples: dict[str, Identifiers]) -> None:
    identifiers = examples["2024-06-18-peel-2023-25-westshire"]
    assert place_in_document(("office_holders", 0, "name"), identifiers, in_office=True) == DocumentPlace("comments", "comments")
    assert place_in_document(("office_holders", 0, "name"), identifiers) == NOWHERE
    assert place_in_document(("comments",), identifiers, in_office=True) == NOWHERE
