"""The words of a report and no more: `with_pdfium.py REPORT.pdf`, each page's text as the library gives it."""

from __future__ import annotations

import sys

import pypdfium2

if __name__ == "__main__":
    print(sum(len(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(sys.argv[1])))
