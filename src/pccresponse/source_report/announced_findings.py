"""Lines that announce findings without being a heading: `We make the following recommendations:`."""

from __future__ import annotations

import re

from pccresponse.models.findings import IN_WORDS, MANY_NAMES, NUMBER_WORDS, kind_named
from pccresponse.source_report.earlier_findings import names_earlier_findings
from pccresponse.source_report.finding_headings import FindingHeading
from pccresponse.source_report.finding_sentences import is_of_an_earlier_report
from pccresponse.source_report.request_parts import MODAL, sentences_of

_SEVERAL = rf"(?:\d{{1,3}}|several|some|various|a few|a (?:small |limited )?number of|{'|'.join(word for word in NUMBER_WORDS if word != 'no')})"
_NOW_FOLLOW = re.compile(
    rf"\b[Ww]e (?:also |now |therefore )*make (?:the following|these)(?: \w+)? (?P<made>recommendations?)[.:]$"
    rf"|\b(?:the following|these)(?: \w+){{0,2}} (?P<listed>{MANY_NAMES})\b[^.:;]{{0,60}}:(?: ?[–—-])?$"
    rf"|\bthe following(?: \w+){{0,2}} (?P<following>{MANY_NAMES})\b(?: (?:for|to|in) [^.,:;]{{2,60}})?$"
    rf"|\b(?P<told>{MANY_NAMES})\b[^.:;]{{0,40}}\b(?:are|as follows|below):?(?: ?[–—-])?(?<=[:–—-])$"
    rf"|\b(?:makes?|made|identif(?:ied|ies)|issued?|gave|gives|sets? out|contain(?:s|ed)|includ(?:es|ed)|lists?) {_SEVERAL} (?:[\w-]+,? )?[‘“'\"]?(?P<counted>(?i:{MANY_NAMES}))[’”'\"]?"
    r"(?: \(\w+\))?(?: (?:for|in|within|rather than) [^.:;]{2,60})?(?:,? (?:namely|as follows|which are))?:$"
)
_BY_OTHERS = re.compile(
    rf"\b(?:HMIC(?:FRS)?|HMI|[Ii]nspect(?:ors|orate)|[Rr]eport)(?: has| have| also)* (?:made|identified|issued) the following (?:\w+ )?(?P<made>{MANY_NAMES})\b[^.:;]{{0,60}}:$"
)
"""What those who answer a report say of it, where the report itself would speak so of an earlier one."""
_STANDS = re.compile(
    rf"\b(?:[Tt]he following|[Tt]his|[Tt]hese) (?:\w+ )?(?P<kind>{IN_WORDS}) (?:(?:is|are|has been|have been|was|were) )?carried (?:over|forward)\b[^.:;]{{0,60}}:$"
)
"""A line above findings of an earlier report that stand."""


def heading_in_words(text: str, *, is_beside_earlier: bool = False) -> FindingHeading | None:
    """The heading that a paragraph stands for if it ends by saying that new findings follow: beside earlier ones, `we make` them.

    >>> heading_in_words("Few have done so. We therefore make the following recommendations.").kind
    'recommendation'
    >>> heading_in_words("The areas for improvement in it are:").kind
    'area for improvement'
    """
    stands = _STANDS.search(text) if "carried" in text else None
    if stands is not None:
        kind = kind_named(stands["kind"])
        return FindingHeading(kind.one, (), stands["kind"] not in (kind.one, kind.abbreviation), None, None, is_carried_over=True)
    found = _NOW_FOLLOW.search(text)
    if found is None or (is_beside_earlier and not found["made"]):
        return None
    *_, (_, last) = sentences_of(text)
    named = found["made"] or found["listed"] or found["told"] or found["following"] or found["counted"]
    is_old = (
        (is_of_an_earlier_report(last) and not _BY_OTHERS.search(last))
        or MODAL.search(last) is not None
        or names_earlier_findings(last)
    )
    if is_old and not found["made"]:
        return None
    return FindingHeading(kind_named(named).one, (), True, None, None)
