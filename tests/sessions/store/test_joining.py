"""A learner registered twice offline: stated to be one person, shown as one, kept apart on disk, and taken back."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from sessions.bodies import Noted
from sessions.entry import NotRecorded
from sessions.erasing import erase, to_confirm
from sessions.finding import find
from sessions.joining import join, part
from sessions.learner import Learner
from sessions.rows import current_rows, rebuild, refresh
from sessions.session import Session
from sessions.store.bucket import FolderBucket
from sessions.store.share import ShareReport
from sessions.unfinished import unfinished_sessions
from sessions.verify import verify, verify_store
from sessions.workspace import Workspace
from unitdata import PinnedPack

Observe = Callable[..., Session]
ShareAll = Callable[..., list[ShareReport]]
FilesIn = Callable[[Path], dict[str, bytes]]
Open = Callable[..., Workspace]


@pytest.fixture
def twice(
    ann: Workspace, cal: Workspace, ada: Learner, till: PinnedPack, observe: Observe, share_all: ShareAll
) -> tuple[str, str]:
    """Ada as Ann registered her and as Cal did, each with a visit; the two ids, the lower first."""
    other = cal.register(name="Ada M Example", initials="AE", number="0001")
    cal.packs.keep(till)
    other.enrol(till.sha, till.pack.id, ["A", "B"])
    observe(ann, ada.id, "Seen by Ann").judge(["A/1.1"], "met")
    observe(cal, other.id, "Seen by Cal").judge(["A/1.2"], "met")
    share_all(ann, cal, ann)
    first, second = sorted([ada.id, other.id])
    return first, second


def notes(workspace: Workspace, learner: str) -> list[str]:
    visits = workspace.learner(learner).portfolio.opened_visits()
    return sorted(e.body.text for visit in visits for e in visit.notes if isinstance(e.body, Noted))


def shown(workspace: Workspace, learner: str) -> set[str]:
    covers = workspace.outlook(learner).covers
    return {ref for ref, cover in covers["A"].criteria.items() if cover.standing == "shown"}


def test_before_it_is_stated_they_are_two(ann: Workspace, twice: tuple[str, str]) -> None:
    assert sorted(row.learner for row in ann.caseload.rows()) == list(twice)
    assert [len(notes(ann, learner)) for learner in twice] == [1, 1]


def test_from_then_on_every_device_shows_one_learner_with_both_records(
    ann: Workspace,
    cal: Workspace,
    twice: tuple[str, str],
    share_all: ShareAll,
    open_workspace: Open,
    files_in: FilesIn,
) -> None:
    before = files_in(ann.folder / "learners")
    join(ann, twice[1], twice[0], "same number")
    after = files_in(ann.folder / "learners")
    grown = [name for name in after if after[name] != before.get(name, b"")]
    assert [name.partition("/")[0] for name in grown] == [twice[0]], "nothing is moved: one line more is all"
    assert after[grown[0]].startswith(before.get(grown[0], b""))
    share_all(ann, cal)
    for workspace in (ann, cal, open_workspace("ann"), open_workspace("cal")):
        (row,) = workspace.caseload.rows()
        assert (row.learner, row.units, current_rows(workspace)) == (twice[0], 2, [row])
        assert [row.learner for row in find(workspace.caseload.rows(), "0001")] == [twice[0]]
        assert set(workspace.names()) == set(twice)
        for learner in twice:
            assert notes(workspace, learner) == ["Seen by Ann", "Seen by Cal"]
            assert shown(workspace, learner) == {"1.1", "1.2"}
        assert verify(workspace) == []


def test_what_the_two_differ_in_is_settled_once(
    ann: Workspace, cal: Workspace, twice: tuple[str, str], share_all: ShareAll
) -> None:
    join(cal, *twice)
    share_all(cal, ann)
    assert list(ann.learner(twice[1]).portfolio.disagreements()) == ["name"]
    assert [row.disagreements for row in ann.caseload.rows()] == [1]
    ann.learner(twice[0]).set_detail("name", "Ada Example", "as in her passport")
    share_all(ann, cal)
    for workspace in (ann, cal):
        assert {workspace.learner(learner).portfolio.name for learner in twice} == {"Ada Example"}
        assert workspace.learner(twice[1]).portfolio.disagreements() == {}


def test_further_sessions_are_recorded_under_the_lower_id_and_begun_ones_go_on_under_their_own(
    ann: Workspace, cal: Workspace, twice: tuple[str, str], share_all: ShareAll, observe: Observe, open_workspace: Open
) -> None:
    join(ann, *twice)
    share_all(ann, cal)
    for workspace in (ann, cal):
        begun = {u.session: u for u in unfinished_sessions(workspace)}
        assert [u.learner for u in begun.values()] == [twice[0]]
        (session,) = begun
        home = workspace.learner(twice[0]).portfolio.visits[session].opening.learner
        entry = workspace.session(twice[0], session).note("Written later")
        assert entry.learner == home
        for learner in twice:
            new = observe(workspace, learner, "A further visit")
            assert {e.learner for e in new.visit.entries} == {twice[0]}
    share_all(ann, cal, ann)
    assert notes(ann, twice[0]) == notes(cal, twice[0])
    assert len(notes(ann, twice[0])) == 8
    assert notes(open_workspace("ann"), twice[1]) == notes(cal, twice[0])


def test_it_is_taken_back_by_whoever_and_is_as_it_was(
    ann: Workspace, cal: Workspace, twice: tuple[str, str], share_all: ShareAll, open_workspace: Open, store: Path
) -> None:
    join(ann, *twice)
    share_all(ann, cal)
    join_again = pytest.raises(NotRecorded, match="one learner already")
    with join_again:
        join(cal, *twice)
    part(cal, twice[1], "a namesake")
    share_all(cal, ann)
    for workspace in (ann, cal, open_workspace("ann"), open_workspace("cal")):
        assert sorted(row.learner for row in workspace.caseload.rows()) == list(twice)
        assert sorted(notes(workspace, twice[0]) + notes(workspace, twice[1])) == ["Seen by Ann", "Seen by Cal"]
        assert verify_store(workspace, FolderBucket(store)) == []
    ann, cal = open_workspace("ann"), open_workspace("cal")
    join(ann, *twice)
    share_all(ann, cal)
    assert [row.learner for row in cal.caseload.rows()] == [twice[0]]


def test_it_is_stated_and_taken_back_though_the_row_cannot_be_saved(
    ann: Workspace, twice: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    first, second = twice
    with monkeypatch.context() as failing:
        failing.setattr(ann.caseload, "save", full)
        join(ann, first, second)
        assert ann.learner(first).same_as == (second,)
    assert [row.learner for row in current_rows(ann)] == [first]
    with monkeypatch.context() as failing:
        failing.setattr(ann.caseload, "save", full)
        part(ann, second)
        assert ann.learner(first).same_as == ()
    assert sorted(row.learner for row in current_rows(ann)) == [first, second]


def test_both_may_state_it_at_once_and_three_are_one_too(
    ann: Workspace, cal: Workspace, twice: tuple[str, str], share_all: ShareAll
) -> None:
    third = cal.register(name="A Example").id
    join(ann, *twice)
    join(cal, *twice)
    join(cal, third, twice[1])
    share_all(ann, cal, ann)
    for workspace in (ann, cal):
        assert [row.learner for row in workspace.caseload.rows()] == [min(*twice, third)]
    part(ann, twice[1])
    share_all(ann, cal)
    for workspace in (ann, cal):
        assert {row.learner for row in workspace.caseload.rows()} == {*twice, third}


def test_one_who_is_named_before_their_record_arrives_is_joined_when_it_does(
    ann: Workspace, cal: Workspace, eve: Workspace, twice: tuple[str, str], share_all: ShareAll, store: Path
) -> None:
    join(ann, *twice)
    share_all(ann)
    away = (store / "learners" / twice[1]).rename(store / "away")
    share_all(eve)
    assert [row.learner for row in eve.caseload.rows()] == [twice[0]]
    assert len(notes(eve, twice[0])) == 1
    away.rename(store / "learners" / twice[1])
    share_all(eve)
    assert [row.learner for row in eve.caseload.rows()] == [twice[0]]
    assert len(notes(eve, twice[0])) == 2


def test_what_is_unshared_and_taken_in_is_counted_for_each_once(
    ann: Workspace, cal: Workspace, twice: tuple[str, str], share_all: ShareAll, observe: Observe
) -> None:
    join(ann, *twice)
    share_all(ann, cal)
    for unfinished in unfinished_sessions(cal):
        cal.session(unfinished.learner, unfinished.session).note("More")
    observe(cal, twice[0], "Another")
    refresh(cal, [twice[0]])
    assert [row.unshared for row in cal.caseload.rows()] == [3]
    first, second = share_all(cal, ann)
    assert (first.published, second.taken_in) == (3, 3)
    assert [row.unshared for row in cal.caseload.rows()] == [0]


def test_a_rebuilt_caseload_is_the_same(
    ann: Workspace, twice: tuple[str, str], share_all: ShareAll, open_workspace: Open
) -> None:
    join(ann, *twice)
    share_all(ann)
    before = ann.caseload.rows()
    (ann.folder / "caseload.json").unlink()
    ann = open_workspace("ann")
    assert current_rows(ann) == before
    rebuild(ann)
    assert ann.caseload.rows() == before


def test_a_not_yet_in_one_record_is_closed_by_a_later_day_in_the_other(
    ann: Workspace, cal: Workspace, till: PinnedPack, observe: Observe, clock: Callable[..., None]
) -> None:
    """One device wrote both: their numbers say nothing about which came first."""
    first, second = (ann.register(name="Ada Example").id for _ in range(2))
    for learner in (first, second):
        ann.learner(learner).enrol(till.sha, till.pack.id, ["A"])
    observe(ann, first, *["many", "notes", "before", "it"]).judge(["A/1.1"], "met")
    clock.sleep(days=1)  # type: ignore[attr-defined]
    observe(ann, second).judge(["A/1.1"], "not yet", reason="in a hurry")
    join(ann, first, second)
    assert ann.outlook(first).covers["A"].criteria["1.1"].standing == "not yet"
    clock.sleep(days=1)  # type: ignore[attr-defined]
    observe(ann, first).judge(["A/1.1"], "met")
    assert ann.outlook(first).covers["A"].criteria["1.1"].standing == "shown"


def test_erasing_the_person_erases_both_records(
    ann: Workspace, cal: Workspace, twice: tuple[str, str], share_all: ShareAll, files_in: FilesIn, store: Path
) -> None:
    join(ann, *twice)
    share_all(ann, cal)
    erase(ann, twice[0])
    share_all(ann, cal)
    assert files_in(ann.folder / "learners") == files_in(store / "learners") == {}
    assert (ann.caseload.rows(), cal.caseload.rows()) == ([], [])
    for row in to_confirm(cal):
        erase(cal, row.learner)
    assert files_in(cal.folder / "learners") == {}


def test_where_only_one_of_the_two_was_erased_the_other_stays(
    ann: Workspace, cal: Workspace, twice: tuple[str, str], share_all: ShareAll
) -> None:
    erase(ann, twice[0])
    join(cal, *twice)
    share_all(ann, cal)
    assert [row.learner for row in cal.caseload.rows()] == [twice[1]]
    assert len(notes(cal, twice[1])) == 1
