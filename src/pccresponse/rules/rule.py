"""What a rule is, and how a function becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from pccresponse.case.case import Case
from pccresponse.foundation.problems import Breach, Severity

Check = Callable[[Case], Iterator[Breach]]

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE

POLICE_ACT = "Police Act 1996, s. "
THE_REPORT = "The inspectorate's published report"
PROCEDURE = "The inspectorate's procedure for responses by local policing bodies"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One duty, or one piece of advice: what must be true, why, and the function that finds where it is not."""

    code: str
    """For machines; it stays the same. Those of duties begin with the subsection, such as `S55-5B`."""
    severity: Severity
    """What a breach is unless it says otherwise itself."""
    title: str
    """What must be true, as a short sentence."""
    remedy: str
    """What to do about a breach that has no better remedy of its own."""
    cites: str
    """The provision or the source that asks for it; empty if only good sense does."""
    why: str
    """The provision and the reason at length: the docstring of the function."""
    check: Check
    may_be: tuple[Severity, ...] = ()
    """What a breach may be instead, where it says otherwise itself."""
    is_duty: bool = False
    """Whether it is about a duty that was not met or a gap in the papers rather than about something that cannot be true. In an archive
    copy nobody can do or find it any more, so there its breaches are advice, except those that are contradictions."""
    needs_report: bool = False
    """Whether it speaks of the words of the report that is kept beside the response. That report does not travel inside the documents,
    so the record of what the rules said leaves such a rule out."""
    needs_today: bool = False
    """Whether it says something only because of the day on which somebody asks. A record is judged on the day of the comments, and leaves
    such a rule out."""

    @property
    def severities(self) -> tuple[Severity, ...]:
        """Everything that a breach can be, the gravest first; what it usually is, is among them."""
        eased = (ADVICE,) if self.is_duty else ()
        return tuple(each for each in Severity if each in (self.severity, *self.may_be, *eased))

    def __call__(self, case: Case) -> Iterator[Breach]:
        """Every breach of this rule."""
        return self.check(case)


def rule(
    code: str,
    severity: Severity,
    *,
    title: str,
    remedy: str,
    cites: str = "",
    may_be: tuple[Severity, ...] = (),
    is_duty: bool = False,
    needs_report: bool = False,
    needs_today: bool = False,
) -> Callable[[Check], Rule]:
    """Turn a function into the rule that it checks; its docstring becomes the rule's `why`."""

    def made(check: Check) -> Rule:
        lines = (check.__doc__ or "").strip().splitlines()
        return Rule(
            code=code,
            severity=severity,
            title=title,
            remedy=remedy,
            cites=cites,
            why="\n".join(line.strip() for line in lines),
            check=check,
            may_be=may_be,
            is_duty=is_duty,
            needs_report=needs_report,
            needs_today=needs_today,
        )

    return made
