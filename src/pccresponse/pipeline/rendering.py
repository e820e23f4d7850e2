"""Makes the documents of one checked response, in a process with limits on time and memory."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import CannotRunError, PccResponseError, UnfinishedError
from pccresponse.foundation.files import is_packaged
from pccresponse.foundation.limited_process import GivenUpError, TooLongError, is_apart, make_each_apart, seconds_to_make
from pccresponse.pipeline.checking import Checked
from pccresponse.pipeline.record import as_json, carried_files, carried_record, record_of
from pccresponse.rendering.formats import PDF
from pccresponse.rendering.pdf.engine import EngineFailedError, RenderingError, producer

if TYPE_CHECKING:
    from pccresponse.case.case import Case
    from pccresponse.case.documents import Document
    from pccresponse.rendering.pdf.engine import ComposedPage

_TAKE_LONG_TO_IMPORT = (
    "jinja2.sandbox", "markdown_it", "page", "pikepdf", "pccresponse.rendering.html", "pccresponse.rendering.pdf.typesetting",
)  # fmt: skip
_MARK = re.compile(r'<span class="missing">([^<]*)</span>')


class RenderedDocument(msgspec.Struct, frozen=True):
    """A finished document."""

    name: str
    content: bytes


def render(checked: Checked, *, draft: bool, only: str | None = None, record: bytes | None = None) -> Iterator[RenderedDocument]:
    """The documents of a checked response, one by one: validated PDFs that are not written anywhere yet.

    What a document is made from is embedded in it, with a record. To make an old document again, `only` names it and `record` replaces
    a new record. Raises `UnfinishedError` for a final document that would still say that something is missing, and `CannotRunError`
    for one that cannot be made within the limits.
    """
    if is_apart():  # the process that keeps the limits explains failures
        yield from render_here(checked, draft, only, record)
        return
    temporary_folders.home()  # the process shares it
    finished = set()
    try:
        for made in make_each_apart(render_here, checked, draft, only, record, seconds=seconds_for(checked)):
            finished.add(made.name)
            yield made
    except (GivenUpError, EngineFailedError) as error:
        raise explained(checked, error, finished=finished, only=only) from error


def render_here(checked: Checked, draft: bool, only: str | None, record: bytes | None) -> Iterator[RenderedDocument]:
    """The same in this process, without limits."""
    from pccresponse.case.documents import documents_of

    case, edition = checked.case, checked.edition
    assert case is not None, "what could not be read cannot be rendered"
    assert edition is not None, "without templates there is nothing to render with"
    carried = carried_files(checked)
    fresh = record_of(checked, draft=draft)
    for document in documents_of(case):
        if only not in (None, document.name):
            continue
        page = _composed(checked, case, document, draft=draft)
        if not draft and (marks := _MARK.findall(page.html)):
            raise UnfinishedError(
                f"{PDF.file_name(document.name)} would still say: {'; '.join(dict.fromkeys(marks))}.",
                "Add what is missing to the files, or build without --final.",
            )
        written = record or as_json(msgspec.structs.replace(fresh, document=document.name))
        try:
            content = PDF.make(page, (*carried, carried_record(written, checked)))
        except EngineFailedError:
            raise
        except RenderingError as error:
            where = f"{PDF.file_name(document.name)}, with the edition {edition.name}"
            raise type(error)(f"{where}: {error.message}", error.remedy) from error
        yield RenderedDocument(document.name, content)


def seconds_for(checked: Checked) -> float:
    """The limit for each document of a response."""
    return seconds_to_make(len(checked.response.content) + len(checked.office.content))


def be_ready_to_render() -> None:
    """Import what takes long, before the first document needs it."""
    for name in _TAKE_LONG_TO_IMPORT:
        import_module(name)
    producer()  # imports the engine


def explained(
    checked: Checked, error: GivenUpError | EngineFailedError, *, finished: Collection[str], only: str | None = None
) -> CannotRunError:
    """The error of the first document that is not finished, with the rule of the style sheet if one is at fault."""
    from pccresponse.case.documents import documents_of
    from pccresponse.rendering.pdf.faulty_rules import rule_at_fault

    case, edition = checked.case, checked.edition
    assert case is not None
    assert edition is not None
    document = next(each for each in documents_of(case) if each.name not in finished and only in (None, each.name))
    said = f"{PDF.file_name(document.name)} cannot be made with the edition {edition.name}: it {error.why}."
    alone = (
        "" if isinstance(error, (TooLongError, EngineFailedError)) else "Build it alone, with --jobs 1. If that changes nothing: "
    )
    if is_packaged(edition.folder):
        return CannotRunError(said, f"{alone}Make the document shorter.")
    try:
        at_fault = rule_at_fault(_composed(checked, case, document, draft=True))
    except CannotRunError as another:  # it cannot even be composed
        return CannotRunError(f"{PDF.file_name(document.name)}: {another.message}", another.remedy)
    except (PccResponseError, OSError):
        at_fault = None
    folder = Path(edition.folder.parent.name, edition.folder.name).as_posix()
    if at_fault is not None:
        return CannotRunError(
            f"{said} It can be made without this rule of {folder}/{at_fault.file}, line {at_fault.line}: {at_fault.shortened}",
            "Change that rule, or remove it.",
        )
    return CannotRunError(said, f"{alone}Undo your last changes to the style sheets or templates in {folder}.")


def _composed(checked: Checked, case: Case, document: Document, *, draft: bool) -> ComposedPage:
    """The page of a document, with everything that the engine needs."""
    from pccresponse.rendering.html import LogoImage, to_page
    from pccresponse.rendering.pdf.engine import ComposedPage, DocumentFacts
    from pccresponse.rendering.pdf.resources import IMAGE_SCHEME, fit_for_archive
    from pccresponse.rendering.template_context import title_of
    from pccresponse.rendering.words import filled, words_of

    edition, logo = checked.edition, case.office.logo
    assert edition is not None
    words = words_of(edition.folder, case.office.language)
    images = {"logo": fit_for_archive(checked.logo)} if checked.logo else {}
    picture = LogoImage(url=f"{IMAGE_SCHEME}:logo", alternative_text=logo.alternative_text) if logo and images else None
    return ComposedPage(
        html=to_page(case, document, edition=edition.folder, draft=draft, logo=picture),
        facts=DocumentFacts(
            title=title_of(case, document, words),
            language=case.office.language,
            author=case.body_on(document.dated).name,
            subject=filled(words.about, report=case.response.report.title),
            dated=document.metadata_day,
        ),
        edition=edition.folder,
        text_font=edition.notes.text_font,
        images=images,
    )
