"""What the report is said to contain, and whether the findings of the response and its words agree with that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pccresponse.finding_kinds import A_COUNT, AREAS, CAUSES, IN_WORDS, RECOMMENDATIONS, counts_in, kind_of
from pccresponse.matter import Matter
from pccresponse.naming import capitalised, in_quotes, shortened
from pccresponse.problems import Breach, Path
from pccresponse.rules.rule import ERROR, POLICE_ACT, THE_REPORT, WARNING, rule

_COUNTED = {kind.one: kind for kind in (RECOMMENDATIONS, CAUSES, AREAS)}
"""The kinds that a report may be said to contain so many of, in the order in which messages take them."""

NEW = "not counting those that repeat an earlier report or are closed"
"""What is counted, for the end of a sentence."""

_VERB = r"(?:makes?|made|contains?|contained|sets? out|issued?|gave|gives|has|had|identif(?:y|ies|ied)|found|lists?)"
_ASKED = re.compile(rf"\b{IN_WORDS}\b", re.IGNORECASE)
_STATED = re.compile(
    rf"\b(?:(?:this|the|its) (?:report|review|inspection|letter)|it|they|we|(?:the )?inspectors|(?:the )?inspectorate|HMIC|HMICFRS)"
    rf" (?:also |has |have )?{_VERB} (?:in all )?{A_COUNT}(?! (?:to|for|addressed|that (?:are|were)|which (?:are|were)|concern))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"\b(?:makes?|made|contains?|contained|sets? out|issued?|gave|gives|identif(?:y|ies|ied)|found|lists?)\b(?: [\w-]+){{0,4}} {IN_WORDS}\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"\b(?:no|not|nor|none|neither|nothing|without|any|earlier|previous|last|former|closes?|closed|met|implemented)\b"
    r"|\b(?:of|from|in|since) (?:\w+ )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"(?<=[.!?])\s+|\n\s*\n|[;,]\s| and | but ")


def said_to_contain(matter: Matter) -> dict[str, int]:
    """How many findings of a kind the response says that the whole report contains; only the kinds of which it says so."""
    contains = matter.response.report.contains
    found = {name: getattr(contains, kind.key) for name, kind in _COUNTED.items()} if contains else {}
    return {kind: number for kind, number in found.items() if number is not None}


def new_findings(matter: Matter) -> dict[str, int]:
    """How many findings of each kind the response has that are this report's own: neither repeated nor closed."""
    counts = dict.fromkeys(_COUNTED, 0)
    for path, finding in matter.response.found.every_finding():
        counts[kind_of(path).one] += not (finding.repeats or finding.closed_on)
    return counts


def key_of(kind: str) -> str:
    """The key under `findings:` and under `contains:`."""
    return _COUNTED[kind].key


def counted(number: int, kind: str) -> str:
    """`1 recommendation`, `13 recommendations`."""
    return f"{number} {kind if number == 1 else _COUNTED[kind].many}"


