"""What tests of screens and widgets share."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from fieldassess.app import FieldAssess
from sessions.learner import Learner
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped

AWKWARD = {
    "brackets": "see [note] and [b]bold[/b] [red",
    "closing": "[/]",
    "emoji": "Ana 👩‍💻 and 🇯🇲 on the phone",
    "hebrew": "שלום Ana مرحبا",
    "escapes": "\x1b[31mred\x1b]0;title\x07\x9b2J",
    "override": "abc\u202edef\u2066ghi",
    "surrogate": "half \ud83d of one",
    "lines": "one\ntwo\r\nthree\tfour",
    "long": "word " * 2000,
    "unbroken": "x" * 10_000,
    "wide": "顧客" * 60,
    "nothing": "",
}


@pytest.fixture(params=AWKWARD, ids=str)
def awkward(request: pytest.FixtureRequest) -> str:
    """Text of a kind that breaks careless screens."""
    return AWKWARD[request.param]


@pytest.fixture
def app_on(tmp_path: Path) -> Any:
    """Makes the app on an empty workspace, starting with a screen."""
    opened: list[Workspace] = []

    def make(start: Callable[[], Screen[Any]], **options: Any) -> FieldAssess:
        workspace = Workspace(tmp_path / f"workspace{len(opened)}")
        opened.append(workspace)
        return FieldAssess(workspace, start=start, **options)

    yield make
    for workspace in opened:
        workspace.close()


class Clock:
    """A clock that goes on by a second each time it is read, and can be set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A Saturday afternoon in November; ids are the same in every run too."""
    monkeypatch.setattr("sessions.device.secrets.choice", Random(4).choice)
    return Clock(NOW)


@pytest.fixture
def caseload(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """Three invented learners: one under way with an observation unfinished, one long unseen, one not enrolled."""
    workspace = Workspace(tmp_path / "records", clock=clock)
    jo = workspace.device.become("Jo Sullivan", "JS", "qualified")
    pack, core = open_shipped("cvq-l2"), ["U09602", "U12902", "U13002"]

    def opened(learner: Learner, days: int, units: list[str], **stated: Any) -> Session:
        clock.now = NOW - timedelta(days=days, hours=3)
        return workspace.open_session(learner, pack, units, **stated)

    def signed(session: Session, why: str) -> None:
        session.close()
        session.give_feedback("satisfactory", why, "greeting people", "say how long it will take")
        session.sign("assessor", "Jo Sullivan", "on this device", jo.id)

    ana = workspace.register(name="Ana Clarke", employer="Harbour Stores", place="Till 4", number="S-01")
    ana.enrol(pack.sha, "cvq-l2", core, on=NOW.date())
    first = opened(ana, 40, core[:2], purpose="a busy morning", present=["supervisor"])
    first.describe_moment(["busy", "let down"], None)
    note = first.note("Queue of nine, colleague off sick. Greets each one.", refs=["U09602/1.2"])
    first.judge(["U09602/1.1", "U09602/1.2", "U12902/1.1"], "met", note=note.id)
    first.cover(["U09602/R1.A.i"])
    first.next_moment(["angry"])
    first.judge(["U09602/1.6"], "not yet", reason="left the customer waiting without a word")
    signed(first, "kept courteous under pressure")
    first.sign("learner", "Ana Clarke", "on this device")
    first.respond("Fair", True)
    second = opened(ana, 0, core[:1])
    second.judge(["U09602/1.1", "U09602/1.3", "U09602/1.5"], "met")
    second.cover(["U09602/R1.C.ii"])

    ben = workspace.register(name="Ben Okafor", employer="Hill Call Centre", number="S-02")
    ben.enrol(pack.sha, "cvq-l2", core)
    bens = opened(ben, 52, core[:1])
    bens.judge(["U09602/1.1"], "met")
    signed(bens, "neat and ready")
    clock.now = NOW
    ana.plan(NOW.date() + timedelta(days=5), "The Thursday queue")
    workspace.register(name="Chloé Durand", number="S-03")
    yield workspace
    workspace.close()


_TYPED = {_character_to_key(character): character for character in map(chr, range(32, 127))}


@pytest.fixture
def press() -> Callable[..., Awaitable[None]]:
    """Presses keys one after another, each once the app has finished what the last one began. `"'Ana"` types Ana."""

    async def pressed(pilot: Pilot[Any], *keys: str) -> None:
        await _settle(pilot)
        for key in keys:
            for name in map(_character_to_key, key[1:]) if key[0] == "'" else [key]:
                pilot.app.post_message(events.Key(name, _TYPED.get(name)))
            await _settle(pilot)
            while _is_taking_keys(pilot):
                await _settle(pilot)
        await pilot.pause()

    return pressed


@pytest.fixture
def burst() -> Callable[..., Awaitable[None]]:
    """Sends keys all at once, as a fast typist does to a busy machine, and waits until all were seen to."""

    async def sent(pilot: Pilot[Any], *keys: str) -> None:
        app = pilot.app
        assert isinstance(app, FieldAssess)
        await _settle(pilot)
        for key in keys:
            for name in map(_character_to_key, key[1:]) if key[0] == "'" else [key]:
                app.post_message(events.Key(name, _TYPED.get(name)))
        await _settle(pilot)

    return sent


def _is_taking_keys(pilot: Pilot[Any]) -> bool:
    return isinstance(pilot.app, FieldAssess) and pilot.app.keys_wait


async def _settle(pilot: Pilot[Any]) -> None:
    """Let messages be seen to, and what they began in the background, and what that brought to the screen."""
    app = pilot.app
    assert isinstance(app, FieldAssess)
    for _ in range(5):
        await pilot.pause(0)
        await app.quiet()
    while app.keys_wait:
        await pilot.pause(0)
        await app.quiet()
