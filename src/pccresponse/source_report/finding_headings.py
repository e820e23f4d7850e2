"""What a heading says about the findings below it: their kind, their labels, and to whom they speak."""

from __future__ import annotations

import re
from typing import NamedTuple

from pccresponse.models.findings import IN_HEADINGS, NUMBER_WORDS, kind_named
from pccresponse.source_report.finding_sentences import asks, begins_with_a_verb, recommends_by_itself
from pccresponse.source_report.request_parts import MODAL, is_a_known_body, names_a_body

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
_WHOM = r"\s*[:–—-]?\s*(?:made\s+|addressed\s+)?(?:[Tt]o|[Ff]or)\s+(?P<to>(?:[Tt]he |[Aa]ll |[Ee]ach |[Ee]very )?[A-Za-z][^.:;?]{2,80}?)"
_TO = re.compile(rf"{_WHOM}\s*:?\s*", re.IGNORECASE)
_TO_AND_REST = re.compile(rf"{_WHOM}\s*:\s+(?P<rest>[A-Z].*)", re.DOTALL)
_IN_THIS_REPORT = re.compile(
    r"\s+(?:(?:in|from|of) (?:this|our) (?:report|inspection|letter)|(?:that )?we (?:have )?(?:made|identified|gave|issued)|at a glance|in full|by (?:chapter|theme))",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[:–—-]?\s*[(\[](?:(?:addressed |made )?(?:to|for) )?(?P<to>[^)\]]{3,80})[)\]]\s*:?")
_MARK = re.compile(r"\s*[:.–—-]\s*(?P<rest>\S.*)?", re.DOTALL)
_RUN_IN = re.compile(
    r"\s+(?P<rest>(?:By|Within|Before|Immediately|With immediate|As (?:a matter|soon)|No[t]? later|In no more|We recommend|The|All|Each|Every|Chief|Police|Forces)\b.*\bshould\b.*)",
    re.DOTALL,
)
_OF_CONTENTS = re.compile(r"(?:\.\s?){3,}\s*\d{0,4}\s*$|\s\d{1,3}\s*$")
_BEFORE = re.compile(r"(?P<before>\S.{2,80}?)\s*[:–—]\s+(?P<rest>.+)", re.DOTALL)
_NOW_FOLLOW = re.compile(r"\b[Ww]e (?:also |now |therefore )*make (?:the following|these)(?: \w+)? recommendations?[.:]$")
_SECTION = re.compile(r"(?:section|part|chapter)\s+(\d+)\b", re.IGNORECASE)
_NO_THEME = re.compile(
    r"(?:(?:(?:section|part|chapter)\s+)?\d+[.:]?\s+)?(?:next steps|conclusions?|about|introduction|background|method|appendi|annex|summary|main findings"
    r"|detailed findings|our findings|findings|context|glossary|how we)\b",
    re.IGNORECASE,
)
_NOT_OF_THIS_KIND = re.compile(r"for improvement|for consideration|for (?:further )?(?:research|reading)", re.IGNORECASE)


def addressee_alone(text: str) -> str | None:
    """Whom a line names that says nothing else, as stands below a heading of recommendations.

    >>> addressee_alone("To the Home Office:"), addressee_alone("To improve its service")
    ('the Home Office', None)
    """
    found = _TO.fullmatch(text)
    return " ".join(found["to"].split()) if found and names_a_body(found["to"]) and len(text.split()) <= 14 else None


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


def is_continued(text: str) -> bool:
    """Whether a heading only repeats, on the next page, what stands above it."""
    return re.search(r"\((?:continued|cont\.?|cont’d)\)\s*$", text, re.IGNORECASE) is not None


def may_be_a_theme(text: str, label: str | None) -> bool:
    """Whether a heading may stand above a group of findings, the last of which has a label: `Section 2` ends a list that has 1.23."""
    section = _SECTION.match(text)
    is_another = section is not None and label is not None and "." in label and label.partition(".")[0] != section[1]
    return not text.endswith("?") and not is_another and _NO_THEME.match(text) is None


def opens_a_list(text: str) -> bool:
    """Whether a paragraph ends by saying that new recommendations follow.

    >>> opens_a_list("Few have done so. We therefore make the following recommendations.")
    True
    """
    return _NOW_FOLLOW.search(text) is not None


def finding_heading(text: str) -> FindingHeading | None:
    """What a line says if it is a heading of findings.

    >>> finding_heading("Recommendations 4 and 5")
    FindingHeading(kind='recommendation', labels=('4', '5'), is_plural=True, addressee=None, rest_at=None)
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
    if addressed and not _NOT_OF_THIS_KIND.search(tail) and len(tail.split()) <= 14:
        return FindingHeading(kind, labels, is_plural, " ".join(addressed["to"].split()), None)
    if labels and (told := _TO_AND_REST.fullmatch(tail)):
        return FindingHeading(kind, labels, is_plural, " ".join(told["to"].split()), at + told.start("rest"))
    marked = _MARK.fullmatch(tail)
    if marked and marked["rest"]:
        if _OF_CONTENTS.search(marked["rest"]):
            return None
        if is_a_known_body(marked["rest"]):
            return FindingHeading(kind, labels, is_plural, marked["rest"], None)
        return FindingHeading(kind, labels, is_plural, None, at + marked.start("rest"))
    run_in = _RUN_IN.fullmatch(tail) if labels else None
    return FindingHeading(kind, labels, is_plural, None, at + run_in.start("rest")) if run_in else None


def _labels(words: str) -> tuple[str, ...]:
    """Each label of a heading; of a range only its ends are printed, and those between are counted up.

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


def may_begin_finding(text: str, heading: FindingHeading, *, is_due: bool, is_titled: bool, has_labels: bool) -> bool:
    """Whether the first paragraph below a heading is the finding: below `Recommendation` it has to ask for something."""
    if not text[:1].isupper() and text[:1] not in "‘“'\"":
        return False
    if heading.kind == "cause of concern" or has_labels or (is_titled and not heading.is_plural) or text.endswith(":"):
        return True
    return (
        asks(text)
        or is_an_order(text, heading, is_due=is_due)
        or recommends_by_itself(text, begins_a_paragraph=True)
        or (not heading.is_plural and bool(MODAL.search(text)))
    )


def is_an_order(text: str, heading: FindingHeading, *, is_due: bool) -> bool:
    """Whether a paragraph begins as an order does, below a heading that says whom it asks or by when."""
    return bool(heading.addressee or is_due) and begins_with_a_verb(text)
