"""`pccresponse check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
import msgspec

from pccresponse.case.naming import number_of
from pccresponse.cli.options import slug_argument, today_option
from pccresponse.cli.output import (
    ProblemResult,
    counted,
    is_terminal,
    print_data,
    print_problems,
    problem_result,
    say,
    verified_in_words,
    wrapped,
)
from pccresponse.foundation.command_names import as_typed
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.models.record import VerifiedAgainst
from pccresponse.pipeline.checking import Checked, check_all, problems_once
from pccresponse.workspace import find_workspace


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """What `check` found."""

    checked: tuple[str, ...]
    """The responses that were looked at."""
    verified: dict[str, VerifiedAgainst]
    """For each response whose report is kept: what of it was found in the report."""
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
