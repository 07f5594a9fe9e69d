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
