"""A workspace as it stood at a revision, kept in `build/` for whoever wants to look at it, or to build it again."""

from __future__ import annotations

from pccresponse.publishing.revisions import repository_of, workspace_at
from pccresponse.publishing.writing import whole_folder
from pccresponse.workspace import Workspace

_DIGITS = 12
"""Of a commit's name in that of its folder: enough for any repository of an office."""


def workspace_as_it_stood(revision: str, workspace: Workspace) -> Workspace:
    """The inputs of a revision as a workspace of their own, `build/at-<commit>/`, written out the first time it is asked for.

    Raises `WrongUseError` for a revision that there is not, `CannotRunError` where there is no repository or no room.
    """
    commit = repository_of(workspace).commit(revision)
    folder = workspace.build / f"at-{commit[:_DIGITS]}"
    if not folder.is_dir():
        with whole_folder(folder, f"The inputs of {revision}", "Make room there.") as whole:
            workspace_at(commit, workspace, whole)
    return Workspace(folder)
