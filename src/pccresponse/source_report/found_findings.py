"""The recommendations, causes of concern and areas for improvement of a report, known by its headings and by how sentences begin.

Left out are lists of contents, explanations of a kind of finding, and findings of an earlier report. Doubts are kept with each finding.
"""

from __future__ import annotations

from pccresponse.source_report.finding import FoundFinding, Growing, complete_findings
from pccresponse.source_report.finding_headings import (
    EarlierFindings,
    FindingHeading,
    addressee_alone,
    finding_heading,
    is_an_order,
    is_continued,
    may_be_a_theme,
    may_begin_finding,
    opens_a_list,
    without_earlier_part,
)
from pccresponse.source_report.finding_sentences import (
    asks,
    introduces_findings,
    is_a_statement,
    is_called_a_cause,
    is_of_a_glossary,
    is_of_an_earlier_report,
    returns_to,
)
from pccresponse.source_report.findings_without_heading import FindingsWithoutHeading
from pccresponse.source_report.paragraphs import (
    BY_ITS_WORDS,
    Paragraph,
    paragraphs_of,
    with_rows_of_findings,
    without_asides,
    without_contents,
)
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.request_parts import DUE, MODAL, has_its_own_subject, names_a_body, sentences_of, subject_of

_MOST_OF_A_CAUSE = 12
"""A cause of concern has no more paragraphs than this before its recommendations."""
_SENTENCE = 6
_CAUSE = "cause of concern"
_LONGEST_TITLE = 400
_REMARK_WORDS = 4


def findings_in(report: InspectedReport) -> tuple[FoundFinding, ...]:
    """Every finding, in the report's order."""
    if (known := report.seen.get("findings")) is None:
        reader = _Reader(report)
        for paragraph in with_rows_of_findings(without_contents(tuple(without_asides(paragraphs_of(report))))):
            reader.take(without_earlier_part(paragraph))
        known = report.seen["findings"] = complete_findings(reader.found, report)
    assert isinstance(known, tuple)
    return known


