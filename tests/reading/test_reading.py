"""What a well written file becomes: models that hold what was written, and the place of each value."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.office import Office
from pccresponse.models.response import ChiefOfficerComments, Response
from pccresponse.reading import Reading, read_office, read_response, read_text

REPORT = "report:\n  title: A report\n  kind: force\n  published_on: 2015-07-21\n"


def read(text: str) -> Reading[Response]:
    return read_text(text.encode(), Response, "response.yaml")


def response_in(text: str) -> Response:
    reading = read(text)
    assert reading.problems == ()
    assert reading.model is not None
    return reading.model


def spot(reading: Reading[Response], *path: str | int) -> tuple[int, int]:
    place = reading.place_of(path)
    return place.line, place.column


def test_the_least_that_a_response_can_say() -> None:
    response = response_in(REPORT)
    assert response.report.title == "A report"
    assert response.report.published_on == date(2015, 7, 21)
    assert response.found.recommendations == ()
    assert response.comments is None


def test_every_example_is_read_without_a_problem(root: Path) -> None:
    files = sorted((root / "responses").rglob("*.yaml"))
    assert len(files) >= 5
    for file in files:
        read_file = read_office if file.name == "office.yaml" else read_response
        reading = read_file(file, within=root, shown_as=file.name)
        assert reading.problems == ()
        assert reading.model is not None
        assert reading.content == file.read_bytes()


def test_nothing_is_guessed_from_the_look_of_a_value() -> None:
    response = response_in(
        REPORT
        + "reference: 01234567\n"
        + "findings:\n  recommendations:\n"
        + "    - {label: NO, text: yes, page: 1e3, paragraph: 4.10, heading: 2015-07-21}\n"
        + "    - {label: 0x1F, text: 'null', page: 12:30:45, paragraph: .inf, heading: on}\n"
    )
    first, second = response.found.recommendations
    assert response.reference == "01234567"
    assert (first.label, first.text, first.page, first.paragraph, first.heading) == ("NO", "yes", "1e3", "4.10", "2015-07-21")
    assert (second.label, second.text, second.page, second.paragraph, second.heading) == ("0x1F", "null", "12:30:45", ".inf", "on")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2015-07-21", PartialDate(2015, 7, 21)),
        ('"2015-07"', PartialDate(2015, 7)),
        ("2015", PartialDate(2015)),
        ("not recorded", "not recorded"),
    ],
)
def test_a_date_keeps_the_precision_that_it_was_given(written: str, meant: object) -> None:
    response = response_in(f"{REPORT}publication:\n  published_on: {written}\n")
    assert response.publication.published_on == meant


def test_words_may_stand_where_keys_would() -> None:
    said_nothing = response_in(REPORT + "chief_officer_comments: none received\nreply_to_chief_officer: none\n")
    assert said_nothing.chief_officer_comments == "none received"
    assert said_nothing.reply_to_chief_officer == "none"
    spoke = response_in(REPORT + "chief_officer_comments:\n  text: We agree.\n  received_on: 2015-08\n")
    assert spoke.chief_officer_comments == ChiefOfficerComments(text="We agree.", received_on=PartialDate(2015, 8))


def test_white_space_around_a_text_is_left_out_and_inside_it_is_kept() -> None:
    response = response_in(REPORT + 'note_to_reader: |\n\n  One.\n\n    Two.\n\n\nreference: "  A 1  "\n')
    assert response.note_to_reader == "One.\n\n  Two."
    assert response.reference == "A 1"


def test_the_same_words_are_the_same_characters() -> None:
    composed = unicodedata.normalize("NFC", "Caf\u0065\u0301")
    response = response_in(REPORT + "reference: Cafe\u0301\n")
    assert response.reference == composed
    assert len(composed) == 4


def test_a_text_may_have_an_emoji_and_a_right_to_left_word() -> None:
    assert response_in(REPORT + "reference: 😀 עברית\n").reference == "😀 עברית"


def test_line_ends_and_marks_of_windows_change_nothing() -> None:
    text = REPORT + "note_to_reader: |\n  One.\n  Two.\ncomments:\n  sections: []\n"
    plain = read(text)
    windows = read_text(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), Response, "response.yaml")
    assert windows.problems == ()
    assert windows.model == plain.model
    for path in [("report",), ("report", "kind"), ("note_to_reader",), ("comments", "sections")]:
        assert windows.place_of(path) == plain.place_of(path)


def test_columns_count_characters_and_not_bytes() -> None:
    reading = read(REPORT + "findings: {recommendations: [{text: é😀, label: }]}\n")
    assert [(each.code, each.place.line, each.place.column) for each in reading.problems] == [("READ-EMPTY", 5, 41)]
    assert reading.problems[0].place.source_line[40:45] == "label"


def test_a_text_is_shown_where_it_stands_and_anything_longer_at_its_key() -> None:
    reading = read(
        REPORT
        + "note_to_reader: |\n  One.\nfindings:\n  recommendations:\n    - text: One\n    - label: 2\n      text:\n        Two\n"
    )
    assert spot(reading, "report", "title") == (2, 10)
    assert spot(reading, "report") == (1, 1)
    assert spot(reading, "note_to_reader") == (5, 1)
    assert spot(reading, "findings", "recommendations") == (8, 3)
    assert spot(reading, "findings", "recommendations", 1) == (10, 7)
    assert spot(reading, "findings", "recommendations", 1, "label") == (10, 14)
    assert spot(reading, "findings", "recommendations", 1, "text") == (11, 7)


def test_what_is_missing_is_shown_at_the_nearest_thing_above_it() -> None:
    reading = read(REPORT + "findings:\n  recommendations:\n    - text: One\n")
    assert spot(reading, "findings", "recommendations", 0, "explanation", "action_taken") == (7, 7)
    assert spot(reading, "findings", "recommendations", 7) == (6, 3)
    assert spot(reading, "report", "url") == (1, 1)
    assert spot(reading, "report", "title", "more") == (2, 10)
    assert spot(reading, "publication", "published_on") == (1, 1)
    assert spot(reading, "findings", "recommendations", -1) == (6, 3)
    assert spot(reading) == (1, 1)


def test_a_file_that_cannot_be_read_is_a_place_of_its_own(tmp_path: Path) -> None:
    reading = read_response(tmp_path / "response.yaml", within=tmp_path, shown_as="x/response.yaml")
    assert reading.file == "x/response.yaml"
    assert reading.content == b""
    assert str(reading.place_of(("report", "title"))) == "x/response.yaml"


def test_a_warning_leaves_the_model_and_an_error_takes_it() -> None:
    warned = read(REPORT + "reference: A #1\n")
    assert [each.code for each in warned.problems] == ["YAML-HASH"]
    assert warned.model is not None
    assert warned.model.reference == "A"
    assert read(REPORT + "reference: [A]\n").model is None


def test_a_remark_with_a_space_is_a_remark() -> None:
    assert response_in(REPORT + "reference: A  # as on the letter\n# and so on\n").reference == "A"


def written_out(value: Any) -> Any:
    """A model as the data that a person would have typed, without what was left out."""
    if isinstance(value, msgspec.Struct):
        return {key: written_out(getattr(value, key)) for key in value.__struct_fields__ if getattr(value, key) not in (None, ())}
    if isinstance(value, PartialDate | date):
        return value.isoformat()
    return [written_out(item) for item in value] if isinstance(value, tuple) else value


def test_every_example_written_out_again_reads_the_same(root: Path) -> None:
    files = sorted((root / "responses").glob("*/response.yaml"))
    assert len(files) >= 3
    for file in files:
        model = read_response(file, within=root, shown_as=file.name).model
        again = read_text(msgspec.json.encode(written_out(model)), Response, file.name)
        assert again.problems == ()
        assert again.model == model


def test_without_the_fast_part_of_the_parser_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CBaseLoader")
    with pytest.raises(CannotRunError, match="LibYAML"):
        read(REPORT)


def test_an_office_is_read_with_its_defaults() -> None:
    reading = read_text(b"force: kent\naddress: |\n  One Street\n  Town\n", Office, "office.yaml")
    assert reading.problems == ()
    assert reading.model is not None
    assert reading.model.address == "One Street\nTown"
    assert reading.model.language == "en-GB"


def test_no_keys_at_all_is_an_office_too() -> None:
    reading = read_text(b"{}", Office, "office.yaml")
    assert reading.problems == ()
    assert reading.model == Office()


def test_what_is_commented_out_is_pointed_at_where_it_would_stand() -> None:
    lines = (
        "# comments: this is above the first key, but below the top",
        "report:",
        "  title: A report",
        "  kind: force",
        "  published_on: 2023-06-06",
        "  # summary: |",
        "  #   Words.",
        "findings:",
        "  recommendations:",
        "    - text: Some words.",
        "      # explanation:",
        "    - text: Some words.",
        "# invitation:",
        "#   sent_on: 2023-06-07",
    )
    reading = read_text("\n".join(lines).encode(), Response, "response.yaml")
    assert reading.problems == ()

    def at(*path: str | int) -> tuple[int, int]:
        place = reading.place_of(path)
        return place.line, place.column

    assert at("report", "summary") == (6, 5)
    assert at("invitation", "sent_on") == (13, 3)
    assert at("findings", "recommendations", 0, "explanation") == (11, 9)
    assert at("findings", "recommendations", 1, "explanation") == (12, 7)
    assert at("report", "url") == (2, 1)


def test_keys_without_any_where_words_belong_are_a_problem_with_a_line() -> None:
    reading = read_text(b"force: kent\naddress:\n {}\n", Office, "office.yaml")
    assert [(problem.code, problem.place.line) for problem in reading.problems if problem.code == "READ-KIND"] == [("READ-KIND", 2)]
