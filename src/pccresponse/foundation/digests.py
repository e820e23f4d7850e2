"""Files by their SHA-256, and what changed between two sets of them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256


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
