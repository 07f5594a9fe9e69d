"""What carriers, backups and copies do to files: nothing is lost, nothing counts twice, what is awaited is said."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from faults.centre import PACK, Device, ids_below

from fieldassess.app import FieldAssess, run
from fieldassess.cli import main
from sessions.bodies import Noted
from sessions.learner import Learner
from sessions.store.bucket import FolderBucket
from sessions.store.share import ShareReport
from sessions.verify import verify, verify_store

NewDevice = Callable[..., Device]


def observe(device: Device, learner: str, *notes: str) -> None:
    """A short visit: opened, then so many notes."""
    session = device.workspace.open_session(device.workspace.learner(learner), PACK, ["A"])
    for note in notes:
        session.note(note, refs=["A/1.1"])


def notes(device: Device, learner: str) -> list[str]:
    """What the notes on a learner say, as the record shows them."""
    visits = device.workspace.learner(learner).portfolio.opened_visits()
    return sorted(e.body.text for visit in visits for e in visit.notes if isinstance(e.body, Noted))


def share(store: Path, *devices: Device, thorough: bool = False) -> list[ShareReport]:
    """Shares each in turn, as the key does or looking at everything; every share must go well."""
    reports = [device.share(store, thorough=thorough) for device in devices]
    assert [report.problem for report in reports] == [None] * len(reports)
    return reports


def wrong(device: Device, store: Path) -> list[str]:
    """What verify finds, here and in the store; evidence numbers are seen to in tests of their own."""
    found = verify(device.workspace) + verify_store(device.workspace, FolderBucket(store))
    return [f"{f.file}: {f.what}" for f in found if not f.what.startswith("evidence number")]


@dataclass
class Scene:
    """Ann's record of Ada in four shared segments, held by the folder; Cal has yet to take it in."""

    ann: Device
    cal: Device
    store: Path
    ada: str
    segments: list[Path] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"AN's device {self.ann.workspace.device.id[:4]}"

    def waiting(self) -> list[str]:
        """What Cal is told to wait for, after a share."""
        (report,) = share(self.store, self.cal)
        assert report.set_aside == []
        return [pending.text for pending in report.pending]

    def complete(self) -> bool:
        """Whether Cal holds what Ann recorded, each entry once, and nothing else."""
        return notes(self.cal, self.ada) == notes(self.ann, self.ada) and self.cal.shown() == self.ann.shown()


@pytest.fixture
def ada(ann: Device) -> Learner:
    learner = ann.workspace.register(name="Ada Example", initials="AE", number="0001")
    learner.enrol(PACK.sha, PACK.pack.id, ["A", "B"])
    return learner


@pytest.fixture
def scene(ann: Device, cal: Device, ada: Learner, store: Path) -> Scene:
    scene = Scene(ann, cal, store, ada.id)
    for note in ("", "First", "Second", "Third"):
        if note:
            observe(ann, ada.id, note)
        share(store, ann)
        (new,) = set(store.rglob("*.jsonl")) - set(scene.segments)
        scene.segments.append(new)
    return scene


# Files on their way ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_files_arrive_in_any_order(order: tuple[int, ...], scene: Scene) -> None:
    contents = [path.read_bytes() for path in scene.segments]
    for path in scene.segments:
        path.unlink()
    left = 8
    for number in order:
        assert scene.waiting() == [f"waiting for {left} entries of {scene.label}"]
        scene.segments[number].write_bytes(contents[number])
        left -= 2
    assert scene.waiting() == []
    assert scene.complete()
    assert wrong(scene.cal, scene.store) == []


def test_a_file_that_arrives_late_is_named_on_the_learners_page_until_then(scene: Scene) -> None:
    late = scene.segments[2].rename(scene.store / "late")
    share(scene.store, scene.cal)
    said = f"waiting for 2 entries of {scene.label}"
    assert said in scene.cal.workspace.outlook(scene.ada).problems
    assert notes(scene.cal, scene.ada) == ["First", "Third"]
    late.rename(scene.segments[2])
    share(scene.store, scene.cal)
    assert said not in scene.cal.workspace.outlook(scene.ada).problems
    assert scene.complete()


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.99])
def test_a_file_that_arrives_by_halves(part: float, scene: Scene) -> None:
    whole = scene.segments[3].read_bytes()
    scene.segments[3].write_bytes(whole[: int(len(whole) * part)])
    (report,) = share(scene.store, scene.cal)
    assert [pending.text for pending in report.pending] == [f"waiting for 2 entries of {scene.label}"]
    assert "1 file in the shared store still arriving." in report.summary()
    assert report.set_aside == []
    scene.segments[3].write_bytes(whole)
    assert scene.waiting() == []
    assert scene.complete()


