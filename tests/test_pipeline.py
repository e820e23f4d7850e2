"""Where the stages meet: a logo, a place for each problem, and the last net under a final build."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from pccresponse.foundation.errors import UnfinishedError
from pccresponse.foundation.problems import Severity
from pccresponse.pipeline import CODES
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.editions import begin_edition
from pccresponse.pipeline.record import RECORD_FILE, carried_files
from pccresponse.pipeline.rendering import render
from pccresponse.rendering.pdf.resources import fit_for_archive
from pccresponse.workspace import Workspace
from tests.conftest import ROOT
from tests.small_workspaces import small_workspace

SLUG = "2015-07-21-child-protection-review"
TODAY = date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(ROOT / "responses" / SLUG, tmp_path / "responses" / SLUG)
    shutil.copy(ROOT / "responses" / "office.yaml", tmp_path / "responses")
    return Workspace(tmp_path)


def checked(workspace: Workspace) -> Checked:
    return check(workspace.response_file(SLUG), workspace, today=TODAY)


def with_logo(workspace: Workspace, name: str) -> Checked:
    office = workspace.responses / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8") + f"logo:\n  file: {name}\n  alternative_text: A mark\n", encoding="utf-8")
    return checked(workspace)


def picture(mode: str, kind: str, size: tuple[int, int] = (60, 20)) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("P", "PNG"), ("L", "PNG"), ("I;16", "PNG"), ("RGB", "JPEG"), ("CMYK", "JPEG")],
)
def test_any_png_or_jpeg_makes_a_logo_that_the_validator_takes(workspace: Workspace, mode: str, kind: str) -> None:
    (workspace.responses / "logo.jpeg").write_bytes(picture(mode, kind))
    each = with_logo(workspace, "logo.jpeg")
    assert each.can_be_drafted
    assert next(render(each, draft=True)).name == "comments"


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert fit_for_archive(picture("RGBA", "PNG")) == fit_for_archive(picture("RGBA", "PNG"))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.png", None, "not there"),
        ("words.png", b"not a picture", "cannot be read as a PNG or a JPEG"),
        ("cut.png", picture("RGB", "JPEG")[:200], "cannot be read as a PNG or a JPEG"),
        ("wide.png", picture("1", "PNG", (3000, 3000)), "more than a logo can need"),
        ("heavy.png", b"\x89PNG" + bytes(2_000_001), "2"),
    ],
)
def test_a_logo_that_cannot_be_used_is_an_error_at_its_line(
    workspace: Workspace, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (workspace.responses / name).write_bytes(content)
    each = with_logo(workspace, name)
    (problem,) = [problem for problem in each.problems if problem.code == "LOGO"]
    assert says in problem.message
    assert problem.severity is Severity.ERROR
    assert problem.place.file == "responses/office.yaml"
    assert problem.place.source_line == f"  file: {name}"
    assert not each.can_be_drafted


def test_a_logo_may_have_no_name_that_something_else_has_in_the_pdf(workspace: Workspace) -> None:
    taken = [RECORD_FILE, *(each.name for each in carried_files(checked(workspace)))]
    assert len(taken) == 5
    for name in taken:
        picture_file = workspace.responses / name
        before = picture_file.read_bytes() if picture_file.exists() else None
        if before is None:
            picture_file.write_bytes(picture("RGB", "PNG"))
        assert_name_is_refused(workspace, name)


@pytest.mark.parametrize(
    "name",
    ["edition-2015.zip", "response.yaml", "x y.png", 'x"y.png', "x<y>.png", "x:y.png", "x\\y.png", "wappen-ü.png", "x%20.png", "x.svg",
     "picture", ".png", ".hidden.png", "x.png.", "x\u202egnp.png", "a b/x.png", "/tmp/x.png", "x" * 120 + ".png"],
)  # fmt: skip
def test_a_logo_that_could_not_come_out_of_a_pdf_again_is_refused_by_its_name(workspace: Workspace, name: str) -> None:
    assert_name_is_refused(workspace, name)


def assert_name_is_refused(workspace: Workspace, name: str) -> None:
    office = workspace.responses / "office.yaml"
    before = office.read_text(encoding="utf-8")
    each = with_logo(workspace, json.dumps(name))
    (problem,) = [problem for problem in each.problems if problem.code == "LOGO"]
    assert "The logo cannot be called" in problem.message
    assert "Rename the file" in problem.remedy
    assert problem.place.source_line.startswith("  file: ")
    assert not each.can_be_drafted
    office.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("name", ["logo.png", "A_b-1.2.JPEG", "pictures/mark.jpg", "-x-.png"])
def test_a_plain_name_is_not(workspace: Workspace, name: str) -> None:
    file = workspace.responses / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(picture("RGB", "PNG"))
    assert not [problem for problem in with_logo(workspace, name).problems if problem.code == "LOGO"]


def test_a_logo_outside_the_workspace_is_refused(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "logo.png"
    outside.write_bytes(picture("RGB", "PNG"))
    (workspace.responses / "link.png").symlink_to(outside)
    each = with_logo(workspace, "link.png")
    assert [problem.code for problem in each.problems if problem.severity is Severity.ERROR] == ["LOGO"]


def test_problems_stand_in_the_order_of_the_files(workspace: Workspace) -> None:
    places = [(problem.place.file, problem.place.line, problem.place.column) for problem in checked(workspace).problems]
    assert len(places) >= 5
    files = [file for file, _, _ in places]
    assert files == sorted(files, key=lambda file: not file.endswith("response.yaml"))
    for file in set(files):
        mine = [(line, column) for other, line, column in places if other == file]
        assert mine == sorted(mine)


def test_a_response_that_cannot_be_read_still_has_its_office_checked(workspace: Workspace) -> None:
    workspace.response_file(SLUG).write_text("report:\n  title: x\n  kind: forse\n  published_on: 2015-07-21\n", encoding="utf-8")
    office = workspace.responses / "office.yaml"
    office.write_text("forces: kent\n", encoding="utf-8")
    assert [problem.place.file for problem in checked(workspace).problems if problem.code.startswith("READ-")] == [
        f"responses/{SLUG}/response.yaml",
        "responses/office.yaml",
    ]


def test_a_final_document_never_says_that_something_is_to_be_added(workspace: Workspace) -> None:
    path = workspace.response_file(SLUG)
    text = path.read_text(encoding="utf-8")
    for part in ("submission:\n  sent_on: 2015\n", "copy: archive\n"):
        assert part in text
        text = text.replace(part, "")
    path.write_text(text, encoding="utf-8")
    each = checked(workspace)
    assert each.has_errors
    with pytest.raises(
        UnfinishedError, match=r"submission-home-secretary\.pdf would still say: \[to be added: the date of the letter\]"
    ):
        list(render(each, draft=False))


def test_an_office_may_have_templates_of_its_own(workspace: Workspace) -> None:
    own = begin_edition("ours", like="2026", workspace=workspace, today=TODAY)
    base = own / "comments.html.j2"
    base.write_text(base.read_text(encoding="utf-8").replace("<main>", "<main><p>Ours</p>"), encoding="utf-8")
    theirs = next(render(checked(workspace), draft=True)).content
    path = workspace.response_file(SLUG)
    path.write_text('edition: "ours"\n' + path.read_text(encoding="utf-8").replace('edition: "2015"\n', ""), encoding="utf-8")
    each = checked(workspace)
    assert each.edition
    assert each.edition.folder == own
    assert next(render(each, draft=True)).content != theirs


def test_every_code_of_what_goes_with_the_files_is_listed_and_used() -> None:
    source = ROOT / "src" / "pccresponse"
    places = [*(source / "pipeline").glob("*.py"), source / "publishing" / "publish.py"]
    text = "".join(path.read_text(encoding="utf-8") for path in places if path.name != "__init__.py")
    used = set(
        re.findall(
            r'"((?:EDITION|PUBLISH|LAW|LOGO|REPORT|NOT-PRINTED|LOST-WORDS|NO-WORDS|WIDE-TABLE|TOO-MUCH|SAMPLE|IMPORT)[A-Z-]*)"',
            text,
        )
    )
    assert used == set(CODES)
    assert len(used) == 22


def test_a_process_that_is_ready_imports_no_library_for_its_first_document(
    tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    workspace = small_workspace(tmp_path / "w", ["2015-07-21-one"])
    code = f"""
import sys
from datetime import date
from pathlib import Path
from pccresponse.pipeline.checking import check
from pccresponse.pipeline.rendering import be_ready_to_render, render_here
from pccresponse.workspace import Workspace
workspace = Workspace(Path({str(workspace.root)!r}))
checked = check(workspace.response_file("2015-07-21-one"), workspace, today=date(2026, 11, 22))
be_ready_to_render()
before = set(sys.modules)
made = list(render_here(checked, False, None, None))
libraries = {{"weasyprint", "fontTools", "pydyf", "jinja2", "markdown_it", "page", "pikepdf", "PIL", "tinycss2", "tinyhtml5"}}
print(len(made), sorted(libraries & {{name.partition(".")[0] for name in set(sys.modules) - before}}), "weasyprint" in before)
"""
    environment = {**plain_environment, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "3 [] True\n"
