"""Dates as people type them, and as they are shown."""

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEAR: Final = {"today": 0, "tomorrow": 1, "yesterday": -1}
_NAMED: Final = re.compile(r"(\d{1,2})\s*([a-z]{3,9})\.?(?:\s+(\d{4}|\d{2}))?")
_NUMBERED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AWAY: Final = re.compile(r"([+-]\d{1,4})")


def read_date(text: str, today: date) -> date | None:
    """The date meant by `26 Nov`, `26/11`, `26/11/26`, `2026-11-26`, `+7`, `fri` or `tomorrow`; None when unclear.

    The day comes before the month. Without a year the nearest such date is meant; a weekday is the next one.
    """
    text = " ".join(text.lower().split())
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if len(text) >= 3 and text[:3] in _DAYS and text.isalpha():
        return today + timedelta(days=(_DAYS.index(text[:3]) - today.weekday() - 1) % 7 + 1)
    if found := _AWAY.fullmatch(text):
        return today + timedelta(days=int(found[1]))
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NAMED.fullmatch(text)) and found[2][:3] in _MONTHS:
        return _dated(found[3], _MONTHS.index(found[2][:3]) + 1, int(found[1]), today)
    if found := _NUMBERED.fullmatch(text):
        return _dated(found[3], int(found[2]), int(found[1]), today)
    return None


def show_date(day: date, today: date | None = None) -> str:
    """`26 Nov`; with the year where it is not this one, or where `today` is not given."""
    short = f"{day.day} {_MONTHS[day.month - 1].title()}"
    return short if today is not None and day.year == today.year else f"{short} {day.year}"


def show_weekday(day: date) -> str:
    """`Thu 26 Nov 2026`."""
    return f"{_DAYS[day.weekday()].title()} {show_date(day)}"


def _dated(year: str | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    near = [_date(today.year + step, month, day) for step in (-1, 0, 1)]
    return min((d for d in near if d is not None), key=lambda d: abs(d - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
