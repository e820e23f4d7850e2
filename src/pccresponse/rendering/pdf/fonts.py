"""Only our fonts, set the same way on every machine.

Fontconfig reads one file that we generate when the first document is rendered. It names a single folder of fonts, keeps its
cache beside itself in a temporary folder (so the cache cannot go stale and the installed package is never written to), and
switches hinting off, because hinting moves glyphs and every host has its own opinion of it.

The engine notes, for each glyph, the characters it stood for when it was first drawn. After one no-break space every space would
be one, and a search for two words would find nothing; after one "f", soft hyphen, "i", which the font draws as a ligature and
an invisible space, every space would be read as nothing at all, which neither standard allows.
"""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pccresponse.foundation import temporary_folders
from pccresponse.rendering.pdf.engine import RenderingError, StrayFontError

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


_PLAIN = {"\u00a0": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-"}
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
                font.to_unicode[glyph] = _PLAIN.get(plain, plain)
            self._looked_at[key] = len(font.to_unicode)

    def _by_name(self, key: Any, font: Any, glyph: int) -> str:
        """What a glyph stands for by its name: `f_t` is "ft", `acutecomb` an accent without its letter."""
        from fontTools import agl
        from fontTools.ttLib import TTFont

        if key not in self._faces:
            self._faces[key] = TTFont(io.BytesIO(font.file_content), lazy=True)
        text: str = agl.toUnicode(self._faces[key].getGlyphName(glyph))
        return unicodedata.normalize("NFC", text)
