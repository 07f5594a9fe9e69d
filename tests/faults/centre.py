"""A centre of several devices and the folder they share, with a plain account beside it of what was acknowledged."""

import json
import shutil
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from editions import criterion, moves_down

from sessions.learner import Learner
from sessions.store.bucket import Bucket, FolderBucket, StoreError
from sessions.store.share import ShareReport, share
from sessions.workspace import Workspace
from unitdata import PinnedPack, read_pack

ONE = {"one": "thing", "many": "things"}
WORDS = ("learner", "unit", "element", "criterion", "requirement", "knowledge", "verifier")
CONDITIONS = {"simulation": "allowed", "realistic_environment": "allowed", "scope": "any"}


def _unit(ref: str) -> dict[str, Any]:
    items = [{"ref": f"R.{n}", "prompt": f"Kind {n}"} for n in (1, 2)]
    criteria = [{"ref": f"1.{n}", "prompt": f"Does {ref} {n}"} for n in (1, 2)]
    return {
        "ref": ref,
        "title": f"Unit {ref}",
        "conditions": CONDITIONS,
        "sufficiency": [],
        "elements": [{"ref": "1", "title": "One", "criteria": criteria}],
        "requirements": [{"ref": "R", "title": "Kinds", "source": "range", "items": items}],
        "knowledge": [{"ref": "K1", "prompt": "Knows prices", "question": "What does it cost?"}],
    }


PACK: PinnedPack = read_pack(
    json.dumps(
        {
            "id": "till",
            "title": "Minding a till",
            "body": "An invented board",
            "number": "M-1",
            "level": 2,
            "edition": "1",
            "wording": "prompt",
            "vocabulary": dict.fromkeys(WORDS, ONE),
            "groups": [{"id": "all", "title": "All", "mandatory": True, "units": ["A", "B"]}],
            "rules": [{"rule": "all of", "groups": ["all"]}],
            "units": [_unit("A"), _unit("B")],
        }
    ).encode()
)


def _second() -> PinnedPack:
    data = json.loads(PACK.data)
    data["edition"] = "2"
    moves_down(data["units"][0])
    criterion(data["units"][1], "1.1")["prompt"] = "Does B 1, said otherwise"
    return read_pack(json.dumps(data).encode())


SECOND = _second()
"""Another edition: of unit A all criteria moved down behind a new one, of unit B the first is worded otherwise."""
EDITIONS = (PACK, SECOND)
REWORDED = "B/1.1"


def otherwise(was: PinnedPack, *, same: bool) -> dict[str, str | None]:
    """What counts for another criterion, or none, with the other edition; `same`: what was reworded means the same."""
    moved: dict[str, str | None] = {"A/1.1": "A/1.2", "A/1.2": "A/1.3"}
    if was is SECOND:
        moved = {"A/1.1": None, "A/1.2": "A/1.1", "A/1.3": "A/1.2"}
    return moved if same else {**moved, REWORDED: None}


def edition_of(learner: Learner) -> PinnedPack:
    """The edition that a learner is on, one of them where people disagree, and the first before they are enrolled."""
    on = [body.pack for _, body in learner.portfolio.enrolments()]
    return next((pack for pack in EDITIONS if pack.sha in on[-1:]), PACK)


def ids_below(*folders: Path) -> set[str]:
    """The ids of all lines in whole journals and segments below these folders, read as plainly as can be."""
    files = ((path.name, path.read_bytes()) for folder in folders for path in folder.rglob("*.jsonl"))
    return {id_ for name, data in files if name.count(".") == 1 or _hash(data) in name for id_ in _ids(data)}


def segments_in(store: Path) -> dict[str, set[str]]:
    """The ids of the lines of each whole segment, by the segment's hash."""
    files = ((path.name, path.read_bytes()) for path in store.glob("learners/*/*.jsonl"))
    return {_hash(data): _ids(data) for name, data in files if _hash(data) in name}


def announced_in(store: Path) -> dict[tuple[str, int], list[set[str]]]:
    """By device and number, what each whole head of that number names: the hashes of segments."""
    found: dict[tuple[str, int], list[set[str]]] = {}
    for name, data in {(path.name, path.read_bytes()) for path in store.glob("heads/*.json")}:
        if _hash(data) in name:
            head = json.loads(data)
            names = {segment.split(".")[2] for row in head["learners"].values() for segment in row["segments"]}
            found.setdefault((head["device"], head["k"]), []).append(names)
    return found


def _ids(data: bytes) -> set[str]:
    return {_hash(line) for line in data.split(b"\n")[:-1]}


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:32]


class CutOff:
    """A store whose line is cut: so many calls go through, then none."""

    def __init__(self, bucket: Bucket, calls: int) -> None:
        self._bucket = bucket
        self.calls = calls

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._bucket, name)

        def call(*args: Any) -> Any:
            self.calls -= 1
            if self.calls < 0:
                raise StoreError("The line was cut.")
            return found(*args)

        return call if callable(found) else found


