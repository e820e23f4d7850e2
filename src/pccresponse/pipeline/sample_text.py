"""Sample texts that are still in a file: `new` wrote them so that somebody would write their own in their place."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse.foundation.problems import Path, Problem, Severity
from pccresponse.reading import Reading
from pccresponse.reading.shapes import M
from pccresponse.reading.tree import Listing, Mapping, Node, Scalar
from pccresponse.scaffolds import plain, sample_texts


def samples_in(reading: Reading[M]) -> Iterator[Problem]:
    """A problem for each text that is a sample or has one in it. What else is wrong with the file does not case."""
    if reading.root is None:
        return
    for path, node in _texts(reading.root, ()):
        words = plain(node.value)
        found = [sample for sample in sample_texts() if sample in words]
        if found:
            sample = max(found, key=len)
            yield Problem(
                code="SAMPLE",
                severity=Severity.ERROR,
                place=reading.source.place(_spot(reading, node, sample)),
                message=f"“{_as_written(reading, node, sample)}” is a sample text, which says what is to be written in its place.",
                remedy="Write your own words in its place, or delete what does not apply.",
                path=path,
            )


def _texts(node: Node, path: Path) -> Iterator[tuple[Path, Scalar]]:
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from _texts(entry.node, (*path, entry.key.value))
    elif isinstance(node, Listing):
        for position, item in enumerate(node.items):
            yield from _texts(item, (*path, position))


def _spot(reading: Reading[M], node: Scalar, sample: str) -> tuple[int, int]:
    """The line of a longer text that has the sample, else where the text begins."""
    for number in range(node.line + 1, min(node.end_line, len(reading.source.lines))) if node.style in ("|", ">") else ():
        line = reading.source.lines[number]
        if sample in plain(line):
            return number, len(line) - len(line.lstrip())
    return node.line, node.column


def _as_written(reading: Reading[M], node: Scalar, sample: str) -> str:
    """The sample with the capitals and apostrophes that it has in the text."""
    words = " ".join(node.value.split())
    start = words.casefold().replace("’", "'").find(sample)
    return words[start : start + len(sample)] if start >= 0 else words
