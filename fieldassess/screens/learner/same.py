"""A learner who was registered twice: stating that two are one person, and taking it back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from fieldassess.app import FieldAssess
from fieldassess.dates import show_date
from fieldassess.screens.caseload.rows import found_rows, schemes
from fieldassess.screens.records import recorded
from fieldassess.widgets.dialog import Ask, Pick
from fieldassess.widgets.plain import lines
from sessions.caseload import Row as Learner
from sessions.finding import perhaps_same
from sessions.joining import join, part
from sessions.rows import current_rows

_CONSEQUENCES: Final = (
    "They are shown as one learner, with all that was recorded about both. What they differ in is to be settled. "
    "Nothing is moved, and it can be taken back."
)


_ANSWERS: Final = {"b": "No, go back", "y": "Yes, one person registered twice"}
_JOINED: Final = {"k": "Leave it so", "j": "Join another learner", "t": "Take it back: it is not one person"}


async def same_person(app: FieldAssess, learner_id: str) -> str | None:
    """Ask who else a learner is, or whether to take that back; the id listed now, or None. For a worker."""
    caseload = app.workspace.caseload
    rows = {row.learner: row for row in await app.in_background(lambda: current_rows(app.workspace))}
    here = rows.pop(caseload.together(learner_id)[0])
    if len(together := caseload.together(learner_id)) > 1:
        asks = Ask(f"{here.name} is registered {len(together)} times, and shown as one", _JOINED)
        answer = await app.push_screen_wait(asks)
        if answer == "t":
            return await _done(app, partial(part, app.workspace, learner_id), learner_id)
        if answer != "j":
            return None
    other = await _other(app, here, rows)
    if other is None:
        return None
    asks = Ask("Is this one person?", _ANSWERS, text=lines([_said(here), _said(other), _CONSEQUENCES]))
    if await app.push_screen_wait(asks) != "y":
        return None
    return await _done(app, partial(join, app.workspace, learner_id, other.learner), learner_id)


async def _other(app: FieldAssess, here: Learner, others: Mapping[str, Learner]) -> Learner | None:
    """The learner who is the same person; those of much the same name or the same number come first."""
    alike = {row.learner for row in perhaps_same(app.workspace.caseload.rows(), here.name, here.number)}
    rows = sorted(others.values(), key=lambda row: row.learner not in alike)
    chosen = await app.push_screen_wait(Pick(f"{here.name} is the same person as", found_rows(rows)))
    return others[chosen] if chosen else None


async def _done(app: FieldAssess, act: Callable[[], None], learner_id: str) -> str | None:
    def act_and_tell() -> str:
        act()
        return app.workspace.caseload.together(learner_id)[0]

    return await recorded(app, act_and_tell)


def _said(learner: Learner) -> str:
    """`Ana Clarke, S-01, Harbour Stores, CVQ 2, last seen 12 Oct 2026`."""
    seen = f"last seen {show_date(learner.last_visit)}" if learner.last_visit else "never visited"
    on = schemes(learner) if learner.pack_id else "not enrolled"
    return ", ".join(filter(None, (learner.name, learner.number, learner.employer, on, seen)))
