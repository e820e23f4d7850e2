"""Digests of files, and the templates that come with the program."""

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
    """The SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def digests_by_name(files: Mapping[str, bytes]) -> dict[str, str]:
    """The digest of each file by its name."""
    return {name: digest_of(content) for name, content in files.items()}


def changed_names(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the files that were changed, added or removed, sorted."""
    return tuple(sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name)))


def changes_in_words(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What was changed, added or removed, as clauses.

    >>> changes_in_words({"a.yaml": "1", "b.yaml": "2"}, {"b.yaml": "3", "logo.png": "4"})
    ('a.yaml is gone', 'b.yaml changed', 'logo.png was added')
    """
    return tuple(
        f"{name} {'is gone' if name not in now else 'was added' if name not in was else 'changed'}"
        for name in changed_names(was, now)
    )


EDITIONS = frozenset({"2015", "2026"})
"""The editions that come with the program. In a checkout, an office's own may be beside them."""

_IN_WHEEL = Path(__file__).parents[1] / "_templates"
_IN_CHECKOUT = Path(__file__).parents[3] / "templates"


def templates_folder() -> Path:
    """The folder with a folder for each edition. Raises `CannotRunError` if the installation has none."""
    for folder in (_IN_WHEEL, _IN_CHECKOUT):
        if folder.is_dir():
            return folder
    raise CannotRunError(
        f"The templates are missing from this installation: neither {_IN_WHEEL} nor {_IN_CHECKOUT} is there.",
        "Install pccresponse again, from its wheel or from a complete checkout.",
    )


def is_packaged(edition: Path) -> bool:
    """Whether an edition came with the program and is not an office's own."""
    return edition.name in EDITIONS and edition.parent == templates_folder()


@cache
def page_templates(package: str, folder: str = ".") -> Environment:
    """The templates of the program's own pages, in a folder of a package. They escape all values and need no sandbox."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package, folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
