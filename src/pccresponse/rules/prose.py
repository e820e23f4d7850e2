"""What no text may contain: placeholders, private details, names of junior officers and victims, other markup, other characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from pccresponse.case.case import Case
from pccresponse.case.naming import listed, shortened
from pccresponse.edition_files import character_in_words
from pccresponse.foundation.pasted_lists import with_lists
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import every_text, response_texts
from pccresponse.rules.rule import ADVICE, ERROR, WARNING, breach_in, rule

_TO_BE = "to be (?:confirmed|completed|added|inserted|supplied|advised|determined|decided)"
_WORD_ENDS = r"(?![\w@-])"


def _word(word: str) -> re.Pattern[str]:
    """A pattern for a whole word that is not part of an address."""
    return re.compile(rf"(?<![\w.@/-]){word}{_WORD_ENDS}", re.IGNORECASE)


_UNFINISHED = (
    *((word, _word(word)) for word in ("todo", "fixme", "lorem", "tbc", "tba", "tbd")),
    ("xxx", _word("x{3,100}")),
    ("xx", re.compile(rf"(?<![\w.@/-])xx{_WORD_ENDS}")),
    ("???", re.compile(r"\?{3,100}")),
    ("{{", re.compile(r"\{\{[^{}\n]{0,80}\}\}")),
    ("[", re.compile(r"\[[ \t]{0,8}(?:insert|enter|fill in)\b[^\[\]\n]{0,200}(?:\](?!\()|$)", re.IGNORECASE | re.MULTILINE)),
    ("<", re.compile(r"<(?:insert|enter|name|date)\b[^<>\n]{0,80}>", re.IGNORECASE)),
    (
        "to be ",
        re.compile(
            rf"(?:^|[\[(:–—])[ \t]{{0,8}}(?:[-*+] )?(?:(?:date|details|name|text|wording) )?{_TO_BE}[ \t]{{0,8}}(?=$|[\]).;])",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
)
"""Placeholders, each with characters that a text must have for a match, so that most texts need no search."""

_PERHAPS_UNFINISHED = (
    (
        "to be ",
        re.compile(
            r"\bto be (?:confirmed|advised|determined)\b"
            r"(?![ \n](?:by|at|in|on|with|within|when|through|before|after|as|once|that|whether)\b)",
            re.IGNORECASE,
        ),
    ),
    ("[", re.compile(r"\[(?:name|date|number|title|address)\](?![(\[:])", re.IGNORECASE)),
)


@rule(
    "PLACEHOLDER",
    ERROR,
    title="The documents have no placeholders.",
    remedy="Replace it with the final words, or remove it.",
    may_be=(WARNING,),
)
def nothing_is_a_placeholder(case: Case) -> Iterator[Breach]:
    """TODO, TBC, "xxx", "lorem ipsum", "[insert date]", "???" and "to be confirmed" are notes to yourself. In a published document
    they tell the public that nobody read it to the end. The program refuses a final document while one is left in the response or
    in office.yaml.

    The rule does not look at web addresses or at parts of longer words. Words that can also be ordinary text, such as "remains to
    be confirmed", give a warning.
    """
    for text in every_text(case.response, case.office):
        folded = text.words.casefold()
        found = _distinct(_UNFINISHED, text.words, folded)
        certain = bool(found)
        found = found or _distinct(_PERHAPS_UNFINISHED, text.words, folded)
        if found:
            which = f"{listed([f'“{shortened(each)}”' for each in found])} {'is' if len(found) == 1 else 'are'}"
            problem = f"{which} still to be filled in{'' if certain else ', it seems'}."
            yield breach_in(case, text, problem, words=found[0], severity=None if certain else WARNING)


def _distinct(patterns: Iterable[tuple[str, re.Pattern[str]]], words: str, folded: str) -> list[str]:
    """The matches of the patterns, each once."""
    found: dict[str, str] = {}
    for hint, pattern in patterns:
        if hint in folded:
            for match in pattern.finditer(words):
                shown = match[0].strip(" \t(:–—-*+;")
                found.setdefault(shown.casefold(), shown)
    return list(found.values())


_REST_OF_THE_NUMBER = r"[1257](?:[ ()-]{0,2}\d){8,9}(?![\w-])"
_TELEPHONES = (
    ("0", re.compile(rf"0(?<![\w/.+-]0){_REST_OF_THE_NUMBER}")),
    ("+44", re.compile(rf"\+44(?<!\w\+44)[ -]?(?:\(0\)[ -]?)?{_REST_OF_THE_NUMBER}")),
)
_PRIVATE_MAIL = re.compile(
    r"@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|aol|proton|protonmail|btinternet|talktalk|virginmedia|sky"
    r"|ntlworld|tiscali)\.(?:com|co\.uk|net|uk|me)\b",
    re.IGNORECASE,
)
_FIGURES_OF_NATIONAL_INSURANCE = re.compile(r"\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?!\w)")
_LETTERS_OF_NATIONAL_INSURANCE = re.compile(r"(?:\W|\A)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\Z")
_LONGEST_LOCAL_PART = 64


@rule(
    "PERSONAL",
    WARNING,
    title="No text contains a person's private details.",
    remedy="Remove it, or say how to contact the office instead.",
    cites="Data Protection Act 2018",
)
def no_text_holds_private_details(case: Case) -> Iterator[Breach]:
    """The documents are published, and each one contains response.yaml. You cannot take back a telephone number, a private e-mail
    address or a National Insurance number.

    Put the office's contact details in office.yaml or under "contact:". The rule does not look there. Freephone and national
    numbers (beginning 03 or 08) belong to no private person, so they pass.
    """
    for text in response_texts(case.response):
        if text.path[0] == "contact":
            continue
        for what, shown in _private_details(text.words):
            yield breach_in(case, text, f"there seems to be {what} in it ({shown}).")


def _private_details(words: str) -> Iterator[tuple[str, str]]:
    """The kind of each private detail, and its first characters: enough to find it, and no copy of it in a log."""
    for hint, pattern in _TELEPHONES:
        telephone = pattern.search(words) if hint in words else None
        if telephone:
            yield "a telephone number", f"{telephone[0][:5]}…"
            break
    if "@" in words and (mail := _PRIVATE_MAIL.search(words)):
        local_part = words[max(0, mail.start() - _LONGEST_LOCAL_PART) : mail.start()].split()
        yield "a private e-mail address", f"{local_part[-1][:2] if local_part else ''}…{mail[0]}"
    for figures in _FIGURES_OF_NATIONAL_INSURANCE.finditer(words):
        letters = words[max(0, figures.start() - 4) : figures.start()]
        if _LETTERS_OF_NATIONAL_INSURANCE.search(letters):
            yield "a National Insurance number", f"{letters.strip(' -')[-2:]} …"
            break


_TAGS = (
    "a|abbr|b|big|blockquote|br|center|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|ins|li|link|ol|p|pre|s|script"
    "|section|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|u|ul|video"
)
_NOT_UNDERSTOOD = (
    ("<", re.compile(rf"</?(?:{_TAGS})(?:[ \t\n][^<>]{{0,300}})?/?>|<!--", re.IGNORECASE), "HTML is printed as text"),
    ("![", re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,300}\)?"), "pictures are not printed"),
    ("`", re.compile(r"`[^`\n]{1,300}`|```"), "backquotes are printed as text"),
    (
        "]:",
        re.compile(r"^ {0,3}\[[^\[\]^\n][^\[\]\n]{0,300}\]:", re.MULTILINE),
        "links that are defined elsewhere are printed as text",
    ),
    (
        "](",
        re.compile(r"\[(?<!!\[)[^\[\]\n]{1,300}\]\((?!https?://|mailto:)[^()\s]{0,300}\)", re.IGNORECASE),
        "only links to http://, https:// and mailto: become links",
    ),
)
_IN_A_LINE = re.compile(r"\*\*[^*\n]{1,300}\*\*|\[[^\[\]\n]{1,300}\]\(https?://[^()\s]{1,300}\)")


@rule(
    "MARKUP",
    ADVICE,
    title="Texts use only the Markdown that the documents understand.",
    remedy="Use paragraphs, emphasis, lists, quotations, headings, links, simple tables and footnotes.",
    cites="PDF/UA-1 (ISO 14289-1)",
)
def texts_use_markdown_that_is_understood(case: Case) -> Iterator[Breach]:
    """The documents must work for people who listen to them. So their Markdown leaves out what cannot be made accessible from
    the text alone: HTML, program code, and pictures (which need alternative text and a licence).

    None of it does harm: the documents print it as text, which is seldom what you want. Fields of one line, such as headings
    and names, do not take Markdown at all.
    """
    for text in every_text(case.response, case.office):
        if not text.is_markdown:
            if "**" in text.words or "](" in text.words:
                found = _IN_A_LINE.search(text.words)
                if found:
                    yield breach_in(case, text, f"“{shortened(found[0])}”: this field does not take Markdown.", words=found[0])
            continue
        for hint, pattern, what in _NOT_UNDERSTOOD:
            found = pattern.search(text.words) if hint in text.words else None
            if found:
                yield breach_in(case, text, f"“{shortened(found[0])}”: {what}.", words=found[0])


@rule(
    "CHARACTERS",
    ERROR,
    title="The fonts of the documents have every character.",
    remedy="Remove it, or write it in letters that the fonts have.",
)
def every_character_can_be_drawn(case: Case) -> Iterator[Breach]:
    """The documents use only the fonts that come with their templates, so that they look the same in a hundred years. These have
    the letters of the languages of Europe, including Welsh, and the usual signs. A character that they lack would be an empty box,
    which PDF/A does not allow. An invisible one can reverse the order of a sentence.

    What counts is what the reader sees. In Markdown, an entity such as &#x202E; counts as the character that it stands for.
    """
    if case.coverage is None:
        return
    for text in every_text(case.response, case.office):
        words = _as_read(text.words) if text.is_markdown else text.words
        strange = case.coverage.undrawable(words.replace("\n", " "))
        if strange:
            problem = f"the fonts cannot draw {listed([character_in_words(each) for each in strange[:5]])}."
            yield breach_in(case, text, problem, words=_as_written(strange[0], text.words))


_ENTITIES = re.compile(r"\\.|&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});", re.DOTALL)


def _as_read(words: str) -> str:
    """A Markdown text with its bullets and entities as they are printed. An entity after a backslash is printed as typed."""
    words = with_lists(words)
    return _ENTITIES.sub(lambda found: _decoded(found[0]), words) if "&" in words else words


def _decoded(entity: str) -> str:
    """The character of an entity. Markdown has no control characters, unlike HTML."""
    if entity.startswith("&#"):
        code = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
        if 0x7F <= code <= 0x9F:
            return "\N{REPLACEMENT CHARACTER}"
    return unescape(entity)


def _as_written(character: str, words: str) -> str:
    """A character as it is typed in the text, perhaps as an entity."""
    entities = (found[0] for found in _ENTITIES.finditer(words) if character not in words)
    return next((each for each in entities if _decoded(each) == character), character)


_JUNIOR = (
    r"PCSO|P\.?C\.?|D\.?C\.?|P\.?S\.?|D\.?S\.?|DCI|DI|Sgt|Insp|Supt"
    r"|(?:Police |Detective |Special )?Constable|(?:Police |Detective )?Sergeant"
    r"|(?:Detective )?(?:Chief )?Inspector|(?:Detective )?(?:Chief )?Superintendent"
)
_NAME = r"(?P<initial>[A-Z])(?:\.? [A-Z])?[a-z]+(?:[ '’-][A-Z][a-z]+)?"
_OFFICER = re.compile(rf"(?<![\w-])(?P<who>{_JUNIOR}) {_NAME}\b")
_SENIOR = re.compile(r"\b(?:HM|Majesty['’]s|Chief) $")
_NO_NAME = frozenset(
    (
        "Act Apprentice Apprenticeship Association Associations Assessment Central Comics Degree Development Entry "
        "Federation General Holder In Leadership Major Misconduct Of Operational Programme Programmes Promotion Recruit "
        "Recruits Recruitment Regulations Registrar Support Team Teams Training World"
    ).split()
)
_VICTIM = re.compile(r"\b(?P<who>victim|complainant|witness|survivor)(?:,| called| named)? (?P<initial>[A-Z])[a-z]+ [A-Z][a-z]+\b")


@rule(
    "NAMED-PEOPLE",
    ADVICE,
    title="No text names a junior officer or a victim.",
    remedy="Give the rank or the role without the name, unless there is a reason to publish the name.",
)
def no_junior_officer_and_no_victim_is_named(case: Case) -> Iterator[Breach]:
    """The comments stay on the web for years. Those who answer for the force in public are named. Officers below assistant chief
    constable, victims, witnesses and suspects usually need not be, and may have a right not to be. The rule looks only at running
    text, and shows a name by its first letter.
    """
    for text in response_texts(case.response):
        if not text.is_markdown:
            continue
        found: dict[str, None] = {}
        for match in _OFFICER.finditer(text.words):
            name = match[0].split()[len(match["who"].split()) :]
            if not (_SENIOR.search(text.words[: match.start()]) or _NO_NAME & {*name}):
                found[f"“{match['who']} {match['initial']}…”"] = None
        for match in _VICTIM.finditer(text.words):
            found[f"“{match['who']} {match['initial']}…”"] = None
        if found:
            yield breach_in(case, text, f"{listed(list(found))} may be named there.")
