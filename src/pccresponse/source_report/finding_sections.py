"""The headings that a paragraph of a report is under, and the findings that have begun below them."""

from __future__ import annotations

from pccresponse.source_report.earlier_findings import EarlierFindings
from pccresponse.source_report.finding import Growing
from pccresponse.source_report.finding_headings import (
    FindingHeading,
    finding_heading,
    may_be_a_theme,
)
from pccresponse.source_report.finding_sentences import (
    asks,
    is_a_statement,
    is_a_topic,
    refers_to_a_cause_above,
)
from pccresponse.source_report.findings_without_heading import FindingsWithoutHeading
from pccresponse.source_report.paragraphs import BY_ITS_WORDS, Paragraph
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.request_parts import (
    MODAL,
    names_a_body,
)

CAUSE = "cause of concern"
SENTENCE = 6
"""The fewest words of what may be a sentence."""
_REMARK_WORDS = 4
_LONGEST_TITLE = 400


class FindingSection:
    """The state below the last heading. The subclass reads the text."""

    def __init__(self, report: InspectedReport) -> None:
        self.found: list[Growing] = []
        self._report = report
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
        self._without_heading = FindingsWithoutHeading(report)
        self._passes_items = self._is_glossary = self._is_answered = False
        self._left: tuple[FindingHeading, list[Growing]] | None = None
        """The last heading of a list and what is below it, where text that is no finding followed: the list may go on."""
        self._passed: tuple[Paragraph, FindingHeading] | None = None
        """The last heading, if it was passed over as one of an earlier finding."""
        self._above: Paragraph | None = None
        self._current: Paragraph | None = None
        """This paragraph of text, and the one before it."""

    def _take_neutral(self, paragraph: Paragraph) -> None:
        if paragraph.text.isdigit():
            self._number = paragraph.text
        elif self._last in self.found and self._earlier.has_become(paragraph.text):
            self.found.remove(self._below.pop())
            self._heading = self._heading if self._heading and self._heading.is_plural else None
        elif self._below and not paragraph.text[:1].isdigit() and self._below[-1].is_titled:
            self._below[-1].has_ended = True  # registers of findings put the name of the force below each

    def _take_heading(self, paragraph: Paragraph, heading: FindingHeading) -> Paragraph | None:
        """Begin what is below a heading of findings. Returns the finding that stands on the same line, if there is one."""
        self._open_what_is_only_a_title()
        if self._earlier.include(paragraph, heading):
            return None
        self._drop_announcement(heading)
        self._earlier.end()
        self._is_glossary = self._is_answered = False
        self._number = self._title = None
        if heading.kind != "recommendation":
            self._close()
        self._heading, self._below, self._labels = heading, [], list(heading.labels)
        self._level, self._box = paragraph.level or BY_ITS_WORDS, paragraph.box
        self._passes_items = self._awaits_theme = self._has_themes = False
        if heading.rest_at is not None:
            rest = paragraph.text[heading.rest_at :]
            inner = paragraph._replace(text=rest, start=paragraph.word_at(heading.rest_at), level=0, sign="")
            if MODAL.search(rest) or asks(rest) or rest.rstrip("”’)]").endswith(".") or len(rest.split()) > 20:
                return inner
            if heading.is_plural and len(rest.split()) <= SENTENCE and not heading.labels:
                self._area = rest
                if names_a_body(rest):
                    self._heading = heading._replace(addressee=rest)
            else:
                self._title = inner
        return None

    def _drop_announcement(self, heading: FindingHeading) -> None:
        """Remove a cause of concern that was only announced above the heading of the cause of concern itself."""
        is_bare = heading.kind == CAUSE and not heading.labels and heading.rest_at is None
        if is_bare and self._last and self._last is self._cause and self._last.is_announcement:
            self.found.remove(self._last)

    def _open_what_is_only_a_title(self) -> None:
        """A cause of concern may be a sentence in its heading, with its recommendations right below."""
        title, is_cause = self._title, self._heading is not None and self._heading.kind == CAUSE
        if title is not None and is_cause and not self._below and len(title.text.split()) >= SENTENCE:
            self._open(title).title_words = title.end - title.start

    def _take_other_heading(self, paragraph: Paragraph) -> None:
        heading = self._heading
        apart = paragraph.with_number_apart
        if heading is not None and heading.is_plural and (is_a_statement(apart.text) or MODAL.search(apart.text)):
            paragraph = apart
        text = paragraph.text
        is_below = paragraph.level >= self._level and not self._earlier.are_open and not self._is_glossary
        if heading is not None and is_below and not text.endswith("?"):
            if MODAL.search(text) and heading.kind != CAUSE:
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
        self._heading = self._title = self._cause = self._left = None
        self._is_glossary = self._passes_items = self._awaits_theme = self._has_themes = False
        self._below, self._box, self._level, self._number = [], 0, 0, None

    # Findings that begin here

    @property
    def _last(self) -> Growing | None:
        return self._below[-1] if self._below else None

    def _is_status(self, paragraph: Paragraph) -> bool:
        """Whether a short line below the number of the next finding of a register is a remark, such as `Accepted in part`."""
        last = (self._last.label if self._last else "0") or ""
        is_next = last.isdecimal() and self._number == str(int(last) + 1)
        is_short = paragraph.level == BY_ITS_WORDS and len(paragraph.text.split()) <= _REMARK_WORDS
        return is_next and is_short and not finding_heading(paragraph.text)

    def _open(self, paragraph: Paragraph, kind: str | None = None) -> Growing:
        heading = self._heading
        made = Growing(kind or (heading.kind if heading else "recommendation"), paragraph)
        if heading and kind is None:
            sign = (self._title or paragraph).sign
            number = sign if sign[:1].isdigit() else self._number if heading.is_plural else None
            made.label = self._labels.pop(0) if self._labels else paragraph.number or number
            made.addressee_of_heading = heading.addressee
            made.heading, made.is_carried_over = heading, heading.is_carried_over
        elif paragraph.sign.isdigit():
            made.label = paragraph.sign
        if self._title is not None and made.kind == CAUSE and heading and heading.rest_at is None and is_a_topic(self._title.text):
            self._area, self._title = self._title.text, None
        if self._title is not None:
            made.start, made.title_words, made.title = self._title.start, self._title.end - self._title.start, self._title.text
            self._title = None
        return self._adopt(made)

    def _adopt(self, made: Growing) -> Growing:
        made.area, made.due_of_heading = self._area, self._heading.due if self._heading else None
        if made.kind != CAUSE and self._cause is None and refers_to_a_cause_above(made.text):
            self._find_cause_of(made)
        if made.kind == CAUSE:
            self._cause = made
        elif made.kind == "recommendation":
            made.cause = self._cause
            if made.cause is not None:
                made.cause.has_recommendations = True
            made.cause_is_unsure = made.cause is None and self._without_recommendations is not None
        self._below.append(made)
        self.found.append(made)
        return made

    def _find_cause_of(self, made: Growing) -> None:
        """Take the cause of concern that `To address this cause of concern` speaks of: the last one, or the text above."""
        above, current = self._above, self._current
        if self._without_recommendations is not None:
            self._cause, self._without_recommendations = self._without_recommendations, None
        elif current is not None and current.start < made.start:
            self._adopt(Growing(CAUSE, current.part(0, current.text[: current.text.find(made.text)].strip())))
        elif above is not None:
            self._adopt(Growing(CAUSE, above))
