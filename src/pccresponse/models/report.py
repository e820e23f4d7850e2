"""The published report and its judgments."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.fields import NOT_APPROVED, Count, FileDigest, Label, Line, Markdown, WebAddress
from pccresponse.models.findings import ASKING, FindingKind

ReportKind = Literal["force", "national", "thematic", "post-inspection review", "joint", "letter"]
ONE_FORCE: tuple[ReportKind, ...] = ("force", "post-inspection review", "letter")
"""Kinds of report that speak to one force, so that a finding need not say to whom it is addressed."""

PillarGrade = Literal["outstanding", "good", "requires improvement", "inadequate"]
AreaGrade = Literal["outstanding", "good", "adequate", "requires improvement", "inadequate"]


class EarlierReport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report that this one follows up."""

    title: Annotated[Line, Meta(description="Its title")]
    published_on: Annotated[PartialDate | None, Meta(description="When it was published: a day, a month or a year")] = None
    url: Annotated[WebAddress | None, Meta(description="Where it can be read")] = None


class ReportContents(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many findings of each kind the whole report contains, whoever they are addressed to. Give only what the report itself says."""

    causes_of_concern: Annotated[Count | None, Meta(description="How many causes of concern")] = None
    recommendations: Annotated[
        Count | None, Meta(description="How many recommendations, including those under causes of concern")
    ] = None
    areas_for_improvement: Annotated[Count | None, Meta(description="How many areas for improvement")] = None

    def number_of(self, kind: FindingKind) -> int | None:
        """How many of a kind; None if the report does not say."""
        number: int | None = getattr(self, kind.key) if kind in COUNTED else None
        return number


COUNTED = tuple(kind for kind in ASKING if kind.key in ReportContents.__struct_fields__)
"""The kinds whose number a response can give."""


class InspectionReport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The report that the inspectors of constabulary published under section 55(1)."""

    title: Annotated[Line, Meta(description="The title on its cover")]
    kind: Annotated[
        ReportKind,
        Meta(
            description="force (about one force), national or thematic (several), post-inspection review, joint (with another inspectorate), letter"
        ),
    ]
    published_on: Annotated[date, Meta(description="The day it was published. It decides which law applies, and the last day")]
    published_on_source: Annotated[
        Line | None,
        Meta(
            description="Where you saw that date. Web pages sometimes show the day on which they were converted instead",
            extra={"not_printed": "It is for people who check the date."},
        ),
    ] = None
    about: Annotated[
        Literal["one force", "several forces"] | None,
        Meta(description="Who the report is about. Give it only if the kind does not say, as in a joint report on one force"),
    ] = None
    publisher: Annotated[Line | None, Meta(description="The publisher, only if it is not the inspectorate of the day")] = None
    joint_with: Annotated[tuple[Line, ...], Meta(description="The other inspectorates of a joint report")] = ()
    programme: Annotated[
        Line | None,
        Meta(
            description="The programme of inspections it belongs to, such as: PEEL 2023-25",
            examples=["PEEL 2023-25", "National Child Protection Inspection Programme"],
        ),
    ] = None
    fieldwork_began: Annotated[PartialDate | None, Meta(description="When the inspection began: a day, a month or a year")] = None
    fieldwork_ended: Annotated[PartialDate | None, Meta(description="When the inspection ended: a day, a month or a year")] = None
    lead_inspector: Annotated[Line | None, Meta(description="The HM Inspector of Constabulary who led it, if the report says")] = (
        None
    )
    reference: Annotated[Label | None, Meta(description="The reference or ISBN")] = None
    url: Annotated[WebAddress | None, Meta(description="Where it can be read")] = None
    file: Annotated[
        Line | None,
        Meta(
            description="The report itself, in the response's own folder (.txt, .html, .pdf or .docx), so that the program can check "
            "quotations",
            extra={"prose": False, "not_printed": "It names the office's own copy.", **NOT_APPROVED},
        ),
    ] = None
    file_sha256: Annotated[
        FileDigest | None,
        Meta(description="The SHA-256 digest of that file when you answered it, in 64 hexadecimal digits. It shows a later change"),
    ] = None
    pages: Annotated[Count | None, Meta(description="How many pages it has")] = None
    contains: Annotated[
        ReportContents | None,
        Meta(description="How many findings the whole report contains, if it says so. This is printed, and compared with the file"),
    ] = None
    corrected_on: Annotated[
        PartialDate | None, Meta(description="When the inspectorate corrected the report, if it did so after publication")
    ] = None
    correction: Annotated[Line | None, Meta(description="What was corrected, in a sentence")] = None
    withdrawn_on: Annotated[
        PartialDate | None, Meta(description="When the inspectorate withdrew the report, if it did so after publication")
    ] = None
    follows_up: Annotated[tuple[EarlierReport, ...], Meta(description="The earlier reports it follows up")] = ()
    summary: Annotated[Markdown | None, Meta(description="What the report found, in a paragraph or two")] = None


class QuestionGrade(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question within a pillar, with its grade (2018/19 and before)."""

    question: Annotated[Line, Meta(description="The question, such as: How effective is the force at investigating crime?")]
    grade: Annotated[PillarGrade, Meta(description="The grade")]


class PillarJudgment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A PEEL pillar with its grade, as graded from 2015 to 2018/19."""

    pillar: Annotated[Literal["effectiveness", "efficiency", "legitimacy"], Meta(description="The pillar")]
    grade: Annotated[PillarGrade, Meta(description="The grade: one of four")]
    questions: Annotated[tuple[QuestionGrade, ...], Meta(description="The questions within it")] = ()


class AreaJudgment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An area of policing with its grade, as graded since 2021/22."""

    area: Annotated[
        Line,
        Meta(
            description="The area, such as: Investigating crime",
            examples=[
                "Recording data about crime",
                "Police powers and treating the public fairly and respectfully",
                "Preventing and deterring crime and antisocial behaviour, and reducing vulnerability",
                "Responding to the public",
                "Investigating crime",
                "Protecting vulnerable people",
                "Managing offenders and suspects",
                "Building, supporting and protecting the workforce",
                "Leadership and force management",
            ],
        ),
    ]
    grade: Annotated[AreaGrade, Meta(description="The grade: one of five")]


class AuditRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a case audit."""

    cases: Annotated[Line, Meta(description="Which cases, such as: All case files")]
    counts: Annotated[tuple[Count, ...], Meta(description="How many of each grade, in the order of grades")]
    total: Annotated[Count, Meta(description="The total that the report prints. The program checks it")]


class CaseAudit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of case files that the inspectors read and graded."""

    title: Annotated[Line, Meta(description="What the table shows")]
    grades: Annotated[tuple[Line, ...], Meta(description="The grades, such as: [Good, Requires improvement, Inadequate]")]
    rows: Annotated[tuple[AuditRow, ...], Meta(description="A row for each group of cases")]
    note: Annotated[Markdown | None, Meta(description="What a reader needs to know to understand the table")] = None


class Judgments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the inspectorate concluded, in the form that it used at the time."""

    narrative: Annotated[Markdown | None, Meta(description="A judgment in words, as in 2014")] = None
    pillars: Annotated[tuple[PillarJudgment, ...], Meta(description="2015 to 2018/19: three pillars, four grades")] = ()
    areas: Annotated[tuple[AreaJudgment, ...], Meta(description="Since 2021/22: areas of policing, five grades")] = ()
    case_audits: Annotated[tuple[CaseAudit, ...], Meta(description="Tables of case files, graded and counted")] = ()
