"""The parts of a request in a report: what shows that it is one, such as `should`, by when it is to be done, and whom it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

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
    rf"\b(?:{AT_ONCE_OR_SOON}{_AND_BY}?|immediate(?= (?:(?:and \w+|remedial) )?(?:action|steps?|measures?)\b)|{_DAY}|{_TIME_LEFT}|(?:from|until|with effect from|starting (?:in|from)|during) {_DATE}"
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
_TAKES = re.compile(r"\b(?:should|must|needs? to|and|to) (?:\w+ )?take(?: (?:an?|the|further|some))?$")
_ACTION = re.compile(r"(?:(?:and \w+|remedial|further) )?(?:action|steps?|measures?)\b")
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
ONE_FORCE = r"(?:[A-Z][\w’'-]+ (?:(?:and|of|the|&) )?){1,5}(?:Police|Constabulary|Police Service)"
"""A regular expression for the name of a force."""


@lru_cache(maxsize=64)
def sentences_of(text: str) -> tuple[tuple[int, str], ...]:
    """Each sentence with its place in the text."""
    place = 0
    found = []
    for gap in _SENTENCE_ENDS.finditer(text):
        found.append((place, text[place : gap.start()]))
        place = gap.end()
    if text[place:].strip():
        found.append((place, text[place:]))
    return tuple(found)


def first_sentence(text: str) -> str:
    """The first sentence of a text; empty if it has none."""
    sentences = sentences_of(text)
    return sentences[0][1] if sentences else ""


def governs(sentence: str, due: re.Match[str], modal_end: int) -> bool:
    """Whether words about time belong to the request and not to something in it, such as `within 15 minutes` or `attended immediately`.

    `modal_end` is the place after `should`.
    """
    before, rest = sentence[: due.start()].rstrip(), sentence[due.end() :].lstrip()
    if due.start() == 0:
        return True
    words = due[0].casefold()
    if _ACTION.match(rest) and words == "immediate":
        return _TAKES.search(before) is not None
    if words.startswith("from") and before.endswith(",") and (not rest or rest[0] in ".;"):
        return True
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
    for number, sentence in enumerate(asked or [first_sentence(text)]):
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
    dated = _dated_request(asked)
    return DUE.match(dated)[0] if dated else None  # type: ignore[index]


def _dated_request(sentences: Sequence[str]) -> str:
    """The sentence that begins `By June, forces should`, if all before it only say what somebody needs to do; empty if there is none."""
    for sentence in sentences:
        if "should" in sentence:
            return sentence if DUE.match(sentence) else ""
    return ""


def without_lead_in(text: str) -> str:
    """A request without the words about time and the `We recommend that` before it, as one list may print it and another not.

    >>> without_lead_in("We recommend that, within six months, forces should act.")
    'forces should act.'
    """
    while found := _LEADS.match(text) or DUE.match(text):
        text = text[found.end() :].lstrip(" ,:–—")
    return text


_THEREFORE = re.compile(r"(?:Therefore|Accordingly|So|Because of this|For (?:this|that) reason)\b")
_LEAD_IN = re.compile(
    rf"^(?:(?:and|but|so|therefore|accordingly|in addition|however),?\s+)?(?:(?:to|in order to)\b[^:;]{{5,300}}?,\s+|{RECOMMENDS_WORDS}(?: that)?:?,?\s*(?:to\s+)?)",
    re.IGNORECASE,
)
ACTOR = re.compile(
    r"(?:those |all |each |every |both |the |these |other )?(?:[\w’'&-]+ ){0,6}?(?:forces?|constabular(?:y|ies)|constables?|officers?|commissioners?|PCCs?|polic(?:e|ing)|bod(?:y|ies)"
    r"|office|secretary|college|council|NPCC|CPS|IOPC|service|agenc(?:y|ies)|mayors?|ministry|government|leads?|staff|boards?|departments?|inspectorates?|authorit(?:y|ies)|partners?|MPS|Met|NCA|leaders?|supervisors?|groups?|teams?|partnerships?|centres?|coordinators?|trusts?|managers?|HMCTS|directors?|heads?|chairs?|chief executives?|ministers?|registrars?|champions?|inspectors?|superintendents?|sergeants?|prosecutors?)\b",
    re.IGNORECASE,
)
_NAME_BEGINS = re.compile(
    r"[A-Z]|(?:the|all|each|every|both|those|these|other|local|national|regional|chief|police|forces?|constabular|policing|senior|health|elected|government|partner)"
)
PROPER_NAME = re.compile(r"[Tt]he (?:[A-Z][\w’'-]+ (?:(?:and|of|for|the|on) )*)+[A-Z][\w’'-]+")
_INITIALS = re.compile(r"(?:[Tt]he )?[A-Z]{3,6}")
_EXPECTS = re.compile(rf"{INSPECTORS} (?:also |now |therefore )*expects? (?P<who>[^,.;:]{{3,80}}?) to\b")
_GOES_ON_FROM_THEN = re.compile(r"(?:,? and (?:ongoing|thereafter|annually|regularly|every|at least|then)\b[^,;:]{0,40}),")
_OPENING = re.compile(r"(?:that|and|also|again)\b[ ,–—]*", re.IGNORECASE)
_TO_WHOM = re.compile(r"\s*to (?P<who>[^,;:]{3,80}?) that\b")
_SEVERAL = re.compile(rf"{ACTOR.pattern}(?:(?:,| and|, and) {ACTOR.pattern}){{1,4}}", re.IGNORECASE)
_IN_FRONT = re.compile(r"To (?P<who>(?:the |all |each )?[A-Za-z][^:.;,]{2,60}): ")
_AT_THE_END = re.compile(r"[(\[](?:[Aa]ddressed )?[Tt]o:? (?P<who>[^()\[\].;]{3,120})[)\]]\.?\s*$")
_FIRST_ACTOR = re.compile(
    r"(?:that\b)?[, ]*(?P<who>(?:the |all |each |every )?(?:force|forces|constabulary|police forces?|chief constables?|chief officers?|police and crime commissioners?|Home Office"
    r"|Home Secretary|College of Policing|Crown Prosecution Service|CPS|(?:NPCC|National Police Chiefs[’'] Council)(?: (?:lead|coordinator)(?: (?:for|on) (?:[\w’'-]+ ){1,5}?(?=[a-z]+s\b))?)?|Metropolitan Police Service)\b(?![’']s)"
    r"|(?:[A-Z][\w’'-]+ (?:(?:and|of|the|&) )?){1,4}(?:Police Service|Police|Constabulary)\b)"
)
_ADVERBIAL = re.compile(
    r"(?:in|at|on|for|when|where|wherever|if|once|during|after|before|as|until|while|through|with|following|given|because|although|to|by|where)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:they|it)(?: (?:also|each|all|both))?")
_NO_VERB = frozenset(
    "and or of for with in to that which who whose on at by from as both the all a an its their under including".split()
)
_AFTER_SUBJECT = re.compile(r"(?<=[\w’'] )(?P<word>[a-z]+)\b")
_ABBREVIATION = re.compile(r" \([\"'‘“]?(?:the )?[A-Z][\w&-]+[\"'’”]?\)")
"""An abbreviation or a short name that a name has behind it, in brackets."""
_PARTS = re.compile(r"[^\W_]+|\W|_")
_JOINS = re.compile(r", and |, | and ")
_LAST_ACTOR = re.compile(
    r"(?:(?:the|all|each|every) (?:force|forces|constabulary|police force|chief constables?)|(?:all |each |every )?(?:chief constables|chief officers|police and crime commissioners)"
    r"|(?:[A-Z][\w’'-]+ ){1,3}(?:Police|Constabulary|Police Service))$"
)


def addressee_of(text: str) -> str | None:
    """The addressee of a finding, in the report's words: the subject of `should` in its first request. None if nobody is named.

    >>> addressee_of("Not later than 31 March 2015 those forces with a policy, that have not done so, should give it.")
    'those forces with a policy'
    """
    bare = _ABBREVIATION.sub("", text)
    named = _addressee_in(bare)
    return _as_printed(named, text) if named and bare != text else named


def _as_printed(name: str, text: str) -> str:
    """A name with the abbreviations in brackets that a text has in it."""
    parts = (
        f"{re.escape(part)}(?:{_ABBREVIATION.pattern})?" if part.isalnum() else re.escape(part) for part in _PARTS.findall(name)
    )
    found = re.search("".join(parts), text, re.IGNORECASE)
    return name[:1] + found[0][1:] if found else name


def _addressee_in(text: str) -> str | None:
    named = _AT_THE_END.search(text) or _IN_FRONT.match(text)
    if named and (named.re is _AT_THE_END or names_a_body(named["who"])):
        return " ".join(named["who"].split())
    sentences = [sentence for _, sentence in sentences_of(text)]
    expected = _EXPECTS.match(text)
    if expected and names_a_body(expected["who"]):
        return expected["who"]
    if " need" in text and (dated := _dated_request(sentences)):
        sentences = [dated]
    for sentence, following in zip_longest(sentences, sentences[1:], fillvalue=""):
        modal = MODAL.search(sentence)
        recommends = RECOMMENDS.search(sentence)
        if modal is None and recommends:
            asked = DUE.sub("", sentence[recommends.end() :]).strip(" ,")
            return _first_actors(asked) or _subject_of_bare_verb(asked) or (_subject(asked) if asked.endswith(":") else None)
        if modal is None:
            if sentence.casefold().startswith("that "):  # `That the force trains its staff`
                return _subject_of_bare_verb(sentence[len("that ") :])
            continue
        if recommends and (told := _TO_WHOM.match(sentence, recommends.end())):
            return told["who"]
        if recommends and recommends.end() <= modal.start():
            asked = sentence[recommends.end() : modal.start()]
            return _subject_of_bare_verb(asked) or _subject(asked)
        subject = _subject(sentence[: modal.start()])
        if subject or not _THEREFORE.match(following):
            return subject
    return None


def asks_another(text: str, before: str) -> bool:
    """Whether a request asks somebody else than the request before it."""
    return addressee_of(text) not in (None, addressee_of(before))


def _first_actors(words: str) -> str | None:
    """The body that some words begin with, or several joined by `and`."""
    first = _FIRST_ACTOR.match(words)
    if first is None:
        return None
    end = first.end()
    while (joined := _JOINS.match(words, end)) and (following := _FIRST_ACTOR.match(words, joined.end())):
        end = following.end()
    return words[first.start("who") : end].strip()


def _subject_of_bare_verb(words: str) -> str | None:
    """The addressee after `recommend that` if a verb follows without `should`: `all forces review their policy`."""
    for after in _AFTER_SUBJECT.finditer(words):
        if after["word"] in _NO_VERB or ACTOR.fullmatch(after["word"]):
            continue
        subject = _subject(words[: after.start()])
        if subject and (names_a_body(subject) or _INITIALS.fullmatch(subject)):
            return subject
    return None


def has_its_own_subject(text: str) -> bool:
    """Whether an item of a list says who should do something, so that it needs no words before the list.

    >>> has_its_own_subject("that chief officers agree a plan;"), has_its_own_subject("agree a plan")
    (True, False)
    """
    return subject_of(text) is not None or (text[:1].isupper() and MODAL.search(text) is not None)


def subject_of(text: str) -> str | None:
    """Who should do something, in an item such as `that chief officers agree a plan` or `forces should agree a plan`."""
    modal = MODAL.search(text)
    if modal is None:
        return _subject_of_bare_verb(text[opening.end() :] if (opening := _OPENING.match(text)) else text)
    subject = _subject(text[: modal.start()])
    return subject if subject and names_a_body(subject) else None


def is_a_known_body(words: str) -> bool:
    """Whether the words name a usual addressee of recommendations."""
    words = _ABBREVIATION.sub("", words)
    return _FIRST_ACTOR.fullmatch(words[:1].lower() + words[1:]) is not None or _FIRST_ACTOR.fullmatch(words) is not None


def names_a_body(words: str) -> bool:
    """Whether some words are the name of somebody who can be asked, and nothing else."""
    words = _ABBREVIATION.sub("", words)
    if not _NAME_BEGINS.match(words):
        return False
    return ACTOR.fullmatch(words) is not None or _FIRST_ACTOR.fullmatch(words) is not None or _SEVERAL.fullmatch(words) is not None


def _subject(before: str) -> str | None:
    words = _THEREFORE.sub("", before.strip(), count=1).lstrip(" ,") if _THEREFORE.match(before) else before.strip()
    changed = True
    while changed:
        changed = False
        due = DUE.match(words)
        if due:
            words, changed = _GOES_ON_FROM_THEN.sub("", words[due.end() :], count=1).lstrip(" ,–—:"), True
        lead = _LEAD_IN.match(words)
        if lead and lead.end() > 0:
            words, changed = words[lead.end() :].lstrip(" ,–—:"), True
        if opening := _OPENING.match(words):
            words, changed = words[opening.end() :], True
    words = _without_adverbial(words)
    words = re.split(
        r",? (?:that|which|who|whose|where|when|unless|except)\b|,? (?:(?:in (?:consultation|partnership|conjunction|collaboration|liaison)|working|together|jointly|alongside|along)(?: with)?)\b|,\s+(?=(?:in|with|working|by|through|as|after|following|together|alongside|supported|including)\b)|[,;:]\s*$",
        words,
    )[0]
    words = DUE.sub("", words).strip(" ,–—:")
    words = re.sub(r"\s+(?:also|now|then|therefore|urgently|immediately|together|jointly|both|all|each)$", "", words)
    _, comma, last_part = words.rpartition(",")
    is_a_list = ACTOR.fullmatch(words.partition(",")[0].strip()) and re.search(r"\band\b", last_part)
    if comma and not is_a_list and ACTOR.search(last_part):
        words = last_part.strip()
    if re.match(r"(?:to|in order to)\s", words, re.IGNORECASE):  # no comma parts the purpose from whoever is asked
        last = _LAST_ACTOR.search(words)
        words = last[0] if last else ""
    if not words or len(words.split()) > 30:
        return None
    if not (ACTOR.search(words) or PROPER_NAME.match(words) or _INITIALS.fullmatch(words)) or re.match(
        r"(?:this|it|there|the (?:practice|review|plan|work|use|way|process|policy))\b", words, re.IGNORECASE
    ):
        return None
    return words[:1].lower() + words[1:] if _begins_small(words) else words


def _without_adverbial(words: str) -> str:
    """The words without a clause in front, as in `In each case that they close, forces`."""
    if _ADVERBIAL.match(words):
        for comma in re.finditer(r",\s+", words):
            rest = words[comma.end() :]
            if names_a_body(re.split(r",|\s(?:that|which|who)\b", rest)[0].strip()):
                return rest
            if _PRONOUN.fullmatch(rest) and (told := _first_actors(_ADVERBIAL.sub("", words, count=1).lstrip())):
                return told
    return words


def _begins_small(words: str) -> bool:
    """Whether the first letter is a capital only because a sentence begins with it."""
    return bool(
        re.match(
            r"(?:The|All|Each|Every|Those|These|Both|Chief|Forces|Police (?:forces|officers)|Police and crime|Other|Local)\b", words
        )
    )
