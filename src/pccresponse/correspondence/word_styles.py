"""What the styles and the numbering of a Word file say about a paragraph: a heading, an item of a list with its number, words in bold."""

from __future__ import annotations

from typing import Any, NamedTuple

from pccresponse.correspondence.word_package import Package, W

_MOST_ANCESTORS = 20
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_OFF = ("0", "false", "off", "none")


class Item(NamedTuple):
    """An item of a list."""

    level: int
    label: str
    """The number or letter that Word prints before it, with its signs; empty for a bullet."""


class Styles:
    """The styles of one file, and how far its lists have been counted."""

    def __init__(self, package: Package) -> None:
        styles = package.part("styles")
        self._styles = {
            style.get(f"{W}styleId"): style for style in (styles if styles is not None else ()) if style.tag == f"{W}style"
        }
        numbering = package.part("numbering")
        every = list(numbering) if numbering is not None else []
        self._kinds = {each.get(f"{W}abstractNumId"): each for each in every if each.tag == f"{W}abstractNum"}
        self._lists = {each.get(f"{W}numId"): each for each in every if each.tag == f"{W}num"}
        self._counts: dict[str, dict[int, int]] = {}

    def heading_level(self, paragraph: Any) -> int:
        """1 to 6 for a heading, 0 for anything else."""
        for properties in self._properties(paragraph, "pPr", "pStyle"):
            outline = properties.find(f"{W}outlineLvl")
            if outline is not None:
                level = number(outline) + 1
                return level if 1 <= level <= 6 else 0
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found = self._styles.get(style.get(f"{W}val")) if style is not None else None
        name = str(value(found.find(f"{W}name"))).casefold() if found is not None else ""
        return 1 if name == "title" else int(name[8]) if name.startswith("heading ") and name[8:9] in set("123456") else 0

    def item(self, paragraph: Any) -> Item | None:
        """Which item of a list a paragraph is, counted on with each call; None for what is none."""
        for properties in self._properties(paragraph, "pPr", "pStyle"):
            listed = properties.find(f"{W}numPr")
            if listed is not None:
                of, depth = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
                return self._counted(value(of), min(8, max(0, number(depth)))) if value(of) not in ("", "0") else None
        return None

    def is_on(self, run: Any, paragraph: Any, name: str) -> bool:
        """Whether a property such as `b` or `i` is switched on for a run, by itself or by its styles."""
        for within, style in ((run, "rStyle"), (paragraph, "pStyle")):
            for properties in self._properties(within, "rPr", style):
                switch = properties.find(f"{W}{name}")
                if switch is not None:
                    return value(switch).casefold() not in _OFF
        return False

    def _properties(self, element: Any, kind: str, style_kind: str) -> list[Any]:
        """The element's own properties, if they are of its kind, and then those of its style and of the styles that this is based on."""
        own_kind = "rPr" if style_kind == "rStyle" else "pPr"
        own = element.find(f"{W}{own_kind}")
        if own is None:
            return []
        found = [own] if own_kind == kind else []
        style = value(own.find(f"{W}{style_kind}"))
        for _ in range(_MOST_ANCESTORS):
            element = self._styles.get(style)
            if element is None:
                break
            properties = element.find(f"{W}{kind}")
            found += [properties] if properties is not None else []
            style = value(element.find(f"{W}basedOn"))
        return found

    def _counted(self, of: str, level: int) -> Item:
        levels = self._levels(of)
        how = levels.get(level)
        form = value(how.find(f"{W}numFmt")) if how is not None else "bullet"
        if form in ("bullet", "none", ""):
            return Item(level, "")
        counts = self._counts.setdefault(self._kind_of(of) or of, {})
        start = number(how.find(f"{W}start"), 1) if how is not None else 1
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        label = value(how.find(f"{W}lvlText")) if how is not None else "%1."
        for each in range(9):
            form_there = value(levels[each].find(f"{W}numFmt")) if each in levels else "decimal"
            label = label.replace(f"%{each + 1}", _written(counts.get(each, 1), form_there))
        return Item(level, label.strip())

    def _kind_of(self, of: str) -> str:
        found = self._lists.get(of)
        return value(found.find(f"{W}abstractNumId")) if found is not None else ""

    def _levels(self, of: str) -> dict[int, Any]:
        kind = self._kinds.get(self._kind_of(of))
        return {_depth(each): each for each in kind.findall(f"{W}lvl")} if kind is not None else {}


def _depth(level: Any) -> int:
    said = str(level.get(f"{W}ilvl"))
    return int(said) if said in set("012345678") else 0


def value(element: Any) -> str:
    """The value of an element of properties; empty if there is none, `true` where it says nothing but that it is there."""
    if element is None:
        return ""
    said = element.get(f"{W}val")
    return "true" if said is None else str(said)


def number(element: Any, otherwise: int = 0) -> int:
    """The value as a number."""
    said = value(element)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else otherwise


def _written(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman, left = "", count % 40
        for size, digits in _ROMAN:
            roman, left = roman + digits * (left // size), left % size
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)