@rule(
    "FINDINGS",
    ERROR,
    title="The response has the findings of the report, or says that there are none.",
    remedy='Add "findings:" with what the report asks for, also of others; or, if it asks for nothing, write "findings: none".',
    cites=f"{POLICE_ACT}55(5B)",
    may_be=(WARNING,),
    is_duty=True,
)
def it_is_said_what_the_report_asks_for(matter: Matter) -> Iterator[Breach]:
    """Section 55(5B) asks for an explanation of each recommendation. Where nothing is said about findings, nobody can tell whether the
    report recommends anything, and the duty would go unasked. Under the law before 2 May 2017 the subsection did not apply, but a
    reader wants to know all the same what the report asks for.

    "findings: none" says in so many words that the report asks for nothing. It is wrong if the response says that the report contains
    findings, or if its summary or the judgments tell of recommendations, causes of concern or areas for improvement that the report
    makes. Where they only mention some, it is a warning. In an archive copy of a report that is no longer at hand, nothing needs to be
    said.
    """
    response, path = matter.response, ("findings",)
    if response.findings is None:
        yield Breach(message="Nothing says what the report asks for: there are no findings.", path=path)
        return
    if any(True for _ in response.found.every_finding()):
        return
    said = (
        "“findings: none” says that the report asks for nothing" if response.findings == "none" else "No finding asks for anything"
    )
    for kind, number in said_to_contain(matter).items():
        if number:
            yield Breach(
                message=f"{said}, but the report is said to contain {counted(number, kind)}.", path=path, is_contradiction=True
            )
            return
    clauses = [
        (place, clause)
        for place, words in _told(matter)
        for clause in _CLAUSES.split(" ".join(words.split()))
        if _ASKED.search(clause) and not _NOT_NOW.search(clause)
    ]
    asking = [(place, clause) for place, clause in clauses if _ASKS.search(clause)]
    for place, clause in (asking or clauses)[:1]:
        yield Breach(
            message=f"{said}, but {_WHERE[place]} speaks of it: {in_quotes(shortened(clause))}.",
            path=path,
            severity=None if asking else WARNING,
            is_contradiction=True,
        )
    if not clauses and response.findings != "none" and not response.found.positive_findings:
        yield Breach(message="The findings are empty.", path=path)


_WHERE: dict[Path, str] = {("report", "summary"): "the summary", ("judgments", "narrative"): "the judgment in words"}


def _told(matter: Matter) -> Iterator[tuple[Path, str]]:
    response = matter.response
    if response.report.summary:
        yield ("report", "summary"), response.report.summary
    if response.judgments.narrative:
        yield ("judgments", "narrative"), response.judgments.narrative


@rule(
    "CONTAINS",
    WARNING,
    title="The findings, the summary and what the report is said to contain agree.",
    remedy="Count again in the report, and correct the one that is wrong.",
    cites=THE_REPORT,
    may_be=(ERROR,),
)
def what_the_report_contains_is_said_alike(matter: Matter) -> Iterator[Breach]:
    """The documents say how many findings the report contains only where "contains:" says so. More findings than that cannot be; fewer
    are right in a report on several forces, where those of others may be left out, and in a report on one force are a sign that one was
    overlooked, and with it the duty of section 55(5B).

    A number in the summary or in the judgments is held against "contains:", or, in a report on one force that does not have it,
    against the findings. Findings that repeat an earlier report or that this one closes are not counted as this report's.
    """
    contains, ours = said_to_contain(matter), new_findings(matter)
    given = matter.response.findings is not None
    for kind, number in contains.items():
        path = ("report", "contains", key_of(kind))
        here = f"the findings have {ours[kind]}, {NEW}"
        if ours[kind] > number:
            yield Breach(message=f"The report is said to contain {counted(number, kind)}, but {here}.", path=path, severity=ERROR)
        elif ours[kind] < number and given and matter.response.findings != "none" and matter.speaks_to_one_force:
            yield Breach(
                message=f"The report is said to contain {counted(number, kind)}; {here}.",
                path=("findings", key_of(kind)),
                remedy="Add those that are missing, or correct the number.",
            )
    for place, words in _told(matter):
        for kind, number in _stated_in(words):
            if kind in contains and contains[kind] != number:
                against = f"the report is said to contain {contains[kind]}"
            elif kind not in contains and matter.speaks_to_one_force and given and ours[kind] != number:
                if matter.response.findings == "none":
                    continue  # FINDINGS says so
                against = f"the findings have {ours[kind]}, {NEW}"
            else:
                continue
            yield Breach(message=f"{capitalised(_WHERE[place])} speaks of {counted(number, kind)}; {against}.", path=place)


def _stated_in(words: str) -> Iterator[tuple[str, int]]:
    """Each number of findings that a text says the report makes."""
    return ((kind.one, number) for kind, number in counts_in(words, _STATED))
