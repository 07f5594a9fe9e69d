"""Registering a learner: the form, and a look for the same person among those already here."""

from functools import partial
from typing import Any, Final

from textual import on

from fieldassess.app import FieldAssess
from fieldassess.screens.learner.details import LABELS
from fieldassess.screens.learner.enrol import enrol
from fieldassess.screens.records import recorded
from fieldassess.widgets.dialog import Ask, Form, Values
from fieldassess.widgets.fields import DateField, Field, LineField
from fieldassess.widgets.plain import Text
from sessions.caseload import Row as Learner
from sessions.finding import perhaps_same
from sessions.text import initials_of

_OFFERED: Final = 5


class NamedForm(Form):
    """A form with a name, which suggests the initials until someone types others."""

    _suggested = ""

    @on(Field.Changed, "#field-name")
    def _name_changed(self) -> None:
        initials = self.query_one("#field-initials", LineField)
        if initials.value == self._suggested:
            self._suggested = initials_of(str(self.values["name"]))
            initials.fill(self._suggested)


async def register(app: FieldAssess) -> str | None:
    """Ask for a learner's details, record them and choose units; the learner's id, or None when given up.

    Where the person seems to be here already, that learner is offered first. Call it in a worker.
    """
    values: Values = {}
    while True:
        entered = await app.push_screen_wait(NamedForm("Register a learner", _fields(app, values), text=_WORDS))
        if entered is None:
            return None
        values = entered
        same = perhaps_same(app.workspace.caseload.rows(), values["name"], values["number"])
        if same and (answer := await app.push_screen_wait(_same_person(same))) != "n":
            if answer is None:
                continue
            return same[int(answer) - 1].learner
        day = values["registered_on"]
        given = {**values, "registered_on": day.isoformat() if day else ""}
        learner = await recorded(app, partial(app.workspace.register, **given))
        if learner:
            await enrol(app, learner.id)
            return learner.id


_WORDS: Final = "Only the name is needed now. Everything can be changed later; what stood before is kept."


def _fields(app: FieldAssess, given: Values) -> list[Field]:
    def line(name: str, **options: Any) -> LineField:
        return LineField(name, LABELS[name], given.get(name, ""), **options)

    today, since = app.now().date(), LABELS["registered on"]
    registered = DateField("registered_on", since, given.get("registered_on"), today=today, past=True)
    return [
        line("name", required=True),
        line("initials"),
        line("employer"),
        line("place", placeholder="shop, floor, office"),
        line("number", placeholder="the awarding body's number"),
        registered,
        line("contact", placeholder="only if wanted"),
    ]


def _same_person(same: list[Learner]) -> Ask:
    """Offers the learners who may be the one being registered."""
    choices: dict[str, Text] = {
        str(number): ", ".join(filter(None, ("Open " + learner.name, learner.number, learner.employer)))
        for number, learner in enumerate(same[:_OFFERED], 1)
    }
    return Ask("This may be the same person", {**choices, "n": "No, register a new learner"})
