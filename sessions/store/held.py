"""What is here of one learner, by name: segments taken in, and segments that this device's own journals hold."""

import os
from collections import defaultdict
from contextlib import suppress

from sessions import disk
from sessions.journal import JOURNAL_LIMIT, read_lines
from sessions.learner import SEGMENT_LIMIT, SegmentName
from sessions.store.own import holds, own_devices
from sessions.workspace import Workspace
from unitdata import digest

Range = tuple[int, int]


class Held:
    """One learner's folder as it stood when this was made, and what was added since. OSError where it fails."""

    def __init__(self, workspace: Workspace, learner: str) -> None:
        self._folder = workspace.learners_folder / learner
        self._own = own_devices(workspace)
        self._journals: dict[str, list[bytes]] = {}
        self._segments: dict[str, list[SegmentName]] = defaultdict(list)
        self._names: set[str] = set()
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._unread: dict[str, set[SegmentName]] = defaultdict(set)
        """Segments whose lines' ids are not among those: each is read once, and only where a new one overlaps it."""
        for name in os.listdir(self._folder) if self._folder.exists() else ():
            if segment := SegmentName.parse(name):
                self._add(segment)
                self._unread[segment.device].add(segment)

    def _add(self, segment: SegmentName) -> None:
        self._names.add(str(segment))
        self._segments[segment.device].append(segment)

    def take(self, segment: SegmentName, data: bytes) -> int:
        """Count a segment as here; how many of its lines were in no file here.

        A device that was copied may have counted on in two ways.
        """
        ids = self._ids[segment.device]
        if not ids:
            ids.update(digest(line.rstrip(b"\n")) for line in self._journal(segment.device))
        unread = self._unread[segment.device]
        for other in [o for o in unread if o.first <= segment.last and o.last >= segment.first]:
            ids.update(_ids(disk.read(self._folder / str(other), SEGMENT_LIMIT)))
            unread.remove(other)
        before = len(ids)
        ids.update(_ids(data))
        self._add(segment)
        return len(ids) - before

    def __contains__(self, name: str) -> bool:
        """Whether the lines of the segment of that name are here."""
        if name in self._names:
            return True
        segment = SegmentName.parse(name)
        return segment is not None and segment.device in self._own and holds(self._journal(segment.device), segment)

    @property
    def devices(self) -> list[str]:
        """Those of which segments are here."""
        return sorted(self._segments)

    def numbers(self, device: str) -> list[Range]:
        """The numbers of the entries of a device that are here; ranges include both ends and may overlap."""
        ranges = [(segment.first, segment.last) for segment in self._segments.get(device, ())]
        if lines := self._journal(device):
            ranges.append((1, len(lines)))
        return ranges

    def _journal(self, device: str) -> list[bytes]:
        """The lines of one of this device's own journals, newlines included; none for other devices."""
        if device not in self._own:
            return []
        if device not in self._journals:
            path = self._folder / f"{device}.jsonl"
            data = b""
            with suppress(OSError):  # a journal that cannot be read is named on the learner's page
                data = disk.read(path, JOURNAL_LIMIT)
            self._journals[device] = [line + b"\n" for line in read_lines(data)]
        return self._journals[device]


def _ids(data: bytes) -> set[str]:
    return {digest(line) for line in read_lines(data)}
