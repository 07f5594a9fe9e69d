"""The dialogs of the observe screen: the customer's situation, how a note is known, ties, the pause."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar, Final, get_args

from textual import on
from textual.app import ComposeResult

from fieldassess.commands import Command
from fieldassess.commands.dialog import Cancel
from fieldassess.commands.observe import GoOn, Met, NotYet, SaveChoices
from fieldassess.screens.base import Page
from fieldassess.screens.observe.board import Board
from fieldassess.screens.observe.rows import customer_words
from fieldassess.screens.observe.writing import Writing, clock_time
from fieldassess.widgets.dialog import Box, Form, Values
from fieldassess.widgets.fields import ChoiceField, LineField, TogglesField
from fieldassess.widgets.plain import BAD, GOOD, STRONG, PlainStatic, content
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.bodies import Setting

SETTINGS: Final[tuple[Setting, ...]] = get_args(Setting)
KNOWN: Final = (
    ("seen", "seen"),
    ("told", "told by someone"),
    ("looked", "looked at something"),
    ("inferred", "inferred"),
)
_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})")


def customer_form(board: Board) -> Form:
    """Asks for the present customer's situations and setting."""
    visit, number = board.session.visit, board.session.moment
    moment = visit.moments[number]
    fields = [
        TogglesField("situations", "Situation", [(s, s) for s in board.situations], moment.situations),
        ChoiceField("setting", "Setting", [(s, s) for s in SETTINGS], visit.setting_of(number)),
    ]
    return Form(f"Customer {number}", fields, text="Tick what holds for this customer or incident; name nobody.")


def note_form(board: Board, writing: Writing, now: datetime) -> Form:
    """Asks how a note is known, when it was seen, and with which customer."""
    visit = board.session.visit

    def wrong(typed: str) -> str | None:
        return None if _at(typed, board, now) else "A time that has passed, please: 10:44."

    customers = [(str(number), customer_words(board, number)) for number in visit.moments]
    fields = [
        ChoiceField("known", "How known", KNOWN, writing.known),
        LineField("source", "By whom, or where", writing.source, placeholder="a role: supervisor; or where it is kept"),
        LineField("at", "Seen at", f"{writing.at:%H:%M}" if writing.at else "", placeholder="10:44", wrong=wrong),
        ChoiceField("moment", "Customer", customers, str(writing.moment or board.session.moment)),
    ]
    return Form("This note", fields)


def as_stated(writing: Writing, values: Values, board: Board, now: datetime) -> Writing:
    """The note with what was filled in."""
    return replace(
        writing,
        known=values["known"],
        source=values["source"],
        at=_at(values["at"], board, now),
        moment=int(values["moment"]),
    )


def _at(typed: str, board: Board, now: datetime) -> datetime | None:
    found = _CLOCK.fullmatch(typed)
    return clock_time(found[1], found[2], board.session.visit, now) if found else None


class ChooseTied(Box[Mapping[str, str] | None]):
    """Says of each statement a note is tied to whether it was met, not yet met, or only touched on."""

    TITLE = "What a note shows"
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Met, NotYet, SaveChoices, Cancel)

    def __init__(self, board: Board, refs: Sequence[str]) -> None:
        super().__init__("What does the note show?")
        self._board = board
        self._verdicts = dict.fromkeys(refs, "")

    def body(self) -> ComposeResult:
        yield Rows([self._row(ref) for ref in self._verdicts])

    def _row(self, ref: str) -> Row:
        mark = {"met": content("✓ ", GOOD), "not yet": content("NY", BAD)}.get(self._verdicts[ref], content("  "))
        return Row(ref, self._board.words(ref), left=mark, wrap=True)

    def _turn(self, verdict: str) -> None:
        rows = self.query_one(Rows)
        ref = rows.cursor_key
        if ref is None or (verdict == "not yet" and self._board.kind(ref) != "criterion"):
            return
        self._verdicts[ref] = "" if self._verdicts[ref] == verdict else verdict
        rows.update_row(ref, self._row(ref))

    def action_met_command(self) -> None:
        self._turn("met")

    def action_not_yet_command(self) -> None:
        self._turn("not yet")

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        if event.by_tap:
            self._turn("met")
        else:
            self.action_save_choices_command()

    def action_save_choices_command(self) -> None:
        self.dismiss({ref: verdict for ref, verdict in self._verdicts.items() if verdict})


class Paused(Page[None]):
    """Nothing of anyone, until the assessor goes on."""

    TITLE = "Paused"
    HELP = "The clock stands still and nothing of the learner is on the screen. p goes on."
    COMMANDS_HERE = (GoOn,)
    DEFAULT_CSS = """
    Paused { align: center middle; background: $background; }
    Paused PlainStatic { width: 100%; height: auto; text-align: center; }
    """

    def body(self) -> ComposeResult:
        yield PlainStatic("Paused", style=STRONG)
        yield PlainStatic("The clock stands still. Press p, or tap Go on.")

    def action_go_on_command(self) -> None:
        self.dismiss()
