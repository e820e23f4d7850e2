"""Many tabs that open the live page again and again while responses and their reports are saved: nobody dies, and every text is one that
was written.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import msgspec

from tests.preview.served import PATIENCE, SLUG, Served, State, client_of, document, serving
from tests.small_workspaces import small_workspace, write_response
from tests.source_report.papers import pdf_of

TABS = 8
SLUGS = (SLUG, "2015-07-22-two", "2015-07-23-three")
_WORDS = re.compile(r"Saved (\d+) times\.(?: Word \d+ of \1\.)*")
_SENTENCES = 40
"""Written with each save, so that a text that is half of one and half of another shows."""
_OPENS_FOR_A_SAVE = 8
_QUOTED = "The force keeps good records of every call that it takes"
"""By the report: that its words are read rightly shows in the problems."""
_PARAGRAPHS = 200
"""Of the report, so that reading it takes long enough for two to be at it."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    opens: int
    texts: int
    """That were read, those of the PDFs included."""
    pdfs: int
    pictures: int
    saves: int
    versions: int
    """Different ones that were seen."""
    wrong: tuple[str, ...]
    """What should not have been, in sentences."""


def open_in_tabs(opens: int, folder: Path, environment: dict[str, str], *, tabs: int = TABS) -> Tally:
    """Open pages so many times, by so many tabs at once, in a new workspace in `folder`; every few times something is saved."""
    saving = _Saving(folder)
    with serving(saving.workspace.root, environment) as served:
        expected = {slug: _codes(_with_pages(served, slug)) for slug in SLUGS}
        with ThreadPoolExecutor(tabs) as people:
            shares = [range(number, opens, tabs) for number in range(tabs)]
            seen = list(people.map(lambda share: _tab(served, share, saving, expected), shares))
        wrong = [complaint for tab in seen for complaint in tab.wrong]
        if served.process.poll() is None:
            served.state()
            wrong += _reads_pdfs_itself(served.process.pid)
            served.process.terminate()
        said, _ = served.process.communicate(timeout=PATIENCE)
        wrong += [f"the server said: {said}"] if said else []
        wrong += [f"the server ended with {served.process.returncode}"] if served.process.returncode else []
    texts = [text for tab in seen for text in (*tab.texts, *_texts_of(tab.pdfs))]
    numbers = {text: _number_of(text) for text in set(texts)}
    wrong += [
        f"a text that nobody wrote: {text[:200]!r}" for text, number in numbers.items() if number is None or number > saving.saves
    ]
    return Tally(
        opens=sum(tab.opens for tab in seen),
        texts=len(texts),
        pdfs=sum(tab.pdfs.total() for tab in seen),
        pictures=sum(tab.pictures for tab in seen),
        saves=saving.saves,
        versions=len(set(numbers.values())),
        wrong=tuple(wrong),
    )


class _Seen:
    def __init__(self) -> None:
        self.opens = self.pictures = 0
        self.texts: list[str] = []
        self.pdfs: Counter[bytes] = Counter()
        self.wrong: list[str] = []


class _Saving:
    """Somebody who saves a response and its report, one response after another, as editors do that write a new file and rename it."""

    def __init__(self, folder: Path) -> None:
        self.saves = 0
        self.workspace = small_workspace(folder / "tabs", SLUGS)
        self._editor = small_workspace(folder / "editor", SLUGS)
        self._report = pdf_of(
            f"<h1>A report</h1><p>{_QUOTED}.</p>" + "<p>It also keeps other records, which are as good.</p>" * _PARAGRAPHS
        )
        self._one_at_a_time = threading.Lock()
        for slug in SLUGS:
            self._write(slug, 0)

    def save(self) -> None:
        """Save all responses, so that their reports are read at once."""
        with self._one_at_a_time:
            self.saves += 1
            for slug in SLUGS:
                self._write(slug, self.saves)

    def _write(self, slug: str, number: int) -> None:
        response = write_response(self._editor, slug, _summary(number))
        text = response.read_text()
        text = text.replace("  kind:", "  file: report.pdf\n  kind:").replace(
            "The force has done what was asked of it.", f"It says “{_QUOTED}”."
        )
        assert text.count("report.pdf") == text.count(_QUOTED) == 1
        response.write_text(text)
        report = response.with_name("report.pdf")
        report.write_bytes(self._report + f"\n% {number} of {slug}\n".encode())  # another file with the same words
        for file in (report, response):
            file.replace(self.workspace.responses / slug / file.name)


