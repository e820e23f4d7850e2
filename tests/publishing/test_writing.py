"""Documents are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pccresponse.errors import CannotRunError
from pccresponse.publishing.writing import write_documents


def test_documents_are_put_in_their_places(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "x"
    written = write_documents(folder, {"comments": b"one", "invitation": b"two"})
    assert [path.name for path in written] == ["comments.pdf", "invitation.pdf"]
    assert (folder / "comments.pdf").read_bytes() == b"one"
    assert sorted(path.name for path in folder.iterdir()) == ["comments.pdf", "invitation.pdf"]


def test_a_document_that_is_made_no_more_is_taken_away(tmp_path: Path) -> None:
    write_documents(tmp_path, {"comments": b"one", "submission-inspectors": b"two"})
    write_documents(tmp_path, {"comments": b"three"})
    assert [path.name for path in tmp_path.iterdir()] == ["comments.pdf"]


def test_what_a_killed_build_left_is_cleared_and_a_running_one_is_not_disturbed(tmp_path: Path) -> None:
    old, young = tmp_path / "tmpold.unfinished", tmp_path / "tmpyoung.unfinished"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    write_documents(tmp_path, {"comments": b"one"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["comments.pdf", "tmpyoung.unfinished"]


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_documents(tmp_path, {"comments": b"one"})
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_in_the_way_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    with pytest.raises(CannotRunError, match="could not be written"):
        write_documents(tmp_path / "build" / "x", {"comments": b"one"})


def test_nothing_half_written_is_left_when_a_place_is_taken(tmp_path: Path) -> None:
    write_documents(tmp_path, {"comments": b"old", "invitation": b"old"})
    (tmp_path / "zz.pdf").mkdir()
    (tmp_path / "zz.pdf" / "in the way").write_text("")
    with pytest.raises(CannotRunError):
        write_documents(tmp_path, {"comments": b"new", "invitation": b"new", "zz": b"new"})
    assert not list(tmp_path.glob("*.unfinished"))


def test_documents_can_be_read_by_everybody(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        (path,) = write_documents(tmp_path, {"comments": b"one"})
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o644
