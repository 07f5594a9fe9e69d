"""Taking in: what other devices put in the store is checked and copied here. Nothing here is ever overwritten.

A file is judged by its content; its name is only a hint. What is good counts at once, what is short waits, what is
wrong is set aside with the reason, and the rest goes on.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from sessions import disk
from sessions.device import is_id
from sessions.entry import BadLine, read_line
from sessions.journal import read_journal
from sessions.learner import SEGMENT_LIMIT, SegmentName
from sessions.store.bucket import Bucket, Refused, StoreError, claimed_hash, shown
from sessions.store.heads import Announced, Head
from sessions.store.publish import Progress, by_learner, holds, own_devices, own_lines
from sessions.store.quarantine import Quarantine
from sessions.workspace import Workspace
from unitdata import PACK_LIMIT, PackError, digest, read_pack


@dataclass(frozen=True)
class SetAside:
    """A file in the store that is wrong: its key, and why in plain words."""

    file: str
    reason: str


@dataclass
class TakenIn:
    """What taking in did. `before`: learners who have something new, with the number of entries held before."""

    quarantine: Quarantine
    before: dict[str, int] = field(default_factory=dict)
    arriving: int = 0
    """Files that are there in part."""
    packs: int = 0
    newer_packs: int = 0
    """Packs that arrived whole and that this version cannot read."""
    set_aside: list[SetAside] = field(default_factory=list)
    problem: StoreError | None = None
    """The last file that could not be read, if any; the others were."""


class Short(Exception):
    """A file has not fully arrived."""


class Wrong(Exception):
    """A file is not what it should be. The message says why and quotes nothing."""


def take_in(
    workspace: Workspace,
    bucket: Bucket,
    heads: Sequence[Head],
    mine: Mapping[str, Announced],
    erased: Set[str],
    progress: Progress,
    done: TakenIn,
) -> None:
    """Copy what is good and not here yet. `heads` are those of other devices.

    `mine`, this device's own rows by learner, names segments that need no look: their journals are sound.
    Of learners who were `erased` nothing is taken in.
    Raises StoreError when the store cannot be listed, and OSError when this device's disk fails; `done` says how far
    it came.
    """
    sizes = {f"packs/{sha}.json": size for head in heads for sha, size in head.packs.items()}
    for head in heads:
        for learner, row in head.learners.items():
            sizes |= {f"learners/{learner}/{name}": size for name, size in row.segments.items()}
    _take_packs(workspace, bucket, sizes, done)
    files = {
        learner: names
        for learner, names in by_learner(bucket.list("learners")).items()
        if is_id(learner, 26) and learner not in erased
    }
    for number, (learner, names) in enumerate(files.items(), 1):
        progress("taking in", number, len(files))
        folder = workspace.learners_folder / learner
        here = {path.name for path in folder.iterdir()} if folder.exists() else set()
        if learner in mine:
            here |= mine[learner].segments.keys()
        for name, length in names.items():
            if name not in here and name.endswith(".jsonl"):
                key = f"learners/{learner}/{name}"
                _take_segment(workspace, bucket, learner, key, length, sizes.get(key), here, done)


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
    reading = read_journal(data, name.device, learner, after=(name.first - 1, None))
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


def _take_segment(
    workspace: Workspace,
    bucket: Bucket,
    learner: str,
    key: str,
    length: int,
    size: int | None,
    here: set[str],
    done: TakenIn,
) -> None:
    file = key.rpartition("/")[2]
    data = b""
    try:
        if length > SEGMENT_LIMIT:
            raise Wrong("it is larger than a segment may be")
        if size and length < size:
            raise Short
        data = bucket.read(key, SEGMENT_LIMIT)
        name = check_segment(data, learner, file, size)
    except Short:
        done.arriving += 1
    except (Wrong, Refused) as error:
        _set_aside(workspace, key, data, str(error), done)
    except StoreError as error:
        done.problem = error
    else:
        if str(name) not in here and not _is_own(workspace, learner, name):
            _copy(workspace, learner, str(name), data, done)
            here.add(str(name))


def _is_own(workspace: Workspace, learner: str, segment: SegmentName) -> bool:
    """Whether a segment was sealed from a journal on this device."""
    return segment.device in own_devices(workspace) and holds(own_lines(workspace, learner, segment.device)[0], segment)


def _copy(workspace: Workspace, learner: str, name: str, data: bytes, done: TakenIn) -> None:
    if learner not in done.before:
        known = (workspace.learners_folder / learner).exists()
        done.before[learner] = len(workspace.learner(learner).alone.entries) if known else 0
        workspace.mark_dirty(learner)  # its row is out of date until the share has ended
    path = workspace.learners_folder / learner / name
    disk.make_folder(path.parent)
    disk.create(path, data)


def _take_packs(workspace: Workspace, bucket: Bucket, sizes: dict[str, int], done: TakenIn) -> None:
    for key, length in sorted(bucket.list("packs").items()):
        sha = claimed_hash(key)
        if not key.endswith(".json") or (sha and workspace.pack_path(sha).exists()):
            continue
        try:
            if length > PACK_LIMIT:
                raise Wrong("it is larger than a pack may be")
            data = bucket.read(key, PACK_LIMIT)
            _check_pack(data, sha, length == sizes.get(key))
            workspace.keep_pack(read_pack(data))
            done.packs += 1
        except Short:
            done.arriving += 1
        except PackError:
            done.newer_packs += 1
        except (Wrong, Refused) as error:
            _set_aside(workspace, key, b"", str(error), done)
        except StoreError as error:
            done.problem = error


def _check_pack(data: bytes, sha: str | None, whole: bool) -> None:
    if sha and digest(data) != sha:
        raise Wrong("its content is not what its name says") if whole else Short


def _set_aside(workspace: Workspace, key: str, data: bytes, reason: str, done: TakenIn) -> None:
    """Name what is wrong, and keep it for whoever looks into it."""
    done.set_aside.append(SetAside(shown(key), reason))
    done.quarantine.keep(key, data, reason, workspace.clock())
