"""Build responses: check, render and write each, and record beside it what it was built from.

Worker processes with limits on memory and time build many responses at once. If a worker dies, one response fails. Outcomes come in
the order of the responses.
"""

from __future__ import annotations

import gc
import queue
import threading
import traceback
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

import msgspec

from pccresponse.case.documents import DOCUMENTS
from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import CannotRunError, PccResponseError, UnfinishedError
from pccresponse.foundation.files import digest_of
from pccresponse.foundation.limited_process import SECONDS_TO_READ, GivenUpError, NoProcessError, Worker, seconds_to_make
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.foundation.writing import clear_after_killed_build, put_all, sole_use_of
from pccresponse.models.record import History
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.published_files import changed_since, when_published
from pccresponse.pipeline.rendering import be_ready_to_render, explained, render
from pccresponse.pipeline.report_file import MOST_REPORT_BYTES
from pccresponse.publishing.rebuild_check import BUILT_FILE, BuildRecord, Conditions, InputFile, KeptReport, OutputFile, slug_of
from pccresponse.reading import read_history
from pccresponse.reading.source import bytes_of
from pccresponse.rendering.formats import PDF
from pccresponse.rendering.pdf.engine import EngineFailedError
from pccresponse.workspace import Workspace

_UNREADABLE = "not built, because its files cannot be read."
_HAS_ERRORS = "no final documents, because there are errors. Without --final you get a draft."
_CHANGED = '{} To publish it as a new version, run: pccresponse publish {} --on DAY --new-version "why"'


class BuildSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for every response of one run."""

    workspace: Workspace
    conditions: Conditions
    today: date
    """The day for which the rules judge what is late."""
    with_report: bool = True
    """Whether quotations are compared with the reports beside the responses."""


class BuildOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The result of building one response, which workers send to the main process."""

    slug: str
    problems: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()
    """The documents, as messages show their paths."""
    draft: bool = True
    note: str = ""
    refusal: str = ""
    """Why nothing was built, if the response is the reason."""
    failure: tuple[str, str] | None = None
    """Why nothing was built, if the machine or a template is the reason, and the remedy."""
    mistake: str = ""
    """The traceback of an error in the program."""

    @property
    def has_errors(self) -> bool:
        """Whether its files have errors. Drafts may have been made in spite of them."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def building(response_file: Path, settings: BuildSettings) -> Generator[str, None, BuildOutcome]:
    """Build one response. Yields the name of each document when it is made, and returns the outcome.

    Raises `EngineFailedError` and `MemoryError`, whose reason the caller has to find out. Any other error is in the outcome.
    """
    slug = slug_of(response_file)
    problems: tuple[Problem, ...] = ()
    try:
        checked = check(response_file, settings.workspace, today=settings.today, with_report=settings.with_report)
        problems = checked.problems
        if not checked.can_be_drafted:
            return BuildOutcome(slug=slug, problems=problems, refusal=_UNREADABLE)
        history = read_history(response_file.parent, within=settings.workspace.root)
        changed = changed_since(history, checked) if history else ()
        draft = settings.conditions.draft and (history is None or bool(changed))
        if not draft and changed:
            return BuildOutcome(slug=slug, problems=problems, refusal=_CHANGED.format(_since(history, changed), slug))
        if not draft and checked.has_errors and history is None:
            return BuildOutcome(slug=slug, problems=problems, refusal=_HAS_ERRORS)
        built = built_from(checked, settings, draft=draft)
        documents = {}
        for each in render(checked, draft=draft):
            documents[each.name] = each.content
            yield each.name
        written = put_in_place(slug, documents, built, settings.workspace)
        note = f"{_since(history, changed)} This is a draft of a new version." if changed else ""
        return BuildOutcome(slug=slug, problems=problems, written=written, draft=draft, note=note)
    except (EngineFailedError, MemoryError):
        raise
    except UnfinishedError as error:
        return BuildOutcome(slug=slug, problems=problems, refusal=f"no final documents. {error.message} {error.remedy}")
    except PccResponseError as error:
        return BuildOutcome(slug=slug, problems=problems, failure=(error.message, error.remedy))
    except Exception:
        return BuildOutcome(slug=slug, problems=problems, mistake=traceback.format_exc())


def _since(history: History | None, changed: tuple[str, ...]) -> str:
    """`published as version 1 on 2 September 2015; since then response.yaml changed.`"""
    assert history is not None
    last = history.versions[-1]
    return f"published as version {last.version}, {when_published(last)}; since then {' and '.join(changed)}."


def built_from(checked: Checked, settings: BuildSettings, *, draft: bool) -> BuildRecord:
    """What documents are about to be built from. Call it before rendering, so that later changes count as changes."""
    response, office, edition = checked.response, checked.office, checked.edition
    assert response.model is not None
    assert office.model is not None
    assert edition is not None
    logo = office.model.logo
    return BuildRecord(
        conditions=msgspec.structs.replace(settings.conditions, draft=draft),
        response=InputFile(response.file, digest_of(response.content)),
        office=InputFile(office.file, digest_of(office.content)),
        logo=InputFile((Path(office.file).parent / logo.file).as_posix(), digest_of(checked.logo))
        if logo and checked.logo
        else None,
        report=_kept_report(checked, settings.workspace) if settings.with_report else None,
        edition=edition.name,
        edition_named=response.model.edition is not None,
        edition_files=edition.all_digests,
        errors=sum(problem.severity is Severity.ERROR for problem in checked.problems),
    )


def put_in_place(slug: str, documents: Mapping[str, bytes], built: BuildRecord, workspace: Workspace) -> tuple[str, ...]:
    """Write the documents of a response and then `.built.json`. Returns the paths as messages show them."""

    def record(places: tuple[Path, ...]) -> tuple[str, bytes]:
        outputs = {path.name: _output(path, content) for path, content in zip(places, documents.values(), strict=True)}
        return BUILT_FILE, msgspec.json.encode(msgspec.structs.replace(built, documents=outputs)) + b"\n"

    written = write_documents(workspace.build / slug, documents, within=workspace.root, record=record)
    return tuple(workspace.shown(path) for path in written)


def _kept_report(checked: Checked, workspace: Workspace) -> KeptReport | None:
    """The report as it was read, without a digest if it could not be read."""
    assert checked.response.model is not None
    name = checked.response.model.report.file
    if name is None:
        return None
    path = (Path(checked.response.file).parent / name).as_posix()
    if checked.verified is None:  # it has problems, and is read again when its content changes
        content = bytes_of(workspace.root / path, within=workspace.root, most=MOST_REPORT_BYTES)
        return KeptReport(path, digest_of(content) if isinstance(content, bytes) else "")
    state = (workspace.root / path).stat()
    return KeptReport(path, checked.verified.sha256, state.st_size, state.st_mtime_ns)


def _output(path: Path, content: bytes) -> OutputFile:
    state = path.stat()
    return OutputFile(digest_of(content), state.st_size, state.st_mtime_ns)


_HEARTBEAT = 0.5
_BEFORE_A_NEW_ONE = 60
"""Responses that one worker builds. The libraries leak about 70 kB a document, which only the end of a process frees."""


class ProgressListener(Protocol):
    """Receives the progress of a build."""

    def making(self, slugs: Sequence[str]) -> None:
        """Called every half second with the responses that are being built."""

    def made(self, slug: str, name: str) -> None:
        """Called when a document is finished."""

    def done(self) -> None:
        """Called when a response is finished."""


def build_all(files: Sequence[Path], settings: BuildSettings, listener: ProgressListener, *, jobs: int) -> Generator[BuildOutcome]:
    """Build responses and yield an outcome for each, in their order. Closing the generator ends all work at once."""
    if not files:
        return
    temporary_folders.home()  # which the workers share
    batch = _Batch(files, settings, min(jobs, len(files)))
    early: dict[int, BuildOutcome] = {}
    position = 0
    try:
        batch.start()
        while position < len(files):
            listener.making(batch.underway())
            with suppress(queue.Empty):
                at, news = batch.news.get(timeout=_HEARTBEAT)
                if isinstance(news, BaseException):
                    raise news
                if isinstance(news, str):
                    listener.made(slug_of(files[at]), news)
                else:
                    early[at] = news
                    listener.done()
            while position in early:
                yield early.pop(position)
                position += 1
    finally:
        batch.end()


class _Batch:
    def __init__(self, files: Sequence[Path], settings: BuildSettings, jobs: int) -> None:
        self.news: queue.SimpleQueue[tuple[int, str | BuildOutcome | BaseException]] = queue.SimpleQueue()
        """The position of a response, with the name of a finished document, the outcome, or what ended the thread."""
        self._files, self._settings = files, settings
        self._next = iter(range(len(files)))
        self._taking = threading.Lock()
        self._ended = False
        self._underway: dict[int, str] = {}
        begin = partial(_begin, gc.get_threshold())
        self._workers = [Worker(begin, lasts=_BEFORE_A_NEW_ONE) for _ in range(jobs)]
        self._threads = [threading.Thread(target=self._work, args=(worker,), daemon=True) for worker in self._workers]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def underway(self) -> tuple[str, ...]:
        return tuple(self._underway.copy().values())

    def end(self) -> None:
        """Stop the workers at once, and remove what they left unfinished."""
        self._ended = True
        for worker in self._workers:
            worker.kill()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()
        for slug in self._underway.values():
            clear_after_killed_build(self._settings.workspace.build / slug)

    def _work(self, worker: Worker) -> None:
        while not self._ended:
            with self._taking:
                position = next(self._next, None)
            if position is None:
                return
            file = self._files[position]
            self._underway[position] = slug_of(file)
            try:
                outcome = self._built(worker, position, file)
            except BaseException as error:  # without it, the build would wait for this response for ever
                self.news.put((position, error))
                return
            if not self._ended:
                del self._underway[position]
                self.news.put((position, outcome))

    def _built(self, worker: Worker, position: int, file: Path) -> BuildOutcome:
        """The outcome from a worker, or one that says why there is none."""
        finished: list[str] = []
        try:
            steps = worker.steps(_build, file, self._settings, seconds=SECONDS_TO_READ + seconds_to_make(_size_of_input(file)))
            try:
                while True:
                    finished.append(next(steps))
                    self.news.put((position, finished[-1]))
            except StopIteration as end:
                outcome: BuildOutcome = end.value
                return outcome
        except (GivenUpError, EngineFailedError) as error:
            return self._failed(file, error, finished)
        except Exception:
            return BuildOutcome(slug=slug_of(file), mistake=traceback.format_exc())

    def _failed(self, file: Path, error: GivenUpError | EngineFailedError, finished: Sequence[str]) -> BuildOutcome:
        if self._ended:
            return BuildOutcome(slug=slug_of(file))
        if isinstance(error, NoProcessError):
            return BuildOutcome(slug=slug_of(file), failure=(f"It {error.why}.", "Try again when the computer is less busy."))
        clear_after_killed_build(self._settings.workspace.build / slug_of(file))
        try:
            checked = check(file, self._settings.workspace, today=self._settings.today, with_report=False)
            if not checked.can_be_drafted:
                return BuildOutcome(slug=checked.slug, problems=checked.problems, refusal=_UNREADABLE)
            reason = explained(checked, error, finished=finished)
            return BuildOutcome(slug=checked.slug, problems=checked.problems, failure=(reason.message, reason.remedy))
        except Exception:
            return BuildOutcome(slug=slug_of(file), mistake=traceback.format_exc())


def _size_of_input(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size
    return 0


def _begin(collection: tuple[int, int, int]) -> None:
    gc.set_threshold(*collection)
    be_ready_to_render()


def _build(file: Path, settings: BuildSettings) -> Generator[str, None, BuildOutcome]:
    """Build one response in a worker, then collect garbage, because between two responses there are few objects."""
    outcome = yield from building(file, settings)
    gc.collect()
    return outcome


def write_documents(
    folder: Path,
    documents: Mapping[str, bytes],
    *,
    within: Path | None = None,
    record: Callable[[tuple[Path, ...]], tuple[str, bytes]] | None = None,
) -> tuple[Path, ...]:
    """Put the documents, by name, into the folder, which must lie in `within`, and remove documents that are no longer made.

    All are on the disk in full before the first is renamed into its place. Once they are there, `record` returns the name and the
    content of one more file to write. Files with other names are left alone. Raises `CannotRunError` if the disk fails.
    """
    places = tuple(folder / PDF.file_name(name) for name in documents)
    with sole_use_of(folder, within=within):
        try:
            put_all(dict(zip(places, documents.values(), strict=True)))
            for each in DOCUMENTS:
                if each.name not in documents:
                    (folder / PDF.file_name(each.name)).unlink(missing_ok=True)
            if record is not None:
                name, content = record(places)
                put_all({folder / name: content})
        except OSError as error:
            raise CannotRunError(
                f"The documents could not be written to {folder}: {error.strerror or error}.",
                "Each file that was there before is either unchanged or complete. Free some space, or close the file if it is open. Then build again.",
            ) from error
    return places
