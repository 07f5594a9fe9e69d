"""Choosing the folder that is shared with colleagues: checked before it is kept, made only when asked for."""

from pathlib import Path
from typing import Final

from fieldassess.app import FieldAssess
from fieldassess.widgets.dialog import Ask, Form
from fieldassess.widgets.fields import LineField
from sessions.store.bucket import StoreError
from sessions.store.opening import create_store, enter_store, open_folder, read_store

_WORDS: Final = (
    "A folder that colleagues can reach too: on a shared drive, a memory stick, or kept in step by another program."
)
_DRIVE: Final = "If it is on a drive or a stick that is not connected, go back and connect it first."
_MAKE: Final = {"m": "Make a new shared store there", "b": "Back to the path"}
_JOIN: Final = {"j": "Share with this store from now on", "b": "No, go back"}
_CONSEQUENCES: Final = (
    "All records of this device are put there, and what colleagues put there is taken in. The store before keeps what "
    "it has and gets nothing new. If you expected that one, this may be the wrong folder."
)


async def choose_store(app: FieldAssess) -> bool:
    """Ask for the shared folder, check it, and keep it in the settings; whether one was chosen. For a worker."""
    typed = app.settings.store or ""
    while True:
        place = LineField("folder", "Folder", typed, required=True, placeholder="/media/stick/records")
        values = await app.push_screen_wait(Form("The shared folder", [place], text=_WORDS, done="Go on"))
        if values is None:
            return False
        typed = values["folder"]
        folder = Path(typed).expanduser()
        if not folder.is_absolute():
            app.notify("Type the whole path, from / or ~ or a drive's letter on.", severity="warning")
            continue
        try:
            if await _enter(app, folder):
                app.change_settings(store=str(folder))
                return True
        except StoreError as error:
            app.notify(str(error), severity="error", timeout=15)
        except OSError as error:
            app.notify(f"That folder cannot be used: {error.strerror or error}.", severity="error", timeout=15)


async def _enter(app: FieldAssess, folder: Path) -> bool:
    """Make the folder's store this device's, asking where it is new or another one. Raises StoreError, OSError."""
    workspace = app.workspace
    bucket = await app.in_background(lambda: open_folder(folder, workspace.folder))
    if await app.in_background(lambda: not folder.exists() or not bucket.names()):
        answer = await app.push_screen_wait(Ask("There is no shared store in that folder yet", _MAKE, text=_DRIVE))
        if answer != "m":
            return False
        await app.in_background(lambda: create_store(folder, workspace.folder))
    store = await app.in_background(lambda: read_store(bucket))
    other = workspace.device.state.store not in ("", store.id)
    if other and not await ask_to_join(app):
        return False
    await app.in_background(lambda: enter_store(bucket, workspace.device, join=other))
    return True


async def ask_to_join(app: FieldAssess) -> bool:
    """Ask whether to share with another store than before, naming what follows. For a worker."""
    answer = await app.push_screen_wait(Ask("That is another shared store than before", _JOIN, text=_CONSEQUENCES))
    return answer == "j"
