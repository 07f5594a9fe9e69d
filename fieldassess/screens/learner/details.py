"""A learner's details in words, and changing them. Nothing is overwritten."""

from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from fieldassess.dates import read_date, show_date
from fieldassess.screens.records import LearnerHere
from fieldassess.widgets.dialog import Form
from fieldassess.widgets.fields import DateField, Field, LineField
from sessions.bodies import DETAILS, DetailField
from sessions.entry import Entry
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


def who_when_where(entry: Entry, names: Mapping[str, str]) -> tuple[str, str, str]:
    """Who wrote an entry, when, and on which device; `names` as `names_known` gives them."""
    who = names.get(entry.by) or f"a colleague ({entry.by[:4]})"
    device = names.get(entry.device) or f"device {entry.device[:4]}"
    return who, f"{show_date(entry.at.date())} {entry.at:%H:%M}", device


def written_by(entry: Entry, names: Mapping[str, str]) -> str:
    """`Jo Sullivan, 12 Oct 2026 10:02, on this device`."""
    who, when, device = who_when_where(entry, names)
    return f"{who}, {when}, on {device}"


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
