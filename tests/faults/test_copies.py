"""Copies and backups of a workspace, and files that lie where they do not belong: nothing is lost or counted twice."""

import shutil
from pathlib import Path

import pytest
from faults.carried import NewDevice, Scene, notes, observe, share, wrong
from faults.centre import PACK, Device, ids_below

from fieldassess.app import FieldAssess, run
from fieldassess.cli import main
from sessions.entry import NotRecorded
from sessions.unfinished import unfinished_sessions
from sessions.verify import verify

# Copies and backups of a workspace ------------------------------------------------------------------------------------


def test_a_copied_workspace_at_work_on_the_same_learner_at_once(scene: Scene, new_device: NewDevice) -> None:
    copy = new_device("Ann Bell", 10, copy_of=scene.ann)
    observe(scene.ann, scene.ada, "By the first")
    observe(copy, scene.ada, "By the copy")
    _, told, _, _ = share(scene.store, scene.ann, copy, scene.cal, scene.ann)
    (said,) = told.messages
    assert said.startswith("This workspace is a copy of one that is shared from elsewhere.")
    observe(scene.ann, scene.ada, "By the first again")
    observe(copy, scene.ada, "By the copy again")
    share(scene.store, copy, scene.ann, scene.cal, copy)
    expected = sorted(["By the copy", "By the copy again", "By the first", "By the first again"])
    for device in (scene.ann, copy, scene.cal):
        assert notes(device, scene.ada) == [*expected, "First", "Second", "Third"]
        assert device.shown() == ids_below(scene.store)
        assert wrong(device, scene.store) == []


def test_what_a_copy_gives_back_for_the_first_is_no_change_of_its_own_journal(
    scene: Scene, new_device: NewDevice
) -> None:
    copy = new_device("Ann Bell", copy_of=scene.ann)
    observe(scene.ann, scene.ada, "By the first")
    share(scene.store, scene.ann)
    (sealed,) = {*scene.store.glob("learners/*/*.jsonl")}.difference(scene.segments)
    observe(copy, scene.ada, "By the copy")
    share(scene.store, copy)
    sealed.unlink()
    share(scene.store, copy, thorough=True)
    assert sealed.exists()
    assert wrong(copy, scene.store) == []


def test_a_copied_workspace_at_work_on_another_learner_at_once(scene: Scene, new_device: NewDevice) -> None:
    copy = new_device("Ann Bell", copy_of=scene.ann)
    observe(scene.ann, scene.ada, "By the first")
    bo = copy.workspace.register(name="Bo Example").id
    observe(copy, bo, "By the copy")
    share(scene.store, scene.ann, copy, scene.ann, scene.cal)
    for device in (scene.ann, copy, scene.cal):
        assert notes(device, scene.ada) == ["By the first", "First", "Second", "Third"]
        assert notes(device, bo) == ["By the copy"]
        assert wrong(device, scene.store) == []


def test_two_copies_that_share_at_the_same_time_both_become_new_devices(scene: Scene, new_device: NewDevice) -> None:
    """Each shares with its own copy of a synchronised folder; the carrier brings the two together afterwards."""
    copy = new_device("Ann Bell", copy_of=scene.ann)
    elsewhere = shutil.copytree(scene.store, scene.store.with_name("elsewhere"))
    observe(scene.ann, scene.ada, "By the first")
    observe(copy, scene.ada, "By the copy")
    share(scene.store, scene.ann)
    share(elsewhere, copy)
    shutil.copytree(elsewhere, scene.store, dirs_exist_ok=True)
    old = copy.workspace.device.id
    share(scene.store, scene.ann, copy, scene.ann, scene.cal)
    assert len({scene.ann.workspace.device.id, copy.workspace.device.id, old}) == 3
    for device in (scene.ann, copy, scene.cal):
        assert notes(device, scene.ada) == ["By the copy", "By the first", "First", "Second", "Third"]
        assert wrong(device, scene.store) == []


