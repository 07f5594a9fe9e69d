"""Choosing the folder or bucket that is shared with colleagues: checked before it is kept, made only when asked for."""

from pathlib import Path
from typing import Final

from fieldassess.app import FieldAssess
from fieldassess.widgets.dialog import Ask, Form
from fieldassess.widgets.fields import LineField
from sessions.store.bucket import NotThere, StoreError
from sessions.store.opening import EmptyPlace, create_store, enter_store, is_address, open_store, read_store

_WORDS: Final = (
    "A folder that colleagues can reach too: on a shared drive, a memory stick, or kept in step by another program. "
    "Or a bucket: s3://BUCKET/PREFIX."
)
_DRIVE: Final = "If it is on a drive or a stick that is not connected, go back and connect it first."
_SPELLING: Final = "If your centre shares through a bucket already, go back and look at the spelling."
_MAKE: Final = {"b": "Back to the place", "m": "Make a new shared store there"}
_JOIN: Final = {"b": "No, go back", "j": "Share with this store from now on"}
_CONSEQUENCES: Final = (
    "All records of this device are put there, and what colleagues put there is taken in. The store before keeps what "
    "it has and gets nothing new. If you expected that one, this may be the wrong place."
)


async def choose_store(app: FieldAssess) -> bool:
    """Ask for the shared store, check it, and keep it in the settings; whether one was chosen.

    For a worker.
    """
    typed = app.settings.store or ""
    while True:
        field = LineField("folder", "Place", typed, required=True, placeholder="/media/stick/records")
        values = await app.push_screen_wait(Form("The shared folder or bucket", [field], text=_WORDS, done="Go on"))
        if values is None:
            return False
        typed = values["folder"]
        place = typed if is_address(typed) else str(Path(typed).expanduser())
        if not is_address(place) and not Path(place).is_absolute():
            app.notify("Type the whole path, from / or ~ or a drive's letter on.", severity="warning")
            continue
        try:
            if kept := await _enter(app, place):
                app.change_settings(store=kept)
                return True
        except StoreError as error:
            app.notify(str(error), severity="error", timeout=15)
        except OSError as error:
            app.notify(f"That cannot be used: {error.strerror or error}.", severity="error", timeout=15)


async def _enter(app: FieldAssess, place: str) -> str | None:
    """Make the store at a place this device's, asking where it is new or another one; the place as it is kept.

    Raises StoreError, OSError.
    """
    workspace = app.workspace
    bucket = await app.in_background(lambda: open_store(place, workspace.folder))
    try:
        store = await app.in_background(lambda: read_store(bucket))
    except (EmptyPlace, NotThere):
        why = _SPELLING if is_address(place) else _DRIVE
        if await app.push_screen_wait(Ask("There is no shared store there yet", _MAKE, text=why)) != "m":
            return None
        await app.in_background(lambda: create_store(place, workspace.folder))
        store = await app.in_background(lambda: read_store(bucket))
    other = workspace.device.state.store not in ("", store.id)
    if other and not await ask_to_join(app):
        return None
    await app.in_background(lambda: enter_store(bucket, workspace, join=other))
    return str(bucket)


async def ask_to_join(app: FieldAssess) -> bool:
    """Ask whether to share with another store than before, naming what follows. For a worker."""
    answer = await app.push_screen_wait(Ask("That is another shared store than before", _JOIN, text=_CONSEQUENCES))
    return answer == "j"
