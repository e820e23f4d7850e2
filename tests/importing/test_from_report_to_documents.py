"""The whole way, with the commands as the how-to pages have them: from the report over the answers and a correction to the documents."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import yaml

from tests.conftest import Program
from tests.correspondence.forms import filled
from tests.importing.test_new_from_report import imported, response_of
from tests.source_report.papers import pdf_of
from tests.source_report.report_forms import STYLE, as_html

TODAY = ("--today", "2026-06-21")
OFFICE = """force: kent
email: office@example.org
office_holders:
  - {name: Ada Example, took_office_on: 2024-05-09}
chief_officers:
  - {name: Bob Example, took_office_on: 2024-05-09}
"""
REST = """
invitation:
  sent_on: 2026-05-15
  reply_by: 2026-06-12

reply_to_chief_officer: none

comments:
  made_on: 2026-06-20
  sections:
    - text: I welcome this report.

publication:
  published_on: 2026-06-22
  url: https://www.example.org/comments

submission:
  sent_on: 2026-06-22
"""
LETTER = """Dear Commissioner

I accept this report.

Yours sincerely

Bob Example
Chief Constable
"""
EXPLANATION = "I have asked the Chief Constable for a plan, and I read it each month."


def errors(program: Program, folder: Path, slug: str) -> list[tuple[str, str]]:
    checked = json.loads(program("check", slug, *TODAY, "--format", "json", cwd=folder).stdout)
    return [(each["code"], each["message"]) for each in checked["problems"] if each["severity"] == "error"]


def without_questions(text: str) -> str:
    """The file after somebody has looked at each question and deleted it."""
    return "".join(line for line in text.splitlines(keepends=True) if "# CHECK" not in line)


def answer(text: str) -> str:
    """The file after somebody has taken away the # of the lines for the answers, and written them."""
    text = re.sub(r"# summary: \|\n +# .*", "summary: The inspectors looked at four areas of policing.", text, count=1)
    text = re.sub(r"# acceptance:.*", "acceptance: accepted", text)
    sample = r"# explanation:.*\n( +)#   action_taken: \|\n +#     Write what the body itself has done\."
    return re.sub(sample, rf"explanation:\n\1  action_taken: {EXPLANATION}", text)


def test_from_the_report_over_the_answers_and_a_correction_to_the_final_documents(program: Program, tmp_path: Path) -> None:
    html = as_html("peel-2023-areas").replace("Northmoor", "Kent")
    told = imported(program, tmp_path, "peel.pdf", pdf_of(html, STYLE))
    slug = told["response"]
    file, _ = response_of(tmp_path, told)
    (tmp_path / "responses" / "office.yaml").write_text(OFFICE, "utf-8")

    made = program("ask", slug, *TODAY, cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    form = tmp_path / f"{slug}-form.docx"
    form.write_bytes(
        filled(form.read_bytes(), {(0, 1, 1): "Hire ten call handlers", (0, 1, 3): "3rd May 2027", (0, 1, 4): "In progress"})
    )
    read = program("answers", slug, form.name, "--yes", *TODAY, cwd=tmp_path)
    assert read.returncode == 0, read.stdout + read.stderr

    (tmp_path / "letter.txt").write_text(LETTER, "utf-8")
    read = program("comments", slug, "letter.txt", "--received-on", "2026-06-10", "--yes", *TODAY, cwd=tmp_path)
    assert read.returncode == 0, read.stdout + read.stderr

    file.write_text(answer(without_questions(file.read_text("utf-8"))) + REST, "utf-8")
    assert errors(program, tmp_path, slug) == []

    corrected = html.replace("asks every caller about risk", "asks every caller about harm")
    (tmp_path / "corrected.pdf").write_bytes(pdf_of(corrected, STYLE))
    changed = program("update", slug, "corrected.pdf", "--yes", *TODAY, cwd=tmp_path)
    assert changed.returncode == 0, changed.stdout + changed.stderr
    assert "[-risk;-] {+harm;+}" in changed.stdout
    text = file.read_text("utf-8")
    assert EXPLANATION in text
    assert [code for code, _ in errors(program, tmp_path, slug)] == ["IMPORT-QUESTION"] * 2
    looked_at = without_questions(text).replace(
        "  file: report-corrected.pdf\n",
        "  file: report-corrected.pdf\n  corrected_on: 2026-06-19\n  correction: A word in the first recommendation.\n",
    )
    file.write_text(looked_at, "utf-8")

    done = program("build", slug, "--final", *TODAY, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    comments = pypdfium2.PdfDocument(tmp_path / "build" / slug / "comments.pdf")
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in comments).split())
    for printed in ("asks every caller about harm", EXPLANATION, "Hire ten call handlers", "I accept this report."):
        assert printed in words, printed
    said = yaml.safe_load(looked_at)
    (action,) = said["findings"]["causes_of_concern"][0]["recommendations"][0]["force_actions"]
    assert str(action["due_on"]) == "2027-05-03"
