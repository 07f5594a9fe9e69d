"""Learners whose record was erased from the store: a file `erased/LEARNER` stands for each, and says nothing else."""

from collections.abc import Set

from sessions.device import is_id
from sessions.store.bucket import Bucket
from sessions.store.opening import require_store
from sessions.workspace import Workspace


def erased_learners(bucket: Bucket) -> frozenset[str]:
    """The ids of those about whom nothing may be put in the store or taken from it. Raises StoreError."""
    names = (key.rpartition("/")[2] for key in bucket.list("erased"))
    return frozenset(name for name in names if is_id(name, 26))


def erase_in_store(workspace: Workspace, bucket: Bucket) -> None:
    """Carry out in the store what this device's person confirmed, without waiting for a share. Raises StoreError."""
    require_store(bucket, workspace.device.state.store)
    erase_from(bucket, workspace.erasures.confirmed, erased_learners(bucket))


def erase_from(bucket: Bucket, confirmed: Set[str], erased: Set[str]) -> None:
    """Mark in the store whom this device's person erased and who is not among those `erased` there; all of them goes.

    Raises StoreError.
    """
    new = sorted(confirmed - erased)
    for learner in new:
        bucket.create(f"erased/{learner}", b"")
    for learner in new:
        bucket.clear(f"learners/{learner}")


def erase_again(bucket: Bucket, confirmed: Set[str], listed: Set[str]) -> None:
    """Let go of what the store holds all the same of those erased: a carrier or an old device may bring files back.

    `listed` are the folders of learners that stand there. Raises StoreError.
    """
    for learner in sorted(listed & (confirmed | erased_learners(bucket))):
        bucket.clear(f"learners/{learner}")
