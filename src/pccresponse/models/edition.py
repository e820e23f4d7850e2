"""What an edition of the templates says about itself: `edition.yaml`."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from pccresponse.models.fields import Label, Line, Markdown


class EditionFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of the edition as it was when the edition was released."""

    path: Annotated[Line, Meta(description="The path in the edition's folder, with forward slashes")]
    sha256: Annotated[Line, Meta(description="The SHA-256 digest of its contents, in hexadecimal digits")]


class EditionNotes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edition: a complete set of templates, style sheets and fonts, under a name that a response can rely on."""

    name: Annotated[Label, Meta(description="The name of its folder, which responses give after edition:")]
    title: Annotated[Line, Meta(description="What it is called in a list")]
    purpose: Annotated[Markdown, Meta(description="What it is for, in a sentence or two")]
    text_font: Annotated[Line, Meta(description="The font family of the text, unless a style sheet says otherwise")]
    dated: Annotated[date, Meta(description="The day it was written. Newer editions are offered before older ones")]
    released_on: Annotated[
        date | None, Meta(description="The day from which it never changes. Leave it out while it may still change")
    ] = None
    files: Annotated[tuple[EditionFile, ...], Meta(description="Every file of a released edition. The program writes this")] = ()
