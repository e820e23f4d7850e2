"""`editions`, `publish` and `verify` as somebody at a keyboard meets them, from the new edition to the proof."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import msgspec
import pikepdf
import pytest

from pccresponse.models.record import Record
from pccresponse.workspace import Workspace
from tests.cli.conftest import PUBLISHED_ON as ON
from tests.cli.conftest import SLUG
from tests.conftest import Program
from tests.verifying.forging import made_by
from tests.verifying.papers import altered, without_first

CORRECTED = ("--on", "2015-11-02")


def test_editions_lists_those_of_the_office_and_those_of_the_program(program: Program, released: Path) -> None:
    done = program("editions", cwd=released)
    assert done.returncode == 0
    names = [line.split()[0] for line in done.stdout.splitlines() if line and not line.startswith(" ")]
    assert names == ["plain", "2026", "2015"]
    assert "released on 1 July 2015; your own, in templates/plain/" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_editions_are_listed_anywhere_and_as_data(program: Program, tmp_path: Path) -> None:
    data = json.loads(program("editions", "--format", "json", cwd=tmp_path).stdout)
    assert [each["name"] for each in data] == ["2026", "2015"]
    assert all(len(each["fingerprint"]) == 64 and not each["problems"] for each in data)


def test_an_edition_is_begun_used_and_released(program: Program, released: Path) -> None:
    done = program("editions", "new", "westshire", "--like", "plain", "--dated", "2026-01-01", cwd=released)
    assert done.stdout.startswith("Written: templates/westshire/\n")
    response = released / "responses" / SLUG / "response.yaml"
    response.write_text(response.read_text(encoding="utf-8").replace("edition: plain", "edition: westshire"), encoding="utf-8")
    said = program("check", SLUG, cwd=released).stdout
    assert f"responses/{SLUG}/response.yaml:1:10: warning EDITION-UNRELEASED" in said
    refused = program("publish", SLUG, *ON, cwd=released)
    assert refused.returncode == 1
    assert "PUBLISH-EDITION" in refused.stdout
    assert program("editions", "release", "westshire", cwd=released).returncode == 0
    assert program("publish", SLUG, *ON, cwd=released).returncode == 0


def test_check_names_the_file_of_a_released_edition_that_differs(program: Program, released: Path) -> None:
    template = released / "templates" / "plain" / "comments.html.j2"
    template.write_text(template.read_text(encoding="utf-8") + " ", encoding="utf-8")
    done = program("check", cwd=released)
    assert done.returncode == 1
    assert "templates/plain/comments.html.j2: error EDITION-CHANGED:" in done.stdout
    assert program("editions", cwd=released).returncode == 1
    assert program("publish", SLUG, *ON, cwd=released).returncode == 1


def test_publish_says_what_it_made_and_where_it_is_kept(program: Program, released: Path) -> None:
    done = program("publish", SLUG, *ON, cwd=released)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "Published as version 1, on 2 September 2015:" in lines
    assert f"responses/{SLUG}/record.json" in lines
    kept = [line for line in lines if line.startswith(f"responses/{SLUG}/published/1/")]
    assert len(kept) == 3
    assert all("SHA-256" in line for line in kept)
    for name in ("comments", "panel-report", "submission-home-secretary"):
        final = (released / "responses" / SLUG / "published" / "1" / f"{name}.pdf").read_bytes()
        assert (released / "build" / SLUG / f"{name}.pdf").read_bytes() == final


def test_publish_refuses_another_date_than_the_documents_bear(program: Program, released: Path) -> None:
    done = program("publish", SLUG, "--on", "2015-09-03", cwd=released)
    assert done.returncode == 1
    assert "error PUBLISH-DATE: The documents would say 2 September 2015" in done.stdout
    assert not (released / "responses" / SLUG / "record.json").exists()


def test_publish_refuses_what_has_errors(program: Program, released: Path) -> None:
    file = released / "responses" / SLUG / "response.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("chief_officer_comments: none received\n", ""), encoding="utf-8")
    done = program("publish", SLUG, *ON, cwd=released)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith(f"{SLUG}: not published: 1 error")
    assert not (released / "responses" / SLUG / "published").exists()


def test_what_is_published_is_not_published_again_for_nothing(program: Program, published: Path) -> None:
    record = (published / "responses" / SLUG / "record.json").read_bytes()
    done = program("publish", SLUG, *ON, "--new-version", "For nothing.", cwd=published)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == (
        f"{SLUG}: already published as version 1, on 2 September 2015. Nothing has changed since."
    )
    assert (published / "responses" / SLUG / "record.json").read_bytes() == record


def test_a_change_is_published_only_as_a_correction_that_says_what_was_corrected(program: Program, published: Path) -> None:
    file = published / "responses" / SLUG / "response.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Good for", "Better for"), encoding="utf-8")
    changed = file.read_text(encoding="utf-8")
    done = program("publish", SLUG, *CORRECTED, cwd=published)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"{SLUG}: already published as version 1, on 2 September 2015. Since then:",
        "  response.yaml changed",
        "A new version is a correction: its first page says what was corrected and why.",
        'To publish it as well as the old one, add: --new-version "what was corrected and why"',
        "Or add it to response.yaml yourself:",
        "  corrections:",
        "    - on: 2015-11-02",
        "      what: What was corrected and why.",
    ]
    assert file.read_text(encoding="utf-8") == changed
    done = program("publish", SLUG, *CORRECTED, "--new-version", "A word was wrong.", "--today", "2015-11-02", cwd=published)
    assert done.returncode == 0
    assert f"responses/{SLUG}/response.yaml: the correction of 2 November 2015 was added under corrections." in done.stdout
    assert "Published as version 2, on 2 November 2015:" in done.stdout
    assert "in the past" not in done.stdout
    written = "\ncorrections:\n  - on: 2015-11-02\n    what: A word was wrong.\n"
    assert file.read_text(encoding="utf-8") == changed + written
    record = json.loads((published / "responses" / SLUG / "record.json").read_text(encoding="utf-8"))
    assert [(each["published_on"], each["reason"]) for each in record["versions"]] == [
        ("2015-09-02", None),
        ("2015-11-02", "A word was wrong."),
    ]
    proved = program("verify", SLUG, cwd=published)
    assert proved.stdout.splitlines()[-1] == "6 documents: 6 identical to what this office published."
    status = program("status", SLUG, "--today", "2016-01-01", cwd=published)
    assert "published, version 2 in the record" in status.stdout
    assert "published on 2 September 2015." in status.stdout


@pytest.mark.parametrize(
    ("on", "words", "code", "says"),
    [
        ("2015-09-01", "A word.", 1, "PUBLISH-DATE: Version 1 was published on 2 September 2015, which is after 1 September 2015."),
        ("2015-11", "A word.", 1, "PUBLISH-DATE: A correction needs the day on which you publish it."),
        ("not recorded", "A word.", 1, "PUBLISH-DATE: A correction needs the day on which you publish it."),
        ("2015-11-02", "TODO", 1, "not published: 1 error"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    program: Program, published: Path, on: str, words: str, code: int, says: str
) -> None:
    file = published / "responses" / SLUG / "response.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Good for", "Better for"), encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    done = program("publish", SLUG, "--on", on, "--new-version", words, cwd=published)
    assert done.returncode == code
    assert says in done.stdout
    assert not (file.parent / "published" / "2").exists()
    assert words == "TODO" or file.read_text(encoding="utf-8") == before


def test_of_two_who_publish_at_the_same_moment_one_does(program: Program, released: Path) -> None:
    with ThreadPoolExecutor(2) as two:
        first, second = two.map(lambda _: program("publish", SLUG, *ON, cwd=released), range(2))
    said = sorted(
        (first.stdout + first.stderr, second.stdout + second.stderr), key=lambda text: "Published as version 1" not in text
    )
    assert "Published as version 1" in said[0]
    assert "somebody else at the same time" in said[1] or "published already as version 1" in said[1]
    assert "Traceback" not in said[0] + said[1]
    record = json.loads((released / "responses" / SLUG / "record.json").read_text(encoding="utf-8"))
    assert len(record["versions"]) == 1
    assert (
        program("verify", SLUG, cwd=released).stdout.splitlines()[-1] == "3 documents: 3 identical to what this office published."
    )


def test_a_correction_that_is_written_already_is_not_written_in_other_words(program: Program, published: Path) -> None:
    file = published / "responses" / SLUG / "response.yaml"
    text = file.read_text(encoding="utf-8").replace("Good for", "Better for")
    file.write_text(f"{text}corrections: [{{on: 2015-11-02, what: A word was wrong.}}]\n", encoding="utf-8")
    done = program("publish", SLUG, *CORRECTED, "--new-version", "Another word.", cwd=published)
    assert done.returncode == 2
    assert "The correction of 2 November 2015 is already in response.yaml" in done.stderr
    assert program("publish", SLUG, *CORRECTED, cwd=published).returncode == 0


@pytest.mark.parametrize(
    ("today", "label", "history"),
    [
        ("2015-09-02", "", ""),
        (
            "2026-11-27",
            "Dated 2 September 2015, in the past. It was recorded today, 27 November 2026.",
            "on 27 November 2026, afterwards",
        ),
        (
            "2015-08-30",
            "2 September 2015 is still to come. The response counts as published from that day. It was recorded today, 30 August 2015.",
            "on 30 August 2015, in advance",
        ),
    ],
    ids=["on the day", "in the past", "to come"],
)
def test_a_date_in_the_past_or_to_come_is_labelled(program: Program, released: Path, today: str, label: str, history: str) -> None:
    done = program("publish", SLUG, *ON, "--today", today, cwd=released)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if "ecorded today" in line] == ([label] if label else [])
    record = json.loads((released / "responses" / SLUG / "record.json").read_text(encoding="utf-8"))
    assert (record["versions"][0]["published_on"], record["versions"][0]["made_on"]) == ("2015-09-02", today)
    said = program("history", SLUG, cwd=released).stdout
    assert [line.strip() for line in said.splitlines() if "Recorded:" in line] == ([f"Recorded:   {history}"] if history else [])
    told = program("status", SLUG, "--today", today, cwd=released).stdout
    assert ("to be published, version 1, recorded on 30 August 2015, in advance" in told) == (today < "2015-09-02")
    assert ("published, version 1, recorded on 27 November 2026, afterwards" in told) == (today > "2015-09-02")


@pytest.mark.parametrize("day", ["2015-13", "some day"])
def test_publish_says_how_a_date_is_written(program: Program, released: Path, day: str) -> None:
    done = program("publish", SLUG, "--on", day, cwd=released)
    assert done.returncode == 2
    assert "Write it as year-month-day" in done.stderr


def test_publish_asks_which_of_two_dates_is_meant(program: Program, released: Path) -> None:
    done = program("publish", SLUG, "--on", "2.9.2015", cwd=released)
    assert done.returncode == 2
    assert "may be 2 September 2015 or 9 February 2015. Write 2015-09-02 or 2015-02-09." in done.stderr


def test_a_change_in_the_workspace_is_told_of_what_is_still_identical_to_what_was_published(
    program: Program, published: Path
) -> None:
    file = published / "responses" / SLUG / "response.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    done = program("verify", SLUG, cwd=published)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert sum(line.endswith(": identical to what this office published.") for line in lines) == 3
    assert lines.count("  In the workspace response.yaml changed since. The files inside it still give the same bytes.") == 3
    assert lines[-1] == ("3 documents: 3 identical to what this office published. Look at what is said above about 3 of them.")
    assert "NOT PROVED" not in done.stdout
    assert "this very file again" not in done.stdout


def test_a_pdf_alone_in_an_empty_folder_is_proved_by_one_command(program: Program, published: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(published / "build" / SLUG / "comments.pdf", elsewhere / "from-the-attic.PDF")
    shutil.rmtree(published / "responses")
    shutil.rmtree(published / "templates")
    done = program("verify", "from-the-attic.PDF", cwd=elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == (
        "from-the-attic.PDF: consistent with itself, not shown to be what was published.\n"
        "  Identical bytes: the files that it was made from give exactly the same file.\n"
        "  The edition plain did not come with this program. Only the office that released it can say whether its templates are the right ones.\n"
        "1 document: 1 consistent with itself, not shown to be what was published.\n"
    )


def test_verify_without_a_name_looks_at_every_response(program: Program, published: Path) -> None:
    done = program("verify", cwd=published)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "3 documents: 3 identical to what this office published."
    assert f"responses/{SLUG}/published/1/comments.pdf: identical to what this office published.\n" in done.stdout


def test_one_changed_comma_is_shown_on_the_page_where_it_stands(program: Program, published: Path) -> None:
    file = published / "responses" / SLUG / "published" / "1" / "comments.pdf"
    file.write_bytes(altered(file.read_bytes(), lambda document: without_first(document, ",")))
    done = program("verify", SLUG, "--report", "what differs", cwd=published)
    assert done.returncode == 1
    assert "3 documents: 2 identical to what this office published; 1 not proved." in done.stdout
    assert "comments.pdf: NOT PROVED: Different: the files that it was made from give something else." in done.stdout
    assert "file altered: It is not the file that was published: record.json has another SHA-256." in done.stdout
    assert "Good for children and for all.” in the file, “" in done.stdout
    assert "Good for children, and for all.” made again." in done.stdout
    page = (published / "what differs" / "report.html").read_text(encoding="utf-8")
    assert "Good for children and for all." in page
    pictures = sorted(path.name for path in (published / "what differs").glob("*.png"))
    assert len(pictures) == 2
    assert all("page-1" in name and name in page for name in pictures)


def with_older_tools(record: Record) -> Record:
    return msgspec.structs.replace(record, tools={**record.tools, "pango": "1.40.0", "weasyprint": "60.0"})


def _with_a_line(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b" Q Q Q q 1 0 0 1 0 0 cm 1 0 0 rg 72 72 9 9 re f Q")


@pytest.mark.parametrize(
    ("change", "says", "proved_at", "not_at"),
    [
        (None, "Identical bytes", "bytes", None),
        (lambda document: None, "Identical page pictures", "pictures", "bytes"),
        (_with_a_line, "Identical text and tag tree", "text", "pictures"),
        (lambda document: without_first(document, ","), "Different", None, "text"),
    ],
    ids=["the same bytes", "other bytes", "another look", "another text"],
)
def test_what_was_made_with_other_tools_is_proved_at_the_level_that_holds_and_at_none_above(
    program: Program,
    released: Path,
    change: Callable[[pikepdf.Pdf], None] | None,
    says: str,
    proved_at: str | None,
    not_at: str | None,
) -> None:
    made = made_by(Workspace(released), SLUG, record=with_older_tools)
    (released / "old.pdf").write_bytes(altered(made, change) if change else made)
    for level in filter(None, (proved_at, not_at)):
        done = program("verify", "old.pdf", "--level", level, cwd=released)
        assert done.returncode == (0 if level == proved_at else 1), done.stdout
        assert says in done.stdout
        assert ("NOT PROVED" in done.stdout) is (level == not_at)
        assert "tool versions changed: Its record says that it was made with other versions: pango 1.40.0 became" in done.stdout
        assert "weasyprint 60.0 became" in done.stdout


def register_of(published: Path) -> list[str]:
    return (published / "published.sha256").read_text(encoding="utf-8").splitlines()


def test_publish_notes_each_document_in_a_register_that_anybody_can_check(program: Program, published: Path) -> None:
    lines = register_of(published)
    assert sorted(line.split("  ")[1] for line in lines) == [
        f"responses/{SLUG}/published/1/{name}.pdf" for name in ("comments", "panel-report", "submission-home-secretary")
    ]
    for line in lines:
        digest, path = line.split("  ")
        assert sha256((published / path).read_bytes()).hexdigest() == digest


def test_a_document_in_the_register_is_shown_to_be_what_was_published_wherever_it_is(program: Program, published: Path) -> None:
    (published / "elsewhere").mkdir()
    shutil.copy(published / "build" / SLUG / "comments.pdf", published / "elsewhere" / "found.pdf")
    done = program("verify", "elsewhere/found.pdf", "--against", "published.sha256", cwd=published)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[0] == "elsewhere/found.pdf: identical to what this office published."
    done = program("verify", "--against", "published.sha256", cwd=published)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "3 documents: 3 identical to what this office published."


def test_a_forged_document_that_agrees_with_itself_is_not_the_one_in_the_register(program: Program, published: Path) -> None:
    file = published / "responses" / SLUG / "response.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("Good for children", "Bad for children"), encoding="utf-8")
    assert program("build", SLUG, cwd=published).returncode == 0
    draft = f"build/{SLUG}/comments.pdf"
    done = program("verify", draft, "--against", "published.sha256", cwd=published)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == f"{draft}: consistent with itself, not shown to be what was published."
    assert "published.sha256 has no document with its SHA-256." in done.stdout
    workspace = Workspace(published)
    (published / "forged.pdf").write_bytes(made_by(workspace, SLUG))
    done = program("verify", "forged.pdf", cwd=published)
    assert done.stdout.splitlines()[0] == "forged.pdf: consistent with itself, not shown to be what was published."
    done = program("verify", "forged.pdf", "--against", "published.sha256", cwd=published)
    assert done.returncode == 1
    assert done.stdout.startswith("forged.pdf: NOT PROVED: It is not the file that was published: published.sha256 has ")


def test_a_register_with_two_digests_for_a_document_is_noticed(program: Program, published: Path) -> None:
    register = published / "published.sha256"
    first = next(line for line in register_of(published) if line.endswith("/comments.pdf"))
    register.write_text(register.read_text(encoding="utf-8") + "0" * 64 + first[64:] + "\n", encoding="utf-8")
    done = program("verify", SLUG, "--against", "published.sha256", cwd=published)
    assert done.returncode == 1
    assert (
        "comments.pdf: NOT PROVED: The register was changed: line 1 and line 4 of published.sha256 have different digests"
        in done.stdout
    )
    assert "2 identical to what this office published; 1 not proved" in done.stdout


def test_what_is_no_register_is_named_with_its_line(program: Program, published: Path) -> None:
    register = published / "published.sha256"
    register.write_text(register.read_text(encoding="utf-8") + "nothing\n", encoding="utf-8")
    done = program("verify", SLUG, "--against", "published.sha256", cwd=published)
    assert done.returncode > 0
    assert "published.sha256:4:1: This is not a line of a register" in done.stderr
    again = program("publish", SLUG, *ON, cwd=published)
    assert "published.sha256:4:1: This is not a line of a register" in again.stderr


def test_the_register_is_made_good_by_the_next_publish_and_by_nothing_else(program: Program, published: Path) -> None:
    register = published / "published.sha256"
    whole = register.read_bytes()
    register.write_bytes(b"".join(whole.splitlines(keepends=True)[1:]))
    assert program("publish", SLUG, *ON, cwd=published).returncode == 0
    assert sorted(register.read_bytes().splitlines()) == sorted(whole.splitlines())
    once = register.read_bytes()
    assert program("publish", SLUG, *ON, cwd=published).returncode == 0
    assert register.read_bytes() == once


def test_a_version_that_the_register_has_otherwise_is_not_published_over_it(program: Program, published: Path) -> None:
    folder = published / "responses" / SLUG
    register = (published / "published.sha256").read_bytes()
    kept = (folder / "published" / "1" / "comments.pdf").read_bytes()
    (folder / "record.json").unlink()
    file = folder / "response.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Good for", "Better for"), encoding="utf-8")
    done = program("publish", SLUG, *ON, cwd=published)
    assert done.returncode > 0
    assert "was published with other contents. Nothing was saved." in done.stderr
    assert not (folder / "record.json").exists()
    assert (folder / "published" / "1" / "comments.pdf").read_bytes() == kept
    assert (published / "published.sha256").read_bytes() == register


def test_verify_as_data_has_the_level_the_reasons_and_the_differences(program: Program, published: Path) -> None:
    file = published / "responses" / SLUG / "response.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    done = program("verify", SLUG, "--format", "json", cwd=published)
    assert done.returncode == 1
    data = json.loads(done.stdout)["verified"]
    assert len(data) == 3
    for each in data:
        assert each["level"] == "identical bytes"
        assert each["proved"] is False
        assert each["standing"] == "identical to what this office published"
        assert each["reasons"] == [{"cause": "input changed", "sentence": "In the workspace response.yaml changed since."}]
        assert each["differences"] == []


@pytest.mark.parametrize(
    ("names", "code", "says"),
    [
        (("missing.pdf",), 1, "The file is not there."),
        (("notes.pdf",), 1, "The file is not a PDF."),
        (("2015-07-21-b",), 2, "There is no response called"),
        ((SLUG,), 2, "has not been published or built"),
    ],
)
def test_verify_says_what_is_wrong_with_what_it_is_given(
    program: Program, released: Path, names: tuple[str, ...], code: int, says: str
) -> None:
    (released / "notes.pdf").write_text("notes")
    done = program("verify", *names, cwd=released)
    assert done.returncode == code
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_verify_outside_a_workspace_wants_a_file(program: Program, tmp_path: Path) -> None:
    done = program("verify", "2015-07-21-a", cwd=tmp_path)
    assert done.returncode == 2
    assert "Name a file that ends in .pdf." in done.stderr


def test_what_was_published_is_built_as_it_was_published(program: Program, published: Path) -> None:
    final = (published / "build" / SLUG / "comments.pdf").read_bytes()
    assert program("build", "--explain", cwd=published).stdout == f"{SLUG}: nothing changed.\n1 of 1 up to date.\n"
    shutil.rmtree(published / "build")
    done = program("build", cwd=published)
    assert done.returncode == 0
    assert f"build/{SLUG}/comments.pdf\n" in done.stdout
    assert "(draft)" not in done.stdout
    assert (published / "build" / SLUG / "comments.pdf").read_bytes() == final


def test_a_change_after_publication_gives_a_draft_that_says_so_and_no_final_documents(program: Program, published: Path) -> None:
    file = published / "responses" / SLUG / "response.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("Good for", "Better for"), encoding="utf-8")
    since = f"{SLUG}: published as version 1, on 2 September 2015; since then response.yaml changed."
    refused = program("build", "--final", cwd=published)
    assert refused.returncode == 1
    assert f'{since} To publish it as a new version, run: pccresponse publish {SLUG} --on DAY --new-version "why"' in refused.stdout
    draft = program("build", cwd=published)
    assert draft.returncode == 0
    assert f"build/{SLUG}/comments.pdf  (draft)" in draft.stdout
    assert f"{since} This is a draft of a new version." in draft.stdout
    file.write_text(before, encoding="utf-8")
    again = program("build", "--explain", cwd=published)
    assert "response.yaml changed" in again.stdout
    assert "(draft)" not in again.stdout
    kept = published / "responses" / SLUG / "published" / "1" / "comments.pdf"
    assert (published / "build" / SLUG / "comments.pdf").read_bytes() == kept.read_bytes()
