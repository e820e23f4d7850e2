"""Faults in what is said of the report: each one change to a response that has its report beside it."""

from __future__ import annotations

from pccresponse.models.report import AreaJudgment, AuditRow
from tests.builders import Changes, recommendation
from tests.rules.faults import ADVICE, ERROR, WARNING, Fault

FIRST = ("findings", "recommendations", 0)
COMMENTS = ("comments", "sections", 0, "text")
PRAISE = ("findings", "positive_findings", 0)
AUDIT = ("judgments", "case_audits", 0, "rows", 0)

REPORT = """PEEL 2023-25: an inspection of Westshire Constabulary

This report makes three recommendations. Westshire Constabulary is inadequate at responding to the public.
1\fCause of concern
The force does not assess risk to vulnerable callers.
Recommendation 1
The force should review its cases within three months.
Recommendation 2
The force should review its cases within three months.
2\fRecommendation 4
The force should review its cases within three months.
All cases 12 3 15
Area for improvement
The force should tell victims sooner how their case goes on.
3\fThe force’s officers’ mentoring is ‘outstanding’, inspectors say. Its calls wait, and so do
its victims, although the situation is not hopeless.
4"""
"""It says everything that the clean response says of it, in the same words."""


def but(old: str, new: str) -> str:
    """The report with one thing changed in it."""
    assert old in REPORT
    return REPORT.replace(old, new, 1)