@pytest.mark.parametrize("name", ["{} (1){}", "{} - Copy{}", "{}.sync-conflict-20260302-101010-ABCDEFG{}", "copy{1}"])
def test_files_that_arrive_twice_count_once(name: str, scene: Scene) -> None:
    files = [path for path in scene.store.rglob("*.json*") if path.name != "store.json"]
    for path in files:
        shutil.copy(path, path.with_name(name.format(path.stem, path.suffix)))
    for _ in range(2):
        (report,) = share(scene.store, scene.cal)
        assert (report.pending, report.set_aside, report.messages) == ([], [], [])
        assert scene.complete()
    assert wrong(scene.cal, scene.store) == []
    (report,) = share(scene.store, scene.ann)
    assert (report.published, report.taken_in, report.messages) == (0, 0, [])


@pytest.mark.parametrize("name", ["{} (1){}", "{}.sync-conflict-20260302-101010-ABCDEFG{}"])
def test_files_that_bear_only_the_name_of_a_conflicted_copy_count(name: str, scene: Scene) -> None:
    for path in [*scene.segments, *(scene.store / "heads").iterdir(), *(scene.store / "packs").iterdir()]:
        path.rename(path.with_name(name.format(path.stem, path.suffix)))
    assert scene.waiting() == []
    assert scene.complete()
    (report,) = share(scene.store, scene.ann)
    assert report.messages == [], "what bears another name is still there"


def test_half_a_conflicted_copy_waits_like_half_a_file(scene: Scene) -> None:
    whole = scene.segments[3].read_bytes()
    copy = scene.segments[3].with_name(f"{scene.segments[3].stem} (1).jsonl")
    scene.segments[3].unlink()
    copy.write_bytes(whole[: whole.index(b"\n") - 9])
    assert scene.waiting() == [f"waiting for 2 entries of {scene.label}"]
    copy.write_bytes(whole)
    assert scene.waiting() == []
    assert scene.complete()


def test_a_file_deleted_and_restored(scene: Scene) -> None:
    share(scene.store, scene.cal)
    whole = scene.segments[1].read_bytes()
    scene.segments[1].unlink()
    assert (scene.waiting(), scene.complete()) == ([], True), "what is here needs no file there"
    scene.cal.time += timedelta(days=7)
    (report,) = share(scene.store, scene.cal)
    assert report.messages == ["Gave back 2 entries of others that the shared store had lost."]
    assert scene.segments[1].read_bytes() == whole
    assert (scene.waiting(), scene.complete()) == ([], True)


def test_a_deleted_file_that_nobody_else_holds_comes_back_with_its_device(scene: Scene) -> None:
    scene.segments[1].unlink()
    share(scene.store, scene.ann)
    assert scene.waiting() == [f"waiting for 2 entries of {scene.label}"]
    share(scene.store, scene.ann, thorough=True)
    assert scene.waiting() == []
    assert scene.complete()


def test_what_a_lost_device_recorded_is_given_back_by_whoever_holds_it(scene: Scene, new_device: NewDevice) -> None:
    share(scene.store, scene.cal)
    scene.ann.workspace.close()
    shutil.rmtree(scene.ann.folder)
    shutil.rmtree(scene.store / "learners")
    share(scene.store, scene.cal, thorough=True)
    eve = new_device("Eve Frost")
    share(scene.store, eve)
    assert notes(eve, scene.ada) == ["First", "Second", "Third"]
    assert wrong(eve, scene.store) == []


def test_what_its_device_sealed_anew_is_not_given_back_in_the_old_pieces(scene: Scene) -> None:
    share(scene.store, scene.cal)
    shutil.rmtree(scene.store / "learners")
    share(scene.store, scene.ann, thorough=True)
    before = sorted(scene.store.rglob("*.jsonl"))
    assert before
    (report,) = share(scene.store, scene.cal, thorough=True)
    assert (sorted(scene.store.rglob("*.jsonl")), report.messages) == (before, [])


def test_what_was_changed_on_this_device_is_not_given_back(scene: Scene) -> None:
    share(scene.store, scene.cal)
    held = scene.cal.folder / scene.segments[1].relative_to(scene.store)
    held.write_bytes(held.read_bytes().replace(b"First", b"Worst"))
    scene.segments[1].unlink()
    share(scene.store, scene.cal, thorough=True)
    assert not scene.segments[1].exists()


