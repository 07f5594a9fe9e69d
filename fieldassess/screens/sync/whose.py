"""Whose learners come to this device: what is asked for now, and asking for others."""

from dataclasses import dataclass
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult

from fieldassess.app import FieldAssess
from fieldassess.commands import Command
from fieldassess.commands.dialog import Cancel, Save
from fieldassess.commands.sync import TickColleague
from fieldassess.text import counted
from fieldassess.widgets.dialog import Ask, Box
from fieldassess.widgets.plain import MUTED, content
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.device import Asked
from sessions.store.colleagues import Colleague, colleagues
from sessions.store.known import read_known
from sessions.store.own import own_devices
from sessions.store.wanted import SMALL
from sessions.workspace import Workspace

_ALWAYS: Final = "Who is on this device stays, and is kept up to date in any case."
_HERE: Final = "Only those here already"
_EVERYBODY: Final = "Everybody's"
_CHOSEN: Final = "Those here, and those of colleagues I choose"


@dataclass(frozen=True)
class Whose:
    """What is asked for, of whom it could be, and whether the store is a small one, as far as the last share told."""

    asked: Asked
    colleagues: tuple[Colleague, ...] = ()
    small: bool = True

    @property
    def elsewhere(self) -> bool:
        """Whether the store holds learners who are not on this device."""
        return any(colleague.elsewhere for colleague in self.colleagues)

    @property
    def strangers(self) -> list[str]:
        """Whom one asked for and nobody goes by, as far as is known."""
        return [who for who in self.asked.colleagues if not any(each.goes_by(who) for each in self.colleagues)]

    def of(self, colleague: Colleague) -> bool:
        """Whether this colleague's learners are asked for."""
        return any(map(colleague.goes_by, self.asked.colleagues))

    @property
    def words(self) -> str:
        """`everybody's`, or `those here already, and those of Alex Brown`."""
        if self.asked.everyone:
            return "everybody's"
        named = [each.name for each in self.colleagues if self.of(each)] + self.strangers
        if self.asked.everyone is None and self.small:
            return f"everybody's, while the shared store holds at most {SMALL} learners"
        return f"those here already, and those of {', '.join(named)}" if named else "those here already"


def read_whose(workspace: Workspace) -> Whose:
    """Whose learners come to this device."""
    known = read_known(workspace.folder)
    small = known.small or (known.thorough is None and len(workspace.learner_ids()) <= SMALL)
    return Whose(workspace.device.state.asked, tuple(colleagues(known, own_devices(workspace))), small)


async def choose_whose(app: FieldAssess) -> bool:
    """Ask whose learners come from now on, and keep it; whether somebody was asked for. For a worker. OSError."""
    whose = await app.in_background(lambda: read_whose(app.workspace))
    choices = {"h": _HERE, "e": _EVERYBODY} | ({"c": _CHOSEN} if whose.colleagues or whose.strangers else {})
    text = f"Now: {whose.words}. {_ALWAYS}"
    answer = await app.push_screen_wait(Ask("Whose learners come to this device?", choices, text=text))
    device = app.workspace.device
    if answer == "e":
        await app.in_background(lambda: device.ask_for(everyone=True))
        return True
    chosen = await app.push_screen_wait(Colleagues(whose)) if answer == "c" else ()
    if answer is None or chosen is None:
        return False
    await app.in_background(lambda: device.ask_for(everyone=False, colleagues=chosen))
    return bool(chosen)


class Colleagues(Box[tuple[str, ...] | None]):
    """The colleagues whose learners one may ask for. The result is by which words to ask for those ticked."""

    TITLE = "Whose learners"
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (TickColleague, Save, Cancel)

    def __init__(self, whose: Whose) -> None:
        super().__init__("Those here, and the learners of")
        self._colleagues = {each.who: each for each in whose.colleagues}
        strangers = dict.fromkeys(whose.strangers, True)
        self._on = {who: whose.of(each) for who, each in self._colleagues.items()} | strangers

    def body(self) -> ComposeResult:
        yield Rows([self._row(who) for who in self._on])

    def _row(self, who: str) -> Row:
        left, colleague = "☑" if self._on[who] else "☐", self._colleagues.get(who)
        if colleague is None:
            return Row(who, who, left=left, right=content("has not shared yet", MUTED))
        right = content(f"{colleague.elsewhere} not here" if colleague.elsewhere else "all here", MUTED)
        initials = ", ".join(dict.fromkeys(person.initials for person in colleague.people))
        devices = ", ".join(device[:4] for device in colleague.devices)
        more = f"{counted(colleague.elsewhere, 'learner')} not on this device. Shares from device {devices}."
        named = f"{colleague.name} ({initials})" if initials else colleague.name
        return Row(who, named, left=left, right=right, more=more)

    @on(Rows.Chosen)
    def action_tick_colleague_command(self) -> None:
        rows = self.query_one(Rows)
        if (who := rows.cursor_key) is not None:
            self._on[who] = not self._on[who]
            rows.update_row(who, self._row(who))

    def action_save_command(self) -> None:
        self.dismiss(tuple(who for who, on in self._on.items() if on))
