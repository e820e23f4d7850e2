"""WeasyPrint by itself, given the same HTML: `with_weasyprint.py plain|tagged EDITION OUT PAGE.html…`, all pages in one process."""

from __future__ import annotations

import sys
from pathlib import Path

import weasyprint


def main() -> None:
    """Set every page; `tagged` asks for the variant that pccresponse starts from, `plain` for nothing."""
    how, edition, out, *pages = sys.argv[1:]
    options = {"pdf_variant": "pdf/a-3a", "pdf_tags": True} if how == "tagged" else {}
    base = (Path(edition).resolve() / "_").as_uri()
    for page in map(Path, pages):
        weasyprint.HTML(string=page.read_text(encoding="utf-8"), base_url=base).write_pdf(Path(out) / f"{page.stem}.pdf", **options)


if __name__ == "__main__":
    main()