def test_a_late_file_about_someone_who_was_passed_over_until_a_colleague_told_of_them(
    scene: Scene, new_device: NewDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eve asked for Cal's learners: Ann's announcement about Ada meant nothing to her before Cal recorded too."""
    monkeypatch.setattr("sessions.store.share.SMALL", 0)
    scene.cal.workspace.device.ask_for(learners=[scene.ada])
    eve = new_device("Eve Frost")
    eve.workspace.device.ask_for(colleagues=["Cal Dean"])
    late = scene.segments[2].rename(scene.store / "late")
    share(scene.store, scene.cal, eve)
    assert eve.learners == []
    observe(scene.cal, scene.ada, "By Cal")
    _, report = share(scene.store, scene.cal, eve)
    assert notes(eve, scene.ada) == ["By Cal", "First", "Third"]
    assert ([pending.text for pending in report.pending], report.early) == (
        [f"waiting for 2 entries of {scene.label}"],
        0,
    )
    late.rename(scene.segments[2])
    share(scene.store, eve)
    assert notes(eve, scene.ada) == ["By Cal", "First", "Second", "Third"]


def test_times_of_files_mean_nothing(scene: Scene) -> None:
    for number, path in enumerate(scene.store.rglob("*")):
        os.utime(path, (number * 86_400, 4_000_000_000 - number * 86_400))
    assert scene.waiting() == []
    assert scene.complete()


# Clocks ---------------------------------------------------------------------------------------------------------------


def test_clocks_ten_days_apart(scene: Scene) -> None:
    """Cal's clock is ten days ahead: what Ann settles after Cal's value, by an earlier clock, holds."""
    share(scene.store, scene.cal)
    cals = scene.cal.workspace.learner(scene.ada)
    cals.set_detail("place", "North branch")
    scene.ann.workspace.learner(scene.ada).set_detail("place", "South branch")
    share(scene.store, scene.cal, scene.ann)
    anns = scene.ann.workspace.learner(scene.ada)
    assert {s.value for s in anns.portfolio.disagreements()["place"]} == {"North branch", "South branch"}
    settled = anns.set_detail("place", "South branch", "rang the employer")
    share(scene.store, scene.ann, scene.cal)
    assert settled
    assert settled.at < max(stated.at for stated in cals.portfolio.entries.values())
    for device in (scene.ann, scene.cal):
        portfolio = device.workspace.learner(scene.ada).portfolio
        assert (portfolio.detail("place"), portfolio.disagreements()) == ("South branch", {})


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


# Stores ---------------------------------------------------------------------------------------------------------------


def test_a_store_rolled_back(scene: Scene, new_device: NewDevice) -> None:
    old = shutil.copytree(scene.store, scene.store.with_name("old"))
    share(scene.store, scene.cal)
    observe(scene.ann, scene.ada, "By Ann")
    observe(scene.cal, scene.ada, "By Cal")
    share(scene.store, scene.ann, scene.cal)
    shutil.rmtree(scene.store)
    old.rename(scene.store)
    first, second = share(scene.store, scene.ann, scene.cal)
    gone_back = "The shared store has gone back to an older state. Everything was shared again."
    assert (first.messages, second.messages) == ([gone_back], [gone_back])
    eve = new_device("Eve Frost")
    share(scene.store, eve, scene.ann)
    for device in (scene.ann, scene.cal, eve):
        assert notes(device, scene.ada) == ["By Ann", "By Cal", "First", "Second", "Third"]
        assert wrong(device, scene.store) == []


def test_a_file_that_was_damaged_when_the_store_went_back_is_shared_once_it_was_removed(scene: Scene) -> None:
    """No announcement names it then: only this device knows that it is still to be shared."""
    scene.segments[0].write_bytes(b"{}")
    shutil.rmtree(scene.store / "heads")
    (report,) = share(scene.store, scene.ann)
    assert [said.partition(":")[0] for said in report.damage] == [
        f"{scene.segments[0].relative_to(scene.store)} in the shared folder is damaged"
    ]
    assert scene.ann.workspace.dirty() == [scene.ada]
    scene.segments[0].unlink()
    share(scene.store, scene.ann)
    assert (scene.waiting(), scene.complete(), scene.ann.workspace.dirty()) == ([], True, [])


def test_a_store_rolled_back_after_a_device_was_lost(scene: Scene, new_device: NewDevice) -> None:
    """What only Cal still holds comes back with Cal."""
    old = shutil.copytree(scene.store, scene.store.with_name("old"))
    observe(scene.ann, scene.ada, "Before the loss")
    share(scene.store, scene.ann, scene.cal)
    scene.ann.workspace.close()
    shutil.rmtree(scene.ann.folder)
    shutil.rmtree(scene.store)
    old.rename(scene.store)
    (report,) = share(scene.store, scene.cal)
    assert "Gave back 2 entries of others that the shared store had lost." in report.messages
    eve = new_device("Eve Frost")
    share(scene.store, eve)
    assert notes(eve, scene.ada) == ["Before the loss", "First", "Second", "Third"]


@pytest.mark.parametrize("leaves_a_folder", [True, False])
def test_an_unmounted_drive(leaves_a_folder: bool, scene: Scene) -> None:
    share(scene.store, scene.cal)
    away = scene.store.rename(scene.store.with_name("drive"))
    if leaves_a_folder:
        scene.store.mkdir()
    observe(scene.cal, scene.ada, "While it was away")
    report = scene.cal.share(scene.store)
    assert report.problem == (
        "The shared folder is empty. If it is on a drive, connect the drive; nothing was written."
        if leaves_a_folder
        else "The shared folder is not there. Is its drive connected?"
    )
    assert report.later
    assert not leaves_a_folder or not list(scene.store.iterdir())
    assert scene.cal.workspace.unshared(scene.ada) == 2
    if leaves_a_folder:
        scene.store.rmdir()
    away.rename(scene.store)
    share(scene.store, scene.cal, scene.ann)
    assert scene.complete()


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
