"""`pccresponse check`, and `pccresponse rules`, which explains what is checked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
import msgspec

from pccresponse.case.naming import number_of
from pccresponse.cli.options import format_option, slug_argument, today_option
from pccresponse.cli.output import (
    ProblemResult,
    columns,
    counted,
    is_terminal,
    print_data,
    print_problems,
    problem_result,
    result_from,
    say,
    verified_in_words,
    wrapped,
)
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.models.record import VerifiedAgainst
from pccresponse.pipeline import CODES as AROUND
from pccresponse.pipeline.checking import Checked, check_all, problems_once
from pccresponse.reading import CODES as OF_READING
from pccresponse.rules import ALL_RULES, Rule, rule_called
from pccresponse.workspace import find_workspace


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of `check`."""

    checked: tuple[str, ...]
    """The names of the responses."""
    verified: dict[str, VerifiedAgainst]
    """What was found in the report, for each response that keeps it."""
    problems: tuple[ProblemResult, ...]


@click.command("check")
@slug_argument
@click.option("--all", "in_file_order", is_flag=True, help="Print every problem in file order, in lines that a program can read.")
@today_option
@click.option(
    "--format",
    "as_format",
    type=click.Choice(["text", "json"]),
    show_default="text on a terminal, otherwise as with --all",
    help="Words for people, or JSON.",
)
def command(names: tuple[str, ...], in_file_order: bool, today: date, as_format: str | None) -> None:
    """Check responses: what is wrong or missing, where, why, and what to do about it.

    NAMES are responses (folders in responses/) or files. If you give none, all responses are checked. The exit code is 1 if there
    are errors. Warnings and advice leave it at 0.

    You see first what you must put right before you publish. Problems that need the same action are shown together. In a file or a
    pipe, and with --all, the problems come in file order. Each then begins with a line that editors and scripts can read: file:line:column:
    error CODE: message.

    If you keep the inspectors' report beside the response ("file:" under "report:"), your quotations and findings are compared with
    it. If you check one response by name, you also see how many of them are in the report.

    \b
    pccresponse check
    pccresponse check 2015-07-21-child-protection-review
    pccresponse check responses/2024-06-18-peel/response.yaml --today 2024-08-01
    pccresponse check --all
    pccresponse check --format json
    """
    if in_file_order and as_format:
        raise WrongUseError("You can use --all or --format, but not both.", "Leave one of them out.")
    workspace = find_workspace(Path.cwd())
    files = [workspace.response_file(name) for name in names or workspace.slugs()]
    checked = list(check_all(files, workspace, today=today))
    problems = problems_once(checked)
    if as_format == "json":
        print_data(
            CheckResult(
                checked=tuple(each.slug for each in checked),
                verified={each.slug: each.verified for each in checked if each.verified},
                problems=tuple(map(problem_result, problems)),
            )
        )
    else:
        for_people = as_format == "text" or (is_terminal() and not in_file_order)
        print_problems(problems, for_people=for_people)
        _print_summary(checked, problems, names, for_people=for_people)
    sys.exit(1 if any(problem.severity is Severity.ERROR for problem in problems) else 0)


def _print_summary(checked: Sequence[Checked], problems: Sequence[Problem], names: Sequence[str], *, for_people: bool) -> None:
    sentences = []
    if names and len(checked) == 1 and checked[0].verified:
        sentences.append(verified_in_words(checked[0].verified))
    responses = number_of(len(checked), "response")
    sentences.append(f"{responses} checked: {counted(problems)}.")
    if for_people and problems:
        sentences.append("To read about a rule, run: pccresponse rules CODE")
        sentences.append("To see every problem in file order, add --all to the command.")
    for sentence in sentences:
        for line in wrapped(as_typed(sentence)) if for_people else [sentence]:
            say(line)


# The list of rules and codes


_WIDEST = 22
"""Columns for a code in the list."""
_WIDEST_SEVERITIES = 23
_THREE_COLUMNS_FROM = 100
"""Columns from which a title is on the same line."""


class CodeResult(msgspec.Struct, frozen=True, kw_only=True):
    """A code that `check` prints: of a rule, of a file, or of what goes with the files."""

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
def rules(code: str | None, as_format: str) -> None:
    """List what is checked. Give a CODE to read about one rule.

    Rules are about what your files say. The other codes are about how the files are written, and about the files that go with them.

    \b
    pccresponse rules
    pccresponse rules S55-5B
    pccresponse rules --format json
    """
    everything = OF_READING | AROUND
    codes = {code.upper(): everything[code.upper()]} if code and code.upper() in everything else {} if code else everything
    found = ALL_RULES if not code else () if codes else (rule_called(code),)
    if as_format == "json":
        print_data(
            [
                *(result_from(rule, CodeResult, remedy=rule.remedy) for rule in found),
                *(CodeResult(code=code, title=must) for code, must in codes.items()),
            ]
        )
    elif code:
        for rule in found:
            _explain(rule)
        for name, must in codes.items():
            say(f"{click.style(name, bold=True)}  {'how files are written' if name in OF_READING else 'what goes with the files'}")
            _say_wrapped(must)
    else:
        for rule in found:
            _say_row(rule.code, _severities(rule), rule.title)
        for heading, listed in (("How files are written", OF_READING), ("What goes with the files", AROUND)):
            say(f"\n{heading}:\n")
            for name, must in listed.items():
                _say_row(name, "", must)
        say("")
        _say_wrapped(f"{len(found)} rules and {len(codes)} other codes. To read about one, run: pccresponse rules CODE")


def _say_row(code: str, severities: str, title: str) -> None:
    """Print a code with its title beside it on a wide terminal, and otherwise below it."""
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
    """`error, warning`: the severities that a breach can have."""
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
