"""Faults in what a response states of the report, of itself and of its time, each one change to a clean response."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from pccresponse.models.findings import AreaForImprovement, CauseOfConcern, EarlierAnswer, Findings
from pccresponse.models.office import OfficeHolder
from pccresponse.models.report import AreaJudgment, ReportContents
from pccresponse.models.response import Correction, Invitation, Person
from tests.builders import Changes, action, explanation, on, recommendation
from tests.rules.faults import ADVICE, ERROR, WARNING, Fault

FIRST, SECOND = ("findings", "recommendations", 0), ("findings", "recommendations", 1)
CAUSE, AFI = ("findings", "causes_of_concern", 0), ("findings", "areas_for_improvement", 0)
UNDER_CAUSE = (*CAUSE, "recommendations", 0)
CONTAINS, SUMMARY, TITLE = ("report", "contains"), ("report", "summary"), ("report", "title")
TEXT = ("comments", "sections", 0, "text")
NOTHING: Changes = {("findings",): "none", ("judgments", "areas"): ()}
ELSEWHERE = EarlierAnswer(title="PEEL 2021/22: Westshire", published_on=on("2022-05"))
TO_US = {
    (*CAUSE, "addressees"): ("the force",),
    (*UNDER_CAUSE, "addressees"): ("the force",),
    (*AFI, "addressees"): ("the force",),
    (*FIRST, "addressees"): ("the force",),
    (*SECOND, "addressees"): ("the force",),
}
KEPT = "PEEL 2023-25: an inspection of Westshire Constabulary\nThe force is well led.\n"
ASKING = f"{KEPT}Recommendation 1\nThe force should at once review how it keeps its keys safe.\n"


def in_the_summer_of(year: int, home_secretary: str) -> Changes:
    """A report of 5 June of another year, signed on 20 July and published on the 24th."""
    return {
        ("report", "published_on"): date(year, 6, 5),
        ("report", "programme"): None,
        ("report", "fieldwork_began"): None,
        ("report", "fieldwork_ended"): None,
        TITLE: "An inspection of Westshire Constabulary",
        ("judgments", "areas"): (),
        ("findings", "recommendations"): (recommendation(label="2"),),
        ("findings", "areas_for_improvement"): (),
        (*UNDER_CAUSE, "due_on"): None,
        (*UNDER_CAUSE, "force_actions"): (),
        ("invitation",): Invitation(sent_on=on(f"{year}-06-08"), reply_by=on(f"{year}-06-30")),
        ("chief_officer_comments", "received_on"): on(f"{year}-06-27"),
        ("comments", "made_on"): on(f"{year}-07-20"),
        ("publication", "published_on"): on(f"{year}-07-24"),
        ("submission", "sent_on"): on(f"{year}-07-24"),
        ("submission", "home_secretary", "name"): home_secretary,
        ("panel_report",): None,
    }


FAULTS = (
    # what the report asks for
    Fault(
        "nothing about findings",
        "FINDINGS",
        ERROR,
        ("findings",),
        "Nothing says what the report asks for: there are no findings.",
        {**NOTHING, ("findings",): None},
    ),
    Fault("empty findings", "FINDINGS", ERROR, ("findings",), "The findings are empty.", {**NOTHING, ("findings",): Findings()}),
    Fault(
        "none, though the summary tells of some",
        "FINDINGS",
        ERROR,
        ("findings",),
        "“findings: none” says that the report asks for nothing, but the summary speaks of it: “The report made 13 recommendations”.",
        {**NOTHING, SUMMARY: "The force is slow. The report made 13 recommendations."},
    ),
    Fault(
        "none, though the judgment in words tells of one",
        "FINDINGS",
        ERROR,
        ("findings",),
        "“findings: none” says that the report asks for nothing, but the judgment in words speaks of it: "
        "“HMICFRS identified one serious cause of concern”.",
        {**NOTHING, ("judgments", "narrative"): "HMICFRS identified one serious cause of concern."},
    ),
    Fault(
        "none, though the summary mentions some",
        "FINDINGS",
        WARNING,
        ("findings",),
        "“findings: none” says that the report asks for nothing, but the summary speaks of it: "
        "“Its areas for improvement concern custody”.",
        {**NOTHING, SUMMARY: "The force is slow. Its areas for improvement concern custody."},
    ),
    Fault(
        "none, though the report is said to contain some",
        "FINDINGS",
        ERROR,
        ("findings",),
        "“findings: none” says that the report asks for nothing, but the report is said to contain 1 area for improvement.",
        {**NOTHING, CONTAINS: ReportContents(recommendations=0, areas_for_improvement=1)},
    ),
    Fault(
        "none, though the report that is kept asks for something",
        "LEFT-OUT",
        ERROR,
        ("findings",),
        "“findings: none” says that the report asks for nothing, but report.txt seems to ask for 1 thing, such as: "
        "“The force should at once review how it keeps its keys safe”.",
        NOTHING,
        report=ASKING,
    ),
    Fault(
        "more recommendations than the report is said to contain",
        "CONTAINS",
        ERROR,
        (*CONTAINS, "recommendations"),
        "The report is said to contain 2 recommendations, but the findings have 3, "
        "not counting those that repeat an earlier report or are closed.",
        {CONTAINS: ReportContents(recommendations=2)},
    ),
    Fault(
        "fewer recommendations than the report is said to contain",
        "CONTAINS",
        WARNING,
        ("findings", "recommendations"),
        "The report is said to contain 4 recommendations; the findings have 3.",
        {CONTAINS: ReportContents(recommendations=4, causes_of_concern=1)},
    ),
    Fault(
        "fewer recommendations, those included that it repeats",
        "CONTAINS",
        WARNING,
        ("findings", "recommendations"),
        "The report is said to contain 4 recommendations; the findings have 3.",
        {CONTAINS: ReportContents(recommendations=4), (*FIRST, "repeats"): "Recommendation 2 of 2019"},
    ),
    Fault(
        "a number in the summary that is not what the report is said to contain",
        "CONTAINS",
        WARNING,
        SUMMARY,
        "The summary speaks of 13 recommendations; the report is said to contain 12.",
        {
            ("report", "kind"): "national",
            **TO_US,
            CONTAINS: ReportContents(recommendations=12),
            SUMMARY: "The report made 13 recommendations.",
        },
    ),
    Fault(
        "a number in the summary that is not that of the findings",
        "CONTAINS",
        WARNING,
        SUMMARY,
        "The summary speaks of 2 areas for improvement; the findings have 1, "
        "not counting those that repeat an earlier report or are closed.",
        {SUMMARY: "It is a fair picture. The inspectors found two areas for improvement."},
    ),
    Fault(
        "a number that the kept report does not have",
        "REPORT-COUNT",
        WARNING,
        (*CONTAINS, "recommendations"),
        "The report is said to contain 3 recommendations; report.txt says that it makes 4.",
        {CONTAINS: ReportContents(recommendations=3), ("report", "kind"): "national", **TO_US},
        report=f"{KEPT}This report makes four recommendations.\n",
        also=("REPORT-WORDS",) * 6,
    ),
    # whose report it is
    Fault(
        "the report of another force",
        "ANOTHER-FORCE",
        ERROR,
        TITLE,
        "The report's title names Kent Police, but the office is that of Westshire Constabulary.",
        {TITLE: "PEEL 2023-25: An inspection of Kent Police"},
    ),
    Fault(
        "the area of another force, under an office of the table",
        "ANOTHER-FORCE",
        ERROR,
        TITLE,
        "The report's title names Devon and Cornwall, but the office is that of Kent Police.",
        {TITLE: "Custody in Devon & Cornwall", ("report", "kind"): "letter", ("submission", "sent_on"): on("2023-07-24")},
        office={("force",): "kent", ("force_name",): None, ("body", "area"): None, ("body", "name"): "The Commissioner"},
        also=("NOT-SECTION-55",),
    ),
    Fault(
        "findings about another force",
        "ANOTHER-FORCE",
        ERROR,
        (*FIRST, "named_forces"),
        "The report is about one force, but the forces that its findings name are essex and kent, and never the office's own.",
        {(*FIRST, "named_forces"): ("kent", "essex")},
    ),
    Fault(
        "a super-complaint",
        "NOT-SECTION-55",
        ADVICE,
        TITLE,
        "“A duty to protect: the response to a super-complaint” seems to answer a super-complaint, which is not a report under section 55.",
        {TITLE: "A duty to protect: the response to a super-complaint", ("report", "kind"): "national", **TO_US},
    ),
    Fault(
        "a letter",
        "NOT-SECTION-55",
        ADVICE,
        ("report", "kind"),
        "A letter from the inspectorate is a report under section 55 only if it was made under section 54 and published as one.",
        {("report", "kind"): "letter"},
    ),
    Fault(
        "a fire and rescue service",
        "NOT-SECTION-55",
        ADVICE,
        TITLE,
        "“Westshire Fire and Rescue Service 2023-25” seems to be about a fire and rescue service, which section 55 does not cover.",
        {TITLE: "Westshire Fire and Rescue Service 2023-25", ("report", "programme"): None},
    ),
    Fault(
        "the report of another inspectorate",
        "NOT-SECTION-55",
        ADVICE,
        ("report", "publisher"),
        "The report is published by HM Inspectorate of Probation; section 55 is about the reports of the inspectors of constabulary.",
        {("report", "publisher"): "HM Inspectorate of Probation"},
    ),
    Fault(
        "a national report for others",
        "NOT-OURS",
        ADVICE,
        ("findings",),
        "None of the findings is addressed to the force or to the body.",
        {
            ("report", "kind"): "national",
            ("findings",): Findings(recommendations=(recommendation(addressees=("Home Office",)),)),
            ("judgments", "areas"): (),
        },
    ),
    Fault(
        "a joint report that does not say whom it is about",
        "ADDRESSEE",
        ERROR,
        (*SECOND, "addressees"),
        "Recommendation 4 does not say who it is addressed to, so the program treats it as addressed to you.",
        {
            **TO_US,
            (*SECOND, "addressees"): (),
            ("report", "kind"): "joint",
            ("report", "joint_with"): ("HM Inspectorate of Prisons",),
            TITLE: "An inspection of custody in the county",
        },
    ),
    # answers that stand elsewhere
    Fault(
        "answered with nothing",
        "ANSWERED-WITH",
        ERROR,
        (*FIRST, "answered_with"),
        "Recommendation 2 is answered with 7, which is not the label of a finding.",
        {(*FIRST, "explanation"): None, (*FIRST, "answered_with"): "7"},
    ),
    Fault(
        "answered with itself",
        "ANSWERED-WITH",
        ERROR,
        (*FIRST, "answered_with"),
        "Recommendation 2 is answered with itself.",
        {(*FIRST, "explanation"): None, (*FIRST, "answered_with"): "2"},
    ),
    Fault(
        "answered with one that is answered with another",
        "ANSWERED-WITH",
        ERROR,
        (*FIRST, "answered_with"),
        "Recommendation 2 is answered with recommendation 4, which is itself answered with 1.",
        {
            (*FIRST, "explanation"): None,
            (*FIRST, "answered_with"): "4",
            (*SECOND, "explanation"): None,
            (*SECOND, "answered_with"): "1",
        },
    ),
    Fault(
        "answered with either of two",
        "ANSWERED-WITH",
        ERROR,
        (*AFI, "answered_with"),
        "The first area for improvement (area: Supporting victims) is answered with 4, and 2 findings have that label.",
        {
            (*AFI, "answered_with"): "4",
            ("findings", "recommendations"): (
                recommendation(label="4", explanation=None, answered_with="1"),
                recommendation(label="4", area="Custody"),
            ),
        },
        also=("LABELS",),
    ),
    Fault(
        "answered with one that has no answer",
        "S55-5B",
        ERROR,
        (*FIRST, "explanation"),
        "Recommendation 2 is answered with CC1, which has no explanation.",
        {(*FIRST, "explanation"): None, (*FIRST, "answered_with"): "CC1", (*CAUSE, "label"): "CC1"},
    ),
    Fault(
        "answered in another response",
        "S55-5B",
        WARNING,
        (*FIRST, "explanation"),
        "Recommendation 2 is answered in another response, on “PEEL 2021/22: Westshire”, and not here. "
        "The inspectorate's procedure allows that; section 55(5B) does not mention it.",
        {(*FIRST, "explanation"): None, (*FIRST, "answered_in"): ELSEWHERE},
        also=("NATIONAL-AND-FORCE",),
    ),
    Fault(
        "a reference to another response",
        "NATIONAL-AND-FORCE",
        ADVICE,
        (*FIRST, "answered_in"),
        "Recommendation 2 refers to the response to “PEEL 2021/22: Westshire”: that is enough only if the findings and recommendations "
        "of the two reports are the same.",
        {(*FIRST, "answered_in"): ELSEWHERE},
    ),
    Fault(
        "a cause of concern whose recommendation to us has no answer",
        "S55-5B",
        ERROR,
        (*UNDER_CAUSE, "explanation"),
        "Recommendation 1 has no explanation.",
        {
            **TO_US,
            (*CAUSE, "addressees"): ("Home Office",),
            (*UNDER_CAUSE, "explanation"): None,
            (*UNDER_CAUSE, "force_actions"): (),
        },
    ),
    # judgments
    Fault(
        "a grade before its time",
        "GRADES",
        WARNING,
        ("judgments", "areas", 0, "grade"),
        "“Crime data integrity” is graded adequate, a grade that came with the reports of 2021; this one was published in 2018.",
        {
            **in_the_summer_of(2018, "The Rt Hon Sajid Javid MP"),
            ("judgments", "areas"): (AreaJudgment(area="Crime data integrity", grade="adequate"),),
        },
        office={("office_holders",): (OfficeHolder(name="Morgan Ellery", took_office_on=on("2016")),)},
        today=date(2018, 7, 25),
        also=("CHIEF-OFFICER",) * 2,
    ),
    Fault(
        "more than 30 days, when the inspectorate asked for a link",
        "LINK-ASKED-FOR",
        ADVICE,
        ("publication", "published_on"),
        "The comments were published on 24 July 2016, more than 30 days after the report. The inspectorate then asked for a link within "
        "30 days; that was a request, not a period of the Act.",
        {**in_the_summer_of(2016, "The Rt Hon Amber Rudd MP"), ("submission", "inspectors"): None},
        office={("office_holders",): (OfficeHolder(name="Morgan Ellery", took_office_on=on("2016")),)},
        today=date(2016, 7, 25),
        also=("UNCONFIRMED", "DATE-SOURCE", "CHIEF-OFFICER", "CHIEF-OFFICER"),
    ),
    Fault(
        "the weeks before an election",
        "PRE-ELECTION",
        ADVICE,
        ("publication", "published_on"),
        "The comments are published on 15 April 2024, in the weeks before the election of the police and crime commissioners on 2 May 2024.",
        {
            **in_the_summer_of(2023, "The Rt Hon James Cleverly MP"),
            ("report", "published_on"): date(2024, 3, 5),
            ("invitation",): Invitation(sent_on=on("2024-03-06"), reply_by=on("2024-03-26")),
            ("chief_officer_comments", "received_on"): on("2024-03-25"),
            ("comments", "made_on"): on("2024-04-12"),
            ("publication", "published_on"): on("2024-04-15"),
            ("submission", "sent_on"): on("2024-04-15"),
        },
        today=date(2024, 4, 16),
    ),
    # statements about the chief officer
    Fault(
        "not recorded, in a new response",
        "S55-5-CHIEF-OFFICER",
        ERROR,
        ("chief_officer_comments",),
        "Whether the chief officer submitted comments is not recorded, but a new response must say.",
        {("chief_officer_comments",): "not recorded", ("reply_to_chief_officer",): None},
    ),
    Fault(
        "comments of the chief officer without a word",
        "S55-5-CHIEF-OFFICER",
        ERROR,
        ("chief_officer_comments",),
        "The chief officer's comments have no text, and no finding has one.",
        {("chief_officer_comments", "text"): None},
    ),
    Fault(
        "a comment of the chief officer that was not received",
        "S55-5-CHIEF-OFFICER",
        ERROR,
        ("chief_officer_comments",),
        "One finding has a comment by the chief officer, but “chief_officer_comments: none received” says otherwise.",
        {
            ("chief_officer_comments",): "none received",
            ("reply_to_chief_officer",): None,
            (*FIRST, "chief_officer_comment"): "I accept this recommendation in full.",
        },
    ),
    Fault(
        "comments of the chief officer by nobody",
        "S55-5-CHIEF-OFFICER",
        ERROR,
        (*FIRST, "chief_officer_comment"),
        "2 findings have comments by the chief officer, but nothing says by whom and when.",
        {
            ("chief_officer_comments",): None,
            ("reply_to_chief_officer",): None,
            (*FIRST, "chief_officer_comment"): "I accept this recommendation in full.",
            (*SECOND, "chief_officer_comment"): "I do not accept this recommendation.",
        },
    ),
    Fault(
        "a reply that is not recorded, in a new response",
        "S55-5-REPLY",
        ERROR,
        ("reply_to_chief_officer",),
        "Whether the body responds to the chief officer's comments is not recorded, but a new response must say.",
        {("reply_to_chief_officer",): "not recorded"},
    ),
    Fault(
        "a reply to nothing that is not recorded",
        "S55-5-REPLY",
        WARNING,
        ("reply_to_chief_officer",),
        "No comments were received from the chief officer, so there is nothing to respond to.",
        {("chief_officer_comments",): "none received", ("reply_to_chief_officer",): "not recorded"},
    ),
    Fault(
        "an invitation of which nothing is known",
        "S55-4",
        WARNING,
        ("invitation", "sent_on"),
        "Nothing shows that the chief officer was invited: the date of the invitation is not recorded, and no comments are.",
        {
            ("invitation",): Invitation(sent_on="not recorded"),
            ("chief_officer_comments",): "none received",
            ("reply_to_chief_officer",): None,
        },
    ),
    # who signs
    Fault(
        "a signature without a date",
        "SIGNED-ON",
        WARNING,
        ("comments", "made_on"),
        "The signature under the comments has no date; who signs is taken from 24 July 2023.",
        {("comments", "made_on"): None},
    ),
    Fault(
        "an election between signature and publication",
        "SIGNED-BEFORE",
        ADVICE,
        ("publication", "published_on"),
        "The comments are signed by Ann Ash, on 20 July 2023; when they are published, on 24 July 2023, Ben Birch holds the office. "
        "The letters are signed by Ben Birch.",
        office={
            ("office_holders",): (
                OfficeHolder(name="Ann Ash", took_office_on=on("2021"), left_office_on=on("2023-07-22")),
                OfficeHolder(name="Ben Birch", took_office_on=on("2023-07-23")),
            )
        },
    ),
    Fault(
        "a deputy without an office",
        "SIGNATORY",
        WARNING,
        ("comments", "signatories", 0),
        "Kit Marlow signs without an office, and is not on record as the office-holder on 20 July 2023.",
        {("comments", "signatories"): (Person(name="Kit Marlow"),)},
    ),
    Fault(
        "one signature for two bodies",
        "SIGNATORY",
        WARNING,
        ("comments", "signatories"),
        "2 bodies make the comments together, but none of those who sign are named.",
        {("comments", "jointly_with"): ("Police and Crime Commissioner for Eastmarch",)},
    ),
    Fault(
        "a recommendation to the force of a body that comments too",
        "S55-5B",
        WARNING,
        (*FIRST, "explanation"),
        "Recommendation 2 is addressed to Essex Police, whose own body makes these comments too, and has no explanation.",
        {
            ("report", "kind"): "thematic",
            **TO_US,
            (*FIRST, "addressees"): (),
            (*FIRST, "named_forces"): ("essex",),
            (*FIRST, "explanation"): None,
            ("comments", "jointly_with"): ("Police, Fire and Crime Commissioner for Essex",),
            ("comments", "signatories"): (
                Person(name="Ann Ash", office="Commissioner"),
                Person(name="Ben Birch", office="Commissioner"),
            ),
        },
    ),
    # corrections
    Fault(
        "a corrected report that does not say what",
        "REPORT-CORRECTED",
        WARNING,
        ("report", "correction"),
        "The report was corrected, but nothing says what.",
        {("report", "corrected_on"): on("2023-06-20")},
    ),
    Fault(
        "a corrected report that does not say when",
        "REPORT-CORRECTED",
        WARNING,
        ("report", "corrected_on"),
        "Something in the report was corrected, but nothing says when.",
        {("report", "correction"): "A figure in the table of calls."},
    ),
    Fault(
        "a withdrawn report",
        "REPORT-CORRECTED",
        ADVICE,
        ("report", "withdrawn_on"),
        "The report was withdrawn on 20 June 2023.",
        {("report", "withdrawn_on"): on("2023-06-20")},
    ),
    Fault(
        "a report that was corrected before it was published",
        "DATES",
        ERROR,
        ("report", "corrected_on"),
        "The report was corrected in May 2023 but the report was published on 6 June 2023.",
        {("report", "corrected_on"): on("2023-05"), ("report", "correction"): "A figure in the table of calls."},
    ),
    Fault(
        "another file than the one that was answered",
        "REPORT-DIGEST",
        ERROR,
        ("report", "file_sha256"),
        f"report.txt is not the file that was answered: its digest is {sha256(KEPT.encode()).hexdigest()}.",
        {**NOTHING, ("report", "file"): "report.txt", ("report", "file_sha256"): "0" * 64},
        report=KEPT,
    ),
    Fault(
        "a corrected report of which nothing says which form is kept",
        "REPORT-DIGEST",
        ADVICE,
        ("report", "file_sha256"),
        "The report was corrected, and nothing says which form of it report.txt is.",
        {
            **NOTHING,
            ("report", "file"): "report.txt",
            ("report", "corrected_on"): on("2023-06-20"),
            ("report", "correction"): "A figure in the table of calls.",
        },
        report=KEPT,
    ),
    Fault(
        "a letter to somebody whom nobody knows",
        "S55-6-NAME",
        ERROR,
        ("submission", "home_secretary", "name"),
        "The addressee of the letter to the Home Secretary is not known for November 2023. "
        "The record of Home Secretaries has more than one name for November 2023: Suella Braverman and James Cleverly.",
        {
            ("submission", "home_secretary"): None,
            ("submission", "sent_on"): None,
            ("comments", "made_on"): on("2023-11"),
            ("publication", "published_on"): on("2023-12-01"),
            ("panel_report",): None,
            (*FIRST, "oversight"): None,
            (*FIRST, "force_actions"): (),
            (*AFI, "force_actions"): (),
            (*AFI, "explanation"): explanation(),
        },
        today=date(2023, 12, 4),
        also=("S55-5A-LATE", "S55-6-SENT"),
    ),
    Fault(
        "a digest of nothing",
        "REPORT-DIGEST",
        WARNING,
        ("report", "file_sha256"),
        "There is the digest of a file of the report, but no file is named.",
        {("report", "file_sha256"): "0" * 64},
    ),
    Fault(
        "a correction before the first publication",
        "CORRECTIONS",
        ERROR,
        ("corrections", 0, "on"),
        "The correction is dated 20 July 2023, but the comments were first published on 24 July 2023.",
        {("corrections",): (Correction(on=date(2023, 7, 20), what="A figure was wrong."),)},
    ),
    Fault(
        "corrections in no order",
        "CORRECTIONS",
        ERROR,
        ("corrections", 1, "on"),
        "The correction of 1 August 2023 comes after that of 2 August 2023.",
        {
            ("corrections",): (
                Correction(on=date(2023, 8, 2), what="A figure was wrong."),
                Correction(on=date(2023, 8, 1), what="A name was wrong."),
            )
        },
    ),
    Fault(
        "a date that may be that of a conversion",
        "DATE-SOURCE",
        ADVICE,
        ("report", "published_on"),
        "The report is dated 6 June 2023, though its title speaks of 2019: a web page may show the day on which it was converted.",
        {TITLE: "PEEL 2018/19: an inspection of Westshire Constabulary"},
    ),
    # its time
    Fault(
        "a new response that calls itself an archive copy",
        "ARCHIVE-COPY",
        WARNING,
        ("copy",),
        "This is marked as an archive copy, but the report came out on 6 June 2023, less than two years ago.",
        {("copy",): "archive"},
    ),
    Fault(
        "an assessment that is still to be answered",
        "SPECIFIED-INFORMATION",
        ADVICE,
        ("publication",),
        "The body must also publish the report in a prominent place on its website, with the summary assessment of the force's "
        "performance.",
        {("publication", "published_on"): on("2023-07-26"), ("submission", "sent_on"): on("2023-07-26")},
    ),
    Fault(
        "a junior officer",
        "NAMED-PEOPLE",
        ADVICE,
        TEXT,
        "Comments, section 1: “PC S…” and “Detective Sergeant A…” may be named there.",
        {TEXT: "I thank PC Smith and Detective Sergeant Ann Jones, and Chief Constable Robin Ashdown as well."},
    ),
    Fault(
        "a victim",
        "NAMED-PEOPLE",
        ADVICE,
        TEXT,
        "Comments, section 1: “victim J…” may be named there.",
        {TEXT: "I have spoken to the victim, Jane Brown, about what she went through."},
    ),
    Fault(
        "a letter without an address",
        "S55-6-ADDRESS",
        ADVICE,
        ("submission", "inspectors", "address"),
        "The letter to HM Chief Inspector of Constabulary has no postal address: the tables have none for 24 July 2023.",
        {("submission", "inspectors"): None},
    ),
    Fault(
        "an addressee whose style was not checked",
        "UNCONFIRMED",
        ADVICE,
        ("submission", "sent_on"),
        "The form of address for The Rt Hon Suella Braverman MP is not certain. The office is styled The Right Honourable. That its holder "
        "was then a member of Parliament was not checked, and other letters after the name are not recorded.",
        {("submission", "home_secretary"): None},
    ),
    Fault(
        "an area for improvement and a cause of concern that others have to answer, and one of ours",
        "AFI",
        WARNING,
        ("findings", "areas_for_improvement", 1),
        "The second area for improvement has no answer.",
        {
            ("findings", "areas_for_improvement"): (
                AreaForImprovement(text="One.", addressees=("Home Office",)),
                AreaForImprovement(text="Two."),
                AreaForImprovement(text="Three.", closed_on=on("2023-05")),
            ),
            ("findings", "causes_of_concern"): (
                CauseOfConcern(text="Four.", addressees=("College of Policing",)),
                CauseOfConcern(
                    text="Five.",
                    force_actions=(action(),),
                    recommendations=(recommendation(addressees=("Home Office",), explanation=None),),
                ),
                CauseOfConcern(text="Six.", recommendations=(recommendation(addressees=("Home Office",), explanation=None),)),
                CauseOfConcern(text="Seven.", closed_on=on("2023-05")),
            ),
            ("judgments", "areas"): (),
        },
    ),
)
