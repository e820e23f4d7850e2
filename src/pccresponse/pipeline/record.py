"""What a document is made from: the record, and the files that are embedded in it.

The files are enough to make the document again from the PDF alone: the input, the edition with its fonts, the tables of the law, and
the record with their digests.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from pccresponse import statute
from pccresponse.case.case import Case
from pccresponse.case.duties import EXPLANATIONS, DutyState, duties_of
from pccresponse.case.publication import publication_of
from pccresponse.edition_files import files_of
from pccresponse.foundation.files import digests_by_name
from pccresponse.models.fields import known
from pccresponse.models.record import History, Record, RecordedBreach, RecordedDuty, RecordedLaw, RecordedState
from pccresponse.pipeline.checking import Checked, placed
from pccresponse.rendering.pdf.engine import tools
from pccresponse.rendering.words import AttachmentWords, filled, words_of
from pccresponse.rules import RECORDED_RULES, breaches
from pccresponse.workspace import OFFICE_FILE, RESPONSE_FILE

if TYPE_CHECKING:
    from pccresponse.rendering.pdf.engine import EmbeddedFile

RECORD_FILE = "record.json"
LAW_FILE = "law-tables.zip"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time in a zip archive. The real one would change the bytes."""

_RECORDED: dict[DutyState, RecordedState] = {
    "done": "met",
    "late": "met late",
    "to come": "to come",
    "missing": "absent",
    "not required": "not required",
    "not known": "not recorded",
}


def edition_file(name: str) -> str:
    """The name of the archive of an edition in a PDF: `edition-2026.zip`."""
    return f"edition-{name}.zip"


def inputs_of(checked: Checked) -> dict[str, bytes]:
    """The office's own files by their names in the PDF."""
    found = {RESPONSE_FILE: checked.response.content, OFFICE_FILE: checked.office.content}
    logo = checked.case.office.logo if checked.case else None
    if logo and checked.logo:
        found[PurePath(logo.file).name] = checked.logo
    return found


def digests_of_inputs(checked: Checked) -> dict[str, str]:
    """The SHA-256 of each of these files by name."""
    return digests_by_name(dict(sorted(inputs_of(checked).items())))


def record_of(checked: Checked, *, draft: bool) -> Record:
    """The record of a checked response. It is the same on every day and in every folder.

    The rules and the duties judge final documents as published on the date that they give, and drafts and archive copies as without a
    record.
    """
    case, edition = checked.case, checked.edition
    assert case is not None
    assert edition is not None
    published_on = case.response.publication.published_on
    judged_on = (known(published_on) or case.comments_dated).latest
    recorded = None if draft or case.response.is_archive_copy else published_on
    judged = msgspec.structs.replace(case, today=judged_on, recorded=recorded)
    said = (placed(rule, breach, checked.response, checked.office) for rule, breach in breaches(judged, RECORDED_RULES))
    files = edition.all_digests
    regime = case.regime
    return Record(
        slug=checked.slug,
        draft=draft,
        edition=edition.name,
        inputs=digests_of_inputs(checked),
        edition_files={path: digest for path, digest in sorted(files.items()) if not path.startswith("fonts/")},
        fonts={path: digest for path, digest in sorted(files.items()) if path.startswith("fonts/")},
        law=RecordedLaw(
            applied_as_on=case.law_day,
            in_force_from=regime.in_force_from,
            made_by=str(regime.instruments[0]),
            tables=statute.digests_of_tables(),
        ),
        tools=dict(tools()),
        judged_on=judged_on,
        rules=tuple(rule.code for rule in RECORDED_RULES),
        findings=tuple(
            RecordedBreach(
                code=problem.code,
                severity=problem.severity,
                place=f"{PurePath(problem.place.file).name}:{problem.place.line}:{problem.place.column}",
                message=problem.message,
            )
            for problem in said
        ),
        duties=tuple(_duties(judged)),
    )


def _duties(case: Case) -> Iterator[RecordedDuty]:
    """Each duty as it is on the date of final documents that are published; of an archive copy, as far as its papers say."""
    response = case.response
    sent_on = known(response.submission.sent_on)
    if response.is_archive_copy and sent_on:
        case = msgspec.structs.replace(case, today=max(case.today, sent_on.latest))
    for duty in duties_of(case, publication_of(case, case.recorded)):
        is_doubtful = duty.step is EXPLANATIONS and duty.state == "not known"  # in law, not in the papers
        state: RecordedState = "not known" if is_doubtful else _RECORDED[duty.state]
        yield RecordedDuty(provision=duty.provision, state=state, said=duty.sentence)


def carried_files(checked: Checked) -> tuple[EmbeddedFile, ...]:
    """The files that are embedded in each document of a response, without its record."""
    from pccresponse.rendering.pdf.engine import EmbeddedFile

    edition, said = checked.edition, _descriptions(checked)
    assert edition is not None
    media_types = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".yaml": "application/yaml"}
    descriptions = {RESPONSE_FILE: said.response, OFFICE_FILE: said.office}
    inputs = (
        EmbeddedFile(
            name=name,
            content=content,
            media_type=media_types.get(PurePath(name).suffix.lower(), "image/png"),
            description=descriptions.get(name, said.logo),
        )
        for name, content in inputs_of(checked).items()
    )
    archives = (
        EmbeddedFile(
            name=name,
            content=content,
            media_type="application/zip",
            description=description,
            relationship="Supplement",
            compressed=True,
        )
        for name, content, description in (
            (
                edition_file(edition.name),
                _zip_of_edition(edition.folder, edition.fingerprint),
                filled(said.edition, edition=edition.name),
            ),
            (LAW_FILE, _zip(statute.tables()), said.law),
        )
    )
    return (*inputs, *archives)


def carried_record(record: bytes, checked: Checked) -> EmbeddedFile:
    """The record as it is embedded in a document."""
    from pccresponse.rendering.pdf.engine import EmbeddedFile

    description = _descriptions(checked).record
    return EmbeddedFile(
        name=RECORD_FILE, content=record, media_type="application/json", description=description, relationship="Data"
    )


def _descriptions(checked: Checked) -> AttachmentWords:
    assert checked.edition is not None
    assert checked.case is not None
    return words_of(checked.edition.folder, checked.case.office.language).attachments


def as_json(thing: Record | History) -> bytes:
    """A record or a history as JSON with a fixed layout."""
    return msgspec.json.format(msgspec.json.encode(thing), indent=2) + b"\n"


@lru_cache(maxsize=4)
def _zip_of_edition(folder: Path, _: str) -> bytes:
    """The archive of an edition, cached by its fingerprint."""
    return _zip({path: place.read_bytes() for path, place in files_of(folder).items()})


def _zip(files: Mapping[str, bytes]) -> bytes:
    """An archive that has the same bytes for the same files."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for path, content in sorted(files.items()):
            info = ZipInfo(path, _LONG_AGO)
            info.create_system, info.external_attr, info.compress_type = 3, 0o644 << 16, ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()
