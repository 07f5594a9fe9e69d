"""The City & Guilds Level 4 pack against its document. The counts were taken by hand, page by page."""

from datetime import date

import pytest

from unitdata import Criterion, Item, Pack, Requirement, Statement, check, evaluate, open_shipped

# Per unit: criteria per outcome; requirements printed below the third, each as the number of items it lists and
# how many of them are asked for ("all", a number, "say" for a statement to confirm, "may" for what may serve).
COUNTS: dict[str, tuple[list[int], dict[str, tuple[int, int | str]]]] = {
    "401": ([5, 4, 20], {"ER4": (0, "say")}),
    "402": ([4, 3, 14], {"ER4": (0, "say")}),
    "403": ([5, 7, 9], {"ER4": (2, "all"), "ER5": (3, "all"), "ER6": (5, 2), "ER7": (3, "all"), "ER8": (0, 2)}),
    "404": ([6, 7, 9], {"ER4": (0, "may"), "ER5": (4, "all"), "ER6": (2, "all")}),
    "405": ([5, 8, 8], {"ER4": (6, "all"), "ER5": (4, "all")}),
    "406": ([4, 8, 5, 10], {"ER4": (3, "all"), "ER5": (4, "all"), "ER6": (3, "all"), "ER7": (2, "all")}),
    "407": ([3, 6, 8], {"ER4": (2, "all"), "ER5": (0, "may"), "ER6": (5, 3)}),
    "408": ([4, 5, 9], {"ER4": (4, "all"), "ER4-2": (0, "may"), "ER5": (4, "all")}),
    "409": ([5, 6, 6], {"ER4": (5, 2), "ER5": (0, 2)}),
    "410": ([4, 4, 6, 11], {"ER4": (2, "all"), "ER5": (2, "all"), "ER6": (3, "all")}),
    "411": ([5, 4, 3, 10], {"ER4": (4, "all"), "ER5": (6, "all"), "ER6": (0, "may"), "ER7": (2, "all")}),
    "412": ([5, 6, 8], {"ER4": (7, 2), "ER5": (2, "all")}),
    "413": ([6, 6, 5, 7], {"ER4": (2, "all"), "ER5": (0, "may"), "ER6": (0, "may")}),
    "414": ([5, 6, 3], {"ER4": (0, "may"), "ER5": (5, "all"), "ER6": (0, "may"), "ER7": (4, "all")}),
    "415": ([5, 7, 5, 7], {"ER4": (0, "may"), "ER5": (0, "say"), "ER6": (0, "may"), "ER7": (0, "may")}),
    "416": ([4, 6, 5, 7], {"ER4": (7, 1), "ER5": (0, "may")}),
    "417": ([8, 6, 7], {"ER4": (0, "may")}),
}

