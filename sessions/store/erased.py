"""Learners whose record was erased from the store: a file `erased/LEARNER` stands for each, and says nothing else."""

from sessions.device import is_id
from sessions.store.bucket import Bucket


def erased_learners(bucket: Bucket) -> frozenset[str]:
    """The ids of those about whom nothing may be put in the store or taken from it. Raises StoreError."""
    names = (key.rpartition("/")[2] for key in bucket.list("erased"))
    return frozenset(name for name in names if is_id(name, 26))
