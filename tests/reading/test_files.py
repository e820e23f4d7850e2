"""Files that are not what their name says; the rest of them are among the broken files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pccresponse.reading import read_office, read_picture, read_response

GOOD = b"report: {title: A report, kind: force, published_on: 2015-07-21}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "responses" / "x" / "response.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(GOOD)
    return path


def codes(path: Path, within: Path) -> list[str]:
    return [each.code for each in read_response(path, within=within, shown_as="response.yaml").problems]


def test_a_link_within_the_workspace_is_followed(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "responses" / "again.yaml"
    link.symlink_to(file)
    assert codes(link, tmp_path) == []


def test_a_workspace_that_is_a_link_itself_is_a_workspace(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere"
    link.symlink_to(tmp_path / "responses")
    assert codes(link / "x" / "response.yaml", link) == []
    assert codes(file, link) == []


def test_a_folder_that_is_a_link_out_of_the_workspace_is_not_followed(file: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "x").symlink_to(file.parent)
    reading = read_response(workspace / "x" / "response.yaml", within=workspace, shown_as="x/response.yaml")
    assert [(each.code, each.message) for each in reading.problems] == [
        ("FILE-OUTSIDE", "The file is a link, or in a linked folder, that leads out of the workspace.")
    ]


def test_a_file_whose_folder_only_begins_alike_is_outside(file: Path, tmp_path: Path) -> None:
    neighbour = tmp_path / "responses-of-others"
    neighbour.mkdir()
    (neighbour / "response.yaml").write_bytes(GOOD)
    assert codes(neighbour / "response.yaml", tmp_path / "responses") == ["FILE-OUTSIDE"]
    assert codes(file.parent / ".." / ".." / "responses-of-others" / "response.yaml", tmp_path / "responses") == ["FILE-OUTSIDE"]


def test_a_link_to_itself_cannot_be_read(tmp_path: Path) -> None:
    link = tmp_path / "response.yaml"
    link.symlink_to(link)
    assert codes(link, tmp_path)[0] in ("FILE-UNREADABLE", "FILE-MISSING")


@pytest.mark.parametrize("name", ["a\0b", "a" * 5_000, "x/../../response.yaml/more", "response.yaml/more"])
def test_a_name_that_no_file_can_have_is_no_crash(name: str, file: Path) -> None:
    found = codes(file.parent / name, file.parents[2])
    assert len(found) == 1
    assert found[0].startswith("FILE-")


def test_a_file_of_exactly_one_mebibyte_is_read(file: Path, tmp_path: Path) -> None:
    file.write_bytes(GOOD + b"#" * ((1 << 20) - len(GOOD)))
    assert codes(file, tmp_path) == []


def test_a_file_that_grows_while_it_is_read_is_too_large(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.open

    def grow_and_open(path: Path, flags: int) -> int:
        file.write_bytes(b"#" * (1 << 21))
        return really(path, flags)

    monkeypatch.setattr(os, "open", grow_and_open)
    assert codes(file, tmp_path) == ["FILE-TOO-LARGE"]


def test_a_file_that_is_exchanged_while_it_is_opened_is_not_read(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.open

    def exchange_and_open(path: Path, flags: int) -> int:
        other = tmp_path / "other"
        other.write_bytes(GOOD)
        other.replace(file)
        return really(path, flags)

    monkeypatch.setattr(os, "open", exchange_and_open)
    assert codes(file, tmp_path) == ["FILE-UNREADABLE"]


def test_an_office_is_a_file_like_any_other(tmp_path: Path) -> None:
    assert [each.code for each in read_office(tmp_path, within=tmp_path, shown_as="office.yaml").problems] == ["FILE-FOLDER"]


def test_a_picture_is_bytes_or_a_reason(tmp_path: Path) -> None:
    picture = tmp_path / "logo.png"
    with pytest.raises(ValueError, match="it is not there"):
        read_picture(picture, within=tmp_path)
    picture.write_bytes(b"\x89PNG" * 400_000)
    assert len(read_picture(picture, within=tmp_path)) == 1_600_000
    picture.write_bytes(b"\x89PNG" * 600_000)
    with pytest.raises(ValueError, match="it is too large"):
        read_picture(picture, within=tmp_path)
    with pytest.raises(ValueError, match="it lies outside the workspace"):
        read_picture(picture, within=tmp_path / "responses")
