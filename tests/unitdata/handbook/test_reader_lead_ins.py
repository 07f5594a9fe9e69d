"""What stands where a list's lead-in does, and is a list itself, is said; and what only leads in is not."""

import pytest

from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.lines import Line
from unitdata.handbook.printed import Reading
from unitdata.handbook.reader import read_document

OPEN = {
    "general": "Unit 1 Serve tea\nLearning outcome 1 Pour\n1.1 Warm the pot.\n",
    "city_guilds": "Unit 101 Serve tea\nAssessment criteria\nOutcome 1 Pour\n1.1 Warm the pot.\n",
    "edi": "UNIT 5 SERVE TEA\nCustomer service standards\nElement 5.1 Pour\na Warm the pot.\n",
    "cvq": "U10001: Serve tea\nPERFORMANCE CRITERIA\n1 Pour\n1.1 Warm the pot.\n",
    "sqa": "Unit T1: Serve tea\n1 Pour.\nPerformance criteria\nElement T1.1 Pour\nT1.1.1 Warm the pot.\n",
}


def read(layout: str, text: str) -> Reading:
    lines = (OPEN[layout] + text).splitlines()
    return read_document(
        [Line(n, None, (line.removeprefix("- "),), bullet=line.startswith("- ")) for n, line in enumerate(lines, 1)],
        LAYOUTS[layout],
    )


def said(reading: Reading) -> list[tuple[int, str, str]]:
    return [(doubt.place.line, doubt.weight, doubt.what) for doubt in reading.doubts]


def passed(reading: Reading) -> set[int]:
    return {n for unit in reading.units.values() for each in unit.passed.values() for n in each.numbers}


@pytest.mark.parametrize(
    ("layout", "heading", "rest"),
    [
        ("edi", "Knowledge and understanding", "Guests:\n- early ones\n- late ones"),
        ("edi", "Knowledge and understanding", "Guests come early.\nGuests come late.\nGuests stay."),
        ("city_guilds", "Evidence requirements", "Guests:\n- early ones\n- late ones"),
        ("sqa", "Knowledge and understanding for this unit", "Guests:\n- early ones\n- late ones"),
        ("cvq", "RANGE STATEMENT", "Guests:\n(9) early ones\n(10) late ones"),
        ("cvq", "UNDERPINNING KNOWLEDGE", "How early\nHow late\nHow long"),
        ("general", "Knowledge", "How early\nHow late\nHow long"),
    ],
)
def test_a_list_that_is_not_understood_is_no_lead_in(layout: str, heading: str, rest: str) -> None:
    reading = read(layout, f"{heading}\n{rest}")
    first = OPEN[layout].count("\n") + 2
    what = f"3 lines, up to line {first + 2}, that no statement was made of: {rest.splitlines()[0]}"
    assert (first, "missing", what) in said(reading)
    assert not passed(reading) & {first, first + 1, first + 2}


def test_numbers_above_the_first_heading_are_said() -> None:
    lines = ["Unit 1 Serve tea", "1 Pour", "1.1 Warm the pot."]
    reading = read_document([Line(n, None, (line,)) for n, line in enumerate(lines, 1)], LAYOUTS["general"])
    assert "2 lines, up to line 3, that no statement was made of: 1 Pour" in [doubt.what for doubt in reading.doubts]


@pytest.mark.parametrize("rest", ["The guest comes first.", "Guests are many.\nAll of them count.\nWhat counts is:"])
def test_what_leads_in_is_passed_over(rest: str) -> None:
    reading = read("general", f"Evidence requirements\n{rest}\n1. Serve a guest.")
    assert said(reading) == []
    assert passed(reading) == set(range(4, 5 + len(rest.splitlines())))
