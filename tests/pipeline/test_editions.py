"""Editions of the templates: what they are made of stays as it was, and an office's own work the same way."""

from __future__ import annotations

import os
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from pccresponse.edition_files import EDITION_FILE
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.files import templates_folder
from pccresponse.foundation.problems import Problem, Severity
from pccresponse.models.record import EditionNotes
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.editions import Edition, begin_edition, edition_called, editions_in, newest_edition, release_edition
from pccresponse.pipeline.rendering import render
from pccresponse.reading import read_edition
from pccresponse.rendering.html import TemplateFaultError
from pccresponse.rendering.pdf.coverage_table import measure
from pccresponse.workspace import Workspace
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
SLUG = "2015-07-21-child-protection-review"
SHARED = templates_folder() / "_shared"
PACKAGED = sorted(path.parent.name for path in templates_folder().glob(f"*/{EDITION_FILE}"))

ENGLISH = (SHARED / "words" / "en-GB.yaml").read_text(encoding="utf-8")

every_packaged_edition = pytest.mark.parametrize("name", PACKAGED)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(ROOT / "responses" / SLUG, tmp_path / "responses" / SLUG)
    shutil.copy(ROOT / "responses" / "office.yaml", tmp_path / "responses")
    return Workspace(tmp_path)


def found(name: str, workspace: Workspace) -> Edition:
    edition = edition_called(name, workspace)
    assert isinstance(edition, Edition), edition
    return edition


def refused(name: str, workspace: Workspace) -> Problem:
    problems = edition_called(name, workspace)
    assert isinstance(problems, tuple)
    return problems[0]


def checked(workspace: Workspace, edition: str | None) -> Checked:
    """The example, made with another edition; None takes the line away."""
    path = workspace.response_file(SLUG)
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("edition:")]
    head = [] if edition is None else [f'edition: "{edition}"']
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    return check(path, workspace, today=TODAY)


def copied(name: str, workspace: Workspace) -> None:
    """A packaged edition in the workspace, with what it shares beside it as it lies in the program."""
    for each in (name, SHARED.name):
        shutil.copytree(templates_folder() / each, workspace.templates / each)


def codes(each: Checked) -> set[str]:
    return {problem.code for problem in each.problems if problem.code.startswith("EDITION")}


def test_two_editions_come_with_the_program() -> None:
    assert PACKAGED == ["2015", "2026"]


@every_packaged_edition
def test_a_released_edition_is_as_it_was_on_the_day_of_release(name: str) -> None:
    edition = found(name, Workspace(ROOT))
    assert edition.notes.released_on is not None
    assert not edition.problems
    assert {each.path: each.sha256 for each in edition.notes.files} == edition.digests
    assert len(edition.digests) > 20


@every_packaged_edition
def test_an_edition_names_every_one_of_its_files_fonts_included(name: str) -> None:
    folder = templates_folder() / name
    own = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    shared = {path.relative_to(SHARED.parent).as_posix() for path in SHARED.rglob("*") if path.is_file()}
    listed = {each.path for each in found(name, Workspace(ROOT)).notes.files}
    assert listed == (own | shared) - {EDITION_FILE}
    assert len(shared) > 10
    assert sum(path.endswith(".ttf") for path in listed) >= 4


@every_packaged_edition
def test_the_table_of_what_the_fonts_can_draw_is_the_fonts_own(name: str) -> None:
    edition = found(name, Workspace(ROOT))
    assert (edition.fonts / "coverage.txt").read_text(encoding="ascii") == measure(edition.fonts)


def test_the_newest_edition_is_offered_to_a_new_response() -> None:
    assert newest_edition(Workspace(ROOT)) == "2026"


def test_an_edition_that_is_not_released_is_not_offered(workspace: Workspace) -> None:
    begin_edition("zzz", like="2026", workspace=workspace, today=date(2030, 1, 1))
    assert newest_edition(workspace) == "2026"
    release_edition("zzz", on=date(2030, 1, 2), workspace=workspace)
    assert newest_edition(workspace) == "zzz"


@pytest.mark.parametrize(
    ("path", "change", "said"),
    [
        ("css/page.css", lambda file: file.write_bytes(file.read_bytes() + b"\n"), "is not as it was on the day of release"),
        ("fonts/SourceSans3-Regular.ttf", lambda file: file.write_bytes(file.read_bytes()[:-1]), "is not as it was on the day of"),
        ("base.html.j2", lambda file: file.unlink(), "is missing"),
        ("css/extra.css", lambda file: file.write_text("p { color: red }"), "was added after the release"),
    ],
    ids=["one byte", "a font", "missing", "added"],
)
def test_a_change_in_a_released_edition_is_an_error_that_names_the_file(
    workspace: Workspace, path: str, change: object, said: str
) -> None:
    begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    release_edition("ours", on=TODAY, workspace=workspace)
    assert not found("ours", workspace).problems
    assert callable(change)
    change(workspace.templates / "ours" / path)
    (problem,) = found("ours", workspace).problems
    assert problem.code == "EDITION-CHANGED"
    assert problem.place.file == f"templates/ours/{path}"
    assert said in problem.message
    each = checked(workspace, "ours")
    assert each.has_errors
    assert problem in each.problems


