"""The few things this program does to a disk, each durable when it returns.

Everything below `sessions` writes through these functions, so that one place decides what "on disk" means.
All raise OSError.
"""

import os
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".part"


def sync_folder(folder: Path) -> None:
    """Make a folder's list of names durable. Systems that cannot sync a folder (Windows) keep it themselves."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, private to this user, each durable in its parent."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte: a disk that fills may take a part and report no error."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def replace(path: Path, data: bytes) -> None:
    """Put `data` in place of the file, whole or not at all."""
    make_folder(path.parent)
    part = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        _write_new(part, data)
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def touch(path: Path) -> None:
    """Create an empty file, durable; it may exist already."""
    if not path.exists():
        make_folder(path.parent)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        sync_folder(path.parent)


def remove(path: Path) -> None:
    """Remove a file that may be gone already."""
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def read(path: Path, limit: int) -> bytes:
    """A file's bytes. Raises OSError also when it is larger than `limit` bytes."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(f"larger than {limit} bytes")
    return data


def _write_new(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        write_all(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)
