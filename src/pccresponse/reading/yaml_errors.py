"""Explaining YAML that cannot be parsed: the usual mistakes, and which of them it is.

If it is clear what the line was meant to say, the diagnosis has a patch, so that parsing can continue.
"""

from __future__ import annotations

import re

import msgspec
from yaml import MarkedYAMLError, YAMLError
from yaml.events import AliasEvent, CollectionEndEvent, ScalarEvent
from yaml.parser import ParserError
from yaml.scanner import ScannerError

from pccresponse.reading.source import Spot, quoted
from pccresponse.reading.tree import Mapping, ParseState, end_of, start_of

_CLOSED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*+'"),
}


class Diagnosis(msgspec.Struct, frozen=True):
    """A mistake in words. `patch` is the line as it was probably meant, and `below` the lines after it."""

    code: str
    spot: Spot
    message: str
    remedy: str
    patch: str | None = None
    below: tuple[str, ...] = ()


class _Context(msgspec.Struct):
    """A parser error in the lines: its spot, and where the enclosing construct opened."""

    lines: list[str]
    spot: Spot
    opener: Spot | None
    state: ParseState

    @property
    def line(self) -> str:
        return self._line(self.spot)

    @property
    def sign(self) -> str:
        return self.line[self.spot[1] : self.spot[1] + 1]

    @property
    def opening_sign(self) -> str:
        return self._line(self.opener)[self.opener[1] : self.opener[1] + 1] if self.opener else ""

    @property
    def is_first_in_line(self) -> bool:
        return not self.line[: self.spot[1]].strip()

    def _line(self, spot: Spot) -> str:
        return self.lines[spot[0]] if spot[0] < len(self.lines) else ""

    def patched(self, spot: Spot) -> str:
        """The line with a letter in place of the character at a spot."""
        line = self._line(spot)
        return f"{line[: spot[1]]}x{line[spot[1] + 1 :]}"

    def closes(self, spot: Spot) -> bool:
        """Whether the quotation mark at a spot is closed anywhere."""
        rest = "\n".join([self._line(spot)[spot[1] :], *self.lines[spot[0] + 1 :]])
        return _CLOSED[rest[0]].match(rest) is not None


IN_QUOTES = "Put the whole text in quotes, or write it below a | and indented."
NO_SPACE = re.compile(r"\s*(?:- +)*([A-Za-z_]+):(?=[^\s:/])")
"""A key at the start of a line whose colon has no space after it; not a web address."""
DELETE_THE_SPACE = "Delete one space at the beginning. If you remove a #, remove the space after it too."
_FIRST_KEY = re.compile(r"( *)((?:- +)*)([A-Za-z_]+:)(?= |$)")
_KEY_ALONE = re.compile(r"\s*(?:- +)*[A-Za-z_]+$")
REFUSED_STARTS = {
    "*": ("YAML-ALIAS", "an alias, which stands for something written elsewhere"),
    "&": ("YAML-ANCHOR", "an anchor, a name to repeat something by"),
    "!": ("YAML-TAG", "a tag, which tells a program the type"),
}


def not_understood(context: _Context) -> Diagnosis:
    """Any other syntax error."""
    return Diagnosis(
        "YAML-SYNTAX",
        context.spot,
        "From here on, the file is not valid YAML.",
        "Look at this line and the one above it for a missing quotation mark, bracket or indentation. You can always put a text in quotes.",
    )


def tab(context: _Context) -> Diagnosis | None:
    """A tab in the indentation, if there is one."""
    indentation = context.line[: len(context.line) - len(context.line.lstrip())]
    if context.sign != "\t" and "\t" not in indentation:
        return None
    column = indentation.index("\t") if "\t" in indentation else context.spot[1]
    others = sum(1 for number, line in enumerate(context.lines) if line.startswith("\t") and number != context.spot[0])
    more = (
        ["", " Another line starts with one as well."][others] if others < 2 else f" {others} other lines start with one as well."
    )
    return Diagnosis(
        "YAML-TAB",
        (context.spot[0], column),
        f"There is a tab where YAML needs spaces.{more}",
        "Indent with spaces, two for each level.",
    )


def colon(context: _Context) -> Diagnosis:
    """A misplaced colon: in a text, after a line that was meant as a key, or in a key that is indented too far."""
    line, column = context.spot
    patch = context.line[:column] + context.line[column:].replace(": ", "; ").removesuffix(":")
    last = context.state.last_event
    if isinstance(last, ScalarEvent) and (began := start_of(last))[0] < line:
        above = context.lines[began[0]]
        if (match := NO_SPACE.match(above)) and match.start(1) == began[1]:
            return _colon_space(context, began[0], match)
        if not above[: began[1]].strip(" -"):
            return no_key(context, began)
        if _KEY_ALONE.match(context.line[:column]):
            if found := space_of_a_sample(context):
                return found
            key_at = len(context.line) - len(context.line.lstrip())
            message = f"{quoted(context.line[:column].strip() + ':')} is further to the right than the key above it, so it counts as part of the text there."
            return Diagnosis(
                "YAML-INDENTATION",
                (line, key_at),
                message,
                f"If it is a key, line it up with the key above. If it is text: {IN_QUOTES[0].lower()}{IN_QUOTES[1:]}",
                patch,
            )
    message = 'Put a text with ": " in it in quotes: YAML reads the words before the colon as a key.'
    return Diagnosis("YAML-COLON", context.spot, message, IN_QUOTES, patch)


