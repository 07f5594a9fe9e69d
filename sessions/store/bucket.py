"""What the shared store asks of whatever carries it, and the folder that does; `s3.py` is the other carrier.

Keys are `store.json`, `packs/NAME`, `heads/NAME`, `learners/LEARNER/NAME` and `erased/LEARNER`. Names carry the hash of
the content, so that a carrier which overwrites, repeats or delays does no harm.
"""

import errno
import os
import re
from collections.abc import Iterator, Set
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sessions import disk

STORE_FILE = "store.json"
_HASH = re.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_NUL = frozenset("\0")
_BANNED = frozenset("\\:\0" if os.name == "nt" else "\0")  # on Windows `:` and `\` lead elsewhere
_CLUTTER = frozenset({"lost+found", "desktop.ini", "System Volume Information", "Thumbs.db"})
_PLAIN = {
    errno.ENOSPC: "The shared folder is full.",
    errno.EDQUOT: "The shared folder is full: its quota is used up.",
    errno.EROFS: "The shared folder is read-only: nothing can be written there.",
    errno.EACCES: "This user may not read or write in the shared folder.",
    errno.EPERM: "This user may not read or write in the shared folder.",
}


class StoreError(Exception):
    """The store cannot be used as asked. The message is for the user.

    `later`: nothing is wrong with the question; trying again later may do.
    """

    def __init__(self, message: str, *, later: bool = True) -> None:
        super().__init__(message)
        self.later = later


class NotThere(StoreError):
    """The folder that holds the store, or is to hold it, is not there."""


class Absent(StoreError):
    """Nothing stands under a key."""


class Refused(StoreError):
    """A name that this system cannot open: that of a file some other system put there."""


class Occupied(StoreError):
    """Another content stands under the name of this one: that file was damaged."""


def claimed_hash(key: str) -> str | None:
    """The hash of the content that a name carries, also where a carrier added something; None where it carries none."""
    found = _HASH.search(key.rpartition("/")[2])
    return found[0] if found else None


def shown(key: str) -> str:
    """A key as it can be written out: file names may hold bytes that are no text."""
    return os.fsencode(key).decode(errors="replace")


def parts_of(key: str, banned: Set[str] = _NUL) -> list[str]:
    """The names that a key is made of, none of which leads elsewhere. Raises Refused."""
    parts = key.split("/")
    if len(parts) > 3 or any(part in ("", ".", "..") or set(part) & banned for part in parts):
        raise Refused("its name cannot be used on this system", later=False)
    return parts


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is left out of listings: other programs keep such for themselves."""
    return name.startswith((".", "~"))


def depth_below(prefix: str) -> int:
    """How many folders stand between a prefix that is listed and the files there."""
    return 1 if prefix == "learners" else 0


class Bucket(Protocol):
    """Everything sharing needs of a carrier. All methods raise StoreError. As text it is the place to remember."""

    empty: str
    """What to say when nothing is there."""

    def create(self, key: str, data: bytes) -> None:
        """Keep `data` under a new key, durable on return. The same content may stand there already.

        Raises Occupied when other content does; that is left as it is.
        """

    def list(self, prefix: str) -> dict[str, int]:
        """The keys under `heads`, `packs`, `erased`, `learners` or `learners/LEARNER`, with their sizes in bytes."""

    def read(self, key: str, limit: int) -> bytes:
        """The content of a key; a StoreError when it is larger than `limit` bytes, Absent when nothing is there."""

    def remove(self, key: str) -> None:
        """Let go of a key, which may be gone already."""

    def clear(self, prefix: str) -> None:
        """Let go of all that lies under `learners/LEARNER`, also of what is left out of listings."""

    def names(self) -> Set[str]:
        """What a person would see at the place, at the top: nothing where a store can be made."""


class FolderBucket:
    """A store in a folder: a network share, a synchronised folder, a stick."""

    empty = "The shared folder is empty. If it is on a drive, connect the drive; nothing was written."

    def __init__(self, root: Path) -> None:
        self.root = root

    def __str__(self) -> str:
        return str(self.root)

    def create(self, key: str, data: bytes) -> None:
        """Write a temporary file beside, sync it, and give it its name, never in place of another file."""
        path = self._path(key)
        try:
            if key != STORE_FILE:
                self._require_there()
            mode = self.root.stat().st_mode & 0o7777
            disk.make_folder(path.parent, mode)
            with suppress(FileExistsError):
                disk.create(path, data, mode & 0o666)
                return
            if path.stat().st_size == len(data) and disk.read(path, len(data)) == data:
                disk.sync_folder(path.parent)  # a share that was cut off may have left its name in memory only
                return
        except OSError as error:
            raise self._plainly(error) from None
        raise Occupied(f"{key} in the shared folder is damaged: remove it there and share again")

    def list(self, prefix: str) -> dict[str, int]:
        """The regular files below a folder of the store, temporary and hidden ones left out."""
        try:
            return dict(_files(self._path(prefix), prefix, depth_below(prefix)))
        except FileNotFoundError:
            self._require_there()
            return {}
        except OSError as error:
            raise self._plainly(error) from None

    def read(self, key: str, limit: int) -> bytes:
        """A file's bytes."""
        try:
            return disk.read(self._path(key), limit)
        except OSError as error:
            raise self._plainly(error) from None

    def remove(self, key: str) -> None:
        """Remove a file."""
        try:
            disk.remove(self._path(key))
        except OSError as error:
            raise self._plainly(error) from None

    def clear(self, prefix: str) -> None:
        """Remove a folder with what other programs keep in it, and what a cut-off write left there."""
        try:
            disk.remove_folder(self._path(prefix))
        except OSError as error:
            raise self._plainly(error) from None

    def names(self) -> set[str]:
        """What a person would see in the folder; nothing on a drive just made. Raises StoreError."""
        try:
            return {name for name in os.listdir(self.root) if not name.startswith(".")} - _CLUTTER
        except OSError as error:
            raise self._plainly(error) from None

    def _require_there(self) -> None:
        # A drive that was pulled out leaves an empty folder behind, or none: that is not the store.
        if not (self.root / STORE_FILE).is_file():
            raise NotThere("The shared folder has gone. Is its drive still connected?")

    def _path(self, key: str) -> Path:
        return self.root.joinpath(*parts_of(key, _BANNED))

    def _plainly(self, error: OSError) -> StoreError:
        if not os.path.isdir(self.root):  # Path.is_dir raises where a parent may not be entered
            return NotThere("The shared folder is not there. Is its drive connected?")
        said = _PLAIN.get(error.errno or 0) or f"The shared folder cannot be used: {_reason(error)}."
        return Absent(said) if isinstance(error, FileNotFoundError) else StoreError(said)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _files(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_hidden(entry.name):
                continue
            key = f"{prefix}/{entry.name}"
            if depth and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):  # one folder that cannot be read does not hide the others
                    yield from _files(folder / entry.name, key, depth - 1)
            elif not depth and entry.is_file(follow_symlinks=False):
                with suppress(FileNotFoundError):  # gone since: a colleague removed it, or a carrier moved it
                    yield key, entry.stat(follow_symlinks=False).st_size
