"""`pccresponse check`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click
import msgspec

from pccresponse.cli.options import format_option, slug_argument, today_option
from pccresponse.cli.output import ProblemResult, counted, print_data, print_problems, problem_result, say, verified_in_words
from pccresponse.foundation.problems import Severity
from pccresponse.models.record import VerifiedAgainst
from pccresponse.pipeline.checking import check_all, problems_once
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
@today_option
@format_option
def command(names: tuple[str, ...], today: date, as_format: str) -> None:
    """Say everything that is wrong or missing, in file order: where, what, why in law, and what to do.

    NAMES are responses (folders of responses/) or files; without any, all of responses/ is checked. The exit code is 1 if
    there are errors; warnings and advice leave it at 0.

    Where the report is kept beside a response ("file:" under "report:"), findings and quotations are held against its words; of
    a response that is named, how many of them were found is said as well.

    \b
    pccresponse check
    pccresponse check 2015-07-21-child-protection-review
    pccresponse check responses/2024-06-18-peel/response.yaml --today 2024-08-01
    pccresponse check --format json
    """
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
        print_problems(problems)
        if names and len(checked) == 1 and checked[0].verified:
            say(verified_in_words(checked[0].verified))
        responses = "1 response" if len(checked) == 1 else f"{len(checked)} responses"
        say(f"{responses} checked: {counted(problems)}.")
    sys.exit(1 if any(problem.severity is Severity.ERROR for problem in problems) else 0)
