"""A page as the engine painted it, its marks put in order.

While it paints, the engine brackets every run of text and every picture with a numbered mark. As soon as a page is done the marks
of artifacts become artifact marks, the rest are numbered anew without gaps, and the page's content is compressed: in
a long document it would otherwise wait in memory, in very many small pieces, until the end.
"""

from __future__ import annotations

from typing import Any

import pydyf

from pccresponse.rendering.pdf.errors import RenderingError
from pccresponse.rendering.pdf.nodes import is_blank
from pccresponse.rendering.pdf.reading_order import ReadingOrder
from pccresponse.rendering.pdf.serialising import deflate

_SPACE = pydyf.String(" ")


class PaintedPage:
    """Which mark on the page each box of text or picture has."""

    def __init__(self, stream: Any, order: ReadingOrder, height: float) -> None:
        self.height = height
        """In CSS pixels."""
        self.numbers: dict[Any, int] = {}
        """The number of each mark that is not an artifact, counted from 0 without gaps."""
        boxes = {mark["mcid"]: box for box, mark in stream._tags.items()}
        # The engine is to find nothing left to tag.
        stream._tags.clear()
        seen = self._renumber(stream, order, boxes)
        if seen != len(boxes):
            raise RenderingError(
                "Text was painted inside a group that cannot be tagged.",
                "Do not use opacity or blending on elements that hold text or pictures.",
            )
        deflate(stream)

    def _renumber(self, stream: Any, order: ReadingOrder, boxes: dict[int, Any]) -> int:
        """Rewrite the marks, and say the spaces that were not painted. Answers with how many marks there were."""
        operators: list[Any] = []
        ends_word = False
        seen = 0
        for operator in stream.stream:
            operators.append(operator)
            if operator == b"EMC" and ends_word:
                operators[-1:] = ["/Span", pydyf.Dictionary({"ActualText": _SPACE}), b"BDC", b"EMC", b"EMC"]
                ends_word = False
            elif isinstance(operator, pydyf.Dictionary) and "MCID" in operator:
                seen += 1
                box = boxes[operator["MCID"]]
                if box in order.artifacts:
                    operators[-2] = "/Artifact"
                    del operator["MCID"]
                    if order.artifacts[box]:
                        operator["Type"] = f"/{order.artifacts[box]}"
                    continue
                operator["MCID"] = self.numbers[box] = len(self.numbers)
                if is_blank(box):
                    # The engine moves the pen and paints nothing: without this, the words on both sides would be read as one.
                    operator["ActualText"] = _SPACE
                # Of a line's last text the engine sometimes forgets the space and paints it all the same.
                ends_word = box in order.line_ends and not box.pango_layout.text[-1:].isspace()
        stream.stream = operators
        return seen
