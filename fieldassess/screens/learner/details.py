"""Changing a learner's details, and settling what people stated differently. Nothing is overwritten."""

from collections.abc import Mapping
from datetime import date
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
from sessions.store.known import read_known
from sessions.workspace import Workspace

_DATE: Final = "registered on"
LABELS: Final = {name: name.capitalize() for name in DETAILS} | {
    "place": "Place of work",
    "number": "Registration no.",
}
"""What each detail is called on every screen."""


def detail_words(name: str, value: str) -> str:
    """A detail's value as it is shown: dates as people write them."""
    day = read_date(value, date.min) if name == _DATE else None
    return show_date(day) if day else value


def names_known(portfolio: Portfolio, workspace: Workspace) -> dict[str, str]:
    """What people and devices are called, by id. It reads a file: call it in the background."""
    known, state = read_known(workspace.folder), workspace.device.state
    names = known.devices | {person.id: person.name for person in known.people.values()}
    for visit in portfolio.opened_visits():
        if visit.opened:
            names.setdefault(visit.opening.by, visit.opened.assessor)
    names |= {person.id: person.name for person in state.people}
    return names | dict.fromkeys((state.id, *state.former), "this device")


def stated_by(name: str, stated: Stated, names: Mapping[str, str]) -> str:
    """`"Ana Clarke": Jo Sullivan, 12 Oct 2026, on this device`."""
    return f"“{detail_words(name, stated.value)}”: {written_by(stated.entry, names)}"


def written_by(entry: Entry, names: Mapping[str, str]) -> str:
    """Who wrote an entry, when, and on which device; `names` as `names_known` gives them."""
    who = names.get(entry.by) or f"a colleague ({entry.by[:4]})"
    device = names.get(entry.device) or f"device {entry.device[:4]}"
    return f"{who}, {show_date(entry.at.date())} {entry.at:%H:%M}, on {device}"


async def edit_details(page: LearnerHere[None], learner_id: str) -> None:
    """Ask for other details and record those that changed. Call it in a worker."""
    app = page.app
    portfolio = await app.in_background(lambda: app.workspace.learner(learner_id).portfolio)
    today = app.now().date()
    fields: list[Field] = []
    for name in DETAILS:
        value, label = portfolio.detail(name), LABELS[name]
        if name == _DATE:
            fields.append(DateField(_key(name), label, read_date(value, today), today=today, past=True))
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
    names = await app.in_background(lambda: names_known(portfolio, app.workspace))
    for field, rivals in portfolio.disagreements().items():
        title = f"Which {LABELS.get(field, plain(field)).lower()} holds?"
        rows = [
            Row(str(number), detail_words(field, stated.value), more=written_by(stated.entry, names), wrap=True)
            for number, stated in enumerate(rivals)
        ]
        chosen = await app.push_screen_wait(Pick(title, rows))
        if chosen is None:
            return
        stated = rivals[int(chosen)]
        why = LineField("reason", "Reason", required=True)
        values = await app.push_screen_wait(Form("Why does it hold?", [why], text=detail_words(field, stated.value)))
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
