"""`pccresponse rules`."""

from __future__ import annotations

import click
import msgspec

from pccresponse.cli.options import format_option
from pccresponse.cli.output import columns, print_data, say, wrapped
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.problems import Severity
from pccresponse.pipeline import CODES as AROUND
from pccresponse.reading import CODES as OF_READING
from pccresponse.rules import ALL_RULES, Rule, rule_called

_WIDEST = 22
"""Characters for a code in the list."""
_WIDEST_SEVERITIES = 23
_THREE_COLUMNS_FROM = 100
"""Columns of a terminal."""


class CodeResult(msgspec.Struct, frozen=True, kw_only=True):
    """A code that `check` can give: of a rule, of reading a file, or of what goes with the files."""

    code: str
    severity: Severity = Severity.ERROR
    severities: tuple[Severity, ...] = (Severity.ERROR,)
    title: str
    why: str = ""
    remedy: str = ""
    cites: str | None = None


@click.command("rules")
@click.argument("code", required=False)
@format_option
def command(code: str | None, as_format: str) -> None:
    """List what is checked. Give a CODE to read about one rule.

    Rules are about what your files say. The other codes are about how the files are written, and about the files that go with them.

    \b
    pccresponse rules
    pccresponse rules S55-5B
    pccresponse rules --format json
    """
    everything = OF_READING | AROUND
    codes = {code.upper(): everything[code.upper()]} if code and code.upper() in everything else {} if code else everything
    rules = ALL_RULES if not code else () if codes else (rule_called(code),)
    if as_format == "json":
        print_data([*map(_of_rule, rules), *(CodeResult(code=code, title=must) for code, must in codes.items())])
    elif code:
        for rule in rules:
            _explain(rule)
        for name, must in codes.items():
            say(f"{click.style(name, bold=True)}  {'how files are written' if name in OF_READING else 'what goes with the files'}")
            _say_wrapped(must)
    else:
        for rule in rules:
            _say_row(rule.code, _severities(rule), rule.title)
        for heading, listed in (("How files are written", OF_READING), ("What goes with the files", AROUND)):
            say(f"\n{heading}:\n")
            for name, must in listed.items():
                _say_row(name, "", must)
        say("")
        _say_wrapped(f"{len(rules)} rules and {len(codes)} other codes. To read about one, run: pccresponse rules CODE")


def _say_row(code: str, severities: str, title: str) -> None:
    """A line for a code on a wide terminal; on a narrow one the title is below."""
    width = columns()
    if width >= _THREE_COLUMNS_FROM:
        lines = wrapped(
            f"{code:<{_WIDEST}}  {severities:<{_WIDEST_SEVERITIES}}  {title}", width, hanging=_WIDEST + _WIDEST_SEVERITIES + 4
        )
    else:
        lines = [f"{code:<{_WIDEST}}  {severities}".rstrip(), *wrapped(title, width, indent=4)]
    say("\n".join(lines))


def _say_wrapped(text: str) -> None:
    say("\n".join(wrapped(as_typed(text))))


def _severities(rule: Rule) -> str:
    """`error, warning`: what `check` can call a breach of it."""
    return ", ".join(each.value for each in rule.severities)


def _explain(rule: Rule) -> None:
    say(f"{click.style(rule.code, bold=True)}  {_severities(rule)}")
    _say_wrapped(rule.title)
    say("")
    for paragraph in rule.why.split("\n\n"):
        _say_wrapped(" ".join(paragraph.split()))
        say("")
    if rule.remedy:
        _say_wrapped(f"What to do: {rule.remedy}")
    if rule.cites:
        _say_wrapped(f"Source: {rule.cites}")


def _of_rule(rule: Rule) -> CodeResult:
    return CodeResult(
        code=rule.code,
        severity=rule.severity,
        severities=rule.severities,
        title=rule.title,
        why=rule.why,
        remedy=rule.remedy,
        cites=rule.cites or None,
    )
