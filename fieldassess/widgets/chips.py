"""Choosing among a few: all of them in sight, on as many lines as they take."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from fieldassess.widgets.flow import Flow
from fieldassess.widgets.plain import STRONG, content


class Chips(Widget, can_focus=True):
    """Choices of which one, or with `several` any number, is on. Left and right move; space or a tap turns on.

    Where only one can be on, moving to it is enough; so up and down leave it alone and go to the next field.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Chips { height: auto; padding: 0 1; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
        Binding("space", "turn", show=False),
    ]

    class Changed(Message):
        """Another choice is on, or one more or less."""

        def __init__(self, chips: "Chips") -> None:
            super().__init__()
            self.chips = chips

        @property
        def control(self) -> "Chips":
            return self.chips

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        on: Iterable[str] = (),
        *,
        several: bool = False,
        id: str | None = None,
    ) -> None:
        """Offer (key, words) `choices`, with those of the keys in `on` turned on."""
        super().__init__(id=id)
        self._choices = tuple(choices)
        self._several = several
        keys = set(on)
        self._on = {key for key, _ in self._choices if key in keys}
        first_on = next((at for at, (key, _) in enumerate(self._choices) if key in keys), 0)
        self._cursor = 0 if several else first_on

    @property
    def on(self) -> tuple[str, ...]:
        """The keys that are on, in the order in which they are offered."""
        return tuple(key for key, _ in self._choices if key in self._on)

    def turn(self, key: str) -> None:
        """Turn a choice on, or with `several` also off.

        Raises:
            KeyError: there is no such choice.
        """
        keys = [known for known, _ in self._choices]
        if key not in keys:
            raise KeyError(key)
        self._cursor = keys.index(key)
        before = self.on
        self._on = self._on ^ {key} if self._several else {key}
        self.refresh()
        if self.on != before:
            self.post_message(self.Changed(self))

    def action_step(self, step: int) -> None:
        if not self._choices:
            return
        if self._several or self._on:
            self._cursor = (self._cursor + step) % len(self._choices)
        if self._several:
            self.refresh()
        else:
            self.turn(self._choices[self._cursor][0])

    def action_line(self, step: int) -> None:
        if self._several:
            self.action_step(step)
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_turn(self) -> None:
        if self._choices:
            self.turn(self._choices[self._cursor][0])

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        at = self._flow(self.content_size.width).at(offset.x, offset.y)
        if at is not None:
            self.turn(self._choices[at][0])

    def _drawn(self, at: int) -> Content:
        key, words = self._choices[at]
        on = key in self._on
        mark = ("☑" if on else "☐") if self._several else ("●" if on else "○")
        here = self.has_focus and at == self._cursor
        drawn = Content(f"{mark} ") + content(words, STRONG if on else "")
        return drawn.stylize("reverse") if here else drawn

    def _flow(self, width: int) -> Flow:
        return Flow([self._drawn(at) for at in range(len(self._choices))], width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, self._flow(width).height)

    def render(self) -> Content:
        return self._flow(self.content_size.width).content
