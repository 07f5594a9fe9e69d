"""Units of other shapes: no printed criteria, outcomes that are asked about, guidance, circumstances that serve."""

import json
from typing import Any

import pytest

from sessions.coverage import UnitCover
from sessions.learner import Learner
from sessions.loose_ends import loose_ends
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack, check, read_pack

WORD = {"one": "thing", "many": "things"}
WORDS = ("learner", "unit", "element", "criterion", "requirement", "knowledge", "verifier")
BARE = {"simulation": "barred", "realistic_environment": "barred", "scope": "performance"}
KITCHEN: dict[str, Any] = {
    "id": "kitchen",
    "title": "Keeping a kitchen",
    "body": "The invented board",
    "number": "K-1",
    "level": 2,
    "edition": "1",
    "wording": "prompt",
    "vocabulary": dict.fromkeys(WORDS, WORD),
    "groups": [{"id": "all", "title": "Units", "mandatory": True, "units": ["W", "13"]}],
    "rules": [{"rule": "all of", "groups": ["all"]}],
    "units": [
        {
            "ref": "W",
            "title": "Wash up",
            "conditions": {**BARE, "simulation": "partly", "circumstances": ["drill"]},
            "elements": [{"ref": "W.1", "title": "Wash"}, {"ref": "W.2", "title": "Dry"}],
            "requirements": [
                {
                    "ref": "ER4",
                    "title": "Times of day",
                    "source": "evidence",
                    "force": "guidance",
                    "items": [
                        {"ref": "ER4.a", "prompt": "At a busy time", "situations": ["busy"]},
                        {"ref": "ER4.b", "prompt": "At a quiet time"},
                    ],
                },
                {"ref": "ER5", "title": "By hand or by machine", "source": "evidence", "force": "permitted"},
                {"ref": "ER6", "title": "Kinds of cloth", "source": "evidence", "need": 2, "of": "cloths"},
            ],
        },
        {
            "ref": "13",
            "title": "Know the kitchen",
            "conditions": BARE,
            "elements": [
                {
                    "ref": "13.1",
                    "title": "Explain the rules",
                    "kind": "knowledge",
                    "criteria": [
                        {"ref": "13.1.a", "prompt": "Why hands are washed", "question": "Why do you wash your hands?"},
                        {"ref": "13.1.b", "prompt": "Where knives belong", "question": "Where do the knives go?"},
                    ],
                }
            ],
            "requirements": [
                {
                    "ref": "ER7",
                    "title": "Rules drawn on",
                    "source": "evidence",
                    "items": [{"ref": "ER7.a", "prompt": "The law"}, {"ref": "ER7.b", "prompt": "The house"}],
                }
            ],
        },
    ],
}


@pytest.fixture(scope="module")
def kitchen() -> PinnedPack:
    pinned = read_pack(json.dumps(KITCHEN).encode())
    assert check(pinned.pack) == []
    return pinned


@pytest.fixture
def cook(workspace: Workspace, learner: Learner, kitchen: PinnedPack) -> Session:
    learner.enrol(kitchen.sha, "kitchen", ["W", "13"])
    return workspace.open_session(learner, kitchen, ["W", "13"])


def cover(session: Session, unit: str) -> UnitCover:
    return session.measured(session.pack.unit[unit])


def still_open(session: Session, unit: str) -> list[str]:
    return [o.ref for o in cover(session, unit).outstanding]


def test_elements_without_criteria_are_judged_as_wholes(cook: Session) -> None:
    assert [element.ref for element in cook.pack.unit["W"].judged_whole] == ["W.1", "W.2"]
    assert not cook.pack.unit["13"].judged_whole
    assert still_open(cook, "W") == ["W.1", "W.2", "ER6"]
    cook.judge(["W/W.1"], "met")
    assert cover(cook, "W").criteria["W.1"].standing == "shown"
    cook.judge(["W/W.2"], "not yet", reason="left wet")
    assert [(o.ref, o.why) for o in cover(cook, "W").open] == [("W.2", "not yet: left wet"), ("ER6", "2 more cloths")]


def test_the_outlook_says_what_is_not_printed(workspace: Workspace, cook: Session) -> None:
    said = "W: the handbook prints no things; each thing is judged as a whole until they are read in"
    assert workspace.outlook(cook.learner.id).problems == (said,)


