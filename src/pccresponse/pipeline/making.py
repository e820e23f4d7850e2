"""Composing and rendering the documents of one response that was checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pccresponse.errors import UnfinishedError
from pccresponse.pipeline.checking import Checked
from pccresponse.pipeline.recording import as_json, carried_files, carried_record, record_of

_MARK = re.compile(r'<span class="missing">([^<]*)</span>')


class Made(msgspec.Struct, frozen=True):
    """A finished document."""

    name: str
    pdf: bytes


def render(checked: Checked, *, draft: bool, only: str | None = None, record: bytes | None = None) -> Iterator[Made]:
    """The documents of a response that was checked, one by one: validated PDFs, not written anywhere yet.

    Each carries what it was made from and a record of it. Where an old document is made again, `only` names it and `record` takes
    the place of a record of today. Raises `UnfinishedError` for a final document that would still say that something is missing.
    """
    from pccresponse.rendering.documents import documents_of
    from pccresponse.rendering.html import LogoImage, to_page
    from pccresponse.rendering.logo import fit_for_archive
    from pccresponse.rendering.pdf import IMAGE_SCHEME, DocumentFacts, render

    matter, edition = checked.matter, checked.edition
    assert matter is not None, "what could not be read cannot be rendered"
    assert edition is not None, "without templates there is nothing to render with"
    carried = carried_files(checked)
    fresh = record_of(checked, draft=draft)
    logo = matter.office.logo
    images = {"logo": fit_for_archive(checked.logo)} if checked.logo else {}
    picture = LogoImage(url=f"{IMAGE_SCHEME}:logo", alternative_text=logo.alternative_text) if logo and images else None
    for document in documents_of(matter):
        if only not in (None, document.name):
            continue
        facts = DocumentFacts(
            title=document.title,
            language=matter.office.language,
            author=matter.body_on(document.dated).name,
            subject=f"Section 55 of the Police Act 1996: {matter.response.report.title}",
            dated=document.metadata_day,
        )
        html = to_page(matter, document, edition=edition.folder, draft=draft, logo=picture)
        if not draft and (marks := _MARK.findall(html)):
            raise UnfinishedError(
                f"{document.name}.pdf would still say: {'; '.join(dict.fromkeys(marks))}.",
                "Add what is missing to the files, or build without --final.",
            )
        written = record or as_json(msgspec.structs.replace(fresh, document=document.name))
        embedded = (*carried, carried_record(written))
        pdf = render(html, facts=facts, edition=edition.folder, text_font=edition.notes.text_font, embedded=embedded, images=images)
        yield Made(document.name, pdf)
