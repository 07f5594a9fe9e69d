"""Whatever people typed shows as typed on every screen that shows records, and breaks none of them."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.screen import Screen

from fieldassess.app import FieldAssess
from fieldassess.screens.caseload.screen import Caseload
from fieldassess.screens.learner.history import DetailHistory
from fieldassess.screens.learner.record import SessionRecord
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.review.screen import Review
from fieldassess.screens.review.visit_brief import BriefPage
from fieldassess.screens.sync.screen import Sync
from sessions.fields import NOTE_LIMIT
from sessions.finding import find
from sessions.rows import refresh
from sessions.workspace import Workspace


@pytest.fixture
def written(caseload: Workspace, awkward: str) -> tuple[Workspace, str, str]:
    """A caseload whose first learner's record is full of a text: name, details, notes, reasons, plan, answers."""
    learner = caseload.learner(find(caseload.caseload.rows(), "S-01")[0].learner)
    long, short = awkward[:NOTE_LIMIT], awkward[:150]
    for field in ("name", "employer", "place", "contact"):
        learner.set_detail(field, short)  # type: ignore[arg-type]
    learner.plan(None, long)
    pack = caseload.packs.read(learner.portfolio.enrolments()[-1][1].pack)
    session = caseload.open_session(learner, pack, ["U12902"], purpose=long, present=[short])
    session.note(long, known="told", source=short)
    session.judge(["U12902/1.1"], "not yet", reason=long)
    session.ask(long, ["U12902/K1"], answer=long, verdict="partly")
    session.give_feedback("not yet", long, long, long)
    session.sign("witness", short, "on paper")
    session.respond(long, False)
    refresh(caseload, [learner.id])
    return caseload, learner.id, session.id


SCREENS: dict[str, Callable[[Workspace, str, str], Screen[Any]]] = {
    "caseload": lambda workspace, learner, session: Caseload(),
    "learner": lambda workspace, learner, session: LearnerPage(learner),
    "history": lambda workspace, learner, session: DetailHistory(learner),
    "record": lambda workspace, learner, session: SessionRecord(learner, session),
    "review": lambda workspace, learner, session: Review(learner, "U12902"),
    "brief": lambda workspace, learner, session: BriefPage(workspace.outlook(learner)),
    "sync": lambda workspace, learner, session: Sync(),
}


@pytest.mark.parametrize("screen", SCREENS)
async def test_every_screen_shows_it_and_goes_on(
    written: tuple[Workspace, str, str], press: Any, screen_text: Any, screen: str
) -> None:
    workspace, learner, session = written
    app = FieldAssess(workspace, start=lambda: SCREENS[screen](workspace, learner, session))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "end")
        lines = screen_text(app)
    assert len(lines) == 20
    assert not any(unfit in "".join(lines) for unfit in "\x1b\x9b\x07\u202e")
