"""A visit to Ana with one loose end of each kind, to be finished."""

from collections.abc import Callable

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.screen import Finish
from sessions.learner import Learner
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped


@pytest.fixture
def ana(caseload: Workspace) -> Learner:
    return caseload.learner(next(row.learner for row in caseload.caseload.rows() if row.name == "Ana Clarke"))


@pytest.fixture
def session(caseload: Workspace, ana: Learner) -> Session:
    """A visit with one loose end of each kind."""
    session = caseload.open_session(
        ana, open_shipped("cvq-l2"), ["U09602"], planned=["U09602/1.5", "U09602/1.2"], purpose="the Saturday queue"
    )
    session.judge(["U09602/1.2"], "met")
    session.note("Queue of nine, colleague off sick")
    session.next_moment()
    session.judge(["U09602/1.6"], "not yet")
    session.judge(["U09602/1.1"], "met")
    return session


@pytest.fixture
def app(caseload: Workspace, session: Session) -> FieldAssess:
    return FieldAssess(caseload, start=lambda: Finish(session, caseload))


@pytest.fixture
def judged(session: Session) -> Session:
    session.close()
    session.give_feedback("satisfactory", "Calm in the queue", "Greeting", "Say how long it takes")
    return session


@pytest.fixture
def finish() -> Callable[[FieldAssess], Finish]:
    """The finish screen, which must be the one that is shown."""

    def shown(app: FieldAssess) -> Finish:
        assert isinstance(app.screen, Finish)
        return app.screen

    return shown


@pytest.fixture
def on_to() -> Callable[[str], list[str]]:
    """The keys that lead from the first step to another one."""
    steps = ["judgement", "next", "confirm", "response", "sign"]
    return lambda step: ["ctrl+s"] * (1 + steps.index(step))
