"""The files a document was made from travel inside it."""

from __future__ import annotations

import io
from hashlib import md5

import pikepdf
import pytest

from pccresponse.rendering.pdf import render, validate
from pccresponse.rendering.pdf.engine import EmbeddedFile, NotConformantError, RenderingError
from tests.rendering.pdf.papers import EDITION, FACTS, INPUTS, page, rendered
from tests.rendering.pdf.reader import Document


def test_each_file_is_embedded_as_a_source_with_its_type_and_its_description(sink_read: Document) -> None:
    files = {str(each.UF): each for each in sink_read.pdf.Root.AF}
    assert set(files) == {file.name for file in INPUTS} == {"response.yaml", "office.yaml"}
    for file in INPUTS:
        specification = files[file.name]
        assert specification.AFRelationship == "/Source"
        assert str(specification.Desc) == file.description
        assert str(specification.F) == file.name
        stream = specification.EF.F
        assert stream.read_bytes() == file.content
        assert str(stream.Subtype) == "/application/yaml"
        assert bytes(stream.Params.CheckSum) == md5(file.content, usedforsecurity=False).digest()
        assert int(stream.Params.Size) == len(file.content)
        assert str(stream.Params.CreationDate) == str(stream.Params.ModDate) == "D:20150721000000Z"


def test_viewers_find_the_files_by_name_in_order(sink_read: Document) -> None:
    assert list(sink_read.pdf.attachments) == ["office.yaml", "response.yaml"]
    assert len(sink_read.pdf.Root.AF) == 2


def test_a_document_without_files_has_no_list_of_them() -> None:
    document = Document(rendered("<h1>One</h1>"))
    assert "/AF" not in document.pdf.Root
    assert "/EmbeddedFiles" not in document.pdf.Root.get("/Names", {})


def test_a_template_cannot_attach_files() -> None:
    with pytest.raises(RenderingError, match="attaches a file"):
        rendered("<link rel='attachment' href='fonts/README.md'><h1>One</h1>")


ARCHIVES = {
    "text": b"PK\x03\x04" + b"not really an archive" * 4_000,
    "ends in a carriage return": bytes(range(256)) * 300 + b"\r",
    "ends in a line feed": bytes(range(256)) * 300 + b"\n",
    "speaks like a file": b"endstream\nendobj\n1 0 obj\n<< >>\nxref\ntrailer\nstartxref\n0\n%%EOF\n" * 900,
    "empty": b"",
}


def with_archive(content: bytes, body: str = "<h1>Title</h1><p>Words</p>") -> bytes:
    archive = EmbeddedFile(
        name="x.zip", content=content, media_type="application/zip", description="x", relationship="Supplement", compressed=True
    )
    return render(page(body, ""), facts=FACTS, edition=EDITION, text_font="Source Sans 3", embedded=(*INPUTS, archive))


@pytest.mark.parametrize("content", ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_travels_inside_as_it_is_and_the_file_conforms(content: bytes) -> None:
    pdf = with_archive(content)
    assert validate(pdf) == ()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.attachments["x.zip"].get_file().read_bytes() == content
        assert not document.get_warnings()
        assert document.attachments["x.zip"].obj.AFRelationship == "/Supplement"
        assert "/Filter" not in document.attachments["x.zip"].obj.EF.F


def test_a_file_with_an_archive_that_is_known_already_is_judged_all_the_same() -> None:
    with_archive(ARCHIVES["text"])
    with pytest.raises(NotConformantError, match="PDFUA1"):
        with_archive(ARCHIVES["text"], "<h1>Title</h1><p>Words</p><h3>A level was skipped</h3>")


def test_the_second_file_with_an_archive_is_the_same_as_the_first() -> None:
    assert with_archive(ARCHIVES["text"]) == with_archive(ARCHIVES["text"])
