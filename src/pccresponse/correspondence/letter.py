"""Read a letter from the chief officer, and separate its comments from letterhead, greeting, date and signature.

Nothing is lost: the command shows every part of the letter.
"""

from __future__ import annotations

import re
from datetime import date
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Literal

import msgspec

from pccresponse.correspondence.blocks import (
    MOST_BLOCKS,
    MOST_LETTERS,
    Block,
    LetterText,
    UnreadableFileError,
    damage_as_unreadable,
    joined,
    paragraph,
    read_in_own_process,
)
from pccresponse.correspondence.word_text import WordText
from pccresponse.reading.values import either_of, meant_by
from pccresponse.source_report import UnreadableReportError, pages_in

ENDINGS = (".docx", ".pdf", ".txt", ".eml")
"""The kinds of file that can be read as a letter."""
MOST_BYTES = 30 << 20

BOOKMARK = "finding_"
"""The prefix of the bookmark that each finding has in the form."""

TrackedChanges = Literal["accept", "reject"]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a letter."""

    comments: str
    """The comments, as Markdown."""
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    letterhead: tuple[str, ...]
    """The lines before the greeting, and the headers and footers."""
    greeting: str
    signature: tuple[str, ...]
    """The closing words and the lines after them."""
    dated: date | None
    """The date of the letter; None if it has none, or if it may be one of two days."""
    remarks: tuple[str, ...]
    changes: tuple[str, ...]
    """Tracked changes, which were accepted or rejected."""

    @property
    def signed_by(self) -> tuple[str, str] | None:
        """The name and the rank in the signature; None if they are not clear."""
        lines = [line for line in self.signature if not _CLOSING.fullmatch(line)]
        for line in lines:
            name, _, rank_beside = line.partition(",")
            if _NAME.fullmatch(name) and not _RANK.search(name) and _RANK.search(rank_beside):
                return name, rank_beside.strip()
        rank = next((place for place, line in enumerate(lines) if _RANK.search(line)), 0)
        return (lines[rank - 1].rstrip(","), lines[rank]) if rank and _NAME.fullmatch(lines[rank - 1].rstrip(",")) else None


def read_letter(name: str, content: bytes, *, changes: TrackedChanges = "accept") -> Letter:
    """The letter in a file, by the ending of its name, read in a separate process. Raises `UnreadableFileError`."""
    return read_in_own_process(letter_in, name, content, changes, remedy="Save it as another kind of file, and try again.")


def letter_in(name: str, content: bytes, changes: TrackedChanges = "accept") -> Letter:
    """The letter in a file. Raises `UnreadableFileError`, and nothing else."""
    with damage_as_unreadable():
        return taken_apart(_source(name, content, changes))


def _source(name: str, content: bytes, changes: TrackedChanges) -> LetterText:
    ending = next((ending for ending in ENDINGS if name.casefold().endswith(ending)), "")
    if ending == ".docx":
        text = WordText(content, accept=changes == "accept")
        if any(name.startswith(BOOKMARK) for name in text.bookmarks):
            raise UnreadableFileError("is a form that pccresponse ask made", "To read it, run: pccresponse answers NAME FILE")
        return text.source()
    readers = {".pdf": source_of_pdf, ".txt": source_of_text, ".eml": source_of_mail}
    if ending not in readers:
        raise UnreadableFileError("is not a kind of file that the program can read", f"Save it as one of: {', '.join(ENDINGS)}.")
    return readers[ending](content)


_GREETING = re.compile(r"(?:Dear|Good (?:morning|afternoon)|Hello|Hi)\b[^.!?]{0,80}|[A-Z][a-z]+ ?[,–-]", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly|ever|aye)|sincerely|(?:with )?(?:very )?(?:kind(?:est)?|best|warm(?:est)?|many) "
    r"(?:regards|wishes|thanks)|regards)[ ,.]*",
    re.IGNORECASE,
)
_RANK = re.compile(r"\b(?:Chief (?:Constable|Officer|Superintendent)|Commissioner|Deputy|Assistant|Superintendent|Commander)\b")
_NAME = re.compile(r"[^\W\d_][\w.'’ -]{1,60}(?:,? (?:QPM|KPM|CBE|OBE|MBE|MA|BA|BSc|MSc|LLB|PhD)){0,5}")
_AFTER_IT = re.compile(r"(?:annex|appendix|attachment|enclosure)\b", re.IGNORECASE)
_DATE_LINE = re.compile(r"(?:date[d]?|on)?\s*:?\s*(?P<date>[^:]{6,40})", re.IGNORECASE)
_DATE_AT_END = re.compile(r"(?P<date>\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}|\d{1,2}/\d{1,2}/\d{4})$")
_MEMO_LINE = re.compile(r"(?:to|from|date|cc|copy|our ref(?:erence)?|your ref(?:erence)?|ref(?:erence)?)\s*:", re.IGNORECASE)
_MOST_ABOVE = 40
_MOST_LINES_OF_SIGNATURE = 15
_LONGEST_LINE = 120


def taken_apart(source: LetterText) -> Letter:
    """The parts of a letter."""
    remarks = [*source.remarks]
    blocks = [part for block in source.blocks for part in _parts(block)]
    first, greeting = _beginning(blocks)
    last, end = _signature(blocks, first)
    head = [line for block in blocks[: first - bool(greeting)] for line in block.words.split("\n")]
    signature = [line.strip() for block in blocks[last:end] for line in block.words.split("\n") if line.strip()]
    body = [*blocks[first:last], *blocks[end:]]
    if not body:
        raise UnreadableFileError("has no words in it except an address and a signature", "Use the file that has the letter in it.")
    if not signature:
        remarks.append(
            "The letter has no closing words such as “Yours sincerely”. Check whether the comments end with a signature."
        )
    if end < len(blocks):
        remarks.append("There is text after the signature. It is part of the comments below.")
    dated, doubt = _date_of([*head, *source.margins, source.said_on])
    remarks += [doubt] if doubt else []
    return Letter(
        comments=joined(body, source.notes),
        blocks=tuple(body),
        notes=source.notes,
        letterhead=(*head, *(line for margin in source.margins for line in margin.split("\n"))),
        greeting=greeting,
        signature=tuple(signature),
        dated=dated,
        remarks=tuple(dict.fromkeys(remarks)),
        changes=source.changes,
    )


def _parts(block: Block) -> list[Block]:
    """The block, split before a greeting or closing words inside a paragraph."""
    lines, marked = block.words.split("\n"), block.markdown.split("\n")
    if block.kind != "paragraph" or len(lines) < 2 or len(lines) != len(marked):
        return [block]
    ends = [
        place
        for place, line in enumerate(lines)
        if _CLOSING.fullmatch(line.strip()) or (place and _is_greeting_line(lines[place - 1])) or _is_greeting_line(line)
    ]
    starts = [0, *(place for place in ends if place)]
    parts = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        markdown = "\n".join(marked[start:end])
        parts.append(Block("paragraph", markdown.removesuffix("\\"), "\n".join(lines[start:end])))
    return parts


def _is_greeting_line(line: str) -> bool:
    return bool(_GREETING.fullmatch(line.strip())) and line.strip().casefold().startswith("dear")


def _beginning(blocks: list[Block]) -> tuple[int, str]:
    """The position of the first block of the comments, and the greeting before it."""
    for place, block in enumerate(blocks[:_MOST_ABOVE]):
        words = block.words.strip()
        if block.kind == "paragraph" and "\n" not in words and _GREETING.fullmatch(words) and _is_greeting(words):
            return place + 1, words
        if block.kind == "paragraph" and len(words) > 3 * _LONGEST_LINE:
            break  # the letter has begun
    place = 0
    while place < min(len(blocks) - 1, _MOST_ABOVE) and _is_above(blocks[place]):
        place += 1
    return place, ""


def _is_greeting(words: str) -> bool:
    return words.casefold().startswith(("dear", "good", "hello", "hi ", "hi,")) or words.rstrip().endswith(",")


def _is_above(block: Block) -> bool:
    """Whether a block at the top is a date or a line such as `To: the Mayor`."""
    lines = block.words.split("\n")
    return block.kind == "paragraph" and all(_MEMO_LINE.match(line) or _date_in(line) for line in lines)


def _signature(blocks: list[Block], first: int) -> tuple[int, int]:
    """The first block of the signature, and the block after it; both the end if there is none."""
    closings = [
        place
        for place in range(first + 1, len(blocks))
        if blocks[place].kind == "paragraph" and _CLOSING.fullmatch(blocks[place].words.split("\n")[0].strip())
    ]
    if not closings:
        return _unclosed(blocks, first), len(blocks)
    place, lines = closings[-1], 0
    for end in range(place, len(blocks)):
        block = blocks[end]
        lines += block.words.count("\n") + 1
        if end > place and (
            block.kind in ("heading", "table")
            or (_AFTER_IT.match(block.words) and not block.words.casefold().startswith("enc"))
            or len(block.words) > _LONGEST_LINE * 2
            or lines > _MOST_LINES_OF_SIGNATURE
        ):
            return place, end
    return place, len(blocks)


def _unclosed(blocks: list[Block], first: int) -> int:
    """The position of a name and a rank without closing words, at the very end."""
    for place in range(len(blocks) - 1, max(first, len(blocks) - 3), -1):
        lines = blocks[place].words.split("\n")
        if blocks[place].kind != "paragraph" or any(
            len(line) > _LONGEST_LINE or line.rstrip().endswith((".", ":")) for line in lines
        ):
            break
        above = lines[-2] if len(lines) > 1 else blocks[place - 1].words
        if _RANK.search(lines[-1]) and len(lines[-1].split()) < 8 and _NAME.fullmatch(above.strip()):
            return place if len(lines) > 1 else place - 1
    return len(blocks)


def _date_of(lines: list[str]) -> tuple[date | None, str]:
    """The first date on a line of its own, or a remark if it may mean two days."""
    for line in lines:
        text = _date_in(line)
        if text:
            if both := either_of(text):
                return None, f"The date “{text}” may be {both[0]} or {both[1]}."
            meant = meant_by(text)
            return (meant.exact if meant else None), ""
    return None, ""


def _date_in(line: str) -> str:
    line = " ".join(line.split())
    for pattern in (_DATE_LINE.fullmatch(line), _DATE_AT_END.search(line)):
        if pattern and (meant := meant_by(pattern["date"])) and meant.exact:
            return pattern["date"]
        if pattern and either_of(pattern["date"]):
            return pattern["date"]
    return ""


_ITEM = re.compile(
    r"[ \t]*(?:[•·●○◦‣▪■□➢►✓\uf000-\uf0ff]|[-–*][ \t]|o\t|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)][ \t]|\d{1,3}\.\d{1,3}[ \t])"
)
_ENDS = re.compile(r"[.:;!?]['”’\")\]]*$")
_EARLIER_MAIL = re.compile(
    r"(?:-{2,} ?(?:Original Message|Forwarded message) ?-{2,}|_{20,}|On .{5,120} wrote:|From: .{3,200})[ \t]*", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"(?:page )?\d{1,3}(?: (?:of|/) \d{1,3})?", re.IGNORECASE)
_MOST_PARTS = 200
_FULL = 0.75
"""A line shorter than this share of the usual length ends a paragraph."""


def source_of_text(content: bytes) -> LetterText:
    """The letter in a plain text file, with blank lines between paragraphs. Raises `UnreadableFileError`."""
    lines = [line for page in _pages(".txt", content) for line in [*page, ""]]
    return LetterText(blocks=_paragraphs(lines))


def source_of_pdf(content: bytes) -> LetterText:
    """The letter in a PDF. The lengths of lines show where its paragraphs end."""
    pages = [[line.rstrip() for line in page] for page in _pages(".pdf", content)]
    repeated = _repeated(pages)
    lines: list[str] = []
    for page in pages:
        lines += [line for line in page if line.strip() not in repeated and not _PAGE_NUMBER.fullmatch(line.strip())]
    longest = sorted(len(line) for line in lines if line.strip())
    usual = longest[len(longest) * 9 // 10] if longest else 0
    spread: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        spread.append(line)
        short = len(line.strip()) < usual * _FULL
        if _ITEM.match(below) or (short and (_ENDS.search(line) or len(below.strip()) < usual * _FULL or below[:1].isupper())):
            spread.append("")
    return LetterText(
        blocks=_paragraphs(spread),
        margins=tuple(sorted(repeated)),
        remarks=(
            "A PDF does not show what is a paragraph, a list, a table or emphasis. Compare this with the letter, or ask for the Word file.",
        ),
    )


def source_of_mail(content: bytes) -> LetterText:
    """The newest message in an email, without those that it answers."""
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    remarks: list[str] = []
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            raise UnreadableFileError("has too many parts", "Save the letter by itself.")
        if part.get_filename():
            remarks.append(
                f"The attachment {part.get_filename()} is left out. If the comments are in it, save it and use that file."
            )
    body = message.get_body(("plain", "html"))
    words = body.get_content() if body is not None else ""
    if body is None or not isinstance(words, str) or not words.strip():
        raise UnreadableFileError("is an email without words", "Save the attachment that has the letter, and use that file.")
    if body.get_content_subtype() == "html":
        remarks.append("The email is a web page. Its lists, tables and emphasis are lost.")
        lines = [line for page in _pages(".html", words.encode()) for each in page for line in (each, "")]
    else:
        lines = words.splitlines()
    kept = next((number for number, line in enumerate(lines) if number and _EARLIER_MAIL.fullmatch(line)), len(lines))
    newest = [line for line in lines[:kept] if not line.startswith(">")]
    if len(newest) < len(lines):
        remarks.append("Earlier emails below it are left out.")
    sent = message["Date"].datetime if message["Date"] is not None else None
    return LetterText(
        blocks=_paragraphs(newest),
        margins=tuple(f"{name}: {message[name]}" for name in ("From", "To", "Cc", "Subject") if message[name]),
        remarks=tuple(remarks),
        said_on=sent.date().isoformat() if sent else "",
    )


def _pages(ending: str, content: bytes) -> list[tuple[str, ...]]:
    try:
        pages = pages_in(f"letter{ending}", content)
    except UnreadableReportError as error:
        raise UnreadableFileError(
            error.why, "Save the letter as another kind of file: .docx, .pdf with text in it, .txt or .eml."
        ) from error
    return [page.lines for page in pages]


def _paragraphs(lines: list[str]) -> tuple[Block, ...]:
    """Lines as paragraphs and list items. A bullet, a dash or a number at the start of a line begins a new block."""
    found: list[list[str]] = [[]]
    letters = 0
    for line in lines:
        letters += len(line)
        if not line.strip():
            found.append([])
        elif _ITEM.match(line):
            found.append([line.strip()])
        else:
            found[-1].append(line.strip())
    blocks = ["\n".join(each) for each in found if each]
    if len(blocks) > MOST_BLOCKS or letters > MOST_LETTERS:
        raise UnreadableFileError("is too long for a letter", "Save the letter without its annexes.")
    return tuple(_block(block) for block in blocks)


def _block(text: str) -> Block:
    made = paragraph(text)
    bullet = _ITEM.match(text)
    if bullet and not bullet[0].strip()[0].isalnum() and not bullet[0].strip().startswith("("):
        rest = paragraph(text[bullet.end() :].strip()).markdown
        return Block("item", "- " + rest.replace("\n", "\n  "), text)
    return made


def _repeated(pages: list[list[str]]) -> set[str]:
    """Lines that are at the top or the bottom of every page."""
    if len(pages) < 2:
        return set()
    edges = [{line.strip() for line in [*page[:3], *page[-3:]] if line.strip()} for page in pages]
    return set.intersection(*edges)
