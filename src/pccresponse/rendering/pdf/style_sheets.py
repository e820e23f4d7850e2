"""The style sheets of an edition, read once in a process instead of once for each document.

To parse them takes as long as to lay out a page or two. A sheet that means the same wherever it stands is taken out of the document
and handed to the engine ready-made; as soon as one of them says something that depends on its place or on the document, all of them
are left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pccresponse.rendering.pdf.errors import RenderingError

_DEPENDENT = re.compile(rb"!\s*important|@(?!page\b|(?:top|bottom|left|right)-|footnote\b)", re.IGNORECASE)
"""What a ready-made sheet of lower rank would turn round (`!important`), and every at-rule but those of pages."""
_PLAIN = frozenset({"rel", "href"})


def take_out(tree: Any, edition: Path) -> list[Any]:
    """The sheets that the document links to, in their order, and no longer in the document; none where it is not safe."""
    links = [link for link in tree.iter("link") if "stylesheet" in link.get("rel", "").split()]
    head = tree.find("head")
    files = [edition / link.get("href", "") for link in links]
    if head is None or not all(_is_simple(link.attrib, file, edition) for link, file in zip(links, files, strict=True)):
        return []
    contents = [file.read_bytes() for file in files]
    if any(_DEPENDENT.search(content) for content in contents) or any(link not in list(head) for link in links):
        return []
    for link in links:
        head.remove(link)
    return [_parsed(file, _text_of(file, content, edition)) for file, content in zip(files, contents, strict=True)]


def brings_no_fonts(tree: Any) -> bool:
    """Whether a document whose plain sheets were taken out is left without any that could declare a font."""
    styles = any("@" in "".join(style.itertext()) for style in tree.iter("style"))
    return not styles and next(tree.iter("link"), None) is None


def _is_simple(attributes: Mapping[str, str], file: Path, edition: Path) -> bool:
    root = edition.resolve()
    return set(attributes) == _PLAIN and file.resolve().is_relative_to(root) and file.is_file()


def _text_of(file: Path, content: bytes, edition: Path) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        name, line = file.resolve().relative_to(edition.resolve()).as_posix(), content.count(b"\n", 0, error.start) + 1
        raise RenderingError(f"{name}, line {line}: The style sheet is not text in UTF-8.", "Save it as UTF-8.") from error


@lru_cache(maxsize=32)
def _parsed(file: Path, text: str) -> Any:
    """A sheet for the engine."""
    import weasyprint

    return weasyprint.CSS(string=text, base_url=file.resolve().as_uri())
