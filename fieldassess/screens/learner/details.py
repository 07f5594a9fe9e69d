"""Changing a learner's details, and settling what people stated differently. Nothing is overwritten."""

from functools import partial
from typing import Final, cast

from fieldassess.dates import read_date, show_date
from fieldassess.screens.records import LearnerHere
from fieldassess.text import plain
from fieldassess.widgets.dialog import Form, Pick
from fieldassess.widgets.fields import DateField, Field, LineField
from fieldassess.widgets.row import Row
from sessions.entry import DETAILS, DetailField, Enrolled, Entry
from sessions.learner import Learner
from sessions.portfolio import Portfolio, Stated
from sessions.workspace import Workspace

_DATE: Final = "registered on"
_UNITS: Final = "units of "


def stated_by(stated: Stated, portfolio: Portfolio | None, workspace: Workspace) -> str:
    """`"Ana Clarke": Jo Sullivan, 12 Oct 2026, on this device`."""
    return f"“{stated.value}”: {written_by(stated.entry, portfolio, workspace)}"


def written_by(entry: Entry, portfolio: Portfolio | None, workspace: Workspace) -> str:
    """Who wrote an entry, when, and on which device."""
    here = entry.device in (workspace.device.id, *workspace.device.state.former)
    device = "this device" if here else f"device {entry.device[:4]}"
    return f"{_who(entry.by, portfolio, workspace)}, {show_date(entry.at.date())} {entry.at:%H:%M}, on {device}"


def _who(person: str, portfolio: Portfolio | None, workspace: Workspace) -> str:
    known = {p.id: p.name for p in workspace.device.state.people}
    for visit in portfolio.opened_visits() if portfolio else ():
        if visit.opened:
            known.setdefault(visit.opening.by, visit.opened.assessor)
    return known.get(person) or f"a colleague ({person[:4]})"


async def edit_details(page: LearnerHere[None], learner_id: str) -> None:
    """Ask for other details and record those that changed. Call it in a worker."""
    app = page.app
    portfolio = await app.in_background(lambda: app.workspace.learner(learner_id).portfolio)
    today = app.now().date()
    fields: list[Field] = []
    for name in DETAILS:
        value, label = portfolio.detail(name), name.capitalize()
        if name == _DATE:
            fields.append(DateField(_key(name), label, read_date(value, today), today=today))
        else:
            fields.append(LineField(_key(name), label, value, required=name == "name"))
    values = await app.push_screen_wait(Form(f"Details of {portfolio.name}", fields))
    if values is None:
        return
    changed = {name: _as_text(values[_key(name)]) for name in DETAILS}
    changed = {name: value for name, value in changed.items() if value != portfolio.detail(name)}

    def set_all(learner: Learner) -> None:
        for name, value in changed.items():
            learner.set_detail(cast(DetailField, name), value)

    if changed:
        await page.record(learner_id, set_all)


def _key(name: str) -> str:
    return name.replace(" ", "_")


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


async def settle(page: LearnerHere[None], learner_id: str) -> None:
    """Show the values that stand against each other, and record which holds and why. Call it in a worker."""
    app = page.app
    portfolio = await app.in_background(lambda: app.workspace.learner(learner_id).portfolio)
    for field, rivals in portfolio.disagreements().items():
        title = f"Which {plain(field)} holds?"
        rows = [
            Row(str(number), stated.value, more=written_by(stated.entry, portfolio, app.workspace), wrap=True)
            for number, stated in enumerate(rivals)
        ]
        chosen = await app.push_screen_wait(Pick(title, rows))
        if chosen is None:
            return
        stated = rivals[int(chosen)]
        why = LineField("reason", "Reason", required=True)
        values = await app.push_screen_wait(Form("Why does it hold?", [why], text=stated.value))
        if values is None:
            return
        if not await page.record(learner_id, partial(_settled, field=field, stated=stated, reason=values["reason"])):
            return


def _settled(learner: Learner, field: str, stated: Stated, reason: str) -> None:
    """Record the value that holds in place of all that stand."""
    body = stated.entry.body
    if isinstance(body, Enrolled):
        learner.enrol(body.pack, body.pack_id, body.units, on=body.on, number=body.number, reason=reason)
    else:
        learner.set_detail(cast(DetailField, field), stated.value, reason)
