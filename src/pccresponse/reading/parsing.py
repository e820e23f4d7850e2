"""Decoding a file and parsing it into a tree, past the mistakes that can be patched.

Somebody who forgets quotes once forgets them six times. So if it is clear what a faulty line was meant to say, the line is patched and
the file is parsed again, without reporting what follows from the patch.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from pccresponse.reading.source import UNSEEN, ProblemCollector
from pccresponse.reading.tree import MOST_NODES, ListNode, Mapping, Node, ParseState, Scalar, parse_document, spot_of
from pccresponse.reading.yaml_errors import diagnose

_UTF_8_BOM = codecs.BOM_UTF8
_WIDE_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS_UTF_8 = "Save the file as UTF-8. Most editors offer this under Save as, Encoding."
_LONE_RETURN = re.compile(r"\r(?!\n)")
_SEPARATORS = "\x85\u2028\u2029"


def text_of(content: bytes, collector: ProblemCollector) -> str | None:
    """The text of a file with line feeds as line ends, or None if it is not text in UTF-8. Fills in the lines of `collector.source`.

    A UTF-8 byte order mark is dropped. Forbidden characters are replaced by as many others, so that lines and columns stay the same.
    """
    if _is_wide(content):
        collector.add("YAML-UTF-16", (0, 0), "The file is in UTF-16 or UTF-32, not in UTF-8.", _SAVE_AS_UTF_8)
        return None
    content = content.removeprefix(_UTF_8_BOM)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _complain_of_byte(content, error.start, collector)
        return None
    text = text.replace("\r\n", "\n")
    returned = [match.start() for match in _LONE_RETURN.finditer(text)] if "\r" in text else []
    text = text.replace("\r", "\n")
    collector.source.lines.extend(text.split("\n"))
    if returned:
        collector.add(
            "YAML-LONE-CR",
            _spot_at(text, returned[0]),
            "The line ends with a carriage return alone, as on very old Macs" + _more(len(returned)) + ".",
            'Save the file with Windows line endings ("CRLF") or Unix line endings ("LF").',
        )
    return _visible(text, collector)


def _is_wide(content: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32: they have its mark, or every other one of the first bytes is zero."""
    if content.startswith(_WIDE_BOMS):
        return True
    even, odd = content[0:64:2], content[1:64:2]
    zeros = (even.count(0), odd.count(0))
    return len(content) >= 4 and min(zeros) == 0 and max(zeros) * 4 > len(even) * 3


def _complain_of_byte(content: bytes, start: int, collector: ProblemCollector) -> None:
    """Report the first byte that is not UTF-8 with its probable meaning, and the number of others."""
    before = _with_line_feeds(content[:start].decode("utf-8"))
    collector.source.lines.extend(_with_line_feeds(content.decode("utf-8", "replace")).split("\n"))
    wrong = sum("\udc80" <= letter <= "\udcff" for letter in content[start:].decode("utf-8", "surrogateescape"))
    byte = content[start : start + 1]
    meant = byte.decode("cp1252", "ignore")
    guess = f" (it would be {meant} in the encoding Windows-1252)" if meant.isprintable() and meant else ""
    collector.add(
        "YAML-NOT-UTF-8",
        _spot_at(before, len(before)),
        f"The byte {byte.hex().upper()} here is not text in UTF-8{guess}{_more(wrong)}.",
        _SAVE_AS_UTF_8,
    )


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _visible(text: str, collector: ProblemCollector) -> str:
    """The text with a space for each forbidden character. Each sort is reported once, and its lines are muted."""
    unseen = Counter(UNSEEN.findall(text))
    if not unseen:
        return text
    for character, count in unseen.items():
        if character in _SEPARATORS:
            code, remedy = "YAML-LINE-SEPARATOR", "Delete it, and press Enter where a new line should begin."
            message = f"There is a line separator (U+{ord(character):04X}) here that editors do not show as one{_more(count)}."
        else:
            code, remedy = "YAML-CONTROL-CHARACTER", "Delete it. It often comes with text that is pasted from elsewhere."
            message = f"There is a character here that cannot be seen (U+{ord(character):04X}){_more(count)}."
        collector.add(code, _spot_at(text, text.index(character)), message, remedy)
    collector.muted.update(number for number, line in enumerate(collector.source.lines) if UNSEEN.search(line))
    return UNSEEN.sub(" ", text)


