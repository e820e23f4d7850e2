"""Whatever people write, as long as it is letters that we have, makes a valid document that says what they wrote."""

from __future__ import annotations

import unicodedata

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pccresponse.edition_files import read_coverage
from tests.rendering.pdf.papers import EDITION, paragraph, rendered
from tests.rendering.pdf.reader import Document

COVERAGE = read_coverage(EDITION / "fonts")
STYLE = '@page { size: A6; margin: 5mm } body { font: 10pt "Source Sans 3" } h1 { font-family: "Source Serif 4" }'
LETTERS = st.sampled_from(sorted(COVERAGE.characters)) | st.sampled_from("fiflffi e\u0301n\u0303 -.,")
SILENT = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\u2011\u2010-"))


def heard(text: str) -> str:
    """What is left of a text when white space, hyphens and what is invisible are put aside, and canonical doubles are one."""
    return "".join(unicodedata.normalize("NFKC", text).translate(SILENT).split())


@given(st.text(LETTERS, min_size=1, max_size=120).filter(lambda text: not COVERAGE.undrawable(text)))
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@example("f\u00adi two words")
@example("<script>alert(1)</script> & \"'")
@example(" \t\n ")
def test_any_text_that_can_be_drawn_makes_a_valid_document(text: str) -> None:
    document = Document(rendered(f"<h1>{paragraph(text)[3:-4]}</h1>{paragraph(text)}<ul><li>{paragraph(text)}</li></ul>", STYLE))
    assert heard(document.tree.text.replace("•", "")) == heard(text.replace("•", "")) * 3


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_what_can_be_drawn_is_told_for_any_text_at_all(text: str) -> None:
    strange = COVERAGE.undrawable(text)
    assert len(set(strange)) == len(strange)
    assert not COVERAGE.undrawable(
        "".join(each for each in unicodedata.normalize("NFC", text) if each not in strange and each.isascii())
    )
