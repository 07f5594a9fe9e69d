"""Reading a handbook in the app: how far it is, what came of it, and that nothing is kept before it is asked for."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from textual.pilot import Pilot

from fieldassess.app import FieldAssess
from fieldassess.award import UNKNOWN
from fieldassess.screens.learner.choice import UnitChoice
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.packs.pack import PackPage
from fieldassess.screens.packs.reading import Reading
from fieldassess.screens.packs.report import HandbookReport
from fieldassess.screens.packs.shelf import PackShelf
from sessions.workspace import Workspace
from unitdata.handbook import Report, read_handbook

SIZES: Final = [(40, 20), (80, 24), (120, 40)]
TEA: Final = """\
Level 2 Award in Tea Service
600/1234/5

Unit T101: Brew tea for guests
Assessment criteria
Outcome 1 Prepare the pot
1.1 Warm the pot before the leaves go in
1.2 Measure out the leaves
1.4 Cover the pot
Knowledge
1. How to tell green tea from black
"""
TITLE: Final = "Level 2 Award in Tea Service"


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    file = tmp_path / "tea.txt"
    file.write_text(TEA)
    return file


@pytest.fixture
def app(caseload: Workspace) -> FieldAssess:
    return FieldAssess(caseload, start=PackShelf)


async def read(pilot: Pilot[Any], press: Any, file: Path | str, *keys: str) -> None:
    """Ask for a file on the Qualifications screen, and wait for what comes of it; then press keys."""
    await press(pilot, "r", f"'{file}", "enter")
    await ended(pilot, press)
    await press(pilot, *keys)


async def ended(pilot: Pilot[Any], press: Any) -> None:
    while isinstance(pilot.app.screen, Reading):
        await pilot.pause(0)
    await press(pilot)


def shown(app: FieldAssess, screen_text: Any) -> str:
    return " ".join(" ".join(screen_text(app)).replace("│", " ").split())


def said_so(app: FieldAssess) -> list[str]:
    return [note.message for note in app._notifications]


def kept(workspace: Workspace) -> set[str]:
    return {path.stem for path in (workspace.folder / "packs").glob("*.json")}


async def test_what_was_read_is_shown_and_kept_when_asked_for(
    app: FieldAssess, caseload: Workspace, tea: Path, press: Any, screen_text: Any
) -> None:
    before = kept(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, press, tea)
        said = shown(app, screen_text)
        assert TITLE in said
        assert "not kept yet" in said
        assert kept(caseload) == before
        await press(pilot, "k")
        assert "✓ kept" in shown(app, screen_text)
        (sha,) = kept(caseload) - before
        await press(pilot, "escape")
        assert isinstance(app.screen, PackShelf)
        assert app.screen.rows.cursor_key == sha
        said = shown(app, screen_text)
        assert "read in from a handbook" in said
        assert "to look through" in said
        assert "nothing wrong" not in said
    assert caseload.packs.read(sha).pack.title == TITLE
    assert caseload.device.state.packs == [sha]  # colleagues get it with the next share


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_each_doubt_is_listed_with_its_place(
    app: FieldAssess, tea: Path, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await read(pilot, press, tea)
        golden(app, "read-report")


async def test_leaving_asks_and_keeps_nothing_unless_told_to(
    app: FieldAssess, caseload: Workspace, tea: Path, press: Any
) -> None:
    before = kept(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, press, tea, "escape", "s")
        assert isinstance(app.screen, HandbookReport)
        await press(pilot, "escape", "l")
        assert isinstance(app.screen, PackShelf)
        assert kept(caseload) == before
        await read(pilot, press, tea, "escape", "k")
        assert isinstance(app.screen, PackShelf)
    assert len(kept(caseload) - before) == 1


async def test_a_file_read_a_second_time_is_here_already(
    app: FieldAssess, caseload: Workspace, tea: Path, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, press, tea, "escape", "k")
        before = kept(caseload)
        await read(pilot, press, tea)
        assert "✓ kept" in shown(app, screen_text)
        await press(pilot, "k", "escape")
        assert isinstance(app.screen, PackShelf)
    assert kept(caseload) == before


async def test_the_same_document_as_another_kind_of_file_is_kept_once(
    app: FieldAssess, caseload: Workspace, tea: Path, press: Any, screen_text: Any
) -> None:
    page = tea.with_suffix(".html")
    page.write_text("<!DOCTYPE html>" + "".join(f"<p>{line}</p>" for line in TEA.splitlines() if line))
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, press, tea, "escape", "k")
        before = kept(caseload)
        await read(pilot, press, page)
        assert "✓ kept" in shown(app, screen_text)
        await press(pilot, "escape")
        assert isinstance(app.screen, PackShelf)
        assert app.screen.rows.cursor_key in before
    assert kept(caseload) == before


async def test_the_whole_of_it_can_be_looked_through_before_it_is_kept(
    app: FieldAssess, tea: Path, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, press, tea, "enter")
        assert isinstance(app.screen, PackPage)
        app.screen.rows.move_to("T101/1.1")
        await press(pilot, "semicolon")
        assert "Warm the pot before the leaves go in" in shown(app, screen_text)


async def test_a_document_taken_for_another_bodys_is_read_again_as_told(
    app: FieldAssess, tea: Path, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, press, tea, "l", "'cvq", "enter")
        await ended(pilot, press)
        said = shown(app, screen_text)
        assert "(cvq, as you said)" in said
        assert "nothing to keep" in said
        assert "k Keep" not in said
        await press(pilot, "escape")
        assert isinstance(app.screen, PackShelf)


async def test_where_too_little_is_found_it_says_so_and_nothing_can_be_kept(
    app: FieldAssess, tmp_path: Path, press: Any, screen_text: Any
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear colleague,\n\nthank you for the tea.\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, press, file)
        said = shown(app, screen_text)
    assert "No pack was made" in said
    assert "nothing to keep" in said


async def test_a_file_that_cannot_be_read_is_named_again_after_the_reason_is_said(
    app: FieldAssess, tmp_path: Path, tea: Path, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await read(pilot, press, tmp_path / "tee.txt")
        assert "! There is no such file." in shown(app, screen_text)
        assert "tee.txt" in shown(app, screen_text)
        await press(pilot, f"'{tea}", "enter")
        await ended(pilot, press)
        assert isinstance(app.screen, HandbookReport)


class Slow:
    """A reading that stands at page 12 of 201 until it is given up or let go on."""

    def __init__(self) -> None:
        self.go_on, self.ended = threading.Event(), threading.Event()

    def read(self, path: Path, scheme: str = "", *, progress: Callable[[int, int], None]) -> Report:
        try:
            progress(12, 201)
            while not self.go_on.wait(0.01):
                progress(12, 201)
            return read_handbook(path, scheme)
        finally:
            self.ended.set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    reading = Slow()
    monkeypatch.setattr("unitdata.handbook.read_handbook", reading.read)
    yield reading
    reading.go_on.set()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_how_far_it_is_is_shown(
    app: FieldAssess, tea: Path, press: Any, golden: Any, slow: Slow, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "r", f"'{tea}", "enter")
        golden(app, "read-progress")
        slow.go_on.set()
        await ended(pilot, press)
        assert isinstance(app.screen, HandbookReport)


async def test_given_up_it_ends_and_nothing_came_of_it(
    app: FieldAssess, caseload: Workspace, tea: Path, press: Any, slow: Slow
) -> None:
    before = kept(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r", f"'{tea}", "enter")
        assert isinstance(app.screen, Reading)
        await press(pilot, "escape")
        assert isinstance(app.screen, PackShelf)
        assert await asyncio.to_thread(slow.ended.wait, 10)
        await press(pilot)
        assert isinstance(app.screen, PackShelf)
    assert kept(caseload) == before


async def test_given_up_in_the_moment_in_which_it_ends_no_other_screen_goes(
    app: FieldAssess, tea: Path, press: Any, slow: Slow
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r", f"'{tea}", "enter")
        reading = app.screen
        assert isinstance(reading, Reading)
        reading.post_message(Reading.Ended("There is no such file."))
        reading.action_give_up_reading_command()
        await press(pilot)
        assert isinstance(app.screen, PackShelf)
        assert said_so(app) == []


async def test_a_pack_that_does_not_fit_together_is_not_kept(
    app: FieldAssess, caseload: Workspace, tea: Path, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(caseload)
    monkeypatch.setattr("unitdata.handbook.packs.check", lambda pack: ["T101: it has no sense"])
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, press, tea)
        said = shown(app, screen_text)
        assert "to be put right first" in said
        assert "! T101: it has no sense" in said
        await press(pilot, "k", "escape")
        assert isinstance(app.screen, PackShelf)
    assert kept(caseload) == before


async def test_a_full_disk_is_said_and_what_was_read_is_still_there_to_keep(
    app: FieldAssess, caseload: Workspace, tea: Path, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await read(pilot, press, tea)
        with monkeypatch.context() as broken:
            broken.setattr("sessions.disk.replace", _no_room)
            await press(pilot, "k")
            assert said_so(app) == ["Not kept: No space left on device."]
            assert "not kept yet" in shown(app, screen_text)
            await press(pilot, "escape", "k")
            assert isinstance(app.screen, HandbookReport)
        await press(pilot, "k")
        assert "✓ kept" in shown(app, screen_text)


def _no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")


async def test_words_of_a_document_are_shown_as_they_stand(
    app: FieldAssess, tmp_path: Path, press: Any, screen_text: Any
) -> None:
    file = tmp_path / "odd [red].txt"
    file.write_text(TEA.replace("Tea Service", "Tea [bold red]Service[/]\x1b[31m \u202eecivres"))
    async with app.run_test(size=(120, 40)) as pilot:
        await read(pilot, press, file)
        said = shown(app, screen_text)
    assert "odd [red].txt" in said
    assert "Tea [bold red]Service[/]" in said
    assert not {"\x1b", "\u202e"} & set(said)


async def test_of_a_qualification_without_rules_nothing_is_said_to_make_the_award_or_not(
    caseload: Workspace, tea: Path, press: Any, screen_text: Any
) -> None:
    pinned = read_handbook(tea).packs[0].pinned
    caseload.packs.keep(pinned)
    dan = caseload.register(name="Dan Reed")
    app = FieldAssess(caseload, start=lambda: UnitChoice("Dan Reed", pinned, None, ""))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "space")
        assert UNKNOWN in shown(app, screen_text)
        await press(pilot, "ctrl+s")
        assert UNKNOWN in shown(app, screen_text)
    dan.enrol(pinned.sha, pinned.pack.id, ["T101"])
    app = FieldAssess(caseload, start=lambda: LearnerPage(dan.id))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        said = shown(app, screen_text)
    assert UNKNOWN in said
    assert "to be met" not in said
