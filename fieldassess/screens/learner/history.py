"""Every value that a learner's details ever had: who stated it, when, on which device, and why."""

from collections.abc import Mapping
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult

from fieldassess.commands import Back, Command
from fieldassess.screens.learner.details import LABELS, detail_words, names_known, written_by
from fieldassess.screens.records import RecordsPage
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import MUTED, Text, content, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.bodies import DETAILS, CarriedOver, Detail, Enrolment, Registered, SamePerson
from sessions.entry import Entry
from sessions.portfolio import Portfolio


class DetailHistory(RecordsPage[None]):
    """The changes of one learner's details, latest first."""

    TITLE = "History of details"
    HELP = """Every value that was stated, with who stated it. Nothing is ever overwritten."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Back,)

    head = getters.query_one(Head)
    rows = getters.query_one(Rows)

    def __init__(self, learner_id: str) -> None:
        super().__init__()
        self._learner_id = learner_id

    def body(self) -> ComposeResult:
        yield Head("History of details")
        yield Rows(empty="Reading…")

    def read(self) -> tuple[Portfolio, dict[str, str]]:
        portfolio = self.app.workspace.learner(self._learner_id).portfolio
        return portfolio, names_known(portfolio, self.app.workspace)

    @on(RecordsPage.Read)
    def _was_read(self, event: RecordsPage.Read) -> None:
        portfolio: Portfolio
        names: dict[str, str]
        portfolio, names = event.found
        self.head.show(f"{portfolio.name} · history of details")
        rows: list[Row] = []
        for name in DETAILS:
            stated = _stated(portfolio, name)
            if stated:
                rows.append(headed(LABELS[name], key=f"heading:{name}"))
            rows += [
                _row(f"{name}:{entry.id}", detail_words(name, value), reason, entry, names)
                for entry, value, reason in stated
            ]
        enrolled = sorted(portfolio.facts(Enrolment), key=lambda found: found[0].at, reverse=True)
        if enrolled:
            rows.append(headed("Units", key="heading:units"))
        rows += [_row(e.id, _units_said(b), b.reason, e, names) for e, b in enrolled]
        said = [("one person" if b.same else "not one person after all", b.reason, e) for e, b in _same(portfolio)]
        if said:
            rows.append(headed("Registered twice", key="heading:same"))
        rows += [_row(entry.id, value, reason, entry, names) for value, reason, entry in said]
        self.rows.set_rows(rows)


def _units_said(body: Enrolment) -> str:
    over = f", carried over from edition {body.was[:8]} to {body.pack[:8]}" if isinstance(body, CarriedOver) else ""
    return f"{body.pack_id}: {', '.join(body.units)}{over}"


def _same(portfolio: Portfolio) -> list[tuple[Entry, SamePerson]]:
    return sorted(portfolio.facts(SamePerson), key=lambda found: found[0].at, reverse=True)


def _row(key: str, value: str, reason: str, entry: Entry, names: Mapping[str, str]) -> Row:
    said: list[Text] = [value or content("(emptied)", MUTED), content(written_by(entry, names), MUTED)]
    if reason:
        said.append(content(f"because {reason}", MUTED))
    return Row(key, lines(said), wrap=True)


def _stated(portfolio: Portfolio, name: str) -> list[tuple[Entry, str, str]]:
    """Each statement of a detail with its reason, latest first."""
    key = name.replace(" ", "_")
    first = [(e, str(getattr(r, key)), "") for e, r in portfolio.facts(Registered) if getattr(r, key)]
    later = [(e, d.value, d.reason) for e, d in portfolio.facts(Detail) if d.field == name]
    return sorted([*first, *later], key=lambda found: found[0].at, reverse=True)
