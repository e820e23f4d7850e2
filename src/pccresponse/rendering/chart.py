"""The small chart of where the findings stand: a bar in which pattern, order and a label tell the parts apart, not colour."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from pccresponse.rendering.tally import Standing
from pccresponse.rendering.words import Words, filled

WIDTH, BAR, ROW, LABEL = 640, 22, 34, 210
"""Sizes in the drawing's own units; the page scales the drawing to the width of the text."""

_HATCHES: dict[Standing, tuple[int, int] | None] = {
    # distance between the lines and their slant; None is a plain fill
    "complete": None,
    "closed by the inspectorate": (4, 0),
    "in progress": (7, 1),
    "not started": (9, -1),
    "not recorded": (14, 1),
    "no action recorded": (0, 0),
}


def standing_chart(standings: Mapping[Standing, int], *, ink: str, words: Words) -> Markup:
    """An SVG with one bar for each standing, its length the number of findings, its number beside it.

    `ink` is the colour as `#rrggbb`. The title is the text alternative and says every number.
    """
    largest = max(standings.values())
    room = WIDTH - LABEL - 44
    said = (filled(words.chart.part, count=count, standing=words.standings[standing]) for standing, count in standings.items())
    number = sum(standings.values())
    title = filled(words.chart.one if number == 1 else words.chart.many, number=number, parts=", ".join(said))
    parts: list[str] = []
    for row, (standing, count) in enumerate(standings.items()):
        top = row * ROW + 4
        length = max(6, round(room * count / largest))
        parts.append(_label(words.standings[standing], top))
        parts.append(_bar(LABEL, top, length, _HATCHES[standing], ink))
        parts.append(f'<text x="{LABEL + length + 8}" y="{top + 16}" font-size="17" font-weight="600" fill="#111">{count}</text>')
    height = len(standings) * ROW
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="Source Sans 3"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _label(standing: str, top: int) -> str:
    return f'<text x="0" y="{top + 16}" font-size="17" fill="#111">{escape(standing[0].upper() + standing[1:])}</text>'


def _bar(left: int, top: int, length: int, hatch: tuple[int, int] | None, ink: str) -> str:
    outline = f'<rect x="{left}" y="{top}" width="{length}" height="{BAR}" fill="none" stroke="{ink}" stroke-width="1.5"/>'
    if hatch is None:
        return outline.replace('fill="none"', f'fill="{ink}"')
    step, slant = hatch
    if not step:
        return outline
    lines: list[str] = []
    reach = BAR if slant else 0
    for x in range(left - reach + step, left + length, step):
        start, end = (x, x + reach) if slant >= 0 else (x + reach, x)
        lines.append(_clipped(start, top + BAR, end, top, left, left + length, ink))
    return outline + "".join(lines)


def _clipped(x1: float, y1: float, x2: float, y2: float, low: int, high: int, ink: str) -> str:
    """A line cut off at the sides of its bar, computed here because a clip path would differ between viewers."""
    points: list[tuple[float, float]] = []
    for x, y, other_x, other_y in ((x1, y1, x2, y2), (x2, y2, x1, y1)):
        edge = min(max(x, low), high)
        if edge != x:
            y += (other_y - y) * (edge - x) / (other_x - x)
        points.append((edge, y))
    (ax, ay), (bx, by) = points
    return f'<line x1="{ax:g}" y1="{ay:g}" x2="{bx:g}" y2="{by:g}" stroke="{ink}" stroke-width="1.5"/>'
