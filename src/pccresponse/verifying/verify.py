"""Verify documents: find them, and prove each in a separate process, which gets all that it needs from the workspace with its task."""

from __future__ import annotations

import os
import queue
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice
from pathlib import Path

import msgspec

from pccresponse import statute
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import PccResponseError
from pccresponse.foundation.files import changes_in_words, digest_of
from pccresponse.foundation.limited_process import SECONDS_TO_PROVE, GivenUpError, TooLongError, Worker
from pccresponse.models.record import Record
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.editions import Edition, edition_called
from pccresponse.pipeline.published_files import Register, edition_changes, published_folder
from pccresponse.pipeline.record import digests_of_inputs
from pccresponse.reading import read_history
from pccresponse.reading.source import Fault, bytes_of
from pccresponse.rendering.formats import PDF
from pccresponse.verifying.comparison import compare
from pccresponse.verifying.differences import Level, printable, quoted
from pccresponse.verifying.embedded_sources import Sources, disagreements, is_ours, law_tables, sources_in, unlike_the_released
from pccresponse.verifying.open_untrusted import LARGEST_FILE, read_untrusted
from pccresponse.verifying.rebuild import RebuildError, Rebuilt, rebuild
from pccresponse.verifying.verdict import Cause, Reason, Verdict, reasons_for
from pccresponse.workspace import Workspace

_ANY_DAY = date(2000, 1, 1)
"""Where files are read and not judged, so that the day does not matter."""
_MOST = 12
"""Sentences on what law tables change."""
_MOST_PASSAGES = 4
_MOST_TABLES = 3
_LONGEST = 300


class VerificationTask(msgspec.Struct, frozen=True, kw_only=True):
    """A document to verify."""

    path: Path
    name: str
    sha256: str | None = None
    """Its digest in `record.json`, if it was published from this workspace."""
    record: Record | None = None
    """What it was made from, according to `record.json`."""
    register: Register | None = None
    """The register of published documents to look it up in."""
    path_in_register: str | None = None
    """The path that the register must have for it; None if any will do."""
    inputs_now: dict[str, str] | None = None
    """The digests of the input in the workspace now, if there is one."""
    edition_now: dict[str, str] | None = None


def tasks_of_files(files: Iterable[Path], register: Register | None = None) -> Iterator[VerificationTask]:
    """A task for each file."""
    for file in files:
        yield VerificationTask(path=file, name=file.as_posix(), register=register)


def tasks_of_response(response_file: Path, workspace: Workspace, register: Register | None = None) -> Iterator[VerificationTask]:
    """A task for each published file of a response or, if it was never published, for each file of its last build.

    The files of the latest version are also compared with the input in the workspace.
    """
    folder = response_file.parent
    found = check(response_file, workspace, today=_ANY_DAY, with_report=False, with_pages=False)
    inputs = digests_of_inputs(found)
    history = read_history(folder, within=workspace.root)
    if history is None or not history.versions:
        edition = found.edition.all_digests if found.edition else {}
        for path in sorted((workspace.build / folder.name).glob(PDF.file_name("*"))):
            yield VerificationTask(path=path, name=workspace.shown(path), inputs_now=inputs, edition_now=edition, register=register)
        return
    for version in history.versions:
        last = version is history.versions[-1]
        named = edition_called(version.record.edition, workspace) if last else None
        edition = named.all_digests if isinstance(named, Edition) else {}
        for name, document in version.documents.items():
            path = published_folder(folder, version) / PDF.file_name(name)
            yield VerificationTask(
                path=path,
                name=workspace.shown(path),
                sha256=document.sha256,
                record=version.record,
                register=register,
                path_in_register=workspace.shown(path),
                inputs_now=inputs if last else None,
                edition_now=edition if last else None,
            )


def prove_all(tasks: Sequence[VerificationTask], *, jobs: int, seconds: float = SECONDS_TO_PROVE) -> Generator[Verdict]:
    """The verdict on each document, in order, each within a number of seconds."""
    temporary_folders.home()  # the processes share it
    workers = [Worker() for _ in range(max(1, min(jobs, len(tasks))))]
    idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def proved(task: VerificationTask) -> Verdict:
        worker = idle.get()
        try:
            return worker.call(prove, task, seconds=seconds)
        except TooLongError:
            sentence = f"It took longer than {seconds:g} seconds to check."
        except GivenUpError:
            sentence = "It took more memory than any document needs, or stopped the program that read it."
        finally:
            idle.put(worker)
        return Verdict(name=task.name, level=None, reasons=(Reason(Cause.UNREADABLE, sentence),))

    threads = ThreadPoolExecutor(len(workers))
    try:
        yield from threads.map(proved, tasks)
    finally:
        for worker in workers:
            worker.kill()
        threads.shutdown(cancel_futures=True)


