"""Any lines at all: they are read without an error, nothing in a unit vanishes, and the time grows as they do."""

import gc
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unitdata.handbook.doubts import Weight
from unitdata.handbook.layout import Layout
from unitdata.handbook.layouts import LAYOUTS, recognise
from unitdata.handbook.lines import Line
from unitdata.handbook.reader import read_document

NUMBERS = ("1", "2.", "3)", "(i)", "(ii)", "xlix", "a", "b.", "z", "A.", "B", "1.1", "1.2.", "2.1", "9.9", "T1.1", "K1")
HEADINGS = (
    "U10001: Serve tea", "U10002:", "Unit 101", "UNIT 3 NU1001 Serve tea", "UNIT T1 (T/100/0001)", "Unit T1: Serve tea",
    "Unit title: T1 Serve tea", "4430-101", "Level: 1", "Credit value: 4", "ELEMENT", "PERFORMANCE CRITERIA",
    "RANGE STATEMENT (continued)", "Underpinning knowledge", "EVIDENCE GUIDE(1) Performance Evidence",
    "Customer Service Standards", "Evidence requirements", "Knowledge and understanding", "Learning outcomes",
    "Outcome 1: Greet", "Learning outcome 2 - Pour", "Element 1: Greet", "Element 3.1", "Element T1.1 Greet",
    "Assessment criteria", "The learner can:", "Key terms", "Guests: (Also applies to unit 3)",
    "(also in elements 2 and 3)",
)  # fmt: skip
WORDS = st.text(
    st.sampled_from("aAiI.:,;()-–— 19é\u00a0{}\\") | st.characters(codec="utf-8", exclude_categories=["Zl"]),
    max_size=40,
)
CELL = (
    st.sampled_from(NUMBERS)
    | st.sampled_from(HEADINGS)
    | st.tuples(st.sampled_from(NUMBERS), WORDS).map(" ".join)
    | WORDS
)
ROWS = st.lists(st.tuples(st.lists(CELL, max_size=4), st.booleans()), max_size=60)


def as_lines(rows: Sequence[tuple[Sequence[str], bool]]) -> list[Line]:
    return [
        Line(number, number // 40 + 1, tuple(" ".join(cell.split()) for cell in cells), bullet=bullet)
        for number, (cells, bullet) in enumerate(rows, 1)
    ]


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, layout=st.sampled_from(list(LAYOUTS.values())))
def test_any_lines_are_read(rows: list[tuple[list[str], bool]], layout: Layout) -> None:
    reading = read_document(as_lines(rows), layout)
    assert 0 <= recognise(as_lines(rows))[1] <= 1
    for ref, unit in reading.units.items():
        assert unit.ref == ref != ""
        statements = [each.ref for each in unit.all()]
        assert len(statements) == len(set(statements)), "refs are unique within a unit"
    for doubt in reading.doubts:
        assert 1 <= doubt.place.line <= len(rows)
        assert doubt.weight in get_args(Weight)
        assert doubt.what
        assert doubt.done


BODY = st.lists(st.sampled_from(["1 do", "2 do", "4 do", "a do", "b do", "c do", "1", "a", "Do so.", "and so", "For:"]))


@given(body=BODY)
def test_every_line_of_a_unit_is_a_statement_or_listed(body: list[str]) -> None:
    """Whatever stands below a heading is found again: in a statement, among what was passed over, or in a doubt."""
    opening = ["Unit 101", "Serve tea", "Level: 1", "Evidence requirements", "1 begin"]
    text = [f"{line}{number}" if " " in line or line[-1] == "." else line for number, line in enumerate(body)]
    reading = read_document(as_lines([([each], False) for each in opening + text]), LAYOUTS["city_guilds"])
    unit = reading.units["101"]
    listed = [line.removesuffix(".") for line in (each.text for each in unit.all())]
    lines_of_doubts = sum(
        int(doubt.what.split()[0]) if doubt.what[0].isdigit() and " lines" in doubt.what else 1
        for doubt in reading.doubts
        if "without a number" in doubt.what and doubt.weight == "missing"
    )
    words = [line.rpartition(" ")[2] for line in text if line[-1].isdigit() and line not in ("1",)]
    found = sum(any(word in statement for statement in listed) for word in words)
    numbers = unit.passed["headings and lead-ins"].numbers
    passed = sum(number > len(opening) for number in numbers)
    assert found + lines_of_doubts + passed >= len(words)


# Time -----------------------------------------------------------------------------------------------------------------


def seconds(read: Callable[[], object]) -> float:
    """The shorter of two runs, in processor time."""
    taken = []
    gc.collect()
    for _ in range(2):
        start = time.process_time()
        read()
        taken.append(time.process_time() - start)
    return min(taken)


OPEN = {
    "cvq": ["U10001: Serve tea", "RANGE STATEMENT", "Element 1: Greet"],
    "edi": ["UNIT 3", "SERVE TEA", "Customer Service Standards", "Element 3.1 Greet"],
    "city_guilds": ["Unit 101", "Serve tea", "Level: 1", "Evidence requirements"],
    "ocr": ["UNIT T1 (T/100/0001)", "SERVE TEA", "Learning outcome 1 - Greet"],
    "sqa": ["Unit T1: Serve tea", "1"],
    "general": ["Unit 1: Serve tea", "Assessment criteria", "Outcome 1: Greet"],
}
REPEATED = [
    ("city_guilds", ["1 pour"]),
    ("sqa", ["1", "a"]),
    ("city_guilds", ["Pour now."]),
    ("edi", ["and pour the tea of the"]),
    ("general", ["Unit 101: Go", "1.1 pour", "Unit 102: Sit", "1.1 sit"]),
    ("city_guilds", ["Level: 1", "Outcome 1: Greet", "1.1 smile"]),
    ("sqa", ["T1", "4", "Serve", "T1.1", "Sit"]),
    ("cvq", ["Element 2: Sit", "C. Guests: (Also applies to Elements 1 and 3)", "(i) new"]),
    ("ocr", ["7.1 pour", "8.2 sit"]),
    ("general", ["Unit 101: Go", "Outcome {n} Pour", "{n}.1 pour", "Unit 102: Sit", "Outcome {n} Sit", "{n}.1 sit"]),
]


@pytest.mark.parametrize(("name", "repeated"), REPEATED)
def test_the_time_grows_as_the_lines_do(name: str, repeated: list[str]) -> None:
    def of(times: int) -> float:
        rows = [row.replace("{n}", str(n)) for n in range(1, times + 1) for row in repeated]
        lines = as_lines([([row], False) for row in [*OPEN[name], *rows]])
        return seconds(lambda: read_document(lines, LAYOUTS[name]))

    assert of(900) < 0.1 + 12 * of(150), "six times the lines take six times as long; the square would be 36 times"


@pytest.mark.parametrize(
    "cell",
    [
        "1.1 pour " * 2_000,
        "1.1 a " + "9.9 " * 4_000,
        "." * 20_000,
        "(i) x " * 3_000,
        "(also to " * 2_000,
        " - " * 6_000,
    ],
)
def test_one_long_cell_takes_no_time(cell: str) -> None:
    for name, layout in LAYOUTS.items():
        lines = as_lines([([row], False) for row in [*OPEN[name], cell, "1.2 sit", cell]])
        assert seconds(partial(read_document, lines, layout)) < 2
