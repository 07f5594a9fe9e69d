"""What was set aside: a note on each file in the store that is wrong, and a copy of a segment while there is room.

Both lie in the workspace's `quarantine/`, under the hash of the file's key and content, so that one is kept once.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ValidationError

from sessions import disk
from sessions.device import is_id
from sessions.store.bucket import shown
from unitdata import digest

QUARANTINE_LIMIT = 64 * 1024 * 1024
QUARANTINE_FILES = 200
"""So many files are noted: whoever looks into them begins with these."""
_NOTE_LIMIT = 64 * 1024


class _Note(BaseModel):
    file: str
    reason: str
    at: AwareDatetime | None = None  # notes of the first version have none


@dataclass(frozen=True)
class Kept:
    """A file that was set aside: its key in the store, why, when first, and the name of the copy if one was kept.

    `name` is that of the note. `learner` and `device` are the ids that the key tells, or None.
    """

    name: str
    file: str
    reason: str
    at: datetime
    copy: str | None

    @property
    def learner(self) -> str | None:
        """Whom it claims to be about."""
        folder, _, rest = self.file.partition("/")
        learner = rest.partition("/")[0]
        return learner if folder == "learners" and is_id(learner, 26) else None

    @property
    def device(self) -> str | None:
        """Who claims to have written it."""
        begins = self.file.rpartition("/")[2][:10]
        return begins if is_id(begins, 10) else None


class Quarantine:
    """The folder `quarantine/` of a workspace, with the room that is left in it."""

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / "quarantine"
        self._room = QUARANTINE_LIMIT - sum(path.stat().st_size for path in self._folder.glob("*"))
        self._notes = len(list(self._folder.glob("*.json")))

    def keep(self, key: str, data: bytes, reason: str, at: datetime) -> None:
        """Keep a note, and a copy of a file's content if any is given: once, while there is room. Raises OSError."""
        if self._notes >= QUARANTINE_FILES:
            return
        note = self._folder / f"{digest(os.fsencode(key) + data)}.json"
        said = json.dumps({"file": shown(key), "reason": reason, "at": at.isoformat()}, indent=1).encode()
        if note.exists() or self._room < len(said):
            return
        if data and self._room - len(data) >= QUARANTINE_LIMIT // 8:  # which is left for notes
            disk.replace(note.with_suffix(".content"), data)
            self._room -= len(data)
        disk.replace(note, said)
        self._room -= len(said)
        self._notes += 1


def read_quarantine(workspace: Path) -> list[Kept]:
    """What was set aside and not let go of, latest first. A note that cannot be read is passed over."""
    return sorted(filter(None, map(_read, (workspace / "quarantine").glob("*.json"))), key=lambda k: k.at, reverse=True)


def _read(path: Path) -> Kept | None:
    try:
        note = _Note.model_validate_json(disk.read(path, _NOTE_LIMIT))
        at = note.at or datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (OSError, ValidationError):
        return None
    copy = path.with_suffix(".content")
    return Kept(path.name, note.file, note.reason, at, copy.name if copy.exists() else None)


def let_go(workspace: Path, kept: Kept) -> None:
    """Remove a note and its copy; a file that is still wrong in the store is set aside again. Raises OSError."""
    note = workspace / "quarantine" / kept.name
    disk.remove(note.with_suffix(".content"))
    disk.remove(note)
