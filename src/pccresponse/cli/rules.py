"""`pccresponse rules`."""

from __future__ import annotations

import textwrap

import click
import msgspec

from pccresponse.cli.options import format_option
from pccresponse.cli.output import print_data, say
from pccresponse.foundation.problems import Severity
from pccresponse.pipeline import CODES as AROUND
from pccresponse.reading import CODES as OF_READING
from pccresponse.rules import ALL_RULES, Rule, rule_called

_WIDEST = 22
"""Characters for a code in the list."""
_WIDEST_SEVERITIES = 23


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
    """List what is checked; with CODE, explain one rule at length.

    Rules are about what the files say. The codes below them are about how the files are written, and about what goes with them.

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
            say(f"{click.style(name, bold=True)}  {'of reading' if name in OF_READING else 'of what goes with the files'}\n{must}")
    else:
        for rule in rules:
            say(f"{rule.code:<{_WIDEST}}  {_severities(rule):<{_WIDEST_SEVERITIES}}  {rule.title}")
        for heading, listed in (("How the files are written", OF_READING), ("What goes with the files", AROUND)):
            say(f"\n{heading}:\n")
            for name, must in listed.items():
                say(f"{name:<{_WIDEST}}  {'':<{_WIDEST_SEVERITIES}}  {must}")
        say(f"\n{len(rules)} rules and {len(codes)} other codes. Explain a rule with: pccresponse rules CODE")


def _severities(rule: Rule) -> str:
    """`error, warning`: what `check` can call a breach of it."""
    return ", ".join(each.value for each in rule.severities)


def _explain(rule: Rule) -> None:
    say(f"{click.style(rule.code, bold=True)}  {_severities(rule)}\n{rule.title}\n")
    for paragraph in rule.why.split("\n\n"):
        say(textwrap.fill(" ".join(paragraph.split()), width=88) + "\n")
    if rule.remedy:
        say(textwrap.fill(f"What to do: {rule.remedy}", width=88))
    if rule.cites:
        say(f"Source: {rule.cites}")


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
