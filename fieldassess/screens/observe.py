"""The observe screen: a visit to a learner at work, recorded as it happens."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from time import monotonic
from typing import ClassVar

from textual import events, on, work

from fieldassess.commands import Command
from fieldassess.commands.observe import (
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
from fieldassess.screens.kept import Kept
from fieldassess.screens.observe_dialogs import (
    ChooseTied,
    Paused,
    accepted,
    as_stated,
    customer_form,
    note_form,
)
from fieldassess.screens.observe_note import NoteBox
from fieldassess.screens.observe_rows import knowledge_rows, statement_rows
from fieldassess.screens.observe_view import ObserveView
from fieldassess.screens.observe_writing import Use, Writing, timed
from fieldassess.widgets.dialog import Ask, Pick
from fieldassess.widgets.plain import ACCENT, MUTED, WARN, PlainStatic, content, join
from fieldassess.widgets.rows import Rows
from sessions.entry import Entry, Moment, Noted, NotRecorded
from sessions.session import Session
from sessions.workspace import Unfinished, Workspace

_WHILE_TYPING = (KeepNote, HowKnown, DropText)
_ALWAYS = (Menu, NextPane, PreviousPane, Pause, DescribeCustomer, ShowAll, Bars, Finish, LeaveOpen)
_ON_STATEMENTS = (Met, NotYet, RangeItem, NextCustomer)


class Observe(ObserveView):
    """Ticks, range and notes of one visit. Keys record only while the note line is empty."""

    TITLE = "Observe"
    HELP = """Letters never record: they begin a note. Space, -, . and the other keys below work while the note \
line is empty. Two digits go to a criterion: 2 4 goes to 2.4.

@ in a note offers statements by number or words. A tie is no verdict: after the note, space records all of \
them as met, - lets you choose, anything else leaves them tied.

