"""A report as its headings, paragraphs and items of lists, whichever kind of file it came from.

What the file shows comes first: the headings of a web page or a Word file, the size and weight of letters in a PDF. A file that
shows words only is read by how its lines begin and end.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from pccresponse.models.findings import ASKING
from pccresponse.source_report.comparable_text import HYPHENS, TOKENS, letters_of, plain, tokens_of
from pccresponse.source_report.grades import is_grade
from pccresponse.source_report.report import InspectedReport, ReportLine
from pccresponse.source_report.request_parts import is_a_known_body

_BULLET = re.compile(r"(?P<sign>[•◦▪●■‣⁃·–—*-]|\uf0b7|o(?=\s{2,}))\s*(?=\S)")
_NUMBERED = re.compile(
    r"\(?(?P<sign>\d{1,3}(?:\.\d{1,2}){0,2}|[a-z]|[ivx]{1,5})[.)]\s+(?=\S)|(?P<paragraph>\d{1,2}\.\d{1,3}|[A-Z]\d{1,3})[.:]?\s+(?=[A-Z])"
)
NUMBER_ALONE = re.compile(
    r"(?P<sign>\d{1,2})\s+(?=[A-Z])(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
"""The number of an item without a mark behind it, as before a long sentence."""
_SPACED_CAPITALS = re.compile(r"\b(?:[A-Z] ){3,}[A-Z]\b")
NEVER_A_HEADING = re.compile(r"\b(?:should|must|needs? to|ought to)\b|\brecommends? that\b")
OF_WHAT = re.compile(r"(?:\d\.?\s+)?(?:What|How|Where|Why)\b")
_AT_THE_END_OF_ONE = re.compile(r"[.;:,…]['\"’”)]*\d{0,3}$|\b(?:and|or|the|a|an|of|to|in|for|with|by|that)$", re.IGNORECASE)
_NEUTRAL = re.compile(
    r"\(?\d{1,3}[.)]?|(?:last )?(?:updated|published|reviewed)(?: on)?:?\s.{4,30}|(?:skip to|print this|read more about|share this|back to)\b.{0,60}"
    r"|(?:(?:fully |partly |partially |not |in part )?(?:met|achieved|implemented|addressed|actioned|completed?)|no longer (?:applicable|relevant)|superseded|closed|open|in progress|awaiting review|being progressed|no further action needed|score\]?)"
    r"|(?:applicable forces?:?)|(?:status|due|due date|deadline|owner|reference|force|accepted)\s*:.{0,40}|https?://\S+",
    re.IGNORECASE,
)
_ONE_NAME = re.compile(
    r"(?:[A-Z][\w’'-]+ (?:(?:and|of|the|&) )?){1,4}(?:Police|Constabulary|Police Service)|(?:All )?(?:[Ll]ocal |[Tt]erritorial |[Pp]olice )*[Ff]orces(?: in England(?: and Wales)?)?"
)
TITLES = r"(?:PEEL\b|An inspection of|Report on|HMIC(?:FRS)?\b)[^.;?]{5,120}"
A_FOOT = re.compile(rf"page \d{{1,3}}(?: of \d{{1,3}})?|{TITLES}\s(?:page )?\d{{1,3}}", re.IGNORECASE)
"""The number of a page, and a running title with it on one line. A running title alone is one where such a number is beside it."""
_NUMBER_IN_FRONT = re.compile(r"(\d{1,2})\.\s+(?=[A-Z])")
_LABELLED = re.compile(rf"(?:{'|'.join(kind.one.capitalize() for kind in ASKING)}|Annex|Appendix|Part|Section) A")
_WITHOUT_SPACES = {
    name.replace(" ", "").upper(): name.capitalize() for kind in ASKING for name in (kind.one, kind.many) if " " in name
}
FEWEST_BARS = 2
_LONGEST_HEADING = 18
_LONGEST_NUMBERED = 10
_LONGEST_QUESTION = 45
_A_QUESTION = re.compile(r"(?:\d\.?\s+)?(?:How|To what extent|What|Does|Do|Is|Are|Has|Have|Can)\b")
_LARGEST_BOX = 1_500
"""A frame with more words than this is not the frame of a finding."""
_BREAKS = {0xFFFE: "-", 0x02: "-"}
"""What readers of PDFs make of a hyphen at the end of a line."""
BY_ITS_WORDS = 7
"""The level of a heading that only its words show to be one."""


class Paragraph(NamedTuple):
    """A heading, a paragraph, or an item of a list."""

    text: str
    """Its words on one line, without the sign of an item."""
    start: int
    """Its first word, counted through the report."""
    end: int
    level: int
    """0 for running text; for a heading 1 (the largest) to 6, and 7 where only its words show that it is one."""
    sign: str
    """What an item begins with, such as `•`, `3` or `a`; empty for what is no item."""
    number: str
    """The number of a paragraph, such as `2.38`; empty if it has none."""
    box: int
    is_neutral: bool
    """Whether it is a number, a grade, a status or the name of a force alone, which neither begins nor ends anything."""
    is_sure: bool
    """Whether the file itself shows what it is."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of any level."""
        return self.level > 0

    def word_at(self, place: int) -> int:
        """The word of the report that a place in the text belongs to."""
        return min(self.end, self.start + sum(1 for token in tokens_of(plain(self.text[:place])) if letters_of(token)))

    def part(self, place: int, sentence: str) -> Paragraph:
        """A sentence of it, as if it stood alone."""
        return self._replace(text=sentence, start=self.word_at(place), end=self.word_at(place + len(sentence)))

    @property
    def with_number_apart(self) -> Paragraph:
        """The same with a number such as `3.` in front as its sign."""
        found = _NUMBER_IN_FRONT.match(self.text)
        return self._replace(text=self.text[found.end() :], sign=found[1], start=self.word_at(found.end())) if found else self

    def words_between(self, start: int, end: int) -> str:
        """Its text from one word of the report up to another, with the marks and dashes that `InspectedReport.shown` does without.

        Bars around a cell of a table are left out.
        """
        text = plain(self.text)
        places = [token.span() for token in TOKENS.finditer(text) if letters_of(token[0])]
        first, last = max(0, start - self.start), min(len(places), end - self.start)
        if first >= last:
            return ""
        until = places[last][0] if last < len(places) else len(text)
        return text[places[first][0] if first else 0 : until].strip(" \t\n|")


