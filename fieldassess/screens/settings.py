"""Settings: who assesses here, colours, the shared store, and where the records lie."""

from functools import partial
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.app import FieldAssess
from fieldassess.commands import Back, Command
from fieldassess.commands.settings import ChangeThis
from fieldassess.screens.base import Page
from fieldassess.screens.records import recorded
from fieldassess.screens.sync.store_choice import choose_store
from fieldassess.screens.welcome import STANDINGS, wrong_initials
from fieldassess.widgets.dialog import Form, Pick, Values
from fieldassess.widgets.fields import ChoiceField, Field, LineField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import MUTED, content
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.device import Person


class SettingsPage(Page[None]):
    """What can be set on this device."""

    TITLE = "Settings"
    HELP = """Enter changes the setting under the cursor. Changing your name or standing changes nothing that is \
recorded already: each session keeps what held on its day.

Do not put a colleague's name in the place of yours: choose Someone else, and each signs their own sessions."""
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
        workspace = self.app.workspace
        colours = {"outdoor": "outdoor: dark on light", "contrast": "contrast: light on dark"}[self.app.theme]
        self.rows.set_rows(
            [
                headed("Change with enter", key="heading:change"),
                Row("you", _described(workspace.device.me), left=content("You          ", MUTED)),
                Row("other", "assesses on this device now", left=content("Someone else ", MUTED)),
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
            case "other":
                self._change_person()
            case "colours":
                self.app.action_change_colours()
            case "store":
                self._change_store()

    @work(exclusive=True)
    async def _change_you(self) -> None:
        device = self.app.workspace.device
        if values := await self.app.push_screen_wait(Form("You", _person_fields(device.me))):
            await recorded(self.app, partial(device.change_me, **values))
            self._show()

    @work(exclusive=True)
    async def _change_person(self) -> None:
        device = self.app.workspace.device
        others = {person.id: person for person in device.state.people if person != device.me}
        rows = [Row(id_, _described(person)) for id_, person in others.items()]
        chosen = await self.app.push_screen_wait(Pick("Who assesses now?", [*rows, Row("new", "Somebody new")]))
        values: Values | None = others[chosen].model_dump(exclude={"id"}) if chosen in others else None
        if chosen == "new":
            values = await self.app.push_screen_wait(Form("Who assesses now?", _person_fields(None)))
        if values:
            await recorded(self.app, partial(device.become, **values))
            self._show()

    @work(exclusive=True)
    async def _change_store(self) -> None:
        await choose_store(self.app)
        self._show()


def _described(person: Person | None) -> str:
    return f"{person.name} ({person.initials}), {person.standing}" if person else "not entered yet"


def _person_fields(person: Person | None) -> list[Field]:
    return [
        LineField("name", "Name", person.name if person else "", required=True),
        LineField("initials", "Initials", person.initials if person else "", required=True, wrong=wrong_initials),
        ChoiceField("standing", "As an assessor", STANDINGS, person.standing if person else "qualified"),
    ]


_DEVICE = "Its first four characters stand in each evidence number made here."
