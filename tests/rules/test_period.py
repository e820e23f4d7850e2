"""What the rules say of the period of section 55(5A) is what the state of the duty says, whatever is typed and recorded."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import NamedTuple

from pccresponse.case.case import Case, OnRecord
from pccresponse.case.duties import IN_TIME, PUBLICATION, DutyState, duty_of
from pccresponse.case.publication import LONG_PAST, PublicationStatus, publication_of
from pccresponse.foundation.partial_dates import PartialDate
from pccresponse.models.fields import known
from pccresponse.rules import rule_called
from tests.builders import LAST_DAY, REPORT_DAY, Changes, case_with, when

THE_FIVE = ("LATE", "UNSURE", "OVERDUE", "DUE", "OPEN")
TYPED = {
    "nothing": None,
    "a day in the period": when("2023-07-24"),
    "the last day": when("2023-07-31"),
    "the day after it": when("2023-08-01"),
    "a day a month after it": when("2023-08-31"),
    "a month in the period": when("2023-06"),
    "the month that ends with it": when("2023-07"),
    "the month after it": when("2023-08"),
    "the year": when("2023"),
    "not recorded": when("not recorded"),
}
TODAY = {
    "before the report": REPORT_DAY - timedelta(days=1),
    "the day of the report": REPORT_DAY,
    "early in the period": date(2023, 6, 30),
    "late in the period": date(2023, 7, 25),
    "the last day": LAST_DAY,
    "the day after it": LAST_DAY + timedelta(days=1),
    "a month after it": LAST_DAY + timedelta(days=31),
    "a year after the report": REPORT_DAY + LONG_PAST + timedelta(days=1),
    "two years after it": date(2025, 9, 1),
}
RECORDED: dict[str, OnRecord | None] = {
    "no record": None,
    "a day in time": when("2023-07-24"),
    "a late day": when("2023-08-01"),
    "the year": when("2023"),
    "no date": "not recorded",
    "unreadable": "cannot be read",
}
KINDS = ("new", "archive copy")


class Said(NamedTuple):
    """What is said of a response on a day."""

    of: tuple[str, str, str, str]
    case: Case
    status: PublicationStatus
    in_time: DutyState
    publishing: DutyState
    spoken: tuple[tuple[str, str], ...]
    """The rules that speak, without `S55-5A-`, and their messages."""

    @property
    def code(self) -> str:
        """The rule that speaks, if one does."""
        return self.spoken[0][0] if self.spoken else ""

    @property
    def plan(self) -> PartialDate | None:
        """A date of publication that is only planned."""
        return None if self.status.is_published else self.status.when


@cache
def everything() -> tuple[Said, ...]:
    """What is said of every kind of response."""
    return tuple(said_of(*each) for each in product(TYPED, TODAY, RECORDED, KINDS))


def said_of(typed: str, today: str, recorded: str, kind: str) -> Said:
    changes: Changes = {("publication", "published_on"): TYPED[typed]}
    if kind == "archive copy":
        changes["copy",] = "archive"
    case = case_with(changes, today=TODAY[today], recorded=RECORDED[recorded])
    status = publication_of(case, case.recorded)
    in_time, publishing = (duty_of(step, case, status).state for step in (IN_TIME, PUBLICATION))
    spoken = ((code, breach.message) for code in THE_FIVE for breach in rule_called(f"S55-5A-{code}").check(case))
    return Said((typed, today, recorded, kind), case, status, in_time, publishing, tuple(spoken))


def are_shown_to_be_published(case: Case) -> bool:
    """Whether the record, the papers of long ago or a date of a year ago shows it, worked out apart from the program."""
    typed, today, recorded = case.response.publication.published_on, case.today, case.recorded
    if isinstance(recorded, PartialDate):
        return recorded.earliest <= today
    if recorded is not None or typed is None:
        return recorded == "not recorded"
    day = known(typed)
    if case.response.is_archive_copy:
        return day is None or day.latest <= today
    return (day.latest if day else REPORT_DAY) + LONG_PAST < today


MAY_SAY: dict[DutyState, set[str]] = {
    "done": {""},
    "late": {"LATE"},
    "missing": {"OVERDUE"},
    "not known": {"UNSURE", ""},
    "to come": {"LATE", "UNSURE", "DUE", "OPEN", ""},
}


def test_at_most_one_rule_speaks_and_it_says_what_the_duty_says() -> None:
    for said in everything():
        assert len(said.spoken) <= 1, said
        assert said.code in MAY_SAY[said.in_time], said
    seen = Counter((said.in_time, said.code) for said in everything())
    assert set(seen) == {(state, code) for state, codes in MAY_SAY.items() for code in codes}
    assert min(seen.values()) >= 3, seen
    assert seen.total() == 1080


def test_what_is_overdue_is_not_published_and_its_last_day_is_over() -> None:
    for said in everything():
        is_known = said.status.state != "not known"
        is_open = is_known and not said.case.response.is_archive_copy and not are_shown_to_be_published(said.case)
        assert (said.code == "OVERDUE") is (is_open and said.case.today > LAST_DAY), said
        assert (said.code == "OVERDUE") is (said.in_time == "missing") is (said.status.overdue_by > 0), said
        assert said.publishing == "missing" or said.code != "OVERDUE", said


def test_what_is_published_is_late_if_its_date_is_and_unsure_if_its_date_may_be() -> None:
    for said in everything():
        assert said.status.is_published is are_shown_to_be_published(said.case), said
        if said.status.is_published:
            came = said.status.when
            is_late = came is not None and came.earliest > LAST_DAY
            may_be_late = came is None or came.earliest <= LAST_DAY < came.latest
            assert said.code == ("LATE" if is_late else "UNSURE" if may_be_late else ""), said
            assert (said.in_time == "late") is is_late, said
            assert (said.in_time == "not known") is may_be_late, said
            assert said.publishing in ("done", "not known"), said


def test_what_is_to_come_is_warned_of_if_it_is_planned_too_late_or_not_at_all() -> None:
    for said in everything():
        if said.in_time != "to come":
            continue
        if said.plan is None:
            is_out, left = said.case.today >= REPORT_DAY, (LAST_DAY - said.case.today).days
            assert said.code == ("" if not is_out else "DUE" if left <= 14 else "OPEN"), said
        else:
            is_late, may_be_late = (day > LAST_DAY for day in (said.plan.earliest, said.plan.latest))
            assert said.code == ("LATE" if is_late else "UNSURE" if may_be_late else ""), said


def test_of_what_is_not_known_only_the_rule_about_the_date_speaks() -> None:
    looked_at = 0
    for said in everything():
        if said.status.state == "not known":
            looked_at += 1
            assert not said.spoken, said
            assert said.in_time == "not known", said
            about_the_date = [breach.message for breach in rule_called("S55-5-PUBLISHED").check(said.case)]
            is_missing = "Nothing says when the comments are published." in about_the_date
            assert is_missing is (said.case.response.publication.published_on is None), said
    assert looked_at >= 180


def test_no_message_calls_published_what_is_only_planned() -> None:
    told: Counter[bool] = Counter()
    for said in everything():
        for _, message in said.spoken:
            if "are dated" in message or "were published" in message:
                assert said.status.is_published, said
            if "planned" in message:
                assert not said.status.is_published, said
            told[said.status.is_published] += 1
    assert min(told.values()) >= 100, told
