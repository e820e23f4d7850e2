"""How well reports are read: recall and precision over texts with the right answers beside them.

    python bench/report_reading.py FOLDER

The folder has a `labels.json`: for each file its `findings` (kind, label, begins, due, addressee, points, under) and `grades`.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from pccresponse.source_report import report_of
from pccresponse.source_report.comparable_text import folded, letters_of, plain, tokens_of
from pccresponse.source_report.found_findings import findings_in
from pccresponse.source_report.stated_counts import counts_stated
from pccresponse.source_report.stated_grades import grades_in


def bare(words: str) -> str:
    """The letters that count of some words."""
    return folded("".join(letters_of(token) for token in tokens_of(plain(words)))).rstrip(".,:;")


def measure(folder: Path) -> Counter[str]:
    """Read every text of a folder, print what is not as its label says, and count."""
    totals: Counter[str] = Counter()
    for name, right in json.loads((folder / "labels.json").read_text("utf-8")).items():
        report = report_of(name, (folder / name).read_bytes())
        found = list(findings_in(report))
        matched = set()
        for label in right["findings"]:
            totals["expected"] += 1
            for place, each in enumerate(found):
                there = folded("".join(report.letters[each.start : each.end]))
                if place not in matched and each.kind == label["kind"] and there.startswith(bare(label["begins"])[:40]):
                    matched.add(place)
                    totals["found"] += 1
                    for key, given in (("label", each.label), ("due", each.due), ("addressee", each.addressee)):
                        if label[key] is None and key == "addressee":
                            continue
                        is_right = (given or "").casefold() == (label[key] or "").casefold()
                        totals[f"{key} right" if is_right else f"{key} wrong"] += 1
                        if not is_right:
                            print(f"{name}: {key} {given!r}, not {label[key]!r}: {label['begins']}")
                    totals["points right" if len(each.points) == label["points"] else "points wrong"] += 1
                    if len(each.points) != label["points"]:
                        print(f"{name}: {len(each.points)} points, not {label['points']}: {label['begins']}")
                    under = found[each.under].kind if each.under is not None else None
                    totals["under right" if under == label["under"] else "under wrong"] += 1
                    if under != label["under"]:
                        print(f"{name}: under {under}, not {label['under']}: {label['begins']}")
                    break
            else:
                print(f"{name}: MISSED {label['kind']}: {label['begins']}")
        for place, each in enumerate(found):
            if place not in matched:
                totals["false"] += 1
                print(f"{name}: FALSE {each.kind}: {' '.join(report.shown[each.start : each.start + 12])}")
        graded = {(bare(each.name), each.grade) for each in grades_in(report)}
        expected = {(bare(grade[0]), grade[1]) for grade in right["grades"]}
        totals["grades expected"] += len(expected)
        totals["grades found"] += len(expected & graded)
        totals["grades more"] += len(graded - expected)
        for missed in sorted(expected - graded):
            print(f"{name}: GRADE MISSED {missed}")
        for more in sorted(graded - expected):
            print(f"{name}: grade more {more}")
        if counts := counts_stated(report):
            print(f"{name}: counts {counts}")
    return totals


if __name__ == "__main__":
    for what, number in measure(Path(sys.argv[1])).items():
        print(f"{number:5} {what}")
