"""Starting a response: what `new` writes, for whom, and that none of its samples can pass for somebody's words."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
import yaml

from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.writing import write_new
from pccresponse.scaffolds import plain, sample_texts, uncommented
from tests.conftest import ROOT, Program
from tests.small_disks import fill

LEAST_SAMPLES = 40
DAYS = {"2014-06-03": "narrative", "2019-05-02": "pillars", "2024-06-18": "areas"}


def started(program: Program, folder: Path, day: str, kind: str = "force", force: str = "kent") -> Path:
    done = program("new", "--force", force, "--title", "A report", "--published-on", day, "--kind", kind, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "responses" / f"{day}-a-report" / "response.yaml"


def problems(program: Program, folder: Path, *more: str) -> list[dict[str, str]]:
    return list(json.loads(program("check", "--format", "json", *more, cwd=folder).stdout)["problems"])


def test_new_starts_a_response_that_reads_at_once_and_lists_what_is_missing(program: Program, tmp_path: Path) -> None:
    done = program("new", "--force", "kent", "--title", 'A "quoted": title', "--published-on", "2023-06-06", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    slug = "2023-06-06-a-quoted-title"
    assert done.stdout.splitlines()[:2] == ["Written: responses/office.yaml", f"Written: responses/{slug}/response.yaml"]
    scaffold = (tmp_path / "responses" / slug / "response.yaml").read_text(encoding="utf-8")
    assert "The last day to publish is Monday 31 July 2023." in scaffold
    check = json.loads(program("check", slug, "--today", "2023-07-20", "--format", "json", cwd=tmp_path).stdout)
    codes = {problem["code"] for problem in check["problems"]}
    assert {"S55-4", "S55-5-COMMENTS", "S55-5-CHIEF-OFFICER", "S55-5-PUBLISHED", "S55-6-SENT", "S55-5A-DUE"} <= codes
    assert not [code for code in codes if code.startswith(("YAML", "READ", "FILE"))]
    again = program("new", "--title", 'A "quoted": title', "--published-on", "2023-06-06", cwd=tmp_path)
    assert again.returncode == 2
    assert (tmp_path / "responses" / slug / "response.yaml").read_text(encoding="utf-8") == scaffold


def test_new_knows_the_law_of_another_day(program: Program, tmp_path: Path) -> None:
    program("new", "--force", "metropolitan", "--title", "A report", "--published-on", "2016-03-01", cwd=tmp_path)
    scaffold = (tmp_path / "responses" / "2016-03-01-a-report" / "response.yaml").read_text(encoding="utf-8")
    assert "The Act set no period for publishing." in scaffold
    assert "explanation:" not in scaffold
    assert "Commissioner of Police" in scaffold


@pytest.mark.parametrize("kind", ["force", "national"])
@pytest.mark.parametrize("day", DAYS)
def test_every_sample_that_is_left_in_is_an_error(program: Program, tmp_path: Path, day: str, kind: str) -> None:
    response = started(program, tmp_path, day, kind)
    office = tmp_path / "responses" / "office.yaml"
    assert not [each for each in problems(program, tmp_path) if each["code"] == "SAMPLE"]
    expected: Counter[str] = Counter()
    for file in (response, office):
        text = uncommented(file.read_text("utf-8"))
        file.write_text(text, "utf-8")
        expected[f"responses/{file.relative_to(tmp_path / 'responses')}"] += len(texts_with_a_sample(yaml.safe_load(text)))
    found = problems(program, tmp_path)
    assert sum(expected.values()) >= LEAST_SAMPLES - 8
    assert Counter(each["file"] for each in found if each["code"] == "SAMPLE") == expected
    assert not [each for each in found if each["code"].startswith(("YAML", "FILE")) or each["code"] == "READ-UNKNOWN-KEY"]
    blank = [each for each in found if each["code"] == "READ-EMPTY"]
    assert len(blank) >= 15
    done = program("build", "--final", cwd=tmp_path)
    assert done.returncode == 1
    assert not (tmp_path / "build").exists() or not list((tmp_path / "build").rglob("*.pdf"))


def texts_with_a_sample(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts_with_a_sample(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_with_a_sample(inner)]
    return [value] if isinstance(value, str) and any(sample in plain(value) for sample in sample_texts()) else []


def test_every_text_of_a_scaffold_is_a_sample_or_looked_up(program: Program, tmp_path: Path) -> None:
    """A new line of a scaffold is a sample by itself: nobody has to put it on a list."""
    response = started(program, tmp_path, "2021-09-01", "national")
    looked_at = 0
    for file in (response, tmp_path / "responses" / "office.yaml"):
        for text in all_texts(yaml.safe_load(uncommented(file.read_text("utf-8")))):
            looked_at += 1
            assert texts_with_a_sample(text) or text in ("2026", "A report", "national", "kent"), text
    assert looked_at >= LEAST_SAMPLES
    assert len(sample_texts()) >= LEAST_SAMPLES
    assert not [sample for sample in sample_texts() if "looked up" in sample or len(sample) < 15]


def all_texts(value: object) -> list[str]:
    if isinstance(value, dict | list):
        return [text for inner in (value.values() if isinstance(value, dict) else value) for text in all_texts(inner)]
    return [value] if isinstance(value, str) else []


def test_a_sample_is_found_among_other_words_with_its_own_line(program: Program, tmp_path: Path) -> None:
    response = started(program, tmp_path, "2024-06-18")
    more = "monitoring: |\n  We meet monthly.\n  Write how you will make sure\n  that what is promised is done.\nreference: Write the name of the Meeting\n"
    response.write_text(response.read_text("utf-8") + more, "utf-8")
    (wrapped, one) = [each for each in problems(program, tmp_path) if each["code"] == "SAMPLE"]
    assert "Write how you will make sure that what is promised is done." in wrapped["message"]
    assert "“Write the name of the Meeting”" in one["message"]


def test_no_example_has_a_sample_in_it(program: Program, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "responses", tmp_path / "responses")
    assert len(list((tmp_path / "responses").rglob("*.yaml"))) == 6
    assert "SAMPLE" not in {each["code"] for each in problems(program, tmp_path)}


@pytest.mark.parametrize(("day", "form"), DAYS.items())
def test_the_sample_judgments_have_the_form_of_the_reports_time(program: Program, tmp_path: Path, day: str, form: str) -> None:
    text = uncommented(started(program, tmp_path, day).read_text("utf-8"))
    assert list(yaml.safe_load(text)["judgments"]) == [form]


@pytest.mark.parametrize("day", DAYS)
def test_no_sample_has_a_date_of_its_own(program: Program, tmp_path: Path, day: str) -> None:
    response = started(program, tmp_path, day)
    assert dates_in(yaml.safe_load(uncommented(response.read_text("utf-8")))) == [day]
    assert dates_in(yaml.safe_load(uncommented((tmp_path / "responses" / "office.yaml").read_text("utf-8")))) == []


def dates_in(value: object) -> list[str]:
    if isinstance(value, dict | list):
        return [each for inner in (value.values() if isinstance(value, dict) else value) for each in dates_in(inner)]
    return [str(value)] if value is not None and not isinstance(value, str) else []


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("PEEL 2023–25", "peel-2023-25"),
        ("PEEL 2023—25‑26", "peel-2023-25-26"),
        ("Kent’s answer & the force's", "kents-answer-and-the-forces"),
        ("Heddlu Dyfed‐Powys: Ŵyl, café, Møller, Œuvre, Straße", "heddlu-dyfed-powys-wyl-cafe-moller-oeuvre-strasse"),
        ("“Quoted” (part 2)", "quoted-part-2"),
    ],
)
def test_the_folder_keeps_what_the_title_says(program: Program, tmp_path: Path, title: str, slug: str) -> None:
    program("new", "--force", "kent", "--title", title, "--published-on", "2024-06-18", cwd=tmp_path)
    assert (tmp_path / "responses" / f"2024-06-18-{slug}" / "response.yaml").is_file()


@pytest.mark.parametrize(
    ("typed", "force"),
    [
        ("Kent", "kent"),
        ("kent police", "kent"),
        ("the Metropolitan Police", "metropolitan"),
        ("Heddlu Gwent", "gwent"),
        ("CITY OF LONDON", "city-of-london"),
        ("Devon & Cornwall", "devon-and-cornwall"),
        ("Dyfed Powys", "dyfed-powys"),
    ],
)
def test_a_force_may_be_called_by_any_of_its_names(program: Program, tmp_path: Path, typed: str, force: str) -> None:
    done = program("new", "--force", typed, "--title", "A report", "--published-on", "2024-06-18", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"\nforce: {force}\n" in (tmp_path / "responses" / "office.yaml").read_text("utf-8")
    assert (
        json.loads(program("law", "2024-06-18", "--force", typed, "--format", "json", cwd=tmp_path).stdout)["force"]["id"] == force
    )


@pytest.mark.parametrize("typed", ["2019-05-02", "2 May 2019", "2nd May 2019", "Thursday 2 May 2019", "May 2, 2019", "2019-5-2"])
def test_a_day_may_be_typed_in_any_form_that_is_clear(program: Program, tmp_path: Path, typed: str) -> None:
    done = program("new", "--force", "kent", "--title", "A report", "--published-on", typed, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "responses" / "2019-05-02-a-report").is_dir()


@pytest.mark.parametrize("words", [("check", "--today", "{}"), ("approve", "x", "--role", "R", "--name", "N", "--on", "{}")])
def test_every_option_for_a_day_takes_today_and_yesterday(program: Program, tmp_path: Path, words: tuple[str, ...]) -> None:
    started(program, tmp_path, "2024-06-18")
    for day in ("today", "Yesterday", "2 May 2025"):
        done = program(*(word.format(day) for word in words), cwd=tmp_path)
        assert "is not a day" not in done.stderr
        assert "Invalid value" not in done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The examples as a new user finds them."""
    shutil.copytree(ROOT / "responses", tmp_path / "responses")
    return tmp_path


