"""Each fault that `check` names, planted alone in an invented pack."""

from collections.abc import Callable
from typing import Any

import pytest

from unitdata import Pack, check

Raw = dict[str, Any]


def test_a_sound_pack_has_no_problems(invented: Raw) -> None:
    assert check(Pack.model_validate(invented)) == []


def brew(raw: Raw) -> Raw:
    return raw["units"][0]


def first(raw: Raw) -> Raw:
    return brew(raw)["elements"][0]["criteria"][0]


def _alone(raw: Raw) -> None:
    """Take the one link away, so that a planted link is the only one."""
    del first(raw)["same_as"]
    del raw["units"][1]["elements"][0]["criteria"][0]["same_as"]


def _link(target: str) -> Callable[[Raw], None]:
    def plant(raw: Raw) -> None:
        _alone(raw)
        first(raw)["same_as"] = [target]

    return plant


def pour(raw: Raw) -> Raw:
    return raw["units"][1]["elements"][0]


def range_a(raw: Raw) -> Raw:
    return brew(raw)["requirements"][0]


def _rule(**rule: Any) -> Callable[[Raw], None]:
    """One more rule than the two of the sound pack."""
    return lambda raw: raw["rules"].append({"groups": ["more"], **rule})


def _credit(raw: Raw) -> None:
    """Levels and credits as in a sound pack: 10 credits, 6 of them at level 2."""
    for unit, (level, credit) in zip(raw["units"], [(2, 4), (3, 4), (2, 2)], strict=True):
        unit.update(level=level, credit=credit)


def _credits(**rule: Any) -> Callable[[Raw], None]:
    def plant(raw: Raw) -> None:
        _credit(raw)
        raw["rules"].append({"rule": "credits from", "groups": ["core", "more"], **rule})

    return plant


def _three_alike(raw: Raw) -> None:
    """T1/1.1, T2/1.1 and T2/1.2 read alike; the first and the last are not linked with each other."""
    pour(raw)["criteria"][0]["same_as"] = ["T1/1.1", "T2/1.2"]
    pour(raw)["criteria"].append({"ref": "1.2", "prompt": "Boils water", "same_as": ["T2/1.1"]})


