"""Printed lines joined again to the paragraphs and cells that were wrapped into them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from unitdata.handbook.extract.printed import Numbered, Printed
from unitdata.handbook.extract.sheet import Row, Sheet, Span, Strip

_BEGINS = re.compile(
    r"[•·▪◦●○‣▶➢➤■□*-] "
    r"|\((?:[0-9]{1,2}|[a-zA-Z]|[ivxIVX]{1,5})\) "
    r"|(?:[0-9]{1,2}|[a-zA-Z]|[ivx]{1,5})[.)] "
    r"|[A-Z]?[0-9]{1,2}(?:\.[0-9]{1,2})+[.:)]? "
    r"|[b-zB-HJ-Z] "
)
"""What no line of running text begins with: the ref of a new paragraph. `a`, `A` and `I` are words as well."""

_MAYBE_BEGINS = re.compile(r"(?:[aAI]|[0-9]{1,2}|[A-Z][0-9]{1,2}) |(?:Element|Unit|Outcome|Learning outcome|UNIT) ")
_ENDS = (".", ":", ";", "?", "!")

_BLANK = 0.25
"""The width of a blank, in heights of the letters."""

_SLACK = 0.8
"""How much room, in heights of the letters, a full line may seem to have left: its edge is a guess from other lines."""

_LARGE = 1.15
"""How much larger than most of the text a heading's letters are."""


@dataclass(slots=True)
class Setting:
    """How a document is set: where its lines end, how far apart they are, and how large most of its letters are."""

    left: float
    right: float
    pitch: float
    size: float


