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

_DOUBLE = 2.4
"""How far apart the lines of a paragraph are at most, in heights of the letters: with double spacing."""

_LARGE = 1.15
"""How much larger than most of the text a heading's letters are."""


_NEAR = 3
"""Text that was wrapped in a column of a table without rules comes so near to its end, in heights of the letters."""


@dataclass(slots=True)
class Setting:
    """How a document is set: where its lines end, how far apart they are, and how large most of its letters are.

    `pitch` is 0 where no line goes on in the next: there nothing was wrapped, and where lines end says nothing.
    """

    left: float
    right: float
    pitch: float
    size: float


def setting(sheets: Iterable[Sheet]) -> Setting:
    """Measured over all pages."""
    lefts: Counter[int] = Counter()
    rights: list[float] = []
    sizes: Counter[float] = Counter()
    pairs: list[tuple[Strip, Strip]] = []
    for sheet in sheets:
        for strip in (item for item in sheet.content if isinstance(item, Strip)):
            lefts[round(strip.spans[0].x0)] += 1
            if len(strip.spans) == 1:
                rights.append(strip.spans[0].x1)
            for span in strip.spans:
                sizes[round(span.size, 1)] += len(span.words)
        pairs += [(a, b) for a, b in pairwise(sheet.content) if isinstance(a, Strip) and isinstance(b, Strip)]
    look = Setting(
        left=min((x for x, n in lefts.items() if n * 50 >= lefts.total()), default=0),
        right=sorted(rights)[int(len(rights) * 0.99)] if rights else 0,
        pitch=0,
        size=max(sizes, key=lambda size: sizes[size], default=0),
    )
    pitches = Counter(round(2 * (below.top - strip.top)) for strip, below in pairs if _goes_on(strip, below, look))
    look.pitch = min((pitch for pitch, n in pitches.items() if n * 40 >= pitches.total()), default=0) / 2
    return look


def _goes_on(strip: Strip, below: Strip, look: Setting) -> bool:
    """Whether a line is full, ends no sentence, and the next one begins as the middle of one does."""
    if len(strip.spans) > 1 or len(below.spans) > 1:
        return False
    (last,), (span,) = strip.spans, below.spans
    begins = span.hangs or _BEGINS.match(span.text + " ") or span.text[0].isupper()
    if begins or last.text.endswith(_ENDS) or not 1 < below.top - strip.top < _DOUBLE * span.size:
        return False
    return _full(last, span, look.right, look.left)


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
        self._columns = [look.left]
        self._edges = [look.right]
        self._pitch = look.pitch
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
            pitch = _pitch(cell.strips)
            for strip in cell.strips:
                (span,) = strip.spans
                if paragraphs and self._continues(paragraphs[-1], span, strip.top, page, cell.edge, pitch):
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
                self._open(block[i:])
            elif len(self._columns) > 1 and not self._fits(strip):
                self._end()
                if len(strip.spans) > 1:
                    self._open(block[i:])
            self._add(strip, page)
            self._top = strip.top

    def _fits(self, strip: Strip) -> bool:
        """Whether a line belongs to the columns above it."""
        places = [self._column(span) for span in strip.spans]
        if places == [0]:
            far = strip.top - self._top > 2 * (self._look.pitch or self._pitch)
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
            begun = 0 in new  # a row that begins in its first column begins in all
            if above and not begun and self._continues(above, span, strip.top, page, self._edges[column], self._pitch):
                above.spans.append(span)
                above.tops.append(strip.top)
            else:
                new[column] = _Paragraph([span], [strip.top], page)
        if new:
            if len(self._columns) == 1:
                self._end()
            self._rows.append(new)

    def _end(self) -> None:
        for row in self._rows:
            cells = [[row[i].printed(self._look)] if i in row else [] for i in range(max(row) + 1)]
            self.out.add(*cells)
        self._rows = []
        self._columns, self._edges, self._pitch = [self._look.left], [self._look.right], self._look.pitch

    def _open(self, block: Sequence[Strip]) -> None:
        """Begin a table without rules."""
        self._columns, ends, rows = _columns(block)
        self._pitch = _pitch(block[:rows])
        # Where no text comes near the next column, none was wrapped before it.
        size = block[0].spans[0].size
        limits = [*(start - size for start in self._columns[1:]), self._look.right]
        self._edges = [end if end > limit - _NEAR * size else limit for end, limit in zip(ends, limits, strict=True)]

    def _continues(self, above: _Paragraph, span: Span, top: float, page: int, edge: float, pitch: float) -> bool:
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
        elif not pitch or top - above.tops[-1] > max(1.2 * pitch, 1.3 * span.size):
            return False
        if len(above.spans) > 1 and abs(span.x0 - last.x0) > span.size and not _centred(last, span):
            return False
        return _full(last, span, edge, self._look.left)


def _full(last: Span, span: Span, edge: float, left: float) -> bool:
    """Whether the first word of a span would not have found room behind the last of another."""
    needed = (_BLANK * span.size) + span.words[0].x1 - span.words[0].x0
    room = edge - last.x1
    if _centred(last, span):
        room = edge - left - (last.x1 - last.x0)
    return needed > room - _SLACK * span.size


def _centred(one: Span, other: Span) -> bool:
    """Whether two spans begin and end equally far inside each other."""
    left, right = one.x0 - other.x0, one.x1 - other.x1
    return abs(left) > 1 and abs(left + right) < 2


def _pitch(strips: Sequence[Strip]) -> float:
    """How far apart the lines of a cell or of a table without rules are that are nearest to each other."""
    gaps = (below.top - strip.top for strip, below in pairwise(strips))
    return min((gap for gap in gaps if gap > strips[0].spans[0].size * 0.8), default=0)


def _columns(block: Sequence[Strip]) -> tuple[list[float], list[float], int]:
    """Of the table without rules that opens a block: where its columns begin and their text may end, and its lines."""
    columns: list[tuple[float, float]] = []
    rows = 0
    for strip in block:
        if any(span.x0 + span.size < start < span.x1 - span.size for span in strip.spans for start, _ in columns):
            break
        rows += 1
        for span in strip.spans:
            i = next((i for i, (start, _) in enumerate(columns) if abs(start - span.x0) < span.size), None)
            if i is None:
                columns.append((span.x0, span.x1))
            else:
                columns[i] = min(columns[i][0], span.x0), max(columns[i][1], span.x1)
    columns.sort()
    return [start for start, _ in columns], [end for _, end in columns], rows
