"""A cache in a small SQLite file, which is ignored if it is damaged or does not belong to this user.

A faulty file never causes an error: the result is the same without it, only slower. Each row has a checksum against damage by disks and
killed processes. It is no protection against anybody who can write files as this user.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

_VERSION = 1
_MOST_BYTES = 256 << 20
_LONGEST_WAIT = 1.0
"""Seconds to wait for another process. None locks the file for more than a few milliseconds."""
_TABLE = "CREATE TABLE kept (name TEXT PRIMARY KEY, content BLOB NOT NULL, checksum BLOB NOT NULL) WITHOUT ROWID"


class _UnusableError(Exception):
    """The file is not a cache, or has another version."""


_NO_USE = (OSError, ValueError, sqlite3.Error, _UnusableError)
"""Errors that prevent use of the file: of the disk, permissions, another process, or damage."""


class CacheFile:
    """Rows by name in one file, whose real path must be in the folder `within`."""

    def __init__(self, file: Path, *, within: Path) -> None:
        self._file, self._within = file, within

    def read(self) -> dict[str, bytes]:
        """All undamaged rows."""
        try:
            with self._open("ro") as connection:
                rows = connection.execute("SELECT name, content, checksum FROM kept")
                return {name: content for name, content, checksum in rows if _is_sound(name, content, checksum)}
        except _NO_USE:
            return {}

    def now(self) -> int:
        """The time by the disk's clock, in nanoseconds; 0 if the file cannot be written."""
        try:
            self._make_file()
            if not self._is_ours():
                return 0
            os.utime(self._file)
            return self._file.stat().st_mtime_ns
        except _NO_USE:
            return 0

    def write(self, rows: Mapping[str, bytes], *, gone: Collection[str] = ()) -> None:
        """Add or replace rows, and delete those in `gone`. A damaged file, or one of another version, is replaced."""
        with suppress(*_NO_USE):
            try:
                self._write(rows, gone)
            except _UnusableError:
                for ending in ("", "-journal"):
                    Path(f"{self._file}{ending}").unlink(missing_ok=True)
                self._write(rows, gone)

    def _write(self, rows: Mapping[str, bytes], gone: Collection[str]) -> None:
        self._make_file()
        with self._open("rw") as connection:
            try:
                connection.execute("PRAGMA synchronous = OFF")  # the checksums detect the damage of a power cut
                connection.execute("BEGIN IMMEDIATE")
                (found,) = connection.execute("PRAGMA user_version").fetchone()
                if found == 0:
                    connection.execute(_TABLE)
                    connection.execute(f"PRAGMA user_version = {_VERSION}")
                elif found != _VERSION:
                    raise _UnusableError
                connection.executemany("DELETE FROM kept WHERE name = ?", ((name,) for name in gone))
                kept = ((name, content, _checksum(name, content)) for name, content in rows.items())
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", kept)
                connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname in ("SQLITE_ERROR", "SQLITE_SCHEMA"):  # the file has other tables
                    raise _UnusableError from error
                raise
            except sqlite3.DatabaseError as error:
                raise _UnusableError from error

    @contextmanager
    def _open(self, mode: str) -> Iterator[sqlite3.Connection]:
        if not self._is_ours():
            raise PermissionError(self._file)
        if self._file.stat().st_size > _MOST_BYTES:
            raise _UnusableError
        uri = f"{self._file.absolute().as_uri()}?mode={mode}"
        with closing(sqlite3.connect(uri, uri=True, timeout=_LONGEST_WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            yield connection

    def _make_file(self) -> None:
        if not Path(os.path.realpath(self._file)).is_relative_to(os.path.realpath(self._within)):
            raise PermissionError(self._file)
        self._file.parent.mkdir(exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def _is_ours(self) -> bool:
        """Whether it is a regular file in the right place, owned by this user and writable by nobody else."""
        found, real = self._file.lstat(), Path(os.path.realpath(self._file))
        if not stat.S_ISREG(found.st_mode) or not real.is_relative_to(os.path.realpath(self._within)):
            return False
        return not hasattr(os, "geteuid") or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def _checksum(name: str, content: bytes) -> bytes:
    return sha256(name.encode() + b"\0" + content).digest()


def _is_sound(name: object, content: object, checksum: object) -> bool:
    return isinstance(name, str) and isinstance(content, bytes) and _checksum(name, content) == checksum
