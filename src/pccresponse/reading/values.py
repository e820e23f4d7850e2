"""The texts, words and numbers that a field may hold, and how a value that does not fit can be put right."""

from __future__ import annotations

import re

from pccresponse.reading.colours import LEAST_CONTRAST, contrast_on_white, darkened
from pccresponse.reading.nearest import nearest
from pccresponse.reading.shapes import CountShape, TextShape, compiled
from pccresponse.reading.source import Fault, quoted

_MOST_ACCENTS = 30
"""As in Unicode's stream-safe form (UAX 15). The time it takes to put the accents of one letter in order grows with their square."""
_PERHAPS_ACCENTS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_DIGITS = re.compile(r"-?[0-9]+")
_SHORT_COLOUR = re.compile(r"#?([0-9a-fA-F]{3})")
_BARE_COLOUR = re.compile(r"[0-9a-fA-F]{6}")
_SHOUTED_VERSION = re.compile(r"[0-9a-fA-F]{8,64}")
_SHOUTED_DIGEST = re.compile(r"[0-9a-fA-F]{64}")
_HOST_FIRST = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")
_E_MAIL_WITHIN = re.compile(r"[^\s@<>\"():;,]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_PATTERN_CODES = {
    "web address": "READ-WEB-ADDRESS",
    "e-mail address": "READ-E-MAIL",
    "colour": "READ-COLOUR",
    "version": "READ-VERSION",
    "file digest": "READ-FILE-DIGEST",
}


def tidied(value: str) -> str | Fault:
    """A text without white space around it and in Unicode's composed form (NFC), so that the same words are the same bytes."""
    value = value.strip()
    if value.isascii():
        return value
    import unicodedata  # a text without accents or dashes needs no tables

    for run in _PERHAPS_ACCENTS.findall(value):
        accents = 0
        for character in run:
            accents = accents + 1 if unicodedata.combining(character) else 0
            if accents > _MOST_ACCENTS:
                message = f"has a letter with more than {_MOST_ACCENTS} accents."
                return Fault("READ-ACCENTS", message, "Delete the accents and write the word afresh.")
    return unicodedata.normalize("NFC", value)


def read_text(value: str, shape: TextShape) -> str | Fault:
    """A tidied text that fits its field."""
    if len(value) > shape.most:
        shorter = "Shorten it" + (", or put the details where a longer text belongs." if shape.kind == "line" else ".")
        return Fault("READ-TOO-LONG", f"has {len(value):,} characters; there is room for {shape.most:,}.", shorter)
    if not value.isascii() and not _can_be_seen(value):
        return Fault("READ-INVISIBLE", "has nothing in it that can be seen.", "Fill it in, or delete the line.")
    if "\n" in value and shape.kind not in ("markdown", "lines"):
        return Fault("READ-LINE-BREAK", "is printed as one line and cannot have a line break.", "Write it on one line.")
    if shape.pattern is not None and not compiled(shape.pattern).search(value):
        message = f"cannot be {quoted(value)}: that is not {'an' if shape.kind[0] in 'aeiou' else 'a'} {shape.kind}."
        return Fault(_PATTERN_CODES[shape.kind], message, _how_to_write(value, shape.kind))
    if shape.kind == "colour" and (contrast := contrast_on_white(value)) < LEAST_CONTRAST:
        message = f"is {quoted(value)}, whose contrast on white is {_rounded_down(contrast)} to 1; it has to be {LEAST_CONTRAST} to 1 or more."
        return Fault("OFFICE-COLOUR", message, f'Choose a darker one; of the same hue, "{darkened(value)}" is just dark enough.')
    return value


def _can_be_seen(value: str) -> bool:
    import unicodedata

    return any(unicodedata.category(character)[0] not in "CZ" for character in value)


def _how_to_write(value: str, kind: str) -> str:
    if kind == "web address":
        if _HOST_FIRST.fullmatch(value):
            return f"Write it in full: https://{value}"
        return "Write it in full, from http:// or https:// on, and without spaces."
    if kind == "e-mail address":
        found = _E_MAIL_WITHIN.search(value)
        return (
            f"Write the address alone: {found[0]}"
            if found and found[0] != value
            else "Write it as in office@example.org, without a name."
        )
    if kind == "file digest":
        if _SHOUTED_DIGEST.fullmatch(value):
            return f'Write its letters small: "{value.lower()}"'
        return "Write the 64 digits that sha256sum prints for the file."
    if kind == "version":
        if _SHOUTED_VERSION.fullmatch(value):
            return f'Write its letters small: "{value.lower()}"'
        return "Write the digits that each page of the draft bears, or let it be written by: pccresponse approve"
    if match := _SHORT_COLOUR.fullmatch(value):
        return f'Write it with six digits and in quotes: "#{"".join(digit * 2 for digit in match[1])}"'
    if _BARE_COLOUR.fullmatch(value):
        return f'Write it with a # and in quotes: "#{value}"'
    return 'Write # and six hexadecimal digits in quotes, as in "#1d3557".'


def _rounded_down(contrast: float) -> str:
    """Two digits after the point, and never rounded up to what would have been enough."""
    return f"{int(contrast * 100) / 100:.2f}"


def read_words(value: str, words: tuple[str, ...], *, suggest: bool) -> str | Fault:
    """One of some fixed words, written as they are."""
    if value in words:
        return value
    meant = nearest(value, words) if suggest else None
    known = f"It is one of: {', '.join(words)}." if len(words) > 1 else f"Write: {words[0]}"
    remedy = f"Did you mean: {meant}? {known}" if meant and len(words) > 1 else known
    return Fault("READ-CHOICE", f"cannot be {quoted(value)}.", remedy, means_one=meant is not None)


def read_count(value: str, shape: CountShape) -> int | Fault:
    """A whole number in the digits 0 to 9."""
    if not _DIGITS.fullmatch(value):
        plain = re.sub(r"(?<=[0-9])[, ](?=[0-9]{3}\b)", "", value) if len(value) < 20 else ""
        remedy = f"Write: {plain}" if _DIGITS.fullmatch(plain) else "Write it in the digits 0 to 9 and nothing else."
        return Fault("READ-NUMBER", f"cannot be {quoted(value)}: that is not a whole number in digits.", remedy)
    if len(value) > 20 or not shape.least <= int(value) <= shape.most:
        remedy = f"It is at least {shape.least:,} and at most {shape.most:,}."
        return Fault(
            "READ-NUMBER-RANGE", f"cannot be {quoted(value)}: that is too {'small' if value.startswith('-') else 'large'}.", remedy
        )
    return int(value)
