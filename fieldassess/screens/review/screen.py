"""Review: what is outstanding for one learner, unit by unit, and what one visit could close."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from fieldassess.commands import Back, Command
from fieldassess.commands.learner import NextVisit, Observe, OtherQualification, Question
from fieldassess.commands.review import LookAt, OpenOnly, VisitBrief
from fieldassess.commands.wording import FullWording
from fieldassess.dates import show_date
from fieldassess.screens.base import GoTo
from fieldassess.screens.learner.one import OneLearner
from fieldassess.screens.records import LearnerHere
from fieldassess.screens.review.rows import LEGEND, Grid, situation_rows, summary, unit_places, unit_rows, unit_state
from fieldassess.text import scheme
from fieldassess.widgets.bar import bar
from fieldassess.widgets.columns import NARROW_BELOW, Column, lay
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import ACCENT, MUTED, PlainStatic, Text, content
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.coverage import UnitCover
from sessions.outlook import Outlook
from unitdata import Pack, Vocabulary

_UNIT: Final = (Column("Unit", 7, grow=1), Column("Open", 12, align="right"), Column("", 5, drop=1))
_FIRST_SITUATIONS: Final = 12


class Review(OneLearner):
    """The outlook of one learner."""

    TITLE = "Review"
    HELP = """What is still to be shown, and why. On the left the units, and the situations that would close most; on \
the right a map of each statement against the days on which it was shown.