def test_a_folder_of_a_learner_swapped_for_an_old_backup(scene: Scene) -> None:
    """Only the learner's folder: the device still knows that more was shared."""
    folder = scene.ann.folder / "learners" / scene.ada
    backup = shutil.copytree(folder, scene.ann.folder.with_name("backup"))
    observe(scene.ann, scene.ada, "After the backup")
    share(scene.store, scene.ann)
    scene.ann.workspace.close()
    shutil.rmtree(folder)
    backup.rename(folder)
    scene.ann.open()
    (said,) = (finding.what for finding in verify(scene.ann.workspace))
    assert said == "line 8: it ends here, and 10 entries were shared"
    observe(scene.ann, scene.ada, "After the swap")
    share(scene.store, scene.ann, scene.cal)
    expected = ["After the backup", "After the swap", "First", "Second", "Third"]
    assert notes(scene.ann, scene.ada) == notes(scene.cal, scene.ada) == expected


def test_a_workspace_swapped_for_an_old_backup(scene: Scene) -> None:
    backup = scene.ann.copy_to(scene.ann.folder.with_name("backup"))
    observe(scene.ann, scene.ada, "After the backup")
    share(scene.store, scene.ann)
    scene.ann.put_back(backup, scene.ann.told)
    observe(scene.ann, scene.ada, "After the restore")
    share(scene.store, scene.ann, scene.cal)
    expected = ["After the backup", "After the restore", "First", "Second", "Third"]
    assert notes(scene.ann, scene.ada) == notes(scene.cal, scene.ada) == expected
    assert wrong(scene.ann, scene.store) == []


@pytest.mark.parametrize("recorded_first", [True, False])
def test_a_backup_put_back_after_its_last_announcement_went_goes_on_being_shared(
    scene: Scene, recorded_first: bool
) -> None:
    """It cannot know that its next numbers are taken; what it had recorded under them it gives back beside its own."""
    backup = scene.ann.copy_to(scene.ann.folder.with_name("backup"))
    before = {*scene.store.rglob("*.json*")}
    observe(scene.ann, scene.ada, "After the backup")
    share(scene.store, scene.ann)
    for announcement in {*scene.store.glob("heads/*.json")} - before:
        announcement.unlink()
    (sealed,) = {*scene.store.rglob("*.jsonl")} - before
    scene.ann.put_back(backup, scene.ann.told)
    if recorded_first:
        observe(scene.ann, scene.ada, "After the restore")
    share(scene.store, scene.ann, thorough=True)
    sealed.unlink()
    share(scene.store, scene.ann, thorough=True)
    assert sealed.exists()
    assert wrong(scene.ann, scene.store) == []
    if not recorded_first:
        observe(scene.ann, scene.ada, "After the restore")
    observe(scene.ann, scene.ada, "Later")
    for report in share(scene.store, scene.ann, scene.cal, scene.ann):
        assert report.damage == []
    expected = ["After the backup", "After the restore", "First", "Later", "Second", "Third"]
    assert notes(scene.ann, scene.ada) == notes(scene.cal, scene.ada) == expected
    assert wrong(scene.ann, scene.store) == []
    assert scene.ann.workspace.dirty() == []


def test_a_session_open_when_the_backup_was_made_is_listed_and_can_no_longer_be_finished(scene: Scene) -> None:
    session = scene.ann.workspace.open_session(scene.ann.workspace.learner(scene.ada), PACK, ["A"])
    session.note("Half way", refs=["A/1.1"])
    backup = scene.ann.copy_to(scene.ann.folder.with_name("backup"))
    observe(scene.ann, scene.ada, "After the backup")
    share(scene.store, scene.ann)
    scene.ann.put_back(backup, scene.ann.told)
    share(scene.store, scene.ann)
    workspace = scene.ann.workspace
    begun = workspace.open_session(workspace.learner(scene.ada), PACK, ["A"])
    listed = unfinished_sessions(workspace)
    assert [(u.session, u.here) for u in listed[:1]] == [(begun.id, True)], "what can be finished comes first"
    assert (session.id, False) in [(u.session, u.here) for u in listed]
    assert "Half way" in notes(scene.ann, scene.ada)
    again = workspace.session(scene.ada, session.id)
    for act in (again.close, again.undo, lambda: again.note("More")):
        with pytest.raises(NotRecorded, match=r"^NOT recorded\. Begun under an earlier id of this workspace"):
            act()


