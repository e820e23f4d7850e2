"""The list of all responses: where each stands, as `pccresponse status` says it. None is checked again as long as its files stay."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from pccresponse.command import as_typed
from pccresponse.following.stages import NextStep
from pccresponse.following.standing import Standing, most_urgent_first, standing_with_record
from pccresponse.following.telling import approvals_in_words, clock_in_words, problems_in_words, state_in_words
from pccresponse.naming import capitalised
from pccresponse.pipeline.checking import check
from pccresponse.preview.inputs import Inputs, inputs_of, shared_inputs_of
from pccresponse.workspace import Workspace


class Row(msgspec.Struct, frozen=True, kw_only=True):
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
        self._known: dict[str, tuple[tuple[date, Inputs], Standing]] = {}

    def standings(self) -> list[Standing]:
        """Where each response stands, what is most urgent first."""
        today, shared = self._today(), shared_inputs_of(self._workspace)
        known = {slug: self._standing(slug, today, shared) for slug in self._workspace.slugs()}
        self._known = known  # what is gone is forgotten
        return most_urgent_first(standing for _, standing in known.values())

    def _standing(self, slug: str, today: date, shared: Inputs) -> tuple[tuple[date, Inputs], Standing]:
        file = self._workspace.responses / slug / "response.yaml"
        seen = today, inputs_of(file, self._workspace, shared)
        known = self._known.get(slug)
        if known and known[0] == seen:
            return known
        try:
            return seen, self._judged(file, today)
        except Exception:  # a mistake of ours in one must not hide the others
            self._mistake(traceback.format_exc())
            what = "look at the terminal that the preview runs in: the program made a mistake while reading the files"
            return seen, Standing(slug=slug, state="cannot be read", next=NextStep("the office", what))

    def _judged(self, file: Path, today: date) -> Standing:
        checked = check(file, self._workspace, today=today, with_pages=False)
        standing = standing_with_record(checked, file.parent, within=self._workspace.root, today=today)
        return msgspec.structs.replace(standing, slug=file.parent.name)  # a folder that is a link has its own page


def row_of(each: Standing) -> Row:
    """A response as a line of the list."""
    return Row(
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
