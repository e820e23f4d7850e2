"""The 43 territorial police forces of England and Wales, and what they call themselves and their chief officers."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from pccresponse.errors import NoBodyError
from pccresponse.statute.tables import Row, read_table


class EarlierName(Row, frozen=True, kw_only=True):
    """A name that a force no longer bears."""

    name: str
    until: date
    """The last day."""


class Force(Row, frozen=True, kw_only=True):
    """A police force maintained for a police area. Its `confidence` is about its names."""

    id: str
    """What `office.yaml` calls it: lower case, hyphens, no accents."""
    name: str
    """Its name now; `name_on` has the name of a day."""
    chief_officer_rank: str
    """Its chief officer of police. Section 101(1): a chief constable, but in London two commissioners."""
    welsh_name: str | None = None
    earlier_names: tuple[EarlierName, ...] = ()

    def name_on(self, day: date) -> str:
        """The force's name on the day. The record holds few earlier names; where it holds none, the name of now."""
        return next((earlier.name for earlier in self.earlier_names if day <= earlier.until), self.name)


class _Forces(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    forces: tuple[Force, ...]


@cache
def forces() -> tuple[Force, ...]:
    """Every force, in alphabetical order of identifiers."""
    return read_table("forces.yaml", _Forces).forces


@cache
def _by_id() -> dict[str, Force]:
    return {force.id: force for force in forces()}


def force(force_id: str) -> Force:
    """The force of that identifier; raises `NoBodyError`, with the nearest identifier, where there is none.

    >>> force("city-of-london").chief_officer_rank
    'Commissioner of Police for the City of London'
    """
    try:
        return _by_id()[force_id]
    except KeyError:
        nearest = _nearest(force_id)
        suggestion = f'Did you mean "{nearest}"? ' if nearest else ""
        raise NoBodyError(
            f'No police force of England and Wales is recorded as "{force_id}".',
            f'{suggestion}Forces are written in lower case with hyphens, such as "{forces()[0].id}"; there are {len(forces())}.',
        ) from None


def _nearest(wrong: str) -> str | None:
    from difflib import get_close_matches  # only a mistake pays for the import

    spellings = {spelling: known.id for known in forces() for spelling in (known.id, _spelled(known.name))}
    spelled = _spelled(wrong)
    found = get_close_matches(spelled, spellings, n=1) or [known for known in spellings if spelled and known.startswith(spelled)]
    return spellings[found[0]] if found else None


def _spelled(words: str) -> str:
    return "-".join(words.casefold().replace("&", "and").replace("_", " ").replace("-", " ").split())
