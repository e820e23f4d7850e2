"""Recommendations without a heading: in running text, or in a list below `What needs to change`."""

from __future__ import annotations

import re

from pccresponse.models.findings import IN_WORDS, kind_named
from pccresponse.source_report.finding import Growing
from pccresponse.source_report.finding_sentences import (
    asks,
    introduces_findings,
    is_of_a_glossary,
    recommends_by_itself,
    returns_to,
)
from pccresponse.source_report.main_text import is_title_of_an_entry
from pccresponse.source_report.paragraphs import Paragraph
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.request_parts import MODAL, addressee_of, sentences_of

_A_RESPONSE = re.compile(
    r"\b[Aa]s (?:the |your )?(?:Deputy )?(?:Police(?:, Fire)? and Crime Commissioner|PCC|Mayor)\b|\b(?:PCC|PFCC|Commissioner|Mayor)(?:[’']s)? [Rr]esponse\b|\bLocal [Pp]olicing [Bb]ody[’']s [Cc]omments\b"
    r"|\bI have asked the [Cc]hief [Cc]onstable\b"
)
_ANNOUNCED = re.compile(
    r"\b[Ww]e (?:now |also |therefore )*make (?:an?|one) (?:\w+ )?recommendation:\s+(?=\w)"
    rf"|(?:\b{IN_WORDS}\b[^.;:]{{0,40}}\bcarried (?:over|forward)\b|\bcarried (?:over|forward) (?:\w+ ){{0,3}}{IN_WORDS}\b)[^.;:]{{0,60}}:\s+(?=\w)"
)
_LABELLED = re.compile(r"\b[Rr]ecommendation (?P<label>\d{1,2})[.:]?\s+(?=(?:We|HMIC(?:FRS)?) recommends? that\b)")
_CARRIED_OVER = re.compile(
    rf"\b(?:remains?|(?:is|are) still) (?:an? |our )?(?P<stays>{IN_WORDS})\b"
    rf"|\b(?P<is>{IN_WORDS})\b[^.;:]{{0,40}}\bcarried (?:over|forward)\b|\bcarried (?:over|forward) (?:\w+ ){{0,3}}(?P<again>{IN_WORDS})\b",
    re.IGNORECASE,
)
"""Words that say of a finding of an earlier report that it stands."""
_CHANGE = re.compile(
    r"(?:\d+\.?\s+)?(?:(?:what|how|where)\b.{0,60}\b(?:should|must|needs? to|has to|have to|ought to)\b.{0,40}|what (?:we|the inspectorate) expects?.{0,40}"
    r"|(?:the |our )?(?:next steps|expectations|way forward)(?: (?:for|of) .{2,40})?|(?:further |immediate )?(?:actions?|improvements?|changes?|steps?) (?:needed|required))",
    re.IGNORECASE,
)
_DISCLAIMS = re.compile(
    r"\b(?:not|rather than|instead of|without (?:making|being)) (?:\w+ ){0,2}recommendations?\b|\b(?:are|is|as|do|does|have|has)(?:n[’']t| not) (?:\w+ ){0,3}recommendations?\b"
    r"|\bmakes? no (?:formal |further |new )?recommendations?\b",
    re.IGNORECASE,
)


class FindingsWithoutHeading:
    """Finds recommendations in the paragraphs that are below no heading of findings."""

    def __init__(self, report: InspectedReport) -> None:
        self._is_register = any("[status]" in line.text for line in report.lines)
        """Whether it is a register, in which an entry is one recommendation."""
        self.is_response = _speaks_for_a_policing_body(report.opening)
        """Whether the first pages are the words of a policing body about a report."""
        self._asks_for_change = False
        """Whether the heading above says that what is below it ought to be done."""
        self._disclaims = False
        """Whether the text below that heading says that it makes no recommendation."""
        self._first = 0

    def is_entry(self, text: str) -> bool:
        """Whether a line is the title of an entry in a register of recommendations."""
        return self._is_register and is_title_of_an_entry(text)

    def begin_section(self, heading: str, found: list[Growing]) -> None:
        """Start a section below a heading."""
        self._asks_for_change, self._disclaims, self._first = _asks_for_change(heading), False, len(found)

    def requests_in(self, paragraph: Paragraph, found: list[Growing]) -> list[Growing]:
        """What a paragraph or an item recommends. Removes from `found` what the paragraph says is no recommendation."""
        if is_of_a_glossary(paragraph.text) or paragraph.text.startswith(("“", '"')) or self.is_response:  # what somebody said
            return []
        if _disclaims_recommendations(paragraph.text):
            self._disclaims = True
            found[self._first :] = [each for each in found[self._first :] if each.has_heading]
        sentences = sentences_of(paragraph.text)
        if self._disclaims or (len(sentences) > 1 and introduces_findings(sentences[-1][1])):
            return []
        if self._asks_for_change and paragraph.sign and asks(paragraph.text) and addressee_of(paragraph.text):
            made = [Growing("recommendation", paragraph)]
        else:
            made = self._by_sentence(paragraph)
        carried = _CARRIED_OVER.search(paragraph.text) if made else None
        for each in made:
            if carried is not None:
                each.kind, each.is_carried_over = kind_named(carried["stays"] or carried["is"] or carried["again"]).one, True
            each.has_heading = each.is_carried_over
            each.label = each.label or (paragraph.sign if paragraph.sign.isdigit() else None)
        return made

    def _by_sentence(self, paragraph: Paragraph) -> list[Growing]:
        is_bullet = bool(paragraph.sign) and not paragraph.sign[:1].isdigit()
        made: list[Growing] = []
        for number, (place, sentence) in enumerate(sentences_of(paragraph.text)):
            last = made[-1] if made and not made[-1].has_ended else None
            goes_on = last is not None and last.end == paragraph.word_at(place)
            if last and self._is_register and goes_on:
                last.extend(paragraph.part(place, sentence))
            elif announced := _ANNOUNCED.search(sentence):
                made.append(Growing("recommendation", paragraph.part(place + announced.end(), sentence[announced.end() :])))
            elif labelled := _LABELLED.search(sentence) if "ecommendation " in sentence else None:
                made.append(Growing("recommendation", paragraph.part(place + labelled.end(), sentence[labelled.end() :])))
                made[-1].label = labelled["label"]
            elif recommends_by_itself(sentence, begins_a_paragraph=number == 0 and not is_bullet):
                made.append(Growing("recommendation", paragraph.part(place, sentence)))
            elif last and goes_on and (MODAL.search(sentence) or returns_to(sentence, "")):
                last.extend(paragraph.part(place, sentence))
            elif last:
                last.has_ended = True
        return made


def _speaks_for_a_policing_body(opening: str) -> bool:
    """Whether the first pages are a commissioner’s words about a report, who may ask the force for something as well.

    >>> _speaks_for_a_policing_body("As the Police and Crime Commissioner for Westshire, I welcome this report.")
    True
    """
    return _A_RESPONSE.search(opening) is not None


def _asks_for_change(heading: str) -> bool:
    """Whether a heading says that what is below it ought to be done, without a word for recommendations.

    >>> _asks_for_change("What needs to change"), _asks_for_change("What forces did well")
    (True, False)
    """
    return _CHANGE.fullmatch(heading) is not None


def _disclaims_recommendations(text: str) -> bool:
    """Whether a text says that what is asked for beside it is no recommendation.

    >>> _disclaims_recommendations("These are our expectations, not formal recommendations.")
    True
    """
    return "ecommendation" in text and _DISCLAIMS.search(text) is not None
