"""Read the metadata of a PDF: its information dictionary, its XMP packet, its page sizes and how it asks to be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import pikepdf

from pccresponse.verifying.differences import Item
from pccresponse.verifying.open_untrusted import MEGABYTE, inherited, unpacked
from pccresponse.verifying.quoting import printable, quoted

_PROGRAMS = frozenset({"Producer", "Creator", "pdf:Producer", "xmp:CreatorTool"})
"""What names the program that made it, and nothing of the document."""

_PACKET = "metadata packet"
_LARGEST_PACKET = 4 * MEGABYTE
_SHOWN = ("Lang", "ViewerPreferences", "PageLayout", "PageMode", "MarkInfo", "PageLabels")
_PROGRAM_IN_PACKET = re.compile(r"<(pdf:Producer|xmp:CreatorTool)>([^<]*)</\1>")
_WRAPPER = re.compile(r"<\?xpacket[^>]*\?>")
_TAG = re.compile(r"<([\w:.-]+)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(r"""[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')""")
_BOXES = ("MediaBox", "CropBox", "Rotate", "UserUnit")


def metadata_items(document: pikepdf.Pdf) -> list[Item]:
    """Everything that it says of itself, and the name of the file in its own last lines."""
    said = {"version": document.pdf_version}
    said |= {str(key)[1:]: _value(value) for key, value in document.trailer.get("/Info", pikepdf.Dictionary()).items()}
    said |= {key: _value(document.Root[f"/{key}"]) for key in _SHOWN if f"/{key}" in document.Root}
    stream = document.Root.get("/Metadata")
    if isinstance(stream, pikepdf.Stream):
        packet = unpacked(stream, _LARGEST_PACKET, "The metadata packet").decode("utf-8", "replace")
        said |= {found[1]: found[2] for found in _PROGRAM_IN_PACKET.finditer(packet)}
        said[_PACKET] = _in_one_form(_PROGRAM_IN_PACKET.sub(r"<\1/>", packet))
    identifier = " ".join(bytes(each).hex() for each in document.trailer.get("/ID", ()) if isinstance(each, pikepdf.String))
    return [
        *(
            Item(
                kind="producer" if name in _PROGRAMS else "metadata",
                label=f"What the document says of itself ({quoted(name, 60)}):",
                value=said[name],
                by_words=name == _PACKET,
            )
            for name in sorted(said)
        ),
        Item(kind="identifier", label="The identifier of the file:", value=identifier),
    ]


def size_items(document: pikepdf.Pdf, called: Mapping[int, int]) -> list[Item]:
    """The boxes of each page and how it is turned."""
    return [
        Item(kind="page size", page=name, label=f"Page {name} has another {box}:", value=_value(value))
        for number, name in sorted(called.items(), key=itemgetter(1))
        for box in _BOXES
        if (value := inherited(document.pages[number - 1].obj, f"/{box}")) is not None
    ]


def _in_one_form(packet: str) -> str:
    """The packet without what says nothing: its wrapper, and the order of attributes, which a program that only saves it changes.

    Between the tags stand words; with spaces around them, the tags are words too.
    """
    packet = _TAG.sub(
        lambda tag: f"<{tag[1]}{' '.join(['', *sorted(_ATTRIBUTE.findall(tag[2]))])}{tag[3]}>", _WRAPPER.sub("", packet)
    )
    return packet.strip().replace("<", " <").replace(">", "> ")


def _value(value: Any, depth: int = 3) -> str:
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not depth:
        return "…"
    if isinstance(value, pikepdf.Array):
        return "[" + " ".join(_value(each, depth - 1) for each in list(value)[:100]) + "]"
    if isinstance(value, pikepdf.Dictionary):
        return ", ".join(f"{printable(str(key)[1:])}: {_value(each, depth - 1)}" for key, each in value.items())
    return str(value)
