"""Settling what people stated differently: both sides beside each other, a choice, and the reason for it."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import zip_longest
from typing import ClassVar, Final, cast

from textual import events, getters, on
from textual.app import ComposeResult
from textual.content import Content

from fieldassess.commands import Command
from fieldassess.commands.dialog import Cancel, Choose
from fieldassess.screens.learner.details import LABELS, detail_words, names_known, who_when_where
from fieldassess.screens.records import LearnerHere
from fieldassess.widgets.columns import NARROW_BELOW, fit
from fieldassess.widgets.dialog import Box, Form
from fieldassess.widgets.fields import LineField
from fieldassess.widgets.plain import MUTED, STRONG, Text, content, join, lines
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.bodies import CarriedOver, Detail, DetailField, Enrolled, Enrolment
from sessions.learner import Learner
from sessions.portfolio import Stated
from sessions.text import clean_line

_MOST: Final = 3
"""So many sides have room beside each other on a screen that is not narrow."""
_GAP: Final = 2


class Sides(Box[str | None]):
    """What stands against each other. The result is the number of the side chosen, from 1, or None for escape."""

    TITLE = "A disagreement"
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Choose, Cancel)

    rows = getters.query_one(Rows)

    def __init__(self, title: str, sides: Sequence[Mapping[str, str]]) -> None:
        """`sides`: what is known of each, by label; the value comes first."""
        super().__init__(title)
        self._sides = sides

    def body(self) -> ComposeResult:
        yield Rows(one_tap=True)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        beside = event.size.width >= NARROW_BELOW and len(self._sides) <= _MOST
        self.rows.set_rows(_beside(self._sides) if beside else _below(self._sides))

    def on_key(self, event: events.Key) -> None:
        if event.character in [str(number) for number in range(1, len(self._sides) + 1)]:
            event.stop()
            self.dismiss(event.character)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.dismiss(event.key)

    def action_choose_command(self) -> None:
        self.dismiss(self.rows.cursor_key)


def _beside(sides: Sequence[Mapping[str, str]]) -> list[Row]:
    """A table with a column for each side, then the choices."""
    width = max(map(len, sides[0]))
    rows = []
    for number, label in enumerate(sides[0]):
        cells = [content(side[label], "" if number else STRONG) for side in sides]
        named = content(label.ljust(width), MUTED)
        rows.append(Row(f"fact:{label}", partial(_cells, cells), left=named, heading=True, strong=False, wrap=True))
    rows.append(Row("gap", "", heading=True))
    return [*rows, *(Row(str(n), f"{_value(side)} holds", left=str(n), wrap=True) for n, side in enumerate(sides, 1))]


def _cells(cells: Sequence[Text], width: int) -> Text:
    """Texts beside each other, each wrapped into its share of the width."""
    each = (width - _GAP * (len(cells) - 1)) // len(cells)
    wrapped: list[list[Content]] = [content(cell).wrap(each) for cell in cells]
    gap = Content(" " * _GAP)
    return lines(
        gap.join([fit(part, each) for part in parts]) for parts in zip_longest(*wrapped, fillvalue=Content(""))
    )


def _below(sides: Sequence[Mapping[str, str]]) -> list[Row]:
    """The sides below each other, each a choice."""
    rows = []
    for number, side in enumerate(sides, 1):
        known = [join(content(f"{label}: ", MUTED), said) for label, said in list(side.items())[1:]]
        rows.append(Row(str(number), lines([content(_value(side), STRONG), *known]), left=str(number), wrap=True))
    return rows


def _value(side: Mapping[str, str]) -> str:
    return next(iter(side.values()))


def sides_of(field: str, rivals: Sequence[Stated], names: Mapping[str, str]) -> list[dict[str, str]]:
    """What is known of each value that stands for a detail or an enrolment; `names` as `names_known` gives them."""
    enrolled = [stated.entry.body for stated in rivals if isinstance(stated.entry.body, Enrolment)]
    everywhere = set(enrolled[0].units).intersection(*(body.units for body in enrolled)) if enrolled else set()
    carried = any(isinstance(body, CarriedOver) for body in enrolled)
    sides = []
    for stated in rivals:
        who, when, device = who_when_where(stated.entry, names)
        side = {"Value": detail_words(field, stated.value), "By": who, "When": when, "On": device}
        body = stated.entry.body
        if isinstance(body, Enrolment):
            side["Differs in"] = ", ".join(ref for ref in body.units if ref not in everywhere) or "–"
            if len({other.pack for other in enrolled}) > 1:
                side["Edition"] = body.pack[:8]
            if carried:
                side["Not counted"] = ", ".join(getattr(body, "not_counted", ())) or "–"
        side["Because"] = body.reason if isinstance(body, Detail | Enrolment) and body.reason else "–"
        sides.append(side)
    return sides


async def settle(page: LearnerHere[None], learner_id: str) -> None:
    """Show the values that stand against each other, and record which holds and why. Call it in a worker."""
    app = page.app
    portfolio = await app.in_background(lambda: app.workspace.learner(learner_id).portfolio)
    names = await app.in_background(lambda: names_known(portfolio, app.workspace))
    for field, rivals in portfolio.disagreements().items():
        what = LABELS[field].lower() if field in LABELS else f"choice of {field}"
        title = f"Which {what} holds?"
        chosen = await app.push_screen_wait(Sides(title, sides_of(field, rivals, names)))
        if chosen is None:
            return
        stated = rivals[int(chosen) - 1]
        why = LineField("reason", "Reason", required=True)
        values = await app.push_screen_wait(Form("Why does it hold?", [why], text=detail_words(field, stated.value)))
        if values is None:
            return
        if not await page.record(learner_id, partial(_settled, field=field, stated=stated, reason=values["reason"])):
            return


def _settled(learner: Learner, field: str, stated: Stated, reason: str) -> None:
    """Record the value that holds in place of all that stand."""
    body = stated.entry.body
    if isinstance(body, Enrolled | CarriedOver):
        learner.state_enrolment(body.model_copy(update={"reason": clean_line(reason)}))
    else:
        learner.set_detail(cast(DetailField, field), stated.value, reason)
