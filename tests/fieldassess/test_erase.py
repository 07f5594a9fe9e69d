"""Erasing a learner from the app: asked twice, then gone; a colleague's device hides and asks."""

from pathlib import Path
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.config import Settings
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.sync.screen import Sync
from sessions.erasing import erase
from sessions.finding import find
from sessions.joining import join
from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.share import share
from sessions.workspace import Workspace

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def ana(caseload: Workspace) -> str:
    return find(caseload.caseload.rows(), "S-01")[0].learner


@pytest.fixture
def store(tmp_path: Path, caseload: Workspace) -> Path:
    create_store(tmp_path / "store", caseload.folder)
    share(caseload, FolderBucket(tmp_path / "store"))
    return tmp_path / "store"


def said(app: FieldAssess) -> list[str]:
    return [note.message for note in app._notifications]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_goes_is_said_and_the_name_is_typed(
    caseload: Workspace, ana: str, store: Path, press: Any, screen_text: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(caseload, settings=Settings(store=str(store)))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "down", "enter", "x")
        golden(app, "erase-what")
        await press(pilot, "e")
        golden(app, "erase-name")
        await press(pilot, "'ana clark", "enter")
        assert "That is not the name." in "\n".join(screen_text(app))
        await press(pilot, "'e", "enter")
        shown = "\n".join(screen_text(app))
        assert "Ben Okafor" in shown
        assert "Ana Clarke" not in shown
        assert said(app) == ["Erased from this device.", "Erased from what is shared."]
    assert ana not in caseload.learner_ids()
    assert not (caseload.learners_folder / ana).exists()
    assert not (store / "learners" / ana).exists()


@pytest.mark.parametrize("keys", [["x", "k"], ["x", "escape"], ["x", "e", "escape"]], ids=str)
async def test_it_can_be_left_at_each_step(
    keys: list[str], caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert isinstance(app.screen, LearnerPage)
        assert "Ana Clarke" in screen_text(app)[0]
    assert ana in caseload.learner_ids()


async def test_a_store_that_is_not_there_follows_later(caseload: Workspace, ana: str, store: Path, press: Any) -> None:
    away = store.rename(store.with_name("away"))
    app = FieldAssess(caseload, settings=Settings(store=str(store)))
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "x", "e", "'Ana Clarke", "enter")
        assert said(app) == [
            "Erased from this device.",
            "What is shared follows with the next share. The shared folder is not there. Is its drive connected?",
        ]
        away.rename(store)
        await press(pilot, "s", "s")
    assert not (store / "learners" / ana).exists()


async def test_a_disk_that_fails_is_named_and_what_is_not_gone_is_hidden(
    caseload: Workspace, ana: str, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(5, "Input/output error")

    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        monkeypatch.setattr("sessions.disk.touch", failing)
        await press(pilot, "down", "enter", "x", "e", "'Ana Clarke", "enter")
        assert said(app) == ["NOT erased: Input/output error."]
        monkeypatch.undo()
        monkeypatch.setattr("sessions.disk.remove_folder", failing)
        await press(pilot, "x", "e", "'Ana Clarke", "enter")
        assert said(app)[-1].startswith("Hidden, but not all of it is gone yet: Input/output error.")
    assert ana not in caseload.learner_ids()
    assert (caseload.learners_folder / ana).exists()


async def test_whom_a_colleague_erased_goes_here_when_it_is_confirmed(
    tmp_path: Path, caseload: Workspace, ana: str, store: Path, press: Any, screen_text: Any
) -> None:
    other = Workspace(tmp_path / "alex", clock=caseload.clock)
    other.device.become("Alex Brown", "AB", "qualified")
    share(other, FolderBucket(store))
    erase(other, ana)
    share(other, FolderBucket(store))
    other.close()
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s")
        shown = "\n".join(screen_text(app))
        assert " Erased by colleagues\n ! Ana Clarke" in shown
        assert (caseload.learners_folder / ana).exists()
        await press(pilot, "end", "enter", "e", "'Ana Clarke", "enter")
        shown = "\n".join(screen_text(app))
        assert "Erased by colleagues" not in shown
        assert "Erase here too" not in shown
    assert not (caseload.learners_folder / ana).exists()


async def test_one_person_under_two_ids_is_one_row_and_one_confirmation(
    tmp_path: Path, caseload: Workspace, ana: str, store: Path, press: Any, screen_text: Any
) -> None:
    twin = caseload.register(name="Ana Clarke", number="S-77").id
    join(caseload, ana, twin)
    share(caseload, FolderBucket(store))
    other = Workspace(tmp_path / "alex", clock=caseload.clock)
    other.device.become("Alex Brown", "AB", "qualified")
    share(other, FolderBucket(store))
    for learner in caseload.learner_ids():
        erase(caseload, learner)
    share(caseload, FolderBucket(store))
    app = FieldAssess(other, settings=Settings(store=str(store)))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s", "s")
        shown = "\n".join(screen_text(app))
        assert shown.count("! Ana Clarke") == 1
        assert "Erased in the shared store: 3 learners of whom this device holds a record." in " ".join(shown.split())
        await press(pilot, "escape")
        shown = " ".join(" ".join(screen_text(app)).split())
        assert "Records that a colleague erased are hidden here until you confirm" in shown
        await press(pilot, "s", "e")
        assert "20 entries" in "\n".join(screen_text(app)), "those under both ids"
        await press(pilot, "e", "'Ana Clarke", "enter")
        assert "Ana Clarke" not in "\n".join(screen_text(app))
    left = {path.name for path in other.learners_folder.iterdir()}
    assert not left & {ana, twin}
    assert len(left) == 2
    other.close()


async def test_what_follows_can_be_read_to_its_end_on_the_smallest_screen(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "x")
        shown = "\n".join(screen_text(app))
        assert "when they confirm; until" in " ".join(shown.split())
        await press(pilot, "pagedown")
        assert "yours to destroy." in " ".join(" ".join(screen_text(app)).split())