def test_another_force_beside_the_examples_gets_an_office_of_its_own(program: Program, checkout: Path) -> None:
    done = new_for_kent(program, checkout, "PEEL 2023-25: Kent Police")
    folder = checkout / "responses" / "2024-06-18-peel-2023-25-kent-police"
    assert f"Written: responses/{folder.name}/office.yaml" in done.stdout
    assert "responses/office.yaml is for South Yorkshire Police. This response has its own office.yaml." in done.stdout
    assert "force: kent" in (folder / "office.yaml").read_text("utf-8")
    found = problems(program, checkout, folder.name)
    assert {each["file"].rsplit("/", 1)[0] for each in found if "/templates/" not in each["file"]} == {f"responses/{folder.name}"}
    draft = program("build", folder.name, cwd=checkout)
    assert "comments.pdf  (draft)" in draft.stdout
    (folder / "office.yaml").write_text("force: kent\nemail: office@kent.example\n", "utf-8")
    new_for_kent(program, checkout, "Another report on Kent")
    second = checkout / "responses" / "2024-06-18-another-report-on-kent" / "office.yaml"
    assert second.read_text("utf-8") == "force: kent\nemail: office@kent.example\n"


def new_for_kent(program: Program, folder: Path, title: str) -> subprocess.CompletedProcess[str]:
    done = program("new", "--force", "Kent", "--title", title, "--published-on", "2024-06-18", cwd=folder)
    assert done.returncode == 0, done.stderr
    return done


