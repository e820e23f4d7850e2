"""Characters that the documents cannot show, judged as a reader would see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pccresponse.coverage import name_of
from pccresponse.matter import Matter
from pccresponse.naming import listed, spoken
from pccresponse.pasted import with_lists
from pccresponse.problems import Breach
from pccresponse.rules.rule import ERROR, rule
from pccresponse.rules.texts import every_text


@rule(
    "CHARACTERS",
    ERROR,
    title="Every character can be drawn by the fonts of the documents.",
    remedy="Take it out, or write it in letters that the fonts have.",
)
def every_character_can_be_drawn(matter: Matter) -> Iterator[Breach]:
    """The documents use only the fonts that come with their templates, so that they look the same in a hundred years. Those have
    the letters of the languages of Europe, Welsh among them, and the signs of print. A character that they lack would be an empty
    box, and PDF/A forbids that; an invisible one can turn a sentence round.

    What counts is what the reader sees: in Markdown, an entity such as &#x202E; is the character that it stands for.
    """
    if matter.coverage is None:
        return
    for text in every_text(matter):
        words = _as_read(text.words) if text.is_markdown else text.words
        strange = matter.coverage.undrawable(words.replace("\n", " "))
        if strange:
            yield Breach(
                message=f"{spoken(matter.response, text.path)}: the fonts cannot draw {listed([name_of(each) for each in strange[:5]])}.",
                path=text.path,
                words=_as_written(strange[0], text.words),
                in_office=text.in_office,
            )


_ENTITIES = re.compile(r"\\.|&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});", re.DOTALL)


def _as_read(words: str) -> str:
    """A Markdown text with its bullets and its entities as they are printed; one behind a backslash is printed as it was typed."""
    words = with_lists(words)
    return _ENTITIES.sub(lambda found: _decoded(found[0]), words) if "&" in words else words


def _decoded(entity: str) -> str:
    """The character that an entity stands for; Markdown knows none of the control characters by their numbers, as web pages do."""
    if entity.startswith("&#"):
        code = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
        if 0x7F <= code <= 0x9F:
            return "\N{REPLACEMENT CHARACTER}"
    return unescape(entity)


def _as_written(character: str, words: str) -> str:
    """A character as it stands in the text: itself, or the entity that stands for it."""
    entities = (found[0] for found in _ENTITIES.finditer(words) if character not in words)
    return next((each for each in entities if _decoded(each) == character), character)
