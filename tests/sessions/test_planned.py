"""What was planned for the next visit is shown as the statements that it is in the edition the learner is on."""

import pytest
from editions import drops, edition, moves_down, rewords

from sessions.bodies import Enrolled, Planned
from sessions.carrying import carry_over, offer
from sessions.earlier import planned_now
from sessions.learner import Learner
from sessions.outlook import Aim
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack

REFS = ["A/1.1", "A/1.2", "A/2.1", "B/1.1"]


def aims(workspace: Workspace, learner: Learner) -> list[tuple[str, str]]:
    return [(aim.ref, aim.gone) for aim in workspace.outlook(learner.id).aims]


def carried(workspace: Workspace, learner: Learner, to: PinnedPack, *same: str) -> None:
    carry_over(workspace, offer(workspace, learner.id, to), same)


@pytest.fixture
def planned(learner: Learner, session: Session) -> Session:
    """Agreed at the end of a session on the first edition."""
    learner.plan(None, "Once more", REFS, pack_id="till", agreed_in=session.id)
    return session


def test_they_are_as_they_were_planned_on_the_same_edition(
    workspace: Workspace, learner: Learner, planned: Session
) -> None:
    assert workspace.outlook(learner.id).aims == tuple(Aim(ref, planned.pack) for ref in REFS)


def test_what_stands_under_another_ref_is_shown_there(
    workspace: Workspace, learner: Learner, till: PinnedPack, planned: Session
) -> None:
    later = edition(till, "2", moves_down)
    entries = dict(learner.portfolio.entries)
    carried(workspace, learner, later)
    shown = workspace.outlook(learner.id).aims
    assert shown == tuple(Aim(ref, later.pack) for ref in ("A/1.2", "A/1.3", "A/2.1", "B/1.1"))
    assert entries.items() <= learner.portfolio.entries.items()


def test_what_is_gone_or_says_something_else_is_shown_in_the_words_it_was_planned_with(
    workspace: Workspace, learner: Learner, till: PinnedPack, planned: Session
) -> None:
    carried(workspace, learner, edition(till, "2", rewords, drops))
    gone = "gone from this edition"
    assert aims(workspace, learner) == [("A/1.2", ""), ("B/1.1", ""), ("A/1.1", gone), ("A/2.1", gone)]
    _, _, first, third = workspace.outlook(learner.id).aims
    assert first.pack is not None
    assert third.pack is not None
    assert (first.pack.statement(first.ref), third.pack.statement(third.ref)) == (
        till.pack.statement("A/1.1"),
        till.pack.statement("A/2.1"),
    )


def test_what_means_the_same_is_shown_in_its_new_words(
    workspace: Workspace, learner: Learner, till: PinnedPack, planned: Session
) -> None:
    later = edition(till, "2", rewords)
    carried(workspace, learner, later, "A/1.1")
    assert workspace.outlook(learner.id).aims[0] == Aim("A/1.1", later.pack)


def test_carried_back_it_is_as_it_was_planned(
    workspace: Workspace, learner: Learner, till: PinnedPack, planned: Session
) -> None:
    carried(workspace, learner, edition(till, "2", moves_down, drops))
    carried(workspace, learner, till)
    assert aims(workspace, learner) == [(ref, "") for ref in REFS]


def test_without_a_carrying_over_they_are_of_another_edition(
    workspace: Workspace, learner: Learner, till: PinnedPack, planned: Session
) -> None:
    later = edition(till, "2", moves_down)
    workspace.packs.keep(later)
    learner.enrol(later.sha, "till", ["A", "B"])
    assert aims(workspace, learner) == [(ref, "planned with another edition") for ref in REFS]


def test_a_step_agreed_after_signing_means_the_edition_of_the_last_session_before(
    workspace: Workspace, learner: Learner, till: PinnedPack, session: Session
) -> None:
    learner.plan(None, "Once more", ["A/1.1"], pack_id="till")
    later = edition(till, "2", moves_down)
    carried(workspace, learner, later)
    workspace.open_session(learner, later, ["A"])
    assert aims(workspace, learner) == [("A/1.2", "")]
    learner.plan(None, "And again", ["A/1.1"], pack_id="till")
    assert aims(workspace, learner) == [("A/1.1", "")]


def test_while_the_session_is_not_here_they_are_taken_as_they_stand(
    workspace: Workspace, learner: Learner, till: PinnedPack
) -> None:
    workspace.packs.keep(till)
    learner.enrol(till.sha, "till", ["A"])
    learner.plan(None, "Once more", ["A/1.1", "A/9.9"], pack_id="till", agreed_in="0" * 26)
    assert aims(workspace, learner) == [("A/1.1", ""), ("A/9.9", "gone from this edition")]


def test_a_plan_on_one_qualification_says_nothing_on_another(
    workspace: Workspace, learner: Learner, planned: Session
) -> None:
    outlook = workspace.outlook(learner.id)
    assert outlook.enrolled is not None
    learner.record(Enrolled(pack="f" * 32, pack_id="other", units=("A",)))
    [(entry, _)] = learner.portfolio.plans()
    assert planned_now(learner.portfolio, entry, "f" * 32, "other") == []
    learner.record(Planned(refs=("A/1.1",), agreed_in=planned.id, replaces=(entry.id,)))
    assert [aim.ref for aim in workspace.outlook(learner.id, "till").aims] == ["A/1.1"], "as earlier versions wrote it"
