"""What is here of one learner, by name: segments taken in, and segments that this device's own journals hold."""

import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from sessions import disk
from sessions.journal import JOURNAL_LIMIT, read_lines
from sessions.learner import SEGMENT_LIMIT, SegmentName
from sessions.store.own import holds, own_devices
from sessions.workspace import Workspace

Range = tuple[int, int]


class Held:
    """One learner's folder as it stood when this was made, and what was added since. OSError where it fails."""

    def __init__(self, workspace: Workspace, learner: str) -> None:
        self._folder = workspace.learners_folder / learner
        self._own = own_devices(workspace)
        self._journals: dict[str, list[bytes]] = {}
        self._segments: dict[str, dict[SegmentName, Path]] = defaultdict(dict)
        self._names: set[str] = set()
        for name in os.listdir(self._folder) if self._folder.exists() else ():
            if segment := SegmentName.parse(name):
                self.add(segment, self._folder / name)

    def add(self, segment: SegmentName, path: Path) -> None:
        """Count a segment as here, whose content lies there."""
        self._names.add(str(segment))
        self._segments[segment.device][segment] = path

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
        ranges = [(segment.first, segment.last) for segment in self._segments.get(device, {})]
        if lines := self._journal(device):
            ranges.append((1, len(lines)))
        return ranges

    def new_lines(self, segment: SegmentName, data: bytes) -> int:
        """How many of a segment's lines are in no file here: a device that was copied may count on in two ways."""
        lines = set(read_lines(data)).difference(line.rstrip(b"\n") for line in self._journal(segment.device))
        for other, path in self._segments.get(segment.device, {}).items():
            if other.first <= segment.last and other.last >= segment.first:
                lines.difference_update(read_lines(disk.read(path, SEGMENT_LIMIT)))
        return len(lines)

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
