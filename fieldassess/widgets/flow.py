"""Short pieces set one after another over as many lines as they take, each knowing where it came to stand."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from fieldassess.widgets.columns import fit

_GAP: Final = 2


class Flow:
    """Pieces set within `width` cells. A piece longer than a line is cut."""

    def __init__(self, pieces: Sequence[Content], width: int) -> None:
        self._lines: list[list[tuple[int, int, Content]]] = []
        start = width
        for number, piece in enumerate(pieces):
            length = min(piece.cell_length, width)
            if not self._lines or start + length > width:
                self._lines.append([])
                start = 0
            self._lines[-1].append((number, start, fit(piece, length)))
            start += length + _GAP

    @property
    def height(self) -> int:
        return len(self._lines)

    @property
    def content(self) -> Content:
        gap = Content(" " * _GAP)
        return Content("\n").join([gap.join([piece for _, _, piece in line]) for line in self._lines])

    def at(self, x: int, y: int) -> int | None:
        """The number of the piece at a cell; the gap after a piece belongs to it, for fingers are wide."""
        for number, start, piece in self._lines[y] if 0 <= y < self.height else ():
            if start <= x < start + piece.cell_length + _GAP:
                return number
        return None
