"""The app: it holds the workspace and the settings, and shows one screen after another."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar, Final, NoReturn, TypeVar

from rich.text import Text
from textual import work
from textual.app import ScreenStackError
from textual.binding import Binding
from textual.command import Provider
from textual.driver import Driver
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.theme import Theme

from fieldassess import config, crash
from fieldassess.commands.shown import shown_key
from fieldassess.config import Settings
from fieldassess.in_turn import InTurn
from fieldassess.terminal import lasting
from fieldassess.text import plain
from fieldassess.themes import THEMES
from fieldassess.widgets.columns import NARROW_BELOW
from sessions.device import DamagedDevice
from sessions.synchronised import warn_of
from sessions.workspace import InUse, NotAWorkspace, Workspace

PROBLEM: Final = 1
TRY_LATER: Final = 3
CRASHED: Final = 70
_AGAIN_WITHIN: Final = 3.0
_PATIENCE: Final = 3.0
_SOON: Final = 0.3
Result = TypeVar("Result")


class FieldAssess(InTurn[Path]):
    """The terminal app over one opened workspace. Its result is another workspace to open, if any."""

    TITLE = "fieldassess"
    COMMANDS: ClassVar[set[type[Provider]]] = set()  # type: ignore[assignment]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW_BELOW, "-normal"), (110, "-wide")]  # noqa: RUF012 (Textual's type)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    CSS = """
    * { scrollbar-size-vertical: 1; }
    Toast { width: 60; max-width: 90%; }
    CommandPalette {
        & > .command-palette--help-text { color: $text-muted; text-style: not bold; }
        & > Vertical { margin-top: 1; }
        SearchIcon { display: none; }
        CommandList > .option-list--option-highlighted {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
    }
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        settings: Settings | None = None,
        start: Callable[[], Screen[Any]] | None = None,
        say: str | None = None,
    ) -> None:
        """Show `workspace`, beginning with the screen that `start` makes and the message `say`."""
        self.workspace = workspace
        self.settings = settings or Settings()
        self._start = start
        self._say = say
        self._saving = threading.Lock()
        self._background = ThreadPoolExecutor(1, "records")
        self._interrupted = float("-inf")
        self._left: tuple[str, threading.Event] | None = None
        self.stuck = False
        super().__init__()
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = self.settings.theme

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Only those whose contrast is measured, once they are there."""
        own = {name: theme for name, theme in super().available_themes.items() if name in THEMES}
        return own or super().available_themes

    def now(self) -> datetime:
        """The time by the workspace's clock."""
        return self.workspace.clock()

    def get_driver_class(self) -> type[Driver]:
        return lasting(super().get_driver_class())

    def get_default_screen(self) -> Screen[Any]:
        if self._start is not None:
            return self._start()
        if self.workspace.device.me is None:
            from fieldassess.screens.welcome import Welcome

            return Welcome()
        from fieldassess.screens.caseload.screen import Caseload

        return Caseload()

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in _leave_signals():
            # Windows has no such handlers, and a loop outside the main thread may not set them.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.exit, None, 128 + number)
        if self._say:
            self.notify(self._say, severity="warning", timeout=10)

    async def on_unmount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in _leave_signals():
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(number)
        # Whoever closes the workspace next lets another program write to it, so the work under way ends first.
        ended = asyncio.Event()
        threading.Thread(target=self._end_background, args=(loop, ended), daemon=True).start()
        try:
            await asyncio.wait_for(ended.wait(), _PATIENCE)
        except TimeoutError:
            self.stuck = True

    def _end_background(self, loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
        self._background.shutdown(cancel_futures=True)
        with suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(ended.set)

    async def in_background(self, work: Callable[[], Result]) -> Result:
        """Do slow work on the records in the one thread kept for that, in the order in which it is asked for."""
        loop = asyncio.get_running_loop()
        slow = loop.call_later(_SOON, self._say_finishing)
        try:
            return await loop.run_in_executor(self._background, work)
        finally:
            slow.cancel()

    def leave_behind(self, what: str, ended: threading.Event) -> None:
        """Say that something goes on behind the scenes, and, until it has `ended`, what has to wait for it."""
        self._left = what, ended
        self._say_finishing()

    def _say_finishing(self) -> None:
        if self._left and not self._left[1].is_set():
            self.clear_notifications()  # whatever waits, it is said once
            self.notify(
                f"Finishing {self._left[0]}. What is asked for now waits until that step ends; nothing is lost."
            )

    async def quiet(self) -> None:
        """Wait until no such work is under way: a session opens only then, since both touch the same records."""
        await self.in_background(lambda: None)

    def get_key_display(self, binding: Binding) -> str:
        return binding.key_display or shown_key(binding.key)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message as it stands: it may quote what someone typed, so there is never markup in it."""
        super().notify(plain(message), title=plain(title), severity=severity, timeout=timeout, markup=False)

    def action_change_colours(self) -> None:
        self.change_settings(theme="outdoor" if self.theme == "contrast" else "contrast")

    async def action_quit(self) -> None:
        """Leave, unless the device is in the hands of somebody who may not."""
        from fieldassess.screens.base import Page

        kept_open = [page.KEEPS_OPEN for page in self.screen_stack if isinstance(page, Page) and page.KEEPS_OPEN]
        if kept_open:
            self.notify(kept_open[0], severity="warning")
        else:
            self.exit()

    def action_help_quit(self) -> None:
        """Leave when ctrl+c is pressed twice."""
        if monotonic() - self._interrupted < _AGAIN_WITHIN:
            self.call_later(self.action_quit)
            return
        self._interrupted = monotonic()
        self.notify("Press ctrl+c again to leave. Everything recorded is already saved.", timeout=_AGAIN_WITHIN)

    def change_settings(self, **changes: Any) -> None:
        """Use and keep other settings.

        Raises:
            pydantic.ValidationError: a value is not one that can be set.
        """
        self.settings = Settings.model_validate(self.settings.model_dump() | changes)
        self.theme = self.settings.theme
        self._save_settings()

    @work(thread=True, group="settings")
    def _save_settings(self) -> None:
        with self._saving:
            try:
                config.save(self.settings, self.workspace.folder)
            except OSError as error:
                self.notify(f"The settings could not be saved: {error.strerror}.", severity="error")

    def _handle_exception(self, error: Exception) -> None:
        """Leave with plain words: Textual's own traceback would print what the program was holding."""
        if self._exit and isinstance(error, ScreenStackError):
            return  # a message that was under way when the last screen went: nothing is left to show it on
        self._return_code = CRASHED
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        where = crash.report(error, self.now())
        kept = f"A report without names or notes is in {where}" if where else "No report could be written."
        self.panic(Text(f"fieldassess had to stop: a fault of its own. What was shown as recorded is saved.\n{kept}"))


def run(workspace: Path) -> int:
    """Open the workspace, and any that the user goes on to, until they leave; the exit code."""
    code = 0
    following: Path | None = workspace
    while following:
        code, following = _show(following)
    return code


def _show(workspace: Path) -> tuple[int, Path | None]:
    settings, wrong = config.load(workspace)
    try:
        opened = Workspace(workspace)
    except InUse:
        return _cannot_open("fieldassess is already open on these records. Close it there first.", TRY_LATER), None
    except (NotAWorkspace, DamagedDevice) as error:
        return _cannot_open(str(error), PROBLEM), None
    except OSError as error:
        return _cannot_open(f"The records in {workspace} cannot be opened: {error.strerror}.", PROBLEM), None
    said = [sentence for sentence in (wrong, warn_of(workspace)) if sentence]
    app = FieldAssess(opened, settings=settings, say="\n".join(said) or None)
    try:
        following = app.run()
    finally:
        if app.stuck:
            _leave_at_once(app.return_code or 0)
        opened.close()
    return app.return_code or 0, following


def _leave_at_once(code: int) -> NoReturn:
    """End the process with the workspace still locked: Python would wait for the thread that a folder holds up."""
    sys.stderr.write(
        "fieldassess: a folder or the shared store does not answer and was left alone. Everything recorded is saved.\n"
    )
    sys.stderr.flush()
    os._exit(code)


def _cannot_open(why: str, code: int) -> int:
    sys.stderr.write(f"fieldassess: {plain(why)}\n")
    return code


def _leave_signals() -> list[signal.Signals]:
    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
