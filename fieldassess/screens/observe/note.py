"""Where words are typed while observing: the note line, what stands before it, the statements `@` offers."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import TextArea

from fieldassess.screens.observe.board import Board, circled
from fieldassess.screens.observe.rows import exact, how_known, offered, statement_rows
from fieldassess.screens.observe.writing import Writing
from fieldassess.widgets.columns import NARROW_BELOW
from fieldassess.widgets.note_line import NoteLine
from fieldassess.widgets.plain import ACCENT, MUTED, PlainStatic, content, join
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.bodies import Noted

_SOUGHT: Final = re.compile(r"@([^\s@]{0,24})$")
_NAMED: Final = re.compile(r" ?(?<!\w)@([^\s@]*?)([.,;:!?)]*)(?=[\s@]|$)")
_NAMED_LAST: Final = re.compile(_NAMED.pattern + "$")
_ENDS: Final = (" ", "@", "\n")
_PLACEHOLDERS: Final = {
    "note": "describe customers, never name them",
    "not yet": "why? enter alone: say it later",
    "confirm": "why is it so? enter alone: confirmed without",
    "name": "what was it?",
}


class NoteBox(Vertical):
    """One place for all words. `writing` says how they are meant."""

    DEFAULT_CSS = """
    NoteBox {
        height: auto;
        background: $panel;
        #offers { height: auto; max-height: 6; display: none; background: $surface; }
        #offers.-shown { display: block; }
        #ties { padding: 0 1; display: none; color: $text-muted; }
        #ties.-shown { display: block; }
        #line { height: auto; }
        #mode { width: auto; padding: 0 1; max-width: 50%; }
    }
    """

    class Changed(Message):
        """The text or what is meant by it changed."""

    def __init__(self, board: Board, unit: Callable[[], str]) -> None:
        """`unit` says in which unit the cursor is: a number typed after `@` is meant there first."""
        super().__init__(id="note")
        self._board, self._unit = board, unit
        self._statements: list[Row] = []
        self.writing = Writing()

    def compose(self) -> ComposeResult:
        offers = Rows(id="offers", one_tap=True)
        offers.can_focus = False
        yield offers
        yield PlainStatic(id="ties")
        with Horizontal(id="line"):
            yield PlainStatic(id="mode")
            yield NoteLine()

    def on_mount(self) -> None:
        self._statements = statement_rows(self._board)
        self.mean(self.writing)

    @property
    def line(self) -> NoteLine:
        """The line itself."""
        return self.query_one(NoteLine)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.line.text

    @property
    def in_use(self) -> bool:
        """Whether keys are text now."""
        return self.line.takes_text

    @property
    def settled(self) -> tuple[str, Writing, list[str]]:
        """The text with every statement named in it tied, what is meant by it, and the `@words` that name none."""
        refs, left = list(self.writing.refs), list[str]()

        def tie(named: re.Match[str]) -> str:
            ref = exact(self._board, self._statements, named[1], self._unit())
            if ref is None:
                left.append(f"@{named[1]}")
                return named[0]
            refs.append(ref)
            return named[2]

        if self.writing.use != "note":
            return self.text.strip(), self.writing, []
        text = _NAMED.sub(tie, self.text).strip()
        return text, replace(self.writing, refs=tuple(dict.fromkeys(refs))), left

    @property
    def offering(self) -> bool:
        """Whether statements are offered just now."""
        return self.query_one("#offers", Rows).has_class("-shown")

    # What is meant -----------------------------------------------------------------------------------------------

    def mean(self, writing: Writing) -> None:
        """Mean the text in another way."""
        self.writing = writing
        self.line.expecting = writing.use != "note" or bool(writing.refs)
        narrow = self.app.size.width < NARROW_BELOW and writing.use == "note"
        self.line.placeholder = "name no customers" if narrow else _PLACEHOLDERS[writing.use]
        self.show_mode()
        self.post_message(self.Changed())

    def show_mode(self) -> None:
        """Show before the line whose note it is, with which customer, how known; and above it what it is tied to."""
        board, writing = self._board, self.writing
        number = writing.moment or board.session.moment
        what = " ".join(filter(None, [writing.use, *(board.short(ref) for ref in writing.refs[:1])]))
        if writing.use == "note":
            known = how_known(Noted(text="", known=writing.known, source=writing.source)) or "seen"
            at = f" {writing.at:%H:%M}" if writing.at else ""
            what = f"{circled(number)} {'change ' if writing.replaces else ''}{known}{at}"
        initials = content(board.session.portfolio.initials, ACCENT)
        self.query_one("#mode", PlainStatic).show(join(initials, f" {what} ›"))
        ties = self.query_one("#ties", PlainStatic)
        about = board.listed(writing.refs, 4) if writing.refs else ""
        ties.show(f"tied to {about}" if writing.use == "note" else about, MUTED)
        ties.set_class(bool(about), "-shown")

    def begin(self, writing: Writing, text: str = "") -> None:
        """Ask for words, with some there already."""
        self.line.fill(text)
        self.mean(writing)
        self.screen.set_focus(self.line)  # now, not after the keys that are waiting

    def type(self, text: str) -> None:
        """Go on with the text, from wherever the cursor is."""
        self.screen.set_focus(self.line)
        tied = text in _ENDS and self._tie_named()
        self.line.type(" @" if tied and text == "@" else text)
        self._offer()  # at once: the next key may be the one that takes what is offered

    def empty(self) -> None:
        """Forget the text and what was meant."""
        self.line.fill("")
        self.mean(Writing())

    # What @ offers -----------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._offer()
        if not self.text and self.writing.use == "note" and not self.writing.refs:
            self.writing = Writing()
            self.show_mode()
        self.post_message(self.Changed())

    def _sought(self) -> re.Match[str] | None:
        row, column = self.line.cursor_location
        return _SOUGHT.search(self.line.document.get_line(row)[:column])

    def _offer(self) -> None:
        found = self._sought() if self.writing.use == "note" else None
        rows = offered(self._board, self._statements, found[1], self._unit()) if found else []
        offers = self.query_one("#offers", Rows)
        offers.set_rows(rows)
        offers.action_edge(False)
        offers.set_class(bool(rows), "-shown")

    def offer_key(self, key: str) -> bool:
        """While statements are offered, arrows move among them, enter takes one, escape none; whether it was that."""
        offers = self.query_one("#offers", Rows)
        if not self.offering:
            return False
        if key in ("up", "down"):
            offers.action_move(-1 if key == "up" else 1)
        elif key in ("enter", "tab") and offers.cursor_key:
            self._tie(offers.cursor_key)
        elif key == "escape":
            offers.set_class(False, "-shown")
        else:
            return False
        return True

    @on(Rows.Chosen, "#offers")
    def _tapped(self, event: Rows.Chosen) -> None:
        event.stop()
        self._tie(event.key)

    def _tie_named(self) -> bool:
        """Tie the statement whose number was just typed in full, and take that out of the text."""
        row, column = self.line.cursor_location
        before = self.line.document.get_line(row)[:column]
        named = _NAMED_LAST.search(before) if self.writing.use == "note" else None
        ref = exact(self._board, self._statements, named[1], self._unit()) if named else None
        if named and ref:
            self.line.replace(named[2], (row, named.start()), (row, column))
            if ref not in self.writing.refs:
                self.mean(self.writing.tied(ref))
        return bool(ref)

    def _tie(self, ref: str) -> None:
        row, column = self.line.cursor_location
        if found := self._sought():
            self.line.replace("", (row, found.start()), (row, column))
        self.query_one("#offers", Rows).set_class(False, "-shown")
        self.screen.set_focus(self.line)
        self.mean(self.writing.tied(ref))
