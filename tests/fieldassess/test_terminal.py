"""A terminal that went away holds nothing up."""

import os
import sys
from contextlib import suppress
from typing import Any

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.drivers.linux_driver import LinuxDriver

from fieldassess.screens.welcome import Welcome
from fieldassess.terminal import Lasting

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def test_textual_writes_on_and_ends_when_the_window_was_closed() -> None:
    master, slave = os.openpty()
    file = os.fdopen(slave, "w")
    writer = WriterThread(Lasting(file))  # type: ignore[arg-type]
    writer.start()
    writer.write("seen")
    assert os.read(master, 4) == b"seen"
    os.close(master)
    for _ in range(3 * MAX_QUEUED_WRITES):
        writer.write("nobody sees this\n")
    writer.stop()
    assert not writer.is_alive()
    with suppress(OSError):
        file.close()


def test_the_app_draws_through_such_a_file(app_on: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LinuxDriver, "__init__", lambda driver: setattr(driver, "_file", sys.__stderr__))
    assert isinstance(app_on(Welcome).driver_class()._file, Lasting)
