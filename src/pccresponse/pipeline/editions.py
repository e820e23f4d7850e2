"""Editions of the templates: which there are, whether a released one is unchanged, and how an office makes and releases its own.

An edition is a folder with templates, style sheets, fonts and an `edition.yaml`, and the files that it shares with the editions beside
it. After its release no file changes, so a response gives the same documents years later. `edition.yaml` has the digest of each file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath

import msgspec

from pccresponse.edition_files import EDITION_FILE, SHARED, Signature, digests_of, files_of, fingerprint_of, signature_of
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.files import changed_names, digest_of
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Place, Problem, Severity
from pccresponse.foundation.temporary_folders import clear_beside
from pccresponse.foundation.writing import whole_folder, write_whole
from pccresponse.models.record import EditionFile, EditionNotes
from pccresponse.reading import Reading, read_edition
from pccresponse.workspace import Workspace

_RESTORE = "Put the file back as it was, or start an edition of your own: pccresponse editions new NAME --like {name}"


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """An edition as it is in its folder now."""

    folder: Path
    notes: EditionNotes
    digests: dict[str, str]
    """The SHA-256 of each of its files by path, without `edition.yaml`."""
    problems: tuple[Problem, ...] = ()
    """How it differs from the edition that was released; each names a file."""

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
        """The SHA-256 of each file by path, with `edition.yaml`."""
        return {**self.digests, EDITION_FILE: digest_of((self.folder / EDITION_FILE).read_bytes())}

    @property
    def fingerprint(self) -> str:
        """One digest for the whole edition, with `edition.yaml`."""
        return fingerprint_of(self.all_digests)


def editions_in(workspace: Workspace) -> tuple[Reading[EditionNotes], ...]:
    """The notes of each edition of the workspace and of the program, newest first. The office's own hide ours."""
    found: dict[str, Reading[EditionNotes]] = {}
    for home in reversed(workspace.edition_homes):
        for file in sorted(home.glob(f"*/{EDITION_FILE}")):
            found[file.parent.name] = read_edition(file, within=home, shown_as=workspace.shown(file))
    # Of two of one day, the one with the later name comes first.
    newest_first = lambda reading: (reading.model.dated if reading.model else date.min, Path(reading.file).parent.name)  # noqa: E731
    return tuple(sorted(found.values(), key=newest_first, reverse=True))


def newest_edition(workspace: Workspace) -> str:
    """The name of the newest edition that has been released."""
    return next(each.model.name for each in editions_in(workspace) if each.model and each.model.released_on)


def edition_called(name: str, workspace: Workspace) -> Edition | tuple[Problem, ...]:
    """The edition of that name, or the problems because of which there is none."""
    folder = next((home / name for home in workspace.edition_homes if (home / name / EDITION_FILE).is_file()), None)
    if folder is None or Path(name).name != name:
        known = ", ".join(each.model.name for each in editions_in(workspace) if each.model)
        return (_problem("EDITION-UNKNOWN", Place(""), f'There is no edition called "{name}".', f"There are: {known}."),)
    try:
        signature = signature_of(folder)
    except ValueError as error:
        return (_problem("EDITION-FILES", Place(workspace.shown(folder)), f"The edition {name} cannot be used: {error}."),)
    found = _edition(folder, workspace.shown(folder), folder.parent, signature)
    return _not_hiding_another(found, workspace) if isinstance(found, Edition) else found


def _not_hiding_another(edition: Edition, workspace: Workspace) -> Edition:
    """The edition, with a problem if it has the name of one of ours and is different."""
    ours = workspace.edition_homes[-1] / edition.folder.name
    if ours == edition.folder or not ours.is_dir() or digests_of(ours) == edition.digests:
        return edition
    place = Place(f"{workspace.shown(edition.folder)}/{EDITION_FILE}")
    message = f"An edition called {edition.name} comes with the program, and this one is different."
    problem = _problem("EDITION-NAME", place, message, "Give the folder and the edition another name.")
    return msgspec.structs.replace(edition, problems=(*edition.problems, problem))


