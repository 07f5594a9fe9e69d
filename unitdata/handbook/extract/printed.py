"""What every kind of document is taken apart into, and how that becomes lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from unitdata.handbook.extract.characters import plain, without_bullet
from unitdata.handbook.lines import Line


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph: its plain text, whether all of it is strong, whether a bullet stood before it, indent and page."""

    text: str
    strong: bool = False
    bullet: bool = False
    indent: int = 0
    page: int | None = None

    @classmethod
    def of(
        cls, text: str, *, strong: bool = False, bullet: bool = False, indent: int = 0, page: int | None = None
    ) -> "Printed":
        """From a text as it was found, control characters, doubled blanks, bullet and all."""
        words, dotted = without_bullet(plain(text))
        return cls(words, strong and bool(words), bullet or dotted, indent, page)


NOTHING = Printed("")


def in_rows(number: int, cells: Sequence[Sequence[Printed]], *, heading: bool = False) -> Iterator[Line]:
    """A row's lines: its cells' first paragraphs side by side, then the second of each. All have the same number."""
    for abreast in list(zip_longest(*cells, fillvalue=NOTHING)) or [(NOTHING,)]:
        first, *rest = abreast
        page = next((cell.page for cell in abreast if cell.page), None)
        if texts := [cell for cell in abreast if cell.text]:
            strong = heading or all(cell.strong for cell in texts)
            words = (first.text, *(cell.text for cell in rest if cell.text))
            yield Line(number, page, words, first.indent, strong, first.bullet)
        else:
            yield Line(number, page, ())


class Numbered:
    """Lines in the making, for kinds of document whose text is not numbered by itself: each line is one further."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, *cells: Sequence[Printed], heading: bool = False) -> None:
        """One row, or a paragraph as a row of one cell."""
        for line in in_rows(0, cells, heading=heading):
            self.lines.append(replace(line, number=len(self.lines) + 1))
