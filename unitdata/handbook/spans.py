"""Where the units of a document stand: from where one opens, or is listed, to where the next one does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal

from unitdata.handbook.doubts import Place
from unitdata.handbook.layout import Fact, Layout, compiled, matches
from unitdata.handbook.pieces import Piece
from unitdata.handbook.printed import PrintedUnit
from unitdata.handbook.sentences import goes_on, leads_on

_FACTS: tuple[Fact, ...] = ("alias", "level", "credit", "hours")
_COLUMNS: dict[Fact, tuple[str, ...]] = {
    "level": ("level",),
    "credit": (r"credits?(?: value)?",),
    "hours": ("GLH", "guided learning hours"),
}
"""How the columns of a list of units are named."""


@dataclass
class Span:
    """A unit's heading, or its row in a list, and what stands below it.

    `kind`: whether a list names it here, it opens with its heading, its text begins without one, or no unit stands
    here, and the title is the line that ended the last one; the last two have no ref · `again`: its heading, where that
    is printed again on its pages.
    """

    unit: PrintedUnit
    kind: Literal["listed", "opened", "headless", "outside"] = "outside"
    pieces: list[Piece] = field(default_factory=list)
    again: list[PrintedUnit] = field(default_factory=list)


def spans(pieces: Sequence[Piece], layout: Layout) -> Iterator[Span]:
    """The document cut where units open or are listed; pages that repeat a unit's heading stay together."""
    span, number = Span(PrintedUnit("", "", Place(1))), 0
    inside = begun = False
    rows = _Rows(pieces, layout)
    while number < len(pieces):
        piece = pieces[number]
        listed = _opening(pieces, number, layout.listed)
        before = pieces[number - 1].text if number else ""
        opened = None if listed else _opening(pieces, number, layout.unit)
        if opened and goes_on(opened[0].title) and leads_on(before):
            opened = None
        if opened:
            rows.open = False
        elif not (listed or inside):
            listed = rows.at(number)
        headless = not (listed or opened) and matches(layout.begins, piece.text)
        if listed or (opened and not (inside and opened[0].ref == span.unit.ref)) or (headless and begun):
            yield span
            unit, length, outline = listed or opened or (PrintedUnit("", "", piece.place), 0, None)
            span = Span(unit, "listed" if listed else "opened" if opened else "headless", [outline] if outline else [])
            inside, begun = not listed, headless
        elif opened:
            span.again.append(opened[0])
            length = opened[1]
        elif inside and matches(layout.ends, piece.text) and not (goes_on(piece.text) or leads_on(before)):
            yield span
            span, length = Span(PrintedUnit("", piece.text, piece.place)), 1
            inside = begun = False
        else:
            length, begun = 0, begun or headless
        if not length:
            span.pieces.append(piece)
        number += length or 1
    yield span


def _opening(
    pieces: Sequence[Piece], number: int, patterns: Sequence[str]
) -> tuple[PrintedUnit, int, Piece | None] | None:
    """The unit that opens, or is listed, from a piece on; of how many pieces; and the elements named with it."""
    for pattern in patterns:
        length = pattern.count(r"\n") + 1
        window = "\n".join(piece.text for piece in pieces[number : number + length])
        if found := compiled(pattern).fullmatch(window):
            said, place = found.groupdict(), pieces[number].place
            facts: dict[str, list[str]] = {name: [said[name]] for name in _FACTS if said.get(name)}
            unit = PrintedUnit(said["ref"].upper(), (said.get("title") or "").strip(), place, facts)
            return unit, length, Piece(said["outline"].strip(), place) if said.get("outline") else None
    return None


class _Rows:
    """The lists below headings of groups, one row after another.

    `open`: whether a row may come next · `_shapes`: how the refs of units look that open in the document · `_columns`:
    the cells of the row that names the columns.
    """

    def __init__(self, pieces: Sequence[Piece], layout: Layout) -> None:
        self._pieces, self._layout = pieces, layout
        self.open = self._begun = False
        self._columns: list[str] = []
        every = (_opening(pieces, number, layout.unit) for number in range(len(pieces) if layout.rows else 0))
        self._shapes = {_shape(opened[0].ref) for opened in every if opened}

    def at(self, number: int) -> tuple[PrintedUnit, int, None] | None:
        """The unit whose row begins at a piece, and of how many pieces that is. To be asked piece by piece."""
        place = self._pieces[number].place
        if not self._layout.rows or (number and self._pieces[number - 1].place.line == place.line):
            return None
        after = (self._pieces[n] for n in range(number, len(self._pieces)))
        cells = [each.text for each in takewhile(lambda each: each.place.line == place.line, after)]
        if matches(self._layout.groups, cells[0]):
            self.open, self._begun = True, False
        elif self.open and (unit := self._unit(cells, place)):
            self._begun = True
            return unit, len(cells), None
        elif any(matches(_COLUMNS[fact], cell) for fact in _COLUMNS for cell in cells):
            self._columns = cells
        elif self._begun and not goes_on(cells[0]):  # before the first row it may be said how many are wanted
            self.open = False
        return None

    def _unit(self, cells: Sequence[str], place: Place) -> PrintedUnit | None:
        row = "\n".join(cells)
        found = next((f for each in self._layout.rows if (f := compiled(each).fullmatch(row))), None)
        if not found or not found["title"][0].isupper() or _shape(found["ref"]) not in self._shapes:
            return None
        facts: dict[str, list[str]] = {fact: [found[fact]] for fact in _FACTS if found.groupdict().get(fact)}
        for column, cell in zip(self._columns, cells, strict=False) if len(self._columns) == len(cells) else ():
            facts |= {fact: [cell] for fact, names in _COLUMNS.items() if matches(names, column) and cell.isdecimal()}
        return PrintedUnit(found["ref"].upper(), found["title"].strip(), place, facts)


def _shape(ref: str) -> str:
    """What refs of one list have in common: how many letters and figures they have."""
    return "".join("9" if each.isdecimal() else "A" for each in ref)
