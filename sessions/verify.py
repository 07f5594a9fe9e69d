"""Checking everything that can be checked: chains, hashes, and what was shared against what is here.

Reads only, and takes no lock. Findings name the file, the learner's id and the line, never what a line says.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Set
from dataclasses import dataclass, field
from pathlib import Path

from sessions import disk
from sessions.bodies import Opened
from sessions.entry import Entry
from sessions.journal import JOURNAL_LIMIT, read_journal, read_lines
from sessions.learner import SEGMENT_LIMIT, SegmentName
from sessions.store.bucket import Bucket, StoreError, claimed_hash, shown
from sessions.store.erased import erased_learners
from sessions.store.heads import Head, HeadName, NewerHead, list_heads, load_copy, load_head, newest_heads
from sessions.store.listing import by_learner
from sessions.store.opening import require_store
from sessions.store.own import changed, own_devices
from sessions.store.take_in import Short, Wrong, check_segment
from sessions.workspace import Workspace
from unitdata import PACK_LIMIT, digest

_NAMED = 200
"""So many things are said about one announcement: more may be in it than anybody reads."""
_NUMBER = re.compile(r"\w{1,8}-[0-9A-HJKMNP-TV-Z]{4}-[0-9]{1,9}")  # as this program gives them: nothing else is quoted


@dataclass(frozen=True)
class Finding:
    """Something wrong: the file (in the store where `in_store`), the learner's id if any, and what it is."""

    file: str
    what: str
    learner: str | None = None
    in_store: bool = False


