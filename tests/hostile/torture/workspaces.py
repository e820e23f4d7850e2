"""Small workspaces in the states in which commands find them, made once and copied for each case; and what is in a folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.hostile.torture.program import run
from tests.small_workspaces import small_workspace, write_response

SLUGS = ("2015-07-21-one", "2015-07-22-two")
ONE, TWO = SLUGS
ROLE, PERSON, DAY, TODAY = "Chief Executive", "Jo Bell", "2015-09-02", "2026-11-22"
OLD, NEW = "As it was.", "As it is."
_APPROVAL = f"required_approvals: [{ROLE}]\n"

Names = frozenset[str]
Content = dict[str, str]


@dataclass(frozen=True)
class Seen:
    """What is in a folder at one moment."""

    names: Names
    """Every file and folder, hidden ones too, locks aside."""
    content: Content
    """The digest of each file that is not hidden; what is hidden are notes of the program to itself."""


def see(folder: Path) -> Seen:
    """Look at everything in a folder."""
    names, content = set(), {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.name == ".lock":
            continue
        names.add(name)
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            content[name] = sha256(path.read_bytes()).hexdigest()
    return Seen(frozenset(names), content)


_ASKED = "The force should feed each of its cats twice on every day."


class Workspaces:
    """The states, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def copy(self, name: str, place: Path) -> Path:
        """A workspace in that state, at `place`."""
        shutil.copytree(self._state(name), place, symlinks=True)
        return place

    def _state(self, name: str) -> Path:
        """Call it before several threads ask for the same."""
        place = self.folder / name
        if not place.exists():
            making = self.folder / f"{name}-unfinished"
            shutil.rmtree(making, ignore_errors=True)
            getattr(self, f"_{name}")(making)
            making.rename(place)
        return place

    def prepare(self, *names: str) -> None:
        """Make these states now."""
        for name in names:
            self._state(name)

    def _empty(self, place: Path) -> None:
        place.mkdir()

    def _begun(self, place: Path) -> None:
        """Two responses and an edition of the office's own that is not released."""
        small_workspace(place, SLUGS, OLD)

    def _released(self, place: Path) -> None:
        self.copy("begun", place)
        self._do(place, "editions", "release", "plain")

    def _built(self, place: Path) -> None:
        """Built once, and both responses written anew since."""
        self.copy("released", place)
        self._do(place, "build", "--today", TODAY)
        for slug in SLUGS:
            self._write(place, slug)

    def _with_approvals(self, place: Path) -> None:
        self.copy("released", place)
        office = place / "responses" / "office.yaml"
        office.write_text(office.read_text(encoding="utf-8") + _APPROVAL, encoding="utf-8")

    def _with_report(self, place: Path) -> None:
        """One that keeps its report, and a corrected one beside it."""
        self.copy("released", place)
        file = place / "responses" / ONE / "response.yaml"
        text = file.read_text(encoding="utf-8").replace("report:\n", "report:\n  file: report.txt\n", 1)
        file.write_text(f"{text}  recommendations:\n    - {{label: 1, text: {_ASKED}}}\n", encoding="utf-8")
        report = f"A review\nRecommendation 1\n{_ASKED}\n"
        (file.parent / "report.txt").write_text(report, encoding="utf-8")
        (place / "corrected.txt").write_text(f"{report}Recommendation 2\nThe force should count its dogs.\n", encoding="utf-8")

    def _published(self, place: Path) -> None:
        self.copy("released", place)
        self._do(place, "publish", ONE, "--on", DAY, "--today", TODAY)

    def _open(self, place: Path) -> None:
        """An edition that may change, and has a style sheet."""
        self.copy("begun", place)
        template = place / "templates" / "plain" / "comments.html.j2"
        linked = template.read_text(encoding="utf-8").replace("<title>", '<link rel="stylesheet" href="css/page.css"><title>')
        template.write_text(linked, encoding="utf-8")
        (place / "templates" / "plain" / "css").mkdir()
        (place / "templates" / "plain" / "css" / "page.css").write_text("p { margin: 0 }\n", encoding="utf-8")

    def _to_correct(self, place: Path) -> None:
        """Published, and changed since."""
        self.copy("published", place)
        self._write(place, ONE)

    @staticmethod
    def _write(place: Path, slug: str) -> None:
        from pccresponse.workspace import Workspace

        write_response(Workspace(place), slug, NEW)

    def _do(self, place: Path, *arguments: str) -> None:
        done = run(*arguments, cwd=place, temporary=self.folder / "tmp")
        if done.code != 0:
            raise RuntimeError(f"The state cannot be made: {' '.join(arguments)} ended with {done.code}:\n{done.said}")
