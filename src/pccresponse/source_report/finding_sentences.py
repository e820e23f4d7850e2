"""Sentences that recommend: how they begin, to whom they speak, by when, and whether they only tell of an earlier report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pccresponse.source_report.due_phrases import DUE, governs

_MODAL = r"(?:should|must|needs? to|ought to)"
MODAL = re.compile(rf"\b{_MODAL}\b")
_RECOMMENDS = r"(?:[Ww]e (?:also |therefore |further |now |strongly )*recommend|HM(?:IC|ICFRS|I) (?:also |therefore )?recommends?|[Tt]he inspectorate recommends|[Ii]t is (?:therefore )?recommended)"
RECOMMENDS = re.compile(
    rf"\b{_RECOMMENDS}\b(?! (?:no|nothing|in|to the (?:earlier|previous)|reading|viewing|you|that (?:you|readers?|the reader|anyone)|looking|referring|visiting|it\b|this report (?:is|be) read))"
)
_BODIES = (
    r"(?:[Aa]ll |[Ee]ach |[Ee]very )?(?:chief constables?|chief officers?|police and crime commissioners?|PCCs|(?:local )?policing bod(?:y|ies)|(?:police )?forces"
    r"|the Home Office|the Home Secretary|the College of Policing|the National Police Chiefs|the NPCC|the Crown Prosecution Service|the CPS|the IOPC"
    r"|the (?:national|NPCC|ACPO) (?:policing )?lead|the Department for [A-Z]\w+|the Attorney General"
    r"|the Ministry of Justice|the National Crime Agency|the Independent Office for Police Conduct|the (?:Met|MPS))"
)
_NATIONAL = re.compile(rf"(?:{_BODIES})\b[^.;:!?]{{0,140}}?\b(?:should|must)\b", re.IGNORECASE)
_SHOULD_BY = re.compile(rf"(?P<who>[A-Z][^.;:!?]{{3,160}}?) (?:should|must),? {DUE.pattern}[ ,]", re.IGNORECASE)
_BY_FORCE = re.compile(
    r"(?:The (?:force|constabulary|chief constable)|(?:[A-Z][\w’'-]+ (?:(?:and|of|the|&) )?){1,4}(?:Police(?: Service)?|Constabulary))[^.;:!?]{0,100}? should,? (?P<what>.*)",
    re.DOTALL,
)
_STRONG = re.compile(
    r"(?:take (?:immediate )?steps to|immediately|urgently|as a matter of (?:urgency|priority)|with immediate effect|as soon as)\b"
)
_EARLIER = re.compile(
    r"\b(?:we|HMIC|HMICFRS|HMI|inspectors|the inspectorate|(?:our|the|its|that) (?:(?:19|20)\d\d |previous |earlier |last )?(?:report|inspection|review))"
    r" (?:had |have |has )?(?:previously |also |then |already )*(?:recommended|asked|said|advised|stated|told)\b(?! us)"
    r"|\b(?:in|during|at|after|since) (?:our|the|its) (?:(?:19|20)\d\d(?:[/–-]\d\d)?|previous|last|earlier)\b[^.;:]{0,60}\b(?:found|identified|noted|highlighted|concluded)\b"
    r"|\b(?:was|were|been|had) (?:previously )?(?:recommended|advised)\b"
    r"|\b(?:it|we|HMIC|HMICFRS|the report) said\b|\bwe (?:were|are) told\b|\btold us\b|\bit was (?:said|thought|agreed)\b|\bmade the following\b|\b(?:19|20)\d\d (?:report|inspection|review),? (?:which )?recommended\b",
    re.IGNORECASE,
)
_SAID = re.compile(r",\s(?:it|we|they|he|she|I|HMIC|HMICFRS|the report) said\b[^,.;]{0,30}\W*$")
_PRAISE = re.compile(
    r"\b(?:should|must) (?:all |also |rightly )?be (?:very |rightly )?(?:proud|commended|congratulated|praised|pleased|noted|reassured)\b"
)
_SO_IT_IS = re.compile(r", (?:and|as) (?:it|they) (?:is|are|does|do|has|have)\.$")
_NO_REQUEST = re.compile(
    rf"{_PRAISE.pattern}|\b(?:should|must) (?:be (?:able|possible|ready)\b|have been\b|(?:\w+ ){{1,3}}(?:us|me|my)\b|(?:also )?(?:read|reflect on) (?:the|this|our|what|these)\b|(?:also )?(?:send|submit|return) (?:an?|its|their) (?:\w+ )?(?:plan|update|response)\b)"
)
_IMPERATIVE = re.compile(
    r"(?:Make|Ensure|Train|Review|Publish|Appoint|Use|Develop|Work|Set|Agree|Tell|Give|Improve|Introduce|Establish|Provide|Consider|Check|Put|Take|Carry"
    r"|Share|Record|Stop|Start|Begin|Write|Look|Explore|Create|Monitor|Adopt|Identify|Report|Update|Revise|Amend|Require|Support|Encourage|Issue|Collect)\b"
)
_GLOSSARY = re.compile(
    r"\b(?:if|where|when|whenever)\b[^.]{0,160}\bwe\b[^.]{0,40}\b(?:identify|find|see|make)\b"
    r"|\bwe (?:will |may |can )?(?:also )?(?:report|describe|record|define|refer to|class) (?:it|this|them|these) as\b"
    r"|\ban? (?:cause of concern|area for improvement|recommendation) (?:is|will|means|can|may|describes|identifies|sets)\b"
    r"|\b(?:causes of concern|areas for improvement|recommendations) (?:are (?:where|when|those|areas|issues|things|made)|will (?:always )?be)\b"
    r"|\bin (?:our|this) (?:inspections?|reports?),? (?:we|if we)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"\b(?:following|below|these|our) (?:\w+ ){0,2}(?:recommendations?|areas? for improvement|causes? of concern)\b[^.]{0,60}[:.]?$"
    r"|\b(?:recommendations?|areas? for improvement|causes? of concern) (?:is|are|were) (?:set out|listed|as follows|below|given)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:why|how|whether|because|understands?|knows?|recognises?|believes?|told|said|found|accepts?|agrees?|are|was|were|is|has|had|although|while|if)\b"
)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])['\"’”)]*\d{0,3}\s+(?=['\"‘“(]?[A-Z0-9])")
_IS_AN_AREA = re.compile(r"[A-Z][^.;:]{8,220} (?:is|are|remains?) an area for improvement\b")
_IS_A_CAUSE = re.compile(
    r"(?!(?:This|That|It|These|There|Which|What)\b)[A-Z][^.;:]{8,220} (?:is|are) (?:also |therefore )?a cause of concern(?: (?:to|for) \w+)?\."
)
_RETURNS = re.compile(
    r"(?:This|These|It|They|Such|Those|Doing so|In doing so|The (?:review|plan|work|strategy|policy|audit|guidance|training|process|assessment|recommendation)s?)\b"
)
_INTRODUCED = re.compile(r"\ban? ((?:[\w’'-]+ ?){1,3})")
_LEAD_IN = re.compile(
    rf"^(?:(?:and|but|so|therefore|accordingly|in addition|however),?\s+)?(?:(?:to|in order to)\b[^:;]{{5,300}}?,\s+|{_RECOMMENDS}(?: that)?:?,?\s*(?:to\s+)?)",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"(?:those |all |each |every |both |the |these |other )?(?:[\w’'&-]+ ){0,6}?(?:forces?|constabular(?:y|ies)|constables?|officers?|commissioners?|PCCs?|polic(?:e|ing)|bod(?:y|ies)"
    r"|office|secretary|college|council|NPCC|CPS|IOPC|service|agenc(?:y|ies)|mayors?|ministry|government|lead|board|department|inspectorates?|authorit(?:y|ies)|partners?|MPS|Met|NCA|leaders?|supervisors?|groups?|teams?|partnerships?|centres?|coordinators?|trusts?|managers?|HMCTS)\b",
    re.IGNORECASE,
)
_NAME_BEGINS = re.compile(
    r"[A-Z]|(?:the|all|each|every|both|those|these|other|local|national|regional|chief|police|forces?|constabular|policing|senior|health|elected|government|partner)"
)
_A_PROPER_NAME = re.compile(r"[Tt]he (?:[A-Z][\w’'-]+ (?:(?:and|of|for|the|on) )*)+[A-Z][\w’'-]+")
_INITIALS = re.compile(r"(?:[Tt]he )?[A-Z]{3,6}")
_A_STEM = re.compile(rf"{_A_PROPER_NAME.pattern} should:")
_OPENING = re.compile(r"(?:that|and|also|again)\b[ ,–—]*", re.IGNORECASE)
_TO_WHOM = re.compile(r"\s*to (?P<who>[^,;:]{3,80}?) that\b")
_SEVERAL = re.compile(rf"{_ACTOR.pattern}(?:(?:,| and|, and) {_ACTOR.pattern}){{1,4}}", re.IGNORECASE)
_IN_FRONT = re.compile(r"To (?P<who>(?:the |all |each )?[A-Za-z][^:.;,]{2,60}): ")
_AT_THE_END = re.compile(r"[(\[](?:[Aa]ddressed )?[Tt]o:? (?P<who>[^()\[\].;]{3,120})[)\]]\.?\s*$")
_FIRST_ACTOR = re.compile(
    r"(?:that\b)?[, ]*(?P<who>(?:the |all |each |every )?(?:force|forces|constabulary|police forces?|chief constables?|chief officers?|police and crime commissioners?|Home Office"
    r"|Home Secretary|College of Policing|Crown Prosecution Service|CPS|(?:NPCC|National Police Chiefs’ Council)(?: (?:lead|coordinator)(?: (?:for|on) (?:[\w’'-]+ ){1,5}?(?=[a-z]+s\b))?)?|Metropolitan Police Service)\b"
    r"|(?:[A-Z][\w’'-]+ (?:(?:and|of|the|&) )?){1,4}(?:Police Service|Police|Constabulary)\b)"
)
_JOINS = re.compile(r", and |, | and ")
_NEAR = 100
_LAST_ACTOR = re.compile(
    r"(?:(?:the|all|each|every) (?:force|forces|constabulary|police force|chief constables?)|(?:all |each |every )?(?:chief constables|chief officers|police and crime commissioners)"
    r"|(?:[A-Z][\w’'-]+ ){1,3}(?:Police|Constabulary|Police Service))$"
)


def sentences_of(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its place in the text."""
    place = 0
    for gap in _SENTENCE_ENDS.finditer(text):
        yield place, text[place : gap.start()]
        place = gap.end()
    if text[place:].strip():
        yield place, text[place:]


