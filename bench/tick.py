"""What a tick costs beside the disk: judging, folding and covering the largest unit, against writing its bytes.

Run as `python bench/tick.py [ENTRIES]`. All times are of one run on one machine; the ratios are what to compare.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest.mock import patch

from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped

UNIT = "U00306"
TICKS = 100
PER_SESSION = 250


def milliseconds(step: Callable[[], object]) -> float:
    """How long a step takes."""
    began = perf_counter()
    step()
    return (perf_counter() - began) * 1000


def long_record(workspace: Workspace, entries: int) -> Session:
    """A learner with so many entries in sessions of a few hundred; the last session is still open."""
    pack = open_shipped("cvq-l2")
    refs = [f"{UNIT}/{ref}" for ref in pack.pack.unit[UNIT].criteria]
    learner = workspace.register(name="Ada Example (invented)")
    learner.enrol(pack.sha, pack.pack.id, list(pack.pack.unit))
    session = workspace.open_session(learner, pack, [UNIT])
    for n in range(entries):
        if n % PER_SESSION == PER_SESSION - 1:
            session.sign("assessor", "Jo Sample", "on this device")
            session = workspace.open_session(learner, pack, [UNIT])
        if n % 4 == 3:
            session.note("did what was asked, invented", refs=refs[n % 7 : n % 7 + 2])
        else:
            session.next_moment()
            session.judge([refs[n % len(refs)]], "not yet" if n % 11 == 0 else "met", reason="invented")
    return session


def measure(folder: Path, entries: int) -> None:
    """Print what one tick costs, part by part."""
    with closing(Workspace(folder / "workspace")) as workspace:
        workspace.device.become("Jo Sample", "JS", "qualified")
        with patch("os.fsync"):
            session = long_record(workspace, entries)
        unit = session.pack.unit[UNIT]
        refs = [f"{UNIT}/{ref}" for ref in unit.criteria]
        journal = next(session.learner.folder.glob("*.jsonl"))
        bare, tick, memory, cover = [], [], [], []
        handle = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for n in range(TICKS):
            size = journal.stat().st_size
            session.next_moment()
            tick.append(milliseconds(lambda n=n: session.judge([refs[n % len(refs)]], "met")))
            line = journal.read_bytes()[size:]
            bare.append(milliseconds(lambda line=line: (os.write(handle, line), os.fsync(handle))))
            session.next_moment()
            with patch("os.fsync"):
                memory.append(milliseconds(lambda n=n: session.judge([refs[n % len(refs)]], "met")))
            cover.append(milliseconds(lambda: session.measured(unit)))
        os.close(handle)
    base = median(bare)
    print(f"{entries} entries, {TICKS} ticks in {UNIT}; medians")
    for name, times in (
        ("bare write and fsync", bare),
        ("tick, on disk", tick),
        ("tick, without fsync", memory),
        ("cover the unit", cover),
        ("tick and cover, without fsync", [a + b for a, b in zip(memory, cover, strict=True)]),
    ):
        print(f"{name:32}{median(times):8.2f} ms  worst {max(times):8.2f} ms  {median(times) / base:6.2f} x bare")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for entries in [int(sys.argv[1])] if len(sys.argv) > 1 else [100, 1000, 5000]:
            measure(Path(tempfile.mkdtemp(dir=folder)), entries)
