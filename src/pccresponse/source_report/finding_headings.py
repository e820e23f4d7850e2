"""Headings of findings: the kind, labels and addressee of what stands below."""

from __future__ import annotations

import re
from typing import NamedTuple

from pccresponse.models.findings import IN_HEADINGS, NUMBER_WORDS, kind_named
from pccresponse.source_report.finding_sentences import (
    asks,
    begins_with_a_verb,
    is_a_statement,
    recommends_by_itself,
)
from pccresponse.source_report.request_parts import DUE, MODAL, ONE_FORCE, is_a_known_body, names_a_body

_A_NUMBER = rf"(?:\d{{1,3}}(?:\.\d{{1,2}}){{0,2}}(?:\s?\([a-z]\)|[a-z]\b)?|(?:{'|'.join(word for word in NUMBER_WORDS if word != 'no')})\b|[A-Z]\d{{0,2}}\b|[IVX]{{1,4}}\b)"
_QUALIFIED = (
    r"(?:(?:new|further|additional|main|key|accelerated|national|local|our|other|general|specific|overall|all|the|final|"
    r"HMIC(?:FRS)?(?:[’']s)?|(?:full |complete )?(?:list|summary) of(?: our| the)?|set of|strategic|priority|urgent|immediate|critical|joint)\s+){0,3}"
)
_HEADING = re.compile(
    rf"(?:(?:annex|appendix|chapter|section|part)\s+\w{{1,3}}\s*[:.–—-]?\s+)?(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}\.?\s+)?"
    rf"(?P<words>{_QUALIFIED}(?P<kind>{IN_HEADINGS})\b\.?)"
    rf"(?:\s+(?:number\s+|no\.?\s*|#)?(?P<labels>{_A_NUMBER}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|to|&)\s+|\s*[–-]\s*){_A_NUMBER})*))?"
    r"(?P<tail>.*)",
    re.IGNORECASE | re.DOTALL,
)
_EITHER_NUMBER = re.compile(r"\b(areas?|recommendation|cause|improvement)s?\(s\)", re.IGNORECASE)
_COUNT = re.compile(r"\s*[(\[]\s*\d{1,3}\s*[)\]]")
_WHOM = r"\s*[:.–—-]?\s*(?:made\s+|addressed\s+)?(?:[Tt]o|[Ff]or)\s+(?P<to>(?:[Tt]he |[Aa]ll |[Ee]ach |[Ee]very )?[A-Za-z][^.:;?]{2,80}?)"
_FOR_A_SUBJECT = re.compile(r"(?<=lead|ator) (?:for|on) ")
_TO = re.compile(rf"{_WHOM}\s*:?\s*", re.IGNORECASE)
_TO_AND_REST = (
    re.compile(rf"{_WHOM}\s*[:.]\s+(?P<rest>[A-Z].*)", re.DOTALL),
    re.compile(r"\s*[(\[](?:to|for) (?P<to>[^)\]]{3,80})[)\]]\s*[:.–—-]\s*(?P<rest>[A-Z].*)", re.DOTALL),
)
_IN_THIS_REPORT = re.compile(
    r"\s+(?:(?:in|from|of) (?:this|our) (?:report|inspection|letter)|(?:that )?we (?:have )?(?:made|identified|gave|issued)|at a glance|in full|by (?:chapter|theme))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[:–—-]?\s*[(\[](?:(?:addressed |made )?(?:to|for) )?(?P<to>[^)\]]{3,80})[)\]]\s*:?")
