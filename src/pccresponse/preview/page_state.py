"""The state of one response's page, and the readers who are told when it changes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

import msgspec

from pccresponse.case.documents import COMMENTS
from pccresponse.pipeline.checking import Checked
from pccresponse.preview.page_content import (
    PagesState,
    ReadError,
    ShownChanges,
    ShownDocument,
    ShownPages,
    ShownProblem,
    ShownState,
    ShownText,
    SignOff,
    counts_of,
)
from pccresponse.preview.refresh import Refresher, Snapshot, Text, address_of, digest_of
from pccresponse.preview.workers import Typeset
from pccresponse.rendering.formats import PDF

_Value = TypeVar("_Value")

FRONT = COMMENTS.name
"""The document that the page shows first."""


class RecentVersions(Generic[_Value]):
    """The last versions of each name. A page may still ask for one that was just replaced."""

    def __init__(self, versions: int) -> None:
        self._versions = versions
        self._kept: dict[str, OrderedDict[str, _Value]] = {}

    def put(self, name: str, version: str, value: _Value) -> None:
        """Keep a new version of a name."""
        versions = self._kept.setdefault(name, OrderedDict())
        versions[version] = value
        versions.move_to_end(version)
        if len(versions) > self._versions:
            versions.popitem(last=False)

    def get(self, name: str, version: str) -> _Value | None:
        """A version, if it is still kept."""
        return self._kept.get(name, OrderedDict()).get(version)


class PageState:
    """A response as it is shown. Used only in the server's thread."""

    def __init__(self, refresher: Refresher) -> None:
        self.refresher = refresher
        self.readers: set[asyncio.Event] = set()
        """Set when the state changes."""
        self.looked_at = FRONT
        self.texts: RecentVersions[str] = RecentVersions(4)
        self.pdfs: RecentVersions[Typeset] = RecentVersions(2)
        self.logos: RecentVersions[bytes] = RecentVersions(4)
        self.snapshot: Snapshot | None = None
        self.good: Snapshot | None = None
        self.state: ShownState | None = None
        self.files_changed = asyncio.Event()
        self._broken: ReadError | None = None
        self._failures: dict[str, tuple[str, str]] = {}
        self._newest_pages: dict[str, tuple[str, str]] = {}

    @property
    def slug(self) -> str:
        """The name of the response's folder."""
        return self.refresher.slug

    def put(self, snapshot: Snapshot) -> None:
        """Show a new snapshot of the files."""
        self.snapshot = snapshot
        if not snapshot.broken:
            if _templates_of(self.good) != _templates_of(snapshot):
                self._failures.clear()  # they may come from templates that have changed since
            self.good = msgspec.structs.replace(snapshot, texts=tuple(self._with_older_text(text) for text in snapshot.texts))
            for text in self.good.texts:
                if text.fragment:
                    self.texts.put(text.name, text.fragment.version, text.fragment.html)
            if snapshot.logo:
                self.logos.put("logo", digest_of(snapshot.logo), snapshot.logo)
        self._publish()

    def put_fault(self, today: str) -> None:
        """Say that a fault in the program stopped it from reading the files, and keep what is shown."""
        message = (
            "There was a fault in the program while it was reading the files. The details are in the terminal where it is running."
        )
        if self.state is None:
            self._show(ShownState(slug=self.slug, title=self.slug, sequence=0, today=today, broken=ReadError(since_sequence=1, message=message),
                             counts=counts_of(()), problems=(), clock=None, duties=(), changes=ShownChanges(), documents=()))  # fmt: skip
        else:
            broken = ReadError(since_sequence=self.state.sequence + 1, message=message)
            self._show(msgspec.structs.replace(self.state, broken=broken))

    def wanted(self, *, in_view: bool, but_for: Sequence[Text] = ()) -> Text | None:
        """The document to render next: the one in view, or the first of the others whose pages are out of date."""
        if self.good is None or self.good.checked is None or self.good.no_pages:
            return None
        names = {text.name for text in self.good.texts}
        looked_at = self.looked_at if self.looked_at in names else FRONT
        texts = [text for text in self.good.texts if (text.name == looked_at) == in_view and text not in but_for]
        return next((text for text in texts if self._pages_state(text) == "working"), None)

    @property
    def checked(self) -> Checked | None:
        """The input of the pages."""
        return self.good.checked if self.good else None

    def put_pages(self, text: Text, made: Typeset) -> None:
        """Show the pages of a document, which may be of an older text."""
        self.pdfs.put(text.name, text.pages_key, made)
        self._newest_pages[text.name] = (text.pages_key, text.fragment.version if text.fragment else "")
        self._failures.pop(text.name, None)
        self._publish()

    def put_failure(self, text: Text, sentence: str) -> None:
        """Say why this text has no pages."""
        self._failures[text.name] = text.pages_key, sentence
        self._publish()

    def _with_older_text(self, text: Text) -> Text:
        """A text, with the fragment of the last one if its template failed."""
        if text.fragment is None and self.good:
            older = next((each for each in self.good.texts if each.name == text.name), None)
            if older:
                return msgspec.structs.replace(text, fragment=older.fragment, pages_key=older.pages_key)
        return text

    def _publish(self) -> None:
        assert self.snapshot is not None
        shown = self.good or self.snapshot
        sequence = self.state.sequence if self.state else 0
        if not self.snapshot.broken:
            self._broken = None
        elif self._broken is None or self._broken.message != self.snapshot.broken:
            since = self._broken.since_sequence if self._broken else sequence + 1
            self._broken = ReadError(since_sequence=since, message=self.snapshot.broken)
        documents = tuple(self._documents())
        problems = tuple(_on_its_page(problem, documents) for problem in self.snapshot.problems)
        self._show(
            ShownState(
                slug=self.slug,
                title=shown.title or self.slug,
                sequence=sequence,
                today=self.snapshot.today.isoformat(),
                broken=self._broken,
                counts=counts_of(problems),
                problems=problems,
                clock=shown.clock,
                duties=shown.duties,
                changes=shown.changes or ShownChanges(unavailable="The files cannot be read."),
                documents=documents,
                sign_off=self._sign_off(),
            )
        )

    def _sign_off(self) -> SignOff | None:
        """The next step now, with the approvals that could last be read."""
        assert self.snapshot is not None
        seen, good = self.snapshot.sign_off, self.good.sign_off if self.good else None
        if seen is None or good is None or seen.version:
            return seen
        return msgspec.structs.replace(good, state=seen.state, who=seen.who, what=seen.what)

    def _show(self, state: ShownState) -> None:
        """Tell the readers, if the state has changed."""
        if state != self.state:
            self.state = msgspec.structs.replace(state, sequence=state.sequence + 1)
            for reader in self.readers:
                reader.set()

    def _documents(self) -> Iterator[ShownDocument]:
        for text in self.good.texts if self.good else ():
            version = text.fragment.version if text.fragment else ""
            state = self._pages_state(text)
            yield ShownDocument(
                name=text.name,
                title=text.title,
                text=ShownText(version=version, url=address_of(self.slug, "text", text.name, version)) if version else None,
                pages=self._pages(text.name),
                pages_state=state,
                failure=self._failure(text) if state == "failed" else "",
            )

    def _pages_state(self, text: Text) -> PagesState:
        if self._failure(text):
            return "failed"
        return "fresh" if self._newest_pages.get(text.name, ("",))[0] == text.pages_key else "working"

    def _failure(self, text: Text) -> str:
        key, sentence = self._failures.get(text.name, ("", ""))
        return text.failure or (self.good.no_pages if self.good else "") or (sentence if key == text.pages_key else "")

    def _pages(self, name: str) -> ShownPages | None:
        version, of_text = self._newest_pages.get(name, ("", ""))
        made = self.pdfs.get(name, version)
        if made is None:
            return None
        address = address_of(self.slug, "pages", name, version)
        return ShownPages(
            version=version,
            of_text=of_text,
            count=made.count,
            width=made.width,
            height=made.height,
            urls=tuple(f"{address}/{number}.png" for number in range(1, made.count + 1)),
            pdf=address_of(self.slug, "pdf", name, PDF.file_name(version)),
            anchors=made.anchors,
        )


def _templates_of(snapshot: Snapshot | None) -> str:
    """The digest of the edition."""
    edition = snapshot.checked.edition if snapshot and snapshot.checked else None
    return edition.fingerprint if edition else ""


def _on_its_page(problem: ShownProblem, documents: tuple[ShownDocument, ...]) -> ShownProblem:
    pages = next((document.pages for document in documents if document.name == problem.document), None)
    if pages is None:
        return problem
    page = pages.anchors.get(problem.anchor) if problem.anchor else 1
    return msgspec.structs.replace(problem, page=page)
