"""No field of any model can be changed, given or left out without being told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import msgspec
import pytest

from pccresponse.compare import content_changes
from pccresponse.compare.changes import Change, Position, model_changes
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.foundation.problems import Path
from pccresponse.models.office import Office
from pccresponse.models.response import Response
from pccresponse.reading.shapes import (
    CountShape,
    DateShape,
    EitherShape,
    KeysShape,
    ListShape,
    Shape,
    TextShape,
    WordsShape,
    fields_of,
    models_below,
)
from tests.builders import changed

_TEXTS = {
    "web address": "https://example.org/{}",
    "e-mail address": "office{}@example.org",
    "colour": "#1000{:02d}",
    "lines": "House {}\nLong Lane",
}


def sample(shape: Shape, numbers: Iterator[int]) -> Any:
    """A value of the shape that says everything it can, and no two of which are the same."""
    number = next(numbers)
    match shape:
        case TextShape(kind=kind):
            return _TEXTS.get(kind, "Words of number {}").format(number % 90 if kind == "colour" else number)
        case WordsShape(words=words):
            return words[0]
        case CountShape():
            return number
        case DateShape(exact=exact):
            return date(2023, 6, number % 28 + 1) if exact else PartialDate(2023, 6, number % 28 + 1)
        case ListShape(item=item):
            return tuple(sample(item, numbers) for _ in range(2))
        case EitherShape(other=other):
            return sample(other, numbers)
        case KeysShape(model=model):
            return model(**{field.name: sample(field.shape, numbers) for field in fields_of(model).values()})


FULL: dict[str, Any] = {
    "response": sample(KeysShape(Response), count(1)),
    "office": sample(KeysShape(Office), count(1)),
}


def places(model: msgspec.Struct, path: Path = ()) -> Iterator[tuple[Path, str, Any]]:
    """Every place in a model where something can be changed: its path, what is done there, and the new value."""
    for field in fields_of(type(model)).values():
        value, here = getattr(model, field.name), (*path, field.name)
        if not field.required and field.default is None:
            yield here, "left out", None
        if value != () and (value is not None or isinstance(field.shape, TextShape)):
            yield from _places_in(value, field.shape, here)


def _places_in(value: Any, shape: Shape, path: Path) -> Iterator[tuple[Path, str, Any]]:
    if isinstance(value, msgspec.Struct):
        yield from places(value, path)
    elif isinstance(shape, ListShape):
        yield path, "shortened", value[:1]
        yield path, "emptied", ()
        yield from _places_in(value[0], shape.item, (*path, 0))
    elif isinstance(shape, TextShape):
        other = {"colour": "#ffffff", "web address": "https://example.org/another"}.get(shape.kind, f"{value} and more")
        yield path, "changed", other
    elif isinstance(shape, WordsShape):
        yield from ((path, "changed", word) for word in shape.words[1:2])
    elif isinstance(shape, CountShape):
        yield path, "changed", value + 1
    else:
        yield path, "changed", date(2001, 1, 1) if isinstance(value, date) else PartialDate(2001)
    if isinstance(shape, EitherShape):
        yield path, "said to be " + shape.words[0], shape.words[0]


PLACES = [
    pytest.param(file, path, value, id=f"{file}: {'.'.join(map(str, path))} {done}")
    for file, model in FULL.items()
    for path, done, value in places(model)
]


def told(file: str, old: Any, new: Any) -> list[Change]:
    if file == "office":
        return list(model_changes(old, new, Position(part="office", what="The office", old_path=(), new_path=())))
    return list(content_changes(old, new))


def test_every_model_is_looked_at() -> None:
    assert len(PLACES) > 400
    seen = {type(each).__name__ for model in FULL.values() for each in _models_in(model)}
    assert seen == models_below(Response).keys() | models_below(Office).keys()


def _models_in(value: Any) -> Iterator[msgspec.Struct]:
    if isinstance(value, msgspec.Struct):
        yield value
        for each in value.__struct_fields__:
            yield from _models_in(getattr(value, each))
    elif type(value) is tuple:
        for each in value:
            yield from _models_in(each)


@pytest.mark.parametrize("file", FULL)
def test_nothing_is_told_where_nothing_was_changed(file: str) -> None:
    assert not told(file, FULL[file], FULL[file])


@pytest.mark.parametrize(("file", "path", "value"), PLACES)
def test_a_change_is_told_there_and_back(file: str, path: Path, value: Any) -> None:
    old = FULL[file]
    new = changed(old, path, value)
    for before, after in ((old, new), (new, old)):
        changes = told(file, before, after)
        assert changes
        for change in changes:
            assert change.was or change.now or change.passages
            place = change.new_path or change.old_path
            shared = min(len(place), len(path), 3)
            assert place[:shared] == path[:shared]
