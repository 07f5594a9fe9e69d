"""What one qualification asks: its rules, its units, and everything in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.asks import accepts, wants
from fieldassess.award import registration_sentences, sentence, unit_facts
from fieldassess.commands import Back, Command
from fieldassess.commands.packs import FindStatement
from fieldassess.commands.wording import FullWording
from fieldassess.screens.base import Page
from fieldassess.text import counted
from fieldassess.widgets.dialog import Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import MUTED, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from fieldassess.wording import full_wording
from unitdata import (
    Criterion,
    Item,
    Knowledge,
    Pack,
    PinnedPack,
    Requirement,
    Unit,
    Vocabulary,
    rule_sentences,
)


@dataclass(frozen=True)
class Shelved:
    """A qualification and what checking it found."""

    pinned: PinnedPack
    faults: tuple[str, ...]
    other: bool
    """Whether it is another edition of one that comes with the program."""


class PackPage(Page[None]):
    """What one qualification asks."""

    TITLE = "Qualification"
    HELP = """What makes the award, then each unit with its elements and criteria, as short prompts. / finds one."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (FindStatement, FullWording, Back)

    rows = getters.query_one(Rows)

    def __init__(self, shelved: Shelved) -> None:
        super().__init__()
        self._shelved = shelved

    @property
    def vocabulary(self) -> Vocabulary:
        return self._shelved.pinned.pack.vocabulary

    @property
    def stated(self) -> tuple[Pack, str] | None:
        pack, ref = self._shelved.pinned.pack, self.rows.cursor_key
        return (pack, ref) if ref and pack.statement(ref) else None

    def possible(self, command: type[Command]) -> bool | None:
        return command is not FullWording or (self.is_mounted and self.stated is not None)

    @on(Rows.Highlighted)
    def _other_row(self) -> None:
        self.refresh_bindings()

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


def checked(shelved: Shelved) -> str:
    """What checking a qualification found, in words."""
    if shelved.faults:
        return f"checked: {counted(len(shelved.faults), 'thing')} wrong"
    if shelved.pinned.pack.read_from and shelved.pinned.pack.notes:
        return f"checked: it fits together; {counted(len(shelved.pinned.pack.notes), 'note')} to look through"
    return "checked: nothing wrong"


def _pack_rows(shelved: Shelved) -> list[Row]:
    pack = shelved.pinned.pack
    level = f"{pack.vocabulary.level} {pack.level}"
    about = [f"{pack.body} · {level} · edition: {pack.edition}", _wording(pack), checked(shelved)]
    rows = [Row(f"about:{number}", sentence(said), wrap=True) for number, said in enumerate(about)]
    rows += [Row(f"fault:{n}", join(content("! ", WARN), fault), wrap=True) for n, fault in enumerate(shelved.faults)]
    rows.append(headed("What makes the award", key="heading:rules"))
    said = [*rule_sentences(pack), *(registration_sentences(pack.registration) if pack.registration else ())]
    rows += [Row(f"rule:{number}", rule, wrap=True) for number, rule in enumerate(said)]
    if pack.notes:
        rows.append(headed("Notes and doubts", key="heading:notes"))
        rows += [Row(f"note:{number}", note, wrap=True) for number, note in enumerate(pack.notes)]
    for group in pack.groups:
        for ref in group.units:
            rows += _unit_rows(pack, pack.unit[ref], group.title) if ref in pack.unit else ()
    return rows


def _wording(pack: Pack) -> str:
    return (
        "in the handbook's full wording" if pack.wording == "full" else "in short prompts, not the handbook's wording"
    )


def _unit_rows(pack: Pack, unit: Unit, group: str) -> Iterator[Row]:
    words = pack.vocabulary

    def row(said: Criterion | Item | Requirement | Knowledge, more: Text = "") -> Row:
        short, wording = unit.short(said.ref), full_wording(said)
        return Row(unit.full(said.ref), said.prompt, left=short, more=more, indent=1, wording=wording)

    yield headed(f"{unit.ref} {unit.title}", group, key=f"unit:{unit.ref}")
    yield Row(f"facts:{unit.ref}", sentence("; ".join(unit_facts(pack, unit))), wrap=True, indent=1)
    yield Row(
        f"conditions:{unit.ref}", content(". ".join(map(sentence, accepts(unit, words))), MUTED), wrap=True, indent=1
    )
    for element in unit.elements:
        asked = "asked about" if element.kind == "knowledge" else ""
        if element.criteria:
            title = f"{unit.short(element.ref)} {element.title}"
            yield headed(title, asked, key=f"element:{unit.full(element.ref)}", indent=1)
        for criterion in element.judged:
            yield row(criterion, f"Ask: {criterion.question}" if criterion.question else "")
    for requirement in unit.requirements:
        yield row(requirement, sentence("; ".join(wants(requirement, unit, words))))
        yield from map(row, requirement.items)
    if unit.knowledge:
        yield headed(sentence(words.knowledge.brief), key=f"knowledge:{unit.ref}", indent=1)
    for knowledge in unit.knowledge:
        parts = [f"{part.ref} {part.prompt}" for part in knowledge.parts]
        yield row(knowledge, lines([f"Ask: {knowledge.question}", *parts]))
