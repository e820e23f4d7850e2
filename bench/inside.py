"""The only part of the bench that knows pccresponse from inside. Run by the project's own Python.

inside.py html WORKSPACE OUT      the page of every document as HTML, for another engine to set; names them on lines of their own
inside.py comments WORKSPACE OUT  the comments alone, as a file: read, checked, set, finished, validated and embedded
inside.py pages PDF…              how many pages there are in all
inside.py versions                what it works with, a line each
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pccresponse import __version__, pipeline
from pccresponse.workspace import Workspace

TODAY = date(2023, 7, 20)


def checked(workspace: Workspace) -> pipeline.Checked:
    """The one response of the workspace, without an error in it."""
    (slug,) = workspace.slugs()
    found = pipeline.check(workspace.response_file(slug), workspace, today=TODAY)
    assert not found.has_errors, "\n".join(f"{problem.place}: {problem.code}: {problem.message}" for problem in found.problems)
    return found


def html_pages(workspace: Workspace) -> dict[str, str]:
    """What each document hands to the engine."""
    from pccresponse.rendering.documents import documents_of
    from pccresponse.rendering.html import to_page

    found = checked(workspace)
    matter, edition = found.matter, found.edition
    assert matter is not None
    assert edition is not None
    return {each.name: to_page(matter, each, edition=edition.folder, draft=False, logo=None) for each in documents_of(matter)}


def main() -> None:
    """Do what the first argument says."""
    what, *rest = sys.argv[1:]
    if what == "html":
        workspace, out = Workspace(Path(rest[0])), Path(rest[1])
        for name, page in html_pages(workspace).items():
            (out / f"{name}.html").write_text(page, encoding="utf-8")
            print(out / f"{name}.html")
    elif what == "comments":
        workspace, out = Workspace(Path(rest[0])), Path(rest[1])
        first = next(pipeline.render(checked(workspace), draft=False))
        assert first.name == "comments"
        out.write_bytes(first.pdf)
    elif what == "pages":
        import pikepdf

        print(sum(len(pikepdf.open(path).pages) for path in rest))
    elif what == "versions":
        from pccresponse.packaged import templates_folder
        from pccresponse.rendering.pdf.engine import producer

        print(f"pccresponse {__version__} ({producer()})", templates_folder() / "2026", sep="\n")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
