"""What this device has begun and its assessor has yet to sign."""

from dataclasses import dataclass
from datetime import datetime

from sessions.workspace import Workspace


@dataclass(frozen=True)
class Unfinished:
    """A session this device has still to finish; one not `here` it opened under an earlier id, and cannot finish."""

    learner: str
    name: str
    session: str
    method: str
    number: str
    began: datetime
    state: str
    entries: int
    here: bool


def unfinished_sessions(workspace: Workspace) -> list[Unfinished]:
    """Sessions of this device that their assessor has yet to sign: those it can finish, latest first, then others."""
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
            here=visit.opening.device == workspace.device.id,
        )
        for learner in {caseload.together(suspect)[0] for suspect in suspects}
        for visit in workspace.learner(learner).unfinished_visits()
        if visit.opened
    ]
    return sorted(found, key=lambda u: (u.here, u.began), reverse=True)
