"""The bytes of the file: its metadata, the files that are embedded in it (ISO 19005-3, 6.8), its objects and their table.

The engine's own writer compresses every stream twice and ends each with a bare line feed. If the data ends in a carriage return, the
two read as one end of line and the stream as a byte short: one file in thirty then fails validation. Here each stream is compressed
once and closed with CR LF (ISO 32000-1, 7.3.8.1), and the identifier of the file is a digest of its content.

Embedded archives come last, so that a copy with empty archives costs next to nothing: the validator need not read a megabyte that has
no effect on its result.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from hashlib import md5, sha256
from html import escape
from typing import IO

import pydyf

from pccresponse import __version__
from pccresponse.rendering.pdf.engine import DocumentFacts, EmbeddedFile

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LEVEL = 6
_OBJECTS_IN_A_STREAM = 200
"""How many objects share a compressed object stream: enough to compress well, few enough to be read one at a time."""


class _Archive(pydyf.Stream):  # type: ignore[misc]
    """An embedded archive, which is compressed already."""


def write_file(pdf: pydyf.PDF, output: IO[bytes]) -> bytes:
    """Write the file: streams, object streams, archives, cross-reference stream. Returns the same file with empty archives."""
    pdf.add_object(pdf.info)
    body = _Body()
    packable, archives = [], []
    for obj in pdf.objects[1:]:
        if obj.free == "f":
            continue
        if obj.compressible:
            packable.append(obj)
        elif isinstance(obj, _Archive):
            archives.append(obj)
        else:
            body.add(obj.number, _stream_data(obj))
    number = len(pdf.objects)
    for start in range(0, len(packable), _OBJECTS_IN_A_STREAM):
        body.pack(number, packable[start : start + _OBJECTS_IN_A_STREAM])
        number += 1
    emptied = body.copy()
    for obj in archives:
        emptied.add(obj.number, _stream_data(_Archive([b""], obj.extra)))
        body.add(obj.number, _stream_data(obj))
    for each in (body, emptied):
        each.finish(number, pdf.catalog.reference, pdf.info.reference)
    output.writelines(body.parts)
    return b"".join(emptied.parts)


class _Body:
    """The file so far, and the position of each object."""

    def __init__(self) -> None:
        self.parts = [_HEADER]
        self._digest = sha256(_HEADER)
        self._position = len(_HEADER)
        self._entries: dict[int, tuple[int, int, int]] = {}

    def copy(self) -> _Body:
        """A copy that can be continued in another way."""
        other = _Body()
        other.parts, other._position, other._entries = self.parts.copy(), self._position, self._entries.copy()
        other._digest = self._digest.copy()
        return other

    def add(self, number: int, data: bytes) -> None:
        """Append an object of its own."""
        self._entries[number] = (1, self._position, 0)
        self._append(b"%d 0 obj\n%b\nendobj\n" % (number, data))

    def pack(self, number: int, objects: list[pydyf.Object]) -> None:
        """Append an object stream (ISO 32000-1, 7.5.7)."""
        data = [obj.data for obj in objects]
        index, offset = [], 0
        for place, (obj, each) in enumerate(zip(objects, data, strict=True)):
            self._entries[obj.number] = (2, number, place)
            index.append(b"%d %d" % (obj.number, offset))
            offset += len(each) + 1
        head = b" ".join(index) + b"\n"
        extra = pydyf.Dictionary({"Type": "/ObjStm", "N": len(objects), "First": len(head)})
        self.add(number, _stream_data(pydyf.Stream([head + b"\n".join(data)], extra, compress=True)))

    def finish(self, number: int, catalog: bytes, info: bytes) -> None:
        """Append the cross-reference stream (7.5.8), with the digest of everything before it as the identifier of the file."""
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
    """Compress a stream in place. One that has a filter already, such as a photograph, stays as it is."""
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
    """Embed the files, and list them in the catalog's `/AF` and in the name tree that viewers show as attachments."""
    # Readers search a name tree by bisection, so it has to be sorted by the bytes of its keys.
    specifications = sorted((pydyf.String(file.name).data, file.name, _specification(pdf, file, facts)) for file in files)
    if not specifications:
        return
    names = pdf.catalog.setdefault("Names", pydyf.Dictionary())
    pairs = (item for _, name, reference in specifications for item in (pydyf.String(name), reference))
    names["EmbeddedFiles"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
    pdf.catalog["AF"] = pydyf.Array(reference for *_, reference in specifications)


def _specification(pdf: pydyf.PDF, file: EmbeddedFile, facts: DocumentFacts) -> bytes:
    """Add a file and its specification, and return the reference of the specification."""
    moment = pydyf.String(facts.pdf_moment)
    parameters = {
        "Size": len(file.content),
        "CheckSum": f"<{_checksum(file.content)}>",
        "CreationDate": moment,
        "ModDate": moment,
    }
    extra = pydyf.Dictionary(
        {"Type": "/EmbeddedFile", "Subtype": pydyf.name(file.media_type), "Params": pydyf.Dictionary(parameters)}
    )
    stream = (_Archive if file.compressed else pydyf.Stream)([file.content], extra, compress=not file.compressed)
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
    """The MD5 that PDF asks for. The archives are the same in every document of a run."""
    return md5(content, usedforsecurity=False).hexdigest()


_CREATOR = f"pccresponse {__version__}"

# PDF/A predefines the schema of its own identification but not that of PDF/UA, which has to be described (ISO 19005-3, 6.6.2.3.3).
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
{subject}<pdf:Producer>{producer}</pdf:Producer>
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


def _xmp_packet(facts: DocumentFacts, producer: str) -> bytes:
    """One `rdf:RDF` that claims PDF/UA-1 and PDF/A-3a."""
    said = {
        "language": facts.language,
        "title": facts.title,
        "author": facts.author,
        "producer": producer,
        "creator": _CREATOR,
        "moment": facts.moment,
    }
    escaped = {name: escape(text, quote=False) for name, text in said.items()}
    subject = _SUBJECT.format(escape(facts.subject, quote=False)) if facts.subject else ""
    return _PACKET.format(**escaped, subject=subject).encode()


def describe(pdf: pydyf.PDF, facts: DocumentFacts, producer: str) -> None:
    """Replace the engine's metadata stream and information dictionary by ours, which agree with each other."""
    # No filter: PDF/A-3 wants the metadata legible to a reader that knows nothing of PDF.
    stream = pydyf.Stream([_xmp_packet(facts, producer)], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(stream)
    pdf.objects[int(pdf.catalog["Metadata"].split()[0])].free = "f"
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["Lang"] = pydyf.String(facts.language)
    pdf.info.clear()
    pdf.info.update(
        Title=pydyf.String(facts.title),
        Author=pydyf.String(facts.author),
        Creator=pydyf.String(_CREATOR),
        Producer=pydyf.String(producer),
        CreationDate=pydyf.String(facts.pdf_moment),
        ModDate=pydyf.String(facts.pdf_moment),
    )
    if facts.subject:
        pdf.info["Subject"] = pydyf.String(facts.subject)
