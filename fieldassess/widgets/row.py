"""One row of a list, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from textual.content import Content

from fieldassess.widgets.columns import one_line, spread
from fieldassess.widgets.plain import MUTED, STRONG, Text, content

Body: TypeAlias = Text | Callable[[int], Text]
_GUTTER: Final = 1
_LEAST_BODY: Final = 8
_APART: Final = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Under the cursor its body is whole, on as many lines as it takes; elsewhere it is cut to one.

    A body that is a function gets its width in cells and gives one line of it, or several where `wrap` is set: that
    is how a table is made.
    """

    key: str
    body: Body
    left: Text = ""
    right: Text = ""
    more: Text = ""
    """Shown below the row while it is under the cursor."""
    heading: bool = False
    """The cursor passes it by."""
    strong: bool = True
    """Whether a heading is drawn bold."""
    wrap: bool = False
    """Whole even without the cursor."""
    indent: int = 0
    find: str = ""
    """Further words it is found by; a row whose body is a function has no others."""
    wording: str = ""
    """The full wording that its body stands for. Found by words of it alone, the row shows those."""

    def lines(self, width: int, *, on_cursor: bool) -> list[Content]:
        """The row drawn `width` cells wide, without the style of the cursor."""
        style = STRONG if self.heading and self.strong else ""
        left = one_line(self.left)
        start = Content(("▸" if on_cursor else " ") + " " * self.indent) + left + (" " if left else "")
        if start.cell_length > width - _LEAST_BODY:
            start = start.truncate(max(_GUTTER, width - _LEAST_BODY))
        room = max(1, width - start.cell_length)
        right = one_line(self.right).truncate(max(0, room - _LEAST_BODY), ellipsis=True)
        if callable(self.body):
            drawn = content(self.body(room - right.cell_length - bool(right)))
            first, *below = drawn.split("\n", allow_blank=True) if self.wrap else [drawn]
            lines = [spread(first, right, room), *below]
        elif on_cursor or self.wrap:
            lines = content(self.body, style).wrap(room) or [Content("")]
            # Below other lines it would read as the end of the sentence.
            gap = 1 if len(lines) == 1 else _APART
            if right and lines[-1].cell_length + gap + right.cell_length > room:
                lines.append(Content(""))
            lines[-1] = spread(lines[-1], right, room)
        else:
            lines = [spread(content(self.body, style), right, room)]
        if on_cursor and self.more:
            lines += content(self.more).wrap(room)
        hang = Content(" " * start.cell_length)
        return [(hang if number else start) + line for number, line in enumerate(lines)]


def headed(title: Text, right: Text = "", *, key: str = "", indent: int = 0) -> Row:
    """A heading; its key matters only where rows are updated by it."""
    made = content(title)
    return Row(key or f"heading:{made.plain}", made, right=content(right, MUTED), heading=True, indent=indent)
