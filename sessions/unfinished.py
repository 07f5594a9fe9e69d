"""What this device has begun and its assessor has yet to sign."""

from dataclasses import dataclass
from datetime import datetime

from sessions.workspace import Workspace


@dataclass(frozen=True)
class Unfinished:
    """A session this device has still to finish."""

    learner: str
    name: str
    session: str
    method: str
    number: str
    began: datetime
    state: str
    entries: int


def unfinished_sessions(workspace: Workspace) -> list[Unfinished]:
    """Sessions of this device that their assessor has yet to sign, latest first."""
    caseload = workspace.caseload
    suspects = {row.learner for row in caseload.rows() if row.unfinished} | set(workspace.dirty())
    found = [
        Unfinished(
            learner=learner,
            name=workspace.learner(learner).portfolio.name,
            session=visit.id,
            method=visit.opened.method,
            number=visit.number,
            began=visit.opening.at,
            state=visit.state,
            entries=len(visit.acts),
        )
        for learner in {caseload.together(suspect)[0] for suspect in suspects}
        for visit in workspace.learner(learner).unfinished_visits()
        if visit.opened
    ]
    return sorted(found, key=lambda u: u.began, reverse=True)
