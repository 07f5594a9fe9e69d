"""Publishing: packs, then sealed segments of this device's lines, then one new head that announces them.

Each step may be the last one for a while. Whatever stands in the store then is whole, and the next share goes on
from what it finds there: a segment counts as published when its name carries the hash of this device's own lines.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field

from sessions import disk
from sessions.bodies import Enrolment, Opened
from sessions.device import DeviceState
from sessions.fields import EntryId
from sessions.learner import SEGMENT_LIMIT, SegmentName
from sessions.store.bucket import Bucket, Occupied, StoreError, claimed_hash
from sessions.store.gaps import count_beyond
from sessions.store.heads import HEAD_LIMIT, Announced, Head, HeadName, Heads, list_heads, load_head, seal_head
from sessions.store.held import Range
from sessions.store.listing import Listing
from sessions.store.own import holds, own_bytes, own_count, own_devices, own_lines
from sessions.workspace import Workspace
from unitdata import PACK_LIMIT, digest

Progress = Callable[[str, int, int], None]
_HEADS_NOTED = 1000


@dataclass
class Published:
    """What publishing did, as far as it came.

    `announced`: the learners whose own entries all stand in this device's newest head · `damaged`: those of whom some
    file is damaged · `learners`, `entries`: what it announces that the one before did not · `damage`: files that were
    not shared, or in part, and why.
    """

    announced: set[str] = field(default_factory=set)
    damaged: set[str] = field(default_factory=set)
    learners: int = 0
    entries: int = 0
    damage: list[str] = field(default_factory=list)


def previous_head(bucket: Bucket, workspace: Workspace, heads: Heads) -> Head | None:
    """What this device last put in the store, as far as that still tells what is there; None: begin anew.

    It is the newest head noted, since all of them hold what the one that was read back holds.
    """
    state = workspace.device.state
    name = HeadName.parse(_newest_noted(state, heads))
    if name is None or state.announced not in heads:
        return None
    try:
        return load_head(bucket, name, heads.keys[name])
    except (StoreError, ValueError):
        return None


def _newest_noted(state: DeviceState, heads: Heads) -> str:
    """The name of the newest head this device noted that stands in the store; empty if none does."""
    return next((name for name in reversed(state.heads) if name in heads), "")


def publish(
    workspace: Workspace,
    bucket: Bucket,
    heads: Heads,
    before: Head | None,
    listing: Listing,
    erased: Set[str],
    progress: Progress,
    done: Published,
) -> None:
    """Put in the store what this device recorded and the store does not hold yet; `before` is its head there.

    That is about learners who are marked; where the listing is whole, also about those of whom the store lost a
    segment, or whose mark was lost. Of learners who were `erased` nothing is put, and what was announced about them
    no longer is. Raises StoreError and OSError where it has to stop; what was published by then stands and `done`
    says so.
    """
    wanted = [learner for learner in _wanted(workspace, before, listing) if learner not in erased]
    packs = (dict(before.packs) if before else {}) | _sizes(workspace, workspace.device.state.packs)
    # What this device has not announced may be left of a share that was cut off, and not yet durable: it is put again.
    sure = before.packs if before else {}
    there = {key: size for key, size in bucket.list("packs").items() if claimed_hash(key) in sure}
    _publish_packs(workspace, bucket, packs, there, done)
    rows: dict[str, Announced] = {}
    for number, learner in enumerate(wanted, 1):
        progress("publishing", number, len(wanted))
        if not own_bytes(workspace, learner):
            rows[learner] = Announced()  # it was marked for its row alone
            continue
        used = _packs_used(workspace, learner)
        _publish_packs(workspace, bucket, used, there, done)
        packs |= used
        known = before.learners.get(learner, Announced()) if before else Announced()
        rows[learner], damage = _publish_learner(workspace, bucket, learner, listing.files(learner), known)
        done.damage += damage
        if damage:
            done.damaged.add(learner)
            workspace.mark_dirty(learner)  # no head may name it: the next share has to come back to it
    kept = {learner: row for learner, row in before.learners.items() if learner not in erased} if before else {}
    _announce(workspace, bucket, heads, before, packs, kept, rows)
    done.announced = rows.keys() - done.damaged
    for learner, row in rows.items():
        announced = _ranges(before.learners[learner].segments if before and learner in before.learners else ())
        new = sum(count_beyond(held, announced[device]) for device, held in _ranges(row.segments).items())
        done.learners += bool(new)
        done.entries += new


def _ranges(names: Iterable[str]) -> defaultdict[str, list[Range]]:
    """The numbers of the entries in segments of these names, by device."""
    found: defaultdict[str, list[Range]] = defaultdict(list)
    for segment in filter(None, map(SegmentName.parse, names)):
        found[segment.device].append((segment.first, segment.last))
    return found


def _wanted(workspace: Workspace, head: Head | None, listing: Listing) -> list[str]:
    """The learners with something to publish: all when the store holds no head of mine, else those who changed."""
    if head is None:
        return workspace.learner_ids()
    marked = workspace.dirty()
    if not listing.whole:
        return marked

    def differs(learner: str) -> bool:
        row, files = head.learners.get(learner, Announced()), listing.files(learner)
        lost = any(files.get(name) != size for name, size in row.segments.items())
        return lost or own_count(workspace, learner) > row.last

    return [learner for learner in workspace.learner_ids() if learner in marked or differs(learner)]


def _packs_used(workspace: Workspace, learner: str) -> dict[EntryId, int]:
    """The packs that this device's entries about a learner rest on, with their sizes, where they are here."""
    own = set(own_devices(workspace))
    named = {
        entry.body.pack
        for entry in workspace.learner(learner).alone.entries.values()
        if entry.device in own and isinstance(entry.body, Enrolment | Opened)
    }
    return _sizes(workspace, sorted(named))