def _more(count: int) -> str:
    return f", and {count - 1} more like it below" if count > 1 else ""


def _spot_at(text: str, position: int) -> tuple[int, int]:
    """The line and column, from 0, of a position in the text."""
    return text.count("\n", 0, position), position - (text.rfind("\n", 0, position) + 1)


_MOST_PATCHES = 100
"""The number of mistakes after which parsing stops, so that its time is bounded."""
_MOST_NODES_READ = 4 * MOST_NODES
_NOTHING = re.compile(r"\s*(#|$)")
_NOTHING_MARKED = re.compile(r"(---|\.\.\.)?\s*(#|$)")
_MARKER = re.compile(r"(---|\.\.\.)(\s|$)")
_WRITE_KEYS = 'Begin with keys, such as "report:". Write the value of each after the colon, or indented below it.'


def tree_of(text: str, collector: ProblemCollector) -> Mapping | None:
    """The keys and values of a file; None if there are none or a limit was passed."""
    lines = text.split("\n")
    _take_out_directives(lines, collector)
    if all(map(_NOTHING_MARKED.match, lines)):
        if "#" in text:
            collector.add("YAML-ONLY-COMMENTS", (0, 0), "The file has only comments in it.", _WRITE_KEYS)
        else:
            collector.add("YAML-EMPTY", (0, 0), "The file is empty.", _WRITE_KEYS)
        return None
    root = _root_of(lines, collector)
    if isinstance(root, Mapping):
        return root
    if isinstance(root, Scalar | ListNode):
        at_top = "text" if isinstance(root, Scalar) else "a list"
        collector.add("YAML-TOP-LEVEL", spot_of(root), f"The file begins with {at_top}, not with a key.", _WRITE_KEYS)
    return None  # if it is something else, there is a complaint about it already


def _take_out_directives(lines: list[str], collector: ProblemCollector) -> None:
    """Turn `%` lines before the document into comments, because the parser's time grows with their square."""
    directives = []
    for number, line in enumerate(lines):
        if line.startswith("%"):
            directives.append(number)
            lines[number] = "#" + line[1:]
        elif not _NOTHING.match(line):
            break
    if directives:
        message = "A line that starts with % gives instructions to the YAML reader. The program does not accept them."
        collector.add("YAML-DIRECTIVE", (directives[0], 0), message, "Delete the line, and the --- below it.")


def _root_of(lines: list[str], collector: ProblemCollector) -> Node | None:
    state, attempt, nodes = ParseState(), collector, 0
    for _ in range(_MOST_PATCHES):
        attempt = ProblemCollector(collector.source, collector.muted)
        state = parse_document(lines, attempt)
        nodes += state.nodes
        if state.error is None:
            _refuse_what_follows(state, lines, attempt)
            break
        diagnosis = diagnose(state.error, lines, state)
        collector.add(diagnosis.code, diagnosis.spot, diagnosis.message, diagnosis.remedy)
        number = diagnosis.spot[0]
        collector.muted.add(number)
        if diagnosis.patch is None or nodes > _MOST_NODES_READ:
            break
        lines[number : number + 1 + len(diagnosis.below)] = [diagnosis.patch, *diagnosis.below]
    collector.problems += [problem for problem in attempt.problems if problem.place.line - 1 not in collector.muted]
    return state.root


def _refuse_what_follows(state: ParseState, lines: list[str], collector: ProblemCollector) -> None:
    """Report what follows the document, which is not parsed."""
    if state.stopped:
        return
    line, column = state.end
    for number in range(line, len(lines)):
        rest = lines[number][column:] if number == line else lines[number]
        if _NOTHING.match(rest) or rest.strip() == "...":
            continue
        if state.ended_by_sign or _MARKER.match(rest):
            remedy = "Keep one document in a file: delete the line with --- or ... between the two."
            collector.add("YAML-SECOND-DOCUMENT", (number, 0), "A second document starts here.", remedy)
        else:
            message = "This line does not belong to anything above it: it starts further to the left than the first key."
            collector.add(
                "YAML-INDENTATION",
                (number, len(rest) - len(rest.lstrip())),
                message,
                "Start all keys of the first level in the same column.",
            )
        return
