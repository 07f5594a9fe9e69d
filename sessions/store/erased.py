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
    """Mark in the store whom this device's person erased, then let go of all it holds about them and those `erased`.

    A carrier may bring files back, so each share does it again. Raises StoreError.
    """
    for learner in sorted(confirmed - erased):
        bucket.create(f"erased/{learner}", b"")
    for learner in sorted(confirmed | erased):
        bucket.clear(f"learners/{learner}")
