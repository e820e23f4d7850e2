"""Files that were cut short, hit by chance, or made to stall whoever draws them: each is read or refused, and in time."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.verifying import hostile

pytest.importorskip("resource", reason="the limits of a process are of Unix")

FORESEEN = ("EmbeddedFiles", "Comparison", "UnreadablePdfError: ")
SHEET_WITH_FORM = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /XObject << /F 10 0 R >> >> >>"
)
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 300 300]"


def fates(folder: Path, paper: bytes, root: Path, plain_environment: dict[str, str]) -> dict[str, list[str]]:
    """What became of each file; fails if one of them took too long, too much memory, or was not foreseen."""
    whole = folder.parent / "whole.pdf"
    whole.write_bytes(paper)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("onslaught.py")), str(folder), str(whole)],
        env={**plain_environment, "PYTHONPATH": str(root / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(list(folder.iterdir()))
    for line in lines:
        assert all(fate.startswith(FORESEEN) for fate in line["fates"]), line
        assert line["seconds"] < 10, line
        assert line["memory"] < 900, line
    return {line["name"]: line["fates"] for line in lines}


def test_a_file_cut_short_anywhere_is_read_or_refused(
    paper: bytes, tmp_path: Path, root: Path, plain_environment: dict[str, str]
) -> None:
    folder = tmp_path / "cut"
    folder.mkdir()
    for number in range(60):
        (folder / f"{'open-' if number % 4 else ''}{number}.pdf").write_bytes(paper[: len(paper) * number // 60])
    found = fates(folder, paper, root, plain_environment)
    assert sum(each[0] != "EmbeddedFiles" for each in found.values()) > 20


def test_a_file_hit_by_chance_is_read_or_refused(
    paper: bytes, tmp_path: Path, root: Path, plain_environment: dict[str, str]
) -> None:
    folder = tmp_path / "hit"
    folder.mkdir()
    chance = random.Random(55)
    for number in range(300):
        data = bytearray(paper)
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        (folder / f"{'open-' if number % 6 else ''}{number}.pdf").write_bytes(data)
    found = fates(folder, paper, root, plain_environment)
    opened = [each[0] for each in found.values()]
    assert opened.count("EmbeddedFiles") > 50
    assert opened.count("EmbeddedFiles") < 300


def test_a_hostile_page_is_compared_or_refused_in_time(
    paper: bytes, tmp_path: Path, root: Path, plain_environment: dict[str, str]
) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    tagged = {1: b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 9 0 R >>"}
    laughter = {
        number: hostile.stream(b"/F Do " * 10, FORM + b" /Resources << /XObject << /F %d 0 R >> >>" % (number + 1))
        for number in range(10, 25)
    }
    content = SHEET_WITH_FORM, hostile.stream(b"/F Do " * 10)
    picture = b"/Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    files = {
        "deep tags": tagged
        | {9: b"<< /K 10 0 R >>"}
        | {number: b"<< /S /P /K %d 0 R >>" % (number + 1) for number in range(10, 100_010)},
        "round tags": tagged | {9: b"<< /K 10 0 R >>", 10: b"<< /S /P /K 11 0 R >>", 11: b"<< /S /P /K [10 0 R 10 0 R] >>"},
        "wide tags": tagged | {9: b"<< /K [" + b"<< /S /P >>" * 150_000 + b"] >>"},
        "round outline": {
            1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 8 0 R >>",
            8: b"<< /First 9 0 R >>",
            9: b"<< /Title (x) /Next 9 0 R /First 9 0 R >>",
        },
        "huge page": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 3000000 3000000] >>"},
        "odd page": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e99999 -1] >>"},
        "much content": {3: content[0], 4: hostile.stream(hostile.bomb(megabytes=100), b"/Filter /FlateDecode")},
        "much content together": {
            2: b"<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>",
            3: content[0],
            4: hostile.stream(zlib.compress(b" " * (40 << 20), 1), b"/Filter /FlateDecode"),
            5: content[0],
        },
        "forms in forms": {3: content[0], 4: content[1], **laughter, 25: hostile.stream(b"0 0 9 9 re f", FORM)},
        "form in itself": {3: content[0], 4: content[1], 10: hostile.stream(b"/F Do", FORM)},
        "large picture": {3: content[0], 4: content[1], 10: hostile.stream(b"", picture)},
        "script": {1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (while\\(1\\);) >> >>"},
    }
    for name, objects in files.items():
        (folder / name).write_bytes(hostile.plain(objects))
    found = {name: each[1] for name, each in fates(folder, paper, root, plain_environment).items()}
    assert found.pop("script") == found.pop("odd page") == "Comparison"
    reasons = {
        "deep tags": "more than 500 deep",
        "round tags": "leads back into itself",
        "wide tags": "more than 100,000 elements",
        "round outline": "leads back into itself",
        "huge page": "3,000,000 points long",
        "much content": "Page 1 unpacks to more than 64 MB",
        "much content together": "The pages unpack to more than 64 MB",
        "forms in forms": "over and over again",
        "form in itself": "a form that draws itself",
        "large picture": "more than 60 million dots",
    }
    assert set(found) == set(reasons)
    for name, reason in reasons.items():
        assert reason in found[name], found[name]
