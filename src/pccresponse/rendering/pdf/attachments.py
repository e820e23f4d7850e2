"""The files a document was made from, embedded in it and associated with it (ISO 19005-3, 6.8)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import md5

import pydyf

from pccresponse.rendering.pdf.facts import DocumentFacts, EmbeddedFile
from pccresponse.rendering.pdf.serialising import Enclosure


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
