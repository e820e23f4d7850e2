"""One file, two standards; and nothing comes out that breaks either."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from page import validate_pdf_bytes

from pccresponse.rendering.pdf import PROFILES, render, validate
from pccresponse.rendering.pdf.engine import NotConformantError, RenderingError
from tests.rendering.pdf.papers import EDITION, FACTS, page, rendered
from tests.rendering.pdf.reader import Document


def test_a_document_with_everything_in_it_keeps_to_both_standards(sink: bytes) -> None:
    for profile in PROFILES:
        report = validate_pdf_bytes(sink, profile=profile)
        assert report.is_compliant
        assert report.rules.passed >= 80, "the validator has to have looked"
        assert report.document.page_count >= 6


def test_a_skipped_heading_level_is_refused_with_the_rule_that_says_so() -> None:
    with pytest.raises(NotConformantError, match=r"PDF/UA-1, PDFUA1-HEADING-NESTING-001"):
        rendered("<h1>One</h1><h3>Three</h3>")


def test_a_failure_names_its_standard_its_rule_and_its_page(sink: bytes) -> None:
    with pikepdf.open(io.BytesIO(sink)) as pdf:
        del pdf.pages[0].obj["/Tabs"]
        annotation = pdf.pages[0].obj.Annots[0]
        del annotation["/Contents"]
        broken = io.BytesIO()
        pdf.save(broken)
    failures = validate(broken.getvalue())
    assert {failure.rule for failure in failures} >= {"PDFUA1-LINK-CONTENTS-001", "PDFUA1-PAGE-TABS-001"}
    link = next(failure for failure in failures if failure.rule == "PDFUA1-LINK-CONTENTS-001")
    assert link.page == 1
    assert str(link).startswith("PDF/UA-1, PDFUA1-LINK-CONTENTS-001 (page 1): ")


def test_the_catalogue_of_a_finished_file_names_its_language_and_shows_its_title(sink_read: Document) -> None:
    root = sink_read.pdf.Root
    assert str(root.Lang) == "en-GB"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert bool(root.MarkInfo.Marked)
    assert all(page.obj.Tabs == "/S" for page in sink_read.pdf.pages)


def test_headings_make_a_tree_of_bookmarks(sink_read: Document) -> None:
    with sink_read.pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Title"]
        assert [item.title for item in outline.root[0].children] == ["One", "Two"]
        assert [item.title for item in outline.root[0].children[0].children] == ["Inner"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<h1>One</h1><p style='opacity: 0.5'>Faint</p>", "opacity"),
        ("<h1>One</h1><p style='colour: red'>Misspelt</p>", "colour"),
        ("<h1>One</h1><p><a href='#nowhere'>Lost</a></p>", "#nowhere"),
        ("<h1>One</h1><p><img src='pccresponse-image:logo'></p>", "no words"),
        ("<h1>One</h1><p><a href='other.html'>Relative</a></p>", "leads to file:"),
        ("<h1>One</h1><p><a href='javascript:alert(1)'>Script</a></p>", "leads to javascript:"),
    ],
)
def test_what_the_typesetter_would_only_warn_about_stops_the_build(body: str, words: str) -> None:
    with pytest.raises(RenderingError) as caught:
        rendered(body)
    assert words in f"{caught.value} {caught.value.remedy}"


def test_the_language_of_the_html_is_the_language_of_the_document() -> None:
    with pytest.raises(RenderingError, match='lang="cy"'):
        render(page("<h1>Helo</h1>").replace('lang="en-GB"', 'lang="cy"'), facts=FACTS, edition=EDITION, text_font="Source Sans 3")


def test_importing_the_package_imports_no_engine(root: Path) -> None:
    code = "import sys, pccresponse.rendering.pdf; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(root / "src")}, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "pccresponse.rendering.pdf" in loaded
    assert not loaded & {"weasyprint", "pydyf", "pikepdf", "page", "fontTools"}


def test_a_long_report_is_validated_and_does_not_run_into_the_validators_own_limits() -> None:
    headings = "".join(f"<h2>Recommendation {number}</h2>" for number in range(300))
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(1_100))
    table = f'<table><thead><tr><th scope="col">Action</th></tr></thead><tbody>{rows}</tbody></table>'
    assert validate(rendered(f"<h1>Comments</h1>{headings}{table}")) == ()
