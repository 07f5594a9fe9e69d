"""The folder that carries a store, and making or entering one."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sessions import disk
from sessions.learner import Learner
from sessions.store.bucket import FolderBucket, Occupied, StoreError
from sessions.store.opening import create_store
from sessions.store.share import ShareReport, share
from sessions.workspace import NotAWorkspace, Workspace

FilesIn = Callable[[Path], dict[str, bytes]]


def test_a_file_system_without_hard_links_will_do(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    bucket = FolderBucket(store)
    bucket.create("heads/a.json", b"one")
    with pytest.raises(Occupied):
        bucket.create("heads/a.json", b"two")
    assert [path.name for path in (store / "heads").iterdir()] == ["a.json"]


def test_a_write_that_fails_leaves_nothing(store: Path, monkeypatch: pytest.MonkeyPatch, files_in: FilesIn) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = files_in(store)
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StoreError, match="full"):
        FolderBucket(store).create("heads/a.json", b"one")
    assert files_in(store) == before


def test_only_regular_files_are_listed(store: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_bytes(b"{}")
    heads = store / "heads"
    heads.mkdir()
    (heads / "linked.json").symlink_to(tmp_path / "secret.json")
    (heads / "folder.json").mkdir()
    (heads / ".hidden.json").write_bytes(b"")
    (heads / "~lock.json").write_bytes(b"")
    os.mkfifo(heads / "pipe.json")
    (store / "learners").mkdir()
    (store / "learners" / "stray.jsonl").write_bytes(b"")
    assert FolderBucket(store).list("heads") == {}
    assert FolderBucket(store).list("learners") == {}


@pytest.mark.parametrize("prefix", ["heads", "learners"])
def test_a_file_that_goes_while_its_folder_is_listed_hides_no_other(
    prefix: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = store / "heads" if prefix == "heads" else store / "learners" / "one"
    folder.mkdir(parents=True)
    for name in ("a", "b", "c"):
        (folder / name).write_bytes(b"x")

    def removed_meanwhile(name: str) -> bool:
        if name == "b":
            (folder / name).unlink()
        return False

    monkeypatch.setattr("sessions.store.bucket.is_hidden", removed_meanwhile)
    listed = FolderBucket(store).list(prefix)
    assert sorted(key.rpartition("/")[2] for key in listed) == ["a", "c"]


def test_a_store_that_keeps_old_announcements_is_shared_with_all_the_same(
    ann: Workspace, ada: Learner, store: Path
) -> None:
    class Keeps(FolderBucket):
        def remove(self, key: str) -> None:
            raise StoreError("This user may not read or write in the shared folder.")

    for place in ("Till 1", "Till 2", "Till 3", "Till 4"):
        ada.set_detail("place", place)
        report = share(ann, Keeps(store))
        assert (report.problem, report.published > 0, ann.dirty(), ann.unshared(ada.id)) == (None, True, [], 0)
    assert len(list((store / "heads").iterdir())) == 4


@pytest.mark.skipif(os.name == "nt", reason="modes are a matter of POSIX")
def test_what_is_put_in_a_folder_is_as_open_as_the_folder(store: Path) -> None:
    store.chmod(0o2775)
    FolderBucket(store).create("learners/L/a.jsonl", b"1")
    assert (store / "learners" / "L").stat().st_mode & 0o7777 == 0o2775
    assert (store / "learners" / "L" / "a.jsonl").stat().st_mode & 0o666 == 0o664 & ~current_umask()


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Making and entering a store -----------------------------------------------------------------------------------------


def test_a_store_is_made_in_a_new_folder_and_once(tmp_path: Path) -> None:
    folder, workspace = tmp_path / "a" / "shared", tmp_path / "work"
    assert create_store(folder, workspace)
    made = (folder / "store.json").read_bytes()
    assert json.loads(made)["format"] == 1
    assert len(json.loads(made)["id"]) == 26
    assert not create_store(folder, workspace)
    assert (folder / "store.json").read_bytes() == made


def test_a_store_is_not_made_among_other_things(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / ".DS_Store").touch()
    (folder / "letters.txt").touch()
    with pytest.raises(StoreError, match="holds other things") as raised:
        create_store(folder, tmp_path / "work")
    assert not raised.value.later
    assert not (folder / "store.json").exists()
    (folder / "letters.txt").unlink()
    assert create_store(folder, tmp_path / "work")


@pytest.mark.parametrize("place", [".", "shared", ".."])
def test_store_and_workspace_are_never_in_one_another(place: str, ann: Workspace) -> None:
    with pytest.raises(StoreError, match="must not lie in one another"):
        create_store(ann.folder / place, ann.folder)


def test_a_store_is_not_opened_as_a_workspace(store: Path) -> None:
    with pytest.raises(NotAWorkspace, match="shared store"):
        Workspace(store)


def refused(workspace: Workspace, folder: Path, files_in: FilesIn) -> ShareReport:
    """Shares where it must not be possible: nothing may be written."""
    before = files_in(folder)
    report = share(workspace, FolderBucket(folder))
    assert files_in(folder) == before
    assert report.problem
    assert report.summary() == []
    return report


def test_a_missing_folder(ann: Workspace, tmp_path: Path, files_in: FilesIn) -> None:
    report = refused(ann, tmp_path / "gone", files_in)
    assert (report.problem, report.later) == ("The shared folder is not there. Is its drive connected?", True)
    assert not (tmp_path / "gone").exists()


def test_an_empty_folder_is_an_unmounted_drive(
    ann: Workspace, ada: Learner, share_all: Callable[..., object], tmp_path: Path, files_in: FilesIn
) -> None:
    share_all(ann)
    (tmp_path / "mount").mkdir()
    (tmp_path / "mount" / "lost+found").mkdir()
    report = refused(ann, tmp_path / "mount", files_in)
    assert report.later
    assert "connect the drive; nothing was written" in str(report.problem)


def test_a_folder_of_something_else(ann: Workspace, tmp_path: Path, files_in: FilesIn) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").touch()
    report = refused(ann, tmp_path / "letters", files_in)
    assert not report.later
    assert "is no shared store" in str(report.problem)


def test_another_store_is_joined_only_when_told_to(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: Callable[..., object], tmp_path: Path, files_in: FilesIn
) -> None:
    share_all(ann)
    other = tmp_path / "other"
    create_store(other, tmp_path / "elsewhere")
    report = refused(ann, other, files_in)
    assert not report.later
    assert "another shared store" in str(report.problem)
    report = share(ann, FolderBucket(other), join=True)
    assert (report.problem, report.messages, report.published) == (None, [], 2)
    assert share(cal, FolderBucket(other)).taken_in == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"format":2,"id":"later"}', "made by a newer version"),
        (b'{"format":1,"id":"../.."}', "damaged or has not fully arrived"),
        (b'{"format":1', "damaged or has not fully arrived"),
        (b"[" * 70_000, "larger than"),
    ],
)
def test_a_store_file_that_cannot_be_used(
    content: bytes, said: str, ann: Workspace, store: Path, files_in: FilesIn
) -> None:
    (store / "store.json").write_bytes(content)
    assert said in str(refused(ann, store, files_in).problem)


def test_a_folder_this_user_may_not_enter(ann: Workspace, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(disk, "read", denied)
    assert share(ann, FolderBucket(store)).problem == "This user may not read or write in the shared folder."
