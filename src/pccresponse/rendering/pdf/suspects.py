"""Which rule of an edition's style sheets the engine cannot cope with: found by leaving rules out and trying again.

Only what the editions of the program do not have is suspected, and the number of trials is limited, so that it takes a bounded time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pccresponse.foundation import temporary_folders
from pccresponse.foundation.errors import PccResponseError
from pccresponse.foundation.files import EDITIONS, templates_folder
from pccresponse.foundation.limited_process import GivenUpError, Worker
from pccresponse.rendering.pdf.engine import ComposedPage, EngineFailedError, RenderingError

SECONDS_FOR_A_TRIAL = 8.0
"""A document that takes longer without a rule counts as one that cannot be set without it."""
_MOST_TRIALS = 12
_LONGEST = 120


class Suspect(msgspec.Struct, frozen=True):
    """A rule with what it says of one property."""

    file: str
    """The path of the style sheet in the edition."""
    line: int
    words: str
    """Such as `p { margin: -1e30pt }`, in one line."""


class _Declaration(msgspec.Struct, frozen=True):
    file: str
    line: int
    prelude: str
    words: str

    @property
    def as_a_rule(self) -> str:
        return f"{self.prelude} {{ {self.words} }}"


def rule_at_fault(page: ComposedPage, *, seconds: float = SECONDS_FOR_A_TRIAL) -> Suspect | None:
    """The rule without which the page can be set; None if it is no rule of a style sheet, or cannot be found in so many trials."""
    worker = Worker(_be_ready)
    try:
        with temporary_folders.passing_folder("trial") as folder:
            suspected = worker.call(_suspected, page.edition, seconds=seconds)
            if not suspected:
                return None
            trial = _Trial(page, folder / page.edition.name, worker, seconds)
            found = _narrowed(suspected, trial) if trial.succeeds_without(suspected) else None
            return Suspect(found.file, found.line, _shortened(found.as_a_rule)) if found else None
    except (PccResponseError, OSError, RecursionError):  # whatever the sheet has in it, there is a message without this
        return None
    finally:
        worker.kill()


def _narrowed(suspected: Sequence[_Declaration], trial: _Trial) -> _Declaration | None:
    """One of those that have to be left out: of two halves, the one that is enough, or else the second beside the first."""
    left_out: list[_Declaration] = []
    while len(suspected) > 1:
        if trial.left <= 0:
            return None
        half = len(suspected) // 2
        first, second = suspected[:half], suspected[half:]
        if trial.succeeds_without([*left_out, *first]):
            suspected = first
        else:
            left_out += first  # whatever is in the first half, something in the second is at fault as well
            suspected = second
    return suspected[0]


class _Trial:
    """Sets the page with a copy of the edition that lacks some declarations."""

    def __init__(self, page: ComposedPage, copy: Path, worker: Worker, seconds: float) -> None:
        shutil.copytree(page.edition, copy)
        self._page, self._copy, self._worker, self._seconds = page, copy, worker, seconds
        self.left = _MOST_TRIALS

    def succeeds_without(self, left_out: Sequence[_Declaration]) -> bool:
        """Whether the page can be set then; what the engine has to say of something else does not case."""
        self.left -= 1
        try:
            self._worker.call(_set, self._page, self._copy, left_out, seconds=self._seconds)
        except (GivenUpError, EngineFailedError, RecursionError):
            return False
        except RenderingError:
            return True
        return True


def _be_ready() -> None:
    import pccresponse.rendering.pdf.typesetting  # noqa: F401


def _set(page: ComposedPage, copy: Path, left_out: Sequence[_Declaration]) -> None:
    from pccresponse.rendering.pdf import render

    for file in _sheets(page.edition):
        without = [each for each in left_out if each.file == file]
        (copy / file).write_text(_sheet_without(page.edition / file, file, without), encoding="utf-8")
    render(page.html, facts=page.facts, edition=copy, text_font=page.text_font, images=page.images)


# What a style sheet consists of


def _sheets(edition: Path) -> list[str]:
    return sorted(path.relative_to(edition).as_posix() for path in edition.rglob("*.css") if path.is_file())


def _suspected(edition: Path) -> list[_Declaration]:
    known = _known()
    return [each for each in _declarations(edition) if each.as_a_rule not in known]


def _known() -> frozenset[str]:
    """What the program's own editions say, which the engine copes with."""
    homes = (templates_folder() / name for name in sorted(EDITIONS))
    return frozenset(each.as_a_rule for home in homes for each in _declarations(home))


def _declarations(edition: Path) -> Iterator[_Declaration]:
    for file in _sheets(edition):
        for rule in _rules(edition / file):
            for item in _items(rule):
                yield _declaration(file, rule, item)


def _rules(sheet: Path) -> list[Any]:
    import tinycss2

    return list(tinycss2.parse_stylesheet(sheet.read_text("utf-8", "replace"), skip_comments=True, skip_whitespace=True))


def _items(rule: Any) -> list[Any]:
    """What is between the braces of a rule; the rule itself where it has none."""
    import tinycss2

    if not getattr(rule, "content", None):
        return [rule]
    return list(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)) or [rule]


def _declaration(file: str, rule: Any, item: Any) -> _Declaration:
    try:
        words = " ".join(item.serialize().split()).rstrip(";")
    except RecursionError:  # more brackets within each other than can be written out again
        words = f"{getattr(item, 'name', '')}: …"
    return _Declaration(file, item.source_line, _prelude(rule), words)


def _prelude(rule: Any) -> str:
    import tinycss2

    name = f"@{rule.at_keyword} " if rule.type == "at-rule" else ""
    return f"{name}{tinycss2.serialize(rule.prelude).strip()}" if hasattr(rule, "prelude") else ""


def _sheet_without(sheet: Path, file: str, left_out: Sequence[_Declaration]) -> str:
    """The sheet with its rules in their order, but for those declarations; byte for byte the same if there are none."""
    if not left_out:
        return sheet.read_text("utf-8", "replace")
    written = []
    for rule in _rules(sheet):
        items = _items(rule)
        kept = [item for item in items if _declaration(file, rule, item) not in left_out]
        if len(kept) == len(items):
            written.append(rule.serialize())
        elif items != [rule]:
            written.append(f"{_prelude(rule)} {{ {'; '.join(item.serialize().rstrip(';') for item in kept)} }}")
    return "\n".join(written)


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