FAULTS = (
    # the words of a finding
    Fault(
        "a finding that has drifted by one word",
        "REPORT-WORDS",
        ERROR,
        (*PRAISE, "text"),
        "The first positive finding is given as published, but the report has other words on page 4: "
        "“The force’s officers’ [-training-] {+mentoring+} is “outstanding”, inspectors say”.",
        {(*PRAISE, "text"): "The force’s officers’ training is “outstanding”, inspectors say."},
        report=REPORT,
    ),
    Fault(
        "a finding that is nowhere",
        "REPORT-WORDS",
        ERROR,
        (*PRAISE, "text"),
        "The first positive finding is given as published, but nothing like “Quantum chromodynamics” is in report.txt.",
        {(*PRAISE, "text"): "Quantum chromodynamics"},
        report=REPORT,
    ),
    Fault(
        "a finding whose parts are in another order",
        "REPORT-WORDS",
        ERROR,
        (*PRAISE, "text"),
        "The first positive finding is given as published. Its parts are all in report.txt, but not in this order and close together.",
        {(*PRAISE, "text"): "Its calls wait … officers’ mentoring"},
        report=REPORT,
    ),
    # its page
    Fault(
        "a finding on another page",
        "REPORT-PAGE",
        WARNING,
        (*PRAISE, "page"),
        "The first positive finding is said to be on page 3; its words are on page 4.",
        {(*PRAISE, "page"): "3"},
        report=REPORT,
    ),
    # quotations
    Fault(
        "a quotation that has drifted by one word",
        "QUOTATION",
        ERROR,
        COMMENTS,
        "Comments, section 1: the quotation “the situation is now hopeless” is not what the report says on page 4: "
        "“the situation is [-now-] {+not+} hopeless”.",
        {COMMENTS: "The report says that “the situation is now hopeless”."},
        report=REPORT,
    ),
    Fault(
        "a quotation that is nowhere",
        "QUOTATION",
        WARNING,
        COMMENTS,
        "Comments, section 1: nothing like the quotation “quantum chromodynamics” is in report.txt.",
        {COMMENTS: "The report praises “quantum chromodynamics”."},
        report=REPORT,
    ),
    Fault(
        "a quotation whose parts are in another order",
        "QUOTATION",
        ERROR,
        COMMENTS,
        "Comments, section 1: the parts of the quotation “not hopeless … its calls” are in the report, "
        "but not in this order and close together.",
        {COMMENTS: "The report says “not hopeless … its calls”."},
        report=REPORT,
    ),
    Fault(
        "a quotation that nobody is given and that is nearly the report's",
        "QUOTATION",
        WARNING,
        COMMENTS,
        "Comments, section 1: the quotation “its victims, although the situation is now hopeless” is nearly, but not quite, "
        "what the report says on page 4: “its victims, although the situation is [-now-] {+not+} hopeless”.",
        {COMMENTS: "So it is: “its victims, although the situation is now hopeless”. I agree with every word of that."},
        report=REPORT,
    ),
    Fault(
        "a quotation of the chief officer's that has drifted",
        "QUOTATION",
        WARNING,
        ("chief_officer_comments", "text"),
        "Chief officer comments: the quotation “the situation is now hopeless” is not what the report says on page 4: "
        "“the situation is [-now-] {+not+} hopeless”.",
        {("chief_officer_comments", "text"): "The report says “the situation is now hopeless”."},
        report=REPORT,
    ),
    # what is left out
    Fault(
        "a numbered recommendation that is left out",
        "LEFT-OUT",
        WARNING,
        ("findings", "recommendations"),
        "Recommendation 5 of the report (page 4) is in none of the findings: “The chief constable should publish what the calls cost”.",
        report=but("\n4", "\nRecommendation 5\nThe chief constable should publish what the calls cost.\n4"),
    ),
    Fault(
        "an area for improvement that is left out",
        "LEFT-OUT",
        WARNING,
        ("findings", "areas_for_improvement"),
        "An area for improvement of the report (page 4) is in none of the findings: “The force should learn from the calls that it loses”.",
        report=but("\n4", "\nArea for improvement\nThe force should learn from the calls that it loses.\n4"),
    ),
    Fault(
        "a sentence that gives a day and is left out",
        "LEFT-OUT",
        WARNING,
        ("findings", "recommendations"),
        "A recommendation of the report (page 4) is in none of the findings: "
        "“By 31 March 2024, the chief constable should publish what …”.",
        report=but("\n4", " By 31 March 2024, the chief constable should publish what the calls cost the county.\n4"),
    ),
    Fault(
        "a point of a list that is left out",
        "LEFT-OUT",
        WARNING,
        ("findings", "recommendations"),
        "A point of a recommendation of the report (page 4) is in none of the findings: “publishes what the calls cost”.",
        {("findings", "recommendations", 1, "text"): "reviews how calls are answered"},
        report=but(
            "\n4", "\nRecommendations\nThe force:\n• reviews how calls are answered;\n• publishes what the calls cost; and\n4"
        ),
        also=(),
    ),
    # grades, numbers and the title
    Fault(
        "a grade that the report does not give",
        "REPORT-GRADE",
        WARNING,
        ("judgments", "areas", 0, "grade"),
        "“Responding to the public” is graded adequate here, and inadequate in the report.",
        {("judgments", "areas", 0): AreaJudgment(area="Responding to the public", grade="adequate")},
        report=REPORT,
    ),
    Fault(
        "a row of a case audit that the report does not have",
        "REPORT-COUNT",
        WARNING,
        AUDIT,
        "“All cases” in the table “Cases that were read” has 13, 2 and 15 in all; the report has 12, 3 and 15 in all.",
        {AUDIT: AuditRow(cases="All cases", counts=(13, 2), total=15)},
        report=REPORT,
    ),
    Fault(
        "more pages than the report has",
        "REPORT-COUNT",
        WARNING,
        ("report", "pages"),
        "The report is said to have 74 pages; report.txt has 4.",
        {("report", "pages"): 74},
        report=REPORT,
    ),
    Fault(
        "more recommendations than the report makes",
        "REPORT-COUNT",
        WARNING,
        ("findings", "recommendations"),
        "The report says that it makes 2 recommendations; the response has 3, "
        "not counting those that repeat an earlier report or are closed.",
        report=but("makes three", "makes two"),
    ),
    Fault(
        "another report",
        "REPORT-TITLE",
        ADVICE,
        ("report", "title"),
        "The title “PEEL 2023-25: an inspection of Eastmarch Police” is not on the first pages of report.txt.",
        {("report", "title"): "PEEL 2023-25: an inspection of Eastmarch Police"},
        report=REPORT,
    ),
)

CLEAN: tuple[tuple[str, Changes], ...] = (
    ("the report as it is", {}),
    (
        "a finding in other words",
        {(*FIRST,): recommendation(label="2", wording="summary", text="Something about cases and months.")},
    ),
    ("a finding with an omission that is marked", {(*PRAISE, "text"): "The force’s officers’ mentoring is … inspectors say."}),
    ("a page by its range", {(*PRAISE, "page"): "pp. 3–5"}),
    ("a quotation word for word", {COMMENTS: "The report says that “the situation is not hopeless.” I agree with it, and say so."}),
    (
        "a title in quotation marks",
        {COMMENTS: "The report “PEEL 2023-25: An inspection of Westshire Constabulary” is fair, I find."},
    ),
    ("somebody else's words", {COMMENTS: "A resident told me “the situation is now hopeless”. I do not agree with that at all."}),
    ("a word in quotation marks", {COMMENTS: "It is a “traffic light” system, and I would not have it otherwise in any case."}),
)
"""What earns nothing, because nothing is wrong with it."""
