"""One page of a PDF: the words on it, put together to the lines and the table rows that a reader sees."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from unitdata.handbook.extract.characters import plain

_GAP = 1.0
"""The width, in heights of the letters, from which on a gap may part two cells."""

_WIDER = 3
"""So many times as wide as a narrow gap of its line it must be, for justified text has wide gaps throughout …"""

_SURE = 2.5
"""… but none as wide as this, in heights of the letters."""

_TIGHT = 0.12
"""Up to this width, in heights of the letters, two words are one that changes its font midway."""

_LABEL = re.compile(
    r"[•·▪◦●○‣▶➢➤■□–—*-]|\(?(?:[A-Za-z]{1,2}|[ivxIVX]{1,6}|[0-9]{1,3})[.)]?"
    r"|[A-Za-z]{0,2}[0-9]{1,3}[a-z]?(?:\.[0-9A-Za-z]{1,3})*[.):]?"
)
"""What may stand far before the text it belongs to."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands, in points from the upper left; `size` is the height of its letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    strong: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Words side by side without a gap; `hangs` is set where a label stands off before them."""

    words: tuple[Word, ...]
    hangs: bool = False

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def strong(self) -> bool:
        return all(word.strong for word in self.words)

    @property
    def text(self) -> str:
        said = self.words[0].text
        for before, word in pairwise(self.words):
            said += ("" if word.x0 - before.x1 <= _TIGHT * word.size else " ") + word.text
        return plain(said)


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line: its spans from left to right."""

    spans: tuple[Span, ...]
    top: float

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with rules around it: where its text may end, and its lines."""

    edge: float
    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with rules."""

    cells: tuple[Cell, ...]
    top: float


Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points."""


@dataclass(slots=True)
class Sheet:
    """A page: its lines and rows from top to bottom."""

    number: int
    width: float
    height: float
    content: list[Strip | Row]


def strips(words: Iterable[Word], *, part: bool = True) -> list[Strip]:
    """Words as lines; `part` says whether wide gaps make cells."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        middle = (word.top + word.bottom) / 2
        if found and found[-1][0].top <= middle <= max(w.bottom for w in found[-1][:8]):
            found[-1].append(word)
        else:
            found.append([word])
    return [_strip(sorted(line, key=lambda word: word.x0), part) for line in found]


def _strip(words: list[Word], part: bool) -> Strip:
    gaps = sorted(word.x0 - before.x1 for before, word in pairwise(words))
    narrow = gaps[len(gaps) // 4] if len(gaps) > 2 else 0
    spans: list[list[Word]] = [[words[0]]]
    hanging = False
    for before, word in pairwise(words):
        size = max(word.size, before.size)
        wide = word.x0 - before.x1 > max(_GAP * size, min(_WIDER * narrow, _SURE * size))
        if wide and len(spans) == 1 and len(spans[0]) == 1 and _LABEL.fullmatch(before.text):
            hanging = True
            spans[-1].append(word)
        elif wide and part:
            spans.append([word])
        else:
            spans[-1].append(word)
    first, *rest = (tuple(span) for span in spans)
    return Strip((Span(first, hanging), *map(Span, rest)), min(word.top for word in words))


def sheet(number: int, size: tuple[float, float], words: list[Word], tables: list[list[list[Box | None]]]) -> Sheet:
    """A page from its words and from the boxes of its ruled tables: for each, for each row, its cells from the left."""
    content: list[Strip | Row] = []
    for table in tables:
        boxes = [box for row in table for box in row if box]
        around = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        inside = [word for word in words if _within(word, around)]
        taken: set[int] = set()
        for row in table:
            cells = []
            for box in row:
                held = [word for word in inside if box and _within(word, box) and id(word) not in taken]
                taken.update(map(id, held))
                cells.append(_cell(held, box))
            content.append(Row(tuple(cells), min(box[1] for box in row if box)))
        words = [word for word in words if id(word) not in taken]
    content += strips(words)
    return Sheet(number, *size, sorted(content, key=lambda item: item.top))


def _cell(words: list[Word], box: Box | None) -> Cell:
    if not words or not box:
        return Cell(0, ())
    padding = max(0.0, min(word.x0 for word in words) - box[0])
    edge = box[2] - min(padding, (box[2] - box[0]) / 4)
    return Cell(edge, tuple(strips(words, part=False)))


def _within(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
