"""The qualifications at hand, and what each of them asks: units, elements, criteria, range and knowledge."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.commands import Back, Command
from fieldassess.commands.packs import FindStatement, OpenPack
from fieldassess.screens.base import Page
from fieldassess.screens.learner.enrol import packs_at_hand
from fieldassess.screens.records import RecordsPage
from fieldassess.text import counted
from fieldassess.widgets.dialog import Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import GOOD, MUTED, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from unitdata import Conditions, Pack, PackError, PinnedPack, Requirement, Unit, check


@dataclass(frozen=True)
class Shelved:
    """A qualification and what checking it found."""

    pinned: PinnedPack
    faults: tuple[str, ...]


class PackShelf(RecordsPage[None]):
    """Every qualification that comes with the program or is kept on this device."""

    TITLE = "Qualifications"
    HELP = """The qualifications that learners can be assessed on. Each edition that a record was made with is kept."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (OpenPack, Back)

    rows = getters.query_one(Rows)

    def body(self) -> ComposeResult:
        yield Head("Qualifications")
        yield Rows(empty="Reading…")

    def read(self) -> list[Shelved]:
        try:
            return [Shelved(pinned, tuple(check(pinned.pack))) for pinned in packs_at_hand(self.app.workspace)]
        except PackError as error:
            raise OSError(str(error)) from error

    @on(RecordsPage.Read)
    def _was_read(self, event: RecordsPage.Read) -> None:
        self._shelved: dict[str, Shelved] = {shelved.pinned.sha: shelved for shelved in event.found}
        self.rows.set_rows([_shelf_row(shelved) for shelved in self._shelved.values()], empty="No qualifications here.")

    @on(Rows.Chosen)
    async def _chosen(self) -> None:
        await self.run_action(OpenPack.action_name())

    def action_open_pack_command(self) -> None:
        if self.rows.cursor_key:
            self.app.push_screen(PackPage(self._shelved[self.rows.cursor_key]))


class PackPage(Page[None]):
    """What one qualification asks."""

    TITLE = "Qualification"
    HELP = """Units with their elements, criteria, requirements and knowledge, as short prompts. / finds a statement."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (FindStatement, Back)

    rows = getters.query_one(Rows)

    def __init__(self, shelved: Shelved) -> None:
        super().__init__()
        self._shelved = shelved

    def body(self) -> ComposeResult:
        pack = self._shelved.pinned.pack
        yield Head(pack.title, pack.number)
        yield Rows(_pack_rows(self._shelved))

    @work
    async def action_find_statement_command(self) -> None:
        found = [row for row in self.rows.rows if not row.heading]
        statements_first = sorted(found, key=lambda row: "/" not in row.key)
        chosen = await self.app.push_screen_wait(Pick("Find a statement", statements_first))
        if chosen:
            self.rows.move_to(chosen)


def _shelf_row(shelved: Shelved) -> Row:
    pack = shelved.pinned.pack
    said = [
        f"{pack.body}, {pack.number}, {pack.edition}",
        f"{len(pack.units)} units, {sum(len(unit.criteria) for unit in pack.units)} criteria; {_checked(shelved)}",
    ]
    mark = content("!", WARN) if shelved.faults else content("✓", GOOD)
    return Row(shelved.pinned.sha, pack.title, left=mark, right=content(pack.number, MUTED), more=lines(said))


def _checked(shelved: Shelved) -> str:
    if not shelved.faults:
        return "checked: nothing wrong"
    return f"checked: {counted(len(shelved.faults), 'thing')} wrong"


def _pack_rows(shelved: Shelved) -> list[Row]:
    pack = shelved.pinned.pack
    about = [f"{pack.body} · level {pack.level} · {pack.edition}", _wording(pack), _checked(shelved)]
    rows = [Row(f"about:{number}", words, wrap=True) for number, words in enumerate(about)]
    rows += [Row(f"fault:{n}", join(content("! ", WARN), fault), wrap=True) for n, fault in enumerate(shelved.faults)]
    if pack.notes:
        rows.append(headed("Notes and doubts", key="heading:notes"))
        rows += [Row(f"note:{number}", note, wrap=True) for number, note in enumerate(pack.notes)]
    for group in pack.groups:
        for ref in group.units:
            rows += _unit_rows(pack.unit[ref], group.title) if ref in pack.unit else ()
    return rows


def _wording(pack: Pack) -> str:
    return (
        "in the handbook's full wording" if pack.wording == "full" else "in short prompts, not the handbook's wording"
    )


def _unit_rows(unit: Unit, group: str) -> Iterator[Row]:
    def row(ref: str, words: str, more: Text = "") -> Row:
        return Row(unit.full(ref), words, left=ref, more=more, indent=1)

    yield headed(f"{unit.ref} {unit.title}", group, key=f"unit:{unit.ref}")
    if unit.listed_only:
        yield Row(f"listed:{unit.ref}", "Only listed in the handbook; its criteria are yet to be read in.", wrap=True)
    yield Row(f"conditions:{unit.ref}", content(_conditions(unit.conditions), MUTED), wrap=True, indent=1)
    for element in unit.elements:
        yield headed(f"{element.ref} {element.title}", key=f"element:{unit.full(element.ref)}", indent=1)
        yield from (row(c.ref, c.prompt, c.text or "") for c in element.criteria)
    for requirement in unit.requirements:
        yield row(requirement.ref, requirement.title, _wanted(requirement))
        yield from (row(item.ref, item.prompt, item.text or "") for item in requirement.items)
    if unit.knowledge:
        yield headed("Knowledge", key=f"knowledge:{unit.ref}", indent=1)
    for knowledge in unit.knowledge:
        parts = [f"{part.ref} {part.prompt}" for part in knowledge.parts]
        yield row(knowledge.ref, knowledge.prompt, lines([f"Ask: {knowledge.question}", *parts]))


def _wanted(requirement: Requirement) -> str:
    if not requirement.items and requirement.need is None:
        return "a statement that the assessor confirms"
    many = "all" if requirement.need is None else str(requirement.need)
    where = f", for elements {', '.join(requirement.applies_to)}" if requirement.applies_to else ""
    return f"{many} wanted of {requirement.of or len(requirement.items)}{where}"


def _conditions(conditions: Conditions) -> str:
    said = f"simulation {conditions.simulation}, realistic environment {conditions.realistic_environment}"
    return f"{said}. {conditions.note}" if conditions.note else said
