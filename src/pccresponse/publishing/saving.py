"""Changing a `response.yaml` on the disk: only as it was read, whole or not at all, and never over what somebody else has saved."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.writing import sole_use_of, write_whole
from pccresponse.models.response import Response
from pccresponse.reading import Reading
from pccresponse.reading.editing import Edit, edited
from pccresponse.reading.files import bytes_of
from pccresponse.workspace import Workspace


def save_edits(edits: list[Edit], reading: Reading[Response], file: Path, workspace: Workspace) -> None:
    """Put the edits into the file that `reading` came from.

    Raises `NotEditedError` where the file is written in a way that does not allow it, and `CannotRunError` where somebody has saved
    it since it was read. Either way it is as it was.
    """
    content = edited(reading.content, edits, Response, reading.file)
    real = Path(os.path.realpath(file))  # a link stays a link
    with sole_use_of(workspace.build / file.resolve().parent.name, within=workspace.root):
        if bytes_of(file, within=workspace.root) != reading.content:
            raise CannotRunError(
                f"{reading.file} was saved by somebody else at the same moment. Nothing was saved.",
                "Check what changed, and give the same command again.",
            )
        mode = stat.S_IMODE(real.stat().st_mode)
        write_whole(real, content)
        real.chmod(mode)
