"""The names of what is graded, and lists of them: `investigating crime, responding to the public and good use of resources`."""

from __future__ import annotations

import re

_DISORDER = r"(?:tackling |deterring |reducing |addressing )?(?:anti-?social behaviour|ASB)(?: \(ASB\))?"
_PUBLIC = r"(?:the|its) (?:public|workforce|people it serves)"
_WITH_RESPECT = r"(?:(?:,? (?:and )?|,? with )(?:fairly|fairness|appropriately|respectfully|respect))*"
_VULNERABLE = r"protecting (?:from harm )?(?:those who are vulnerable|(?:the )?vulnerable(?: people)?|people (?:at risk|who are vulnerable))(?: from harm)?"
_KEEPING_SAFE = r"(?:keeping people safe|reducing vulnerability)"
_NAMES = (
    rf"prevent(?:ing|ion of)(?: and deterring)? crime(?:(?: and|,|, and) {_DISORDER})?(?:(?: and|,|, and) {_KEEPING_SAFE})?",
    rf"(?:preventing|tackling|reducing) {_DISORDER}",
    rf"(?:the )?(?:fair |engaging with and )?treat(?:ing|ment of) {_PUBLIC}(?: and (?:its|the) workforce)?{_WITH_RESPECT}",
    rf"(?:the )?(?:use of )?(?:police )?powers and (?:public treatment|treat(?:ing|ment of) {_PUBLIC}{_WITH_RESPECT})",
    r"recording (?:data about )?(?:reported )?crimes?|crime data integrity|crime recording",
    r"(?:investigating|the investigation of|investigation of) crimes?|crime investigations?",
    r"supporting victims(?: of crime)?",
    r"respon(?:ding|se) to (?:calls from )?the public",
    _VULNERABLE,
    r"(?:managing|management of) (?:offenders|suspects)(?: and (?:suspects|offenders))?",
    r"(?:disrupting|tackling) (?:serious,? (?:and )?)?organised crime(?: \(SOC\))?",
    r"building, (?:supporting|developing),? and (?:protecting|supporting) (?:the|its) workforce|supporting and protecting (?:the|its) workforce",
    r"(?:developing|building|providing) a positive workplace",
    r"(?:making )?good use of (?:its )?resources|(?:the )?use of (?:its )?resources(?: to manage demand)?",
    r"strategic planning,? (?:and )?organisational management,?(?: and value for money)?|(?:providing )?value for money",
    r"leadership(?: (?:and|&) (?:force )?management)?",
    r"armed policing|protecting the public against armed threats",
    r"meeting (?:current|future) demands?(?: and using (?:its )?resources)?|planning for (?:the future|future demand)|understanding (?:of )?demand",
    r"ethical and lawful workforce behaviour|behaving ethically and lawfully",
    r"effectiveness|efficiency|legitimacy",
)
_A_NAME = re.compile(rf"(?:{'|'.join(_NAMES)})", re.IGNORECASE)
_OF_TWO = re.compile(
    rf"investigating crime,? and (?:managing offenders|reducing re-?offending|supporting victims)|{_VULNERABLE},? and supporting victims"
    r"|reducing crime and (?:preventing offending|keeping people safe)",
    re.IGNORECASE,
)
"""Questions of 2014 to 2018/19 that look like two areas of later years."""
_SEPARATOR = re.compile(r"\s*;\s*(?:and\s+)?|\s*,\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+")
_BETWEEN_ITEMS = re.compile(r"\s*;\s*(?:and\s+)?")
_BEFORE_A_NAME = re.compile(
    r"^(?:(?:at|in|for|of|both|the areas? of|areas? of|the (?:force|constabulary)[’']s|how it|performance in|performance at|approach to) )*[‘'“\"]?(?:(?:its|their) )?",
    re.IGNORECASE,
)
_AN_UNKNOWN_NAME = re.compile(r"(?!keeping\b)[A-Za-z]\w*ing\b(?: [\w’'-]+){1,5}")
_ANOTHER_ITEM = re.compile(r"[a-z][\w’'-]*(?: (?:[\w’'-]+|&)){0,6}", re.IGNORECASE)
_A_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|should|must|needs?|requires?|good|adequate|outstanding|inadequate|improvement|it|which|that|who)\b"
)
_LONGEST_LIST = 400


def subjects_of(text: str, *, since_2021: bool = False) -> tuple[str, ...]:
    """The subjects that a text lists, if it lists nothing else; none if it does.

    >>> subjects_of("investigating crime, responding to the public and good use of resources")
    ('investigating crime', 'responding to the public', 'good use of resources')
    >>> subjects_of("preventing crime, tackling anti-social behaviour and keeping people safe")
    ('preventing crime, tackling anti-social behaviour and keeping people safe',)
    >>> subjects_of("investigating crime and burglary with what it has")
    ()
    """
    text = " ".join(text.split()).strip(" .,;:")
    if len(text) > _LONGEST_LIST:
        return ()
    text = _bare(text)
    if _OF_TWO.fullmatch(text) and not since_2021:
        return (text,)
    if ";" in text:
        return _of_items(_BETWEEN_ITEMS.split(text))
    return _of_parts(text)


def _of_items(items: list[str]) -> tuple[str, ...]:
    """The subjects of items between semicolons, of which most are known."""
    found: list[str] = []
    known = 0
    for item in items:
        if subjects := _of_parts(item):
            found += subjects
            known += 1
        elif _may_be_a_name(item):
            first, second = _of_two(item)
            found += [first, second] if second else [first]
        else:
            return ()
    return tuple(found) if known * 2 > len(items) else ()


def _may_be_a_name(item: str) -> bool:
    return _ANOTHER_ITEM.fullmatch(_bare(item)) is not None and _A_VERB.search(item) is None


def _of_two(item: str) -> tuple[str, str]:
    """The two names of an item with an `and`, of which one is known; else the whole item."""
    for gap in re.finditer(r",? (?:and|&) ", item):
        parts = _bare(item[: gap.start()]), _bare(item[gap.end() :])
        if any(map(_A_NAME.fullmatch, parts)):
            return parts
    return _bare(item), ""


def _of_parts(text: str) -> tuple[str, ...]:
    """The subjects between commas and `and`: the longest names first, because some have a comma or an `and` of their own."""
    gaps = [(0, 0), *(found.span() for found in _SEPARATOR.finditer(text)), (len(text), len(text))]
    found: list[str] = []
    known = first = 0
    while first < len(gaps) - 1:
        start = gaps[first][1]
        for last in range(len(gaps) - 1, first, -1):
            part = _bare(text[start : gaps[last][0]])
            if _A_NAME.fullmatch(part):
                known += 1
                break
        else:
            last, part = first + 1, _bare(text[start : gaps[first + 1][0]])
            if not _AN_UNKNOWN_NAME.fullmatch(part) or _A_VERB.search(part):
                return ()
        found.append(part)
        first = last
    return tuple(found) if known == len(found) or (known >= 2 and known * 2 > len(found)) else ()


def _bare(name: str) -> str:
    return _BEFORE_A_NAME.sub("", name.strip()).rstrip("’'”\" ")
