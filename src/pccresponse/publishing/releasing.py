"""An office's own edition: begun as a copy of another, changed as long as it takes, and then released for good."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import msgspec

from pccresponse.edition_files import EDITION_FILE, digests_of, files_of
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.temporary_folders import clear_beside
from pccresponse.foundation.writing import whole_folder, write_whole
from pccresponse.models.edition import EditionFile, EditionNotes
from pccresponse.pipeline.editions import Edition, edition_called
from pccresponse.workspace import Workspace

_HEAD = """# What this edition of the templates is. A response names it after edition:, and comes out the same for ever.
# The digests are written by: pccresponse editions release {name}
"""


def begin_edition(name: str, *, like: str, workspace: Workspace, today: date) -> Path:
    """Copy an edition, with what it shares with others, under a new name, not released yet; answers with its folder."""
    if Path(name).name != name or name.startswith(".") or not name.isprintable() or name.strip() != name:
        raise WrongUseError(f'"{name}" cannot be the name of a folder.', "Use letters, digits and hyphens, such as: westshire-2027")
    clear_beside(workspace.templates / name)
    if not isinstance(edition_called(name, workspace), tuple):
        raise WrongUseError(f"There is already an edition called {name}.", "Choose another name.")
    model = existing(like, workspace)
    notes = msgspec.structs.replace(
        model.notes,
        name=name,
        title=f"{model.notes.title}, as changed by the office",
        purpose=f"Begun as a copy of the edition {like}.",
        dated=today,
        released_on=None,
        files=(),
    )
    folder = workspace.templates / name
    with whole_folder(folder, "The edition", "Make room there.") as copy:
        for path, place in files_of(model.folder).items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, copy / path)
        (copy / EDITION_FILE).write_text(as_yaml(notes), encoding="utf-8", newline="\n")
    return folder


def release_edition(name: str, *, on: date, workspace: Workspace) -> Edition:
    """Write down the digest of every file; from then on none of them may change."""
    edition = existing(name, workspace)
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
    return existing(name, workspace)


def existing(name: str, workspace: Workspace) -> Edition:
    """The edition of that name; raises `WrongUseError` where there is none."""
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
    """A text in YAML's double quotes, which are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
