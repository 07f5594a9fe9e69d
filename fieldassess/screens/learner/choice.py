"""Choosing units: tick them while the award's rules say what is met and what is missing."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Final

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from fieldassess.app import FieldAssess
from fieldassess.award import UNKNOWN, Sentence, registration_rules, sentence, size_words, unit_facts
from fieldassess.commands import Back, Command
from fieldassess.commands.dialog import Save
from fieldassess.commands.learner import DateAndNumber, FindUnit, ReadRules, Tick
from fieldassess.screens.base import Page
from fieldassess.screens.learner.details import LABELS
from fieldassess.widgets.columns import NARROW_BELOW
from fieldassess.widgets.dialog import Ask, Form, Pick, Values
from fieldassess.widgets.fields import DateField, LineField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import GOOD, MUTED, STRONG, WARN, PlainStatic, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.bodies import Enrolment
from unitdata import Choice, Pack, PinnedPack, Unit, Vocabulary, evaluate

_OUTSIDE: Final = "outside"
_KEEP: Final = {"k": "Keep this choice for now", "b": "Back to the choice"}
_LEAVE: Final = {"l": "Leave, lose what was changed", "s": "Stay"}


class UnitChoice(Page[Values | None]):
    """Units to tick. The result holds "units", "on" and "number", or is None."""

    TITLE = "Choose units"
    HELP = """Tick the units that the learner will be assessed on. Below the list stand the rules of the award: what \
is not met (!) first, then what is met (✓), and what the body says about registration.

A choice that does not make the award can be kept for now, and says so."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Tick, FindUnit, ReadRules, DateAndNumber, Save, Back)
    DEFAULT_CSS = """
    UnitChoice {
        #rules { padding: 0 1; height: auto; max-height: 9; background: $panel; scrollbar-size-vertical: 1; }
        &.-short #rules { max-height: 6; }
        &.-reading #rules { max-height: 100%; height: 1fr; }
        &.-reading Rows { display: none; }
    }
    """

    app = getters.app(FieldAssess)
    rows = getters.query_one(Rows)
    panel = getters.query_one("#rules", VerticalScroll)
    said = getters.query_one("#said", PlainStatic)

    def __init__(
        self, name: str, pinned: PinnedPack, before: Enrolment | None, number: str, registered: date | None = None
    ) -> None:
        """`registered`: the day stated for the learner, which a first enrolment takes over; today where none was."""
        super().__init__()
        self._name = name
        self._pack = pinned.pack
        mandatory = {ref for group in pinned.pack.groups if group.mandatory for ref in group.units}
        self._chosen = set(before.units) if before else mandatory
        self._new = before is None
        self._on = before.on if before else registered
        self._number = before.number if before else number
        self._before = self._stated

    @property
    def vocabulary(self) -> Vocabulary:
        return self._pack.vocabulary

    def body(self) -> ComposeResult:
        yield Head(f"{self._name} · {self._pack.title}")
        yield Rows()
        with VerticalScroll(id="rules", can_focus=False):
            yield PlainStatic(id="said")

    def on_mount(self) -> None:
        if self._new:
            self._on = self._on or self.app.now().date()
            self._before = self._stated
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def possible(self, command: type[Command]) -> bool | None:
        return not self.has_class("-reading") if command in (Tick, FindUnit) else True

    def label(self, command: type[Command]) -> str:
        return self.spoken("Units") if command is ReadRules and self.has_class("-reading") else super().label(command)

    # what is shown

    def _show(self) -> None:
        self.rows.set_rows(self._rows())
        self.said.show(_said(self._pack, self._choice, self._registration))

    @property
    def _stated(self) -> tuple[frozenset[str], date | None, str]:
        """What would be recorded: units, day and number."""
        return frozenset(self._chosen), self._on, self._number

    @property
    def _choice(self) -> Choice:
        return evaluate(self._pack, self._chosen)

    @property
    def _registration(self) -> list[Sentence]:
        return registration_rules(self._pack, self._on, self.app.now().date())

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        for group in self._pack.groups:
            taken = sum(ref in self._chosen for ref in group.units)
            rows.append(headed(group.title, f"{taken} of {len(group.units)}", key=f"group:{group.id}"))
            rows += [self._row(group.id, ref) for ref in group.units]
        offered = {ref for group in self._pack.groups for ref in group.units}
        if outside := sorted((self._before[0] | self._chosen) - offered):
            rows.append(headed("Not in this qualification", key=f"group:{_OUTSIDE}"))
            rows += [self._row(_OUTSIDE, ref) for ref in outside]
        return rows

    def _row(self, group: str, ref: str) -> Row:
        mark = content("☑", GOOD) if ref in self._chosen else content("☐", MUTED)
        left, unit = join(mark, f" {ref}"), self._pack.unit.get(ref)
        if unit is None:
            return Row(f"{group}:{ref}", "no longer in the handbook's list", left=left)
        wide = self.app.size.width >= NARROW_BELOW
        return Row(
            f"{group}:{ref}",
            unit.title,
            left=left,
            right=content(" · ".join(_beside(self._pack, unit, wide=wide)), MUTED),
            more=sentence("; ".join(unit_facts(self._pack, unit))),
            find=" ".join([*unit.aliases, *(alias.replace("/", "") for alias in unit.aliases)]),
        )

    # what can be done

    @on(Rows.Chosen)
    def action_tick_command(self) -> None:
        if self.rows.cursor_key is not None:
            self._chosen ^= {self.rows.cursor_key.partition(":")[2]}
            self._show()
            self.panel.scroll_home(animate=False)

    @work
    async def action_find_unit_command(self) -> None:
        units = [row for row in self.rows.rows if not row.heading]
        chosen = await self.app.push_screen_wait(
            Pick(self.spoken("Find a unit"), units, placeholder="Number, or parts of words")
        )
        if chosen:
            self.rows.move_to(chosen)

    def action_read_rules_command(self) -> None:
        self.toggle_class("-reading")
        reading = self.has_class("-reading")
        self.panel.can_focus = reading
        (self.panel if reading else self.rows).focus()
        self.refresh_bindings()

    @work
    async def action_date_and_number_command(self) -> None:
        printed = self._pack.registration
        label = "Registered on" if printed and printed.weeks_before_claim else "Enrolled on"
        fields = [
            DateField("on", label, self._on, today=self.app.now().date(), past=True),
            LineField("number", LABELS["number"], self._number),
        ]
        values = await self.app.push_screen_wait(Form("Enrolment", fields))
        if values is not None:
            self._on, self._number = values["on"], values["number"]
            self._show()

    @work
    async def action_save_command(self) -> None:
        if not self._chosen:
            self.app.notify("Tick at least one, or press esc to leave without enrolling.")
            return
        unmet = [ruling.message for ruling in self._choice.unmet]
        late = [rule for rule in self._registration if rule.met is False]
        if unmet or late:
            short = "This does not make the award yet" if self._pack.rules else UNKNOWN
            title = short if unmet else late[0].short
            text = "\n".join([*(rule.words for rule in late), *unmet])
            answer = await self.app.push_screen_wait(Ask(title, _KEEP, text=text))
            if answer != "k":
                return
        order = [*self._pack.unit, *sorted(self._chosen - self._pack.unit.keys())]
        units = [ref for ref in order if ref in self._chosen]
        self.dismiss({"units": units, "on": self._on, "number": self._number})

    def action_back_command(self) -> None:
        if self.has_class("-reading"):
            self.action_read_rules_command()
        elif self._stated == self._before:
            self.dismiss(None)
        else:
            self.app.push_screen(Ask("Leave without saving?", _LEAVE), self._leave)

    def _leave(self, answer: str | None) -> None:
        if answer == "l":
            self.dismiss(None)


