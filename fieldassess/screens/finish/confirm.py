"""The step of finishing in which the assessor confirms what the units leave to judgement."""

from collections.abc import Iterator

from textual import on, work

from fieldassess.dates import show_date
from fieldassess.screens.finish.ends import ListStep
from fieldassess.text import counted
from fieldassess.widgets.plain import GOOD, content
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.coverage import Sufficient
from unitdata import Unit


class ConfirmStep(ListStep):
    """What the units leave to the assessor's judgement: is it enough? Never a must."""

    NAME = "Confirm"
    SAYS = "What the units leave to your judgement. Confirm only what is enough; the rest can wait."
    EMPTY = "These units ask for no confirmation."

    def read(self) -> None:
        rows: list[Row] = []
        for unit in self.session.units:
            own = list(self._unit_rows(unit))
            rows += [headed(f"{unit.ref} {unit.title}", key=unit.ref), *own] if own else []
        self.rows.set_rows(rows)

    def _unit_rows(self, unit: Unit) -> Iterator[Row]:
        cover = self.session.measured(unit)
        known = cover.sufficient
        if known.asked and not known.occasions:
            yield Row(f"none:{unit.ref}", f"Nothing counts yet: no {' or '.join(known.asked)} to judge", heading=True,
                      strong=False, wrap=True)  # fmt: skip
        for fact in known.asked if known.occasions else ():
            yield self._row(unit.full(fact), _fact(fact, known), fact in known.confirmed)
        for requirement in cover.requirements.values():
            if requirement.statement and requirement.required:
                ref = requirement.requirement.ref
                yield self._row(unit.full(ref), f"{ref} {requirement.requirement.title}", requirement.confirmed)

    def _row(self, ref: str, words: str, confirmed: bool) -> Row:
        before = confirmed and not self._here(ref)
        mark = content("✓" if confirmed else " ", GOOD)
        return Row(ref, words, left=mark, right="confirmed before" if before else "", wrap=True)

    def _here(self, ref: str) -> bool:
        return any(mark.shown == "confirmed" for mark in self.session.marks(ref))

    @on(Rows.Chosen)
    def deal(self) -> None:
        if self.rows.cursor_key:
            self._turn(self.rows.cursor_key)

    @work
    async def _turn(self, ref: str) -> None:
        reason = await self.page.reason_to_amend()
        if reason is not None:
            self.page.record(lambda: self.session.confirm([ref], reason=reason, cleared=self._here(ref)))
            self.page.read()


def _fact(fact: str, known: Sufficient) -> str:
    if fact == "period":
        span = f", {show_date(known.first)} to {show_date(known.last)}" if known.first and known.last else ""
        return f"Period: {counted(known.days, 'day')}{span}. Enough?"
    if fact == "customers":
        return f"Customers: {known.customers}. Enough?"
    return f"Occasions: {counted(known.occasions, 'day')} with evidence. Enough?"
