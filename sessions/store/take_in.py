"""Taking in: what other devices put in the store is checked and copied here. Nothing here is ever overwritten.

A file is judged by its content; its name is only a hint. What is good counts at once, what is short waits, what is
wrong is set aside with the reason, and the rest goes on.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sessions import disk
from sessions.entry import BadLine, read_line
from sessions.journal import read_journal
from sessions.learner import SEGMENT_LIMIT, SegmentName
from sessions.store.bucket import Bucket, Refused, StoreError, claimed_hash, shown
from sessions.store.gaps import Awaited, count_beyond
from sessions.store.held import Held, Range
from sessions.store.listing import Listing
from sessions.store.own import own_devices
from sessions.store.publish import Progress
from sessions.store.quarantine import Quarantine
from sessions.workspace import Workspace
from unitdata import PACK_LIMIT, PackError, digest, read_pack

_AT_ONCE = 256
SET_ASIDE_NAMED = 200
"""So many files are named in one share; of more it is said how many."""


@dataclass(frozen=True)
class SetAside:
    """A file in the store that is wrong: its key, and why in plain words."""

    file: str
    reason: str


@dataclass
class TakenIn:
    """What taking in did. `learners`: who have something new · `entries`: how many · `early`: of those, unannounced."""

    quarantine: Quarantine
    learners: set[str] = field(default_factory=set)
    entries: int = 0
    early: int = 0
    arriving: int = 0
    """Files that are there in part."""
    packs: int = 0
    newer_packs: int = 0
    """Packs that arrived whole and that this version cannot read."""
    set_aside: list[SetAside] = field(default_factory=list)
    set_aside_too: int = 0
    """Files beyond those."""
    problem: StoreError | None = None
    """The last file that could not be read, if any; the others were."""


class Short(Exception):
    """A file has not fully arrived."""


class Wrong(Exception):
    """A file is not what it should be. The message says why and quotes nothing."""


def take_in(
    workspace: Workspace,
    bucket: Bucket,
    listing: Listing,
    awaited: Awaited,
    learners: Collection[str],
    progress: Progress,
    done: TakenIn,
) -> None:
    """Copy what is good and not here yet about these learners, announced or not, and the packs that are missing.

    Raises StoreError when the store cannot be listed, and OSError when this device's disk fails; `done` says how far
    it came.
    """
    if listing.whole or awaited.packs:
        _take_packs(workspace, bucket, awaited.packs, done)
    arrivals = _Arrivals(workspace, done)
    try:
        for number, learner in enumerate(learners, 1):
            progress("taking in", number, len(learners))
            if listing.whole:
                _part_with_damaged(workspace, bucket, learner, listing.files(learner), done)
            held = Held(workspace, learner)
            sizes, numbers = awaited.segments.get(learner, {}), awaited.numbers.get(learner, {})
            for name, length in listing.files(learner).items():
                if name.endswith(".jsonl") and name not in held:
                    key = f"learners/{learner}/{name}"
                    found = _read_segment(workspace, bucket, learner, key, length, sizes.get(name), done)
                    if found and str(found[0]) not in held:
                        arrivals.add(learner, *found, held, numbers)
    finally:
        arrivals.land()


class _Arrivals:
    """Segments on their way into the workspace: written as they come, then made durable and named many at a time."""

    def __init__(self, workspace: Workspace, done: TakenIn) -> None:
        self._workspace = workspace
        self._done = done
        self._staged: list[tuple[Path, Path]] = []
        self._learners: set[str] = set()
        self._entries = self._early = 0

    def add(
        self, learner: str, segment: SegmentName, data: bytes, held: Held, announced: Mapping[str, list[Range]]
    ) -> None:
        """Write a good segment, whose lines are not all here; `announced`: entries of devices, as heads tell."""
        here = held.numbers(segment.device)
        if segment.device not in own_devices(self._workspace):
            known = [*announced.get(segment.device, []), *here]
            self._early += count_beyond([(segment.first, segment.last)], known)
        part = disk.stage(self._workspace.folder, data)
        self._entries += held.take(segment, data)
        self._learners.add(learner)
        self._staged.append((part, self._workspace.learners_folder / learner / str(segment)))
        if len(self._staged) >= _AT_ONCE:
            self.land()

    def land(self) -> None:
        """Make what was written durable under its names; rows are out of date from then on until a share has ended."""
        staged, self._staged = self._staged, []
        self._workspace.mark_dirty(*self._learners)
        self._done.learners |= self._learners
        disk.settle(staged)
        self._done.entries += self._entries
        self._done.early += self._early
        self._learners, self._entries, self._early = set(), 0, 0


def check_segment(data: bytes, learner: str, file: str, size: int | None = None) -> SegmentName:
    """The name that a segment's bytes deserve. `file` is the one it bears, `size` the length a head announces.

    Raises Short when it may still be arriving, and Wrong when it is not good.
    """
    claimed = SegmentName.parse(file)
    if claimed_hash(file) not in (None, digest(data)):
        lines = claimed.last - claimed.first + 1 if claimed else 1
        if (len(data) < size) if size else (data.count(b"\n") < lines):
            raise Short
        raise Wrong("its content is not what its name says")
    if not data.endswith(b"\n"):
        raise Wrong("it ends in the middle of a line") if claimed else Short
    name = claimed or _named_by_content(data)
    reading = read_journal(data, name.device, learner, after=(name.first - 1, None), patience=1)
    if reading.problems:
        raise Wrong(reading.problems[0])
    if len(reading.entries) != name.last - name.first + 1:
        raise Wrong("it holds another number of entries than its name says")
    return name


def _named_by_content(data: bytes) -> SegmentName:
    try:
        first = read_line(data[: data.index(b"\n")])
    except BadLine as error:
        raise Wrong(f"line 1: {error}") from None
    return SegmentName(first.device, first.n, first.n + data.count(b"\n") - 1, digest(data))


def _read_segment(
    workspace: Workspace, bucket: Bucket, learner: str, key: str, length: int, size: int | None, done: TakenIn
) -> tuple[SegmentName, bytes] | None:
    """The segment under a key; None when it is not good, which is noted then. `size`: the length a head announces."""
    file = key.rpartition("/")[2]
    data = b""
    try:
        if length > SEGMENT_LIMIT:
            raise Wrong("it is larger than a segment may be")
        if size and length < size:
            raise Short
        data = bucket.read(key, SEGMENT_LIMIT)
        return check_segment(data, learner, file, size), data
    except Short:
        done.arriving += 1
    except (Wrong, Refused) as error:
        _set_aside(workspace, key, data, str(error), done)
    except StoreError as error:
        done.problem = error
    return None


def _part_with_damaged(
    workspace: Workspace, bucket: Bucket, learner: str, files: Mapping[str, int], done: TakenIn
) -> None:
    """Set aside segments here that are not what their names say, where the store holds good ones to take in again."""
    folder = workspace.learners_folder / learner
    for name in files:
        segment, path = SegmentName.parse(name), folder / name
        if not segment or not path.exists():
            continue
        data = disk.read(path, SEGMENT_LIMIT)
        key = f"learners/{learner}/{name}"
        if digest(data) != segment.sha and _read_segment(workspace, bucket, learner, key, files[name], None, done):
            _set_aside(workspace, key, data, "the copy on this device was damaged, and is taken in again", done)
            disk.remove(path)


def _take_packs(workspace: Workspace, bucket: Bucket, sizes: Mapping[str, int], done: TakenIn) -> None:
    """Take in every pack that is not here; `sizes` by hash, where heads announce them."""
    for key, length in sorted(bucket.list("packs").items()):
        sha = claimed_hash(key)
        if not key.endswith(".json") or (sha and workspace.packs.path(sha).exists()):
            continue
        try:
            if length > PACK_LIMIT:
                raise Wrong("it is larger than a pack may be")
            data = bucket.read(key, PACK_LIMIT)
            if sha and digest(data) != sha:
                raise Wrong("its content is not what its name says") if length == sizes.get(sha) else Short
            workspace.packs.keep(read_pack(data), taken_in=True)
            done.packs += 1
        except Short:
            done.arriving += 1
        except PackError:
            done.newer_packs += 1
        except (Wrong, Refused) as error:
            _set_aside(workspace, key, b"", str(error), done)
        except StoreError as error:
            done.problem = error


def _set_aside(workspace: Workspace, key: str, data: bytes, reason: str, done: TakenIn) -> None:
    """Name what is wrong, and keep it for whoever looks into it."""
    if len(done.set_aside) < SET_ASIDE_NAMED:
        done.set_aside.append(SetAside(shown(key), reason))
    else:
        done.set_aside_too += 1
    done.quarantine.keep(key, data, reason, workspace.clock())
