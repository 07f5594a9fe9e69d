"""The qualifications kept in a workspace, byte for byte, so that what was recorded with them can always be read."""

from contextlib import suppress
from pathlib import Path

from sessions import disk
from sessions.device import Device
from unitdata import PACK_LIMIT, Pack, PackError, PinnedPack, is_shipped, read_pack


class PackMissing(Exception):
    """The pack that a record was made with is not on this device."""


class Packs:
    """The packs folder: one file for each, named after the hash of its bytes."""

    def __init__(self, folder: Path, device: Device) -> None:
        self._folder = folder
        self._device = device
        self._read: dict[str, PinnedPack] = {}
        self._kept: set[str] = set()

    def path(self, sha: str) -> Path:
        """Where the copy of a pack lies."""
        return self._folder / f"{sha}.json"

    def keep(self, pinned: PinnedPack, *, taken_in: bool = False) -> None:
        """Keep a copy of a pack, in place of one that is damaged. Raises OSError.

        One that neither comes with the program nor was `taken_in` from colleagues is theirs with the next share.
        """
        if pinned.sha in self._kept:
            return
        if self.here(pinned.sha) is None:
            if not (taken_in or is_shipped(pinned) or pinned.sha in self._device.state.packs):
                self._device.change(packs=[*self._device.state.packs, pinned.sha])
            disk.replace(self.path(pinned.sha), pinned.data)
            self._read[pinned.sha] = pinned
        else:
            disk.sync_folder(self._folder)  # a write that was cut off may have left its name in memory only
        self._kept.add(pinned.sha)

    def read(self, sha: str) -> PinnedPack:
        """The pack with this hash. Raises PackMissing when it has not arrived or its copy is damaged."""
        if sha not in self._read:
            try:
                pinned = read_pack(disk.read(self.path(sha), PACK_LIMIT))
            except (OSError, PackError):
                raise PackMissing("the qualification this was recorded with has not arrived on this device") from None
            if pinned.sha != sha:
                raise PackMissing("the copy of the qualification on this device was changed")
            self._read[sha] = pinned
        return self._read[sha]

    def here(self, sha: str) -> Pack | None:
        """The pack with this hash, or None."""
        with suppress(PackMissing):
            return self.read(sha).pack
        return None
