"""What a handbook says in full of one statement, over the screen that shows our prompt for it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual import getters, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from fieldassess.app import FieldAssess
from fieldassess.commands import Command
from fieldassess.commands.wording import CloseWording
from fieldassess.widgets.dialog import Box
from fieldassess.widgets.plain import ACCENT, MUTED, WARN, PlainStatic, Text, content, join, lines
from fieldassess.wording import says_more
from sessions.shelf import packs_at_hand
from unitdata import Criterion, Element, Knowledge, Origin, Pack, PackError, Requirement, Unit

if TYPE_CHECKING:
    from fieldassess.wording import Stated

NOT_READ: Final = "Its wording was not read in: r on the Qualifications screen reads a handbook."
ELSEWHERE: Final = "By another edition kept here, which has the same in short; this one has no wording."


class WordingBox(Box[None]):
    """The wording, where it stands in its document, and our prompt and question beside it."""

    TITLE = "Full wording"
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (CloseWording,)

    app = getters.app(FieldAssess)
    text = getters.query_one("#text", PlainStatic)

    def __init__(self, pack: Pack, ref: str) -> None:
        """Show the statement `ref` (`UNIT/ref`), which the pack has."""
        unit_ref, _, inner = ref.partition("/")
        self._pack, self._unit, self._ref = pack, pack.unit[unit_ref], inner
        super().__init__(f"{unit_ref} {self._unit.short(inner)}")

    def body(self) -> ComposeResult:
        with VerticalScroll():
            yield PlainStatic(id="text")

    def on_mount(self) -> None:
        if _is_worded(self._unit, self._ref):
            self._show(_wording_of(self._unit, self._ref))
        else:
            self._show(["Looking through the editions kept here…"])
            self._look_elsewhere()

    def _show(self, theirs: Iterable[Text]) -> None:
        self.text.show(lines([*theirs, "", *_ours(self._unit.statements[self._ref])]))

    @work(group="wording")
    async def _look_elsewhere(self) -> None:
        """Show what another edition says, for learners stay on theirs when a handbook is read in."""
        prompt = self._unit.statements[self._ref].prompt
        try:
            editions = await self.app.in_background(lambda: packs_at_hand(self.app.workspace, [self._pack.id]))
        except (PackError, OSError):
            editions = []
        for unit in (pinned.pack.unit.get(self._unit.ref) for pinned in editions):
            said = unit.statements.get(self._ref) if unit else None
            if unit and said and said.prompt == prompt and _is_worded(unit, self._ref):
                self._show([*_wording_of(unit, self._ref), content(ELSEWHERE, MUTED)])
                return
        self._show([*_wording_of(self._unit, self._ref), content(NOT_READ, WARN)])

    def action_close_wording_command(self) -> None:
        self.dismiss(None)


def _is_worded(unit: Unit, ref: str) -> bool:
    return any(_worded(unit, unit.statements[ref]))


def _wording_of(unit: Unit, ref: str) -> Iterator[Text]:
    """The full wording of a statement, with what it stands below before it and its lettered parts after it."""
    said = unit.statements[ref]
    if above := _above(unit, ref):
        yield from _worded(unit, above)
    yield from _worded(unit, said)
    for part in said.parts if isinstance(said, Knowledge) else ():
        yield from _worded(unit, part)


def _above(unit: Unit, ref: str) -> Requirement | Knowledge | None:
    """The requirement of an item, the knowledge of a part: their wording often ends in a colon."""
    if ref in unit.requirement_of:
        return unit.requirement_of[ref]
    return next((knowledge for knowledge in unit.knowledge if ref in {part.ref for part in knowledge.parts}), None)


def _worded(unit: Unit, said: "Stated") -> Iterator[Text]:
    # Of an element judged as a whole the handbook prints nothing but its title.
    whole: Element | None = next((element for element in unit.judged_whole if element.ref == said.ref), None)
    text, origin = (whole.title, whole.origin) if whole else (said.text, said.origin)
    if text:
        yield join(content(f"{unit.short(said.ref)} ", ACCENT), text)
        if origin:
            yield content(_place(origin), MUTED)


def _place(origin: Origin) -> str:
    return f"{f'page {origin.page}' if origin.page else f'line {origin.line}'} of the handbook"


def _ours(said: "Stated") -> Iterator[Text]:
    if not said.text or says_more(said.text, said.prompt):
        yield join(content("In short: ", MUTED), said.prompt)
    if isinstance(said, Criterion | Knowledge) and said.question:
        yield join(content("Ask: ", MUTED), said.question)
