"""A learner's caseload row: the outlook in a line."""

from sessions.caseload import Row
from sessions.learner import Learner
from sessions.outlook import Outlook


def make_row(learner: Learner, outlook: Outlook, unshared: int) -> Row:
    """The row of one learner; `unshared` is how many of this device's entries were not shared yet."""
    portfolio, plan = outlook.portfolio, outlook.plan
    return Row(
        learner=learner.id,
        name=portfolio.name,
        initials=portfolio.initials[:8],
        number=portfolio.detail("number"),
        employer=portfolio.detail("employer"),
        pack_id=outlook.enrolled.pack_id if outlook.enrolled else "",
        level=outlook.pack.level if outlook.pack else None,
        units=len(outlook.covers),
        done=sum(not cover.outstanding for cover in outlook.covers.values()),
        total=outlook.total,
        open=outlook.open_count,
        to_confirm=len(outlook.to_confirm),
        last_visit=outlook.last_visit,
        planned=plan is not None,
        next_visit=plan.when if plan else None,
        next_note=plan.what[:200] if plan else "",
        unshared=unshared,
        disagreements=len(portfolio.disagreements()),
        unfinished=tuple(visit.id for visit in learner.unfinished_visits()),
    )
