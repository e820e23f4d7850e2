"""The recommendations, causes of concern and areas for improvement of a report, known by its headings and by how sentences begin.

Left out are lists of contents, explanations of a kind of finding, and findings of an earlier report. Doubts are kept with each finding.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from pccresponse.source_report.announced_findings import heading_in_words
from pccresponse.source_report.earlier_findings import without_earlier_part
from pccresponse.source_report.finding import FoundFinding, Growing, complete_findings
from pccresponse.source_report.finding_headings import (
    FindingHeading,
    finding_heading,
    is_an_order,
    is_continued,
    may_begin_finding,
)
from pccresponse.source_report.finding_sections import CAUSE, SENTENCE, FindingSection
from pccresponse.source_report.finding_sentences import (
    answers_in_first_person,
    asks,
    introduces_findings,
    is_a_statement,
    is_an_answer,
    is_called_a_cause,
    is_of_a_glossary,
    is_of_an_earlier_report,
    names_findings,
    returns_to,
    tells_of_an_earlier_inspection,
    tells_what_was_done,
)
from pccresponse.source_report.main_text import main_text_of
from pccresponse.source_report.paragraphs import BY_ITS_WORDS, Paragraph
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.report_facts import facts_in, falls_after
from pccresponse.source_report.request_parts import (
    DUE,
    MODAL,
    RECOMMENDS,
    asks_another,
    first_sentence,
    has_its_own_subject,
    sentences_of,
    subject_of,
)

_MOST_OF_A_CAUSE = 12
"""A cause of concern has no more paragraphs than this before its recommendations."""


def findings_in(report: InspectedReport) -> tuple[FoundFinding, ...]:
    """Every finding, in the report's order."""
    if (known := report.seen.get("findings")) is None:
        reader = _Reader(report)
        for paragraph in main_text_of(report):
            reader.take(without_earlier_part(paragraph))
        known = report.seen["findings"] = complete_findings(reader.found, report)
    assert isinstance(known, tuple)
    return known


