"""What a power cut can leave on a disk.

What was synced is there. Of what was not, a file may hold all that was written to it, a part or nothing, and a folder
may have some of its names and lack others, in whatever order they were given.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

Tree = dict[str, bytes | None]
"""Files by their path below a folder, with their content; folders, with None."""


@dataclass(eq=False)
class Node:
    """A file or folder, whatever its name."""

    is_folder: bool = False


@dataclass(frozen=True)
class Written:
    """Bytes put into a file."""

    node: Node
    at: int
    data: bytes


@dataclass(frozen=True)
class Cut:
    """A file cut to a length."""

    node: Node
    size: int


@dataclass(frozen=True)
class Named:
    """Names given in one folder at once, and (None) taken away."""

    node: Node
    names: dict[str, Node | None]


@dataclass(frozen=True)
class Synced:
    """All that was done to a file or folder so far is on the disk itself."""

    node: Node


Change = Written | Cut | Named | Synced


class Content:
    """What files hold and what names folders have."""

    def __init__(self) -> None:
        self._data: dict[Node, bytes] = defaultdict(bytes)
        self._names: dict[Node, dict[str, Node]] = defaultdict(dict)

    def take(self, change: Change) -> None:
        """Let a change come through."""
        match change:
            case Written(node, at, data):
                before = self._data[node].ljust(at, b"\0")
                self._data[node] = before[:at] + data + before[at + len(data) :]
            case Cut(node, size):
                self._data[node] = self._data[node][:size].ljust(size, b"\0")
            case Named(node, names):
                left = self._names[node] | names
                self._names[node] = {name: given for name, given in left.items() if given}

    def copy(self) -> "Content":
        """Another that changes by itself."""
        other = Content()
        other._data |= self._data
        other._names |= {node: dict(names) for node, names in self._names.items()}
        return other

    def below(self, folder: Node, path: str = "") -> Tree:
        """All that can be reached from a folder, which is called `path`."""
        tree: Tree = {}
        for name, node in self._names[folder].items():
            tree[path + name] = None if node.is_folder else self._data[node]
            if node.is_folder:
                tree |= self.below(node, f"{path}{name}/")
        return tree


class History:
    """Everything that was done below a folder, from what stood there at first."""

    def __init__(self) -> None:
        self.root = Node(is_folder=True)
        self.at_first = Content()
        self.changes: list[Change] = []

    def now(self) -> Tree:
        """What programs find there."""
        content = self.at_first.copy()
        for change in self.changes:
            content.take(change)
        return content.below(self.root)

    def synced(self) -> Tree:
        """What is there for certain when the power is cut now."""
        return self._at(len(self.changes))[0].below(self.root)

    def left_after(self, changes: int) -> Iterator[Tree]:
        """What could be there when the power was cut after so many changes.

        One after another, each file and folder is left in each way it can be, while all others come through whole and
        while all others lose whatever they can.
        """
        synced, unsynced = self._at(changes)
        ways = {node: list(_ways(coming)) for node, coming in unsynced.items()}
        for luck in (0, -1):
            others = {node: own[luck] for node, own in ways.items()}
            for node, own in ways.items() or [(self.root, [[]])]:
                for way in own:
                    left = synced.copy()
                    for each in (others | {node: way}).values():
                        for change in each:
                            left.take(change)
                    yield left.below(self.root)

    def _at(self, changes: int) -> tuple[Content, dict[Node, list[Change]]]:
        """What was synced at a moment, and the changes to each file and folder that were not."""
        synced = self.at_first.copy()
        unsynced: dict[Node, list[Change]] = defaultdict(list)
        for change in self.changes[:changes]:
            if isinstance(change, Synced):
                for earlier in unsynced.pop(change.node, []):
                    synced.take(earlier)
            else:
                unsynced[change.node].append(change)
        return synced, unsynced


def _ways(unsynced: list[Change]) -> Iterator[list[Change]]:
    """Which of the changes to one file or folder may come through: all first, none last."""
    for number in range(len(unsynced), 0, -1):
        *before, last = unsynced[:number]
        yield [*before, last]
        if isinstance(last, Written):
            for size in sorted({1, len(last.data) // 2, len(last.data) - 1} - {0, len(last.data)}):
                yield [*before, replace(last, data=last.data[:size])]
                yield [*before, replace(last, data=last.data[:size].ljust(len(last.data), b"\0"))]
        if isinstance(last, Named) and before:
            yield [last]
    yield []


def lay_out(tree: Tree, folder: Path) -> None:
    """Put a tree on the real disk, in a new folder."""
    folder.mkdir()
    for path, data in tree.items():
        if data is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(data)
