"""The same input gives the same bytes, whoever makes them, where and when."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from pccresponse.rendering.pdf import render
from tests.rendering.pdf.papers import EDITION, FACTS, IMAGES, INPUTS, SINK

CODE = """
import sys, hashlib
from pathlib import Path
from pccresponse.rendering.pdf import render
from tests.rendering.pdf.papers import FACTS, IMAGES, INPUTS, SINK
pdf = render(SINK, facts=FACTS, edition=Path(sys.argv[1]), text_font="Source Sans 3", embedded=INPUTS, images=IMAGES)
print(hashlib.sha256(pdf).hexdigest())
"""
SETTINGS = [
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANG": "ja_JP.UTF-8", "FC_LANG": "ja", "PYTHONHASHSEED": "2"},
    {"SOURCE_DATE_EPOCH": "1", "LC_ALL": "C.UTF-8", "PANGO_LANGUAGE": "ro", "FONTCONFIG_FILE": "/nowhere", "PYTHONHASHSEED": "3"},
]


def digest_in(folder: Path, edition: Path, root: Path, settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(edition)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root))), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr, "neither Pango nor Fontconfig has anything to complain about"
    return done.stdout.strip()


@pytest.mark.parametrize(
    "settings",
    [pytest.param(SETTINGS[0], marks=pytest.mark.long), *SETTINGS[1:]],
    ids=["far east", "far west", "odd"],
)
def test_no_time_zone_no_locale_no_seed_and_no_folder_changes_a_byte(
    settings: dict[str, str], sink: bytes, root: Path, tmp_path: Path
) -> None:
    assert digest_in(tmp_path, EDITION, root, settings) == sha256(sink).hexdigest()


def test_an_edition_elsewhere_read_only_and_in_a_folder_with_a_space_and_an_ampersand_gives_the_same(
    sink: bytes, root: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "site packages & more" / "2026"
    shutil.copytree(EDITION, elsewhere)
    before = {path: path.stat().st_mtime_ns for path in elsewhere.rglob("*")}
    for path in (*before, elsewhere):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert digest_in(tmp_path, elsewhere, root, {}) == sha256(sink).hexdigest()
        assert {path: path.stat().st_mtime_ns for path in elsewhere.rglob("*")} == before
        assert len(before) >= 12
    finally:
        for path in (elsewhere, *before):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_second_document_in_the_same_process_is_the_same(sink: bytes) -> None:
    assert render(SINK, facts=FACTS, edition=EDITION, text_font="Source Sans 3", embedded=INPUTS, images=IMAGES) == sink


def test_the_name_of_a_file_is_the_digest_of_what_is_in_it(sink: bytes) -> None:
    other = render(
        SINK.replace("Inner", "Outer"), facts=FACTS, edition=EDITION, text_font="Source Sans 3", embedded=INPUTS, images=IMAGES
    )
    names = [data[data.rindex(b"/ID [<") :][6:38] for data in (sink, other)]
    assert len(set(names)) == 2
    assert all(bytes.fromhex(name.decode()) for name in names)
