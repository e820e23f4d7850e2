"""The workspace: the folder with `responses/`, the office's own templates and `build/`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pccresponse.foundation.errors import CannotRunError, WrongUseError
from pccresponse.foundation.files import templates_folder

RESPONSE_FILE = "response.yaml"
OFFICE_FILE = "office.yaml"


class Workspace(msgspec.Struct, frozen=True):
    """A folder that holds `responses/`. Nothing outside it is read or written for a response."""

    root: Path

    @property
    def responses(self) -> Path:
        """The folder with `office.yaml` and a folder for each response."""
        return self.root / "responses"

    @property
    def build(self) -> Path:
        """The folder for the documents, with a folder for each response."""
        return self.root / "build"

    @property
    def templates(self) -> Path:
        """The folder with the office's own editions, which may not exist."""
        return self.root / "templates"

    @property
    def edition_homes(self) -> tuple[Path, ...]:
        """The folders with editions: the office's own, then the program's."""
        return tuple(dict.fromkeys((self.templates, templates_folder())))

    def shown(self, path: Path) -> str:
        """A path as messages show it: from the root, with forward slashes."""
        return (path.relative_to(self.root) if path.is_relative_to(self.root) else path).as_posix()

    def slugs(self) -> tuple[str, ...]:
        """The names of the responses in alphabetical order, including folders that this user may not read. Raises `CannotRunError`."""
        try:
            names = [path.name for path in self.responses.iterdir()]
        except OSError as error:
            raise CannotRunError(
                f"The folder {self.responses} cannot be read: {error.strerror}.", "Check who owns it, and who may read it."
            ) from error
        return tuple(sorted(name for name in names if _may_be_there(self.responses / name / RESPONSE_FILE)))

    def response_file(self, name: str) -> Path:
        """The file of a response, given its slug, its folder or the file itself. Raises `WrongUseError`."""
        given = Path(name).absolute()
        if given.name == RESPONSE_FILE or given.suffix in (".yaml", ".yml") or given.is_file():
            return given
        if _may_be_there(given / RESPONSE_FILE):
            return given / RESPONSE_FILE
        inside = self.responses / name
        if "/" not in name and _may_be_there(inside / RESPONSE_FILE):
            return inside / RESPONSE_FILE
        if inside.is_dir() or given.is_dir():
            folder = given if given.is_dir() else inside
            raise WrongUseError(
                f"The folder {folder} has no {RESPONSE_FILE}.",
                "Name a folder that has one, or start a response with: pccresponse new",
            )
        slugs = self.slugs()
        known = f"There are: {', '.join(slugs)}." if slugs else "To start one, run: pccresponse new"
        raise WrongUseError(f'There is no response called "{name}".', known)

    def office_file(self, response_file: Path) -> Path:
        """The `office.yaml` of a response: in its own folder if there is one, otherwise the common one."""
        own = response_file.parent / OFFICE_FILE
        return own if _may_be_there(own) else response_file.parent.parent / OFFICE_FILE


def _may_be_there(file: Path) -> bool:
    """Whether a file exists, or is in a folder that this user may not read."""
    try:
        return file.exists()
    except PermissionError:
        return True


def find_workspace(start: Path) -> Workspace:
    """The nearest folder at or above `start` that holds `responses/`. Raises `CannotRunError` if there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "responses").is_dir():
            return Workspace(folder)
    raise CannotRunError(
        f"No folder called responses was found in {start} or above it.",
        "Go to the folder that holds responses/, or start a response with: pccresponse new",
    )
