"""An approval or a correction is added, and not a byte of the rest is touched; where that cannot be had, nothing is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unicodedata import normalize

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.foundation.errors import CannotRunError
from pccresponse.models.response import Approval, Correction, Response
from pccresponse.reading import Reading, read_response, read_text
from pccresponse.reading.saving import Add, NotEditedError, edited, save_edits
from pccresponse.workspace import Workspace
from tests.conftest import ROOT

VERSION = "3f2a9c1b" * 8
APPROVAL = Approval(role="Chief Executive", name="Jo Bell", on=date(2024, 8, 1), version=VERSION)
ADDED = f'- role: Chief Executive\n  name: Jo Bell\n  on: 2024-08-01\n  version: "{VERSION}"\n'
TOP = "report:\n  title: A report\n  kind: force\n  published_on: 2024-06-18\n"
EARLIER = f"- role: Mayor # the first\n  name: 'Al'\n  on: 2024-07-31\n  version: {VERSION[:8]}  # as printed\n"


def indented(text: str, by: str = "  ") -> str:
    return "".join(by + line for line in text.splitlines(keepends=True))


def with_item(reading: Reading[Response], item: Approval | Correction) -> bytes:
    key = "approvals" if isinstance(item, Approval) else "corrections"
    return edited(reading.content, [Add((key,), item)], Response, reading.file)


def read(text: str | bytes) -> Reading[Response]:
    return read_text(text.encode() if isinstance(text, str) else text, Response, "response.yaml")


NEW = "\napprovals:\n" + indented(ADDED)
CASES: list[tuple[str, str, str]] = [
    ("no list yet", TOP, TOP + NEW),
    ("comments at the end", TOP + "# the end\n", TOP + "# the end\n" + NEW),
    ("no new line at the end", TOP.rstrip("\n"), (TOP + NEW).rstrip("\n")),
    ("a text at the end", TOP + "monitoring: |\n  We watch.\n", TOP + "monitoring: |\n  We watch.\n" + NEW),
    ("a text and blank lines", TOP + "monitoring: |+\n  We watch.\n\n\n", TOP + "monitoring: |+\n  We watch.\n\n\n" + NEW),
    ("a mark at the top", "---\n" + TOP, "---\n" + TOP + NEW),
    ("everything indented", indented(TOP), indented(TOP) + "\n  approvals:\n" + indented(ADDED, "    ")),
    ("a list", f"approvals:\n{indented(EARLIER)}\n# report\n{TOP}", f"approvals:\n{indented(EARLIER)}{indented(ADDED)}\n# report\n{TOP}"),
    ("a list that is not indented", f"approvals:\n{EARLIER}{TOP}", f"approvals:\n{EARLIER}{ADDED}{TOP}"),
    ("a list at the end", f"{TOP}approvals:\n{EARLIER}", f"{TOP}approvals:\n{EARLIER}{ADDED}"),
    (
        "a list at the very end",
        f"{TOP}approvals:\n{EARLIER}".rstrip("\n"),
        f"{TOP}approvals:\n{EARLIER}{ADDED}".rstrip("\n"),
    ),
    (
        "a list further in",
        f"{TOP}approvals:\n{indented(EARLIER, '      ')}",
        f"{TOP}approvals:\n{indented(EARLIER, '      ')}{indented(ADDED, '      ')}",
    ),
    (
        "items in braces",
        f"{TOP}approvals:\n  - {{role: Mayor, name: Al, on: 2024-07-31, version: {VERSION}}}\n",
        f"{TOP}approvals:\n  - {{role: Mayor, name: Al, on: 2024-07-31, version: {VERSION}}}\n{indented(ADDED)}",
    ),
    (
        "a name below its key",
        f"approvals:\n- role: Mayor\n  on: 2024-07-31\n  version: {VERSION}\n  name: >\n    Al\n\n{TOP}",
        f"approvals:\n- role: Mayor\n  on: 2024-07-31\n  version: {VERSION}\n  name: >\n    Al\n{ADDED}\n{TOP}",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_the_rest_of_the_file_stays_byte_for_byte(before: str, after: str, ends: str, mark: str) -> None:
    old, new = ((mark + text.replace("\n", ends)).encode() for text in (before, after))
    reading = read(old)
    assert reading.model, reading.problems
    assert with_item(reading, APPROVAL) == new
    model = read(new).model
    assert model
    assert model.approvals == (*reading.model.approvals, APPROVAL)


CORRECTION = Correction(on=date(2024, 9, 2), what='The total on page 4 was "1,340".')
CORRECTED = '- on: 2024-09-02\n  what: The total on page 4 was "1,340".\n'
FIRST = "- on: 2024-08-20 # the first\n  what: |\n    A name was wrong.\n"
CORRECTIONS = [
    ("no list yet", TOP, TOP + "\ncorrections:\n" + indented(CORRECTED)),
    (
        "approvals behind them",
        f"{TOP}approvals:\n{EARLIER}",
        f"{TOP}\ncorrections:\n{indented(CORRECTED)}approvals:\n{EARLIER}",
    ),
    ("a list", f"corrections:\n{FIRST}{TOP}", f"corrections:\n{FIRST}{CORRECTED}{TOP}"),
    ("a list further in", f"corrections:\n{indented(FIRST)}{TOP}", f"corrections:\n{indented(FIRST)}{indented(CORRECTED)}{TOP}"),
]


@pytest.mark.parametrize(("before", "after"), [each[1:] for each in CORRECTIONS], ids=[each[0] for each in CORRECTIONS])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_correction_is_added_in_the_same_way(before: str, after: str, ends: str) -> None:
    old, new = (text.replace("\n", ends).encode() for text in (before, after))
    reading = read(old)
    assert reading.model, reading.problems
    assert with_item(reading, CORRECTION) == new
    model = read(new).model
    assert model
    assert model.correction == CORRECTION
    assert model.approvals == reading.model.approvals


def test_where_a_correction_cannot_be_added_its_lines_are_given() -> None:
    with pytest.raises(NotEditedError) as caught:
        with_item(read(f"{TOP}corrections: []\n"), CORRECTION)
    assert "cannot add corrections" in caught.value.message
    assert caught.value.remedy.endswith(f"under corrections:\n{CORRECTED.rstrip()}")


@pytest.mark.parametrize(
    "text",
    [
        f"{TOP}approvals: []\n",
        f"{TOP}approvals: [{{role: Mayor, name: Al, on: 2024-07-31, version: {VERSION}}}]\n",
        f"{TOP}approvals:\n  [{{role: Mayor, name: Al, on: 2024-07-31, version: {VERSION}}}]\n",
        "{report: {title: A report, kind: force, published_on: 2024-06-18}}\n",
        f"{TOP}...\n",
    ],
    ids=["empty", "in brackets", "in brackets below", "all in braces", "ended by a sign"],
)
def test_a_file_in_which_nothing_can_be_put_safely_is_left_alone_and_the_words_are_given(text: str) -> None:
    reading = read(text)
    assert reading.model, reading.problems
    with pytest.raises(NotEditedError) as caught:
        with_item(reading, APPROVAL)
    assert caught.value.exit_code == 1
    assert "Nothing was saved" in caught.value.message
    assert caught.value.remedy.endswith(ADDED.rstrip("\n"))


_NAMES = st.text(min_size=1, max_size=30).map(lambda name: " ".join(name.split())).filter(lambda name: name and name.isprintable())


@given(_NAMES, _NAMES)
def test_whatever_a_name_holds_it_is_read_again_as_it_was_or_nothing_is_written(role: str, name: str) -> None:
    approval = Approval(role=role, name=name, on=date(2024, 8, 1), version=VERSION)
    try:
        content = with_item(read(TOP), approval)
    except NotEditedError:
        assert not (role + name).isascii()  # accents that are put together in reading, or nothing that can be seen
        return
    model = read(content).model
    assert model
    as_read = msgspec.structs.replace(approval, role=normalize("NFC", role), name=normalize("NFC", name))
    assert model.approvals == (as_read,)
    assert content.startswith(TOP.encode())


def test_the_examples_can_be_approved_again_and_again() -> None:
    workspace = Workspace(ROOT)
    for slug in workspace.slugs():
        reading = read_response(workspace.response_file(slug), within=ROOT, shown_as=slug)
        for count in (1, 2, 3):
            content = with_item(reading, APPROVAL)
            assert content.startswith(reading.content)
            reading = read(content)
            assert reading.model
            assert len(reading.model.approvals) == count


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "responses" / "one"
    folder.mkdir(parents=True)
    (folder / "response.yaml").write_text(TOP, encoding="utf-8")
    return Workspace(tmp_path)


def test_an_edit_that_was_saved_meanwhile_is_not_lost(workspace: Workspace) -> None:
    file = workspace.response_file("one")
    reading = read_response(file, within=workspace.root, shown_as="response.yaml")
    file.write_text(TOP + "monitoring: We watch.\n", encoding="utf-8")
    with pytest.raises(CannotRunError, match="saved by somebody else"):
        save_edits([Add(("approvals",), APPROVAL)], reading, file, workspace)
    assert file.read_text(encoding="utf-8") == TOP + "monitoring: We watch.\n"


def test_the_file_keeps_its_rights_and_a_link_stays_a_link(workspace: Workspace) -> None:
    file = workspace.response_file("one")
    real = workspace.root / "real.yaml"
    file.rename(real)
    file.symlink_to(real)
    real.chmod(0o640)
    reading = read_response(file, within=workspace.root, shown_as="response.yaml")
    save_edits([Add(("approvals",), APPROVAL)], reading, file, workspace)
    assert file.is_symlink()
    assert real.read_text(encoding="utf-8") == TOP + NEW
    assert real.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir()] == ["response.yaml"]
