"""The line in which notes are typed."""

from textual import events

from fieldassess.widgets.typed import NoteArea


class NoteLine(NoteArea):
    """Text that grows over a few lines. `enter` and every letter are left to the screen, which calls `type`.

    So one place sees all keys in the order in which they came, also when a whole word arrives at once.
    """

    DEFAULT_CSS = """
    NoteLine, NoteLine:focus { width: 1fr; padding: 0; }
    """

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, lines=4, id=id)
        self.styles.min_height = 1
        self.expecting = False
        """Whether words are asked for, so that even the first key is text."""

    @property
    def takes_text(self) -> bool:
        """Whether keys are text now."""
        return self.expecting or bool(self.text)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return self.takes_text and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        elif event.key == "enter" or event.is_printable:
            event.prevent_default()

    def type(self, text: str) -> None:
        """Put text in at the cursor, in place of what is selected."""
        start, end = sorted(self.selection)
        self.replace(text, start, end, maintain_selection_offset=False)

    def fill(self, text: str) -> None:
        """Put another text in, the cursor after it."""
        self.load_text(text)
        self.move_cursor(self.document.end)
