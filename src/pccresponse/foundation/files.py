"""Files by their SHA-256, and where those lie that come with the program: in the wheel beside the modules, in a checkout at its top."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pccresponse.foundation.errors import CannotRunError

if TYPE_CHECKING:
    from jinja2 import Environment


def digest_of(content: bytes) -> str:
    """The SHA-256 as records give it, in hexadecimal."""
    return sha256(content).hexdigest()


def digests_by_name(files: Mapping[str, bytes]) -> dict[str, str]:
    """The digest of each file by its name."""
    return {name: digest_of(content) for name, content in files.items()}


def changed_names(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the files that were changed, added or removed, sorted."""
    return tuple(sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name)))


def changes_in_words(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The same as clauses.

    >>> changes_in_words({"a.yaml": "1", "b.yaml": "2"}, {"b.yaml": "3", "logo.png": "4"})
    ('a.yaml is gone', 'b.yaml changed', 'logo.png was added')
    """
    return tuple(
        f"{name} {'is gone' if name not in now else 'was added' if name not in was else 'changed'}"
        for name in changed_names(was, now)
    )


EDITIONS = frozenset({"2015", "2026"})
"""Those that come with the program. In a checkout an office's own may lie beside them."""

_BESIDE_THE_MODULES = Path(__file__).parents[1] / "_templates"
_AT_THE_TOP = Path(__file__).parents[3] / "templates"


def templates_folder() -> Path:
    """The folder with one folder per edition. Raises `CannotRunError` where the program was installed without it."""
    for folder in (_BESIDE_THE_MODULES, _AT_THE_TOP):
        if folder.is_dir():
            return folder
    raise CannotRunError(
        f"The templates are missing from this installation: neither {_BESIDE_THE_MODULES} nor {_AT_THE_TOP} is there.",
        "Install pccresponse again, from its wheel or from a complete checkout.",
    )


def is_packaged(edition: Path) -> bool:
    """Whether the folder is that of an edition that came with the program, and not an office's own."""
    return edition.name in EDITIONS and edition.parent == templates_folder()


@cache
def page_templates(package: str, folder: str = ".") -> Environment:
    """The templates of the program's own pages in a folder of one of its packages; whatever is put into them is escaped.

    They are ours and no edition's, so they need no sandbox. A name that a template uses and nobody gives is an error.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package, folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
