"""README.txt, which explains a bag to whoever opens it in twenty years, in plain words and plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from typing import Any

from pccresponse import __version__
from pccresponse.foundation.partial_dates import in_words
from pccresponse.models.record import Record, Version
from pccresponse.pipeline.checking import Checked
from pccresponse.publishing.history import recorded_in_words, when_published
from pccresponse.publishing.payload import Published
from pccresponse.rendering.formats import PDF

README_FILE = "README.txt"
_WIDEST = 78
_FIRST_NAMED = ("pccresponse", "python", "weasyprint", "pango", "harfbuzz")


def readme_of(responses: Sequence[tuple[Published, Checked]], *, today: date) -> str:
    """The readme of what was published; `Checked` is for the titles and the names, the record for all else."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - this makes plain text, not HTML
        loader=PackageLoader("pccresponse.publishing", "notes"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["fill"] = _filled
    words = {"responses": [_words(*each) for each in responses], "day": in_words(today), "program": __version__}
    return environment.get_template(f"{README_FILE}.j2").render(words)


def title_of(published: Published, checked: Checked) -> str:
    """The report's title, or the response's name where its file says nothing that this version can read."""
    return checked.case.response.report.title if checked.case else published.slug


def body_of(checked: Checked) -> str | None:
    """The body as it was called when it commented."""
    return checked.case.body_on(checked.case.comments_dated).name if checked.case else None


def law_in_words(record: Record) -> str:
    """The state of the section that was applied: `section 55 as in force from 2 May 2017`."""
    return f"section 55 as in force from {in_words(record.law.in_force_from)}"


def tools_in_words(record: Record) -> str:
    """Names and versions, those that case most first; the digest of the program's source is for machines."""
    rest = sorted(name for name in record.tools if name not in _FIRST_NAMED and " " not in name)
    return ", ".join([main_tools_in_words(record), *(f"{name} {record.tools[name]}" for name in rest)])


def main_tools_in_words(record: Record) -> str:
    """Those on which it depends most how a page comes out."""
    return ", ".join(f"{name} {record.tools[name]}" for name in _FIRST_NAMED if name in record.tools)


def _words(published: Published, checked: Checked) -> dict[str, Any]:
    return {
        "slug": published.slug,
        "title": title_of(published, checked),
        "body": f"by: {body_of(checked) or 'the body that is named in office.yaml'}",
        "versions": [_version(each) for each in published.history.versions],
    }


def _version(version: Version) -> dict[str, Any]:
    record = version.record
    recorded = f", recorded {words}" if (words := recorded_in_words(version)) else ""
    return {
        "published": f"Version {version.version}, published {when_published(version)}{recorded}",
        "reason": version.reason,
        "law": f"{law_in_words(record)}. Made by: {record.law.made_by}",
        "edition": f"the edition {record.edition}",
        "documents": [
            {"file": PDF.file_name(name), "pages": document.pages, "sha256": document.sha256}
            for name, document in version.documents.items()
        ],
        "tools": tools_in_words(record),
    }


def _filled(text: str, first: str, rest: str) -> str:
    """The text in lines of the readme's width, without a character that only a terminal would understand."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return textwrap.fill(
        " ".join(plain.split()),
        width=_WIDEST,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
