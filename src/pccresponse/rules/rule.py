"""The type of a rule, and the decorator that makes one from a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from pccresponse.case.case import Case
from pccresponse.case.naming import spoken
from pccresponse.foundation.problems import Breach, Severity
from pccresponse.models.fields import WrittenText

Check = Callable[[Case], Iterator[Breach]]

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE

POLICE_ACT = "Police Act 1996, s. "
THE_REPORT = "The inspectorate's published report"
PROCEDURE = "The inspectorate's procedure for responses by local policing bodies"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A duty or a piece of advice: what must be true, why, and the function that finds breaches."""

    code: str
    """It never changes. Codes of duties begin with the subsection, such as `S55-5B`."""
    severity: Severity
    """The severity of a breach that gives none."""
    title: str
    """What must be true, as a short sentence."""
    remedy: str
    """What to do about a breach that has no remedy of its own."""
    cites: str
    """The provision or source; empty if there is none."""
    why: str
    """The provision and the reason at length: the docstring of the function."""
    check: Check
    may_be: tuple[Severity, ...] = ()
    """The other severities that a breach may give."""
    is_duty: bool = False
    """Whether it is about a duty not met or a gap in the papers. In an archive copy its breaches are advice, unless they are
    contradictions."""
    needs_report: bool = False
    """Whether it needs the report that is kept beside the response. The documents do not contain that report, so a record leaves out
    the rule."""
    needs_today: bool = False
    """Whether a breach depends on today's date. A record is judged on the day of the comments, and leaves out the rule."""

    @property
    def severities(self) -> tuple[Severity, ...]:
        """Every severity that a breach can have, the gravest first."""
        eased = (ADVICE,) if self.is_duty else ()
        return tuple(each for each in Severity if each in (self.severity, *self.may_be, *eased))


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
    """Turn a function into a rule. Its docstring becomes the rule's `why`."""

    def made(check: Check) -> Rule:
        why = "\n".join(line.strip() for line in (check.__doc__ or "").strip().splitlines())
        return Rule(
            code=code, severity=severity, title=title, remedy=remedy, cites=cites, why=why, check=check,
            may_be=may_be, is_duty=is_duty, needs_report=needs_report, needs_today=needs_today,
        )  # fmt: skip

    return made


def breach_in(case: Case, text: WrittenText, problem: str, *, words: str = "", severity: Severity | None = None) -> Breach:
    """A breach in a text. The message is the name of the text and then `problem`; `words` are the words at fault."""
    message = f"{spoken(case.response, text.path)}: {problem}"
    return Breach(message=message, path=text.path, words=words, severity=severity, in_office=text.in_office)
