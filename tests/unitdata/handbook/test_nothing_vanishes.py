"""Nothing inside a unit's pages vanishes: whatever is printed there is read, passed over by name, or in a doubt."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.lines import Line
from unitdata.handbook.printed import PrintedUnit, Reading
from unitdata.handbook.reader import read_document

Row = tuple[str, ...]

OPENINGS = {
    "cvq": [("U1000{n}: Serve {t}",), ("U1000{n}:", "Serve {t}")],
    "edi": [("UNIT {n} SERVE {t}",), ("Unit {n}", "Serve {t}")],
    "city_guilds": [("Unit 10{n} Serve {t}",), ("Unit 10{n}", "Serve {t}")],
    "ocr": [("UNIT T{n} (T/100/0001)", "SERVE {t}")],
    "sqa": [("Unit T{n}: Serve {t}",), ("Unit title: T{n} Serve {t}",)],
    "general": [("Unit {n}: Serve {t}",), ("K10{n} Serve {t}",)],
}
HEADINGS = {
    "cvq": ["Unit descriptor", "ELEMENT", "PERFORMANCE CRITERIA", "RANGE STATEMENT", "UNDERPINNING KNOWLEDGE",
            "EVIDENCE GUIDE", "Methods of assessment", "Context of assessment"],
    "edi": ["Unit overview", "Customer Service Standards", "Knowledge and understanding", "Evidence requirements"],
    "city_guilds": ["Unit aim", "Learning outcomes", "Assessment", "Assessment criteria", "Evidence requirements"],
    "ocr": ["The unit is divided into five outcomes", "Assessment criteria. I can", "Key terms"],
    "sqa": ["Performance criteria", "Evidence requirements", "Feedback/comments",
            "Knowledge and understanding for this unit"],
    "general": ["Learning outcomes", "Assessment criteria", "Range", "Evidence requirements", "Knowledge", "Unit aim"],
}  # fmt: skip
STATEMENTS = {
    "cvq": ["1. {t}", "2. {t}", "1.1 {t}", "1.2 {t}", "2.1 {t}", "Element 1: {t}", "A. {t}", "B. {t}", "(i) {t}"],
    "edi": ["Element {n}.1 {t}", "Element {n}.2 {t}", "a {t}", "b {t}", "A {t}", "1. {t}", "2. {t}"],
    "city_guilds": ["Outcome 1 {t}", "Outcome 2: {t}", "1.1 {t}", "1.2 {t}", "2.1 {t}", "1 {t}", "2 {t}", "a {t}"],
    "ocr": ["Learning outcome 1 - {t}", "Learning outcome 2 - {t}", "1 {t}", "1.1 {t}", "1.2 {t}", "2.1 {t}"],
    "sqa": ["Element T{n}.1 {t}", "T{n}.1.1 {t}", "T{n}.1.2 {t}", "1", "1 {t}", "2 {t}", "a {t}", "T{n}a {t}"],
    "general": ["Outcome 1 {t}", "1 {t}", "1.1 {t}", "1.2 {t}", "2.1 {t}", "a) {t}", "b) {t}", "K1 {t}", "(i) {t}"],
}
LISTED: dict[str, list[Row]] = {
    "cvq": [("1", "Serve {t}", "U1000{n}")],
    "edi": [("Unit {n} NU100{n} Serve {t}",)],
    "city_guilds": [("4430-10{n}", "Serve {t} (T{n})", "2", "3", "20")],
    "ocr": [("T{n}", "T/100/0001", "Serve {t}", "3", "2")],
    "sqa": [("T{n}", "5", "Serve {t}")],
    "general": [],
}
"""Rows of a list of units, which stand in the middle of one by mistake."""
JUNK = [
    "{t}",
    "{t}.",
    "{t} and",
    "For {t}:",
    "and {t}",
    "({t})",
    "Of {t};",
    "5 {t}",
    "z. {t}",
    "Some {t} " + "word " * 30,
    "{t} and safety standards",
    "Link to {t}",
    "assessment {t}",
]
LIKE_HEADINGS = {
    "cvq": ["1.2 Supplementary {t} evidence of it could include", "Knowledge {t} evidence could include"],
    "edi": ["Key words {t} of the unit", "a Key words {t} unit"],
    "city_guilds": ["Support of the unit {t}", "1.2 Details of the relationship {t}"],
    "ocr": ["1.2 Key terms {t}", "Key terms {t}"],
    "sqa": ["T{n}.1.2 You need to show that {t}", "You need to show that {t}"],
    "general": ["1.2 {t} and safety standards", "1.2 Link to {t}", "a) Link to {t}", "Key terms {t}"],
}
"""Statements and paragraphs whose words are those of a heading."""
LIKE_ENDS = {
    "cvq": [],
    "edi": ["optional units", "b optional units", "theme: {t}"],
    "city_guilds": ["Appendix 2 {t}", "1.2 Appendix 2 {t}"],
    "ocr": ["skills for business qualifications"],
    "sqa": ["section 2: {t}", "mandatory units of {t}"],
    "general": ["Appendix 2 {t}", "Unit 2 {t}", "glossary"],
}
"""The rest of a sentence, which could end the unit or open another."""
TOKEN = re.compile(r"\bq[a-z]{3}q\b", re.I)


def document_of(name: str) -> st.SearchStrategy[list[Row]]:
    """Up to three units in a layout's grammar, with lines that belong nowhere, rows of a table and page heads."""
    cell = st.sampled_from(STATEMENTS[name] * 2 + LIKE_HEADINGS[name] * 2 + JUNK)
    broken = st.tuples(
        cell.filter(str.strip), st.sampled_from(["with", "in the", "to"]), st.sampled_from(LIKE_ENDS[name] or JUNK)
    )
    line = st.one_of(
        cell.map(lambda text: (text,)),
        broken.map(lambda said: (f"{said[0]} {said[1]}", said[2])),
        st.sampled_from(HEADINGS[name]).map(lambda text: (text,)),
        st.tuples(cell, cell),
        st.sampled_from([("<head>",), *LISTED[name]]),
    )
    unit = st.tuples(st.sampled_from(OPENINGS[name]), st.lists(line, max_size=14))
    return st.lists(st.tuples(st.integers(1, 3), unit), min_size=1, max_size=4).map(_rows)


