"""The first start: who assesses here, and with what to begin."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldassess import demo
from fieldassess.app import FieldAssess, run
from fieldassess.screens.caseload.screen import Caseload
from fieldassess.screens.welcome import Welcome
from sessions.workspace import Workspace


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "records")
    yield workspace
    workspace.close()


@pytest.mark.parametrize("size", [(40, 20), (80, 24)], ids=str)
async def test_it_asks_who_assesses(new: Workspace, press: Any, golden: Any, size: tuple[int, int]) -> None:
    app = FieldAssess(new)
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        golden(app, "welcome")


async def test_name_and_enter_lead_to_an_own_caseload(new: Workspace, press: Any) -> None:
    app = FieldAssess(new)
    async with app.run_test() as pilot:
        await press(pilot, "'Jo Ann Sullivan", "enter", "enter", "right", "enter")
        assert isinstance(app.screen, Caseload)
    me = new.device.me
    assert me is not None
    assert (me.name, me.initials, me.standing) == ("Jo Ann Sullivan", "JAS", "working towards")


async def test_what_is_typed_takes_the_place_of_suggested_initials(new: Workspace, burst: Any) -> None:
    app = FieldAssess(new)
    async with app.run_test() as pilot:
        await burst(pilot, "'Jo Sullivan", "enter", "'JS", "ctrl+s")
        assert isinstance(app.screen, Caseload)
    assert new.device.me is not None
    assert (new.device.me.name, new.device.me.initials) == ("Jo Sullivan", "JS")


async def test_suggested_initials_can_be_typed_on_to(new: Workspace, press: Any) -> None:
    app = FieldAssess(new)
    async with app.run_test() as pilot:
        await press(pilot, "'Ana Clarke", "enter", "end", "'X", "ctrl+s")
    assert new.device.me is not None
    assert new.device.me.initials == "ACX"


async def test_enter_without_a_name_says_what_is_needed(new: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(new)
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert "Your name is needed." in "\n".join(screen_text(app))
        await press(pilot, "'Jo", "enter", "enter", "enter")
        assert isinstance(app.screen, Caseload)


async def test_initials_that_were_typed_are_not_replaced(new: Workspace, press: Any) -> None:
    app = FieldAssess(new)
    async with app.run_test() as pilot:
        await press(pilot, "'Jo", "enter", "backspace", "'JX", "shift+tab", "' Sullivan", "ctrl+s")
    assert new.device.me is not None
    assert new.device.me.initials == "JX"


async def test_without_a_name_it_says_what_is_needed(new: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(new)
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, Welcome)
        assert "Your name is needed." in "\n".join(screen_text(app))


async def test_sample_data_is_built_beside_the_workspace_and_opened(
    new: Workspace, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "build", lambda folder: folder / "jo")
    app = FieldAssess(new)
    async with app.run_test() as pilot:
        await press(pilot, "shift+tab", "right", "ctrl+s")
    assert app.return_value == new.folder.with_name("records-sample") / "jo"
    assert new.device.me is None


async def test_sample_data_that_cannot_be_made_says_why(
    new: Workspace, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo, "build", full)
    app = FieldAssess(new)
    async with app.run_test() as pilot:
        await press(pilot, "shift+tab", "right", "ctrl+s")
        assert isinstance(app.screen, Welcome)
        [said] = [toast.message for toast in app._notifications]
        assert "No space left" in said


def test_the_workspace_that_the_app_ends_with_is_opened_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Path] = []

    def ended(app: FieldAssess) -> Path | None:
        shown.append(app.workspace.folder)
        return tmp_path / "sample" if len(shown) == 1 else None

    monkeypatch.setattr(FieldAssess, "run", ended)
    assert run(tmp_path / "own") == 0
    assert shown == [tmp_path / "own", tmp_path / "sample"]
