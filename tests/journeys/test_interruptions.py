"""What breaks in on a visit without a fault of anybody: the terminal closed, a second window, a laptop shut."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from journeys.steps import begin, observe, register

from sessions.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def observing(terminal: Any, tmp_path: Path) -> Iterator[Any]:
    """The program with an observation of Ana under way and one criterion ticked; her records lie in `records`."""
    with terminal("--workspace", str(tmp_path / "records")) as seen:
        begin(seen)
        register(seen, "Ana Clarke")
        observe(seen, "Ana Clarke")
        seen.press(" ")
        seen.wait_for("✓ a1.1")
        yield seen


@pytest.fixture
def judged(tmp_path: Path) -> Callable[[], list[str]]:
    """The refs judged met so far, as they lie on disk."""

    def read() -> list[str]:
        workspace = Workspace(tmp_path / "records", writable=False)
        (learner,) = workspace.learner_ids()
        entries = sorted(workspace.learner(learner).portfolio.entries.values(), key=lambda e: e.n)
        return [ref for e in entries if e.body.kind == "judged" for ref in e.body.refs]

    return read


def asked(*arguments: object) -> subprocess.CompletedProcess[str]:
    """What a subcommand answers in another window."""
    command = [sys.executable, "-m", "fieldassess", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_closing_the_terminal_keeps_the_words_just_typed(
    observing: Any, terminal: Any, tmp_path: Path, how: signal.Signals
) -> None:
    observing.press("Card refused, angry")
    observing.wait_for("Card refused, angry")
    if how == signal.SIGHUP:
        observing.hang_up()
    assert observing.kill(how) == 128 + how

    with terminal("--workspace", str(tmp_path / "records")) as seen:
        seen.wait_for("Unfinished: Ana Clarke, observation")
        seen.press("enter")
        seen.wait_for("Card refused, angry")
        assert "✓" in seen.text


def test_a_window_closed_under_a_shell_ends_the_program_too(observing: Any, terminal: Any, tmp_path: Path) -> None:
    """The system then wakes the program besides, on which Textual begins to draw anew."""
    observing.process.send_signal(signal.SIGCONT)
    observing.wait_for("✓ a1.1")
    observing.hang_up()
    observing.process.send_signal(signal.SIGCONT)
    assert observing.kill(signal.SIGHUP) == 128 + signal.SIGHUP
    with terminal("--workspace", str(tmp_path / "records")) as seen:
        seen.wait_for("Unfinished: Ana Clarke, observation")


def test_a_second_window_on_the_same_records_only_reads(
    observing: Any, judged: Callable[[], list[str]], terminal: Any, tmp_path: Path
) -> None:
    records = tmp_path / "records"
    with terminal("--workspace", str(records)) as second:
        second.wait_for("already open on these records")
        assert second.process.wait(20) == 3
    sharing = asked("sync", "--workspace", records, "--store", tmp_path / "store")
    assert (sharing.returncode, sharing.stdout) == (3, "")
    assert "open in another window" in sharing.stderr
    assert asked("outstanding", "Ana Clarke", "--workspace", records).returncode == 0
    observing.press("down", " ")
    observing.wait_for("✓ a1.2")
    assert judged() == ["U09602/1.1", "U09602/1.2"]


def test_a_laptop_that_was_shut_goes_on_where_it_stood(
    observing: Any, judged: Callable[[], list[str]], tmp_path: Path
) -> None:
    observing.process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, observing.process.pid, os.WSTOPPED | os.WNOWAIT)
    observing.press("down", " ")
    assert judged() == ["U09602/1.1"]
    observing.process.send_signal(signal.SIGCONT)
    observing.wait_for("✓ a1.2")
    assert judged() == ["U09602/1.1", "U09602/1.2"]
    assert asked("verify", "--workspace", tmp_path / "records").returncode == 0
