"""Which choices of units make the award, and in which words. What the shipped packs give was added up by hand."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitdata import Choice, Pack, Ruling, evaluate, find_unit, open_shipped, rule_sentences, shipped
from unitdata.structure import AllOf, CreditsFrom, Imports, OneFromEach, Rule, UnitsFrom

Raw = dict[str, Any]

# --- each kind of rule, on an invented pack ---------------------------------------------------------------------------

THEMES = {"core": "Mandatory units", "cold": "Cold drinks", "warm": "Warm drinks", "sweet": "Sweet things"}
LETTERS = {"core": "Group A, Core", "cold": "Group B, Cold", "warm": "Group C, Warm", "sweet": "Group D"}
OPTIONAL = ["cold", "warm", "sweet"]


def menu(*rules: Raw, titles: dict[str, str] = THEMES, level: str = "level") -> Pack:
    """M1 and M2, C1 and C2, W1 and W2, S1 and S2: the first of each at level 1 with 3 credits, the other 2 with 4."""
    words = ("learner", "unit", "element", "criterion", "requirement", "knowledge", "verifier")
    refs = {"core": ["M1", "M2"], "cold": ["C1", "C2"], "warm": ["W1", "W2"], "sweet": ["S1", "S2"]}
    unit = {
        "title": "Serve",
        "listed_only": True,
        "conditions": {"simulation": "unstated", "realistic_environment": "unstated", "scope": "any"},
    }
    raw = {
        "id": "menu",
        "title": "Serving",
        "body": "The invented board",
        "number": "M-1",
        "level": 2,
        "edition": "1",
        "wording": "prompt",
        "vocabulary": {word: {"one": word, "many": f"{word}s"} for word in words} | {"level": level},
        "groups": [
            {"id": name, "title": titles[name], "mandatory": name == "core", "units": units}
            for name, units in refs.items()
        ],
        "rules": list(rules),
        "units": [
            unit | {"ref": ref, "level": int(ref[1]), "credit": int(ref[1]) + 2}
            for units in refs.values()
            for ref in units
        ],
    }
    return Pack.model_validate(raw)


ALL_OF = {"rule": "all of", "groups": ["core"]}
EACH = {"rule": "one from each", "groups": OPTIONAL}
CREDITS = {"rule": "credits from", "groups": OPTIONAL, "least": 10}
IMPORTS = {"rule": "imports", "units": ["C1", "W1", "S1"], "most": 1, "source": "the Level 1 award"}


def units_from(**more: Any) -> Raw:
    return {"rule": "units from", "groups": OPTIONAL, **more}


@pytest.mark.parametrize(
    ("rule", "chosen", "met", "message"),
    [
        (ALL_OF, "M1 M2", True, "Both mandatory units needed, 2 chosen."),
        (ALL_OF, "M1 C1", False, "Both mandatory units needed, 1 chosen: M2 missing."),
        (ALL_OF, "", False, "Both mandatory units needed, none chosen: M1 and M2 missing."),
        (ALL_OF | {"groups": ["warm"]}, "W2", False, "Both units from Warm drinks needed, 1 chosen: W1 missing."),
        (
            ALL_OF | {"groups": ["core", "warm"]},
            "M1",
            False,
            "All 4 units from Mandatory units and Warm drinks needed, 1 chosen: M2, W1 and W2 missing.",
        ),
        (EACH, "C1 W1 S2", True, "1 unit needed from each optional group, chosen from all 3."),
        (EACH, "C1 S2", False, "1 unit needed from each optional group, none chosen from Warm drinks."),
        (EACH, "C1", False, "1 unit needed from each optional group, none chosen from Warm drinks or Sweet things."),
        (EACH, "M1", False, "1 unit needed from each optional group, none chosen."),
        (
            EACH | {"groups": ["warm", "cold"]},
            "C1 C2 W1",
            True,
            "1 unit needed from each of Cold drinks and Warm drinks, chosen from both.",
        ),
        (units_from(least=2), "C1 W1", True, "2 units needed from the optional units, 2 chosen."),
        (units_from(least=2), "C1 W1 W2", True, "2 units needed from the optional units, 3 chosen."),
        (units_from(least=2), "C1 M1 M2", False, "2 units needed from the optional units, 1 chosen."),
        (units_from(least=1), "M1", False, "1 unit needed from the optional units, none chosen."),
        (units_from(most=1), "C1", True, "At most 1 unit from the optional units, 1 chosen."),
        (units_from(most=1), "", True, "At most 1 unit from the optional units, none chosen."),
        (units_from(most=2), "C1 C2 W1", False, "At most 2 units from the optional units, 3 chosen: C1, C2 and W1."),
        (units_from(most=0), "C1", False, "No unit allowed from the optional units, 1 chosen: C1."),
        (units_from(least=2, most=2), "C1 W1", True, "Exactly 2 units needed from the optional units, 2 chosen."),
        (units_from(least=2, most=2), "C1", False, "Exactly 2 units needed from the optional units, 1 chosen."),
        (
            units_from(least=1, most=1),
            "C1 C2",
            False,
            "Exactly 1 unit needed from the optional units, 2 chosen: C1 and C2.",
        ),
        (units_from(least=2, most=3), "C1", False, "2 to 3 units needed from the optional units, 1 chosen."),
        (units_from(least=2, most=3), "C1 W1", True, "2 to 3 units needed from the optional units, 2 chosen."),
        (
            units_from(least=2, most=3),
            "C1 C2 W1 W2",
            False,
            "2 to 3 units needed from the optional units, 4 chosen: C1, C2, W1 and W2.",
        ),
        (units_from(least=2, level=2), "C1 W2", False, "2 units at level 2 needed from the optional units, 1 chosen."),
        (units_from(least=2, level=2), "C2 W2", True, "2 units at level 2 needed from the optional units, 2 chosen."),
        (
            units_from(most=1, above=1),
            "C1 W1 S2",
            True,
            "At most 1 unit above level 1 from the optional units, 1 chosen.",
        ),
        (
            units_from(most=1, above=1),
            "C2 S2",
            False,
            "At most 1 unit above level 1 from the optional units, 2 chosen: C2 and S2.",
        ),
        (
            units_from(least=1, groups=["sweet"]),
            "C1",
            False,
            "1 unit needed from Sweet things, none chosen.",
        ),
        (
            units_from(least=3, groups=["sweet", "core", "cold", "warm"]),
            "M1 C1",
            False,
            "3 units needed in all, 2 chosen.",
        ),
        (CREDITS, "C1 W1 S2", True, "10 credits needed from the optional units, 10 chosen."),
        (CREDITS, "M1 C1 W1 S1", False, "10 credits needed from the optional units, 9 chosen."),
        (
            CREDITS | {"groups": ["core"], "least": 7},
            "M1",
            False,
            "7 credits needed from the mandatory units, 3 chosen.",
        ),
        (CREDITS | {"least": 1}, "M1", False, "1 credit needed from the optional units, none chosen."),
        (
            CREDITS | {"level": 2, "least": 8},
            "C1 C2 W1",
            False,
            "8 credits at level 2 needed from the optional units, 4 chosen.",
        ),
        (
            CREDITS | {"level": 2, "least": 8},
            "C2 W2",
            True,
            "8 credits at level 2 needed from the optional units, 8 chosen.",
        ),
        (IMPORTS, "C1 C2", True, "At most 1 unit from the Level 1 award, 1 chosen: C1."),
        (IMPORTS, "C2 S2", True, "At most 1 unit from the Level 1 award, none chosen."),
        (IMPORTS, "S1 C1", False, "At most 1 unit from the Level 1 award, 2 chosen: C1 and S1."),
        (IMPORTS | {"most": 2}, "W1 S1 C1", False, "At most 2 units from the Level 1 award, 3 chosen: C1, W1 and S1."),
    ],
)
def test_a_rule_says_what_it_asks_and_what_was_chosen(rule: Raw, chosen: str, met: bool, message: str) -> None:
    choice = evaluate(menu(rule), chosen.split())
    assert choice.rulings == (Ruling(rule["rule"], met, message),)
    assert choice.valid is met
    assert choice.unmet == (() if met else choice.rulings)


@pytest.mark.parametrize(
    ("rule", "chosen", "message"),
    [
        (ALL_OF, "M1", "Both units from group A needed, 1 chosen: M2 missing."),
        (CREDITS, "C1 W1", "10 credits needed from groups B to D, 6 chosen."),
        (CREDITS | {"groups": ["sweet", "cold"]}, "C1 W1", "10 credits needed from groups B and D, 3 chosen."),
        (CREDITS | {"groups": ["warm", "cold"]}, "C1 W1", "10 credits needed from groups B and C, 6 chosen."),
        (CREDITS | {"groups": ["core", "cold", "sweet"]}, "", "10 credits needed from groups A, B and D, none chosen."),
        (EACH, "C1 W1 S1", "1 unit needed from each of groups B to D, chosen from all 3."),
        (EACH, "C1 W1", "1 unit needed from each of groups B to D, none chosen from group D."),
        (EACH, "C1 S1", "1 unit needed from each of groups B to D, none chosen from group C (Warm)."),
        (EACH, "C1", "1 unit needed from each of groups B to D, none chosen from groups C or D."),
        (EACH, "M1", "1 unit needed from each of groups B to D, none chosen."),
    ],
)
def test_lettered_groups_go_by_their_letters(rule: Raw, chosen: str, message: str) -> None:
    (ruling,) = evaluate(menu(rule, titles=LETTERS), chosen.split()).rulings
    assert ruling.message == message


def test_a_level_has_the_name_the_body_gives_it() -> None:
    rules = units_from(most=1, above=1), CREDITS | {"level": 2}
    messages = [ruling.message for ruling in evaluate(menu(*rules, level="SCQF level"), ["C2"]).rulings]
    assert messages == [
        "At most 1 unit above SCQF level 1 from the optional units, 1 chosen.",
        "10 credits at SCQF level 2 needed from the optional units, 4 chosen.",
    ]


def test_what_was_achieved_is_judged_alike_and_said_to_be_achieved() -> None:
    pack = menu(ALL_OF, EACH, CREDITS, units_from(least=2), IMPORTS)
    choice = evaluate(pack, ["M1", "C1", "W2"], "achieved")
    assert [ruling.message for ruling in choice.rulings] == [
        "Both mandatory units needed, 1 achieved: M2 missing.",
        "1 unit needed from each optional group, none achieved from Sweet things.",
        "10 credits needed from the optional units, 7 achieved.",
        "2 units needed from the optional units, 2 achieved.",
        "At most 1 unit from the Level 1 award, 1 achieved: C1.",
    ]
    met = [ruling.met for ruling in choice.rulings]
    assert met == [ruling.met for ruling in evaluate(pack, ["M1", "C1", "W2"]).rulings]


def test_a_unit_from_outside_is_refused_and_counted_nowhere() -> None:
    choice = evaluate(menu(CREDITS), ["C1", "X9", "F2"])
    assert choice.rulings == (
        Ruling("structure", False, "Not in this qualification: F2 and X9."),
        Ruling("credits from", False, "10 credits needed from the optional units, 3 chosen."),
    )
    assert (choice.units, choice.credits) == (1, {1: 3})


def test_a_unit_named_twice_counts_once() -> None:
    choice = evaluate(menu(units_from(least=2)), ["C1", "C1"])
    assert choice.units == 1
    assert choice.unmet == (Ruling("units from", False, "2 units needed from the optional units, 1 chosen."),)


def test_rules_are_judged_in_the_order_of_the_pack() -> None:
    kinds = [ruling.rule for ruling in evaluate(menu(CREDITS, IMPORTS, ALL_OF, EACH), ["Z1"]).rulings]
    assert kinds == ["structure", "credits from", "imports", "all of", "one from each"]


def test_credits_are_counted_by_level() -> None:
    choice = evaluate(menu(), ["M1", "M2", "C2", "S2"])
    assert choice.credits == {1: 3, 2: 12}
    assert choice.units == 4


def test_a_unit_without_a_printed_level_is_at_none() -> None:
    raw = menu(units_from(least=1, level=1), units_from(most=0, above=1)).model_dump()
    for unit in raw["units"]:
        unit["level"] = None
    choice = evaluate(Pack.model_validate(raw), ["C1", "C2"])
    assert [ruling.met for ruling in choice.rulings] == [False, True]
    assert choice.credits == {None: 7}


def test_a_unit_without_printed_credit_gives_none() -> None:
    choice = evaluate(open_shipped("cvq-l2").pack, ["U09602", "U13202"])
    assert choice.credits == {None: 0}


def test_limits_at_both_ends_are_kept(invented: Raw) -> None:
    pack = Pack.model_validate(invented)
    assert evaluate(pack, ["T1", "T2"]).valid
    assert [ruling.message for ruling in evaluate(pack, ["T1", "T2", "T3"]).unmet] == [
        "Exactly 2 units needed in all, 3 chosen: T1, T2 and T3."
    ]


# --- the awards that ship ---------------------------------------------------------------------------------------------

AWARDS: dict[str, list[tuple[str, list[str]]]] = {
    "cvq-l2": [
        ("U09602 U12902 U13002 U13102 U00306 U13202", []),
        ("U13502 U00306 U13102 U13002 U12902 U09602", []),
        ("U09602 U12902 U13002 U13102 U00306 U13202 U13302 U13402 U13502", []),
        (
            "U09602 U12902 U13002 U13102 U00306",
            ["1 unit needed from the optional units, none chosen.", "6 units needed in all, 5 chosen."],
        ),
        (
            "U09602 U12902 U13002 U13102 U13202 U13302",
            ["All 5 mandatory units needed, 4 chosen: U00306 missing."],
        ),
    ],
    "edi-l3": [
        # 13, 14 and 22 come from Level 2: three imports are allowed.
        ("7 8 13 14 22 32 39 40", []),
        ("7 8 18 19 24 25 33 43", []),
        (
            "7 8 13 14 15 22 32 39",
            ["At most 3 units from the Level 2 NVQ, 4 chosen: 13, 14, 15 and 22."],
        ),
        (
            "7 8 18 19 24 25 39 40",
            ["1 unit needed from each optional group, none chosen from Handling problems."],
        ),
        ("7 8 18 24 32 39 40", ["6 units needed from the optional units, 5 chosen."]),
        ("7 18 19 24 25 32 39", ["Both mandatory units needed, 1 chosen: 8 missing."]),
        ("7 8 18 19 24 25 32 39 F3", ["Not in this qualification: F3."]),
    ],
    "cg-l4": [
        # 10 + 10 mandatory; 403 10, 405 8, 410 10, 411 10, 412 9: 47 optional, 67 in all, every one at level 4.
        ("401 402 403 405 410 411 412", []),
        # 405 8 and 417 7 with the mandatory 20 make 35 at level 4; 303 6, 304 8, 311 10, 313 8 make 32 at level 3.
        ("401 402 303 304 405 311 313 417", []),
        # 314 has the 7 credits of 417, at level 3: 28 are left at level 4.
        ("401 402 303 304 405 311 313 314", ["35 credits at level 4 needed in all, 28 chosen."]),
        # 403 10, 405 8, 407 8, 410 10, 411 10: one credit short.
        (
            "401 402 403 405 407 410 411",
            ["67 credits needed in all, 66 chosen.", "47 credits needed from the optional units, 46 chosen."],
        ),
        # 403 10, 404 11, 405 8, 406 10, 411 10: enough credits, nothing on problems.
        (
            "401 402 403 404 405 406 411",
            ["1 unit needed from each optional group, none chosen from Handling Problems."],
        ),
        # 10 and 403 10, 404 11, 406 10, 410 10, 411 10, 413 11: enough in all, one mandatory unit short.
        (
            "401 403 404 406 410 411 413",
            [
                "Both mandatory units needed, 1 chosen: 402 missing.",
                "20 credits needed from the mandatory units, 10 chosen.",
            ],
        ),
    ],
    "ocr-l3": [
        # C6 has 10 credits at level 3; A3 5, B2 5, D2 5 and D4 5 are at level 2: exactly 30, 10 and 42.
        ("F3 F4 A3 B2 C6 D2 D4", []),
        # A14 8 and B9 6 at level 3, C8 10 at level 4, D1 6 at level 2.
        ("F3 F4 A14 B9 C8 D1", []),
        # C6 10, A3 5, B8 4, D2 5.
        (
            "F3 F4 A3 B8 C6 D2",
            ["30 credits needed from groups B to E, 24 chosen.", "42 credits needed in all, 36 chosen."],
        ),
        # A17 10, B13 10, C8 10 and D17 7 are at level 4; the 12 at level 3 of group A do not help.
        ("F3 F4 A17 B13 C8 D17", ["10 credits at level 3 needed from groups B to E, none chosen."]),
        # A14 has 8 at level 3; B2 5, B3 5, C3 6 and D1 6 are at level 2.
        ("F3 F4 A14 B2 B3 C3 D1", ["10 credits at level 3 needed from groups B to E, 8 chosen."]),
        # A13 6, A14 8, B9 6, D8 8, D1 6.
        (
            "F3 F4 A13 A14 B9 D8 D1",
            ["1 unit needed from each of groups B to E, none chosen from group D (Handling problems)."],
        ),
        # A13 6, A14 8, A16 7 and A18 11.
        (
            "F3 F4 A13 A14 A16 A18",
            ["1 unit needed from each of groups B to E, none chosen from groups C, D or E."],
        ),
        # A14 8, B10 6, C7 6, D9 7, D13 7.
        (
            "F3 A14 B10 C7 D9 D13",
            [
                "Both units from group A needed, 1 chosen: F4 missing.",
                "12 credits needed from group A, 6 chosen.",
                "42 credits needed in all, 40 chosen.",
            ],
        ),
    ],
    "svq-l2": [
        # The worked form's table of units signed off.
        ("F1 F2 A10 B2 C3 D2 D3", []),
        # Its checklist.
        (
            "F2 F1 A1 B2 C3 D2 D3",
            [
                "Not in this qualification: A1.",
                "5 units needed from the optional units, 4 chosen.",
                "1 unit needed from each optional group, none chosen from Impression and image.",
            ],
        ),
        (
            "F1 F2 A3 A4 A5 B2 B5",
            [
                "1 unit needed from each optional group, "
                "none chosen from Handling problems or Development and improvement."
            ],
        ),
    ],
    "svq-l3": [
        # F4, A15, B10, B11 and C5 are at SCQF level 6; F3 and D11 are at 7, but F3 is no option.
        ("F3 F4 A15 B10 B11 C5 D11", []),
        # The worked form's own choice: C7 and D11 are both at SCQF level 7.
        (
            "F3 F4 A15 B10 B11 C7 D11",
            [
                "At most 1 unit above SCQF level 6 from the optional units, 2 chosen: C7 and D11.",
                "5 units at SCQF level 6 needed in all, 4 chosen.",
            ],
        ),
        (
            "F3 F4 A13 A15 B9 B10 B11",
            [
                "1 unit needed from each optional group, "
                "none chosen from Handling problems or Development and improvement."
            ],
        ),
    ],
}


@cache
def award(pack_id: str) -> Pack:
    return open_shipped(pack_id).pack


def test_every_award_is_tried() -> None:
    assert sorted(AWARDS) == shipped()


@pytest.mark.parametrize(
    ("pack_id", "units", "unmet"),
    [(pack_id, units, unmet) for pack_id, choices in AWARDS.items() for units, unmet in choices],
)
def test_a_choice_makes_the_award_or_is_told_why_not(pack_id: str, units: str, unmet: list[str]) -> None:
    choice = evaluate(award(pack_id), units.split())
    assert [ruling.message for ruling in choice.unmet] == unmet
    assert choice.valid is (not unmet)


def test_what_the_worked_svq_2_signed_off_is_not_the_award_yet() -> None:
    choice = evaluate(award("svq-l2"), ["F2", "A10", "B2", "C3"], "achieved")
    assert [ruling.message for ruling in choice.unmet] == [
        "Both mandatory units needed, 1 achieved: F1 missing.",
        "5 units needed from the optional units, 3 achieved.",
        "1 unit needed from each optional group, none achieved from Development and improvement.",
    ]


@pytest.mark.parametrize(
    ("pack_id", "units", "by_level"),
    [
        ("ocr-l3", "F3 F4 A14 B9 C8 D1", {2: 6, 3: 26, 4: 10}),
        ("cg-l4", "401 402 303 304 405 311 313 417", {3: 32, 4: 35}),
    ],
)
def test_credits_of_a_choice_by_level(pack_id: str, units: str, by_level: dict[int | None, int]) -> None:
    assert evaluate(award(pack_id), units.split()).credits == by_level


def test_each_award_says_what_makes_it() -> None:
    assert {pack_id: rule_sentences(award(pack_id)) for pack_id in AWARDS} == {
        "cvq-l2": [
            "All 5 mandatory units needed.",
            "1 unit needed from the optional units.",
            "6 units needed in all.",
        ],
        "edi-l3": [
            "Both mandatory units needed.",
            "6 units needed from the optional units.",
            "1 unit needed from each optional group.",
            "At most 3 units from the Level 2 NVQ.",
        ],
        "cg-l4": [
            "67 credits needed in all.",
            "35 credits at level 4 needed in all.",
            "Both mandatory units needed.",
            "20 credits needed from the mandatory units.",
            "47 credits needed from the optional units.",
            "1 unit needed from each optional group.",
        ],
        "ocr-l3": [
            "Both units from group A needed.",
            "12 credits needed from group A.",
            "30 credits needed from groups B to E.",
            "1 unit needed from each of groups B to E.",
            "10 credits at level 3 needed from groups B to E.",
            "42 credits needed in all.",
        ],
        "svq-l2": [
            "Both mandatory units needed.",
            "5 units needed from the optional units.",
            "1 unit needed from each optional group.",
        ],
        "svq-l3": [
            "Both mandatory units needed.",
            "5 units needed from the optional units.",
            "1 unit needed from each optional group.",
            "At most 1 unit above SCQF level 6 from the optional units.",
            "5 units at SCQF level 6 needed in all.",
        ],
    }


# --- whatever is chosen -----------------------------------------------------------------------------------------------


@st.composite
def choices(draw: st.DrawFn) -> tuple[Pack, list[str]]:
    """One of the awards, and some of its units in any order, some of them twice."""
    pack = award(draw(st.sampled_from(sorted(AWARDS))))
    return pack, draw(st.lists(st.sampled_from(list(pack.unit)), max_size=30))


def holds(pack: Pack, rule: Rule, chosen: set[str]) -> bool:
    """A rule's plain meaning, written down a second time."""
    if isinstance(rule, Imports):
        return len(chosen & set(rule.units)) <= rule.most
    offered = [set(group.units) for group in pack.groups if group.id in rule.groups]
    taken = [pack.unit[ref] for ref in chosen & set().union(*offered)]
    match rule:
        case AllOf():
            return set().union(*offered) <= chosen
        case OneFromEach():
            return all(units & chosen for units in offered)
        case UnitsFrom():
            counted = [u for u in taken if rule.level in (None, u.level) and (u.level or 0) > (rule.above or -1)]
            return rule.least <= len(counted) <= (len(pack.units) if rule.most is None else rule.most)
        case CreditsFrom():
            return sum(u.credit or 0 for u in taken if rule.level in (None, u.level)) >= rule.least


