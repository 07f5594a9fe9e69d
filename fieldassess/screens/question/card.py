"""The small card before questions: about which units, in what circumstances, oral or written."""

from collections.abc import Sequence
from functools import partial
from typing import cast

from textual import on

from fieldassess.app import FieldAssess
from fieldassess.commands.dialog import Cancel
from fieldassess.commands.question import Begin
from fieldassess.screens.question.screen import Question
from fieldassess.screens.question.view import How
from fieldassess.screens.records import enrolled_learner, recorded
from fieldassess.widgets.dialog import Form, Values
from fieldassess.widgets.fields import ChoiceField, LineField, TogglesField
from fieldassess.widgets.typed import Line
from sessions.bodies import Asked
from sessions.learner import Learner
from sessions.outlook import chosen_units
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack


class QuestionCard(Form):
    """Asks what a session of questions is opened with, the last values kept; `enter` takes it as it stands."""

    TITLE = "Before the questions"
    COMMANDS_HERE = (Begin, Cancel)

    def __init__(self, learner: Learner, pinned: PinnedPack, units: Sequence[str] = ()) -> None:
        """Offer the learner's units on this pack, those in `units` turned on (else those last asked about)."""
        portfolio = learner.portfolio
        enrolled = next((body for _, body in portfolio.enrolments() if body.pack == pinned.sha), None)
        offered = chosen_units(enrolled, pinned.pack) if enrolled else list(pinned.pack.unit)
        before = [v for v in portfolio.opened_visits() if v.opened and v.opened.method == "questions"]
        last = before[-1].opened if before else None
        how = next((e.body.how for v in reversed(before) for e in v.live[::-1] if isinstance(e.body, Asked)), "oral")
        chosen = tuple(units) or tuple(ref for ref in offered if last and ref in last.units) or tuple(offered)
        titles = [(ref, f"{ref} {pinned.pack.unit[ref].title}") for ref in offered]
        super().__init__(
            f"Questions for {portfolio.name}",
            [
                TogglesField("units", pinned.pack.vocabulary.unit.many.capitalize(), titles, chosen, required=True),
                LineField(
                    "circumstances",
                    "Circumstances",
                    last.circumstances if last else "",
                    placeholder="such as: in the back office, after the shift",
                ),
                ChoiceField("how", "Answers", [("oral", "oral"), ("written", "written")], how, required=True),
            ],
        )

    @on(Line.Submitted)
    def action_begin_command(self) -> None:
        self.action_save_command()


async def ask_questions(
    app: FieldAssess, learner_id: str, units: Sequence[str] = (), pack_id: str | None = None
) -> None:
    """Ask with the card, open the session, and show it. For a worker; says why where it cannot be opened."""
    found = await enrolled_learner(app, learner_id, pack_id)
    if found is None:
        return
    learner, _, pinned = found
    values = await app.push_screen_wait(QuestionCard(learner, pinned, units))
    if values is None:
        return
    session = await recorded(app, partial(_open, app.workspace, learner, pinned, values))
    if session:
        app.push_screen(Question(session, app.workspace, cast("How", values["how"])))


def _open(workspace: Workspace, learner: Learner, pinned: PinnedPack, values: Values) -> Session:
    return workspace.open_session(
        learner, pinned, values["units"], method="questions", circumstances=values["circumstances"]
    )
