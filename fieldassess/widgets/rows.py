"""The list of this program: it draws rows, never a widget per row, so thousands cost one screenful."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from fieldassess.widgets.columns import fit
from fieldassess.widgets.plain import MUTED, Text, content
from fieldassess.widgets.row import Row


class Rows(ScrollView, can_focus=True):
    """Rows with a cursor. A tap puts the cursor on a row; a tap on the row that has it, or enter, chooses it.

    Letters and digits are free for the screen.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor"}
    DEFAULT_CSS = """
    Rows {
        height: 1fr;
        background: $background;
        color: $foreground;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        & > .rows--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .rows--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:nocolor > .rows--cursor { text-style: reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(False)", show=False),
        Binding("end", "edge(True)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Highlighted(Message):
        """The cursor came to another row."""

        def __init__(self, rows: "Rows", key: str) -> None:
            super().__init__()
            self.rows, self.key = rows, key

        @property
        def control(self) -> "Rows":
            return self.rows

    class Chosen(Message):
        """A row was chosen: by enter, or by a tap on it."""

        def __init__(self, rows: "Rows", key: str, by_tap: bool) -> None:
            super().__init__()
            self.rows, self.key, self.by_tap = rows, key, by_tap

        @property
        def control(self) -> "Rows":
            return self.rows

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        empty: Text = "",
        one_tap: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show `rows`, or `empty` when there are none; with `one_tap`, any tap on a row chooses it."""
        super().__init__(id=id, classes=classes)
        self._take(rows)
        self._empty = empty
        self._one_tap = one_tap
        self._cursor = self._selectable(0, 1)
        self._tops = list(range(len(self._rows) + 1))
        self._laid_width = 0
        self._cursor_extra = 0

    # what it holds

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor; None when no row can be."""
        return None if self._cursor is None else self._rows[self._cursor].key

    def set_rows(self, rows: Iterable[Row], *, empty: Text | None = None) -> None:
        """Show other rows; the cursor stays on the same key, or as near as it can.

        Raises:
            ValueError: two rows have the same key.
        """
        before, place = self.cursor_key, self._cursor or 0
        self._take(rows)
        if empty is not None:
            self._empty = empty
        kept = None if before is None else self._index.get(before)
        if kept is not None and not self._rows[kept].heading:
            self._cursor = kept
        else:
            place = min(place, len(self._rows) - 1)
            self._cursor = self._near(place, 1)
        self._lay_out()
        self._follow_cursor()
        if self.cursor_key is not None and self.cursor_key != before:
            self.post_message(self.Highlighted(self, self.cursor_key))

    def update_row(self, key: str, row: Row) -> None:
        """Show another row in the place of the one with this key, and draw no more than that.

        Raises:
            KeyError: no row has this key.
        """
        number = self._index[key]
        height = self._height(number)
        self._rows[number] = row
        if row.key != key:
            del self._index[key]
            self._index[row.key] = number
        if self._height(number) == height:
            self.refresh_lines(self._top(number), height)
        else:
            self._lay_out()

    def move_to(self, key: str) -> bool:
        """Put the cursor on the row with this key; False when there is none that can have it."""
        number = self._index.get(key)
        if number is None or self._rows[number].heading:
            return False
        self._put_cursor(number)
        return True

    # keys and taps

    def action_move(self, step: int) -> None:
        if self._cursor is None or self._scroll_within(step):
            return
        to = self._selectable(self._cursor + step, step)
        if to is not None:
            self._put_cursor(to)
        elif step < 0:
            self.scroll_to(y=0, animate=False, immediate=True)

    def action_page(self, step: int) -> None:
        if self._cursor is None:
            return
        aim = self._top(self._cursor) + step * max(1, self._view_height - 1)
        number = self._row_at(min(max(aim, 0), self._lines - 1))
        self._put_cursor(self._near(number, step))

    def action_edge(self, last: bool) -> None:
        to = self._selectable(len(self._rows) - 1, -1) if last else self._selectable(0, 1)
        if to is not None:
            self._put_cursor(to)
            if not last:
                self.scroll_to(y=0, animate=False, immediate=True)

    def action_choose(self) -> None:
        if self.cursor_key is not None:
            self.post_message(self.Chosen(self, self.cursor_key, by_tap=False))

    async def _on_click(self, event: events.Click) -> None:
        line = event.y + self.scroll_offset.y
        if not self._rows or not 0 <= line < self._lines:
            return
        number = self._row_at(line)
        if self._rows[number].heading:
            return
        event.stop()
        was_here = number == self._cursor
        self._put_cursor(number)
        if was_here or self._one_tap:
            self.post_message(self.Chosen(self, self._rows[number].key, by_tap=True))

    def _take(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)
        self._index = {row.key: number for number, row in enumerate(self._rows)}
        if len(self._index) != len(self._rows):
            raise ValueError("two rows have the same key")

    # the cursor

    def _selectable(self, number: int, step: int) -> int | None:
        while 0 <= number < len(self._rows):
            if not self._rows[number].heading:
                return number
            number += step
        return None

    def _near(self, number: int, step: int) -> int | None:
        ahead = self._selectable(number, step)
        return self._selectable(number, -step) if ahead is None else ahead

    def _put_cursor(self, number: int | None) -> None:
        before = self._cursor
        if number is None or number == before:
            self._follow_cursor()
            return
        tall = (before is not None and self._height(before) > 1) or self._height(number, cursor=True) > 1
        self._cursor = number
        if tall:
            self._fit_cursor()
        else:
            self.refresh_lines(self._top(number))
            if before is not None:
                self.refresh_lines(self._top(before))
        self._follow_cursor()
        self.post_message(self.Highlighted(self, self._rows[number].key))

    def _scroll_within(self, step: int) -> bool:
        """A row taller than the view is read by scrolling, before the cursor leaves it."""
        if self._cursor is None:
            return False
        top, height = self._top(self._cursor), self._height(self._cursor)
        above = self.scroll_offset.y - top
        hidden = height - above - self._view_height if step > 0 else above
        if height <= self._view_height or hidden <= 0:
            return False
        way = min(hidden, max(1, self._view_height - 1))
        self.scroll_to(y=self.scroll_offset.y + step * way, animate=False, immediate=True)
        return True

    def _follow_cursor(self) -> None:
        if self._cursor is None or not self._laid_width:
            return
        above = self._cursor - 1 if self._cursor and self._rows[self._cursor - 1].heading else self._cursor
        top = self._top(above)
        height = self._top(self._cursor) + self._height(self._cursor) - top
        if height > self._view_height:
            top, height = self._top(self._cursor), min(self._height(self._cursor), self._view_height)
        self.scroll_to_region(Region(0, top, self._laid_width, height), animate=False, force=True, immediate=True)

    # where rows are

    @property
    def _view_height(self) -> int:
        return max(1, self.scrollable_content_region.height)

    @property
    def _lines(self) -> int:
        return self._tops[-1] + self._cursor_extra

    def _top(self, number: int) -> int:
        below_cursor = self._cursor is not None and number > self._cursor
        return self._tops[number] + (self._cursor_extra if below_cursor else 0)

    def _row_at(self, line: int) -> int:
        if self._cursor is not None and line > self._tops[self._cursor]:
            line = max(self._tops[self._cursor], line - self._cursor_extra)
        return min(bisect_right(self._tops, line) - 1, len(self._rows) - 1)

    def _height(self, number: int, *, cursor: bool | None = None) -> int:
        on_cursor = number == self._cursor if cursor is None else cursor
        row = self._rows[number]
        if not (on_cursor or row.wrap) or not self._laid_width:
            return 1
        return len(row.lines(self._laid_width, on_cursor=on_cursor))

    def _lay_out(self) -> None:
        """Find where each row stands. Only rows that wrap are measured."""
        width = self._laid_width = self.scrollable_content_region.width
        heights = (len(row.lines(width, on_cursor=False)) if row.wrap and width else 1 for row in self._rows)
        self._tops = list(accumulate(heights, initial=0))
        self._fit_cursor()

    def _fit_cursor(self) -> None:
        """Find how many lines more the row under the cursor takes than it would elsewhere."""
        self._cursor_extra = 0
        if not self._laid_width:
            return
        if self._cursor is not None:
            elsewhere = self._tops[self._cursor + 1] - self._tops[self._cursor]
            self._cursor_extra = self._height(self._cursor) - elsewhere
        self.virtual_size = Size(self._laid_width, max(self._lines, len(self._empty_lines(self._laid_width))))
        self.refresh()

    def _on_resize(self, event: events.Resize) -> None:
        self._lay_out()
        self._follow_cursor()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        if not self._rows:
            return len(self._empty_lines(width))
        return sum(
            len(row.lines(width, on_cursor=number == self._cursor)) if row.wrap or number == self._cursor else 1
            for number, row in enumerate(self._rows)
        )

    # drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.scrollable_content_region.width != self._laid_width:
            self._lay_out()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        base = self.get_visual_style()
        line = y + self.scroll_offset.y
        if not self._rows:
            lines = self._empty_lines(width)
            return self._strip(lines[line] if line < len(lines) else Content(""), width, base)
        if line >= self._lines:
            return Strip.blank(width, base.rich_style)
        number = self._row_at(line)
        on_cursor = number == self._cursor
        drawn = self._rows[number].lines(width, on_cursor=on_cursor)[line - self._top(number)]
        if not on_cursor:
            return self._strip(drawn, width, base)
        # Colours chosen for the background would be unreadable on the cursor; words and marks carry it all.
        return self._strip(Content(drawn.plain), width, self.get_visual_style("rows--cursor"))

    def _strip(self, line: Content, width: int, base: Style) -> Strip:
        parse = self.app.stylesheet.parse_style
        segments = [
            Segment(text, style.rich_style) for text, style in fit(line, width).render(base, end="", parse_style=parse)
        ]
        return Strip(segments, width)

    def _empty_lines(self, width: int) -> list[Content]:
        if self._rows or width < 2:
            return []
        return [Content(" ") + line for line in content(self._empty, MUTED).wrap(width - 1)]
