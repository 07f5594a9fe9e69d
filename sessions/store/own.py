"""What this device recorded itself, under its id and those it had before, as its journals hold it."""

from sessions import disk
from sessions.entry import BadLine, read_line
from sessions.journal import JOURNAL_LIMIT, read_journal, read_lines
from sessions.learner import SegmentName
from sessions.workspace import Workspace
from unitdata import digest


def own_devices(workspace: Workspace) -> list[str]:
    """This device's id and those it had before."""
    return [workspace.device.id, *workspace.device.state.former]


def own_lines(workspace: Workspace, learner: str, device: str) -> tuple[list[bytes], list[str]]:
    """The lines this device recorded about a learner under one of its ids, newlines included.

    Of a damaged journal only those before the damage, and a sentence that says so; none of one that cannot be read.
    """
    file = f"{device}.jsonl"
    try:
        if device == workspace.device.id:
            opened = workspace.learner(learner)
            lines, problems = opened.own_lines(0), opened.own_damage
        else:
            path = workspace.learners_folder / learner / file
            data = disk.read(path, JOURNAL_LIMIT) if path.exists() else b""
            lines, problems = list(read_lines(data)), read_journal(data, device, learner).problems
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return [], [f"learners/{learner}/{file} on this device cannot be read and was not shared: {why}"]
    damage = []
    if problems:
        lines = _sound(lines, device, learner)
        shared = f"only shared up to line {len(lines)}" if lines else "not shared"
        damage = [f"learners/{learner}/{file} on this device is damaged and was {shared}: {problems[0]}"]
    return [line + b"\n" for line in lines], damage


def _sound(lines: list[bytes], device: str, learner: str) -> list[bytes]:
    """The lines before the damage. Of two that do not fit together either may be the changed one: neither counts."""
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
    return lines


def holds(lines: list[bytes], segment: SegmentName) -> bool:
    """Whether these lines, the first being number 1, are those that the segment was sealed from."""
    return segment.last <= len(lines) and digest(b"".join(lines[segment.first - 1 : segment.last])) == segment.sha


def own_bytes(workspace: Workspace, learner: str) -> int:
    """How long this device's own journals of a learner are."""
    paths = (workspace.learners_folder / learner / f"{device}.jsonl" for device in own_devices(workspace))
    return sum(path.stat().st_size for path in paths if path.exists())