class _Reader:
    """Reads the paragraphs in order and keeps track of the heading that they are under."""

    def __init__(self, report: InspectedReport) -> None:
        self.found: list[Growing] = []
        self._heading: FindingHeading | None = None
        self._below: list[Growing] = []
        """What was found below that heading."""
        self._labels: list[str] = []
        self._level = self._box = 0
        self._title: Paragraph | None = None
        self._cause: Growing | None = None
        self._earlier = EarlierFindings(report.opening[:_LONGEST_TITLE])
        self._awaits_theme = self._has_themes = self._is_numbered = False
        """Whether findings stand in groups, each below a heading of its own; whether such a heading was the last; and whether they have numbers."""
        self._number: str | None = None
        self._area: str | None = None
        self._without_recommendations: Growing | None = None
        """A cause of concern whose recommendations were not found below it."""
        self._due: str | None = None
        """The words of a heading such as `Within three months`, which stand for all below it."""
        self._without_heading = FindingsWithoutHeading(report)
        self._passes_items = self._is_glossary = False

    def take(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        if paragraph.is_neutral:
            self._take_neutral(paragraph)
            return
        if is_continued(text):
            return
        if self._heading is not None and not self._earlier.are_open:
            if self._is_status(paragraph):
                return
            if DUE.fullmatch(text.rstrip(" :")):
                self._due = text.rstrip(" :")
                return
            if named := addressee_alone(text):
                self._heading = self._heading._replace(addressee=named)
                return
        if not (paragraph.sign and not paragraph.sign.isdigit()):
            heading = finding_heading(text)
            if self._earlier.begin_at(paragraph, heading):
                self._close(earlier=True)
                return
            if heading is not None and len(text) <= 2000:
                self._take_heading(paragraph, heading)
                return
        if paragraph.is_heading:
            self._take_other_heading(paragraph)
            return
        if opens_a_list(text):
            self._take_heading(paragraph, FindingHeading("recommendation", (), True, None, None))
            return
        if self._earlier.are_open or self._is_glossary:
            self._earlier.pass_over(text)
            return
        if self._awaits_theme:
            self._awaits_theme = False
            is_numbered = paragraph.sign[:1].isdigit() or bool(paragraph.number)
            is_a_cause = self._heading is not None and self._heading.kind == _CAUSE and is_numbered
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
            self._passes_items = text.endswith(":") and is_of_an_earlier_report(text)
            if not self._passes_items:
                self._take_text(paragraph)
        self._number = None

    def _is_status(self, paragraph: Paragraph) -> bool:
        """Whether a short line below the number of the next finding of a register is a remark, such as `Accepted in part`."""
        last = (self._last.label if self._last else "0") or ""
        is_next = last.isdecimal() and self._number == str(int(last) + 1)
        is_short = paragraph.level == BY_ITS_WORDS and len(paragraph.text.split()) <= _REMARK_WORDS
        return is_next and is_short and not finding_heading(paragraph.text)

    # Headings

    def _take_neutral(self, paragraph: Paragraph) -> None:
        if paragraph.text.isdigit():
            self._number = paragraph.text
        elif self._last in self.found and self._earlier.has_become(paragraph.text):
            self.found.remove(self._below.pop())
            self._heading = self._heading if self._heading and self._heading.is_plural else None
        elif self._below and not paragraph.text[:1].isdigit() and self._below[-1].is_titled:
            self._below[-1].has_ended = True  # registers of findings put the name of the force below each

    def _take_heading(self, paragraph: Paragraph, heading: FindingHeading) -> None:
        self._open_what_is_only_a_title()
        if self._earlier.include(paragraph, heading):
            return
        self._drop_announcement(heading)
        self._earlier.end()
        self._is_glossary, self._number, self._title = False, None, None
        if heading.kind != "recommendation":
            self._close()
        self._heading, self._below, self._labels = heading, [], list(heading.labels)
        self._level, self._box, self._due = paragraph.level or BY_ITS_WORDS, paragraph.box, None
        self._passes_items = self._awaits_theme = self._has_themes = False
        if heading.rest_at is not None:
            rest = paragraph.text[heading.rest_at :]
            inner = paragraph._replace(text=rest, start=paragraph.word_at(heading.rest_at), level=0, sign="")
            if MODAL.search(rest) or asks(rest) or rest.rstrip("”’)]").endswith(".") or len(rest.split()) > 20:
                self._take_text(inner)
            elif heading.is_plural and len(rest.split()) <= _SENTENCE and not heading.labels:
                self._area = rest
                if names_a_body(rest):
                    self._heading = heading._replace(addressee=rest)
            else:
                self._title = inner

    def _drop_announcement(self, heading: FindingHeading) -> None:
        """Remove a cause of concern that was only announced above the heading of the cause of concern itself."""
        is_bare = heading.kind == _CAUSE and not heading.labels and heading.rest_at is None
        if is_bare and self._last and self._last is self._cause and self._last.is_announcement:
            self.found.remove(self._last)

    def _open_what_is_only_a_title(self) -> None:
        """A cause of concern may be a sentence in its heading, with its recommendations right below."""
        title, is_cause = self._title, self._heading is not None and self._heading.kind == _CAUSE
        if title is not None and is_cause and not self._below and len(title.text.split()) >= _SENTENCE:
            self._open(title).title_words = title.end - title.start

    def _take_other_heading(self, paragraph: Paragraph) -> None:
        heading = self._heading
        apart = paragraph.with_number_apart
        if heading is not None and heading.is_plural and (is_a_statement(apart.text) or MODAL.search(apart.text)):
            paragraph = apart
        text = paragraph.text
        is_below = paragraph.level >= self._level and not self._earlier.are_open and not self._is_glossary
        if heading is not None and is_below and not text.endswith("?"):
            if MODAL.search(text) and heading.kind != _CAUSE:
                self._open(paragraph).title_words = paragraph.end - paragraph.start
                return
            if self._is_title(paragraph, heading):
                self._title = paragraph
                return
            if not self._below and self._title is not None and is_a_statement(text) and not is_a_statement(self._title.text):
                self._area, self._title = self._title.text, paragraph  # the first was only the theme
                return
        if self._earlier.include(paragraph):
            return
        if self._is_more_of_a_cause(paragraph):
            self._below[-1].extend(paragraph)  # the sentence that says what it is, below an introduction
        elif self._may_be_a_theme(paragraph):
            self._is_numbered = bool(self._below) and all(each.label for each in self._below)
            self._below, self._area, self._awaits_theme, self._has_themes = [], paragraph.text, True, True
        else:
            self._close()
            self._area = paragraph.text
            self._without_heading.begin_section(paragraph.text, self.found)

    def _is_title(self, paragraph: Paragraph, heading: FindingHeading) -> bool:
        """Whether a heading below one of findings is the title of a finding."""
        last = self._last
        if last is None and self._title is None and (paragraph.is_sure or not heading.is_plural):
            return True
        is_next = self._title is None and (last is None or last.has_ended)
        is_lower = paragraph.is_sure and paragraph.level > self._level
        return heading.is_plural and (is_lower or (is_next and is_a_statement(paragraph.text)))

    def _is_more_of_a_cause(self, paragraph: Paragraph) -> bool:
        is_introduced = self._last and self._last is self._cause and self._last.paragraphs == 1 and not self._last.title_words
        return bool(is_introduced) and not paragraph.is_sure and is_a_statement(paragraph.text)

    def _may_be_a_theme(self, paragraph: Paragraph) -> bool:
        return (
            self._heading is not None
            and self._heading.is_plural
            and not paragraph.is_sure
            and not self._earlier.are_open
            and not self._awaits_theme
            and (self._has_themes or all(each.label for each in self._below))
            and may_be_a_theme(paragraph.text, self._last.label if self._last else None)
        )

    def _close(self, *, earlier: bool = False) -> None:
        if self._cause is not None and not self._cause.has_recommendations:
            self._without_recommendations = self._cause
        if not earlier:
            self._earlier.end()
            self._earlier.end_cause()
        self._heading, self._title, self._cause = None, None, None
        self._is_glossary = self._passes_items = self._awaits_theme = self._has_themes = False
        self._below, self._box, self._level, self._number, self._due = [], 0, 0, None, None

    # Text below a heading, or below none

    @property
    def _last(self) -> Growing | None:
        return self._below[-1] if self._below else None

    def _take_item(self, item: Paragraph) -> None:
        last = self._last
        if last is None and self._heading is not None and not self._labels and introduces_findings(item.text):
            return
        begins_anew = item.text[:1].isupper() and bool(MODAL.search(next(sentences_of(item.text), (0, ""))[1]))
        is_another = last and ((last.is_item and (begins_anew or last.list_has_ended)) or (last.kind == _CAUSE and begins_anew))
        if last and last.is_bare_stem and (last not in self.found or has_its_own_subject(item.text)):
            self._open_below_stem(item, last)
        elif last and not last.has_ended and last.expects_points and not is_another:
            last.add_point(item)
        elif self._heading is None:
            if last and not last.has_ended and last.points and not begins_anew:
                last.add_point(item)
            else:
                self._take_sentences(item)
        elif last and last.kind == _CAUSE and not begins_anew and not (self._heading.is_plural and item.text[:1].isupper()):
            last.extend(item)
        elif last and not last.has_ended and not self._heading.is_plural and not last.is_item and last.kind != _CAUSE:
            last.add_point(item)
        else:
            is_request = self._heading.kind == _CAUSE and last is not None and (begins_anew or last.kind != _CAUSE)
            if (
                self._heading.kind == _CAUSE
                and last is None
                and begins_anew
                and self._title
                and not is_a_statement(self._title.text)
            ):
                self._title, is_request = None, True  # the theme of a cause of concern whose recommendations alone are listed here
            self._open(item, "recommendation" if is_request else None).is_item = True

    def _open_below_stem(self, item: Paragraph, stem: Growing) -> None:
        if stem in self.found:
            self.found.remove(stem)
        made = self._open(item, "recommendation")
        made.has_heading, made.addressee_of_heading = stem.has_heading, subject_of(item.text)
        self._below.pop()

    def _take_text(self, paragraph: Paragraph) -> None:
        text, last, heading = paragraph.text, self._last, self._heading
        if last and not last.has_ended and last.expects_points and text[:1].islower():
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
                if heading.kind == _CAUSE:
                    self._earlier.note_cause()
            elif may_begin_finding(
                text, heading, is_due=self._due is not None, is_titled=self._title is not None, has_labels=bool(self._labels)
            ):
                self._open(paragraph)
        elif heading.kind == _CAUSE and last.kind == _CAUSE:
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
        is_several = heading.is_plural or heading.kind == _CAUSE
        is_next = is_several and last.title_words > 0 and text.endswith(":") and asks(text) and len(text.split()) > _SENTENCE
        if self._title is not None:
            if asks(text) or not is_several or is_a_statement(self._title.text):
                self._open(paragraph)
            else:
                self._title, last.has_ended = None, True
        elif self._cause is not None and is_called_a_cause(text):
            self._open(paragraph, _CAUSE)
        elif (last.is_titled and not last.has_ended and not is_next and (text.endswith((".", ":")) or not asks(text))) or (
            self._box and not is_several
        ):
            last.extend(paragraph)
        elif (
            (asks(text) or is_an_order(text, heading, is_due=self._due is not None))
            and not (last.is_item and heading.kind != _CAUSE)
            and not returns_to(text, last.text)
            and (is_several or (not self._labels and not last.label and DUE.match(text)))
        ):
            self._open(paragraph, "recommendation" if heading.kind == _CAUSE else None)
        elif (
            not last.has_ended
            and MODAL.search(text)
            and (returns_to(text, last.text) or (asks(text) and not last.points and not last.is_item))
        ):
            last.extend(paragraph)
        elif last.is_item or last.points or not is_several:
            self._heading, self._below, self._box, self._title = None, [], 0, None  # the report goes on
            self._take_sentences(paragraph)
        else:
            last.has_ended = True

    def _take_sentences(self, paragraph: Paragraph) -> None:
        if self._last and len(list(sentences_of(paragraph.text))) > 1:
            self._last.has_ended = True
        for request in self._without_heading.requests_in(paragraph, self.found):
            self._adopt(request)

    def _open(self, paragraph: Paragraph, kind: str | None = None) -> Growing:
        heading = self._heading
        made = Growing(kind or (heading.kind if heading else "recommendation"), paragraph)
        if heading and kind is None:
            sign = (self._title or paragraph).sign
            number = sign if sign[:1].isdigit() else self._number if heading.is_plural else None
            made.label = self._labels.pop(0) if self._labels else paragraph.number or number
            made.addressee_of_heading = heading.addressee
            made.heading = heading
        elif paragraph.sign.isdigit():
            made.label = paragraph.sign
        if self._title is not None:
            made.start, made.title_words, made.title = self._title.start, self._title.end - self._title.start, self._title.text
            self._title = None
        return self._adopt(made)

    def _adopt(self, made: Growing) -> Growing:
        made.level, made.area, made.due_of_heading = self._level, self._area, self._due
        if made.kind == _CAUSE:
            self._cause = made
        elif made.kind == "recommendation":
            made.cause = self._cause
            if made.cause is not None:
                made.cause.has_recommendations = True
            made.cause_is_unsure = made.cause is None and self._without_recommendations is not None
        self._below.append(made)
        self.found.append(made)
        return made