● shown and signed · ○ shown, not signed yet · × seen, but the unit does not accept it · NY not yet. The latest days \
are kept where not all fit; ‹● stands for earlier ones. Period, customers and occasions are \
confirmed when a session is finished."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        LookAt, FullWording, Observe, Question, NextVisit, OpenOnly, OtherQualification, VisitBrief, Back,
    )  # fmt: skip
    DEFAULT_CSS = """
    Review {
        #panes { height: 1fr; }
        #left { width: 31; border-right: solid $border; }
        #right { width: 1fr; }
        #title { padding: 0 1; height: auto; max-height: 2; background: $panel; }
        #dates { height: auto; scrollbar-size-horizontal: 0; }
        &.-narrow #title { max-height: 1; }
        #legend { padding: 0 1; height: auto; color: $text-muted; }
        &.-wide #left { width: 36; }
        &.-narrow #left { width: 100%; border-right: none; }
        &.-narrow #right { display: none; width: 100%; }
        &.-narrow.-looking #left { display: none; }
        &.-narrow.-looking #right { display: block; }
    }
    """

    head = getters.query_one(Head)
    units = getters.query_one("#units", Rows)
    unit = getters.query_one("#unit", Rows)
    dates = getters.query_one("#dates", Rows)
    title_line = getters.query_one("#title", PlainStatic)

    def __init__(self, learner_id: str, unit: str = "", pack_id: str | None = None) -> None:
        """Review a learner on a qualification (its id; else the last), beginning with a unit if one is given."""
        super().__init__(learner_id, pack_id)
        self._first = unit
        self._open_only = False

    @property
    def units_at_hand(self) -> tuple[str, ...]:
        kind, _, ref = (self.units.cursor_key or "").partition(":")
        return (ref,) if kind == "unit" else ()

    @property
    def stated(self) -> tuple[Pack, str] | None:
        pack, ref = self.outlook.pack if self.outlook else None, self.unit.cursor_key
        if pack is None or ref is None or not self.unit.has_focus:
            return None
        full = "/".join((*self.units_at_hand, ref))  # what a situation could close stands there with its unit
        return (pack, full) if pack.statement(full) else None

    def body(self) -> ComposeResult:
        yield Head()
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Rows(id="units", empty="Reading…")
            with Vertical(id="right"):
                yield PlainStatic(id="title")
                yield Rows(id="dates")
                yield Rows(id="unit")
                yield PlainStatic(LEGEND, id="legend")

    def possible(self, command: type[Command]) -> bool | None:
        if command is FullWording:
            return self.stated is not None
        if command is OpenOnly:
            return bool(self.units_at_hand)
        if command in (Observe, Question, VisitBrief):
            return True if self.outlook and self.outlook.covers else None
        return super().possible(command)

    def label(self, command: type[Command]) -> str:
        return "Show all" if command is OpenOnly and self._open_only else super().label(command)

    def read(self) -> Outlook:
        return self.read_outlook()

    @on(LearnerHere.Read)
    def _was_read(self, event: LearnerHere.Read) -> None:
        first = self.outlook is None
        self.outlook = event.found
        self._show_head()
        self.units.set_rows(self._left_rows(event.found), empty="No units yet: choose them on the learner's screen.")
        if first:
            self.units.action_edge(False)
            if self._first and self.units.move_to(f"unit:{self._first}"):
                self.action_look_at_command()
            self.units.focus() if not self.has_class("-looking") else None
        self._show_right()
        self.refresh_bindings()

    def on_mount(self) -> None:
        self.dates.can_focus = False

    def on_resize(self, event: events.Resize) -> None:
        self._show_head()

    def _show_head(self) -> None:
        outlook = self.outlook
        if outlook is None:
            return
        plan, today = outlook.plan, self.app.now().date()
        when = show_date(plan.when, today) if plan and plan.when else "to confirm" if plan else "none"
        wide = self.app.size.width >= NARROW_BELOW
        right = (summary(outlook), f"next visit {when}") if wide else (f"next {when}",)
        which = scheme(outlook.pack_id) if len(outlook.pack_ids) > 1 else ""
        self.head.show(" · ".join(filter(None, (outlook.portfolio.name, which))), " · ".join(filter(None, right)))

    def _left_rows(self, outlook: Outlook) -> list[Row]:
        if outlook.pack is None:
            return []
        words = outlook.pack.vocabulary
        rows = [_unit_row(cover, words) for cover in outlook.covers.values()]
        if outlook.would_close:
            rows.append(headed("One visit could close", key="heading:close"))
        for situation, count, units in outlook.would_close[:_FIRST_SITUATIONS]:
            right = content(f"{count} in {words.unit.count(len(units))}", MUTED)
            rows.append(Row(f"close:{situation}", situation, right=right))
        return rows

    @on(Rows.Highlighted, "#units")
    def _moved(self) -> None:
        self._show_right()
        self.refresh_bindings()

    @on(Rows.Highlighted, "#unit")
    def _other_statement(self) -> None:
        self.refresh_bindings()

    def _show_right(self) -> None:
        outlook = self.outlook
        kind, _, key = (self.units.cursor_key or "").partition(":")
        if outlook is None or outlook.pack is None or not kind:
            self.unit.set_rows([])
        elif kind == "unit":
            cover = outlook.covers[key]
            self.title_line.show(content(f"{key} {cover.unit.title}", ACCENT))
            grid = Grid(outlook.pack.vocabulary, cover, self.app.now().date())
            self.dates.set_rows([grid.heading()] if grid.days else [])
            self.unit.set_rows(unit_rows(grid, open_only=self._open_only))
        else:
            self.title_line.show(content(f"What “{key}” could close", ACCENT))
            self.dates.set_rows([])
            self.unit.set_rows(situation_rows(key, outlook.covers.values(), outlook.pack.vocabulary))

    # what can be done

    def places(self) -> Iterator[tuple[str, str]]:
        return unit_places(self.outlook)

    @on(GoTo)
    def _go_to(self, event: GoTo) -> None:
        self.units.move_to(f"unit:{event.key}")
        self.action_look_at_command()

    @on(Rows.Chosen, "#units")
    def action_look_at_command(self) -> None:
        self.add_class("-looking")
        self.unit.focus()
        self.unit.action_edge(False)

    def action_back_command(self) -> None:
        if self.unit.has_focus:
            self.remove_class("-looking")
            self.units.focus()
        else:
            self.dismiss(None)

    def action_open_only_command(self) -> None:
        self._open_only = not self._open_only
        self._show_right()
        self.refresh_bindings()

    def action_visit_brief_command(self) -> None:
        from fieldassess.screens.review.visit_brief import BriefPage

        if self.outlook:
            self.app.push_screen(BriefPage(self.outlook))


def _unit_row(cover: UnitCover, words: Vocabulary) -> Row:
    def cells(width: int) -> Text:
        return lay((cover.unit.ref, unit_state(cover, words), bar(cover.closed, cover.total, 5)), _UNIT, width)

    return Row(f"unit:{cover.unit.ref}", cells, more=cover.unit.title)
