"""Settings: who assesses here, colours, the shared folder, and where the records lie."""

from functools import partial
from typing import ClassVar, cast

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.app import FieldAssess
from fieldassess.commands import Back, Command
from fieldassess.commands.settings import ChangeThis
from fieldassess.screens.base import Page
from fieldassess.screens.records import recorded
from fieldassess.screens.sync.store_choice import choose_store
from fieldassess.screens.welcome import STANDINGS, wrong_initials
from fieldassess.widgets.dialog import Form
from fieldassess.widgets.fields import ChoiceField, LineField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import MUTED, content
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.entry import Standing


class SettingsPage(Page[None]):
    """What can be set on this device."""

    TITLE = "Settings"
    HELP = """Enter changes the setting under the cursor. Changing your name or standing changes nothing that is \
recorded already: each session keeps what held on its day."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (ChangeThis, Back)

    app = getters.app(FieldAssess)
    rows = getters.query_one(Rows)

    def body(self) -> ComposeResult:
        yield Head("Settings")
        yield Rows()

    def on_mount(self) -> None:
        self._show()
        self.watch(self.app, "theme", self._show, init=False)

    def _show(self) -> None:
        workspace, me = self.app.workspace, self.app.workspace.device.me
        you = f"{me.name} ({me.initials}), {me.standing}" if me else "not entered yet"
        colours = {"outdoor": "outdoor: dark on light", "contrast": "contrast: light on dark"}[self.app.theme]
        self.rows.set_rows(
            [
                headed("Change with enter", key="heading:change"),
                Row("you", you, left=content("You          ", MUTED)),
                Row("colours", colours, left=content("Colours      ", MUTED)),
                Row("store", self.app.settings.store or "none chosen", left=content("Shared folder", MUTED)),
                headed("About this device", key="heading:device"),
                Row("folder", str(workspace.folder), left=content("Records lie in", MUTED), wrap=True),
                Row("device", workspace.device.id, left=content("Device        ", MUTED), more=_DEVICE),
            ]
        )

    @on(Rows.Chosen)
    def action_change_this_command(self) -> None:
        match self.rows.cursor_key:
            case "you":
                self._change_you()
            case "colours":
                self.app.action_change_colours()
            case "store":
                self._change_store()

    @work(exclusive=True)
    async def _change_you(self) -> None:
        device = self.app.workspace.device
        me = device.me
        fields = [
            LineField("name", "Your name", me.name if me else "", required=True),
            LineField("initials", "Initials", me.initials if me else "", required=True, wrong=wrong_initials),
            ChoiceField("standing", "As an assessor", STANDINGS, me.standing if me else "qualified"),
        ]
        values = await self.app.push_screen_wait(Form("You", fields))
        if values is not None:
            standing = cast(Standing, values["standing"])
            await recorded(self.app, partial(device.become, values["name"], values["initials"], standing))
            self._show()

    @work(exclusive=True)
    async def _change_store(self) -> None:
        await choose_store(self.app)
        self._show()


_DEVICE = "Its first four characters stand in each evidence number made here."
