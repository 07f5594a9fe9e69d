"""Each layout over a small document of its kind, and over the awarding bodies' own where these are at hand."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from unitdata.handbook.extract import extract
from unitdata.handbook.layout import What
from unitdata.handbook.layouts import LAYOUTS, recognise
from unitdata.handbook.lines import Line
from unitdata.handbook.printed import PrintedUnit, Reading
from unitdata.handbook.reader import read_document

DOCUMENTS = Path(__file__).parent / "documents"
SHARED = Path(__file__).parents[4] / "shared" / "handbooks"
KINDS: tuple[What, ...] = ("element", "criterion", "requirement", "item", "knowledge", "part")


def read(path: Path) -> Reading:
    lines = extract(path).lines
    return read_document(lines, recognise(lines)[0])


def refs(unit: PrintedUnit) -> str:
    return " ".join(each.ref for kind in KINDS for each in unit.of(kind))


def doubts(reading: Reading) -> list[tuple[int, str, str]]:
    return [(doubt.place.line, doubt.unit, doubt.what) for doubt in reading.doubts]


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_document_is_recognised_by_itself(name: str) -> None:
    layout, likeness = recognise(extract(DOCUMENTS / f"{name}.txt").lines)
    assert (layout.id, likeness) == (name, 1.0)


def test_what_no_scheme_prints_is_left_to_the_general_layout() -> None:
    layout, likeness = recognise([Line(1, None, ("Dear Anna,",)), Line(2, None, ("see you on Monday.",))])
    assert (layout.id, likeness) == ("general", 0.0)


def test_cvq() -> None:
    reading = read(DOCUMENTS / "cvq.txt")
    tea, closing = reading.units["U10001"], reading.units["U10002"]
    assert refs(tea) == (
        "1 2 1.1 1.2 1.3 2.1 2.2 R1.A R2.B C1 C2 C3 R1.A.i R1.A.ii R2.B.i R2.B.ii C2.a C2.b C3.c K1 K2 K3 K2.a K2.b"
    )
    assert refs(closing) == "1 2 1.1 2.1 2.2 R1.A C1 R1.A.i R1.A.ii K1"
    assert [each.text for each in tea.of("criterion")][-1] == "The cup is filled to a finger below its rim."
    assert [(each.text, each.also) for each in tea.of("requirement")][:2] == [("Guests:", (2,)), ("Teas:", ())]
    assert [each.heading for each in tea.of("knowledge")] == ["The house", "The house", "The guest"]
    assert doubts(reading) == []


def test_edi() -> None:
    reading = read(DOCUMENTS / "edi.txt")
    assert [(unit.ref, unit.title, unit.facts) for unit in reading.units.values()] == [
        ("3", "Serve tea", {"alias": ["NU1001"]}),
        ("4", "Close the tea room", {"alias": ["NU1002"]}),
    ]
    assert refs(reading.units["3"]) == (
        "3.1 3.2 3.1.a 3.1.b 3.2.a 3.2.b 3.2.c ER1 ER2 ER3 ER4 ER4.a ER4.b KA KB"
    )  # fmt: skip
    assert refs(reading.units["4"]) == "4.1 4.2 4.1.a 4.2.a ER1"
    assert doubts(reading) == []


def test_city_and_guilds() -> None:
    reading = read(DOCUMENTS / "city_guilds.txt")
    assert [(unit.ref, bool(unit.body)) for unit in reading.units.values()] == [
        ("101", True), ("102", True), ("103", True), ("201", False)
    ]  # fmt: skip
    assert refs(reading.units["101"]) == "1 2 1.1 1.2 2.1 2.2 ER1 ER2 ER2-2 ER2.a ER2.b ER2-2.a ER2-2.b"
    assert reading.units["102"].facts == {
        "level": ["1"], "credit": ["3"], "alias": ["T/100/0002", "T2"], "hours": ["18"]
    }  # fmt: skip
    assert doubts(reading) == [
        (73, "101", "The number of requirement 2 is printed twice."),
        (77, "102", "A unit begins without a heading."),
        (77, "102", "Hours: the list of units (line 9) says 15, the unit says 18."),
        (124, "103", "2 lines, up to line 126, as behind the units: Appendix 1 Addresses"),
    ]


def test_ocr() -> None:
    reading = read(DOCUMENTS / "ocr.txt")
    assert refs(reading.units["T1"]) == "1 2 1.1 1.2 2.1 2.2"
    assert reading.units["T1"].facts == {"alias": ["T/100/0001"], "level": ["1"], "credit": ["4"]}
    assert reading.units["T2"].body == []
    boxes = reading.units["T1"].passed["boxes beside the criteria"]
    assert (boxes.first.line, boxes.last.line, boxes.lines) == (41, 47, 3)
    assert doubts(reading) == []


def test_edexcel() -> None:
    reading = read(DOCUMENTS / "sqa.txt")
    assert refs(reading.units["T1"]) == "T1.1 T1.2 T1.1.1 T1.1.2 ER ER.a ER.b t1a t1b"
    assert refs(reading.units["T2"]) == "T2.1 ER1 ER2 ER2.a ER2.b"
    assert refs(reading.units["T3"]) == "T3.1 ER1"
    assert reading.units["T3"].of("requirement")[0].text == "a difference between order and stock was found"
    assert doubts(reading) == [
        (18, "T1", "Element T1.2 has no criteria."),
        (110, "T3", "The heading says T9, with the title that the list of units gives to T3."),
    ]


def test_any_other_body() -> None:
    reading = read(DOCUMENTS / "general.txt")
    assert refs(reading.units["1"]) == "1 2 1.1 1.2 2.1 2.2 ER1 ER1.a ER1.b"
    assert refs(reading.units["2"]) == "1 2 1.a 1.b 2.a K1 K2 K2.a K2.b"
    assert reading.units["1"].facts == {"level": ["2"], "credit": ["3"]}
    assert doubts(reading) == []


# The handbooks themselves, where a centre's copy is at hand -----------------------------------------------------------

FOLDED = {"ER1", "ER3"}
"""The packs that ship hold what these say as a unit's conditions and its sufficiency, and not as requirements."""
GROUPED = {
    "U09602": "the demand for a period is held as sufficiency, and what is only an example of media is left out",
    "U13002": "the demand for a period is held as sufficiency, and a sentence on means of communication is left out",
    "U00306": "what may be shown by which route is held by each criterion and item",
    "U13402": "a sentence on means of communication is left out",
    "U13502": "a sentence on means of communication is left out",
}
"""Units whose critical aspects the shipped pack divides otherwise than their paragraphs, and why."""
UNLISTED = {"A1", "A2", "A17", "B1", "B12", "B13", "B15", "C1", "C8", "F6"}
"""Units in the annexe that neither structure names; the packs leave them out."""
HANDBOOKS = {
    "edi": ("000", ["edi-l3"]),
    "sqa": ("001", ["svq-l2", "svq-l3"]),
    "city_guilds": ("002", ["cg-l4"]),
    "ocr": ("003", ["ocr-l3"]),
    "cvq": ("004", ["cvq-l2"]),
}
DOUBTS = {
    "edi": ["730 ", "870 15", "925 40", "1311 15"],
    "sqa": [
        "337 F2", "828 F3", "3620 F3", "3893 F3", "4148 ", "4354 A5", "4370 A6", "4603 A12", "4783 A15", "5759 D10",
    ],
    "city_guilds": ["581 403", "988 407", "1154 408", "1650 414", "1650 414", "1935 417"],
    "ocr": [],
    "cvq": [
        "13 U00306", "22 U13202", "34 U13502", "243 U12902", "243 U12902", "449 U13002", "782 U00306", "893 U00306",
        "1321 U13502",
    ],
}  # fmt: skip


