"""One document for all tests of the package."""

from __future__ import annotations

import pytest

from tests.verifying.papers import made


@pytest.fixture(scope="session")
def paper() -> bytes:
    return made()
