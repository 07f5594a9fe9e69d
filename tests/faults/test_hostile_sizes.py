"""Huge and many hostile files: little is held in memory at once, little is said of many, and the rest goes on."""

import json
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from faults.hostile_scene import Scene, use

from sessions.entry import NotRecorded
from sessions.store.bucket import FolderBucket
from sessions.store.quarantine import QUARANTINE_FILES, QUARANTINE_LIMIT, read_quarantine
from sessions.store.share import share
from sessions.store.take_in import SET_ASIDE_NAMED
from sessions.workspace import Workspace
from unitdata import digest

MIB = 1024 * 1024


def peak_of(act: Callable[[], object]) -> float:
    """The most memory in use at once while something is done, in MiB."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1] / MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("only", ["store.json", ""])
def test_huge_files_are_not_read(only: str, original: Scene) -> None:
    """In place of `store.json`, at which a share ends; and of everything else at once."""
    for place, path in original.places().items():
        if (place == only) if only else (place != "store.json"):
            path.parent.mkdir(exist_ok=True)
            with path.open("ab") as file:
                file.truncate(2048 * MIB)  # without a block on the disk
    assert peak_of(lambda: use(original)) < 16


def test_a_huge_journal_is_named_and_nothing_is_recorded_in_it(original: Scene) -> None:
    workspace = Workspace(original.work)
    journal = original.work / "learners" / original.ada / f"{workspace.device.id}.jsonl"
    workspace.close()
    with journal.open("ab") as file:
        file.truncate(2048 * MIB)
    assert peak_of(lambda: use(original)) < 16
    workspace = Workspace(original.work)
    (said,) = workspace.outlook(original.ada).problems
    assert said.startswith(f"{journal.name}: cannot be read (larger than")
    with pytest.raises(NotRecorded):
        workspace.learner(original.ada).set_detail("place", "North branch")
    workspace.close()


@pytest.mark.parametrize("place", ["a segment", "a segment here"])
@pytest.mark.parametrize(
    "content", [b"x" * (4 * MIB - 1) + b"\n", b"\n" * 4 * MIB, b"{}\n" * MIB, b'"\\u0000"\n' * (MIB // 3)]
)
def test_long_lines_and_many_lines(content: bytes, place: str, original: Scene) -> None:
    """In files that are no larger than they may be, in the store and among what was taken in."""
    lines = content.count(b"\n")
    name = f"{original.ann}.1-{lines}.{digest(content)}.jsonl"
    original.places()[place].with_name(name).write_bytes(content)
    assert peak_of(lambda: use(original)) < 64


# Many -----------------------------------------------------------------------------------------------------------------


RUN = """
import sys
from pathlib import Path
from fieldassess.cli import main
code = main()
print(Path("/proc/self/status").read_text(), file=sys.stderr)
sys.exit(code)
"""
measured = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no other system tells so simply")


def command(scene: Scene, *arguments: str) -> tuple[int, str, float]:
    """A command in a process of its own: the exit code, what it said, and the most memory it took, in MiB."""
    where = ("--store", str(scene.store), "--workspace", str(scene.work))
    done = subprocess.run([sys.executable, "-c", RUN, *arguments, *where], capture_output=True, text=True, check=False)
    most = re.findall(r"^VmHWM:\s+(\d+) kB$", done.stderr, re.MULTILINE)[-1]
    return done.returncode, done.stdout, int(most) / 1024


@measured
def test_many_large_files(original: Scene) -> None:
    """Forty segments of 4 MiB, each as its name says and nothing but noughts."""
    size = 4 * MIB
    for number in range(1, 41):
        name = f"{original.ann}.{number}-{number}.{digest(bytes(size))}.jsonl"
        with (original.store / "learners" / original.ada / name).open("wb") as file:
            file.truncate(size)
    for words in (("sync", "--thorough"), ("verify",)):
        code, said, memory = command(original, *words)
        assert (code, said.count("it ends in the middle of a line")) == (1, 40)
        assert memory < 128
    kept = sum(path.stat().st_size for path in (original.work / "quarantine").iterdir())
    assert 32 * MIB < kept <= QUARANTINE_LIMIT


class Crowded(FolderBucket):
    """A folder with a hundred thousand files more, which all hold the same little."""

    def __init__(self, root: Path, learner: str) -> None:
        super().__init__(root)
        self.more = {
            "learners": [f"learners/\x1b[{n}m/x.jsonl" for n in range(30_000)]
            + [f"learners/{learner}/..\\x{n}" for n in range(30_000)]
            + [f"learners/{learner}/x{n}.jsonl" for n in range(20_000)],
            "erased": [f"erased/{n}" for n in range(14_000)],
            "heads": [f"heads/x{n}.json" for n in range(3000)],
            "packs": [f"packs/x{n}.json" for n in range(3000)],
        }

    def list(self, prefix: str) -> dict[str, int]:
        return super().list(prefix) | dict.fromkeys(self.more.get(prefix, ()), 3)

    def read(self, key: str, limit: int) -> bytes:
        return b"{}\n" if "/x" in key else super().read(key, limit)


def test_a_hundred_thousand_names(original: Scene) -> None:
    """The first of them are named and noted; of the others it is said how many there are."""
    workspace = Workspace(original.work)
    said: list[str] = []
    crowded = Crowded(original.store, original.ada)
    assert peak_of(lambda: said.extend(share(workspace, crowded, thorough=True).summary())) < 96
    workspace.close()
    assert len([line for line in said if "line 1: v: Field required" in line]) == SET_ASIDE_NAMED
    assert {"Set aside 19800 more files, not named here.", "Nor can 2980 more be used."} < {*said}
    assert len(read_quarantine(original.work)) == QUARANTINE_FILES
    assert use(original).problem is None


@measured
def test_many_announcements_of_what_is_not_there(original: Scene) -> None:
    """Two as large as they may be, and two hundred that say little."""
    for device in [f"{n:010d}" for n in range(202)]:
        segments = {f"{original.ann}.{n}-{n}.{n:032x}.jsonl": 5 for n in range(1, 1000)}
        row = {"last": 999, "id": "0" * 32, "segments": segments if device < f"{2:010d}" else {}}
        learners = {f"{device}{n:016d}": row for n in range(50 if row["segments"] else 1)}
        data = json.dumps({"format": 1, "device": device, "k": 1, "learners": learners}).encode()
        assert len(data) < 4 * MIB
        (original.store / "heads" / f"{device}.1.{digest(data)}.json").write_bytes(data)
    code, said, memory = command(original, "sync", "--thorough")
    assert "Still waiting for 299700 entries of device 0000." in said
    assert (code, len(said.splitlines()) < 10, memory < 128) == (0, True, True)
    code, said, memory = command(original, "verify")
    assert "shared store: heads: 49800 more things that device 0000 announces are not there, or are others" in said
    assert (code, len(said.splitlines()) < 700, memory < 128) == (1, True, True)
