"""The templates, filled in. A name that a template uses and nobody gives is an error, never a blank.

An edition gives the mark of a draft to `<body>` as `data-mark` and prints it on each page. Which version of the content this is, is put
in it here, after the template was filled in, whatever its words are.
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
    from jinja2 import Environment
    from jinja2.runtime import Context


_AN_EMAIL_ADDRESS = re.compile(r"[^@\s<>\"?&]+@[^@\s<>\"?&]+\.[^@\s<>\"?&]+")
_COMMENTS = "_partials/comments"
_enclosed: list[tuple[Case, tuple[object, ...], Markup]] = []
"""The comments that were enclosed last, with what they were made from: up to three documents of a response enclose the same ones."""
"""The template of the comments themselves, without the page around them."""


class TemplateFaultError(CannotRunError):
    """A template of the edition cannot be filled in; the message names it and the line."""


class LogoImage(msgspec.Struct, frozen=True, kw_only=True):
    """The office's logo as a template names it."""

    url: str
    alternative_text: str


class Numbering:
    """Numbers the sections of one document; an enclosed document starts again at 1."""

    def __init__(self) -> None:
        self._last = 0

    def restart(self) -> str:
        """Begin again; the empty answer prints nothing."""
        self._last = 0
        return ""

    def next(self) -> int:
        """The number of the next section."""
        self._last += 1
        return self._last


