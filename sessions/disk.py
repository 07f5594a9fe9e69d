"""The few things this program does to a disk, each durable when it returns.

Everything below `sessions` writes through these functions, so that one place decides what "on disk" means.
All raise OSError.
"""

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".part"
_MANY = 8
_AT_ONCE = 16


class TooLarge(OSError):
    """A file holds more than one of its kind may."""


def sync_folder(folder: Path) -> None:
    """Make a folder's list of names durable. Systems that cannot sync a folder (Windows) keep it themselves."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path, mode: int = 0o700) -> None:
    """Create a folder and its parents, each durable in its parent; private to this user unless `mode` says more."""
    if folder.is_dir():
        # One that holds something was made durable before that; an empty one may have been made by a program that was
        # killed, and be there in memory only, unless it is not ours to know.
        if not _is_empty(folder) or not os.access(folder.parent, os.R_OK):
            return
    else:
        if folder.parent != folder:
            make_folder(folder.parent, mode)
        with suppress(FileExistsError):
            folder.mkdir(mode=mode)
            with suppress(OSError):  # not every carrier knows modes
                folder.chmod(mode)  # the umask must not shut colleagues out of a shared folder
    sync_folder(folder.parent)


def open_for_writing(path: Path, flags: int, mode: int = 0o600) -> int:
    """Open a file for writing bytes as they are: Windows would otherwise put its own ends of line in."""
    return os.open(path, os.O_WRONLY | flags | getattr(os, "O_BINARY", 0), mode)


def sync(handle: int) -> None:
    """Put what was written on the disk itself; on macOS fsync alone stops at the drive's cache."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    else:
        os.fsync(handle)


def sync_file(path: Path) -> None:
    """Put what is in a file on the disk itself, whoever wrote it."""
    handle = open_for_writing(path, 0)
    try:
        sync(handle)
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte: a disk that fills may take a part and report no error."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def replace(path: Path, data: bytes) -> None:
    """Put `data` in place of the file, whole or not at all."""
    make_folder(path.parent)
    part = path.with_name(f".{secrets.token_hex(8)}{TEMPORARY}")  # its own: a thread may be at the same file
    try:
        _write_new(part, data)
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def create(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put `data` in a new file, whole or not at all. Raises FileExistsError when something stands there."""
    part = path.with_name(f".{secrets.token_hex(8)}{TEMPORARY}")
    try:
        _write_new(part, data, mode)
        _give_name(part, path)
    finally:
        with suppress(OSError):
            part.unlink()
    sync_folder(path.parent)


def stage(folder: Path, data: bytes) -> Path:
    """Write a new file without a name of its own in a folder; `settle` makes it durable and names it."""
    part = folder / f".{secrets.token_hex(8)}{TEMPORARY}"
    try:
        handle = open_for_writing(part, os.O_CREAT | os.O_TRUNC)
        try:
            write_all(handle, data)
        finally:
            os.close(handle)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return part


def settle(staged: Iterable[tuple[Path, Path]]) -> None:
    """Make staged files durable and give each its name, unless a file stands there; folders are made as needed.

    A name appears only once what it stands for is durable. All names are durable on return.
    """
    staged = list(staged)
    folders = {path.parent for _, path in staged}
    try:
        together(sync_file, [part for part, _ in staged])
        together(make_folder, folders)
        for part, path in staged:
            with suppress(FileExistsError):
                _give_name(part, path)
    finally:
        for part, _ in staged:
            with suppress(OSError):
                part.unlink()
    together(sync_folder, folders)


def together(act: Callable[[Path], None], paths: Iterable[Path]) -> None:
    """Do the same to many files or folders at once: a disk makes many things durable in the time of a few."""
    paths = list(paths)
    if len(paths) < _MANY:
        for path in paths:
            act(path)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        for _ in threads.map(act, paths):
            pass


def touch(*paths: Path) -> None:
    """Create empty files, durable; they may exist already, and be there in memory only after a write was cut off."""
    for path in paths:
        if not path.exists():
            make_folder(path.parent)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    together(sync_folder, {path.parent for path in paths})


def remove(path: Path) -> None:
    """Remove a file that may be gone already."""
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder, which may be gone already, and all that is in it."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
        sync_folder(folder.parent)


def sweep(folder: Path) -> None:
    """Remove what writes that were cut off left in a folder to which nobody writes just now."""
    for part in folder.glob(f".*{TEMPORARY}"):
        remove(part)


def read(path: Path, limit: int) -> bytes:
    """A file's bytes as they stand now. Raises TooLarge, an OSError, when they are more than `limit`: none is read."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit:
            raise TooLarge(errno.EFBIG, f"larger than {limit} bytes")
        return file.read(size)


def _is_empty(folder: Path) -> bool:
    with os.scandir(folder) as names:
        return next(names, None) is None


def _give_name(part: Path, path: Path) -> None:
    """Raises FileExistsError when a file of that name stands there."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        os.rename(part, path)


def _write_new(path: Path, data: bytes, mode: int = 0o600) -> None:
    handle = open_for_writing(path, os.O_CREAT | os.O_TRUNC, mode)
    try:
        write_all(handle, data)
        sync(handle)
    finally:
        os.close(handle)
