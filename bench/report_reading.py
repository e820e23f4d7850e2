"""How well reports are read: recall and precision over texts with the right answers beside them.

    python bench/report_reading.py FOLDER
    python bench/report_reading.py tests/source_report/passages/*.yaml

A folder has a `labels.json`: for each of its files the `findings` (kind, label, begins, due, addressee, points, under), the `grades`
and, where it states how many findings it has, the `counts`. A file of YAML has a list of passages, each with its name, its text and the
same answers; what an answer leaves out is empty, and a finding without an `addressee` is not asked for one. Grades under `also` may be
read or not, and so may the findings under `asked`, by how they begin, if the reader asks whether they are any. Under `known` stands, in
words, what is known to be read wrongly; such passages are counted like the others.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from pccresponse.source_report import report_of
from pccresponse.source_report.comparable_text import folded, letters_of, plain, tokens_of
from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.report import InspectedReport
from pccresponse.source_report.stated_counts import counts_stated
from pccresponse.source_report.stated_grades import grades_in


def passages_in(path: Path) -> Iterator[tuple[str, InspectedReport, dict[str, Any]]]:
    """Each text of a folder or of a file of YAML: its name, how it is read, and the right answer."""
    if path.is_dir():
        for name, right in json.loads((path / "labels.json").read_text("utf-8")).items():
            yield name, report_of(name, (path / name).read_bytes()), right
    else:
        for right in yaml.safe_load(path.read_text("utf-8")):
            yield right["name"], report_of("passage.txt", right["text"].encode()), right


def measure(passages: Iterable[tuple[str, InspectedReport, dict[str, Any]]]) -> tuple[Counter[str], list[str]]:
    """Count what is read rightly and wrongly, and say what is not as the answer has it."""
    totals: Counter[str] = Counter()
    wrong: list[str] = []
    for name, report, right in passages:
        for what, is_right, said in _compared(report, right):
            totals[what if is_right else f"{what}: WRONG"] += 1
            if not is_right:
                wrong.append(f"{name}: {said}")
    return totals, wrong


def _compared(report: InspectedReport, right: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    found = list(findings_in(report))
    matched = set()
    for answer in right.get("findings", ()):
        begins = _bare(answer["begins"])[:40]
        place = next(
            (
                place
                for place, each in enumerate(found)
                if place not in matched
                and each.kind == answer["kind"]
                and folded("".join(report.letters[each.start : each.end])).startswith(begins)
            ),
            None,
        )
        yield "finding expected", place is not None, f"MISSED {answer['kind']}: {answer['begins']}"
        if place is None:
            continue
        matched.add(place)
        each = found[place]
        given = {
            "label": each.label or "",
            "due": each.due or "",
            "addressee": each.addressee or "",
            "points": len(each.points),
            "under": found[each.under].kind if each.under is not None else "",
        }
        for key, value in given.items():
            expected = answer.get(key) or (0 if key == "points" else "")
            if key != "addressee" or expected:
                is_right = str(value).casefold() == str(expected).casefold()
                yield key, is_right, f"{key} {value!r}, not {expected!r}: {answer['begins']}"
    doubtful = [_bare(begins)[:40] for begins in right.get("asked", ())]
    for place, each in enumerate(found):
        there = folded("".join(report.letters[each.start : each.end]))
        if {"no heading", "carried over"} & set(each.doubts) and there.startswith(tuple(doubtful)):
            matched.add(place)
        told = " ".join(report.shown[each.start : each.start + 12])
        yield "finding found", place in matched, f"FALSE {each.kind}: {told}"
    graded = {(_bare(each.name), each.grade) for each in grades_in(report)}
    expected = {(_bare(name), grade) for name, grade in right.get("grades", ())}
    for missed in sorted(expected):
        yield "grade expected", missed in graded, f"GRADE MISSED {missed}"
    for more in sorted(graded - {(_bare(name), grade) for name, grade in right.get("also", ())}):
        yield "grade found", more in expected, f"GRADE READ WRONGLY {more}"
    counts = {kind: set(numbers) for kind, numbers in counts_stated(report).items()}
    if "counts" in right or "text" in right:
        stated = {kind: {number} for kind, number in right.get("counts", {}).items()}
        yield "counts", counts == stated, f"counts {counts}, not {stated}"


def _bare(words: str) -> str:
    """The letters that count of some words."""
    return folded("".join(letters_of(token) for token in tokens_of(plain(words)))).rstrip(".,:;")


if __name__ == "__main__":
    totals, wrong = measure(each for path in sys.argv[1:] for each in passages_in(Path(path)))
    print("\n".join(wrong))
    for what in dict.fromkeys(what.removesuffix(": WRONG") for what in totals):
        is_right, is_wrong = totals[what], totals[f"{what}: WRONG"]
        print(f"{what:18} {is_right:5} of {is_right + is_wrong:5}  {is_right / (is_right + is_wrong):.3f}")
