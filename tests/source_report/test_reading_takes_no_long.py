"""A text that was made to be slow is read in a time that its length explains."""

from __future__ import annotations

import time

import pytest

from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.pages import Page
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.report_facts import facts_in
from pccresponse.source_report.stated_counts import counts_stated
from pccresponse.source_report.stated_grades import contradictions_in, grades_in

pytestmark = pytest.mark.slow  # much work for few tests

REPEATED = {
    "capitals": "A B C D ",
    "stems": "We recommend that, by 31 March, the force should ",
    "headings": "Recommendation 1\n",
    "findings": "Recommendations\nThe force should act.\n",
    "causes": "Cause of concern\nThe force knows it well.\n",
    "grades": "Good\nInvestigating crime\n",
    "grades in sentences": "the extent to which The force is good at ",
    "counts": "we have made two recommendations and ",
    "points": "x;-y",
    "names of forces": "Kent and ",
    "capital letters": "The AaAaAaAaAaAaAaAaAaAaAaAaAaAaAa ",
    "rows of grades": "Outstanding Good Adequate Requires improvement Inadequate\n",
    "themes": "Areas for improvement\nCells\nThe force should act.\n",
    "feet in sentences": "The force should not take\nA report\n12\n",
    "whom it asks first": "The chief constables and officers of all the forces that there are in the country ",
    "grades first": "Good: Preventing crime; Investigating crime\n",
    "tables": "| Recommendation | a |\n|---|---|\n| 1 |\nThe force should act. |\n",
    "cells": "Cause of concern: a | b | ",
    "points without spaces": "act;then",
    "recommendations of a revisit": "A revisit\nRecommendation 1\nBy 31 March 2022, forces should act.\n",
    "comments": "[comment] [/comment] [comment]\n",
    "titles and numbers": "PEEL 2021: An inspection of Westshire Police\n12\n",
    "cells with tabs": "a\tb\tGood\t",
    "rows": "| a | b |\n",
    "who is asked": "To the force and the council and the college and the board and ",
}
_SHORT, _LONG = 1_000, 4_000
_PER_TIMES_FOUR = 9
"""Four times the text may take four times as long, and as much again for a machine that does other things."""
_TRIES = 3
"""A text whose time grows with the square of its length takes sixteen times as long in every try."""


def seconds(text: str, times: int) -> float:
    read = InspectedReport("report.txt", "", [Page(tuple((text * times).splitlines()))])
    began = time.process_time()
    for look in (findings_in, grades_in, contradictions_in, counts_stated, facts_in):
        look(read)
    return time.process_time() - began


@pytest.mark.parametrize("name", REPEATED)
def test_the_time_grows_with_the_length_and_no_faster(name: str) -> None:
    tries: list[tuple[float, float]] = []
    for _ in range(_TRIES):
        short, long = seconds(REPEATED[name], _SHORT), seconds(REPEATED[name], _LONG)
        if long < max(0.5, short * _PER_TIMES_FOUR):
            return
        tries.append((short, long))
    raise AssertionError(tries)
