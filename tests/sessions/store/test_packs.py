"""Qualifications that were read in travel to colleagues before anything is recorded with them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sessions.carrying import carry_over, offer
from sessions.packs import PackMissing
from sessions.store.bucket import FolderBucket
from sessions.store.heads import list_heads, load_head
from sessions.store.share import ShareReport
from sessions.workspace import Workspace
from unitdata import PinnedPack, open_shipped, read_pack

ShareAll = Callable[..., list[ShareReport]]


@pytest.fixture
def full(till: PinnedPack) -> PinnedPack:
    """The invented qualification as it was read from a handbook."""
    return read_pack(till.data.replace(b'"wording": "prompt"', b'"wording": "full"'))


def announced(store: Path, workspace: Workspace) -> set[str]:
    """The packs that a device's newest head names."""
    bucket = FolderBucket(store)
    heads = list_heads(bucket)
    newest = max((name for name in heads.keys if name.device == workspace.device.id), key=lambda name: name.k)
    return set(load_head(bucket, newest).packs)


def test_a_pack_read_in_reaches_colleagues_with_the_next_share(
    ann: Workspace, cal: Workspace, store: Path, share_all: ShareAll, full: PinnedPack
) -> None:
    share_all(ann, cal, ann)
    ann.packs.keep(full)
    share_all(ann, cal)
    assert cal.packs.read(full.sha).data == full.data
    assert announced(store, ann) == {full.sha}
    cal.register(name="Bo Sample")
    share_all(cal)
    assert announced(store, cal) == set(), "what came from a colleague is not announced again"


def test_after_that_nothing_is_left_to_share(
    ann: Workspace,
    cal: Workspace,
    store: Path,
    share_all: ShareAll,
    full: PinnedPack,
    files_in: Callable[[Path], object],
) -> None:
    ann.packs.keep(full)
    share_all(ann, cal)
    before = files_in(store)
    ann.packs.keep(full)
    share_all(ann, cal)
    assert files_in(store) == before


def test_one_that_comes_with_the_program_stays_until_it_is_used(
    ann: Workspace, cal: Workspace, share_all: ShareAll
) -> None:
    shipped = open_shipped("svq-l2")
    ann.packs.keep(shipped)
    share_all(ann, cal)
    with pytest.raises(PackMissing):
        cal.packs.read(shipped.sha)


def test_a_store_that_lost_it_gets_it_again(
    ann: Workspace, cal: Workspace, store: Path, share_all: ShareAll, full: PinnedPack
) -> None:
    ann.packs.keep(full)
    share_all(ann)
    for file in [*(store / "packs").iterdir(), *(store / "heads").iterdir()]:
        file.unlink()
    share_all(ann, cal)
    assert cal.packs.read(full.sha).data == full.data


def test_carrying_a_learner_over_arrives_with_its_pack(
    ann: Workspace, cal: Workspace, share_all: ShareAll, till: PinnedPack, full: PinnedPack
) -> None:
    learner = ann.register(name="Ada Example")
    ann.packs.keep(till)
    learner.enrol(till.sha, "till", ["A"])
    share_all(ann, cal)
    cal.open_session(cal.learner(learner.id), till, ["A"]).judge(["A/1.1"], "met")
    carry_over(ann, offer(ann, learner.id, full))
    share_all(ann, cal, ann)
    for workspace in (ann, cal):
        outlook = workspace.outlook(learner.id)
        assert outlook.pack == full.pack
        assert len(outlook.covers["A"].criteria["1.1"].days) == 1, "a visit begun before it was known counts too"
