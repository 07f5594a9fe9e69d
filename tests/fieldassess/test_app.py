"""The app as a process: how it opens, leaves, and fails."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.app import ComposeResult

from fieldassess import app as app_module
from fieldassess import config, crash
from fieldassess.config import Settings
from fieldassess.screens.base import Page
from fieldassess.widgets.plain import PlainStatic
from sessions.workspace import Workspace

NOTED = "Ana Clarke was rude"


class Blank(Page[None]):
    def body(self) -> ComposeResult:
        yield PlainStatic("Nothing here")


async def test_colours_change_and_are_remembered(app_on: Any) -> None:
    app = app_on(Blank, settings=Settings(theme="contrast"))
    async with app.run_test() as pilot:
        assert app.theme == "contrast"
        await pilot.press("ctrl+t")
        await app.workers.wait_for_complete()
        assert app.theme == "outdoor"
        assert config.load(app.workspace.folder)[0].theme == "outdoor"


async def test_settings_that_cannot_be_saved_are_told_and_still_used(
    app_on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(config, "save", full)
    app = app_on(Blank)
    async with app.run_test() as pilot:
        app.change_settings(theme="outdoor")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.theme == "outdoor"
        assert [note.message for note in app._notifications] == [
            "The settings could not be saved: No space left on device."
        ]


async def test_messages_are_shown_as_they_stand(app_on: Any, screen_text: Any) -> None:
    app = app_on(Blank, say="[/] [red]settings[/red] \x1b[31m")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        shown = "\n".join(screen_text(app))
        assert "[/] [red]settings[/red] \ufffd[31m" in shown


async def test_ctrl_c_leaves_when_pressed_twice(app_on: Any) -> None:
    app = app_on(Blank)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        assert app._exit is False
        await pilot.press("ctrl+c")
        assert app._exit is True
    assert app.return_code == 0


@pytest.mark.parametrize(
    ("size", "classes"),
    [((40, 20), {"-narrow", "-short"}), ((80, 24), {"-normal", "-tall"}), ((120, 40), {"-wide", "-tall"})],
)
async def test_the_screen_knows_its_size(app_on: Any, size: tuple[int, int], classes: set[str]) -> None:
    app = app_on(Blank)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert classes <= app.screen.classes


async def test_a_crash_says_so_plainly_and_its_report_names_nobody(
    app_on: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    class Failing(Blank):
        def on_mount(self) -> None:
            note = NOTED
            try:
                raise KeyError(note)
            except KeyError as error:
                raise RuntimeError(f"cannot show {note}") from error

    app = app_on(Failing)
    with pytest.raises(RuntimeError):
        async with app.run_test():
            pass
    assert app.return_code == 70
    (report,) = Path(os.environ["XDG_STATE_HOME"]).rglob("crash-*.txt")
    text = report.read_text()
    assert "RuntimeError" in text
    assert "KeyError" in text
    assert "fieldassess/test_app.py" in text
    assert "Ana" not in text
    printed = capsys.readouterr().err
    assert "had to stop" in printed
    assert report.name in printed.replace("\n", "")
    assert "Ana" not in printed


def test_a_report_that_cannot_be_written_is_no_second_crash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    workspace = Workspace(tmp_path / "workspace")
    assert crash.report(ValueError(NOTED), workspace.clock()) is None
    workspace.close()


def test_records_open_elsewhere_are_not_opened_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace(tmp_path / "workspace")
    try:
        assert app_module.run(tmp_path / "workspace") == 3
    finally:
        workspace.close()
    assert "open" in capsys.readouterr().err


def test_a_shared_store_is_not_taken_for_a_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "store.json").write_bytes(b"{}")
    assert app_module.run(tmp_path) == 1
    assert capsys.readouterr().err.startswith("fieldassess: ")
    assert [path.name for path in tmp_path.iterdir()] == ["store.json"]


LEAVING = """
import sys
from pathlib import Path
from textual.app import ComposeResult
from fieldassess.app import FieldAssess
from fieldassess.screens.base import Page
from sessions.workspace import Workspace

class Waiting(Page[None]):
    def on_mount(self):
        Path(sys.argv[2]).write_text("mounted")
    def on_unmount(self):
        Path(sys.argv[2]).write_text("left in order")

workspace = Workspace(Path(sys.argv[1]))
app = FieldAssess(workspace, start=Waiting)
app.run()
sys.exit(app.return_code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_leave_is_obeyed_in_order(tmp_path: Path, number: signal.Signals) -> None:
    said = tmp_path / "said"
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", LEAVING, tmp_path / "workspace", said],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=os.environ | {"TERM": "xterm-256color"},
    )
    os.close(terminal)
    try:
        while not said.exists():  # what it draws must be read, or it waits for us
            assert process.poll() is None
            os.read(screen, 65536)
        process.send_signal(number)
        while process.poll() is None:
            try:
                os.read(screen, 65536)
            except OSError:  # its end of the terminal is closed
                process.wait(20)
    finally:
        process.kill()
        os.close(screen)
    assert process.returncode == 128 + number
    assert said.read_text() == "left in order"
