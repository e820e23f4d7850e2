"""What an edition of the templates says about itself: `edition.yaml`."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from pccresponse.models.scalars import Label, Line, Markdown


class EditionFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of the edition as it was when the edition was released."""

    path: Annotated[Line, Meta(description="Where it lies in the edition's folder, with forward slashes")]
    sha256: Annotated[Line, Meta(description="The SHA-256 of its bytes, in hexadecimal digits")]


class EditionNotes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edition: a complete set of templates, style sheets and fonts, under a name that a response can rely on."""

    name: Annotated[Label, Meta(description="The name of its folder, which responses write after edition:")]
    title: Annotated[Line, Meta(description="What it is called in a list")]
    purpose: Annotated[Markdown, Meta(description="What it is for, in a sentence or two")]
    text_font: Annotated[Line, Meta(description="The family that text is set in unless a style sheet says otherwise")]
    dated: Annotated[date, Meta(description="The day it was written; a newer one is offered before an older one")]
    released_on: Annotated[date | None, Meta(description="The day from which it never changes; leave out while it still may")] = (
        None
    )
    files: Annotated[tuple[EditionFile, ...], Meta(description="Every file of a released edition; written by the program")] = ()
