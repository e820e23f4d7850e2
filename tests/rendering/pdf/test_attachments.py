"""The files a document was made from travel inside it."""

from __future__ import annotations

from hashlib import md5

import pytest

from pccresponse.rendering.pdf import RenderingError
from tests.rendering.pdf.papers import INPUTS, rendered
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
