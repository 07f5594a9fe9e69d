"""Dates as people type them."""

from datetime import date

import pytest

from fieldassess.dates import read_date, show_date, show_weekday

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("26 Nov", date(2026, 11, 26)),
        ("26 november", date(2026, 11, 26)),
        ("26nov 25", date(2025, 11, 26)),
        (" 26/11 ", date(2026, 11, 26)),
        ("26.11.2027", date(2027, 11, 26)),
        ("2026-11-26", date(2026, 11, 26)),
        ("3 Jan", date(2027, 1, 3)),
        ("30/6", date(2026, 6, 30)),
        ("+7", date(2026, 11, 29)),
        ("-1", date(2026, 11, 21)),
        ("Tomorrow", date(2026, 11, 23)),
        ("today", TODAY),
        ("fri", date(2026, 11, 27)),
        ("sunday", date(2026, 11, 29)),
    ],
)
def test_a_date_is_understood(typed: str, meant: date) -> None:
    assert read_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "31/2", "32 Nov", "29 Feb", "11/26", "99", "0/0", "26 Nov 12026", "+99999", "5 monkeys", "² Nov"],
)
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def test_a_date_is_shown_with_its_year_where_that_is_another_one() -> None:
    assert show_date(date(2026, 11, 6), TODAY) == "6 Nov"
    assert show_date(date(2027, 1, 3), TODAY) == "3 Jan 2027"
    assert show_weekday(date(2026, 11, 26)) == "Thu 26 Nov 2026"
