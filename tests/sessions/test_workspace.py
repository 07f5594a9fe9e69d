"""The door: locks, rows, restarts, and what a damaged or strange folder does to the rest."""

import errno
import gc
import json
import os
import shutil
import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sessions import disk
from sessions.device import DamagedDevice
from sessions.draft import Draft
from sessions.entry import NotRecorded, NotSaved
from sessions.finding import find, perhaps_same
from sessions.joining import join
from sessions.learner import Learner
from sessions.packs import PackMissing
from sessions.rows import current_rows, rebuild, refresh, stale
from sessions.session import Session
from sessions.unfinished import unfinished_sessions
from sessions.workspace import InUse, NotAWorkspace, Workspace
from unitdata import PinnedPack

Opens = Callable[..., Workspace]


# Opening


def test_only_one_window_has_a_workspace_open(workspace: Workspace, open_workspace: Opens) -> None:
    with pytest.raises(InUse, match="open in another window"):
        Workspace(workspace.folder)
    Workspace(workspace.folder, writable=False).close()
    open_workspace().close()
    Workspace(workspace.folder).close()


def test_a_reader_records_nothing(workspace: Workspace, learner: Learner) -> None:
    reader = Workspace(workspace.folder, writable=False)
    journal = next(learner.folder.glob("*.jsonl"))
    journal.write_bytes(journal.read_bytes() + b'{"torn')
    with pytest.raises(NotRecorded, match="open for reading only"):
        reader.learner(learner.id).set_detail("place", "Main Street")
    assert journal.read_bytes().endswith(b'{"torn')
    assert reader.learner(learner.id).portfolio.name == "Ada Example"