def recommends_by_itself(sentence: str, *, begins_a_paragraph: bool) -> bool:
    """Whether a sentence is a recommendation though no heading says so: by a stem that only recommendations have."""
    if tells_of_an_earlier_report(sentence) or is_of_a_glossary(sentence):
        return False
    if RECOMMENDS.search(sentence):
        return _is_followed_by_a_wish(sentence)
    asked = re.search(r"\b(?:should|must)\b", sentence)
    if (
        asked is None
        or not sentence[:1].isupper()
        or ((_NO_REQUEST.match(sentence, asked.start()) or _SO_IT_IS.search(sentence)) and not DUE.match(sentence))
    ):
        return False
    due = DUE.match(sentence)
    before = sentence.partition("should")[0]
    if due and "should" in sentence and ":" not in before and ";" not in before:
        return True
    first = re.sub(
        r"^(?:(?:In the meantime|Meanwhile|In addition|Furthermore),? )?(?:(?:To|In order to)\b[^.;:]{5,200}?, )?", "", sentence
    )
    first = first[:1].upper() + first[1:]
    by_force = _BY_FORCE.fullmatch(first)
    if by_force and (_STRONG.match(by_force["what"]) or (_due_is_early(by_force["what"]))):
        return True
    national = _NATIONAL.match(first)
    if national and _due_is_early(first[national.start() :], most=len(national[0]) + 80):
        return True
    if (
        begins_a_paragraph
        and (set_for := _SHOULD_BY.match(first))
        and _ACTOR.search(set_for["who"])
        and not _TELLS.search(set_for["who"])
    ):
        return True
    if begins_a_paragraph and _A_STEM.fullmatch(sentence):
        return True
    return bool(national) and "should" in sentence and begins_a_paragraph and not re.match(r"(?:The |Police )?[Ff]orces?\b", first)


