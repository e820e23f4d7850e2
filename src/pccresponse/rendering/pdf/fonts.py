"""Only our fonts, set the same way on every machine.

Fontconfig reads one file that we generate when the first document is rendered. It names a single folder of fonts, keeps its
cache beside itself in a temporary folder (so the cache cannot go stale and the installed package is never written to), and
switches hinting off, because hinting moves glyphs and every host has its own opinion of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pccresponse import scratch
from pccresponse.rendering.pdf.errors import RenderingError, StrayFontError

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
    home = scratch.lasting_folder("fonts")
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