_MARK = re.compile(r"\s*[:.–—-]\s*(?P<rest>\S.*)?", re.DOTALL)
_RUN_IN = re.compile(
    rf"\s+(?P<rest>(?:By|Within|Before|Immediately|With immediate|As (?:a matter|soon)|No[t]? later|In no more|We recommend|The|All|Each|Every|Chief|Police|Forces"
    rf"|{ONE_FORCE})\b.*{MODAL.pattern}.*)",
    re.DOTALL,
)
_STATUS = re.compile(
    r"(?:(?:not|not yet|partially|partly|fully|in part) )?(?:accepted|agreed|completed?|open|ongoing|in progress|implemented|not started|rejected)(?: in (?:part|full))?\.?",
    re.IGNORECASE,
)
"""What those who answer a report write beside a label."""
_STATED = re.compile(r"\s+(?P<rest>[A-Z][a-z]+ .*)", re.DOTALL)
_OF_CONTENTS = re.compile(r"(?:\.\s?){3,}\s*\d{0,4}\s*$|\s\d{1,3}\s*$")
_BEFORE = re.compile(r"(?P<before>\S.{2,80}?)\s*[:–—]\s+(?P<rest>.+)", re.DOTALL)
_SECTION = re.compile(r"(?:section|part|chapter)\s+(\d+)\b", re.IGNORECASE)
_NO_THEME = re.compile(
    r"(?:(?:(?:section|part|chapter)\s+)?\d+[.:]?\s+)?(?:next steps|conclusions?|about|introduction|background|method|appendi|annex|summary|main findings"
    r"|detailed findings|our findings|findings|context|glossary|how we)\b",
    re.IGNORECASE,
)
_NOT_OF_THIS_KIND = re.compile(r"for improvement|for consideration|for (?:further )?(?:research|reading)", re.IGNORECASE)
_MOST_OF_AN_ADDRESSEE = 14
"""The most words of a line that only says to whom."""


class FindingHeading(NamedTuple):
    """A heading of one finding or of several."""

    kind: str
    """`recommendation`, `cause of concern` or `area for improvement`."""
    labels: tuple[str, ...]
    """The report's own numbers, as they are printed."""
    is_plural: bool
    addressee: str | None
    rest_at: int | None
    """Where in the heading its finding or its title begins, if it stands on the same line."""
    due: str | None = None
    """The words of a line such as `Within three months` below it, which stand for all that follows."""
    is_carried_over: bool = False
    """Whether what is below it is of an earlier report and stands."""

    def with_line(self, text: str) -> FindingHeading | None:
        """The heading with the line below it, if that says no more than by when or to whom.

        >>> finding_heading("Recommendations").with_line("To the Home Office:").addressee
        'the Home Office'
        >>> finding_heading("Recommendations").with_line("To improve its service")
        """
        if DUE.fullmatch(text.rstrip(" :")):
            return self._replace(due=text.rstrip(" :"))
        found = _TO.fullmatch(text)
        is_addressed = found is not None and _names_whom(found["to"]) and len(text.split()) <= _MOST_OF_AN_ADDRESSEE
        return self._replace(addressee=" ".join(found["to"].split())) if found and is_addressed else None


def is_continued(text: str) -> bool:
    """Whether a heading only repeats, on the next page, what stands above it."""
    return re.search(r"\((?:continued|cont\.?|cont’d)\)\s*$", text, re.IGNORECASE) is not None


def may_be_a_theme(text: str, label: str | None) -> bool:
    """Whether a heading may stand above a group of findings, the last of which has a label: `Section 2` ends a list that has 1.23."""
    section = _SECTION.match(text)
    is_another = section is not None and label is not None and "." in label and label.partition(".")[0] != section[1]
    return not text.endswith("?") and not is_another and _NO_THEME.match(text) is None


def finding_heading(text: str) -> FindingHeading | None:
    """What a line says if it is a heading of findings; None for any other line.

    >>> finding_heading("Recommendations 4 and 5")
    FindingHeading(kind='recommendation', labels=('4', '5'), is_plural=True, addressee=None, rest_at=None, due=None, is_carried_over=False)
    """
    if not text[:1].isupper() and not text[:1].isdigit():
        return None
    if "(s)" in text[:60]:
        read = finding_heading(_EITHER_NUMBER.sub(r"\1s", text, count=1))
        return read and read._replace(rest_at=None if read.rest_at is None else read.rest_at + len("(s)") - 1)
    found = _HEADING.fullmatch(text)
    if found is not None:
        return _read(found)
    after = _BEFORE.fullmatch(text)
    if after is not None and len(text.split()) <= 16 and not text.endswith("."):
        found = _HEADING.fullmatch(after["rest"])
        read = _read(found, is_first=False) if found else None
        if read is not None and read.rest_at is None:
            return read
    return None