def test_guidance_is_covered_and_never_outstanding(cook: Session) -> None:
    found = cover(cook, "W")
    assert found.total == 4
    assert {ref: c.required for ref, c in found.requirements.items()} == {"ER4": False, "ER5": False, "ER6": True}
    assert not [o for o in found.outstanding if "busy" in o.situations]
    cook.judge(["W/W.1"], "met")
    cook.cover(["W/ER4.a"])
    found = cover(cook, "W")
    assert (found.requirements["ER4"].have, found.items["ER4.a"].done) == (1, True)


def test_so_many_unlisted_things_are_counted_by_their_names(cook: Session) -> None:
    cook.cover(["W/ER6"], name="Linen")
    cook.cover(["W/ER6"], name="linen")
    assert cover(cook, "W").requirements["ER6"].have == 1
    cook.cover(["W/ER6"], name="Cotton")
    assert "ER6" not in still_open(cook, "W")


def test_simulation_serves_in_the_circumstances_named(cook: Session) -> None:
    cook.describe_moment([], "simulation")
    assert cook.bar("W/W.1") == "simulation counts only with a customer or incident marked drill"
    cook.judge(["W/W.1"], "met")
    assert "W.1" in still_open(cook, "W")
    cook.describe_moment(["drill"], "simulation")
    assert cook.bar("W/W.1") == ""
    assert "W.1" not in still_open(cook, "W")


def test_an_outcome_that_is_asked_about_is_shown_by_answers(cook: Session) -> None:
    assert still_open(cook, "13") == ["13.1.a", "13.1.b", "ER7.a", "ER7.b"]
    cook.ask("Why?", ["13/13.1.a", "13/ER7.a"], answer="Germs", verdict="satisfied")
    assert still_open(cook, "13") == ["13.1.b", "ER7.b"]


def test_an_outcome_that_is_asked_about_is_inferred_from_watching(cook: Session) -> None:
    cook.judge(["13/13.1.b"], "met")
    cook.cover(["13/ER7.b"])
    found = cover(cook, "13").criteria["13.1.b"]
    assert found.standing == "shown"
    assert [s.mark.known for s in found.occasions] == ["inferred"]
    assert still_open(cook, "13") == ["13.1.a", "ER7.a"]


def test_a_bar_on_performance_leaves_what_is_inferred(cook: Session) -> None:
    cook.describe_moment([], "simulation")
    cook.judge(["13/13.1.b"], "met")
    assert "13.1.b" not in still_open(cook, "13")


@pytest.mark.parametrize("known", ["seen", "told", "looked", "inferred"])
@pytest.mark.parametrize("setting", ["real work", "placement", "realistic environment", "simulation"])
def test_what_a_screen_says_of_a_bar_is_what_coverage_does(cook: Session, setting: Any, known: Any) -> None:
    cook.describe_moment([], setting)
    cook.judge(["W/W.1", "13/13.1.a"], "met", known=known)
    for unit, ref in (("W", "W.1"), ("13", "13.1.a")):
        said = [cook.bar(m.ref, m.known, m.moment) for m in cook.marks(f"{unit}/{ref}")]
        counted = [s.why_not for s in cover(cook, unit).criteria[ref].occasions]
        assert [bool(why) for why in said] == ["wanted" not in why and bool(why) for why in counted]


def test_one_moment_closes_what_it_can_of_so_many(workspace: Workspace, learner: Learner, kitchen: PinnedPack) -> None:
    unit = json.loads(json.dumps(KITCHEN["units"][0]))
    unit["requirements"][0] |= {"force": "required", "need": 1}
    unit["requirements"][0]["items"][1]["situations"] = ["busy", "quiet"]
    pinned = read_pack(json.dumps({**KITCHEN, "units": [unit, KITCHEN["units"][1]]}).encode())
    workspace.packs.keep(pinned)
    learner.enrol(pinned.sha, "kitchen", ["W"])
    assert workspace.outlook(learner.id).would_close == (("busy", 1, ("W",)), ("quiet", 1, ("W",)))


def test_a_customer_counts_where_something_counts(cook: Session) -> None:
    cook.judge(["W/W.1"], "met", known="told")
    assert cover(cook, "W").sufficient.customers == 0
    cook.judge(["W/W.1"], "met")
    assert cover(cook, "W").sufficient.customers == 1


def test_an_item_with_nothing_met_beside_it_is_a_loose_end(cook: Session) -> None:
    cook.cover(["13/ER7.a", "W/ER4.a"])
    cook.judge(["W/W.1"], "met")
    assert loose_ends(cook)["items with nothing met beside them"] == ["13/ER7.a"]
    cook.judge(["13/13.1.a"], "met")
    assert "items with nothing met beside them" not in loose_ends(cook)
