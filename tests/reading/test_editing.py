"""One thing is changed in a YAML file, and every byte of the rest stays; where that cannot be had, nothing is given but the lines to type."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import Any, cast

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path
from pccresponse.models.findings import ForceAction
from pccresponse.models.response import Response
from pccresponse.reading import read_text
from pccresponse.reading.edits import NoSafePlaceError, as_read, as_written, changed, data_in, lines_of_key
from pccresponse.reading.saving import Add, Edit, Insert, Note, NotEditedError, Remove, Set, edited, edited_data
from pccresponse.reading.tree import ListNode, Mapping, Node, Scalar
from pccresponse.workspace import Workspace
from tests.conftest import ROOT

TOP = "report:\n  title: A report # its cover\n  kind: force\n  published_on: 2024-06-18\n"


def after(text: str, *edits: Edit) -> str:
    return edited_data(text.encode(), list(edits), Response, "response.yaml")[0].decode()


CASES: list[tuple[str, str, Edit, str]] = [
    ("a word beside its key", "a: b # c\n", Set(("a",), "d"), "a: d # c\n"),
    ("quotes stay where nothing changes", "a: 'b'\nc: \"d\"\n", Set(("a",), "e"), 'a: e\nc: "d"\n'),
    ("a line becomes several", "a: b # c\nd: e\n", Set(("a",), "x\n\ny"), "a: | # c\n  x\n\n  y\nd: e\n"),
    ("several lines become one", "a: | # c\n  x\n  y\n\nd: e\n", Set(("a",), "z"), "a: z # c\n\nd: e\n"),
    ("several lines become others", "a: |-\n    x\n\n\n# e\n", Set(("a",), "y\nz"), "a: |\n  y\n  z\n\n\n# e\n"),
    ("a text over two lines", "a: b\n  c\nd: e\n", Set(("a",), "f"), "a: f\nd: e\n"),
    ("a blank key", "a:  # to do\nb: c\n", Set(("a",), "d"), "a: d  # to do\nb: c\n"),
    ("keys for a blank", "a: # to do\nb: c\n", Set(("a", "x", "y"), "d"), "a: # to do\n  x:\n    y: d\nb: c\n"),
    ("a list for a word", "a: none # c\nb: c\n", Set(("a",), ["d", "e"]), "a: # c\n  - d\n  - e\nb: c\n"),
    ("a word for keys", "a: # c\n  b: c\n  # d\ne: f\n", Set(("a",), "none"), "a: none # c\n  # d\ne: f\n"),
    ("brackets as a whole", "a: [b, c] # d\n", Set(("a",), ["e"]), "a: # d\n  - e\n"),
    ("a new key at the end", "a:\n  b: c\n\n# d\ne: f\n", Set(("a", "g"), "h"), "a:\n  b: c\n  g: h\n\n# d\ne: f\n"),
    (
        "a new key behind the comments that are further in",
        "a:\n  b:\n    c: d\n    # e: f\n  # g\nh: i\n",
        Set(("a", "j"), "k"),
        "a:\n  b:\n    c: d\n    # e: f\n  j: k\n  # g\nh: i\n",
    ),
    ("an item", "a:\n- b # c\n\n# d\ne: f\n", Add(("a",), "g"), "a:\n- b # c\n- g\n\n# d\ne: f\n"),
    ("the first item", "a: b\n", Add(("c",), "d"), "a: b\n\nc:\n  - d\n"),
    ("an item in the middle", "a:\n  - b\n  - c # d\n  - e\n", Set(("a", 1), "f"), "a:\n  - b\n  - f # d\n  - e\n"),
    ("a key of an item", "a:\n  - b: c\n    d: e\n", Set(("a", 0, "b"), "f: g"), 'a:\n  - b: "f: g"\n    d: e\n'),
    ("an item comes in first", "a: # b\n  - c\n", Insert(("a", 0), "d"), "a: # b\n  - d\n  - c\n"),
    (
        "an item comes in before the comments of the one behind it",
        "a:\n  - b: |\n      c\n    # d\n\n  # e\n  - f\n",
        Insert(("a", 1), as_written(["# g", "- h: i", "  # j: k"])),
        "a:\n  - b: |\n      c\n    # d\n\n  # g\n  - h: i\n    # j: k\n  # e\n  - f\n",
    ),
    ("an item comes in last", "a:\n- b\n# c\n", Insert(("a", 1), as_written(["- d: e"])), "a:\n- b\n- d: e\n# c\n"),
    ("an item where there is no list", "a:\n  b: c\n", Insert(("a", "d", 0), as_written(["# e", "- f"])), "a:\n  b: c\n  d:\n    # e\n    - f\n"),
    ("a note above a key", "a: b\nc: |\n  d\n\ne: f\n", Note(("e",), "see\nthere"), "a: b\nc: |\n  d\n\n# see there\ne: f\n"),
    ("a note above an item", "a:\n  # b\n  - c: d\n", Note(("a", 0), "e"), "a:\n  # b\n  # e\n  - c: d\n"),
    ("a note above a key behind a dash", "a:\n  - b: c\n    d: e\n", Note(("a", 0, "b"), "f"), "a:\n  # f\n  - b: c\n    d: e\n"),
    ("a key goes", "a: b # c\n# d\ne: f\n", Remove(("a",)), "# d\ne: f\n"),
    ("the first key of an item goes", "a:\n  - b: c\n    # d\n    e: f\n", Remove(("a", 0, "b")), "a:\n  - # d\n    e: f\n"),
    ("an item goes", "a:\n  - b: |\n      c\n\n    d: e\n  - f\n", Remove(("a", 0)), "a:\n  - f\n"),
    ("what is left empty goes too", "a:\n  b:\n    - c\nd: e\n", Remove(("a", "b", 0)), "d: e\n"),
    ("the last lines go", "a: b\nc: d", Remove(("c",)), "a: b"),
    ("a day", "a: b\n", Set(("a",), date(2024, 6, 18)), "a: 2024-06-18\n"),
    ("a comment that a text would take in", "a: b\n    # c\nd: e\n", Set(("a",), "x\ny"), 'a: "x\\ny"\n    # c\nd: e\n'),
]  # fmt: skip


@pytest.mark.parametrize(("before", "edit", "wanted"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_what_is_named_is_changed_and_the_rest_stays(before: str, edit: Edit, wanted: str, ends: str, mark: str) -> None:
    assert after((mark + before).replace("\n", ends), edit) == (mark + wanted).replace("\n", ends)


def test_a_new_key_stands_where_the_model_has_it() -> None:
    action = ForceAction(what="One.\nTwo.", status="complete", done_on=PartialDate(2024, 6))
    text = (
        TOP
        + "findings:\n  recommendations:\n    - text: Do it.\n      oversight:\n        by: Us\n\n# The end\npublication:\n  manner: so\n"
    )
    assert after(
        text,
        Set(("findings", "recommendations", 0, "force_actions"), [action]),
        Set(("chief_officer_comments", "text"), "Yes."),
        Set(("report", "reference"), "7"),
    ) == (
        TOP + '  reference: "7"\n'
        "findings:\n  recommendations:\n    - text: Do it.\n"
        "      force_actions:\n        - what: |\n            One.\n            Two.\n          status: complete\n          done_on: 2024-06\n"
        "      oversight:\n        by: Us\n\nchief_officer_comments:\n  text: Yes.\n\n# The end\npublication:\n  manner: so\n"
    )  # fmt: skip


def test_a_character_that_cannot_be_seen_is_not_written() -> None:
    with pytest.raises(NotEditedError, match=r"A text for response.yaml has a character that cannot be seen \(U\+0007\)"):
        after("a: b\n", Set(("a",), ["c\x07d"]))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            Set(("report", "title"), "Two\nlines"),
            '"title" is printed on one line, so it cannot have a line break. Nothing was saved',
        ),
        (Set(("report", "kind"), "farce"), '"kind" cannot be "farce"'),
        (Add(("corrections",), {"on": "2024-09-02"}), 'Item 1 of "corrections" has no "what".'),
        (Set(("monitoring",), ["a"]), '"monitoring" has to be a text, but a list is written here.'),
    ],
)
def test_what_its_place_cannot_hold_is_not_written(edit: Edit, said: str) -> None:
    with pytest.raises(NotEditedError) as refused:
        edited(TOP.encode(), [edit], Response, "response.yaml")
    assert said in refused.value.message
    assert refused.value.remedy


REFUSED: list[tuple[str, str, Edit, str]] = [
    ("keys in braces", "a: {b: c}\n", Set(("a", "d"), "e"), "under a:\nd: e"),
    ("an item in brackets", "a: [b]\n", Add(("a",), "c: d"), 'as an item of the list under a:\n- "c: d"'),
    ("an anchor", "a: &x b\nc: *x\n", Set(("a",), "d"), "correct them first. These are the lines to add:\na: d"),
    ("a key that is there twice", "a: b\na: c\n", Set(("a",), "d"), "correct them first. These are the lines to add:\na: d"),
    ("a tab", "a:\n\tb: c\n", Set(("a", "b"), "d"), "correct them first. These are the lines to add:\nb: d"),
    ("a mark at the end", "a: b\n...\n", Set(("c",), "d"), "Type it yourself:\nc: d"),
    ("nothing at the path", "a: b\n", Remove(("c",)), "Delete c yourself."),
    ("a note at nothing", "a: b\n", Note(("c",), "d"), "above c:\n# d"),
    ("a note within braces", "a: {b: c}\n", Note(("a", "b"), "d"), "above a, b:\n# d"),
    ("an item too far in", "a:\n  - b\n", Insert(("a", 2), "c"), "as an item of the list under a:\n- c"),
    ("an item too far", "a:\n  - b\n", Set(("a", 3), "c"), "under a:\n- c"),
    ("a text where keys would stand", "a: b\n", Set(("a", "c"), "d\ne"), "under a:\nc: |\n  d\n  e"),
]


@pytest.mark.parametrize(("before", "edit", "typed"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_what_cannot_be_done_safely_is_refused_with_the_lines_to_type(before: str, edit: Edit, typed: str) -> None:
    with pytest.raises(NotEditedError) as refused:
        after(before, edit)
    assert "Nothing was saved" in refused.value.message
    assert refused.value.remedy.endswith(typed)


# Any edit of any file


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cn", "Cc", "Zl", "Zp"], exclude_characters="\ufeff")
SIGNS = st.sampled_from([*"\n\n\n :#-|>'\"\\{}[]&*!%@`?,~=<\t\r", ": ", " #", "- ", "---", "...", "é"])
ANY_TEXT = st.one_of(
    st.lists(st.one_of(SIGNS, st.sampled_from(["a", "The force.", "1", "  "]), LETTERS), min_size=1, max_size=12).map("".join),
    st.sampled_from("yes No null ~ 1 1.5 0x1F 1e3 2024-06-18 1:30 12e03 .inf 0o7 << = y 2001-12-14 21:59:43 012 +1 -".split()),
)  # fmt: skip
TEXT = ANY_TEXT.map(lambda text: text.strip()).filter(lambda text: bool(text.strip()))
KEY = st.sampled_from("a b c on note_to_reader text label what".split())
DATA: st.SearchStrategy[Any] = st.recursive(
    TEXT, lambda below: st.lists(below, min_size=1, max_size=3) | st.dictionaries(KEY, below, min_size=1, max_size=3), max_leaves=8
)


@given(TEXT)
@example("a\n \nb")
@example("a\n   b\n\n\tc ")
def test_no_text_is_written_as_something_else(text: str) -> None:
    for quoted in (False, True):
        lines = "\n".join(lines_of_key("a", text, "", quoted=quoted)) + "\n"
        read = yaml.safe_load(lines)["a"]
        assert isinstance(read, str), lines
        assert as_read(read) == as_read(text)
        assert data_in(lines.encode()) == {"a": as_read(text)}


@cache
def examples() -> list[str]:
    workspace = Workspace(ROOT)
    files = [workspace.response_file(slug).read_text("utf-8") for slug in workspace.slugs()]
    assert len(files) == 3
    return files


def oddly_written(text: str, choice: random.Random) -> bytes:
    """The same file with other line ends, a byte order mark, no last line end, comments and blank lines in odd places."""
    lines = text.split("\n")
    for _ in range(choice.randrange(4)):
        at = choice.randrange(len(lines))
        lines.insert(at, choice.choice(["", "   ", "# remark: one", "          # further in", "  # x"]))
    text = "\n".join(lines)
    if choice.random() < 0.4:
        text = text.rstrip("\n")
    if choice.random() < 0.4:
        text = text.replace("\n", "\r\n")
    elif choice.random() < 0.2:
        text = "".join(line + choice.choice(["\n", "\r\n"]) for line in text.split("\n"))
    return (choice.choice(["", "\ufeff"]) + text).encode()


def paths_in(data: object, path: Path = ()) -> list[Path]:
    found: list[Path] = [path] if path else []
    for step, below in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        found += paths_in(below, (*path, step))
    return found


def edit_of(data: object, value: Any, choice: random.Random) -> Edit:
    path = choice.choice(paths_in(data))
    kind = choice.choice("set set new add remove insert note".split())
    if kind == "new":
        return Set((*path[: choice.randrange(len(path))], choice.choice(["zz", "url", "label"])), value)
    if kind == "add":
        lists = [each[:-1] for each in paths_in(data) if isinstance(each[-1], int)]
        return Add(choice.choice([*lists, ("corrections",)]), value)
    if kind == "insert":
        items = [each for each in paths_in(data) if isinstance(each[-1], int)]
        there = choice.choice([*items, ("corrections", 0)])
        return Insert((*there[:-1], int(there[-1]) + choice.randrange(2)), value)
    if kind == "note":
        return Note(path, "CHECK: is - this: it?")
    return Remove(path) if kind == "remove" else Set(path, value)


def assert_nothing_else_was_touched(before: bytes, edit: Edit) -> bool:
    """Whether the edit was made. If so, every byte before and behind what the path names is what it was."""
    try:
        wanted = changed(data_in(before), edit)
    except NoSafePlaceError:
        with pytest.raises(NotEditedError):
            edited_data(before, [edit], Response, "x")[0]
        return False
    try:
        result = edited_data(before, [edit], Response, "x")[0]
    except NotEditedError:
        return False
    assert data_in(result) == wanted
    first, last = stretch_of(before, edit)
    if first is None:
        same = next((i for i, (a, b) in enumerate(zip(before, result, strict=False)) if a != b), min(len(before), len(result)))
        assert result[same + len(result) - len(before) :] == before[same:], "something else than whole lines was put in"
    elif isinstance(edit, Remove):
        assert last is not None
        assert result[:first] == before[:first] or not before[last:]
        assert result[first:].lstrip() == before[last:].lstrip()
    else:
        assert result[:first] == before[:first]
        assert result.endswith(before[last:])
    return True


def stretch_of(before: bytes, edit: Edit) -> tuple[int | None, int | None]:
    """From the key or the dash of what the edit names to the line behind its last, by the reader's own tree; None where it is not there."""
    path, node = edit.path, cast("Node | None", read_text(before, Response, "x").root)
    data = data_in(before)
    if isinstance(edit, Note):
        return None, None
    path = path[:-1] if isinstance(edit, Insert) else path
    if isinstance(edit, Remove):
        while len(path) > 1 and changed(data, Remove(path)) == changed(data, Remove(path[:-1])):
            path = path[:-1]
    elif isinstance(edit, Add | Insert) or not has(data, path):
        blank = [path[:length] for length in range(1, len(path) + 1) if has(data, path[:length]) and not at(data, path[:length])]
        if not blank:
            return None, None
        path = blank[0]
    spot: Node | None = node
    for step in path:
        if isinstance(node, Mapping):
            entry = node.first[str(step)]
            spot, node = entry.key, entry.node
        else:
            assert isinstance(node, ListNode)
            spot = node = node.items[int(step)]
    assert spot is not None
    assert node is not None
    text = before.decode("utf-8-sig")
    starts = [0, *(i + 1 for i, letter in enumerate(text) if letter == "\n"), len(text)]
    left = len(before) - len(text.encode())
    first = starts[spot.line] + spot.column
    if isinstance(path[-1], int):
        first = text.rfind("-", 0, first + (not at(data, path)))
    bare_start = not text[starts[spot.line] : first].strip()
    begin = starts[spot.line] if bare_start and isinstance(edit, Remove) else first
    end = starts[min(last_line(node, spot.line, text.split("\n")) + 1, len(starts) - 1)]
    return left + len(text[:begin].encode()), left + len(text[:end].encode())