def _colon_space(context: _Context, line: int, match: re.Match[str]) -> Diagnosis:
    text = context.lines[line]
    patch = f"{text[: match.end()]} {text[match.end() :]}"
    return Diagnosis(
        "YAML-COLON-SPACE",
        (line, match.end()),
        f"There is no space after the colon of {quoted(match[1])}.",
        f"Write: {quoted(patch.strip())[1:-1]}",
        patch,
    )


def no_key(context: _Context, spot: Spot) -> Diagnosis:
    """A line that should have been a key, or continues a text and is not indented."""
    if match := NO_SPACE.match(context.lines[spot[0]]):
        return _colon_space(context, spot[0], match)
    message = "This line has no key: there is no colon with a space after it."
    return Diagnosis(
        "YAML-NO-KEY",
        spot,
        message,
        "If it carries on the text above, indent it further than that text's key. If it is a key, put a colon and a space after it.",
    )


def misplaced_list(context: _Context) -> Diagnosis:
    """A dash on the line of a key, or among keys."""
    if context.is_first_in_line:
        message, remedy = (
            "A list cannot begin here, among keys.",
            "Write a key with a colon above the list, or line the dash up with the other dashes.",
        )
    else:
        message = "A list cannot begin on the line of its key."
        remedy = "Start it on the next line. If the dash is part of a text, put the whole text in quotes."
    return Diagnosis("YAML-LIST", context.spot, message, remedy)


def block_text(context: _Context, spot: Spot) -> Diagnosis:
    """Text on the line of its | or >."""
    sign = context.lines[spot[0]][spot[1]]
    patch = context.lines[spot[0]][: spot[1] + 1]
    return Diagnosis(
        "YAML-BLOCK-TEXT",
        spot,
        f"After {sign} the text starts on the next line, not on the same one.",
        "Move the text to the next line and indent it.",
        patch,
    )


def text_start(context: _Context, spot: Spot) -> Diagnosis:
    """A text that starts with a special character of YAML."""
    sign = context.lines[spot[0]][spot[1] : spot[1] + 1]
    patch = context.patched(spot)
    if sign in REFUSED_STARTS:
        code, meaning = REFUSED_STARTS[sign]
        return Diagnosis(code, spot, f"A text that starts with {sign} is taken for {meaning}.", IN_QUOTES, patch)
    if sign in ("[", "{"):
        message = f"A text that starts with {sign} is read as a list, which ends at the matching bracket, but more follows."
        return Diagnosis("YAML-BRACKET", spot, message, IN_QUOTES, patch if spot[0] == context.spot[0] else None)
    if not sign.strip():
        return not_understood(context)
    return Diagnosis("YAML-TEXT-START", spot, f"A text cannot start with {sign} unless it is in quotes.", IN_QUOTES, patch)


def quoted_start(context: _Context, spot: Spot, mark: str) -> Diagnosis:
    """A text that starts with a quotation, at whose end YAML takes it to end."""
    doubled = "write each apostrophe inside it twice" if mark == "'" else "use single ones around it"
    message = f"The text starts with {mark} and so ends at the next {mark}; but more follows."
    remedy = f"Put the whole text in quotes and {doubled}, or write it below a | and indented."
    return Diagnosis("YAML-QUOTED-START", spot, message, remedy, context.patched(spot))


def unclosed_quote(spot: Spot) -> Diagnosis:
    """A quotation mark that is not closed, or only by one in a text below."""
    message = "The quotation mark that opens the text here is not closed where the text ends."
    return Diagnosis(
        "YAML-UNCLOSED-QUOTE",
        spot,
        message,
        "Close it with the same mark. Or write the text below a |, indented, where quotation marks have no special meaning.",
    )


def escape(context: _Context) -> Diagnosis:
    """A backslash in double quotes, as in a Windows path."""
    column = context.line.rindex("\\", 0, context.spot[1] + 2)
    message = f"In double quotes, {quoted(context.line[column : column + 2])} is a code that YAML does not know."
    return Diagnosis(
        "YAML-ESCAPE",
        (context.spot[0], column),
        message,
        "Use single quotes, or write \\\\ for a backslash.",
        context.patched((context.spot[0], column)),
    )


def space_of_a_sample(context: _Context) -> Diagnosis | None:
    """A key one space too far right, because only the # of a sample was removed; None otherwise."""
    number, key = context.spot[0], _FIRST_KEY.match(context.line)
    if key is None or not (column := len(key[1])) % 2:
        return None
    above = (match for line in context.lines[:number] if (match := _FIRST_KEY.match(line)))
    if column - 1 not in {len(match[1]) if key[2] and match[2] else match.start(3) for match in above}:
        return None
    end = next(
        (at for at in range(number + 1, len(context.lines)) if _stands_before(context.lines[at], column)), len(context.lines)
    )
    below = tuple(line.removeprefix(" ") for line in context.lines[number + 1 : end])
    others = sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in below)
    more = "" if not others else ", and so is the line below it" if others == 1 else f", and so are {others} lines below it"
    message = f"{quoted(key[3])} is one space too far to the right{more}."
    return Diagnosis("YAML-INDENTATION", (number, column), message, DELETE_THE_SPACE, context.line[1:], below)


