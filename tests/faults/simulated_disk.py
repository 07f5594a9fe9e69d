"""A disk that remembers every call, and can fail or stop at any of them.

While it is in use, the system calls that change something below one folder go through it to the real files there, all
but the syncs. What they change it notes, so that a power cut can be played at any moment.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from faults.power_cut import Change, Cut, History, Named, Node, Synced, Tree, Written

SERVED = (
    *("open", "write", "fsync", "ftruncate", "close", "chmod"),
    *("replace", "rename", "link", "unlink", "remove", "mkdir", "rmdir"),
)
REAL = SimpleNamespace(**{name: getattr(os, name) for name in SERVED})


class PowerCut(BaseException):
    """The machine stopped. Nothing is served until it starts again."""


class SimulatedDisk:
    """Everything below `root`. In its context calls go through it, outside to the real disk.

    `calls`: what was asked of it, as `write ann/device.json` · `history`: what that changed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.calls: list[str] = []
        self.history = History()
        self._nodes = {root: self.history.root}
        self._handles: dict[Any, tuple[Path, Node]] = {}
        self.mend()
        for path in sorted(root.rglob("*")):
            self._nodes[path] = node = Node(is_folder=path.is_dir())
            self.history.at_first.take(Named(self._nodes[path.parent], {path.name: node}))
            if path.is_file():
                self.history.at_first.take(Written(node, 0, path.read_bytes()))
        self._patch = mock.patch.multiple(os, **{name: getattr(self, f"_{name}") for name in SERVED})

    def __enter__(self) -> "SimulatedDisk":
        self._patch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.stop()

    def holds(self) -> Tree:
        """What really stands below the root."""
        paths = self.root.rglob("*")
        return {p.relative_to(self.root).as_posix(): None if p.is_dir() else p.read_bytes() for p in paths}

    # What goes wrong -----------------------------------------------------------------------------------------------

    def stop_at(self, number: int) -> None:
        """Stop the machine at the call of that number from now, 0 being the next; reading does not count."""
        self._strike(number, PowerCut(), lasting=True)

    def fail_at(self, number: int, error: int, *, lasting: bool) -> None:
        """Let the call of that number fail, reading not counted; `lasting`: and all later ones."""
        self._strike(number, OSError(error, os.strerror(error)), lasting=lasting)

    def mend(self) -> None:
        """Serve every call from now on."""
        self._strike(sys.maxsize, PowerCut(), lasting=True)

    def _strike(self, number: int, error: BaseException, *, lasting: bool) -> None:
        self._left, self._error, self._lasting = number, error, lasting

    def _serve(self, call: str, place: Path, half: Callable[[], object] = lambda: None) -> None:
        """Note a call, and raise what goes wrong with it when it has done `half`."""
        self.calls.append(f"{call} {place.relative_to(self.root).as_posix()}")
        self._left -= 1
        if self._left == -1:
            half()
        if self._left == -1 or (self._left < -1 and self._lasting):
            raise type(self._error)(*self._error.args)

    # The calls -----------------------------------------------------------------------------------------------------

    def _place(self, path: Any, folder: int | None = None) -> Path | None:
        """Where below the root a path leads, which may begin at an opened folder; None for any other."""
        if isinstance(path, int):
            return self._handles[path][0] if path in self._handles else None
        place = Path(os.fsdecode(path))
        if folder in self._handles:
            place = self._handles[folder][0] / place
        return place if place == self.root or self.root in place.parents else None

    def _change(self, change: Change) -> None:
        self.history.changes.append(change)

    def _name(self, place: Path, node: Node) -> None:
        self._nodes[place] = node
        self._change(Named(self._nodes[place.parent], {place.name: node}))

    def _open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        place = self._place(path, dir_fd)
        if place:
            self._serve("open", place)
        handle: int = REAL.open(path, flags, mode, dir_fd=dir_fd)
        if place:
            if place not in self._nodes:
                self._name(place, Node())
            elif flags & os.O_TRUNC:
                self._change(Cut(self._nodes[place], 0))
            self._handles[handle] = place, self._nodes[place]
        return handle

    def _close(self, handle: int) -> None:
        self._handles.pop(handle, None)
        REAL.close(handle)

    def _write(self, handle: int, data: Any) -> int:
        if handle not in self._handles:
            return int(REAL.write(handle, data))
        place, node = self._handles[handle]
        whole = bytes(data)

        def put(some: bytes) -> int:
            size: int = REAL.write(handle, some)
            self._change(Written(node, os.lseek(handle, 0, os.SEEK_CUR) - size, some[:size]))
            return size

        self._serve("write", place, lambda: put(whole[: len(whole) // 2]))
        return put(whole)

    def _ftruncate(self, handle: int, size: int) -> None:
        if handle in self._handles:
            place, node = self._handles[handle]
            self._serve("ftruncate", place)
            self._change(Cut(node, size))
        REAL.ftruncate(handle, size)

    def _fsync(self, handle: int) -> None:
        if handle in self._handles:
            place, node = self._handles[handle]
            self._serve("fsync", place)
            self._change(Synced(node))

    def _mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        place = self._place(path, dir_fd)
        if place:
            self._serve("mkdir", place)
        REAL.mkdir(path, mode, dir_fd=dir_fd)
        if place:
            self._name(place, Node(is_folder=True))

    def _link(self, path: Any, new: Any, **rest: Any) -> None:
        place = self._place(new)
        if place:
            self._serve("link", place)
        REAL.link(path, new, **rest)
        if place:
            self._name(place, self._nodes[Path(path)])

    def _replace(self, path: Any, new: Any, **rest: Any) -> None:
        place = self._place(new)
        if place:
            self._serve("rename", place)
        REAL.replace(path, new, **rest)
        if place:
            before = Path(path)
            self._nodes[place] = node = self._nodes.pop(before)
            if before.parent == place.parent:
                self._change(Named(self._nodes[place.parent], {before.name: None, place.name: node}))
            else:
                self._change(Named(self._nodes[place.parent], {place.name: node}))
                self._change(Named(self._nodes[before.parent], {before.name: None}))

    _rename = _replace

    def _unlink(self, path: Any, *, dir_fd: int | None = None) -> None:
        self._remove_with(REAL.unlink, path, dir_fd)

    _remove = _unlink

    def _rmdir(self, path: Any, *, dir_fd: int | None = None) -> None:
        self._remove_with(REAL.rmdir, path, dir_fd)

    def _remove_with(self, remove: Callable[..., None], path: Any, dir_fd: int | None) -> None:
        place = self._place(path, dir_fd)
        if place:
            self._serve("remove", place)
        remove(path, dir_fd=dir_fd)
        if place:
            del self._nodes[place]
            self._change(Named(self._nodes[place.parent], {place.name: None}))

    def _chmod(self, path: Any, mode: int, **rest: Any) -> None:
        if place := self._place(path):
            self._serve("chmod", place)
        REAL.chmod(path, mode, **rest)