def _sizes(workspace: Workspace, packs: Iterable[EntryId]) -> dict[EntryId, int]:
    """The sizes of packs, by hash, where they are here."""
    paths = {sha: workspace.packs.path(sha) for sha in packs}
    return {sha: path.stat().st_size for sha, path in paths.items() if path.exists()}


def _publish_packs(
    workspace: Workspace, bucket: Bucket, packs: dict[EntryId, int], there: dict[str, int], done: Published
) -> None:
    """Put packs in the store that are not there; `there` is what is, by key, with sizes."""
    for sha, size in packs.items():
        key, path = f"packs/{sha}.json", workspace.packs.path(sha)
        if there.get(key) == size or not path.exists():
            continue
        data = disk.read(path, PACK_LIMIT)
        if digest(data) != sha:
            done.damage.append(f"packs/{path.name} on this device is damaged and was not shared")
            continue
        try:
            bucket.create(key, data)
        except Occupied as error:
            done.damage.append(str(error))
        there[key] = size


def _publish_learner(
    workspace: Workspace, bucket: Bucket, learner: str, files: dict[str, int], known: Announced
) -> tuple[Announced, list[str]]:
    """Seal what the store does not hold of this device's lines; the learner's row for the head, and damage found.

    `known` is the row in the head before: with a journal that was damaged since, or that is an older one, what it
    announced stays announced.
    """
    segments = {name: size for name, size in known.segments.items() if files.get(name) == size}
    announced = list(filter(None, map(SegmentName.parse, segments)))
    # Beyond what it announced of its journal a device gave back what the workspace had recorded before a backup of it
    # was put back; the journal will use these numbers again.
    back = {str(s) for s in announced if s.device == workspace.device.id and s.last > known.last}
    given = {name: segments.pop(name) for name in back}
    announced = [s for s in announced if str(s) not in back]
    damage: list[str] = []
    own: list[bytes] = []
    for device in own_devices(workspace):
        recorded, wrong = own_lines(workspace, learner, device, announced)
        damage += wrong
        own = recorded if device == workspace.device.id else own
        # Left of a share that was cut off, and perhaps not durable.
        left = [(s.first, s.last) for s in _held(device, recorded, files) if str(s) not in segments]
        there = _ranges(segments)[device] + left
        for first, last in [*left, *_unsealed(recorded, there)]:
            segments |= _put(bucket, learner, device, recorded, (first, last), damage)
    last = _reached(_ranges(segments)[workspace.device.id], len(own))
    row = Announced(last=last, id=digest(own[last - 1].rstrip(b"\n")) if last else None, segments=segments)
    if damage or last < known.last:
        row = max(row, known, key=lambda row: row.last)
        segments = known.segments | segments
    return row.model_copy(update={"segments": dict(sorted((given | segments).items()))}), damage


def _reached(there: list[Range], count: int) -> int:
    """Up to which number, at most `count`, every entry is there."""
    reached = 0
    for first, last in sorted(there):
        reached = max(reached, last) if first <= reached + 1 else reached
    return min(reached, count)


