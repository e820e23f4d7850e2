"""Whom a request asks: who `should`, or whom the inspectorate recommends something to."""

from __future__ import annotations

import re
from itertools import zip_longest

from pccresponse.source_report.request_words import DUE, MODAL, RECOMMENDS, RECOMMENDS_WORDS, sentences_of

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
_OPENING = re.compile(r"(?:that|and|also|again)\b[ ,–—]*", re.IGNORECASE)
_TO_WHOM = re.compile(r"\s*to (?P<who>[^,;:]{3,80}?) that\b")
_SEVERAL = re.compile(rf"{ACTOR.pattern}(?:(?:,| and|, and) {ACTOR.pattern}){{1,4}}", re.IGNORECASE)
_IN_FRONT = re.compile(r"To (?P<who>(?:the |all |each )?[A-Za-z][^:.;,]{2,60}): ")
_AT_THE_END = re.compile(r"[(\[](?:[Aa]ddressed )?[Tt]o:? (?P<who>[^()\[\].;]{3,120})[)\]]\.?\s*$")
_FIRST_ACTOR = re.compile(
    r"(?:that\b)?[, ]*(?P<who>(?:the |all |each |every )?(?:force|forces|constabulary|police forces?|chief constables?|chief officers?|police and crime commissioners?|Home Office"
    r"|Home Secretary|College of Policing|Crown Prosecution Service|CPS|(?:NPCC|National Police Chiefs’ Council)(?: (?:lead|coordinator)(?: (?:for|on) (?:[\w’'-]+ ){1,5}?(?=[a-z]+s\b))?)?|Metropolitan Police Service)\b(?![’']s)"
    r"|(?:[A-Z][\w’'-]+ (?:(?:and|of|the|&) )?){1,4}(?:Police Service|Police|Constabulary)\b)"
)
_ADVERBIAL = re.compile(
    r"(?:in|at|on|for|when|where|wherever|if|once|during|after|before|as|until|while|through|with|following|given|because|although|to|by|where)\b",
    re.IGNORECASE,
)
_NO_VERB = frozenset(
    "and or of for with in to that which who whose on at by from as both the all a an its their under including".split()
)
_AFTER_SUBJECT = re.compile(r"(?<=[\w’'] )(?P<word>[a-z]+)\b")
_JOINS = re.compile(r", and |, | and ")
_LAST_ACTOR = re.compile(
    r"(?:(?:the|all|each|every) (?:force|forces|constabulary|police force|chief constables?)|(?:all |each |every )?(?:chief constables|chief officers|police and crime commissioners)"
    r"|(?:[A-Z][\w’'-]+ ){1,3}(?:Police|Constabulary|Police Service))$"
)


def addressee_of(text: str) -> str | None:
    """Whom a finding asks: whoever `should` in its first sentence that asks, in the report's words. None if no one is named.

    >>> addressee_of("Not later than 31 March 2015 those forces with a policy, that have not done so, should give it.")
    'those forces with a policy'
    """
    named = _AT_THE_END.search(text) or _IN_FRONT.match(text)
    if named and (named.re is _AT_THE_END or names_a_body(named["who"])):
        return " ".join(named["who"].split())
    sentences = [sentence for _, sentence in sentences_of(text)]
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


def _first_actors(words: str) -> str | None:
    """Whom some words begin with: one, or several that `and` joins."""
    first = _FIRST_ACTOR.match(words)
    if first is None:
        return None
    end = first.end()
    while (joined := _JOINS.match(words, end)) and (following := _FIRST_ACTOR.match(words, joined.end())):
        end = following.end()
    return words[first.start("who") : end].strip()


def _subject_of_bare_verb(words: str) -> str | None:
    """Whom words behind `recommend that` ask, where a verb follows without `should`: `all forces review their policy`."""
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
    """Whether some words are the name of one of those whom most recommendations ask."""
    return _FIRST_ACTOR.fullmatch(words[:1].lower() + words[1:]) is not None or _FIRST_ACTOR.fullmatch(words) is not None


def names_a_body(words: str) -> bool:
    """Whether some words are the name of somebody who can be asked, and nothing else."""
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
            words, changed = words[due.end() :].lstrip(" ,–—:"), True
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
            if names_a_body(re.split(r",|\s(?:that|which|who)\b", words[comma.end() :])[0].strip()):
                return words[comma.end() :]
    return words


def _begins_small(words: str) -> bool:
    """Whether the first letter is a capital only because a sentence begins with it."""
    return bool(
        re.match(
            r"(?:The|All|Each|Every|Those|These|Both|Chief|Forces|Police (?:forces|officers)|Police and crime|Other|Local)\b", words
        )
    )
