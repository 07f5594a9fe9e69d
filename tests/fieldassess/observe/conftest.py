"""A visit to Ana, observed on two units."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.observe.screen import Observe
from sessions.learner import Learner
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped

Body = TypeVar("Body")


@pytest.fixture
def ana(caseload: Workspace) -> Learner:
    return caseload.learner(next(row.learner for row in caseload.caseload.rows() if row.name == "Ana Clarke"))


@pytest.fixture
def session(caseload: Workspace, ana: Learner) -> Session:
    return caseload.open_session(ana, open_shipped("cvq-l2"), ["U09602", "U12902"])


@pytest.fixture
def app(caseload: Workspace, session: Session) -> FieldAssess:
    return FieldAssess(caseload, start=lambda: Observe(session, caseload))


@pytest.fixture
def written() -> Callable[[Session, type[Body]], list[Body]]:
    """What the journal's lines say of one kind, read from disk again."""

    def read(session: Session, kind: type[Body]) -> list[Body]:
        lines = (session.learner.folder / f"{session.learner.device}.jsonl").read_bytes().splitlines()
        session.learner.reopen()
        assert len(lines) == session.learner.own_entries
        return [e.body for e in session.visit.entries if isinstance(e.body, kind)]

    return read


@pytest.fixture
def page() -> Callable[[FieldAssess], Observe]:
    """The observe screen, which must be the one that is shown."""

    def shown(app: FieldAssess) -> Observe:
        assert isinstance(app.screen, Observe)
        return app.screen

    return shown
