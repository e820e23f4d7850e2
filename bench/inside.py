"""The only part of the bench that knows pccresponse from inside. Run by the project's own Python.

inside.py html WORKSPACE OUT      the page of every document as HTML, for another engine to set; names them on lines of their own
inside.py comments WORKSPACE OUT  the comments alone, as a file: read, checked, set, finished, validated and embedded
inside.py archive WORKSPACE OUT DAY NAME…   the same as html for several responses; a line has the edition's folder and the page
inside.py list WORKSPACE DAY      what the live page's list of responses would say, to nobody
inside.py pages PDF…              how many pages there are in all
inside.py lengths BUILD           the number of documents and of pages of each response that was built, a line each
inside.py versions                what it works with, a line each
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pccresponse import __version__
from pccresponse.pipeline.checking import Checked, check
from pccresponse.pipeline.rendering import render
from pccresponse.workspace import Workspace

TODAY = date(2023, 7, 20)


def checked(workspace: Workspace, name: str = "", today: date = TODAY) -> Checked:
    """A response of the workspace, or its only one, without an error in it."""
    if not name:
        (name,) = workspace.slugs()
    found = check(workspace.response_file(name), workspace, today=today)
    assert not found.has_errors, "\n".join(f"{problem.place}: {problem.code}: {problem.message}" for problem in found.problems)
    return found


def html_pages(found: Checked) -> dict[str, str]:
    """What each document hands to the engine."""
    from pccresponse.case.documents import documents_of
    from pccresponse.rendering.html import to_page

    case, edition = found.case, found.edition
    assert case is not None
    assert edition is not None
    return {each.name: to_page(case, each, edition=edition.folder, draft=False, logo=None) for each in documents_of(case)}


def main() -> None:
    """Do what the first argument says."""
    what, *rest = sys.argv[1:]
    if what == "html":
        workspace, out = Workspace(Path(rest[0])), Path(rest[1])
        for name, page in html_pages(checked(workspace)).items():
            (out / f"{name}.html").write_text(page, encoding="utf-8")
            print(out / f"{name}.html")
    elif what == "archive":
        workspace, out, today = Workspace(Path(rest[0])), Path(rest[1]), date.fromisoformat(rest[2])
        for slug in rest[3:]:
            found = checked(workspace, slug, today)
            assert found.edition is not None
            for name, page in html_pages(found).items():
                file = out / f"{slug}-{name}.html"
                file.write_text(page, encoding="utf-8")
                print(found.edition.folder, file, sep="\t")
    elif what == "comments":
        workspace, out = Workspace(Path(rest[0])), Path(rest[1])
        first = next(render(checked(workspace), draft=False))
        assert first.name == "comments"
        out.write_bytes(first.content)
    elif what == "list":
        from pccresponse.preview.open_pages import Overview, row_of

        day = date.fromisoformat(rest[1])
        assert [row_of(each) for each in Overview(Workspace(Path(rest[0])), lambda: day, sys.exit).statuses()]
    elif what == "pages":
        import pikepdf

        print(sum(len(pikepdf.open(path).pages) for path in rest))
    elif what == "lengths":
        import pikepdf

        for folder in sorted(Path(rest[0]).iterdir()):
            counts = [len(pikepdf.open(path).pages) for path in folder.glob("*.pdf")]
            print(folder.name, len(counts), sum(counts))
    elif what == "versions":
        from pccresponse.foundation.files import templates_folder
        from pccresponse.rendering.pdf.engine import producer

        print(f"pccresponse {__version__} ({producer()})", templates_folder() / "2026", sep="\n")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
