"""What heads announce against what is here: entries that are still to come, and entries that no head names."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set

from sessions.learner import SegmentName
from sessions.store.heads import Head
from sessions.store.known import Pending
from sessions.store.publish import own_devices
from sessions.workspace import Workspace

Range = tuple[int, int]


def find_gaps(
    workspace: Workspace, heads: Iterable[Head], labels: Mapping[str, str], erased: Set[str]
) -> tuple[list[Pending], int]:
    """What is still to come, and how many entries of other devices have arrived without being announced.

    To come is what heads announce, and what goes before an entry that is here: each device counts from 1 without a
    gap. Nothing is expected about learners who were `erased` from the store. `labels`: of devices, by id.
    """
    announced: dict[tuple[str, str], list[Range]] = defaultdict(list)
    for head in heads:
        for learner, row in head.learners.items():
            if row.last:
                announced[learner, head.device].append((1, row.last))
            for segment in filter(None, map(SegmentName.parse, row.segments)):
                announced[learner, segment.device].append((segment.first, segment.last))
    held = _held(workspace, announced.keys())
    own = own_devices(workspace)
    early = 0
    wanted = {key: list(ranges) for key, ranges in announced.items()}
    for (learner, device), ranges in held.items():
        if device not in own:
            wanted.setdefault((learner, device), []).append((1, max(last for _, last in ranges)))
            early += count_beyond(ranges, announced.get((learner, device), [])) if learner not in erased else 0
    pending = [
        Pending(learner, device, labels.get(device, f"device {device[:4]}"), missing)
        for (learner, device), ranges in sorted(wanted.items())
        if learner not in erased and (missing := count_beyond(ranges, held.get((learner, device), [])))
    ]
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
