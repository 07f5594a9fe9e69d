"""The keys of the screen: every one of them, on as many lines as it takes, each one a place to tap."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from fieldassess.widgets.flow import Flow
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


@runtime_checkable
class HasKeys(Protocol):
    """A screen that says what its key bar shows."""

    def in_key_bar(self) -> Iterable[Shown]: ...


class KeyBar(Widget):
    """The foot of a screen. It asks the screen for what to show."""

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

    @property
    def _shown(self) -> tuple[Shown, ...]:
        return tuple(self.screen.in_key_bar()) if isinstance(self.screen, HasKeys) else ()

    def _flow(self, width: int) -> Flow:
        return Flow([shown.drawn for shown in self._shown], width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._flow(width).height

    def render(self) -> Content:
        return self._flow(self.content_size.width).content

    async def _on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        at = None if offset is None else self._flow(self.content_size.width).at(offset.x, offset.y)
        if at is not None:
            await self.screen.run_action(self._shown[at].action)
