"""A BagIt bag (RFC 8493) of what was published: for an archive, to be checked by anybody and to be made again from."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import new as new_hash
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from pccresponse import __version__
from pccresponse.foundation.errors import CannotRunError, WrongUseError
from pccresponse.foundation.temporary_folders import clear_beside
from pccresponse.foundation.writing import whole_folder
from pccresponse.pipeline.checking import check
from pccresponse.publishing.bag_contents import README_FILE, Payload, PublishedResponse, body_of, published, readme_of, title_of
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import RESPONSE_FILE, Workspace

CHECKSUMS = ("sha256", "sha512")
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""RFC 8493 is version 1.0; the library declares the draft before it, whose bags are the same but for this line."""


class Bagged(msgspec.Struct, frozen=True, kw_only=True):
    """A bag that was made and found valid."""

    folder: Path
    slugs: tuple[str, ...]
    documents: int
    files: int
    """With their bytes: of what was put in, not of the bag's own lists."""
    bytes: int
    taken: tuple[str, ...]
    """What is in the bag as it was published although the workspace has another, a sentence each."""


def bag(names: Sequence[str], workspace: Workspace, into: Path, *, today: date) -> Bagged:
    """Put the responses into a new bag at `into`, whole or not at all; the same on the same day gives the same bytes.

    Raises `WrongUseError` for a folder that holds something, `NotForAnArchiveError` for what was not published or is not as it was
    published, `CannotRunError` when the disk will not.
    """
    responses = published(names, workspace)
    into = _free(into, workspace)
    with whole_folder(into, "The bag", "Free some space, or choose another folder.") as folder:
        payload = Payload(folder, workspace)
        payload.fill(responses)
        info = _explain(folder, responses, today)
        files = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        _make(folder, info)
    return Bagged(
        folder=into,
        slugs=tuple(each.slug for each in responses),
        documents=sum(PDF.is_name_of(path) for path in files),
        files=len(files),
        bytes=size,
        taken=tuple(payload.taken),
    )


def _free(into: Path, workspace: Workspace) -> Path:
    """The folder's real path, if a bag may be made there."""
    real = into.resolve()
    if real.is_relative_to(workspace.responses.resolve()) or real.is_relative_to(workspace.templates.resolve()):
        raise WrongUseError(f"{into} is inside the folders that go into the bag.", "Choose a folder somewhere else.")
    clear_beside(real)
    if real.exists() and (not real.is_dir() or any(real.iterdir())):
        what = "is not empty" if real.is_dir() else "is a file"
        raise WrongUseError(f"{into} {what}. A bag is never changed.", "Choose a folder that does not exist yet.")
    return real


def _explain(folder: Path, responses: Sequence[PublishedResponse], today: date) -> dict[str, str | list[str]]:
    """Write the readme, from what the files themselves say, and answer with what the bag says about itself."""
    inside = Workspace(folder)
    known = [
        (each, check(inside.responses / each.slug / RESPONSE_FILE, inside, today=today, with_report=False, with_pages=False))
        for each in responses
    ]
    (folder / README_FILE).write_text(readme_of(known, today=today), encoding="utf-8", newline="\n")
    offices = [checked.office.model for _, checked in known if checked.office.model]
    info: dict[str, list[str | None]] = {
        "Source-Organization": [body_of(checked) for _, checked in known],
        "Organization-Address": [office.address for office in offices],
        "Contact-Email": [office.email for office in offices],
        "Contact-Phone": [office.telephone for office in offices],
        "External-Description": [f"Published under section 55 of the Police Act 1996: {title_of(*each)}" for each in known],
        "External-Identifier": [each.slug for each in responses],
        "Bagging-Date": [today.isoformat()],
        "Bag-Software-Agent": [f"pccresponse {__version__}, with bagit {version('bagit')}"],
    }
    plain = {label: [_on_one_line(value) for value in dict.fromkeys(values) if value] for label, values in info.items()}
    return {label: values for label, values in plain.items() if values}


def _make(folder: Path, info: dict[str, Any]) -> None:
    """Turn a folder into a bag, in place, and have it validated."""
    with _library() as bagit:
        try:
            bagit.make_bag(str(folder), info, checksums=list(CHECKSUMS))
            (folder / "bagit.txt").write_text(_DECLARATION, encoding="utf-8", newline="\n")
            _list_tag_files(folder)
            bagit.Bag(str(folder)).validate()
        except (bagit.BagError, RuntimeError, ValueError) as error:
            raise CannotRunError(f"The bag is not valid: {error}.", "Please report this. Nothing was saved.") from error


def _list_tag_files(folder: Path) -> None:
    """The checksums of the bag's own lists. The library writes them in the order of the disk; here they are in one order."""
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("tagmanifest-"))
    for checksum in CHECKSUMS:
        lines = [f"{new_hash(checksum, (folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
        (folder / f"tagmanifest-{checksum}.txt").write_text("".join(lines), encoding="utf-8", newline="\n")


@contextmanager
def _library() -> Iterator[Any]:
    """The Library of Congress's `bagit`, imported only now: it warns of what is old in it, and logs what we say ourselves."""
    log = logging.getLogger("bagit")
    level = log.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        log.setLevel(logging.CRITICAL + 1)
        try:
            import bagit

            yield bagit
        finally:
            log.setLevel(level)


def _on_one_line(value: str) -> str:
    """A line of an address after another, with a comma between; the library would join them with nothing."""
    return ", ".join(" ".join(line.split()) for line in value.splitlines() if line.strip())
