"""Sentences around findings: whether one is a request, introduces or explains findings, continues one, or is about an earlier report."""

from __future__ import annotations

import re

from pccresponse.models.findings import MANY_NAMES, NAMES, ONE_NAME
from pccresponse.source_report.request_parts import (
    ACTOR,
    DUE,
    GOES_ON,
    INSPECTORS,
    MODAL,
    PROPER_NAME,
    RECOMMENDS,
    addressee_of,
    first_sentence,
    governs,
)

_BODIES = (
    r"(?:[Aa]ll |[Ee]ach |[Ee]very )?(?:chief constables?|chief officers?|police and crime commissioners?|PCCs|(?:local )?policing bod(?:y|ies)|(?:police )?forces"
    r"|the Home Office|the Home Secretary|the College of Policing|the National Police Chiefs|the NPCC|the Crown Prosecution Service|the CPS|the IOPC"
    r"|the (?:national|NPCC|ACPO) (?:policing )?lead|the Department for [A-Z]\w+|the Attorney General"
    r"|the Ministry of Justice|the National Crime Agency|the Independent Office for Police Conduct|the (?:Met|MPS))"
)
_NATIONAL = re.compile(rf"(?:{_BODIES})\b[^.;:!?]{{0,140}}?\b(?:should|must)\b", re.IGNORECASE)
_MUST = re.compile(r" (?:should|must),? ", re.IGNORECASE)
_LONGEST_SUBJECT = 160
_BY_FORCE = re.compile(
    r"(?:The (?:force|constabulary|chief constable)|(?:[A-Z][\w’'-]+ (?:(?:and|of|the|&) )?){1,4}(?:Police(?: Service)?|Constabulary)(?! Act\b))[^.;:!?]{0,100}? should,? (?P<what>.*)",
    re.DOTALL,
)
_STRONG = re.compile(r"(?:take (?:immediate )?steps to|as soon as)\b")
_EARLIER = re.compile(
    r"\b(?:we|HMIC|HMICFRS|HMI|inspectors|the inspectorate|(?:our|the|its|that) (?:(?:19|20)\d\d |previous |earlier |last )?(?:report|inspection|review))"
    r" (?:had |have |has )?(?:previously |also |then |already )*(?:recommended|asked|said|advised|stated|told)\b(?! us)"
    r"|\b(?:in|during|at|after|since) (?:our|the|its) (?:(?:19|20)\d\d(?:[/–-]\d\d)?|previous|last|earlier)\b[^.;:]{0,60}\b(?:found|identified|noted|highlighted|concluded)\b"
    r"|\b(?:was|were|been|had) (?:previously )?(?:recommended|advised)\b"
    r"|\b(?:it|we|HMIC|HMICFRS|the report) said\b|\bwe (?:were|are) told\b|\btold us\b|\bit was (?:said|thought|agreed)\b|\bmade the following\b|\b(?:19|20)\d\d (?:report|inspection|review),? (?:which )?recommended\b",
    re.IGNORECASE,
)
_REPORT = r"(?:inspection|report|review|visit|assessment|letter|revisit)s?"
_FOUND = r"(?:recommended|asked|advised|told|said(?= [^.;]{0,60}\b(?:should|must|need))|found|identified|reported|raised|highlighted|noted|issued|gave|made)"
_IN_A_YEAR = r"(?:in|since) (?:our )?(?:19|20)\d\d(?:[/–-]\d\d)?"
_EARLIER_INSPECTION = re.compile(
    rf"\b(?:previous|earlier|last|prior|first|original|(?:19|20)\d\d(?:[/–-]\d\d)?) (?:\w+ )?inspections?\b"
    rf"|\b(?:our|HMIC(?:FRS)?[’']s) (?:previous|earlier|last|prior|first|original|(?:19|20)\d\d(?:[/–-]\d\d)?) (?:\w+ )?{_REPORT}\b"
    r"|\b(?:the|that|its) (?:previous|earlier|last) report\b(?! (?:of|to|from|by|about)\b)|\b(?:19|20)\d\d report\b"
    rf"|\b(?:previous|earlier|outstanding|original|existing|repeated) {NAMES}\b|\b(?:remains?|remained|still|again|continues? to be) (?:\w+ ){{0,2}}{ONE_NAME}\b"
    rf"|\b{NAMES}\b[^.;]{{0,60}}\bcarried (?:over|forward)\b|\bcarr(?:y|ied|ies) (?:over|forward)\b[^.;]{{0,30}}\b{NAMES}\b|\brepeats? (?:\w+ ){{0,2}}{NAMES}\b|\b{NAMES} (?:of|from|in) (?:our )?(?:19|20)\d\d\b"
    rf"|\bcarried (?:over|forward) (?:from|since)\b[^.;]{{0,30}}(?:\b{_REPORT}|(?:19|20)\d\d)\b"
    rf"|\b{INSPECTORS} (?:again|still|repeat|remain|remains|are still|is still|recommends? again|once more|last inspected)\b"
    rf"|\b{INSPECTORS}(?: have| has| had)? (?:previously|already|first|earlier) {_FOUND}\b|\b{INSPECTORS}(?: have| has)? {_FOUND} [^.;]{{0,60}}\b(?:previously|before)\b[^.;]{{0,3}}(?:[.;]|$)"
    rf"|\b{_IN_A_YEAR},? (?:and again \w+ (?:19|20)\d\d,? )?{INSPECTORS} (?:also |first )?{_FOUND}\b|\b{INSPECTORS} (?:also |first )?{_FOUND} [^.;]{{0,60}}\b{_IN_A_YEAR}\b"
    r"|\baccelerated (?:letter|causes? of concern) (?:in|on|of|letter)\b|\b(?:we|HMICFRS) (?:have |had )?(?:issued|published|sent|wrote|announced)\b[^.]{0,80}\b(?:accelerated|letter)\b",
    re.IGNORECASE,
)
_SAID = re.compile(r",\s(?:it|we|they|he|she|I|HMIC|HMICFRS|the report) said\b[^,.;]{0,30}\W*$")
_PRAISE = re.compile(
    r"\b(?:should|must) (?:all |also |rightly )?be (?:very |rightly )?(?:proud|commended|congratulated|praised|pleased|noted|reassured)\b"
)
_SO_IT_IS = re.compile(r", (?:and|as) (?:it|they) (?:is|are|does|do|has|have)\.$")
_NO_REQUEST = re.compile(
    rf"{_PRAISE.pattern}|\b(?:should|must) (?:be (?:able|possible|ready)\b|have (?:been|taken|done|made|given|gone|seen|known|told|had|found|kept)\b|(?:\w+ ){{1,3}}(?:us|me|my)\b|(?:also )?(?:read|reflect on) (?:the|this|our|what|these)\b|(?:also )?(?:send|submit|return) (?:an?|its|their) (?:\w+ )?(?:plan|update|response)\b)"
)
_IMPERATIVE = re.compile(
    r"(?:Make|Ensure|Train|Review|Publish|Appoint|Use|Develop|Work|Set|Agree|Tell|Give|Improve|Introduce|Establish|Provide|Consider|Check|Put|Take|Carry"
    r"|Share|Record|Stop|Start|Begin|Write|Look|Explore|Create|Monitor|Adopt|Identify|Report|Update|Revise|Amend|Require|Support|Encourage|Issue|Collect)\b"
)
_GLOSSARY = re.compile(
    r"\b(?:if|where|when|whenever)\b[^.]{0,160}\bwe\b[^.]{0,40}\b(?:identify|find|see|make)\b"
    r"|\bwe (?:will |may |can )?(?:also )?(?:report|describe|record|define|refer to|class) (?:it|this|them|these) as\b"
    rf"|\ban? {ONE_NAME} (?:is|will|means|can|may|describes|identifies|sets)\b"
    r"|\b(?:if|where|when|whenever)\b[^.]{0,60}\binspections?\b[^.]{0,40}\b(?:identif\w+|finds?|reveals?|shows?|uncovers?)\b"
    r"|\b(?:it|they|these|those) (?:will|may|can) (?:always |usually )?be (?:reported|described|recorded|classed|published) as\b"
    rf"|\b{MANY_NAMES} (?:are (?:where|when|those|areas|issues|things|made)|will (?:always )?be)\b"
    r"|\bin (?:our|this) (?:inspections?|reports?),? (?:we|if we)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    rf"\b(?:following|below|these|our) (?:\w+ ){{0,2}}{NAMES}\b[^.]{{0,60}}[:.]?$"
    rf"|\b{NAMES} (?:is|are|were) (?:set out|listed|as follows|below|given)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    rf"(?:We|HMIC(?:FRS)?|This report|The inspectorate)\b[^:;]{{0,50}}\b(?:have|has|identif\w+|ma[kd]e|found|issued?|sets? out)\b[^:;]{{0,30}}\b{NAMES}(?:,? (?:which|that we|and)\b[^:;]*)?\.$|"
    rf"(?:Our|These|The (?:following|above)|All (?:our|the)) (?:\w+ )?{NAMES}\b|.*\b(?:the following|as follows|set out below)(?: \w+){{0,2}}[:.]$",
    re.DOTALL,
)
_TELLS = re.compile(
    r"\b(?:will|why|how|whether|because|understands?|knows?|recognises?|believes?|told|says?|said|found|accepts?|agrees?|are|was|were|is|has|had|although|while|if)\b"
)
_TOLD = re.compile(r"\b(?:noted|confirmed|said|explained|requested|reported|advised|asked|replied|assured|informed|heard|stated)\b")
_WE_WILL = re.compile(rf",? {INSPECTORS} (?:will|may|would)\b")
_IS_AN_AREA = re.compile(r"[A-Z][^.;:]{8,220} (?:is|are|remains?) an area for improvement\b")
_IS_A_CAUSE = re.compile(
    r"(?!(?:This|That|It|These|There|Which|What)\b)[A-Z][^.;:]{8,220} (?:is|are) (?:also |therefore )?a cause of concern(?: (?:to|for) \w+)?\."
)
_SHORTEST_STATEMENT = 6
_A_TOPIC = re.compile(
    r"[A-Z][\w’'-]*(?: (?:of|and|to|for|in|with|by|the|[\w’'-]*(?:ing|ion|ions|ment|ness|ity|force|crime|crimes|public|offenders|people|victims|powers|detention|custody|conduct|abuse|care|data|records?|search|demand|workforce|resources|leadership)))*"
)
_OF_THE_CAUSE_ABOVE = re.compile(
    r"[^.;:]{0,60}\b(?:this|these|the above) causes? (?:of|for) concern\b|[^.;:]{0,30}\bcause of concern above\b"
)
_STATEMENT = re.compile(
    r"(?:\d{1,2}\. )?(?!(?:How|What|Why|Who|Which|Where)\b)[A-Z].*?\b(?:is|are|has|have|does|do|can|cannot|(?:is|are|does|do|has|have|ca)n[’']t|fails?|lacks?|needs?|must|should)\b"
)
_IN_FIRST_PERSON = re.compile(r"(?:We|Our|I|My)\b(?! (?:also |further )?(?:expect|recommend))")
_AN_ANSWER = re.compile(
    r"(?:(?:the )?(?:force|constabulary|chief constable|PF?CC|OPCC|(?:police (?:\w+ )?and crime )?commissioner|mayor|(?-i:(?!The )[A-Z])[\w’'-]+ (?:police|constabulary))(?:[’']s?)? )"
    r"(?:response|update|comments?|position|progress)(?:\s*:.*)?|(?:response|update|comments?|action(?:s|s? taken)?|progress)\s*:.*"
    r"|action|actions? (?:taken|planned)|what (?:we|the force) (?:have done|has done|plans? to do|(?:is|are) doing)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED = re.compile(NAMES, re.IGNORECASE)
_INTRODUCED = re.compile(r"\ban? ((?:[\w’'-]+ ?){1,3})")
_A_STEM = re.compile(rf"{PROPER_NAME.pattern} should:")
_LONGEST_INTRODUCTION = 40
_ASKED = re.compile(r"\b(?:should|must)\b")
_RECOMMENDS_THAT = re.compile(rf"{INSPECTORS} (?:also |now |therefore |further |strongly )*recommends? that,? ")
_YOU_DO = re.compile(r",? ?you\b(?! (?:\w+ )?(?:reads?|look|see|refer|visit|share|view|consult|contact)\b)")


def recommends_by_itself(sentence: str, *, begins_a_paragraph: bool) -> bool:
    """Whether a sentence is a recommendation without a heading that says so, from wording that only recommendations have."""
    asked, recommends, asks_the_reader = _ASKED.search(sentence), RECOMMENDS.search(sentence), _asks_the_reader(sentence)
    if not (asked or recommends or asks_the_reader) or is_of_an_earlier_report(sentence) or is_of_a_glossary(sentence):
        return False
    if recommends:
        return _is_followed_by_a_wish(sentence)
    if asks_the_reader:
        return DUE.search(sentence) is not None or sentence.endswith(":")
    if (
        asked is None
        or not sentence[:1].isupper()
        or ((_NO_REQUEST.match(sentence, asked.start()) or _SO_IT_IS.search(sentence)) and not DUE.match(sentence))
    ):
        return False
    due = DUE.match(sentence)
    before = sentence.partition("should")[0]
    if due and "should" in sentence and ":" not in before and ";" not in before and not _WE_WILL.match(sentence, due.end()):
        return True
    first = re.sub(
        r"^(?:(?:In the meantime|Meanwhile|In addition|Furthermore),? )?(?:(?:To|In order to)\b[^.;:]{5,200}?, )?", "", sentence
    )
    first = first[:1].upper() + first[1:]
    by_force = _BY_FORCE.fullmatch(first)
    if by_force and (_STRONG.match(by_force["what"]) or _due_is_early(by_force["what"])):
        return True
    national = _NATIONAL.match(first)
    if national and re.search(r"\b(?:is|are) (?:required|expected|asked|obliged) to\b", national[0]):
        return False
    if national and _due_is_early(first[national.start() :], most=len(national[0]) + 80):
        return True
    who = _who_should_by_a_day(first) if begins_a_paragraph else ""
    if ACTOR.search(who) and not _TELLS.search(who):
        return True
    if begins_a_paragraph and _A_STEM.fullmatch(sentence):
        return True
    return bool(national) and "should" in sentence and begins_a_paragraph and not re.match(r"(?:The |Police )?[Ff]orces?\b", first)


def _who_should_by_a_day(sentence: str) -> str:
    """The subject of a sentence that begins with `X should, by a day,`; empty for another sentence."""
    for must in _MUST.finditer(sentence, 0, _LONGEST_SUBJECT + 10):
        due = DUE.match(sentence, must.end())
        if due and sentence[due.end() : due.end() + 1] in (" ", ","):
            who = sentence[: must.start()]
            return who if re.fullmatch(r"[A-Za-z][^.;:!?]{3,}", who) else ""
    return ""


def _asks_the_reader(sentence: str) -> bool:
    """Whether a sentence is a recommendation to the recipient of a letter."""
    recommends = _RECOMMENDS_THAT.match(sentence)
    if recommends is None:
        return False
    due = DUE.match(sentence, recommends.end())
    return _YOU_DO.match(sentence, due.end() if due else recommends.end()) is not None


def _is_followed_by_a_wish(sentence: str) -> bool:
    found = RECOMMENDS.search(sentence)
    assert found is not None
    asked = sentence[found.end() :]
    if not re.match(r"(?: that\b|[:,]| to\b)", asked) and addressee_of(sentence) is None:
        return False  # something is recommended to others
    if re.match(r" that (?:\w+ ){1,3}(?:reads?|notes?|refers?)\b", asked):
        return False  # how to read the report
    return len(sentence[found.end() :].split()) >= 3 or sentence.rstrip().endswith(":")


def _due_is_early(words: str, most: int = 60) -> bool:
    due = DUE.search(words)
    return (
        due is not None and due.start() <= most and (due.start() == 0 or not due[0].startswith("as a ") or governs(words, due, 0))
    )


def is_of_an_earlier_report(sentence: str) -> bool:
    """Whether a sentence repeats what an earlier report asked for."""
    if _SAID.search(sentence):
        return True
    told, asked = _EARLIER.search(sentence), MODAL.search(sentence)
    return told is not None and (asked is None or told.start() < asked.start())


def tells_of_an_earlier_inspection(text: str) -> bool:
    """Whether a finding or its heading says that an earlier inspection found the same, so that it may be carried over.

    >>> tells_of_an_earlier_inspection("This remains a cause of concern."), tells_of_an_earlier_inspection("Victims are still waiting.")
    (True, False)
    """
    return _EARLIER_INSPECTION.search(text) is not None


def is_of_a_glossary(text: str) -> bool:
    """Whether a text only explains what a kind of finding is."""
    first = first_sentence(text)
    return _GLOSSARY.search(first) is not None and not DUE.match(first)


def introduces_findings(text: str) -> bool:
    """Whether a text only says that findings follow."""
    if len(text.split()) > _LONGEST_INTRODUCTION or DUE.search(text):
        return False
    introduces = _INTRODUCES.search(text) is not None or (_ANNOUNCES.match(text) is not None and addressee_of(text) is None)
    return introduces and not (first_sentence(text) != text and asks(text))  # the last sentence only points back to the first


def returns_to(text: str, finding: str) -> bool:
    """Whether a paragraph goes on with what a finding asks for, rather than asking for something else."""
    if GOES_ON.match(text) or DUE.match(text):
        return GOES_ON.match(text) is not None
    first = first_sentence(text)
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


def speaks_in_first_person(text: str) -> bool:
    """Whether the inspectorate speaks of itself."""
    return re.search(r"\b(?:[Ww]e|I|[Oo]ur)\b", text) is not None


def is_a_statement(text: str) -> bool:
    """Whether a line is a statement about a force, rather than the name of a chapter.

    >>> is_a_statement("Westshire Police isn’t answering calls in time"), is_a_statement("Responding to the public")
    (True, False)
    """
    return len(text.split()) >= _SHORTEST_STATEMENT and _STATEMENT.match(text) is not None


def is_a_topic(text: str) -> bool:
    """Whether a line only names what a finding is about.

    >>> is_a_topic("Use of force"), is_a_topic("Victims wait too long")
    (True, False)
    """
    return len(text.split()) < _SHORTEST_STATEMENT and not is_a_statement(text) and _A_TOPIC.fullmatch(text) is not None


def refers_to_a_cause_above(text: str) -> bool:
    """Whether a request says that it is made because of the cause of concern in the text above.

    >>> refers_to_a_cause_above("To address this cause of concern, the force should act.")
    True
    """
    return _OF_THE_CAUSE_ABOVE.match(text) is not None


def names_findings(text: str) -> bool:
    """Whether a text has the name of a kind of finding in it.

    >>> names_findings("It had two areas for improvement."), names_findings("It had two boats.")
    (True, False)
    """
    return _NAMED.search(text) is not None


def answers_in_first_person(text: str) -> bool:
    """Whether a paragraph of a policing body’s response speaks for those who answer a finding.

    >>> answers_in_first_person("We have bought locks."), answers_in_first_person("We recommend that forces buy locks.")
    (True, False)
    """
    return _IN_FIRST_PERSON.match(text) is not None and RECOMMENDS.match(text) is None


def is_an_answer(text: str) -> bool:
    """Whether a line below a finding says that what follows is the answer of a force or a policing body.

    >>> is_an_answer("Force response: We have bought locks."), is_an_answer("What we have done"), is_an_answer("The police response")
    (True, True, False)
    """
    return _AN_ANSWER.fullmatch(text) is not None


def tells_what_was_done(text: str) -> bool:
    """Whether an item is a whole sentence that asks for nothing, as where minutes list what was said about a finding.

    >>> tells_what_was_done("The panel noted that two posts were filled."), tells_what_was_done("Make sure that two posts are filled.")
    (True, False)
    """
    return text[:1].isupper() and text.endswith(".") and _TOLD.search(text) is not None and not begins_with_a_verb(text)


def begins_with_a_verb(text: str) -> bool:
    """Whether a paragraph begins with an imperative."""
    return _IMPERATIVE.match(text) is not None


def asks(text: str) -> bool:
    """Whether a paragraph below a heading of findings asks for something in its first sentence: somebody `should` do it."""
    first = first_sentence(text)
    if is_of_an_earlier_report(first):
        return False
    if RECOMMENDS.search(first) or _asks_the_reader(first) or (_IS_AN_AREA.match(first) and not GOES_ON.match(first)):
        return True
    modal = MODAL.search(first)
    if modal is None or not first[:1].isupper() or _PRAISE.search(first):
        return False
    before = first[: modal.start()]
    if due := DUE.match(first):
        return not _WE_WILL.match(first, due.end())
    if _TELLS.search(before):
        return False
    return modal[0] == "should" or ACTOR.search(before[-24:]) is not None
