"""The changes since the last commit, which is read once, so that a save does not start git."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pccresponse.case.documents import COMMENTS
from pccresponse.compare import Change, Side, UnreadableSideError, difference_between, side_called
from pccresponse.compare.changes_page import by_subject
from pccresponse.foundation.errors import PccResponseError
from pccresponse.pipeline.checking import Checked
from pccresponse.preview.page_content import ShownChanges, ShownGroup, ShownSubject, place_in_document
from pccresponse.publishing.git import GitRefusedError, git_in
from pccresponse.workspace import Workspace

_SHORT = 7
_Trace = tuple[tuple[int, int] | None, ...]


class LastCommit:
    """A response as it was at HEAD."""

    def __init__(self, workspace: Workspace, slug: str) -> None:
        self._workspace, self._slug = workspace, slug
        self.folder: Path | None = None
        """The git directory, to be watched; None outside a repository."""
        self._trace: _Trace | None = None
        self._commit = ""
        self._old: Side | None = None
        self._unavailable = ""
        self._day: date | None = None

    def refresh(self, today: date) -> bool:
        """Read the last commit again if there may be another one. Returns whether anything changed."""
        trace = self._traces()
        if trace == self._trace and today == self._day:
            return False
        before = self._commit, self._day, self._unavailable
        try:
            git = git_in(self._workspace.responses)
            folder = Path(git.text("rev-parse", "--absolute-git-dir").rstrip("\n"))
            if folder != self.folder:
                self.folder = folder
                trace = self._traces()
            commit = git.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
            if (commit, today) != (self._commit, self._day):
                self._commit, self._day, self._old = commit, today, None
                self._old = side_called(f"HEAD:{self._slug}", self._workspace.root, today=today)
            self._unavailable = ""
        except UnreadableSideError:
            self._unavailable = "Your last commit cannot be read, so nothing can be compared with it."
        except GitRefusedError as error:
            nothing_yet = self.folder is not None and not error.stderr
            self._unavailable = "The repository has no commits yet." if nothing_yet else error.message
            self._commit, self._old = "", None
        except PccResponseError as error:
            self._unavailable = error.message
        self._day = today
        self._trace = trace  # from before, so that a commit made meanwhile is noticed next time
        return (self._commit, self._day, self._unavailable) != before

    def changes(self, checked: Checked, identifiers: Mapping[str, frozenset[str]]) -> ShownChanges:
        """The changes of a response since the last commit."""
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
                        ShownSubject(what=subject.what, anchor=_anchor(subject.changes[0], identifiers), changes=subject.changes)
                        for subject in subjects
                    ),
                )
                for heading, subjects in by_subject(difference).items()
            ),
        )

    def _traces(self) -> _Trace:
        """The time and size of files that a commit changes, which is quicker than to ask git."""
        if self.folder is None:
            return (_trace_of(self._workspace.root / ".git"), _trace_of(self._workspace.responses / ".git"))
        return tuple(
            _trace_of(self.folder / name) for name in ("HEAD", "logs/HEAD", "index", "packed-refs", "reftable/tables.list")
        )


def _trace_of(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _anchor(change: Change, identifiers: Mapping[str, frozenset[str]]) -> str | None:
    """The id of the changed element in the comments, unless it was removed."""
    if not change.new_path:
        return None
    place = place_in_document(change.new_path, identifiers, in_office=change.part == "office")
    return place.anchor if place.document == COMMENTS.name else None
