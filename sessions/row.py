"""A learner's caseload row: the outlook in a line."""

from collections.abc import Sequence

from sessions.caseload import Row
from sessions.learner import Learner
from sessions.outlook import Outlook


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
