"""Finds the rule of an edition's style sheets that the engine cannot handle, by leaving rules out and trying again.

Rules that the editions of the program have are not suspected. The number of trials is limited, so it takes a bounded time.
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
"""A document that takes longer than that without a rule counts as one that cannot be made without it."""
_MOST_TRIALS = 12
_LONGEST = 120


class Declaration(msgspec.Struct, frozen=True):
    """A declaration of a style sheet, in one line."""

    file: str
    """The path of the style sheet in the edition."""
    line: int
    rule: str
    """With the selectors of its rule, such as `p { margin: -1e30pt }`."""

    @property
    def shortened(self) -> str:
        """The rule as a message shows it."""
        words = " ".join(self.rule.split())
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def rule_at_fault(page: ComposedPage, *, seconds: float = SECONDS_FOR_A_TRIAL) -> Declaration | None:
    """The rule without which the page can be made; None if there is no such rule, or it cannot be found in so many trials."""
    worker = Worker(_be_ready)
    try:
        with temporary_folders.passing_folder("trial") as folder:
            suspected = worker.call(_suspected, page.edition, seconds=seconds)
            if not suspected:
                return None
            trial = _Trial(page, folder / page.edition.name, worker, seconds)
            return _narrowed(suspected, trial) if trial.succeeds_without(suspected) else None
    except (PccResponseError, OSError, RecursionError):  # there is a message without it
        return None
    finally:
        worker.kill()


def _narrowed(suspected: Sequence[Declaration], trial: _Trial) -> Declaration | None:
    """One of the declarations that have to be left out, found by bisection."""
    left_out: list[Declaration] = []
    while len(suspected) > 1:
        if trial.left <= 0:
            return None
        half = len(suspected) // 2
        first, second = suspected[:half], suspected[half:]
        if trial.succeeds_without([*left_out, *first]):
            suspected = first
        else:
            left_out += first  # something in the second half is at fault, whatever is in the first
            suspected = second
    return suspected[0]


class _Trial:
    """Makes the page with a copy of the edition that lacks some declarations."""

    def __init__(self, page: ComposedPage, copy: Path, worker: Worker, seconds: float) -> None:
        shutil.copytree(page.edition, copy)
        self._page, self._copy, self._worker, self._seconds = page, copy, worker, seconds
        self.left = _MOST_TRIALS

    def succeeds_without(self, left_out: Sequence[Declaration]) -> bool:
        """Whether the page can be made without those declarations. Warnings about something else do not count."""
        self.left -= 1
        try:
            self._worker.call(_set, self._page, self._copy, left_out, seconds=self._seconds)
        except (GivenUpError, EngineFailedError, RecursionError):
            return False
        except RenderingError:
            pass
        return True


def _be_ready() -> None:
    import pccresponse.rendering.pdf.typesetting  # noqa: F401


def _set(page: ComposedPage, copy: Path, left_out: Sequence[Declaration]) -> None:
    from pccresponse.rendering.pdf import render

    for file in _sheets(page.edition):
        without = [each for each in left_out if each.file == file]
        (copy / file).write_text(_sheet_without(page.edition / file, file, without), encoding="utf-8")
    render(page.html, facts=page.facts, edition=copy, text_font=page.text_font, images=page.images)


def _sheets(edition: Path) -> list[str]:
    return sorted(path.relative_to(edition).as_posix() for path in edition.rglob("*.css") if path.is_file())


def _suspected(edition: Path) -> list[Declaration]:
    """The declarations that none of the program's own editions has: the engine can handle those."""
    known = {each.rule for name in EDITIONS for each in _declarations(templates_folder() / name)}
    return [each for each in _declarations(edition) if each.rule not in known]


def _declarations(edition: Path) -> Iterator[Declaration]:
    for file in _sheets(edition):
        for rule in _rules(edition / file):
            for item in _items(rule):
                yield _declaration(file, rule, item)


def _rules(sheet: Path) -> list[Any]:
    import tinycss2

    return list(tinycss2.parse_stylesheet(sheet.read_text("utf-8", "replace"), skip_comments=True, skip_whitespace=True))


def _items(rule: Any) -> list[Any]:
    """The declarations of a rule; the rule itself if it has none."""
    import tinycss2

    if not getattr(rule, "content", None):
        return [rule]
    return list(tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)) or [rule]


def _declaration(file: str, rule: Any, item: Any) -> Declaration:
    try:
        words = " ".join(item.serialize().split()).rstrip(";")
    except RecursionError:  # brackets are nested too deep to be written out
        words = f"{getattr(item, 'name', '')}: …"
    return Declaration(file, item.source_line, f"{_prelude(rule)} {{ {words} }}")


def _prelude(rule: Any) -> str:
    import tinycss2

    name = f"@{rule.at_keyword} " if rule.type == "at-rule" else ""
    return f"{name}{tinycss2.serialize(rule.prelude).strip()}" if hasattr(rule, "prelude") else ""


def _sheet_without(sheet: Path, file: str, left_out: Sequence[Declaration]) -> str:
    """The sheet without those declarations; byte for byte the same if there are none."""
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
