"""What reading a handbook came to: the packs made of it, every doubt with its place, and the counts of each unit."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.app import FieldAssess
from fieldassess.commands import Back, Command
from fieldassess.commands.packs import FindStatement, KeepPacks, OpenPack, ReadAs, WhatChanged
from fieldassess.screens.base import Page
from fieldassess.screens.packs.changes import show_changes
from fieldassess.screens.packs.pack import PackPage, Shelved
from fieldassess.screens.packs.reading import Reading
from fieldassess.widgets.dialog import Ask, Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import BAD, GOOD, MUTED, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.shelf import kept_alike
from unitdata import open_shipped, shipped

if TYPE_CHECKING:
    from unitdata import PinnedPack
    from unitdata.handbook import Doubt, Made, Report

_WEIGHTS: Final = {"missing": ("Not read", BAD), "check": ("To look up", WARN), "note": ("To know", MUTED)}
_LEAVE: Final = {"k": "Keep it, then leave", "l": "Leave, keep nothing", "s": "Stay"}
_MEND: Final = "It is kept once that is put right: “fieldassess packs read” writes it to a file with --out."
_KEPT: Final = "Kept. Learners stay on the edition they are on: c on a learner's screen carries one over."


class HandbookReport(Page[str | None]):
    """A handbook's report, to keep what was made of it or not. The result: the hash of a pack kept, if one was."""

    TITLE = "What was read"
    HELP = """What came out of the document, and whatever in it is doubtful, with its page or line so that you can \
look there. “Not read” is missing from what was made; “to look up” was read in the likeliest way; “to know” changed \
nothing. Was it taken for another body's document, l reads it again as one of those you name.

Nothing is kept until you press k. What was not read or is to be looked up stays in the notes of what is kept; \
reading the same file again shows all of the report.

Enter on a qualification shows all of it as learners would have it."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        KeepPacks, OpenPack, WhatChanged, FindStatement, ReadAs, Back,
    )  # fmt: skip

    app = getters.app(FieldAssess)
    rows = getters.query_one(Rows)

    def __init__(self, file: str, report: "Report", here: Mapping[str, str]) -> None:
        """Show the report of a file. `here`: of its packs those that are kept here already, and by which hashes."""
        super().__init__()
        self._file = file
        self._chosen: str | None = None
        self._take(report, here)

    def _take(self, report: "Report", here: Mapping[str, str]) -> None:
        self._report, self._here = report, dict(here)
        self._chosen = next(iter(here.values()), None)
        self._made = {made.pinned.sha: made for made in report.packs}

    def body(self) -> ComposeResult:
        yield Head(self._report.document.name, self._standing)
        yield Rows(list(self._rows()))

    def on_mount(self) -> None:
        self.rows.move_to(next(iter(self._made), ""))

    @property
    def _standing(self) -> Text:
        if not self._made:
            return content("nothing to keep", WARN)
        if any(made.problems for made in self._made.values()):
            return content("to be put right first", WARN)
        return content("not kept yet", WARN) if self._to_keep else content("✓ kept", GOOD)

    @property
    def _to_keep(self) -> "list[PinnedPack]":
        return [made.pinned for sha, made in self._made.items() if sha not in self._here and not made.problems]

    @property
    def _made_here(self) -> "Made | None":
        """The pack under the cursor, or the only one there is."""
        only = next(iter(self._made.values())) if len(self._made) == 1 else None
        return self._made.get(self.rows.cursor_key or "", only) if self.is_mounted else None

    def possible(self, command: type[Command]) -> bool | None:
        if command is KeepPacks:
            return bool(self._to_keep)
        if command is OpenPack:
            return self._made_here is not None
        if command is WhatChanged:
            return bool(self._made_here and self._made_here.shipped)
        return True

    # what is shown

    def _rows(self) -> Iterator[Row]:
        for number, said in enumerate(self._report.opening()):
            yield Row(f"opening:{number}", said, wrap=True)
        if self._report.refused:
            yield Row("refused", join(content("! ", WARN), self._report.refused), wrap=True)
        for made in self._made.values():
            yield from _pack_rows(made)
        doubts = [*self._report.reading.doubts, *(doubt for made in self._made.values() for doubt in made.doubts)]
        for weight in _WEIGHTS:
            yield from _doubt_rows(weight, [doubt for doubt in doubts if doubt.weight == weight])
        yield from _unit_rows(self._report)

    @on(Rows.Highlighted)
    def _other_row(self) -> None:
        self.refresh_bindings()

    # what can be done

    @on(Rows.Chosen)
    async def _row_chosen(self) -> None:
        if self.rows.cursor_key in self._made:
            await self.run_action(OpenPack.action_name())

    def action_open_pack_command(self) -> None:
        if made := self._made_here:
            self.app.push_screen(PackPage(Shelved(made.pinned, made.problems, bool(made.shipped))))

    @work
    async def action_what_changed_command(self) -> None:
        made = self._made_here
        if made and made.shipped:
            every = await self.app.in_background(lambda: [open_shipped(pack_id) for pack_id in shipped()])
            await show_changes(self.app, made.pinned, [each for each in every if each.sha == made.shipped])

    @work
    async def action_find_statement_command(self) -> None:
        found = [row for row in self.rows.rows if not row.heading]
        chosen = await self.app.push_screen_wait(Pick("Find in the report", found))
        if chosen:
            self.rows.move_to(chosen)

    @work
    async def action_read_as_command(self) -> None:
        from unitdata.handbook import LAYOUTS

        rows = [Row(layout.id, layout.name, right=content(layout.id, MUTED)) for layout in LAYOUTS.values()]
        chosen = await self.app.push_screen_wait(Pick("Read it as which layout?", rows))
        report = await self.app.push_screen_wait(Reading(self._file, chosen)) if chosen else None
        if isinstance(report, str):
            self.app.notify(report, severity="error", timeout=15)
        elif report:
            self._take(report, await kept_here(self.app, report))
            self.rows.set_rows(list(self._rows()))
            self._stand()

    @work
    async def action_keep_packs_command(self) -> None:
        if await self._keep():
            self.app.notify(_KEPT, timeout=10)

    async def _keep(self) -> bool:
        """Keep every pack that is not here; False, with the reason said, when that failed."""
        for pinned in self._to_keep:
            try:
                await self.app.in_background(partial(self.app.workspace.packs.keep, pinned))
            except OSError as error:
                self.app.notify(f"Not kept: {error.strerror or error}.", severity="error", timeout=15)
                break
            self._here[pinned.sha] = pinned.sha
            self._chosen = self._chosen or pinned.sha
        self._stand()
        return not self._to_keep

    def _stand(self) -> None:
        self.query_one(Head).show(right=self._standing)
        self.refresh_bindings()

    def action_back_command(self) -> None:
        if self._to_keep:
            self.app.push_screen(Ask("Leave without keeping what was read?", _LEAVE), self._leave)
        else:
            self.dismiss(self._chosen)

    async def _leave(self, answer: str | None) -> None:
        if answer == "l" or (answer == "k" and await self._keep()):
            self.dismiss(self._chosen)


async def kept_here(app: FieldAssess, report: "Report") -> dict[str, str]:
    """Of a report's packs those kept on this device already, by hash, and the hash of what is kept.

    That may be another, which was read from another file and says the same.
    """
    workspace, made = app.workspace, [made.pinned for made in report.packs]

    def alike() -> dict[str, str]:
        found = ((pinned.sha, kept_alike(workspace, pinned)) for pinned in made)
        return {sha: kept.sha for sha, kept in found if kept}

    return await app.in_background(alike)


def _pack_rows(made: "Made") -> Iterator[Row]:
    from unitdata.handbook.report import about

    pack = made.pinned.pack
    yield headed("Came out of it", key=f"heading:{made.pinned.sha}")
    mark = content("!", WARN) if made.problems else content("✓", GOOD)
    yield Row(made.pinned.sha, pack.title, left=mark, right=content(pack.number, MUTED))
    for number, said in enumerate(about(made)):
        yield Row(f"about:{made.pinned.sha}:{number}", said.strip(), wrap=True, indent=2)
    for number, problem in enumerate(made.problems):
        yield Row(f"problem:{made.pinned.sha}:{number}", join(content("! ", WARN), problem), wrap=True, indent=2)
    if made.problems:
        yield Row(f"mend:{made.pinned.sha}", _MEND, wrap=True, indent=2)


def _doubt_rows(weight: str, doubts: "list[Doubt]") -> Iterator[Row]:
    from unitdata.handbook.doubts import alike

    if not doubts:
        return
    title, style = _WEIGHTS[weight]
    yield headed(content(title, style), str(len(doubts)), key=f"heading:{weight}")
    for number, (first, *more) in enumerate(alike(doubts)):
        units = list(dict.fromkeys(each.unit for each in (first, *more) if each.unit))
        lead = f"{len(units)} units: " if len(units) > 1 else "".join(f"{unit}: " for unit in units)
        place = f"p {first.place.page}" if first.place.page else f"line {first.place.line}"
        places = "; ".join(f"{each.place}, {each.unit}" if more else str(each.place) for each in (first, *more))
        right = content(f"{place} …" if more else place, MUTED)
        yield Row(
            f"{weight}:{number}", lead + first.what, right=right, more=lines([first.done, f"At {places}."]), indent=1
        )


def _unit_rows(report: "Report") -> Iterator[Row]:
    from unitdata.handbook.report import counts_of, passed_over

    units = report.reading.units
    if not units:
        return
    yield headed(f"Units: {len(units)}", "statements", key="heading:units")
    for unit in units.values():
        counts = {name: count for name, count in counts_of(unit).items() if count}
        said = [", ".join(f"{count} {name}" for name, count in counts.items())]
        said += [f"passed over: {each}" for each in passed_over(unit)]
        right = str(sum(counts.values()) - counts.get("elements", 0)) if unit.body else "only listed"
        yield Row(
            f"unit:{unit.ref}", f"{unit.ref} {unit.title}", right=content(right, MUTED), more=lines(said), indent=1
        )
