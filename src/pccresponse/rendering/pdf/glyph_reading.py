"""What each glyph is read as, put right where the engine took the first use of a glyph for the only one.

The engine notes, for each glyph, the characters it stood for when it was first drawn. After one no-break space every space would
be one, and a search for two words would find nothing; after one "f", soft hyphen, "i", which the font draws as a ligature and
an invisible space, every space would be read as nothing at all, which neither standard allows.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from itertools import islice
from typing import Any

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