def _summary(number: int) -> str:
    return " ".join([f"Saved {number} times.", *(f"Word {at} of {number}." for at in range(_SENTENCES))])


def _number_of(text: str) -> int | None:
    """Which save it is of; None where it is of none."""
    words = " ".join(text.split())
    found = _WORDS.search(words)
    return int(found[1]) if found and _summary(int(found[1])) in words else None


def _with_pages(served: Served, slug: str) -> State:
    """The first state in which there are pages to look at."""
    with served.reader(slug) as reader:
        return reader.until(lambda state: document(state)["pages"])


def _codes(state: State) -> list[str]:
    """What is wrong, were the report read wrongly, is more than this."""
    return [problem["code"] for problem in state["problems"]]


def _tab(served: Served, share: range, saving: _Saving, expected: dict[str, list[str]]) -> _Seen:
    """Somebody who opens a page, looks at everything, and opens the next."""
    seen = _Seen()
    with client_of(served.port, served.cookie) as client:
        for number in share:
            if number % _OPENS_FOR_A_SAVE == _OPENS_FOR_A_SAVE - 1:
                saving.save()
            try:
                _open(client, seen, SLUGS[number % len(SLUGS)], expected)
            except httpx.HTTPError as error:
                seen.wrong.append(f"no answer: {error!r}")
    return seen


def _open(client: httpx.Client, seen: _Seen, slug: str, expected: dict[str, list[str]]) -> None:
    seen.opens += 1
    for address in ("/", f"/r/{slug}", "/assets/live_page.js"):
        answer = client.get(address)
        if answer.status_code != 200:
            seen.wrong.append(f"{address} answered {answer.status_code}")
    state = client.get(f"/r/{slug}/state").json()
    if state["broken"] or _codes(state) != expected[slug]:
        seen.wrong.append(f"the files could not be read: {state['broken']}, {state['problems']}")
        return
    found = document(state)
    text = client.get(found["text"]["url"])
    if text.status_code == 200:  # else there is a newer one
        seen.texts.append(text.text)
    if found["pages"]:
        picture, pdf = client.get(found["pages"]["urls"][0]), client.get(found["pages"]["pdf"])
        for answer, beginning in ((picture, b"\x89PNG"), (pdf, b"%PDF-")):
            is_whole = answer.status_code == 200 and answer.content.startswith(beginning)
            if not is_whole and answer.status_code != 404:
                seen.wrong.append(f"{answer.url.path} answered {answer.status_code} with {answer.content[:80]!r}")
        seen.pictures += picture.status_code == 200
        if pdf.status_code == 200:
            seen.pdfs[pdf.content] += 1


def _reads_pdfs_itself(process: int) -> Iterator[str]:
    """PDFium is not made for threads, of which the server has many: it may be in the processes that work for it, and not in its own."""
    libraries = Path(f"/proc/{process}/maps")
    if libraries.exists() and "pdfium" in libraries.read_text():
        yield "the server has loaded PDFium"


def _texts_of(pdfs: Counter[bytes]) -> Iterator[str]:
    """The words of each PDF, read here, one after another, as often as it was had."""
    import pypdfium2

    for content, times in pdfs.items():
        read = pypdfium2.PdfDocument(content)
        words = "\n".join(page.get_textpage().get_text_bounded() for page in read)
        read.close()
        yield from [words] * times
