"""How a request is worded: `we recommend that`, `should`, and the words about time such as `within six months of publication`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pccresponse.models.words_about_time import AND_AT_LATEST, AT_ONCE_OR_SOON

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR = r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?"
_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty[- ]four|twenty|thirty|sixty|ninety"
    r"|(?:a )?few|several|a couple of)"
)
_UNIT = r"(?:working |calendar |business )?(?:hour|day|week|month|quarter|year)s?"
_THIS = r"(?:this|the|our) (?:report|letter|inspection(?: report)?|publication|review)"
_SINCE = (
    r"(?:of|after|from|following) (?:(?:the )?(?:(?:date|day) of (?:the )?)?(?:publication|receipt|issue)(?: of (?:this|the|our) (?:report|letter|inspection))?"
    rf"|(?:publishing|receiving) {_THIS}|the date(?: of {_THIS})?|{_THIS}(?:’s publication|(?: being| is| was)? published)?)"
)
_SPAN = rf"{_NUMBER} {_UNIT}(?:[’'] time)?(?: {_SINCE})?"
_NEXT = rf"(?:the )?(?:next|following|coming)(?: {_NUMBER})? (?:financial |calendar )?{_UNIT}(?: {_SINCE})?"
_A_YEAR = rf"(?:(?:this|the|next|the next|the current|the coming|the following) (?:financial |calendar |academic )?year|(?:the )?(?:financial |calendar )?year {_YEAR}|(?:the )?{_YEAR}(?: (?:financial |calendar )?year)?)"
_DATE = (
    rf"(?:(?:(?:the )?(?:end|start|beginning|middle|close) of |mid-|early (?:in )?|late (?:in )?)?(?:(?:the )?(?:(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?{_MONTH}(?:,? (?:of )?(?:19|20)\d\d)?"
    rf"|(?:spring|summer|autumn|winter)(?:,?(?: of)? (?:19|20)\d\d)?|(?:first|second|third|fourth|final|last|next) quarter(?: of (?:the )?{_YEAR})?|Q[1-4](?: {_YEAR})?)|{_A_YEAR}"
    r"|(?:this|next|the next|the|the current) (?:month|week|quarter|spring|summer|autumn|winter))"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d|(?:our|the|its|their) next (?:[\w-]+ ){0,2}(?:inspection|assessment|review|round|budget|meeting|cycle|report|plan))"
)
_BY = r"(?:(?:by )?(?:no|not) later than|by at the latest|on or before|by|before|prior to|ahead of)"
_DAY = rf"(?:{_BY} {_DATE}|(?:by )?(?:no|not) later than {_SPAN})(?: at the latest)?"
_TIME_LEFT = rf"(?:within|inside|(?:in )?(?:no|not) more than|in (?:less|under|fewer) than) (?:{_NEXT}|{_SPAN})|(?:in|over|during) {_NEXT}|over {_SPAN}|in {_NUMBER} {_UNIT}[’'] time"
_AND_BY = rf"(?:{AND_AT_LATEST}(?:{_DAY}|within {_SPAN}))"
DUE = re.compile(
    rf"\b(?:{AT_ONCE_OR_SOON}{_AND_BY}?|{_DAY}|{_TIME_LEFT}|(?:from|until|with effect from|starting (?:in|from)|during) {_DATE}"
    r"|by (?:the same (?:date|day|time)|that (?:date|day)|then)|from now on)(?!\w)",
    re.IGNORECASE,
)
_STARTS = re.compile(r"(?:from|over|until|on or before|during)\b(?! (?:the )?(?:next|coming|following))", re.IGNORECASE)
_OF_THIS_REPORT = re.compile(rf"{_SINCE}$", re.IGNORECASE)
_ADVERB = re.compile(AT_ONCE_OR_SOON, re.IGNORECASE)
_ONE_WORD = frozenset({"immediately", "urgently"})
_SHORT = re.compile(r"(?:within|in)\b.*(?:hour|day)", re.IGNORECASE)
_OF_SOMETHING_ELSE = re.compile(r"(?:of|after|from|following)\b", re.IGNORECASE)
_REQUEST_ENDS = re.compile(r"(?:[,.:;–—]|(?:to|and|so)\b)")
_IN_A_CLAUSE = re.compile(
    r"\b(?:that|which|who|whose|when|where|if|because|is|are|was|were|be|been|being|not|and|made|sure)\b", re.IGNORECASE
)
_FINISHED = re.compile(r"(?<!\bbe )(?<!\bbeen )(?<!\bis )(?<!\bare )\b\w+(?:ed|en|ade)$")
_MODAL_BEFORE = re.compile(r"\b(?:should|must|that|to|and|recommend|recommends|also|therefore|:)$")
_IS_TO = re.compile(r"\b(?:is|are|was|were) to$")
_MODAL = r"(?:should|must|needs? to|ought to)"
MODAL = re.compile(rf"\b{_MODAL}\b")
INSPECTORS = (
    r"(?:[Ww]e|I|HMIC(?:FRS)?|HMI|HM Inspectors?|H(?:er|is) Majesty[’']s (?:Chief )?Inspector(?:s|ate)?(?: of Constabulary)?|[Tt]he inspectorates?"
    r"|[Tt]he inspection team|[Ii]nspectors)(?:(?:,| and) (?:the )?(?:HM\w+|[A-Z]{3,6}))*"
)
RECOMMENDS_WORDS = rf"(?:{INSPECTORS} (?:also |therefore |further |now |strongly |jointly )*recommends?|[Ii]t is (?:also |therefore |further |strongly )?recommended)"
RECOMMENDS = re.compile(
    rf"\b{RECOMMENDS_WORDS}\b(?! (?:no|nothing|in|to the (?:earlier|previous)|reading|viewing|you|that (?:you|readers?|the reader|anyone)|looking|referring|visiting|(?:it|this|these|so)\b|this report (?:is|be) read))"
)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])['\"’”)]*\d{0,3}\s+(?=['\"‘“(]?[A-Z0-9])")
_LEADS = re.compile(rf"(?:Recommendation:\s*)?{RECOMMENDS_WORDS}(?: that)?\b")
GOES_ON = re.compile(
    r"(?:Therefore|Accordingly|This|These|It|They|Such|Those|Doing so|In doing so|The (?:review|plan|work|strategy|policy|audit|guidance|training|process|assessment|recommendation)s?)\b"
)
_NEAR = 100


def sentences_of(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its place in the text."""
    place = 0
    for gap in _SENTENCE_ENDS.finditer(text):
        yield place, text[place : gap.start()]
        place = gap.end()
    if text[place:].strip():
        yield place, text[place:]


