"""One document, from the file to the verdict. What it needs of the world around it is handed over with the task."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import msgspec

from pccresponse.errors import PccResponseError
from pccresponse.models.record import Record
from pccresponse.publishing.changes import changes_between, differing, edition_changes
from pccresponse.reading.files import bytes_of
from pccresponse.reading.source import Fault
from pccresponse.verifying.comparing import compare
from pccresponse.verifying.findings import Level
from pccresponse.verifying.kit import disagreements, kit_of
from pccresponse.verifying.opening import LARGEST_FILE, open_stranger
from pccresponse.verifying.rebuilding import RebuildError, rebuild
from pccresponse.verifying.verdict import Cause, Reason, Verdict, reasons_for


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A document to verify."""

    path: Path
    name: str
    """How messages call it."""
    sha256: str | None = None
    """The digest that `record.json` has of it, where it was published from this workspace."""
    record: Record | None = None
    """What `record.json` says that it was made from."""
    inputs_now: dict[str, str] | None = None
    """The digests of the input as it lies in the workspace now, where there is one to ask."""
    edition_now: dict[str, str] | None = None
    """The same of the edition."""


def prove(task: Task) -> Verdict:
    """Verify one document. Nothing is raised for what is in the file."""
    pdf = bytes_of(task.path, within=Path(os.path.realpath(task.path)).parent, most=LARGEST_FILE)
    if isinstance(pdf, Fault):
        cause = Cause.FILE_MISSING if pdf.code == "FILE-MISSING" else Cause.UNREADABLE
        return _unproved(task, cause, f"The file {pdf.message}.")
    try:
        verdict = _proved(task, pdf)
    except RebuildError as error:
        return _unproved(task, Cause.NOT_REBUILT, f"It cannot be made again from its files: {error.message}")
    except PccResponseError as error:
        return _unproved(task, Cause.UNREADABLE, f"{error.message} {error.remedy}".strip(), *_not_the_published(task, pdf))
    return verdict


def _proved(task: Task, pdf: bytes) -> Verdict:
    carried = open_stranger(pdf)
    kit = kit_of(carried)
    again = rebuild(kit)
    comparison = compare(pdf, again.pdf)
    changes = changes_between(kit.record, again.record)
    reasons = reasons_for(comparison, disagreements(kit, carried), changes, _says_otherwise(kit.record, again.record))
    if task.record is not None and msgspec.structs.replace(kit.record, document=None) != task.record:
        reasons = (*reasons, Reason(Cause.FILE_ALTERED, "The record in the PDF is not the one in record.json."))
    differs = comparison.level < Level.IDENTICAL_BYTES
    return Verdict(
        name=task.name,
        level=comparison.level,
        reasons=(*_not_the_published(task, pdf), *reasons, *_changed_since(task, kit.record)),
        notes=tuple(f"The file had to be repaired before it could be read: {repair}" for repair in carried.repairs),
        comparison=comparison,
        record=kit.record,
        original=pdf if differs else b"",
        rebuilt=again.pdf if differs else b"",
    )


def _says_otherwise(was: Record, now: Record) -> tuple[str, ...]:
    """Where a record claims of the same input what the rules and the law do not say of it."""
    claims = {
        "the rules that were run": (was.rules, now.rules),
        "what the rules said": (was.findings, now.findings),
        "how far the duties were met": (was.duties or now.duties, now.duties),  # there were records without
        "the day as of which they were judged": (was.judged_on, now.judged_on),
        "the law that was applied": (
            (was.law.applied_as_on, was.law.in_force_from, was.law.made_by),
            (now.law.applied_as_on, now.law.in_force_from, now.law.made_by),
        ),
    }
    return tuple(what for what, (then, today) in claims.items() if then != today)


def _not_the_published(task: Task, pdf: bytes) -> tuple[Reason, ...]:
    if task.sha256 is None or sha256(pdf).hexdigest() == task.sha256:
        return ()
    return (Reason(Cause.FILE_ALTERED, "It is not the file that was published: record.json has another SHA-256."),)


def _unproved(task: Task, cause: Cause, sentence: str, *more: Reason) -> Verdict:
    return Verdict(name=task.name, level=None, reasons=(Reason(cause, sentence), *more, *_changed_since(task, task.record)))


def _changed_since(task: Task, record: Record | None) -> tuple[Reason, ...]:
    """What is no longer in the workspace as the record names it: the document is proved by what it carries, not by that."""
    if record is None:
        return ()
    input_changes = differing(record.inputs, task.inputs_now) if task.inputs_now is not None else ()
    changes = edition_changes(record, task.edition_now) if task.edition_now is not None else ()
    return (
        *(Reason(Cause.INPUT_CHANGED, f"In the workspace {clause} since.") for clause in input_changes),
        *(Reason(Cause.EDITION_CHANGED, f"In the workspace {clause} since.") for clause in changes),
    )
