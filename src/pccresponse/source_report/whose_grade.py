"""Whether a sentence tells of this report, or of another day, another force or another inspection, whose grades do not count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pccresponse.source_report.paragraphs import Paragraph, paragraphs_of
from pccresponse.source_report.report import InspectedReport

FORCE = r"(?!(?:Overall|However|While|Whilst|Although|Though|Since|Today|Again|Also|Nationally|Inspectors|HMIC|HMICFRS|As|At|But|By|For|From|If|In|Like|That|This|To|Unlike|When|Where|With)\b)[A-Z][\w’'&-]+(?: (?:and|of|the|&|[A-Z][\w’'-]+)){0,5} (?:Police(?: Service| Force)?|(?<!Inspector of )(?<!Inspectorate of )Constabulary)"
_A_FORCE = re.compile(FORCE)
_ENDS_OF_FORCES = ("Police", "Constabulary", "Police Service")
_POLICE = re.compile(r" (?:Police(?: Service| Force)?|Constabulary)$")
_TITLE_OF_A_PAGE = re.compile(
    r"(?P<place>[A-Z][\w’'&-]+(?: (?:and|of|the|&|[A-Z][\w’'-]+)){0,5}?) (?:PEEL )?20\d\d(?:[/–-]\d\d(?:\d\d)?)?"
)
_OF_ANOTHER_DAY = re.compile(
    r"\b(?:previous(?:ly)?|earlier|at the time|then|formerly)\b|\b(?:19|20)\d\d[/–-](?:19|20)?\d\d\b|\blast (?:year|inspect|report|time|assess)"
    r"|\b(?:in|since|for|from|our|the|its|during|between) (?:[\w’']+ )?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""Signs that a sentence is about another report. A year after `since` only counts before the grade."""
_OF_THIS_DAY = re.compile(r"\b(?:today|this (?:inspection|report|year|time)|latest (?:inspection|report))\b", re.IGNORECASE)
_ANOTHER_INSPECTION = re.compile(
    r"(?<!\bthis )\b(?P<kind>crime data integrity|CDI|child protection|custody|vetting|counter-corruption|firearms|integrity|fire and rescue|regional|joint|thematic|separate"
    r"|(?:serious (?:and )?)?organised crime|PEEL)(?: (?!and\b)[\w’'-]+){0,3} (?:inspections?|assessments?)\b",
    re.IGNORECASE,
)
_ANOTHER_JUDGE = re.compile(
    r"\b(?:residents|respondents|auditors?|audit|councillors|(?<!to )(?<!treating )the public|(?<!supporting )victims) (?:(?:have|has|had|also) )?(?:judged|graded|rated|assessed)\b"
    r"|\b(?:judged|graded|rated|assessed) (?:itself|themselves|ourselves)\b|\bself-(?:assess|grad|rat)|\bown (?:review|assessment|audit)\b|\baudit (?:by|of)\b"
    r"|\b(?:a|the|this|public|residents[’']|staff|victims?) survey\b",
    re.IGNORECASE,
)
"""Somebody else than the inspectorate who judges the force."""
_OF_ONE_SUBJECT = re.compile(
    r"\b(?:thematic|joint|custody|child protection|crime data integrity|super-?complaint|vetting|spotlight)\b", re.IGNORECASE
)
_SINCE = re.compile(
    r"\b(?:since|now|no longer|by then|upgraded|re-?graded|re-?inspect\w*|revisit\w*|had(?! been (?:judged|graded|rated|assessed))|has (?:improved|risen|gone) to|(?:moved|went|rose|changed|raised|reduced|lowered|downgraded|revised|amended) (?:up |down )?(?:from [^.;]{3,30} )?to)\b",
    re.IGNORECASE,
)
"""Signs that a grade that was given may have changed."""
_COMPARED = re.compile(
    r"\b(?:an? )?(?:\w+ )?(?:improvement|rise|change|fall|drop|decline|deterioration|up|down|better|worse|compared) (?:from|on|than|with|to|in comparison)\b[^.;]*",
    re.IGNORECASE,
)
"""What a grade is compared with."""
_ABOUT_PROGRESS = re.compile(
    r"\b(?:re-?visit|re-?inspect|re-?assess|follow-?up|post-inspection|progress (?:letter|against|since)|letter on progress|engage)",
    re.IGNORECASE,
)
_SINCE_2021 = re.compile(r"\b20(?:2[1-9]|[3-9]\d)\b|\badequate\b", re.IGNORECASE)
_BEFORE_2021 = re.compile(r"\b20(?:1[4-9]|20)\b")
_A_YEAR = re.compile(r"\b20\d\d(?:[/–-]\d\d(?:\d\d)?)?\b")
_OPENING, _FIRST = 600, 12
"""How many letters, and how many paragraphs, are the beginning of a report."""


class AboutReport(NamedTuple):
    """What a report shows about itself before its grades are read."""

    force: frozenset[str]
    """The names of the force that it is about."""
    is_since_2021: bool
    """Whether it is of the years whose areas of policing have each a grade of its own."""
    is_before_2021: bool
    """Whether it shows that it is of earlier years, whose questions had longer names."""
    is_about_progress: bool
    """Whether it tells what became of grades that were given before."""
    titles: str
    """The headings that it begins with, in small letters."""
    year: str
    """The year, or the years such as `2021/22`, in those headings; empty if there is none, or if there are several."""


