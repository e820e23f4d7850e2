"""Which documents are meant: a response is its published files, or those of its last build; a file is itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pccresponse.editions import Edition, edition_called
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.recording import digests_of_inputs
from pccresponse.publishing.history import published_folder, read_history
from pccresponse.publishing.register import Register
from pccresponse.verifying.verify import Task
from pccresponse.workspace import Workspace

_ANY_DAY = date(2000, 1, 1)
"""Here the files are read and not judged, so the day does not matter."""


def tasks_of_files(files: Iterable[Path], register: Register | None = None) -> Iterator[Task]:
    """A task for each file, which has to prove itself."""
    for file in files:
        yield Task(path=file, name=file.as_posix(), register=register)


def tasks_of_response(response_file: Path, workspace: Workspace, register: Register | None = None) -> Iterator[Task]:
    """A task for each published file of a response; where it was never published, for each file of its last build.

    The files of the latest version are held against the workspace too: whether it still holds what they were made from.
    """
    folder = response_file.parent
    found = check(response_file, workspace, today=_ANY_DAY, with_report=False, with_pages=False)
    inputs = digests_of_inputs(found)
    history = read_history(folder, within=workspace.root)
    if history is None or not history.versions:
        edition = found.edition.all_digests if found.edition else {}
        for path in sorted((workspace.build / folder.name).glob("*.pdf")):
            yield Task(path=path, name=workspace.shown(path), inputs_now=inputs, edition_now=edition, register=register)
        return
    for version in history.versions:
        last = version is history.versions[-1]
        named = edition_called(version.record.edition, workspace) if last else None
        edition = named.all_digests if isinstance(named, Edition) else {}
        for name, document in version.documents.items():
            path = published_folder(folder, version) / f"{name}.pdf"
            yield Task(
                path=path,
                name=workspace.shown(path),
                sha256=document.sha256,
                record=version.record,
                register=register,
                path_in_register=workspace.shown(path),
                inputs_now=inputs if last else None,
                edition_now=edition if last else None,
            )
