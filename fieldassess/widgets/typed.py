"""Places to type text."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from fieldassess.text import plain


def _entered(text: str) -> str:
    """Text fit to show. Terminals send the line breaks of what is pasted as carriage returns."""
    return plain(text.replace("\r\n", "\n").replace("\r", "\n"))


class Line(Input):
    """One line of text. Pasting several lines keeps them all, joined by spaces.

    Text that was filled in is selected until someone changes it: what is typed takes its place.
    """

    DEFAULT_CSS = """
    Line, Line.-textual-compact { border: none; height: 1; padding: 0 1; background: $panel; color: $foreground; }
    Line > .input--placeholder, Line > .input--suggestion { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+backspace,alt+backspace", "delete_left_word", show=False),
    ]

    def __init__(
        self, value: str = "", *, placeholder: str = "", suggester: Suggester | None = None, id: str | None = None
    ) -> None:
        super().__init__(value, placeholder=placeholder, suggester=suggester, compact=True, id=id)
        self._filled_in = self.value

    def fill(self, value: str) -> None:
        """Put a text in place of what stands there."""
        self.value = value
        self._filled_in = self.value
        self.cursor_position = len(self.value)

    def validate_value(self, value: str) -> str:
        return plain(" ".join(value.split("\n")))

    def _on_focus(self, event: events.Focus) -> None:
        self.select_on_focus = self.value == self._filled_in  # Textual's own handler follows this one

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        if text := " ".join(event.text.split()):
            self.replace(text, *self.selection)


class NoteArea(TextArea):
    """Text that may run over several lines; the area grows with it up to `lines`."""

    DEFAULT_CSS = """
    NoteArea, NoteArea:focus {
        border: none;
        height: auto;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        scrollbar-size-vertical: 1;
    }
    NoteArea > .text-area--placeholder { color: $text-muted; }
    NoteArea > .text-area--cursor-line { background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+backspace,alt+backspace", "delete_word_left", show=False),
    ]

    def __init__(self, text: str = "", *, placeholder: str = "", lines: int = 6, id: str | None = None) -> None:
        super().__init__(
            plain(text), placeholder=placeholder, compact=True, highlight_cursor_line=False, soft_wrap=True, id=id
        )
        self.styles.max_height = lines
        self.styles.min_height = min(2, lines)

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)

    def load_text(self, text: str) -> None:
        super().load_text(_entered(text))

    def edit(self, edit: Edit) -> EditResult:
        edit.text = _entered(edit.text)
        return super().edit(edit)
