"""Three assessors' devices whose clocks are days apart, and the folder they share."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from faults.carried import Scene as Carried
from faults.carried import observe, share
from faults.centre import PACK, Device
from faults.hostile_scene import Scene

from sessions.device import ALPHABET
from sessions.draft import Draft
from sessions.learner import Learner
from sessions.store.opening import create_store


def repeat_ids(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Make the same ids one after another in every run."""
    chance = Random(seed)
    for place in ("sessions.device", "sessions.workspace", "sessions.store.opening"):
        monkeypatch.setattr(f"{place}.new_id", lambda length: "".join(chance.choices(ALPHABET, k=length)))


@pytest.fixture(autouse=True)
def _ids_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    repeat_ids(monkeypatch, 7)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    create_store(tmp_path / "shared", tmp_path / "elsewhere")
    return tmp_path / "shared"


@pytest.fixture
def new_device(tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """Opens a device in the test's folder, or a copy of one: `new_device("Ann Bell", 10)`."""
    opened: list[Device] = []

    def new(name: str, days_ahead: int = 0, *, copy_of: Device | None = None) -> Device:
        folder = tmp_path / f"device {len(opened)}"
        if copy_of:
            copy_of.copy_to(folder)
        opened.append(Device(folder, days_ahead, name))
        return opened[-1]

    yield new
    for device in opened:
        device.workspace.close()


@pytest.fixture
def ann(new_device: Callable[..., Device]) -> Device:
    return new_device("Ann Bell")


@pytest.fixture
def cal(new_device: Callable[..., Device]) -> Device:
    return new_device("Cal Dean", 10)


@pytest.fixture
def original(ann: Device, cal: Device, store: Path, tmp_path: Path) -> Scene:
    learners = [ann.workspace.register(name=name) for name in ("Ada Example", "Bo Example")]
    for learner in learners:
        learner.enrol(PACK.sha, PACK.pack.id, ["A", "B"])
    for device in (ann, cal):
        device.share(store)
        for learner in learners:
            session = device.workspace.open_session(device.workspace.learner(learner.id), PACK, ["A"])
            session.note("Asks what the change is for", refs=["A/1.1"])
            session.judge(["A/1.1"], "met")
            device.share(store)
    ann.share(store)
    draft = Draft(id="0" * 26, learner=learners[0].id, session=session.id, place="note", at=cal.clock(), text="Half")
    cal.workspace.drafts.save(draft)
    cal.workspace.close()
    root = tmp_path / "original"
    shutil.copytree(cal.folder, root / "work", ignore=shutil.ignore_patterns(".lock"))
    shutil.copytree(store, root / "store")
    return Scene(root, learners[0].id, learners[1].id, ann.workspace.device.id, cal.workspace.device.id, session.id)


@pytest.fixture
def fresh(original: Scene, tmp_path: Path) -> Callable[[], Scene]:
    """Makes copies of the scene, one for each example; the one before goes."""

    def copy() -> Scene:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(original.root, tmp_path / "copy")
        return replace(original, root=tmp_path / "copy")

    return copy


@pytest.fixture
def ada(ann: Device) -> Learner:
    learner = ann.workspace.register(name="Ada Example", initials="AE", number="0001")
    learner.enrol(PACK.sha, PACK.pack.id, ["A", "B"])
    return learner


@pytest.fixture
def scene(ann: Device, cal: Device, ada: Learner, store: Path) -> Carried:
    scene = Carried(ann, cal, store, ada.id)
    for note in ("", "First", "Second", "Third"):
        if note:
            observe(ann, ada.id, note)
        share(store, ann)
        (new,) = set(store.rglob("*.jsonl")) - set(scene.segments)
        scene.segments.append(new)
    return scene
