"""The one way in which text from people, packs and stores reaches the screen: no markup, no controls."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from textual.content import Content
from textual.widgets import Static

from fieldassess.text import plain

Text: TypeAlias = str | Content
"""Text to show. A `str` is never trusted and is made plain; a `Content` was already made by `content()`."""

MUTED: Final = "$text-muted"
GOOD: Final = "$text-success"
WARN: Final = "$text-warning"
BAD: Final = "$text-error"
ACCENT: Final = "$text-accent"
STRONG: Final = "bold"


def content(text: Text, style: str = "") -> Content:
    """Make `text` fit to show, whatever it holds, in one of the styles named above."""
    if isinstance(text, str):
        return Content.styled(plain(text), style) if style else Content(plain(text))
    return text.stylize(style) if style else text


def join(*parts: Text) -> Content:
    """Put parts that were styled one by one after each other."""
    return Content("").join([content(part) for part in parts])


def lines(parts: Iterable[Text]) -> Content:
    """Put parts below each other."""
    return Content("\n").join([content(part) for part in parts])


class PlainStatic(Static):
    """Text that wraps, shown as it was typed."""

    def __init__(self, text: Text = "", *, style: str = "", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(content(text, style), id=id, classes=classes, markup=False)

    def show(self, text: Text, style: str = "") -> None:
        """Show another text in its place."""
        self.update(content(text, style))