def governs(sentence: str, due: re.Match[str], modal_end: int) -> bool:
    """Whether words about time belong to the request and not to something in it, such as `within 15 minutes` or `attended immediately`.

    `modal_end` is the place after `should`.
    """
    before, rest = sentence[: due.start()].rstrip(), sentence[due.end() :].lstrip()
    if due.start() == 0:
        return True
    words = due[0].casefold()
    if _STARTS.match(words):
        return _MODAL_BEFORE.search(before) is not None and words.startswith("from")
    if before.endswith((",", "–", "—")):
        return True
    if _MODAL_BEFORE.search(before) and not _IS_TO.search(before):
        return True
    if _OF_THIS_REPORT.search(words) and "hour" not in words:
        return True
    if _ADVERB.fullmatch(words) and not words.startswith(
        ("as a ", "as an ")
    ):  # `work together urgently to agree`, not `that calls are answered urgently`
        if (_REQUEST_ENDS.match(rest) or not rest) and not _IN_A_CLAUSE.search(before[modal_end:]):
            return True
        if words in _ONE_WORD or words.endswith(("opportunity", "at once")):
            return False
    if (
        (words.endswith("priority") and not words.startswith("as a matter"))
        or _SHORT.match(words)
        or _OF_SOMETHING_ELSE.match(rest)
    ):
        return False
    if not rest or rest[0] in ",.:;":
        return True
    return words.startswith(("by ", "no later", "not later", "before ")) and not _FINISHED.search(before)


def due_words(text: str) -> str | None:
    """The report's words about time, from the first sentence that asks for something or from one that returns to it.

    >>> due_words("Chief constables should make sure, by 31 March 2025, that files are kept.")
    'by 31 March 2025'
    >>> due_words("The force should review its files. This should be done within six months.")
    'within six months'
    """
    asked = [each for _, each in sentences_of(text) if MODAL.search(each) or RECOMMENDS.search(each)]
    if asked and (first := DUE.match(asked[0])):
        return first[0]
    for number, sentence in enumerate(asked or [next(sentences_of(text), (0, ""))[1]]):
        if number and not GOES_ON.match(sentence):
            break
        modal, recommends = MODAL.search(sentence), RECOMMENDS.search(sentence)
        if modal is None and recommends:
            near = DUE.search(sentence, recommends.end())
            return near[0] if near and near.start() < recommends.end() + _NEAR else None
        ahead = DUE.search(sentence[: modal.start()]) if modal else None
        if ahead and governs(sentence, ahead, len(sentence)):
            return ahead[0]
        place = modal.end() if modal else 0
        due = next((each[0] for each in DUE.finditer(sentence, place) if governs(sentence, each, place)), None)
        if due:
            return due
    return None


def without_lead_in(text: str) -> str:
    """A request without the words about time and the `We recommend that` before it, as one list may print it and another not.

    >>> without_lead_in("We recommend that, within six months, forces should act.")
    'forces should act.'
    """
    while found := _LEADS.match(text) or DUE.match(text):
        text = text[found.end() :].lstrip(" ,:–—")
    return text