# Evidence index numbers -----------------------------------------------------------------------------------------------


def numbers(device: Device, learner: str) -> list[str]:
    return sorted(visit.number for visit in device.workspace.learner(learner).portfolio.opened_visits())


def test_a_number_that_a_copy_gave_out_too_is_said_on_the_learners_page(scene: Scene, new_device: NewDevice) -> None:
    copy = new_device("Ann Bell", copy_of=scene.ann)
    observe(scene.ann, scene.ada, "By the first")
    observe(copy, scene.ada, "By the copy")
    share(scene.store, scene.ann, copy, scene.ann)
    first, second = numbers(scene.ann, scene.ada)[-2:]
    assert first == second
    said = f"evidence number {first} was given to 2 sessions, by a workspace and its copy"
    for device in (scene.ann, copy):
        assert said in device.workspace.outlook(scene.ada).problems
    observe(scene.ann, scene.ada, "By the first again")
    observe(copy, scene.ada, "By the copy again")
    share(scene.store, copy, scene.ann)
    assert len(set(numbers(scene.ann, scene.ada))) == len(numbers(scene.ann, scene.ada)) - 1, "from then on they differ"


def test_a_number_given_out_twice_to_different_learners_is_found_by_verify(scene: Scene, new_device: NewDevice) -> None:
    copy = new_device("Ann Bell", copy_of=scene.ann)
    bo = copy.workspace.register(name="Bo Example").id
    observe(scene.ann, scene.ada, "By the first")
    observe(copy, bo, "By the copy")
    share(scene.store, scene.ann, copy, scene.ann)
    (twice,) = set(numbers(scene.ann, scene.ada)) & set(numbers(scene.ann, bo))
    for device in (scene.ann, copy):
        (found,) = verify(device.workspace)
        assert found.what == f"evidence number {twice} was given to 2 sessions, by a workspace and its copy"
        assert found.learner in (scene.ada, bo)


# Files put where they do not belong -----------------------------------------------------------------------------------


def test_a_foreign_growing_journal_in_a_workspace_is_named_and_not_read(scene: Scene) -> None:
    observe(scene.ann, scene.ada, "Not shared yet")
    share(scene.store, scene.cal)
    shown = scene.cal.shown()
    journal = scene.ann.folder / "learners" / scene.ada / f"{scene.ann.workspace.device.id}.jsonl"
    shutil.copy(journal, scene.cal.folder / "learners" / scene.ada)
    scene.cal.workspace.close()
    scene.cal.open()
    assert scene.cal.shown() == shown, "nothing counts twice"
    said = f"{journal.name}: the journal of another device, copied here; it is not read"
    assert said in scene.cal.workspace.outlook(scene.ada).problems
    assert wrong(scene.cal, scene.store) == [
        f"learners/{scene.ada}/{journal.name}: it is neither a journal of this device nor a segment, and is not read"
    ]
    observe(scene.cal, scene.ada, "By Cal")
    share(scene.store, scene.cal, scene.ann, scene.cal)
    assert notes(scene.ann, scene.ada) == ["By Cal", "First", "Not shared yet", "Second", "Third"]


