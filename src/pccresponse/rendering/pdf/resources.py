"""What a document may read: files of its edition, pictures that were handed over, and `data:`. Nothing else, and no redirects.

Style sheets are read once in a process instead of once for each document: to parse them takes as long as to lay out a page or two.
A sheet that has the same meaning in every place is taken out of the document and handed to the engine ready-made; as soon as one of
them says something that depends on its place or on the document, all of them are left to the engine.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pccresponse.rendering.pdf.engine import RenderingError

IMAGE_SCHEME = "pccresponse-image"


def fetcher(edition: Path, images: Mapping[str, bytes], refused: list[str]) -> Any:
    """WeasyPrint's URL fetcher for one document. `images` are reached as `pccresponse-image:<name>`.

    Every refusal is fatal: WeasyPrint raises `FatalURLFetchingError`, a `BaseException`, rather than carry on without. In
    some places (a picture inside an SVG) it catches even that, so each refusal is also written down in `refused`.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    root = edition.resolve()

    class EditionFetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            try:
                return self._fetch(url, headers)
            except Exception as error:
                refused.append(f"{url}: {error}")
                raise

        def _fetch(self, url: str, headers: Mapping[str, str] | None) -> Any:
            scheme = urlsplit(url).scheme.lower()
            if scheme == IMAGE_SCHEME:
                name = unquote(url.partition(":")[2])
                if name not in images:
                    raise ValueError(f'no picture called "{name}" was handed over')
                return URLFetcherResponse(url, images[name])
            if scheme == "file":
                path = _inside(root, url)
                kind = mimetypes.MimeTypes().guess_type(path.name)[0] or "application/octet-stream"
                return URLFetcherResponse(path.as_uri(), path.read_bytes(), {"Content-Type": kind})
            if scheme == "data":
                return super().fetch(url, headers)
            raise ValueError("only files of the edition, pictures that were handed over and data: may be read")

    return EditionFetcher()


def _inside(root: Path, url: str) -> Path:
    """The file that a `file:` URL names, symbolic links followed; `ValueError` when it is not below `root`."""
    parts = urlsplit(url)
    from urllib.request import url2pathname  # imports what speaks HTTP, which takes long and is needed only here

    path = Path(url2pathname(parts.path)).resolve()
    if parts.netloc or not path.is_relative_to(root):
        raise ValueError(f"{path} is not in the edition")
    return path


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
