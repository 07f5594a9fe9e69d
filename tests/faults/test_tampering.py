"""Whatever is changed in a journal, a segment or a head is found and named; what cannot be seen is what the page says.

The record is small, and every byte of it is flipped, every line removed, moved, repeated and put elsewhere.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import pytest
from faults.centre import PACK, Device

from sessions.store.bucket import FolderBucket
from sessions.verify import Finding, verify, verify_store
from unitdata import digest


@dataclass
class Scene:
    """Ann's record of one learner, shared in two segments, the second of one entry; Cal has taken it in."""

    ann: Device
    cal: Device
    store: Path
    learner: str

    @property
    def journal(self) -> Path:
        return self.ann.folder / "learners" / self.learner / f"{self.ann.workspace.device.id}.jsonl"

    def segments(self, root: Path) -> list[Path]:
        return sorted((root / "learners" / self.learner).glob("*.*.*.jsonl"))

    def find(self, device: Device | None = None) -> list[Finding]:
        """What a device finds wrong, in its own files and in the store."""
        workspace = (device or self.ann).workspace
        return verify(workspace) + verify_store(workspace, FolderBucket(self.store))

    def names(self, path: Path, found: list[Finding]) -> bool:
        """Whether one of the findings is about that file."""
        root = self.store if self.store in path.parents else self.ann.folder
        root = self.cal.folder if self.cal.folder in path.parents else root
        wanted = (path.relative_to(root).as_posix(), root == self.store)
        return wanted in [(finding.file, finding.in_store) for finding in found]


@pytest.fixture
def scene(ann: Device, cal: Device, store: Path) -> Scene:
    learner = ann.workspace.register(name="Ada Example")
    learner.enrol(PACK.sha, PACK.pack.id, ["A"])
    session = ann.workspace.open_session(learner, PACK, ["A"])
    session.judge(["A/1.1"], "met")
    ann.share(store)
    session.note("Asks what the change is for")
    for device in (ann, cal):
        assert device.share(store).problem is None
    return Scene(ann, cal, store, learner.id)


def flips(whole: bytes, start: int = 0) -> Iterator[bytes]:
    """The bytes with one bit of one byte turned over, for every byte; all eight bits have their turn."""
    for place in range(start, len(whole)):
        yield whole[:place] + bytes([whole[place] ^ (1 << place % 8)]) + whole[place + 1 :]


def shuffles(whole: bytes, strange: bytes) -> Iterator[bytes]:
    """The lines with one removed but the last, one moved, or one more anywhere: a repeated or a `strange` one."""
    lines = whole.splitlines(keepends=True)
    numbers = range(len(lines))
    ends = range(len(lines) + 1)
    for gone in numbers[:-1]:
        yield b"".join(lines[:gone] + lines[gone + 1 :])
    for line, place in permutations(numbers, 2):
        rest = lines[:line] + lines[line + 1 :]
        yield b"".join([*rest[:place], lines[line], *rest[place:]])
    for added in (*lines, strange):
        for place in ends:
            yield b"".join([*lines[:place], added, *lines[place:]])


def changed(path: Path, contents: Iterator[bytes]) -> Iterator[bytes]:
    """Puts each of these in place of a file's content, and the right one at the end."""
    whole = path.read_bytes()
    for content in contents:
        path.write_bytes(content)
        yield content
    path.write_bytes(whole)


def test_nothing_wrong_nothing_found(scene: Scene) -> None:
    assert scene.find(scene.ann) == scene.find(scene.cal) == []


def test_every_byte_of_a_journal(scene: Scene) -> None:
    """All but the last line: that one is the next test's."""
    whole = scene.journal.read_bytes()
    lines = whole[:-1].count(b"\n")
    before_last = whole.rindex(b"\n", 0, -1) + 1
    for content in changed(scene.journal, (flip for flip in flips(whole[:before_last]))):
        scene.journal.write_bytes(content + whole[before_last:])
        found = verify(scene.ann.workspace)
        assert scene.names(scene.journal, found)
        assert any(finding.what.startswith("line ") for finding in found)
    assert lines == 4


def test_every_byte_of_the_last_line_once_it_was_shared(scene: Scene) -> None:
    whole = scene.journal.read_bytes()
    for _ in changed(scene.journal, flips(whole, whole.rindex(b"\n", 0, -1))):
        assert scene.names(scene.journal, scene.find())


def test_every_line_of_a_journal(scene: Scene) -> None:
    other = scene.ann.workspace.register(name="Bo Example")
    strange = (other.folder / scene.journal.name).read_bytes()
    for _ in changed(scene.journal, shuffles(scene.journal.read_bytes(), strange)):
        assert scene.names(scene.journal, verify(scene.ann.workspace))


@pytest.mark.parametrize("place", ["taken in", "in the store"])
def test_every_byte_and_line_of_a_segment(place: str, scene: Scene) -> None:
    root = scene.store if place == "in the store" else scene.cal.folder
    find: Callable[[], list[Finding]] = scene.find if root == scene.store else lambda: verify(scene.cal.workspace)
    strange = scene.journal.read_bytes().splitlines(keepends=True)[0]
    for segment in scene.segments(root):
        whole = segment.read_bytes()
        for _ in changed(segment, flips(whole)):
            assert scene.names(segment, find())
        for content in changed(segment, shuffles(whole, strange)):
            assert content == whole or scene.names(segment, find())