@lru_cache(maxsize=32)
def _edition(folder: Path, shown: str, home: Path, signature: Signature) -> Edition | tuple[Problem, ...]:
    """The edition, read again only if the sizes or times of its files have changed."""
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
    """What has changed since the day of release; `own` are the files in the edition's folder."""
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


def _problem(code: str, place: Place, message: str, remedy: str = "") -> Problem:
    return Problem(code=code, severity=Severity.ERROR, place=place, message=message, remedy=remedy)


_HEAD = """# What this edition of the templates is. A response names it after edition:, and comes out the same for ever.
# The digests are written by: pccresponse editions release {name}
"""


def begin_edition(name: str, *, like: str, workspace: Workspace, today: date) -> Path:
    """Copy an edition, with its shared files, under a new name, not released yet. Returns its folder."""
    if Path(name).name != name or name.startswith(".") or not name.isprintable() or name.strip() != name:
        raise WrongUseError(f'"{name}" cannot be the name of a folder.', "Use letters, digits and hyphens, such as: westshire-2027")
    clear_beside(workspace.templates / name)
    if not isinstance(edition_called(name, workspace), tuple):
        raise WrongUseError(f"There is already an edition called {name}.", "Choose another name.")
    original = _existing(like, workspace)
    notes = msgspec.structs.replace(
        original.notes,
        name=name,
        title=f"{original.notes.title}, as changed by the office",
        purpose=f"Begun as a copy of the edition {like}.",
        dated=today,
        released_on=None,
        files=(),
    )
    folder = workspace.templates / name
    with whole_folder(folder, "The edition", "Free some space there.") as copy:
        for path, place in files_of(original.folder).items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, copy / path)
        (copy / EDITION_FILE).write_text(as_yaml(notes), encoding="utf-8", newline="\n")
    return folder


def release_edition(name: str, *, on: date, workspace: Workspace) -> Edition:
    """Write down the digest of every file, so that none of them may change any more."""
    edition = _existing(name, workspace)
    if edition.notes.released_on is not None:
        raise WrongUseError(
            f"The edition {name} was released on {in_words(edition.notes.released_on)} and can no longer change.",
            f"To start another, run: pccresponse editions new NAME --like {name}",
        )
    if edition.problems:
        raise WrongUseError(edition.problems[0].message, edition.problems[0].remedy)
    files = tuple(EditionFile(path=path, sha256=digest) for path, digest in sorted(digests_of(edition.folder).items()))
    notes = msgspec.structs.replace(edition.notes, released_on=on, files=files)
    write_whole(edition.folder / EDITION_FILE, as_yaml(notes).encode())
    return _existing(name, workspace)


def _existing(name: str, workspace: Workspace) -> Edition:
    """The edition of that name. Raises `WrongUseError` if there is none."""
    found = edition_called(name, workspace)
    if isinstance(found, Edition):
        return found
    raise WrongUseError(found[0].message, found[0].remedy)


def as_yaml(notes: EditionNotes) -> str:
    """`edition.yaml` as the program writes it."""
    lines = [f"name: {_quoted(notes.name)}", f"title: {_quoted(notes.title)}", "purpose: |"]
    lines += [f"  {line}".rstrip() for line in notes.purpose.rstrip().splitlines()]
    lines += [f"text_font: {_quoted(notes.text_font)}", f"dated: {notes.dated}"]
    if notes.released_on:
        lines.append(f"released_on: {notes.released_on}")
    if notes.files:
        lines.append("files:")
        for file in notes.files:
            lines += [f"  - path: {_quoted(file.path)}", f"    sha256: {file.sha256}"]
    return _HEAD.format(name=notes.name) + "\n" + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text in double quotes, which YAML reads like JSON."""
    return json.dumps(text, ensure_ascii=False)
