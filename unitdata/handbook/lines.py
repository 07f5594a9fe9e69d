"""The lines of a document, without its markup: what every layout is read from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, or one row of a table in it.

    `number`: counted from 1 in the document's text · `page`: where the document has pages · `cells`: what stands in
    it, each without markup, with single blanks; more than one in a table's row, none of them empty but a first one
    (a column left free), and none at all in a blank line · `indent`: blanks before the first · `heading`: whether it
    is set as one, or is strong as a whole · `bullet`: whether a dash or dot of a list stood before it, which is not in
    the cells.
    """

    number: int
    page: int | None
    cells: tuple[str, ...]
    indent: int = 0
    heading: bool = False
    bullet: bool = False

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(filter(None, self.cells))