def _stands_before(line: str, column: int) -> bool:
    bare = line.lstrip(" ")
    return bool(bare) and not bare.startswith("#") and len(line) - len(bare) < column


def indentation(context: _Context) -> Diagnosis:
    """A line that starts in a wrong column, or a line of a text that is not indented enough."""
    if found := space_of_a_sample(context):
        return found
    last = context.state.last_event
    if isinstance(last, ScalarEvent) and last.style in ("|", ">"):
        message = "This line is further to the left than the text above it, so it does not belong to it any more."
        return Diagnosis("YAML-INDENTATION", context.spot, message, "Indent all lines of a text as far as its first one.")
    neighbour = context.state.last_closed
    remedy = "Start it in the same column as the lines that it belongs with."
    if isinstance(neighbour, Mapping) and neighbour.entries:
        key = neighbour.entries[0].key
        remedy = f'If it belongs with "{key.value}:" in line {key.line + 1}, start it in column {key.column + 1} as well.'
    return Diagnosis("YAML-INDENTATION", context.spot, "This line starts in a column in which no line above it starts.", remedy)


def open_bracket(context: _Context, spot: Spot) -> Diagnosis:
    """A list in brackets that is not closed or lacks a comma."""
    message = f"What starts here with {context.opening_sign} is not closed, or a comma is missing in it."
    remedy = "Close it, and put commas between the items. If it is a text, put the whole text in quotes."
    return Diagnosis("YAML-BRACKET", spot, message, remedy)


def colon_without_key(context: _Context) -> Diagnosis:
    """A colon with nothing before it."""
    remedy = "Write the key before the colon. If it is a text, put the whole text in quotes."
    return Diagnosis("YAML-KEY", context.spot, "There is no key before this colon.", remedy)


# Which mistake it is


def diagnose(error: YAMLError, lines: list[str], state: ParseState) -> Diagnosis:
    """The most likely mistake behind a parser error."""
    at = opener = None
    if isinstance(error, MarkedYAMLError):
        at, opener = error.problem_mark or error.context_mark, error.context_mark
    if at is None:
        return not_understood(_Context(lines, (0, 0), None, state))
    context = _Context(lines, (min(at.line, len(lines) - 1), at.column), (opener.line, opener.column) if opener else None, state)
    if found := tab(context):
        return found
    if isinstance(error, ScannerError):
        return _while_scanning(context)
    if isinstance(error, ParserError):
        return _while_parsing(context)
    return not_understood(context)


def _while_scanning(context: _Context) -> Diagnosis:
    """An error while reading a token."""
    if context.opener is None:
        if context.sign == ":":
            return colon(context)
        return misplaced_list(context) if context.sign == "-" else text_start(context, context.spot)
    sign = context.opening_sign
    if sign in ("'", '"') and not context.closes(context.opener):
        return unclosed_quote(context.opener)
    if sign == '"' and "\\" in context.line[: context.spot[1] + 2]:
        return escape(context)
    if sign and sign in "|>":
        return block_text(context, context.opener)
    if sign in REFUSED_STARTS or context.spot == context.opener:
        return text_start(context, context.opener)
    return no_key(context, context.opener)


def _while_parsing(context: _Context) -> Diagnosis:
    """An error in the order of tokens."""
    if (found := _after_something_finished(context)) is not None:
        return found
    if context.opener is not None and context.opening_sign == "!":
        return text_start(context, context.opener)
    if context.opener is not None and context.opening_sign in ("[", "{"):
        return open_bracket(context, context.opener)
    if context.sign in (",", "]", "}"):
        return text_start(context, context.spot)
    if context.sign == ":":
        return colon_without_key(context)
    if context.sign == "-" and context.line[context.spot[1] + 1 : context.spot[1] + 2] in ("", " "):
        return misplaced_list(context)
    return indentation(context) if context.is_first_in_line else not_understood(context)


def _after_something_finished(context: _Context) -> Diagnosis | None:
    """More text on the line after a quoted text, a list in brackets or an alias."""
    last = context.state.last_event
    if last is None or context.is_first_in_line:
        return None
    began, ended = start_of(last), end_of(last)
    if ended[0] != context.spot[0] or ended > context.spot:
        return None
    if isinstance(last, AliasEvent):
        return text_start(context, began)
    if isinstance(last, ScalarEvent) and last.style in ("'", '"'):
        return quoted_start(context, began, last.style) if began[0] == ended[0] else unclosed_quote(began)
    closed = context.state.last_closed
    if isinstance(last, CollectionEndEvent) and closed is not None and began < ended:
        return text_start(context, (closed.line, closed.column))
    return None
