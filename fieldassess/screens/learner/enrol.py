"""Enrolling: pick a qualification, then tick units while its rules say whether they make the award."""

from collections.abc import Sequence
from typing import Final

from fieldassess.app import FieldAssess
from fieldassess.dates import read_date
from fieldassess.screens.learner.carry import carry_to
from fieldassess.screens.learner.choice import UnitChoice
from fieldassess.screens.records import recorded
from fieldassess.widgets.dialog import Ask, Pick
from fieldassess.widgets.plain import GOOD, MUTED, WARN, content, join, lines
from fieldassess.widgets.row import Row
from sessions.portfolio import Portfolio
from sessions.rows import follow
from sessions.shelf import packs_at_hand
from unitdata import PackError, PinnedPack

_EDITION: Final = {
    "k": "Keep the edition that the sessions are on",
    "c": "Carry over: see what counts on with this one",
    "e": "Enrol on this edition all the same",
}


async def enrol(app: FieldAssess, learner_id: str) -> str | None:
    """Ask for a qualification and units and record them; its id, or None when nothing was. Call it in a worker."""
    workspace = app.workspace
    try:
        packs = await app.in_background(lambda: packs_at_hand(workspace))
    except (PackError, OSError) as error:
        app.notify(f"A qualification cannot be read: {error}.", severity="error")
        return None
    portfolio = await app.in_background(lambda: workspace.learner(learner_id).portfolio)
    standing = {body.pack_id: body for _, body in portfolio.enrolments()}
    pinned = packs[0] if len(packs) == 1 else await _pick(app, packs, [body.pack for body in standing.values()])
    if pinned is None:
        return None
    before = standing.get(pinned.pack.id)
    answer = await _edition_asked(app, portfolio, pinned)
    if answer == "c":
        return pinned.pack.id if await carry_to(app, learner_id, pinned) else None
    if answer != "e":
        return None
    stated = portfolio.detail("number"), read_date(portfolio.detail("registered_on"), app.now().date())
    choice = await app.push_screen_wait(UnitChoice(portfolio.name, pinned, before, *stated))
    if choice is None:
        return None

    def record() -> str:
        workspace.packs.keep(pinned)
        learner = workspace.learner(learner_id)
        learner.enrol(pinned.sha, pinned.pack.id, choice["units"], on=choice["on"], number=choice["number"])
        follow(workspace, learner_id)
        return pinned.pack.id

    return await recorded(app, record)


async def _edition_asked(app: FieldAssess, portfolio: Portfolio, pinned: PinnedPack) -> str | None:
    """What is to become of the edition on which sessions stand; `e` where there is none but the one chosen."""
    packs = {body.pack for _, body in portfolio.enrolments() if body.pack_id == pinned.pack.id} - {pinned.sha}
    left = sum(visit.opened is not None and visit.opened.pack in packs for visit in portfolio.opened_visits())
    if not left:
        return "e"
    were = "1 session was" if left == 1 else f"{left} sessions were"
    said = f"{were} recorded with the edition chosen so far, and will not count with this one unless carried over."
    return await app.push_screen_wait(Ask("Enrol on another edition?", _EDITION, text=said))


async def _pick(app: FieldAssess, packs: list[PinnedPack], standing: Sequence[str]) -> PinnedPack | None:
    """Ask which qualification; those that the learner is enrolled on (their hashes) come first."""
    first = sorted(packs, key=lambda pinned: pinned.sha not in standing)
    rows = [_pack_row(pinned, enrolled=pinned.sha in standing, other=is_other(pinned, packs)) for pinned in first]
    chosen = await app.push_screen_wait(Pick("Which qualification?", rows))
    return next((p for p in packs if p.sha == chosen), None)


def is_other(pinned: PinnedPack, packs: list[PinnedPack]) -> bool:
    """Whether a qualification of the same id comes before it, as the one of the program does."""
    return next(p for p in packs if p.pack.id == pinned.pack.id) is not pinned


def _pack_row(pinned: PinnedPack, *, enrolled: bool, other: bool) -> Row:
    pack = pinned.pack
    body = [content(pack.body, MUTED), content(" ✓ enrolled", GOOD) if enrolled else ""]
    kept = content(" ! another edition, kept here", WARN) if other else ""
    return Row(
        pinned.sha,
        lines([pack.title, join(*body, kept)]),
        right=pack.number,
        more=f"edition: {pack.edition}",
        wrap=True,
    )
