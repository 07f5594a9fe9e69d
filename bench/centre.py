"""A centre of any size: what its assessors recorded and shared, in the formats that the program itself writes.

    python -m bench.centre FOLDER [--devices 50] [--learners 10000] [--entries 1000000]

makes `FOLDER/shared`, the store, and `FOLDER/first`, the workspace of its first assessor, which the app can open.
Everybody in it is invented, and the same from run to run.
"""

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from sessions import disk
from sessions.bodies import Body, Closed, Enrolled, Feedback, Judged, Moment, Noted, Opened, Registered, Signed
from sessions.device import ALPHABET, DeviceState, Person
from sessions.entry import write_line
from sessions.fields import EntryId
from sessions.learner import SegmentName
from sessions.rows import rebuild
from sessions.store.bucket import STORE_FILE
from sessions.store.heads import Announced, Head, seal_head
from sessions.store.opening import Store
from sessions.workspace import Workspace
from unitdata import PinnedPack, digest, open_shipped

FIRST = ("Ada", "Ben", "Cara", "Dev", "Eli", "Fay", "Gus", "Hana", "Ivo", "June", "Kit", "Lena", "Max", "Nell", "Omar")
LAST = ("Abbot", "Barnes", "Clarke", "Dunne", "Ekwe", "Frost", "Grant", "Hale", "Imrie", "Joseph", "Khan", "Lowe")
PER_VISIT = 24
"""Entries of one visit, which are shared together."""
BEGUN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass
class Assessor:
    """One of them at a device: what they recorded goes to the store and, where there is one, to their workspace."""

    device: str
    me: Person
    pack: PinnedPack
    chance: Random
    store: Path
    workspace: Path | None = None
    rows: dict[str, Announced] = field(default_factory=dict)
    opened: int = 0

    def record(self, learner: str, entries: int, *, registers: bool) -> None:
        """Record that much about a learner, and share it visit by visit."""
        lines: list[bytes] = []
        prev: EntryId | None = None
        for n, (session, body) in enumerate(self._bodies(learner, entries, registers), 1):
            covered = body.model_copy(update={"covers": prev}) if isinstance(body, Signed) else body
            # fmt: off
            line = write_line(
                covered, device=self.device, n=n, prev=prev, at=BEGUN + timedelta(minutes=n), by=self.me.id,
                learner=learner, session=session,
            )
            # fmt: on
            prev = digest(line)
            lines.append(line + b"\n")
        segments = {}
        for first in range(0, len(lines), PER_VISIT):
            data = b"".join(lines[first : first + PER_VISIT])
            last = min(first + PER_VISIT, len(lines))
            name = str(SegmentName(self.device, first + 1, last, digest(data)))
            segments[name] = len(data)
            put(self.store / "learners" / learner / name, data)
        self.rows[learner] = Announced(last=len(lines), id=prev, segments=segments)
        if self.workspace:
            put(self.workspace / "learners" / learner / f"{self.device}.jsonl", b"".join(lines))

    def _bodies(self, learner: str, entries: int, registers: bool) -> Iterator[tuple[str | None, Body]]:
        left, units = entries, tuple(self.pack.pack.unit)[:2]
        if registers:
            name = f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}"
            yield None, Registered(name=name, number=learner[:6], employer="Harbour Stores", place="Front desk")
            yield None, Enrolled(pack=self.pack.sha, pack_id=self.pack.pack.id, units=units)
            left -= 2
        while left > 0:
            session = new_id(self.chance, 26)
            visit = list(self._visit(self.chance.choice(units)))[:left]
            yield from ((session, body) for body in visit)
            left -= len(visit)

    def _visit(self, unit: str) -> Iterator[Body]:
        refs = [f"{unit}/{ref}" for ref in self.pack.pack.unit[unit].criteria]
        self.opened += 1
        number = f"{self.me.initials}-{self.device[:4]}-{self.opened}"
        # fmt: off
        yield Opened(
            method="observation", number=number, pack=self.pack.sha, units=(unit,), assessor=self.me.name,
            standing=self.me.standing,
        )
        # fmt: on
        yield Moment(number=1, situations=("busy",))
        for n in range(PER_VISIT - 5):
            if n % 4 == 3:
                yield Noted(
                    text="Did as the customer asked, and checked it. Invented.", refs=(self.chance.choice(refs),)
                )
            else:
                yield Judged(refs=(self.chance.choice(refs),), verdict="met", moment=1)
        yield Closed()
        yield Feedback(judgement="satisfactory", why="Each was shown. Invented.", well="Calm and clear.")
        yield Signed(covers="0" * 32, who=self.me.id, name=self.me.name, role="assessor", how="on this device")

    def announce(self, store_id: str) -> None:
        """Put a head in the store that names all of it; the workspace knows of that."""
        packs = {self.pack.sha: len(self.pack.data)}
        head = Head(device=self.device, k=1, me=self.me.id, people=(self.me,), packs=packs, learners=self.rows)
        name, data = seal_head(head)
        put(self.store / "heads" / str(name), data)
        if self.workspace:
            # fmt: off
            state = DeviceState(
                id=self.device, people=[self.me], me=self.me.id, opened=self.opened, store=store_id, heads=[str(name)],
                announced=str(name), shared={learner: row.last for learner, row in self.rows.items()},
            )
            # fmt: on
            put(self.workspace / "device.json", state.model_dump_json().encode())
            put(self.workspace / "packs" / f"{self.pack.sha}.json", self.pack.data)


def new_id(chance: Random, length: int) -> str:
    """An id that is the same from run to run."""
    return "".join(chance.choices(ALPHABET, k=length))


def put(path: Path, data: bytes) -> None:
    """Write a file that nobody waits for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def make_centre(folder: Path, *, devices: int, learners: int, entries: int) -> None:
    """Make `folder/shared` and `folder/first`: so many entries about learners spread over the devices.

    Every tenth learner was seen by two assessors. The caseload of `first` is worked out too.
    """
    chance, pack, store = Random(1), open_shipped("cvq-l2"), folder / "shared"
    store_id = new_id(chance, 26)
    put(store / STORE_FILE, Store(id=store_id).model_dump_json().encode())
    put(store / "packs" / f"{pack.sha}.json", pack.data)
    everybody = [new_id(chance, 26) for _ in range(learners)]
    for number in range(devices):
        me = Person(id=new_id(chance, 10), name=f"{FIRST[number % 15]} {LAST[number % 12]}", initials=f"A{number}")
        assessor = Assessor(new_id(chance, 10), me, pack, chance, store, None if number else folder / "first")
        for learner in everybody[number::devices]:
            assessor.record(learner, entries // learners, registers=True)
        for learner in everybody[(number + 1) % devices :: devices][::10] if devices > 1 else ():
            assessor.record(learner, PER_VISIT, registers=False)
        assessor.announce(store_id)
    with patch.object(disk, "sync"), patch.object(disk, "sync_folder"), closing(Workspace(folder / "first")) as first:
        rebuild(first)


def main() -> None:
    """Make one for trying the app."""
    from fieldassess import config

    parser = argparse.ArgumentParser(description="Make a centre of invented people.")
    parser.add_argument("folder", type=Path)
    for name, size in (("devices", 50), ("learners", 10_000), ("entries", 1_000_000)):
        parser.add_argument(f"--{name}", type=int, default=size)
    args = parser.parse_args()
    make_centre(args.folder.absolute(), devices=args.devices, learners=args.learners, entries=args.entries)
    config.save(config.Settings(store=str(args.folder.absolute() / "shared")), args.folder / "first")
    print(f"fieldassess --workspace {args.folder / 'first'}")


if __name__ == "__main__":
    main()
