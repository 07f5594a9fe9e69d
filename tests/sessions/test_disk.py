"""Putting a file in place, whole or not at all, also when two are at it."""

import os
from pathlib import Path

import pytest

from sessions import disk


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new folder" / "file"
    disk.replace(path, b"before")
    for name in ("write", "fsync", "replace"):
        with monkeypatch.context() as failing:
            failing.setattr(os, name, lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
            with pytest.raises(OSError, match="No space"):
                disk.replace(path, b"after")
        assert path.read_bytes() == b"before"
        assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_two_who_replace_a_file_at_once_both_succeed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, durable = tmp_path / "file", os.fsync

    def meanwhile(handle: int) -> None:
        monkeypatch.setattr(os, "fsync", durable)
        disk.replace(path, b"a longer text by the other")
        durable(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    disk.replace(path, b"mine")
    assert path.read_bytes() == b"mine"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert disk.read(tmp_path / "file", 5) == b"12345"
    with pytest.raises(OSError, match="larger than 4 bytes"):
        disk.read(tmp_path / "file", 4)


def test_removing_what_is_gone_and_touching_what_is_there_do_nothing(tmp_path: Path) -> None:
    disk.remove(tmp_path / "gone")
    (tmp_path / "there").write_bytes(b"kept")
    disk.touch(tmp_path / "there")
    assert (tmp_path / "there").read_bytes() == b"kept"


def test_what_a_killed_program_made_in_memory_only_is_made_durable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    folder = tmp_path / "folder"
    folder.mkdir()
    disk.make_folder(folder)
    assert synced == [tmp_path]
    (folder / "mark").touch()
    disk.touch(folder / "mark")
    assert synced == [tmp_path, folder]
    disk.make_folder(folder)
    assert synced == [tmp_path, folder], "it held something, and so was durable before"


@pytest.mark.parametrize("files", [2, 40])
def test_staged_files_appear_under_their_names_together_and_in_place_of_none(files: int, tmp_path: Path) -> None:
    there = tmp_path / "folder 1" / "file 1"
    disk.make_folder(there.parent)
    there.write_bytes(b"kept")
    places = [tmp_path / f"folder {number % 3}" / f"file {number}" for number in range(files)]
    disk.settle([(disk.stage(tmp_path, place.name.encode()), place) for place in places])
    assert [place.read_bytes() for place in places if place != there] == [
        place.name.encode() for place in places if place != there
    ]
    assert there.read_bytes() == b"kept"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


@pytest.mark.parametrize("files", [2, 40])
@pytest.mark.parametrize("name", ["write", "fsync", "link"])
def test_no_name_appears_for_what_is_not_on_disk(
    files: int, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / "folder" / f"file {number}" for number in range(files)]
    with monkeypatch.context() as failing:
        failing.setattr(os, name, lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        failing.setattr(os, "rename", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            disk.settle([(disk.stage(tmp_path, b"text"), place) for place in places])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