def test_a_foreign_growing_journal_in_the_store_is_taken_in_as_far_as_it_goes(scene: Scene) -> None:
    """So a record is brought home from the disk of a broken device, also while it grows."""
    journal = scene.ann.folder / "learners" / scene.ada / f"{scene.ann.workspace.device.id}.jsonl"
    there = scene.store / "learners" / scene.ada / journal.name
    for number in range(2):
        observe(scene.ann, scene.ada, f"Not shared {number}")
        there.write_bytes(journal.read_bytes())
        share(scene.store, scene.cal, thorough=True)
        assert scene.complete()
    observe(scene.ann, scene.ada, "Not shared at last")
    there.write_bytes(journal.read_bytes()[:-7])
    (report,) = share(scene.store, scene.cal, thorough=True)
    assert "1 file in the shared store still arriving." in report.messages
    share(scene.store, scene.ann, scene.cal)
    assert scene.complete()


def test_a_conflicted_journal_of_this_device_is_brought_home_through_the_store(scene: Scene) -> None:
    """What a carrier made of a workspace that was opened on two machines: one journal, and a copy that differs."""
    copy = scene.ann.copy_to(scene.ann.folder.with_name("other machine"))
    observe(scene.ann, scene.ada, "On the first machine")
    other = Device(copy, 0, "Ann Bell")
    observe(other, scene.ada, "On the other machine")
    other.workspace.close()
    journal = f"{scene.ann.workspace.device.id}.jsonl"
    conflicted = scene.ann.folder / "learners" / scene.ada / f"{journal[:-6]} (1).jsonl"
    shutil.copy(copy / "learners" / scene.ada / journal, conflicted)
    (said,) = (finding.what for finding in verify(scene.ann.workspace))
    assert said == "it is neither a journal of this device nor a segment, and is not read"
    conflicted.rename(scene.store / "learners" / scene.ada / conflicted.name)
    share(scene.store, scene.ann, scene.cal)
    expected = ["First", "On the first machine", "On the other machine", "Second", "Third"]
    assert notes(scene.ann, scene.ada) == notes(scene.cal, scene.ada) == expected


@pytest.mark.parametrize(
    ("place", "mark", "service"),
    [
        ("Dropbox (Personal)/records", "", "Dropbox"),
        ("records/mine", ".dropbox.cache", "Dropbox"),
        ("OneDrive - College/Documents/records", "", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/records", "", "iCloud"),
        ("Library/CloudStorage/GoogleDrive-jo@example.org/My Drive/records", "", "Google Drive"),
        ("Nextcloud/records", "", "Nextcloud"),
        ("records", ".stfolder", "Syncthing"),
    ],
)
def test_a_workspace_in_a_synchronised_folder_is_warned_of(
    place: str, mark: str, service: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True)
    if mark:
        (folder.parent / mark).mkdir()
    Device(folder, 0, "Ann Bell").workspace.close()
    for command in (["learners"], ["rebuild"]):
        assert main([*command, "--workspace", str(folder)]) == 0
        told = capfd.readouterr()
        assert f"a folder that {service} seems to keep alike on several machines" in told.err
        assert service not in told.out


def test_the_app_warns_of_it_when_it_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(FieldAssess, "run", lambda app: said.append(app._say))
    assert [run(tmp_path / folder / "records") for folder in ("OneDrive", "elsewhere")] == [0, 0]
    assert [bool(message and "OneDrive" in message) for message in said] == [True, False]


@pytest.mark.parametrize("place", ["records", "Dropboxes/records", "my nextcloud/records"])
def test_a_workspace_elsewhere_is_not_warned_of(place: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Device(tmp_path / place, 0, "Ann Bell").workspace.close()
    assert main(["learners", "--workspace", str(tmp_path / place)]) == 0
    assert "several machines" not in capfd.readouterr().err


def test_what_others_leave_in_the_store_is_left_alone(scene: Scene) -> None:
    for place in ("", "heads", "packs", "learners", f"learners/{scene.ada}"):
        (scene.store / place / ".DS_Store").write_bytes(b"\0\1")
        (scene.store / place / "desktop.ini").write_text("[.ShellClassInfo]")
        (scene.store / place / "~lock.tmp").write_bytes(b"")
    assert scene.waiting() == []
    assert scene.complete()
