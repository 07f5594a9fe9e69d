"""What sharing and a caseload cost in a large centre: beside a small one, and beside copying the same files."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bench.beside import beside, seconds
from bench.centre import make_centre
from sessions import disk
from sessions.rows import stale
from sessions.store.bucket import FolderBucket
from sessions.store.share import share
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace

FEW, MANY, DEVICES = 100, 10_000, 10
ROUNDS, TAKE_INS = 15, 3
ENTRIES, OF = 100_000, 1_000

IDLE = f"a share with nothing new: {MANY:,} learners / {FEW}"
OPEN = f"opening a caseload: {MANY:,} learners / {FEW}"
TAKE_IN = f"first take-in of {ENTRIES:,} entries / copying and hashing the same files"
DURABLE = f"first take-in of {ENTRIES:,} entries / copying, hashing and syncing the same files"
AIMS = {IDLE: 1.1, TAKE_IN: 3.0}


def measure() -> dict[str, float]:
    """Ratios of sizes, and of taking in to copying; rows are apart, since they are worked out, not taken in."""
    with TemporaryDirectory() as name:
        return idle(Path(name) / "idle") | first_take_in(Path(name) / "first")


def idle(folder: Path) -> dict[str, float]:
    """A share with nothing new, and opening the workspace and its list, where everybody in the store is here."""
    for size in (FEW, MANY):
        make_centre(folder / str(size), devices=DEVICES, learners=size, entries=2 * size)
        take_everybody_in(folder / str(size))
    steps = {f"open {size}": opening(folder / str(size) / "first") for size in (FEW, MANY)}
    opened = {size: Workspace(folder / str(size) / "first") for size in (FEW, MANY)}
    for size, workspace in opened.items():
        steps[f"share {size}"] = sharing(workspace, folder / str(size) / "shared")
    took = beside(steps, ROUNDS)
    for workspace in opened.values():
        workspace.close()
    return {
        IDLE: took.ratio(f"share {MANY}", f"share {FEW}"),
        OPEN: took.ratio(f"open {MANY}", f"open {FEW}"),
    }


def take_everybody_in(centre: Path) -> None:
    """Let the first device hold everybody, as one that asks for all of them does."""
    with patch.object(disk, "sync"), patch.object(disk, "sync_folder"), closing(Workspace(centre / "first")) as first:
        first.device.ask_for(everyone=True)
        assert share(first, FolderBucket(centre / "shared")).ok


def opening(folder: Path) -> Callable[[], float]:
    """Times opening a workspace with all that its first screen reads."""

    def look() -> None:
        workspace = Workspace(folder, writable=False)
        assert not stale(workspace)
        unfinished_sessions(workspace)
        workspace.caseload.rows()

    return lambda: seconds(look)


def sharing(workspace: Workspace, store: Path) -> Callable[[], float]:
    """Times a share in which there is nothing to do."""

    def again() -> None:
        report = share(workspace, FolderBucket(store))
        assert (report.problem, report.published, report.taken_in) == (None, 0, 0)

    return lambda: seconds(again)


def first_take_in(folder: Path) -> dict[str, float]:
    """Taking everything in from a store of another device, against copying its segments with their hashes checked."""
    make_centre(folder, devices=1, learners=OF, entries=ENTRIES)
    files = sorted((folder / "shared" / "learners").rglob("*.jsonl"))
    aside = folder / "aside"

    def fresh(step: Callable[[], object]) -> float:
        took = seconds(step)
        shutil.rmtree(aside)
        return took

    steps = {
        "take in": lambda: fresh(lambda: take_in(aside, folder / "shared")),
        "copy": lambda: fresh(lambda: copy(files, aside, durable=False)),
        "copy durably": lambda: fresh(lambda: copy(files, aside, durable=True)),
    }
    took = beside(steps, TAKE_INS)
    return {TAKE_IN: took.ratio("take in", "copy"), DURABLE: took.ratio("take in", "copy durably")}


def take_in(folder: Path, store: Path) -> None:
    """Everything there is, without the rows of the caseload."""
    with patch("sessions.store.share.refresh"), closing(Workspace(folder)) as workspace:
        workspace.device.ask_for(everyone=True)
        assert share(workspace, FolderBucket(store)).taken_in == ENTRIES


def copy(files: list[Path], folder: Path, *, durable: bool) -> None:
    """Copy files to folders of the same names, and make sure that each is what its name says."""
    for path in files:
        data = path.read_bytes()
        assert sha256(data).hexdigest()[:32] in path.name
        (folder / path.parent.name).mkdir(parents=True, exist_ok=True)
        with (folder / path.parent.name / path.name).open("wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())


if __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:80}{value:10.2f}")
