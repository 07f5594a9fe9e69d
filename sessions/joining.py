"""A learner who was registered twice, as happens offline: stated to be one person, and taken back.

Nothing is merged or moved. What is recorded under each id is folded together; the lowest id is listed, and further
sessions are recorded under it.
"""

from typing import TYPE_CHECKING

from sessions.bodies import SamePerson
from sessions.entry import NotRecorded
from sessions.rows import follow
from sessions.text import clean_line

if TYPE_CHECKING:
    from sessions.workspace import Workspace


def join(workspace: "Workspace", learner: str, other: str, reason: str = "") -> None:
    """State that two learners are the same person. Raises NotRecorded."""
    if other in workspace.caseload.together(learner):
        raise NotRecorded("NOT recorded: these are one learner already")
    first, second = sorted([learner, other])
    workspace.learner(first).record(SamePerson(other=second, reason=clean_line(reason)))
    follow(workspace, first, second)


def part(workspace: "Workspace", learner: str, reason: str = "") -> None:
    """Take back all that says that a learner's registrations are of one person. Raises NotRecorded."""
    together = workspace.caseload.together(learner)
    for each in map(workspace.learner, together):
        for other in each.same_as:
            said = tuple(entry.id for entry, body in each.alone.same_person() if body.other == other)
            each.record(SamePerson(other=other, same=False, replaces=said, reason=clean_line(reason)))
    follow(workspace, *together)
