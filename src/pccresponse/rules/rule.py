"""What a rule is, and how a function becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import CodeType, FunctionType

import msgspec

from pccresponse.matter import Matter
from pccresponse.problems import Breach, Severity

Check = Callable[[Matter], Iterator[Breach]]

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
    """The provision or the source that asks for it; empty where only good sense does."""
    why: str
    """The provision and the reason at length: the docstring of the function."""
    check: Check
    needs_report: bool = False
    """Whether it speaks of the words of the report that is kept beside the response. That report does not travel inside the documents,
    so the record of what the rules said leaves such a rule out."""

    @property
    def severities(self) -> tuple[Severity, ...]:
        """Every severity that a breach of it can have, the worst first: its own, and those that its function can name instead."""
        named = {self.severity, *_named_by(self.check, set())}
        return tuple(each for each in Severity if each in named)

    def __call__(self, matter: Matter) -> Iterator[Breach]:
        """Every breach of this rule."""
        return self.check(matter)


def _named_by(function: object, seen: set[object]) -> Iterator[Severity]:
    """The severities that a function names or looks up in a table, and those of the functions of its module which it calls."""
    if not isinstance(function, FunctionType) or function in seen:
        return
    seen.add(function)
    codes = [function.__code__]
    for code in codes:
        codes += [each for each in code.co_consts if isinstance(each, CodeType)]
        for name in code.co_names:
            thing = function.__globals__.get(name)
            if isinstance(thing, Severity | tuple):
                yield from _severities_in(thing)
            elif isinstance(thing, FunctionType) and thing.__module__ == function.__module__:
                yield from _named_by(thing, seen)


def _severities_in(thing: object) -> Iterator[Severity]:
    if isinstance(thing, Severity):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from _severities_in(each)


def rule(
    code: str, severity: Severity, *, title: str, remedy: str, cites: str = "", needs_report: bool = False
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
            needs_report=needs_report,
        )

    return made
