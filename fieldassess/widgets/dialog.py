"""Dialogs, for `await self.app.push_screen_wait(...)` in a worker: a question, a pick from a list, a form."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, TypeAlias

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ScreenResultType

from fieldassess.commands import Command
from fieldassess.commands.dialog import Cancel, Choose, Save
from fieldassess.screens.base import Dialog
from fieldassess.widgets.fields import Field
from fieldassess.widgets.key_bar import KeyBar
from fieldassess.widgets.plain import STRONG, PlainStatic, Text
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from fieldassess.widgets.typed import Line

Values: TypeAlias = dict[str, Any]
_FRAME: Final = 7


class Box(Dialog[ScreenResultType]):
    """A dialog's frame: a title, what is in it, its keys. On a small screen it takes all of it."""

    DEFAULT_CSS = """
    Box {
        align: center middle;
        & > #box {
            width: 90%;
            max-width: 76;
            height: auto;
            max-height: 100%;
            background: $surface;
            border: round $border;
            overflow-y: auto;
        }
        #title { padding: 0 1; }
        #text { padding: 0 1; }
        VerticalScroll { height: auto; }
        Rows { height: auto; background: $surface; }
        Line, Line:focus { background: $panel; }
        KeyBar { dock: none; background: $surface; }
    }
    Box.-narrow, Box.-short {
        & > #box { width: 100%; max-width: 100%; border: none; border-top: heavy $border; }
    }
    """
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Cancel,)

    def __init__(self, title: Text) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield PlainStatic(self._title, style=STRONG, id="title")
            yield from self.body()
            yield KeyBar()

    def on_resize(self, event: events.Resize) -> None:
        self.make_room(event.size.height)

    def make_room(self, height: int) -> None:
        """Leave room for title and keys. In cells, for a box as high as its content heeds no other limit."""
        scrolling = self.query("Rows, VerticalScroll")
        for part in scrolling:
            part.styles.max_height = max(3, (height - _FRAME) // len(scrolling))

    def action_cancel_command(self) -> None:
        self.dismiss(None)


class Ask(Box[str | None]):
    """A question with a few answers, one key each. The result is the answer's key, or None for escape.

    `choices` gives each key, a letter or digit, its words: `{"y": "Yes, finish now", "n": "Not yet"}`.
    """

    TITLE = "A question"

    def __init__(self, question: Text, choices: Mapping[str, Text], *, text: Text = "") -> None:
        super().__init__(question)
        self._text = text
        self._choices = dict(choices)

    def body(self) -> ComposeResult:
        if self._text:
            with VerticalScroll(can_focus=False):
                yield PlainStatic(self._text, id="text")
        yield Rows([Row(key, words, left=key, wrap=True) for key, words in self._choices.items()], one_tap=True)

    def make_room(self, height: int) -> None:
        super().make_room(height)
        for text in self.query(VerticalScroll):
            text.styles.max_height = max(3, height - _FRAME - len(self._choices))

    def on_key(self, event: events.Key) -> None:
        if event.character in self._choices:
            event.stop()
            self.dismiss(event.character)
        elif event.key in ("pageup", "pagedown"):
            event.stop()
            for text in self.query(VerticalScroll):
                text.scroll_relative(y=text.size.height * (1 if event.key == "pagedown" else -1), animate=False)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.dismiss(event.key)


class Pick(Box[str | None]):
    """A list to find one row in by typing parts of its words. The result is the row's key, or None for escape."""

    TITLE = "A list to find in"
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Choose, Cancel)

    def __init__(
        self,
        title: Text,
        rows: Sequence[Row],
        *,
        placeholder: str = "Type to find",
        empty: str = "Nothing has these words.",
    ) -> None:
        """`empty`: what is said where no row has the words that were typed."""
        super().__init__(title)
        self._rows = tuple(rows)
        self._line = Line(placeholder=placeholder)
        self._list = Rows(rows, one_tap=True, empty=empty)
        self._list.can_focus = False

    def body(self) -> ComposeResult:
        yield self._line
        yield self._list

    def on_key(self, event: events.Key) -> None:
        moves = {"up": -1, "down": 1}
        if event.key in moves:
            self._list.action_move(moves[event.key])
        elif event.key in ("pageup", "pagedown"):
            self._list.action_page(1 if event.key == "pagedown" else -1)
        else:
            return
        event.stop()

    @on(Line.Changed)
    def _typed(self, event: Line.Changed) -> None:
        from fieldassess.widgets.find import matching  # brings rapidfuzz, which a start need not take in

        self._list.set_rows(matching(event.value, self._rows))
        self._list.action_edge(False)

    @on(Line.Submitted)
    def action_choose_command(self) -> None:
        if self._list.cursor_key is not None:
            self.dismiss(self._list.cursor_key)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.dismiss(event.key)


class Form(Box[Values | None]):
    """Fields to fill in. The result is each field's value by its name, or None for escape.

    `enter` goes to the next field, and saves in the last one where that is a single line.
    """

    TITLE = "A form"
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Save, Cancel)

    def __init__(self, title: Text, fields: Sequence[Field], *, text: Text = "", done: str = "") -> None:
        """`done`: what saving is called, where nothing is saved by it."""
        super().__init__(title)
        self._fields = tuple(fields)
        self._text, self._done = text, done
        self._before: Values = {}

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            if self._text:
                yield PlainStatic(self._text, id="text")
            yield from self._fields

    def on_mount(self) -> None:
        self._before = self.values
        self._fields[0].take_focus()

    def label(self, command: type[Command]) -> str:
        return self._done if self._done and command is Save else super().label(command)

    @property
    def values(self) -> Values:
        return {field.name or "": field.value for field in self._fields}

    @on(Line.Submitted)
    def _next(self, event: Line.Submitted) -> None:
        here = next(at for at, field in enumerate(self._fields) if event.input in field.walk_children())
        if here + 1 < len(self._fields):
            self._fields[here + 1].take_focus()
        else:
            self.action_save_command()

    def action_save_command(self) -> None:
        wrong = [field for field in self._fields if not field.check()]
        if wrong:
            wrong[0].take_focus()
        else:
            self.dismiss(self.values)

    def action_cancel_command(self) -> None:
        if self.values == self._before:
            self.dismiss(None)
            return
        answers = {"s": "Stay", "l": "Leave, lose what was entered"}
        self.app.push_screen(Ask("Leave without saving?", answers), self._cancel_answered)

    def _cancel_answered(self, answer: str | None) -> None:
        if answer == "l":
            self.dismiss(None)
