"""Names of panes in one line, the one in use in brackets; a tap goes to another."""

from collections.abc import Mapping

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from fieldassess.widgets.columns import spread
from fieldassess.widgets.flow import Flow
from fieldassess.widgets.plain import MUTED, STRONG, Text, content


class PaneTabs(Widget):
    """One line: the panes left, and on the right a few words, which give way."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PaneTabs { height: 1; padding: 0 1; background: $background; color: $foreground; }
    """

    class Chosen(Message):
        """A pane was tapped."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, panes: Mapping[str, str], *, id: str | None = None) -> None:
        """Offer panes: key → words."""
        super().__init__(id=id)
        self._panes = dict(panes)
        self._in_use = next(iter(panes))
        self._right: tuple[Text, Text] = "", ""

    def show(self, panes: Mapping[str, str], in_use: str, right: Text, short: Text = "") -> None:
        """Name the panes, mark the one in use, and show words on the right; `short` ones where those do not fit."""
        self._panes, self._in_use, self._right = dict(panes), in_use, (right, short or right)
        self.refresh()

    def _flow(self) -> Flow:
        drawn = [
            content(f"[{words}]", STRONG) if key == self._in_use else content(words, MUTED)
            for key, words in self._panes.items()
        ]
        return Flow(drawn, self.content_size.width)

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        at = None if offset is None else self._flow().at(offset.x, offset.y)
        if at is not None:
            self.post_message(self.Chosen(list(self._panes)[at]))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def render(self) -> Content:
        tabs, width = self._flow().content, self.content_size.width
        room = max(0, width - tabs.cell_length - 2)
        right, short = map(content, self._right)
        return spread(tabs, (right if right.cell_length <= room else short).truncate(room, ellipsis=True), width)
