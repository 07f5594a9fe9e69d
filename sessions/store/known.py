"""What sharing told about others, kept on this device: who people are, whose a device is, and what is still to come.

`known.json` in the workspace holds it between shares. The next share makes it again, so that it may be lost or damaged
without harm.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sessions import disk
from sessions.device import Person
from sessions.entry import DeviceId, LearnerId, PersonId, Short
from sessions.store.heads import Head

KNOWN_LIMIT = 32 * 1024 * 1024
_MOST = 20_000
"""Of people, of devices and of gaps: far more than any centre has, and what fits in KNOWN_LIMIT."""


@dataclass(frozen=True)
class Pending:
    """Entries about a learner that a device recorded and that have not arrived."""

    learner: LearnerId
    device: DeviceId
    label: Short
    entries: Annotated[int, Field(ge=1)]

    @property
    def text(self) -> str:
        """`waiting for 3 entries of AB's device 7QKD`."""
        return f"waiting for {counted(self.entries)} of {self.label}"


class Known(BaseModel):
    """Colleagues by id, the labels of their devices by id, and what has not arrived, all as of the last share."""

    model_config = ConfigDict(frozen=True)
    people: dict[PersonId, Person] = {}
    devices: dict[DeviceId, Short] = {}
    pending: tuple[Pending, ...] = ()

    def waiting_for(self, learner: str) -> list[str]:
        """What is still to come about a learner, a sentence for each device."""
        return [pending.text for pending in self.pending if pending.learner == learner]

    def met(self, heads: Iterable[Head]) -> "Known":
        """This, with the people and labels that these heads announce; who was known before stays."""
        heads = list(heads)
        people = self.people | {person.id: person for head in heads for person in head.people}
        devices = self.devices | {head.device: head.label for head in heads}
        # fmt: off
        return self.model_copy(update={
            "people": dict(list(people.items())[-_MOST:]), "devices": dict(list(devices.items())[-_MOST:]),
        })
        # fmt: on

    def awaiting(self, pending: Sequence[Pending]) -> "Known":
        """This, with what is still to come now."""
        return self.model_copy(update={"pending": tuple(pending[:_MOST])})


def counted(number: int, of: str = "entry") -> str:
    """`1 entry`, `3 entries`, `2 learners`."""
    if number == 1:
        return f"1 {of}"
    return f"{number} {of[:-1] + 'ies' if of.endswith('y') else of + 's'}"


def read_known(workspace: Path) -> Known:
    """What is known in a workspace (its folder); nothing before the first share, or when the file cannot be read."""
    try:
        return Known.model_validate_json(disk.read(workspace / "known.json", KNOWN_LIMIT))
    except (OSError, ValidationError):
        return Known()


def keep_known(workspace: Path, known: Known) -> None:
    """Keep it, where it changed. Raises OSError."""
    if known != read_known(workspace):
        disk.replace(workspace / "known.json", known.model_dump_json(indent=1).encode())