def paragraphs_of(report: InspectedReport) -> tuple[Paragraph, ...]:
    """All of them, in the report's order."""
    known = report.seen.get("paragraphs")
    if known is None:
        known = report.seen["paragraphs"] = tuple(_made(report))
    assert isinstance(known, tuple)
    return known


def _made(report: InspectedReport) -> list[Paragraph]:
    groups: list[list[ReportLine]] = []
    for line in report.lines:
        if groups and _runs_on(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    ends = [group[0].start for group in groups[1:]] + [len(report)]
    made = [_paragraph(group, end) for group, end in zip(groups, ends, strict=True)]
    sizes: Counter[int] = Counter()
    for each in made:
        sizes[each.box] += each.end - each.start
    return [each._replace(box=0) if sizes[each.box] > _LARGEST_BOX else each for each in made]


def _runs_on(above: list[ReportLine], line: ReportLine) -> bool:
    last = above[-1]
    if line.mark is not None and last.mark is not None:
        if line.mark.level != last.mark.level or line.mark.box != last.mark.box:
            return False
        if line.mark.is_new is not None or _BULLET.match(line.text):
            return not line.mark.is_new and not _BULLET.match(line.text)
    if (
        line.is_after_a_gap
        or _BULLET.match(line.text)
        or _NUMBERED.match(line.text)
        or is_grade(line.text)
        or _is_neutral(line.text)
    ):
        return False
    if is_grade(last.text) or re.search(r"[.!?:;]['\"’”)]*$", last.text):
        return False
    if line.text[:1].islower():
        return len(last.text.split()) > 1 or last.text[:1].islower()
    runs_on = re.search(r"(?:,|\b(?:and|or|the|a|an|of|to|in|for|with|by|that|should|on|from))$", last.text, re.IGNORECASE)
    return bool(runs_on) and not _LABELLED.fullmatch(last.text)


def _paragraph(lines: list[ReportLine], end: int) -> Paragraph:
    joined = _joined([line.text for line in lines])
    text = " ".join((joined.replace("\t", " | ") if joined.count("\t") >= FEWEST_BARS else joined).split())
    text = _SPACED_CAPITALS.sub(lambda match: match[0].replace(" ", ""), text.replace("  ", " "))
    text = _joined_capitals(text)
    mark = lines[0].mark
    sign = paragraph_number = ""
    item = _BULLET.match(text) or _NUMBERED.match(text)
    if item is None and NEVER_A_HEADING.search(text):
        item = NUMBER_ALONE.match(text)
    if (
        item
        and mark is None
        and item["sign"]
        and item["sign"].isdecimal()
        and _looks_like_a_heading(text[item.end() :], _LONGEST_NUMBERED)
    ):
        item = None  # the number of a chapter
    if item and not (mark and mark.level):
        sign = (item["sign"] or "").strip()
        paragraph_number = item.groupdict().get("paragraph") or ""
        text = text[item.end() :]
    is_neutral = _is_neutral(text)
    level = 0 if is_neutral else mark.level if mark else 0
    if mark is None and not sign and not is_neutral and _looks_like_a_heading(text):
        level = BY_ITS_WORDS
    start = lines[0].start
    if item and not (mark and mark.level):
        start += sum(1 for token in tokens_of(plain(item[0])) if letters_of(token))
    return Paragraph(
        text, min(start, end), end, level, sign, paragraph_number, mark.box if mark else 0, is_neutral, mark is not None
    )


def _joined(lines: list[str]) -> str:
    """Lines in a row, with a word whole that is broken at the end of one."""
    text = lines[0].translate(_BREAKS)
    for line in lines[1:]:
        line = line.translate(_BREAKS)
        broken = len(text) > 1 and text[-1] in HYPHENS and text[-2].isalnum() and line[:1].isalnum()
        whole = broken and text[-2].islower() and line[0].islower()
        text = f"{text[:-1]}{line}" if whole else f"{text}{line}" if broken else f"{text} {line}"
    return text


def _joined_capitals(text: str) -> str:
    """Capitals that are set apart are read as words: `A R E A S  F O R` was joined before, so only what is left is known here."""
    return _WITHOUT_SPACES.get(text.replace(" ", ""), text)


def _is_neutral(text: str) -> bool:
    if is_grade(text) or A_FOOT.fullmatch(text):
        return True
    return _NEUTRAL.fullmatch(text) is not None or _ONE_NAME.fullmatch(text) is not None or is_a_known_body(text)


def _looks_like_a_heading(text: str, longest: int = _LONGEST_HEADING) -> bool:
    words = text.split()
    if text.endswith("?") and len(words) <= _LONGEST_QUESTION and _A_QUESTION.match(text):
        return True
    if not words or len(words) > longest or not (text[0].isupper() or text[0].isdigit() or text[0] in "‘“'\""):
        return False
    if text.endswith("?"):
        return True
    is_request = NEVER_A_HEADING.search(text) and not OF_WHAT.match(text)
    return not _AT_THE_END_OF_ONE.search(text) and not is_request and any(map(str.isalpha, text))