def test_a_change_is_noticed_though_size_and_first_digest_were_known(workspace: Workspace) -> None:
    begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    release_edition("ours", on=TODAY, workspace=workspace)
    file = workspace.templates / "ours" / "css" / "page.css"
    assert not found("ours", workspace).problems
    state = file.stat()
    file.write_bytes(file.read_bytes().replace(b"A4", b"A5"))
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert found("ours", workspace).problems


def test_an_edition_of_ones_own_hides_none_of_ours_unless_it_is_the_same(workspace: Workspace) -> None:
    copied("2026", workspace)
    assert not found("2026", workspace).problems
    notes = workspace.templates / "2026" / EDITION_FILE
    (workspace.templates / "2026" / "css" / "page.css").write_text("")
    text = notes.read_text(encoding="utf-8")
    was = sha256((templates_folder() / "2026" / "css" / "page.css").read_bytes()).hexdigest()
    notes.write_text(text.replace(was, sha256(b"").hexdigest()), encoding="utf-8")
    (problem,) = found("2026", workspace).problems
    assert problem.code == "EDITION-NAME"
    assert "An edition called 2026 comes with the program" in problem.message


def test_a_change_in_what_editions_share_is_an_error_in_each_that_was_released_with_it(workspace: Workspace) -> None:
    copied("2026", workspace)
    shutil.copytree(templates_folder() / "2015", workspace.templates / "2015")
    table = workspace.templates / "_shared" / "words" / "en-GB.yaml"
    table.write_text(table.read_text(encoding="utf-8").replace("July", "Juli"), encoding="utf-8")
    for name in PACKAGED:
        problem = found(name, workspace).problems[0]
        assert problem.code == "EDITION-CHANGED"
        assert problem.place.file == "templates/_shared/words/en-GB.yaml"
        assert "_shared/words/en-GB.yaml of the edition" in problem.message


def test_an_edition_that_is_given_its_own_copy_of_what_it_shares_stays_the_same_edition(workspace: Workspace) -> None:
    copied("2026", workspace)
    before = found("2026", workspace)
    shutil.copytree(workspace.templates / "_shared", workspace.templates / "2026" / "_shared")
    table = workspace.templates / "_shared" / "words" / "en-GB.yaml"
    table.write_text("months: []", encoding="utf-8")
    after = found("2026", workspace)
    assert not after.problems
    assert after.fingerprint == before.fingerprint
    assert not checked(workspace, "2026").has_errors


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (None, "has no words for documents in en-GB: _shared/words/en-GB.yaml is missing"),
        ("months: [January]", "_shared/words/en-GB.yaml cannot be used"),
        (
            ENGLISH.replace("  others: others\n", ""),
            "_shared/words/en-GB.yaml cannot be used: it has nothing for addressees: others",
        ),
        (ENGLISH.replace("{month} {year}", "{moon}"), "Nothing is known to put for {moon} in “{day} {moon}”"),
        (f"months: &a [x]\nweekdays: *a\n{ENGLISH}", "it is longer than a table of words, or has *aliases"),
        ("#" * (257 << 10), "it is longer than a table of words, or has *aliases"),
        ("{", "_shared/words/en-GB.yaml cannot be used"),
    ],
    ids=["missing", "incomplete", "a word is missing", "an unknown blank", "aliases", "too long", "no YAML"],
)
def test_an_edition_without_a_table_of_words_is_refused_with_a_sentence(workspace: Workspace, table: str | None, said: str) -> None:
    file = begin_edition("ours", like="2026", workspace=workspace, today=TODAY) / "_shared" / "words" / "en-GB.yaml"
    file.unlink()
    if table is not None:
        file.write_text(table, encoding="utf-8")
    (problem,) = [each for each in checked(workspace, "ours").problems if each.code == "EDITION-TEMPLATE"]
    assert said in problem.message
    assert problem.remedy


@pytest.mark.parametrize("name", ["2027", "../templates/2026", "", ".", "..", "2026/css"])
def test_an_edition_that_is_not_there_is_an_error_that_lists_those_that_are(workspace: Workspace, name: str) -> None:
    problem = refused(name, workspace)
    assert problem.code == "EDITION-UNKNOWN"
    assert problem.remedy == "There are: 2026, 2015."


def test_a_response_that_names_an_unknown_edition_says_so_at_its_line(workspace: Workspace) -> None:
    each = checked(workspace, "2062")
    (problem,) = [problem for problem in each.problems if problem.code == "EDITION-UNKNOWN"]
    assert (problem.place.file, problem.place.line) == (f"responses/{SLUG}/response.yaml", 1)
    assert not each.can_be_drafted


def test_a_response_that_names_none_is_drafted_with_the_newest_and_warned(workspace: Workspace) -> None:
    each = checked(workspace, None)
    assert codes(each) == {"EDITION-UNNAMED"}
    assert each.edition
    assert each.edition.name == "2026"
    assert each.can_be_drafted


