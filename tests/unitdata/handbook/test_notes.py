"""What a reading leaves open goes on in the notes of the pack, whatever kind of file was read."""

from unitdata.handbook.doubts import Doubt, Place, Weight
from unitdata.handbook.notes import MOST, notes_of

UNITS = ["T2", "T1", "T3"]


def doubt(what: str, unit: str = "T1", weight: Weight = "check", page: int | None = None) -> Doubt:
    return Doubt(Place(7, page), unit, weight, what, "Kept.")


def test_what_is_missing_comes_first_then_what_to_check_in_the_order_of_the_units() -> None:
    doubts = [doubt("Cup?"), doubt("Pot.", "T2"), doubt("Tray.", "T3", "missing"), doubt("All.", "")]
    assert notes_of(doubts, UNITS) == ("T3: Tray. Kept.", "All. Kept.", "T2: Pot. Kept.", "T1: Cup? Kept.")


def test_what_changed_nothing_is_no_note() -> None:
    assert notes_of([doubt("Cup.", weight="note")], UNITS) == ()


def test_what_is_alike_in_several_units_is_said_once() -> None:
    assert notes_of([doubt("Cup", unit) for unit in ("T1", "T2", "T1")], UNITS) == ("T2, T1: Cup. Kept.",)
    many = [f"M{number}" for number in range(20)]
    assert notes_of([doubt("Cup.", unit) for unit in many], many) == ("20 units: Cup. Kept.",)


def test_no_note_names_a_line_or_a_page() -> None:
    for at in ("line 30", "page 2"):
        said = notes_of([doubt(f"The list ({at}) says 4, on line 3. 3 lines, up to {at}, without one: Cup.")], UNITS)
        assert said == ("T1: The list says 4, on line 3. 3 lines without one: Cup. Kept.",)
    assert notes_of([doubt("The list (page 2 to page 3) is odd.")], UNITS) == ("T1: The list is odd. Kept.",)


def test_notes_are_bounded_in_number_and_length() -> None:
    notes = notes_of([doubt(f"{number:03} {'cup ' * 2000}") for number in range(MOST + 2)], UNITS)
    assert len(notes) == MOST + 1
    assert notes[-1] == "2 more doubts of the reading stand in its report."
    assert max(map(len, notes)) < 700
