"""What sharing told about others, kept on this device: who people are, whose a device is, and what is still to come.

`known.json` in the workspace holds it between shares, with what makes the next share short: which announcements hold
nothing new. A share that looks at everything makes it again, so that it may be lost or damaged without harm.
"""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from sessions import disk
from sessions.device import DeviceState, Person
from sessions.fields import DeviceId, LearnerId, PersonId, Short
from sessions.store.heads import Head, HeadName
from unitdata import digest

KNOWN_LIMIT = 32 * 1024 * 1024
_MOST = 20_000
"""Of people, of devices and of gaps: far more than any centre has, and what fits in KNOWN_LIMIT."""
THOROUGH_AFTER = timedelta(days=7)


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
    """Colleagues by id, the labels of their devices by id, and what has not arrived, all as of the last share.

    `owners`: who is at work on which device · `made_for`: which device, store and learners, in a word · `thorough`:
    when all that is there was last looked at · `heads`: the names of those of which all that is wanted is here ·
    `said`: what was last announced apart from entries, in a word · `small`: whether the store is · `elsewhere`: by
    device, how many of its learners are not taken in · `cut_off`: the last share did not come to look at all it wanted
    · `newest`: by device, of others, the number of its newest head in the store.
    """

    model_config = ConfigDict(frozen=True)
    people: dict[PersonId, Person] = {}
    devices: dict[DeviceId, Short] = {}
    owners: dict[DeviceId, PersonId] = {}
    pending: tuple[Pending, ...] = ()
    made_for: Short = ""
    thorough: AwareDatetime | None = None
    heads: tuple[Short, ...] = ()
    said: Short = ""
    small: bool = False
    elsewhere: dict[DeviceId, int] = {}
    newest: dict[DeviceId, int] = {}
    cut_off: bool = False

    def waiting_for(self, learner: str) -> list[str]:
        """What is still to come about a learner, a sentence for each device."""
        return [pending.text for pending in self.pending if pending.learner == learner]

    def met(self, announced: Iterable[Head]) -> "Known":
        """This, with the people and the labels that heads announce; who was known before stays."""
        people, devices, owners = dict(self.people), dict(self.devices), dict(self.owners)
        for head in announced:
            people |= {person.id: person for person in head.people}
            devices[head.device] = head.label
            if head.me:
                owners[head.device] = head.me
        # fmt: off
        return self.model_copy(update={
            "people": dict(list(people.items())[-_MOST:]), "devices": dict(list(devices.items())[-_MOST:]),
            "owners": dict(list(owners.items())[-_MOST:]),
        })
        # fmt: on

    def is_fresh(self, now: datetime) -> bool:
        """Whether everything was looked at not long ago; by a clock that was put back it was not."""
        return self.thorough is not None and timedelta(0) <= now - self.thorough < THOROUGH_AFTER

    def is_ahead_of(self, there: Collection[HeadName]) -> bool:
        """Whether of some device a later head stood in the store than those that are there."""
        newest = newest_of(there)
        return any(newest.get(device, 0) < k for device, k in self.newest.items())

    def begun_anew(self, *, small: bool) -> "Known":
        """What stays when everything is looked at: people and devices."""
        return Known(people=self.people, devices=self.devices, owners=self.owners, made_for=self.made_for, small=small)

    def having(self, whole: Set[HeadName], heard: Set[HeadName], there: Collection[HeadName]) -> "Known":
        """This, when of the heads `heard` now those that are `whole` have all that is wanted of them here.

        Only what is said of heads still `there` stays.
        """
        names = {str(name) for name in there}
        devices = {name.device for name in there}
        lacking = set(map(str, heard - whole))  # also one that had everything before, and not for a newcomer
        # fmt: off
        return self.model_copy(update={
            "heads": tuple(sorted(names & {*self.heads, *map(str, whole)} - lacking)),
            "elsewhere": {device: count for device, count in self.elsewhere.items() if count and device in devices},
        })
        # fmt: on

    def awaiting(self, pending: Sequence[Pending]) -> "Known":
        """This, with what is still to come now."""
        return self.model_copy(update={"pending": tuple(pending[:_MOST])})


def newest_of(heads: Iterable[HeadName]) -> dict[str, int]:
    """By device, the number of its newest head."""
    return {name.device: name.k for name in sorted(heads, key=lambda name: name.k)}


def purpose_of(state: DeviceState, named: Set[str]) -> str:
    """Which device learns, from which store and about whom, in a word that changes when one of these does.

    `named` are those who were said to be the same person as somebody here, and so are wanted too.
    """
    return _word(state.store, state.id, state.asked, sorted(named))


def said_by(state: DeviceState, erased: Set[str]) -> str:
    """What else a head of this device says than what was recorded, in a word that changes when that does.

    It is who works here, which packs were read in here, and of whom it keeps silent since they were `erased`.
    """
    return _word(state.me, state.people, sorted(erased), *state.packs)


def _word(*of: object) -> str:
    return digest(repr(of).encode())


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
