"""The three examples, built for real: what is printed, how it is tagged, and that it conforms."""

from __future__ import annotations

import io
import itertools
import os
import shutil
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pikepdf
import pypdfium2
import pytest

from pccresponse.case.version import short, version_of
from pccresponse.edition_files import files_of
from pccresponse.models.record import Record
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.record import record_of
from pccresponse.pipeline.rendering import render
from pccresponse.rendering.pdf import validate
from pccresponse.workspace import Workspace
from tests.conftest import ROOT, Program

TODAY = date(2026, 11, 22)
GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = {
    "2015-07-21-child-protection-review": {"comments", "panel-report"},
    "2022-11-08-national-thematic-eastmarch": {"comments", "submission-home-secretary", "submission-inspectors", "invitation"},
    "2024-06-18-peel-2023-25-westshire": {
        "comments",
        "submission-home-secretary",
        "submission-inspectors",
        "invitation",
        "panel-report",
    },
}
EVERY = sorted((slug, name) for slug, names in DOCUMENTS.items() for name in names)

every_document = pytest.mark.parametrize(("slug", "name"), EVERY, ids=lambda value: value)
every_example = pytest.mark.parametrize("slug", sorted(DOCUMENTS))


@pytest.fixture(scope="session")
def checked() -> dict[str, Checked]:
    workspace = Workspace(ROOT)
    return {slug: check(workspace.response_file(slug), workspace, today=TODAY) for slug in workspace.slugs()}


@pytest.fixture(scope="session")
def built(checked: dict[str, Checked]) -> dict[str, dict[str, bytes]]:
    """The final documents of every example."""
    return {slug: {made.name: made.content for made in render(each, draft=False)} for slug, each in checked.items()}


