"""Every rule is silent about a clean response, and speaks about exactly what is wrong with one that is not."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

import msgspec
import pytest

from pccresponse import rules
from pccresponse.foundation.errors import WrongUseError
from pccresponse.foundation.problems import Severity
from pccresponse.rules import ALL_RULES, Rule, breaches, rule_called
from tests.builders import clean_case
from tests.rules import approval_faults, duty_faults, finding_faults, office_faults, report_faults, statement_faults
from tests.rules.faults import Fault, found_in

FAULTS = (
    *duty_faults.FAULTS,
    *finding_faults.FAULTS,
    *office_faults.FAULTS,
    *approval_faults.FAULTS,
    *report_faults.FAULTS,
    *statement_faults.FAULTS,
)


def test_the_clean_response_earns_nothing() -> None:
    assert found_in(clean_case()) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}: {fault.name}")
def test_one_change_earns_one_breach(fault: Fault) -> None:
    found = found_in(fault.case)
    expected = (fault.code, fault.severity, fault.path, fault.message)
    assert [breach[:4] for breach in found if breach.code not in fault.also] == [expected]
    assert [breach.code for breach in found if breach.code in fault.also] == list(fault.also)
    assert all(breach.remedy for breach in found)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}: {fault.name}")
def test_a_breach_says_in_which_file_it_is(fault: Fault) -> None:
    """Its path begins with a field of the response, or of the office when it says so."""
    for breach in found_in(fault.case):
        model = fault.case.office if breach.in_office else fault.case.response
        assert breach.path[0] in model.__struct_fields__


def test_every_rule_has_a_fault_that_triggers_it() -> None:
    triggered = Counter(fault.code for fault in FAULTS)
    assert set(triggered) == {rule.code for rule in ALL_RULES}
    assert len(ALL_RULES) >= 55
    assert len(FAULTS) >= 110


def test_no_breach_is_graver_or_lighter_than_its_rule_says() -> None:
    """What `rules` lists is what `check` can call it."""
    looked_at = 0
    seen: dict[str, set[Severity]] = {}
    for fault in FAULTS:
        for rule, breach in breaches(fault.case):
            seen.setdefault(rule.code, set()).add(breach.severity or rule.severity)
            looked_at += 1
    assert looked_at >= 200
    said = {rule.code: set(rule.severities) for rule in ALL_RULES}
    assert {code: found - said[code] for code, found in seen.items() if found - said[code]} == {}
    eased = {rule.code for rule in ALL_RULES if rule.is_duty}
    never_seen = {code: said[code] - seen[code] for code in said if code not in eased and said[code] != seen[code]}
    assert never_seen == {}, "a severity that no fault shows may not occur at all"


def test_every_rule_that_was_written_is_applied() -> None:
    modules = [importlib.import_module(f"pccresponse.rules.{module.name}") for module in pkgutil.iter_modules(rules.__path__)]
    written = {value.code for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    assert len(modules) >= 15
    assert written == {rule.code for rule in ALL_RULES}


def test_codes_are_unique_in_any_case() -> None:
    codes = [rule.code.casefold() for rule in ALL_RULES]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Rule) -> None:
    assert len(rule.why) > 60
    assert rule.why.endswith(".")
    assert "\n " not in rule.why
    assert rule.title.endswith(".")
    assert rule.remedy.endswith(".")
    if rule.code.startswith("S55-"):
        assert rule.cites.startswith("Police Act 1996, s. 55(")


def test_duties_come_in_the_order_of_the_act() -> None:
    subsections = [rule.code.split("-")[1] for rule in ALL_RULES if rule.code.startswith("S55-")]
    assert subsections == sorted(subsections)
    assert set(subsections) == {"4", "5", "5A", "5B", "6"}


def test_a_rule_is_called_by_its_code_in_any_case() -> None:
    assert rule_called("s55-5b") is rule_called("S55-5B")
    assert rule_called("S55-5B").code == "S55-5B"


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(WrongUseError, match='There is no rule called "S55-5X"') as caught:
        rule_called("S55-5X")
    assert 'Did you mean "S55-5' in caught.value.remedy
    with pytest.raises(WrongUseError) as caught:
        rule_called("nothing like it")
    assert caught.value.remedy == "pccresponse rules lists them all."


CANNOT_BE_TRUE = {
    "a comment of the chief officer that was not received",
    "a reply to nothing",
    "an answer wanted before the question",
    "comments of the chief officer by nobody",
    "comments of the chief officer from the future",
    "comments of the chief officer without a word",
    "none, though the judgment in words tells of one",
    "none, though the report is said to contain some",
    "none, though the summary mentions some",
    "none, though the summary tells of some",
}


def test_in_an_archive_copy_a_duty_that_was_not_met_is_advice_and_what_cannot_be_true_is_not() -> None:
    left: set[str] = set()
    eased: set[str] = set()
    for fault in FAULTS:
        response = msgspec.structs.replace(fault.case.response, copy="archive")
        for rule, breach in breaches(msgspec.structs.replace(fault.case, response=response)):
            if rule.code == fault.code and rule.is_duty:
                (eased if breach.severity is Severity.ADVICE else left).add(fault.name)
    assert left == CANNOT_BE_TRUE
    assert len(eased) >= 50
