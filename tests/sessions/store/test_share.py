"""Two and three workspaces that share through one folder."""

import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from sessions.bodies import Noted
from sessions.learner import Learner
from sessions.session import Session
from sessions.store.bucket import FolderBucket
from sessions.store.share import ShareReport, Stopped, share
from sessions.workspace import Workspace

Observe = Callable[..., Session]
ShareAll = Callable[..., list[ShareReport]]
FilesIn = Callable[[Path], dict[str, bytes]]


def entries(workspace: Workspace, learner: str) -> set[str]:
    return set(workspace.learner(learner).portfolio.entries)


def notes(workspace: Workspace, learner: str) -> list[str]:
    visits = workspace.learner(learner).portfolio.opened_visits()
    return sorted(e.body.text for visit in visits for e in visit.notes if isinstance(e.body, Noted))


def test_a_colleague_sees_what_was_shared(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll
) -> None:
    observe(ann, ada.id, "Greets a customer")
    first, second = share_all(ann, cal)
    assert (first.published, first.published_learners, first.taken_in) == (4, 1, 0)
    assert (second.published, second.taken_in, second.learners) == (0, 4, [ada.id])
    assert notes(cal, ada.id) == ["Greets a customer"]
    assert [row.name for row in cal.caseload.rows()] == ["Ada Example"]
    assert cal.caseload.rows()[0].units == 2, "the pack came along"
    assert first.summary() == ["Shared 4 entries about 1 learner.", "Nothing new from others."]
    assert second.summary() == [
        "No entry of this device was waiting to be shared.",
        "Took in 4 entries about 1 learner.",
    ]


def test_what_is_shared_is_no_longer_marked(ann: Workspace, ada: Learner, share_all: ShareAll) -> None:
    assert (ann.dirty(), ann.unshared(ada.id)) == ([ada.id], 2)
    share_all(ann)
    assert (ann.dirty(), ann.unshared(ada.id)) == ([], 0)
    assert [row.unshared for row in ann.caseload.rows()] == [0]
    ann.learner(ada.id).set_detail("place", "Shop")
    assert (ann.dirty(), ann.unshared(ada.id)) == ([ada.id], 1)


def test_only_what_is_new_is_published(
    ann: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path
) -> None:
    share_all(ann)
    before = set(store.rglob("*.jsonl"))
    observe(ann, ada.id, "Counts the change")
    (report,) = share_all(ann)
    (new,) = set(store.rglob("*.jsonl")) - before
    assert report.published == 2
    assert new.read_bytes().count(b"\n") == 2
    assert new.name.split(".")[1] == "3-4"


def test_sharing_twice_changes_nothing(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path, files_in: FilesIn
) -> None:
    observe(ann, ada.id, "Greets a customer")
    share_all(ann, cal, ann)
    observe(cal, ada.id, "Counts the change")
    share_all(cal, ann, cal)
    folders = (store, ann.folder, cal.folder)
    before = [files_in(folder) for folder in folders]
    reports = share_all(ann, cal)
    assert [(r.published, r.taken_in) for r in reports] == [(0, 0), (0, 0)]
    assert [files_in(folder) for folder in folders] == before


@pytest.mark.parametrize("turns", list(permutations(range(3))))
def test_three_converge_whatever_the_order(
    turns: tuple[int, ...],
    ann: Workspace,
    cal: Workspace,
    eve: Workspace,
    ada: Learner,
    observe: Observe,
    share_all: ShareAll,
) -> None:
    share_all(ann, cal, eve)
    team = (ann, cal, eve)
    for workspace in team:
        observe(workspace, ada.id, f"Seen by {workspace.device.state.people[0].name}")
    share_all(*(team[turn] for turn in turns))
    share_all(*(team[turn] for turn in turns))
    assert len(entries(ann, ada.id)) == 8
    assert entries(ann, ada.id) == entries(cal, ada.id) == entries(eve, ada.id)
    assert notes(ann, ada.id) == ["Seen by Ann Bell", "Seen by Cal Dean", "Seen by Eve Frost"]


