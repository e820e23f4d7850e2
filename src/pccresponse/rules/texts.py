"""Every text of a response and its office, found by walking the models, so that no field is forgotten when one is added."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec

from pccresponse.case.case import Case
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path
from pccresponse.models.fields import PROSE, THE_BODY, THE_OFFICE, About, about


class WrittenText(NamedTuple):
    """A piece of text, or anything else that a person wrote, with its place and what its field says about itself."""

    words: str
    path: Path
    field: tuple[str, str]
    """The model and the name of the field."""
    about: About
    """What the field says about itself; whose words they are, and why nothing prints them, may be said above it."""
    in_office: bool
    value: object = None
    """What `words` are read from where it is no text: a date or a number."""

    @property
    def is_markdown(self) -> bool:
        """Whether it is running text with Markdown in it."""
        return self.about.text == "markdown"

    @property
    def is_prose(self) -> bool:
        """Whether somebody wrote words there, and not an address or an identifier: an odd run of letters in those means nothing."""
        return self.about.prose and self.about.text in PROSE

    @property
    def is_the_bodys_own(self) -> bool:
        """Whether the body wrote it to the public or the addressee, rather than the report, the chief officer or the force."""
        return self.about.by == THE_BODY


_known: dict[str, tuple[msgspec.Struct, tuple[WrittenText, ...]]] = {}
"""The texts of the response and of the office that were asked for last. A dozen rules ask for those of one and the same case, and
to walk through it takes longer than most of them."""


def response_texts(case: Case) -> tuple[WrittenText, ...]:
    """Every text of the response, in the order of the models."""
    return _texts_of(case.response, "Response", THE_BODY)


def every_text(case: Case) -> tuple[WrittenText, ...]:
    """Every text of the response and then of the office."""
    return (*response_texts(case), *_texts_of(case.office, "Office", THE_OFFICE))


def everything_written(case: Case) -> Iterator[WrittenText]:
    """Whatever is not chosen from fixed words: the texts, and the addresses, the identifiers, the dates and the numbers too."""
    yield from _written_in(case.response, (), ("Response", ""), About(by=THE_BODY), in_office=False)
    yield from _written_in(case.office, (), ("Office", ""), About(by=THE_OFFICE), in_office=True)


def _texts_of(model: msgspec.Struct, name: str, by: str) -> tuple[WrittenText, ...]:
    known = _known.get(name)
    if known is None or known[0] is not model:
        written = _written_in(model, (), (name, ""), About(by=by), in_office=by == THE_OFFICE)
        known = _known[name] = model, tuple(text for text in written if text.is_prose)
    return known[1]


def _written_in(value: object, path: Path, field: tuple[str, str], said: About, *, in_office: bool) -> Iterator[WrittenText]:
    if isinstance(value, str):
        if said.text:
            yield WrittenText(value, path, field, said, in_office)
    elif isinstance(value, msgspec.Struct):
        model = type(value).__name__
        for name, here in about(type(value)).items():
            inner = getattr(value, name)
            if inner is not None and inner != ():
                below = About(here.text, said.prose and here.prose, here.by or said.by, here.not_printed or said.not_printed)
                yield from _written_in(inner, (*path, name), (model, name), below, in_office=in_office)
    elif isinstance(value, (PartialDate, date, int)):
        yield WrittenText(str(value), path, field, said._replace(text=""), in_office, value)
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _written_in(inner, (*path, position), field, said, in_office=in_office)
