"""Where the units of a document stand: from where one opens, or is listed, to where the next one does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from unitdata.handbook.doubts import Place
from unitdata.handbook.layout import Fact, Layout, compiled, matches
from unitdata.handbook.pieces import Piece
from unitdata.handbook.printed import PrintedUnit
from unitdata.handbook.sentences import goes_on, leads_on

_FACTS: tuple[Fact, ...] = ("alias", "level", "credit", "hours")


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
    while number < len(pieces):
        piece = pieces[number]
        listed = _opening(pieces, number, layout.listed)
        before = pieces[number - 1].text if number else ""
        opened = None if listed else _opening(pieces, number, layout.unit)
        if opened and goes_on(opened[0].title) and leads_on(before):
            opened = None
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
