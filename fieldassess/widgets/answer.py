"""Text that `enter` ends."""

from textual import events
from textual.message import Message

from fieldassess.widgets.typed import NoteArea


class Answer(NoteArea):
    """What is typed while someone speaks: `enter` ends it, ctrl+j begins a new line, pasted lines are kept."""

    class Ended(Message):
        """The text is complete for now."""

        def __init__(self, answer: "Answer") -> None:
            super().__init__()
            self.answer = answer

        @property
        def control(self) -> "Answer":
            return self.answer

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Ended(self))
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)

    def fill(self, text: str) -> None:
        """Put another text in, the cursor after it."""
        self.load_text(text)
        self.move_cursor(self.document.end)
