"""What was recorded with an earlier edition counts on as carrying a learner over said, and means what it meant."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from editions import Edit, criterion, drops, edition, moves_down, reads_in, rewords
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions.bodies import CARRIED_LIMIT, CarriedOver, Enrolled, Withdrawn
from sessions.carrying import carry_over, offer
from sessions.entry import NotRecorded
from sessions.learner import Learner
from sessions.packs import PackMissing
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack, read_pack


def days(workspace: Workspace, learner: Learner, ref: str) -> int:
    return len(workspace.outlook(learner.id).covers["A"].criteria[ref].days)


@pytest.fixture
def seen(session: Session) -> Session:
    """A session on the first edition, in which every criterion of unit A was met."""
    session.judge(["A/1.1", "A/1.2", "A/2.1", "A/2.2"], "met")
    return session


def test_full_wording_read_in_lets_everything_count_on(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    before = workspace.outlook(learner.id)
    full = edition(till, "1", reads_in)
    offered = offer(workspace, learner.id, full)
    assert (offered.count_on(), offered.lost, offered.in_question, offered.gone) == (4, [], [], ())
    carry_over(workspace, offered)
    after = workspace.outlook(learner.id)
    assert after.pack == full.pack
    assert (after.open_count, after.total, after.unsigned) == (before.open_count, before.total, before.unsigned)
    assert after.problems == before.problems


def test_nothing_changes_until_somebody_carries_the_learner_over(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    later = edition(till, "2", rewords)
    workspace.packs.keep(later)
    entries = list(learner.portfolio.entries)
    offer(workspace, learner.id, later)
    assert list(learner.portfolio.entries) == entries
    assert workspace.outlook(learner.id).pack == till.pack


def test_what_is_reworded_counts_on_only_where_somebody_says_it_is_the_same(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    offered = offer(workspace, learner.id, edition(till, "2", rewords, drops))
    assert (offered.in_question, offered.lost, dict(offered.recorded)["A/2.1"]) == (["A/1.1"], ["A/2.1"], 1)
    assert (offered.count_on(), offered.count_on(["A/1.1"])) == (2, 3)
    carry_over(workspace, offered)
    assert (days(workspace, learner, "1.1"), days(workspace, learner, "1.2")) == (0, 1)
    said = "statements of an earlier edition that are gone, or say something else now: 2, not counted"
    assert said in workspace.outlook(learner.id).problems


def test_a_reworded_statement_that_means_the_same_counts_on(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    carry_over(workspace, offer(workspace, learner.id, edition(till, "2", rewords)), same=["A/1.1"])
    assert days(workspace, learner, "1.1") == 1
    assert workspace.outlook(learner.id).problems == ()


def test_where_the_full_wording_stayed_other_words_of_ours_change_nothing(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    full = edition(till, "1", reads_in)
    carry_over(workspace, offer(workspace, learner.id, full))
    corrected = edition(full, "1", rewords, lambda unit: unit["knowledge"][0].update(question="How much is it?"))
    offered = offer(workspace, learner.id, corrected)
    assert (offered.reworded, offered.count_on()) == ((), 4)
    other = edition(full, "2", lambda unit: criterion(unit, "1.1").update(text="Something else altogether."))
    assert offer(workspace, learner.id, other).reworded == ("A/1.1",)


def test_what_stands_under_another_ref_counts_there(
    workspace: Workspace, learner: Learner, till: PinnedPack, session: Session
) -> None:
    session.judge(["A/1.1"], "met")
    offered = offer(workspace, learner.id, edition(till, "2", moves_down))
    assert offered.renamed == {"A/1.1": "A/1.2", "A/1.2": "A/1.3"}
    carry_over(workspace, offered)
    assert [days(workspace, learner, ref) for ref in ("1.1", "1.2", "1.3")] == [0, 1, 0]


def test_one_whose_number_another_took_is_gone(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    def moves_up(unit: dict[str, Any]) -> None:
        unit["elements"][0]["criteria"] = [{**criterion(unit, "1.2"), "ref": "1.1"}]

    offered = offer(workspace, learner.id, edition(till, "2", moves_up))
    assert (offered.renamed, offered.reworded, offered.lost) == ({"A/1.2": "A/1.1"}, (), ["A/1.1"])


def test_the_same_words_under_another_element_are_another_statement(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    def crosses(unit: dict[str, Any]) -> None:
        moved = unit["elements"][0]["criteria"].pop()
        unit["elements"][1]["criteria"].append({**moved, "ref": "2.3"})

    offered = offer(workspace, learner.id, edition(till, "2", crosses))
    assert (offered.renamed, offered.lost, offered.new) == ({}, ["A/1.2"], ["A/2.3"])


def test_a_unit_under_another_number_is_found_by_its_title(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    seen.confirm(["A/period"])
    data = deepcopy(json.loads(till.data))
    data["units"][0]["ref"] = data["groups"][0]["units"][0] = "Z"
    data["units"][0]["elements"][1]["criteria"][1]["same_as"] = []
    carry_over(workspace, offer(workspace, learner.id, read_pack(json.dumps(data).encode())))
    outlook = workspace.outlook(learner.id)
    assert outlook.enrolled is not None
    assert outlook.enrolled.units == ("Z", "B")
    assert {ref for ref, cover in outlook.covers["Z"].criteria.items() if cover.days} == {"1.1", "1.2", "2.1", "2.2"}
    assert "period" in outlook.covers["Z"].sufficient.confirmed


def test_entries_go_on_naming_the_edition_they_were_recorded_with(
    open_workspace: Callable[..., Workspace],
    workspace: Workspace,
    learner: Learner,
    till: PinnedPack,
    seen: Session,
) -> None:
    carry_over(workspace, offer(workspace, learner.id, edition(till, "2", rewords)))
    workspace = open_workspace()
    again = workspace.session(learner.id, seen.id)
    assert again.pack == till.pack
    assert again.measured(till.pack.unit["A"]).criteria["1.1"].days
    again.judge(["A/2.1"], "met")
    assert set(again.visit.marks) == {"A/1.1", "A/1.2", "A/2.1", "A/2.2"}
    assert days(workspace, again.learner, "1.2") == 1


def test_carried_over_twice_the_first_sessions_go_both_ways(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    second = edition(till, "2", moves_down)
    carry_over(workspace, offer(workspace, learner.id, second))
    workspace.open_session(learner, second, ["A"]).judge(["A/1.1"], "met")
    third = edition(second, "3", lambda unit: criterion(unit, "1.1").update(prompt="Says another thing"))
    offered = offer(workspace, learner.id, third)
    assert (offered.in_question, offered.recorded["A/1.2"]) == (["A/1.1"], 1)
    carry_over(workspace, offered)
    assert [days(workspace, learner, ref) for ref in ("1.1", "1.2", "1.3")] == [0, 1, 1]


def test_choosing_other_units_or_going_back_takes_nothing_of_it_back(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    later = edition(till, "2", rewords)
    carry_over(workspace, offer(workspace, learner.id, later))
    learner.enrol(later.sha, "till", ["A"])
    assert days(workspace, learner, "1.2") == 1
    learner.enrol(till.sha, "till", ["A"])
    assert (days(workspace, learner, "1.1"), len(learner.portfolio.enrolments())) == (1, 1)
    carry_over(workspace, offer(workspace, learner.id, later), same=["A/1.1"])
    assert days(workspace, learner, "1.1") == 1, "what was said of the two editions last holds"
    assert learner.portfolio.disagreements() == {}


def test_two_who_carry_over_apart_and_say_otherwise_disagree_until_one_settles_it(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    later = edition(till, "2", rewords)
    carry_over(workspace, offer(workspace, learner.id, later))
    [(_, mine)] = learner.portfolio.enrolments()
    assert isinstance(mine, CarriedOver)
    theirs = mine.model_copy(update={"not_counted": ()})
    learner.record(theirs)
    assert list(learner.portfolio.disagreements()) == ["units of till"]
    assert days(workspace, learner, "1.1") == 0, "what they disagree about does not count"
    assert days(workspace, learner, "1.2") == 1
    with pytest.raises(NotRecorded, match="settle that first"):
        offer(workspace, learner.id, edition(till, "3"))
    learner.state_enrolment(theirs)
    assert learner.portfolio.disagreements() == {}
    assert days(workspace, learner, "1.1") == 1


def test_two_who_carry_over_alike_do_not_disagree(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    carry_over(workspace, offer(workspace, learner.id, edition(till, "2", rewords)))
    [(_, mine)] = learner.portfolio.enrolments()
    learner.record(mine)
    assert learner.portfolio.disagreements() == {}


# Going back ---------------------------------------------------------------------------------------------------------


def test_carried_back_everything_counts_as_before_with_nothing_ticked(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    before = workspace.outlook(learner.id)
    later = edition(till, "2", rewords, drops)
    carry_over(workspace, offer(workspace, learner.id, later))
    workspace.open_session(learner, later, ["A"]).judge(["A/1.2"], "met")
    back = offer(workspace, learner.id, till)
    assert (back.recorded, back.count_on()) == ({"A/1.2": 2, "A/2.2": 1}, 2)
    assert (back.in_question, back.lost, back.again) == ([], [], ["A/1.1", "A/2.1"])
    carry_over(workspace, back)
    after = workspace.outlook(learner.id)
    assert after.enrolled is not None
    assert (after.enrolled.pack, after.open_count, after.problems) == (till.sha, before.open_count, before.problems)
    criteria = after.covers["A"].criteria
    assert {ref: len(c.occasions) for ref, c in criteria.items()} == {"1.1": 1, "1.2": 2, "2.1": 1, "2.2": 1}


def test_carried_back_only_what_was_recorded_since_is_in_question(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    later = edition(till, "2", rewords)
    carry_over(workspace, offer(workspace, learner.id, later), same=["A/1.1"])
    back = offer(workspace, learner.id, till)
    assert (back.in_question, back.count_on(), back.again) == ([], 4, [])
    workspace.open_session(learner, later, ["A"]).judge(["A/1.1"], "met")
    back = offer(workspace, learner.id, till)
    assert (back.in_question, back.count_on(), back.count_on(["A/1.1"])) == (["A/1.1"], 3, 4)


def test_what_was_said_of_two_editions_before_stays_said(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    later = edition(till, "2", rewords)
    carry_over(workspace, offer(workspace, learner.id, later))
    workspace.open_session(learner, later, ["A"]).judge(["A/1.1"], "met")
    carry_over(workspace, offer(workspace, learner.id, till))
    carry_over(workspace, offer(workspace, learner.id, later), same=["A/1.1"])
    third = edition(till, "3", reads_in, rewords)
    carry_over(workspace, offer(workspace, learner.id, third))
    back = offer(workspace, learner.id, till)
    assert (back.lost, back.gone) == (["A/1.1"], ()), "the session on the second goes back by what was said of it"


EDITS: list[tuple[Edit, ...]] = [(), (rewords,), (drops,), (moves_down,), (rewords, drops), (moves_down, drops)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.sets(st.integers(0, 3))), min_size=2, max_size=7))
def test_what_is_offered_is_what_happens(
    workspace: Workspace, till: PinnedPack, steps: list[tuple[int, bool, set[int]]]
) -> None:
    """Over any editions in any order, some reworded statements said to be the same, sessions in between or none."""
    editions = [edition(till, str(number), *edits) for number, edits in enumerate(EDITS)]
    learner = workspace.register(name="Bo Example")
    workspace.packs.keep(editions[0])
    learner.enrol(editions[0].sha, "till", ["A", "B"])
    on = editions[0]
    for number, ticked, seen in steps:
        session = workspace.open_session(learner, on, ["A"])
        for ref in sorted(seen & {*range(len(on.pack.unit["A"].criteria))}):
            session.judge([f"A/{[*on.pack.unit['A'].criteria][ref]}"], "met")
        to = editions[number]
        if to is on:
            continue
        offered = offer(workspace, learner.id, to)
        same = offered.reworded if ticked else ()
        before = shown_by(workspace, learner)
        assert {ref: len(acts) for ref, acts in before.items()} == offered.recorded
        carry_over(workspace, offered, same)
        on, after = to, shown_by(workspace, learner)
        still = {act for acts in after.values() for act in acts}
        silenced = {ref for ref, acts in before.items() if not acts <= still}
        assert len(before) - len(silenced) == offered.count_on(same)
        assert silenced == {*offered.lost, *(ref for ref in offered.in_question if ref not in same)}
        news = {ref for ref, acts in after.items() if acts - {act for each in before.values() for act in each}}
        assert news == {*offered.again}


def shown_by(workspace: Workspace, learner: Learner) -> dict[str, set[str]]:
    """By what each criterion of unit A is shown: the entries."""
    criteria = workspace.outlook(learner.id).covers["A"].criteria
    found = {f"A/{ref}": {show.mark.entry.id for show in cover.occasions} for ref, cover in criteria.items()}
    return {ref: acts for ref, acts in found.items() if acts}


def test_it_can_be_taken_back(workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session) -> None:
    carried = carry_over(workspace, offer(workspace, learner.id, edition(till, "2", rewords)))
    learner.record(Withdrawn(target=carried.id))
    [(_, standing)] = learner.portfolio.enrolments()
    assert (standing.kind, standing.pack) == ("enrolled", till.sha)  # type: ignore[attr-defined]


def test_it_is_refused_where_there_is_nothing_to_carry_over(
    workspace: Workspace, learner: Learner, till: PinnedPack
) -> None:
    with pytest.raises(NotRecorded, match="Ada Example is not enrolled on till"):
        offer(workspace, learner.id, till)
    workspace.packs.keep(till)
    learner.enrol(till.sha, "till", ["A"])
    with pytest.raises(NotRecorded, match="on this edition already"):
        offer(workspace, learner.id, till)
    offered = offer(workspace, learner.id, edition(till, "2", rewords))
    with pytest.raises(NotRecorded, match=r"A/1\.2 is not worded otherwise"):
        carry_over(workspace, offered, same=["A/1.2"])
    learner.record(Enrolled(pack="f" * 32, pack_id="absent", units=("A",)))
    with pytest.raises(PackMissing):
        offer(workspace, learner.id, read_pack(till.data.replace(b'"id": "till"', b'"id": "absent"', 1)))


def test_the_most_that_may_not_count_has_room_in_an_entry(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session
) -> None:
    refs = tuple(f"U{number:05}/R12.A.iii" for number in range(CARRIED_LIMIT))
    learner.record(CarriedOver(pack=till.sha, pack_id="till", units=("A",), was="1" * 32, not_counted=refs))
    assert learner.portfolio.newer == []


def test_more_than_an_entry_holds_is_refused(
    workspace: Workspace, learner: Learner, till: PinnedPack, seen: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.carrying.CARRIED_LIMIT", 1)
    offered = offer(workspace, learner.id, edition(till, "2", rewords, drops))
    with pytest.raises(NotRecorded, match="2 statements are gone or worded otherwise"):
        carry_over(workspace, offered)
    carry_over(workspace, offered, same=["A/1.1"])
