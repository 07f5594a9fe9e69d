"""What heads announce against what is here: entries that are still to come, and entries that no head names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from sessions.learner import SegmentName
from sessions.store.heads import Head
from sessions.store.publish import own_devices
from sessions.workspace import Workspace

Range = tuple[int, int]


@dataclass(frozen=True)
class Pending:
    """Entries about a learner that a device announced and that have not arrived."""

    learner: str
    device: str
    label: str
    entries: int

    @property
    def text(self) -> str:
        """`waiting for 3 entries of AB's device 7QKD`."""
        return f"waiting for {counted(self.entries)} of {self.label}"


def counted(number: int, of: str = "entry") -> str:
    """`1 entry`, `3 entries`, `2 learners`."""
    if number == 1:
        return f"1 {of}"
    return f"{number} {of[:-1] + 'ies' if of.endswith('y') else of + 's'}"


def find_gaps(workspace: Workspace, heads: Iterable[Head], erased: Set[str]) -> tuple[list[Pending], int]:
    """What is still to come, and how many entries of other devices have arrived without being announced.

    Nothing is expected about learners who were `erased` from the store.
    """
    heads = list(heads)
    labels = {head.device: head.label for head in heads}
    announced: dict[tuple[str, str], list[Range]] = defaultdict(list)
    for head in heads:
        for learner, row in head.learners.items():
            if learner in erased:
                continue
            if row.last:
                announced[learner, head.device].append((1, row.last))
            for segment in filter(None, map(SegmentName.parse, row.segments)):
                announced[learner, segment.device].append((segment.first, segment.last))
    held = _held(workspace, announced.keys())
    pending = []
    for (learner, device), ranges in sorted(announced.items()):
        if missing := count_beyond(ranges, held[learner, device]):
            label = labels.get(device, f"device {device[:4]}")
            pending.append(Pending(learner, device, label, missing))
    own = own_devices(workspace)
    early = sum(
        count_beyond(ranges, announced[key])
        for key, ranges in held.items()
        if key[1] not in own and key[0] not in erased
    )
    return pending, early


def count_beyond(wanted: list[Range], held: list[Range]) -> int:
    """How many numbers lie in `wanted` and not in `held`; ranges include both ends and may overlap."""
    total, reached = 0, 0
    blocks = sorted(held)
    for first, last in sorted(wanted):
        first = max(first, reached + 1)
        for from_, to in blocks:
            if from_ > last or first > last:
                break
            if to >= first:
                total += max(0, from_ - first)
                first = to + 1
        total += max(0, last - first + 1)
        reached = max(reached, last)
    return total


def _held(workspace: Workspace, announced: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[Range]]:
    """The numbers that segments hold, per learner and device; those of own journals where others announce them."""
    held: dict[tuple[str, str], list[Range]] = defaultdict(list)
    for learner in workspace.learner_ids():
        for path in (workspace.learners_folder / learner).glob("*.jsonl"):
            if segment := SegmentName.parse(path.name):
                held[learner, segment.device].append((segment.first, segment.last))
            elif (learner, path.stem) in announced:
                held[learner, path.stem].append((1, path.read_bytes().count(b"\n")))
    return held
