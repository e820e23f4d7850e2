"""WeasyPrint by itself, warm: it stays, sets each page that it is told of, and says how long that took.

Standard input has a line for each page, `EDITION<tab>PAGE.html<tab>OUT.pdf`; standard output gets a line for each: the seconds by
the clock, and those of the processor. What it takes to start and to import WeasyPrint is nowhere in them.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import weasyprint


def main() -> None:
    """Set one page after the other until there are no more lines."""
    for line in sys.stdin:
        edition, page, out = line.rstrip("\n").split("\t")
        html, base = Path(page).read_text(encoding="utf-8"), (Path(edition).resolve() / "_").as_uri()
        before, processor_before = time.perf_counter(), time.process_time()
        weasyprint.HTML(string=html, base_url=base).write_pdf(out)
        print(time.perf_counter() - before, time.process_time() - processor_before, flush=True)


if __name__ == "__main__":
    main()
