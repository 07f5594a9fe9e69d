"""What the observe screen records, and how it says what was recorded."""

import errno
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from textual import events, on, work
from textual.content import Content

from fieldassess.screens.observe.dialogs import ChooseTied
from fieldassess.screens.observe.view import ObserveView
from fieldassess.screens.observe.writing import Use, Writing
from fieldassess.widgets.columns import fit, within
from fieldassess.widgets.plain import ACCENT, MUTED, WARN, PlainStatic, Text, content
from fieldassess.widgets.rows import Rows
from sessions.bodies import Moment, Noted
from sessions.entry import Entry, NotRecorded, NotSaved
from sessions.session import Session
from sessions.workspace import Workspace

_NOT_DONE: Final = "NOT recorded: "
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class Recording(ObserveView):
    """Every act of recording goes through `record`: on disk first, then on the screen."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        super().__init__(session, workspace)
        self.draft = self.keep("note")
        self.offered: tuple[str, ...] = ()
        """Statements that one key records together with the last one."""
        self.tied: Entry | None = None
        """The note just recorded, while it may still be said what its ties are worth."""
        self._flash = ""
        self._why = ""
        self._lost: dict[str, None] = {}
        """What the disk did not take, in words (empty: what still stands in its line), until it is seen or recorded."""

    def record(self, act: Callable[[], Entry | None], what: str = "") -> list[Entry] | None:
        """Record, then show what stands now: the entry, if there was something to record.

        None when it is not on disk, and then why: in the head, with `what` it was, when the disk fails.
        """
        try:
            made = act()
        except NotSaved as error:
            self._lost[what] = None
            if error.__cause__ or not self._why:  # "still fails" says less than what it said first
                self._why = _why(error)
            self.failure = self._lost_in_words(self._why)
            self.show_everything()
            return None
        except NotRecorded as refused:
            self.flash(str(refused))
            return None
        self._why = ""
        self._lost.pop(what, None)
        self._lost.pop("", None)
        self.failure = self._lost_in_words("The disk works again: repeat it, or esc") if self._lost else ""
        entries = [made] if made else []
        self.tied, self.offered, self._flash = None, (), ""
        self._show_after(entries)
        return entries

    def _lost_in_words(self, why: str) -> str:
        """`NOT recorded: a2.4, a2.5 met. The disk is full: …`: all that is lost, and what to do."""
        what = ", ".join(filter(None, self._lost))
        return f"{_NOT_DONE}{what}. {why}." if what else f"{_NOT_DONE}{why[0].lower()}{why[1:]}."

    def lost_seen(self) -> bool:
        """Take away what is said to be lost: the assessor has seen it. Whether anything was said."""
        seen = bool(self._lost)
        self._lost.clear()
        if seen:
            self.failure = ""
            self.show_head()
        return seen

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
        self.show_last()

    def show_as_met(self, refs: Sequence[str], note: Entry | None = None) -> None:
        """Record statements as shown; those that the assessor confirms or names in words ask for the words."""
        confirmed = [ref for ref in refs if self.board.kind(ref) == "statement"]
        named = [ref for ref in refs if self.board.kind(ref) == "count"]
        shown = [ref for ref in refs if ref not in (*confirmed, *named)]
        moment = getattr(note.body, "moment", None) if note else None
        if shown:
            known = note.body.known if note and isinstance(note.body, Noted) else "seen"
            of = note.id if note else None
            what = f"{', '.join(map(self.board.short, shown))} met"
            made = self.record(lambda: self.board.show(shown, known=known, note=of, moment=moment), what)
            if made is None:
                return
            if made:
                self.offer(self.board.alike(shown))
            else:
                self.flash(f"Recorded already for customer {moment or self.session.moment}: {self.board.listed(shown)}")
        if in_words := confirmed or named[:1]:
            use: Use = "confirm" if confirmed else "name"
            self.note.begin(Writing(use=use, refs=tuple(in_words), moment=moment or self.session.moment))

    def offer(self, refs: Sequence[str]) -> None:
        """Offer to record statements together with the last one."""
        self.offered = tuple(refs)
        self.show_last()

    def flash(self, words: str) -> None:
        """Say something in the place of the last act, until the next one."""
        self._flash = words
        self.show_last()

    def show_last(self) -> None:
        """Show in two lines what was said or recorded last, and what a key would add to it."""
        width = self.app.size.width - 2
        first, second = self._last_in_words()
        self.query_one("#last", PlainStatic).show(
            Content("\n").join([fit(first, width), fit(second, width)]) if second else within(first, width, 2)
        )
        self.refresh_bindings()

    @on(events.Resize)
    def _fit_last(self) -> None:
        self.show_last()

    def _last_in_words(self) -> tuple[Text, Text]:
        act = self.session.last_act
        recorded = content(self.board.described(act) if act else "Nothing recorded yet", "" if act else MUTED)
        if self.lettered_from:
            return content("an item's letter or a tap covers it · esc back", ACCENT), ""
        said = content(self._flash, WARN)
        if self.tied:
            keys = content("space all met · - choose · else tied", ACCENT)
            return keys, said if said else self.board.listed(self.board.refs_of(self.tied))
        if self.offered:
            offer = f"= also {self.board.elsewhere(self.offered)}"
            return said if said else recorded, content(offer, ACCENT)
        return said if said else recorded, ""

    @on(Rows.Highlighted, "#criteria, #range")
    def _moved_on(self) -> None:
        if self.tied:
            self.tied = None
            self.show_last()

    def _is_astray(self) -> bool:
        """Whether the cursor still stands where a jump left it; then a tick would go to another statement."""
        if self.astray != (self.pane, self.here):
            return False
        self.flash(_NOT_DONE + self._flash.removeprefix(_NOT_DONE))
        return True

    def action_met_command(self) -> None:
        if self._is_astray():
            return
        if self.tied:
            self.show_as_met(self.board.refs_of(self.tied), self.tied)
        elif self.here:
            self.show_as_met([self.here])

    def action_not_yet_command(self) -> None:
        if self._is_astray():
            return
        if self.tied:
            self._choose_tied(self.tied)
        elif self.here and self.board.kind(self.here) == "criterion":
            self.note.begin(Writing(use="not yet", refs=(self.here,), moment=self.session.moment))
        else:
            self.flash(self.spoken("Not yet is said of criteria"))

    @work
    async def _choose_tied(self, note: Entry) -> None:
        verdicts = await self.app.push_screen_wait(ChooseTied(self.board, self.board.refs_of(note)))
        body = note.body
        if not verdicts or not isinstance(body, Noted):
            return
        if met := [ref for ref, verdict in verdicts.items() if verdict == "met"]:
            self.show_as_met(met, note)
        if not_yet := [ref for ref, verdict in verdicts.items() if verdict == "not yet"]:
            writing = Writing(moment=body.moment, of=note.id, known=body.known)
            self.record(lambda: self.judge_not_yet(not_yet, writing, body.text))

    def judge_not_yet(self, refs: Sequence[str], writing: Writing, why: str, draft: str | None = None) -> Entry | None:
        """Record criteria as not yet met. Raises NotRecorded."""
        open_before = [m for ref in refs for m in self.session.marks(ref, writing.moment) if m.shown == "not yet"]
        return self.session.judge(
            refs, "not yet", reason=why, known=writing.known, note=writing.of, moment=writing.moment,
            replaces=[m.entry.id for m in open_before if not m.reason], draft=draft,
        )  # fmt: skip

    def action_range_item_command(self) -> None:
        if not self.letters:
            self.flash(f"No {self.vocabulary.requirement.many} are printed for this")
            return
        self.lettered_from, self._flash = self.pane, ""
        self.go_to_pane("range")
        self.show_last()

    def end_lettering(self, *, back: bool) -> None:
        """Letters are text again; `back` to the pane that one came from."""
        if back:
            self.go_to_pane(self.lettered_from)
        self.lettered_from = ""
        self.show_last()

    @on(Rows.Chosen, "#range")
    def _item_tapped(self, event: Rows.Chosen) -> None:
        if self.lettered_from and event.key in self.letters.values():
            self.end_lettering(back=True)
            self.show_as_met([event.key])

    def action_likewise_command(self) -> None:
        what = f"{', '.join(map(self.board.short, self.offered))} met"
        self.record(partial(self.board.show, self.offered), what)

    def action_next_customer_command(self) -> None:
        session = self.session
        before = session.visit.setting_of(session.moment)
        if self.record(session.next_moment) == []:
            self.flash(f"Customer {session.moment}: nothing recorded yet")
        elif (now := session.visit.setting_of(session.moment)) != before:
            self.flash(f"Customer {session.moment}: {now} again, no longer {before}. + changes it")

    def action_undo_command(self) -> None:
        act = self.session.last_act
        if act is None:
            self.flash("Nothing to take back")
        elif self.record(self.session.undo) is not None:
            self.show_everything()
            self.flash(f"Taken back: {self.board.described(act)}")


def _why(error: NotSaved) -> str:
    """Why the disk did not take it and what to do, as a sentence without its full stop."""
    if isinstance(error.__cause__, OSError) and error.__cause__.errno in _FULL:
        return "The disk is full: free some space, then repeat it"
    why = str(error).removeprefix(_NOT_DONE).rstrip(".")
    return f"{why[0].upper()}{why[1:]}"
