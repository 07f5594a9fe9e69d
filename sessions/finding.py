"""Finding a learner among the rows of the caseload: the one that is meant, and one who may be there already."""

from collections.abc import Iterable

from sessions.caseload import Row
from sessions.text import clean_line


def find(rows: Iterable[Row], wanted: str) -> list[Row]:
    """Learners by id, number, initials, or any words of the name."""
    rows, low = list(rows), wanted.strip().casefold()
    exact = [r for r in rows if low in (r.learner.casefold(), r.number.casefold(), r.name.casefold())]
    if exact or not low:
        return exact
    return [
        row
        for row in rows
        if low == row.initials.casefold() or all(word in row.name.casefold() for word in low.split())
    ]


def perhaps_same(rows: Iterable[Row], name: str, number: str = "") -> list[Row]:
    """Learners who may be the one about to be registered: same number, or much the same name."""
    from rapidfuzz import fuzz  # time that a start need not take

    name, number = clean_line(name).casefold(), clean_line(number).casefold()
    return [
        row
        for row in rows
        if (number and row.number.casefold() == number)
        or (name and fuzz.token_sort_ratio(row.name.casefold(), name) >= 85)
    ]