@dataclass
class _Chain:
    """The entries of one learner seen so far: (device, number) → ids, and what each file's first entry follows."""

    ids: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    firsts: list[tuple[str, str, int, str | None]] = field(default_factory=list)
    numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Evidence numbers → the sessions that bear them."""

    def take(self, entries: Iterable[Entry]) -> None:
        """Count the entries of one file."""
        for entry in entries:
            self.ids[entry.device, entry.n].add(entry.id)
            if isinstance(entry.body, Opened) and entry.session and _NUMBER.fullmatch(entry.body.number):
                self.numbers[entry.body.number].add(entry.session)


def verify(workspace: Workspace) -> list[Finding]:
    """Everything wrong with the journals, the segments taken in and the packs of this device."""
    found: list[Finding] = []
    numbers: dict[str, dict[str, str]] = defaultdict(dict)
    for learner in workspace.learner_ids():
        chain = _Chain()
        found += _verify_learner(workspace, learner, chain)
        for number, sessions in chain.numbers.items():
            numbers[number] |= dict.fromkeys(sessions, learner)
    found += _verify_numbers(numbers)
    for learner, shared in workspace.device.state.shared.items():
        file = f"learners/{learner}/{workspace.device.id}.jsonl"
        if shared and learner not in workspace.erasures.hidden and not (workspace.folder / file).exists():
            found.append(Finding(file, f"it is not there, and {shared} entries were shared", learner))
    for path in sorted((workspace.folder / "packs").glob("*.json")):
        file = f"packs/{path.name}"
        try:
            if digest(disk.read(path, PACK_LIMIT)) != path.stem:
                found.append(Finding(file, "its content is not what its name says"))
        except OSError as error:
            found.append(Finding(file, _cannot_read(error)))
    return found


def verify_store(workspace: Workspace, bucket: Bucket) -> list[Finding]:
    """Everything wrong in the store, and where this device's journals are not what it shared.

    Raises StoreError when the store is not there, not this device's, or cannot be listed.
    """
    require_store(bucket, workspace.device.state.store)
    erased = erased_learners(bucket)
    files, packs = by_learner(bucket.list("learners")), bucket.list("packs")
    # fmt: off
    sizes = {
        (learner, name): size
        for head in newest_heads(bucket) for learner, row in head.learners.items()
        for name, size in row.segments.items() if name in files.get(learner, ())
    }
    # fmt: on
    last_ids: dict[tuple[str, str], str] = {}
    found = _verify_heads(workspace, bucket) + _verify_segments(bucket, sizes, files, last_ids)
    for head in newest_heads(bucket):  # again, one at a time: all together may be large
        found += _verify_announced(_without(head, erased), files, packs, last_ids)
        if head.device == workspace.device.id:
            found += _verify_shared(workspace, _without(head, erased))
    return found + _verify_store_packs(bucket, packs)


def _without(head: Head, erased: Set[str]) -> Head:
    """A head without the learners of whom nothing need be in the store any more."""
    kept = {learner: row for learner, row in head.learners.items() if learner not in erased}
    return head.model_copy(update={"learners": kept})


def _verify_learner(workspace: Workspace, learner: str, chain: _Chain) -> list[Finding]:
    found: list[Finding] = []
    for path in sorted((workspace.learners_folder / learner).glob("*.jsonl")):
        file = f"learners/{learner}/{path.name}"
        try:
            if path.stem in own_devices(workspace):
                problems = _journal_problems(workspace, path, learner, chain)
            elif SegmentName.parse(path.name):
                problems = _segment_problems(path, learner, chain)
            else:
                problems = ["it is neither a journal of this device nor a segment, and is not read"]
        except OSError as error:
            problems = [_cannot_read(error)]
        found += [Finding(file, problem, learner) for problem in problems]
    for (device, number), ids in chain.ids.items():
        if len(ids) > 1:
            what = (
                f"entry {number} of device {device[:4]} stands here with {len(ids)} contents: a workspace and its copy "
            )
            found.append(Finding(f"learners/{learner}", f"{what}recorded it, or one of them was changed", learner))
    for name, device, first, prev in chain.firsts:
        before = chain.ids.get((device, first - 1))
        if before and prev not in before:
            what = f"line 1: does not follow from entry {first - 1} as it stands here"
            found.append(Finding(f"learners/{learner}/{name}", what, learner))
    return found


def _verify_numbers(numbers: dict[str, dict[str, str]]) -> list[Finding]:
    """Evidence numbers (→ sessions → learners) that a copied workspace gave out as well as the first one."""
    found: list[Finding] = []
    for number, bearing in numbers.items():
        if len(bearing) > 1:
            learner = min(bearing.values())
            what = f"evidence number {number} was given to {len(bearing)} sessions, by a workspace and its copy"
            found.append(Finding(f"learners/{learner}", what, learner))
    return found


def _journal_problems(workspace: Workspace, path: Path, learner: str, chain: _Chain) -> list[str]:
    data = disk.read(path, JOURNAL_LIMIT)
    reading = read_journal(data, path.stem, learner)
    chain.take(reading.entries)
    problems = list(reading.problems)
    lines = data.count(b"\n")
    if reading.good < len(data):
        problems.append(f"line {lines + 1}: it ends in the middle of a line ({len(data) - reading.good} bytes)")
    if path.stem == workspace.device.id:
        shared = workspace.device.state.shared.get(learner, 0)
        number, end = workspace.device.state.ends.get(learner, (0, ""))
        if lines < shared:
            problems.append(f"line {lines}: it ends here, and {shared} entries were shared")
        elif any(entry.n == number and entry.id != end for entry in reading.entries):
            problems.append(f"line {number}: it is not what was shared")
    return problems


def _segment_problems(path: Path, learner: str, chain: _Chain) -> list[str]:
    data = disk.read(path, SEGMENT_LIMIT)
    try:
        name = check_segment(data, learner, path.name)
    except Short:
        return ["it is shorter than its name says"]
    except Wrong as error:
        return [str(error)]
    entries = read_journal(data, name.device, learner, after=(name.first - 1, None)).entries
    chain.take(entries)
    chain.firsts.append((path.name, name.device, name.first, entries[0].prev))
    return []


def _verify_heads(workspace: Workspace, bucket: Bucket) -> list[Finding]:
    """Every head is what its name says, and the one this device announced last is among them."""
    found: list[Finding] = []
    there = bucket.list("heads")
    announced = workspace.device.state.announced
    if announced and announced not in list_heads(bucket):
        found.append(Finding(f"heads/{announced}", "this device announced it, and it is not there", in_store=True))
    for key in sorted(key for key in there if key.endswith(".json")):
        name = HeadName.parse(key.rpartition("/")[2])
        try:
            if name:
                load_head(bucket, name)
            else:
                load_copy(bucket, key)
        except NewerHead:
            continue
        except (StoreError, ValueError) as error:
            found.append(Finding(shown(key), str(error), in_store=True))
    return found


def _verify_segments(
    bucket: Bucket,
    sizes: dict[tuple[str, str], int],
    files: dict[str, dict[str, int]],
    last_ids: dict[tuple[str, str], str],
) -> list[Finding]:
    """Every segment's hash and chain; the ids that the good ones end with are put in `last_ids`."""
    found: list[Finding] = []
    for learner, file in ((learner, file) for learner, names in files.items() for file in names):
        key = f"learners/{learner}/{file}"
        try:
            data = bucket.read(key, SEGMENT_LIMIT)
            check_segment(data, learner, file, sizes.get((learner, file)))
            last_ids[learner, file] = digest(list(read_lines(data))[-1])
        except Short:
            found.append(Finding(shown(key), "it has not fully arrived", learner, in_store=True))
        except (StoreError, Wrong) as error:
            found.append(Finding(shown(key), str(error), learner, in_store=True))
    return found


