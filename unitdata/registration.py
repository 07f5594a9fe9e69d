"""Dates that follow from a qualification's registration rules."""

from datetime import date, timedelta

from unitdata.structure import Registration


def first_claim(registration: Registration | None, on: date) -> date | None:
    """The first day on which a unit may be claimed for a learner registered on a day; None where no wait is printed."""
    weeks = registration.weeks_before_claim if registration else None
    return on + timedelta(weeks=weeks) if weeks else None


def lapses(registration: Registration | None, on: date) -> date | None:
    """The day on which a registration made on a day lapses; None where no period is printed."""
    years = registration.period_years if registration else None
    if not years:
        return None
    try:
        return on.replace(year=on.year + years)
    except ValueError:  # made on 29 February
        return date(on.year + years, 3, 1)


def closed(registration: Registration | None, on: date) -> date | None:
    """The day after which nobody could be registered any more, if a registration on a day would come too late."""
    last = registration.last_registration if registration else None
    return last if last and on > last else None
