"""Find, open and pin packs. A pin is the hash of the file's bytes: a record means what its pack said."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from pydantic import ValidationError

from unitdata.check import unusable
from unitdata.pack import Pack

PACK_LIMIT = 8 * 1024 * 1024
"""Largest pack read, in bytes."""

_SHOWN = 5


class PackError(Exception):
    """A pack cannot be read. The message says in plain words where and why."""


@dataclass(frozen=True)
class PinnedPack:
    """A pack, the bytes it was read from, and their digest (32 hex digits)."""

    pack: Pack
    sha: str
    data: bytes


def digest(data: bytes) -> str:
    """The name of these bytes: the first 32 hex digits of their SHA-256."""
    return sha256(data).hexdigest()[:32]


def read_pack(data: bytes) -> PinnedPack:
    """Read a pack from the bytes of its file. Raises PackError when they are no pack this program can use."""
    if len(data) > PACK_LIMIT:
        raise PackError(f"the file is larger than {PACK_LIMIT // 1024 // 1024} MiB")
    try:
        pack = Pack.model_validate_json(data)
    except ValidationError as error:
        raise PackError(plainly(error)) from None
    if faults := unusable(pack):
        raise PackError("; ".join(faults[:_SHOWN]))
    return PinnedPack(pack, digest(data), data)


def shipped() -> list[str]:
    """The ids of the packs that come with the program, sorted."""
    names = (entry.name for entry in (files("unitdata") / "packs").iterdir())
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def is_shipped(pinned: PinnedPack) -> bool:
    """Whether a pack is one that comes with the program, byte for byte."""
    file = files("unitdata") / "packs" / f"{pinned.pack.id}.json"
    return file.is_file() and digest(file.read_bytes()) == pinned.sha


def open_shipped(pack_id: str) -> PinnedPack:
    """Open a pack that comes with the program. Raises PackError when there is none of that id."""
    if pack_id not in shipped():
        raise PackError(f"no pack of the name {pack_id!r} comes with the program")
    return read_pack((files("unitdata") / "packs" / f"{pack_id}.json").read_bytes())


def plainly(error: ValidationError) -> str:
    """Where in the file, and what is wrong, for the first few faults; never the file's own text."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{_place(fault['loc'])}: {fault['msg']}" for fault in faults[:_SHOWN]]
    if len(faults) > _SHOWN:
        lines.append(f"and {len(faults) - _SHOWN} more")
    return "; ".join(lines)


def _place(loc: tuple[int | str, ...]) -> str:
    """`units 3, elements 1, title`: positions counted from one, and long keys cut."""
    names: list[str] = []
    for step in loc:
        if isinstance(step, int) and names:
            names[-1] += f" {step + 1}"
        else:
            names.append(ascii(str(step)[:40])[1:-1])
    return ", ".join(names) or "the file"
