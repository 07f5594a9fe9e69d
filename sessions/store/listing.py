"""What stands in the store about learners: listed whole, or learner by learner as it is asked for."""

from collections.abc import Set

from sessions.store.bucket import Bucket


class Listing:
    """Files by learner. Made `whole`, it asks the store once; otherwise once for each learner asked about."""

    def __init__(self, bucket: Bucket, *, whole: bool) -> None:
        """Raises StoreError when the store cannot be listed."""
        self._bucket = bucket
        self.whole = whole
        self._files = by_learner(bucket.list("learners")) if whole else {}

    @property
    def learners(self) -> Set[str]:
        """The names of all folders, where it is whole; nothing is known of what they are."""
        return self._files.keys()

    def files(self, learner: str) -> dict[str, int]:
        """The names of the files about a learner, with their sizes in bytes. Raises StoreError."""
        if not self.whole and learner not in self._files:
            self._files[learner] = by_learner(self._bucket.list(f"learners/{learner}")).get(learner, {})
        return self._files.get(learner, {})


def by_learner(listing: dict[str, int]) -> dict[str, dict[str, int]]:
    """`learners/L/NAME` → size, as L → NAME → size."""
    found: dict[str, dict[str, int]] = {}
    for key, size in sorted(listing.items()):
        _, learner, name = key.split("/")
        found.setdefault(learner, {})[name] = size
    return found
