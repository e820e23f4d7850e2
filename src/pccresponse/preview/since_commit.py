"""What changed since the last commit. What was committed is read once for each commit, so that a save asks git nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pccresponse.case.documents import COMMENTS
from pccresponse.compare import Change, difference_between
from pccresponse.compare.page import by_subject
from pccresponse.compare.sides import Side, UnreadableSideError, side_called
from pccresponse.foundation.errors import PccResponseError
from pccresponse.pipeline.checking import Checked
from pccresponse.preview.page_content import ShownChange, ShownChanges, ShownGroup, ShownSubject, spot_of
from pccresponse.publishing.git import GitRefusedError, git_in
from pccresponse.workspace import Workspace

_SHORT = 7
_Trace = tuple[tuple[int, int] | None, ...]


class LastCommit:
    """One response as it stood at HEAD."""

    def __init__(self, workspace: Workspace, slug: str) -> None:
        self._workspace, self._slug = workspace, slug
        self._folder: Path | None = None
        self._trace: _Trace | None = None
        self._commit = ""
        self._old: Side | None = None
        self._unavailable = ""
        self._day: date | None = None

    @property
    def folder(self) -> Path | None:
        """Where git keeps its notes for this working tree, to be watched; None outside a repository."""
        return self._folder

    def refresh(self, today: date) -> bool:
        """Read what was committed last, if that may be something else by now; answers whether it was."""
        trace = self._traces()
        if trace == self._trace and today == self._day:
            return False
        before = self._commit, self._day, self._unavailable
        try:
            git = git_in(self._workspace.responses)
            folder = Path(git.text("rev-parse", "--absolute-git-dir").rstrip("\n"))
            if folder != self._folder:
                self._folder = folder
                trace = self._traces()
            commit = git.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
            if (commit, today) != (self._commit, self._day):
                self._commit, self._day, self._old = commit, today, None
                self._old = side_called(f"HEAD:{self._slug}", self._workspace.root, today=today)
            self._unavailable = ""
        except UnreadableSideError:
            self._unavailable = "Your last commit cannot be read, so nothing can be compared with it."
        except GitRefusedError as error:
            nothing_yet = self._folder is not None and not error.stderr
            self._unavailable = "The repository has no commits yet." if nothing_yet else error.message
            self._commit, self._old = "", None
        except PccResponseError as error:
            self._unavailable = error.message
        self._day = today
        self._trace = trace  # from before the reading: a commit made meanwhile is seen the next time
        return (self._commit, self._day, self._unavailable) != before

    def changes(self, checked: Checked, identifiers: Mapping[str, frozenset[str]]) -> ShownChanges:
        """What a response says that its committed self did not, and the other way round."""
        response, office = checked.response.model, checked.office.model
        if self._old is None or response is None or office is None:
            return ShownChanges(unavailable=self._unavailable or "The files cannot be read.")
        new = Side(label="now", checked=checked, response=response, office=office)
        difference = difference_between(self._old, new)
        return ShownChanges(
            since=f"the last commit, {self._commit[:_SHORT]}",
            in_law=difference.in_law,
            groups=tuple(
                ShownGroup(
                    heading=heading,
                    subjects=tuple(
                        ShownSubject(
                            what=subject.what,
                            anchor=_anchor(subject.changes[0], identifiers),
                            changes=tuple(map(_shown, subject.changes)),
                        )
                        for subject in subjects
                    ),
                )
                for heading, subjects in by_subject(difference).items()
            ),
        )

    def _traces(self) -> _Trace:
        """What a commit leaves behind, by time and size: asking the files is quicker than asking git."""
        if self._folder is None:
            return (_trace_of(self._workspace.root / ".git"), _trace_of(self._workspace.responses / ".git"))
        return tuple(
            _trace_of(self._folder / name) for name in ("HEAD", "logs/HEAD", "index", "packed-refs", "reftable/tables.list")
        )


def _trace_of(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _anchor(change: Change, identifiers: Mapping[str, frozenset[str]]) -> str | None:
    """The place in the comments; what was withdrawn has none there any more."""
    if not change.new_path:
        return None
    spot = spot_of(change.new_path, identifiers, in_office=change.part == "office")
    return spot.anchor if spot.document == COMMENTS.name else None


def _shown(change: Change) -> ShownChange:
    return ShownChange(
        field=change.field,
        kind=change.kind,
        was=change.was,
        now=change.now,
        passages=change.passages,
    )