def _is_followed_by_a_wish(sentence: str) -> bool:
    found = RECOMMENDS.search(sentence)
    assert found is not None
    return len(sentence[found.end() :].split()) >= 3 or sentence.rstrip().endswith(":")


def _due_is_early(words: str, most: int = 60) -> bool:
    due = DUE.search(words)
    return (
        due is not None and due.start() <= most and (due.start() == 0 or not due[0].startswith("as a ") or governs(words, due, 0))
    )


def tells_of_an_earlier_report(sentence: str) -> bool:
    """Whether a sentence itself says that what it asks for was asked for earlier."""
    if _SAID.search(sentence):
        return True
    told, asked = _EARLIER.search(sentence), MODAL.search(sentence)
    return told is not None and (asked is None or told.start() < asked.start())


def is_of_a_glossary(text: str) -> bool:
    """Whether a text explains what a kind of finding is, and is none."""
    first = next(sentences_of(text), (0, ""))[1]
    return _GLOSSARY.search(first) is not None and not DUE.match(first)


def introduces_findings(text: str) -> bool:
    """Whether a text only says that findings follow."""
    return _INTRODUCES.search(text) is not None and not DUE.search(text) and len(text.split()) <= 40


def returns_to(text: str, finding: str) -> bool:
    """Whether a paragraph goes on with what a finding asks for, rather than asking for something else."""
    if _RETURNS.match(text):
        return True
    first = next(sentences_of(text), (0, ""))[1]
    introduced = {word.casefold() for words in _INTRODUCED.findall(finding) for word in words.split() if len(word) > 3}
    return any(
        re.search(rf"\b(?:the|this|these|those|(?<!sure )(?<!sure, )(?<!ensure )(?<!so )that) {re.escape(noun)}s?\b", first)
        for noun in introduced
    )


