"""Making a shared store, and making sure that a place is the one this device shares with."""

from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sessions import disk
from sessions.device import new_id
from sessions.fields import LearnerId
from sessions.store.bucket import STORE_FILE, Absent, Bucket, FolderBucket, Occupied, StoreError
from sessions.store.own import own_bytes
from sessions.store.s3 import S3Bucket
from sessions.workspace import Workspace

STORE_LIMIT = 64 * 1024


class EmptyPlace(StoreError):
    """There is nothing there: an unmounted drive, or a place for a new store."""


class NoStore(StoreError):
    """There is something else there."""


class OtherStore(StoreError):
    """The store is not the one this device shares with; it may be joined."""


class _AnyStore(BaseModel):
    model_config = ConfigDict(frozen=True)
    format: int = Field(ge=1)


class Store(_AnyStore):
    """What `store.json` holds: the format, and an id that tells this store from every other."""

    format: Literal[1] = 1
    id: LearnerId


def is_address(place: str | Path) -> bool:
    """Whether a place is written as an address, as of a bucket, rather than as the path of a folder."""
    return "://" in str(place)


def open_store(place: str | Path, workspace: Path) -> Bucket:
    """The carrier of a store: a folder's path, or `s3://BUCKET/PREFIX` (a str: a Path changes its slashes).

    Raises StoreError when nothing of that kind can hold a store, or when it and the workspace lie in one another.
    """
    if is_address(place):
        return S3Bucket(str(place))
    folder = Path(place).absolute()
    try:
        store, own = folder.resolve(), workspace.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle
        raise StoreError("The shared folder cannot be reached.", later=False) from None
    if store == own or store in own.parents or own in store.parents:
        raise StoreError(
            "The shared folder and this device's own records must not lie in one another: choose another folder.",
            later=False,
        )
    return FolderBucket(folder)


def create_store(place: str | Path, workspace: Path) -> bool:
    """Make a shared store in a folder that is new or empty, or below a prefix; False when it is one already.

    Raises StoreError when something else is there, it lies in the workspace, or it cannot be written.
    """
    bucket = open_store(place, workspace)
    if isinstance(bucket, FolderBucket):
        _make_folder(bucket.root)
    try:
        read_store(bucket)
        return False
    except EmptyPlace:
        pass
    except NoStore:
        raise StoreError("That place holds other things. A shared store needs an empty one.", later=False) from None
    made = Store(id=new_id(26))
    with suppress(Occupied):
        bucket.create(STORE_FILE, made.model_dump_json().encode())
    return read_store(bucket) == made  # where two begin at once, one store stands


def _make_folder(folder: Path) -> None:
    try:
        if not folder.exists():
            disk.make_folder(folder.parent)
            folder.mkdir()  # as open to others as this user's new folders are
    except OSError as error:
        raise StoreError(f"The folder cannot be made: {(error.strerror or str(error)).lower()}.") from None


def read_store(bucket: Bucket) -> Store:
    """What the store says of itself. Raises StoreError when it is not a store, or not one for this version."""
    try:
        data = bucket.read(STORE_FILE, STORE_LIMIT)
    except Absent:
        if bucket.names():
            raise NoStore(
                "That is no shared store: it holds other things, and no store.json. Nothing was written.", later=False
            ) from None
        raise EmptyPlace(bucket.empty) from None
    try:
        if _AnyStore.model_validate_json(data).format > 1:
            raise StoreError("The shared store was made by a newer version of this program. Update first.", later=False)
        return Store.model_validate_json(data)
    except ValidationError:
        raise StoreError("store.json in the shared store is damaged or has not fully arrived.") from None


def require_store(bucket: Bucket, known: str) -> Store:
    """The store, which must be the one of this id unless that is empty. Raises StoreError."""
    store = read_store(bucket)
    if known and store.id != known:
        raise OtherStore(
            "That is another shared store than the one this device shares with. Nothing was written.", later=False
        )
    return store


def enter_store(bucket: Bucket, workspace: Workspace, *, join: bool = False) -> None:
    """Make sure that this is the store this device shares with, or join it.

    A device joins the first store it meets; another one only where `join` says so. Raises StoreError, OSError.
    """
    known = workspace.device.state.store
    store = require_store(bucket, "" if join else known)
    if known != store.id:
        mark_unshared(workspace)
        workspace.device.change(store=store.id, announced="", shared={})


def mark_unshared(workspace: Workspace) -> None:
    """Mark all that this device recorded, before what it shared is forgotten. Raises OSError.

    In that order: a mark too many costs the next share a look, one too few would let entries count as shared.
    """
    workspace.mark_dirty(*(learner for learner in workspace.learner_ids() if own_bytes(workspace, learner)))
