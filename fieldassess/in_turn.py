"""Keys and pastes one after another: each is handed on once what the one before it began has been done.

Textual hands keys to whatever has the focus when they arrive, and runs bindings after letters: of a burst, text would
go to the field or the screen that the burst itself leaves.
"""

import asyncio
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import Final, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

Result = TypeVar("Result")

_ROUNDS: Final = 3
"""How often a message may lead to another one on its way up: typed, changed, filled in."""
_STUCK: Final = 0.5
_OPENING: Final = 1.0
"""Seconds that keys wait for the screen which a key asked for."""


class InTurn(App[Result]):
    """An app that takes keys in turn."""

    _seeing_to: asyncio.Task[None] | None = None

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()

    @property
    def keys_wait(self) -> bool:
        """Whether a key is being seen to, so that others wait for their turn."""
        return self._seeing_to is not None and not self._seeing_to.done()

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self.keys_wait:
            self._waiting.append(event)
        else:
            await super().on_event(event)
            self._seeing_to = asyncio.create_task(self._see_to_all())

    async def _see_to_all(self) -> None:
        await self._seen_to()
        while self._waiting and self.is_running:
            event = self._waiting.popleft()
            handed = asyncio.Event()
            self.call_later(self._hand_on, event, handed)
            with suppress(TimeoutError):
                await asyncio.wait_for(handed.wait(), _STUCK)
            await self._seen_to()

    async def _hand_on(self, event: events.Key | events.Paste, handed: asyncio.Event) -> None:
        await super().on_event(event)
        handed.set()

    async def _seen_to(self) -> None:
        """Wait until the key just handed on has come by everyone on its way, and a screen it asked for is there."""
        began = monotonic()
        for _ in range(_ROUNDS):
            for pump in (self.focused or self.screen).ancestors_with_self if self.screen_stack else ():
                await _passed(pump)
        while self._is_opening() and monotonic() - began < _OPENING:
            await asyncio.sleep(0.01)
        if self.screen_stack:
            await _passed(self.screen)
            await _passed(self)

    def _is_opening(self) -> bool:
        """Whether a command is under way that may yet bring another screen to the front."""
        return any(
            worker.node is self.screen and worker.group == "default" and not worker.is_finished
            for worker in (self.workers if self.screen_stack else ())
        )


async def _passed(pump: MessagePump) -> None:
    """Wait until a pump has seen to what was posted to it before now; not for long, for it may be closing."""
    passed = asyncio.Event()
    if pump.call_later(passed.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(passed.wait(), _STUCK)