def prove(task: VerificationTask) -> Verdict:
    """Verify one document. Raises nothing for what is in the file."""
    pdf = bytes_of(task.path, within=Path(os.path.realpath(task.path)).parent, most=LARGEST_FILE)
    if isinstance(pdf, Fault):
        cause = Cause.FILE_MISSING if pdf.code == "FILE-MISSING" else Cause.UNREADABLE
        return _unproved(task, cause, f"The file {pdf.message}.")
    try:
        return _proved(task, pdf)
    except RebuildError as error:
        cause, sentence = Cause.NOT_REBUILT, f"It cannot be made again from its files: {error.message}"
    except PccResponseError as error:
        cause, sentence = Cause.UNREADABLE, f"{error.message} {error.remedy}".strip()
    return _unproved(task, cause, sentence, *_not_the_published(task, pdf), published=_is_published(task, pdf))


def _proved(task: VerificationTask, pdf: bytes) -> Verdict:
    embedded = read_untrusted(pdf)
    sources = sources_in(embedded)
    again = rebuild(sources, sources.law)
    comparison = compare(pdf, again.pdf)
    reasons = (
        *_reasons_of_edition(sources, again),
        *_reasons_of_law(sources, again),
        *reasons_for(comparison, disagreements(sources, embedded), sources.record, again.record),
    )
    if task.record is not None and msgspec.structs.replace(sources.record, document=None) != task.record:
        reasons = (*reasons, Reason(Cause.FILE_ALTERED, "The record in the PDF is not the one in record.json."))
    published = _is_published(task, pdf)
    notes = [f"The file had to be repaired before it could be read: {repair}" for repair in embedded.repairs]
    if task.edition_now is None and not published and not is_ours(sources.record.edition):
        notes.append(
            f"The edition {printable(sources.record.edition, 60)} did not come with this program. Only the office that released it can "
            "say whether its templates are the right ones."
        )
    differs = comparison.level < Level.IDENTICAL_BYTES
    return Verdict(
        name=task.name,
        level=comparison.level,
        published=published,
        reasons=(*_not_the_published(task, pdf, sources.record), *reasons, *_changed_since(task, sources.record)),
        notes=tuple(notes),
        comparison=comparison,
        record=sources.record,
        original=pdf if differs else b"",
        rebuilt=again.pdf if differs else b"",
    )


def _reasons_of_edition(sources: Sources, again: Rebuilt) -> tuple[Reason, ...]:
    """Where the templates and fonts in a PDF are not those of the edition of that name."""
    if unlike := unlike_the_released(sources.record.edition, sources.edition):
        return (Reason(Cause.OTHER_EDITION, unlike),)
    if again.edition_problems:
        more = f" {len(again.edition_problems) - 1} more of its files differ." if len(again.edition_problems) > 1 else ""
        sentence = f"The edition in the PDF is not the one that its edition.yaml names: {again.edition_problems[0]}{more}"
        return (Reason(Cause.OTHER_EDITION, sentence),)
    return ()


def _reasons_of_law(sources: Sources, again: Rebuilt) -> tuple[Reason, ...]:
    """Where the law tables in a PDF are of another version, or of none."""
    found = law_tables(sources.law)
    if found.release is not None:
        changed = changes_in_words(found.release.law, statute.digests_of_tables())
        version = found.release.version
        sentence = (
            f"It was made with the law tables of version {version}, and those were used. In this version {' and '.join(changed)}."
        )
        return (Reason(Cause.LAW_TABLES_CHANGED, sentence),) if changed else ()
    if found.unknown:
        names = " and ".join(quoted(name, 60) for name in found.unknown[:_MOST_TABLES])
        more = f" and {len(found.unknown) - _MOST_TABLES} more" if len(found.unknown) > _MOST_TABLES else ""
        tables = "table" if len(found.unknown) == 1 else "tables"
        sentence = f"No released version that this program knows had the law {tables} {names}{more} of the PDF."
    else:
        sentence = "No released version that this program knows had exactly these law tables."
    try:
        changes = _changed_by_tables(again, rebuild(sources, statute.tables()))
    except PccResponseError as error:
        changes = (f"With the law tables of this program it cannot be made: {error.message}",)
    return tuple(Reason(Cause.UNKNOWN_LAW, each) for each in (sentence, *changes))