def test_a_title_that_names_another_force_than_the_offices_is_refused(program: Program, checkout: Path) -> None:
    before = sorted(checkout.rglob("*"))
    done = program("new", "--title", "PEEL 2023–25: An inspection of Kent Police", "--published-on", "2024-06-18", cwd=checkout)
    assert done.returncode == 2
    assert "The title names Kent Police, but responses/office.yaml is for another force: South Yorkshire Police." in done.stderr
    assert "add --force kent" in done.stderr
    assert sorted(checkout.rglob("*")) == before


def test_whose_office_is_used_is_said_where_nobody_named_a_force(program: Program, checkout: Path) -> None:
    for title in ("PEEL 2023–25", "PEEL: South Yorkshire Police"):
        done = program("new", "--title", title, "--published-on", "2024-06-18", cwd=checkout)
        assert "responses/office.yaml is for South Yorkshire Police, so it is used for this response." in done.stdout


def test_an_office_that_cannot_be_read_is_not_guessed(program: Program, tmp_path: Path) -> None:
    (tmp_path / "responses").mkdir()
    (tmp_path / "responses" / "office.yaml").write_text("force: [\n", "utf-8")
    done = program("new", "--force", "kent", "--title", "A report", "--published-on", "2024-06-18", cwd=tmp_path)
    assert done.returncode == 2
    assert "responses/office.yaml cannot be read, so the program cannot tell whose office it is." in done.stderr


def test_without_an_office_the_force_of_the_title_is_suggested(program: Program, tmp_path: Path) -> None:
    done = program("new", "--title", "PEEL 2023–25: Kent Police", "--published-on", "2024-06-18", cwd=tmp_path)
    assert "Say which police force it is for, for example: --force kent." in done.stderr


@pytest.mark.parametrize("room", [0, 1, 4, 12, 20, 23, 25])
def test_on_a_full_disk_nothing_is_begun(small_disk: Path, program: Program, tmp_path: Path, room: int) -> None:
    """With so many pages of four kilobytes left; all files together take 27 of them."""
    folder = small_disk / "w"
    folder.mkdir()
    ballast = fill(small_disk, leaving=room << 12)
    new = ("new", "--force", "kent", "--title", "A report", "--published-on", "2024-06-18")
    done = program(*new, cwd=folder, TMPDIR=str(tmp_path))
    assert done.returncode == 3, done.stdout
    assert os.strerror(errno.ENOSPC) in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "responses").exists()
    assert not [path for path in folder.rglob("*") if path.is_file() and path.name.startswith(".")]
    ballast.unlink()
    again = program(*new, cwd=folder, TMPDIR=str(tmp_path))
    assert again.returncode == 0, again.stderr
    written = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml"))
    assert written == ["responses/2024-06-18-a-report/response.yaml", "responses/office.yaml"]


def test_of_two_that_begin_the_same_response_at_once_one_writes_it(tmp_path: Path) -> None:
    place = tmp_path / "responses" / "response.yaml"
    write_new({place: b"first"})
    with pytest.raises(CannotRunError) as refused:
        write_new({place.with_name("office.yaml"): b"second", place: b"second"})
    assert "Nothing was saved" in refused.value.remedy
    assert {path.name: path.read_bytes() for path in place.parent.iterdir()} == {"response.yaml": b"first"}
