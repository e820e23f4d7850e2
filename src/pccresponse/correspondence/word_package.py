"""A Word file from outside, opened without trust: no more is unpacked than a letter needs, no entity is resolved, nothing that it
links to is looked at, and no macro is anything but bytes that nobody reads.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

from pccresponse.correspondence.blocks import UnreadableFileError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
"""The names that Word gives when it is told to keep to the strict form of the standard."""
_DOCUMENT = "/officeDocument"
_MOST_PARTS = 2_000
_MOST_UNPACKED = 200 << 20
_LARGEST_PART = 20 << 20
_OLD = UnreadableFileError("is not a Word file (.docx), or has a password", "Save it as .docx without a password.")
_DAMAGED = UnreadableFileError("cannot be opened as a Word file", "Open it in Word and save it again as .docx.")


class Package:
    """The parts of a Word file that say something."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            parts = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise _OLD from error
        self._sizes = {part.filename: part.file_size for part in parts}
        if len(parts) > _MOST_PARTS or sum(self._sizes.values()) > _MOST_UNPACKED:
            raise UnreadableFileError("is too large for a letter", "Save it without its pictures.")
        main = self._targets("_rels/.rels", _DOCUMENT)
        self._main = main[0] if main else "word/document.xml"
        document = self._part(self._main)
        if document is None:
            raise _DAMAGED
        self.document = document

    def part(self, kind: str) -> Any | None:
        """The first part that the document names as being of a kind, such as `footnotes`; None if there is none."""
        return next(iter(self.parts(kind)), None)

    def parts(self, kind: str) -> list[Any]:
        """All parts of a kind, in the order of their names."""
        return [part for name in sorted(set(self._targets(self._relations, f"/{kind}"))) if (part := self._part(name)) is not None]

    def addresses(self) -> dict[str, str]:
        """Where the links of the document lead, by their identifiers; nobody goes there."""
        relations = self._part(self._relations)
        return {
            str(each.get("Id")): str(each.get("Target"))
            for each in (relations if relations is not None else ())
            if str(each.get("Type")).endswith("/hyperlink")
        }

    @property
    def has_macros(self) -> bool:
        """Whether there are macros in it, which nobody reads."""
        return any(name.casefold().endswith("vbaproject.bin") for name in self._sizes)

    @property
    def _relations(self) -> str:
        folder, name = posixpath.split(self._main)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _targets(self, relations: str, ending: str) -> list[str]:
        """The names of the parts that a list of relations names as of a kind; what lies outside the file is left out."""
        found = self._part(relations)
        folder = posixpath.dirname(posixpath.dirname(relations))
        return [
            posixpath.normpath(posixpath.join("/", folder, str(each.get("Target")))).lstrip("/")
            for each in (found if found is not None else ())
            if str(each.get("Type")).endswith(ending) and each.get("TargetMode") != "External"
        ]

    def _part(self, name: str) -> Any | None:
        if name not in self._sizes:
            return None
        if self._sizes[name] > _LARGEST_PART:
            raise UnreadableFileError("has too much text for a letter", "Save the letter without its annexes.")
        try:
            with self._archive.open(name) as part:
                content = part.read(_LARGEST_PART + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
            raise _OLD from error
        except Exception as error:  # a damaged stream raises what its method of packing has
            raise _DAMAGED from error
        return parsed_xml(content)


def parsed_xml(content: bytes) -> Any:
    """XML without entities, definitions or anything from elsewhere. Raises `UnreadableFileError`."""
    from lxml import etree

    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _DAMAGED from error
    if root is None or root.getroottree().docinfo.doctype:
        raise UnreadableFileError("has definitions in its XML that no word processor writes", _DAMAGED.remedy)
    return root
