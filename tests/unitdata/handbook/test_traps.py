"""What goes wrong in the awarding bodies' documents, in two small ones: read rightly, or said; never guessed or lost.

test_formats.py reads the same two as Markdown, Word, HTML and PDF; test_reader.py has each case by itself.
"""

from pathlib import Path

import pytest

from unitdata.handbook import Report, report_on
from unitdata.handbook.extract import extract

DOCUMENTS = Path(__file__).parent / "documents"
CVQ, CITY = "traps_cvq", "traps_city_guilds"

Read = dict[str, str]
Doubts = list[tuple[int, str, str]]

TRAPS: dict[str, tuple[str, Read, Doubts]] = {
    "a table over two pages leaves criteria below the next element's heading": (
        CVQ,
        {"U20001/1.9": "Guests are left in peace.", "U20001/2.1": "The pot is warmed."},
        [
            (15, "note", "1.9 stands below the heading of another element."),
            (16, "note", "1.10 stands below the heading of another element."),
        ],
    ),
    "a criterion stands in the element's column": (
        CVQ, {"U20001/1.6": "Water is brought.", "U20001/1.7": "Bread is brought."}, []
    ),
    "several criteria stand in one cell": (
        CVQ, {"U20001/1.1": "A table is offered.", "U20001/1.2": "Coats are taken."}, []
    ),
    "a criterion of the next element stands in the same cell, and its heading is missing": (
        CVQ,
        {"U20002/1.1": "Cups are clean.", "U20002/2": "Put cups away", "U20002/2.1": "Cups are put away."},
        [
            (64, "check", "2.1 stands there, and no heading 2."),
            (64, "note", "2 has no words of its own."),
        ],
    ),
    "a number stands alone on its line": (
        CVQ, {"U20001/2.2": "The cup is filled."}, []
    ),
    "a number stands alone on its line, above its words": (
        CITY, {"101/ER1": "All of it is done at a real table."}, []
    ),
    "headings are printed again": (
        CITY, {"101/1.4": "name the time", "101/1.5": "say goodbye"}, []
    ),
    "headings are run together": (
        CVQ, {"U20001/R2": "Pour tea", "U20001/R2.B": "Teas:"}, []
    ),
    "a unit's heading is missing": (
        CITY, {"102/1": "Wash up", "102/1.1": "wash the cups"}, [(60, "check", "A unit begins without a heading.")]
    ),
    "blanks that do not break fill a cell": (
        CVQ, {"U20001/1.3": "The menu is brought."}, []
    ),
    "a requirement has no stem": (
        CITY, {"101/ER2": "", "101/ER2.a": "at a full house"}, [(50, "check", "ER2 has no words of its own.")]
    ),
    "a requirement's number is printed twice": (
        CITY,
        {"101/ER3": "Tea was made:", "101/ER3-2": "Tea was poured:", "101/ER3-2.a": "to the left"},
        [(56, "check", "The number of requirement 3 is printed twice.")],
    ),
    "a criterion's number is printed twice, and the next is missing": (
        CITY,
        {"101/1.2": "take coats", "101/1.2-2": "bring the menu"},
        [
            (27, "check", "The number of criterion 2 is printed twice."),
            (28, "missing", "3 is missing before criterion 4."),
        ],
    ),
    "numbers are missing from a run": (
        CVQ, {"U20001/K3": "How long they draw."}, [(45, "missing", "2 is missing before knowledge 3.")]
    ),
    "a letter is missing because the group is inherited from a unit that is an element": (
        CVQ,
        {"U20001/R1.A": "Guests:", "U20001/R2.B": "Teas:"},
        [(29, "check", "R1.A says that it also applies to unit 2.")],
    ),
    "an element goes by the unit's number too": (
        CVQ,
        {"U20001/R2.B": "Teas:"},
        [(33, "check", "R2.B says that it also applies to Elements 1.3.")],
    ),
    "a label stands in two elements, with other items": (
        CVQ, {"U20001/R1.A.i": "regular", "U20001/R3.A": "Guests:", "U20001/R3.A.i": "in a hurry"}, []
    ),
    "a criterion stands word for word in two elements": (
        CVQ, {"U20001/2.3": "The guide stays calm.", "U20001/3.1": "The guide stays calm."}, []
    ),
    "ten comes after nine": (
        CVQ, {"U20001/1.10": "The table is looked after."}, []
    ),
    "an overview disagrees with the unit": (
        CVQ,
        {"U20001/3": "Clear the table"},
        [(4, "note", "An overview of the elements words otherwise 3.")],
    ),
    "a list of outcomes disagrees with the outcomes": (
        CITY, {"101/2": "Know tea"}, [(17, "note", "An overview of the elements words otherwise 2.")]
    ),
    "a sentence is cut off": (
        CVQ, {"U20001/2.4": "Milk is offered to the"}, [(22, "check", "2.4 ends in the middle.")]
    ),
    "an item is cut off, and the one before it is missing": (
        CITY,
        {"101/ER3-2.c": "for the"},
        [(58, "missing", "b is missing before item c."), (58, "check", "ER3-2.c ends in the middle.")],
    ),
    "a table and the unit give other figures": (
        CITY, {}, [(5, "check", "Credit: the list of units (line 2) says 4, the unit says 6.")]
    ),
    "a line is not understood": (
        CITY, {}, [(70, "missing", "A line without a number: The cups are of the finest kind.")]
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {name: report_on(extract(DOCUMENTS / f"{name}.txt")) for name in (CVQ, CITY)}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_read_rightly_or_said(reports: dict[str, Report], trap: str) -> None:
    document, read, doubts = TRAPS[trap]
    report = reports[document]
    statements = {f"{unit.ref}/{each.ref}": each.text for unit in report.reading.units.values() for each in unit.all()}
    assert statements.items() >= read.items()
    assert {(doubt.place.line, doubt.weight, doubt.what) for doubt in report.reading.doubts} >= set(doubts)


@pytest.mark.parametrize("document", [CVQ, CITY])
def test_nothing_else_is_doubted(reports: dict[str, Report], document: str) -> None:
    wanted = [doubt for name, _, doubts in TRAPS.values() if name == document for doubt in doubts]
    assert sorted((d.place.line, d.weight, d.what) for d in reports[document].reading.doubts) == sorted(wanted)


def test_whom_a_group_is_handed_down_to_stands_in_the_pack(reports: dict[str, Report]) -> None:
    (made,) = reports[CVQ].packs
    applies = {each.ref: each.applies_to for each in made.pinned.pack.unit["U20001"].requirements}
    assert [applies[ref] for ref in ("R1.A", "R2.B", "R3.A")] == [("1", "2"), ("2", "3"), ("3",)]


def test_elements_that_go_by_the_units_number_are_this_units(reports: dict[str, Report]) -> None:
    (made,) = reports[CVQ].packs
    conditions = made.pinned.pack.unit["U20001"].conditions
    assert (conditions.simulation, conditions.elements) == ("partly", ("2", "3"))
    assert any(doubt.unit == "U20001" and "simulation" in doubt.what for doubt in made.doubts)
