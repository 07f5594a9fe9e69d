"""The keys of the screen: every one of them, on as many lines as it takes, each one a place to tap."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from fieldassess.widgets.columns import fit
from fieldassess.widgets.plain import MUTED


@dataclass(frozen=True, slots=True)
class Shown:
    """A command as the key bar shows it; without a key where that key would type a letter just now."""

    action: str
    key: str
    label: str
    enabled: bool = True

    @property
    def drawn(self) -> Content:
        if not self.enabled:
            return Content.styled(f"{self.key} {self.label}".strip(), MUTED)
        key = Content.styled(self.key, "bold $footer-key-foreground")
        return key + " " + self.label if self.key else Content(self.label)


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    start: int
    end: int
    shown: Shown


class KeyBar(Widget):
    """The foot of a screen. It asks the screen for what to show: see `Page.in_key_bar`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: auto;
        padding: 0 1;
        background: $footer-background;
        color: $footer-foreground;
    }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.refresh(layout=True)

    def _places(self, width: int) -> list[_Place]:
        from fieldassess.screens.base import Page

        places: list[_Place] = []
        line = start = 0
        for shown in self.screen.in_key_bar() if isinstance(self.screen, Page) else ():
            length = min(shown.drawn.cell_length, width)
            if start and start + length > width:
                line, start = line + 1, 0
            places.append(_Place(line, start, start + length, shown))
            start += length + 2
        return places

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        places = self._places(width)
        return places[-1].line + 1 if places else 0

    def render(self) -> Content:
        width = self.content_size.width
        lines: dict[int, list[Content]] = {}
        for place in self._places(width):
            lines.setdefault(place.line, []).append(fit(place.shown.drawn, place.end - place.start))
        return Content("\n").join([Content("  ").join(line) for line in lines.values()])

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for place in self._places(self.content_size.width):
            # The two cells between commands belong to the one before: fingers are wide.
            if place.line == offset.y and place.start <= offset.x < place.end + 2:
                await self.screen.run_action(place.shown.action)
                return
