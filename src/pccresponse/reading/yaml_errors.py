"""The mistakes that people make when they write YAML, each with the words for it.

Where it is clear what the line was meant to say, the diagnosis carries a patch, so that reading can go on below it.
"""

from __future__ import annotations

import re

from yaml.events import ScalarEvent

from pccresponse.reading.nodes import Mapping
from pccresponse.reading.scene import Diagnosis, Scene
from pccresponse.reading.source import Spot, quoted
from pccresponse.reading.tree import start_of

IN_QUOTES = "Put the whole text in quotes, or write it below a | and indented."
NO_SPACE = re.compile(r"\s*(?:- +)*([A-Za-z_]+):(?=[^\s:/])")
"""A key whose colon has no space after it, at the start of a line; a web address is none."""
DELETE_THE_SPACE = "Delete one space at the beginning. Where a # is taken away, the space after it goes too."
_FIRST_KEY = re.compile(r"( *)((?:- +)*)([A-Za-z_]+:)(?= |$)")
_KEY_ALONE = re.compile(r"\s*(?:- +)*[A-Za-z_]+$")
REFUSED_STARTS = {
    "*": ("YAML-ALIAS", "an alias, which stands for something written elsewhere"),
    "&": ("YAML-ANCHOR", "an anchor, a name to repeat something by"),
    "!": ("YAML-TAG", "a tag, which tells a program the type"),
}


def not_understood(scene: Scene) -> Diagnosis:
    """None of the mistakes that we know."""
    return Diagnosis(
        "YAML-SYNTAX",
        scene.spot,
        "From here on the file cannot be understood as YAML.",
        "Look at this line and the one above it for a missing quotation mark, bracket or indentation; a text can always be put in quotes.",
    )


def tab(scene: Scene) -> Diagnosis | None:
    """A tab in the indentation. None where there is no tab."""
    indentation = scene.line[: len(scene.line) - len(scene.line.lstrip())]
    if scene.sign != "\t" and "\t" not in indentation:
        return None
    column = indentation.index("\t") if "\t" in indentation else scene.spot[1]
    others = sum(1 for number, line in enumerate(scene.lines) if line.startswith("\t") and number != scene.spot[0])
    more = (
        ["", " Another line starts with one as well."][others] if others < 2 else f" {others} other lines start with one as well."
    )
    return Diagnosis(
        "YAML-TAB",
        (scene.spot[0], column),
        f"There is a tab where YAML wants spaces.{more}",
        "Indent with spaces, two for each level.",
    )


def colon(scene: Scene) -> Diagnosis:
    """A colon where none can be: inside a text, after a line that was meant as a key, or in a key that is indented too far."""
    line, column = scene.spot
    patch = scene.line[:column] + scene.line[column:].replace(": ", "; ").removesuffix(":")
    last = scene.growth.last_event
    if isinstance(last, ScalarEvent) and (began := start_of(last))[0] < line:
        above = scene.lines[began[0]]
        if (match := NO_SPACE.match(above)) and match.start(1) == began[1]:
            return _colon_space(scene, began[0], match)
        if not above[: began[1]].strip(" -"):
            return no_key(scene, began)
        if _KEY_ALONE.match(scene.line[:column]):
            if found := space_of_a_sample(scene):
                return found
            key_at = len(scene.line) - len(scene.line.lstrip())
            message = f"{quoted(scene.line[:column].strip() + ':')} stands further to the right than the key above it, and is taken for part of the text there."
            return Diagnosis(
                "YAML-INDENTATION",
                (line, key_at),
                message,
                f"If it is a key, line it up with the key above. If it is text: {_lower(IN_QUOTES)}",
                patch,
            )
    message = 'A text with ": " in it has to be in quotes: YAML takes the words before the colon for a key.'
    return Diagnosis("YAML-COLON", scene.spot, message, IN_QUOTES, patch)


def _colon_space(scene: Scene, line: int, match: re.Match[str]) -> Diagnosis:
    text = scene.lines[line]
    patch = f"{text[: match.end()]} {text[match.end() :]}"
    return Diagnosis(
        "YAML-COLON-SPACE",
        (line, match.end()),
        f"There is no space after the colon of {quoted(match[1])}.",
        f"Write: {quoted(patch.strip())[1:-1]}",
        patch,
    )


def no_key(scene: Scene, spot: Spot) -> Diagnosis:
    """A line on its own that should have been a key, or the rest of a text that is not indented."""
    if match := NO_SPACE.match(scene.lines[spot[0]]):
        return _colon_space(scene, spot[0], match)
    message = "This line has no key: there is no colon with a space after it."
    return Diagnosis(
        "YAML-NO-KEY",
        spot,
        message,
        "If it carries on the text above, indent it further than that text's key; if it is a key, put a colon and a space after it.",
    )


def misplaced_list(scene: Scene) -> Diagnosis:
    """A dash on the line of a key, or among keys."""
    if scene.is_first_in_line:
        message, remedy = (
            "A list cannot begin here, among keys.",
            "Write a key with a colon above the list; or line the dash up with the other dashes.",
        )
    else:
        message = "A list cannot begin on the line of its key."
        remedy = "Start it on the next line; if the dash is part of a text, put the whole text in quotes."
    return Diagnosis("YAML-LIST", scene.spot, message, remedy)