def test_a_withdrawal_may_arrive_before_its_target(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path
) -> None:
    session = observe(ann, ada.id, "Greets a customer")
    share_all(ann)
    (target,) = store.rglob("*.jsonl")
    session.undo()
    share_all(ann)
    held_back = target.rename(store / "held back")
    (report,) = share_all(cal)
    assert len(cal.learner(ada.id).portfolio.waiting_withdrawals()) == 1
    label = "AB's device"
    assert [p.text for p in report.pending] == [f"waiting for 4 entries of {label} {ann.device.id[:4]}"]
    held_back.rename(target)
    (report,) = share_all(cal)
    assert report.pending == []
    assert notes(cal, ada.id) == []
    assert cal.learner(ada.id).portfolio.waiting_withdrawals() == []


def test_segments_that_come_before_their_head_count(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, store: Path
) -> None:
    share_all(ann)
    shutil.move(store / "heads", store / "held back")
    (report,) = share_all(cal)
    assert report.early == 2
    assert "2 entries arrived ahead of the announcement; what is here counts." in report.summary()
    assert cal.learner(ada.id).portfolio.name == "Ada Example"


def test_a_new_workspace_that_copies_another_becomes_a_new_device(
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    observe: Observe,
    share_all: ShareAll,
    open_workspace: Callable[..., Workspace],
) -> None:
    share_all(ann)
    shutil.copytree(ann.folder, ann.folder.with_name("copy"), ignore=shutil.ignore_patterns(".lock"))
    copy = open_workspace("copy")
    same = ann.device.id
    observe(ann, ada.id, "Seen by the first")
    observe(copy, ada.id, "Seen by the copy")
    assert copy.device.id == same
    _, report, _, _ = share_all(ann, copy, cal, ann)
    assert report.messages == [
        "This workspace is a copy of one that is shared from elsewhere. It goes on as a new device; "
        "everything recorded in it stays and is shared."
    ]
    assert copy.device.id != same
    assert ann.device.id == same
    assert copy.device.state.former == [same]
    observe(copy, ada.id, "Seen later by the copy")
    share_all(copy, cal, ann)
    expected = ["Seen by the copy", "Seen by the first", "Seen later by the copy"]
    assert notes(cal, ada.id) == notes(ann, ada.id) == notes(copy, ada.id) == expected
    (report,) = share_all(copy)
    assert (report.messages, report.published, report.taken_in) == ([], 0, 0)


def test_a_workspace_from_an_old_backup_finds_its_own_entries_again(
    ann: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, open_workspace: Callable[..., Workspace]
) -> None:
    share_all(ann)
    shutil.copytree(ann.folder, ann.folder.with_name("backup"), ignore=shutil.ignore_patterns(".lock"))
    observe(ann, ada.id, "Seen after the backup")
    share_all(ann)
    restored = open_workspace("backup")
    share_all(restored)
    assert notes(restored, ada.id) == ["Seen after the backup"]


def test_a_store_gone_back_is_filled_again(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path
) -> None:
    old = store.with_name("old")
    shutil.copytree(store, old)
    observe(ann, ada.id, "First")
    share_all(ann)
    observe(ann, ada.id, "Second")
    share_all(ann)
    shutil.rmtree(store)
    old.rename(store)
    (report,) = share_all(ann)
    assert report.messages == ["The shared store has gone back to an older state. Everything was shared again."]
    assert report.published == 6
    (report,) = share_all(cal)
    assert notes(cal, ada.id) == ["First", "Second"]


def test_a_segment_removed_from_the_store_comes_back(
    ann: Workspace, ada: Learner, share_all: ShareAll, store: Path, files_in: FilesIn
) -> None:
    share_all(ann)
    before = files_in(store)
    next(store.rglob("*.jsonl")).unlink()
    share_all(ann, thorough=True)
    assert files_in(store) == before


def test_old_heads_of_this_device_go_and_those_of_others_stay(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path
) -> None:
    share_all(cal)
    for number in range(4):
        observe(ann, ada.id, f"Note {number}")
        share_all(ann)
    heads = [path.name.split(".")[:2] for path in sorted((store / "heads").iterdir())]
    assert sorted(heads) == sorted([[ann.device.id, "3"], [ann.device.id, "4"], [cal.device.id, "1"]])