class _Reader(FindingSection):
    """Reads the paragraphs in order, each below the headings above it."""

    def take(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        if paragraph.is_neutral:
            self._take_neutral(paragraph)
            return
        if is_continued(text):
            return
        if (self._below or self._is_answered) and self._is_answer(text):
            self._heading, self._below, self._box, self._title = None, [], 0, None
            self._is_answered = True
            return
        if self._heading is not None and not self._earlier.are_open:
            if self._is_status(paragraph):
                return
            if told := self._heading.with_line(text):
                self._heading = told
                return
        if not (paragraph.sign and not paragraph.sign.isdigit()):
            is_entry = self._without_heading.is_entry(text)
            if is_entry:
                self._close()
            heading = FindingHeading("recommendation", (), False, None, None) if is_entry else finding_heading(text)
            if self._earlier.begin_at(paragraph, heading):
                self._close(earlier=True)
                self._passed = (paragraph, heading) if heading is not None and not self._earlier.is_below_a_cause else None
                return
            if heading is not None and len(text) <= 2000:
                self._begin_below(paragraph, heading)
                return
        if paragraph.level == BY_ITS_WORDS and "following" in text and (told := heading_in_words(text)):
            self._begin_below(paragraph, told)
            return
        if paragraph.is_heading:
            self._above, self._is_answered = None, False
            self._take_other_heading(paragraph)
            return
        self._begin_what_is_new(paragraph)
        is_passed_over = self._earlier.are_open or self._is_glossary
        if told := heading_in_words(text, is_beside_earlier=is_passed_over or self._earlier.is_revisit):
            self._begin_below(paragraph, told)
            return
        if is_passed_over:
            self._earlier.pass_over(text)
            return
        if self._is_answered:
            return
        if self._awaits_theme:
            self._awaits_theme = False
            is_numbered = paragraph.sign[:1].isdigit() or bool(paragraph.number)
            is_a_cause = self._heading is not None and self._heading.kind == CAUSE and is_numbered
            if not is_a_cause and not (asks(text) and (is_numbered or not self._is_numbered)):
                self._close()
        if self._heading and paragraph.box != self._box:
            if not self._below:
                self._box = paragraph.box  # the heading stands in a frame of its own, or above the frame
            elif self._box:
                self._close()
        if paragraph.sign:
            if not self._passes_items:
                self._take_item(paragraph)
        else:
            self._current = paragraph
            self._passes_items = text.endswith(":") and is_of_an_earlier_report(text)
            if not self._passes_items:
                self._take_text(paragraph)
            self._above = paragraph
        self._number = None

    @cached_property
    def _published_on(self) -> date | None:
        return facts_in(self._report).published_on

    def _begin_what_is_new(self, paragraph: Paragraph) -> None:
        """Begin below the heading that was passed over as an earlier one, if what follows is due after this report was published."""
        if self._passed is None:
            return
        above, heading = self._passed
        self._passed = None
        due = DUE.match(paragraph.text) if above.end == paragraph.start and self._earlier.are_open else None
        if due is not None and falls_after(due[0], self._published_on):
            self._earlier.end()
            self._begin_below(above, heading)

    def _begin_below(self, paragraph: Paragraph, heading: FindingHeading) -> None:
        on_the_same_line = self._take_heading(paragraph, heading)
        if on_the_same_line is not None:
            self._take_text(on_the_same_line)
        above = self._above
        if self._heading is not None and above is not None and above.end == paragraph.start and heading.rest_at is None:
            *_, (_, last) = sentences_of(above.text) or ((0, ""),)
            if names_findings(last) and tells_of_an_earlier_inspection(last):
                self._heading = self._heading._replace(is_carried_over=True)

    def _take_item(self, item: Paragraph) -> None:
        if self._left is not None and self._heading is None and asks(item.text):
            heading, below = self._left
            if below[-1].is_followed_by(item):
                self._heading, self._below = heading, below  # there was only an explanation between
        last = self._last
        if last is None and self._heading is not None and not self._labels and introduces_findings(item.text):
            return
        if last and self._heading and not self._heading.is_plural and not last.takes_points and tells_what_was_done(item.text):
            last.has_ended = True
            return
        recommends = RECOMMENDS.match(item.text) is not None
        begins_anew = recommends or (item.text[:1].isupper() and bool(MODAL.search(first_sentence(item.text))))
        is_next = last is not None and last.label is not None and last.is_followed_by(item)
        if last is not None and begins_anew and not recommends and self._is_answer_to(last):
            last.has_ended = True
            return
        is_alike = last is not None and last.is_one_of_several and self._heading is not None and self._heading.is_plural
        is_another = last and (
            (last.is_item and (begins_anew or last.list_has_ended or is_next or (is_alike and item.text[:1].islower())))
            or (last.kind == CAUSE and begins_anew)
            or (is_next and begins_anew and not last.points)
            or (bool(last.points) and recommends)
        )
        if last and last.is_bare_stem and (last not in self.found or has_its_own_subject(item.text)):
            self._open_below_stem(item, last)
        elif last and last.takes_points and not is_another:
            last.add_point(item)
        elif self._heading is None:
            if last and not last.has_ended and last.points and not begins_anew:
                last.add_point(item)
            else:
                self._take_sentences(item)
        elif last and last.kind == CAUSE and not begins_anew and not (self._heading.is_plural and item.text[:1].isupper()):
            last.extend(item)
        elif last and not last.has_ended and not self._heading.is_plural and not last.is_item and last.kind != CAUSE:
            last.add_point(item)
        else:
            is_request = self._heading.kind == CAUSE and last is not None and (begins_anew or last.kind != CAUSE)
            if (
                self._heading.kind == CAUSE
                and last is None
                and begins_anew
                and self._title
                and not is_a_statement(self._title.text)
            ):
                self._title, is_request = None, True  # the theme of a cause of concern whose recommendations alone are listed here
            self._open(item, "recommendation" if is_request else None).is_item = True

    def _is_answer(self, text: str) -> bool:
        return is_an_answer(text) or (self._without_heading.is_response and answers_in_first_person(text))

    def _is_answer_to(self, last: Growing) -> bool:
        """Whether an item that says who should do something answers a finding whose own points do not."""
        is_alone = bool(last.point_texts) and not any(MODAL.search(first_sentence(each)) for each in last.point_texts)
        return is_alone and self._without_heading.is_response

    def _open_below_stem(self, item: Paragraph, stem: Growing) -> None:
        if stem not in self.found and self.found[-1].label and not item.sign.isdigit():
            self.found[-1].add_point(item)
            return
        if stem in self.found:
            self.found.remove(stem)
        made = self._open(item, "recommendation")
        made.has_heading, made.addressee_of_heading = stem.has_heading, subject_of(item.text)
        self._below.pop()

    def _take_text(self, paragraph: Paragraph) -> None:
        text, last, heading = paragraph.text, self._last, self._heading
        if last and last.takes_points and text[:1].islower():
            last.add_point(paragraph)
        elif heading is None:
            if last and not last.has_ended and MODAL.search(text) and returns_to(text, last.text) and not DUE.match(text):
                last.extend(paragraph)
            else:
                self._below = []
                self._take_sentences(paragraph)
        elif last is None:
            if is_of_a_glossary(text):
                self._is_glossary = True
            elif introduces_findings(text) and not self._labels:
                self._passes_items = is_of_an_earlier_report(text)
            elif is_of_an_earlier_report(text) and not self._labels and self._title is None:
                self._close()
                if heading.kind == CAUSE:
                    self._earlier.note_cause()
            elif may_begin_finding(text, heading, is_titled=self._title is not None, has_labels=bool(self._labels)):
                self._open(paragraph)
        elif heading.kind == CAUSE and last.kind == CAUSE:
            if self._title is not None:
                self._open(paragraph)
            elif asks(text) and not text.endswith("?"):
                self._open(paragraph, "recommendation")
            elif last.paragraphs < _MOST_OF_A_CAUSE:
                last.extend(paragraph)
        else:
            self._go_on(paragraph, last, heading)

    def _go_on(self, paragraph: Paragraph, last: Growing, heading: FindingHeading) -> None:
        """Text after a finding of the same heading: another finding, more of it, or what the report says next."""
        text = paragraph.text
        is_several = heading.is_plural or heading.kind == CAUSE
        is_next = is_several and last.title_words > 0 and text.endswith(":") and asks(text) and len(text.split()) > SENTENCE
        if self._title is not None:
            if asks(text) or not is_several or is_a_statement(self._title.text):
                self._open(paragraph)
            else:
                self._title, last.has_ended = None, True
        elif self._cause is not None and is_called_a_cause(text):
            self._open(paragraph, CAUSE)
        elif (last.is_titled and not last.has_ended and not is_next and (text.endswith((".", ":")) or not asks(text))) or (
            self._box and not is_several
        ):
            last.extend(paragraph)
        elif (
            (asks(text) or is_an_order(text, heading))
            and not (last.is_item and heading.kind != CAUSE)
            and not returns_to(text, last.text)
            and (is_several or (not self._labels and not last.label and (DUE.match(text) or asks_another(text, last.text))))
        ):
            self._open(paragraph, "recommendation" if heading.kind == CAUSE else None)
        elif (
            not last.has_ended
            and MODAL.search(text)
            and (returns_to(text, last.text) or (asks(text) and not last.points and not last.is_item))
        ):
            last.extend(paragraph)
        elif last.is_item or last.points or not is_several:
            self._left = (heading, self._below) if is_several and last.is_item else None
            self._heading, self._below, self._box, self._title = None, [], 0, None  # the report goes on
            self._take_sentences(paragraph)
        else:
            last.has_ended = True

    def _take_sentences(self, paragraph: Paragraph) -> None:
        if self._last and len(sentences_of(paragraph.text)) > 1:
            self._last.has_ended = True
        for request in self._without_heading.requests_in(paragraph, self.found):
            self._adopt(request)
