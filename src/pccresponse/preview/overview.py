"""The list of all responses: where each stands, as `pccresponse status` says it. None is checked again as long as its files stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from pccresponse.case.naming import capitalised
from pccresponse.foundation.command_names import as_typed
from pccresponse.workflow.status import (
    Standing,
    approvals_in_words,
    clock_in_words,
    most_urgent_first,
    problems_in_words,
    state_in_words,
)
from pccresponse.workflow.status_cache import StandingCache
from pccresponse.workspace import RESPONSE_FILE, Workspace


class OverviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One response in the list, in words."""

    slug: str
    title: str
    """Empty where it cannot be read."""
    state: str
    clock: str
    overdue: bool
    problems: str
    approvals: str
    """`1 of 2 approvals`; empty where none is required."""
    who: str
    what: str
    needs_somebody_at_once: bool


class Overview:
    """Knows where every response of a workspace stands. It is asked in a thread, by one at a time."""

    def __init__(self, workspace: Workspace, today: Callable[[], date], mistake: Callable[[str], None]) -> None:
        self._workspace, self._today, self._mistake = workspace, today, mistake
        self._cache = StandingCache(workspace)

    def standings(self) -> list[Standing]:
        """Where each response stands, what is most urgent first."""
        slugs = self._workspace.slugs()
        files = [self._workspace.responses / slug / RESPONSE_FILE for slug in slugs]
        found = self._cache.standings(files, today=self._today(), mistake=self._mistake)
        # A folder that is a link has a page of its own.
        return most_urgent_first(_called(slug, each) for slug, each in zip(slugs, found, strict=True))


def _called(slug: str, standing: Standing) -> Standing:
    return standing if standing.slug == slug else msgspec.structs.replace(standing, slug=slug)


def row_of(each: Standing) -> OverviewRow:
    """A response as a line of the list."""
    return OverviewRow(
        slug=each.slug,
        title=each.title or "",
        state=capitalised(state_in_words(each)),
        clock=clock_in_words(each),
        overdue=each.overdue_by > 0,
        problems=capitalised(problems_in_words(each)),
        approvals=approvals_in_words(each),
        who=capitalised(each.next.who),
        what=as_typed(each.next.what),
        needs_somebody_at_once=each.needs_somebody_at_once,
    )
