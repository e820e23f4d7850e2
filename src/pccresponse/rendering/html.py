"""The templates, filled in. A name that a template uses and nobody gives is an error, never a blank."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup, escape

from pccresponse.apart import SECONDS_TO_FILL_IN, GivenUpError, make_apart
from pccresponse.content import short, version_of
from pccresponse.errors import CannotRunError
from pccresponse.matter import Matter
from pccresponse.packaged import is_packaged
from pccresponse.partial_dates import PartialDate, in_words, with_weekday
from pccresponse.rendering.documents import Document, documents_of
from pccresponse.rendering.draft_mark import UnmarkedDraftError, with_version
from pccresponse.rendering.entries import name_of_finding, place_in_report
from pccresponse.rendering.markdown import to_html, with_apostrophes
from pccresponse.rendering.view import context_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context


_COMMENTS = "_partials/comments"
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


def to_page(matter: Matter, document: Document, *, edition: Path, draft: bool, logo: LogoImage | None) -> str:
    """The document as one page of HTML, for the templates of the edition in the folder `edition`.

    The templates of an office's own edition are filled in in a process apart, because they may have no end. Raises
    `TemplateFaultError` with the template and the line for whatever goes wrong in one.
    """
    if is_packaged(edition):
        return _to_page(matter, document, edition, draft, logo)
    try:
        return make_apart(_to_page, matter, document, edition, draft, logo, seconds=SECONDS_TO_FILL_IN)
    except GivenUpError as error:
        raise TemplateFaultError(
            f"To fill in the template {document.template} of the edition {edition.name} {error.why}.",
            "Look for a loop that has no end, or far too long a one, in the templates of this edition.",
        ) from error


def _to_page(matter: Matter, document: Document, edition: Path, draft: bool, logo: LogoImage | None) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    environment = _environment(edition)

    def filled_in(name: str, about: Document, **more: Any) -> str:
        context = context_of(matter, about, draft=draft)
        return environment.get_template(f"{name}.html.j2").render(context, logo=logo, numbering=Numbering(), **more)

    def enclosed_comments() -> Markup:
        """The comments as a letter or a report encloses them: word for word as they are published, with the names of their own date."""
        return Markup(filled_in(_COMMENTS, documents_of(matter)[0]))

    try:
        page = filled_in(document.template, document, enclosed_comments=enclosed_comments)
    except TemplateNotFound as error:
        raise TemplateFaultError(f"The edition {edition.name} has no template called {error.name}.") from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        if (place := _place_in_template(error)) is None:
            raise
        remedy = "Mend the template, or use an edition as it was released."
        raise TemplateFaultError(f"{place}: {str(error).rstrip('.')}.", remedy) from error
    return _marked(page, matter, document, edition) if draft else page


def _marked(page: str, matter: Matter, document: Document, edition: Path) -> str:
    """The page of a draft with the version of the content in its mark; a draft that does not say that it is one is not made."""
    try:
        return with_version(page, short(version_of(matter)))
    except UnmarkedDraftError as error:
        raise TemplateFaultError(
            f"The edition {edition.name} puts no mark on a draft of {document.template}, so that nobody could tell it from the final one.",
            "Give its body data-mark=\"{{ 'DRAFT' if draft else '' }}\" and print that on each page, as the other editions do.",
        ) from error


def _place_in_template(error: BaseException) -> str | None:
    """The innermost line of a template that the error came through; None where a filter or a look-up of ours is at fault."""
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
def _environment(edition: Path) -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined, TemplateSyntaxError, pass_context
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

    # An edition may come out of a stranger's PDF: a template sees what it is given, and nothing behind it.
    environment = ImmutableSandboxedEnvironment(
        loader=Loader(edition),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        markdown=_markdown,
        day=in_words,
        weekday=with_weekday,
        when=pass_context(_when),
        at=_at,
        cell=pass_context(_cell),
        weekday_when=_weekday_when,
        lines=_lines,
        breakable=_breakable,
        is_known=lambda when: isinstance(when, PartialDate),
        place_in_report=place_in_report,
    )
    environment.globals["name_of_finding"] = name_of_finding
    environment.globals["mark_of_missing"] = missing
    return environment


def _finished(value: Any) -> Any:
    """What a template prints of plain text: with the apostrophes of print, but for a web address, which stays as it is."""
    if type(value) is not str or value.startswith(("https://", "http://")):
        return value
    return with_apostrophes(value)


def _markdown(text: str, level: int, key: str) -> Markup:
    return to_html(text, heading_level=level, key=key)


def missing(what: str, *, archive: bool) -> Markup:
    """The mark of what is still to be added; a copy made from old papers says that they do not have it."""
    if archive:
        return Markup('<span class="absent">[not recorded: {}]</span>').format(what)
    return Markup('<span class="missing">[to be added: {}]</span>').format(what)


def _when(context: Context, when: Any, what: str = "the date") -> Markup:
    """A date, `not recorded` in words, or a mark that it is still to be added."""
    if when is None:
        return missing(what, archive=context["is_archive_copy"])
    return escape(str(when))


def _cell(context: Context, when: Any) -> Markup:
    """A date as it stands alone in a table."""
    return escape("Not recorded") if when == "not recorded" else _when(context, when)


def _at(when: PartialDate) -> str:
    """`on 21 July 2015`, `in July 2015`, `in 2015`."""
    return f"{'on' if when.exact else 'in'} {when}"


def _weekday_when(when: PartialDate) -> str:
    return with_weekday(when.exact) if isinstance(when.exact, date) else str(when)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(line.strip() for line in text.strip().splitlines())


def _breakable(address: str) -> Markup:
    """A web address without its scheme, that may break after a slash."""
    shown = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    return Markup("/\u200b").join(shown.split("/"))
