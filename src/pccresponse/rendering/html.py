"""Fills in the templates. A name that a template uses and that is not given is an error, never a blank.

An edition writes the mark of a draft into `data-mark` of `<body>` and prints it on each page. The version is added to it here, after
the template is filled in.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache, partial
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup, escape

from pccresponse.case.case import Case
from pccresponse.case.documents import Document, comments_of
from pccresponse.case.version import short, version_of
from pccresponse.edition_files import SHARED, shared_folder
from pccresponse.foundation.errors import CannotRunError
from pccresponse.foundation.files import is_packaged
from pccresponse.foundation.limited_process import SECONDS_TO_FILL_IN, GivenUpError, make_apart
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.fields import When
from pccresponse.rendering.markdown import to_html, with_apostrophes
from pccresponse.rendering.printed_findings import names_itself
from pccresponse.rendering.template_context import context_of
from pccresponse.rendering.typography import breakable, set_for_print
from pccresponse.rendering.words import Words, filled, words_of

if TYPE_CHECKING:
    from types import CodeType

    from jinja2 import BytecodeCache, Environment
    from jinja2.bccache import Bucket
    from jinja2.runtime import Context


_AN_EMAIL_ADDRESS = re.compile(r"[^@\s<>\"?&]+@[^@\s<>\"?&]+\.[^@\s<>\"?&]+")
_COMMENTS = "_partials/comments"
"""The template of the comments without the page around them."""
_MARK = "data-mark"
_enclosed: list[tuple[Case, tuple[object, ...], Markup]] = []
"""The last enclosed comments, with what they were made from: up to three documents of a response enclose the same."""


class TemplateFaultError(CannotRunError):
    """A template of the edition cannot be filled in. The message names it and the line."""


class LogoImage(msgspec.Struct, frozen=True, kw_only=True):
    """The office's logo, for a template."""

    url: str
    alternative_text: str


class Numbering:
    """Numbers the sections of one document; an enclosed document starts again at 1."""

    def __init__(self) -> None:
        self._last = 0

    def restart(self) -> str:
        """Begin again. Returns an empty text, so that a template prints nothing."""
        self._last = 0
        return ""

    def next(self) -> int:
        """The number of the next section."""
        self._last += 1
        return self._last


def to_page(case: Case, document: Document, *, edition: Path, draft: bool, logo: LogoImage | None) -> str:
    """The document as one page of HTML, by the templates of the edition in the folder `edition`.

    The templates of an office's own edition are filled in in a separate process, because they may never end. Raises
    `TemplateFaultError` for a fault in a template.
    """
    if is_packaged(edition):
        return _to_page(case, document, edition, draft, logo)
    try:
        return make_apart(_to_page, case, document, edition, draft, logo, seconds=SECONDS_TO_FILL_IN)
    except GivenUpError as error:
        raise TemplateFaultError(
            f"To fill in the template {document.template} of the edition {edition.name} {error.why}.",
            "Look for a loop that has no end, or far too long a one, in the templates of this edition.",
        ) from error


def _to_page(case: Case, document: Document, edition: Path, draft: bool, logo: LogoImage | None) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    words = words_of(edition, case.office.language)
    environment = _environment(edition, shared_folder(edition), words)

    def filled_in(name: str, about: Document, **more: Any) -> str:
        context = context_of(case, about, words, draft=draft)
        return environment.get_template(f"{name}.html.j2").render(context, logo=logo, numbering=Numbering(), **more)

    def enclosed_comments() -> Markup:
        """The comments for a letter or a report: word for word as published, with the names of their own date."""
        if not (_enclosed and _enclosed[0][0] is case and _enclosed[0][1] == (edition, words, draft, logo)):
            _enclosed[:] = [(case, (edition, words, draft, logo), Markup(filled_in(_COMMENTS, comments_of(case))))]
        return _enclosed[0][2]

    try:
        page = set_for_print(filled_in(document.template, document, enclosed_comments=enclosed_comments), words)
    except TemplateNotFound as error:
        raise TemplateFaultError(f"The edition {edition.name} has no template called {error.name}.") from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        if (place := _place_in_template(error)) is None:
            raise
        remedy = "Correct the template, or use an edition as it was released."
        raise TemplateFaultError(f"{place}: {str(error).rstrip('.')}.", remedy) from error
    return _marked(page, case, document, edition, words) if draft else page


def _marked(page: str, case: Case, document: Document, edition: Path, words: Words) -> str:
    """The page of a draft with the version in its mark. Raises `TemplateFaultError` if it has no mark."""
    try:
        return with_version(page, short(version_of(case)), shape=words.marks.draft)
    except UnmarkedDraftError as error:
        raise TemplateFaultError(
            f"The edition {edition.name} puts no mark on a draft of {document.template}, so that nobody could tell it from the final one.",
            "Give its body data-mark=\"{{ 'DRAFT' if draft else '' }}\" and print that on each page, as the other editions do.",
        ) from error


def _place_in_template(error: BaseException) -> str | None:
    """The innermost line of a template in the trace of the error; None if our own code is at fault."""
    import traceback

    from jinja2 import TemplateError, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    # Jinja rewrites the trace so that it ends in the template or in Jinja itself.
    ours = [frame for frame in frames if frame.filename.endswith(".j2")]
    in_jinja = isinstance(error, TemplateError) or "jinja2" in Path(last.filename).parts
    if not ours or not (in_jinja or last in ours):
        return None
    return f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}"


