"""Help: what the screen below is for, and everything that can be done there. Choosing a row does it."""

from typing import Any

from textual import on
from textual.app import ComposeResult

from fieldassess.commands import Command
from fieldassess.commands.dialog import Close, DoIt
from fieldassess.commands.shown import shown_keys
from fieldassess.screens.base import Page
from fieldassess.widgets.dialog import Box
from fieldassess.widgets.plain import ACCENT, MUTED, Text, content
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows

_KEYS_WIDE = 8


class HelpScreen(Box[None]):
    """The commands of a page with their keys, those that are not possible now muted."""

    TITLE = "Help"
    COMMANDS_HERE = (DoIt, Close)

    def __init__(self, page: Page[Any]) -> None:
        super().__init__(page.spoken(page.TITLE or "Help"))
        self._page = page
        self._commands = {command.__name__: command for command in page.all_commands()}

    def body(self) -> ComposeResult:
        yield Rows(self._rows())

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        for paragraph in filter(None, (self._page.HELP or "").strip().split("\n\n")):
            number = len(rows)
            said = Row(
                f"help:{number}", self._page.spoken(" ".join(paragraph.split())), heading=True, wrap=True, strong=False
            )
            rows += [said, Row(f"gap:{number}", "", heading=True)]
        rows.append(headed("What can be done here"))
        return rows + [self._row(name, command) for name, command in self._commands.items()]

    def _row(self, name: str, command: type[Command]) -> Row:
        possible = bool(self._page.possible(command))
        keys: Text = content(" ".join(shown_keys(command)).ljust(_KEYS_WIDE), ACCENT if possible else MUTED)
        words = content(self._page.spoken(command.command()), "" if possible else MUTED)
        state = "" if possible else content("not now", MUTED)
        return Row(name, words, left=keys, right=state, more=self._page.spoken(command.tooltip()))

    @on(Rows.Chosen)
    def action_do_it_command(self) -> None:
        command = self._commands[self.query_one(Rows).cursor_key or ""]
        if self._page.possible(command):
            self.dismiss(None)
            self.app.call_later(self._page.run_action, command.action_name())

    def action_close_command(self) -> None:
        self.dismiss(None)
