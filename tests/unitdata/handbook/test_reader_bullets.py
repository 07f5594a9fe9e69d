"""Lists that bear bullets for numbers, in the layout for documents of any body."""

import pytest

from unitdata.handbook import LAYOUTS, report_on
from unitdata.handbook.extract import Document
from unitdata.handbook.lines import Line
from unitdata.handbook.printed import Reading
from unitdata.handbook.reader import read_document

OPEN = "Unit 1 Serve tea\nLearning outcome 1 Pour\n1.1 Warm the pot.\n"


def lines_of(text: str) -> tuple[Line, ...]:
    lines = enumerate((OPEN + text).splitlines(), 1)
    return tuple(Line(n, None, (line.removeprefix("- "),), bullet=line.startswith("- ")) for n, line in lines)


def read(text: str) -> Reading:
    return read_document(lines_of(text), LAYOUTS["general"])


def printed(reading: Reading) -> list[str]:
    return [f"{each.ref} {each.text}" for each in reading.units["1"].all() if each.what != "scope"][2:]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "Range\nGuests:\n- early ones\n- late ones\nTeas:\n- black\n- green",
            ["R.A Guests:", "R.A.i early ones", "R.A.ii late ones", "R.B Teas:", "R.B.i black", "R.B.ii green"],
        ),
        ("Range\nGuests\n- early ones\n- late ones", ["R.A Guests", "R.A.i early ones", "R.A.ii late ones"]),
        ("Range\n- guests\n- teas", ["R.A guests", "R.B teas"]),
        (
            "Range\nElement 1 Pour\nA Guests:\n- early ones\n- late ones",
            ["R1.A Guests:", "R1.A.i early ones", "R1.A.ii late ones"],
        ),
        (
            "Evidence requirements\nYou must cover at least two of the following:\n- a party\n- a wake\n- 2 guests",
            ["ER1 You must cover at least two of the following:", "ER1.a a party", "ER1.b a wake", "ER1.c 2 guests"],
        ),
        (
            "Evidence requirements\n- be seen twice\n- ask once\nServe one of:\n- tea\n- milk",
            ["ER1 be seen twice", "ER2 ask once", "ER3 Serve one of:", "ER3.a tea", "ER3.b milk"],
        ),
        (
            "Evidence requirements\n1. Serve guests.\nServe one of:\n- tea\n- Milk\n2. Sit.",
            ["ER1 Serve guests. Serve one of:", "ER1.a tea", "ER1.b Milk", "ER2 Sit."],
        ),
        ("Evidence requirements\n- 1 Be seen.\n- 2 Ask.", ["ER1 Be seen.", "ER2 Ask."]),
        ("What you need to know\nK1 why tea is warm\nK2 who drinks it", ["K1 why tea is warm", "K2 who drinks it"]),
        ("What you must understand\n- why tea is warm\n- who drinks it", ["K1 why tea is warm", "K2 who drinks it"]),
        ("You need to know and understand\n1. who drinks:\n- tea\n- milk", ["K1 who drinks:", "K1.a tea", "K1.b milk"]),
        ("Knowledge and understanding\nGuests\n- who drinks tea", ["K1 who drinks tea"]),
    ],
)
def test_bullets_are_statements(text: str, statements: list[str]) -> None:
    reading = read(text)
    assert printed(reading) == statements
    assert reading.doubts == []


def test_a_range_of_no_element_is_the_whole_units_and_a_number_asked_for_is_kept() -> None:
    text = (
        "Learning outcome 2 Sit\n2.1 Sit.\nRange\nGuests:\n- early ones\n- late ones\n"
        "Evidence requirements\nYou must serve at least one of the following:\n- a party\n- a wake"
    )
    document = Document("book.txt", "plain text", "0" * 32, lines_of(text))
    (made,) = report_on(document, LAYOUTS["general"]).packs
    (unit,) = made.pinned.pack.units
    assert [(each.ref, each.applies_to, each.need, len(each.items)) for each in unit.requirements] == [
        ("R.A", (), None, 2),
        ("ER1", (), 1, 2),
    ]
