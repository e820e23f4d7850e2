"""The 43 territorial police forces of England and Wales, and what they call themselves and their chief officers."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import msgspec

from pccresponse.foundation.errors import NoBodyError
from pccresponse.statute.records import Named, with_doubt
from pccresponse.statute.tables import Row, raw_table


class ForceName(Named, frozen=True, kw_only=True):
    """What a force is called on a day, with what is doubtful about it."""


class EarlierName(Row, frozen=True, kw_only=True):
    """A name that a force no longer bears."""

    name: str
    article: bool = False
    until: date
    """The last day on which the record uses it."""
    doubtful_from: date | None = None
    doubtful_until: date | None = None


class Force(Named, frozen=True, kw_only=True):
    """A police force maintained for a police area, under its name of now. Its `confidence` is about that name.

    `doubtful_until` is the last day before the name was seen in a source: a force that is called so now may have borne another.
    """

    id: str
    """What `office.yaml` calls it: lower case, hyphens, no accents."""
    chief_officer_rank: str
    """Its chief officer of police. Section 101(1): a chief constable, but in London two commissioners."""
    chief_officer_salutation: str
    """What follows `Dear` in a letter to its chief officer: `Chief Constable`, in London `Commissioner`."""
    welsh_name: str | None = None
    earlier_names: tuple[EarlierName, ...] = ()

    def named_on(self, day: date) -> ForceName:
        """What the force was called on the day, with the doubt about it.

        >>> force("west-mercia").named_on(date(2009, 5, 4)).name
        'West Mercia Constabulary'
        >>> force("metropolitan").named_on(date(2019, 1, 15)).possessive
        'the Metropolitan Police Service’s'
        """
        earlier = next((earlier for earlier in self.earlier_names if day <= earlier.until), None)
        bearer = earlier or self
        name = ForceName(
            known_to=self.known_to,
            checked_on=self.checked_on,
            **{field: getattr(bearer, field) for field in _OF_A_NAME},
        )
        return with_doubt(name, day, day, record_of="the names of police forces", ended=earlier is not None)

    def name_on(self, day: date) -> str:
        """The force's name on the day; `named_on` has the doubt about it too."""
        return self.named_on(day).name


class UnlistedForce(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a document speaks of a force that is not in the table, where its office says nothing else."""

    name: str
    chief_officer_rank: str
    chief_officer_salutation: str


_OF_A_NAME = ("name", "article", "doubtful_from", "doubtful_until", "confidence", "source", "note")


@cache
def forces() -> tuple[Force, ...]:
    """Every force, in alphabetical order of identifiers."""
    table = raw_table("forces.yaml")
    shared = {"known_to": table["known_to"], "checked_on": table["checked_on"], **table["every_row"]}
    return tuple(msgspec.convert({**shared, **row}, Force) for row in table["forces"])


@cache
def unlisted_force() -> UnlistedForce:
    """What is said of a force that is not in the table."""
    return msgspec.convert(raw_table("forces.yaml")["not_listed"], UnlistedForce)


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


def force_typed(words: str) -> Force:
    """The force that somebody calls by its identifier or by any name of it, with or without `Police` or `Constabulary`.

    Raises `NoBodyError` where it is none.

    >>> force_typed("Kent").id, force_typed("the Metropolitan Police").id
    ('kent', 'metropolitan')
    """
    found = _by_any_name().get(_bare(_spelled(words)))
    return force(found if found else words)


def forces_named_in(text: str) -> tuple[Force, ...]:
    """The forces whose names, with or without `Police` or `Constabulary`, stand in a text, such as a report's title.

    >>> [each.id for each in forces_named_in("PEEL 2023–25: An inspection of Kent Police")]
    ['kent']
    """
    words = "-".join(re.findall(r"\w+", _spelled(text).replace("-", " ")))
    names = sorted((name for name in _by_any_name() if f"-{name}-" in f"-{words}-"), key=len, reverse=True)
    longest = [name for at, name in enumerate(names) if not any(f"-{name}-" in f"-{longer}-" for longer in names[:at])]
    return tuple(each for each in forces() if each.id in {_by_any_name()[name] for name in longest})


@cache
def _by_any_name() -> dict[str, str]:
    """Identifiers by every name that is recorded, as `_bare` leaves it; a name that two forces share is left out."""
    found: dict[str, set[str]] = {}
    for each in forces():
        names = (each.id, each.name, each.welsh_name or each.id, *(earlier.name for earlier in each.earlier_names))
        for name in names:
            found.setdefault(_bare(_spelled(name)), set()).add(each.id)
    return {name: identifier for name, identifiers in found.items() for identifier in [*identifiers] if len(identifiers) == 1}


_AROUND = re.compile(r"^(?:the-|heddlu-)+|(?:-(?:police|constabulary|service|force))+$")
"""What a name of a force says beside the place, once it is spelled with hyphens."""


def _bare(spelled: str) -> str:
    return _AROUND.sub("", spelled) or spelled


def _nearest(wrong: str) -> str | None:
    from difflib import get_close_matches  # only a mistake pays for the import

    spellings = {spelling: known.id for known in forces() for spelling in (known.id, _spelled(known.name))}
    spelled = _spelled(wrong)
    found = get_close_matches(spelled, spellings, n=1) or [known for known in spellings if spelled and known.startswith(spelled)]
    return spellings[found[0]] if found else None


def _spelled(words: str) -> str:
    return "-".join(words.casefold().removeprefix("the ").replace("&", "and").replace("_", " ").replace("-", " ").split())
