"""Who watches over a finding, and when they look at it next."""

from __future__ import annotations

from collections.abc import Iterator

from pccresponse import statute
from pccresponse.matter import Matter
from pccresponse.naming import capitalised, name_of, spoken
from pccresponse.problems import Breach
from pccresponse.rules.rule import ADVICE, WARNING, rule


@rule(
    "OVERSIGHT",
    ADVICE,
    title="Who watches over a finding is somebody that office.yaml knows.",
    remedy='Use the name as it is under "governance_boards:" in office.yaml, or add it there.',
)
def who_watches_over_a_finding_is_known(matter: Matter) -> Iterator[Breach]:
    """Where the office lists its governance boards, a finding that names another one probably has it misspelt or under an old
    name. People in office and the office itself may watch over a finding as well. Nothing is said where the office lists no
    boards.
    """
    boards = {statute.folded(board.name): board.name for board in matter.office.governance_boards}
    if not boards:
        return
    holders = matter.office.office_holders
    others = {statute.folded(words) for holder in holders for words in (holder.name, holder.office_title or "")}
    body = matter.body_on(matter.comments_dated)
    others |= {statute.folded(body.name), statute.folded(body.office_title)}
    for path, finding in matter.response.found.every_finding():
        if finding.oversight is None or statute.folded(finding.oversight.by) in boards.keys() | others:
            continue
        wrong = finding.oversight.by
        near = _nearest(statute.folded(wrong), boards)
        yield Breach(
            message=f"{name_of(path, finding)} is overseen by “{wrong}”, which office.yaml does not list among its boards.",
            path=(*path, "oversight", "by"),
            remedy=f"Did you mean “{near}”?" if near else "",
        )


def _nearest(wrong: str, boards: dict[str, str]) -> str | None:
    from difflib import get_close_matches  # only a mistake pays for the import

    found = get_close_matches(wrong, boards, n=1)
    return boards[found[0]] if found else None


@rule(
    "NEXT-REVIEW",
    WARNING,
    title="The next review comes after the comments.",
    remedy='Put the coming review under "next_review_on:".',
)
def the_next_review_is_still_to_come(matter: Matter) -> Iterator[Breach]:
    """The document says when a finding is reviewed next. A day before the date of the comments was not the next one when they
    were made.
    """
    dated = matter.comments_dated
    for path, finding in matter.response.found.every_finding():
        next_review = finding.oversight.next_review_on if finding.oversight else None
        if next_review and dated.is_certainly_after(next_review):
            where = (*path, "oversight", "next_review_on")
            yield Breach(
                message=f"{capitalised(spoken(matter.response, where))}: {next_review} is before the comments, {dated}.", path=where
            )
