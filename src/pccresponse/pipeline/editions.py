"""Editions of the templates: which there are, what each consists of, and whether a released one is still as it was.

An edition is a folder with its templates, style sheets, fonts and an `edition.yaml`, and the files that it shares with the editions
beside it (see `edition_files`). From the day it is released none of its files changes, so that a response comes out years later as it did then; their digests in `edition.yaml` hold it to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath

import msgspec

from pccresponse.edition_files import EDITION_FILE, SHARED, Signature, digests_of, fingerprint_of, signature_of
from pccresponse.foundation.digests import changed_names, digest_of
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Place, Problem, Severity
from pccresponse.models.edition import EditionNotes
from pccresponse.reading import Reading, read_edition
from pccresponse.workspace import Workspace

_RESTORE = "Put the file back as it was, or start an edition of your own: pccresponse editions new NAME --like {name}"


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """An edition as it lies in its folder now."""

    folder: Path
    notes: EditionNotes
    digests: dict[str, str]
    """The SHA-256 of each of its files by path, `edition.yaml` left out."""
    problems: tuple[Problem, ...] = ()
    """What keeps it from being the edition that was released; each names a file."""

    @property
    def name(self) -> str:
        """The name that a response gives."""
        return self.notes.name

    @property
    def fonts(self) -> Path:
        """The folder of its fonts."""
        return self.folder / "fonts"

    @property
    def all_digests(self) -> dict[str, str]:
        """The SHA-256 of each file by path, `edition.yaml` included."""
        return {**self.digests, EDITION_FILE: digest_of((self.folder / EDITION_FILE).read_bytes())}

    @property
    def fingerprint(self) -> str:
        """One digest for the whole edition, its `edition.yaml` included."""
        return fingerprint_of(self.all_digests)


def editions_in(workspace: Workspace) -> tuple[Reading[EditionNotes], ...]:
    """What every edition of the workspace and of the program says about itself, the newest first; the office's own hide ours."""
    found: dict[str, Reading[EditionNotes]] = {}
    for home in reversed(workspace.edition_homes):
        for file in sorted(home.glob(f"*/{EDITION_FILE}")):
            found[file.parent.name] = read_edition(file, within=home, shown_as=workspace.shown(file))
    # Of two of one day, the one whose name says that it is the later one.
    newest_first = lambda reading: (reading.model.dated if reading.model else date.min, Path(reading.file).parent.name)  # noqa: E731
    return tuple(sorted(found.values(), key=newest_first, reverse=True))


def newest_edition(workspace: Workspace) -> str:
    """The edition for a response that is begun today: the newest that has been released."""
    return next(each.model.name for each in editions_in(workspace) if each.model and each.model.released_on)


def edition_called(name: str, workspace: Workspace) -> Edition | tuple[Problem, ...]:
    """The edition of that name, or why there is none."""
    folder = next((home / name for home in workspace.edition_homes if (home / name / EDITION_FILE).is_file()), None)
    if folder is None or Path(name).name != name:
        return (_unknown(name, workspace),)
    try:
        signature = signature_of(folder)
    except ValueError as error:
        return (_problem("EDITION-FILES", Place(workspace.shown(folder)), f"The edition {name} cannot be used: {error}."),)
    found = _edition(folder, workspace.shown(folder), folder.parent, signature)
    return _not_hiding_another(found, workspace) if isinstance(found, Edition) else found


def _not_hiding_another(edition: Edition, workspace: Workspace) -> Edition:
    """An office's edition may bear the name of one of ours only if it is the same: a name means one thing for good."""
    ours = workspace.edition_homes[-1] / edition.folder.name
    if ours == edition.folder or not ours.is_dir() or digests_of(ours) == edition.digests:
        return edition
    place = Place(f"{workspace.shown(edition.folder)}/{EDITION_FILE}")
    message = f"An edition called {edition.name} comes with the program, and this one is different."
    problem = _problem("EDITION-NAME", place, message, "Give the folder and the edition another name.")
    return msgspec.structs.replace(edition, problems=(*edition.problems, problem))


@lru_cache(maxsize=32)
def _edition(folder: Path, shown: str, home: Path, signature: Signature) -> Edition | tuple[Problem, ...]:
    """Read an edition again only when the sizes or times of its files say that it may have changed."""
    reading = read_edition(folder / EDITION_FILE, within=home, shown_as=f"{shown}/{EDITION_FILE}")
    if reading.model is None:
        return reading.problems
    notes = reading.model
    problems = list(reading.problems)
    if notes.name != folder.name:
        place = reading.place_of(("name",))
        message = f"The edition in the folder {folder.name} calls itself {notes.name}."
        problems.append(_problem("EDITION-NAME", place, message, "Give the folder and the edition the same name."))
    digests = digests_of(folder)
    if notes.released_on is not None:
        own = {path for path, place, *_ in signature if place.is_relative_to(folder)}
        problems += _changes(notes, digests, shown, own)
    return Edition(folder=folder, notes=notes, digests=digests, problems=tuple(problems))


def _changes(notes: EditionNotes, digests: dict[str, str], shown: str, own: set[str]) -> Iterable[Problem]:
    """What is no longer as it was on the day of release; `own` are the files in the edition's folder."""
    assert notes.released_on is not None
    released = {each.path: each.sha256 for each in notes.files}
    for path in changed_names(released, digests):
        if path not in digests:
            what = "is missing"
        elif path not in released:
            what = "was added after the release"
        else:
            what = "is not as it was on the day of release"
        message = f"{path} of the edition {notes.name}, which was released on {in_words(notes.released_on)}, {what}."
        is_beside = path.startswith(f"{SHARED}/") and path not in own
        place = Place(str(PurePosixPath(shown).parent / path if is_beside else f"{shown}/{path}"))
        yield _problem("EDITION-CHANGED", place, message, _RESTORE.format(name=notes.name))


def _unknown(name: str, workspace: Workspace) -> Problem:
    known = ", ".join(each.model.name for each in editions_in(workspace) if each.model)
    return _problem("EDITION-UNKNOWN", Place(""), f'There is no edition called "{name}".', f"There are: {known}.")


def _problem(code: str, place: Place, message: str, remedy: str = "") -> Problem:
    return Problem(code=code, severity=Severity.ERROR, place=place, message=message, remedy=remedy)
