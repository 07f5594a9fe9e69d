"""A store that went back or was lost, and devices with it: what anybody still holds reaches everybody."""

import shutil
from pathlib import Path

from faults.carried import NewDevice, Scene, notes, observe, share, wrong
from faults.centre import Device

from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.share import GONE_BACK
from sessions.store.share import share as share_with


def lose(device: Device) -> None:
    device.workspace.close()
    shutil.rmtree(device.folder)


def test_who_announced_nothing_since_the_backup_notices_that_others_did(scene: Scene, new_device: NewDevice) -> None:
    eve = new_device("Eve Frost")
    share(scene.store, scene.cal, eve)
    old = shutil.copytree(scene.store, scene.store.with_name("old"))
    observe(scene.ann, scene.ada, "Before the loss")
    share(scene.store, scene.ann, scene.cal)
    lose(scene.ann)
    shutil.rmtree(scene.store)
    old.rename(scene.store)
    (report,) = share(scene.store, scene.cal)
    assert report.messages == [GONE_BACK, "Gave back 2 entries of others that the shared store had lost."]
    share(scene.store, eve)
    for device in (scene.cal, eve):
        assert notes(device, scene.ada) == ["Before the loss", "First", "Second", "Third"]
        assert wrong(device, scene.store) == []
    (report,) = share(scene.store, scene.cal)
    assert report.messages == [], "it is said once"


def test_in_a_new_store_what_one_device_holds_of_a_lost_one_reaches_who_shared_before(
    scene: Scene, new_device: NewDevice, tmp_path: Path
) -> None:
    lost = new_device("Lou Stone")
    share(scene.store, scene.cal, lost)
    observe(lost, scene.ada, "By the lost device")
    share(scene.store, lost, scene.cal)
    lose(lost)
    create_store(tmp_path / "new", tmp_path / "elsewhere")
    for device in (scene.ann, scene.cal):
        assert share_with(device.workspace, FolderBucket(tmp_path / "new"), join=True).ok
    share(tmp_path / "new", scene.ann)
    for device in (scene.ann, scene.cal):
        assert notes(device, scene.ada) == ["By the lost device", "First", "Second", "Third"]
        assert wrong(device, tmp_path / "new") == []
    observe(scene.cal, scene.ada, "By Cal")
    share(tmp_path / "new", scene.cal, scene.ann)
    eve = new_device("Eve Frost")
    share(tmp_path / "new", eve)
    assert notes(eve, scene.ada) == ["By Cal", "By the lost device", "First", "Second", "Third"]
    assert wrong(scene.cal, tmp_path / "new") == [], "what was given back stays announced"
