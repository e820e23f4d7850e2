"""File systems of a few megabytes of their own, which can be filled up without harm."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_MEGABYTES = 8
"""Twelve small documents take three, and while they are built anew by two workers, six of them are there twice."""


@contextmanager
def disk_at(folder: Path) -> Iterator[Path]:
    """A small disk at a new folder. Skips the test where none can be mounted."""
    folder.mkdir()
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    options = f"size={_MEGABYTES}m,uid={os.geteuid()},gid={os.getegid()}"
    mount = [*as_root, "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if not shutil.which(mount[0]) or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a file system can be mounted by root only")
    yield folder
    subprocess.run([*as_root, "umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, *, leaving: int) -> Path:
    """Take all room of the disk but so much."""
    ballast = folder / "ballast"
    room = os.statvfs(folder)
    with ballast.open("wb") as file:
        file.write(bytes(max(0, room.f_bavail * room.f_frsize - leaving)))
    return ballast
