"""The first line of a screen: where one is, and on the right what must never be cut."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from fieldassess.widgets.columns import spread
from fieldassess.widgets.plain import STRONG, Text, content


class Head(Widget):
    """One line: what stands left gives way to what stands right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Head { dock: top; height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(self, left: Text = "", right: Text = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left, self._right = left, right

    def show(self, left: Text | None = None, right: Text | None = None) -> None:
        """Show other words on one side or both."""
        self._left = self._left if left is None else left
        self._right = self._right if right is None else right
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def render(self) -> Content:
        return spread(content(self._left, STRONG), self._right, self.content_size.width)