def about(report: InspectedReport) -> AboutReport:
    """What a report shows about itself."""
    opening = " ".join(report.opening[:_OPENING].split())
    titles = "\n".join(each.text.casefold() for each in paragraphs_of(report)[:_FIRST] if each.is_heading)
    years = set(_A_YEAR.findall(titles))
    return AboutReport(
        force=force_of(report),
        is_since_2021=_SINCE_2021.search(report.opening) is not None,
        is_before_2021=_SINCE_2021.search(report.opening) is None and _BEFORE_2021.search(report.opening) is not None,
        is_about_progress=_ABOUT_PROGRESS.search(opening) is not None,
        titles=titles,
        year=years.pop() if len(years) == 1 else "",
    )


def is_a_force(name: str) -> bool:
    """Whether a name is that of a force: a force has no grade as a whole."""
    return _A_FORCE.fullmatch(name) is not None


def force_of(report: InspectedReport) -> frozenset[str]:
    """The force that the title names, as in `Westshire PEEL 2018`, else those named most often: grades of others do not count."""
    named = Counter(
        " ".join(each.split()).removeprefix("The ") for each in _A_FORCE.findall("\n".join(line.text for line in report.lines))
    )
    title = next((found for each in paragraphs_of(report)[:_FIRST] if (found := _TITLE_OF_A_PAGE.fullmatch(each.text))), None)
    in_title = frozenset(name for name in named if title is not None and place_of(name) == title["place"])
    return in_title or frozenset(name for name, times in named.items() if times == max(named.values()))


def place_of(force: str) -> str:
    """The name of a force without `Police` or `Constabulary`."""
    return _POLICE.sub("", force)


def of_this_force(paragraphs: Sequence[Paragraph], report: AboutReport) -> list[Paragraph]:
    """What does not stand below another force: in a list that begins with `Westshire Police:`, or in one of several parts by force."""
    alone = _names_alone(paragraphs)
    in_parts = len(set(alone) - {""}) > 1
    own = report.force if len(report.force) == 1 else frozenset[str]()
    kept = []
    is_other_part = is_other_list = False
    for each, name in zip(paragraphs, alone, strict=True):
        if name and in_parts:
            is_other_part = name not in own
        if not each.sign:
            named = {name.removeprefix("The ") for name in _A_FORCE.findall(each.text)} if each.text.endswith(":") else set()
            is_other_list = bool(named) and not named & own
        if not is_other_part and not (is_other_list and each.sign):
            kept.append(each)
    return kept


def _names_alone(paragraphs: Sequence[Paragraph]) -> list[str]:
    """For each paragraph the force that is its whole text, if it is no list of forces; else an empty text."""
    names = [
        text.removeprefix("The ") if text.endswith(_ENDS_OF_FORCES) and is_a_force(text) else ""
        for text in (each.text.rstrip(":") for each in paragraphs)
    ]
    beside = zip(["", *names], names, [*names[1:], ""], strict=False)
    return [name if not before and not after else "" for before, name, after in beside]


def names_another_force(sentence: str, report: AboutReport) -> bool:
    """Whether a sentence names a force that the report is not about."""
    return any(each.removeprefix("The ") not in report.force for each in _A_FORCE.findall(sentence))


def is_of_another_day(sentence: str) -> bool:
    """Whether a sentence tells of another report or of a day that is past."""
    return _OF_ANOTHER_DAY.search(sentence) is not None


def is_of_this_day(sentence: str) -> bool:
    """Whether a sentence says that it is about this report."""
    return _OF_THIS_DAY.search(sentence) is not None


def is_of_another_inspection(sentence: str, report: AboutReport) -> bool:
    """Whether a sentence tells of an inspection of another kind, or of another programme, than the report itself, or of no inspection."""
    if _ANOTHER_JUDGE.search(sentence):
        return True
    kinds = {found["kind"].casefold() for found in _ANOTHER_INSPECTION.finditer(sentence)}
    if "peel" in kinds and not _OF_ONE_SUBJECT.search(report.titles):
        kinds.remove("peel")
    return any(kind not in report.titles for kind in kinds)


def still_holds(text: str, report: AboutReport, following: str = "") -> bool:
    """Whether a grade that the force `was` given is that of this report: nothing tells of a change since, or of another report.

    What follows may tell of another report, but not of a change.
    """
    return not (
        report.is_about_progress or _SINCE.search(text) or _SINCE.search(following) or is_of_another_day(_COMPARED.sub("", text))
    )


def without_own_year(sentence: str, report: AboutReport) -> str:
    """A sentence without words such as `in the 2023 inspection` that tell of this report, if its title has that year and no other."""
    if not report.year or report.year not in sentence or report.is_about_progress:
        return sentence
    year = re.escape(report.year)
    return re.sub(
        rf",? ?\b(?:in|from|at|during|by|of) (?:the |its |our |HMICFRS[’']s? )?(?:PEEL {year}(?: (?:inspection|report|assessment))?|{year} (?:PEEL )?(?:inspection|report|assessment))\b,?",
        "",
        sentence,
        flags=re.IGNORECASE,
    ).strip()
