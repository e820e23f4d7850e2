"""Documents as a forger makes them who has this program: whole, and consistent with what they carry."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from pccresponse import statute
from pccresponse.models.record import Record
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.record import as_json, record_of
from pccresponse.pipeline.rendering import render_here
from pccresponse.statute.tables import DATA
from pccresponse.verifying.verdict import Cause, Verdict
from pccresponse.verifying.verify import VerificationTask, prove
from pccresponse.workspace import Workspace
from tests.small_workspaces import TODAY


def made_by(
    workspace: Workspace,
    slug: str,
    *,
    draft: bool = False,
    record: Callable[[Record], Record] | None = None,
    document: str = "comments",
) -> bytes:
    """A document of a response, with the record changed as asked for; made in this process, which may have other law tables."""
    checked = check(workspace.response_file(slug), workspace, today=TODAY)
    given = msgspec.structs.replace(record_of(checked, draft=draft), document=document)
    (made,) = render_here(checked, draft, document, as_json(record(given)) if record else None)
    return made.content


def verdict_on(pdf: bytes, folder: Path) -> Verdict:
    """What is said of the file alone."""
    path = folder / "some name.pdf"
    path.write_bytes(pdf)
    return prove(VerificationTask(path=path, name=path.name))


def causes(verdict: Verdict) -> set[Cause]:
    return {reason.cause for reason in verdict.reasons}


def sentences(verdict: Verdict, cause: Cause) -> str:
    return "\n".join(reason.sentence for reason in verdict.reasons if reason.cause is cause)


@contextmanager
def law_as_changed(folder: Path, table: str, *changes: tuple[str, str]) -> Iterator[None]:
    """The law tables with a remark added to one of them, and some words changed in it."""
    shutil.copytree(DATA, folder)
    text = (folder / table).read_text(encoding="utf-8") + "# a remark\n"
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / table).write_text(text, encoding="utf-8")
    statute.use_tables(folder)
    try:
        yield
    finally:
        statute.use_tables(None)
