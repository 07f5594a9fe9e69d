"""Sharing from the app: the folder is checked first, and what happened is said in plain words."""

import os
import pty
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from fieldassess import config
from fieldassess.app import FieldAssess
from fieldassess.config import Settings
from fieldassess.screens.sync import screen as sync
from fieldassess.screens.sync.screen import Sync
from sessions.store.bucket import FolderBucket, StoreError
from sessions.store.opening import create_store, enter_store
from sessions.store.share import ShareReport, share
from sessions.workspace import Workspace

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def store(tmp_path: Path, caseload: Workspace) -> Path:
    create_store(tmp_path / "store", caseload.folder)
    return tmp_path / "store"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_without_a_folder_it_says_so(caseload: Workspace, press: Any, golden: Any, size: tuple[int, int]) -> None:
    app = FieldAssess(caseload, start=Sync)
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        golden(app, "sync")


async def test_a_new_folder_is_made_only_when_asked_for(
    caseload: Workspace, press: Any, screen_text: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "shared"
    app = FieldAssess(caseload, start=Sync)
    async with app.run_test() as pilot:
        await press(pilot, "c")
        app.screen.query_one("#field-folder").fill(str(folder))  # type: ignore[attr-defined]
        await press(pilot, "enter", "enter")
        assert not folder.exists(), "the first answer goes back"
        await press(pilot, "enter", "m")
        assert app.settings.store == str(folder)
        assert (folder / "store.json").exists()
        assert "It is there, and can be shared with." in "\n".join(screen_text(app))


async def test_sharing_says_what_it_did_and_twice_changes_nothing(
    caseload: Workspace, press: Any, screen_text: Any, store: Path
) -> None:
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test() as pilot:
        await press(pilot, "s")
        shown = "\n".join(screen_text(app))
        assert "about 3 learners." in shown
        assert "✓ all shared" in shown
        before = sorted(path.name for path in store.rglob("*"))
        await press(pilot, "s")
        assert "No entry of this device was waiting to be shared." in "\n".join(screen_text(app))
        assert sorted(path.name for path in store.rglob("*")) == before
    assert caseload.dirty() == []


async def test_what_a_colleague_shared_arrives_in_the_caseload(
    tmp_path: Path, caseload: Workspace, press: Any, screen_text: Any, store: Path
) -> None:
    share(caseload, FolderBucket(store))
    other = Workspace(tmp_path / "alex", clock=caseload.clock)
    other.device.become("Alex Brown", "AB", "qualified")
    app = FieldAssess(other, settings=Settings(store=str(store)))
    async with app.run_test() as pilot:
        await press(pilot, "s", "s", "escape")
        assert "Ana Clarke" in "\n".join(screen_text(app))
    other.close()


async def test_a_drive_that_is_not_there_is_named_and_nothing_is_written(
    caseload: Workspace, press: Any, screen_text: Any, tmp_path: Path
) -> None:
    (tmp_path / "mount").mkdir()
    app = FieldAssess(caseload, settings=Settings(store=str(tmp_path / "mount")), start=Sync)
    async with app.run_test() as pilot:
        await press(pilot, "s")
        shown = "\n".join(screen_text(app))
        assert shown.count("The shared folder is empty.") == 1
        assert "fieldassess store" not in shown
        assert "! Not complete\n Nothing was shared." in shown
    assert list((tmp_path / "mount").iterdir()) == []


async def test_a_share_that_is_cut_off_says_so_and_sends_nobody_to_a_colleague(
    caseload: Workspace, press: Any, screen_text: Any, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(caseload, FolderBucket(store))
    other = Workspace(tmp_path / "alex", clock=caseload.clock)
    other.device.become("Alex Brown", "AB", "qualified")
    share(other, FolderBucket(store))
    for learner in other.learner_ids():
        other.learner(learner).set_detail("place", "Till 6")
    for name in ("Dee Moss", "Eva Stone"):
        other.register(name=name)
    share(other, FolderBucket(store))
    other.close()
    listed = FolderBucket.list

    def unplugged(bucket: FolderBucket, prefix: str) -> dict[str, int]:
        if prefix.startswith("learners/"):
            shutil.rmtree(store)
        return listed(bucket, prefix)

    monkeypatch.setattr(FolderBucket, "list", unplugged)
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "s", "end", "up", "up")
        shown = "\n".join(screen_text(app))
        assert shown.count("The shared folder") == 1
        assert "The share was cut off; nothing is lost. Connect the folder and share again." in shown
        assert "2 learners not known here: waiting for 2 entries of AB's device" in shown
        assert "No entry of this device was waiting to be shared." in shown
        assert "look at everything" not in shown
    again = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with again.run_test(size=(120, 40)) as pilot:
        await press(pilot, "end", "up", "up")
        shown = "\n".join(screen_text(again))
        assert "The last share here was cut off before it came to this. Share again." in shown


async def test_another_store_is_joined_only_when_asked_for(
    caseload: Workspace, press: Any, screen_text: Any, store: Path, tmp_path: Path
) -> None:
    share(caseload, FolderBucket(store))
    create_store(tmp_path / "second", caseload.folder)
    first = caseload.device.state.store
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test() as pilot:
        await press(pilot, "c")
        app.screen.query_one("#field-folder").fill(str(tmp_path / "second"))  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert "That is another shared store than before" in "\n".join(screen_text(app))
        assert caseload.device.state.store == first
        await press(pilot, "j")
        assert app.settings.store == str(tmp_path / "second")
        shown = "\n".join(screen_text(app))
        assert "about 3 learners." in shown, "it shares at once"
        assert "✓ all shared" in shown
    assert caseload.device.state.store != first
    assert len(list((tmp_path / "second").rglob("*.jsonl"))) == 3


async def test_nothing_counts_as_shared_with_another_store_until_it_is(
    caseload: Workspace, press: Any, screen_text: Any, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unplugged(*_: Any, **__: Any) -> ShareReport:
        raise StoreError("The shared folder has gone.")

    app = FieldAssess(caseload, settings=Settings(store=str(store)))
    async with app.run_test() as pilot:
        await press(pilot)
        waiting = screen_text(app)[0].split("⇅")[1]  # seen on this caseload before, so that its rows count as known
        await press(pilot, "s", "s", "escape")
        assert "✓ all shared" in screen_text(app)[0]
        create_store(tmp_path / "second", caseload.folder)
        monkeypatch.setattr(sync, "share", unplugged)
        await press(pilot, "s", "c")
        app.screen.query_one("#field-folder").fill(str(tmp_path / "second"))  # type: ignore[attr-defined]
        await press(pilot, "enter", "j")
        assert screen_text(app)[0].endswith(waiting)
        await press(pilot, "escape")
        assert screen_text(app)[0].endswith(waiting)
    caseload.close()
    again = Workspace(caseload.folder, clock=caseload.clock)
    async with FieldAssess(again).run_test() as pilot:
        await press(pilot)
        assert screen_text(pilot.app)[0].endswith(waiting)
    again.close()


def test_a_program_that_stops_in_joining_leaves_too_many_marks_and_none_too_few(
    caseload: Workspace, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(caseload, FolderBucket(store))
    create_store(tmp_path / "second", caseload.folder)
    first = caseload.device.state.store

    def stops(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sessions.device.disk.replace", stops)
    with pytest.raises(KeyboardInterrupt):
        enter_store(FolderBucket(tmp_path / "second"), caseload, join=True)
    monkeypatch.undo()
    caseload.close()
    again = Workspace(caseload.folder, clock=caseload.clock)
    assert again.device.state.store == first
    assert len(again.dirty()) == 3
    enter_store(FolderBucket(tmp_path / "second"), again, join=True)
    assert sum(map(again.unshared, again.dirty())) > 0
    again.close()


async def test_a_folder_that_bears_another_store_is_joined_from_the_sharing_screen(
    caseload: Workspace, press: Any, screen_text: Any, store: Path
) -> None:
    share(caseload, FolderBucket(store))
    first = caseload.device.state.store
    (store / "store.json").unlink()
    shutil.rmtree(store / "heads")
    shutil.rmtree(store / "learners")
    shutil.rmtree(store / "packs")
    create_store(store, caseload.folder)
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        shown = " ".join(" ".join(screen_text(app)).split())
        assert "Press s to share with it from now on, or c to choose another place." in shown
        assert "fieldassess sync" not in shown
        await press(pilot, "s")
        asked = " ".join(" ".join(screen_text(app)).replace("│", "").split())
        assert "The store before keeps what it has and gets nothing new." in asked
        assert "this may be the wrong place." in asked
        await press(pilot, "b")
        assert caseload.device.state.store == first
        await press(pilot, "s", "enter")
        assert caseload.device.state.store == first, "the first answer goes back"
        await press(pilot, "s", "j")
        assert "✓ all shared" in "\n".join(screen_text(app))
    assert caseload.device.state.store != first
    assert list(store.rglob("*.jsonl"))


async def test_it_stops_when_asked(
    caseload: Workspace, store: Path, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, released = threading.Event(), threading.Event()

    def slow(workspace: Workspace, bucket: FolderBucket, progress: Any, **_: Any) -> ShareReport:
        progress("publishing", 1, 3)
        running.set()
        released.wait(30)
        return share(workspace, bucket, progress)

    monkeypatch.setattr(sync, "share", slow)
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test() as pilot:
        page = app.screen
        await press(pilot)
        await pilot.press("s")
        while not running.is_set():
            await pilot.pause()
        await pilot.pause()
        assert app.screen is page
        assert screen_text(app)[0].endswith("sharing…")
        assert "publishing 1 of 3" in "\n".join(screen_text(app))
        await pilot.press("x")
        released.set()
        await press(pilot)
        assert "Stopped before the end. Nothing is lost; share again to go on." in "\n".join(screen_text(app))


async def test_it_is_left_at_once_and_what_waits_for_its_end_says_so(
    caseload: Workspace, store: Path, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, released, reports = threading.Event(), threading.Event(), []

    def slow(workspace: Workspace, bucket: FolderBucket, progress: Any, **_: Any) -> ShareReport:
        progress("publishing", 1, 3)
        running.set()
        released.wait(30)
        reports.append(share(workspace, bucket, progress))
        return reports[0]

    monkeypatch.setattr(sync, "share", slow)
    app = FieldAssess(caseload, settings=Settings(store=str(store)))
    async with app.run_test() as pilot:
        home = app.screen
        await press(pilot, "s")
        await pilot.press("s")
        while not running.is_set():
            await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is home
        said = (
            "Finishing a share (publishing 1 of 3). What is asked for now waits until that step ends; nothing is lost."
        )
        assert [note.message for note in app._notifications] == [said]
        app.clear_notifications()
        await pilot.press("o")
        while not app._notifications:
            await pilot.pause()
        assert [note.message for note in app._notifications] == [said]
        assert app.screen is home
        released.set()
        await press(pilot)
        assert "The observation of Ana Clarke" in "\n".join(screen_text(app))
        app.clear_notifications()
        app._say_finishing()
        assert not app._notifications
    assert [report.problem for report in reports] == ["Stopped before the end. Nothing is lost; share again to go on."]


async def test_leaving_the_program_stops_the_share_between_two_files(
    caseload: Workspace, store: Path, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Sync()
    running, reports = threading.Event(), []

    def long(workspace: Workspace, bucket: FolderBucket, progress: Any, **_: Any) -> ShareReport:
        running.set()
        page._stop.wait(30)
        reports.append(share(workspace, bucket, progress))
        return reports[0]

    monkeypatch.setattr(sync, "share", long)
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=lambda: page)
    async with app.run_test() as pilot:
        await press(pilot)
        await pilot.press("s")
        while not running.is_set():
            await pilot.pause()
    assert not app.stuck
    assert [report.problem for report in reports] == ["Stopped before the end. Nothing is lost; share again to go on."]


ON_THE_SHARING_SCREEN = """
import os, signal, sys
from pathlib import Path
from fieldassess import app
from fieldassess.screens.sync import screen

def hangs(bucket, store):
    os.kill(os.getpid(), signal.SIGTERM)
    open(bucket.root / "store.json").read()

screen.require_store = hangs
app.FieldAssess.get_default_screen = lambda self: screen.Sync()
sys.exit(app.run(Path(sys.argv[1])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names, and no such signals")
def test_a_folder_that_hangs_does_not_keep_the_program_open(tmp_path: Path, caseload: Workspace, store: Path) -> None:
    caseload.close()
    config.save(Settings(store=str(store)), caseload.folder)
    (store / "store.json").unlink()
    os.mkfifo(store / "store.json")  # opening it waits for somebody to write
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ON_THE_SHARING_SCREEN, caseload.folder],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=os.environ | {"TERM": "xterm-256color"},
    )
    os.close(terminal)
    shown = b""
    try:
        with suppress(OSError):  # its end of the terminal is closed
            while drawn := os.read(screen, 65536):  # what it draws must be read, or it waits for us
                shown += drawn
        process.wait(20)
    finally:
        process.kill()
        os.close(screen)
    assert process.returncode == 128 + signal.SIGTERM
    assert b"does not answer and was left alone" in shown


async def test_before_a_folder_is_chosen_nothing_is_called_shared(tmp_path: Path, press: Any, screen_text: Any) -> None:
    workspace = Workspace(tmp_path / "new")
    workspace.device.become("Jo Sullivan", "JS", "qualified")
    app = FieldAssess(workspace, start=Sync)
    async with app.run_test() as pilot:
        await press(pilot)
        assert screen_text(app)[0].endswith("nothing to share yet")
        assert "Share now" not in "\n".join(screen_text(app))
    workspace.close()


async def test_a_first_share_with_a_new_store_speaks_of_no_loss(
    tmp_path: Path, caseload: Workspace, press: Any, screen_text: Any, store: Path
) -> None:
    share(caseload, FolderBucket(store))
    other = Workspace(tmp_path / "alex", clock=caseload.clock)
    other.device.become("Alex Brown", "AB", "qualified")
    share(other, FolderBucket(store))
    create_store(tmp_path / "second", caseload.folder)
    app = FieldAssess(other, settings=Settings(store=str(tmp_path / "second")), start=Sync)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "s", "j")
        shown = "\n".join(screen_text(app))
        assert "Put 26 entries of others there too, which this device had taken in before." in shown
        assert "had lost" not in shown
    other.close()


async def test_a_device_that_holds_many_learners_does_not_promise_everybody(
    caseload: Workspace, press: Any, screen_text: Any, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldassess.screens.sync.whose.SMALL", 2)
    app = FieldAssess(caseload, settings=Settings(store=str(store)), start=Sync)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert "Learners who come to this device: those here already." in "\n".join(screen_text(app))
