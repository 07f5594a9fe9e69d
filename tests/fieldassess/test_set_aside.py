"""What was set aside in sharing, and what is awaited: named in plain words, with what to do."""

from pathlib import Path
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.config import Settings
from fieldassess.screens.sync.quarantine import SetAside
from fieldassess.screens.sync.screen import Sync
from sessions.finding import find
from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.quarantine import read_quarantine
from sessions.store.share import share
from sessions.workspace import Workspace

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def store(tmp_path: Path, caseload: Workspace, clock: Any) -> Path:
    """A store in which Alex put something about everyone; one of Alex's files was changed there, another is missing."""
    store = tmp_path / "store"
    create_store(store, caseload.folder)
    share(caseload, FolderBucket(store))
    alex = Workspace(tmp_path / "alex", clock=clock)
    alex.device.become("Alex Brown", "AB", "qualified")
    share(alex, FolderBucket(store))
    for number in ("S-01", "S-02"):
        learner = alex.learner(find(alex.caseload.rows(), number)[0].learner)
        for place in ("Till 5", "Till 6", "Till 7"):
            learner.set_detail("place", place)
    share(alex, FolderBucket(store))
    changed, lost = (
        next((store / "learners" / find(alex.caseload.rows(), number)[0].learner).glob(f"{alex.device.id}.*"))
        for number in ("S-01", "S-02")
    )
    changed.write_bytes(changed.read_bytes().replace(b"Till 6", b"Till 9"))
    lost.rename(tmp_path / lost.name)
    (store / "learners" / find(caseload.caseload.rows(), "S-02")[0].learner / "letter.jsonl").write_bytes(
        b"Dear [b]all[/b]\n"
    )
    alex.close()
    return store


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_is_wrong_and_what_is_awaited_stands_on_the_sharing_screen(
    caseload: Workspace, store: Path, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    share(caseload, FolderBucket(store))
    app = FieldAssess(caseload, settings=Settings(store="/shared"), start=Sync)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "end", "up", "up")
        golden(app, "sync-look")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_each_file_says_why_whose_and_what_to_do(
    caseload: Workspace, store: Path, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    share(caseload, FolderBucket(store))
    app = FieldAssess(caseload, settings=Settings(store="/shared"), start=Sync)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "q")
        assert isinstance(app.screen, SetAside)
        golden(app, "set-aside")


async def test_what_is_set_aside_is_led_to_by_its_row_and_taken_off_the_list(
    caseload: Workspace, store: Path, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert "Set aside" not in "\n".join(screen_text(app))
        await press(pilot, "s", "end", "up", "up", "enter")
        assert screen_text(app)[0].startswith(" Set aside")
        assert screen_text(app)[0].endswith("2 files")
        await press(pilot, "x")
        assert screen_text(app)[0].endswith("1 file")
        assert len(read_quarantine(caseload.folder)) == 1
        await press(pilot, "x")
        assert "Nothing is set aside." in "\n".join(screen_text(app))
        assert "Take off the list" not in "\n".join(screen_text(app))
        assert list((caseload.folder / "quarantine").iterdir()) == []
        await press(pilot, "escape", "s")
        assert len(read_quarantine(caseload.folder)) == 2, "what is still wrong is set aside again"


async def test_a_file_that_has_come_whole_since_is_said_to_have(
    caseload: Workspace, store: Path, press: Any, screen_text: Any
) -> None:
    share(caseload, FolderBucket(store))
    (changed,) = (path for path in store.rglob("*.jsonl") if b"Till 9" in path.read_bytes())
    changed.write_bytes(changed.read_bytes().replace(b"Till 9", b"Till 6"))
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "q", "end")
        shown = "\n".join(screen_text(app))
        assert "its content is not what its name says" in shown
        assert "A good one has come since" not in shown
        await press(pilot, "escape", "l", "q", "end")
        shown = "\n".join(screen_text(app))
        assert "✓ Ana Clarke: its content is not what its name says" in shown
        assert "A good one has come since: nothing is missing any more. Press x to take this off the list." in shown
        assert "puts it there again" not in shown
        await press(pilot, "x", "escape", "l")
        assert len(read_quarantine(caseload.folder)) == 1, "a good one is not set aside again"


async def test_a_disk_that_fails_keeps_it_on_the_list(
    caseload: Workspace, store: Path, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    share(caseload, FolderBucket(store))
    monkeypatch.setattr("sessions.disk.remove", failing)
    app = FieldAssess(caseload, start=SetAside)
    async with app.run_test() as pilot:
        await press(pilot, "x")
        assert [note.message for note in app._notifications] == ["It is still on the list: Read-only file system."]
    assert len(read_quarantine(caseload.folder)) == 2


async def test_notes_of_another_time_or_hand_do_no_harm(caseload: Workspace, press: Any, screen_text: Any) -> None:
    folder = caseload.folder / "quarantine"
    folder.mkdir()
    (folder / "1.json").write_text('{"file": "packs/a.json", "reason": "it is [b]wrong[/b]\\u001b[2J"}')
    (folder / "2.json").write_text("{")
    (folder / "3.txt").write_text("")
    app = FieldAssess(caseload, start=SetAside)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        shown = "\n".join(screen_text(app))
        assert "a qualification: it is [b]wrong[/b]\ufffd[2J" in shown
        assert "a device that uses it puts it there again with its next thorough share" in shown
        assert "1 file" in screen_text(app)[0]
