"""What carriers do to files, and a store of before: nothing is lost or counted twice, and what is awaited is said."""

import os
import shutil
from datetime import timedelta
from itertools import permutations

import pytest
from faults.carried import NewDevice, Scene, notes, observe, share, wrong
from faults.centre import PACK

from sessions.workspace import Workspace

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


@pytest.mark.parametrize("part", [0.0, 0.5])
def test_an_announcement_that_arrives_after_what_it_announces(part: float, scene: Scene) -> None:
    share(scene.store, scene.cal)
    before = set((scene.store / "heads").iterdir())
    observe(scene.ann, scene.ada, "Fourth")
    share(scene.store, scene.ann)
    (late,) = (path for path in set((scene.store / "heads").iterdir()) - before)
    whole = late.read_bytes()
    late.unlink()
    if part:
        late.write_bytes(whole[: int(len(whole) * part)])
    (report,) = share(scene.store, scene.cal)
    assert (report.taken_in, bool(report.messages)) == (0, bool(part))
    (report,) = share(scene.store, scene.cal, thorough=True)
    assert (report.taken_in, report.early) == (2, 2)
    assert "2 entries arrived ahead of the announcement; what is here counts." in report.summary()
    late.write_bytes(whole)
    (report,) = share(scene.store, scene.cal)
    assert (report.taken_in, report.early, report.messages, scene.complete()) == (0, 0, [], True)


def test_a_qualification_that_arrives_late(scene: Scene) -> None:
    pack = scene.store / "packs" / f"{PACK.sha}.json"
    pack.rename(scene.store / "late")
    (scene.cal.folder / "packs" / pack.name).unlink()
    scene.cal.workspace.close()
    scene.cal.workspace = Workspace(scene.cal.folder, clock=scene.cal.clock)
    for _ in range(2):
        assert scene.waiting() == []
        assert scene.complete()
        assert scene.cal.workspace.outlook(scene.ada).pack is None
    (scene.store / "late").rename(pack)
    share(scene.store, scene.cal)
    assert scene.cal.workspace.outlook(scene.ada).pack == PACK.pack


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
