"""The steps of finishing that are lists, and the first of them: loose ends."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, TypeAlias

from textual import on, work
from textual.app import ComposeResult

from fieldassess.screens.finish.steps import Step
from fieldassess.screens.learner.record import ref_words
from fieldassess.widgets.answer import Answer
from fieldassess.widgets.dialog import Ask, Pick
from fieldassess.widgets.plain import PlainStatic
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from fieldassess.wording import full_wording
from sessions.bodies import Noted
from sessions.entry import Entry
from sessions.loose_ends import alone, loose_ends
from sessions.session import Session
from sessions.told import Mark
from unitdata import Known, Requirement, Unit

_WORDLESS: Final = "ticks without a word"
_NO_REASON: Final = "not yet without a reason"
_UNTIED: Final = "notes tied to nothing"
_PLANNED: Final = "planned but not seen"
_SOURCELESS: Final = "told by whom is not said"
_BARRED: Final = "ticks that do not count"
_ALONE: Final = "items with nothing met beside them"
_ASKED: Final = {
    _WORDLESS: "What did you see?",
    _NO_REASON: "Why not yet?",
    _SOURCELESS: "Who told you this? Their role, not their name.",
}
_BY_WATCHING: Final[dict[str, Known]] = {"seen": "seen", "told": "told", "looked": "looked", "inferred": "inferred"}


End: TypeAlias = tuple[str, str]
"""A loose end: its kind, and the statement or entry that it is about."""


def wordless(session: Session) -> list[End]:
    """The loose ends of a session that words would tie up."""
    return [(title, ref) for title, refs in loose_ends(session).items() if title in _ASKED for ref in refs]


def place(end: End) -> str:
    """Where the words for a loose end are kept while they are typed: one place each, and nothing of a path in it."""
    return re.sub(r"[^\w.]", " ", " ".join(end))


class ListStep(Step):
    """A step that is a list; enter deals with the row under the cursor."""

    EMPTY = ""

    def parts(self) -> ComposeResult:
        yield Rows(empty=self.EMPTY)

    @property
    def rows(self) -> Rows:
        return self.query_one(Rows)

    def on_mount(self) -> None:
        self.read()

    def take_focus(self) -> None:
        self.rows.focus()

    @on(Rows.Chosen)
    def deal(self) -> None:
        """Do what the row under the cursor is there for."""


class EndsStep(ListStep):
    """What deserves a look before signing, one key each."""

    NAME = "Loose ends"
    EMPTY = "Nothing is loose. Go on."

    def __init__(self, session: Session, begun: dict[End, str], *, id: str) -> None:
        """`begun`: words that were being typed, by the end that they are for."""
        super().__init__(session, id=id)
        self._begun = begun
        self._left: set[str] = set()
        self._at: End | None = None

    def parts(self) -> ComposeResult:
        yield from super().parts()
        yield PlainStatic(id="asked", classes="title -here")
        yield Answer(placeholder="enter records it, esc leaves it", lines=5, id="said")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_asked(None)
        if self._begun:
            self._ask(*next(iter(self._begun)))

    @property
    def mark(self) -> str:
        return "" if self._open() else "✓"

    def _open(self) -> dict[str, list[str]]:
        if self.session.visit.signed_as_it_stands:
            return {}
        done = self._left | {f"{_PLANNED}:{ref}" for ref in self.page.put_off}
        found = loose_ends(self.session)
        wanted = {title: [ref for ref in refs if f"{title}:{ref}" not in done] for title, refs in found.items()}
        return {title: refs for title, refs in wanted.items() if refs}

    def read(self) -> None:
        rows: list[Row] = []
        for title, refs in self._open().items():
            rows.append(headed(title.capitalize(), str(len(refs)), key=title))
            rows += [Row(f"{title}:{ref}", self._words(title, ref), more=self._more(title, ref)) for ref in refs]
        self.rows.set_rows(rows)

    def _words(self, title: str, ref: str) -> str:
        if title not in (_UNTIED, _SOURCELESS):
            return ref_words(ref, self.session.pack)
        entry = self.session.portfolio.entries[ref]
        return f"{entry.happened:%H:%M} {entry.body.text}" if isinstance(entry.body, Noted) else ""

    def _more(self, title: str, ref: str) -> str:
        return "\n".join(dict.fromkeys(self._barred(ref).values())) if title == _BARRED else ""

    def _barred(self, ref: str) -> dict[Mark, str]:
        """The ticks of a statement that the unit bars, each with why."""
        ticks = [mark for mark in self.session.marks(ref) if mark.shown in ("met", "covered")]
        why = {mark: self.session.bar(ref, mark.known, mark.moment) for mark in ticks}
        return {mark: self.spoken(reason) for mark, reason in why.items() if reason}

    @on(Rows.Chosen)
    def deal(self) -> None:
        title, _, ref = (self.rows.cursor_key or "").partition(":")
        if title in _ASKED:
            self._ask(title, ref)
        elif title == _UNTIED:
            self._tie(ref)
        elif title == _PLANNED:
            self._not_seen(ref)
        elif title == _BARRED:
            self._leave_or_clear(ref)
        elif title == _ALONE:
            self._meet(ref)

    @work
    async def _meet(self, ref: str) -> None:
        """Ask what was shown with an item, and record it with the customer of the item."""
        unit = self.session.pack.unit[ref.partition("/")[0]]
        rows = [Row(unit.full(c.ref), c.prompt, left=unit.short(c.ref)) for c in unit.criteria.values()]
        met = await self.app.push_screen_wait(Pick(f"What was shown with {ref_words(ref, self.session.pack)}?", rows))
        moment = next((m.moment for m in alone(self.session) if m.ref == ref), None)
        if met and self.page.record(lambda: self.session.judge([met], "met", moment=moment)):
            self.page.read()

    # Words that are missing --------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        if self._at:
            self.query_one("#said", Answer).focus()
        else:
            super().take_focus()

    def _ask(self, title: str, ref: str) -> None:
        self._show_asked((title, ref))
        self.query_one("#said", Answer).fill(self._begun.get((title, ref), ""))
        self.take_focus()

    def _show_asked(self, at: End | None) -> None:
        self._at = at
        asked = self.query_one("#asked", PlainStatic)
        if at:
            asked.show(f"{_ASKED[at[0]]} {self._words(*at)}")
        asked.display = self.query_one("#said", Answer).display = at is not None

    @on(Answer.Changed)
    def _keep(self) -> None:
        if self._at:
            text = self._begun[self._at] = self.query_one("#said", Answer).text
            self.page.keep(place(self._at)).put(text)

    def leave_words(self) -> bool:
        """Leave the words asked for; what was typed is kept. False when none were asked for."""
        if self._at is None:
            return False
        self._show_asked(None)
        self.take_focus()
        return True

    @on(Answer.Ended)
    def _ended(self) -> None:
        self._end_words()

    async def record(self) -> bool:
        return self._end_words()

    def _end_words(self) -> bool:
        """Record the words asked for, if there are any; False when that failed."""
        text = self.query_one("#said", Answer).text.strip()
        if not self._at or not text:
            self.leave_words()
            return True
        title, ref = self._at
        kept = self.page.keep(place(self._at))
        if not self.page.record(lambda: kept.spend(lambda draft: self._give(title, ref, text, draft))):
            return False
        self._show_asked(None)
        self.page.read()
        self.take_focus()
        return True

    def _give(self, title: str, ref: str, text: str, draft: str) -> Entry | None:
        """Record the missing words where they belong: in the moment, and at the time, of what they are about."""
        session = self.session
        if title == _SOURCELESS:
            return _edit(session, ref, source=text, draft=draft)
        unexplained = [m for m in session.marks(ref) if m.shown == "not yet" and not m.reason]
        if title == _NO_REASON and unexplained:
            return _give_reason(session, unexplained[0], text, draft)
        spoken = {e.body.moment for e in session.visit.notes if isinstance(e.body, Noted)}
        marks = sorted(session.marks(ref), key=lambda m: (m.shown != "met", m.moment in spoken))
        if not marks:
            return session.note(text, refs=[ref], draft=draft)
        mark = marks[0]
        known = _BY_WATCHING.get(mark.known, "seen")
        return session.note(text, refs=[ref], known=known, moment=mark.moment, seen=mark.entry.happened, draft=draft)

    # Notes and plans ---------------------------------------------------------------------------------------------

    @work
    async def _tie(self, note_id: str) -> None:
        rows = [row for unit in self.session.units for row in _statement_rows(unit)]
        ref = await self.app.push_screen_wait(Pick("What does this note show?", rows))
        if ref is not None:
            self.page.record(lambda: _edit(self.session, note_id, refs=(ref,)))
            self.page.read()

    @work
    async def _not_seen(self, ref: str) -> None:
        answers = {"n": "Plan it for the next visit", "l": "Leave it"}
        answer = await self.app.push_screen_wait(Ask(ref_words(ref, self.session.pack), answers))
        if answer == "n":
            self.page.next_step.put_off(ref)
        elif answer == "l":
            self._left.add(f"{_PLANNED}:{ref}")
        self.page.read()

    @work
    async def _leave_or_clear(self, ref: str) -> None:
        words, why = self._words(_BARRED, ref), self._more(_BARRED, ref)
        answer = await self.app.push_screen_wait(Ask(words, {"l": "Leave it", "c": "Clear the tick"}, text=why))
        if answer == "l":
            self._left.add(f"{_BARRED}:{ref}")
        elif answer == "c":
            cleared = [self.page.record(partial(_clear, self.session, mark)) for mark in self._barred(ref)]
            if all(cleared):
                self.page.say(f"Cleared: {words}")
        self.page.read()


def _edit(
    session: Session, note_id: str, *, refs: tuple[str, ...] = (), source: str = "", draft: str | None = None
) -> Entry | None:
    """Give a note what it lacks; its text, time and moment stay."""
    note = session.portfolio.entries[note_id].body
    if not isinstance(note, Noted):
        return None
    return session.note(
        note.text,
        refs=refs or note.refs,
        known=note.known,
        source=source or note.source,
        draft=draft,
        replaces=note_id,
    )


def _clear(session: Session, mark: Mark) -> Entry | None:
    if mark.shown == "covered":
        return session.cover([mark.ref], cleared=True, moment=mark.moment)
    return session.judge([mark.ref], "cleared", moment=mark.moment)


def _give_reason(session: Session, mark: Mark, reason: str, draft: str) -> Entry | None:
    return session.judge(
        [mark.ref],
        "not yet",
        reason=reason,
        known=_BY_WATCHING.get(mark.known, "seen"),
        moment=mark.moment,
        seen=mark.entry.happened,
        replaces=[mark.entry.id],
        draft=draft,
    )


def _statement_rows(unit: Unit) -> Iterator[Row]:
    for ref, statement in unit.statements.items():
        if not isinstance(statement, Requirement):
            yield Row(unit.full(ref), statement.prompt, left=ref, find=unit.title, wording=full_wording(statement))
