"""What a document says of itself: its information dictionary, its metadata packet, and how it asks to be shown."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from pccresponse.verifying.inspecting import inherited
from pccresponse.verifying.packing import MEGABYTE, unpacked
from pccresponse.verifying.quoting import printable

PROGRAMS = frozenset({"Producer", "Creator", "pdf:Producer", "xmp:CreatorTool"})
"""What names the program that made it, and nothing of the document."""

PACKET = "metadata packet"
_LARGEST_PACKET = 4 * MEGABYTE
_SHOWN = ("Lang", "ViewerPreferences", "PageLayout", "PageMode", "MarkInfo", "PageLabels")
_PROGRAM_IN_PACKET = re.compile(r"<(pdf:Producer|xmp:CreatorTool)>([^<]*)</\1>")
_WRAPPER = re.compile(r"<\?xpacket[^>]*\?>")
_TAG = re.compile(r"<([\w:.-]+)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(r"""[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')""")
_BOXES = ("MediaBox", "CropBox", "Rotate", "UserUnit")


def metadata_of(document: pikepdf.Pdf) -> dict[str, str]:
    """Name and value of everything that it says of itself."""
    said = {"version": document.pdf_version}
    said |= {str(key)[1:]: _value(value) for key, value in document.trailer.get("/Info", pikepdf.Dictionary()).items()}
    said |= {key: _value(document.Root[f"/{key}"]) for key in _SHOWN if f"/{key}" in document.Root}
    stream = document.Root.get("/Metadata")
    if isinstance(stream, pikepdf.Stream):
        packet = unpacked(stream, _LARGEST_PACKET, "The metadata packet").decode("utf-8", "replace")
        said |= {found[1]: found[2] for found in _PROGRAM_IN_PACKET.finditer(packet)}
        said[PACKET] = _in_one_form(_PROGRAM_IN_PACKET.sub(r"<\1/>", packet))
    return said


def _in_one_form(packet: str) -> str:
    """The packet without what says nothing: its wrapper, and the order of attributes, which a program that only saves it changes."""
    return _TAG.sub(
        lambda tag: f"<{tag[1]}{' '.join(['', *sorted(_ATTRIBUTE.findall(tag[2]))])}{tag[3]}>", _WRAPPER.sub("", packet)
    ).strip()


def identifier_of(document: pikepdf.Pdf) -> str:
    """The name of the file in its own last lines, in hexadecimal."""
    return " ".join(bytes(each).hex() for each in document.trailer.get("/ID", ()) if isinstance(each, pikepdf.String))


def page_sizes(document: pikepdf.Pdf) -> tuple[dict[str, str], ...]:
    """The boxes of each page and how it is turned."""
    return tuple(
        {key: _value(value) for key in _BOXES if (value := inherited(page.obj, f"/{key}")) is not None} for page in document.pages
    )


def _value(value: Any, depth: int = 3) -> str:
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not depth:
        return "…"
    if isinstance(value, pikepdf.Array):
        return "[" + " ".join(_value(each, depth - 1) for each in list(value)[:100]) + "]"
    if isinstance(value, pikepdf.Dictionary):
        return ", ".join(f"{printable(str(key)[1:])}: {_value(each, depth - 1)}" for key, each in value.items())
    return str(value)
