"""A BagIt bag (RFC 8493) of what was published: for an archive, to be checked by anybody and to be made again from.

A bag is a workspace of its own, with the responses as they were last published and everything they were made with. README.txt explains
it to whoever opens it in twenty years, in plain words and plain text.
"""

from __future__ import annotations

import logging
import os
import posixpath
import textwrap
import warnings
from collections.abc import Sequence
from datetime import date
from hashlib import new as new_hash
from importlib import metadata
from pathlib import Path

import msgspec

from pccresponse import __version__, statute
from pccresponse.edition_files import MOST_BYTES as MOST_EDITION_BYTES
from pccresponse.edition_files import file_of, fingerprint_of
from pccresponse.foundation.errors import CannotRunError, PccResponseError, WrongUseError
from pccresponse.foundation.files import digest_of
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import printable
from pccresponse.foundation.temporary_folders import clear_beside
from pccresponse.foundation.writing import whole_folder
from pccresponse.models.record import History, Record, Version
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.editions import Edition, edition_called
from pccresponse.pipeline.published_files import (
    carried_in,
    kept_document,
    plain_path,
    published_folder,
    recorded_in_words,
    when_published,
)
from pccresponse.pipeline.report_file import MOST_REPORT_BYTES
from pccresponse.reading import HISTORY_FILE, MOST_HISTORY_BYTES, read_history, read_office
from pccresponse.reading.source import MOST_PICTURE_BYTES, Fault, bytes_of
from pccresponse.rendering.formats import PDF
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE, Workspace

CHECKSUMS = ("sha256", "sha512")
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""RFC 8493 is version 1.0. The library declares the draft before it, which differs only in this line."""


class BagResult(msgspec.Struct, frozen=True, kw_only=True):
    """A bag that was made and found valid."""

    folder: Path
    slugs: tuple[str, ...]
    documents: int
    files: int
    """Of what was put in, without the bag's own lists; `bytes` is their size."""
    bytes: int
    taken: tuple[str, ...]
    """A sentence for each file that was taken from a published PDF because the workspace has another version."""


