"""A real process in a real pseudo-terminal, seen through a terminal emulator."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyte
import pytest

PATIENCE = 40.0
KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
}


class Terminal:
    """The program at work in a terminal of so many columns and rows."""

    def __init__(self, *arguments: str, size: tuple[int, int] = (80, 24), home: Path) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = os.environ | {
            "TERM": "xterm-256color",
            "HOME": str(home),
            "COLUMNS": str(columns),
            "LINES": str(rows),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fieldassess", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal's window: nobody reads what is drawn from then on."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, *keys: str) -> None:
        """Press keys by name; anything without a name is typed as it stands."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    def wait_for(self, wanted: str | Callable[[], bool]) -> None:
        """Read until the screen shows a text, or something else holds."""
        until = time.monotonic() + PATIENCE
        while not (wanted in self.text if isinstance(wanted, str) else wanted()):
            left = until - time.monotonic()
            assert left > 0, f"waited for {wanted!r}; the screen shows:\n{self.text}"
            if select.select([self._master], [], [], min(left, 0.05))[0]:
                try:
                    self._stream.feed(os.read(self._master, 65536))
                except OSError:
                    raise AssertionError(f"the program ended; the screen showed:\n{self.text}") from None

    def kill(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End the process; its return code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def terminal(tmp_path: Path) -> Callable[..., Terminal]:
    """Starts the program in a terminal: `with terminal("--workspace", folder, size=(80, 24)) as seen`."""
    return partial(Terminal, home=tmp_path)
