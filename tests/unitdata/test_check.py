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


FAULTS: dict[str, tuple[Callable[[Raw], object], str]] = {
    "a ref twice": (
        lambda raw: brew(raw)["elements"][0]["criteria"][1].update(ref="R1.A"),
        "T1/R1.A: two statements have this ref",
    ),
    "an element twice": (
        lambda raw: raw["units"][1]["elements"].append({"ref": "1", "title": "Again", "criteria": []}),
        "T2: two elements have the ref 1",
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
    "a link to itself": (_link("T1/1.1"), "T1/1.1: same_as names itself"),
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


def test_prompts_may_differ_in_their_26th_character(invented: Raw) -> None:
    first(invented)["prompt"] = "Warms the pot with water a"
    brew(invented)["elements"][0]["criteria"][1]["prompt"] = "Warms the pot with water b"
    assert check(Pack.model_validate(invented)) == []
