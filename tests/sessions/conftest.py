"""A workspace with a clock that ticks, ids that repeat from run to run, and a small invented qualification."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sessions.device import ALPHABET
from sessions.learner import Learner
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack, Unit, open_shipped, read_pack

HERE = timezone(timedelta(hours=-4))


class Clock:
    """Every look at it finds a second gone."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=HERE)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def sleep(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _ids_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(7)

    def new_id(length: int) -> str:
        return "".join(chance.choices(ALPHABET, k=length))

    for place in ("sessions.device.new_id", "sessions.workspace.new_id"):
        monkeypatch.setattr(place, new_id)


def criteria(element: str, *rest: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"ref": f"{element}.{n}", "prompt": f"Does {element}.{n}", **more} for n, more in enumerate(rest, 1)]


def requirement(ref: str, items: int = 0, **rest: Any) -> dict[str, Any]:
    listed = [{"ref": f"{ref}.{n}", "prompt": f"Kind {n}"} for n in range(1, items + 1)]
    return {"ref": ref, "title": f"Kinds of {ref}", "source": "range", "items": listed, **rest}


WORDS = ("learner", "unit", "element", "criterion", "requirement", "knowledge", "verifier")
ONE = {"one": "thing", "many": "things"}
TILL: dict[str, Any] = {
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
    "units": [
        {
            "ref": "A",
            "title": "Serve at the till",
            "conditions": {"simulation": "barred", "realistic_environment": "barred", "scope": "performance"},
            "sufficiency": ["period", "customers", "occasions"],
            "elements": [
                {
                    "ref": "1",
                    "title": "Greet",
                    "criteria": criteria("1", {"consistently": True, "situations": ["busy"]}, {"situations": ["busy"]}),
                },
                {"ref": "2", "title": "Charge", "criteria": criteria("2", {}, {"route": "any", "same_as": ["B/2.1"]})},
            ],
            "requirements": [
                requirement("RE", 2, applies_to=["1", "2"]),
                requirement("RN", 3, need=2, performance_need=1),
                requirement("RP", 2, performance_need=2),
                requirement("RO", need=2, of="ways to pay"),
                requirement("RS"),
            ],
            "knowledge": [
                {"ref": "K1", "prompt": "Knows prices", "question": "What does it cost?"},
                {
                    "ref": "K2",
                    "prompt": "Knows the law",
                    "question": "Which law?",
                    "parts": [{"ref": "K2.a", "prompt": "Age"}, {"ref": "K2.b", "prompt": "Refunds"}],
                },
                {"ref": "K3", "prompt": "Knows the drill", "question": "What drill?", "may_infer": False},
            ],
        },
        {
            "ref": "B",
            "title": "Close the till",
            "conditions": {
                "simulation": "partly",
                "realistic_environment": "unstated",
                "scope": "any",
                "elements": ["1"],
            },
            "performance_by": ["seen", "looked", "told"],
            "elements": [
                {"ref": "1", "title": "Count", "criteria": criteria("1", {"situations": ["busy", "quiet"]})},
                {"ref": "2", "title": "Lock", "criteria": criteria("2", {})},
            ],
            "requirements": [
                requirement("RE", 1, applies_to=["1"]),
                requirement("RO", need=1, of="keys", applies_to=["1"]),
                requirement("RW", 1),
            ],
            "knowledge": [{"ref": "K1", "prompt": "Knows where", "question": "Where is the safe?"}],
        },
    ],
}


@pytest.fixture(scope="session")
def till() -> PinnedPack:
    return read_pack(json.dumps(TILL).encode())


@pytest.fixture(scope="session")
def unit(till: PinnedPack) -> Unit:
    """The invented unit that wants everything a unit can want."""
    return till.pack.unit["A"]


@pytest.fixture(scope="session")
def cvq() -> PinnedPack:
    return open_shipped("cvq-l2")


@pytest.fixture
def open_workspace(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Workspace]]:
    """Opens a workspace below the test's folder; the one before of the same name is closed first (a restart)."""
    held: dict[str, Workspace] = {}

    def open_(name: str = "work", assessor: str = "Jo Sample", **options: Any) -> Workspace:
        if name in held:
            held.pop(name).close()
        workspace = Workspace(tmp_path / name, clock=clock, **options)
        held[name] = workspace
        if workspace.device.me is None and workspace.writable:
            workspace.device.become(assessor, "".join(part[0] for part in assessor.split()), "qualified")
        return workspace

    yield open_
    for workspace in held.values():
        workspace.close()


@pytest.fixture
def workspace(open_workspace: Callable[..., Workspace]) -> Workspace:
    return open_workspace()


@pytest.fixture
def learner(workspace: Workspace) -> Learner:
    return workspace.register(name="Ada Example", initials="AE", number="0001")


@pytest.fixture
def session(workspace: Workspace, learner: Learner, till: PinnedPack) -> Session:
    learner.enrol(till.sha, till.pack.id, ["A", "B"])
    return workspace.open_session(learner, till, ["A", "B"])


@pytest.fixture
def reopened(open_workspace: Callable[..., Workspace]) -> Callable[[Session], Session]:
    """The same session after the program was closed and started again."""
    return lambda session: open_workspace().session(session.learner.id, session.id)