# Per unit in the structure table's order: level, credit, hours, reference in the national standards.
LISTED: dict[str, tuple[int, int, int, str]] = {
    "401": (4, 10, 65, "F5"),
    "402": (4, 10, 65, "F6"),
    "303": (3, 6, 40, "A13"),
    "304": (3, 8, 53, "A14"),
    "305": (3, 7, 47, "A15"),
    "306": (3, 7, 47, "A16"),
    "403": (4, 10, 67, "A17"),
    "404": (4, 11, 73, "A18"),
    "307": (3, 6, 40, "B9"),
    "308": (3, 6, 40, "B10"),
    "309": (3, 7, 47, "B11"),
    "405": (4, 8, 53, "B12"),
    "406": (4, 10, 67, "B13"),
    "407": (4, 8, 53, "B14"),
    "408": (4, 8, 53, "B15"),
    "409": (4, 8, 53, "B16"),
    "310": (3, 6, 40, "C5"),
    "311": (3, 10, 67, "C6"),
    "312": (3, 6, 40, "C7"),
    "410": (4, 10, 67, "C8"),
    "313": (3, 8, 53, "D8"),
    "314": (3, 7, 47, "D9"),
    "315": (3, 8, 53, "D10"),
    "316": (3, 7, 47, "D11"),
    "317": (3, 10, 67, "D12"),
    "318": (3, 7, 47, "D13"),
    "411": (4, 10, 67, "D14"),
    "412": (4, 9, 60, "D15"),
    "413": (4, 11, 73, "D16"),
    "414": (4, 7, 70, "D17"),
    "415": (4, 11, 73, "D18"),
    "416": (4, 11, 73, "D19"),
    "417": (4, 7, 47, "D20"),
}
NDAQ = {
    "401": "J/601/1630",
    "402": "D/601/1634",
    "403": "T/601/1235",
    "404": "F/601/1237",
    "405": "M/601/1234",
    "406": "A/601/1236",
    "407": "J/601/1238",
    "408": "L/601/1239",
    "409": "F/601/1240",
    "410": "K/601/1524",
    "411": "L/601/1578",
    "412": "L/601/1581",
    "413": "M/601/1587",
    "414": "A/601/1592",
    "415": "Y/601/1597",
    "416": "R/601/1601",
    "417": "K/601/1605",
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_shipped("cg-l4").pack


def _requirement(pack: Pack, unit: str, ref: str) -> Requirement:
    return next(r for r in pack.unit[unit].requirements if r.ref == ref)


def _asked(requirement: Requirement) -> int | str:
    if requirement.force == "permitted":
        return "may"
    return requirement.need or ("all" if requirement.items else "say")


def test_the_pack_has_no_problems(pack: Pack) -> None:
    assert check(pack) == []


def test_title_page_and_registration_are_those_printed(pack: Pack) -> None:
    assert (pack.number, pack.level, pack.wording) == ("4430-04", 4, "prompt")
    assert any("500/8817/8" in note for note in pack.notes)
    assert pack.registration is not None
    assert pack.registration.minimum_age == 18
    assert pack.registration.last_registration == date(2014, 7, 31)
    assert pack.registration.last_certification == date(2017, 7, 31)
    assert pack.registration.own_verification == "barred"
    assert (pack.registration.weeks_before_claim, pack.registration.period_years) == (None, None)


def test_thirty_three_units_stand_in_five_groups(pack: Pack) -> None:
    assert [(group.mandatory, len(group.units)) for group in pack.groups] == [
        (True, 2),
        (False, 6),
        (False, 8),
        (False, 4),
        (False, 13),
    ]
    assert [ref for group in pack.groups for ref in group.units] == list(LISTED)
    assert set(pack.unit) == set(LISTED)


@pytest.mark.parametrize("ref", LISTED)
def test_level_credit_hours_and_reference_are_those_printed(pack: Pack, ref: str) -> None:
    unit = pack.unit[ref]
    level, credit, hours, nos = LISTED[ref]
    assert (unit.level, unit.credit, unit.hours) == (level, credit, hours)
    assert {f"4430-{ref}", nos} <= set(unit.aliases)


def test_units_in_full_carry_their_accreditation_number(pack: Pack) -> None:
    assert {ref: NDAQ[ref] in pack.unit[ref].aliases for ref in NDAQ} == dict.fromkeys(NDAQ, True)
    assert len(set(NDAQ.values())) == len(COUNTS) == 17


def test_the_sixteen_units_of_level_3_are_listed_only(pack: Pack) -> None:
    listed = [unit for unit in pack.units if unit.listed_only]
    assert sorted(unit.ref for unit in listed) == [str(number) for number in range(303, 319)]
    assert {unit.level for unit in listed} == {3}
    assert not any(unit.statements or unit.sufficiency for unit in listed)


def test_the_bar_of_the_general_part_stands_for_units_that_are_only_listed(pack: Pack) -> None:
    conditions = [unit.conditions for unit in pack.units if unit.listed_only]
    assert {(c.simulation, c.realistic_environment, c.scope) for c in conditions} == {("barred", "barred", "any")}
    assert any("general part" in note and "only listed" in note for note in pack.notes)


@pytest.mark.parametrize("ref", COUNTS)
def test_a_unit_holds_what_is_printed(pack: Pack, ref: str) -> None:
    unit = pack.unit[ref]
    criteria, requirements = COUNTS[ref]
    assert [e.ref for e in unit.elements] == [str(number) for number in range(1, len(criteria) + 1)]
    assert [c.ref for c in unit.criteria.values()] == [
        f"{element}.{number}" for element, count in enumerate(criteria, 1) for number in range(1, count + 1)
    ]
    found = {r.ref: (len(r.items), _asked(r)) for r in unit.requirements}
    assert found == {"ER2": (0, "may"), **requirements}
    assert unit.knowledge == ()


def test_items_are_lettered_as_printed(pack: Pack) -> None:
    for unit in pack.units:
        for requirement in unit.requirements:
            letters = "abcdefg"[: len(requirement.items)]
            assert [i.ref for i in requirement.items] == [f"{requirement.ref}.{letter}" for letter in letters]
            assert requirement.source == "evidence"
            assert {i.examples for i in requirement.items} <= {1}


def test_the_whole_document_holds_364_criteria(pack: Pack) -> None:
    assert sum(len(unit.criteria) for unit in pack.units) == 364
    assert sum(len(unit.asked_about) for unit in pack.units) == 153


# Traps of this document.


def test_3_10_comes_after_3_9_and_3_20_last(pack: Pack) -> None:
    third = [c.ref for c in pack.unit["401"].elements[2].criteria]
    assert third[8:11] == ["3.9", "3.10", "3.11"]
    assert third[1] == "3.2"
    assert third[-2:] == ["3.19", "3.20"]


def test_two_of_five_groups_are_enough(pack: Pack) -> None:
    for unit, ref in (("403", "ER6"), ("409", "ER4")):
        requirement = _requirement(pack, unit, ref)
        assert (requirement.need, len(requirement.items)) == (2, 5)


def test_three_of_five_groups_must_hear_the_results(pack: Pack) -> None:
    requirement = _requirement(pack, "407", "ER6")
    assert (requirement.need, len(requirement.items)) == (3, 5)


def test_two_of_seven_groups_of_staff_are_enough(pack: Pack) -> None:
    requirement = _requirement(pack, "412", "ER4")
    assert (requirement.need, len(requirement.items)) == (2, 7)


def test_one_or_more_of_the_following_means_one(pack: Pack) -> None:
    requirement = _requirement(pack, "416", "ER4")
    assert (requirement.need, len(requirement.items)) == (1, 7)
    assert requirement.ref in pack.unit["416"].criteria["1.2"].explained_by


def test_every_other_list_is_asked_for_in_full(pack: Pack) -> None:
    partial = {unit.full(r.ref) for unit in pack.units for r in unit.requirements if r.items and r.need is not None}
    assert partial == {"403/ER6", "407/ER6", "409/ER4", "412/ER4", "416/ER4"}


def test_two_communication_media_are_counted_with_nothing_listed(pack: Pack) -> None:
    for unit, ref in (("403", "ER8"), ("409", "ER5")):
        requirement = _requirement(pack, unit, ref)
        assert (requirement.need, requirement.of, requirement.items) == (2, "communication media", ())
    assert [u.ref for u in pack.units for r in u.requirements if r.of] == ["403", "409"]


def test_ways_of_communicating_may_serve_and_are_not_asked_for(pack: Pack) -> None:
    for unit, ref in (("407", "ER5"), ("408", "ER4-2"), ("411", "ER6")):
        requirement = _requirement(pack, unit, ref)
        assert (requirement.force, requirement.items, requirement.need) == ("permitted", (), None)


def test_what_may_be_formal_or_informal_is_not_asked_for(pack: Pack) -> None:
    for unit, ref in (("404", "ER4"), ("413", "ER6"), ("414", "ER6"), ("415", "ER6"), ("415", "ER7"), ("416", "ER5")):
        assert _requirement(pack, unit, ref).force == "permitted"


def test_formal_and_informal_are_both_asked_for_where_the_unit_lists_them(pack: Pack) -> None:
    assert len(_requirement(pack, "408", "ER5").items) == 4
    assert len(_requirement(pack, "412", "ER5").items) == 2


def test_kinds_of_award_may_serve_and_details_of_the_award_are_asked_for(pack: Pack) -> None:
    assert _requirement(pack, "414", "ER4").force == "permitted"
    assert _requirement(pack, "414", "ER4").items == ()
    assert _requirement(pack, "414", "ER5").force == "required"


def test_costs_in_money_are_a_demand_without_a_list(pack: Pack) -> None:
    costs = _requirement(pack, "415", "ER5")
    assert (costs.force, costs.items, costs.need, costs.of) == ("required", (), None, None)
    assert {r.force for r in pack.unit["415"].requirements if r.ref != "ER5"} == {"permitted"}


def test_the_second_requirement_numbered_4_keeps_a_ref_of_its_own(pack: Pack) -> None:
    assert [r.ref for r in pack.unit["408"].requirements] == ["ER2", "ER4", "ER4-2", "ER5"]
    assert any("408" in note and "ER4-2" in note for note in pack.notes)


def test_the_first_and_third_requirement_are_conditions_and_sufficiency(pack: Pack) -> None:
    refs = {r.ref for unit in pack.units for r in unit.requirements}
    assert "ER1" not in refs
    assert "ER3" not in refs


def test_a_sufficient_period_is_asked_for_but_never_customers_and_occasions(pack: Pack) -> None:
    assert {pack.unit[ref].sufficiency for ref in COUNTS} == {("period",)}


# Where the unit bars simulation for any evidence; elsewhere the bar touches performance evidence only.
ANY = ["401", "402", "404", "415", "416", "417"]


@pytest.mark.parametrize("ref", COUNTS)
def test_conditions_are_those_of_the_unit(pack: Pack, ref: str) -> None:
    conditions = pack.unit[ref].conditions
    assert conditions.realistic_environment == "barred"
    assert conditions.simulation == ("partly" if ref == "405" else "barred")
    assert conditions.scope == ("any" if ref in ANY else "performance")
    assert conditions.note


def test_staged_drills_are_the_one_simulation_that_serves(pack: Pack) -> None:
    conditions = pack.unit["405"].conditions
    assert (conditions.simulation, conditions.circumstances, conditions.elements) == ("partly", ("drill",), ())
    assert "drill" in pack.unit["405"].criteria["2.7"].situations
    assert any("405" in note and "general part" in note for note in pack.notes)


def test_the_last_outcome_is_knowledge_with_a_question_each(pack: Pack) -> None:
    for ref in COUNTS:
        *performance, last = pack.unit[ref].elements
        assert last.kind == "knowledge"
        assert {e.kind for e in performance} == {"performance"}
        assert all(c.question for c in last.criteria)
        assert not any(c.question for e in performance for c in e.criteria)
        assert last.title.startswith(("Understand ", "Know "))


def test_unit_401_demonstrates_twice_before_it_understands(pack: Pack) -> None:
    assert [e.kind for e in pack.unit["401"].elements] == ["performance", "performance", "knowledge"]
    assert pack.unit["401"].elements[1].title.startswith("Demonstrate how")


@pytest.mark.parametrize(
    ("unit", "refs"),
    [
        ("401", ["3.6", "3.20"]),
        ("402", ["3.5", "3.14"]),
        ("403", ["3.7", "3.9"]),
        ("406", ["3.4", "3.5"]),
        ("408", ["3.6", "3.9"]),
        ("409", ["3.4", "3.6"]),
        ("412", ["3.7", "3.8"]),
        ("413", ["3.4", "3.5"]),
        ("414", ["3.3"]),
        ("415", ["3.2", "3.5"]),
        ("417", ["3.3", "3.7"]),
    ],
)
def test_criteria_on_the_page_after_their_outcome_stay_in_it(pack: Pack, unit: str, refs: list[str]) -> None:
    assert {pack.unit[unit].element_of[ref] for ref in refs} == {"3"}


def test_requirements_after_a_page_break_stay_in_their_unit(pack: Pack) -> None:
    assert [r.ref for r in pack.unit["406"].requirements][-2:] == ["ER6", "ER7"]
    assert [r.ref for r in pack.unit["411"].requirements][-2:] == ["ER6", "ER7"]


def test_a_unit_without_a_heading_is_a_unit_of_its_own(pack: Pack) -> None:
    refs = ("403", "407", "414", "417")
    assert [pack.unit[ref].title for ref in refs] == [
        "Champion customer service",
        "Review the quality of customer service",
        "Manage a customer service award programme",
        "Manage customer service performance",
    ]
    for ref in refs:
        assert any(ref in note and "heading" in note for note in pack.notes), ref


def test_hours_of_unit_414_are_its_own_and_both_figures_are_noted(pack: Pack) -> None:
    assert pack.unit["414"].hours == 70
    assert any("414" in note and "47" in note and "70" in note for note in pack.notes)


def test_outcomes_carry_their_own_titles(pack: Pack) -> None:
    assert [e.title for e in pack.unit["409"].elements] == [
        "Build effective working relationships with colleagues",
        "Build effective relationships with service partners",
        "Understand how to deliver seamless customer service with a team",
    ]
    # Printed with a small letter.
    assert pack.unit["410"].elements[3].title == "Understand how to handle referred customer complaints"


def test_performance_is_what_was_seen_or_looked_at(pack: Pack) -> None:
    assert {pack.unit[ref].performance_by for ref in COUNTS} == {("seen", "looked")}


def test_no_criterion_must_be_met_consistently(pack: Pack) -> None:
    assert not any(c.consistently for unit in pack.units for c in unit.criteria.values())


# What makes the award: 20 mandatory credits, 47 more with a unit from each group, 35 at level 4.

MANDATORY = ["401", "402"]


@pytest.mark.parametrize(
    "optional",
    [
        ["403", "404", "406", "410", "413"],  # 52 credits, all at level 4
        ["303", "307", "310", "313", "403", "413"],  # 47, just enough
        ["303", "305", "307", "310", "314", "405", "417"],  # 47, and just 35 at level 4
    ],
)
def test_enough_credits_from_every_group_make_the_award(pack: Pack, optional: list[str]) -> None:
    choice = evaluate(pack, [*MANDATORY, *optional])
    assert choice.valid, choice.unmet


@pytest.mark.parametrize(
    ("optional", "unmet"),
    [
        (["303", "307", "310", "313", "403", "406"], ["credits from", "credits from"]),  # 46 and 66
        (["303", "304", "305", "307", "310", "414", "417"], ["credits from"]),  # 47, but 34 at level 4
        (["403", "404", "406", "411", "412"], ["one from each"]),  # 50, none for handling problems
        (["403", "404", "410", "411", "412"], ["one from each"]),  # 50, none for delivery
    ],
)
def test_a_choice_that_falls_short_is_refused(pack: Pack, optional: list[str], unmet: list[str]) -> None:
    assert [ruling.rule for ruling in evaluate(pack, [*MANDATORY, *optional]).unmet] == unmet


def test_both_mandatory_units_are_needed(pack: Pack) -> None:
    choice = evaluate(pack, ["401", "403", "404", "406", "407", "410", "413", "415"])
    assert "all of" in {ruling.rule for ruling in choice.unmet}


# Links.


@pytest.mark.parametrize(
    ("ref", "alike"),
    [
        ("406/ER7.a", {"407/ER4.b", "410/ER4.a"}),
        ("406/ER7.b", {"407/ER4.a", "410/ER4.b"}),
    ],
)
def test_statements_that_say_the_same_are_linked(pack: Pack, ref: str, alike: set[str]) -> None:
    assert set(pack.alike[ref]) == alike


@pytest.mark.parametrize(
    "ref",
    ["403/ER5.a", "403/ER7.a", "407/ER6.c", "408/ER5.a", "409/1.4", "409/2.6", "411/ER7.a", "413/ER4.a", "415/1.3"],
)
def test_what_only_resembles_is_not_linked(pack: Pack, ref: str) -> None:
    assert pack.statement(ref) is not None
    assert ref not in pack.alike


def test_a_link_names_all_the_others_and_they_read_alike(pack: Pack) -> None:
    by_prompt: dict[str, set[str]] = {}
    for unit in pack.units:
        for ref, statement in unit.statements.items():
            if isinstance(statement, Statement):
                by_prompt.setdefault(statement.prompt, set()).add(unit.full(ref))
    for refs in by_prompt.values():
        for ref in refs:
            assert set(pack.alike.get(ref, ())) == refs - {ref}


@pytest.mark.parametrize(
    ("situation", "refs"),
    [
        ("drill", {"405/2.7"}),
        ("hazard", {"405/1.1", "405/1.2", "405/1.5", "405/2.5"}),
        ("referred upwards", {"410/1.4"}),
        (
            "complaint",
            {
                "402/1.4",
                *(f"410/{outcome}.{number}" for outcome in (1, 2) for number in range(1, 5)),
                *(f"410/{item}" for item in ("ER5.a", "ER5.b", "ER6.a", "ER6.b", "ER6.c")),
            },
        ),
    ],
)
def test_situations_say_what_a_moment_can_close(pack: Pack, situation: str, refs: set[str]) -> None:
    found = {
        unit.full(ref)
        for unit in pack.units
        for ref, statement in unit.statements.items()
        if isinstance(statement, Criterion | Item) and situation in statement.situations
    }
    assert found == refs


@pytest.mark.parametrize(
    ("ref", "by"),
    [
        ("405/1.2", ("ER4",)),
        ("407/2.5", ("ER6",)),
        ("412/2.5", ("ER5",)),
        ("413/1.5", ("ER4",)),
        ("414/1.4", ("ER5",)),
        ("414/2.6", ("ER7",)),
        ("416/1.2", ("ER4",)),
    ],
)
def test_a_list_explains_the_word_that_names_it(pack: Pack, ref: str, by: tuple[str, ...]) -> None:
    statement = pack.statement(ref)
    assert isinstance(statement, Criterion)
    assert statement.explained_by == by


def test_only_what_is_asked_for_explains_a_criterion(pack: Pack) -> None:
    for unit in pack.units:
        asked = {r.ref for r in unit.requirements if r.force == "required"}
        for criterion in unit.criteria.values():
            assert set(criterion.explained_by) <= asked, unit.full(criterion.ref)


def test_every_statement_has_a_short_prompt(pack: Pack) -> None:
    for unit in pack.units:
        for statement in unit.statements.values():
            shown = statement.title if isinstance(statement, Requirement) else statement.prompt
            assert len(shown) <= 70, shown
            assert not shown.endswith(".")
            assert ";" not in shown
