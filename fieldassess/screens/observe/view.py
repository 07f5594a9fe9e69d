"""What the observe screen shows, and how one moves about in it. Recording stands in `observe`."""

from collections.abc import Sequence
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from fieldassess.commands.shown import keys_of
from fieldassess.screens.kept import KeepsText
from fieldassess.screens.observe.board import Board, circled
from fieldassess.screens.observe.jump import Typed
from fieldassess.screens.observe.note import NoteBox
from fieldassess.screens.observe.rows import criteria_rows, customer_words, narrative_rows, range_rows
from fieldassess.screens.observe.writing import Writing
from fieldassess.text import scheme
from fieldassess.widgets.columns import NARROW_BELOW
from fieldassess.widgets.head import Head
from fieldassess.widgets.pane_tabs import PaneTabs
from fieldassess.widgets.plain import BAD, WARN, PlainStatic, content, join
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import Pack

PANES: Final = ("criteria", "range", "seen")
_CLOCK_EVERY: Final = 5.0


class ObserveView(KeepsText[None]):
    """Head, panes, last act and note line of a session."""

    DEFAULT_CSS = """
    ObserveView {
        #failure, #barred { display: none; padding: 0 1; }
        #failure.-shown, #barred.-shown { display: block; }
        #panes { height: 1fr; }
        #criteria { width: 56%; }
        #side { width: 1fr; border-left: solid $border-blurred; }
        #range, #seen { height: 1fr; }
        #last { height: 2; padding: 0 1; }
        &.-side-range #seen, &.-side-seen #range { display: none; }
        &.-wide {
            #last { height: auto; max-height: 2; }
            &.-side-range #seen, &.-side-seen #range { display: block; }
            #seen { border-top: solid $border-blurred; }
        }
        &.-narrow {
            #side { width: 1fr; border-left: none; }
            #criteria { width: 1fr; }
            &.-pane-criteria #side, &.-pane-range #criteria, &.-pane-seen #criteria { display: none; }
        }
    }
    """

    def __init__(self, session: Session, workspace: Workspace) -> None:
        super().__init__(session, workspace)
        self.board = Board(session)
        self.pane, self.side = "criteria", "range"
        self.everything = False
        self.kept_rows: set[str] = set()
        """Criteria shown although they are done: those gone to on purpose."""
        self.letters: dict[str, str] = {}
        self.lettered_from = ""
        """The pane to go back to while letters cover items; empty while they do not."""
        self.was_left = False
        """Whether the visit was left open: nobody knows then how much of the time was watched."""
        self.failure = ""
        self.trouble = ""
        self._range_of: str | None = None
        self._typed_digits = Typed()
        self.astray: tuple[str, str | None] | None = None
        """Pane and statement at which a jump went nowhere: there nothing is recorded until another key says so."""

    def body(self) -> ComposeResult:
        yield Head()
        yield PlainStatic(id="failure")
        yield PaneTabs(dict.fromkeys(PANES, ""))
        words = self.vocabulary
        with Horizontal(id="panes"):
            yield Rows(id="criteria", empty=f"Nothing is outstanding here. * shows all {words.criterion.many}.")
            with Vertical(id="side"):
                yield Rows(id="range", one_tap=True, empty=f"No {words.requirement.many} are printed for this.")
                yield Rows(id="seen", empty="Nothing noted yet. Type, and enter records it.")
        yield PlainStatic(id="barred")
        yield PlainStatic(id="last")
        yield NoteBox(self.board, lambda: self.unit_here)

    @property
    def note(self) -> NoteBox:
        """Where words are typed."""
        return self.query_one(NoteBox)

    def rows(self, pane: str) -> Rows:
        """The list of a pane."""
        return self.query_one(f"#{pane}", Rows)

    @property
    def here(self) -> str | None:
        """The statement under the cursor of the pane in use; none among the notes."""
        return None if self.pane == "seen" else self.rows(self.pane).cursor_key

    @property
    def stated(self) -> tuple[Pack, str] | None:
        return (self.session.pack, self.here) if self.here and self.board.statement(self.here) else None

    @property
    def unit_here(self) -> str:
        """The unit of the criterion under the cursor."""
        return (self.rows("criteria").cursor_key or next(iter(self.board.units), "")).partition("/")[0]

    # Showing -----------------------------------------------------------------------------------------------------

    def show_everything(self) -> None:
        """Show all of it anew."""
        self.board.measure(self.board.units)
        self.show_criteria()
        self.show_seen()
        self.show_frame()

    def show_criteria(self) -> None:
        """Show criteria and range as they stand now; rows that stayed the same are left alone."""
        _put(self.rows("criteria"), criteria_rows(self.board, everything=self.everything, kept=self.kept_rows))
        self.show_range()

    def show_range(self) -> None:
        """Show what explains the criterion under the cursor."""
        at = self.rows("criteria").cursor_key
        rows, self.letters = range_rows(self.board, at)
        _put(self.rows("range"), rows)
        if at != self._range_of:
            self._range_of = at
            self.rows("range").action_edge(False)
        self.show_barred()

    def show_seen(self) -> None:
        """Show the narrative, its end in sight."""
        self.rows("seen").set_rows(narrative_rows(self.board))
        self.rows("seen").action_edge(True)

    def show_frame(self) -> None:
        """Show head, tabs, bar and the mode of the note line."""
        self.show_head()
        customer, number, words = customer_words(self.board), self.session.moment, self.vocabulary
        criteria = words.criterion.brief.capitalize()
        listed = f"{criteria}: {'all' if self.everything else 'outstanding only'}"
        if self.app.size.width < NARROW_BELOW:
            listed = f"All {criteria.lower()}" if self.everything else "Open"
        named = dict(zip(PANES, (listed, words.requirement.brief.capitalize(), "Seen"), strict=True))
        short = customer.replace(f"customer {number}", circled(number)).replace(" · ", " ", 1)
        self.query_one(PaneTabs).show(named, self.pane, customer, short)
        self.show_barred()
        self.note.show_mode()

    @property
    def minutes_watched(self) -> int:
        """Whole minutes since the visit was opened, pauses taken out."""
        return int(self.session.visit.seconds_watched(self.workspace.clock())) // 60

    def show_head(self) -> None:
        """Show who, the time, and whether everything is on disk."""
        visit, now, minutes = self.session.visit, self.workspace.clock(), self.minutes_watched
        elapsed = f"+{minutes // 60}:{minutes % 60:02}"
        if self.was_left:
            elapsed = f"since {visit.opening.happened:%H:%M}"
        failed = self.failure or self.trouble
        self.failing = bool(failed)
        width, pack = self.app.size.width, self.session.pack
        between, right = list[str](), join(f"{elapsed} ", self.saved)
        if width >= NARROW_BELOW:
            between = [scheme(pack.id)]
            right = join(f"{now:%H:%M} {elapsed}  {visit.number}  ", self.saved)
        self.query_one(Head).show(self._who(between, width - 3 - right.cell_length), right)
        line = self.query_one("#failure", PlainStatic)
        line.show(failed, BAD)
        line.set_class(bool(failed), "-shown")

    def _who(self, between: Sequence[str], room: int) -> str:
        """The learner and the units with their tags; in little room initials, then tags alone."""
        names, tags = (self.session.portfolio.name, self.session.portfolio.initials), self.board.tags
        units = " ".join(f"{tag} {ref}" for ref, tag in tags.items())
        ways = [(name, said) for said in (units, " ".join(tags.values())) for name in names]
        if len(tags) == 1:  # several are named in the list
            ways.insert(0, (names[0], f"{units} {self.session.units[0].title}"))
        said = [" · ".join([name, *between, units]) for name, units in ways]
        return next((left for left in said if content(left).cell_length <= room), said[-1])

    def show_barred(self) -> None:
        """Say where the ticks are when evidence for the statement under the cursor would not count."""
        ref = self.here
        why = self.session.bar(ref) if ref and ref.partition("/")[0] in self.board.units else ""
        line = self.query_one("#barred", PlainStatic)
        line.show(f"! Will be recorded, and does not count: {self.spoken(why)}" if why else "", WARN)
        line.set_class(bool(why), "-shown")

    # Moving about ------------------------------------------------------------------------------------------------

    def go_to_pane(self, pane: str) -> None:
        """Put the cursor into a pane, and bring it into sight."""
        self.pane = pane
        if pane != "criteria":
            self.side = pane
        if pane != "range":
            self.lettered_from = ""
        for name in PANES:
            self.set_class(name == pane, f"-pane-{name}")
            self.set_class(name == self.side, f"-side-{name}")
        self.set_focus(self.rows(pane))
        self.show_frame()
        self.refresh_bindings()

    def turn_pane(self, step: int) -> None:
        """Go on to another pane, round and round."""
        self.go_to_pane(PANES[(PANES.index(self.pane) + step) % len(PANES)])

    def go_to(self, ref: str) -> None:
        """Put the cursor on a statement, wherever it is listed."""
        if self.board.kind(ref) == "criterion":
            if not self.rows("criteria").move_to(ref):
                self.kept_rows.add(ref)
                self.show_criteria()
                self.rows("criteria").move_to(ref)
            self.go_to_pane("criteria")
        else:
            self.go_to_pane("range")
            self.rows("range").move_to(ref)

    def jump(self, digit: str, at: float) -> str:
        """Go to the criterion whose number the digits typed shortly after each other make; what there is to say."""
        criteria = self.rows("criteria")
        typed = self._typed_digits = self._typed_digits.more(self.board, digit, at, self.unit_here)
        self.astray = None
        if typed.to:
            self.go_to(typed.to)
        elif any(criteria.move_to(ref) for ref in typed.near):
            self.go_to_pane("criteria")
        else:
            self.astray = (self.pane, self.here)
        return typed.said

    def jumps_on(self, character: str, at: float) -> bool:
        """Whether a letter goes on with the number just typed (1 c is 13.1.c in unit 13) and begins no note."""
        return character.isalpha() and self._typed_digits.goes_on(self.board, character, at, self.unit_here)

    @on(PaneTabs.Chosen)
    def _tab_tapped(self, event: PaneTabs.Chosen) -> None:
        self.go_to_pane(event.pane)

    @on(events.DescendantFocus)
    def _focused(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, Rows) and event.widget.id in PANES and event.widget.id != self.pane:
            self.go_to_pane(event.widget.id)

    @on(Rows.Highlighted, "#criteria")
    def _moved(self, event: Rows.Highlighted) -> None:
        self.show_range()

    @on(Rows.Highlighted, "#range")
    def _moved_in_range(self, event: Rows.Highlighted) -> None:
        self.show_barred()

    def on_resize(self, event: events.Resize) -> None:
        self.show_frame()

    def on_paste(self, event: events.Paste) -> None:
        """Text pasted while a list has the cursor goes into the note line."""
        if self.focused is not self.note.line:
            event.stop()
            self.type(event.text)

    def type(self, text: str) -> None:
        """Begin a note, or go on with what is being typed."""
        self._typed_digits = Typed()
        if self.note.in_use:
            self.note.type(text)
        else:
            self.note.begin(Writing(), text)

    @classmethod
    def recording_keys(cls) -> frozenset[str]:
        """Keys that do something while the note line is empty, and so begin no note."""
        return frozenset(key for command in cls.all_commands() for key in keys_of(command))


def _put(rows: Rows, wanted: Sequence[Row]) -> None:
    """Show rows; where they are the same ones, draw only those that changed."""
    before = rows.rows
    if [row.key for row in before] != [row.key for row in wanted]:
        rows.set_rows(wanted)
        return
    for old, new in zip(before, wanted, strict=True):
        if old != new:
            rows.update_row(old.key, new)
