"""A document's lines as the reader takes them: one cell or paragraph after another."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unitdata.handbook.doubts import Place
from unitdata.handbook.lines import Line

_RUN_TOGETHER = re.compile(r"(?<=[a-z]{3})(?=[A-Z]\. [A-Z])")
"""Where a heading was printed without a break into the lettered line below it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one cell, or of a line without cells. `bullet`: whether a list's dash or dot stood before it."""

    text: str
    place: Place
    bullet: bool = False


def pieces(lines: Iterable[Line]) -> Iterator[Piece]:
    """Every text of a document in reading order, without what has no letter and no figure."""
    for line in lines:
        for cell in line.cells:
            for text in _RUN_TOGETHER.split(cell):
                if any(letter.isalnum() for letter in text):
                    yield Piece(text.strip(), Place(line.number, line.page), line.bullet)
