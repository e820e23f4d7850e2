"""The chart can be read without colour, and without eyes."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from pccresponse.foundation.packaged_files import templates_folder
from pccresponse.rendering.chart import BAR, LABEL, standing_chart
from pccresponse.rendering.tally import STANDINGS, Standing
from pccresponse.rendering.words import words_of

WORDS = words_of(templates_folder() / "2026", "en-GB")

SVG = "{http://www.w3.org/2000/svg}"


def drawn(**counts: int) -> ET.Element:
    standings: dict[Standing, int] = {
        standing: counts[standing.replace(" ", "_")] for standing in STANDINGS if standing.replace(" ", "_") in counts
    }
    return ET.fromstring(standing_chart(standings, ink="#1f3a5f", words=WORDS))


ALL = {standing.replace(" ", "_"): count for count, standing in enumerate(STANDINGS, start=1)}


def test_the_title_says_every_number() -> None:
    title = drawn(complete=2, in_progress=13).findtext(f"{SVG}title")
    assert title == "Bar chart of where the 15 findings that ask the force to act stand: 2 complete, 13 in progress."


def test_one_finding_is_said_in_the_singular() -> None:
    title = drawn(not_started=1).findtext(f"{SVG}title")
    assert title == "Bar chart of where the 1 finding that asks the force to act stands: 1 not started."


def test_each_bar_has_its_words_and_its_number_beside_it() -> None:
    words = [text.text for text in drawn(**ALL).iter(f"{SVG}text")]
    assert words == [part for count, standing in enumerate(STANDINGS, start=1) for part in (standing.capitalize(), str(count))]


def test_no_two_standings_are_drawn_with_the_same_pattern() -> None:
    chart = drawn(**dict.fromkeys(ALL, 5))
    patterns: dict[int, list[tuple[str | None, ...]]] = {}
    for shape in (*chart.iter(f"{SVG}rect"), *chart.iter(f"{SVG}line")):
        row = int(float(shape.get("y") or min(float(shape.get("y1", "0")), float(shape.get("y2", "0"))))) // 34
        top = row * 34 + 4
        seen = (shape.get("fill"), shape.get("x1"), shape.get("x2")) if shape.tag.endswith("line") else (shape.get("fill"),)
        assert top <= float(shape.get("y") or shape.get("y2") or 0) <= top + BAR
        patterns.setdefault(row, []).append(seen)
    assert len(patterns) == len(STANDINGS)
    assert len({tuple(pattern) for pattern in patterns.values()}) == len(STANDINGS)


def test_hatching_stays_inside_its_bar() -> None:
    chart = drawn(**ALL)
    lines = list(chart.iter(f"{SVG}line"))
    assert len(lines) > 40
    widths = {rect.get("y"): LABEL + int(rect.get("width", "0")) for rect in chart.iter(f"{SVG}rect")}
    for line in lines:
        row = min(int(float(line.get("y1", "0"))), int(float(line.get("y2", "0")))) // 34
        right = widths[str(row * 34 + 4)]
        for end in ("x1", "x2"):
            assert LABEL <= float(line.get(end, "0")) <= right
