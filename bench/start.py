"""What starting costs, from a process's first moment: whole processes timed in turn, in a terminal of their own."""

import os
import pty
import subprocess
import sys
import termios
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.beside import beside, seconds
from bench.record import long_record
from sessions.rows import refresh
from sessions.workspace import Workspace

ROUNDS = 15
BARE_APP = """
from textual.app import App
from textual.widgets import Label

class Bare(App):
    def compose(self):
        yield Label("Example")

Bare().run()
"""
SIGN = b"Example"  # what the first frame of either app shows
FIRST_FRAME = "app to its first frame / bare textual app with one label"
AIMS = {FIRST_FRAME: 1.3}


def measure() -> dict[str, float]:
    """Start of the app, on a caseload, to its first frame; and of the command line."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        with closing(Workspace(folder)) as workspace:
            learner = long_record(workspace, 100).learner
            refresh(workspace, [learner.id])
        python = sys.executable
        took = beside(
            {
                "nothing": partial(_run, [python, "-c", "pass"]),
                "version": partial(_run, [python, "-m", "fieldassess", "--version"]),
                "bare": partial(_first_frame, [python, "-c", BARE_APP]),
                "app": partial(_first_frame, [python, "-m", "fieldassess", "--workspace", str(folder)]),
            },
            ROUNDS,
        )
    return {
        FIRST_FRAME: took.ratio("app", "bare"),
        "--version / python -c pass": took.ratio("version", "nothing"),
    }


def _run(command: list[str]) -> float:
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def _first_frame(command: list[str]) -> float:
    """Seconds until a command has drawn what tells its first frame."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    environment = os.environ | {"TERM": "xterm-256color"}
    began, seen = perf_counter(), b""
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    while SIGN not in seen:
        seen += os.read(ours, 65536)
    took = perf_counter() - began
    process.kill()
    process.wait()
    os.close(ours)
    os.close(theirs)
    return took