def test_a_link_in_an_edition_is_refused(workspace: Workspace) -> None:
    folder = begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    (folder / "css" / "page.css").unlink()
    (folder / "css" / "page.css").symlink_to("/etc/hostname")
    problem = refused("ours", workspace)
    assert problem.code == "EDITION-FILES"
    assert "css/page.css is a link" in problem.message


def test_an_edition_that_calls_itself_something_else_is_an_error(workspace: Workspace) -> None:
    folder = begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    folder.rename(folder.with_name("theirs"))
    (problem,) = found("theirs", workspace).problems
    assert problem.message == "The edition in the folder theirs calls itself ours."
    assert problem.place.line > 0


def test_a_mistake_in_edition_yaml_is_told_with_its_line(workspace: Workspace) -> None:
    folder = begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    file = folder / EDITION_FILE
    file.write_text(file.read_text(encoding="utf-8").replace("text_font:", "textfont:"), encoding="utf-8")
    problem = refused("ours", workspace)
    assert problem.code == "READ-UNKNOWN-KEY"
    assert problem.place.file == "templates/ours/edition.yaml"
    assert problem.place.line > 0


def test_an_edition_is_begun_as_a_whole_copy_that_may_change_and_is_not_released(workspace: Workspace) -> None:
    folder = begin_edition("ours", like="2015", workspace=workspace, today=TODAY)
    ours, model = found("ours", workspace), found("2015", workspace)
    assert ours.digests == model.digests
    assert ours.notes.released_on is None
    assert ours.notes.text_font == model.notes.text_font
    (folder / "css" / "page.css").write_text("@page { size: A5 }")
    assert not found("ours", workspace).problems
    each = checked(workspace, "ours")
    assert codes(each) == {"EDITION-UNRELEASED"}


@pytest.mark.parametrize("name", ["../ours", "a/b", ".hidden", " ours", "2026", "a\nb"])
def test_an_edition_is_begun_only_under_a_new_and_plain_name(workspace: Workspace, name: str) -> None:
    with pytest.raises(WrongUseError):
        begin_edition(name, like="2026", workspace=workspace, today=TODAY)
    assert not list(workspace.root.rglob("edition.yaml"))


def test_an_edition_is_released_once(workspace: Workspace) -> None:
    begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    release_edition("ours", on=TODAY, workspace=workspace)
    with pytest.raises(WrongUseError, match="was released on 22 November 2026 and can no longer change"):
        release_edition("ours", on=TODAY, workspace=workspace)


def test_what_is_written_as_edition_yaml_is_read_back_as_it_was(workspace: Workspace) -> None:
    begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    edition = release_edition("ours", on=date(2026, 12, 24), workspace=workspace)
    file = workspace.templates / "ours" / EDITION_FILE
    reading = read_edition(file, within=workspace.root, shown_as=EDITION_FILE)
    assert not reading.problems
    assert isinstance(reading.model, EditionNotes)
    assert reading.model == edition.notes
    assert reading.model.released_on == date(2026, 12, 24)


def test_every_edition_of_the_workspace_and_of_the_program_is_listed_once_the_newest_first(workspace: Workspace) -> None:
    begin_edition("ours", like="2026", workspace=workspace, today=date(2027, 1, 1))
    copied("2015", workspace)
    listed = [each.model.name for each in editions_in(workspace) if each.model]
    assert listed == ["ours", "2026", "2015"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("{{ nothing }}", "comments.html.j2, line 3: 'nothing' is undefined"),
        ("{{ response.departure }}", "comments.html.j2, line 3: what would be printed here is not given"),
        ("{% if %}", "comments.html.j2, line 3: Expected an expression"),
        ("{{ 1 / 0 }}", "comments.html.j2, line 3: division by zero"),
        ('{% include "other.html" %}', "The edition ours has no template called other.html."),
        ("{{ ''.__class__.__mro__ }}", "'__class__' of 'str' object is unsafe"),
        ("{{ range(10 ** 9) | list }}", "Range too big"),
        ("{% macro on() %}{{ on() }}{% endmacro %}{{ on() }}", "maximum recursion depth exceeded"),
        ('{% include "../2026/base.html.j2" %}', "has no template called ../2026/base.html.j2"),
    ],
)
def test_a_fault_in_a_template_is_told_with_its_file_and_line(workspace: Workspace, fault: str, said: str) -> None:
    folder = begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    entry = folder / "comments.html.j2"
    entry.write_text(entry.read_text(encoding="utf-8").replace("<main>", f"<main>{fault}"), encoding="utf-8")
    with pytest.raises(TemplateFaultError) as error:
        list(render(checked(workspace, "ours"), draft=True, only="comments"))
    assert said in error.value.message
    errors = [problem for problem in checked(workspace, "ours").problems if problem.severity is Severity.ERROR]
    assert [problem.code for problem in errors] == ["EDITION-TEMPLATE"]
    assert said in errors[0].message
