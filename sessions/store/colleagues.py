"""The colleagues who share: who they are, and how many of their learners are not on this device."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sessions.device import Person
from sessions.store.heads import goes_by
from sessions.store.known import Known


@dataclass(frozen=True)
class Colleague:
    """Someone of one name at work on other devices (ids), or a device of which nobody is known to be at work on it.

    `label`: the device, or one of them, as people know it · `elsewhere`: how many learners are on these devices and
    not on this one.
    """

    label: str
    people: tuple[Person, ...]
    devices: tuple[str, ...]
    elsewhere: int

    @property
    def name(self) -> str:
        """What they are called, or the device of which nobody is known to work on it."""
        return _called(self.people[0]) if self.people else self.label

    @property
    def who(self) -> str:
        """By which words to ask for their learners."""
        return _called(self.people[0]) if self.people else self.devices[0]

    def goes_by(self, who: str) -> bool:
        """Whether these words ask for their learners."""
        return any(goes_by(who, self.people, device) for device in self.devices)


def colleagues(known: Known, own: Collection[str]) -> list[Colleague]:
    """Everybody else who shares, by name, as far as the last share told; `own` are the ids of this device."""
    devices: dict[str, list[str]] = defaultdict(list)
    people: dict[str, dict[str, Person]] = defaultdict(dict)
    for device in sorted(known.devices.keys() - own):
        person = known.people.get(known.owners.get(device, ""))
        called = (_called(person) if person else "").casefold()
        devices[called or device].append(device)
        if person and called:
            people[called][person.id] = person
    found = [
        Colleague(
            label=known.devices[theirs[0]],
            people=tuple(people[called].values()),
            devices=tuple(theirs),
            elsewhere=sum(known.elsewhere.get(device, 0) for device in theirs),
        )
        for called, theirs in devices.items()
    ]
    return sorted(found, key=lambda colleague: (not colleague.people, colleague.name.casefold()))


def _called(person: Person) -> str:
    return person.name or person.initials
