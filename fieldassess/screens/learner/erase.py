"""Erasing a learner: what goes is said first, and the name is typed before anything does."""

from typing import Final

from fieldassess.app import FieldAssess
from fieldassess.erasing import CONSEQUENCES, is_name_of, what_goes
from fieldassess.widgets.dialog import Ask, Form
from fieldassess.widgets.fields import LineField
from fieldassess.widgets.plain import lines
from sessions.erasing import erase, whole_record
from sessions.store.bucket import StoreError
from sessions.store.erased import erase_in_store
from sessions.store.opening import open_store

_ANSWERS: Final = {"k": "Keep the record", "e": "Go on to erase it"}
_WRONG: Final = "That is not the name."


async def erase_learner(app: FieldAssess, learner_id: str) -> bool:
    """Ask twice, then erase a learner here and in what is shared; whether it was begun. For a worker."""
    portfolio = await app.in_background(lambda: whole_record(app.workspace, learner_id).portfolio)
    title, text = f"Erase the record of {portfolio.name} for good?", lines([what_goes(portfolio), CONSEQUENCES])
    if await app.push_screen_wait(Ask(title, _ANSWERS, text=text)) != "e":
        return False

    def wrong(typed: str) -> str | None:
        return None if is_name_of(portfolio, typed) else _WRONG

    name = LineField("name", "Name", required=True, wrong=wrong)
    asks = f"Type the name to erase it: {portfolio.name}"
    if await app.push_screen_wait(Form("Erase for good", [name], text=asks, done="Erase")) is None:
        return False
    try:
        await app.in_background(lambda: erase(app.workspace, learner_id))
    except OSError as error:
        app.notify(_not_gone(app, learner_id, error.strerror or str(error)), severity="error", timeout=15)
        return learner_id in app.workspace.erasures.confirmed
    app.notify("Erased from this device.")
    await _erase_in_store(app)
    return True


def _not_gone(app: FieldAssess, learner_id: str, why: str) -> str:
    if learner_id not in app.workspace.erasures.confirmed:
        return f"NOT erased: {why}."
    return f"Hidden, but not all of it is gone yet: {why}. It goes with the next share, or the next start."


async def _erase_in_store(app: FieldAssess) -> None:
    """Let the store follow at once, where it can be reached."""
    place, workspace = app.settings.store, app.workspace
    if not place:
        return
    try:
        await app.in_background(lambda: erase_in_store(workspace, open_store(place, workspace.folder)))
        app.notify("Erased from what is shared.")
    except StoreError as error:
        app.notify(f"What is shared follows with the next share. {error}", severity="warning", timeout=15)
