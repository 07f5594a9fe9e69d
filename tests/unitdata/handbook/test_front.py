"""What the first pages of a document that does not ship say: title, number, level and edition, each with its doubt."""

from pathlib import Path

import pytest

from unitdata.handbook import read_handbook
from unitdata.handbook.packs import Made

UNIT = """\
Unit T101: {number}Brew tea for guests
Level: 2
Assessment criteria
Outcome 1 Prepare the pot
1.1 Warm the pot
1.2 Measure the leaves
1.3 Pour
"""


def made_of(tmp_path: Path, *front: str, number: str = "") -> Made:
    """The pack of a document that opens with these lines."""
    file = tmp_path / "tea.txt"
    file.write_text("\n".join((*front, UNIT.format(number=number))))
    (made,) = read_handbook(file).packs
    return made


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Accreditation number 600/1234/5", "600/1234/5"),
        ("Tea rooms (4430-04)", "4430-04"),
        ("TEA010-01", "TEA010-01"),
        ("(03456)", "03456"),
        ("For learners who begin in 2023-24", ""),
        ("For those who begin in 1999-00, 4430-05", "4430-05"),
        ("An ISO9001 approved centre", ""),
    ],
)
def test_the_number_is_said_with_its_line_and_a_year_of_study_is_none(tmp_path: Path, line: str, number: str) -> None:
    made = made_of(tmp_path, "Level 2 Award in Tea", "", line)
    assert made.pinned.pack.number == (number or "not printed")
    said = [(d.place.line, d.weight) for d in made.doubts if number and d.what == f"{number} stands in “{line}”."]
    assert said == ([(3, "check")] if number else [])
    assert any("No number" in d.what for d in made.doubts) == (not number)


def test_two_awards_of_a_year_are_no_editions_of_one(tmp_path: Path) -> None:
    year = "For learners who begin in 2023-24"
    ids = {made_of(tmp_path, f"Level 2 Award in {of}", year).pinned.pack.id for of in ("Tea", "Coffee")}
    assert len(ids) == 2


def test_a_units_own_number_is_not_the_qualifications(tmp_path: Path) -> None:
    made = made_of(tmp_path, "Level 2 Award in Tea", number="TEA0101 ")
    assert made.pinned.pack.number == "not printed"


@pytest.mark.parametrize(
    ("title", "level", "doubt"),
    [
        ("Level 3 Award in Tea", 3, []),
        ("Level 2 and Level 3 Awards in Tea", 2, ["The title names 2 and 3 as levels"]),
        ("Award in Tea, Levels 2 & 3", 2, ["The title names 2 and 3 as levels"]),
        ("SVQ 2 in Tea at SCQF level 5", 5, ["The title names 2 and 5 as levels"]),
        ("Entry Level Award in Tea (Entry Level 3)", 2, ["The title names no level"]),
        ("Award in Tea", 2, ["The title names no level"]),
    ],
)
def test_a_level_that_is_not_the_titles_only_one_is_a_doubt(
    tmp_path: Path, title: str, level: int, doubt: list[str]
) -> None:
    made = made_of(tmp_path, title)
    assert made.pinned.pack.level == level
    told = [(d.what.partition(":")[0].rstrip("."), d.done) for d in made.doubts if d.what.startswith("The title names")]
    assert told == [(what, f"It stands as level {level}.") for what in doubt]


def test_an_edition_without_end_is_cut(tmp_path: Path) -> None:
    made = made_of(tmp_path, "Level 2 Award in Tea", f"Version {'1' * 400}")
    assert made.pinned.pack.edition == f"Version {'1' * 16}"