def handbook(name: str) -> Path:
    return next(SHARED.glob(f"{HANDBOOKS[name][0]}_*.txt"), SHARED)


def in_pack(unit: dict[str, Any]) -> dict[What, list[str]]:
    elements, requirements, knowledge = (unit.get(each, []) for each in ("elements", "requirements", "knowledge"))
    return {
        "element": [each["ref"] for each in elements],
        "criterion": [each["ref"] for top in elements for each in top.get("criteria", ())],
        "requirement": [each["ref"] for each in requirements],
        "item": [each["ref"] for top in requirements for each in top.get("items", ())],
        "knowledge": [each["ref"] for each in knowledge],
        "part": [each["ref"] for top in knowledge for each in top.get("parts", ())],
    }


def pack_units(name: str) -> Iterator[dict[str, Any]]:
    for pack in HANDBOOKS[name][1]:
        yield from json.loads((files("unitdata") / "packs" / f"{pack}.json").read_text("utf-8"))["units"]


def comparable(unit: str, kind: What, found: list[str]) -> list[str]:
    """Refs without what the packs fold or divide otherwise; of such items the letters."""
    if kind == "requirement":
        return [ref for ref in found if ref not in FOLDED and not (unit in GROUPED and ref.startswith("C"))]
    if kind == "item" and unit in GROUPED:
        return [ref.rpartition(".")[2] if ref.startswith("C") else ref for ref in found]
    return found


@pytest.mark.skipif(not SHARED.is_dir(), reason="the handbooks are not at hand")
@pytest.mark.parametrize("name", HANDBOOKS)
def test_a_handbook_is_read_to_what_its_pack_holds(name: str) -> None:
    lines = extract(handbook(name)).lines
    layout, likeness = recognise(lines)
    assert (layout.id, likeness) == (name, 1.0)
    reading = read_document(lines, layout)
    packed = {unit["ref"]: in_pack(unit) for unit in pack_units(name)}
    assert reading.units.keys() ^ packed.keys() == (UNLISTED if name == "sqa" else set())
    for ref, held in packed.items():
        unit = reading.units[ref]
        for kind, wanted in held.items():
            found = [each.ref for each in unit.of(kind)]
            assert comparable(ref, kind, found) == comparable(ref, kind, wanted), (ref, kind)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the handbooks are not at hand")
@pytest.mark.parametrize("name", HANDBOOKS)
def test_a_handbook_raises_no_doubt_but_true_ones(name: str) -> None:
    assert [f"{doubt.place.line} {doubt.unit}" for doubt in read(handbook(name)).doubts] == DOUBTS[name]
