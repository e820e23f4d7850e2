"""The duties of section 55 and the advice around them: one function for each, named for what must be true.

A rule sees a `Case` and yields what it finds wrong, with the path of what it is about. It neither prints, nor raises, nor
reads. The duties are in the modules of their subsection:

- s. 55(4) and (5) `comments`; (5A) `publication`; (5B) `explanation`, `findings`; (6) `copies`; which law applies: `law`;
- the report that is answered: `report`, `report_contents`, and `kept_report` with `report_matches` and `finding_matches`;
- the response: `actions`, `dates`, `signing`, `office`, `other_duties`; what is written in it: `prose`, `quotations`, `texts`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pccresponse.case.case import Case
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.problems import Breach, Severity
from pccresponse.rules import (
    actions,
    comments,
    copies,
    dates,
    explanation,
    findings,
    kept_report,
    law,
    office,
    other_duties,
    prose,
    publication,
    quotations,
    report,
    report_contents,
    signing,
)
from pccresponse.rules.rule import Rule

__all__ = ["ALL_RULES", "RECORDED_RULES", "Rule", "breaches", "rule_called"]

ALL_RULES: tuple[Rule, ...] = (
    comments.the_chief_officer_is_invited,
    comments.the_invitation_names_a_day_to_answer_by,
    comments.the_body_comments,
    comments.the_chief_officers_comments_are_given,
    comments.the_reply_to_the_chief_officer_is_given,
    comments.the_comments_are_given_in_their_own_words,
    comments.it_is_said_when_and_how_the_comments_are_published,
    publication.the_comments_were_published_in_time,
    publication.the_date_of_publication_shows_that_it_was_in_time,
    publication.the_day_of_publication_is_that_of_the_record,
    publication.the_last_day_does_not_pass,
    publication.the_comments_are_due_soon,
    publication.the_comments_are_due_later,
    publication.the_last_day_is_a_working_day,
    publication.an_accelerated_cause_of_concern_is_answered_early,
    explanation.every_recommendation_is_explained,
    explanation.an_explanation_does_not_contradict_itself,
    explanation.an_answer_is_long_enough_to_be_one,
    explanation.each_recommendation_has_an_explanation_of_its_own,
    copies.copies_go_to_everyone_the_law_names,
    copies.it_is_said_when_the_copies_are_sent,
    copies.each_letter_is_addressed_to_whoever_was_in_office,
    copies.each_letter_bears_an_address,
    explanation.a_finding_is_answered_with_one_that_has_the_answer,
    explanation.what_another_response_answers_is_the_same_there,
    law.a_departure_is_meant,
    law.it_is_certain_which_law_applies,
    law.the_law_is_cited_rightly,
    law.the_body_stayed_the_same,
    law.bodies_of_the_kind_existed,
    law.what_the_tables_say_is_confirmed,
    report.the_report_is_about_our_force,
    report.the_report_is_one_that_section_55_is_about,
    report.a_report_on_several_forces_is_also_about_ours,
    dates.the_dates_can_have_happened,
    dates.the_source_of_the_reports_date_is_known,
    report.what_goes_with_the_kind_is_there,
    report.a_reader_learns_what_the_report_found,
    report.a_reader_can_find_the_report,
    report.it_is_said_what_was_corrected_in_the_report,
    report_contents.the_numbers_of_a_case_audit_add_up,
    report_contents.judgments_are_in_the_form_of_their_day,
    report_contents.an_inadequate_area_has_its_cause_of_concern,
    report_contents.it_is_said_what_the_report_asks_for,
    report_contents.what_the_report_contains_is_said_alike,
    findings.every_finding_says_to_whom_it_is_addressed,
    findings.named_forces_are_forces,
    findings.a_finding_is_addressed_to_an_institution_of_its_time,
    findings.no_two_findings_bear_the_same_label,
    findings.every_cause_of_concern_is_answered,
    findings.every_cause_of_concern_carries_a_recommendation,
    findings.every_area_for_improvement_is_answered,
    findings.what_is_not_accepted_comes_with_a_reason,
    dates.a_due_date_is_what_the_words_come_to,
    actions.a_complete_action_has_a_date_and_evidence,
    actions.what_was_done_is_complete,
    actions.what_is_due_is_complete,
    actions.actions_are_planned_within_the_time_given,
    actions.an_open_action_has_a_date_or_oversight,
    actions.who_watches_over_a_finding_is_known,
    actions.the_next_review_is_still_to_come,
    signing.it_is_known_when_the_comments_were_signed,
    signing.whoever_signed_is_still_in_office,
    signing.everybody_who_signs_has_an_office,
    report.corrections_come_after_publication_in_order,
    other_duties.an_archive_copy_is_of_long_ago,
    other_duties.the_comments_are_not_published_before_an_election,
    other_duties.what_the_order_asks_for_is_published_too,
    other_duties.the_request_for_a_link_is_not_taken_for_law,
    office.nobody_leaves_before_taking_office,
    office.one_person_held_the_office,
    office.one_person_was_the_chief_officer,
    office.the_office_has_an_address,
    office.a_reader_learns_whom_to_ask,
    office.a_body_in_wales_publishes_in_welsh_too,
    signing.what_was_approved_is_what_there_is,
    signing.everybody_has_approved_who_has_to,
    signing.an_approval_is_in_a_role_that_is_required,
    signing.a_response_is_approved_in_its_time,
    prose.every_character_can_be_drawn,
    prose.nothing_is_a_placeholder,
    prose.no_text_holds_private_details,
    prose.texts_use_markdown_that_is_understood,
    prose.no_junior_officer_and_no_victim_is_named,
    quotations.every_quotation_is_closed,
    kept_report.findings_as_published_are_in_the_report,
    kept_report.findings_are_on_the_page_that_they_name,
    kept_report.quotations_are_in_the_reports_own_words,
    kept_report.nothing_that_the_report_asks_for_is_left_out,
    kept_report.a_grade_is_the_one_that_the_report_gives,
    kept_report.numbers_are_those_of_the_report,
    kept_report.the_report_that_is_kept_bears_its_title,
    report.the_report_that_is_kept_is_the_one_that_was_answered,
)
"""Every rule: the duties in the order of the Act, then what concerns the report, the findings, the office, the approvals and the prose, and
at last what can be said only where the report itself is at hand."""

RECORDED_RULES: tuple[Rule, ...] = tuple(rule for rule in ALL_RULES if not (rule.needs_report or rule.needs_today))
"""Those whose answers a record keeps: they need nothing but what travels inside a document, and say the same on every day."""


def rule_called(code: str) -> Rule:
    """The rule with that code, in capitals or not; raises `WrongUseError`, with the nearest code, if there is none.

    >>> rule_called("s55-5b").code
    'S55-5B'
    """
    by_code = {rule.code.casefold(): rule for rule in ALL_RULES}
    found = by_code.get(code.casefold())
    if found is None:
        from difflib import get_close_matches  # only a mistake pays for the import

        near = get_close_matches(code.casefold(), by_code, n=1)
        suggestion = f'Did you mean "{by_code[near[0]].code}"? ' if near else ""
        raise WrongUseError(f'There is no rule called "{code}".', f"{suggestion}pccresponse rules lists them all.")
    return found


def breaches(case: Case, rules: tuple[Rule, ...] = ALL_RULES) -> Iterator[tuple[Rule, Breach]]:
    """Everything that is wrong with a response, rule by rule.

    In an archive copy, a duty that was not met and a gap in the papers are advice: nobody can mend them, and nobody is to invent
    anything. What cannot be true stays what it is.
    """
    eased = case.response.is_archive_copy
    for rule in rules:
        for breach in rule.check(case):
            if eased and rule.is_duty and not breach.is_contradiction:
                yield rule, msgspec.structs.replace(breach, severity=Severity.ADVICE)
            else:
                yield rule, breach
