"""What heads announce against what is here: files to look for, and entries that are still to come."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sessions.learner import SegmentName
from sessions.store.bucket import Bucket
from sessions.store.heads import Head, HeadName, Heads, read_heads
from sessions.store.held import Held, Range
from sessions.store.known import Known, Pending, newest_of
from sessions.store.own import own_devices
from sessions.store.wanted import Wanted
from sessions.workspace import Workspace


@dataclass
class Awaited:
    """What heads announce about wanted learners and is not here; only differences are kept, a head at a time.

    `segments`: learner → name → size in bytes · `numbers`: learner → device → entries that the heads which count
    announce · `packs`: hash → size · `heads`: which learners and packs each head that was read waits for ·
    `strangers`: who was asked for and went by none of these heads.
    """

    segments: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    numbers: dict[str, dict[str, list[Range]]] = field(default_factory=dict)
    packs: dict[str, int] = field(default_factory=dict)
    heads: dict[HeadName, tuple[set[str], set[str]]] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)

    def add(self, workspace: Workspace, name: HeadName, head: Head, wanted: Wanted, *, counts: bool) -> int:
        """Compare a head with what is here; how many learners it announces who are not wanted."""
        packs = {sha: size for sha, size in head.packs.items() if not workspace.packs.path(sha).exists()}
        self.packs |= packs
        self.strangers = {who for who in self.strangers if not head.goes_by(who)}
        differing: set[str] = set()
        unwanted = 0
        for learner, row in head.learners.items():
            if learner in wanted.erased:
                continue
            if learner not in wanted:
                unwanted += 1
                continue
            held = Held(workspace, learner)
            missing = {file: size for file, size in row.segments.items() if file not in held}
            numbers = {head.device: [(1, row.last)]} if row.last and counts else {}
            if missing or (numbers and count_beyond([(1, row.last)], held.numbers(head.device))):
                differing.add(learner)
                self.segments[learner] |= missing
                for segment in filter(None, map(SegmentName.parse, missing if counts else ())):
                    numbers.setdefault(segment.device, []).append((segment.first, segment.last))
                for device, ranges in numbers.items():
                    self.numbers.setdefault(learner, {}).setdefault(device, []).extend(ranges)
        self.heads[name] = differing, set(packs)
        return unwanted

    def find_gaps(
        self, workspace: Workspace, learners: Collection[str], labels: Mapping[str, str]
    ) -> tuple[list[Pending], set[HeadName]]:
        """What is still to come about these learners, and the heads of which everything is here now.

        To come is what heads announce, and what goes before an entry that is here: each device counts from 1 without
        a gap. `labels`: of devices, by id.
        """
        own = own_devices(workspace)
        pending: list[Pending] = []
        left: set[str] = set()
        for learner in sorted({*learners, *self.segments}):
            held, announced = Held(workspace, learner), self.numbers.get(learner, {})
            for device in sorted({*held.devices, *announced}):
                ranges = held.numbers(device)
                before = [(1, max(last for _, last in ranges))] if ranges and device not in own else []
                if missing := count_beyond([*announced.get(device, []), *before], ranges):
                    label = labels.get(device, f"device {device[:4]}")
                    pending.append(Pending(learner, device, label, missing))
                    left.add(learner)
            if any(file not in held for file in self.segments.get(learner, ())):
                left.add(learner)
        here = {sha for sha in self.packs if workspace.packs.path(sha).exists()}
        return pending, {name for name, (about, packs) in self.heads.items() if not about & left and packs <= here}


def hear(workspace: Workspace, bucket: Bucket, heads: Heads, wanted: Wanted, known: Known) -> tuple[Known, Awaited]:
    """Read what other devices announced since: who they are, and what of it is not here. One head at a time."""
    awaited, elsewhere = Awaited(strangers=set(wanted.asked.colleagues)), dict(known.elsewhere)
    announced: list[Head] = []
    own = {name for name in heads.keys if name.device == workspace.device.id}
    passed = own | {name for name in heads.keys if str(name) in known.heads}
    for heard in (heads, Heads(heads.keys)):  # once more where a head made someone wanted: others may tell of them too
        for name, head, counts in read_heads(bucket, heard, passed):
            wanted.hear(head)
            unwanted = awaited.add(workspace, name, head, wanted, counts=counts)
            if counts:
                elsewhere[head.device] = unwanted
                announced.append(head.model_copy(update={"packs": {}, "learners": {}}))  # the rest may be large
        if not wanted.newcomers:
            break
        passed = own
    newest = newest_of(heads.keys.keys() - own)
    return known.met(announced).model_copy(update={"elsewhere": elsewhere, "newest": newest}), awaited


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