def block_text(scene: Scene, spot: Spot) -> Diagnosis:
    """Text on the same line as the | or > that announces it."""
    sign = scene.lines[spot[0]][spot[1]]
    patch = scene.lines[spot[0]][: spot[1] + 1]
    return Diagnosis(
        "YAML-BLOCK-TEXT",
        spot,
        f"After {sign} the text starts on the next line, not on the same one.",
        "Move the text to the next line and indent it.",
        patch,
    )


def text_start(scene: Scene, spot: Spot) -> Diagnosis:
    """A text that starts with a sign that means something to YAML."""
    sign = scene.lines[spot[0]][spot[1] : spot[1] + 1]
    patch = scene.patched(spot)
    if sign in REFUSED_STARTS:
        code, meaning = REFUSED_STARTS[sign]
        return Diagnosis(code, spot, f"A text that starts with {sign} is taken for {meaning}.", IN_QUOTES, patch)
    if sign in ("[", "{"):
        message = f"A text that starts with {sign} is taken for a list, which ends at the bracket's fellow; but more follows."
        return Diagnosis("YAML-BRACKET", spot, message, IN_QUOTES, patch if spot[0] == scene.spot[0] else None)
    if not sign.strip():
        return not_understood(scene)
    return Diagnosis("YAML-TEXT-START", spot, f"A text cannot start with {sign} unless it is in quotes.", IN_QUOTES, patch)


def quoted_start(scene: Scene, spot: Spot, mark: str) -> Diagnosis:
    """A text that quotes something at its start: to YAML it ends with the quotation."""
    doubled = "write each apostrophe inside it twice" if mark == "'" else "use single ones around it"
    message = f"The text starts with {mark} and so ends at the next {mark}; but more follows."
    remedy = f"Put the whole text in quotes and {doubled}, or write it below a | and indented."
    return Diagnosis("YAML-QUOTED-START", spot, message, remedy, scene.patched(spot))


def unclosed_quote(spot: Spot) -> Diagnosis:
    """A quotation mark without its fellow, or one that found it in another text below."""
    message = "The quotation mark that opens the text here is not closed where the text ends."
    return Diagnosis(
        "YAML-UNCLOSED-QUOTE",
        spot,
        message,
        "Close it with the same mark; or write the text below a | and indented, where marks mean nothing.",
    )


def escape(scene: Scene) -> Diagnosis:
    """A backslash in double quotes, as in the path of a file on Windows."""
    column = scene.line.rindex("\\", 0, scene.spot[1] + 2)
    message = f"In double quotes, {quoted(scene.line[column : column + 2])} is a code that YAML does not know."
    return Diagnosis(
        "YAML-ESCAPE",
        (scene.spot[0], column),
        message,
        "Use single quotes, or write \\\\ for a backslash.",
        scene.patched((scene.spot[0], column)),
    )


def space_of_a_sample(scene: Scene) -> Diagnosis | None:
    """A key one space to the right of those above it, as when a # was taken away and not the space after it. None where it is not that."""
    number, key = scene.spot[0], _FIRST_KEY.match(scene.line)
    if key is None or not (column := len(key[1])) % 2:
        return None
    above = (match for line in scene.lines[:number] if (match := _FIRST_KEY.match(line)))
    if column - 1 not in {len(match[1]) if key[2] and match[2] else match.start(3) for match in above}:
        return None
    end = next((at for at in range(number + 1, len(scene.lines)) if _stands_before(scene.lines[at], column)), len(scene.lines))
    below = tuple(line.removeprefix(" ") for line in scene.lines[number + 1 : end])
    others = sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in below)
    more = "" if not others else ", and so does the line below it" if others == 1 else f", and so do {others} lines below it"
    message = f"{quoted(key[3])} stands one space too far to the right{more}."
    return Diagnosis("YAML-INDENTATION", (number, column), message, DELETE_THE_SPACE, scene.line[1:], below)


def _stands_before(line: str, column: int) -> bool:
    bare = line.lstrip(" ")
    return bool(bare) and not bare.startswith("#") and len(line) - len(bare) < column


def indentation(scene: Scene) -> Diagnosis:
    """A line that starts in a column of its own, or a text one of whose lines is not indented enough."""
    if found := space_of_a_sample(scene):
        return found
    last = scene.growth.last_event
    if isinstance(last, ScalarEvent) and last.style in ("|", ">"):
        message = "This line stands further to the left than the text above it, so it does not belong to it any more."
        return Diagnosis("YAML-INDENTATION", scene.spot, message, "Indent all lines of a text as far as its first one.")
    neighbour = scene.growth.last_closed
    remedy = "Start it in the same column as the lines that it belongs with."
    if isinstance(neighbour, Mapping) and neighbour.entries:
        key = neighbour.entries[0].key
        remedy = f'If it belongs with "{key.value}:" in line {key.line + 1}, start it in column {key.column + 1} as well.'
    return Diagnosis("YAML-INDENTATION", scene.spot, "This line starts in a column in which no line above it starts.", remedy)


def open_bracket(scene: Scene, spot: Spot) -> Diagnosis:
    """A list in brackets without its end, or without a comma."""
    message = f"What starts here with {scene.opening_sign} is not closed, or a comma is missing in it."
    remedy = "Close it, and put commas between the items; if it is a text, put the whole text in quotes."
    return Diagnosis("YAML-BRACKET", spot, message, remedy)


def colon_without_key(scene: Scene) -> Diagnosis:
    """A colon with nothing before it."""
    remedy = "Write the key before the colon; if it is a text, put the whole text in quotes."
    return Diagnosis("YAML-KEY", scene.spot, "There is no key before this colon.", remedy)


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
