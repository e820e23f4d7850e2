"""A few of the opens that `tests.hostile.tabs` can do many of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.tabs import TABS, open_in_tabs

OPENS = 48


@pytest.mark.long
def test_eight_tabs_at_once_and_saves_in_between_kill_nobody_and_show_no_text_that_was_never_written(
    tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    tally = open_in_tabs(OPENS, tmp_path, plain_environment)
    assert tally.wrong == ()
    assert tally.opens == OPENS
    assert tally.texts - tally.pdfs >= OPENS // 2
    assert tally.pdfs >= TABS
    assert tally.pictures >= TABS
    assert tally.saves == OPENS // 8
    assert tally.versions >= 3, "they were read while they were saved"
