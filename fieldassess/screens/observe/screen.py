"""The observe screen: a visit to a learner at work, recorded as it happens."""

from time import monotonic
from typing import ClassVar

from textual import events, on, work

from fieldassess.asks import accepts
from fieldassess.award import sentence
from fieldassess.commands import Command
from fieldassess.commands.observe import (
    AnotherLearner,
    Bars,
    ClearTick,
    DescribeCustomer,
    DropText,
    EditLastNote,
    EditNote,
    FindStatement,
    Finish,
    HowKnown,
    InferKnowledge,
    InMenu,
    KeepNote,
    LeaveOpen,
    Likewise,
    Menu,
    Met,
    NextCustomer,
    NextPane,
    NotYet,
    Pause,
    PreviousPane,
    RangeItem,
    ShowAll,
    Undo,
)
from fieldassess.commands.shown import keys_of
from fieldassess.commands.wording import FullWording
from fieldassess.screens.kept import Kept
from fieldassess.screens.observe.dialogs import Paused, as_stated, customer_form, note_form
from fieldassess.screens.observe.leaving import Leaving
from fieldassess.screens.observe.note import NoteBox
from fieldassess.screens.observe.rows import knowledge_rows, statement_rows
from fieldassess.screens.observe.writing import Writing, timed
from fieldassess.text import counted
from fieldassess.widgets.dialog import Ask, Pick
from sessions.bodies import Noted
from sessions.entry import Entry
from sessions.fields import NOTE_LIMIT, SHORT_LIMIT
from sessions.loose_ends import loose_ends
from sessions.session import Session
from sessions.workspace import Workspace

_WHILE_TYPING = (KeepNote, HowKnown, DropText)
_ALWAYS = (Menu, NextPane, PreviousPane, Pause, DescribeCustomer, ShowAll, Bars, AnotherLearner, Finish, LeaveOpen)
_ON_STATEMENTS = (Met, NotYet, RangeItem, NextCustomer)


