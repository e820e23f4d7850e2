"""The pages as a reader has them: the text that can be copied and the picture that is seen, by another program than made them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from typing import TYPE_CHECKING, Any

import pypdfium2

from pccresponse.verifying.errors import UnreadablePdfError

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 100
POINTS_PER_INCH = 72
LONGEST_SIDE = 5_000
"""In points; a sheet of A0 has 3,370."""
_MOST_LETTERS = 1_000_000


class Pages:
    """An open document, of which no more than a page is in memory at a time."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    def text(self, number: int) -> str:
        """The text of a page, counted from 1, in the lines that it is printed in; with it what is printed invisibly."""
        with self._page(number) as page:
            text_page = page.get_textpage()
            try:
                if text_page.count_chars() > _MOST_LETTERS:
                    raise UnreadablePdfError(f"Page {number} has more than {_MOST_LETTERS:,} letters.")
                return str(text_page.get_text_range()).replace("\r\n", "\n")
            finally:
                text_page.close()

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points, as it is turned for reading."""
        with self._page(number) as page:
            return float(page.get_width()), float(page.get_height())

    def picture(self, number: int, dots_per_inch: float = DOTS_PER_INCH) -> Image:
        """What a page looks like."""
        with self._page(number) as page:
            bitmap = page.render(scale=dots_per_inch / POINTS_PER_INCH, rev_byteorder=True)
            try:
                # The picture would otherwise lie in the memory of the bitmap, which is about to be given back.
                return bitmap.to_pil().convert("RGB").copy()  # type: ignore[no-any-return]
            finally:
                bitmap.close()

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        page = self._document[number - 1]
        try:
            for side in page.get_size():
                if not isfinite(side) or not 1 <= side <= LONGEST_SIDE:
                    raise UnreadablePdfError(
                        f"Page {number} is {side:,.0f} points long on a side; up to {LONGEST_SIDE:,} are read."
                    )
            yield page
        finally:
            page.close()


@contextmanager
def pages_of(pdf: bytes) -> Iterator[Pages]:
    """The pages of a document that has been looked at before (`page_contents`). Raises `UnreadablePdfError`."""
    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield Pages(document)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError("The PDF is damaged: its pages cannot be drawn.") from error
