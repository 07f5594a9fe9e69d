"""What a handbook says in full of one statement, over the screen that shows our prompt for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from fieldassess.commands import Command
from fieldassess.commands.wording import CloseWording
from fieldassess.widgets.dialog import Box
from fieldassess.widgets.plain import ACCENT, MUTED, WARN, PlainStatic, Text, content, join, lines
from unitdata import Criterion, Element, Knowledge, Origin, Pack, Requirement, Unit

if TYPE_CHECKING:
    from fieldassess.wording import Stated

NOT_READ: Final = "Its wording was not read in: “fieldassess packs read FILE” does that."


class WordingBox(Box[None]):
    """The wording, where it stands in its document, and our prompt and question beside it."""

    TITLE = "Full wording"
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (CloseWording,)

    def __init__(self, pack: Pack, ref: str) -> None:
        """Show the statement `ref` (`UNIT/ref`), which the pack has."""
        unit_ref, _, inner = ref.partition("/")
        self._unit, self._ref = pack.unit[unit_ref], inner
        super().__init__(f"{unit_ref} {self._unit.short(inner)}")

    def body(self) -> ComposeResult:
        with VerticalScroll():
            theirs, ours = _wording_of(self._unit, self._ref), _ours(self._unit.statements[self._ref])
            yield PlainStatic(lines([*theirs, "", *ours]), id="text")

    def action_close_wording_command(self) -> None:
        self.dismiss(None)


def _wording_of(unit: Unit, ref: str) -> Iterator[Text]:
    """The full wording of a statement, with what it stands below before it and its lettered parts after it."""
    said = unit.statements[ref]
    if above := _above(unit, ref):
        yield from _worded(unit, above)
    worded = list(_worded(unit, said))
    yield from worded or [content(NOT_READ, WARN)]
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
    line = f"line {origin.line} of the handbook"
    return f"page {origin.page}, {line}" if origin.page else line


def _ours(said: "Stated") -> Iterator[Text]:
    yield join(content("In short: ", MUTED), said.prompt)
    if isinstance(said, Criterion | Knowledge) and said.question:
        yield join(content("Ask: ", MUTED), said.question)
