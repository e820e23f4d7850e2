"""Letters in files that know nothing of paragraphs or emphasis: plain text, the text of a PDF, and mails."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from pccresponse.correspondence.blocks import MOST_BLOCKS, MOST_LETTERS, Block, LetterText, UnreadableFileError, paragraph
from pccresponse.source_report import UnreadableReportError, pages_in

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
"""A line of less than this much of the usual length ends a paragraph."""


def source_of_text(content: bytes) -> LetterText:
    """The letter in a file of plain text; blank lines are between its paragraphs. Raises `UnreadableFileError`."""
    lines = [line for page in _pages(".txt", content) for line in [*page, ""]]
    return LetterText(blocks=_paragraphs(lines))


def source_of_pdf(content: bytes) -> LetterText:
    """The letter in a PDF. Where its paragraphs end is seen from the lengths of lines."""
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
    """The letter in a mail: the newest message in it, without those that it answers."""
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
    """Lines as paragraphs and items of lists. A bullet, a dash or a number at the beginning of a line begins another."""
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
    """Lines at the top and the bottom of the pages that are the same on each."""
    if len(pages) < 2:
        return set()
    edges = [{line.strip() for line in [*page[:3], *page[-3:]] if line.strip()} for page in pages]
    return set.intersection(*edges)
