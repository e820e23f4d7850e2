"""The last few versions of everything that has an address: a page may still be asking for the one that it was told of a moment ago."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """So many versions of each name, the oldest going first."""

    def __init__(self, versions: int) -> None:
        self._versions = versions
        self._kept: dict[str, OrderedDict[str, _Value]] = {}

    def put(self, name: str, version: str, value: _Value) -> None:
        """Keep the newest version of a name."""
        versions = self._kept.setdefault(name, OrderedDict())
        versions[version] = value
        versions.move_to_end(version)
        if len(versions) > self._versions:
            versions.popitem(last=False)

    def get(self, name: str, version: str) -> _Value | None:
        """A version, if it is still there."""
        return self._kept.get(name, OrderedDict()).get(version)