def last_line(node: Node, line: int, lines: list[str]) -> int:
    below = (
        [entry.node for entry in node.entries] if isinstance(node, Mapping) else node.items if isinstance(node, ListNode) else []
    )
    if below:
        return max(last_line(each, each.line, lines) for each in below)
    assert isinstance(node, Scalar)
    end = node.end_line - (1 if node.style in ("|", ">") and node.end_column == 0 else 0)
    while end > line and not lines[end].strip():
        end -= 1
    return end


def at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def has(data: Any, path: Path) -> bool:
    try:
        at(data, path)
    except (KeyError, IndexError, TypeError):
        return False
    return True


MADE = {"edits": 0, "tried": 0}


@pytest.mark.slow
@given(st.integers(0, 10**9), st.one_of(TEXT, DATA))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_edit_of_an_example_gives_exactly_the_changed_model(seed: int, value: Any) -> None:
    choice = random.Random(seed)
    before = oddly_written(choice.choice(examples()), choice)
    data = data_in(before)
    assume(data is not None)
    MADE["tried"] += 1
    MADE["edits"] += assert_nothing_else_was_touched(before, edit_of(data, value, choice))


@given(st.integers(0, 10**9), st.dictionaries(KEY, DATA, min_size=1, max_size=4), st.one_of(TEXT, DATA))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_edit_of_any_file_gives_exactly_the_changed_data(seed: int, data: Any, value: Any) -> None:
    choice = random.Random(seed)
    text = yaml.safe_dump(
        data,
        default_flow_style=choice.choice([False, False, None]),
        default_style=choice.choice([None, None, "'", '"', "|", ">"]),
        indent=choice.choice([2, 3, 4, 6]),
        width=choice.choice([20, 80, 10_000]),
        allow_unicode=choice.random() < 0.7,
        sort_keys=False,
    )
    before = oddly_written(text, choice)
    read = data_in(before)
    assume(read is not None)
    MADE["tried"] += 1
    MADE["edits"] += assert_nothing_else_was_touched(before, edit_of(read, value, choice))


def test_most_edits_were_made() -> None:
    if MADE["tried"] < 100:
        pytest.skip("the two tests above were not run here")
    assert MADE["edits"] > 0.6 * MADE["tried"], MADE
