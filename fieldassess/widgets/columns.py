"""Laying text into terminal cells: one line of a width, and tables that give up columns when it is narrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from textual.content import Content

from fieldassess.widgets.plain import Text, content

NARROW_BELOW: Final = 60
"""Screens of fewer columns are narrow: one pane at a time, and short words."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, in terminal cells."""

    title: str
    width: int
    grow: int = 0
    """Its share of the room that is left over; 0 = it stays as wide as `width`."""
    drop: int = 0
    """0 = always there; otherwise the highest number goes first when the line is too narrow."""
    align: Literal["left", "right"] = "left"


def one_line(text: Text) -> Content:
    """The text with its line breaks shown as spaces."""
    made = content(text)
    if "\n" not in made.plain:
        return made
    return Content(" ").join(made.split("\n", allow_blank=True))


def fit(text: Text, width: int, align: Literal["left", "right"] = "left") -> Content:
    """The text on one line of exactly `width` cells: padded, or cut with an ellipsis."""
    if width <= 0:
        return Content("")
    cut = one_line(text).truncate(width, ellipsis=True)
    spare = width - cut.cell_length
    return cut.pad_left(spare) if align == "right" else cut.pad_right(spare)


def spread(left: Text, right: Text, width: int) -> Content:
    """`left` and `right` at the two ends of a line; `left` is what gives way."""
    tail = one_line(right).truncate(max(width, 0), ellipsis=True)
    if not tail:
        return fit(left, width)
    room = width - tail.cell_length - 1
    return fit(left, room) + " " + tail if room > 0 else fit(tail, width)


def within(text: Text, width: int, lines: int) -> Content:
    """The text wrapped into `lines` lines of `width` cells at most; what does not fit is cut with an ellipsis."""
    wrapped = content(text).wrap(max(width, 1))
    if len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], wrapped[lines - 1].truncate(max(width - 1, 0)) + "…"]
    return Content("\n").join(wrapped)


def widths(columns: Sequence[Column], width: int, gap: int = 2) -> tuple[int, ...]:
    """The width of each column within `width` cells; 0 = dropped. Those that never drop may overrun it."""
    kept = set(range(len(columns)))

    def needed() -> int:
        return sum(columns[i].width for i in kept) + gap * (len(kept) - 1)

    for i in sorted((i for i in kept if columns[i].drop), key=lambda i: -columns[i].drop):
        if needed() <= width:
            break
        kept.discard(i)
    spare = max(0, width - needed())
    shares = sum(columns[i].grow for i in kept)
    result = [0] * len(columns)
    for i in sorted(kept):
        extra = spare * columns[i].grow // shares if shares else 0
        spare, shares = spare - extra, shares - columns[i].grow
        result[i] = columns[i].width + extra
    return tuple(result)


def lay(cells: Sequence[Text], columns: Sequence[Column], width: int, gap: int = 2) -> Content:
    """One line of a table, `width` cells wide.

    Raises:
        ValueError: there are not as many cells as columns.
    """
    line = [
        fit(cell, cell_width, column.align)
        for cell, column, cell_width in zip(cells, columns, widths(columns, width, gap), strict=True)
        if cell_width
    ]
    return fit(Content(" " * gap).join(line), width)


def titles(columns: Sequence[Column], width: int, gap: int = 2) -> Content:
    """The head of a table."""
    return lay([column.title for column in columns], columns, width, gap)
