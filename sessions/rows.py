"""The rows of the caseload as the journals tell them: worked out, kept up to date, and made again."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from sessions.caseload import Row
from sessions.learner import Learner
from sessions.outlook import Outlook, make_outlook
from sessions.store.known import keep_known, read_known

if TYPE_CHECKING:
    from sessions.workspace import Workspace


def refresh(
    workspace: "Workspace", learners: Iterable[str], progress: Callable[[int], None] = lambda done: None
) -> None:
    """Work the rows of these learners out again, one after another, and save them. Never while observing.

    `progress` is told how many are done; what it raises ends this, with the rows until then saved. Raises OSError.
    """
    rows: dict[str, Row] = {}
    try:
        for done, learner in enumerate(learners, 1):
            rows |= _touched(workspace, learner)
            progress(done)
    finally:
        if rows:
            workspace.caseload.save([*rows.values()])


def follow(workspace: "Workspace", *learners: str) -> None:
    """Bring rows up to date after something was recorded, which stands: that a row could not be saved is marked."""
    with suppress(OSError):
        refresh(workspace, learners)


def stale(workspace: "Workspace") -> list[str]:
    """Learners whose row is missing or may be out of date."""
    new = {learner for learner in workspace.learner_ids() if not workspace.caseload.get(learner)}
    return sorted(new.union(workspace.dirty()))


def current_rows(workspace: "Workspace") -> list[Row]:
    """Rows as the journals stand now, by name: worked out afresh where the saved one is missing or may be old.

    Nothing is written, so a reader may ask. Raises OSError.
    """
    caseload = workspace.caseload
    fresh: dict[str, Row | None] = dict.fromkeys(stale(workspace))
    for learner in list(fresh):
        fresh |= _touched(workspace, learner)
    known = (each for each in workspace.learner_ids() if caseload.together(each)[0] == each)
    rows = (fresh[each] if each in fresh else caseload.get(each) for each in known)
    return sorted((row for row in rows if row), key=lambda row: (row.name.casefold(), row.learner))


def rebuild(workspace: "Workspace") -> int:
    """Work the caseload and the marks out from the journals; returns the number of learners. Raises OSError.

    The next share looks at everything: what sharing learnt may be about other files than those that are here now.
    """
    rows: dict[str, Row] = {}
    unshared: list[str] = []
    for learner in filter(workspace.holds, workspace.learner_ids()):
        rows |= _touched(workspace, learner)
        unshared += [learner] if workspace.unshared(learner) else []
    workspace.mark_dirty(*unshared)
    keep_known(workspace.folder, read_known(workspace.folder).model_copy(update={"made_for": ""}))
    workspace.caseload.save([*rows.values()], gone=workspace.caseload.learners() - rows.keys())
    return len(rows)


def _touched(workspace: "Workspace", learner: str) -> dict[str, Row]:
    """The rows, by id, of a learner and of all who are, or were until now, said to be the same person."""
    return {each: row for each in workspace.link(learner) if (row := _row(workspace, each))}


def _row(workspace: "Workspace", learner: str) -> Row | None:
    """A learner's row; None where the only line about them is one that a crash tore off."""
    if not (found := workspace.learner(learner)).portfolio.entries and not found.problems:
        return None
    last = _outlook(workspace, found)
    others = [_outlook(workspace, found, pack_id) for pack_id in last.pack_ids if pack_id != last.pack_id]
    unshared = sum(map(workspace.unshared, workspace.caseload.together(learner)))
    return make_row(found, [last, *others], unshared)


def _outlook(workspace: "Workspace", learner: Learner, pack_id: str | None = None) -> Outlook:
    return make_outlook(learner, workspace.packs.here, workspace.clock().date(), pack_id=pack_id)


def make_row(learner: Learner, outlooks: Sequence[Outlook], unshared: int) -> Row:
    """The row of one learner over all qualifications, that of the first outlook named first.

    `unshared` is how many of this device's entries were not shared yet.
    """
    first, portfolio = outlooks[0], learner.portfolio
    covers = [cover for outlook in outlooks for cover in outlook.covers.values()]
    return Row(
        learner=learner.id,
        name=portfolio.name,
        initials=portfolio.initials[:8],
        number=portfolio.detail("number"),
        employer=portfolio.detail("employer"),
        pack_id=first.pack_id,
        also=tuple(outlook.pack_id for outlook in outlooks[1:]),
        missing=any(outlook.enrolled and not outlook.pack for outlook in outlooks),
        units=len(covers),
        done=sum(len(outlook.achieved) for outlook in outlooks),
        unread=sum(len(outlook.unread_units) for outlook in outlooks),
        total=sum(outlook.total for outlook in outlooks),
        open=sum(outlook.open_count for outlook in outlooks),
        to_confirm=sum(len(outlook.to_confirm) for outlook in outlooks),
        last_visit=first.last_visit,
        planned=first.plan is not None,
        next_visit=first.plan.when if first.plan else None,
        next_note=first.plan.what[:200] if first.plan else "",
        unshared=unshared,
        disagreements=len(portfolio.disagreements()),
        unfinished=tuple(visit.id for visit in learner.unfinished_visits()),
        same=learner.same_as,
    )