def _rows(units: list[tuple[int, tuple[Row, list[Row]]]]) -> list[Row]:
    rows: list[Row] = []
    for number, (opening, body) in units:
        head = opening
        for row in (opening, *body):
            cells = head if row == ("<head>",) else row
            rows.append(tuple(cell.replace("{n}", str(number)).replace("{t}", _token(len(rows), at))
                              for at, cell in enumerate(cells)))  # fmt: skip
    return rows


def _token(row: int, cell: int) -> str:
    letters = [ascii_lowercase[row // 26 % 26], ascii_lowercase[row % 26], ascii_lowercase[cell]]
    return f"q{''.join(letters)}q"


def vanished(rows: list[Row], reading: Reading) -> list[str]:
    """The words that stand in a unit and are nowhere: not in what was read, not passed over, and in no doubt."""
    units = reading.units.values()
    said = " ".join(text for unit in units for text in _said(unit)).casefold()
    lines = {number for unit in units for passed in unit.passed.values() for number in passed.numbers}
    for doubt in reading.doubts:
        said += f" {doubt.what.casefold()}"
        last = re.search(r"lines, up to line (\d+)", doubt.what)
        lines |= set(range(doubt.place.line, int(last[1]) + 1 if last else doubt.place.line + 1))
        for first, end in re.findall(r"\(line (\d+) to line (\d+)\)", doubt.what):
            lines |= set(range(int(first), int(end) + 1))
    return [
        token
        for number, row in enumerate(rows, 1)
        for token in TOKEN.findall(" ".join(row))
        if token.casefold() not in said and number not in lines
    ]


def _said(unit: PrintedUnit) -> Iterator[str]:
    yield unit.title
    for each in (*unit.all(), *(below for top in unit.outline for below in top.all())):
        yield from (each.text, each.heading)


def read(name: str, rows: list[Row]) -> Reading:
    return read_document([Line(number, None, cells) for number, cells in enumerate(rows, 1)], LAYOUTS[name])


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_stands_in_a_unit_is_read_passed_over_or_doubted(name: str) -> None:
    @settings(deadline=None, max_examples=100)
    @given(document_of(name))
    def holds(rows: list[Row]) -> None:
        assert vanished(rows, read(name, rows)) == []

    holds()


# The check itself can fail --------------------------------------------------------------------------------------------

PAGE: list[Row] = [
    ("Unit 101", "Serve qaaaq"),
    ("Unit aim",),
    ("Tea is qbbbq.",),
    ("Assessment criteria",),
    ("Outcome 1 Greet qcccq",),
    ("1.1 Smile qdddq.",),
    ("Nobody numbered qeeeq.",),
    ("4430-102", "Sell qfffq (T2)", "2", "3", "20"),
    ("Nor qgggq.",),
    ("Unit 101", "Serve qhhhq"),
    ("1.2 Bow qiiiq.",),
]
LOST = {
    "passed over": ["qbbbq"],
    "doubted": ["qeeeq", "qgggq", "qhhhq"],
    "read": ["qcccq", "qdddq"],
}


def test_a_page_of_all_this_is_accounted_for() -> None:
    assert vanished(PAGE, read("city_guilds", PAGE)) == []


@pytest.mark.parametrize("lost", LOST)
def test_what_a_reader_drops_is_noticed(lost: str) -> None:
    reading = read("city_guilds", PAGE)
    unit = reading.units["101"]
    if lost == "passed over":
        unit.passed.clear()
    elif lost == "doubted":
        reading.doubts.clear()
    else:
        unit.body.clear()
    assert set(LOST[lost]) <= set(vanished(PAGE, reading))
