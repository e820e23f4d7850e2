"""The bytes of the file, and the files a document was made from, embedded in it and associated with it (ISO 19005-3, 6.8).

The engine's own writer compresses every stream twice (once to name the file, once to write it) and ends each with a bare line
feed. Where the data happens to end in a carriage return, the two read as one end of line and the stream as a byte short: one
file in thirty then fails validation. Here each stream is compressed once and closed with CR LF, which leaves nothing to guess
(ISO 32000-1, 7.3.8.1), and the file is named after what is in it.

Archives that travel in the file come last, so that it can be written a second time without their contents at next to no cost:
whoever judges the rest need not go through a megabyte that says nothing about it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from hashlib import md5, sha256
from typing import IO
from xml.sax.saxutils import escape

import pydyf

from pccresponse import __version__
from pccresponse.rendering.pdf.engine import DocumentFacts, EmbeddedFile

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LEVEL = 6
_PACKED = 200
"""How many objects share a compressed object stream: enough to compress well, few enough to be read one at a time."""


class Enclosure(pydyf.Stream):  # type: ignore[misc]
    """The content of an archive that travels in the file, compressed as it is."""


def write_file(pdf: pydyf.PDF, output: IO[bytes]) -> bytes:
    """Write the whole file: streams first, the rest packed into object streams, archives, a cross-reference stream.

    Answers with the same file as it would be if the archives were empty.
    """
    pdf.add_object(pdf.info)
    body = _Body()
    loose, enclosed = [], []
    for thing in pdf.objects[1:]:
        if thing.free == "f":
            continue
        if thing.compressible:
            loose.append(thing)
        elif isinstance(thing, Enclosure):
            enclosed.append(thing)
        else:
            body.add(thing.number, _stream_data(thing))
    number = len(pdf.objects)
    for start in range(0, len(loose), _PACKED):
        body.pack(number, loose[start : start + _PACKED])
        number += 1
    without = body.copy()
    for thing in enclosed:
        without.add(thing.number, _stream_data(Enclosure([b""], thing.extra)))
        body.add(thing.number, _stream_data(thing))
    for each in (body, without):
        each.finish(number, pdf.catalog.reference, pdf.info.reference)
    output.writelines(body.parts)
    return b"".join(without.parts)


class _Body:
    """The file so far, and where each object is in it."""

    def __init__(self) -> None:
        self.parts = [_HEADER]
        self._digest = sha256(_HEADER)
        self._position = len(_HEADER)
        self._entries: dict[int, tuple[int, int, int]] = {}

    def copy(self) -> _Body:
        """The same so far, to be ended in another way."""
        other = _Body()
        other.parts, other._position, other._entries = self.parts.copy(), self._position, self._entries.copy()
        other._digest = self._digest.copy()
        return other

    def add(self, number: int, data: bytes) -> None:
        """An object of its own."""
        self._entries[number] = (1, self._position, 0)
        self._append(b"%d 0 obj\n%b\nendobj\n" % (number, data))

    def pack(self, number: int, things: list[pydyf.Object]) -> None:
        """Many objects in one compressed stream (ISO 32000-1, 7.5.7)."""
        data = [thing.data for thing in things]
        index, offset = [], 0
        for place, (thing, each) in enumerate(zip(things, data, strict=True)):
            self._entries[thing.number] = (2, number, place)
            index.append(b"%d %d" % (thing.number, offset))
            offset += len(each) + 1
        head = b" ".join(index) + b"\n"
        extra = pydyf.Dictionary({"Type": "/ObjStm", "N": len(things), "First": len(head)})
        self.add(number, _stream_data(pydyf.Stream([head + b"\n".join(data)], extra, compress=True)))

    def finish(self, number: int, catalog: bytes, info: bytes) -> None:
        """The cross-reference stream (7.5.8), with the name of the file: the digest of all before it."""
        name = b"<%b>" % self._digest.hexdigest()[:32].encode()
        start = self._position
        self._entries[number] = (1, start, 0)
        width = (start.bit_length() + 7) // 8
        rows = [self._entries.get(each, (0, 0, 0)) for each in range(number + 1)]
        table = b"".join(kind.to_bytes(1) + where.to_bytes(width) + place.to_bytes(2) for kind, where, place in rows)
        extra = pydyf.Dictionary(
            {
                "Type": "/XRef",
                "W": pydyf.Array((1, width, 2)),
                "Size": number + 1,
                "Root": catalog,
                "Info": info,
                "ID": pydyf.Array((name, name)),
            }
        )
        self.add(number, _stream_data(pydyf.Stream([table], extra, compress=True)))
        self._append(b"startxref\n%d\n%%%%EOF\n" % start)

    def _append(self, data: bytes) -> None:
        self.parts.append(data)
        self._digest.update(data)
        self._position += len(data)


def deflate(stream: pydyf.Stream) -> None:
    """Compress a stream once and for all. What carries a filter of its own, such as a photograph, stays as it is."""
    data = b"\n".join(item if isinstance(item, bytes) else _bytes_of(item) for item in stream.stream)
    if stream.compress and "Filter" not in stream.extra:
        stream.extra["Filter"] = "/FlateDecode"
        data = zlib.compress(data, _LEVEL)
    stream.stream = [data]
    stream.compress = False


def _bytes_of(item: object) -> bytes:
    return item.data if isinstance(item, pydyf.Object) else str(item).encode("ascii")


def _stream_data(stream: pydyf.Stream) -> bytes:
    deflate(stream)
    data = stream.stream[0]
    extra = pydyf.Dictionary({**stream.extra, "Length": len(data)})
    return b"%b\nstream\n%b\r\nendstream" % (extra.data, data)


def embed(pdf: pydyf.PDF, files: Iterable[EmbeddedFile], facts: DocumentFacts) -> None:
    """Embed the files, list them in the catalog's `/AF` and in the tree of names that viewers show as attachments."""
    # A name tree is searched by halves, so it has to be sorted by the bytes of its keys.
    specifications = sorted(
        ((file.name, _specification(pdf, file, facts)) for file in files), key=lambda pair: pydyf.String(pair[0]).data
    )
    if not specifications:
        return
    tree = pydyf.Array()
    for name, reference in specifications:
        tree += [pydyf.String(name), reference]
    names = pdf.catalog.setdefault("Names", pydyf.Dictionary())
    names["EmbeddedFiles"] = pydyf.Dictionary({"Names": tree})
    pdf.catalog["AF"] = pydyf.Array(reference for _, reference in specifications)