def _beside(pack: Pack, unit: Unit, *, wide: bool) -> Iterator[str]:
    """What stands on the right of a unit: what is missing, level and credit; the last two below each other."""
    if unit.listed_only:
        yield "only listed" if wide else "listed"
    elif unit.judged_whole:
        partly = "" if unit.judged_whole == unit.elements else "partly "
        yield f"{partly}by {pack.vocabulary.element.one}"
    if unit.level is not None:
        yield f"{pack.vocabulary.level} {unit.level}" if wide else f"L{unit.level}"
    if unit.credit is not None:
        yield f"{unit.credit:>2} {'credits' if wide else 'cr'}"


def _said(pack: Pack, choice: Choice, registration: list[Sentence]) -> Text:
    """The choice in figures, then what is not met, what is met, and what else is printed."""
    size = size_words(pack, choice)
    award = "This choice makes the award" if choice.valid else "Not the award yet" if pack.rules else UNKNOWN
    total = join(content("✓ ", GOOD) if choice.valid else "", f"{size}. {award}.")
    late = [join(content("! ", WARN), rule.words) for rule in registration if rule.met is False]
    unmet = [join(content("! ", WARN), ruling.message) for ruling in choice.unmet]
    met = [join(content("✓ ", GOOD), ruling.message) for ruling in choice.rulings if ruling.met]
    others = [content(f"· {rule.words}", MUTED) for rule in registration if rule.met is None]
    return lines([total.stylize(STRONG), *unmet, *late, *met, *others])
