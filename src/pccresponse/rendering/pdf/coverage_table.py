"""Writes the table of characters that all fonts of an edition's text can draw, which `pccresponse.edition_files` reads.

Run it when a font changes: `python -m pccresponse.rendering.pdf.coverage_table templates/2026/fonts`.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import groupby
from pathlib import Path

from pccresponse.edition_files import COVERAGE_FILE

# A combining mark that does not join its letter is a glyph without a character, which neither standard allows. Format characters are
# invisible, and some reorder text. Private and unassigned characters have no agreed meaning.
_NEVER = frozenset({"Mn", "Mc", "Me", "Cc", "Cf", "Co", "Cn", "Cs"})

_ALSO = frozenset("\t\n\r\u00ad\u200b\u2060") | frozenset(map(chr, range(0x2000, 0x200B))) | frozenset("\u202f\u205f\u3000")
"""White space, which needs no glyph, the soft hyphen, and the controls of line breaks."""

_HEADER = """# The characters that every face of {family} in this folder can draw, as ranges of code points.
# Written by: python -m pccresponse.rendering.pdf.coverage_table <this folder>
"""


def measure(folder: Path) -> str:
    """The table for the fonts in a folder: of the family with most faces, which is that of the text."""
    from fontTools.ttLib import TTFont

    families: dict[str, list[set[int]]] = {}
    for file in sorted(folder.glob("*.ttf")):
        face = TTFont(file)
        names = face["name"]
        families.setdefault(names.getBestFamilyName(), []).append(set(face.getBestCmap()))
    if not families:
        raise FileNotFoundError(f"no fonts in {folder}")
    family, faces = max(families.items(), key=lambda item: len(item[1]))
    drawn: set[int] = reduce(set.intersection, faces)
    wanted = {code for code in drawn if unicodedata.category(chr(code)) not in _NEVER} | set(map(ord, _ALSO))
    return _HEADER.format(family=family) + "".join(
        f"{first:04X}-{last:04X}\n" if first != last else f"{first:04X}\n" for first, last in _ranges(wanted)
    )


def _ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers: 1, 2, 3, 7 are (1, 3) and (7, 7)."""
    for _, group in groupby(enumerate(sorted(codes)), key=lambda each: each[1] - each[0]):
        run = [code for _, code in group]
        yield run[0], run[-1]


if __name__ == "__main__":
    target = Path(sys.argv[1])
    (target / COVERAGE_FILE).write_text(measure(target), encoding="ascii")
