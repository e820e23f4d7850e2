"""What a document may read: files of its edition, with its fonts, the pictures that it is given, and `data:`. No redirects."""

from __future__ import annotations

import io
import mimetypes
import os
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pccresponse.foundation import temporary_folders
from pccresponse.foundation.limited_process import GivenUpError, read_apart
from pccresponse.rendering.pdf.engine import RenderingError, StrayFontError

IMAGE_SCHEME = "pccresponse-image"


def fetcher(edition: Path, images: Mapping[str, bytes], refused: list[str]) -> Any:
    """WeasyPrint's URL fetcher for one document. `images` have addresses such as `pccresponse-image:<name>`.

    WeasyPrint raises `FatalURLFetchingError`, a `BaseException`, for every refusal. In some places (a picture inside an SVG) it
    catches even that, so each refusal is also added to `refused`.
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
    """The file that a `file:` URL names, with symbolic links resolved. Raises `ValueError` if it is not below `root`."""
    from urllib.request import url2pathname  # slow to import, and only needed here

    parts = urlsplit(url)
    path = Path(url2pathname(parts.path)).resolve()
    if parts.netloc or not path.is_relative_to(root):
        raise ValueError(f"{path} is not in the edition")
    return path


# Style sheets are parsed once in a process, not once for each document: parsing takes as long as the layout of a page or two.


_DEPENDENT = re.compile(rb"!\s*important|@(?!page\b|(?:top|bottom|left|right)-|footnote\b)", re.IGNORECASE)
"""What depends on the place of a sheet among others: `!important`, and every at-rule except those of pages."""


def take_out(tree: Any, edition: Path) -> list[Any]:
    """Remove the linked style sheets from the document and return them parsed, in order.

    They are all left in, and none is returned, if one of them depends on its place or on the document.
    """
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
    """Whether no style sheet that is left in the document can declare a font."""
    styles = any("@" in "".join(style.itertext()) for style in tree.iter("style"))
    return not styles and next(tree.iter("link"), None) is None


def _is_simple(attributes: Mapping[str, str], file: Path, edition: Path) -> bool:
    return set(attributes) == {"rel", "href"} and file.resolve().is_relative_to(edition.resolve()) and file.is_file()


def _text_of(file: Path, content: bytes, edition: Path) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        name, line = file.resolve().relative_to(edition.resolve()).as_posix(), content.count(b"\n", 0, error.start) + 1
        raise RenderingError(f"{name}, line {line}: The style sheet is not text in UTF-8.", "Save it as UTF-8.") from error


@lru_cache(maxsize=32)
def _parsed(file: Path, text: str) -> Any:
    import weasyprint

    return weasyprint.CSS(string=text, base_url=file.resolve().as_uri())


# Fontconfig reads a file that we write when the first document is rendered. It names one folder of fonts, keeps the cache in a
# temporary folder, so that it cannot be stale, and switches hinting off, which moves glyphs and differs from machine to machine.
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
    """Let Fontconfig use only the fonts in `folder` from now on in this process."""
    os.environ["FONTCONFIG_FILE"] = _configuration(folder.resolve())


@cache
def _configuration(folder: Path) -> str:
    """The path of a configuration for one folder of fonts. It is removed at the end of the process."""
    if not list(folder.glob("*.ttf")):
        raise RenderingError(f"The edition's font folder {folder} holds no fonts.", "Reinstall pccresponse.")
    home = temporary_folders.lasting_folder("fonts")
    file = home / "fonts.conf"
    paths = {"fonts": folder, "cache": home / "cache"}
    text = _CONFIGURATION.format(**{name: escape(str(path), quote=False) for name, path in paths.items()})
    file.write_text(text, encoding="utf-8")
    return str(file)


@cache
def font_configuration(folder: Path) -> Any:
    """The engine's configuration for the fonts in a folder, to be asked for after `use_only_fonts_of`.

    All documents share it, because Fontconfig frees the 200 kB of each only at the end of the process. A document whose style sheet
    declares fonts must not share it.
    """
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


class FontCheck:
    """Refuses text in a font that is not in the folder. A font is known by its bytes, not its name."""

    def __init__(self, folder: Path) -> None:
        self._ours = _contents_of(folder)
        self._passed: set[Any] = set()

    def __call__(self, fonts: Mapping[Any, Any]) -> None:
        """Check the fonts that are new since the last call, before the engine makes subsets. Raises `StrayFontError`."""
        for key, font in fonts.items():
            if key not in self._passed:
                if font.file_content not in self._ours:
                    raise StrayFontError(f"Text was set in {font.family}.", "Use a family that lies in the edition's folder fonts.")
                self._passed.add(key)


@cache
def _contents_of(folder: Path) -> tuple[bytes, ...]:
    """The fonts themselves, because comparing megabytes is faster than making a digest of them."""
    return tuple(file.read_bytes() for file in folder.glob("*.ttf"))


_PLAINER = {"\u00a0": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-"}
"""Characters that share a glyph with a plainer one."""

_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060")


class GlyphReadings:
    """Corrects which characters each glyph stands for, page by page.

    The engine records the characters for which a glyph was first drawn. After one no-break space, every space would be one, and a search
    for two words would find nothing. After an f, a soft hyphen and an i, drawn as a ligature and an invisible space, every space
    would stand for nothing, which neither standard allows.
    """

    def __init__(self) -> None:
        self._seen: dict[Any, int] = {}
        self._faces: dict[Any, Any] = {}

    def correct(self, fonts: Mapping[Any, Any]) -> None:
        """Correct what is new since the last call."""
        for key, font in fonts.items():
            start = self._seen.get(key, 0)
            for glyph, text in tuple(islice(font.to_unicode.items(), start, None)):
                plain = text.translate(_INVISIBLE) if len(text) > 1 else text
                if not plain or any(map(unicodedata.combining, unicodedata.normalize("NFD", plain))):
                    # A letter, an accent or both: only the font knows which.
                    plain = self._by_name(key, font, glyph) or plain
                font.to_unicode[glyph] = _PLAINER.get(plain, plain)
            self._seen[key] = len(font.to_unicode)

    def _by_name(self, key: Any, font: Any, glyph: int) -> str:
        """What a glyph stands for by its name: `f_t` is "ft", `acutecomb` an accent without its letter."""
        from fontTools import agl
        from fontTools.ttLib import TTFont

        if key not in self._faces:
            self._faces[key] = TTFont(io.BytesIO(font.file_content), lazy=True)
        text: str = agl.toUnicode(self._faces[key].getGlyphName(glyph))
        return unicodedata.normalize("NFC", text)


_MOST_PIXELS = 4_000_000


def fit_for_archive(picture: bytes) -> bytes:
    """A logo as an RGB PNG without colour profiles or comments, which PDF/A restricts. Raises `ValueError` if it cannot be read.

    The same picture always gives the same bytes. A separate process reads it, because it may come from anybody.
    """
    result = _read_picture(picture)
    if isinstance(result, str):
        raise ValueError(result)
    return result


@lru_cache(maxsize=4)
def _read_picture(picture: bytes) -> bytes | str:
    """The picture, or what is wrong with it, kept for the next response of the same office."""
    try:
        return read_apart(_as_plain_png, picture)
    except GivenUpError as error:
        return f"it {error.why}"


def _as_plain_png(picture: bytes) -> bytes | str:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return f"it has {opened.width} by {opened.height} pixels, more than a logo can need"
            has_transparency = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
            plain = opened.convert("RGBA" if has_transparency else "RGB")
    except Exception:  # Pillow documents no errors for damaged files
        return "it cannot be read as a PNG or a JPEG"
    if plain.mode == "RGBA":  # on white, so that viewers need not resolve the transparency
        paper = Image.new("RGB", plain.size, "white")
        paper.paste(plain, mask=plain.getchannel("A"))
        plain = paper
    result = io.BytesIO()
    plain.save(result, "PNG", optimize=False)
    return result.getvalue()