def _verify_announced(
    head: Head, files: dict[str, dict[str, int]], packs: Container[str], last_ids: dict[tuple[str, str], str]
) -> list[Finding]:
    """A head's packs and segments are there, and its last entry is the one that they end with."""
    gone = f"it is announced by {head.label} and not there"
    named = (f"packs/{sha}.json" for sha in head.packs)
    found = [Finding(key, gone, in_store=True) for key in named if key not in packs]
    for learner, row in head.learners.items():
        for name in row.segments:
            if name not in files.get(learner, {}):
                found.append(Finding(f"learners/{learner}/{name}", gone, learner, in_store=True))
        ends = [
            last_ids.get((learner, name))
            for name in row.segments
            if (segment := SegmentName.parse(name)) and (segment.device, segment.last) == (head.device, row.last)
        ]
        if row.last and row.id not in ends:
            what = f"entry {row.last} of {head.label} is not the one it announces"
            found.append(Finding(f"learners/{learner}", what, learner, in_store=True))
    if more := len(found[_NAMED:]):
        what = f"{more} more things that {head.label} announces are not there, or are others"
        found[_NAMED:] = [Finding("heads", what, in_store=True)]
    return found


def _verify_shared(workspace: Workspace, mine: Head) -> list[Finding]:
    """This device's journals still hold what its segments were sealed from: also a changed last line is seen."""
    found: list[Finding] = []
    for learner, row in mine.learners.items():
        segments = list(filter(None, map(SegmentName.parse, row.segments)))
        for device in own_devices(workspace):
            announced = [s for s in segments if s.device == device and not _given_back(workspace, learner, s, mine)]
            file = f"learners/{learner}/{device}.jsonl"
            try:
                data = disk.read(workspace.folder / file, JOURNAL_LIMIT) if announced else b""
            except FileNotFoundError:
                data = b""
            except OSError as error:
                found.append(Finding(file, _cannot_read(error), learner))
                continue
            for segment in changed([line + b"\n" for line in read_lines(data)], announced):
                what = f"lines {segment.first} to {segment.last}: they are not what was shared"
                found.append(Finding(file, what, learner))
    return found


def _given_back(workspace: Workspace, learner: str, segment: SegmentName, mine: Head) -> bool:
    """Whether a segment is no part of this device's journal, but of the workspace that this is a copy or backup of."""
    if segment.device == mine.device:
        return segment.last > mine.learners[learner].last
    return (workspace.folder / "learners" / learner / str(segment)).exists()


def _verify_store_packs(bucket: Bucket, there: Iterable[str]) -> list[Finding]:
    found: list[Finding] = []
    for key in sorted(key for key in there if key.endswith(".json")):
        try:
            if claimed_hash(key) not in (None, digest(bucket.read(key, PACK_LIMIT))):
                found.append(Finding(shown(key), "its content is not what its name says", in_store=True))
        except StoreError as error:
            found.append(Finding(shown(key), str(error), in_store=True))
    return found


def _cannot_read(error: OSError) -> str:
    return f"it cannot be read ({(error.strerror or str(error)).lower()})"