def text_of(pdf: bytes) -> str:
    """The text page by page, as a second reader sees it."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for number, page in enumerate(document, start=1):
        lines = page.get_textpage().get_text_bounded().replace("\r\n", "\n").split("\n")
        pages.append("\n".join([f"--- page {number} ---", *(line.rstrip() for line in lines)]))
    return "\n".join(pages) + "\n"


def flat(pdf: bytes) -> str:
    return " ".join(text_of(pdf).split())


def test_every_example_is_built_with_the_documents_that_its_law_asks_for(built: dict[str, dict[str, bytes]]) -> None:
    assert {slug: set(documents) for slug, documents in built.items()} == DOCUMENTS


@every_example
def test_no_example_has_an_error(checked: dict[str, Checked], slug: str) -> None:
    assert not checked[slug].has_errors


@every_document
def test_what_is_printed_is_what_was_looked_at_and_accepted(built: dict[str, dict[str, bytes]], slug: str, name: str) -> None:
    golden = GOLDEN / slug / f"{name}.txt"
    printed = text_of(built[slug][name])
    if os.environ.get("ACCEPT_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == golden.read_text(encoding="utf-8")


def test_no_golden_text_is_left_without_its_document() -> None:
    assert sorted((path.parent.name, path.stem) for path in GOLDEN.glob("*/*.txt")) == EVERY


@every_document
def test_every_document_is_pdf_ua_1_and_pdf_a_3a(built: dict[str, dict[str, bytes]], slug: str, name: str) -> None:
    assert validate(built[slug][name]) == ()


@every_document
def test_the_input_is_embedded_byte_for_byte(built: dict[str, dict[str, bytes]], slug: str, name: str) -> None:
    folder = ROOT / "responses" / slug
    office = folder / "office.yaml" if (folder / "office.yaml").exists() else ROOT / "responses" / "office.yaml"
    with pikepdf.open(io.BytesIO(built[slug][name])) as pdf:
        embedded = {key: attached.get_file().read_bytes() for key, attached in pdf.attachments.items()}
        relations = {str(entry.UF): str(entry.AFRelationship) for entry in pdf.Root.AF}
    inputs = {path.name: path.read_bytes() for path in (folder / "response.yaml", office, *folder.glob("logo.png"))}
    edition = "2015" if slug.startswith("2015") else "2026"
    assert {key: content for key, content in embedded.items() if key in inputs} == inputs
    assert relations == {
        **dict.fromkeys(inputs, "/Source"),
        "record.json": "/Data",
        f"edition-{edition}.zip": "/Supplement",
        "law-tables.zip": "/Supplement",
    }


@every_document
def test_the_edition_and_the_tables_of_the_law_travel_inside_whole(
    built: dict[str, dict[str, bytes]], slug: str, name: str
) -> None:
    edition = "2015" if slug.startswith("2015") else "2026"
    law = ROOT / "src" / "pccresponse" / "statute" / "data"
    expected = {
        f"edition-{edition}.zip": files_of(ROOT / "templates" / edition),
        "law-tables.zip": {path.name: path for path in law.glob("*.*")},
    }
    with pikepdf.open(io.BytesIO(built[slug][name])) as pdf:
        for archive, places in expected.items():
            with ZipFile(io.BytesIO(pdf.attachments[archive].get_file().read_bytes())) as files:
                carried = {path: files.read(path) for path in files.namelist()}
            assert carried == {path: place.read_bytes() for path, place in places.items()}
            assert len(carried) >= 7


@every_document
def test_the_record_inside_names_what_it_was_made_from_and_nothing_of_the_machine(
    checked: dict[str, Checked], built: dict[str, dict[str, bytes]], slug: str, name: str
) -> None:
    with pikepdf.open(io.BytesIO(built[slug][name])) as pdf:
        content = pdf.attachments["record.json"].get_file().read_bytes()
    record = msgspec.json.decode(content, type=Record)
    assert record == msgspec.structs.replace(record_of(checked[slug], draft=False), document=name)
    assert record.inputs["response.yaml"] == sha256(checked[slug].response.content).hexdigest()
    assert str(ROOT).encode() not in content


def _first_enclosed(texts: list[str]) -> int:
    """The place of the first page of the comments that a letter or a report encloses; the number of pages where there is none."""
    return next((place for place, text in enumerate(texts) if place and "Comments on “" in text[:200]), len(texts))


def _numbers(name: str, texts: list[str]) -> list[str]:
    """What each page says of its number. A letter's first page says nothing, and what it encloses is numbered from 1 again."""
    if name == "comments":
        return [f"Page {number} of {len(texts)}" for number in range(1, len(texts) + 1)]
    begins = _first_enclosed(texts)
    assert (begins < len(texts)) == (name != "invitation")
    first = ["" if place == 0 and name != "panel-report" else f"Page {place + 1}" for place in range(begins)]
    return first + [f"Page {place + 1}" for place in range(len(texts) - begins)]


@every_document
def test_every_page_says_which_page_it_is_and_a_final_page_is_no_draft(
    built: dict[str, dict[str, bytes]], slug: str, name: str
) -> None:
    document = pypdfium2.PdfDocument(built[slug][name])
    texts = [page.get_textpage().get_text_bounded() for page in document]
    for text, number in zip(texts, _numbers(name, texts), strict=True):
        assert number in text
        assert ("Page " in text) == bool(number)
        assert "DRAFT" not in text
        assert "to be added" not in text


@every_document
def test_the_foot_or_the_head_of_each_page_says_what_the_page_belongs_to(
    built: dict[str, dict[str, bytes]], slug: str, name: str
) -> None:
    """A letter and a report to a meeting are not the comments that they enclose."""
    own = {
        "invitation": "Invitation under section 55(4)",
        "comments": "Comments under section 55",
        "panel-report": "Report on comments",
    }
    enclosed = "Appendix A: Comments under section 55" if name == "panel-report" else "Comments under section 55"
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(built[slug][name])]
    begins = _first_enclosed(texts) if name != "comments" else len(texts)
    for place, text in enumerate(texts):
        says, other = (
            (own.get(name, "Letter under section 55(6)"), enclosed) if place < begins else (enclosed, own.get(name, "Letter under"))
        )
        foot = text[-250:]
        assert says in foot or (slug.startswith("2015") and place in (0, begins))  # its edition begins without a head
        assert name == "comments" or f"\n{other}" not in foot


