"""Heads: what a device announces in the store. Sealed, numbered, never rewritten; the highest good one counts."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from sessions.device import Person
from sessions.fields import DeviceId, EntryId, LearnerId, PersonId
from sessions.learner import SEGMENT
from sessions.store.bucket import Bucket, StoreError, claimed_hash
from sessions.text import clean_line
from unitdata import digest

HEAD_LIMIT = 4 * 1024 * 1024
_NAMED = 20
_NAME = re.compile(r"(?P<device>[0-9A-HJKMNP-TV-Z]{10})\.(?P<k>[1-9][0-9]{0,8})\.(?P<sha>[0-9a-f]{32})\.json")
SegmentFile = Annotated[str, StringConstraints(max_length=80, pattern=f"^{SEGMENT.pattern}$")]
Size = Annotated[int, Field(ge=1, le=2**32)]


class Announced(BaseModel):
    """One learner in a head: the device's last entry (number and id), and the segments with their sizes in bytes.

    Segments of ids that the device had before stand among them; `last` and `id` are those of its present id.
    """

    model_config = ConfigDict(frozen=True)
    last: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    id: EntryId | None = None
    segments: dict[SegmentFile, Size] = {}


class Head(BaseModel):
    """Everything one device has in the store. `packs`: hashes and sizes in bytes · `me`: who is at work on it."""

    model_config = ConfigDict(frozen=True)
    format: Literal[1] = 1
    device: DeviceId
    k: Annotated[int, Field(ge=1, le=999_999_999)]
    me: PersonId | None = None
    people: tuple[Person, ...] = ()
    packs: dict[EntryId, Size] = {}
    learners: dict[LearnerId, Announced] = {}

    @property
    def label(self) -> str:
        """The device as people know it: whose it is, and the four characters its evidence numbers carry."""
        owner = next((clean_line(p.initials)[:8] for p in self.people if p.id == self.me), "")
        return f"{owner}'s device {self.device[:4]}" if owner else f"device {self.device[:4]}"

    def goes_by(self, who: str) -> bool:
        """Whether someone of that name or with those initials works on the device, or its id begins so."""
        return goes_by(who, self.people, self.device)


def goes_by(who: str, people: Iterable[Person], device: str) -> bool:
    """Whether one of these people has that name or those initials, or the id of their device begins so."""
    who = who.casefold()
    known = {name.casefold() for person in people for name in (person.name, person.initials)}
    return who in known or (len(who) >= 4 and device.casefold().startswith(who))


class _AnyHead(BaseModel):
    format: int


@dataclass(frozen=True)
class HeadName:
    """What a head's file name says."""

    device: str
    k: int
    sha: str

    @classmethod
    def parse(cls, name: str) -> "HeadName | None":
        """The parts of a head's file name, or None for any other name."""
        found = _NAME.fullmatch(name)
        return cls(found["device"], int(found["k"]), found["sha"]) if found else None

    def __str__(self) -> str:
        return f"{self.device}.{self.k}.{self.sha}.json"


@dataclass
class Heads:
    """The heads in the store, each with its key, and in words those that cannot be used."""

    keys: dict[HeadName, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def __contains__(self, name: str) -> bool:
        return HeadName.parse(name) in self.keys

    def said(self) -> list[str]:
        """What is to be said of those that cannot be used; of many only the first are named."""
        lines = [f"{said[0].upper()}{said[1:]}." for said in self.waiting[:_NAMED]]
        more = len(self.waiting) - len(lines)
        return [*lines, f"Nor can {more} more be used."] if more else lines


class NewerHead(ValueError):
    """A head that a newer version of the program wrote."""


def seal_head(head: Head) -> tuple[HeadName, bytes]:
    """The name and the bytes of a head."""
    data = head.model_dump_json(exclude_none=True).encode()
    return HeadName(head.device, head.k, digest(data)), data


def read_head(data: bytes) -> Head:
    """The head that these bytes hold. Raises NewerHead, and ValueError when they hold none; both in plain words."""
    try:
        if _AnyHead.model_validate_json(data).format > 1:
            raise NewerHead("was written by a newer version of this program")
        return Head.model_validate_json(data)
    except ValidationError:
        raise ValueError("is damaged or has not fully arrived") from None


def load_head(bucket: Bucket, name: HeadName, key: str = "") -> Head:
    """The head of that name. Raises StoreError, and ValueError when what stands there (or under `key`) is not it."""
    found, head = load_copy(bucket, key or f"heads/{name}")
    if found != name:
        raise ValueError("names another device within")
    return head


def load_copy(bucket: Bucket, key: str) -> tuple[HeadName, Head]:
    """The head under a key that a carrier may have added something to, and its right name. Raises as `load_head`."""
    data = bucket.read(key, HEAD_LIMIT)
    sha = digest(data)
    if claimed_hash(key) not in (None, sha):
        raise ValueError("is damaged or has not fully arrived")
    head = read_head(data)
    return HeadName(head.device, head.k, sha), head


def list_heads(bucket: Bucket) -> Heads:
    """The names of all heads; only those under another name, as carriers make of conflicting copies, are read.

    Raises StoreError when the store cannot be listed.
    """
    heads = Heads()
    for key in sorted(bucket.list("heads")):
        file = key.rpartition("/")[2]
        if name := HeadName.parse(file):
            heads.keys[name] = key
        elif file.endswith(".json"):
            try:
                heads.keys.setdefault(load_copy(bucket, key)[0], key)
            except (StoreError, ValueError) as error:
                heads.waiting.append(f"a file among the announcements {_said(error)}")
    return heads


def read_heads(bucket: Bucket, heads: Heads, taken: Collection[HeadName] = ()) -> Iterator[tuple[HeadName, Head, bool]]:
    """The good heads, one at a time, and of each whether it is its device's newest, which is what counts.

    Those already `taken` in are not read. What a fork or a slow carrier left behind the newest is given too.
    """
    counted: set[str] = set()
    for name in sorted(heads.keys, key=lambda name: (name.device, -name.k, name.sha)):
        if name not in taken:
            try:
                head = load_head(bucket, name, heads.keys[name])
            except (StoreError, ValueError) as error:
                if name.device not in counted:
                    heads.waiting.append(f"an announcement of device {name.device[:4]} {_said(error)}")
                continue
            yield name, head, name.device not in counted
        counted.add(name.device)


def newest_heads(bucket: Bucket) -> Iterator[Head]:
    """The highest good head of every device, one at a time. Raises StoreError when the store cannot be listed."""
    return (head for _, head, counts in read_heads(bucket, list_heads(bucket)) if counts)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, ValueError) else "cannot be read"
