"""Composing and rendering the documents of one response that was checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pccresponse.errors import UnfinishedError
from pccresponse.pipeline.checking import Checked
from pccresponse.pipeline.recording import carried_files

_MARK = re.compile(r'<span class="missing">([^<]*)</span>')


class Made(msgspec.Struct, frozen=True):
    """A finished document."""

    name: str
    pdf: bytes


def render(checked: Checked, *, draft: bool, record: bytes | None = None) -> Iterator[Made]:
    """The documents of a response that was checked, one by one: validated PDFs, not written anywhere yet.

    Each carries what it was made from and a record of it; `record` takes the place of that record where an old document is made
    again. Raises `UnfinishedError` for a final document that would still say that something is missing.
    """
    from pccresponse.rendering.documents import documents_of
    from pccresponse.rendering.html import LogoImage, to_page
    from pccresponse.rendering.logo import fit_for_archive
    from pccresponse.rendering.pdf import IMAGE_SCHEME, DocumentFacts, render

    matter, edition = checked.matter, checked.edition
    assert matter is not None, "what could not be read cannot be rendered"
    assert edition is not None, "without templates there is nothing to render with"
    embedded = carried_files(checked, draft=draft, record=record)
    logo = matter.office.logo
    images = {"logo": fit_for_archive(checked.logo)} if checked.logo else {}
    picture = LogoImage(url=f"{IMAGE_SCHEME}:logo", alternative_text=logo.alternative_text) if logo and images else None
    for document in documents_of(matter):
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
        pdf = render(html, facts=facts, edition=edition.folder, text_font=edition.notes.text_font, embedded=embedded, images=images)
        yield Made(document.name, pdf)