@dataclass(frozen=True)
class Known:
    """What the account remembers of an acknowledged entry."""

    learner: str
    by: str
    gives: Mapping[str, str] = field(default_factory=dict)
    """Details and their values; for an enrolment "units" and "counting", for a carrying over its step as well."""
    replaces: frozenset[str] = frozenset()
    is_act: bool = False
    shows: str = ""
    """A criterion that it shows."""
    opened_by: str = ""
    """The entry that opened its session; without that it shows nothing."""
    opens: str = ""
    """The edition (its hash) of the session that it opens."""
    target: str = ""


class Account:
    """Every entry that any device acknowledged, by id: sets and dictionaries, and nothing of the program's."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}

    def giving(self, ids: Iterable[str], learner: str, detail: str) -> dict[str, str]:
        """Of these entries, those whose value for a detail nobody among them replaced."""
        chosen = (id_ for id_ in ids if self.known[id_].learner == learner and detail in self.known[id_].gives)
        given = {id_: self.known[id_].gives[detail] for id_ in chosen}
        replaced = {old for id_ in given for old in self.known[id_].replaces}
        return {id_: value for id_, value in given.items() if id_ not in replaced}

    def values(self, ids: Iterable[str], learner: str, detail: str) -> set[str]:
        """The values of a detail that stand."""
        return {value for value in self.giving(ids, learner, detail).values() if value}

    def acts(self, ids: set[str], learner: str) -> set[str]:
        """What stands of what was recorded in sessions."""
        taken_back = {(self.known[id_].target, self.known[id_].by) for id_ in ids}
        own = ((id_, self.known[id_]) for id_ in ids)
        return {id_ for id_, k in own if k.learner == learner and k.is_act and (id_, k.by) not in taken_back}

    def shown(self, ids: set[str], learner: str, pack: str) -> dict[str, set[str]]:
        """By what each criterion of an edition (its hash) is shown."""
        found: dict[str, set[str]] = {}
        for id_ in self.acts(ids, learner):
            act = self.known[id_]
            if act.shows and act.opened_by in ids:
                was, ref = self.known[act.opened_by].opens, act.shows
                said = [json.loads(value) for value in self.values(ids, learner, step(was, pack))]
                nows = {each.get(ref, ref) for each in said} if was != pack else {ref}
                if len(nows) == 1 and None not in nows:
                    found.setdefault(nows.pop(), set()).add(id_)
        return found


def step(was: str, to: str) -> str:
    """The detail that a carrying over from one edition to another gives."""
    return f"from {was} to {to}"


@dataclass
class Told:
    """What the account remembers of a device: a copy or a backup of it takes that along.

    `held`: entries that it showed · `unsent`: those recorded on it that no share has sent off · `everyone`,
    `colleagues`: whose learners it was told to take in, the colleagues by name.
    """

    held: set[str] = field(default_factory=set)
    unsent: set[str] = field(default_factory=set)
    everyone: bool | None = None
    colleagues: set[str] = field(default_factory=set)


class Device:
    """One device: its folder, its clock, and what it was told."""

    def __init__(self, folder: Path, days_ahead: int, name: str) -> None:
        self.folder = folder
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + timedelta(days=days_ahead)
        self.name = name
        self.told = Told()
        self.open()

    def clock(self) -> datetime:
        """Every look finds a second gone."""
        self.time += timedelta(seconds=1)
        return self.time

    def open(self) -> None:
        """Start the program."""
        self.workspace = Workspace(self.folder, clock=self.clock)
        if self.workspace.device.me is None:
            self.workspace.device.become(self.name, self.name[:2].upper(), "qualified")
        for pack in EDITIONS:
            self.workspace.packs.keep(pack)

    def copy_to(self, folder: Path) -> Path:
        """Copy the workspace as it lies there; a lock is not a thing that can be copied."""
        return shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(".lock"))

    def put_back(self, backup: Path, told: Told) -> None:
        """Put an old backup in place of the workspace."""
        self.workspace.close()
        shutil.rmtree(self.folder)
        shutil.copytree(backup, self.folder)
        self.told = deepcopy(told)
        self.open()

    @property
    def learners(self) -> list[Learner]:
        """Those of whom something is here."""
        return [self.workspace.learner(learner) for learner in self.workspace.learner_ids()]

    def shown(self) -> set[str]:
        """The ids of everything in the portfolios."""
        return {id_ for learner in self.learners for id_ in learner.portfolio.entries}

    def own(self) -> set[str]:
        """The ids of what lies in this device's own journals."""
        own = (self.workspace.device.id, *self.workspace.device.state.former)
        journals = [path for path in self.folder.glob("learners/*/*.jsonl") if path.stem in own]
        return {_hash(line) for path in journals for line in path.read_bytes().split(b"\n")[:-1]}

    def share(self, store: Path, *, thorough: bool = False) -> ShareReport:
        """Share with a folder, as pressing the key does, or looking at everything there."""
        return share(self.workspace, FolderBucket(store), thorough=thorough)
