"""Dates that a body's registration rules set."""

from datetime import date

import pytest

from unitdata import Registration, closed, first_claim, lapses


@pytest.mark.parametrize(
    ("on", "claim"),
    [
        (date(2026, 11, 22), date(2027, 1, 31)),
        (date(2027, 12, 20), date(2028, 2, 28)),
        (date(2028, 1, 1), date(2028, 3, 11)),
    ],
)
def test_ten_weeks_pass_before_a_first_claim(on: date, claim: date) -> None:
    assert first_claim(Registration(weeks_before_claim=10), on) == claim


@pytest.mark.parametrize("registration", [None, Registration()])
def test_where_nothing_is_printed_nothing_is_asked(registration: Registration | None) -> None:
    on = date(2026, 11, 22)
    assert (first_claim(registration, on), lapses(registration, on), closed(registration, on)) == (None, None, None)


def test_registration_is_open_on_its_last_day_and_closed_after_it() -> None:
    registration = Registration(last_registration=date(2014, 7, 31))
    assert closed(registration, date(2014, 7, 31)) is None
    assert closed(registration, date(2014, 8, 1)) == date(2014, 7, 31)


@pytest.mark.parametrize(
    ("on", "end"), [(date(2026, 11, 22), date(2029, 11, 22)), (date(2028, 2, 29), date(2031, 3, 1))]
)
def test_a_registration_lapses_on_its_anniversary(on: date, end: date) -> None:
    assert lapses(Registration(period_years=3), on) == end
