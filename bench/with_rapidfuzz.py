"""RapidFuzz used naively: `with_rapidfuzz.py REPORT.pdf needles.json`, each needle aligned with the whole text of the report."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pypdfium2
from rapidfuzz import fuzz


def main() -> None:
    """Print for each needle how well it fits, and where."""
    report, needles = sys.argv[1:]
    document = pypdfium2.PdfDocument(report)
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    for needle in json.loads(Path(needles).read_text(encoding="utf-8")):
        found = fuzz.partial_ratio_alignment(needle, text)
        assert found is not None
        print(f"{found.score:.1f} {found.dest_start}")


if __name__ == "__main__":
    main()