def is_called_a_cause(text: str) -> bool:
    """Whether a paragraph only says of something that it is a cause of concern.

    >>> is_called_a_cause("Its vetting is also a cause of concern."), is_called_a_cause("This is a cause of concern.")
    (True, False)
    """
    return _IS_A_CAUSE.fullmatch(text) is not None


def is_an_order(text: str) -> bool:
    """Whether a paragraph begins as an order does, as below a heading that says to whom it speaks or by when."""
    return _IMPERATIVE.match(text) is not None


def asks(text: str) -> bool:
    """Whether a paragraph below a heading of findings asks for something in its first sentence: somebody `should` do it."""
    first = next(sentences_of(text), (0, ""))[1]
    if tells_of_an_earlier_report(first):
        return False
    if RECOMMENDS.search(first) or (_IS_AN_AREA.match(first) and not _RETURNS.match(first)):
        return True
    modal = MODAL.search(first)
    if modal is None or not first[:1].isupper() or _PRAISE.search(first):
        return False
    before = first[: modal.start()]
    if DUE.match(first):
        return True
    if _TELLS.search(before):
        return False
    return modal[0] == "should" or _ACTOR.search(before[-24:]) is not None


def due_words(text: str) -> str | None:
    """The report's words about time, from the first sentence that asks for something or from one that returns to it.

    >>> due_words("Chief constables should make sure, by 31 March 2025, that files are kept.")
    'by 31 March 2025'
    >>> due_words("The force should review its files. This should be done within six months.")
    'within six months'
    """
    asked = [each for _, each in sentences_of(text) if MODAL.search(each) or RECOMMENDS.search(each)]
    for number, sentence in enumerate(asked or [next(sentences_of(text), (0, ""))[1]]):
        if number and not _RETURNS.match(sentence):
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


