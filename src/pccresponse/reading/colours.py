"""How well a colour can be read on white paper."""

from __future__ import annotations

LEAST_CONTRAST = 4.5
"""What WCAG 2.2, success criterion 1.4.3, asks for text of ordinary size."""


def contrast_on_white(colour: str) -> float:
    """The contrast of a colour, written `#1d3557`, with white, from 1 to 21, as WCAG 2.2 defines it.

    >>> contrast_on_white("#000000")
    21.0
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darkened(colour: str) -> str:
    """The same hue, made no darker than it must be for enough contrast on white.

    >>> darkened("#ffcc00")
    '#907300'
    """
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for share in range(256, -1, -1):
        scaled = "#" + "".join(f"{part * share // 256:02x}" for part in parts)
        if contrast_on_white(scaled) >= LEAST_CONTRAST:
            return scaled
    raise AssertionError("black has the greatest contrast there is")


def _linear(part: float) -> float:
    """The light that a part of a colour gives, from the number by which it is stored (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
