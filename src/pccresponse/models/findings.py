"""The findings of the report by kind, with the body's acceptance and explanation and the force's actions."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct
from msgspec.structs import asdict

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path
from pccresponse.models.fields import THE_BODY, THE_CHIEF_OFFICER, THE_FORCE, Label, Line, Markdown, WebAddress, When

Acceptance = Literal["accepted", "partly accepted", "not accepted"]
ActionStatus = Literal["not started", "in progress", "complete", "closed by the inspectorate", "not recorded"]
Wording = Literal["as published", "summary"]
Addressee = Literal[
    "the force",
    "the local policing body",
    "chief constables",
    "local policing bodies",
    "Home Office",
    "College of Policing",
    "National Police Chiefs' Council",
    "Independent Office for Police Conduct",
    "Crown Prosecution Service",
    "others",
]


class Explanation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the body ITSELF does about a recommendation: the four choices of section 55(5B). Put what the force does elsewhere."""

    action_taken: Annotated[Markdown | None, Meta(description="What the body itself has done")] = None
    action_proposed: Annotated[Markdown | None, Meta(description="What the body itself proposes to do")] = None
    no_action_taken: Annotated[Markdown | None, Meta(description="Why the body has taken no action")] = None
    no_action_proposed: Annotated[Markdown | None, Meta(description="Why the body does not propose to take any action")] = None

    @property
    def states(self) -> dict[str, str]:
        """The Act's four statements that it gives, in the Act's order, with their words."""
        given: dict[str, str | None] = asdict(self)
        return {state: words for state, words in given.items() if words and words.strip()}


class ForceAction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that the force has done or will do. It does not meet section 55(5B), which is about the body's own action."""

    what: Annotated[Markdown, Meta(description="What was or will be done")]
    status: Annotated[ActionStatus, Meta(description="How far it has come. Write: not recorded, if the papers do not say")]
    owner: Annotated[Line | None, Meta(description="Who is responsible for it: a post rather than a name")] = None
    due_on: Annotated[PartialDate | None, Meta(description="When it is due: a day, a month or a year")] = None
    done_on: Annotated[PartialDate | None, Meta(description="When it was done: a day, a month or a year")] = None
    evidence: Annotated[Markdown | None, Meta(description="What shows that it was done")] = None
    measure: Annotated[Markdown | None, Meta(description="How people will know that it worked")] = None