@lru_cache(maxsize=8)
def _compiled_templates(words: Words) -> BytecodeCache:
    """Compiled templates in memory: editions with the same words compile what they share once."""
    from jinja2 import BytecodeCache

    class CompiledTemplates(BytecodeCache):
        def __init__(self) -> None:
            self._known: dict[str, tuple[str, CodeType | None]] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            checksum, code = self._known.get(bucket.key, ("", None))
            bucket.code = code if checksum == bucket.checksum else None

        def dump_bytecode(self, bucket: Bucket) -> None:
            self._known[bucket.key] = (bucket.checksum, bucket.code)

    return CompiledTemplates()


@lru_cache(maxsize=8)
def _environment(edition: Path, shared: Path, words: Words) -> Environment:
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateSyntaxError, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Loader(FileSystemLoader):
        def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
            try:
                return super().get_source(environment, template)
            except UnicodeDecodeError as error:
                line = error.object.count(b"\n", 0, error.start) + 1
                fault = TemplateSyntaxError("The file is not text in UTF-8", line, template)
                fault.translated = True  # the place is added where it is caught
                raise fault from error

    # An edition may come out of a PDF from elsewhere: a template sees only what it is given.
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([PrefixLoader({SHARED: Loader(shared)}), Loader(edition)]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=partial(_finished, words),
        bytecode_cache=_compiled_templates(words),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        markdown=lambda text, level, key: to_html(text, heading_level=level, key=key, note_label=words.marks.note),
        date=partial(_date, words),
        day=words.date,
        weekday=words.weekday,
        when=pass_context(partial(_when, words)),
        at=words.at,
        cell=pass_context(partial(_cell, words)),
        weekday_when=lambda when: words.weekday(when.exact) if isinstance(when.exact, date) else words.date(when),
        breakable=_breakable,
        linked=partial(_linked, words),
        is_known=lambda when: isinstance(when, PartialDate),
        names_itself=names_itself,
    )
    environment.globals["mark_of_missing"] = pass_context(partial(_missing, words))
    return environment


def _finished(words: Words, value: Any) -> Any:
    """What a template prints: dates in the edition's words, and plain text with typographic apostrophes. A web address is unchanged.

    Raises `UndefinedError` for None.
    """
    if value is None:
        from jinja2 import UndefinedError

        raise UndefinedError("what would be printed here is not given")
    if isinstance(value, PartialDate):
        return words.date(value)
    if type(value) is not str or value.startswith(("https://", "http://")):
        return value
    return with_apostrophes(value)


def _missing(words: Words, context: Context, what: str) -> Markup:
    """The mark of what is still to be added, or, in a copy made from old papers, of what they do not have."""
    name = "absent" if context["is_archive_copy"] else "missing"
    said = Markup(escape(getattr(words.marks, name)).replace("{what}", "{}")).format(what)
    return Markup('<span class="{}">{}</span>').format(name, said)


def _when(words: Words, context: Context, when: Any, what: str = "") -> Markup:
    """A date, or the words for one that is not recorded or still missing."""
    if when is None:
        return _missing(words, context, what or words.dates.unnamed)
    return escape(_date(words, when))


def _cell(words: Words, context: Context, when: Any) -> Markup:
    """A date alone in a table cell."""
    return escape(words.dates.not_recorded_alone) if when == "not recorded" else _when(words, context, when)


def _date(words: Words, when: When) -> str:
    return words.date(when) if isinstance(when, PartialDate) else words.dates.not_recorded


def _breakable(address: str) -> Markup:
    """A web address without its scheme that can break after each separator."""
    return escape(breakable(address.removeprefix("https://").removeprefix("http://").rstrip("/")))


def _linked(words: Words, line: str) -> Markup:
    """A line of contact details, with a link if it is a web or an e-mail address."""
    if line.startswith(("https://", "http://")):
        return Markup('<a href="{}">{}</a>').format(line, _breakable(line))
    if _AN_EMAIL_ADDRESS.fullmatch(line):
        return Markup('<a href="mailto:{}">{}</a>').format(line, line)
    return escape(_finished(words, line))


class UnmarkedDraftError(ValueError):
    """The page of a draft has no mark to which the version could be added."""


def with_version(page: str, version: str, *, shape: str) -> str:
    """The page of a draft with the version in its mark, in a shape such as `{mark}, version {version}`. Raises `UnmarkedDraftError`."""
    try:
        _BodyFinder().feed(page)
    except _FoundBody as found:
        line, column, tag, listed = found.args
    else:
        raise UnmarkedDraftError
    attributes: dict[str, str | None] = dict(reversed(listed))  # of two with one name, the first counts
    mark = (attributes.get(_MARK) or "").strip()
    if not mark:
        raise UnmarkedDraftError
    attributes[_MARK] = filled(shape, mark=mark, version=version)
    written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in reversed(attributes.items()))
    start = sum(len(above) + 1 for above in page.split("\n", line - 1)[: line - 1]) + column
    return f"{page[:start]}<body{written}>{page[start + len(tag) :]}"


class _FoundBody(Exception):  # noqa: N818 - it ends the parsing, and is no error
    """The first `<body>` outside comments and scripts: its line and column, the tag as it is written, its attributes."""


class _BodyFinder(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            raise _FoundBody(*self.getpos(), self.get_starttag_text() or "", attrs)