def bag(names: Sequence[str], workspace: Workspace, into: Path, *, today: date) -> BagResult:
    """Make a bag of the responses at `into`, whole or not at all. The same input on the same day gives the same bytes.

    Raises `WrongUseError` if the folder is not empty, `NotArchivableError` if something was not published or has changed since,
    `CannotRunError` if the bag cannot be written.
    """
    responses = _published(names, workspace)
    into = _free(into, workspace)
    with whole_folder(into, "The bag", "Free some space, or choose another folder.") as folder:
        payload = _Payload(folder, workspace)
        payload.fill(responses)
        info = _explain(folder, responses, today)
        files = [path for path in folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        _make(folder, info)
    return BagResult(
        folder=into,
        slugs=tuple(each.slug for each in responses),
        documents=sum(PDF.is_name_of(path) for path in files),
        files=len(files),
        bytes=size,
        taken=tuple(payload.taken),
    )


def _free(into: Path, workspace: Workspace) -> Path:
    """The real path of the folder. Raises `WrongUseError` if no bag may be made there."""
    real = into.resolve()
    if real.is_relative_to(workspace.responses.resolve()) or real.is_relative_to(workspace.templates.resolve()):
        raise WrongUseError(f"{into} is inside the folders that go into the bag.", "Choose a folder somewhere else.")
    clear_beside(real)
    if real.exists() and (not real.is_dir() or any(real.iterdir())):
        what = "is not empty" if real.is_dir() else "is a file"
        raise WrongUseError(f"{into} {what}. A bag is never changed.", "Choose a folder that does not exist yet.")
    return real


def _explain(folder: Path, responses: Sequence[PublishedResponse], today: date) -> dict[str, list[str]]:
    """Write the readme, and return the contents of `bag-info.txt`."""
    inside = Workspace(folder)
    known = [
        (each, check(inside.responses / each.slug / RESPONSE_FILE, inside, today=today, with_report=False, with_pages=False))
        for each in responses
    ]
    (folder / README_FILE).write_text(_readme_of(known, today=today), encoding="utf-8", newline="\n")
    offices = [checked.office.model for _, checked in known if checked.office.model]
    info: dict[str, list[str | None]] = {
        "Source-Organization": [body_of(checked) for _, checked in known],
        "Organization-Address": [office.address for office in offices],
        "Contact-Email": [office.email for office in offices],
        "Contact-Phone": [office.telephone for office in offices],
        "External-Description": [f"Published under section 55 of the Police Act 1996: {title_of(*each)}" for each in known],
        "External-Identifier": [each.slug for each in responses],
        "Bagging-Date": [today.isoformat()],
        "Bag-Software-Agent": [f"pccresponse {__version__}, with bagit {metadata.version('bagit')}"],
    }
    return {
        label: [_on_one_line(value) for value in dict.fromkeys(values) if value] for label, values in info.items() if any(values)
    }


def _make(folder: Path, info: dict[str, list[str]]) -> None:
    logging.getLogger("bagit").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bagit

        try:
            bagit.make_bag(str(folder), info, checksums=list(CHECKSUMS))
            (folder / "bagit.txt").write_text(_DECLARATION, encoding="utf-8", newline="\n")
            _list_tag_files(folder)
            bagit.Bag(str(folder)).validate()
        except (bagit.BagError, RuntimeError, ValueError) as error:
            raise CannotRunError(f"The bag is not valid: {error}.", "Please report this. Nothing was saved.") from error


def _list_tag_files(folder: Path) -> None:
    """Write the checksums of the bag's own lists in the order of the names. The library uses the order of the disk."""
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("tagmanifest-"))
    for checksum in CHECKSUMS:
        lines = [f"{new_hash(checksum, (folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
        (folder / f"tagmanifest-{checksum}.txt").write_text("".join(lines), encoding="utf-8", newline="\n")


def _on_one_line(value: str) -> str:
    """The lines of an address with commas between; the library would join them without a space."""
    return ", ".join(" ".join(line.split()) for line in value.splitlines() if line.strip())


LAW_TABLES = "law-tables"
README_FILE = "README.txt"
_WIDEST = 78
_FIRST_NAMED = ("pccresponse", "python", "weasyprint", "pango", "harfbuzz")


class NotArchivableError(PccResponseError):
    """Something was never published, or has changed since."""

    exit_code = 1


class PublishedResponse(msgspec.Struct, frozen=True, kw_only=True):
    """A response that was published."""

    slug: str
    folder: Path
    history: History

    @property
    def last(self) -> Version:
        """Its latest version."""
        return self.history.versions[-1]


def _published(names: Sequence[str], workspace: Workspace) -> tuple[PublishedResponse, ...]:
    """The named responses, each once. Raises `NotArchivableError` with the names of all that were never published."""
    found, unpublished = [], []
    for folder in dict.fromkeys(Path(os.path.normpath(workspace.response_file(name).parent)) for name in names):
        if folder.parent != workspace.responses or plain_path(folder.name) is None:
            raise WrongUseError(f"{workspace.shown(folder)} is not a folder in responses/.", "Name the folder of a response.")
        history = read_history(folder, within=workspace.root)
        if history is None or not history.versions:
            unpublished.append(folder.name)
        else:
            found.append(PublishedResponse(slug=folder.name, folder=folder, history=history))
    if unpublished:
        raise NotArchivableError(
            f"Never published: {', '.join(unpublished)}.",
            "An archive keeps what was published. To publish, run: pccresponse publish NAME --on DAY",
        )
    return tuple(found)


class _Payload:
    """The files of a bag while they are copied into its folder."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self.folder = folder
        self.workspace = workspace
        self.taken: list[str] = []
        self.complaints: list[str] = []
        self._editions: set[tuple[str, str]] = set()

    def fill(self, responses: Sequence[PublishedResponse]) -> None:
        """Copy everything. Raises `NotArchivableError` with everything that is not as it was published."""
        for each in responses:
            self._documents(each)
            for version in each.history.versions:
                self._edition(each, version)
        for name, table in statute.tables().items():
            self._put(f"{LAW_TABLES}/{name}", table)
        if self.complaints:
            raise NotArchivableError(
                "\n".join(dict.fromkeys(self.complaints)),
                "Restore what is missing or changed, from a copy or from git. Then make the bag again.",
            )

    def _documents(self, each: PublishedResponse) -> None:
        latest = b""
        for version in each.history.versions:
            place = self._path(published_folder(each.folder, version))
            for name in version.documents:
                content = kept_document(each.folder, version, name, within=self.workspace.root)
                if isinstance(content, str):
                    self.complaints.append(f"{each.slug}, version {version.version}: {PDF.file_name(name)} {content}.")
                    continue
                self._put(f"{place}/{PDF.file_name(name)}", content)
                latest = content if version is each.last else latest
        record = bytes_of(each.folder / HISTORY_FILE, within=self.workspace.root, most=MOST_HISTORY_BYTES)
        if isinstance(record, Fault):
            self.complaints.append(f"{each.slug}: {HISTORY_FILE} {record.message}.")
        else:
            self._put(self._path(each.folder / HISTORY_FILE), record)
        self._input(each, latest)

    def _input(self, each: PublishedResponse, pdf: bytes) -> None:
        """Copy the input of the latest version from the workspace, or from its PDF where the workspace has changed.

        An office that has since changed is put into the response's own folder, where it is found before the common one.
        """
        response = each.folder / RESPONSE_FILE
        office = self.workspace.office_file(response)
        logos = [name for name in each.last.record.inputs if name not in (RESPONSE_FILE, OFFICE_FILE)]
        logo_now = office.parent / _logo_named_in(office, within=self.workspace.root)
        unchanged = self._unchanged(each, OFFICE_FILE, office) is not None and all(
            self._unchanged(each, logo, logo_now) is not None for logo in logos
        )
        home = self._path(office.parent if unchanged else each.folder)
        self._put(self._path(response), self._as_published(each, RESPONSE_FILE, response, pdf))
        self._put(f"{home}/{OFFICE_FILE}", self._as_published(each, OFFICE_FILE, office, pdf))
        self._report(each)
        for logo in logos:
            path = _logo_named_in(self.folder / home / OFFICE_FILE, within=self.folder) or logo
            self._put(posixpath.normpath(f"{home}/{path}"), self._as_published(each, logo, office.parent / path, pdf))

    def _report(self, each: PublishedResponse) -> None:
        verified = each.last.verified_against
        if verified is not None and plain_path(verified.file) is not None:
            content = bytes_of(each.folder / verified.file, within=self.workspace.root, most=MOST_REPORT_BYTES)
            if isinstance(content, bytes) and digest_of(content) == verified.sha256:
                self._put(self._path(each.folder / verified.file), content)

    def _as_published(self, each: PublishedResponse, name: str, path: Path, pdf: bytes) -> bytes:
        """An input file as the record names it; empty, with a complaint, if it cannot be found."""
        content = self._unchanged(each, name, path)
        if content is not None:
            return content
        carried = carried_in(pdf, name) if pdf else None
        if carried is None or digest_of(carried) != each.last.record.inputs.get(name):
            self.complaints.append(f"{each.slug}: {name} as it was published cannot be found.")
            return b""
        self.taken.append(f"{each.slug}: {name} is in the bag as it was published. It has changed since.")
        return carried

    def _unchanged(self, each: PublishedResponse, name: str, path: Path) -> bytes | None:
        """The content of a file of the workspace; None unless it has the digest in the record."""
        content = bytes_of(path, within=self.workspace.root, most=MOST_PICTURE_BYTES)
        return content if isinstance(content, bytes) and digest_of(content) == each.last.record.inputs.get(name) else None

    def _edition(self, each: PublishedResponse, version: Version) -> None:
        """Copy the edition of a version, if each of its files is the one in the record."""
        record, about = version.record, f"{each.slug}, version {version.version}"
        digests = {**record.edition_files, **record.fonts}
        known = (record.edition, fingerprint_of(digests))
        if known in self._editions:
            return
        self._editions.add(known)
        edition = edition_called(record.edition, self.workspace)
        if not isinstance(edition, Edition):
            self.complaints.append(f"{about}: the edition {record.edition} of the templates is not there.")
            return
        others = []
        for path, digest in digests.items():
            content = bytes_of(file_of(edition.folder, path), within=edition.folder.parent, most=MOST_EDITION_BYTES)
            if isinstance(content, Fault) or digest_of(content) != digest:
                others.append(path)
            else:
                self._put(f"templates/{record.edition}/{path}", content)
        if others:
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            self.complaints.append(f"{about}: the edition {record.edition} is not as it was then: {others[0]}{more}.")

    def _path(self, path: Path) -> str:
        return path.relative_to(self.workspace.root).as_posix()

    def _put(self, path: str, content: bytes) -> None:
        """Write a file. Complain if the path is not portable, or if another response needs another file there."""
        if plain_path(path) is None:
            self.complaints.append(f"{path!r} cannot be saved on every system: rename it.")
            return
        place = self.folder / path
        if place.exists():
            if place.read_bytes() != content:
                self.complaints.append(f"{path} is needed in 2 versions, because the responses were published with different ones.")
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _logo_named_in(office: Path, *, within: Path) -> str:
    """The path of the logo as the office gives it; empty if it has none or cannot be read."""
    model = read_office(office, within=within, shown_as=OFFICE_FILE).model
    return model.logo.file if model and model.logo else ""


def _readme_of(responses: Sequence[tuple[PublishedResponse, Checked]], *, today: date) -> str:
    """The text of README.txt. `Checked` gives the titles and the names, the record everything else."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - this makes plain text, not HTML
        loader=PackageLoader("pccresponse.publishing", "notes"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"fill": _filled, "in_words": in_words, "pdf": PDF.file_name}
    environment.globals |= {
        each.__name__: each for each in (body_of, law_in_words, recorded_in_words, title_of, tools_in_words, when_published)
    }
    return environment.get_template(f"{README_FILE}.j2").render(responses=responses, today=today, program=__version__)


def title_of(published: PublishedResponse, checked: Checked) -> str:
    """The report's title, or the name of the response if its file cannot be read."""
    return checked.case.response.report.title if checked.case else published.slug


def body_of(checked: Checked) -> str | None:
    """The name of the body on the day of its comments."""
    return checked.case.body_on(checked.case.comments_dated).name if checked.case else None


def law_in_words(record: Record) -> str:
    """The version of the law that was applied: `section 55 as in force from 2 May 2017`."""
    return f"section 55 as in force from {in_words(record.law.in_force_from)}"


def tools_in_words(record: Record) -> str:
    """Names and versions, the main tools first, without the digest of the program's source."""
    rest = sorted(name for name in record.tools if name not in _FIRST_NAMED and " " not in name)
    return ", ".join([main_tools_in_words(record), *(f"{name} {record.tools[name]}" for name in rest)])


def main_tools_in_words(record: Record) -> str:
    """Names and versions of the tools on which the look of a page mostly depends."""
    return ", ".join(f"{name} {record.tools[name]}" for name in _FIRST_NAMED if name in record.tools)


def _filled(text: str, first: str, rest: str) -> str:
    """The text in lines of the readme's width, without control characters."""
    return textwrap.fill(
        " ".join(printable(text, instead=" ").split()),
        width=_WIDEST,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
