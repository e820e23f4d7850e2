"""`diff` and the version of a response have one meaning of change: each edit, however many come together, is one for both or for neither."""

from __future__ import annotations

import random
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from pccresponse.case.version import _names, content_of, version_of
from pccresponse.compare import content_changes
from pccresponse.compare.changes import Position, model_changes
from pccresponse.reading.shapes import ListShape, TextShape, fields_of
from tests.builders import changed, clean_office, clean_response
from tests.case.test_version import MODELS, full_case
from tests.compare.test_every_field import FULL, places

OFFICE = Position(part="office", what="The office", old_path=(), new_path=())
STARTS = [MODELS, {"response": clean_response(), "office": clean_office()}, {**FULL, "office": MODELS["office"]}]
LAYOUTS = (
    lambda text: text.replace(" ", "\n", 1),
    lambda text: text.replace(" ", "  ", 1),
    lambda text: f"{text}\n",
    lambda text: text.replace(". ", ".\n\n", 1),
    lambda text: f"*{text}*",
    lambda text: f"_{text}_",
    lambda text: f"- {text}",
    lambda text: f"{text}\n\n\n\nMore.",
)


def lists_and_texts(value: msgspec.Struct, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any, str]]:
    """Each list that can be put in another order and each text that can be laid out anew, with its path."""
    found: list[tuple[tuple[Any, ...], Any, str]] = []
    for field in fields_of(type(value)).values():
        inner, here = getattr(value, field.name), (*path, field.name)
        if isinstance(inner, msgspec.Struct):
            found += lists_and_texts(inner, here)
        elif isinstance(field.shape, ListShape) and isinstance(inner, tuple):
            found += [(here, inner, "list")] if len(inner) > 1 else []
            for at, item in enumerate(inner):
                found += lists_and_texts(item, (*here, at)) if isinstance(item, msgspec.Struct) else []
        elif isinstance(field.shape, TextShape) and field.shape.kind in ("markdown", "lines") and isinstance(inner, str):
            found.append((here, inner, "text"))
    return found


def edited(models: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    models = dict(models)
    for _ in range(draw.randint(1, 4)):
        file = draw.choice(("response", "response", "office"))
        model = models[file]
        laid = lists_and_texts(model)
        if draw.random() < 0.5 and laid:
            path, value, kind = draw.choice(laid)
            new = draw.choice(LAYOUTS)(value) if kind == "text" else tuple(draw.sample(value, len(value)))
            if kind == "list" and draw.random() < 0.3:
                new = (*new, draw.choice(value))
        else:
            path, _, new = draw.choice([each for each in places(model) if each[0] != ("force",)])
        models[file] = changed(model, path, new)
    return models


@given(st.sampled_from(STARTS), st.integers(0, 2**32))
def test_the_version_changes_exactly_when_diff_has_something_to_say_of_what_is_approved(start: dict[str, Any], seed: int) -> None:
    new = edited(start, random.Random(seed))
    before, after = full_case(start), full_case(new)
    changes = [*content_changes(start["response"], new["response"]), *model_changes(start["office"], new["office"], OFFICE)]
    other_names = _names(before) != _names(after)
    assert (version_of(before) != version_of(after)) == (any(each.approved for each in changes) or other_names)
    assert bool(changes) == any(content_of(start[file]) != content_of(new[file]) for file in ("response", "office"))
    back = [*content_changes(new["response"], start["response"]), *model_changes(new["office"], start["office"], OFFICE)]
    assert bool(back) == bool(changes)
    assert any(each.approved for each in back) == any(each.approved for each in changes)


def test_the_edits_that_are_tried_are_of_every_sort() -> None:
    found = lists_and_texts(clean_response())
    assert {kind for _, _, kind in found} == {"list", "text"}
    assert ("findings", "recommendations") in {path for path, _, _ in found}
    seen = [
        bool(list(content_changes(start["response"], edited(start, random.Random(seed))["response"])))
        for start in STARTS
        for seed in range(40)
    ]
    assert 20 < sum(seen) < len(seen), "some change something, and some nothing"