def _changed_by_tables(carried: Rebuilt, ours: Rebuilt) -> tuple[str, ...]:
    """Sentences on what the law tables in a document change in it, compared with the program's own."""
    found = tuple(islice(_changes(carried, ours), _MOST + 1))
    if not found:
        return ("With the law tables of this program the document says the same, and so do the rules.",)
    return found if len(found) <= _MOST else (*found[:_MOST], "They change more than this.")


def _changes(carried: Rebuilt, ours: Rebuilt) -> Iterator[str]:
    was, now = carried.law, ours.law
    for what in {**was, **now}:
        old, new = was.get(what, "nothing"), now.get(what, "nothing")
        if old != new:
            yield f"{what}: {old} by the tables in the PDF, {new} by those of this program."
    findings, our_findings = ({(each.code, each.message) for each in made.record.findings} for made in (carried, ours))
    for code, message in sorted(our_findings - findings):
        yield f"With the tables of this program the rules say, and with those in the PDF they do not: {code}: {quoted(message, _LONGEST)}."
    for code, message in sorted(findings - our_findings):
        yield f"With the tables in the PDF the rules say, and with those of this program they do not: {code}: {quoted(message, _LONGEST)}."
    passages = [each for each in compare(carried.pdf, ours.pdf).differences if each.kind == "text"]
    for each in passages[:_MOST_PASSAGES]:
        yield f"On page {each.page} it says {quoted(each.was, 200)}; with the law tables of this program, {quoted(each.now, 200)}."
    if len(passages) > _MOST_PASSAGES:
        yield f"{len(passages) - _MOST_PASSAGES} more of its passages would be different."


def _is_published(task: VerificationTask, pdf: bytes) -> bool:
    """Whether `record.json` or the register is given, and each of them has the digest of this file."""
    is_given = task.sha256 is not None or task.register is not None
    return is_given and not _not_the_published(task, pdf)


def _not_the_published(task: VerificationTask, pdf: bytes, record: Record | None = None) -> tuple[Reason, ...]:
    """Where its digest is not the one that was recorded when it was published. `record` is the one in the PDF."""
    digest = digest_of(pdf)
    found = []
    if task.sha256 is not None and digest != task.sha256:
        found.append(Reason(Cause.FILE_ALTERED, "It is not the file that was published: record.json has another SHA-256."))
    if task.register is not None:
        found += _not_in_register(task.register, digest, task.path_in_register, record)
    return tuple(found)


def _not_in_register(register: Register, digest: str, path: str | None, record: Record | None) -> Iterator[Reason]:
    paths = [path] if path else register.paths_of(digest)
    yield from (
        Reason(Cause.FILE_ALTERED, f"The register was changed: {register.contradictions[each]}.")
        for each in paths
        if each in register.contradictions
    )
    if digest in register.digests.values() if path is None else register.digests.get(path) == digest:
        return
    if path is None and record is not None and not record.draft:
        ending = f"/{PDF.file_name(str(record.document))}"
        others = [each for each in register.digests if f"/{record.slug}/published/" in f"/{each}" and each.endswith(ending)]
        path = others[0] if others else None
    if path in register.digests:
        sentence = f"It is not the file that was published: {register.file} has {quoted(path or '', 200)} with another SHA-256."
        yield Reason(Cause.FILE_ALTERED, sentence)
    else:
        yield Reason(Cause.NOT_IN_REGISTER, f"{register.file} has no document with its SHA-256.")


def _unproved(task: VerificationTask, cause: Cause, sentence: str, *more: Reason, published: bool = False) -> Verdict:
    reasons = (Reason(cause, sentence), *more, *_changed_since(task, task.record))
    return Verdict(name=task.name, level=None, published=published, reasons=reasons)


def _changed_since(task: VerificationTask, record: Record | None) -> tuple[Reason, ...]:
    if record is None:
        return ()
    input_changes = changes_in_words(record.inputs, task.inputs_now) if task.inputs_now is not None else ()
    changes = edition_changes(record, task.edition_now) if task.edition_now is not None else ()
    return (
        *(Reason(Cause.INPUT_CHANGED, f"In the workspace {clause} since.") for clause in input_changes),
        *(Reason(Cause.EDITION_CHANGED, f"In the workspace {clause} since.") for clause in changes),
    )
