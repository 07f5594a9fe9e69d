"""Making a shared store, and making sure that a folder is the one this device shares with."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sessions import disk
from sessions.device import Device, new_id
from sessions.entry import LearnerId
from sessions.store.bucket import STORE_FILE, Bucket, FolderBucket, StoreError

STORE_LIMIT = 64 * 1024


class EmptyFolder(StoreError):
    """There is nothing in the folder: an unmounted drive, or a place for a new store."""


class OtherStore(StoreError):
    """The store is not the one this device shares with; it may be joined."""


class _AnyStore(BaseModel):
    model_config = ConfigDict(frozen=True)
    format: int = Field(ge=1)


class Store(_AnyStore):
    """What `store.json` holds: the format, and an id that tells this store from every other."""

    format: Literal[1] = 1
    id: LearnerId


def create_store(folder: Path, workspace: Path) -> bool:
    """Make a shared store in a folder that is new or empty; False when it is one already.

    Raises StoreError when the folder holds something else, lies in the workspace, or cannot be written.
    """
    bucket = open_folder(folder, workspace)
    try:
        if not folder.exists():
            disk.make_folder(folder.parent)
            folder.mkdir()  # as open to others as this user's new folders are
    except OSError as error:
        raise StoreError(f"The folder cannot be made: {(error.strerror or str(error)).lower()}.") from None
    if STORE_FILE in bucket.names():
        read_store(bucket)
        return False
    if bucket.names():
        raise StoreError("That folder holds other things. A shared store needs an empty folder.", later=False)
    bucket.create(STORE_FILE, Store(id=new_id(26)).model_dump_json().encode())
    return True


def open_folder(folder: Path, workspace: Path) -> FolderBucket:
    """A folder as a carrier. Raises StoreError when it and the workspace lie in one another."""
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


def read_store(bucket: Bucket) -> Store:
    """What the store says of itself. Raises StoreError when it is not a store, or not one for this version."""
    if isinstance(bucket, FolderBucket) and not bucket.names():
        raise EmptyFolder("The shared folder is empty. If it is on a drive, connect the drive; nothing was written.")
    try:
        data = bucket.read(STORE_FILE, STORE_LIMIT)
    except StoreError as error:
        if isinstance(bucket, FolderBucket) and STORE_FILE not in bucket.names():
            raise StoreError(
                "That folder is no shared store: it holds no store.json. Nothing was written.", later=False
            ) from None
        raise error
    try:
        if _AnyStore.model_validate_json(data).format > 1:
            raise StoreError("The shared store was made by a newer version of this program. Update first.", later=False)
        return Store.model_validate_json(data)
    except ValidationError:
        raise StoreError("store.json in the shared folder is damaged or has not fully arrived.") from None


def require_store(bucket: Bucket, known: str) -> Store:
    """The store, which must be the one of this id unless that is empty. Raises StoreError."""
    store = read_store(bucket)
    if known and store.id != known:
        raise OtherStore(
            "That is another shared store than the one this device shares with. Nothing was written.", later=False
        )
    return store


def enter_store(bucket: Bucket, device: Device, *, join: bool = False) -> None:
    """Make sure that this is the store this device shares with, or join it.

    A device joins the first store it meets; another one only where `join` says so. Raises StoreError, OSError.
    """
    store = require_store(bucket, "" if join else device.state.store)
    if device.state.store != store.id:
        device.change(store=store.id, announced="", shared={})
