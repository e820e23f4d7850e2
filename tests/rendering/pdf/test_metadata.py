"""What the file says about itself, in both places that say it."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from pccresponse import __version__
from tests.rendering.pdf.papers import FACTS
from tests.rendering.pdf.reader import Document

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def test_one_description_claims_both_standards(sink_read: Document) -> None:
    packet = sink_read.pdf.Root.Metadata.read_raw_bytes()
    tree = ElementTree.fromstring(packet[packet.index(b"<x:xmpmeta") :].rpartition(b"<?xpacket")[0])
    assert len(tree.findall(f"{RDF}RDF")) == 1
    claims = {name: tree.findtext(f".//{{{uri}}}{key}") for name, uri, key in (
        ("A part", "http://www.aiim.org/pdfa/ns/id/", "part"),
        ("A conformance", "http://www.aiim.org/pdfa/ns/id/", "conformance"),
        ("UA part", "http://www.aiim.org/pdfua/ns/id/", "part"),
        ("described schema", "http://www.aiim.org/pdfa/ns/schema#", "namespaceURI"),
    )}  # fmt: skip
    assert claims == {"A part": "3", "A conformance": "A", "UA part": "1", "described schema": "http://www.aiim.org/pdfua/ns/id/"}


def test_the_metadata_can_be_read_without_a_filter(sink_read: Document) -> None:
    metadata = sink_read.pdf.Root.Metadata
    assert "/Filter" not in metadata
    assert FACTS.title.encode() in metadata.read_raw_bytes()


def test_the_two_places_agree(sink_read: Document) -> None:
    info = sink_read.pdf.docinfo
    with sink_read.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        assert xmp["dc:title"] == str(info.Title) == FACTS.title
        assert xmp["dc:creator"] == [str(info.Author)] == [FACTS.author]
        assert xmp["dc:description"] == str(info.Subject) == FACTS.subject
        assert xmp["pdf:Producer"] == str(info.Producer)
        assert xmp["xmp:CreatorTool"] == str(info.Creator) == f"pccresponse {__version__}"
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == "2015-07-21T00:00:00Z"
    assert str(info.CreationDate) == str(info.ModDate) == "D:20150721000000Z"


def test_the_producer_names_the_versions_that_layout_depends_on(sink_read: Document) -> None:
    assert re.fullmatch(r"WeasyPrint 70\.\d+, Pango 1\.\d+\.\d+", str(sink_read.pdf.docinfo.Producer))