def to_page(case: Case, document: Document, *, edition: Path, draft: bool, logo: LogoImage | None) -> str:
    """The document as one page of HTML, for the templates of the edition in the folder `edition`.

    The templates of an office's own edition are filled in in a process apart, because they may have no end. Raises
    `TemplateFaultError` with the template and the line for whatever goes wrong in one.
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
        """The comments as a letter or a report encloses them: word for word as they are published, with the names of their own date."""
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
    """The page of a draft with the version of the content in its mark; a draft that does not say that it is one is not made."""
    try:
        return with_version(page, short(version_of(case)), shape=words.marks.draft)
    except UnmarkedDraftError as error:
        raise TemplateFaultError(
            f"The edition {edition.name} puts no mark on a draft of {document.template}, so that nobody could tell it from the final one.",
            "Give its body data-mark=\"{{ 'DRAFT' if draft else '' }}\" and print that on each page, as the other editions do.",
        ) from error


def _place_in_template(error: BaseException) -> str | None:
    """The innermost line of a template that the error came through; None if a filter or a look-up of ours is at fault."""
    import traceback

    from jinja2 import TemplateError, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}, line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    # Jinja rewrites the trace so that it ends in the template where an expression failed, or just behind it, in Jinja itself.
    ours = [frame for frame in frames if frame.filename.endswith(".j2")]
    in_jinja = isinstance(error, TemplateError) or "jinja2" in Path(last.filename).parts
    if not ours or not (in_jinja or last in ours):
        return None
    return f"{Path(ours[-1].filename).name}, line {ours[-1].lineno}"


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
                fault.translated = True  # its place is told where it is caught
                raise fault from error

    # An edition may come out of a PDF from elsewhere: a template sees what it is given, and nothing behind it.
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([PrefixLoader({SHARED: Loader(shared)}), Loader(edition)]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=partial(_finished, words),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        markdown=partial(_markdown, words),
        date=partial(_date, words),
        day=words.date,
        weekday=words.weekday,
        when=pass_context(partial(_when, words)),
        at=words.at,
        cell=pass_context(partial(_cell, words)),
        weekday_when=partial(_weekday_when, words),
        breakable=_breakable,
        linked=partial(_linked, words),
        is_known=lambda when: isinstance(when, PartialDate),
        names_itself=names_itself,
    )
    environment.globals["mark_of_missing"] = pass_context(partial(_missing, words))
    return environment


def _finished(words: Words, value: Any) -> Any:
    """What a template prints: dates in the edition's words, plain text with the apostrophes of print. A web address stays as it is.

    What is not there has no words: `None` would be printed as that.
    """
    if value is None:
        from jinja2 import UndefinedError

        raise UndefinedError("what would be printed here is not given")
    if isinstance(value, PartialDate):
        return words.date(value)
    if type(value) is not str or value.startswith(("https://", "http://")):
        return value
    return with_apostrophes(value)


def _markdown(words: Words, text: str, level: int, key: str) -> Markup:
    return to_html(text, heading_level=level, key=key, note_label=words.marks.note)


def _missing(words: Words, context: Context, what: str) -> Markup:
    """The mark of what is still to be added; a copy made from old papers says that they do not have it."""
    name = "absent" if context["is_archive_copy"] else "missing"
    said = Markup(escape(getattr(words.marks, name)).replace("{what}", "{}")).format(what)
    return Markup('<span class="{}">{}</span>').format(name, said)


def _when(words: Words, context: Context, when: Any, what: str = "") -> Markup:
    """A date, `not recorded` in words, or a mark that it is still to be added."""
    if when is None:
        return _missing(words, context, what or words.dates.unnamed)
    return escape(_date(words, when))


def _cell(words: Words, context: Context, when: Any) -> Markup:
    """A date as it stands alone in a table."""
    return escape(words.dates.not_recorded_alone) if when == "not recorded" else _when(words, context, when)


def _date(words: Words, when: When) -> str:
    return words.date(when) if isinstance(when, PartialDate) else words.dates.not_recorded


def _weekday_when(words: Words, when: PartialDate) -> str:
    return words.weekday(when.exact) if isinstance(when.exact, date) else words.date(when)


def _breakable(address: str) -> Markup:
    """A web address without its scheme, that may break after each sign that divides it."""
    return escape(breakable(address.removeprefix("https://").removeprefix("http://").rstrip("/")))


def _linked(words: Words, line: str) -> Markup:
    """A line of contact details: a web or an e-mail address is a link, anything else is as it was written."""
    if line.startswith(("https://", "http://")):
        return Markup('<a href="{}">{}</a>').format(line, _breakable(line))
    if _AN_EMAIL_ADDRESS.fullmatch(line):
        return Markup('<a href="mailto:{}">{}</a>').format(line, line)
    return escape(_finished(words, line))


_ATTRIBUTE = "data-mark"


class UnmarkedDraftError(ValueError):
    """The page of a draft has no mark to which the version could be added."""


def with_version(page: str, version: str, *, shape: str) -> str:
    """The page of a draft with the version in its mark, as the edition has it: `{mark}, version {version}`. Raises `UnmarkedDraftError` where it has none."""
    body = _body_of(page)
    attributes = dict(reversed(body.attributes)) if body else {}  # of two with one name, the first counts
    mark = (attributes.get(_ATTRIBUTE) or "").strip()
    if body is None or not mark:
        raise UnmarkedDraftError
    attributes[_ATTRIBUTE] = filled(shape, mark=mark, version=version)
    written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in reversed(attributes.items()))
    return f"{page[: body.start]}<body{written}>{page[body.start + body.length :]}"


class _FoundBody(Exception):  # noqa: N818 - it ends the reading, and is no error
    """The first `<body>` of a page that is neither in a comment nor in a script."""

    def __init__(self, line: int, column: int, length: int, attributes: list[tuple[str, str | None]]) -> None:
        super().__init__()
        self.line = line
        self.column = column
        self.length = length
        self.attributes = attributes
        self.start = 0
        """Where it begins, in characters from the top of the page."""


class _BodyFinder(HTMLParser):
    """Reads as far as the body; the parser knows what a quoted sign is."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            raise _FoundBody(*self.getpos(), len(self.get_starttag_text() or ""), attrs)


def _body_of(page: str) -> _FoundBody | None:
    try:
        _BodyFinder(convert_charrefs=True).feed(page)
    except _FoundBody as found:
        above = page.split("\n", found.line - 1)[: found.line - 1]
        found.start = sum(len(line) + 1 for line in above) + found.column
        return found
    return None