FAULTS: dict[str, tuple[Callable[[Raw], object], str]] = {
    "a ref twice": (
        lambda raw: brew(raw)["elements"][0]["criteria"][1].update(ref="R1.A"),
        "T1/R1.A: two statements have this ref",
    ),
    "an element twice": (
        lambda raw: raw["units"][1]["elements"].append({"ref": "1", "title": "Again", "criteria": []}),
        "T2: two elements have the ref 1",
    ),
    "wording in a pack of prompts": (
        lambda raw: first(raw).update(text="Boil the water."),
        "wording: is said to be prompts alone, yet there is full wording",
    ),
    "no wording in a pack of full wording": (
        lambda raw: raw.update(wording="full"),
        "wording: is said to be full, and there is none",
    ),
    "a part that is not below its statement": (
        lambda raw: brew(raw)["knowledge"][0]["parts"][0].update(ref="K2.a"),
        "T1/K2.a: stands in K1, but its ref is not below it",
    ),
    "a requirement for a missing element": (
        lambda raw: brew(raw)["requirements"][0].update(applies_to=["1", "7"]),
        "T1/R1.A: applies to element 7, which does not exist",
    ),
    "a criterion explained by nothing": (
        lambda raw: first(raw).update(explained_by=["R9.Z"]),
        "T1/1.1: explained_by names R9.Z, which is no requirement",
    ),
    "a criterion explained by an item": (
        lambda raw: first(raw).update(explained_by=["R1.A.i"]),
        "T1/1.1: explained_by names R1.A.i, which is no requirement",
    ),
    "conditions of a missing element": (
        lambda raw: brew(raw)["conditions"].update(elements=["4"]),
        "T1: its conditions name element 4, which does not exist",
    ),
    "a rule without its group": (
        lambda raw: raw["rules"][0].update(groups=["cake"]),
        "rule 1: no group cake",
    ),
    "a rule that nobody can keep": (
        lambda raw: raw["rules"][1].update(least=4, most=None),
        "rule 2: wants 4 or more, of 3 units",
    ),
    "a rule whose limits cross": (
        lambda raw: raw["rules"][1].update(least=2, most=1),
        "rule 2: wants 2 or more, at most 1, of 3 units",
    ),
    "a rule of no group": (
        lambda raw: raw["rules"][1].update(groups=[], least=0, most=0),
        "rule 2: names no group",
    ),
    "a rule of a group twice": (
        lambda raw: raw["rules"][0].update(groups=["core", "core"]),
        "rule 1: names group core twice",
    ),
    "a rule that wants nothing": (
        _rule(rule="units from"),
        "rule 3: wants nothing",
    ),
    "a rule that limits nothing": (
        _rule(rule="units from", most=1),
        "rule 3: limits nothing: at most 1 of 1 units",
    ),
    "a rule at a level that too few units have": (
        lambda raw: (_credit(raw), _rule(rule="units from", groups=["core", "more"], least=2, level=3)(raw)),
        "rule 3: wants 2 or more, of 1 units",
    ),
    "a rule above a level that no unit is above": (
        lambda raw: (_credit(raw), _rule(rule="units from", groups=["core", "more"], least=1, above=3)(raw)),
        "rule 3: wants 1 or more, of 0 units",
    ),
    "a rule at a level and above one": (
        lambda raw: (_credit(raw), _rule(rule="units from", least=1, level=2, above=1)(raw)),
        "rule 3: counts units at a level and above a level at once",
    ),
    "a rule at a level that is not printed": (
        _rule(rule="units from", least=1, level=2),
        "rule 3: unit T3 has no level",
    ),
    "a unit from each group where one is empty": (
        lambda raw: (
            raw["groups"].append({"id": "bare", "title": "Bare", "mandatory": False, "units": []}),
            raw["rules"].append({"rule": "one from each", "groups": ["more", "bare"]}),
        ),
        "rule 3: group bare has no unit",
    ),
    "credits of a unit without any": (
        _rule(rule="credits from", least=1),
        "rule 3: unit T3 has no credit",
    ),
    "more credits than there are": (_credits(least=11), "rule 3: wants 11 credits, of 10"),
    "more credits at a level than there are": (_credits(least=7, level=2), "rule 3: wants 7 credits, of 6"),
    "credits at a level that is not printed": (
        lambda raw: (_credits(least=1, level=3)(raw), raw["units"][0].update(level=None)),
        "rule 3: unit T1 has no level",
    ),
    "an import of a missing unit": (
        lambda raw: raw["rules"].append({"rule": "imports", "units": ["T3", "T9"], "most": 1, "source": "Level 1"}),
        "rule 3: no unit T9",
    ),
    "an import named twice": (
        lambda raw: raw["rules"].append({"rule": "imports", "units": ["T3", "T3"], "most": 1, "source": "Level 1"}),
        "rule 3: names unit T3 twice",
    ),
    "imports without a limit": (
        lambda raw: raw["rules"].append({"rule": "imports", "units": ["T3"], "most": 1, "source": "Level 1"}),
        "rule 3: limits nothing: at most 1 of 1 units",
    ),
    "a mandatory group that nothing needs": (
        lambda raw: raw["groups"][1].update(mandatory=True),
        "group more: is mandatory, and no rule needs all of it",
    ),
    "an optional group that is needed in full": (
        _rule(rule="all of"),
        "group more: all of it is needed, and it is not mandatory",
    ),
    "a number of two units": (
        lambda raw: (brew(raw).update(aliases=["F5"]), raw["units"][2].update(aliases=["f5"])),
        "f5: is a number of T1 and T3",
    ),
    "a number that is another unit's own": (
        lambda raw: brew(raw).update(aliases=["t3"]),
        "t3: is a number of T1 and T3",
    ),
    "certificates that end before registrations do": (
        lambda raw: raw.update(
            registration={"last_registration": "2014-07-31", "last_certification": "2014-07-30"},
        ),
        "registration: the last certificate comes before the last registration",
    ),
    "a group of a missing unit": (
        lambda raw: raw["groups"][1]["units"].append("T9"),
        "group more: no unit T9",
    ),
    "a unit in two groups": (
        lambda raw: raw["groups"][1]["units"].append("T1"),
        "T1: stands in 2 groups instead of one",
    ),
    "a unit in no group": (
        lambda raw: raw["groups"][1].update(units=[]),
        "T3: stands in 0 groups instead of one",
    ),
    "a group twice": (
        lambda raw: raw["groups"].append({"id": "more", "title": "Again", "mandatory": False, "units": []}),
        "group more: two groups have this id",
    ),
    "a unit twice": (
        lambda raw: raw["units"].append(raw["units"][2]),
        "T3: two units have this ref",
    ),
    "a link to nothing": (
        _link("T2/9.9"),
        "T1/1.1: same_as names T2/9.9, which does not exist",
    ),
    "a link to no unit": (
        _link("T8/1.1"),
        "T1/1.1: same_as names T8/1.1, which does not exist",
    ),
    "a link to another kind": (
        _link("T1/K1"),
        "T1/1.1: same_as names T1/K1, which is of another kind",
    ),
    "a link to itself": (_link("T1/1.1"), "T1/1.1: same_as names T1/1.1, which is itself"),
    "links that do not go all round": (
        _three_alike,
        "T1/1.1: same_as names T2/1.1, which is linked with others than these",
    ),
    "linked statements that read differently": (
        lambda raw: first(raw).update(prompt="Heats water"),
        "T1/1.1: same_as names T2/1.1, which has another prompt",
    ),
    "a link one way": (
        _link("T2/1.1"),
        "T1/1.1: same_as names T2/1.1, which does not name it back",
    ),
    "criteria that start alike": (
        lambda raw: (
            first(raw).update(prompt="Warms the pot with hot water, then empties it"),
            brew(raw)["elements"][0]["criteria"][1].update(prompt="Warms the pot with hot water, then dries it"),
        ),
        "T1: in element 1, the prompts of 1.1 and 1.2 start alike",
    ),
    "items that start alike": (
        lambda raw: brew(raw)["requirements"][0]["items"][1].update(prompt="green"),
        "T1: in R1.A, the prompts of R1.A.i and R1.A.ii start alike",
    ),
    "knowledge that starts alike": (
        lambda raw: brew(raw)["knowledge"][1].update(prompt="Where tea grows"),
        "T1: in knowledge, the prompts of K1 and K2 start alike",
    ),
    "parts that start alike": (
        lambda raw: brew(raw)["knowledge"][0]["parts"].append({"ref": "K1.b", "prompt": "hills"}),
        "T1: in K1, the prompts of K1.a and K1.b start alike",
    ),
    "a question that asks nothing": (
        lambda raw: brew(raw)["knowledge"][1].update(question="Tell me about tea."),
        "T1/K2: its question does not end in a question mark",
    ),
    "a criterion's question that asks nothing": (
        lambda raw: first(raw).update(question="Boil water."),
        "T1/1.1: its question does not end in a question mark",
    ),
    "a knowledge element without a question": (
        lambda raw: raw["units"][1]["elements"][0].update(kind="knowledge"),
        "T2/1.1: is asked about rather than watched, and has no question",
    ),
    "an element asked about without criteria": (
        lambda raw: pour(raw).update(kind="knowledge", criteria=[]),
        "T2/1: is asked about, and has no criteria",
    ),
    "something allowed partly, nowhere": (
        lambda raw: brew(raw)["conditions"].update(elements=[]),
        "T1: its conditions allow something partly, and name no element or circumstance",
    ),
    "elements named where nothing is partly allowed": (
        lambda raw: raw["units"][1]["conditions"].update(elements=["1"]),
        "T2: its conditions name elements or circumstances, and allow nothing partly",
    ),
    "circumstances named where nothing is partly allowed": (
        lambda raw: raw["units"][1]["conditions"].update(circumstances=["drill"]),
        "T2: its conditions name elements or circumstances, and allow nothing partly",
    ),
    "more needed than there is": (
        lambda raw: brew(raw)["requirements"][0].update(need=3),
        "T1/R1.A: need is 3, of 2 items",
    ),
    "more needed by performance than there is": (
        lambda raw: brew(raw)["requirements"][0].update(performance_need=3),
        "T1/R1.A: performance_need is 3, of 2 items",
    ),
    "a number of nothing": (
        lambda raw: brew(raw)["requirements"][0].update(items=[], performance_need=None),
        "T1/R1.A: needs 2 of something it does not name",
    ),
    "a number of what is listed": (
        lambda raw: range_a(raw).update(of="teas"),
        "T1/R1.A: counts teas, and lists items",
    ),
    "something counted without a number": (
        lambda raw: range_a(raw).update(items=[], need=None, performance_need=None, of="teas"),
        "T1/R1.A: counts teas, and needs no number of them",
    ),
    "more needed by performance than at all": (
        lambda raw: range_a(raw).update(need=1, performance_need=2),
        "T1/R1.A: needs 2 by performance, of 1",
    ),
    "guidance that must be performed": (
        lambda raw: range_a(raw).update(force="guidance"),
        "T1/R1.A: needs 1 by performance, and is not required",
    ),
    "a listed unit with statements": (
        lambda raw: raw["units"][2].update(elements=[{"ref": "1", "title": "Bake", "criteria": []}]),
        "T3: is listed only, yet has statements",
    ),
    "a unit without elements": (
        lambda raw: raw["units"][2].update(listed_only=False),
        "T3: has no elements and is not listed only",
    ),
}