@pytest.mark.parametrize(
    ("slug", "only"),
    [("2015-07-21-child-protection-review", None), ("2024-06-18-peel-2023-25-westshire", "submission-inspectors")],
)
def test_a_draft_carries_its_mark_and_its_version_on_every_page(checked: dict[str, Checked], slug: str, only: str | None) -> None:
    case, pages = checked[slug].case, 0
    assert case
    mark = f"DRAFT, not for publication, version {short(version_of(case))}"
    for made in render(checked[slug], draft=True, only=only):  # a letter encloses the comments
        for page in pypdfium2.PdfDocument(made.content):
            assert mark in " ".join(page.get_textpage().get_text_bounded().split())
            pages += 1
    assert pages > 10


def structure(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str, Any]]:
    """The tag tree in reading order: depth, tag, element."""

    def walk(element: Any, depth: int) -> Iterator[tuple[int, str, Any]]:
        yield depth, str(element.S)[1:], element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid, depth + 1)

    root = pdf.Root.StructTreeRoot.K
    yield from walk(root[0] if isinstance(root, pikepdf.Array) else root, 0)


@every_document
def test_headings_are_tagged_in_order_and_skip_no_level(built: dict[str, dict[str, bytes]], slug: str, name: str) -> None:
    with pikepdf.open(io.BytesIO(built[slug][name])) as pdf:
        levels = [int(tag[1]) for _, tag, _ in structure(pdf) if len(tag) == 2 and tag[0] == "H" and tag[1].isdigit()]
    assert levels
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@every_document
def test_every_header_cell_has_a_scope_and_every_figure_an_alternative(
    built: dict[str, dict[str, bytes]], slug: str, name: str
) -> None:
    headers = 0
    with pikepdf.open(io.BytesIO(built[slug][name])) as pdf:
        for _, tag, element in structure(pdf):
            if tag == "TH":
                headers += 1
                attributes = element.A if isinstance(element.A, pikepdf.Array) else [element.A]
                assert any(str(each.get("/Scope")) in ("/Column", "/Row", "/Both") for each in attributes)
            if tag == "Figure":
                assert len(str(element.Alt)) > 10
    assert headers >= (0 if name == "invitation" else 7)


def test_the_old_case_is_told_under_the_law_of_its_day(built: dict[str, dict[str, bytes]]) -> None:
    text = flat(built["2015-07-21-child-protection-review"]["panel-report"])
    assert "the Secretary of State (The Rt Hon Theresa May, Home Secretary)" in text
    assert "Her Majesty’s Inspectorate of Constabulary" in text.replace("'", "’")
    assert "This is the law as it stood on 21 July 2015." in text
    assert "Subsections (4), (5) and (6) are as amended by the Police Reform and Social Responsibility Act 2011." in text
    for later in ("56", "55(5A)", "55(5B)", "Fire & Rescue", "inspectors of constabulary (section 55(6))"):
        assert later not in text
    assert "A copy must be sent to the Secretary of State (section 55(6))." in text
    assert "Signed" not in text


def test_a_response_of_today_names_its_last_day_and_both_recipients(built: dict[str, dict[str, bytes]]) -> None:
    text = flat(built["2024-06-18-peel-2023-25-westshire"]["comments"])
    assert "so the last day is Monday 12 August 2024" in text
    assert "A copy must be sent to the inspectors of constabulary and the Secretary of State (section 55(6))." in text
    assert "None were received." in text


@pytest.mark.parametrize("form", ["lone", "elsewhere"])
def test_the_same_input_gives_the_same_bytes_anywhere(
    built: dict[str, dict[str, bytes]], program: Program, tmp_path: Path, form: str
) -> None:
    slug = "2015-07-21-child-protection-review"
    folder = tmp_path / "a folder with spaces" / "ŵ" if form == "elsewhere" else tmp_path
    shutil.copytree(ROOT / "responses" / slug, folder / "responses" / slug)
    shutil.copy(ROOT / "responses" / "office.yaml", folder / "responses")
    surroundings = (
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
        if form == "lone"
        else {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "America/Anchorage"}
    )
    done = program("build", "--final", "--today", TODAY.isoformat() if form == "lone" else "2031-01-01", cwd=folder, **surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    made = {path.stem: path.read_bytes() for path in (folder / "build" / slug).glob("*.pdf")}
    assert made == built[slug]
