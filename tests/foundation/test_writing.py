"""Documents are written whole or not at all."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from pccresponse.case.documents import DOCUMENTS, documents_of
from pccresponse.foundation import writing
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.writing import filled, write_whole
from pccresponse.pipeline.checking import check
from pccresponse.publishing.building import write_documents
from pccresponse.workspace import Workspace
from tests.conftest import ROOT


def names_in(folder: Path) -> list[str]:
    """What is in a folder beside its lock."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_documents_are_put_in_their_places(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "x"
    written = write_documents(folder, {"comments": b"one", "invitation": b"two"})
    assert [path.name for path in written] == ["comments.pdf", "invitation.pdf"]
    assert (folder / "comments.pdf").read_bytes() == b"one"
    assert names_in(folder) == ["comments.pdf", "invitation.pdf"]


def test_a_document_that_is_made_no_more_is_taken_away(tmp_path: Path) -> None:
    write_documents(tmp_path, {"comments": b"one", "submission-inspectors": b"two"})
    write_documents(tmp_path, {"comments": b"three"})
    assert names_in(tmp_path) == ["comments.pdf"]


def test_what_a_killed_build_left_is_cleared_at_once_because_nobody_else_can_be_writing(tmp_path: Path) -> None:
    (tmp_path / ".comments.pdf.x.unfinished").write_bytes(b"half")
    write_documents(tmp_path, {"comments": b"one"})
    assert names_in(tmp_path) == ["comments.pdf"]


def test_what_a_killed_process_left_goes_with_the_next_file_and_what_somebody_is_writing_stays(tmp_path: Path) -> None:
    abandoned = tmp_path / f".response.yaml.{'a' * 16}.unfinished"
    mine = [tmp_path / ".notes.unfinished", tmp_path / "notes.unfinished"]
    for path in (abandoned, *mine):
        path.write_bytes(b"half")
    with filled(tmp_path / "record.json", b"two") as being_written:
        write_whole(tmp_path / "record.json", b"one")
        assert being_written.read_bytes() == b"two"
        assert names_in(tmp_path) == sorted([".notes.unfinished", being_written.name, "notes.unfinished", "record.json"])
    assert names_in(tmp_path) == [".notes.unfinished", "notes.unfinished", "record.json"]


def test_where_there_are_no_locks_what_is_an_hour_old_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_locks", None)
    old, young = (tmp_path / f".record.json.{sign * 16}.unfinished" for sign in "ab")
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    write_whole(tmp_path / "record.json", b"one")
    assert names_in(tmp_path) == [young.name, "record.json"]


def test_a_pdf_that_is_not_called_like_one_of_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "comments-signed.pdf").write_bytes(b"mine")
    write_documents(tmp_path, {"comments": b"one"})
    assert (tmp_path / "comments-signed.pdf").read_bytes() == b"mine"


def test_every_document_of_the_examples_has_a_name_that_is_known() -> None:
    workspace = Workspace(ROOT)
    cases = [check(workspace.response_file(slug), workspace, today=date(2026, 11, 22)).case for slug in workspace.slugs()]
    names = {document.name for case in cases if case for document in documents_of(case)}
    assert names == {each.name for each in DOCUMENTS}


def test_a_folder_that_leads_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "workspace"
    outside.mkdir()
    (root / "build").mkdir(parents=True)
    (root / "build" / "x").symlink_to(outside)
    with pytest.raises(CannotRunError, match="leads out of the workspace"):
        write_documents(root / "build" / "x", {"comments": b"one"}, within=root)
    assert list(outside.iterdir()) == []


def test_a_folder_that_another_build_holds_for_too_long_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_LONGEST_WAIT", 0.01)
    with FileLock(tmp_path / ".lock"), pytest.raises(CannotRunError, match="Another build has been writing"):
        write_documents(tmp_path, {"comments": b"one"})
    assert names_in(tmp_path) == []


def test_the_record_is_written_when_the_documents_are_there(tmp_path: Path) -> None:
    def record(places: tuple[Path, ...]) -> tuple[str, bytes]:
        return "record", b" ".join(path.read_bytes() for path in places)

    write_documents(tmp_path, {"comments": b"one", "invitation": b"two"}, record=record)
    assert (tmp_path / "record").read_bytes() == b"one two"


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_documents(tmp_path, {"comments": b"one"})
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_in_the_way_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    with pytest.raises(CannotRunError, match="Nothing can be written"):
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
