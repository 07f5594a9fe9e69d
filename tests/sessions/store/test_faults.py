"""Shares that are cut off at every step, on either side, and what the next one makes of it."""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sessions import disk
from sessions.learner import Learner
from sessions.session import Session
from sessions.store.bucket import FolderBucket, StoreError
from sessions.store.share import ShareReport, share
from sessions.workspace import Workspace

Observe = Callable[..., Session]
ShareAll = Callable[..., list[ShareReport]]
FilesIn = Callable[[Path], dict[str, bytes]]


class CutOff(FolderBucket):
    """A folder that fails at the operation numbered `at` and ever after; with `late`, just after doing it."""

    def __init__(self, root: Path, at: int, *, late: bool) -> None:
        super().__init__(root)
        self.left = at
        self.late = late

    @contextmanager
    def _step(self) -> Iterator[None]:
        self.left -= 1
        if self.left < 0 or (self.left == 0 and not self.late):
            raise StoreError("The line was cut.")
        yield
        if self.left == 0:
            raise StoreError("The line was cut.")

    def create(self, key: str, data: bytes) -> None:
        with self._step():
            super().create(key, data)

    def list(self, prefix: str) -> dict[str, int]:
        with self._step():
            return super().list(prefix)

    def read(self, key: str, limit: int) -> bytes:
        with self._step():
            return super().read(key, limit)

    def remove(self, key: str) -> None:
        with self._step():
            super().remove(key)


@pytest.fixture
def scene(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path
) -> Callable[[str], tuple[Workspace, Workspace, Path]]:
    """Makes copies of two workspaces, each with something to share, and of their store."""
    share_all(ann, cal)
    for _ in range(2):
        observe(ann, ada.id, "Seen by Ann")
        share_all(ann)
    observe(ann, ada.id, "Seen by Ann again")
    ann.register(name="Bo Example")
    observe(cal, ada.id, "Seen by Cal")
    share_all(cal)
    observe(cal, ada.id, "Seen by Cal again")
    ann.close()
    cal.close()

    def copies(name: str) -> tuple[Workspace, Workspace, Path]:
        places = [shutil.copytree(f, f.with_name(f"{name}-{f.name}")) for f in (ann.folder, cal.folder, store)]
        return Workspace(places[0], clock=ann.clock), Workspace(places[1], clock=ann.clock), places[2]

    return copies


def everything(workspace: Workspace) -> dict[str, set[str]]:
    return {learner: set(workspace.learner(learner).portfolio.entries) for learner in workspace.learner_ids()}


@pytest.mark.parametrize("late", [False, True])
def test_a_store_that_fails_at_any_step(
    late: bool, scene: Callable[[str], tuple[Workspace, Workspace, Path]], files_in: FilesIn
) -> None:
    for step in range(1, 100):
        ann, cal, store = scene(f"{step}-{late}")
        bucket = CutOff(store, step, late=late)
        report = share(ann, bucket)
        if bucket.left > 0:
            assert report.problem is None
            assert step > 10
            return
        assert report.problem == "The line was cut."
        assert share(cal, FolderBucket(store)).problem is None
        reports = [share(workspace, FolderBucket(store)) for workspace in (ann, cal, ann)]
        assert [(r.problem, r.messages, r.pending, r.set_aside) for r in reports] == [(None, [], [], [])] * 3
        assert everything(ann) == everything(cal)
        assert sum(map(len, everything(ann).values())) == 13
        assert (ann.dirty(), cal.dirty()) == ([], [])
        assert [row.unshared for row in ann.caseload.rows()] == [0, 0]
        before = files_in(store)
        assert share(ann, FolderBucket(store)).published == 0
        assert files_in(store) == before
        assert not [name for name in before if name.endswith(disk.TEMPORARY)]
        ann.close()
        cal.close()
    pytest.fail("the share never came to its end")


