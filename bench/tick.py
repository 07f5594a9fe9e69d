"""What a durable tick costs beside a bare write, SQLite and TinyDB, with the same payload on the same disk."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from tinydb import TinyDB

from bench.beside import beside, seconds
from bench.record import UNIT, long_record
from sessions import disk
from sessions.session import Session
from sessions.workspace import Workspace

ROUNDS = 300
ENTRIES = (100, 10_000, 100_000)
ONE_SESSION = 10_000
ROUNDS_OF_TINYDB = {100: 100, 10_000: 10, 100_000: 3}  # it reads and writes the whole file each time
AIMS = {f"tick at {n:,} entries / bare write and sync": 1.5 for n in ENTRIES}
sync = getattr(os, "fdatasync", disk.sync)


def measure() -> dict[str, float]:
    """A tick as ratios to each of the others, by how much is recorded already."""
    found: dict[str, float] = {}
    with ExitStack() as stack:
        # Not in the folder for temporary files, which may be no disk at all.
        folder = Path(stack.enter_context(TemporaryDirectory(dir=Path(__file__).parent, prefix="tmp")))
        sessions = {n: _recorded(stack, folder / str(n), n) for n in ENTRIES}
        one = _recorded(stack, folder / "one", ONE_SESSION, per_session=ONE_SESSION + 1)
        lines = {n: session.learner.own_lines(0) for n, session in sessions.items()}
        took = beside(
            {"bare": _bare(stack, folder, lines[ENTRIES[0]][-1]), "one": _tick(one)}
            | {f"tick {n}": _tick(session) for n, session in sessions.items()}
            | {f"sqlite {n}": _sqlite(stack, folder / str(n), lines[n]) for n in ENTRIES},
            ROUNDS,
        )
        for n in ENTRIES:
            found[f"tick at {n:,} entries / bare write and sync"] = took.ratio(f"tick {n}", "bare")
            found[f"tick at {n:,} entries / SQLite insert (WAL, FULL)"] = took.ratio(f"tick {n}", f"sqlite {n}")
            both = {"tick": _tick(sessions[n]), "tinydb": _tinydb(stack, folder / str(n), lines[n])}
            late = beside(both, ROUNDS_OF_TINYDB[n])
            found[f"tick at {n:,} entries / TinyDB insert"] = late.ratio("tick", "tinydb")
        for n in ENTRIES[1:]:
            found[f"tick at {n:,} entries / at {ENTRIES[0]:,}"] = took.ratio(f"tick {n}", f"tick {ENTRIES[0]}")
        found[f"tick in one session of {ONE_SESSION:,} entries / bare write and sync"] = took.ratio("one", "bare")
    return found


def _recorded(stack: ExitStack, folder: Path, entries: int, per_session: int = 250) -> Session:
    workspace = stack.enter_context(closing(Workspace(folder / "workspace")))
    return long_record(workspace, entries, per_session)


def _tick(session: Session) -> Callable[[], float]:
    refs = cycle(f"{UNIT}/{ref}" for ref in session.pack.unit[UNIT].criteria)

    def tick() -> float:
        session.next_moment()
        return seconds(lambda: session.judge([next(refs)], "met"))

    return tick


def _bare(stack: ExitStack, folder: Path, line: bytes) -> Callable[[], float]:
    handle = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    stack.callback(os.close, handle)
    return lambda: seconds(lambda: (os.write(handle, line + b"\n"), sync(handle)))


def _sqlite(stack: ExitStack, folder: Path, lines: list[bytes]) -> Callable[[], float]:
    database = stack.enter_context(closing(sqlite3.connect(folder / "entries.sqlite", isolation_level=None)))
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    database.execute("create table entries (n integer primary key, line blob not null)")
    database.execute("begin")
    database.executemany("insert into entries (line) values (?)", ((line,) for line in lines))
    database.execute("commit")
    return lambda: seconds(lambda: database.execute("insert into entries (line) values (?)", (lines[-1],)))


def _tinydb(stack: ExitStack, folder: Path, lines: list[bytes]) -> Callable[[], float]:
    database = stack.enter_context(closing(TinyDB(folder / "entries.json")))
    documents = [json.loads(line) for line in lines]
    database.insert_multiple(documents)
    return lambda: seconds(lambda: database.insert(documents[-1]))