class Oversight(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who oversees it, and when they review it next."""

    by: Annotated[
        Line,
        Meta(
            description="The meeting or person, such as: Governance and Assurance Board",
            examples=["Governance and Assurance Board", "Police and Crime Panel"],
        ),
    ]
    next_review_on: Annotated[PartialDate | None, Meta(description="When they review it next: a day, a month or a year")] = None


class EarlierAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another response in which the body has answered the same finding."""

    title: Annotated[Line, Meta(description="The title of the report that the other response answers")]
    published_on: Annotated[PartialDate | None, Meta(description="When that response was published: a day, a month or a year")] = (
        None
    )
    url: Annotated[WebAddress | None, Meta(description="Where that response can be read")] = None


class Finding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every finding has: the report's words, and the answers to it."""

    text: Annotated[
        Markdown, Meta(description="The finding, in the report's own words. If you use other words, write wording: summary")
    ]
    wording: Annotated[Wording, Meta(description="as published (word for word from the report) or summary (in other words)")] = (
        "as published"
    )
    label: Annotated[
        Label | None, Meta(description="The report's own number or label. Do not renumber. Leave it out if the report has none")
    ] = None
    heading: Annotated[Line | None, Meta(description="The report's heading for it, or a short one of your own")] = None
    area: Annotated[Line | None, Meta(description="The area or chapter of the report that it belongs to")] = None
    page: Annotated[Label | None, Meta(description="The page of the report")] = None
    paragraph: Annotated[Label | None, Meta(description="The paragraph of the report")] = None
    addressees: Annotated[
        tuple[Addressee, ...], Meta(description="Who it is addressed to. National, thematic and joint reports need it")
    ] = ()
    named_forces: Annotated[
        tuple[Label, ...],
        Meta(
            description="The identifiers of the forces that it names, such as: [metropolitan, kent]",
            extra={"prose": False, "not_printed": "The forces' names are printed instead."},
        ),
    ] = ()
    other_addressees: Annotated[tuple[Line, ...], Meta(description="Addressees that are not in the list above")] = ()
    due_wording: Annotated[
        Line | None,
        Meta(
            description="The report's words about time, such as: within three months",
            examples=["immediately", "within three months", "within six months"],
        ),
    ] = None
    due_on: Annotated[PartialDate | None, Meta(description="The date that these words work out to")] = None
    repeats: Annotated[
        Line | None,
        Meta(
            description="The finding of an earlier report that this one repeats, such as: Recommendation 2 of 2014. It does not count as new"
        ),
    ] = None
    closed_on: Annotated[
        When | None,
        Meta(
            description="The day on which the inspectorate closed it, or: not recorded. Give it only for a finding of an earlier report "
            "that this report closes"
        ),
    ] = None
    acceptance: Annotated[
        Acceptance | None, Meta(description="Whether the body accepts it. This is not the same as explaining it")
    ] = None
    acceptance_note: Annotated[
        Markdown | None, Meta(description="Why the body accepts it only in part, or not at all", extra={"by": THE_BODY})
    ] = None
    explanation: Annotated[
        Explanation | None,
        Meta(description="What the body itself has done or will do, or why it does not: section 55(5B)", extra={"by": THE_BODY}),
    ] = None
    answered_with: Annotated[
        Label | None, Meta(description="The label of another finding of this report, whose answer is the answer to this one too")
    ] = None
    answered_in: Annotated[
        EarlierAnswer | None,
        Meta(
            description="Another response of the body that answers the same finding. The document refers to it",
            extra={"by": THE_BODY},
        ),
    ] = None
    chief_officer_comment: Annotated[
        Markdown | None,
        Meta(description="What the chief officer submitted on this finding: section 55(5)(b)", extra={"by": THE_CHIEF_OFFICER}),
    ] = None
    force_actions: Annotated[
        tuple[ForceAction, ...], Meta(description="What the force has done or will do", extra={"by": THE_FORCE})
    ] = ()
    oversight: Annotated[Oversight | None, Meta(description="Who oversees it", extra={"by": THE_BODY})] = None


class Recommendation(Finding, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that the report recommends. Since 2017 section 55(5B) requires an explanation of each."""


class AreaForImprovement(Finding, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that should be better (AFI). To answer it is good practice. Section 55(5B) does not require it."""


class CauseOfConcern(Finding, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A serious, critical or systemic shortcoming. It always comes with at least one recommendation."""

    accelerated_on: Annotated[
        PartialDate | None,
        Meta(description="For an accelerated cause of concern: when the force was told, before the report appeared"),
    ] = None
    recommendations: Annotated[tuple[Recommendation, ...], Meta(description="The recommendations under it")] = ()


class PositiveFinding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that the inspectors found to be done well."""

    text: Annotated[
        Markdown, Meta(description="The finding, in the report's own words. If you use other words, write wording: summary")
    ]
    wording: Annotated[Wording, Meta(description="as published (word for word from the report) or summary (in other words)")] = (
        "as published"
    )
    label: Annotated[Label | None, Meta(description="The report's own number or label")] = None
    heading: Annotated[Line | None, Meta(description="The report's heading for it, or a short one of your own")] = None
    practice: Annotated[
        Literal["innovative practice", "promising practice"] | None, Meta(description="If the report calls it so")
    ] = None
    area: Annotated[Line | None, Meta(description="The area or chapter of the report that it belongs to")] = None
    page: Annotated[Label | None, Meta(description="The page of the report")] = None
    paragraph: Annotated[Label | None, Meta(description="The paragraph of the report")] = None


class FindingKind(NamedTuple):
    """A kind of finding."""

    key: str
    """The key of its list under `findings:`, of its number under `report.contains:`, and of its words in an edition."""
    struct: type[Finding | PositiveFinding]
    one: str
    many: str
    html_id: str
    """The prefix of the ids of its entries in a document."""
    abbreviation: str = ""
    """What a report also calls one, in capitals."""
    in_headings: str = ""
    """A regular expression for its other names in the headings of reports."""

    @property
    def needs_explanation(self) -> bool:
        """Whether section 55(5B) requires an explanation of each."""
        return issubclass(self.struct, Recommendation)

    @property
    def pattern(self) -> str:
        """A regular expression for its name, singular or plural.

        >>> CAUSES.pattern
        'causes? of concern'
        """
        pairs = zip(self.one.split(), self.many.split(), strict=True)
        return " ".join(one if one == many else f"{one}s?" if many == f"{one}s" else f"(?:{one}|{many})" for one, many in pairs)


CAUSES = FindingKind(
    "causes_of_concern",
    CauseOfConcern,
    "cause of concern",
    "causes of concern",
    "cause",
    in_headings="area of concern|causes? for concern|concern",
)
RECOMMENDATIONS = FindingKind(
    "recommendations", Recommendation, "recommendation", "recommendations", "recommendation", in_headings="Recs?"
)
AREAS = FindingKind(
    "areas_for_improvement",
    AreaForImprovement,
    "area for improvement",
    "areas for improvement",
    "afi",
    abbreviation="AFI",
    in_headings="areas? (?:for|of|requiring|needing) improvements?",
)
POSITIVE = FindingKind("positive_findings", PositiveFinding, "positive finding", "positive findings", "positive")

ASKING = (CAUSES, RECOMMENDATIONS, AREAS)
"""The kinds that ask for something, in the order of printing. To add one, see "A kind of finding" in CONTRIBUTING.md."""
KINDS = (*ASKING, POSITIVE)
KIND_OF_LIST = {kind.key: kind for kind in KINDS}
KIND_CALLED = {kind.one: kind for kind in KINDS}
ABBREVIATIONS = tuple(kind.abbreviation for kind in ASKING if kind.abbreviation)

# Regular expressions for the kinds that ask for something, most of them for `re.IGNORECASE`

ONE_NAME = f"(?:{'|'.join(kind.one for kind in ASKING)})"
MANY_NAMES = f"(?:{'|'.join(kind.many for kind in ASKING)})"
NAMES = f"(?:{'|'.join(kind.pattern for kind in ASKING)})"
"""Singular or plural."""
IN_WORDS = f"(?:{'|'.join((*(kind.pattern for kind in ASKING), *(f'{short}s?' for short in ABBREVIATIONS)))})"
"""Singular or plural, or abbreviated."""
_IN_HEADINGS = {
    kind: "|".join(filter(None, (kind.pattern, kind.in_headings, kind.abbreviation and f"{kind.abbreviation}s?")))
    for kind in ASKING
}
IN_HEADINGS = "|".join(_IN_HEADINGS.values())
"""As the headings of reports have them: alternatives without a group."""


def kind_named(words: str) -> FindingKind:
    """The kind with a name that `IN_WORDS` or `IN_HEADINGS` matched.

    >>> kind_named("Causes of concern").key, kind_named("AFIs").key
    ('causes_of_concern', 'areas_for_improvement')
    """
    return next(kind for kind, names in _IN_HEADINGS.items() if re.fullmatch(names, words, re.IGNORECASE))


NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        (
            "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen twenty"
        ).split()
    )
}
"""Numbers by their words."""
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_COUNTED = {
    **{f"{ten}-{unit}": number + NUMBER_WORDS[unit] for ten, number in _TENS.items() for unit in list(NUMBER_WORDS)[1:10]},
    **NUMBER_WORDS,
    **_TENS,
}
"""Numbers up to a hundred by their words, as reports count their findings."""

_UNITS = "|".join(list(NUMBER_WORDS)[1:10])
HOW_MANY = rf"(?P<number>\d{{1,3}}|(?:{'|'.join(_TENS)})(?:-(?:{_UNITS}))?|{'|'.join(NUMBER_WORDS)})"
_QUALIFIED = (
    r"(?:(?:new|further|accelerated|serious|separate|national|positive|formal|specific|detailed|important),? (?:and )?){0,2}"
)
A_COUNT = rf"(?:a total of |in all |an additional |a further |another )?{HOW_MANY} {_QUALIFIED}(?P<kind>{IN_WORDS})\b"
"""A regular expression for `three new areas for improvement`, in a text with single spaces; for `re.IGNORECASE`."""
ALL_OF_A_COUNT = rf"all (?:of )?(?:the |its |these |those |our )?{HOW_MANY} (?:of (?:the|its|these|those|our|their) )?{_QUALIFIED}(?P<kind>{IN_WORDS})\b"
"""The same for `all three of these recommendations`."""


def counts_in(text: str, counted: re.Pattern[str]) -> Iterator[tuple[FindingKind, int]]:
    """The kind and number of each match in a text of a pattern that contains `A_COUNT`, across line breaks."""
    for match in counted.finditer(" ".join(text.split())):
        number = match["number"].casefold()
        yield kind_named(match["kind"]), int(number) if number.isdecimal() else _COUNTED[number]


def kind_of(path: Path) -> FindingKind:
    """The kind of the finding at a path."""
    return KIND_OF_LIST[str(path[-2])]


def finding_on(path: Path) -> Path:
    """The path of the innermost finding on a path; empty if there is none.

    >>> finding_on(("findings", "causes_of_concern", 0, "recommendations", 2, "text"))
    ('findings', 'causes_of_concern', 0, 'recommendations', 2)
    """
    if len(path) < 3 or path[0] != "findings" or path[1] not in KIND_OF_LIST:
        return ()
    of_a_cause = len(path) > 4 and path[1] == CAUSES.key and path[3] == RECOMMENDATIONS.key
    return path[: 5 if of_a_cause else 3]


def cause_above(path: Path) -> Path:
    """The path of the cause of concern above a recommendation or a list of recommendations; empty if there is none.

    >>> cause_above(("findings", "causes_of_concern", 0, "recommendations", 2))
    ('findings', 'causes_of_concern', 0)
    """
    return path[:3] if len(path) > 3 and path[1] == CAUSES.key else ()


class Findings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The findings of the report, by kind, each kind in the report's order."""

    causes_of_concern: Annotated[tuple[CauseOfConcern, ...], Meta(description="Causes of concern, including accelerated ones")] = ()
    recommendations: Annotated[
        tuple[Recommendation, ...], Meta(description="Recommendations that do not belong to a cause of concern")
    ] = ()
    areas_for_improvement: Annotated[tuple[AreaForImprovement, ...], Meta(description="Areas for improvement (AFIs)")] = ()
    positive_findings: Annotated[tuple[PositiveFinding, ...], Meta(description="What the inspectors found to be done well")] = ()

    def every_finding(self) -> Iterator[tuple[Path, Finding]]:
        """Each finding that asks for something, with its path, in the order of printing."""
        for kind in ASKING:
            for i, finding in enumerate(getattr(self, kind.key)):
                path = ("findings", kind.key, i)
                yield path, finding
                if isinstance(finding, CauseOfConcern):
                    for j, recommendation in enumerate(finding.recommendations):
                        yield (*path, RECOMMENDATIONS.key, j), recommendation

    def every_recommendation(self) -> Iterator[tuple[Path, Recommendation]]:
        """Each recommendation with its path, in the order of printing."""
        return ((path, finding) for path, finding in self.every_finding() if isinstance(finding, Recommendation))

    def every_cause(self) -> Iterator[tuple[Path, CauseOfConcern]]:
        """Each cause of concern with its path."""
        return ((path, finding) for path, finding in self.every_finding() if isinstance(finding, CauseOfConcern))

    def every_positive_finding(self) -> Iterator[tuple[Path, PositiveFinding]]:
        """Each positive finding with its path."""
        return ((("findings", POSITIVE.key, i), finding) for i, finding in enumerate(self.positive_findings))

    def at(self, path: Path) -> Finding | PositiveFinding:
        """The finding at a path that `finding_on` gives."""
        found = getattr(self, str(path[1]))[path[2]]
        return found if len(path) == 3 else found.recommendations[path[4]]  # type: ignore[no-any-return]
