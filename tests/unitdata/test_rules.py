"""Which choices of units make the award."""

from typing import Any

import pytest

from unitdata import Pack, Ruling, evaluate, open_shipped

MANDATORY = ["U09602", "U12902", "U13002", "U13102", "U00306"]


@pytest.mark.parametrize("optional", [["U13202"], ["U13302"], ["U13402"], ["U13502"], ["U13202", "U13502"]])
def test_the_five_mandatory_units_and_an_optional_one_make_the_award(optional: list[str]) -> None:
    choice = evaluate(open_shipped("cvq-l2").pack, [*optional, *MANDATORY])
    assert choice.valid
    assert choice.unmet == ()


def test_without_an_optional_unit_two_rules_are_unmet() -> None:
    choice = evaluate(open_shipped("cvq-l2").pack, MANDATORY)
    assert not choice.valid
    assert choice.unmet == (
        Ruling("units from", False, "At least 1 unit needed from Optional units, 0 chosen."),
        Ruling("units from", False, "At least 6 units needed in all, 5 chosen."),
    )


def test_a_missing_mandatory_unit_is_named_though_six_are_chosen() -> None:
    choice = evaluate(open_shipped("cvq-l2").pack, [*MANDATORY[:4], "U13202", "U13302"])
    assert choice.unmet == (Ruling("all of", False, "Mandatory units: 4 of 5 chosen; missing U00306."),)


def test_a_unit_named_twice_counts_once() -> None:
    choice = evaluate(open_shipped("cvq-l2").pack, [*MANDATORY, MANDATORY[0]])
    assert [unmet.rule for unmet in choice.unmet] == ["units from", "units from"]


def test_a_unit_outside_the_structure_is_refused() -> None:
    choice = evaluate(open_shipped("cvq-l2").pack, [*MANDATORY, "U13202", "X9", "F2"])
    assert choice.unmet == (Ruling("structure", False, "Not in this qualification: F2, X9."),)


def test_more_than_the_upper_limit_is_refused(invented: dict[str, Any]) -> None:
    choice = evaluate(Pack.model_validate(invented), ["T1", "T2", "T3"])
    assert choice.unmet == (Ruling("units from", False, "At most 2 units allowed in all, 3 chosen."),)


def test_the_lower_and_upper_limits_themselves_are_kept(invented: dict[str, Any]) -> None:
    assert evaluate(Pack.model_validate(invented), ["T1", "T2"]).valid
