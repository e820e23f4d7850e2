"""Writing files and folders so that each is the old one or the new one, whole, whatever happens in between."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from pccresponse.case.documents import DOCUMENTS
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.temporary_folders import folder_beside
from pccresponse.publishing.locking import sole_use_of, sync
from pccresponse.publishing.unfinished import clear_abandoned, filled
from pccresponse.rendering.formats import PDF


def write_documents(
    folder: Path,
    documents: Mapping[str, bytes],
    *,
    within: Path | None = None,
    record: Callable[[tuple[Path, ...]], tuple[str, bytes]] | None = None,
) -> tuple[Path, ...]:
    """Put the documents, by name, into the folder, which must lie in the folder `within`; what is made no more is taken away then.

    All are on the disk in full beside their places before the first is renamed into its own. `record` is asked last, once they are
    there, for the name and the content of a file that speaks of them. Nothing that is not called like a document of ours is touched.
    Raises `CannotRunError` when the disk will not.
    """
    places = tuple(folder / PDF.file_name(name) for name in documents)
    with sole_use_of(folder, within=within):
        try:
            _put_all(dict(zip(places, documents.values(), strict=True)))
            for each in DOCUMENTS:
                if each.name not in documents:
                    (folder / PDF.file_name(each.name)).unlink(missing_ok=True)
            if record is not None:
                name, content = record(places)
                _put_all({folder / name: content})
        except OSError as error:
            raise CannotRunError(
                f"The documents could not be written to {folder}: {error.strerror or error}.",
                "Each file that was there before is untouched or replaced whole. Make room, or close the file where it is open, and build again.",
            ) from error
    return places


def write_whole(path: Path, content: bytes) -> None:
    """Put one file in its place, whole: the old one stays until the new one is finished. Raises `CannotRunError`.

    What processes that were killed have left unfinished in its folder goes.
    """
    try:
        with _folders_for([path]):
            _put_all({path: content})
        clear_abandoned(path.parent, now=path.stat().st_mtime)
    except OSError as error:
        raise CannotRunError(f"{path} could not be written: {error.strerror or error}.", "It is as it was before.") from error


def write_new(files: Mapping[Path, bytes]) -> None:
    """Put files where there are none yet: all of them whole, or none. Raises `CannotRunError`, also where one is there by now.

    Who may read them is left to the person's own settings.
    """
    try:
        with _folders_for(files):
            _put_all(files, new=True)
    except OSError as error:
        *_, where = files
        raise CannotRunError(
            f"{where} could not be written: {error.strerror or error}.",
            "Nothing was written. See who may write there, and whether there is room.",
        ) from error


@contextmanager
def whole_folder(place: Path, what: str, remedy: str, *, replacing: bool = False) -> Iterator[Path]:
    """A new folder to fill, which is put at `place` once it is full: whole, or not at all.

    One that is there already must be empty, or is to be replaced. It is on the same disk, and what a program that was killed left of
    such a folder is removed first. Raises `CannotRunError`, which says that `what` could not be written.
    """
    try:
        with _folders_for([place]), folder_beside(place) as beside:
            folder = beside / place.name
            folder.mkdir()
            yield folder
            if place.is_dir():
                shutil.rmtree(place) if replacing else place.rmdir()
            folder.rename(place)
            sync(place.parent)
    except OSError as error:
        raise CannotRunError(f"{what} could not be written to {place}: {error.strerror or error}.", remedy) from error


@contextmanager
def _folders_for(files: Iterable[Path]) -> Iterator[None]:
    """Make the folders that the files are to be in, and take those away again that stay empty because something failed."""
    made: list[Path] = []
    try:
        for file in files:
            missing = [folder for folder in (file.parent, *file.parent.parents) if not folder.is_dir()]
            for folder in reversed(missing):
                folder.mkdir(exist_ok=True)
                made.append(folder)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):  # somebody else has put something there
                folder.rmdir()
        raise


def _put_all(files: Mapping[Path, bytes], *, new: bool = False) -> None:
    """Put files in their places; none before all are written, so that a full disk changes nothing.

    A `new` file takes the place of no other.
    """
    put: list[Path] = []
    try:
        with ExitStack() as unfinished:
            written = {place: unfinished.enter_context(filled(place, content)) for place, content in files.items()}
            for path in () if new else written.values():
                path.chmod(0o644)  # whatever the person's own files are, a document is to be read
            for place, path in written.items():
                if new:
                    _put_where_there_is_none(path, place)
                    put.append(place)
                else:
                    path.replace(place)
            for folder in {place.parent for place in files}:
                sync(folder)
    except BaseException:
        for place in put:
            place.unlink(missing_ok=True)
        raise


def _put_where_there_is_none(path: Path, place: Path) -> None:
    try:
        place.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second name for a file
        if place.exists():
            raise
        path.replace(place)


def write_together(files: Mapping[Path, bytes]) -> None:
    """Put files of one folder in their places, whole, the last one last; none before all are written. Raises `CannotRunError`."""
    folder = next(iter(files)).parent
    try:
        with _folders_for(files):
            _put_all(files)
        clear_abandoned(folder, now=next(iter(files)).stat().st_mtime)
    except OSError as error:
        raise CannotRunError(
            f"Files could not be written to {folder}: {error.strerror or error}.", "Make room, or name another folder."
        ) from error
