"""What the pages about one learner have in common: the record held against one qualification at a time."""

from fieldassess.commands import Command
from fieldassess.commands.learner import OtherQualification
from fieldassess.screens.records import LearnerHere
from fieldassess.text import scheme
from sessions.outlook import Outlook
from unitdata import Vocabulary


class OneLearner(LearnerHere[None]):
    """A page about one learner; of several qualifications it shows one, and a key shows the next.

    A subclass keeps what it read in `outlook`.
    """

    def __init__(self, learner_id: str, pack_id: str | None = None) -> None:
        """Show the qualification with this id, or the one enrolled on last."""
        super().__init__()
        self._learner_id = learner_id
        self.wanted = pack_id
        self.outlook: Outlook | None = None

    @property
    def learner_id(self) -> str:
        return self._learner_id

    @property
    def pack_at_hand(self) -> str | None:
        return self.outlook.pack_id if self.outlook and self.outlook.enrolled else self.wanted

    @property
    def vocabulary(self) -> Vocabulary | None:
        return self.outlook.pack.vocabulary if self.outlook and self.outlook.pack else None

    @property
    def _others(self) -> tuple[str, ...]:
        """The other qualifications, the next one first."""
        packs = self.outlook.pack_ids if self.outlook else ()
        here = packs.index(self.outlook.pack_id) if self.outlook and packs else 0
        return (*packs[here + 1 :], *packs[:here])

    def read_outlook(self) -> Outlook:
        """Read the outlook on the qualification shown. For the background thread."""
        return self.app.workspace.outlook(self._learner_id, self.wanted)

    def possible(self, command: type[Command]) -> bool | None:
        return bool(self._others) if command is OtherQualification else super().possible(command)

    def label(self, command: type[Command]) -> str:
        if command is OtherQualification and self._others:
            return f"Show {scheme(self._others[0])}"
        return super().label(command)

    def action_other_qualification_command(self) -> None:
        self.wanted = self._others[0]
        self.read_again()
