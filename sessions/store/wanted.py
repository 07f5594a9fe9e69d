"""Whose records a device takes in: of those it holds it takes everything new, and of others only if asked to."""

from collections.abc import Set

from sessions.device import is_id
from sessions.store.heads import Head
from sessions.store.own import own_devices
from sessions.workspace import Workspace

SMALL = 500
"""Learners in a store, up to which a device takes everybody in unless it was told otherwise.

Few colleagues stand in for each other and expect to see all learners; in a large centre that would be thousands of
strangers on each laptop.
"""


class Wanted:
    """The answer for each learner, asked about one by one: there may be many here, and few in what is new."""

    def __init__(self, workspace: Workspace, erased: Set[str], *, small: bool) -> None:
        """Nobody who was `erased` is wanted; `small`: the store is."""
        self._workspace = workspace
        self._own = own_devices(workspace)
        self.erased = erased
        self.asked = workspace.device.state.asked
        self._everyone = small if self.asked.everyone is None else self.asked.everyone
        self.newcomers: set[str] = set()
        """Those who were not wanted until a head was heard."""

    def hear(self, head: Head) -> None:
        """Want all whom a device announces that is this one, under an id before, or a colleague's who was asked for."""
        if head.device in self._own or any(map(head.goes_by, self.asked.colleagues)):
            self.newcomers |= {learner for learner in head.learners.keys() - self.erased if learner not in self}

    def __contains__(self, learner: str) -> bool:
        """Whether a learner is wanted, whoever announces them; no other name in the store is."""
        if learner in self.erased or not is_id(learner, 26):
            return False
        asked = self._everyone or learner in self.asked.learners or learner in self.newcomers
        return asked or self._is_ours(learner)

    def _is_ours(self, learner: str) -> bool:
        """Whether something is here or was announced from here, also of the same person under another id."""
        caseload, shared = self._workspace.caseload, self._workspace.device.state.shared
        if caseload.get(learner) or learner in caseload.named or learner in shared:
            return True
        return self._workspace.holds(learner)
