"""What changed from one pack to another."""

from copy import deepcopy
from typing import Any

import pytest

from unitdata.changes import Change, changes, listing
from unitdata.pack import Pack
from unitdata.rules import rule_sentences
from unitdata.shelf import open_shipped


def pack(data: dict[str, Any]) -> Pack:
    return Pack.model_validate(data)


@pytest.fixture
def later(invented: dict[str, Any]) -> dict[str, Any]:
    return deepcopy(invented)


def found(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return changes(pack(before), pack(after))


def test_a_pack_has_not_changed_from_itself(invented: dict[str, Any], later: dict[str, Any]) -> None:
    assert found(invented, later) == []


def test_statements_and_units_that_came_went_or_read_otherwise(invented: dict[str, Any], later: dict[str, Any]) -> None:
    brew = later["units"][0]
    brew["elements"][0]["criteria"][1] = {"ref": "1.3", "prompt": "Empties the pot"}
    brew["elements"][0]["title"] = "Heat the pot"
    brew["knowledge"][1]["question"] = "How long does it take?"
    brew["requirements"][0]["items"][0]["prompt"] = "Green tea"
    later["units"][2] |= {"ref": "T4", "title": "Toast"}
    later["groups"][1]["units"] = ["T4"]
    assert found(invented, later)[1:] == [
        Change("T1", "1", "reworded", "Warm the pot", "Heat the pot"),
        Change("T1", "1.3", "added", None, "Empties the pot"),
        Change("T1", "R1.A.i", "reworded", "Green", "Green tea"),
        Change("T1", "K2", "reworded", "How long does it brew?", "How long does it take?"),
        Change("T1", "1.2", "removed", "Warms the pot", None),
        Change("T4", "", "added", None, "Toast"),
        Change("T3", "", "removed", "Bake", None),
    ]


def test_what_counts_otherwise_is_said_with_its_figures(invented: dict[str, Any], later: dict[str, Any]) -> None:
    later["units"][0]["requirements"][0]["need"] = 1
    later["units"][1]["conditions"]["simulation"] = "allowed"
    of_need, of_conditions = found(invented, later)
    assert of_need == Change("T1", "R1.A", "altered", "need: 2", "need: 1")
    assert of_conditions.after is not None
    assert "simulation allowed" in of_conditions.after


def test_rules_and_lists_are_said_in_words(invented: dict[str, Any], later: dict[str, Any]) -> None:
    invented["rules"] = []
    later["rules"] = [{"rule": "units from", "groups": [later["groups"][0]["id"]], "least": 1}]
    later["units"][0]["performance_by"] = ["seen", "told"]
    said = [(change.before, change.after) for change in found(invented, later) if change.how == "altered"]
    unread, rule = (" ".join(rule_sentences(pack(each))) for each in (invented, later))
    assert (unread, rule) in said
    assert ("performance by: seen, looked", "performance by: seen, told") in said


def test_notes_are_said_one_by_one(invented: dict[str, Any], later: dict[str, Any]) -> None:
    invented["notes"] = ["The cups are ours.", "Tea is hot."]
    later["notes"] = ["Tea is hot.", "The pot is ours."]
    assert found(invented, later) == [
        Change("", "", "added", after="a note: The pot is ours."),
        Change("", "", "removed", "a note: The cups are ours."),
    ]


def test_what_has_parts_is_said_as_far_as_it_is_otherwise(invented: dict[str, Any], later: dict[str, Any]) -> None:
    later["groups"][1] |= {"mandatory": True, "units": ["T3", "T1"]}
    later["vocabulary"]["learner"] = {"one": "pupil", "many": "pupils"}
    later["units"][0]["conditions"] |= {"simulation": "barred", "elements": []}
    later["units"][1]["listed_only"] = not invented["units"][1].get("listed_only", False)
    assert [(change.before, change.after) for change in found(invented, later)] == [
        ("vocabulary: learner thing / things", "vocabulary: learner pupil / pupils"),
        ("groups: More units: T3", "groups: More units, mandatory: T3, T1"),
        ("conditions: simulation partly, elements 1", "conditions: simulation barred"),
        ("listed only: no", "listed only: yes"),
    ]


def test_the_order_of_groups_and_their_ids_are_no_change(invented: dict[str, Any], later: dict[str, Any]) -> None:
    later["groups"].reverse()
    assert found(invented, later) == []


def test_full_wording_is_counted_and_not_taken_for_another_prompt(
    invented: dict[str, Any], later: dict[str, Any]
) -> None:
    later |= {"wording": "full", "read_from": "0" * 32}
    for criterion in later["units"][0]["elements"][0]["criteria"]:
        criterion |= {"text": f"{criterion['prompt']} before the tea", "origin": {"line": 7}}
    changed = found(invented, later)
    assert {change.how for change in changed} == {"wording added"}
    assert listing(changed, pack(later)) == ["T1  Brew", "  full wording added: 2 statements"]


def test_place_case_and_spacing_are_no_change(invented: dict[str, Any], later: dict[str, Any]) -> None:
    for data, text, line in ((invented, "Boil the  water", 3), (later, "BOIL the water", 90)):
        data["units"][0]["elements"][0]["criteria"][0] |= {"text": text, "origin": {"line": line}}
    assert found(invented, later) == []


def test_the_listing_says_both_wordings_one_below_the_other(invented: dict[str, Any], later: dict[str, Any]) -> None:
    later["units"][0]["elements"][0]["criteria"][0]["prompt"] = "Boils fresh water"
    later["units"][0]["knowledge"].pop()
    assert listing(found(invented, later), pack(later)) == [
        "T1  Brew",
        "  ~ 1.1  was: Boils water",
        "         now: Boils fresh water",
        "  − K2  removed: How long to brew",
    ]


def test_an_element_judged_as_a_whole_is_listed_once() -> None:
    before = open_shipped("svq-l2").pack
    unit = before.units[0]
    assert unit.judged_whole
    first, *others = unit.elements
    worded = first.model_copy(update={"title": "Know who the customers are"})
    after = before.model_copy(
        update={"units": (unit.model_copy(update={"elements": (worded, *others)}), *before.units[1:])}
    )
    assert changes(before, after) == [Change(unit.ref, first.ref, "reworded", first.title, worded.title)]
