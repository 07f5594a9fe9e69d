"""Giving back: what others recorded, this device holds and the store has lost is put there again, byte for byte.

Their own devices may be gone, or restored from a backup that knows nothing of it. Names carry the content's hash, so
that a sealed file is the same whoever puts it there.
"""

from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from sessions import disk
from sessions.journal import read_lines
from sessions.learner import SEGMENT_LIMIT, SegmentName
from sessions.store.bucket import Bucket, Occupied
from sessions.store.listing import Listing
from sessions.store.own import own_devices, own_lines
from sessions.store.take_in import Short, Wrong, check_segment
from sessions.workspace import Workspace
from unitdata import digest


def give_back(
    workspace: Workspace, bucket: Bucket, listing: Listing, erased: Set[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """Put in the store what it lacks of the segments taken in here, but nothing of the `erased`.

    How many entries, and by learner the names and sizes of the segments. Raises StoreError and OSError.
    """
    given = 0
    segments: dict[str, dict[str, int]] = {}
    for learner in workspace.learner_ids():
        if learner not in erased:
            entries, put = _give_back(workspace, bucket, learner, listing.files(learner).keys())
            given += entries
            if put:
                segments[learner] = put
    return given, segments


def _give_back(workspace: Workspace, bucket: Bucket, learner: str, there: Set[str]) -> tuple[int, dict[str, int]]:
    here = {p.name: p for p in (workspace.learners_folder / learner).glob("*.jsonl") if SegmentName.parse(p.name)}
    lost = sorted(here.keys() - there)
    if not lost:
        return 0, {}
    own = [line for device in own_devices(workspace) for line in own_lines(workspace, learner, device)[0]]
    held = {digest(line.removesuffix(b"\n")) for line in own}  # published, or damaged, before this
    for name in here.keys() & there:
        held |= _ids(disk.read(here[name], SEGMENT_LIMIT))
    given = 0
    put: dict[str, int] = {}
    for name in lost:
        data = disk.read(here[name], SEGMENT_LIMIT)
        if not _is_good(data, learner, here[name]):
            continue
        if new := _ids(data) - held:  # their device may have sealed the same lines in other pieces
            with suppress(Occupied):  # a damaged file bears that name; it is set aside
                bucket.create(f"learners/{learner}/{name}", data)
                held |= new
                given += len(new)
                put[name] = len(data)
    return given, put


def _ids(data: bytes) -> set[str]:
    return {digest(line) for line in read_lines(data)}


def _is_good(data: bytes, learner: str, path: Path) -> bool:
    with suppress(Short, Wrong):
        check_segment(data, learner, path.name)
        return True
    return False
