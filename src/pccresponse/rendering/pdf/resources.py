"""What a document may read: files of its edition, among them its fonts, pictures that are handed over, and `data:`. Nothing else, and no redirects."""

from __future__ import annotations

import io
import mimetypes
import os
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from pccresponse.foundation import temporary_folders
from pccresponse.foundation.limited_process import GivenUpError, read_apart
from pccresponse.rendering.pdf.engine import RenderingError, StrayFontError

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


_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <reset-dirs/>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <edit name="antialias" mode="assign" binding="strong"><bool>true</bool></edit>
    <edit name="hinting" mode="assign" binding="strong"><bool>false</bool></edit>
    <edit name="autohint" mode="assign" binding="strong"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign" binding="strong"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign" binding="strong"><const>none</const></edit>
    <edit name="lcdfilter" mode="assign" binding="strong"><const>lcdnone</const></edit>
    <edit name="embeddedbitmap" mode="assign" binding="strong"><bool>false</bool></edit>
    <edit name="dpi" mode="assign" binding="strong"><double>96</double></edit>
    <edit name="namelang" mode="assign" binding="strong"><string>en</string></edit>
  </match>
</fontconfig>
"""


def use_only_fonts_of(folder: Path) -> None:
    """Point Fontconfig at the fonts in `folder` and at nothing else, for whatever this process sets from now on."""
    os.environ["FONTCONFIG_FILE"] = _configuration(folder.resolve())


@cache
def _configuration(folder: Path) -> str:
    """The path of a configuration for one folder of fonts; made once a process and removed at its end."""
    if not any(folder.glob("*.ttf")):
        raise RenderingError(f"The edition's font folder {folder} holds no fonts.", "Reinstall pccresponse.")
    home = temporary_folders.lasting_folder("fonts")
    file = home / "fonts.conf"
    cache_folder = home / "cache"
    file.write_text(_CONFIGURATION.format(fonts=escape(str(folder)), cache=escape(str(cache_folder))), encoding="utf-8")
    return str(file)


@cache
def font_configuration(folder: Path) -> Any:
    """The engine's view of the fonts in a folder, one for all documents of a process; to be asked after `use_only_fonts_of`.

    One for each document would leave some 200 kB behind every time, which Fontconfig gives back only at the end of the process. A
    document whose style brings fonts of its own must not share it.
    """
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


class FontCheck:
    """Refuses text set in any file that is not in the folder: a face is ours when its bytes are, whatever it calls itself."""

    def __init__(self, folder: Path) -> None:
        self._ours = _contents_of(folder)
        self._passed: set[Any] = set()

    def __call__(self, fonts: Mapping[Any, Any]) -> None:
        """Look at the engine's fonts, new ones only. Raises `StrayFontError`; to be asked before the engine cuts the fonts down."""
        for key, font in fonts.items():
            if key not in self._passed:
                if font.file_content not in self._ours:
                    raise StrayFontError(f"Text was set in {font.family}.", "Use a family that lies in the edition's folder fonts.")
                self._passed.add(key)


@cache
def _contents_of(folder: Path) -> tuple[bytes, ...]:
    """The fonts themselves: to compare a few megabytes takes less time than to work out a digest of them."""
    return tuple(file.read_bytes() for file in folder.glob("*.ttf"))


_PLAINER = {"\u00a0": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-"}
"""Characters that share a glyph with a plainer one."""

_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060")


class GlyphReadings:
    """Goes over what the engine noted, page by page as it is painted."""

    def __init__(self) -> None:
        self._looked_at: dict[Any, int] = {}
        self._faces: dict[Any, Any] = {}

    def correct(self, fonts: Mapping[Any, Any]) -> None:
        """Correct what is new since the last page."""
        for key, font in fonts.items():
            start = self._looked_at.get(key, 0)
            for glyph, text in tuple(islice(font.to_unicode.items(), start, None)):
                plain = text.translate(_INVISIBLE) if len(text) > 1 else text
                if not plain or any(map(unicodedata.combining, unicodedata.normalize("NFD", plain))):
                    # Part of a group: a letter, an accent or the two in one. Only the font knows which.
                    plain = self._by_name(key, font, glyph) or plain
                font.to_unicode[glyph] = _PLAINER.get(plain, plain)
            self._looked_at[key] = len(font.to_unicode)

    def _by_name(self, key: Any, font: Any, glyph: int) -> str:
        """What a glyph stands for by its name: `f_t` is "ft", `acutecomb` an accent without its letter."""
        from fontTools import agl
        from fontTools.ttLib import TTFont

        if key not in self._faces:
            self._faces[key] = TTFont(io.BytesIO(font.file_content), lazy=True)
        text: str = agl.toUnicode(self._faces[key].getGlyphName(glyph))
        return unicodedata.normalize("NFC", text)


_MOST_PIXELS = 4_000_000


class _TooLargeError(ValueError):
    """The picture is larger than a logo can need."""


def fit_for_archive(picture: bytes) -> bytes:
    """The picture as a PNG without colour profiles or remarks, which PDF/A would judge. Raises `ValueError` if it cannot be read.

    The same picture always gives the same bytes. A process apart reads it, because it may be anybody's.
    """
    result = _read_picture(picture)
    if isinstance(result, str):
        raise ValueError(result)
    return result


@lru_cache(maxsize=4)
def _read_picture(picture: bytes) -> bytes | str:
    """The picture, or what is wrong with it; known for the next response of the same office."""
    try:
        return read_apart(_as_plain_png, picture)
    except GivenUpError as error:
        return f"it {error.why}"
    except ValueError as error:
        return str(error)


def _as_plain_png(picture: bytes) -> bytes:
    from PIL import Image

    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise _TooLargeError(f"it has {opened.width} by {opened.height} pixels, more than a logo can need")
            has_transparency = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
            plain = opened.convert("RGBA" if has_transparency else "RGB")
    except _TooLargeError:
        raise
    except Exception as error:  # the library promises nothing about what a damaged file raises
        raise ValueError("it cannot be read as a PNG or a JPEG") from error
    if plain.mode == "RGBA":  # a logo on paper: transparency is resolved against white here, not in every viewer
        paper = Image.new("RGB", plain.size, "white")
        paper.paste(plain, mask=plain.getchannel("A"))
        plain = paper
    result = BytesIO()
    plain.save(result, "PNG", optimize=False)
    return result.getvalue()