def test_a_file_or_a_shared_store_is_no_workspace(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("hello")
    with pytest.raises(NotAWorkspace, match="that is a file"):
        Workspace(file)
    (tmp_path / "store.json").write_text("{}")
    with pytest.raises(NotAWorkspace, match="shared store"):
        Workspace(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "store.json"]


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[]", b'{"id": "x"}', b"\xff", b'{"id": "0000000000", "people": 3}'])
def test_a_damaged_device_file_is_named_and_left_alone(workspace: Workspace, rubbish: bytes) -> None:
    workspace.close()
    path = workspace.folder / "device.json"
    path.write_bytes(rubbish)
    with pytest.raises(DamagedDevice, match=r"device\.json in the workspace is damaged"):
        Workspace(workspace.folder)
    assert path.read_bytes() == rubbish
    path.unlink()
    Workspace(workspace.folder).close()


def test_what_was_recorded_is_read_after_the_device_file_was_lost(session: Session, open_workspace: Opens) -> None:
    session.judge(["A/1.1"], "met")
    (session.learner.folder.parent.parent / "device.json").unlink()
    workspace = open_workspace()
    again = workspace.learner(session.learner.id)
    assert again.portfolio == session.portfolio
    assert workspace.device.state.former == [session.visit.opening.device]
    assert again.set_detail("place", "Main Street")


def test_a_device_keeps_what_a_newer_version_put_in_its_file(workspace: Workspace, open_workspace: Opens) -> None:
    path = workspace.folder / "device.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"mood": "fine"}))
    open_workspace().device.become("Kim Other", "KO", "working towards")
    assert json.loads(path.read_text())["mood"] == "fine"


@pytest.mark.parametrize("step", ["renew", "next_number", "become"])
def test_a_change_of_the_device_that_was_not_saved_did_not_happen(
    learner: Learner, open_workspace: Opens, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    workspace = open_workspace()
    device, before = workspace.device, workspace.device.state.model_copy(deep=True)
    given = ("Kim Other", "KO", "qualified") if step == "become" else ()
    with monkeypatch.context() as failing:
        failing.setattr("os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            getattr(device, step)(*given)
    assert device.state == before
    workspace.learner(learner.id).set_detail("place", "Main Street")
    assert open_workspace().learner(learner.id).portfolio.detail("place") == "Main Street"


def test_the_same_assessor_keeps_an_id_and_another_gets_one(workspace: Workspace) -> None:
    first = workspace.device.me
    assert workspace.device.become("Kim Other", "KO", "qualified").id != first.id
    assert workspace.device.become(" Jo  Sample ", "JS", "working towards").id == first.id
    assert workspace.device.me.standing == "working towards"


def test_a_folder_that_cannot_be_written_records_nothing(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *rest: Any) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as read_only:
        read_only.setattr(os, "open", refuse)
        with pytest.raises(NotRecorded, match="NOT recorded: permission denied"):
            learner.set_detail("place", "Main Street")
    assert learner.portfolio.detail("place") == ""
    assert learner.set_detail("place", "Main Street")


def test_a_disk_that_takes_nothing_is_said_and_registers_nobody(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, till: PinnedPack
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr("os.write", lambda handle, data: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(NotRecorded, match="NOT recorded: no space left on device"):
            workspace.register(name="Bo Example")
    rebuild(workspace)
    assert workspace.caseload.rows() == []
    assert stale(workspace) == []
    assert workspace.register(name="Bo Example").portfolio.name == "Bo Example"


def test_a_learner_is_registered_though_their_row_cannot_be_saved(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as failing:
        failing.setattr(workspace.caseload, "save", full)
        ada = workspace.register(name="Ada Example")
    assert [row.learner for row in current_rows(workspace)] == [ada.id]


# Learners and the caseload


def test_rows_come_back_the_same_from_the_journals(
    workspace: Workspace, learner: Learner, session: Session, open_workspace: Opens, clock: Any
) -> None:
    session.judge(["A/1.1"], "met")
    learner.plan(date(2026, 4, 1), "a busy hour", ["A/1.2"])
    refresh(workspace, [learner.id])
    row = workspace.caseload.get(learner.id)
    assert (row.name, row.number, row.pack_id, row.units, row.done) == ("Ada Example", "0001", "till", 2, 0)
    assert (row.total - row.open, row.to_confirm, row.unfinished) == (1, 4, (session.id,))
    assert (row.last_visit, row.next_visit, row.next_note) == (clock.now.date(), date(2026, 4, 1), "a busy hour")
    assert row.unshared == learner.own_entries
    again = open_workspace()
    assert again.caseload.rows() == [row]
    (again.folder / "caseload.json").unlink()
    again = open_workspace()
    assert (again.caseload.rows(), stale(again)) == ([], [learner.id])
    assert rebuild(again) == 1
    assert again.caseload.rows() == [row]


RUBBISH = [
    b"",
    b"\xff\xfe\x00",
    b"[]",
    b'{"learners": []}',
    b'{"learners": {"x": {}}}',
    b'{"learners": {"1": null, "2": "x", "3": {"learner": 5}}}',
    b'{"learners": 7}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
def test_a_damaged_caseload_is_rebuilt(learner: Learner, rubbish: bytes, open_workspace: Opens) -> None:
    path = learner.folder.parent.parent / "caseload.json"
    path.write_bytes(rubbish)
    workspace = open_workspace()
    assert workspace.caseload.rows() == []
    assert stale(workspace) == [learner.id]
    rebuild(workspace)
    assert [row.name for row in open_workspace().caseload.rows()] == ["Ada Example"]


def test_strange_names_among_the_learners_disturb_nothing(workspace: Workspace, learner: Learner) -> None:
    for name in (".DS_Store", "a" * 26, "U" * 26, "copy of " + learner.id, "x" * 26):
        (learner.folder.parent / name).mkdir()
        (workspace.folder / "dirty" / name).touch()
    (learner.folder / "notes.txt").write_text("hello")
    (learner.folder / "desktop.jsonl").write_text("hello\n")
    assert workspace.learner_ids() == [learner.id]
    assert workspace.dirty() == [learner.id]
    assert unfinished_sessions(workspace) == []
    assert rebuild(workspace) == 1
    assert workspace.learner(learner.id).problems == []


def test_one_unreadable_journal_does_not_hide_the_others(
    workspace: Workspace, learner: Learner, open_workspace: Opens
) -> None:
    other = workspace.register(name="Bo Example")
    journal = next(learner.folder.glob("*.jsonl"))
    journal.unlink()
    journal.mkdir()
    again = open_workspace()
    rebuild(again)
    assert "Bo Example" in [row.name for row in again.caseload.rows()]
    assert again.learner(other.id).problems == []
    [problem] = again.learner(learner.id).problems
    assert problem.startswith(f"{journal.name}: cannot be read")
    with pytest.raises(NotRecorded):
        again.learner(learner.id).set_detail("place", "Main Street")


def test_a_record_that_the_disk_may_not_keep_is_shown_and_said_so(
    learner: Learner, open_workspace: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    again = open_workspace()
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing)
        read = again.learner(learner.id)
        assert read.portfolio.name == "Ada Example"
        said = again.outlook(learner.id).problems[0]
        assert said.endswith(".jsonl: the disk fails, and what was recorded last may not last")
        with pytest.raises(NotSaved):
            read.set_detail("place", "Main Street")
    assert read.set_detail("place", "Main Street")


def test_a_damaged_line_is_named_and_the_rest_of_the_learner_is_read(
    session: Session, open_workspace: Opens, workspace: Workspace
) -> None:
    session.judge(["A/1.1"], "met")
    session.judge(["A/1.2"], "met")
    journal = next(session.learner.folder.glob("*.jsonl"))
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:-2], b"rubbish\n", lines[-1]]))
    again = open_workspace().learner(session.learner.id)
    assert again.problems[0] == f"{journal.name}: line {len(lines) - 1}: not JSON"
    assert list(again.portfolio.visits[session.id].marks) == ["A/1.2"]


def test_learners_are_found_by_what_is_known_of_them(workspace: Workspace) -> None:
    ada = workspace.register(name="Ada Example", initials="AE", number="0001")
    workspace.register(name="Bo Sample", initials="BS", number="0002")
    rows = workspace.caseload.rows()
    for wanted in ("ada", "EXAMPLE ada", "ae", "0001", ada.id.lower(), " Ada Example "):
        assert [row.name for row in find(rows, wanted)] == ["Ada Example"], wanted
    assert [row.name for row in find(rows, "ample")] == ["Ada Example", "Bo Sample"]
    assert find(rows, "000") == find(rows, "") == find(rows, "[") == []


@pytest.mark.parametrize(
    ("name", "number", "same"),
    [
        ("ada example", "", True),
        ("Example, Ada", "", True),
        ("Ada Exampel", "", True),
        ("Somebody Else", "0001", True),
        ("Somebody Else", "0002", False),
        ("Somebody Else", "", False),
        ("", "", False),
    ],
)
def test_the_same_person_is_looked_for_first(
    workspace: Workspace, learner: Learner, name: str, number: str, same: bool
) -> None:
    assert bool(perhaps_same(workspace.caseload.rows(), name, number)) == same


def test_details_are_set_in_place_of_those_that_stood(learner: Learner) -> None:
    assert learner.set_detail("employer", "Bakery")
    assert learner.set_detail("employer", " Bakery ") is None
    assert learner.set_detail("place", "") is None
    assert learner.set_detail("employer", "Butcher", reason="changed jobs")
    assert learner.portfolio.detail("employer") == "Butcher"
    learner.set_detail("employer", "")
    assert (learner.portfolio.detail("employer"), learner.portfolio.disagreements()) == ("", {})


def test_a_learner_is_one_object_while_anybody_holds_it_and_is_let_go_of_then(workspace: Workspace) -> None:
    ids = [workspace.register(name=f"Ada Example {number}").id for number in range(30)]
    held = workspace.learner(ids[0])
    passing = [weakref.ref(workspace.learner(each)) for each in ids]
    gc.collect()
    assert workspace.learner(ids[0]) is held
    assert len([learner for learner in passing if learner()]) < 15
    held.set_detail("place", "Main Street")
    assert workspace.learner(ids[0]).portfolio.detail("place") == "Main Street"
    assert workspace.learner(ids[1]).portfolio.name == "Ada Example 1"


def test_whoever_holds_one_of_two_registrations_of_a_person_holds_both(workspace: Workspace, till: PinnedPack) -> None:
    ids = [workspace.register(name=f"Ada Example {number}").id for number in range(30)]
    first, second = sorted(ids[:2])
    join(workspace, first, second)
    session = workspace.open_session(workspace.learner(second), till, ["A"])
    for each in [*ids[2:], second]:
        workspace.learner(each)
    gc.collect()
    note = session.note("Greets a customer", refs=["A/1.1"])
    assert note.id in workspace.learner(second).portfolio.entries
    assert session.visit.notes == [note]


def test_a_saved_list_is_shown_without_looking_at_learners(
    workspace: Workspace, open_workspace: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [workspace.register(name=f"Ada Example {number}").id for number in range(12)]
    workspace.clear_dirty(*ids)
    new = workspace.learners_folder / ("0" * 26)
    shutil.copytree(workspace.learners_folder / ids[0], new)
    again, looked = open_workspace(), []
    holds = Workspace.holds
    monkeypatch.setattr(Workspace, "holds", lambda self, one: looked.append(one) or holds(self, one))
    monkeypatch.setattr(Workspace, "learner", lambda self, one: pytest.fail("nobody need be read"))
    assert len(again.caseload.rows()) == 12
    assert again.learner_ids() == sorted([new.name, *ids])
    assert unfinished_sessions(again) == []
    assert stale(again) == [new.name]
    assert set(looked) == {new.name}


# Sessions


def test_unfinished_sessions_are_found_after_a_restart(
    workspace: Workspace, session: Session, till: PinnedPack, open_workspace: Opens, clock: Any
) -> None:
    session.judge(["A/1.1"], "met")
    clock.sleep(hours=1)
    later = workspace.open_session(session.learner, till, ["A"], method="questions")
    again = open_workspace()
    assert [(u.session, u.name, u.method, u.number, u.state, u.entries) for u in unfinished_sessions(again)] == [
        (later.id, "Ada Example", "questions", later.visit.number, "open", 0),
        (session.id, "Ada Example", "observation", session.visit.number, "open", 1),
    ]
    resumed = again.session(session.learner.id, session.id)
    assert resumed.judge(["A/1.2"], "met").n == later.visit.opening.n + 1
    resumed.sign("assessor", "Jo Sample", "on this device")
    assert [u.session for u in unfinished_sessions(open_workspace())] == [later.id]


def test_learners_with_nothing_to_finish_are_not_read(
    workspace: Workspace, learner: Learner, session: Session, open_workspace: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = workspace.register(name="Bo Example")
    refresh(workspace, [learner.id, clean.id])
    for one in (learner.id, clean.id):
        workspace.clear_dirty(one)
    again, read = open_workspace(), []
    whole = Workspace.learner
    monkeypatch.setattr(Workspace, "learner", lambda self, one: read.append(one) or whole(self, one))
    assert [u.session for u in unfinished_sessions(again)] == [session.id]
    assert set(read) == {learner.id}


def test_evidence_numbers_are_never_given_twice(
    workspace: Workspace, learner: Learner, till: PinnedPack, open_workspace: Opens
) -> None:
    numbers = [workspace.open_session(learner, till, ["A"]).visit.number for _ in range(2)]
    workspace = open_workspace()
    numbers.append(workspace.open_session(workspace.learner(learner.id), till, ["A"]).visit.number)
    start = f"JS-{workspace.device.id[:4]}-"
    assert numbers == [f"{start}1", f"{start}2", f"{start}3"]
    workspace.device.renew()
    assert workspace.device.next_number() == f"JS-{workspace.device.id[:4]}-4"
    assert not workspace.device.next_number().startswith(start)


def test_sessions_of_one_day_come_in_the_order_they_were_opened(
    workspace: Workspace, learner: Learner, till: PinnedPack
) -> None:
    numbers = [workspace.open_session(learner, till, ["A"]).visit.number for _ in range(11)]
    assert [visit.number for visit in learner.portfolio.opened_visits()] == numbers


def test_a_session_means_what_its_pack_meant(session: Session, open_workspace: Opens, till: PinnedPack) -> None:
    assert open_workspace().session(session.learner.id, session.id).pinned == till
    copy = open_workspace().packs.path(till.sha)
    copy.write_bytes(till.data.replace(b"Minding a till", b"Minding a tool"))
    with pytest.raises(PackMissing, match="was changed"):
        open_workspace().session(session.learner.id, session.id)
    copy.unlink()
    workspace = open_workspace()
    with pytest.raises(PackMissing, match="has not arrived"):
        workspace.session(session.learner.id, session.id)
    rebuild(workspace)
    assert [(row.name, row.pack_id, row.total) for row in workspace.caseload.rows()] == [("Ada Example", "till", 0)]
    with pytest.raises(KeyError):
        workspace.session(session.learner.id, "0" * 26)


def test_a_damaged_copy_of_a_pack_is_put_right_when_the_pack_is_used_again(
    session: Session, open_workspace: Opens, till: PinnedPack
) -> None:
    workspace = open_workspace()
    workspace.packs.path(till.sha).write_bytes(b"{")
    workspace.open_session(workspace.learner(session.learner.id), till, ["A"])
    assert open_workspace().packs.read(till.sha) == till


def test_a_pack_that_a_killed_program_kept_is_durable_before_anything_is_recorded_with_it(
    session: Session, open_workspace: Opens, till: PinnedPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace()
    synced: list[Path] = []
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    workspace.packs.keep(till)
    workspace.packs.keep(till)
    assert synced == [workspace.folder / "packs"]


# Text being typed


def typed(session: Session, text: str, id: str = "0" * 26) -> Draft:
    at = session.visit.opening.at
    return Draft(id=id, learner=session.learner.id, session=session.id, place="note", at=at, text=text)


@pytest.mark.parametrize("text", ["counted the fl", "🛒" * 100_000, "half \ud83d", "\x1b[2J\x00"])
def test_text_being_typed_is_there_after_a_restart(session: Session, open_workspace: Opens, text: str) -> None:
    workspace = open_workspace()
    workspace.drafts.save(typed(session, text))
    again = open_workspace()
    found = again.draft(again.session(session.learner.id, session.id), "note")
    assert found is not None
    assert found.text.replace("\ufffd", "?") == text.replace("\ud83d", "?")


def test_a_draft_goes_once_its_text_is_recorded(session: Session, open_workspace: Opens) -> None:
    workspace = open_workspace()
    draft = typed(session, "counted the float")
    workspace.drafts.save(draft)
    again = workspace.session(session.learner.id, session.id)
    again.note("counted the float", draft=draft.id)
    assert workspace.draft(again, "note") is None
    assert list((workspace.folder / "drafts").iterdir()) == []
    workspace.drafts.save(typed(session, "and then", "1" * 26))
    assert workspace.draft(again, "note").text == "and then"
    workspace.drafts.drop(session.id, "note")
    assert workspace.draft(again, "note") is None


def test_a_damaged_draft_is_not_offered_and_not_lost(session: Session, workspace: Workspace) -> None:
    workspace.drafts.save(typed(session, "counted the float"))
    [path] = (workspace.folder / "drafts").iterdir()
    path.write_bytes(b"{")
    assert workspace.draft(session, "note") is None
    assert path.read_bytes() == b"{"


def test_a_workspace_may_be_moved(session: Session, open_workspace: Opens, tmp_path: Path) -> None:
    session.judge(["A/1.1"], "met")
    open_workspace().close()
    shutil.move(tmp_path / "work", tmp_path / "elsewhere")
    moved = open_workspace("elsewhere")
    assert list(moved.session(session.learner.id, session.id).visit.marks) == ["A/1.1"]


def test_a_corrected_name_stays_the_same_person(workspace: Workspace, session: Session) -> None:
    session.judge(["A/1.1"], "met")
    before = workspace.device.me
    after = workspace.device.change_me("Jo Sullivan-Reed", "JSR", "qualified")
    assert after.id == before.id
    assert session.undo()
    assert [p.name for p in workspace.device.state.people] == ["Jo Sullivan-Reed"]


def test_too_many_people_present_is_said_before_anything_is_recorded(
    workspace: Workspace, learner: Learner, till: PinnedPack
) -> None:
    with pytest.raises(NotRecorded, match="21 people"):
        workspace.open_session(learner, till, ["A"], present=[f"role {n}" for n in range(21)])
    assert workspace.device.state.opened == 0


def test_a_workspace_of_a_newer_version_is_not_touched(workspace: Workspace, open_workspace: Opens) -> None:
    file = workspace.folder / "device.json"
    newer = file.read_text().replace('"format": 1', '"format": 2')
    workspace.close()
    file.write_text(newer)
    with pytest.raises(DamagedDevice, match="newer version"):
        open_workspace()
    assert file.read_text() == newer
