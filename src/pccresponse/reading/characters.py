"""From bytes to text: the encoding, the ends of lines, and characters that no editor shows."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from pccresponse.reading.source import Complaints

_UTF_8_BOM = codecs.BOM_UTF8
_WIDE_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS_UTF_8 = "Save the file as UTF-8; editors offer that under Save as, Encoding."
_LONE_RETURN = re.compile(r"\r(?!\n)")
_SEPARATORS = "\x85\u2028\u2029"
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters that nobody types into a text on purpose; a tab and a line feed are none of them."""


def text_of(content: bytes, complaints: Complaints) -> str | None:
    """The text of a file with line feeds alone as the ends of its lines, or None if it is not text in UTF-8.

    A byte order mark in UTF-8, as some editors on Windows write it, is accepted and left out. Characters that are complained
    about are replaced by as many others, so that lines and columns stay what they are and the rest can be read all the same.
    The lines of `complaints.source` are filled in.
    """
    if _is_wide(content):
        complaints.add("YAML-UTF-16", (0, 0), "The file is in UTF-16 or UTF-32, not in UTF-8.", _SAVE_AS_UTF_8)
        return None
    content = content.removeprefix(_UTF_8_BOM)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _complain_of_byte(content, error.start, complaints)
        return None
    text = text.replace("\r\n", "\n")
    returned = [match.start() for match in _LONE_RETURN.finditer(text)] if "\r" in text else []
    text = text.replace("\r", "\n")
    complaints.source.lines.extend(text.split("\n"))
    if returned:
        complaints.add(
            "YAML-LONE-CR",
            _spot_at(text, returned[0]),
            "The line ends with a carriage return alone, as on very old Macs" + _more(len(returned)) + ".",
            'Save the file with the line ends of Windows ("CRLF") or of everything else ("LF").',
        )
    return _visible(text, complaints)


def _is_wide(content: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32: by their mark, or because every other byte of the first words is zero."""
    if content.startswith(_WIDE_BOMS):
        return True
    even, odd = content[0:64:2], content[1:64:2]
    zeros = (even.count(0), odd.count(0))
    return len(content) >= 4 and min(zeros) == 0 and max(zeros) * 4 > len(even) * 3


def _complain_of_byte(content: bytes, start: int, complaints: Complaints) -> None:
    """Say which byte is wrong and what it was probably meant to be; there are often more, which are counted."""
    before = content[:start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    complaints.source.lines.extend(content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    wrong = sum("\udc80" <= letter <= "\udcff" for letter in content[start:].decode("utf-8", "surrogateescape"))
    byte = content[start : start + 1]
    meant = byte.decode("cp1252", "ignore")
    guess = f" (it would be {meant} in the encoding Windows-1252)" if meant.isprintable() and meant else ""
    complaints.add(
        "YAML-NOT-UTF-8",
        _spot_at(before, len(before)),
        f"The byte {byte.hex().upper()} here is not text in UTF-8{guess}{_more(wrong)}.",
        _SAVE_AS_UTF_8,
    )


def _visible(text: str, complaints: Complaints) -> str:
    """The text with each character that must not be in it replaced by a space; each sort is complained about once, and counted.

    The lines that held them are hushed, because they may now look like other mistakes.
    """
    unseen = Counter(UNSEEN.findall(text))
    if not unseen:
        return text
    for character, count in unseen.items():
        if character in _SEPARATORS:
            code, remedy = "YAML-LINE-SEPARATOR", "Delete it, and press Enter where a new line should begin."
            message = f"There is a line separator (U+{ord(character):04X}) here that editors do not show as one{_more(count)}."
        else:
            code, remedy = "YAML-CONTROL-CHARACTER", "Delete it; it often comes along when text is pasted from elsewhere."
            message = f"There is a character here that cannot be seen (U+{ord(character):04X}){_more(count)}."
        complaints.add(code, _spot_at(text, text.index(character)), message, remedy)
    complaints.hushed.update(number for number, line in enumerate(complaints.source.lines) if UNSEEN.search(line))
    return UNSEEN.sub(" ", text)


def _more(count: int) -> str:
    return f", and {count - 1} more like it below" if count > 1 else ""


def _spot_at(text: str, position: int) -> tuple[int, int]:
    """The line and column, from 0, of a position in the text."""
    return text.count("\n", 0, position), position - (text.rfind("\n", 0, position) + 1)
