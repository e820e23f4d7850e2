"""Faults in the report, the findings and the force's actions, each one change to a clean response."""

from __future__ import annotations

from datetime import date

from pccresponse.models.findings import AreaForImprovement, CauseOfConcern, Oversight
from pccresponse.models.report import AreaJudgment, AuditRow, EarlierReport, PillarJudgment
from tests.builders import action, on, recommendation
from tests.rules.faults import ADVICE, ERROR, WARNING, Fault

FIRST, SECOND = ("findings", "recommendations", 0), ("findings", "recommendations", 1)
CAUSE = ("findings", "causes_of_concern", 0)
UNDER_CAUSE = (*CAUSE, "recommendations", 0)
AFI = ("findings", "areas_for_improvement", 0)
AUDIT = ("judgments", "case_audits", 0)
FORCE = {(*CAUSE, "addressees"): ("the force",), (*UNDER_CAUSE, "addressees"): ("the force",), (*AFI, "addressees"): ("the force",)}

FAULTS = (
    # dates
    Fault(
        "fieldwork that ended before it began",
        "DATES",
        ERROR,
        ("report", "fieldwork_ended"),
        "Fieldwork ended in 2022 but fieldwork began in January 2023.",
        {("report", "fieldwork_ended"): on("2022")},
    ),
    Fault(
        "fieldwork after the report",
        "DATES",
        ERROR,
        ("report", "fieldwork_ended"),
        "Fieldwork ended on 7 June 2023 but the report was published on 6 June 2023.",
        {("report", "fieldwork_ended"): on("2023-06-07")},
    ),
    Fault(
        "an invitation before the report",
        "DATES",
        ERROR,
        ("invitation", "sent_on"),
        "The invitation was sent on 5 June 2023 but the report was published on 6 June 2023.",
        {("invitation", "sent_on"): on("2023-06-05")},
    ),
    Fault(
        "comments of the chief officer before the report",
        "DATES",
        ERROR,
        ("chief_officer_comments", "received_on"),
        "The chief officer's comments came in May 2023 but the report was published on 6 June 2023.",
        {("chief_officer_comments", "received_on"): on("2023-05")},
    ),
    Fault(
        "comments of the chief officer before the invitation",
        "DATES",
        ERROR,
        ("chief_officer_comments", "received_on"),
        "The chief officer's comments came on 7 June 2023 but the invitation was sent on 8 June 2023.",
        {("chief_officer_comments", "received_on"): on("2023-06-07")},
    ),
    Fault(
        "comments of the chief officer after publication",
        "DATES",
        ERROR,
        ("publication", "published_on"),
        "The comments were published on 24 July 2023 but the chief officer's comments came on 25 July 2023.",
        {("chief_officer_comments", "received_on"): on("2023-07-25")},
    ),
    Fault(
        "comments of the chief officer after the body's",
        "DATES",
        WARNING,
        ("comments", "made_on"),
        "The body's comments were signed off on 20 July 2023 but the chief officer's comments came on 21 July 2023.",
        {("chief_officer_comments", "received_on"): on("2023-07-21")},
    ),
    Fault(
        "comments before the report",
        "DATES",
        ERROR,
        ("comments", "made_on"),
        "The body's comments were signed off in 2022 but the report was published on 6 June 2023.",
        {("comments", "made_on"): on("2022")},
    ),
    Fault(
        "comments after their publication",
        "DATES",
        ERROR,
        ("publication", "published_on"),
        "The comments were published on 24 July 2023 but the body's comments were signed off on 25 July 2023.",
        {("comments", "made_on"): on("2023-07-25")},
    ),
    Fault(
        "copies before publication",
        "DATES",
        WARNING,
        ("submission", "sent_on"),
        "The copies were sent on 23 July 2023 but the comments were published on 24 July 2023.",
        {("submission", "sent_on"): on("2023-07-23")},
    ),
    Fault(
        "a meeting before the report",
        "DATES",
        ERROR,
        ("panel_report", "held_on"),
        "The meeting was held on 5 June 2023 but the report was published on 6 June 2023.",
        {("panel_report", "held_on"): on("2023-06-05")},
    ),
    Fault(
        "an accelerated cause of concern after the report",
        "DATES",
        ERROR,
        (*CAUSE, "accelerated_on"),
        "The force was told of cause of concern “Risk to vulnerable callers” (area: Responding to the public) on 7 June 2023, "
        "after the report, 6 June 2023; an accelerated cause of concern comes before it.",
        {(*CAUSE, "accelerated_on"): on("2023-06-07")},
    ),
    Fault(
        "a follow-up of a later report",
        "DATES",
        ERROR,
        ("report", "follows_up", 0, "published_on"),
        "The earlier report “PEEL 2024” was published in 2024, after this one, 6 June 2023.",
        {("report", "follows_up"): (EarlierReport(title="PEEL 2024", published_on=on("2024")),)},
    ),
    Fault(
        "no source of the report's date",
        "DATE-SOURCE",
        WARNING,
        ("report", "published_on_source"),
        "Nothing says where you saw the report's date of publication, 6 June 2023.",
        {("report", "published_on_source"): None},
    ),
    Fault(
        "a report on a Sunday",
        "DATE-SOURCE",
        ADVICE,
        ("report", "published_on"),
        "The report's date of publication, Sunday 4 June 2023, is at a weekend.",
        {("report", "published_on"): date(2023, 6, 4)},
    ),
    Fault(
        "a report on a bank holiday",
        "DATE-SOURCE",
        ADVICE,
        ("report", "published_on"),
        "The report's date of publication, Monday 29 May 2023, is a bank holiday (Spring bank holiday).",
        {
            ("report", "published_on"): date(2023, 5, 29),
            ("publication", "published_on"): on("2023-07-21"),
            ("submission", "sent_on"): on("2023-07-21"),
            (*UNDER_CAUSE, "due_on"): None,
        },
        today=date(2023, 7, 21),
    ),
    # the report
    Fault(
        "a joint report with nobody",
        "KIND",
        WARNING,
        ("report", "joint_with"),
        "The report is a joint one, but nothing says with whom.",
        {
            ("report", "kind"): "joint",
            **FORCE,
            (*FIRST, "addressees"): ("the force",),
            (*SECOND, "addressees"): ("chief constables",),
        },
    ),
    Fault(
        "others in a report that is not joint",
        "KIND",
        ADVICE,
        ("report", "kind"),
        "The report names other inspectorates, but its kind is “force”.",
        {("report", "joint_with"): ("Ofsted",)},
    ),
    Fault(
        "a review of nothing",
        "KIND",
        ADVICE,
        ("report", "follows_up"),
        "The report is a post-inspection review, but nothing says which report it follows up.",
        {("report", "kind"): "post-inspection review"},
    ),
    Fault("no summary", "SUMMARY", ERROR, ("report", "summary"), "The report has no summary.", {("report", "summary"): None}),
    Fault("no address", "REPORT-URL", ADVICE, ("report", "url"), "The report's web address is missing.", {("report", "url"): None}),
    # judgments
    Fault(
        "a wrong total",
        "TOTALS",
        ERROR,
        (*AUDIT, "rows", 0, "total"),
        "“All cases” in the table “Cases that were read”: 12 + 3 is 15, but the total is 14.",
        {(*AUDIT, "rows", 0, "total"): 14},
    ),
    Fault(
        "a wrong total with a note",
        "TOTALS",
        WARNING,
        (*AUDIT, "rows", 0, "total"),
        "“All cases” in the table “Cases that were read”: 12 + 3 is 15, but the total is 14.",
        {(*AUDIT, "rows", 0, "total"): 14, (*AUDIT, "note"): "The report prints 14."},
    ),
    Fault(
        "a number too many",
        "TOTALS",
        ERROR,
        (*AUDIT, "rows", 0, "counts"),
        "“Some cases” in the table “Cases that were read” has 1 number for 2 grades.",
        {(*AUDIT, "rows"): (AuditRow(cases="Some cases", counts=(4,), total=4),)},
    ),
    Fault(
        "pillars and areas",
        "GRADES",
        WARNING,
        ("judgments", "areas"),
        "The judgments have both pillars and areas; no report has both.",
        {("judgments", "pillars"): (PillarJudgment(pillar="efficiency", grade="good"),)},
    ),
    Fault(
        "pillars after their time",
        "GRADES",
        WARNING,
        ("judgments", "pillars"),
        "The judgments are given by pillar, as in the reports of 2015 to 2021; this one was published in 2023.",
        {("judgments", "pillars"): (PillarJudgment(pillar="efficiency", grade="good"),), ("judgments", "areas"): ()},
    ),
    Fault(
        "an area twice",
        "GRADES",
        WARNING,
        ("judgments", "areas", 1, "area"),
        "“responding to the public” is graded twice, as the first and the second area.",
        {("judgments", "areas", 1): AreaJudgment(area="responding to the public", grade="good")},
    ),
    Fault(
        "an inadequate area without a cause of concern",
        "INADEQUATE",
        ADVICE,
        ("judgments", "areas", 1, "grade"),
        "“Supporting victims” is graded inadequate, but no cause of concern belongs to it.",
        {("judgments", "areas", 1, "grade"): "inadequate"},
    ),
    # to whom the findings speak, and how they are labelled
    Fault(
        "a finding addressed to an institution that did not exist yet",
        "INSTITUTION",
        WARNING,
        (*FIRST, "addressees", 1),
        "Recommendation 2 is addressed to the Independent Office for Police Conduct, which did not exist before 8 January 2018; "
        "most of its work was then with the Independent Police Complaints Commission.",
        {
            ("report", "published_on"): date(2013, 3, 1),
            ("report", "fieldwork_began"): None,
            ("report", "fieldwork_ended"): None,
            ("judgments", "areas"): (),
            ("submission", "inspectors"): None,
            (*UNDER_CAUSE, "due_on"): None,
            (*FIRST, "addressees"): ("the force", "Independent Office for Police Conduct"),
        },
        also=("UNCONFIRMED",),
    ),
    Fault(
        "a recommendation to nobody in a national report",
        "ADDRESSEE",
        ERROR,
        (*FIRST, "addressees"),
        "Recommendation 2 does not say who it is addressed to, so the program treats it as addressed to you.",
        {("report", "kind"): "national", **FORCE, (*SECOND, "addressees"): ("chief constables",)},
    ),
    Fault(
        "an area for improvement to nobody in a thematic report",
        "ADDRESSEE",
        WARNING,
        (*AFI, "addressees"),
        "The first area for improvement (area: Supporting victims) does not say who it is addressed to, "
        "so the program treats it as addressed to you.",
        {
            ("report", "kind"): "thematic",
            **FORCE,
            (*FIRST, "addressees"): ("the force",),
            (*SECOND, "addressees"): ("the force",),
            (*AFI, "addressees"): (),
        },
    ),
    Fault(
        "a force that is none",
        "NAMED-FORCE",
        ERROR,
        (*SECOND, "named_forces", 1),
        'Recommendation 4: No police force of England and Wales is recorded as "esex".',
        {(*SECOND, "named_forces"): ("kent", "esex")},
        also=("ANOTHER-FORCE",),
    ),
    Fault(
        "a label twice",
        "LABELS",
        WARNING,
        (*SECOND, "label"),
        "There are two findings called recommendation 2.",
        {(*SECOND, "label"): "2"},
    ),
    Fault(
        "a label twice, here and under a cause of concern",
        "LABELS",
        ADVICE,
        (*FIRST, "label"),
        "There are two findings called recommendation 1.",
        {(*FIRST, "label"): "1"},
    ),
    # whether they are answered
    Fault(
        "an area for improvement without an answer",
        "AFI",
        WARNING,
        AFI,
        "The first area for improvement (area: Supporting victims) has no answer.",
        {(*AFI, "force_actions"): ()},
    ),
    Fault(
        "a cause of concern without a recommendation",
        "CAUSE-RECOMMENDATION",
        WARNING,
        ("findings", "causes_of_concern", 1, "recommendations"),
        "The second cause of concern has no recommendation.",
        {
            ("findings", "causes_of_concern"): (
                CauseOfConcern(
                    text="One.", label="A", force_actions=(action(),), recommendations=(recommendation(force_actions=(action(),)),)
                ),
                CauseOfConcern(text="Two.", force_actions=(action(),)),
            )
        },
    ),
    Fault(
        "a cause of concern without an answer",
        "CAUSE",
        WARNING,
        CAUSE,
        "Cause of concern “Risk to vulnerable callers” (area: Responding to the public) has no answer.",
        {(*CAUSE, "recommendations"): ()},
        also=("CAUSE-RECOMMENDATION",),
    ),
    Fault(
        "no reason for not accepting",
        "ACCEPTANCE",
        WARNING,
        (*SECOND, "acceptance_note"),
        "Recommendation 4 is not accepted, but no reason is given.",
        {(*SECOND, "acceptance_note"): None},
    ),
    Fault(
        "a date that the words do not come to",
        "DUE-WORDING",
        WARNING,
        (*UNDER_CAUSE, "due_on"),
        'Recommendation 1 is due “within three months”, which comes to 6 September 2023, but "due_on" is 6 December 2023.',
        {(*UNDER_CAUSE, "due_on"): on("2023-12-06")},
    ),
    Fault(
        "an unknown board",
        "OVERSIGHT",
        ADVICE,
        (*FIRST, "oversight", "by"),
        "Recommendation 2 is overseen by “Performance and Accountancy Board”, which office.yaml does not list among its boards.",
        {(*FIRST, "oversight"): Oversight(by="Performance and Accountancy Board")},
    ),
    Fault(
        "a next review that is over",
        "NEXT-REVIEW",
        WARNING,
        (*FIRST, "oversight", "next_review_on"),
        "Recommendation 2, oversight, next review on: June 2023 is before the comments, 20 July 2023.",
        {(*FIRST, "oversight", "next_review_on"): on("2023-06")},
    ),
    # the force's actions
    Fault(
        "complete without a date",
        "ACTION-COMPLETE",
        WARNING,
        (*UNDER_CAUSE, "force_actions", 0, "done_on"),
        "The action on recommendation 1 is complete, but has no date.",
        {(*UNDER_CAUSE, "force_actions", 0, "done_on"): None},
    ),
    Fault(
        "complete without evidence",
        "ACTION-COMPLETE",
        WARNING,
        (*UNDER_CAUSE, "force_actions", 1, "evidence"),
        "The second action on recommendation 1 is complete, but nothing shows it.",
        {(*UNDER_CAUSE, "force_actions"): (action(), action(evidence=None))},
    ),
    Fault(
        "done but not complete",
        "ACTION-DONE",
        WARNING,
        (*UNDER_CAUSE, "force_actions", 0, "status"),
        "The action on recommendation 1 was done on 30 June 2023, but its status is “in progress”.",
        {(*UNDER_CAUSE, "force_actions", 0, "status"): "in progress"},
    ),
    Fault(
        "complete tomorrow",
        "ACTION-DONE",
        ERROR,
        (*UNDER_CAUSE, "force_actions", 0, "done_on"),
        "The action on recommendation 1 is “complete”, but the day on which it was done, 26 July 2023, is still to come.",
        {(*UNDER_CAUSE, "force_actions", 0, "done_on"): on("2023-07-26")},
    ),
    Fault(
        "overdue",
        "ACTION-OVERDUE",
        WARNING,
        (*FIRST, "force_actions", 0, "due_on"),
        "The action on recommendation 2 was due in June 2023 and is “in progress” as of 24 July 2023.",
        {(*FIRST, "force_actions", 0, "due_on"): on("2023-06")},
    ),
    Fault(
        "planned for later than the report asks",
        "ACTION-AFTER-DUE",
        ADVICE,
        (*FIRST, "force_actions", 0, "due_on"),
        "The action on recommendation 2 is due in December 2023, but the report asks for it by 30 November 2023.",
        {(*FIRST, "due_on"): on("2023-11-30")},
    ),
    Fault(
        "open without a date or oversight",
        "ACTION-OPEN",
        ADVICE,
        (*AFI, "force_actions", 0),
        "The action on the first area for improvement (area: Supporting victims) is “not started” without a due date, "
        "and nobody oversees it.",
        {(*AFI, "force_actions", 0, "due_on"): None},
    ),
    Fault(
        "an area for improvement with a heading and no answer",
        "AFI",
        WARNING,
        ("findings", "areas_for_improvement", 1),
        "Area for improvement “Custody” has no answer.",
        {
            ("findings", "areas_for_improvement"): (
                AreaForImprovement(text="One.", label="AFI 1", force_actions=(action(),)),
                AreaForImprovement(text="Two.", heading="Custody"),
            )
        },
    ),
)
