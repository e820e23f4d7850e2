"""The table of the steps of section 55 agrees with the models, the rules and the law."""

from __future__ import annotations

import re

import msgspec

from pccresponse.case.duties import AS_TAKEN, COPIES, PUBLICATION, STEPS, Step, day_of, is_on_record
from pccresponse.foundation.problems import Path
from pccresponse.models.response import Response
from pccresponse.reading.shapes import EitherShape, KeysShape, fields_of
from pccresponse.rules import ALL_RULES
from pccresponse.statute import regimes
from tests.builders import clean_response

CODES = {rule.code for rule in ALL_RULES}


def leads_somewhere(path: Path) -> bool:
    model: type[msgspec.Struct] = Response
    for key in path[:-1]:
        shape = fields_of(model)[str(key)].shape
        shape = shape.other if isinstance(shape, EitherShape) else shape
        assert isinstance(shape, KeysShape)
        model = shape.model
    return path[-1] in fields_of(model)


def test_every_step_has_the_id_and_the_subsection_of_a_duty_in_the_table_of_the_section() -> None:
    table = {(duty.id, duty.subsection) for regime in regimes() for duty in regime.duties}
    assert {(step.duty, re.sub(r"\([abc]\)$", "", step.subsection)) for step in STEPS} <= table
    assert len({step.subsection for step in STEPS}) == len(STEPS) == 8


def test_every_step_names_rules_and_parts_of_a_response_that_there_are() -> None:
    named = [code for step in STEPS for code in step.rules]
    assert len(named) == len(set(named)) >= 15
    assert set(named) <= CODES
    assert all(leads_somewhere((step.part,)) and (not step.dated or leads_somewhere(step.dated)) for step in AS_TAKEN)
    assert {step for step in STEPS if step.part} == set(AS_TAKEN)


def test_a_full_response_has_every_step_on_record_and_an_empty_one_none() -> None:
    full = clean_response()
    empty = Response(report=full.report)
    assert [step for step in AS_TAKEN if is_on_record(step, full)] == list(AS_TAKEN)
    assert not [step for step in AS_TAKEN if is_on_record(step, empty) or day_of(step, empty)]
    dated: list[Step] = [PUBLICATION, COPIES]
    assert all(day_of(step, full) for step in dated)
