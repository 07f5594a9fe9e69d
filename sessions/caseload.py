"""The caseload: one small row per learner, kept in TinyDB so that lists and the home screen open at once.

Everything in it is worked out from the journals and can be rebuilt; it is never the only place of anything.
"""

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from tinydb import TinyDB
from tinydb.storages import Storage

from sessions import disk
from sessions.fields import LearnerId, SessionId, Short

CASELOAD_LIMIT = 64 * 1024 * 1024


class Row(BaseModel):
    """One learner at a glance. Counts are over the chosen units of all qualifications; dates are ISO days.

    `pack_id` is the qualification enrolled on last; `also`, the others · `missing`: whether the pack of one of them is
    not here · `unread`: chosen units whose statements are not known here, and so not counted · `same`: ids of other
    learners whom this one's own record says to be the same person.
    """

    model_config = ConfigDict(frozen=True)
    learner: LearnerId
    name: Short
    initials: Short
    number: Short = ""
    employer: Short = ""
    pack_id: Short = ""
    also: tuple[Short, ...] = ()
    missing: bool = False
    units: int = 0
    done: int = 0
    unread: int  # no default: a row that was saved before these were counted is worked out anew
    total: int = 0
    open: int = 0
    to_confirm: int = 0
    last_visit: date | None = None
    planned: bool = False
    next_visit: date | None = None
    next_note: str = ""
    unshared: int = 0
    disagreements: int = 0
    unfinished: tuple[SessionId, ...] = ()
    same: tuple[LearnerId, ...] = ()


class WholeFile(Storage):
    """TinyDB storage that replaces the file whole and reads UTF-8 whatever the locale."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The stored tables; nothing when the file is missing or damaged, since it can be rebuilt."""
        try:
            found = json.loads(disk.read(self._path, CASELOAD_LIMIT))
        except (OSError, ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Put all tables on disk. Raises OSError."""
        disk.replace(self._path, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


class Caseload:
    """The rows by learner id. Read once into memory; each save writes the file whole."""

    def __init__(self, path: Path) -> None:
        self._database = TinyDB(path, storage=WholeFile)
        self._rows: dict[str, Row] = {}
        try:
            documents = self._database.table("learners", cache_size=0).all()
        except (ValueError, TypeError, AttributeError):
            documents = []
        for document in documents:
            try:
                row = Row.model_validate(dict(document))
            except ValidationError:
                continue
            self._rows[row.learner] = row
        self._same = {row.learner: row.same for row in self._rows.values()}
        self.named: set[str] = set()
        """Those who are said to be the same person as somebody who has a row, and may have none."""
        self._together: dict[str, list[str]] = {}
        self._listed: list[Row] | None = None
        self._group()

    def link(self, learner: str, same: tuple[str, ...]) -> None:
        """Note, until the row says so, who is the same person as a learner."""
        known = self._same.get(learner)
        self._same[learner] = same
        if known != same and (known or same or learner in self.named):
            self._group()

    def _group(self) -> None:
        self._listed = None
        self.named = {other for same in self._same.values() for other in same}
        groups: dict[str, set[str]] = {}
        for learner, same in self._same.items():
            for other in same:
                if other in self._same:
                    group = groups.get(learner, {learner}) | groups.get(other, {other})
                    groups.update(dict.fromkeys(group, group))
        self._together = {learner: sorted(group) for learner, group in groups.items()}

    def together(self, learner: str) -> list[str]:
        """The ids under which a learner is registered, this one among them: the first is the one listed."""
        return self._together.get(learner, [learner])

    def learners(self) -> set[str]:
        """The ids of everyone who has a row."""
        return set(self._rows)

    def rows(self) -> list[Row]:
        """The rows by name, one for each person."""
        listed = self._listed
        if listed is None:
            here = list(self._rows.values())  # a share that ends behind the scenes may be saving
            listed = [row for row in here if self.together(row.learner)[0] == row.learner]
            listed.sort(key=lambda row: (row.name.casefold(), row.learner))
            self._listed = listed
        return list(listed)

    def get(self, learner: str) -> Row | None:
        """A learner's row, or None."""
        return self._rows.get(learner)

    def save(self, rows: list[Row], *, gone: Collection[str] = ()) -> None:
        """Put rows in place of the ones before, and drop the rows of learners who are gone. Raises OSError."""
        self._rows.update((row.learner, row) for row in rows)
        self._same.update((row.learner, row.same) for row in rows)
        for learner in gone:
            self._rows.pop(learner, None)
            self._same.pop(learner, None)
        self._group()
        documents = [row.model_dump(mode="json", exclude_defaults=True) for row in self._rows.values()]
        # One write of the whole table: a crash leaves the rows of before or those of now.
        self._database.storage.write({"learners": {str(n): row for n, row in enumerate(documents, 1)}})
