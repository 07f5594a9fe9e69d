"""Whose learners come to this device: said and asked for on the sharing screen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.config import Settings
from fieldassess.screens.sync.screen import Sync
from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.share import share
from sessions.workspace import Workspace

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def store(tmp_path: Path, caseload: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that counts as a large one, in which Jo, who has three learners, shared."""
    monkeypatch.setattr("sessions.store.share.SMALL", 0)
    create_store(tmp_path / "store", caseload.folder)
    share(caseload, FolderBucket(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def alex(tmp_path: Path, caseload: Workspace, store: Path) -> Iterator[Workspace]:
    """A colleague with nobody of their own, who has shared once; Kim, with one learner, has too."""
    kim = Workspace(tmp_path / "kim", clock=caseload.clock)
    kim.device.become("Kim Gray", "KG", "qualified")
    kim.register(name="Dee Moss")
    share(kim, FolderBucket(store))
    kim.close()
    workspace = Workspace(tmp_path / "alex", clock=caseload.clock)
    workspace.device.become("Alex Brown", "AB", "qualified")
    share(workspace, FolderBucket(store))
    yield workspace
    workspace.close()


@pytest.fixture
def app(alex: Workspace, store: Path) -> FieldAssess:
    return FieldAssess(alex, settings=Settings(store=str(store)), start=Sync)


@pytest.fixture
def shown(screen_text: Any) -> Any:
    """What is on the screen, in one line."""
    return lambda app: " ".join(" ".join(screen_text(app)).replace("│", " ").split())


def names(workspace: Workspace) -> list[str]:
    return [row.name for row in workspace.caseload.rows()]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_asked_for_now_and_who_there_is(
    app: FieldAssess, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "w")
        golden(app, "sync-whose")
        await press(pilot, "c", "space")
        golden(app, "sync-colleagues")


async def test_a_share_points_to_the_key_that_asks_for_more(app: FieldAssess, press: Any, shown: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s")
        said = shown(app)
        assert "In the shared store and not on this device: 3 learners of JS's device" in said
        assert "To take them in, press w." in said
        assert "fieldassess sync" not in said
        assert "those here already. More are in the shared store." in said


async def test_the_learners_of_a_ticked_colleague_come_at_once_and_the_others_do_not(
    app: FieldAssess, alex: Workspace, press: Any, shown: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "w", "c", "down", "space", "ctrl+s")
        assert "Took in 1 entry about 1 learner." in shown(app)
        assert names(alex) == ["Dee Moss"]
        assert "those here already, and those of Kim Gray" in shown(app)
        await press(pilot, "w", "c", "down", "space", "ctrl+s")
        assert alex.device.state.asked.colleagues == ()
    assert names(alex) == ["Dee Moss"]


async def test_everybody_comes_and_that_is_taken_back_without_losing_anybody(
    app: FieldAssess, alex: Workspace, press: Any, shown: Any
) -> None:
    everybody = ["Ana Clarke", "Ben Okafor", "Chloé Durand", "Dee Moss"]
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "w", "e")
        assert names(alex) == everybody
        assert "Learners who come to this device: everybody's." in shown(app)
        await press(pilot, "w", "h")
        assert "Learners who come to this device: those here already." in shown(app)
    assert names(alex) == everybody


@pytest.mark.parametrize("keys", [("w", "escape"), ("w", "c", "space", "escape")], ids=str)
async def test_leaving_the_question_changes_nothing(
    app: FieldAssess, alex: Workspace, press: Any, keys: tuple[str, ...]
) -> None:
    before = alex.device.state.asked
    async with app.run_test() as pilot:
        await press(pilot, *keys)
    assert alex.device.state.asked == before


async def test_whom_nobody_goes_by_yet_stays_asked_for(
    app: FieldAssess, alex: Workspace, press: Any, shown: Any
) -> None:
    alex.device.ask_for(colleagues=["ZZ"])
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "w", "c")
        assert "ZZ has not shared yet" in shown(app)
        await press(pilot, "space", "ctrl+s")
    assert alex.device.state.asked.colleagues == ("Jo Sullivan", "ZZ")


async def test_it_can_all_be_tapped(
    app: FieldAssess, alex: Workspace, press: Any, screen_text: Any, shown: Any
) -> None:
    async def tap(words: str) -> None:
        lines = screen_text(app)
        row = next(at for at in reversed(range(len(lines))) if words in lines[at])
        await pilot.click(offset=(lines[row].index(words) + 1, row))
        await press(pilot)

    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        for words in ("Whose", "those of colleagues", "Kim Gray", "Kim Gray", "Save"):
            await tap(words)
        assert names(alex) == ["Dee Moss"]


async def test_everything_is_looked_at_when_asked(
    app: FieldAssess, caseload: Workspace, alex: Workspace, store: Path, press: Any, shown: Any
) -> None:
    alex.device.ask_for(everyone=True)
    share(alex, FolderBucket(store))
    (lost,) = (store / "learners" / alex.caseload.rows()[-1].learner).iterdir()
    lost.unlink()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s")
        assert "Gave back" not in shown(app)
        await press(pilot, "l")
        assert "Gave back 1 entry of others that the shared store had lost." in shown(app)
    assert lost.exists()


async def test_a_search_that_finds_nobody_says_that_there_are_more(
    alex: Workspace, store: Path, press: Any, shown: Any
) -> None:
    alex.register(name="Eva Stone")
    app = FieldAssess(alex, settings=Settings(store=str(store)))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "slash", "'Ana")
        assert "More learners are in the shared store: press s, then w." in shown(app)
    alex.device.ask_for(everyone=True)
    share(alex, FolderBucket(store))
    async with FieldAssess(alex).run_test(size=(40, 20)) as pilot:
        await press(pilot, "slash", "'Zeno")
        assert "Nobody goes by these words." in shown(pilot.app)