def test_a_long_record_is_sealed_in_pieces_that_fit(
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    observe: Observe,
    share_all: ShareAll,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sessions.store.publish.SEGMENT_LIMIT", 2000)
    observe(ann, ada.id, *(f"Note {number}" for number in range(20)))
    share_all(ann, cal)
    sizes = [path.stat().st_size for path in store.rglob("*.jsonl")]
    assert len(sizes) > 3
    assert max(sizes) <= 2000
    assert entries(cal, ada.id) == entries(ann, ada.id)


def test_stopping_loses_nothing(ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, store: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        raise Stopped

    report = share(ann, FolderBucket(store), stop)
    assert report.problem == "Stopped before the end. Nothing is lost; share again to go on."
    assert ann.dirty() == [ada.id]
    share_all(ann, cal)
    assert entries(cal, ada.id) == entries(ann, ada.id)


def test_the_work_grows_with_the_learners_and_no_faster(
    ann: Workspace, share_all: ShareAll, observe: Observe, monkeypatch: pytest.MonkeyPatch
) -> None:
    learners = [ann.register(name=f"Ada Example {number}").id for number in range(6)]
    share_all(ann)
    looks: list[int] = []
    ids = Workspace.learner_ids
    monkeypatch.setattr(Workspace, "learner_ids", lambda workspace: looks.append(1) or ids(workspace))

    def looks_for(changed: list[str]) -> int:
        for learner in changed:
            observe(ann, learner)
        looks.clear()
        share_all(ann)
        return len(looks)

    assert looks_for(learners[:1]) == looks_for(learners), "each look goes through the folders of all learners"


def test_progress_names_what_is_done(ann: Workspace, cal: Workspace, ada: Learner, store: Path) -> None:
    said: list[tuple[str, int, int]] = []
    for workspace in (ann, cal):
        share(workspace, FolderBucket(store), lambda *step: said.append(step))
    assert said == [("publishing", 1, 1), ("summing up", 1, 1), ("taking in", 1, 1), ("summing up", 1, 1)]


def test_a_damaged_journal_is_named_and_the_rest_is_shared(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, open_workspace: Callable[..., Workspace]
) -> None:
    other = ann.register(name="Bo Example")
    journal = ada.folder / f"{ann.device.id}.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Ada", b"Eda", 1))
    ann = open_workspace("ann")
    first, _ = share_all(ann, cal)
    assert first.damage == [
        f"learners/{ada.id}/{journal.name} on this device is damaged and was not shared: "
        "line 2: does not follow from entry 1: one of the two was changed"
    ]
    assert cal.learner_ids() == [other.id]
    assert ann.dirty() == [ada.id]


def test_what_stands_before_the_damage_is_shared(
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    observe: Observe,
    share_all: ShareAll,
    open_workspace: Callable[..., Workspace],
) -> None:
    observe(ann, ada.id, "First", "Second", "Third")
    journal = ada.folder / f"{ann.device.id}.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:4], b"{}\n", *lines[5:]]))
    ann = open_workspace("ann")
    first, _ = share_all(ann, cal)
    assert first.published == 4
    (said,) = first.damage
    assert said.startswith(
        f"learners/{ada.id}/{journal.name} on this device is damaged and was only shared up to line 4:"
    )
    assert notes(cal, ada.id) == ["First"]
    assert ann.dirty() == [ada.id], "the rest is not shared"
    (again,) = share_all(ann)
    assert (again.published, again.damage) == (0, [said])


def test_what_was_shared_before_a_journal_was_damaged_comes_back_and_stays_announced(
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    observe: Observe,
    share_all: ShareAll,
    open_workspace: Callable[..., Workspace],
) -> None:
    observe(ann, ada.id, "First", "Second", "Third")
    share_all(ann)
    journal = ada.folder / f"{ann.device.id}.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:4], b"{}\n", *lines[5:]]))
    ann = open_workspace("ann")
    ann.mark_dirty(ada.id)
    _, second = share_all(ann, cal)
    assert notes(ann, ada.id) == notes(cal, ada.id) == ["First", "Second", "Third"]
    assert (second.early, second.pending) == (0, [])
