"""A learner with a long record, made through the program's own door."""

from unittest.mock import patch

from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped

UNIT = "U00306"  # the largest that ships


def long_record(workspace: Workspace, entries: int, per_session: int = 250) -> Session:
    """A learner with so many entries in sessions of a few hundred; the last session is still open.

    Nothing waits for the disk while it is made.
    """
    pack = open_shipped("cvq-l2")
    refs = [f"{UNIT}/{ref}" for ref in pack.pack.unit[UNIT].criteria]
    with patch("os.fsync"):
        workspace.device.become("Jo Sample", "JS", "qualified")
        learner = workspace.register(name="Ada Example (invented)")
        learner.enrol(pack.sha, pack.pack.id, list(pack.pack.unit))
        session = workspace.open_session(learner, pack, [UNIT])
        while learner.own_entries < entries:
            n = learner.own_entries
            if len(session.visit.entries) >= per_session:
                session.sign("assessor", "Jo Sample", "on this device")
                session = workspace.open_session(learner, pack, [UNIT])
            if n % 4 == 3:
                session.note("did what was asked, invented", refs=refs[n % 7 : n % 7 + 2])
            else:
                session.next_moment()
                session.judge([refs[n % len(refs)]], "not yet" if n % 11 == 0 else "met", reason="invented")
    return session
