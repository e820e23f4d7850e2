"""Where things live: the folder with `responses/`, its offices, its templates and its `build/`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pccresponse.foundation.errors import CannotRunError, WrongUseError
from pccresponse.foundation.files import templates_folder

RESPONSE_FILE = "response.yaml"
OFFICE_FILE = "office.yaml"


class Workspace(msgspec.Struct, frozen=True):
    """A folder that holds `responses/`; nothing outside it is ever read or written for a response."""

    root: Path

    @property
    def responses(self) -> Path:
        """The folder with `office.yaml` and one folder per response."""
        return self.root / "responses"

    @property
    def build(self) -> Path:
        """Where the documents go, a folder per response."""
        return self.root / "build"

    @property
    def templates(self) -> Path:
        """Where the office's own editions are, a folder each; it need not be there."""
        return self.root / "templates"

    @property
    def edition_homes(self) -> tuple[Path, ...]:
        """Where editions are looked for: the office's own before those that came with the program."""
        return tuple(dict.fromkeys((self.templates, templates_folder())))

    def shown(self, path: Path) -> str:
        """A path as messages show it: from the root, with forward slashes on every machine."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def slugs(self) -> tuple[str, ...]:
        """The names of the responses, in alphabetical order, which by their form is also the order of time.

        A folder that may not be looked into is one of them: something has to be said of it. Raises `CannotRunError` where the folder of
        all of them cannot be read.
        """
        try:
            names = [path.name for path in self.responses.iterdir()]
        except OSError as error:
            raise CannotRunError(
                f"The folder {self.responses} cannot be read: {error.strerror}.", "Check who owns it, and who may read it."
            ) from error
        return tuple(sorted(name for name in names if _may_be_there(self.responses / name / RESPONSE_FILE)))

    def response_file(self, name: str) -> Path:
        """The file of a response, named by its slug, its folder or the file itself. Raises `WrongUseError` for an unknown slug."""
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
        raise WrongUseError(f'There is no response called "{name}".', self._known_slugs())

    def office_file(self, response_file: Path) -> Path:
        """The office of a response: an `office.yaml` in its own folder, for a body that has since changed, else the common one."""
        own = response_file.parent / OFFICE_FILE
        return own if _may_be_there(own) else response_file.parent.parent / OFFICE_FILE

    def _known_slugs(self) -> str:
        slugs = self.slugs()
        return f"There are: {', '.join(slugs)}." if slugs else "To start one, run: pccresponse new"


def _may_be_there(file: Path) -> bool:
    """Whether it is there, or in a folder of which only others may know what is in it."""
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