def _specification(pdf: pydyf.PDF, file: EmbeddedFile, facts: DocumentFacts) -> bytes:
    """Add one file and its specification; answer with the reference of the latter."""
    moment = pydyf.String(facts.pdf_moment)
    stream = (Enclosure if file.compressed else pydyf.Stream)(
        [file.content],
        pydyf.Dictionary(
            {
                "Type": "/EmbeddedFile",
                "Subtype": pydyf.name(file.media_type),
                "Params": pydyf.Dictionary(
                    {
                        "Size": len(file.content),
                        "CheckSum": f"<{_checksum(file.content)}>",
                        "CreationDate": moment,
                        "ModDate": moment,
                    }
                ),
            }
        ),
        compress=not file.compressed,
    )
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(file.name),
            "UF": pydyf.String(file.name),
            "AFRelationship": f"/{file.relationship}",
            "Desc": pydyf.String(file.description),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference


@lru_cache(maxsize=16)
def _checksum(content: bytes) -> str:
    """The MD5 that PDF wants; the archives are the same in every document of a run."""
    return md5(content, usedforsecurity=False).hexdigest()


CREATOR = f"pccresponse {__version__}"

# PDF/A knows the PDF/A identification schema by heart but not PDF/UA's, which has to be described where it is used
# (ISO 19005-3, 6.6.2.3.3).
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
{optional}<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

_SUBJECT = '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>\n'
_KEYWORDS = "<pdf:Keywords>{}</pdf:Keywords>\n"


def packet(facts: DocumentFacts, producer: str) -> bytes:
    """The XMP packet."""
    optional = _SUBJECT.format(escape(facts.subject)) if facts.subject else ""
    if facts.keywords:
        optional += _KEYWORDS.format(escape(", ".join(facts.keywords)))
    return _PACKET.format(
        language=escape(facts.language),
        title=escape(facts.title),
        author=escape(facts.author),
        producer=escape(producer),
        creator=escape(CREATOR),
        moment=facts.moment,
        optional=optional,
    ).encode()


def describe(pdf: pydyf.PDF, facts: DocumentFacts, producer: str) -> None:
    """Write the packet and the information dictionary, in place of the engine's own."""
    # No filter: PDF/A-3 wants the metadata legible to a reader that knows nothing of PDF.
    stream = pydyf.Stream([packet(facts, producer)], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(stream)
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].free = "f"
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["Lang"] = pydyf.String(facts.language)
    pdf.info.clear()
    pdf.info.update(
        Title=pydyf.String(facts.title),
        Author=pydyf.String(facts.author),
        Creator=pydyf.String(CREATOR),
        Producer=pydyf.String(producer),
        CreationDate=pydyf.String(facts.pdf_moment),
        ModDate=pydyf.String(facts.pdf_moment),
    )
    if facts.subject:
        pdf.info["Subject"] = pydyf.String(facts.subject)
    if facts.keywords:
        pdf.info["Keywords"] = pydyf.String(", ".join(facts.keywords))
