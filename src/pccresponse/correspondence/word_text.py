"""Read a Word file as blocks of Markdown: headings, lists with the numbers that Word prints, tables, emphasis, links, footnotes.

There is a remark for what Markdown cannot express, for each tracked change, and for hidden words, which are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pccresponse.correspondence.blocks import (
    MOST_BLOCKS,
    MOST_LETTERS,
    Block,
    LetterText,
    UnreadableFileError,
    escaped,
    fully_escaped,
    renders_as,
    table_of,
)
from pccresponse.correspondence.word_archive import Package, R, Styles, W, number

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_INSERTED, _DELETED = {f"{W}ins", f"{W}moveTo"}, {f"{W}del", f"{W}moveFrom"}
_TYPED_BULLET = re.compile(r"\s*(?:[•·●○◦‣▪■□➢►✓\uf000-\uf0ff]|[o–-](?=\t))\s*")
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "\u2011", f"{W}cr": "\n"}
_MARKDOWN_LABEL = re.compile(r"(\d{1,3})[.)]")
_LONGEST_SHOWN = 80


class _Piece(NamedTuple):
    words: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    note: str = ""
    """The number of a footnote, instead of words."""


class WordText:
    """One file as it is read. `accept` says whether tracked changes are accepted or rejected."""

    def __init__(self, content: bytes, *, accept: bool) -> None:
        self.package = Package(content)
        self.styles = Styles(self.package)
        self.addresses = self.package.addresses()
        self.accept = accept
        self.changes: list[str] = []
        self.remarks: dict[str, list[str]] = {}
        self.notes: dict[tuple[str, str], str] = {}
        self.letters = 0

    @property
    def bookmarks(self) -> list[str]:
        """The names of its bookmarks, in their order."""
        return [str(each.get(f"{W}name")) for each in self.package.document.iter(f"{W}bookmarkStart")]

    def source(self) -> LetterText:
        """The content of the file. Raises `UnreadableFileError`."""
        body = self.package.document.find(f"{W}body")
        if body is None:
            raise UnreadableFileError("has no text in it", "Use the file that has the letter in it.")
        blocks = tuple(self._blocks(body))
        notes = tuple(self._notes())
        margins = [self._plain(part) for kind in ("header", "footer") for part in self.package.parts(kind)]
        return LetterText(
            blocks=blocks,
            margins=tuple(dict.fromkeys(filter(None, margins))),
            notes=notes,
            remarks=self.all_remarks(),
            changes=tuple(self.changes),
        )

    def all_remarks(self) -> tuple[str, ...]:
        """The remarks so far, and those on comments in the margin and on macros."""
        comments = self.package.part("comments")
        for comment in comments if comments is not None else ():
            self._remark(f"Comment by {comment.get(f'{W}author') or 'somebody'}, left out: {_shown(self._plain(comment))}")
        if self.package.has_macros:
            self._remark("The file has macros. The program did not run them.")
        return tuple(f"{remark}{_more(shown)}" for remark, shown in self.remarks.items())

    def _remark(self, sentence: str, *shown: str) -> None:
        self.remarks.setdefault(sentence, []).extend(shown)

    def _blocks(self, parent: Any) -> Iterator[Block]:
        above: Block | None = None
        for element in self._at_block_level(parent):
            if element.tag == f"{W}tbl":
                found = list(self._table(element))
            elif element.tag == f"{W}altChunk":
                self._remark("A file inside this one is left out.")
                continue
            else:
                found = list(self._paragraph(element, above))
            for block in found:
                self.letters += len(block.markdown)
                if self.letters > MOST_LETTERS:
                    raise UnreadableFileError("is too long for a letter", "Save the letter without its annexes.")
                above = block
                yield block

    def _at_block_level(self, parent: Any) -> Iterator[Any]:
        """Paragraphs and tables, also those in content controls and in tracked changes."""
        for count, element in enumerate(parent):
            if count > MOST_BLOCKS:
                raise UnreadableFileError("has too many paragraphs for a letter", "Save the letter without its annexes.")
            if element.tag in (f"{W}p", f"{W}tbl", f"{W}altChunk"):
                yield element
            elif (
                element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag") or element.tag in _INSERTED | _DELETED
            ):
                yield from self._at_block_level(element)

    def _paragraph(self, paragraph: Any, above: Block | None) -> Iterator[Block]:
        pieces = list(self._pieces(paragraph, paragraph))
        for kind in ("ins", "del"):
            mark = paragraph.find(f"{W}pPr/{W}rPr/{W}{kind}")
            if mark is not None:
                self._changed(mark, "the end of a paragraph", inserted=kind == "ins")
        if next(paragraph.iter(f"{W}rPrChange", f"{W}pPrChange"), None) is not None:
            self._remark("There are tracked changes of format too. The format below is the latest.")
        words = "".join(piece.words for piece in pieces).replace("\t", " ").strip()
        level = self.styles.heading_level(paragraph)
        item = self.styles.item(paragraph) if not level else None
        if words or any(piece.note for piece in pieces):
            if level:
                line = self._inline([piece._replace(bold=False) for piece in pieces], begins=False).replace("\\\n", " ")
                yield Block("heading", f"{'#' * level} {line}", words)
            elif item is None:
                for part in _parts_at_bullets(pieces):
                    yield self._part(part)
            elif not item.label or _MARKDOWN_LABEL.fullmatch(item.label):
                within = "" if not item.level else _indent_below(above, item.level)
                sign = "-" if not item.label else item.label.rstrip(".)") + "."
                yield Block("item", _hanging(f"{within}{sign} ", self._inline(pieces)), f"{item.label} {words}".strip())
            else:  # a number such as 2.1 or (a), which is not a number of Markdown
                yield Block("paragraph", f"{escaped(item.label)} {self._inline(pieces, begins=False)}", f"{item.label} {words}")
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(each.tag == _FALLBACK for each in box.iterancestors()):
                self._remark("The words of a text box are at the place where the box is anchored.")
                yield from self._blocks(box)

    def _part(self, pieces: list[_Piece]) -> Block:
        """A paragraph, or a list item with a typed bullet."""
        words = "".join(piece.words for piece in pieces)
        if bullet := _TYPED_BULLET.match(words):
            return Block("item", _hanging("- ", self._inline(_slice(pieces, bullet.end()))), words.strip())
        return Block("paragraph", self._inline(pieces), words.replace("\t", " ").strip())

    def _table(self, table: Any) -> Iterator[Block]:
        rows = self._taken_rows(table)
        if len(rows) < 2 or max(map(len, rows)) == 1:  # a frame around text, or the columns of a letterhead
            for cell in (cell for row in rows for cell in row):
                yield from self._blocks(cell)
            return
        if next(table.iter(f"{W}vMerge", f"{W}gridSpan"), None) is not None:
            self._remark("A table has merged cells. Their words are in the first cell, and the others are empty.")
        cells: list[list[str]] = []
        for row in rows:
            cells.append([])
            for cell in row:
                blocks = list(self._blocks(cell))
                if len(blocks) > 1:
                    self._remark("A table cell has several paragraphs. Below they are one paragraph.")
                cells[-1].append(" ".join(block.markdown.replace("\\\n", " ") for block in blocks))
                span = number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
                cells[-1] += [""] * (min(63, span) - 1)
        yield Block("table", table_of(cells), "\n".join(" ".join(row) for row in cells))

    def cells_of(self, table: Any) -> list[list[list[Block]]]:
        """The blocks in each cell of each row."""
        return [[list(self._blocks(cell)) for cell in row] for row in self._taken_rows(table)]

    def _taken_rows(self, table: Any) -> list[list[Any]]:
        rows = [list(_within(row, f"{W}tc")) for row in _within(table, f"{W}tr") if self._is_taken_row(row)]
        return [row for row in rows if row]

    def _inline(self, pieces: list[_Piece], *, begins: bool = True) -> str:
        """Pieces as Markdown that renders as the same words, without emphasis if Markdown cannot express it."""
        text, plain = _inline(pieces, begins=begins), "".join(piece.words for piece in pieces)
        if renders_as(text, plain):
            return text
        self._remark("Emphasis or a link is lost here:", plain)
        text = _inline([piece._replace(bold=False, italic=False, link="") for piece in pieces], begins=begins)
        return (
            text
            if renders_as(text, plain)
            else "".join(f"[^{piece.note}]" if piece.note else fully_escaped(piece.words) for piece in pieces)
        )

    def _is_taken_row(self, row: Any) -> bool:
        for kind, taken in (("ins", self.accept), ("del", not self.accept)):
            if row.find(f"{W}trPr/{W}{kind}") is not None:
                self._changed(row.find(f"{W}trPr/{W}{kind}"), "a row of a table", inserted=kind == "ins")
                return taken
        return True

    def _notes(self) -> Iterator[str]:
        """The footnotes that are referred to, as Markdown, in order."""
        for kind, name in (("footnotes", "footnote"), ("endnotes", "endnote")):
            part = self.package.part(kind)
            texts = {each.get(f"{W}id"): each for each in part if each.tag == f"{W}{name}"} if part is not None else {}
            for (of, identifier), label in list(self.notes.items()):
                if of == name and identifier in texts:
                    lines = [block.markdown.strip() for block in self._blocks(texts[identifier])]
                    yield f"[^{label}]: " + "\n\n    ".join(line.replace("\n", "\n    ") for line in lines)
                elif of == name:
                    self._remark("The text refers to a note that is not in the file.")

    def _plain(self, element: Any) -> str:
        """The words of a header, a footer or a comment, a line for each paragraph."""
        lines = ("".join(piece.words for piece in self._pieces(each, each)).strip() for each in element.iter(f"{W}p"))
        return "\n".join(line for line in lines if line)

    def _pieces(self, parent: Any, paragraph: Any, link: str = "") -> Iterator[_Piece]:
        for element in parent:
            tag = element.tag
            if tag in _INSERTED or tag in _DELETED:
                pieces = list(self._pieces(element, paragraph, link))
                if words := "".join(piece.words for piece in pieces).strip():
                    self._changed(element, words, inserted=tag in _INSERTED)
                if (tag in _INSERTED) == self.accept:
                    yield from pieces
            elif tag == f"{W}hyperlink":
                yield from self._pieces(element, paragraph, self.addresses.get(str(element.get(f"{R}id")), ""))
            elif tag == f"{W}r":
                yield from self._run(element, paragraph, link)
            elif tag.startswith(_MATHS):
                self._remark("A formula is in plain letters.")
                yield _Piece("".join(element.itertext(f"{_MATHS}t")))
            elif tag in (f"{W}sdt", f"{W}sdtContent", f"{W}smartTag", f"{W}customXml", f"{W}fldSimple", f"{W}dir", f"{W}bdo"):
                yield from self._pieces(element, paragraph, link)

    def _run(self, run: Any, paragraph: Any, link: str) -> Iterator[_Piece]:
        words = ""
        bold, italic = (self.styles.is_on(run, paragraph, name) for name in ("b", "i"))
        for element in run:
            tag = element.tag
            if tag in (f"{W}t", f"{W}delText"):
                words += element.text or ""
            elif tag in _SIGNS:
                words += _SIGNS[tag]
            elif tag == f"{W}br":
                words += "\n" if element.get(f"{W}type") in (None, "textWrapping") else ""
            elif tag == f"{W}sym":
                words += "•"
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                yield _Piece(words, bold, italic, link)
                words = ""
                key = (tag.removeprefix(W).removesuffix("Reference"), str(element.get(f"{W}id")))
                yield _Piece("", note=self.notes.setdefault(key, str(len(self.notes) + 1)))
            elif tag in _PICTURES and next(element.iter(f"{W}txbxContent"), None) is None:
                self._remark("A picture is left out.")
        if words and self.styles.is_on(run, paragraph, "vanish"):
            self._remark("Hidden words are left out:", words)
            return
        if words.strip() and (self.styles.is_on(run, paragraph, "strike") or self.styles.is_on(run, paragraph, "dstrike")):
            self._remark("Words that are struck through are here as ordinary words:", words)
        if words:
            yield _Piece(words, bold, italic, link)

    def _changed(self, element: Any, words: str, *, inserted: bool) -> None:
        moved = element.tag in (f"{W}moveTo", f"{W}moveFrom")
        what = ("moved here" if moved else "inserted") if inserted else ("moved away" if moved else "deleted")
        self.changes.append(f"{element.get(f'{W}author') or 'Somebody'} {what}: {_shown(words)}")


def _inline(pieces: list[_Piece], *, begins: bool = True) -> str:
    """Pieces as Markdown. Emphasis does not include spaces at its ends."""
    merged: list[_Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        piece = piece._replace(words=piece.words.replace("\t", " "))
        if not piece.words.strip() and not piece.note and last is not None and not last.note:
            merged[-1] = last._replace(words=last.words + piece.words)  # a space is neither bold nor not
        elif last is not None and not last.note and not piece.note and last[1:] == piece[1:]:
            merged[-1] = last._replace(words=last.words + piece.words)
        else:
            merged.append(piece)
    text = ""
    for piece in merged:
        text += f"[^{piece.note}]" if piece.note else _marked(piece, at_start=begins and not text.strip())
    lines = [" ".join(line.split(" ")).strip() for line in text.strip().split("\n")]
    return "\\\n".join(line for line in lines if line)


def _marked(piece: _Piece, *, at_start: bool) -> str:
    sign = "*" * (2 * piece.bold + piece.italic)
    marked: list[str] = []
    for position, line in enumerate(piece.words.split("\n")):
        bare = line.strip()
        inner = escaped(bare, begins=(at_start or position > 0) and not sign)
        if (
            inner
            and piece.link.casefold().startswith(("http://", "https://", "mailto:"))
            and not re.search(r"[\s<>()\\]", piece.link)
        ):
            inner = f"[{inner}]({piece.link})"
        inner = f"{sign}{inner}{sign}" if inner and sign else inner
        marked.append(line[: len(line) - len(line.lstrip())] + inner + line[len(line.rstrip()) :] if bare else line)
    return "\n".join(marked)


def _parts_at_bullets(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """The pieces, split before each line that begins with a bullet."""
    words = "".join(piece.words for piece in pieces)
    ends = [end.end() for end in re.finditer("\n", words) if _TYPED_BULLET.match(words, end.end())]
    done = 0
    for end in [*ends, len(words)]:
        yield _slice(pieces, done, end)
        done = end


def _slice(pieces: list[_Piece], start: int, end: int | None = None) -> list[_Piece]:
    """The letters of the pieces from `start` to `end`, and the footnotes there."""
    left: list[_Piece] = []
    at = 0
    end = sum(len(piece.words) for piece in pieces) if end is None else end
    for piece in pieces:
        first, last = max(start - at, 0), end - at
        if piece.note and (start < at <= end or at == start == 0):
            left.append(piece)
        elif piece.words[first : max(last, 0)]:
            left.append(piece._replace(words=piece.words[first : max(last, 0)]))
        at += len(piece.words)
    return left


def _hanging(sign: str, text: str) -> str:
    return sign + text.replace("\n", "\n" + " " * len(sign))


def _indent_below(above: Block | None, level: int) -> str:
    """The indent of a nested list item: that of the words of an item above it."""
    if above is None or above.kind != "item":
        return ""
    sign = re.match(r"( *)(-|\d+\.) ", above.markdown)
    assert sign is not None
    return " " * min(level * (2 if sign[2] == "-" else 3), len(sign[0]))


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _within(element, tag)


def _shown(words: str) -> str:
    line = " ".join(words.split())
    return f"“{line[:_LONGEST_SHOWN]}{'…' if len(line) > _LONGEST_SHOWN else ''}”"


def _more(shown: list[str]) -> str:
    return (
        " " + ", ".join(map(_shown, shown[:5])) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "") + "." if shown else ""
    )