@pytest.mark.parametrize(("plant", "problem"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_named(invented: Raw, plant: Callable[[Raw], object], problem: str) -> None:
    plant(invented)
    assert problem in check(Pack.model_validate(invented))


def test_sound_rules_of_every_kind_have_no_problems(invented: Raw) -> None:
    _credit(invented)
    both = ["core", "more"]
    invented["rules"] += [
        {"rule": "one from each", "groups": both},
        {"rule": "units from", "groups": both, "least": 2, "level": 2},
        {"rule": "units from", "groups": both, "most": 0, "above": 2},
        {"rule": "units from", "groups": ["more"], "least": 1, "most": 1},
        {"rule": "credits from", "groups": both, "least": 10},
        {"rule": "credits from", "groups": ["core"], "least": 4, "level": 3},
        {"rule": "imports", "units": ["T2", "T3"], "most": 1, "source": "Level 1"},
    ]
    invented["registration"] = {"last_registration": "2014-07-31", "last_certification": "2017-07-31"}
    for unit in invented["units"]:
        unit["aliases"] = [f"NU{unit['ref']}"]
    assert check(Pack.model_validate(invented)) == []


def test_a_whole_element_a_circumstance_and_an_unlisted_number_are_sound(invented: Raw) -> None:
    pour(invented)["criteria"] = []
    del first(invented)["same_as"]
    invented["units"][1]["conditions"].update(simulation="partly", circumstances=["drill"])
    range_a(invented).update(items=[], need=2, performance_need=1, of="teas")
    assert check(Pack.model_validate(invented)) == []


def test_three_linked_with_each_other_are_sound(invented: Raw) -> None:
    _three_alike(invented)
    first(invented)["same_as"].append("T2/1.2")
    pour(invented)["criteria"][1]["same_as"].append("T1/1.1")
    problems = check(Pack.model_validate(invented))
    assert problems == ["T2: in element 1, the prompts of 1.1 and 1.2 start alike"]


def test_prompts_may_differ_in_their_26th_character(invented: Raw) -> None:
    _alone(invented)
    first(invented)["prompt"] = "Warms the pot with water a"
    brew(invented)["elements"][0]["criteria"][1]["prompt"] = "Warms the pot with water b"
    assert check(Pack.model_validate(invented)) == []
