"""Who this device is: its id, the people who record on it, and what it has announced to the shared store."""

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from sessions import disk
from sessions.bodies import Standing
from sessions.fields import SHORT_LIMIT, DeviceId, EntryId, LearnerId, PersonId, Short
from sessions.text import clean_line

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DEVICE_LIMIT = 4 * 1024 * 1024
_LETTERS = frozenset(ALPHABET)


def new_id(length: int) -> str:
    """A random id of so many characters: 10 for devices and people, 26 for learners, sessions and drafts."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def is_id(name: str, length: int) -> bool:
    """Whether a name on disk is an id of this length, and not something else that lies about."""
    return len(name) == length and _LETTERS.issuperset(name)


class Person(BaseModel):
    """Someone who assesses."""

    model_config = ConfigDict(frozen=True)
    id: PersonId
    name: Short
    initials: Short
    standing: Standing = "qualified"


class Asked(BaseModel):
    """Whose records a device takes in beyond those it holds already.

    `everyone`: all there are, or none; None while nobody chose · `colleagues`: those of whoever goes by these initials
    or names, or of devices whose ids begin so · `learners`: these, by id.
    """

    model_config = ConfigDict(frozen=True)
    everyone: bool | None = None
    colleagues: tuple[Short, ...] = ()
    learners: tuple[LearnerId, ...] = ()


class DeviceState(BaseModel):
    """What `device.json` holds. Fields of newer versions are kept.

    `former`: ids this device had before (their journals are ours too and no longer grow) · `opened`: sessions
    opened so far, for evidence index numbers · `heads`: names of the heads noted before they were created ·
    `announced`: the newest of them that was read back · `shared`: per learner, the number of the last own entry that
    such a head announced · `ends`: per learner, number and id of the last own entry ever announced under this id, which
    the journals are held against · `asked`: whose records are taken in · `packs`: hashes of the packs that came to be
    kept here, and with no version of the program that kept them: they are shared before anything is recorded with them.
    """

    model_config = ConfigDict(extra="allow")
    format: Literal[1] = 1
    id: DeviceId
    former: list[DeviceId] = []
    people: list[Person] = []
    me: PersonId | None = None
    opened: int = 0
    store: Short = ""
    heads: list[Short] = []
    announced: Short = ""
    shared: dict[LearnerId, int] = {}
    ends: dict[LearnerId, tuple[int, EntryId]] = {}
    asked: Asked = Asked()
    packs: list[EntryId] = []


class DamagedDevice(Exception):
    """device.json cannot be read; the message names the file and what to do."""


class Device:
    """`device.json` in memory and on disk. Every change is saved before the method returns (OSError if not)."""

    def __init__(self, path: Path, state: DeviceState) -> None:
        self._path = path
        self.state = state

    @classmethod
    def open(cls, path: Path) -> "Device":
        """Read device.json, or make one for a new workspace or one that lost it: the journals here stay ours.

        Raises DamagedDevice, and OSError.
        """
        if not path.exists():
            journals = {journal.stem for journal in path.parent.glob("learners/*/*.jsonl")}
            device = cls(path, DeviceState(id=new_id(10), former=sorted(j for j in journals if is_id(j, 10))))
            device.change()
            return device
        try:
            return cls(path, DeviceState.model_validate_json(disk.read(path, DEVICE_LIMIT)))
        except disk.TooLarge:
            pass
        except ValidationError as error:
            if any(problem["loc"] == ("format",) for problem in error.errors()):
                raise DamagedDevice(
                    "This workspace was made by a newer version of the program. Use that one."
                ) from None
        raise DamagedDevice(
            f"{path.name} in the workspace is damaged. Restore it from a backup, or move it away: the program "
            "then goes on as a new device and still reads everything recorded before."
        )

    @property
    def id(self) -> str:
        """This device's id: ten characters."""
        return self.state.id

    @property
    def me(self) -> Person | None:
        """The assessor at work on this device."""
        return next((p for p in self.state.people if p.id == self.state.me), None)

    def change(self, **changes: object) -> None:
        """Change the state on disk, then in memory: after a failed write the two are still the same."""
        changed = self.state.model_copy(update=changes)
        if changed == self.state and self._path.exists():
            return
        disk.replace(self._path, changed.model_dump_json(indent=1).encode())
        for name in changes:
            setattr(self.state, name, getattr(changed, name))

    def become(self, name: str, initials: str, standing: Standing) -> Person:
        """Enter an assessor and make them the one at work. The same name and initials is the same person."""
        name, initials = clean_line(name), clean_line(initials)
        known = next((p for p in self.state.people if (p.name, p.initials) == (name, initials)), None)
        return self._at_work(known.id if known else new_id(10), name, initials, standing)

    def change_me(self, name: str, initials: str, standing: Standing) -> Person:
        """Correct the name, initials or standing of the assessor at work, who stays the same person."""
        return self._at_work(self.state.me or new_id(10), clean_line(name), clean_line(initials), standing)

    def _at_work(self, person_id: str, name: str, initials: str, standing: Standing) -> Person:
        person = Person(id=person_id, name=name, initials=initials, standing=standing)
        self.change(people=[*(p for p in self.state.people if p.id != person.id), person], me=person.id)
        return person

    def next_number(self) -> str:
        """A fresh evidence index number, such as JS-7QKD-14, counted on disk before it is handed out."""
        self.change(opened=self.state.opened + 1)
        initials = self.me.initials if self.me else "X"
        return f"{initials}-{self.id[:4]}-{self.state.opened}"

    def ask_for(
        self, *, everyone: bool | None = None, colleagues: Iterable[str] = (), learners: Iterable[str] = ()
    ) -> None:
        """Take in more people's records from the next share on; `everyone` False takes back what was asked before."""
        before = Asked() if everyone is False else self.state.asked
        said = (clean_line(who)[:SHORT_LIMIT] for who in colleagues)
        asked = Asked(
            everyone=before.everyone if everyone is None else everyone,
            colleagues=tuple(dict.fromkeys([*before.colleagues, *filter(None, said)])),
            learners=tuple(dict.fromkeys([*before.learners, *learners])),
        )
        self.change(asked=asked)

    def renew(self) -> None:
        """Go on under a new device id: under this one more is recorded, or was, than this workspace holds."""
        self.change(former=[*self.state.former, self.id], id=new_id(10), heads=[], announced="", shared={}, ends={})
