"""A centre of several devices and the folder they share, with a plain account beside it of what was acknowledged."""

import inspect
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

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


def share_all(
    workspace: Workspace, bucket: Bucket, progress: Callable[[str, int, int], None] = lambda *step: None
) -> ShareReport:
    """A share that looks at everything in the store, about every learner."""
    options = {name: True for name in ("thorough", "everyone") if name in inspect.signature(share).parameters}
    return share(workspace, bucket, progress, **options)


def ids_below(*folders: Path) -> set[str]:
    """The ids of all lines in whole journals and segments below these folders, read as plainly as can be."""
    files = ((path.name, path.read_bytes()) for folder in folders for path in folder.rglob("*.jsonl"))
    whole = (data for name, data in files if name.count(".") == 1 or _hash(data) in name)
    return {_hash(line) for data in whole for line in data.split(b"\n")[:-1]}


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
    """Details and their values; "units" for an enrolment."""
    replaces: frozenset[str] = frozenset()
    is_act: bool = False
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


class Device:
    """One device: its folder, its clock, and which entries it was told are recorded."""

    def __init__(self, folder: Path, days_ahead: int, name: str) -> None:
        self.folder = folder
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + timedelta(days=days_ahead)
        self.name = name
        self.held: set[str] = set()
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
        self.workspace.packs.keep(PACK)

    def copy_to(self, folder: Path) -> Path:
        """Copy the workspace as it lies there; a lock is not a thing that can be copied."""
        return shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(".lock"))

    def put_back(self, backup: Path, held: set[str]) -> None:
        """Put an old backup in place of the workspace."""
        self.workspace.close()
        shutil.rmtree(self.folder)
        shutil.copytree(backup, self.folder)
        self.held = set(held)
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

    def share(self, store: Path) -> ShareReport:
        """Share everything with a folder."""
        return share_all(self.workspace, FolderBucket(store))
