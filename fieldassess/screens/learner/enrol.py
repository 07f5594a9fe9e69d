"""Enrolling: pick a qualification, then tick units while its rules say whether they make the award."""

from typing import ClassVar, Final

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.app import FieldAssess
from fieldassess.commands import Back, Command
from fieldassess.commands.dialog import Save
from fieldassess.commands.learner import DateAndNumber, Tick
from fieldassess.screens.base import Page
from fieldassess.screens.learner.details import LABELS
from fieldassess.screens.records import recorded
from fieldassess.text import counted
from fieldassess.widgets.dialog import Ask, Form, Pick, Values
from fieldassess.widgets.fields import DateField, LineField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import GOOD, MUTED, STRONG, WARN, PlainStatic, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.entry import Enrolled
from sessions.workspace import PackMissing, Workspace
from unitdata import PackError, PinnedPack, Unit, evaluate, open_shipped, shipped


def packs_at_hand(workspace: Workspace) -> list[PinnedPack]:
    """The qualifications that come with the program, then other editions kept here. Reads files."""
    found: dict[str, PinnedPack] = {}
    for pack_id in shipped():
        pinned = open_shipped(pack_id)
        found[pinned.sha] = pinned
    folder = workspace.folder / "packs"
    for path in sorted(folder.glob("*.json")) if folder.exists() else []:
        try:
            found.setdefault(path.stem, workspace.pack(path.stem))
        except PackMissing:
            continue
    return list(found.values())


async def enrol(app: FieldAssess, learner_id: str) -> bool:
    """Ask for a qualification and units and record them; whether anything was. Call it in a worker."""
    workspace = app.workspace
    try:
        packs = await app.in_background(lambda: packs_at_hand(workspace))
    except (PackError, OSError) as error:
        app.notify(f"A qualification cannot be read: {error}.", severity="error")
        return False
    portfolio = await app.in_background(lambda: workspace.learner(learner_id).portfolio)
    standing = {body.pack_id: body for _, body in portfolio.enrolments()}
    pinned = packs[0] if len(packs) == 1 else await _pick(app, packs)
    if pinned is None:
        return False
    before = standing.get(pinned.pack.id)
    choice = await app.push_screen_wait(UnitChoice(portfolio.name, pinned, before, portfolio.detail("number")))
    if choice is None:
        return False

    def record() -> bool:
        workspace.keep_pack(pinned)
        learner = workspace.learner(learner_id)
        learner.enrol(pinned.sha, pinned.pack.id, choice["units"], on=choice["on"], number=choice["number"])
        workspace.refresh([learner_id])
        return True

    return bool(await recorded(app, record))


async def _pick(app: FieldAssess, packs: list[PinnedPack]) -> PinnedPack | None:
    rows = [Row(p.sha, p.pack.title, right=p.pack.number, more=f"{p.pack.body}, {p.pack.edition}") for p in packs]
    chosen = await app.push_screen_wait(Pick("Which qualification?", rows))
    return next((p for p in packs if p.sha == chosen), None)


class UnitChoice(Page[Values | None]):
    """Units to tick. The result holds "units", "on" and "number", or is None."""

    TITLE = "Choose units"
    HELP = """Tick the units that the learner will be assessed on. The line below says whether they make the award. \
A choice that does not can be kept for now, and says so."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Tick, DateAndNumber, Save, Back)
    DEFAULT_CSS = """
    UnitChoice #rules { padding: 0 1; max-height: 8; background: $panel; }
    """

    app = getters.app(FieldAssess)
    rows = getters.query_one(Rows)
    rules = getters.query_one("#rules", PlainStatic)

    def __init__(self, name: str, pinned: PinnedPack, before: Enrolled | None, number: str) -> None:
        super().__init__()
        self._name = name
        self._pack = pinned.pack
        mandatory = {ref for group in pinned.pack.groups if group.mandatory for ref in group.units}
        self._chosen = set(before.units) if before else mandatory
        self._before = set(self._chosen)
        self._on = before.on if before else None
        self._number = before.number if before else number

    def body(self) -> ComposeResult:
        yield Head(f"{self._name} · {self._pack.title}")
        yield Rows(self._rows())
        yield PlainStatic(id="rules")

    def on_mount(self) -> None:
        if self._on is None:
            self._on = self.app.now().date()
        self._say_rules()

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        for group in self._pack.groups:
            taken = sum(ref in self._chosen for ref in group.units)
            rows.append(headed(group.title, f"{taken} of {len(group.units)}", key=f"group:{group.id}"))
            rows += [self._row(group.id, self._pack.unit[ref]) for ref in group.units if ref in self._pack.unit]
        return rows

    def _row(self, group: str, unit: Unit) -> Row:
        on = unit.ref in self._chosen
        mark = content("☑", GOOD) if on else content("☐", MUTED)
        size = f"{len(unit.criteria)} criteria" if not unit.listed_only else "only listed"
        more = "Its criteria are yet to be read in from the handbook." if unit.listed_only else ""
        return Row(
            f"{group}:{unit.ref}", unit.title, left=join(mark, f" {unit.ref}"), right=content(size, MUTED), more=more
        )

    def _say_rules(self) -> None:
        choice = evaluate(self._pack, self._chosen)
        units = counted(len(self._chosen), "unit")
        if choice.valid:
            self.rules.show(join(content("✓ ", GOOD), f"{units}: this choice makes the award."))
        else:
            unmet = [join(content("! ", WARN), unmet.message) for unmet in choice.unmet]
            self.rules.show(lines([content(f"{units}: not the award yet.", STRONG), *unmet]))

    @on(Rows.Chosen)
    def action_tick_command(self) -> None:
        if self.rows.cursor_key is not None:
            self._chosen ^= {self.rows.cursor_key.partition(":")[2]}
            self.rows.set_rows(self._rows())
            self._say_rules()

    @work
    async def action_date_and_number_command(self) -> None:
        fields = [
            DateField("on", "Enrolled on", self._on, today=self.app.now().date(), past=True),
            LineField("number", LABELS["number"], self._number),
        ]
        values = await self.app.push_screen_wait(Form("Enrolment", fields))
        if values is not None:
            self._on, self._number = values["on"], values["number"]

    @work
    async def action_save_command(self) -> None:
        choice = evaluate(self._pack, self._chosen)
        if not self._chosen:
            self.app.notify("Tick at least one unit, or press esc to leave without enrolling.")
            return
        if not choice.valid:
            said = "\n".join(unmet.message for unmet in choice.unmet)
            answer = await self.app.push_screen_wait(Ask("This does not make the award yet", _KEEP, text=said))
            if answer != "k":
                return
        units = [ref for ref in self._pack.unit if ref in self._chosen]
        self.dismiss({"units": units, "on": self._on, "number": self._number})

    def action_back_command(self) -> None:
        if self._chosen == self._before:
            self.dismiss(None)
        else:
            self.app.push_screen(Ask("Leave without saving the choice?", _LEAVE), self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer == "l":
            self.dismiss(None)


_KEEP: Final = {"k": "Keep this choice for now", "b": "Back to the units"}
_LEAVE: Final = {"l": "Leave, lose the choice", "s": "Stay"}