def test_every_byte_and_line_of_a_head(scene: Scene) -> None:
    for head in sorted((scene.store / "heads").iterdir()):
        whole = head.read_bytes()
        for content in changed(head, flips(whole)):
            assert scene.names(head, scene.find(scene.cal)), content
        for content in changed(head, iter([b"", whole + b"\n", whole + b"\n" + whole])):
            assert scene.names(head, scene.find(scene.cal)), content


def test_files_that_are_announced_and_gone(scene: Scene) -> None:
    for path in [*scene.segments(scene.store), *(scene.store / "packs").iterdir()]:
        whole = path.read_bytes()
        path.unlink()
        assert scene.names(path, scene.find(scene.cal))
        path.write_bytes(whole)


def test_an_own_announcement_that_is_gone(scene: Scene) -> None:
    head = scene.store / "heads" / scene.ann.workspace.device.state.announced
    copy = head.rename(head.with_name(f"{head.stem} (1).json"))
    assert scene.find() == [], "it stands there under another name"
    copy.unlink()
    assert scene.names(head, scene.find())


def test_a_shared_journal_that_is_gone(scene: Scene) -> None:
    scene.journal.unlink()
    assert [(f.file, f.what) for f in verify(scene.ann.workspace)] == [
        (f"learners/{scene.learner}/{scene.journal.name}", "it is not there, and 5 entries were shared")
    ]


@pytest.mark.parametrize("kind", ["segment", "head", "pack"])
@pytest.mark.parametrize("name", ["{} (1){}", "{}.sync-conflict-20260302-101010-ABCDEFG{}", "{}-LAPTOP{}"])
def test_a_conflicted_copy_is_held_to_the_hash_in_its_name(kind: str, name: str, scene: Scene) -> None:
    place = {"segment": "learners", "head": "heads", "pack": "packs"}[kind]
    original = max(path for path in (scene.store / place).rglob("*.json*"))
    copy = original.with_name(name.format(original.stem, original.suffix))
    whole = original.read_bytes()
    copy.write_bytes(whole)
    assert scene.find(scene.cal) == []
    place_in_text = whole.rindex(b"A")
    copy.write_bytes(whole[:place_in_text] + b"B" + whole[place_in_text + 1 :])
    assert scene.names(copy, scene.find(scene.cal))
    before = scene.cal.shown()
    assert scene.cal.share(scene.store, thorough=True).problem is None
    assert (scene.cal.shown(), scene.cal.workspace.device.state.former) == (before, [])


# What it cannot see: the list in docs/sharing.md --------------------------------------------------------------------


def test_unseen_what_happens_to_the_last_line_before_it_is_shared(scene: Scene) -> None:
    learner = scene.ann.workspace.learner(scene.learner)
    learner.set_detail("place", "Front desk")
    whole = scene.journal.read_bytes()
    lines = whole.splitlines(keepends=True)
    for content in (whole.replace(b"Front desk", b"Front door"), b"".join(lines[:-1])):
        scene.journal.write_bytes(content)
        assert scene.find() == []


def test_unseen_lines_added_at_the_end_by_someone_who_makes_them_fit(scene: Scene, tmp_path: Path) -> None:
    forger = Device(scene.ann.copy_to(tmp_path / "forger"), 0, "Ann Bell")
    forger.workspace.learner(scene.learner).set_detail("place", "Elsewhere")
    forged = forger.folder / scene.journal.relative_to(scene.ann.folder)
    scene.journal.write_bytes(forged.read_bytes())
    forger.workspace.close()
    assert scene.find() == []


def test_unseen_a_journal_that_goes_before_it_is_shared(scene: Scene) -> None:
    learner = scene.ann.workspace.register(name="Bo Example")
    next(learner.folder.iterdir()).unlink()
    assert scene.find() == []


def test_unseen_a_segment_that_goes_after_it_was_taken_in(scene: Scene) -> None:
    scene.segments(scene.cal.folder)[-1].unlink()
    assert scene.find(scene.cal) == []
    assert scene.cal.share(scene.store, thorough=True).problem is None
    assert len(scene.segments(scene.cal.folder)) == 2, "the next thorough share brings it again"


def test_unseen_a_record_written_anew(scene: Scene) -> None:
    """By someone who holds the device and the folder, and makes every hash fit."""
    new_hash: dict[bytes, bytes] = {}

    def fitted(old: bytes) -> bytes:
        new = old.replace(b"Ada Example", b"Eve Example")
        for before, after in new_hash.items():
            new = new.replace(before, after)
        new_hash[digest(old).encode()] = digest(new).encode()
        return new

    lines = [fitted(line) + b"\n" for line in scene.journal.read_bytes().splitlines()]
    scene.journal.write_bytes(b"".join(lines))
    for path in [*scene.segments(scene.store), *sorted((scene.store / "heads").glob(f"{scene.journal.stem}.*"))]:
        data = fitted(path.read_bytes())
        path.unlink()
        sha = path.name.split(".")[-2]
        path.with_name(path.name.replace(sha, digest(data))).write_bytes(data)
    scene.ann.workspace.close()
    state = scene.ann.folder / "device.json"
    state.write_bytes(fitted(state.read_bytes()))
    scene.ann.open()
    assert scene.ann.workspace.learner(scene.learner).portfolio.name == "Eve Example"
    assert scene.find() == scene.find(scene.cal) == []
