"""One growing file: what one device recorded about one learner, in order, chained by hash.

Lines end at byte 0x0A and nowhere else. Only the journal's device appends, and only while it holds the workspace
lock; anyone may read, and reads up to the last newline.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sessions import disk
from sessions.bodies import Body
from sessions.entry import BadLine, Entry, NotRecorded, NotSaved, read_line, write_line
from unitdata import digest

JOURNAL_LIMIT = 256 * 1024 * 1024
PATIENCE = 1000
"""How many lines of a file may be wrong before what follows is taken for rubbish too."""


@dataclass
class Reading:
    """What a file of lines holds: the entries that chain, and in plain words what does not."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    good: int = 0
    """Bytes up to and including the last newline."""


def read_lines(data: bytes) -> Iterator[bytes]:
    """The complete lines of a journal or segment, without their newlines. A torn tail is not a line."""
    start = 0  # one at a time: a file of nothing but newlines would make millions of lines, of which few are looked at
    while (end := data.find(b"\n", start)) >= 0:
        yield data[start:end]
        start = end + 1


def read_journal(
    data: bytes, device: str, learner: str, *, after: tuple[int, str | None] = (0, None), patience: int = PATIENCE
) -> Reading:
    """Read a journal's or segment's bytes, checking each line against the one before.

    `after` is the number and id of the entry before the first line (0 and None at a journal's start; an id of
    None above 0 means that it is not known). Lines that are no entries are named in `problems` and passed over;
    when `patience` of them were, the rest is not read.
    """
    reading = Reading(good=data.rfind(b"\n") + 1)
    last_n, last_id = after
    for number, line in enumerate(read_lines(data), 1):
        if len(reading.problems) == patience:
            reading.problems.append(f"line {number}: so many lines are wrong that the rest is not read")
            break
        try:
            entry = read_line(line)
        except BadLine as error:
            reading.problems.append(f"line {number}: {error}")
            last_n, last_id = last_n + 1, digest(line)
            continue
        problem = None
        if (entry.device, entry.learner) != (device, learner):
            problem = "belongs to another device or learner"
        elif entry.n != last_n + 1:
            problem = f"is number {entry.n} where {last_n + 1} was expected"
        elif (last_id is not None or last_n == 0) and entry.prev != last_id:
            problem = f"does not follow from entry {last_n}: one of the two was changed"
        if problem:
            reading.problems.append(f"line {number}: {problem}")
        if (entry.device, entry.learner) == (device, learner):
            reading.entries.append(entry)
        last_n, last_id = entry.n, entry.id
    return reading


class Journal:
    """This device's own journal of one learner.

    `repair`: cut a torn tail off, which only the holder of the workspace lock may do; others just read.
    """

    def __init__(self, path: Path, device: str, learner: str, *, repair: bool) -> None:
        self.path = path
        self.device = device
        self.learner = learner
        data = disk.read(path, JOURNAL_LIMIT) if path.exists() else b""
        reading = read_journal(data, device, learner)
        self.entries = reading.entries
        self.problems = reading.problems
        self._size = reading.good
        lines = data[: reading.good].split(b"\n")
        self._last = digest(lines[-2]) if reading.good else None
        self._count = self.entries[-1].n if self.entries else 0
        self._torn = reading.good < len(data)
        self._named = False
        self.doubt = ""
        """Why what was read may be gone when the power goes: then nothing is added or shared until the disk works."""
        if repair and data:  # what a killed program wrote last may be in memory only, and counts from here on
            self._cut_back()
            if self._torn:
                self.doubt = "the disk fails, and what was recorded last may not last"

    def append(
        self,
        body: Body,
        *,
        at: datetime,
        by: str,
        session: str | None = None,
        seen: datetime | None = None,
        draft: str | None = None,
    ) -> Entry:
        """Record one entry; it is on disk when this returns.

        Raises NotRecorded when it is not (NotSaved when nothing can be); then nothing of it is on disk either.
        """
        if self.problems:
            raise NotSaved(f"NOT recorded: this learner's journal is damaged ({self.problems[0]})")
        if self._torn:
            self._cut_back()
        if self._torn:
            raise NotSaved("NOT recorded: the disk still fails")
        try:
            changed = self._size_on_disk() != self._size
        except OSError as error:
            raise _not_saved(error) from error
        if changed:
            self.problems.append("changed by another program while it was open")
            raise NotSaved("NOT recorded: another program changed this learner's journal. Close and open again.")
        try:
            # fmt: off
            line = write_line(
                body, device=self.device, n=self._count + 1, prev=self._last, at=at, by=by, learner=self.learner,
                session=session, seen=seen, draft=draft,
            )
            # fmt: on
        except BadLine as error:
            raise NotRecorded(f"Not recorded: {error}. Split it in two.") from None
        entry = read_line(line)
        self._torn = True  # Until acknowledged: after an interruption, too, the next append first cuts back.
        try:
            self._write(line + b"\n")
        except OSError as error:
            self._cut_back()
            raise _not_saved(error) from error
        self._torn = False
        self._size += len(line) + 1
        self._count, self._last = entry.n, entry.id
        self.entries.append(entry)
        return entry

    def tail(self, after: int) -> list[bytes]:
        """The acknowledged lines numbered above `after`, without their newlines, as they stand on disk.

        Raises OSError, also while they may not last.
        """
        if self.doubt:
            self._cut_back()
        if self.doubt:
            raise OSError(errno.EIO, self.doubt)
        data = disk.read(self.path, JOURNAL_LIMIT)[: self._size] if self._count else b""
        return [line for n, line in enumerate(read_lines(data), 1) if n > after]

    def _write(self, data: bytes) -> None:
        # Once per opening: a crash or a failed sync may have left an existing file's name in memory only.
        if not self._named:
            disk.make_folder(self.path.parent)
        handle = disk.open_for_writing(self.path, os.O_CREAT | os.O_APPEND)
        try:
            disk.write_all(handle, data)
            disk.sync(handle)
        finally:
            os.close(handle)
        if not self._named:
            disk.sync_folder(self.path.parent)
            self._named = True

    def _size_on_disk(self) -> int:
        try:
            return os.path.getsize(self.path)
        except FileNotFoundError:
            return 0

    def _cut_back(self) -> None:
        """Return the file to its last acknowledged byte, durably; until that succeeds nothing further is appended."""
        self._torn = True
        with suppress(OSError):
            if self.path.exists():
                handle = disk.open_for_writing(self.path, 0)
                try:
                    if os.fstat(handle).st_size != self._size:
                        os.ftruncate(handle, self._size)
                    disk.sync(handle)
                finally:
                    os.close(handle)
            self._torn, self.doubt = False, ""


def _not_saved(error: OSError) -> NotSaved:
    return NotSaved(f"NOT recorded: {(error.strerror or 'the disk failed').lower()}")