def _read(found: re.Match[str], *, is_first: bool = True) -> FindingHeading | None:
    if not found.string[found.start("words")].isupper() and (is_first or not found["labels"]):
        return None
    kind = kind_named(found["kind"]).one
    is_plural = found["kind"].casefold().startswith(("causes", "areas")) or found["kind"].casefold().endswith("s")
    labels = _labels(found["labels"] or "")
    if found["kind"].casefold() == "concern" and found.string != found["kind"]:
        return None
    if len(found["kind"]) <= len("Recs") and not labels and kind == "recommendation":
        return None
    if is_plural and len(labels) == 1 and labels[0].isdecimal():
        return None  # the number of a page
    tail, at = found["tail"], found.start("tail")
    if count := _COUNT.match(tail):
        tail, at = tail[count.end() :], at + count.end()
    if not tail.strip(" :.–—-") or _IN_THIS_REPORT.fullmatch(tail):
        return FindingHeading(kind, labels, is_plural, None, None)
    addressed = _TO.fullmatch(tail) or _BRACKETS.fullmatch(tail)
    is_apart = tail.lstrip()[:1] == "."  # `Recommendation 1. To improve` names nobody
    if (
        addressed
        and not _NOT_OF_THIS_KIND.search(tail)
        and len(tail.split()) <= _MOST_OF_AN_ADDRESSEE
        and (_names_whom(addressed["to"]) or not is_apart)
    ):
        return FindingHeading(kind, labels, is_plural, " ".join(addressed["to"].split()), None)
    told = next(filter(None, (each.fullmatch(tail) for each in _TO_AND_REST)), None) if labels else None
    if told and (_names_whom(told["to"]) or not is_apart):
        return FindingHeading(kind, labels, is_plural, " ".join(told["to"].split()), at + told.start("rest"))
    marked = _MARK.fullmatch(tail)
    if marked and marked["rest"]:
        if _OF_CONTENTS.search(marked["rest"]):
            return None
        if _STATUS.fullmatch(marked["rest"]):
            return FindingHeading(kind, labels, is_plural, None, None)
        if is_a_known_body(marked["rest"]):
            return FindingHeading(kind, labels, is_plural, marked["rest"], None)
        return FindingHeading(kind, labels, is_plural, None, at + marked.start("rest"))
    run_in = _RUN_IN.fullmatch(tail) if found["kind"][0].isupper() else None
    if run_in is None and kind == "cause of concern" and not is_plural and not labels and tail.endswith("."):
        run_in = _STATED.fullmatch(tail)
        run_in = run_in if run_in and is_a_statement(run_in["rest"]) else None
    return FindingHeading(kind, labels, is_plural, None, at + run_in.start("rest")) if run_in else None


def _names_whom(words: str) -> bool:
    """Whether some words name somebody who can be asked, such as a lead for a subject.

    >>> _names_whom("the national policing lead for custody"), _names_whom("improve its service")
    (True, False)
    """
    return names_a_body(words) or names_a_body(_FOR_A_SUBJECT.split(words, maxsplit=1)[0])


def _labels(words: str) -> tuple[str, ...]:
    """Each label of a heading, with those between the ends of a range.

    >>> _labels("4 to 6"), _labels("3(b)"), _labels("one")
    (('4', '5', '6'), ('3(b)',), ('one',))
    """
    ends = re.split(r"\s+to\s+|\s*[–-]\s*", words.strip())
    if len(ends) == 2 and all(end.isdecimal() for end in ends) and int(ends[0]) < int(ends[1]) <= int(ends[0]) + 60:
        return tuple(str(number) for number in range(int(ends[0]), int(ends[1]) + 1))
    return tuple(
        "".join(each.split()) if "(" in each else each
        for each in re.split(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+", words.strip())
        if each
    )


def may_begin_finding(text: str, heading: FindingHeading, *, is_titled: bool, has_labels: bool) -> bool:
    """Whether the first paragraph below a heading is the finding: below `Recommendation` it has to ask for something."""
    if not text[:1].isupper() and text[:1] not in "‘“'\"":
        return has_labels and heading.rest_at is not None and MODAL.search(text) is not None  # `AFI 7 – the force should`
    if heading.kind == "cause of concern" or has_labels or (is_titled and not heading.is_plural) or text.endswith(":"):
        return True
    return (
        asks(text)
        or is_an_order(text, heading)
        or recommends_by_itself(text, begins_a_paragraph=True)
        or (not heading.is_plural and bool(MODAL.search(text)))
    )


def is_an_order(text: str, heading: FindingHeading) -> bool:
    """Whether a paragraph begins with an imperative, below a heading that names an addressee or a due date."""
    return bool(heading.addressee or heading.due) and begins_with_a_verb(text)
