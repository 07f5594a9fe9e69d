"""The qualifications at hand: those that come with the program, and those kept in the workspace."""

from collections.abc import Iterable

from sessions.packs import PackMissing
from sessions.workspace import Workspace
from unitdata import PinnedPack, changes, open_shipped, shipped


def packs_at_hand(workspace: Workspace, of: Iterable[str] | None = None) -> list[PinnedPack]:
    """All qualifications here, or those with these ids: the program's first, then other editions kept.

    It reads files. Raises PackError and OSError where one of the program's own cannot be read.
    """
    wanted = shipped() if of is None else [pack_id for pack_id in shipped() if pack_id in of]
    found = {pinned.sha: pinned for pinned in map(open_shipped, wanted)}
    folder = workspace.folder / "packs"
    for path in sorted(folder.glob("*.json")) if folder.exists() else []:
        if path.stem in found:
            continue
        try:
            kept = workspace.packs.read(path.stem)
        except PackMissing:
            continue
        if of is None or kept.pack.id in of:
            found[kept.sha] = kept
    return list(found.values())


def other_editions(workspace: Workspace, pack_id: str, sha: str) -> list[PinnedPack]:
    """The other editions here of a qualification than the one with this hash; as `packs_at_hand`."""
    return [pinned for pinned in packs_at_hand(workspace, [pack_id]) if pinned.sha != sha]


def kept_alike(workspace: Workspace, pinned: PinnedPack) -> PinnedPack | None:
    """What is here already that asks and says the same as this one, read from whatever file; as `packs_at_hand`."""
    editions = packs_at_hand(workspace, [pinned.pack.id])
    same = (each for each in editions if each.pack.wording == pinned.pack.wording)
    return next((each for each in same if not changes(each.pack, pinned.pack)), None)
