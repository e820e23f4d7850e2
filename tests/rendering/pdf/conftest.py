"""The document with everything in it, set once for all tests."""

from __future__ import annotations

import pytest

from pccresponse.rendering.pdf import render
from tests.rendering.pdf.papers import EDITION, FACTS, IMAGES, INPUTS, SINK
from tests.rendering.pdf.reader import Document


@pytest.fixture(scope="session")
def sink() -> bytes:
    return render(SINK, facts=FACTS, edition=EDITION, text_font="Source Sans 3", embedded=INPUTS, images=IMAGES)


@pytest.fixture(scope="session")
def sink_read(sink: bytes) -> Document:
    return Document(sink)
