"""From text to a tree: the document is read, and read again past those mistakes in writing that can be got over.

A person who forgets the quotes once forgets them six times. So where it is clear what a faulty line was meant to say, the line is
patched and the file is read again; what then follows from the patched line is not complained about.
"""

from __future__ import annotations

import re

from pccresponse.reading.nodes import Listing, Mapping, Node, Text, spot_of
from pccresponse.reading.source import Complaints
from pccresponse.reading.syntax import diagnose
from pccresponse.reading.tree import MOST_NODES, Growth, grow

_MOST_PATCHES = 100
"""After so many mistakes in writing the reading stops: the time it takes is bounded, and there is enough to do for a while."""
_MOST_NODES_READ = 4 * MOST_NODES
_NOTHING = re.compile(r"\s*(#|$)")
_NOTHING_MARKED = re.compile(r"(---|\.\.\.)?\s*(#|$)")
_MARKER = re.compile(r"(---|\.\.\.)(\s|$)")
_WRITE_KEYS = 'Begin with keys, such as "report:"; each has its value after the colon or below it, indented.'


def tree_of(text: str, complaints: Complaints) -> Mapping | None:
    """The keys and values of a file, or None if there are none or a limit was passed."""
    lines = text.split("\n")
    _take_out_directives(lines, complaints)
    if all(map(_NOTHING_MARKED.match, lines)):
        if "#" in text:
            complaints.add("YAML-ONLY-COMMENTS", (0, 0), "The file has nothing in it but comments.", _WRITE_KEYS)
        else:
            complaints.add("YAML-EMPTY", (0, 0), "The file is empty.", _WRITE_KEYS)
        return None
    root = _root_of(lines, complaints)
    if isinstance(root, Mapping):
        return root
    if isinstance(root, Text | Listing):
        at_top = "text" if isinstance(root, Text) else "a list"
        complaints.add("YAML-TOP-LEVEL", spot_of(root), f"The file begins with {at_top}, not with a key.", _WRITE_KEYS)
    return None  # if it is something else, there is a complaint about it already


def _take_out_directives(lines: list[str], complaints: Complaints) -> None:
    """Turn `%` lines before the document into comments: the parser's time over them grows with their square."""
    directives = []
    for number, line in enumerate(lines):
        if line.startswith("%"):
            directives.append(number)
            lines[number] = "#" + line[1:]
        elif not _NOTHING.match(line):
            break
    if directives:
        message = "A line that starts with % gives instructions to the YAML reader, which are not accepted."
        complaints.add("YAML-DIRECTIVE", (directives[0], 0), message, "Delete the line, and the --- below it.")


def _root_of(lines: list[str], complaints: Complaints) -> Node | None:
    growth, attempt, nodes = Growth(), complaints, 0
    for _ in range(_MOST_PATCHES):
        attempt = Complaints(complaints.source, complaints.hushed)
        growth = grow(lines, attempt)
        nodes += growth.nodes
        if growth.error is None:
            _refuse_what_follows(growth, lines, attempt)
            break
        diagnosis = diagnose(growth.error, lines, growth)
        complaints.add(diagnosis.code, diagnosis.spot, diagnosis.message, diagnosis.remedy)
        number = diagnosis.spot[0]
        complaints.hushed.add(number)
        if diagnosis.patch is None or nodes > _MOST_NODES_READ:
            break
        lines[number : number + 1 + len(diagnosis.below)] = [diagnosis.patch, *diagnosis.below]
    complaints.problems += [problem for problem in attempt.problems if problem.place.line - 1 not in complaints.hushed]
    return growth.root


def _refuse_what_follows(growth: Growth, lines: list[str], complaints: Complaints) -> None:
    """There is one document in a file. What comes after it is not parsed."""
    if growth.stopped:
        return
    line, column = growth.end
    for number in range(line, len(lines)):
        rest = lines[number][column:] if number == line else lines[number]
        if _NOTHING.match(rest) or rest.strip() == "...":
            continue
        if growth.ended_by_sign or _MARKER.match(rest):
            remedy = "Keep one document in a file: delete the line with --- or ... between the two."
            complaints.add("YAML-SECOND-DOCUMENT", (number, 0), "A second document starts here.", remedy)
        else:
            message = "This line does not belong to what stands above it: it starts further to the left than the first key."
            complaints.add(
                "YAML-INDENTATION",
                (number, len(rest) - len(rest.lstrip())),
                message,
                "Start all keys of the first level in the same column.",
            )
        return
