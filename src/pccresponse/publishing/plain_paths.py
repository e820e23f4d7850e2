"""Paths that mean the same file on every system: what goes into an archive, or comes out of one, has no others."""

from __future__ import annotations

from pathlib import PurePosixPath

_FORBIDDEN = frozenset('\\:*?"<>|%$')
"""What Windows forbids or reads as something else, what a manifest would have to encode, what a validator takes for a variable."""
_LONGEST = 255


def plain_path(path: str) -> PurePosixPath | None:
    """The path if it is plain, None if it is not: it leads nowhere else, is hidden from nobody, and can be typed and printed.

    >>> plain_path("responses/office.yaml")
    PurePosixPath('responses/office.yaml')
    >>> [plain_path(path) for path in ("", "/etc/x", "a//b", "a/../b", ".git/config", "a ", "C:x", "bell\\a")]
    [None, None, None, None, None, None, None, None]
    """
    return PurePosixPath(path) if all(map(_is_plain, path.split("/"))) else None


def _is_plain(name: str) -> bool:
    if not name or len(name.encode("utf-8", "surrogatepass")) > _LONGEST or not name.isprintable():
        return False
    return not (name.startswith(".") or name.endswith((".", " ")) or name.strip() != name or _FORBIDDEN & set(name))