A note that begins with "at 10:44" keeps that time. ctrl+o says how you know it: seen, told by whom, looked at where."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        Met, NotYet, KeepNote, NextCustomer, EditNote, RangeItem, Likewise, Undo, FindStatement, HowKnown, NextPane,
        PreviousPane, Menu, Pause, DescribeCustomer, ShowAll, ClearTick, InferKnowledge, EditLastNote, DropText,
        Bars, Finish, LeaveOpen,
    )  # fmt: skip

    def __init__(self, session: Session, workspace: Workspace) -> None:
        super().__init__(session, workspace)
        self._draft = Kept(self, workspace, session, "note")
        self._offer: tuple[str, ...] = ()
        self._tied: Entry | None = None
        self._flash = ""
        self._others: list[Unfinished] = []

    async def on_mount(self) -> None:
        found = await self._draft.load()
        self._others = [
            other
            for other in await self.app.in_background(self.workspace.unfinished)
            if other.session != self.session.id and other.method == "observation"
        ]
        if self.session.visit.state == "paused":
            self.record(self.session.resume)
        self.show_everything()
        self.go_to_pane("criteria")
        self._show_last()
        if found and (found.text or found.fields):
            self.note.begin(Writing.kept(found), found.text)
        self.set_interval(5, self.show_head)

    def on_unmount(self) -> None:
        self._draft.flush()

    def possible(self, command: type[Command]) -> bool | None:
        if not self.is_mounted or not self.query(NoteBox) or command in _ALWAYS:
            return True
        typing = self.note.in_use
        if typing or command in _WHILE_TYPING:
            return typing and command in _WHILE_TYPING and (command is not HowKnown or self.note.writing.use == "note")
        if command in _ON_STATEMENTS:
            return self.pane != "seen" or self._tied is not None
        if command is EditNote:
            return self.pane == "seen" and self.rows("seen").cursor_key is not None
        if command is EditLastNote:
            return bool(self.session.visit.notes)
        if command is Likewise:
            return bool(self._offer)
        if command is ClearTick:
            return bool(self.here and self.session.marks(self.here))
        return True

    # Keys --------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Letters and digits: a range item, a jump, or the beginning of a note."""
        character = event.character if event.is_printable else None
        if self.lettering:
            self._end_lettering()
            if character in self.letters:
                event.stop()
                self._show_as_met([self.letters[character]])
                return
        if self._tied and event.key not in ("space", "minus"):
            self._tied = None
            self._show_last()
        if character is None or (self.note.in_use and self.focused is self.note.line):
            return
        if not self.note.in_use and character.isdecimal():
            event.stop()
            self.jump(character, monotonic())
        elif self.note.in_use or event.key not in self.recording_keys():
            event.stop()
            self.type(character)

    @on(Rows.Chosen, "#criteria, #range, #seen")
    async def _chosen(self, event: Rows.Chosen) -> None:
        """`enter` means the same in a list as elsewhere; a tap only moves the cursor."""
        if not event.by_tap:
            command = KeepNote if self.note.in_use else EditNote if self.pane == "seen" else NextCustomer
            await self.run_action(command.action_name())

    # Recording ---------------------------------------------------------------------------------------------------

    def record(self, act: Callable[[], Entry | list[Entry] | None]) -> list[Entry] | None:
        """Record, then show what stands now. None, and the reason in the head, when it is not on disk."""
        try:
            made = act()
        except NotRecorded as error:
            self.failure = str(error)
            self.show_everything()
            return None
        self.failure = ""
        entries = made if isinstance(made, list) else [made] if made else []
        self._tied, self._offer, self._flash = None, (), ""
        self._show_after(entries)
        return entries

    def _show_after(self, entries: Sequence[Entry]) -> None:
        if any(isinstance(entry.body, Moment) for entry in entries):
            self.show_everything()
        else:
            refs = [ref for entry in entries for ref in self.board.refs_of(entry)]
            self.board.measure({ref.partition("/")[0] for ref in refs})
            self.show_criteria()
            if any(isinstance(entry.body, Noted) for entry in entries):
                self.show_seen()
            self.show_head()
        self._show_last()

    def _show_as_met(self, refs: Iterable[str], note: Entry | None = None) -> None:
        """Record statements as shown; those that the assessor confirms or names in words ask for the words."""
        refs = list(refs)
        if len(refs) == 1 and self.board.kind(refs[0]) in ("statement", "count"):
            use: Use = "confirm" if self.board.kind(refs[0]) == "statement" else "name"
            self.note.begin(Writing(use=use, refs=tuple(refs), moment=self.session.moment))
            return
        known = note.body.known if note and isinstance(note.body, Noted) else "seen"
        moment = getattr(note.body, "moment", None) if note else None
        made = self.record(lambda: self.board.show(refs, known=known, note=note.id if note else None, moment=moment))
        if made:
            self.offer(self.board.alike([ref for ref in refs if self.board.kind(ref) != "statement"]))
        elif made is not None:
            self.flash(f"{self.board.listed(refs)}: recorded already for customer {moment or self.session.moment}")

    def offer(self, refs: Sequence[str]) -> None:
        """Offer to record statements together with the last one."""
        self._offer = tuple(refs)
        self._show_last()

    def flash(self, words: str) -> None:
        """Say something in the place of the last act, until the next one."""
        self._flash = words
        self._show_last()

    def _show_last(self) -> None:
        act = self.session.last_act
        if self._flash:
            said = content(self._flash, WARN)
        elif self.lettering:
            said = content("the letter of an item covers it", ACCENT)
        elif self._tied:
            refs = self.board.listed(self.board.refs_of(self._tied))
            said = join(content("space all met · - choose · else tied only: ", ACCENT), refs)
        else:
            said = content(self.board.described(act) if act else "Nothing recorded yet", "" if act else MUTED)
        if self._offer:
            said = join(said, content(f"  = also {self.board.listed(self._offer, 2, numbered=True)}", ACCENT))
        self.query_one("#last", PlainStatic).show(said)
        self.refresh_bindings()

    def action_met_command(self) -> None:
        if self._tied:
            self._show_as_met(self.board.refs_of(self._tied), self._tied)
        elif self.here:
            self._show_as_met([self.here])

    def action_not_yet_command(self) -> None:
        if self._tied:
            self._choose_tied(self._tied)
        elif self.here and self.board.kind(self.here) == "criterion":
            self.note.begin(Writing(use="not yet", refs=(self.here,), moment=self.session.moment))
        else:
            self.flash("Not yet is said of criteria")

    @work
    async def _choose_tied(self, note: Entry) -> None:
        verdicts = await self.app.push_screen_wait(ChooseTied(self.board, self.board.refs_of(note)))
        body = note.body
        if not verdicts or not isinstance(body, Noted):
            return
        if met := [ref for ref, verdict in verdicts.items() if verdict == "met"]:
            self._show_as_met(met, note)
        if not_yet := [ref for ref, verdict in verdicts.items() if verdict == "not yet"]:
            self._judge_not_yet(not_yet, Writing(moment=body.moment, of=note.id, known=body.known), body.text)

    def _judge_not_yet(self, refs: Sequence[str], writing: Writing, why: str) -> list[Entry] | None:
        open_before = [m for ref in refs for m in self.session.marks(ref, writing.moment) if m.shown == "not yet"]
        return self.record(
            lambda: self.session.judge(
                refs, "not yet", reason=why, known=writing.known, note=writing.of, moment=writing.moment,
                replaces=[m.entry.id for m in open_before if not m.reason], draft=self._draft.id,
            )
        )  # fmt: skip

    def action_range_item_command(self) -> None:
        if not self.letters:
            self.flash("Nothing explains this criterion further")
            return
        self.lettering, self._flash = True, ""
        self.side = "range"
        self.set_class(True, "-lettering", "-side-range").set_class(False, "-side-seen")
        self._show_last()

    def _end_lettering(self) -> None:
        self.lettering = False
        self.set_class(False, "-lettering")
        self._show_last()

    def action_likewise_command(self) -> None:
        self.record(partial(self.board.show, self._offer))

    def action_next_customer_command(self) -> None:
        if self.record(self.session.next_moment) == []:
            self.flash(f"Customer {self.session.moment}: nothing recorded yet")

    def action_undo_command(self) -> None:
        act = self.session.last_act
        if act is None:
            self.flash("Nothing to take back")
        elif self.record(self.session.undo) is not None:
            self.show_everything()
            self.flash(f"Taken back: {self.board.described(act)}")

    # Notes -------------------------------------------------------------------------------------------------------

    @on(NoteBox.Changed)
    def _typed(self) -> None:
        if self.note.in_use:
            writing = self.note.writing
            self._draft.put(self.note.text, writing.refs, writing.fields)
        else:
            self._draft.drop()
            if self.focused is self.note.line:
                self.rows(self.pane).focus()
        self.refresh_bindings()

    @on(Kept.Wrote)
    def _draft_written(self, event: Kept.Wrote) -> None:
        self.trouble = event.trouble
        self.show_head()

    def action_keep_note_command(self) -> None:
        made = self._recorded_words(self.note.writing, self.note.text.strip())
        if made is None:
            return
        self._draft.drop()
        self.note.empty()
        self.rows(self.pane).focus()
        if made and isinstance(made[0].body, Noted) and made[0].body.refs:
            self._tied = made[0]
        self._show_last()

    def _recorded_words(self, writing: Writing, text: str) -> list[Entry] | None:
        draft, session = self._draft.id, self.session
        if writing.use == "not yet":
            return self._judge_not_yet(writing.refs, writing, text)
        if writing.use == "confirm":
            return self.record(lambda: session.confirm(writing.refs, reason=text, draft=draft))
        if not text:
            return []
        if writing.use == "name":
            return self.record(lambda: session.cover(writing.refs, name=text, moment=writing.moment, draft=draft))
        text, at = timed(text, session.visit, self.workspace.clock())
        return self.record(
            lambda: session.note(
                text, refs=writing.refs, known=writing.known, source=writing.source, moment=writing.moment,
                seen=at or writing.at, draft=draft, replaces=writing.replaces,
            )
        )  # fmt: skip

    @work
    async def action_how_known_command(self) -> None:
        now, writing = self.workspace.clock(), self.note.writing
        values = await self.app.push_screen_wait(note_form(self.board, writing, now))
        if values is not None:
            self.note.mean(as_stated(writing, values, self.board, now))
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
        others = {str(at): other for at, other in enumerate(self._others[:9], 1)}
        choices = {key: command.command() for key, command in commands.items()}
        choices |= {key: f"Go on with {other.name}, begun {other.began:%H:%M}" for key, other in others.items()}
        answer = await self.app.push_screen_wait(
            Ask(f"{self.session.portfolio.name} · {self.session.visit.number}", choices)
        )
        if answer in commands:
            self.call_later(self.run_action, commands[answer].action_name())
        elif answer in others:
            other = others[answer]
            session = await self.app.in_background(lambda: self.workspace.session(other.learner, other.session))
            self.app.switch_screen(Observe(session, self.workspace))

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
        if self.record(lambda: self.session.describe_moment(values["situations"], setting)):
            self.offer(self.board.fitting(values["situations"]))

    def action_show_all_command(self) -> None:
        self.everything = not self.everything
        self.kept_rows.clear()
        self.show_criteria()

    def action_clear_tick_command(self) -> None:
        if ref := self.here:
            self.record(lambda: self.board.clear(ref))

    @work
    async def action_infer_knowledge_command(self) -> None:
        found = await self.app.push_screen_wait(Pick("Knowledge apparent from the work", knowledge_rows(self.board)))
        if found:
            self._show_as_met([found])

    @work
    async def action_bars_command(self) -> None:
        text = "\n\n".join(map(accepted, self.board.units.values()))
        await self.app.push_screen_wait(Ask("Evidence the units accept", {"o": "Back to the visit"}, text=text))

    @work
    async def action_finish_command(self) -> None:
        from fieldassess.screens.finish import Finish as FinishPage

        left = await self.app.push_screen_wait(FinishPage(self.session, self.workspace))
        if left == "observe":
            self.show_everything()
            self._show_last()
        else:
            self.action_leave_open_command()

    def action_leave_open_command(self) -> None:
        learner, workspace, app = self.session.learner.id, self.workspace, self.app
        self.dismiss()
        app.run_worker(app.in_background(lambda: workspace.refresh([learner])), exit_on_error=False)
