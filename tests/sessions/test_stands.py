"""Where what an edition says stands in another one: the same words count on only as part of the same thing."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from editions import Edit, criterion, drops, edition

from sessions.carrying import Offer, carry_over, offer
from sessions.entry import NotRecorded
from sessions.learner import Learner
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack, read_pack


@pytest.fixture
def seen(session: Session) -> Session:
    """A session in which something of every kind was recorded about unit A, and enough was seen of it."""
    session.judge(["A/1.1", "A/1.2", "A/2.1", "A/2.2"], "met")
    session.cover(["A/RE.1", "A/RE.2"])
    session.infer(["A/K2.a"])
    session.confirm(["A/period"])
    return session


@pytest.fixture
def offered(workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session) -> Callable[..., Offer]:
    """The offer of an edition that changes unit A so."""
    return lambda *edits: offer(workspace, learner.id, edition(till, "2", *edits))


def titled(title: str) -> Edit:
    return lambda unit: unit.update(title=title)


def words_stay_titles_swap(unit: dict[str, Any]) -> None:
    first, second = unit["elements"]
    first["title"], second["title"] = second["title"], first["title"]


def test_of_a_unit_with_another_title_everything_is_asked_about(
    offered: Callable[..., Offer], workspace: Workspace, learner: Learner
) -> None:
    found = offered(titled("Refuse at the till"))
    assert (found.count_on(), found.in_question) == (0, [*found.recorded])
    assert "A/period" in found.recorded
    carry_over(workspace, found)
    cover = workspace.outlook(learner.id).covers["A"]
    assert not cover.sufficient.confirmed
    assert not any(each.occasions for each in (*cover.criteria.values(), *cover.items.values()))


def test_what_is_ticked_of_it_counts_on_and_so_does_that_enough_was_seen(
    offered: Callable[..., Offer], workspace: Workspace, learner: Learner
) -> None:
    carry_over(workspace, offered(titled("Refuse at the till")), same=["A/1.1", "A/period"])
    cover = workspace.outlook(learner.id).covers["A"]
    assert [ref for ref, each in cover.criteria.items() if each.days] == ["1.1"]
    assert cover.sufficient.confirmed == {"period"}


@pytest.mark.parametrize(
    ("edit", "apart"),
    [
        (lambda unit: unit["elements"][0].update(title="Send away"), ["A/1.1", "A/1.2"]),
        (lambda unit: unit["requirements"][0].update(title="None of"), ["A/RE.1", "A/RE.2"]),
        (lambda unit: unit["knowledge"][1].update(prompt="Knows the song"), ["A/K2.a"]),
    ],
    ids=["element", "list", "knowledge"],
)
def test_the_same_words_of_another_element_list_or_question_are_asked_about(
    offered: Callable[..., Offer], edit: Edit, apart: list[str]
) -> None:
    assert offered(edit).in_question == apart


def test_case_and_spacing_of_titles_are_no_change(offered: Callable[..., Offer]) -> None:
    found = offered(titled("SERVE  at the till"), lambda unit: unit["elements"][0].update(title="greet"))
    assert found.apart(()) == ()


def test_elements_that_changed_places_are_followed(offered: Callable[..., Offer]) -> None:
    def says_alike(unit: dict[str, Any]) -> None:
        words_stay_titles_swap(unit)
        for n in (1, 2):
            criterion(unit, f"1.{n}")["prompt"], criterion(unit, f"2.{n}")["prompt"] = f"Does 2.{n}", f"Does 1.{n}"

    assert offered(says_alike).renamed == {"A/1.1": "A/2.1", "A/1.2": "A/2.2", "A/2.1": "A/1.1", "A/2.2": "A/1.2"}
    assert offered(words_stay_titles_swap).in_question == ["A/1.1", "A/1.2", "A/2.1", "A/2.2"]


def test_units_that_changed_numbers_are_followed_by_their_titles(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    data = deepcopy(json.loads(till.data))
    one, other = data["units"]
    one["ref"], other["ref"] = "B", "A"
    one["elements"][1]["criteria"][1]["same_as"] = []
    found = offer(workspace, learner.id, read_pack(json.dumps(data).encode()))
    assert (found.count_on(), found.apart(()), found.units) == (len(found.recorded), (), ("B", "A"))
    before = workspace.outlook(learner.id).covers["A"]
    carry_over(workspace, found)
    covers = workspace.outlook(learner.id).covers
    assert (covers["B"].outstanding, covers["B"].sufficient) == (before.outstanding, before.sufficient)
    assert not any(each.occasions for each in covers["A"].criteria.values())


def test_that_enough_was_seen_goes_where_nothing_stays_of_a_unit(offered: Callable[..., Offer]) -> None:
    def anew(unit: dict[str, Any]) -> None:
        for number, each in enumerate(each for element in unit["elements"] for each in element["criteria"]):
            each.update(prompt=f"Other {number}", same_as=[])
        unit["requirements"], unit["knowledge"] = [], []

    assert offered(drops).lost == ["A/2.1"]
    assert "A/period" in offered(anew).in_question
    assert "A/period" in offered(lambda unit: unit.update(sufficiency=["customers"])).gone


@pytest.mark.parametrize("between", ["units chosen", "carried over"])
def test_what_was_chosen_since_it_was_offered_is_not_overwritten(
    offered: Callable[..., Offer], workspace: Workspace, learner: Learner, till: PinnedPack, between: str
) -> None:
    found = offered(drops)
    if between == "units chosen":
        learner.enrol(till.sha, "till", ["A"], reason="B is not wanted")
    else:
        carry_over(workspace, offered(titled("Refuse at the till")))
    stood = learner.portfolio.enrolments()
    with pytest.raises(NotRecorded, match="has changed since"):
        carry_over(workspace, found)
    assert learner.portfolio.enrolments() == stood