def test_a_device_whose_own_disk_fails_at_any_step(
    scene: Callable[[str], tuple[Workspace, Workspace, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = 0

    def failing(write: Callable[..., object]) -> Callable[..., object]:
        def write_or_fail(path: Path, *rest: object) -> object:
            nonlocal left
            if "shared" not in str(path):
                left -= 1
                if left == 0:
                    raise OSError(errno.ENOSPC, "No space left on device")
            return write(path, *rest)

        return write_or_fail

    for name in ("create", "replace", "touch", "remove", "stage", "make_folder", "sync_folder"):
        monkeypatch.setattr(disk, name, failing(getattr(disk, name)))
    for step in range(1, 100):
        ann, cal, store = scene(f"disk-{step}")
        left = step
        report = share(ann, FolderBucket(store))
        if left > 0:
            assert step > 5
            return
        assert report.problem == "This device's own disk failed: no space left on device. Nothing is lost."
        reports = [share(workspace, FolderBucket(store)) for workspace in (ann, cal, ann)]
        assert [r.problem for r in reports] == [None] * 3
        assert everything(ann) == everything(cal)
        assert ann.dirty() == []
        assert {row.learner for row in ann.caseload.rows()} == set(everything(ann))
        assert all(row.unshared == 0 for row in ann.caseload.rows())
        ann.close()
        cal.close()
    pytest.fail("the share never came to its end")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "The shared folder is full."),
        (errno.EROFS, "The shared folder is read-only: nothing can be written there."),
        (errno.EACCES, "This user may not read or write in the shared folder."),
        (errno.EIO, "The shared folder cannot be used: input/output error."),
    ],
)
def test_a_store_that_takes_nothing_still_gives(
    number: int,
    said: str,
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    observe: Observe,
    share_all: ShareAll,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    share_all(ann, cal)
    observe(ann, ada.id, "Seen by Ann")
    share_all(ann)
    observe(cal, ada.id, "Seen by Cal")
    with monkeypatch.context() as patch:
        write = disk.create

        def refuse(path: Path, data: bytes, mode: int = 0o600) -> None:
            if store in path.parents:
                raise OSError(number, "Input/output error")
            write(path, data, mode)

        patch.setattr(disk, "create", refuse)
        report = share(cal, FolderBucket(store))
    assert (report.problem, report.later, report.published, report.taken_in) == (said, True, 0, 2)
    assert cal.dirty() == [ada.id]
    share_all(cal, ann)
    assert everything(ann) == everything(cal)


def test_a_drive_that_goes_while_sharing_leaves_no_trace(
    ann: Workspace, ada: Learner, share_all: ShareAll, store: Path, files_in: FilesIn
) -> None:
    def pull_out(what: str, done: int, total: int) -> None:
        if store.exists() and any(store.iterdir()):
            shutil.move(store, store.with_name("pulled out"))
            store.mkdir()

    report = share(ann, FolderBucket(store), pull_out)
    assert report.problem == "The shared folder has gone. Is its drive still connected?"
    assert files_in(store) == {}
    shutil.rmtree(store)
    store.with_name("pulled out").rename(store)
    share_all(ann)
    assert ann.dirty() == []


def test_a_full_disk_here_still_shows_what_was_taken_in(
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    observe: Observe,
    share_all: ShareAll,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    share_all(ann, cal)
    held = len(cal.learner(ada.id).portfolio.entries)
    observe(ann, ada.id, "Seen by Ann")
    share_all(ann)

    write = disk.replace

    def full(path: Path, data: bytes) -> None:
        if path.name != "device.json":  # it fills while things are taken in
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", full)
        report = share(cal, FolderBucket(store))
    assert report.problem == "This device's own disk failed: no space left on device. Nothing is lost."
    assert len(cal.learner(ada.id).portfolio.entries) == held + 2
    share_all(cal)
    assert cal.dirty() == []


def test_what_came_before_this_disk_failed_is_listed(
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    share_all: ShareAll,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann.register(name="Bo Example")
    share_all(ann)
    stage, staged = disk.stage, iter(range(9))

    def fail_second(folder: Path, data: bytes) -> Path:
        if next(staged):
            raise OSError(errno.EIO, "Input/output error")
        return stage(folder, data)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "stage", fail_second)
        report = share(cal, FolderBucket(store))
    assert report.problem == "This device's own disk failed: input/output error. Nothing is lost."
    assert [row.learner for row in cal.caseload.rows()] == report.learners
    assert len(report.learners) == 1
    share_all(cal)
    assert len(cal.caseload.rows()) == 2


def test_a_store_is_joined_in_memory_only_when_it_is_on_disk(
    ann: Workspace, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", full)
        assert share(ann, FolderBucket(store)).problem
    assert ann.device.state.store == ""


# What a program that was cut off left may be there in memory only ----------------------------------------------------


class CutAtHeads(FolderBucket):
    """A folder that takes no announcement while `cut`; it remembers what it was asked to keep."""

    def __init__(self, root: Path, *, cut: bool = False) -> None:
        super().__init__(root)
        self.cut = cut
        self.asked: list[str] = []

    def create(self, key: str, data: bytes) -> None:
        if self.cut and key.startswith("heads/"):
            raise StoreError("The line was cut.")
        self.asked.append(key)
        super().create(key, data)


def test_what_a_cut_off_share_left_in_the_store_is_put_there_again(
    ann: Workspace, ada: Learner, observe: Observe, store: Path
) -> None:
    observe(ann, ada.id, "Seen by Ann")
    first, second, third = CutAtHeads(store, cut=True), CutAtHeads(store), CutAtHeads(store)
    assert share(ann, first).problem == "The line was cut."
    assert len(first.asked) == 2
    assert share(ann, second).problem is None
    assert second.asked[:-1] == first.asked
    observe(ann, ada.id, "Seen by Ann again")
    assert share(ann, third).problem is None
    assert not set(first.asked).intersection(third.asked), "announced, and so durable"


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were made durable."""
    folders: list[Path] = []
    monkeypatch.setattr(disk, "sync_folder", folders.append)
    return folders


def test_what_stands_in_the_store_already_is_made_durable(store: Path, synced: list[Path]) -> None:
    (store / "packs").mkdir()
    (store / "packs" / "a").write_bytes(b"the same")
    FolderBucket(store).create("packs/a", b"the same")
    assert store / "packs" in synced


def test_what_was_taken_in_counts_as_here_once_it_is_durable(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, synced: list[Path]
) -> None:
    share_all(ann, cal)
    cal.mark_dirty(ada.id)  # as taking in does before all else
    synced.clear()
    share_all(cal)
    assert {cal.folder / "packs", cal.learners_folder / ada.id} <= set(synced)
