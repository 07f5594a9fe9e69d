"""What this device recorded itself, under its id and those it had before, as its journals hold it."""

from collections.abc import Iterable
from contextlib import suppress

from sessions import disk
from sessions.entry import BadLine, read_line
from sessions.journal import JOURNAL_LIMIT, read_journal, read_lines
from sessions.learner import SegmentName
from sessions.workspace import Workspace
from unitdata import digest


def own_devices(workspace: Workspace) -> list[str]:
    """This device's id and those it had before."""
    return [workspace.device.id, *workspace.device.state.former]


def own_lines(
    workspace: Workspace, learner: str, device: str, announced: Iterable[SegmentName] = ()
) -> tuple[list[bytes], list[str]]:
    """The lines this device recorded about a learner under one of its ids, newlines included.

    Of a damaged journal only those before the damage, and a sentence that says so; none of one that cannot be read.
    It is damaged too where it is not what segments of it, which were `announced`, were sealed from.
    """
    file = f"{device}.jsonl"
    end = (0, "")
    try:
        if device == workspace.device.id:
            opened = workspace.learner(learner)
            lines, problems = opened.own_lines(0), opened.own_damage
            end = workspace.device.state.ends.get(learner, end)
        else:
            path = workspace.learners_folder / learner / file
            data = disk.read(path, JOURNAL_LIMIT) if path.exists() else b""
            lines, problems = list(read_lines(data)), read_journal(data, device, learner).problems
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return [], [f"learners/{learner}/{file} on this device cannot be read and was not shared: {why}"]
    if problems:
        lines = _sound(lines, device, learner, end)
    recorded = [line + b"\n" for line in lines]
    if wrong := changed(recorded, [s for s in announced if s.device == device and s.last <= len(recorded)]):
        segment = min(wrong, key=lambda segment: segment.first)
        recorded = recorded[: segment.first - 1]
        problems = problems or [f"lines {segment.first} to {segment.last} are not what was shared"]
    if not problems:
        return recorded, []
    shared = f"only shared up to line {len(recorded)}" if recorded else "not shared"
    return recorded, [f"learners/{learner}/{file} on this device is damaged and was {shared}: {problems[0]}"]


def _sound(lines: list[bytes], device: str, learner: str, end: tuple[int, str]) -> list[bytes]:
    """The lines before the damage. Of two that do not fit together either may be the changed one: neither counts.

    `end`: the number of a line and the id that it should have.
    """
    before: str | None = None
    for number, line in enumerate(lines):
        try:
            entry = read_line(line)
        except BadLine:
            return lines[:number]
        if (entry.device, entry.learner, entry.n) != (device, learner, number + 1):
            return lines[:number]
        if entry.prev != before:
            return lines[: max(number - 1, 0)]
        before = entry.id
        if number + 1 == end[0] and before != end[1]:
            return lines[:number]
    return lines


def holds(lines: list[bytes], segment: SegmentName) -> bool:
    """Whether these lines, the first being number 1, are those that the segment was sealed from."""
    return segment.last <= len(lines) and digest(b"".join(lines[segment.first - 1 : segment.last])) == segment.sha


def changed(lines: list[bytes], announced: list[SegmentName]) -> list[SegmentName]:
    """Of a journal's announced segments those that its lines are not, and that no others of the numbers are either.

    Under the same numbers a workspace may have recorded something else before a backup of it was put back.
    """
    held = {number for s in announced if holds(lines, s) for number in range(s.first, s.last + 1)}
    return [s for s in announced if not held.issuperset(range(s.first, s.last + 1))]


def own_bytes(workspace: Workspace, learner: str) -> int:
    """How long this device's own journals of a learner are."""
    paths = (workspace.learners_folder / learner / f"{device}.jsonl" for device in own_devices(workspace))
    return sum(path.stat().st_size for path in paths if path.exists())


def own_count(workspace: Workspace, learner: str) -> int:
    """How many lines this device's journal of a learner has; none where it cannot be read."""
    with suppress(OSError):
        return disk.read(workspace.learners_folder / learner / f"{workspace.device.id}.jsonl", JOURNAL_LIMIT).count(
            b"\n"
        )
    return 0