def grows(rule: Rule) -> bool:
    """Whether more units can only help."""
    return not isinstance(rule, Imports) and not (isinstance(rule, UnitsFrom) and rule.most is not None)


@given(choices())
def test_a_ruling_is_what_its_rule_means(case: tuple[Pack, list[str]]) -> None:
    pack, units = case
    choice = evaluate(pack, units)
    assert [ruling.met for ruling in choice.rulings] == [holds(pack, rule, set(units)) for rule in pack.rules]
    assert choice.valid is all(ruling.met for ruling in choice.rulings)


@given(choices(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(case: tuple[Pack, list[str]], random: Any) -> None:
    pack, units = case
    shuffled = [*units, *units[:3]]
    random.shuffle(shuffled)
    assert evaluate(pack, shuffled) == evaluate(pack, units)


@given(choices(), st.data())
def test_a_further_unit_breaks_only_an_upper_limit(case: tuple[Pack, list[str]], data: st.DataObject) -> None:
    pack, units = case
    further = data.draw(st.sampled_from(list(pack.unit)))
    before, after = evaluate(pack, units), evaluate(pack, [*units, further])
    for rule, was, is_now in zip(pack.rules, before.rulings, after.rulings, strict=True):
        if grows(rule):
            assert is_now.met >= was.met
        elif isinstance(rule, Imports) or not rule.least:
            assert is_now.met <= was.met


@given(choices())
def test_credits_and_units_add_up(case: tuple[Pack, list[str]]) -> None:
    pack, units = case
    choice: Choice = evaluate(pack, units)
    chosen = [pack.unit[ref] for ref in set(units)]
    assert choice.units == len(chosen)
    assert sum(choice.credits.values()) == sum(unit.credit or 0 for unit in chosen)
    assert set(choice.credits) == {unit.level for unit in chosen}


@given(choices())
def test_a_unit_from_outside_adds_one_refusal_and_nothing_else(case: tuple[Pack, list[str]]) -> None:
    pack, units = case
    choice = evaluate(pack, [*units, "Z99"])
    refusal = Ruling("structure", False, "Not in this qualification: Z99.")
    assert choice.rulings == (refusal, *evaluate(pack, units).rulings)


@given(choices())
def test_a_message_says_what_is_asked_and_then_what_was_found(case: tuple[Pack, list[str]]) -> None:
    pack, units = case
    for asked, ruling in zip(rule_sentences(pack), evaluate(pack, units).rulings, strict=True):
        assert ruling.message.startswith(f"{asked.removesuffix('.')}, ")
        assert " chosen" in ruling.message
        assert ruling.message.endswith(".")


# --- finding a unit ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pack_id", "name", "ref"),
    [
        ("cg-l4", "401", "401"),
        ("cg-l4", "4430-401", "401"),
        ("cg-l4", "J/601/1630", "401"),
        ("cg-l4", "f5", "401"),
        ("ocr-l3", "K/601/1622", "F3"),
        ("ocr-l3", " k/601/1622 ", "F3"),
        ("ocr-l3", "d18", "D18"),
        ("edi-l3", "nu5036", "13"),
        ("edi-l3", "NU 5036", "13"),
        ("cvq-l2", "u00306", "U00306"),
        ("svq-l3", "a13", "A13"),
    ],
)
def test_a_unit_is_found_by_each_of_its_numbers(pack_id: str, name: str, ref: str) -> None:
    unit = find_unit(award(pack_id), name)
    assert unit is not None
    assert unit.ref == ref


@pytest.mark.parametrize("name", ["", " ", "F", "K/601", "1622", "F3 F4", "Demonstrate understanding"])
def test_no_unit_is_guessed(name: str) -> None:
    assert find_unit(award("ocr-l3"), name) is None


def test_each_unit_of_each_award_is_found_by_all_its_numbers() -> None:
    for pack_id in AWARDS:
        for unit in award(pack_id).units:
            assert all(find_unit(award(pack_id), name) is unit for name in (unit.ref, *unit.aliases))


def test_a_units_own_number_goes_before_anothers() -> None:
    raw = menu().model_dump()
    raw["units"][0]["aliases"] = ["C1", "C-1"]
    pack = Pack.model_validate(raw)
    assert find_unit(pack, "c1") is pack.unit["C1"]
    assert find_unit(pack, "c-1") is pack.unit["M1"]


def test_where_a_pack_holds_no_rules_nothing_makes_the_award_and_it_is_said_why() -> None:
    said = "What makes the award was not read in: choose by the handbook."
    choice = evaluate(menu(), ["M1", "M2"])
    assert (choice.valid, choice.unmet) == (False, (Ruling("unread", False, said),))
    assert rule_sentences(menu()) == [said]
