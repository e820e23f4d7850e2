"""The rules: the duties of section 55, and the advice around them.

Each rule is a function that is named for what must be true. It takes a `Case` and yields its breaches, each with its path. It does not
print, raise or read files. The modules:

- s. 55(4) and (5) `comments`; (5A) `publication`; (5B) `explanation`, `findings`; (6) `copies`; which law applies: `law`;
- the report: `report`, `report_contents`, `dates`, and `kept_report` with `report_matches`;
- the office and its people: `office`; the texts: `prose`, `quotations`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pccresponse.case.case import Case
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.problems import Breach, Severity
from pccresponse.rules import (
    comments,
    copies,
    dates,
    explanation,
    findings,
    kept_report,
    law,
    office,
    prose,
    publication,
    quotations,
    report,
    report_contents,
)
from pccresponse.rules.rule import Rule

__all__ = ["ALL_RULES", "RECORDED_RULES", "Rule", "breaches", "rule_called"]

_MODULES = (
    comments, copies, dates, explanation, findings, kept_report, law, office, prose, publication, quotations, report, report_contents,
)  # fmt: skip
_ORDER = """
S55-4 S55-4-REPLY-BY S55-5-COMMENTS S55-5-CHIEF-OFFICER S55-5-REPLY S55-5-OWN-WORDS S55-5-PUBLISHED
S55-5A-LATE S55-5A-UNSURE PUBLISHED-ON S55-5A-OVERDUE S55-5A-DUE S55-5A-OPEN LAST-DAY ACCELERATED
S55-5B S55-5B-STATES ANSWER-SHORT SAME-ANSWER
S55-6 S55-6-SENT S55-6-NAME S55-6-ADDRESS
ANSWERED-WITH NATIONAL-AND-FORCE
DEPARTURE LAW-OF-DAY CITATION BODY-CHANGED BODY-KIND UNCONFIRMED
ANOTHER-FORCE NOT-SECTION-55 NOT-OURS DATES DATE-SOURCE KIND SUMMARY REPORT-URL REPORT-CORRECTED
TOTALS GRADES INADEQUATE FINDINGS CONTAINS
ADDRESSEE NAMED-FORCE INSTITUTION LABELS CAUSE CAUSE-RECOMMENDATION AFI ACCEPTANCE DUE-WORDING
ACTION-COMPLETE ACTION-DONE ACTION-OVERDUE ACTION-AFTER-DUE ACTION-OPEN OVERSIGHT NEXT-REVIEW
SIGNED-ON SIGNED-BEFORE SIGNATORY
CORRECTIONS ARCHIVE-COPY PRE-ELECTION SPECIFIED-INFORMATION LINK-ASKED-FOR
TERM-DATES OFFICE-HOLDER CHIEF-OFFICER OFFICE-ADDRESS CONTACT WELSH
APPROVAL-STALE APPROVAL-MISSING APPROVAL-ROLE APPROVAL-DATE
CHARACTERS PLACEHOLDER PERSONAL MARKUP NAMED-PEOPLE QUOTES
REPORT-WORDS REPORT-PAGE QUOTATION LEFT-OUT REPORT-GRADE REPORT-COUNT REPORT-TITLE REPORT-DIGEST
""".split()
"""Every code in the order of output: the duties in the order of the Act, then the report, the findings, the office, approvals and texts,
and last the rules that need the report itself."""

_BY_CODE = {each.code: each for module in _MODULES for each in vars(module).values() if isinstance(each, Rule)}

ALL_RULES: tuple[Rule, ...] = tuple(_BY_CODE[code] for code in _ORDER)

RECORDED_RULES: tuple[Rule, ...] = tuple(rule for rule in ALL_RULES if not (rule.needs_report or rule.needs_today))
"""The rules whose breaches a record keeps: they depend only on what a document contains, and not on the day."""


def rule_called(code: str) -> Rule:
    """The rule with that code, in any case. Raises `WrongUseError`, with the nearest code, if there is none.

    >>> rule_called("s55-5b").code
    'S55-5B'
    """
    by_code = {rule.code.casefold(): rule for rule in ALL_RULES}
    found = by_code.get(code.casefold())
    if found is None:
        from difflib import get_close_matches  # slow to import, and seldom needed

        near = get_close_matches(code.casefold(), by_code, n=1)
        suggestion = f'Did you mean "{by_code[near[0]].code}"? ' if near else ""
        raise WrongUseError(f'There is no rule called "{code}".', f"{suggestion}pccresponse rules lists them all.")
    return found


def breaches(case: Case, rules: tuple[Rule, ...] = ALL_RULES) -> Iterator[tuple[Rule, Breach]]:
    """Every breach in a response, rule by rule.

    In an archive copy, a duty that was not met and a gap in the papers are only advice, because nobody can put them right. A contradiction
    keeps its severity.
    """
    eased = case.response.is_archive_copy
    for rule in rules:
        for breach in rule.check(case):
            if eased and rule.is_duty and not breach.is_contradiction:
                yield rule, msgspec.structs.replace(breach, severity=Severity.ADVICE)
            else:
                yield rule, breach