def _put(
    bucket: Bucket, learner: str, device: str, lines: list[bytes], numbers: Range, damage: list[str]
) -> dict[str, int]:
    """Seal some lines; the segments that hold them now, with sizes. A damaged file there may bear the name of one.

    Then that is noted as `damage`, and the lines are sealed in other pieces, which bear other names.
    """
    put: dict[str, int] = {}
    for pieces in ([numbers], _other_pieces(numbers, len(lines))):
        for first, last in pieces:
            data = b"".join(lines[first - 1 : last])
            name = str(SegmentName(device, first, last, digest(data)))
            try:
                bucket.create(f"learners/{learner}/{name}", data)
                put[name] = len(data)
            except Occupied as error:
                damage.append(str(error))
        if put:
            break
    return put


def _other_pieces(numbers: Range, count: int) -> list[Range]:
    """Halves of so many lines; of a single one, that and a neighbour, if there are more lines than that."""
    first, last = numbers
    if first < last:
        middle = (first + last) // 2
        return [(first, middle), (middle + 1, last)]
    return [(max(first - 1, 1), min(max(first, 2), count))] if count > 1 else []


def _held(device: str, lines: list[bytes], files: dict[str, int]) -> list[SegmentName]:
    """The segments in the store that were sealed from these lines and stand there in full length."""
    named = [segment for segment in map(SegmentName.parse, files) if segment and segment.device == device]
    return [
        segment
        for segment in named
        if holds(lines, segment)
        and files[str(segment)] == sum(len(line) for line in lines[segment.first - 1 : segment.last])
    ]


def _unsealed(lines: list[bytes], there: list[Range]) -> Iterator[Range]:
    """The numbers of the lines that no segment in the store holds, in pieces of at most SEGMENT_LIMIT bytes."""
    held = {number for first, last in there for number in range(first, last + 1)}
    first = size = 0
    for number, line in enumerate([*lines, b""], 1):
        if first and (not line or number in held or size + len(line) > SEGMENT_LIMIT):
            yield first, number - 1
            first = size = 0
        if line and number not in held:
            first = first or number
            size += len(line)


def _announce(
    workspace: Workspace,
    bucket: Bucket,
    heads: Heads,
    before: Head | None,
    packs: dict[EntryId, int],
    kept: dict[str, Announced],
    rows: dict[str, Announced],
) -> None:
    """Create the head that names all this, unless the one before says the same; then count it as shared.

    `rows` are new and stand in place of those `kept` from the head before.
    """
    state = workspace.device.state
    learners = kept | {learner: row for learner, row in rows.items() if row.segments}
    noted = [name for name in map(HeadName.parse, state.heads) if name]
    # fmt: off
    head = Head(
        device=state.id, k=max((name.k for name in noted), default=0) + 1, me=state.me, people=tuple(state.people),
        packs=dict(sorted(packs.items())), learners=dict(sorted(learners.items())),
    )
    # fmt: on
    if before is None or head != before.model_copy(update={"k": head.k}):
        name, data = seal_head(head)
        if len(data) > HEAD_LIMIT:
            raise StoreError("This device has more to announce than one announcement holds.", later=False)
        workspace.device.change(heads=[*state.heads, str(name)][-_HEADS_NOTED:])
        bucket.create(f"heads/{name}", data)
        _read_back(bucket, name)
        announced = str(name)
    else:
        announced = _newest_noted(state, heads)
    shared = {learner: row.last for learner, row in learners.items() if row.last}
    ends = {learner: (row.last, row.id) for learner, row in learners.items() if row.last and row.id}
    workspace.device.change(announced=announced, shared=shared, ends=ends)
    with suppress(StoreError):  # it is shared; a store that lets nothing go keeps them
        for old in state.heads[: max(state.heads.index(announced) - 1, 0)]:
            if old in heads:
                bucket.remove(f"heads/{old}")


def announce_given(workspace: Workspace, bucket: Bucket, given: Mapping[str, dict[str, int]]) -> None:
    """Name in a head of this device what it gave back for others (by learner), else nobody hears of it.

    Raises StoreError and OSError.
    """
    heads = list_heads(bucket)
    before = previous_head(bucket, workspace, heads)
    kept, packs = (before.learners, before.packs) if before else ({}, {})
    rows: dict[str, Announced] = {}
    for learner, segments in given.items():
        row = kept.get(learner, Announced())
        rows[learner] = row.model_copy(update={"segments": dict(sorted({**row.segments, **segments}.items()))})
    _announce(workspace, bucket, heads, before, packs, kept, rows)


def _read_back(bucket: Bucket, name: HeadName) -> None:
    try:
        load_head(bucket, name)
    except ValueError:
        raise StoreError("The shared store did not keep what was written. Nothing counts as shared.") from None
