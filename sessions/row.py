"""Working a learner's caseload row out from the portfolio."""

from sessions.caseload import Row
from sessions.entry import Enrolled
from sessions.learner import Learner
from sessions.measure import cover_unit
from unitdata import Pack


def chosen_units(enrolled: Enrolled, pack: Pack) -> list[str]:
    """The refs of the units a learner chose that the pack knows, in the pack's order."""
    return [ref for ref in pack.unit if ref in enrolled.units]


def make_row(learner: Learner, pack: Pack | None, shared: int) -> Row:
    """The row of one learner; `pack` is that of the last enrolment if it is here, `shared` the entries shared."""
    portfolio = learner.portfolio
    enrolments, plans, days = portfolio.enrolments(), portfolio.plans(), portfolio.visit_days()
    units = chosen_units(enrolments[-1][1], pack) if enrolments and pack else []
    covers = [cover_unit(pack.unit[ref], portfolio) for ref in units if pack]
    plan = plans[-1][1] if plans else None
    return Row(
        learner=learner.id,
        name=portfolio.name,
        initials=portfolio.initials[:8],
        number=portfolio.detail("number"),
        employer=portfolio.detail("employer"),
        pack_id=enrolments[-1][1].pack_id if enrolments else "",
        level=pack.level if pack else None,
        units=len(covers),
        done=sum(not cover.outstanding for cover in covers),
        total=sum(cover.total for cover in covers),
        open=sum(cover.open_count for cover in covers),
        to_confirm=sum(len(cover.to_confirm) for cover in covers),
        last_visit=days[-1] if days else None,
        next_visit=plan.when if plan else None,
        next_note=plan.what[:200] if plan else "",
        unshared=learner.own_entries - shared,
        disagreements=len(portfolio.disagreements()),
        unfinished=tuple(visit.id for visit in learner.unfinished_visits()),
    )
