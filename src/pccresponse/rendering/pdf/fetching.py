"""What a document may read: files of its edition, pictures that were handed over, and `data:`. Nothing else, and no redirects."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

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
    path = Path(url2pathname(parts.path)).resolve()
    if parts.netloc or not path.is_relative_to(root):
        raise ValueError(f"{path} is not in the edition")
    return path
