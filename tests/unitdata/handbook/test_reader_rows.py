"""Lists of units below the headings of their groups, in the layout for documents of any body."""

import pytest

from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.lines import Line
from unitdata.handbook.printed import Reading
from unitdata.handbook.reader import read_document

UNITS = "Unit 101 Serve tea\n{facts}\nOutcome 1 Pour\n1.1 Warm it.\nUnit 201 Sell tea\nOutcome 1 Sell\n1.1 Wrap it.\n"
PLAIN = "Mandatory units\n101 Serve tea (4 credits)\nOptional units\nTake one.\n201 Sell tea\n202 Wrap tea up\n203 Fly"
TABLE = (
    "Mandatory units\nUnit | Title | Level | Credit\n101 | Serve tea | 2 | 4\n"
    "Optional units\n201 | Sell tea | 2 | 3\n202 | Wrap tea up | 2 | 3\n203 | Fly | 2 | 1"
)


def read(text: str) -> Reading:
    lines = enumerate(text.splitlines(), 1)
    return read_document([Line(number, None, tuple(line.split(" | "))) for number, line in lines], LAYOUTS["general"])


@pytest.mark.parametrize("listed", [PLAIN, TABLE])
def test_units_of_a_list_are_kept_and_stand_in_its_groups(listed: str) -> None:
    reading = read(f"{listed}\n" + UNITS.format(facts="Level: 2 Credit: 4 GLH: 40"))
    units = reading.units.values()
    assert [(unit.ref, unit.title) for unit in units if not unit.body] == [("202", "Wrap tea up"), ("203", "Fly")]
    assert reading.groups == {"Mandatory units": ["101"], "Optional units": ["201", "202", "203"]}
    assert reading.doubts == []


@pytest.mark.parametrize(("listed", "line"), [(PLAIN, 2), (TABLE, 3)])
def test_a_lists_credit_that_is_not_the_units_is_a_doubt(listed: str, line: int) -> None:
    reading = read(f"{listed}\n" + UNITS.format(facts="Level: 2 Credit: 5 GLH: 40"))
    assert [doubt.what for doubt in reading.doubts] == [
        f"Credit: the list of units (line {line}) says 4, the unit says 5."
    ]


@pytest.mark.parametrize("facts", ["Level: 2 Credit: 5 GLH: 40", "Credit 5; level 2; guided learning hours 40"])
def test_several_facts_stand_on_one_line(facts: str) -> None:
    unit = read(UNITS.format(facts=facts)).units["101"]
    assert unit.facts == {"level": ["2"], "credit": ["5"], "hours": ["40"]}


def test_a_unit_in_full_below_a_groups_heading_is_no_row() -> None:
    reading = read("Mandatory units\n" + UNITS.format(facts="Level 2"))
    assert [(unit.ref, bool(unit.body)) for unit in reading.units.values()] == [("101", True), ("201", True)]


@pytest.mark.parametrize("line", ["202 people drink it", "3 Assessment", "2 units must be taken", "Tea\n202 Wrap"])
def test_what_is_no_row_is_no_unit(line: str) -> None:
    reading = read(f"Optional units\n201 Sell tea\n{line}\n" + UNITS.format(facts="Level 2"))
    assert sorted(reading.units) == ["101", "201"]
