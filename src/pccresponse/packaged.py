"""Where what travels with the program lies: in the wheel beside the modules, in a checkout at its top."""

from __future__ import annotations

from pathlib import Path

from pccresponse.errors import CannotRunError

_BESIDE_THE_MODULES = Path(__file__).parent / "_templates"
_AT_THE_TOP = Path(__file__).parents[2] / "templates"


def templates_folder() -> Path:
    """The folder with one folder per edition. Raises `CannotRunError` where the program was installed without it."""
    for folder in (_BESIDE_THE_MODULES, _AT_THE_TOP):
        if folder.is_dir():
            return folder
    raise CannotRunError(
        f"The templates are missing from this installation: neither {_BESIDE_THE_MODULES} nor {_AT_THE_TOP} is there.",
        "Install pccresponse again, from its wheel or from a complete checkout.",
    )
