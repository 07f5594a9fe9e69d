"""The power is cut, the program killed, the disk full or broken, at the system calls of every scene in `scenes.py`.

The suite tries some of them. `FAULTS=all pytest tests/faults/test_crash_and_disk.py -n 2 --timeout=0` tries each, and
every state that a power cut there can leave.
"""

import errno
import os
import shutil
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from random import Random

import pytest
from faults.aftermath import check
from faults.conftest import repeat_ids
from faults.power_cut import Tree, lay_out
from faults.scenes import MAY_RAISE, SCENES, Scene, prepare
from faults.simulated_disk import PowerCut, SimulatedDisk
from faults.stage import Fact, NotOpened, NotShared, Stage, set_up

from sessions import disk
from sessions.entry import NotRecorded

ALL = os.environ.get("FAULTS") == "all"
STATES, CALLS = 4, 2
"""So many are tried of a scene otherwise."""
SAID = {
    errno.ENOSPC: ("no space left on device", "The shared folder is full."),
    errno.EROFS: ("read-only file system", "The shared folder is read-only: nothing can be written there."),
    errno.EACCES: ("permission denied", "This user may not read or write in the shared folder."),
    errno.EIO: ("input/output error", "The shared folder cannot be used: input/output error."),
}
every_scene = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)


@pytest.fixture(scope="module")
def at_first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stage") / "at first"
    with pytest.MonkeyPatch.context() as monkeypatch:
        repeat_ids(monkeypatch, seed=1)
        set_up(folder)
    return folder


@pytest.fixture(autouse=True)
def _calls_in_order_and_no_real_disk_to_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda handle: None)
    monkeypatch.setattr(disk, "_MANY", 2)
    monkeypatch.setattr(disk, "_AT_ONCE", 1)


def calls_of(scene: Scene, at_first: Path, folder: Path) -> list[tuple[int, str]]:
    """The calls of a scene with their numbers: all, or some that are the same in every run."""
    prepare(scene, at_first, folder)
    with SimulatedDisk(folder) as simulated:
        stage = Stage(folder, day=2)
        scene(stage)
        stage.close()
    calls = list(enumerate(simulated.calls))
    return calls if ALL else sorted(Random(scene.__name__).sample(calls, CALLS))


def check_again(tree: Tree, place: Path, told: list[Fact], when: str) -> None:
    """Lay out what a power cut left, and hold it to what users were told; what is wrong is said with `when` it was."""
    lay_out(tree, place)
    try:
        check(place, told)
    except BaseException as error:
        error.add_note(f"{when}: {place}")
        raise
    shutil.rmtree(place)


@every_scene
def test_the_power_is_cut(scene: Scene, at_first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stage"
    told = [(0, fact) for fact in prepare(scene, at_first, folder)]
    with SimulatedDisk(folder) as simulated:
        history = simulated.history
        stage = Stage(folder, 2, lambda fact: told.append((len(history.changes), fact)))
        scene(stage)
        stage.close()
    assert simulated.holds() == history.now(), "something was written past the layer that was watched"

    states: dict[object, tuple[int, Tree, list[Fact]]] = {}
    for moment in range(len(history.changes) + 1):
        facts = [fact for at, fact in told if at <= moment]
        for tree in history.left_after(moment):
            states[frozenset(tree.items()), len(facts)] = moment, tree, facts
    tried = list(states.values()) if ALL else Random(scene.__name__).sample([*states.values()], STATES)
    for number, (moment, tree, facts) in enumerate(tried):
        check_again(tree, tmp_path / str(number), facts, f"after {history.changes[:moment][-1:]}")


def everybody_records(stage: Stage) -> None:
    for name in stage.names:
        if stage.on(name).device.me is None:
            stage.work(name, "Eve Sample")
        for learner in stage.on(name).learner_ids():
            stage.visit(name, learner)


def everybody_shares(stage: Stage) -> None:
    for store in stage.stores:
        for name in stage.names:
            stage.share(name, store, join=True)


Acts = tuple[Scene, Scene]
RECORDS_FIRST: Acts = (everybody_records, everybody_shares)
SHARES_FIRST: Acts = (everybody_shares, everybody_records)


def goes_on(simulated: SimulatedDisk, stage: Stage, acts: Acts, told: list[Fact], when: str) -> None:
    """Everybody goes on, and what they are told then holds too when the power is cut."""
    for act in acts:
        act(stage)
        place = stage.folder.with_name("later")
        check_again(simulated.history.synced(), place, told, f"{act.__name__} after {when}")


@pytest.mark.parametrize("acts", [RECORDS_FIRST, SHARES_FIRST], ids=["records first", "shares first"])
@every_scene
def test_killed_started_again_and_then_the_power_is_cut(
    scene: Scene, acts: Acts, at_first: Path, tmp_path: Path
) -> None:
    for number, call in calls_of(scene, at_first, tmp_path / "whole"):
        folder = tmp_path / str(number)
        told = prepare(scene, at_first, folder)
        with SimulatedDisk(folder) as simulated:
            stage = Stage(folder, 2, told.append)
            simulated.stop_at(number)
            with pytest.raises(PowerCut):
                scene(stage)
            simulated.mend()
            stage.close()
            stage = Stage(folder, 3, told.append)
            goes_on(simulated, stage, acts, told, call)
            stage.close()


@pytest.mark.parametrize(
    ("lasting", "acts"), [(False, SHARES_FIRST), (True, RECORDS_FIRST)], ids=["once", "until mended"]
)
@every_scene
def test_the_disk_fails_and_then_does_again(
    scene: Scene, lasting: bool, acts: Acts, at_first: Path, tmp_path: Path
) -> None:
    errors = cycle(SAID)
    for number, call in calls_of(scene, at_first, tmp_path / "whole"):
        folder, error = tmp_path / str(number), next(errors)
        told = prepare(scene, at_first, folder)
        with SimulatedDisk(folder) as simulated:
            stage = Stage(folder, 2, told.append)
            simulated.fail_at(number, error, lasting=lasting)
            said = why_not(scene, stage, may_raise=scene in MAY_RAISE)
            assert said is None or any(plain in said for plain in SAID[error]), said
            simulated.mend()
            recorded = {fact.value for fact in told if fact.what == "recorded"}
            assert all(stage.held(name) <= recorded for name in stage.names), f"shown, and not recorded: {call}"
            goes_on(simulated, stage, acts, told, call)
            stage.close()


def why_not(scene: Callable[[Stage], None], stage: Stage, *, may_raise: bool) -> str | None:
    """What the user is told when a scene breaks off: what the error says, or of an OSError what callers make of it."""
    try:
        scene(stage)
    except (NotRecorded, NotShared, NotOpened) as error:
        return str(error)
    except OSError as error:
        if not may_raise:
            raise
        return str(error.strerror).lower()
    return None
