"""The invitation to the chief officer of police, and the comments to be published: section 55(4) and (5)."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse.case.case import Case
from pccresponse.case.duties import INVITATION, duty_of
from pccresponse.case.naming import at
from pccresponse.case.publication import publication_of
from pccresponse.foundation.partial_dates import in_words
from pccresponse.foundation.problems import Breach
from pccresponse.models.fields import known
from pccresponse.models.response import ChiefOfficerComments, ReplyToChiefOfficer
from pccresponse.rules.rule import ADVICE, ERROR, POLICE_ACT, WARNING, rule


@rule(
    "S55-4",
    ERROR,
    title="The body invites the chief officer to comment before it publishes its comments.",
    remedy='Add an "invitation:" with "sent_on:": a day, a month, a year, or the words: not recorded.',
    cites=f"{POLICE_ACT}55(4)",
    may_be=(WARNING,),
    is_duty=True,
)
def the_chief_officer_is_invited(case: Case) -> Iterator[Breach]:
    """Section 55(4): before it publishes its comments, the body must invite the chief officer of police to submit comments on
    report.

    The duty is to invite. The chief officer does not have to answer, so the document says that the invitation was made even if
    no comments came. An invitation sent after publication comes too late.

    If the papers do not give the date, write "not recorded". The document prints those words. If there is no date and no
    comments came, nothing shows that there was an invitation.
    """
    invitation = case.response.invitation
    if invitation is None:
        yield Breach(message="No invitation to the chief officer is recorded.", path=("invitation",))
        return
    path = ("invitation", "sent_on")
    if invitation.sent_on is None:
        yield Breach(
            message="The invitation to the chief officer has no date.",
            path=path,
            remedy='Add "sent_on:" to the invitation: a day, a month, a year, or the words: not recorded.',
        )
        return
    sent, published = known(invitation.sent_on), known(case.response.publication.published_on)
    publication = publication_of(case, case.recorded)
    is_published, is_to_come = publication.is_published, duty_of(INVITATION, case, publication).state == "to come"
    verb = "is to be sent" if is_to_come else "was sent"
    if sent is None and case.response.chief_officer_comments in ("none received", "not recorded"):
        yield Breach(
            message="Nothing shows that the chief officer was invited: the date of the invitation is not recorded, and no comments are.",
            path=path,
            remedy="Look for the letter. If you cannot find it, leave this: the document says what is not recorded.",
            severity=WARNING,
        )
    elif sent is None:
        yield Breach(
            message="The date of the invitation is not recorded, so the document cannot show that it came before the comments.",
            path=path,
            remedy="Look for the letter. If you cannot find it, leave this: the document says that the date is not recorded.",
            severity=WARNING,
        )
    elif published and sent.is_certainly_after(published):
        after = f"the comments were published {at(published)}" if is_published else f"the date planned for publication, {published}"
        yield Breach(
            message=f"The invitation {verb} {at(sent)}, after {after}.", path=path, remedy="Correct the date that is wrong."
        )
    elif published and published.exact and sent == published:
        that_day = "on which the comments were published" if is_published else "planned for publication"
        yield Breach(
            message=f"The invitation {verb} {at(sent)}, on the day {that_day}.",
            path=path,
            remedy="Check both dates: the invitation has to leave the chief officer time to answer.",
            severity=WARNING,
        )


@rule(
    "S55-4-REPLY-BY",
    ADVICE,
    title="The invitation gives a day to answer by, and the day is possible.",
    remedy='Add "reply_by:" to the invitation, with a day that leaves time to publish.',
    cites=f"{POLICE_ACT}55(4)",
    may_be=(ERROR, WARNING),
    is_duty=True,
)
def the_invitation_names_a_day_to_answer_by(case: Case) -> Iterator[Breach]:
    """Section 55(4): the body may set a date by which the chief officer must submit comments. It does not have to.

    Give one. Without a date, nobody can say when "none received" became true. The date must come after the invitation. It must also
    come before the last day on which section 55(5A) allows the body to publish.
    """
    response = case.response
    invitation = response.invitation
    if invitation is None:
        return
    path = ("invitation", "reply_by")
    if invitation.reply_by is None:
        if response.chief_officer_comments in (None, "none received") and known(invitation.sent_on):
            yield Breach(message="The invitation gives the chief officer no day to answer by.", path=path)
        return
    sent, last_day = known(invitation.sent_on), case.last_day
    if sent and sent.is_certainly_after(invitation.reply_by):
        yield Breach(
            message=f"The invitation was sent {at(sent)} but asks for comments by {invitation.reply_by}, which was already over.",
            path=path,
            remedy="Correct the date that is wrong.",
            severity=ERROR,
            is_contradiction=True,
        )
    elif last_day and invitation.reply_by.earliest > last_day:
        yield Breach(
            message=f"Comments are asked for by {invitation.reply_by}, after the last day to publish, {in_words(last_day)}.",
            path=path,
            remedy="Ask for the comments by a day that leaves you time to publish them.",
            severity=WARNING,
        )


@rule(
    "S55-5-COMMENTS",
    ERROR,
    title="The body comments on the report.",
    remedy='Add "comments:" with "sections:", each with a "text:".',
    cites=f"{POLICE_ACT}55(5)(a)",
    is_duty=True,
)
def the_body_comments(case: Case) -> Iterator[Breach]:
    """Section 55(5)(a): the body must publish its own comments on the report.

    These are the body's own words: what it makes of the report and what it will do. The chief officer's comments and the answers to
    the recommendations do not replace them.
    """
    comments = case.response.comments
    if comments is None:
        yield Breach(message="The body has not commented.", path=("comments",))
    elif not comments.sections:
        yield Breach(message="The body's comments have no text.", path=("comments", "sections"))


@rule(
    "S55-5-CHIEF-OFFICER",
    ERROR,
    title="The document gives the chief officer's comments, or says that none were received.",
    remedy='Add "chief_officer_comments:" with a "text:", or the words: none received.',
    cites=f"{POLICE_ACT}55(5)(b)",
    may_be=(WARNING,),
    is_duty=True,
)
def the_chief_officers_comments_are_given(case: Case) -> Iterator[Breach]:
    """Section 55(5)(b): the body must publish any comments that the chief officer submitted in response to the invitation in
    subsection (4).

    If none came, the document says so. You must write it yourself, because an empty field could also mean that somebody forgot.
    You can only write it when the time to answer is over. "Not recorded" is for an archive copy, made from papers that do not
    say. In a new response you know what came.

    The comments can stand together, or beside the findings that they are about, or both. Comments beside a finding were
    received too, so the response must say who made them and when they came.
    """
    response, path = case.response, ("chief_officer_comments",)
    given = response.chief_officer_comments
    beside = [place for place, finding in response.found.every_finding() if finding.chief_officer_comment]
    if isinstance(given, ChiefOfficerComments):
        if given.text is None and not beside:
            yield Breach(
                message="The chief officer's comments have no text, and no finding has one.",
                path=path,
                remedy='Add "text:", or "chief_officer_comment:" to the findings, or write instead: none received.',
                is_contradiction=True,
            )
        yield from _undated(case, given)
    elif beside:
        said = "nothing says by whom and when" if given is None else f"“chief_officer_comments: {given}” says otherwise"
        yield Breach(
            message=f"{_number_of(len(beside))} by the chief officer, but {said}.",
            path=path if given else (*beside[0], "chief_officer_comment"),
            remedy='Add "chief_officer_comments:" with "received_on:", and "by:" if it was not the chief officer of the day.',
            is_contradiction=True,
        )
    elif given is None:
        yield Breach(message="Nothing says whether the chief officer submitted comments.", path=path)
    elif given == "not recorded":
        yield Breach(
            message="Whether the chief officer submitted comments is not recorded, but a new response must say.",
            path=path,
            remedy='Add the comments, or write: none received. If this is a copy of a response from long ago, add "copy: archive".',
        )
    else:
        yield from _none_received(case)


def _number_of(findings: int) -> str:
    return "One finding has a comment" if findings == 1 else f"{findings} findings have comments"


def _none_received(case: Case) -> Iterator[Breach]:
    response, path = case.response, ("chief_officer_comments",)
    reply_by = response.invitation.reply_by if response.invitation else None
    published = known(response.publication.published_on)
    is_published = publication_of(case, case.recorded).is_published
    if reply_by and published and reply_by.is_certainly_after(published):
        yield Breach(
            message=f"The chief officer could comment until {reply_by}, but the comments were published {at(published)}."
            if is_published
            else f"The chief officer can comment until {reply_by}, but publication is planned for {published}.",
            path=path,
            remedy="Check both dates. If they are right and you receive comments later, publish a correction."
            if is_published
            else "Check both dates. If they are right, publish after the chief officer's time is over.",
            severity=WARNING,
        )
    elif reply_by and reply_by.earliest >= case.today:
        yield Breach(
            message=f"It is too early to say that none were received. The chief officer can comment until {reply_by}, "
            f"and today is {in_words(case.today)}.",
            path=path,
            remedy="Wait for the day to pass, or ask the chief officer whether comments will come.",
            severity=WARNING,
        )


def _undated(case: Case, given: ChiefOfficerComments) -> Iterator[Breach]:
    received, path = known(given.received_on), ("chief_officer_comments", "received_on")
    if given.received_on is None:
        yield Breach(
            message="The chief officer's comments have no date.",
            path=path,
            remedy='Add "received_on:": a day, a month, a year, or the words: not recorded.',
            severity=WARNING,
        )
    elif received and received.earliest > case.today:
        yield Breach(
            message=f"The chief officer's comments are dated {received}, which is still to come.",
            path=path,
            remedy='Correct "received_on:".',
            is_contradiction=True,
        )


@rule(
    "S55-5-REPLY",
    ERROR,
    title="The document gives the body's response to the chief officer's comments, or says that there is none.",
    remedy='Add "reply_to_chief_officer:" with a "text:", or the word: none.',
    cites=f"{POLICE_ACT}55(5)(c)",
    may_be=(WARNING,),
    is_duty=True,
)
def the_reply_to_the_chief_officer_is_given(case: Case) -> Iterator[Breach]:
    """Section 55(5)(c): the body must publish any response that it has to the comments that the chief officer submitted.

    It does not have to have one. If there are comments, the document says whether the body responds to them. If there are none,
    there is nothing to respond to, so a response in the file shows that one of the two is wrong. "Not recorded" is for an
    archive copy, made from papers that do not say.
    """
    given, reply = case.response.chief_officer_comments, case.response.reply_to_chief_officer
    path = ("reply_to_chief_officer",)
    if isinstance(given, ChiefOfficerComments) and reply is None:
        yield Breach(message="Nothing says whether the body responds to the chief officer's comments.", path=path)
    elif given == "none received" and isinstance(reply, ReplyToChiefOfficer):
        yield Breach(
            message="There is a response to the chief officer's comments, but none were received.",
            path=path,
            remedy="Add the chief officer's comments, or remove the response.",
            is_contradiction=True,
        )
    elif given == "none received" and reply == "not recorded":
        yield Breach(
            message="No comments were received from the chief officer, so there is nothing to respond to.",
            path=path,
            remedy='Remove "reply_to_chief_officer:".',
            severity=WARNING,
        )
    elif reply == "not recorded":
        yield Breach(
            message="Whether the body responds to the chief officer's comments is not recorded, but a new response must say.",
            path=path,
            remedy='Add the response, or write: none. If this is a copy of a response from long ago, add "copy: archive".',
        )


@rule(
    "S55-5-OWN-WORDS",
    WARNING,
    title="The body publishes the comments themselves, not a summary.",
    remedy="If you can find the original words, use them. If not, leave this: the document says that it is a summary.",
    cites=f"{POLICE_ACT}55(5)",
    is_duty=True,
)
def the_comments_are_given_in_their_own_words(case: Case) -> Iterator[Breach]:
    """Section 55(5): the body must publish its own comments, the comments that the chief officer submitted, and its response to
    them. An account of them is not enough.

    A summary may be the best that an archive has. The document marks it as a summary wherever it prints it, so that nobody takes it
    for the person's own words. For a new response, ask for the words.
    """
    response = case.response
    for path, whose, given in (
        ("chief_officer_comments", "The chief officer's comments are", response.chief_officer_comments),
        ("reply_to_chief_officer", "The response to the chief officer is", response.reply_to_chief_officer),
        ("comments", "The body's comments are", response.comments),
    ):
        if not isinstance(given, (str, type(None))) and given.wording == "summary":
            yield Breach(message=f"{whose} given as a summary.", path=(path, "wording"))


@rule(
    "S55-5-PUBLISHED",
    WARNING,
    title="The document says when and how the comments are published.",
    remedy='Say under "publication:" when ("published_on:"), how ("manner:") and where ("url:").',
    cites=f"{POLICE_ACT}55(5)",
    may_be=(ERROR, ADVICE),
    is_duty=True,
)
def it_is_said_when_and_how_the_comments_are_published(case: Case) -> Iterator[Breach]:
    """Section 55(5): the body must publish the comments in a way that it considers appropriate. The body chooses how, and the
    document says so. Even where the law sets no last day, readers look for the date of publication first.

    The inspectorate links to the published comments, and so do others. Give the address of the page. An elected body must also keep
    other information in a prominent place on its website. That is a different duty: see SPECIFIED-INFORMATION.
    """
    publication, path = case.response.publication, ("publication",)
    if publication.published_on is None:
        yield Breach(
            message="Nothing says when the comments are published.",
            path=(*path, "published_on"),
            remedy='Add "published_on:" under "publication:": a day, a month, a year, or the words: not recorded.',
            severity=ERROR,
        )
    if publication.manner is None and publication.url is None:
        yield Breach(message="Nothing says how or where the comments are published.", path=path)
    elif publication.url is None:
        yield Breach(
            message="The web address of the published comments is missing.",
            path=(*path, "url"),
            remedy='Add "url:" under "publication:" once the page is there.',
            severity=ADVICE,
        )
