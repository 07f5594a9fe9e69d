"""The fields of a form. Each has a name, a label and a value, and says in words what is wrong with it."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import TextArea

from fieldassess.dates import read_date, show_date, show_weekday
from fieldassess.widgets.chips import Chips
from fieldassess.widgets.plain import BAD, MUTED, PlainStatic
from fieldassess.widgets.typed import Line, NoteArea
from sessions.fields import SHORT_LIMIT


def too_long(value: str) -> str | None:
    """What is wrong with a line that is longer than one entry takes, or None."""
    return f"At most {SHORT_LIMIT} characters; this has {len(value)}." if len(value) > SHORT_LIMIT else None


class Field(Vertical):
    """A labelled place for one value. On a wide screen the label stands before it, on a narrow one above."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        layout: grid;
        grid-size: 2;
        grid-columns: 18 1fr;
        grid-rows: auto;
        & > .label { color: $foreground; padding: 0 1; }
        & > .said { column-span: 2; padding-left: 19; display: none; }
        & > .said.-shown { display: block; }
    }
    Screen.-narrow Field { layout: vertical; }
    Screen.-narrow Field > .said { padding-left: 1; }
    """
    SCOPED_CSS = False

    class Changed(Message):
        """The field's value may be another one."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> "Field":
            return self.field

    def __init__(self, name: str, label: str, place: Widget, *, required: bool = False) -> None:
        """Ask for the value called `name` at `place`, a `Line`, `NoteArea` or `Chips`."""
        super().__init__(name=name, id=f"field-{name}")
        self._label = label
        self._place = place
        self._required = required

    @property
    @abstractmethod
    def value(self) -> Any:
        """What was entered; None or empty when nothing was."""

    @property
    def problem(self) -> str | None:
        """What is wrong with the value, in plain words."""
        return f"{self._label} is needed." if self._required and not self.value else None

    def compose(self) -> ComposeResult:
        yield PlainStatic(self._label, classes="label")
        yield self._place
        yield PlainStatic(classes="said")

    def take_focus(self) -> None:
        """Put the cursor into the field."""
        self._place.focus()

    def say(self, text: str | None, style: str = MUTED) -> None:
        """Put a line under the field; None takes it away."""
        said = self.query_one(".said", PlainStatic)
        said.show(text or "", style)
        said.set_class(bool(text), "-shown")

    def check(self) -> bool:
        """Whether the value will do; where not, the field says why."""
        self.say(self.problem, BAD)
        return self.problem is None

    @on(Line.Changed)
    @on(TextArea.Changed)
    @on(Chips.Changed)
    def _changed(self, event: Message) -> None:
        event.stop()
        self.on_value()
        self.post_message(self.Changed(self))

    def on_value(self) -> None:
        """React to what is being entered."""
        self.say(None)


class LineField(Field):
    """A line of text; its value has no spaces at its ends."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        placeholder: str = "…",
        required: bool = False,
        wrong: Callable[[str], str | None] = too_long,
        suggester: Suggester | None = None,
    ) -> None:
        """`wrong` says what is wrong with a text that was entered, or None; `suggester` completes it."""
        self._line = Line(value, placeholder=placeholder, suggester=suggester)
        self._wrong = wrong
        super().__init__(name, label, self._line, required=required)

    @property
    def value(self) -> str:
        return self._line.value.strip()

    def fill(self, value: str) -> None:
        """Put a text in place of what stands there."""
        self._line.fill(value)

    @property
    def problem(self) -> str | None:
        return super().problem or (self._wrong(self.value) if self.value else None)


class NoteField(Field):
    """A text of several lines."""

    def __init__(
        self,
        name: str,
        label: str,
        value: str = "",
        *,
        placeholder: str = "…",
        required: bool = False,
        lines: int = 6,
    ) -> None:
        self._area = NoteArea(value, placeholder=placeholder, lines=lines)
        super().__init__(name, label, self._area, required=required)

    @property
    def value(self) -> str:
        return self._area.text.strip()


class ChoiceField(Field):
    """One of a few; its value is the key chosen, or None."""

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        value: str | None = None,
        *,
        required: bool = False,
    ) -> None:
        self._chips = Chips(choices, () if value is None else (value,))
        super().__init__(name, label, self._chips, required=required)

    @property
    def value(self) -> str | None:
        return next(iter(self._chips.on), None)


class TogglesField(Field):
    """Any number of a few; its value is the keys that are on, in the order offered."""

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[str, str]],
        value: Iterable[str] = (),
        *,
        required: bool = False,
    ) -> None:
        self._chips = Chips(choices, value, several=True)
        super().__init__(name, label, self._chips, required=required)

    @property
    def value(self) -> tuple[str, ...]:
        return self._chips.on


class DateField(Field):
    """A date as people type it; the line below shows how it was understood."""

    def __init__(
        self,
        name: str,
        label: str,
        value: date | None = None,
        *,
        today: date,
        required: bool = False,
        past: bool = False,
    ) -> None:
        """`past`: whether the date is one that has been, so that such dates are suggested."""
        self._today = today
        self._such_as = "3 Sep, 3/9/25, yesterday" if past else "26 Nov, +7, tomorrow"
        self._line = Line(show_date(value) if value else "", placeholder=self._such_as)
        super().__init__(name, label, self._line, required=required)

    @property
    def value(self) -> date | None:
        return read_date(self._line.value, self._today)

    @property
    def problem(self) -> str | None:
        if self._line.value.strip() and self.value is None:
            return f"That is no date I know. Such as: {self._such_as}."
        return super().problem

    def on_value(self) -> None:
        self.say(f"= {show_weekday(self.value)}" if self.value else None)
