"""A terminal that may go away while the program draws on it: its window is closed, its connection ends."""

from contextlib import suppress
from typing import IO, Any

from textual.driver import Driver


class Lasting:
    """A terminal's file, into which writing never fails.

    Textual writes in a thread that ends at the first failure; the app then waits for that thread for ever, and with
    it the lock on the records.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        """Write what can be written; a file that was closed takes nothing."""
        with suppress(OSError, ValueError):
            return self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Send on what can be sent on."""
        with suppress(OSError, ValueError):
            self._file.flush()


def lasting(driver: type[Driver]) -> type[Driver]:
    """The driver of this system, outliving its terminal."""

    class LastingDriver(driver):  # type: ignore[valid-type, misc]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            file: Any = self._file
            self._file: Any = Lasting(file)

    return LastingDriver
