"""Whatever the bytes, reading ends, soon, with a model or with problems, and raises nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pccresponse.foundation.problems import Severity
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading import CODES, read_text
from pccresponse.reading.shapes import fields_of, models_below

EXAMPLE = (Path(__file__).parents[2] / "responses" / "2015-07-21-child-protection-review" / "response.yaml").read_bytes()
KEYS = sorted({key for model in models_below(Response).values() for key in fields_of(model)})
SIGNS = [
    "- ",
    ": ",
    ":",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&a ",
    "*a",
    "!t ",
    "!!str ",
    "|",
    ">",
    "'",
    '"',
    "%",
    "@",
    "`",
    "#",
    " #",
    "~",
    "\\",
    "\t",
]
ENDS = [
    "\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "\r",
    "\n---\n",
    "\n...\n",
    "\x00",
    "\x85",
    "\u2028",
    "\ufeff",
    "é",
    "😀",
    "\u0301",
    "<<",
    "2015-07-21",
    "none",
]
YAMLISH = st.lists(st.sampled_from([*SIGNS, *ENDS, *KEYS]), max_size=60).map("".join)


def check(content: bytes) -> None:
    for model in (Response, Office):
        reading = read_text(content, model, "file.yaml")
        errors = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
        assert (reading.model is None) is bool(errors)
        assert list(reading.problems) == sorted(reading.problems, key=lambda each: (each.place.line, each.place.column))
        for problem in reading.problems:
            assert problem.code in CODES
            assert problem.message.endswith("."), problem
            assert problem.remedy
            line = reading.source.lines[problem.place.line - 1] if reading.source.lines else ""
            assert 1 <= problem.place.column <= len(line) + 1, problem
            assert "\n" not in problem.message + problem.remedy
            assert len(problem.message) < 700


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    check(content)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@given(YAMLISH)
@settings(max_examples=500)
def test_anything_that_looks_like_yaml(text: str) -> None:
    check(text.encode())


@given(
    st.lists(
        st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 12), st.sampled_from([*SIGNS, *ENDS, ""])), min_size=1, max_size=4
    )
)
@settings(max_examples=200)
def test_a_good_file_with_something_cut_out_and_something_put_in(changes: list[tuple[int, int, str]]) -> None:
    content = EXAMPLE
    for start, length, sign in changes:
        content = content[:start] + sign.encode() + content[start + length :]
    check(content)


@given(st.integers(0, len(EXAMPLE)))
def test_a_good_file_cut_off_anywhere(length: int) -> None:
    check(EXAMPLE[:length])


@given(
    st.recursive(
        st.text(max_size=8) | st.integers() | st.none(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    )
)
def test_any_data_under_any_keys(data: object) -> None:
    check(msgspec.json.encode(data))


MEBIBYTE = 1 << 20
TAKE_LONGEST = {"the same key", "unknown keys"}
HOSTILE: dict[str, str | bytes] = {
    "brackets": "[" * MEBIBYTE,
    "braces": "{" * MEBIBYTE,
    "dashes": "- " * (MEBIBYTE // 2),
    "question marks": "? " * (MEBIBYTE // 2),
    "keys in keys": "".join(" " * depth + "a:\n" for depth in range(1_400)),
    "a list without end": "a: [" + "b," * (MEBIBYTE // 2 - 4),
    "a wide list": "a: [" + "b," * (MEBIBYTE // 2 - 4) + "]",
    "a list of blanks": "findings: {recommendations: [" + "~," * 24_000 + "]}",
    "a list of tags": "a: [" + "!b c," * 12_000 + "]",
    "unknown keys": "".join(f"key{number}: x\n" for number in range(24_000)),
    "the same key": "report: {}\n" * 12_000,
    "a mistake on each line": "a: b: c\n" * (MEBIBYTE // 8),
    "a mistake and a long text": "a: b: c\n" * 100 + "z: |\n" + "  x\n" * (MEBIBYTE // 4 - 300),
    "one long text": "note_to_reader: |\n" + "  x\n" * (MEBIBYTE // 4 - 8),
    "one long line": "note_to_reader: " + "x " * (MEBIBYTE // 2 - 16),
    "colons": "a: " + "b: " * (MEBIBYTE // 3 - 2),
    "an unclosed quotation": 'a: "' + "\\" * (MEBIBYTE - 8),
    "directives": "".join(f"%TAG !a{number}! b\n" for number in range(50_000)),
    "directives below": "a: b\n...\n" + "".join(f"%TAG !a{number}! b\n" for number in range(50_000)),
    "accents": "note_to_reader: a" + "\u0301\u0316" * (MEBIBYTE // 4 - 16),
    "accents within the room for a text": "note_to_reader: a" + "\u0301\u0316" * 49_000,
    "control characters": "\x01\n" * (MEBIBYTE // 2),
    "bytes that are no text": "é".encode("latin-1") * MEBIBYTE,
    "ends of lines": "\r" * MEBIBYTE,
    "an address of ats": "email: " + "a@" * 120,
    "an address of dots": "email: " + "a@" + "a." * 120,
    "digits": "report: {pages: " + "1" * (MEBIBYTE - 32) + "}",
}


def calls_for(content: bytes) -> int:
    """How many functions are called to read the content: what a clock would say, without the machine's moods."""
    count = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        read_text(content, Response, "response.yaml")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.long) if name in TAKE_LONGEST else name for name in HOSTILE])
def test_twice_the_malice_is_at_most_twice_the_work(name: str) -> None:
    hostile = HOSTILE[name]
    content = hostile if isinstance(hostile, bytes) else hostile.encode()
    calls_for(content[:1000])  # what is worked out once is worked out before counting
    once, twice = calls_for(content[: 16 << 10]), calls_for(content[: 32 << 10])
    assert once > 10
    assert twice <= 2.2 * once + 500


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_mebibyte_of_malice_is_read_to_its_end(name: str) -> None:
    content = HOSTILE[name]
    reading = read_text(content if isinstance(content, bytes) else content.encode(), Response, "response.yaml")
    assert reading.problems


def test_reading_a_good_file_loads_nothing_that_only_a_mistake_needs(root: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pccresponse.reading import read_response;"
        "assert read_response(Path(sys.argv[1]), within=Path(sys.argv[1]).parent, shown_as='x').model;"
        "print(*sys.modules)"
    )
    file = root / "responses" / "2015-07-21-child-protection-review" / "response.yaml"
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)],
        env={"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "pccresponse.reading.binding" in loaded
    assert not loaded & {"difflib", "pydantic", "pccresponse.reading.schema", "jsonschema", "weasyprint"}