def addressee_of(text: str) -> str | None:
    """Whom a finding asks: whoever `should` in its first sentence that asks, in the report's words. None if no one is named.

    >>> addressee_of("Not later than 31 March 2015 those forces with a policy, that have not done so, should give it.")
    'those forces with a policy'
    """
    named = _AT_THE_END.search(text) or _IN_FRONT.match(text)
    if named and (named.re is _AT_THE_END or names_a_body(named["who"])):
        return " ".join(named["who"].split())
    for _, sentence in sentences_of(text):
        modal = MODAL.search(sentence)
        recommends = RECOMMENDS.search(sentence)
        if modal is None and recommends:
            return _first_actors(DUE.sub("", sentence[recommends.end() :]).strip(" ,"))
        if modal is None:
            continue
        if recommends and (told := _TO_WHOM.match(sentence, recommends.end())):
            return told["who"]
        if recommends and recommends.end() <= modal.start():
            return _subject(sentence[recommends.end() : modal.start()])
        return _subject(sentence[: modal.start()])
    return None


def _first_actors(words: str) -> str | None:
    """Whom some words begin with: one, or several that `and` joins."""
    first = _FIRST_ACTOR.match(words)
    if first is None:
        return None
    end = first.end()
    while (joined := _JOINS.match(words, end)) and (following := _FIRST_ACTOR.match(words, joined.end())):
        end = following.end()
    return words[first.start("who") : end].strip()


def is_a_known_body(words: str) -> bool:
    """Whether some words are the name of one of those whom most recommendations ask."""
    return _FIRST_ACTOR.fullmatch(words[:1].lower() + words[1:]) is not None or _FIRST_ACTOR.fullmatch(words) is not None


def names_a_body(words: str) -> bool:
    """Whether some words are the name of somebody who can be asked, and nothing else."""
    if not _NAME_BEGINS.match(words):
        return False
    return _ACTOR.fullmatch(words) is not None or _FIRST_ACTOR.fullmatch(words) is not None or _SEVERAL.fullmatch(words) is not None


def _subject(before: str) -> str | None:
    words = before.strip()
    changed = True
    while changed:
        changed = False
        due = DUE.match(words)
        if due:
            words, changed = words[due.end() :].lstrip(" ,–—:"), True
        lead = _LEAD_IN.match(words)
        if lead and lead.end() > 0:
            words, changed = words[lead.end() :].lstrip(" ,–—:"), True
        if opening := _OPENING.match(words):
            words, changed = words[opening.end() :], True
    words = re.split(
        r",? (?:that|which|who|whose|where|when|unless|except)\b|,? (?:(?:in (?:consultation|partnership|conjunction|collaboration|liaison)|working|together|jointly|alongside|along)(?: with)?)\b|,\s+(?=(?:in|with|working|by|through|as|after|following|together|alongside|supported|including)\b)|[,;:]\s*$",
        words,
    )[0]
    words = DUE.sub("", words).strip(" ,–—:")
    words = re.sub(r"\s+(?:also|now|then|therefore|urgently|immediately)$", "", words)
    _, comma, last_part = words.rpartition(",")
    is_a_list = _ACTOR.fullmatch(words.partition(",")[0].strip()) and re.search(r"\band\b", last_part)
    if comma and not is_a_list and _ACTOR.search(last_part):
        words = last_part.strip()
    if re.match(r"(?:to|in order to)\s", words, re.IGNORECASE):  # no comma parts the purpose from whoever is asked
        last = _LAST_ACTOR.search(words)
        words = last[0] if last else ""
    if not words or len(words.split()) > 30:
        return None
    if not (_ACTOR.search(words) or _A_PROPER_NAME.match(words) or _INITIALS.fullmatch(words)) or re.match(
        r"(?:this|it|there|the (?:practice|review|plan|work|use|way|process|policy))\b", words, re.IGNORECASE
    ):
        return None
    return words[:1].lower() + words[1:] if _begins_small(words) else words


def _begins_small(words: str) -> bool:
    """Whether the first letter is a capital only because a sentence begins with it."""
    return bool(
        re.match(
            r"(?:The|All|Each|Every|Those|These|Both|Chief|Forces|Police (?:forces|officers)|Police and crime|Other|Local)\b", words
        )
    )
