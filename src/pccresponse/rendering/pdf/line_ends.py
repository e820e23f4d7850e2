"""Which lines end between two words.

The engine drops the space at which it broke a line, so that the last word of one line and the first of the next stand side by side
in the text of the file. ISO 32000-1, 14.8.2.5, wants word breaks to be explicit; a break inside a long address or after a
hyphen is none. The HTML knows which is which.
"""

from __future__ import annotations

from typing import Any

_HYPHENS = ("-", "\u00ad", "\u2010", "\u200b", "/")


class LineEnds:
    """Watches the lines of all blocks go by, in reading order."""

    def __init__(self, boxes: Any) -> None:
        self._boxes = boxes
        self._last: dict[Any, Any] = {}
        self._texts: dict[Any, str] = {}
        self.spaced: set[Any] = set()
        """Boxes of text after which a space is to be heard."""

    def begin(self, line: Any, block: Any) -> None:
        """A line of a block, named by its element and part, begins."""
        texts = [box for box in line.descendants() if isinstance(box, self._boxes.TextBox)]
        if not texts:
            return
        last = self._last.get(block)
        if last is not None and self._is_between_words(last, texts[0], block[0]):
            self.spaced.add(last)
        self._last[block] = texts[-1]
        if any((box.element_tag or "").startswith("br") for box in line.descendants()):
            self.spaced.add(texts[-1])

    def _is_between_words(self, last: Any, first: Any, element: Any) -> bool:
        before, after = last.text.split()[-1:], first.text.split()[:1]
        if not before or not after or last.text[-1].isspace() or first.text[0].isspace():
            return False
        text = self._text_of(element)
        if f"{before[0]} {after[0]}" in text:
            return True
        return f"{before[0]}{after[0]}" not in text and not before[0].endswith(_HYPHENS)

    def _text_of(self, element: Any) -> str:
        """An element's words as HTML has them, runs of white space made one."""
        if element not in self._texts:
            self._texts[element] = " ".join("".join(element.itertext()).split())
        return self._texts[element]
