"""Words and marks that GOV.UK's style avoids, and how to find them in what a user reads."""

from __future__ import annotations

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SMALL_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
INSTEAD = {
    r"utili[sz](?:e|es|ed|ing)": "use",
    r"facilitat(?:e|es|ed|ing)": "help, or what exactly happens",
    r"leverag(?:e|es|ed|ing)": "use",
    r"commenc(?:e|es|ed|ing)": "start",
    r"terminat(?:e|es|ed|ing)": "end",
    r"in order (?:to|that)": "to",
    r"so as to": "to",
    r"prior to": "before",
    r"subsequent to": "after",
    r"whilst": "while",
    r"amongst": "among",
    r"via": "through, or by",
    r"e\.?g": "for example, or such as",
    r"i\.?e": "that is",
    r"etc": "what else there is, or: such as",
    r"viz|ibid|per annum|ad hoc|inter alia|vice versa": "English words",
    r"please (?:note|be aware)": "the fact itself",
    r"simply|easily|obviously|of course|basically|just": "nothing: it may not be so for the reader",
    r"click here|read more here": "words that say where the link leads",
    r"in the event (?:of|that)": "if",
    r"due to the fact that": "because",
    r"in respect of|in relation to|with regard to|pertaining to": "about",
    r"a number of": "some, or how many",
    r"(?:is|are) able to": "can",
    r"(?:is|are) required to": "must",
    r"and/or": "or",
    r"shall": "must, or will",
    r"thereof|therein|herein|hereby|aforementioned|meanwhile": "the plain word",
    r"stale": "out of date",
    r"(?:an? |the )?strangers?(?:'s|’s)?": "who or what it is",
    r"endless": "too long",
    r"likewise": "also, or the same",
    r"answerable": "responsible",
    rf"(?:{_SMALL_NUMBERS}) (?:seconds?|minutes?|hours?|megabytes?|MB)": "a figure before a unit",
    rf"(?:{_MONTHS}) \d{{1,2}},? (?:19|20)\d\d": "a date such as 2 May 2017",
    rf"\d{{1,2}}(?:st|nd|rd|th) (?:of )?(?:{_MONTHS})": "a date such as 2 May 2017",
}
"""What to avoid, and what to write instead."""
_AVOIDED = {re.compile(rf"(?<![\w/-])(?:{words})(?![\w/-])", re.IGNORECASE): instead for words, instead in INSTEAD.items()}
_MARKS = {
    re.compile(r"[A-Za-z]!(?:\s|$)"): "a full stop",
    re.compile(r"[A-Z]\w* & [A-Z]"): "and",
    re.compile(r"[a-z.,;]  +[A-Za-z]"): "one space",
}
PROPER_NAMES = frozenset(
    "British English Chromium Debian Fedora GOV.UK Git GitHub Home Secretary JetBrains Jinja Linux Mac Markdown Police Act PowerShell Studio "
    "Visual Code Westshire Windows Word Excel LibreOffice Unreleased YAML".split()
)
"""Words that keep their capital inside a heading."""
_LISTING = re.compile(r"^```.*?^```[^\n]*$|^---$.*?^---$|<!--.*?-->|^(?: {4}|\t)[^\n]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_ADDRESS = re.compile(r"\]\([^)\s]*\)|<?https?://\S+")


def prose_of(markdown: str) -> list[str]:
    """The lines of a page that are words: headings, tables and lists too, but no listings, commands or addresses."""
    words = _ADDRESS.sub("]", _CODE.sub("`code`", _LISTING.sub("", markdown)))
    return [line.strip() for line in words.splitlines() if any(letter.isalpha() for letter in line)]


def avoided_in(text: str) -> list[str]:
    """What in a text is to be avoided, with what to write instead."""
    found = [(pattern.search(text), instead) for pattern, instead in (_AVOIDED | _MARKS).items()]
    return [f"“{match[0].strip()}” in “{text}”: write {instead}" for match, instead in found if match]


def capitals_in_heading(line: str) -> list[str]:
    """The words of a Markdown heading that begin with a capital though they are no names."""
    first, *rest = line.lstrip("#").replace("*", "").split() or [""]
    following = [
        word.strip("()[],.:“”’'") for before, word in zip([first, *rest], rest, strict=False) if not before.endswith((".", ":"))
    ]
    return [word for word in following if word[:1].isupper() and word[1:].islower() and word not in PROPER_NAMES]