def setting(sheets: Iterable[Sheet]) -> Setting:
    """Measured over all pages."""
    lefts: Counter[int] = Counter()
    rights: list[float] = []
    pitches: Counter[int] = Counter()
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        lines = [item for item in sheet.content if isinstance(item, Strip)]
        for strip in lines:
            lefts[round(strip.spans[0].x0)] += 1
            if len(strip.spans) == 1:
                rights.append(strip.spans[0].x1)
            for span in strip.spans:
                sizes[round(span.size, 1)] += len(span.words)
        pitches.update(round(2 * (b.top - a.top)) for a, b in pairwise(lines) if b.top - a.top > 1)
    often = sorted(pitch for pitch, n in pitches.items() if n * 40 >= pitches.total())
    return Setting(
        left=min((x for x, n in lefts.items() if n * 50 >= lefts.total()), default=0),
        right=sorted(rights)[int(len(rights) * 0.99)] if rights else 0,
        pitch=often[0] / 2 if often else 0,
        size=max(sizes, key=lambda size: sizes[size], default=0),
    )


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being put together: its spans so far, where its lines may end, and the page it begins on."""

    spans: list[Span]
    tops: list[float]
    page: int

    def printed(self, look: Setting) -> Printed:
        text = self.spans[0].text
        for span in self.spans[1:]:
            # A hyphen at a line's end belongs to the word far more often than to the wrapping.
            text += ("" if text.endswith("-") and not text.endswith(" -") else " ") + span.text
        strong = all(span.strong for span in self.spans)
        large = look.size > 0 and self.spans[0].size >= _LARGE * look.size
        indent = max(0, round((self.spans[0].x0 - look.left) / (2 * _BLANK * self.spans[0].size)))
        return Printed.of(text, strong=strong or large, indent=indent, page=self.page)


class Flow:
    """Pages in, lines out."""

    def __init__(self, look: Setting) -> None:
        self._look = look
        self._rows: list[dict[int, _Paragraph]] = []
        self._columns: list[float] = []
        self._edges: list[float] = []
        self._top = 0.0
        self.out = Numbered()

    def page(self, sheet: Sheet) -> None:
        """Add a page's lines and rows."""
        block: list[Strip] = []
        for item in sheet.content:
            if isinstance(item, Row):
                self._take(block, sheet.number)
                block = []
                self._end()
                self._ruled(item, sheet.number)
            else:
                block.append(item)
        self._take(block, sheet.number)

    def end(self) -> None:
        """Add what is still open: a paragraph may go on over pages."""
        self._end()

    def _ruled(self, row: Row, page: int) -> None:
        cells = []
        for cell in row.cells:
            paragraphs: list[_Paragraph] = []
            for strip in cell.strips:
                (span,) = strip.spans
                if paragraphs and self._continues(paragraphs[-1], span, strip.top, page, cell.edge):
                    paragraphs[-1].spans.append(span)
                    paragraphs[-1].tops.append(strip.top)
                else:
                    paragraphs.append(_Paragraph([span], [strip.top], page))
            cells.append([paragraph.printed(self._look) for paragraph in paragraphs])
        self.out.add(*cells)

    def _take(self, block: Sequence[Strip], page: int) -> None:
        for i, strip in enumerate(block):
            if len(strip.spans) > 1 and len(self._columns) < 2:
                self._end()
                self._columns, self._edges = _columns(block[i:])
            elif len(self._columns) > 1 and not self._fits(strip):
                self._end()
                if len(strip.spans) > 1:
                    self._columns, self._edges = _columns(block[i:])
            if not self._columns:
                self._columns, self._edges = [self._look.left], [self._look.right]
            self._add(strip, page)
            self._top = strip.top

    def _fits(self, strip: Strip) -> bool:
        """Whether a line belongs to the columns above it."""
        places = [self._column(span) for span in strip.spans]
        if places == [0]:
            far = strip.top - self._top > 2 * self._look.pitch
            return strip.spans[0].x1 < self._columns[1] and not far
        near = all(abs(span.x0 - self._columns[i]) < 2 * span.size for span, i in zip(strip.spans, places, strict=True))
        return near and len(set(places)) == len(places)

    def _column(self, span: Span) -> int:
        return max((i for i, x in enumerate(self._columns) if x <= span.x0 + span.size / 2), default=0)

    def _add(self, strip: Strip, page: int) -> None:
        """Let each span go on with what stands above it in its column, or begin in a new row."""
        new: dict[int, _Paragraph] = {}
        for span in strip.spans:
            column = self._column(span)
            above = next((row[column] for row in reversed(self._rows) if column in row), None)
            if above and self._continues(above, span, strip.top, page, self._edges[column]):
                above.spans.append(span)
                above.tops.append(strip.top)
            else:
                new[column] = _Paragraph([span], [strip.top], page)
        if new:
            if len(self._columns) == 1:
                self._end()
                self._columns, self._edges = [self._look.left], [self._look.right]
            self._rows.append(new)

    def _end(self) -> None:
        for row in self._rows:
            cells = [[row[i].printed(self._look)] if i in row else [] for i in range(max(row) + 1)]
            self.out.add(*cells)
        self._rows, self._columns, self._edges = [], [], []

    def _continues(self, above: _Paragraph, span: Span, top: float, page: int, edge: float) -> bool:
        """Whether a span is the next line of a paragraph: the line above is full, and this begins nothing new."""
        last = above.spans[-1]
        text, said = span.text + " ", last.text
        if span.hangs or _BEGINS.match(text) or abs(span.size - last.size) > 0.6:
            return False
        if _MAYBE_BEGINS.match(text) and said.endswith(_ENDS):
            return False
        if span.strong != last.strong and (last.strong or text[0].isupper()):
            return False
        if page != above.page and len(above.tops) and top < above.tops[-1]:
            if said.endswith(_ENDS) and not text[0].islower():
                return False
        elif top - above.tops[-1] > max(1.2 * self._look.pitch, 1.3 * span.size):
            return False
        return self._full(last, span, edge)

    def _full(self, last: Span, span: Span, edge: float) -> bool:
        """Whether the first word of a span would not have found room behind the last of another."""
        needed = (_BLANK * span.size) + span.words[0].x1 - span.words[0].x0
        off = last.x0 - span.x0
        centred = abs(off) > 1 and abs(off + last.x1 - span.x1) < 2
        room = (edge - self._look.left) - (last.x1 - last.x0) if centred else edge - last.x1
        return needed > room - _SLACK * span.size


def _columns(block: Sequence[Strip]) -> tuple[list[float], list[float]]:
    """Where the columns begin, and where their text may end, of the table without rules that opens this block."""
    starts: list[float] = []
    ends: list[float] = []
    for strip in block:
        if any(span.x0 + span.size < x < span.x1 - span.size for span in strip.spans for x in starts):
            break
        for span in strip.spans:
            for i, x in enumerate(starts):
                if abs(x - span.x0) < span.size:
                    starts[i], ends[i] = min(x, span.x0), max(ends[i], span.x1)
                    break
            else:
                starts.append(span.x0)
                ends.append(span.x1)
    order = sorted(range(len(starts)), key=starts.__getitem__)
    return [starts[i] for i in order], [ends[i] for i in order]
