"""The metadata stream: one `rdf:RDF` that claims PDF/UA-1 and PDF/A-3a and agrees with the information dictionary."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pydyf

from pccresponse import __version__
from pccresponse.rendering.pdf.facts import DocumentFacts

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