class Observe(Leaving):
    """Ticks, range and notes of one visit. Keys record only while the note line is empty."""

    TITLE = "Observe"
    HELP = """Letters never record: they begin a note. Space, -, . and the other keys below work while the note \
line is empty. Two digits go to a criterion: 2 4 goes to 2.4. 0 goes to the next unit.

@ in a note offers statements by number or words; a whole number, @a1.3, is tied as you type on. A tie is no verdict: \
after the note, space records all of them as met, - lets you choose, anything else leaves them tied.

A note that begins with "at 10:44" keeps that time. ctrl+o says how you know it: seen, told by whom, looked at where."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        Met, NotYet, KeepNote, NextCustomer, EditNote, RangeItem, Likewise, Undo, FindStatement, FullWording, HowKnown,
        NextPane, PreviousPane, Menu, Pause, DescribeCustomer, ShowAll, ClearTick, InferKnowledge, EditLastNote,
        DropText, Bars, AnotherLearner, Finish, LeaveOpen,
    )  # fmt: skip

    def __init__(self, session: Session, workspace: Workspace) -> None:
        super().__init__(session, workspace)
        self._too_long = False

    async def on_mount(self) -> None:
        await self.app.quiet()
        found = await self.draft.load()
        await self.read_others()
        self.was_left = self.session.visit.state == "open" and self.minutes_watched > 0
        if self.session.visit.state == "paused":
            self.record(self.session.resume)
        self.show_everything()
        self.go_to_pane("criteria")
        self._go_on_where_it_was()
        self.show_last()
        if found and (found.text or found.refs or found.fields):
            self.note.begin(Writing.kept(found), found.text)
        self.set_interval(5, self.show_head)

    def _go_on_where_it_was(self) -> None:
        """Put the cursor back on the criterion last judged, where the list still shows it."""
        judged = (ref for act in reversed(self.session.visit.acts) for ref in self.board.refs_of(act)[::-1])
        if last := next((ref for ref in judged if self.board.kind(ref) == "criterion"), None):
            self.rows("criteria").move_to(last)

    def possible(self, command: type[Command]) -> bool | None:
        if not self.is_mounted or not self.query(NoteBox) or command in _ALWAYS:
            return True
        typing = self.note.in_use
        if typing or command in _WHILE_TYPING:
            return typing and command in _WHILE_TYPING and (command is not HowKnown or self.note.writing.use == "note")
        if command in _ON_STATEMENTS:
            return self.pane != "seen" or self.tied is not None
        if command is EditNote:
            return self.pane == "seen" and self.rows("seen").cursor_key is not None
        if command is FullWording:
            return self.stated is not None
        if command is EditLastNote:
            return bool(self.session.visit.notes)
        if command is Likewise:
            return bool(self.offered)
        if command is ClearTick:
            return bool(self.here and self.session.marks(self.here))
        return True

    # Keys --------------------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """All keys are seen to here, in the order in which they came: bindings would come after letters."""
        character = event.character if event.is_printable else None
        if await self._used(event.key, character) or await self._used_by_focused(event.key):
            event.stop()

    async def _used_by_focused(self, key: str) -> bool:
        """Run now what the focused widget binds: "down space" must tick the row below, however fast it comes."""
        bound = self.active_bindings.get(key)
        if bound is None or bound.node is not self.focused or not bound.enabled:
            return False
        return await self.app.run_action(bound.binding.action, bound.node)

    async def _used(self, key: str, character: str | None) -> bool:
        if self.note.offer_key(key):
            return True
        if key in keys_of(FullWording) and self.possible(FullWording):
            self.action_full_wording_command()  # looking changes nothing: letters and ties go on after it
            return True
        if self.lettered_from:
            self.end_lettering(back=character in self.letters or key == "escape")
            if character in self.letters:
                self.show_as_met([self.letters[character]])
            if character in self.letters or key == "escape":
                return True
        if (self.tied or self.astray) and key not in ("space", "minus"):
            self.tied = self.astray = None
            self.flash("")
        if character is not None and self.note.in_use:
            self.type(character)
            return True
        if key == "escape" and self.note.in_use and self.note.writing.use != "note" and not self.note.text:
            self.note.empty()
            self.flash("Nothing recorded")
            return True
        if key == "escape" and not self.note.in_use and self.lost_seen():
            return True
        for command in self.COMMANDS_HERE:
            if key in keys_of(command) and self.possible(command):
                await self.run_action(command.action_name())
                return True
        if character is None or key in self.recording_keys():
            return False
        if character.isdecimal() or self.jumps_on(character, monotonic()):
            self.flash(self.jump(character.casefold(), monotonic()))
        else:
            self.type(character)
        return True

    # Notes -------------------------------------------------------------------------------------------------------

    @on(NoteBox.Changed)
    def _typed(self) -> None:
        if self.note.in_use:
            writing, most = self.note.writing, SHORT_LIMIT if self.note.writing.use == "name" else NOTE_LIMIT
            self.draft.put(self.note.text, writing.refs, writing.fields)
            if len(self.note.text) > most or self._too_long:
                self._too_long = len(self.note.text) > most
                self.flash(f"{most:,} characters at most: {len(self.note.text):,}" if self._too_long else "")
        else:
            self.draft.drop()
            if self.focused is self.note.line:
                self.set_focus(self.rows(self.pane))
        self.refresh_bindings()

    @on(Kept.Wrote)
    def _draft_written(self, event: Kept.Wrote) -> None:
        self.trouble = event.trouble
        self.show_head()

    def action_keep_note_command(self) -> None:
        text, writing, left = self.note.settled
        if writing.refs and writing.use == "note" and not text:
            self.flash("A word on what happened, please; or drop the text in the menu")
            return
        made = self.record(lambda: self.draft.spend(lambda draft: self._recorded_words(writing, text, draft)))
        if made is None:
            return
        self.note.empty()
        self.set_focus(self.rows(self.pane))
        if made and isinstance(made[0].body, Noted) and made[0].body.refs:
            self.tied = made[0]
        self.flash(f"{', '.join(left)}: tied to nothing" if made and left else "")

    def _recorded_words(self, writing: Writing, text: str, draft: str) -> Entry | None:
        session = self.session
        if writing.use == "not yet":
            return self.judge_not_yet(writing.refs, writing, text, draft)
        if writing.use == "confirm":
            return session.confirm(writing.refs, reason=text, draft=draft)
        if not text:
            return None
        if writing.use == "name":
            return session.cover(writing.refs, name=text, moment=writing.moment, draft=draft)
        text, at = timed(text, session.visit, self.workspace.clock())
        return session.note(
            text, refs=writing.refs, known=writing.known, source=writing.source, moment=writing.moment,
            seen=at or writing.at, draft=draft, replaces=writing.replaces,
        )  # fmt: skip

    @work
    async def action_how_known_command(self) -> None:
        now, writing = self.workspace.clock(), self.note.writing
        values = await self.app.push_screen_wait(note_form(self.board, writing, now))
        if values is not None:
            self.note.mean(as_stated(writing, values, self.board, now))
            if self.note.writing.known == "told" and not self.note.writing.source:
                self.flash("Told by whom? ctrl+o takes the role; without it the note stays a loose end")
        self.note.line.focus()

    def action_edit_note_command(self) -> None:
        self._edit(self.rows("seen").cursor_key)

    def action_edit_last_note_command(self) -> None:
        notes = [e for e in self.session.visit.acts if isinstance(e.body, Noted)]
        self._edit(notes[-1].id if notes else None)

    def _edit(self, note: str | None) -> None:
        entry = next((e for e in self.session.visit.notes if e.id == note), None)
        if entry and isinstance(entry.body, Noted):
            self.note.begin(Writing.again(entry), entry.body.text)

    def action_drop_text_command(self) -> None:
        self.note.empty()
        self.failure = ""
        self.show_head()

    # Moving about, and the menu ----------------------------------------------------------------------------------

    def action_next_pane_command(self) -> None:
        self.turn_pane(1)

    def action_previous_pane_command(self) -> None:
        self.turn_pane(-1)

    @work
    async def action_find_statement_command(self) -> None:
        found = await self.app.push_screen_wait(Pick("Find a statement", statement_rows(self.board)))
        if found and self.board.kind(found) == "knowledge":
            self.flash(f"{self.board.words(found)}: tie it to a note with @, or use the menu")
        elif found:
            self.go_to(found)

    @work
    async def action_menu_command(self) -> None:
        commands = {c.MENU: c for c in self.COMMANDS_HERE if issubclass(c, InMenu) and self.possible(c)}
        others = {str(at): other for at, other in enumerate(self.others[:9], 1)}
        choices = {key: self.spoken(command.command()) for key, command in commands.items()}
        choices |= {key: f"Go on with {other.name}, begun {other.began:%H:%M}" for key, other in others.items()}
        answer = await self.app.push_screen_wait(
            Ask(f"{self.session.portfolio.name} · {self.session.visit.number}", choices)
        )
        if answer in commands:
            self.call_later(self.run_action, commands[answer].action_name())
        elif answer in others:
            await self.go_on_with(others[answer])

    @work
    async def action_pause_command(self) -> None:
        if self.record(self.session.pause) is not None:
            await self.app.push_screen_wait(Paused())
            self.record(self.session.resume)

    @work
    async def action_describe_customer_command(self) -> None:
        values = await self.app.push_screen_wait(customer_form(self.board))
        if values is None:
            return
        setting = values["setting"] if values["setting"] != self.session.opened.setting else None
        before = self._not_counting()
        if self.record(lambda: self.session.describe_moment(values["situations"], setting)):
            self.offer(self.board.fitting(values["situations"]))
            changed = before - self._not_counting()
            if changed > 0:
                self.flash(f"Now counting, by this customer's setting: {counted(changed, 'tick')}")
            elif changed < 0:
                self.flash(f"No longer counting, by this customer's setting: {counted(-changed, 'tick')}")

    def _not_counting(self) -> int:
        return len(loose_ends(self.session).get("ticks that do not count", ()))

    def action_show_all_command(self) -> None:
        self.everything = not self.everything
        self.kept_rows.clear()
        self.show_criteria()
        self.show_frame()

    def action_clear_tick_command(self) -> None:
        if ref := self.here:
            self.record(lambda: self.board.clear(ref))

    @work
    async def action_infer_knowledge_command(self) -> None:
        found = await self.app.push_screen_wait(Pick("Known, apparent from the work", knowledge_rows(self.board)))
        if found:
            self.show_as_met([found])

    @work
    async def action_bars_command(self) -> None:
        vocabulary = self.session.pack.vocabulary
        text = "\n\n".join(
            f"{unit.ref} {unit.title}\n{'. '.join(map(sentence, accepts(unit, vocabulary)))}"
            for unit in self.board.units.values()
        )
        await self.app.push_screen_wait(
            Ask(self.spoken("Evidence the units accept"), {"o": "Back to the visit"}, text=text)
        )

    @work
    async def action_finish_command(self) -> None:
        from fieldassess.screens.finish.screen import Finish as FinishPage

        left = await self.app.push_screen_wait(FinishPage(self.session, self.workspace))
        if left == "observe":
            self.show_everything()
            self.show_last()
        else:
            self.action_leave_open_command()
