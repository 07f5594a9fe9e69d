"""The qualifications at hand; others are read in from a handbook here."""

from collections.abc import Iterator
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.commands import Back, Command
from fieldassess.commands.packs import OpenPack, ReadHandbook, WhatChanged
from fieldassess.screens.learner.enrol import is_other
from fieldassess.screens.packs.changes import show_changes
from fieldassess.screens.packs.pack import PackPage, Shelved, checked
from fieldassess.screens.packs.reading import ask_for_handbook
from fieldassess.screens.records import RecordsPage
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import GOOD, MUTED, WARN, content, lines
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.shelf import packs_at_hand
from unitdata import PackError, PinnedPack, check


class PackShelf(RecordsPage[None]):
    """Every qualification that comes with the program or is kept on this device."""

    TITLE = "Qualifications"
    HELP = """The qualifications that learners can be assessed on. Each edition that a record was made with is kept.

A handbook of your awarding body, read in here, adds its full wording to one of these, or makes a new one. Learners \
stay on the edition they are on until you carry them over, on the learner's own screen."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (OpenPack, ReadHandbook, WhatChanged, Back)

    rows = getters.query_one(Rows)

    def __init__(self) -> None:
        super().__init__()
        self._shelved: dict[str, Shelved] = {}
        self._come_to = ""

    def body(self) -> ComposeResult:
        yield Head("Qualifications")
        yield Rows(empty="Reading…")

    def read(self) -> list[Shelved]:
        try:
            packs = packs_at_hand(self.app.workspace)
            return [Shelved(pinned, tuple(check(pinned.pack)), is_other(pinned, packs)) for pinned in packs]
        except PackError as error:
            raise OSError(str(error)) from error

    @on(RecordsPage.Read)
    def _was_read(self, event: RecordsPage.Read) -> None:
        self._shelved = {shelved.pinned.sha: shelved for shelved in event.found}
        self.rows.set_rows([_shelf_row(shelved) for shelved in self._shelved.values()], empty="No qualifications here.")
        if self.rows.move_to(self._come_to):
            self._come_to = ""
        self.refresh_bindings()

    @on(Rows.Chosen)
    async def _chosen(self) -> None:
        await self.run_action(OpenPack.action_name())

    def possible(self, command: type[Command]) -> bool | None:
        return command is not WhatChanged or bool(self._other_editions)

    @on(Rows.Highlighted)
    def _other_row(self) -> None:
        self.refresh_bindings()

    def action_open_pack_command(self) -> None:
        if self.rows.cursor_key:
            self.app.push_screen(PackPage(self._shelved[self.rows.cursor_key]))

    @work
    async def action_read_handbook_command(self) -> None:
        if kept := await ask_for_handbook(self.app):
            self._come_to = kept
            self.read_again()

    @work
    async def action_what_changed_command(self) -> None:
        await show_changes(self.app, self._shelved[self.rows.cursor_key or ""].pinned, self._other_editions)

    @property
    def _other_editions(self) -> list[PinnedPack]:
        """The other editions here of the qualification under the cursor."""
        here = self._shelved.get(self.rows.cursor_key or "") if self.is_mounted else None
        every = (shelved.pinned for shelved in self._shelved.values())
        return [each for each in every if here and each is not here.pinned and each.pack.id == here.pinned.pack.id]


def _shelf_row(shelved: Shelved) -> Row:
    pack = shelved.pinned.pack
    words, units = pack.vocabulary, pack.units
    listed = sum(unit.listed_only for unit in units)
    said = [
        *_whence(shelved),
        f"{pack.body}, {pack.number}, edition: {pack.edition}",
        words.unit.count(len(units)) + (f", {listed} of them only listed" if listed else ""),
        words.criterion.count(sum(len(e.criteria) for unit in units for e in unit.elements)),
        checked(shelved),
    ]
    mark = content("!", WARN) if shelved.faults else content("✓", GOOD)
    return Row(
        shelved.pinned.sha, f"{pack.title}, {pack.body}", left=mark, right=content(pack.number, MUTED), more=lines(said)
    )


def _whence(shelved: Shelved) -> Iterator[str]:
    """Where a qualification comes from, if not with the program."""
    read_in, edition = bool(shelved.pinned.pack.read_from), "another edition, " if shelved.other else ""
    if read_in:
        yield f"{edition}read in from a handbook"
    elif shelved.other:
        yield f"{edition}kept here because records were made with it"
