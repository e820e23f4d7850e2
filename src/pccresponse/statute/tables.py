"""The packaged tables: YAML that we wrote ourselves, each row with its source and with what is doubtful about it.

A table is read when it is first asked for and kept. PyYAML is imported then and not before, so that a command that asks
nothing of the law does not pay for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from pccresponse.foundation.digests import digests_by_name

Confidence = Literal["confirmed", "unconfirmed"]
"""`confirmed`: seen in the public source that the row names. `unconfirmed`: general knowledge, with the doubt in the note."""

DATA = Path(__file__).with_name("data")

_T = TypeVar("_T")


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row of every table says about itself."""

    confidence: Confidence
    source: str
    """Where the facts of the row were seen, or `general knowledge`."""
    note: str = ""
    """What is doubtful or not obvious about the row, in sentences; never empty where `confidence` is `unconfirmed`."""


_folder = DATA


def use_tables(folder: Path | None) -> None:
    """Take every table from another folder from now on, such as those that a document carries; None: the packaged ones again."""
    global _folder
    _folder = folder or DATA
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{__package__}."):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear"):
                    thing.cache_clear()


def tables() -> dict[str, bytes]:
    """Every table as it is written, by the name of its file."""
    return {path.name: path.read_bytes() for path in sorted(_folder.glob("*.yaml"))}


def digests_of_tables() -> dict[str, str]:
    """The SHA-256 of every table, by the name of its file."""
    return digests_by_name(tables())


def raw_table(name: str) -> dict[str, Any]:
    """The file `name` as plain values, dates as `datetime.date`."""
    # PyYAML has no types of its own; imported by name it needs neither stubs nor an exemption.
    yaml = import_module("yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table = yaml.load((_folder / name).read_bytes(), Loader=loader)
    assert isinstance(table, dict), name
    return table


def read_table(name: str, into: type[_T]) -> _T:
    """The file `name` as a struct; a key or a value that does not belong there is a mistake of ours and raises."""
    return msgspec.convert(raw_table(name), into)


def last_days(first_days: Iterable[date]) -> tuple[date | None, ...]:
    """For rows that follow each other: the day before the next one begins, and None for the last, which still runs.

    >>> last_days([date(2012, 11, 22), date(2017, 5, 2)])
    (datetime.date(2017, 5, 1), None)
    """
    followers = tuple(first_days)[1:]
    return (*(day - timedelta(days=1) for day in followers), None)
