"""Whatever a reader may make of a document: a pack that can be used, or the reason why there is none; never a crash."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unitdata import PackError, open_shipped, read_pack
from unitdata.handbook.compose import compose_unit
from unitdata.handbook.doubts import Place
from unitdata.handbook.extract import Document
from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.lines import Line
from unitdata.handbook.meet import meet_unit
from unitdata.handbook.packs import make_packs
from unitdata.handbook.printed import Passed, Printed, PrintedUnit, Reading
from unitdata.handbook.report import Report

WORDS = st.text(st.sampled_from("ab .,;:?…–()\x00\t\n\u00a0\u202eé1") | st.characters(codec="utf-8"), max_size=30)
SAID = st.sampled_from(
    [
        "", "Tea", "Pour tea for guests", "two of these:", "Simulation is not allowed.", "over a sufficient period",
        "It may be green.", "x" * 5000, "word " * 1500, "What is tea?", "Describe", "Performance evidence is needed.",
    ]
)  # fmt: skip
REFS = st.sampled_from(["1", "1.1", "1.1-2", "R1.A", "C1", "C1.a", "K1", "K1.a", "?9", "ä", "", "1" * 40]) | WORDS
KINDS = st.sampled_from(["element", "criterion", "requirement", "item", "knowledge", "part", "scope"])
PLACES = st.builds(Place, st.integers(1, 9), st.none() | st.integers(1, 9))
STATEMENTS = st.recursive(
    st.builds(Printed, KINDS, REFS, st.integers(1, 9), SAID | WORDS, PLACES, SAID | WORDS, st.just((2,))),
    lambda below: st.builds(
        Printed, KINDS, REFS, st.integers(1, 9), SAID, PLACES, WORDS, st.just(()), st.lists(below, max_size=3)
    ),
    max_leaves=8,
)
FACTS = st.dictionaries(st.sampled_from(["level", "credit", "hours", "alias"]), st.lists(SAID | WORDS, max_size=2))
PASSED = st.dictionaries(WORDS, st.builds(Passed, PLACES, PLACES), max_size=2)
UNIT = open_shipped("cvq-l2").pack.units[0]
UNITS = st.builds(PrintedUnit, REFS, SAID | WORDS, PLACES, FACTS, st.just([]), st.lists(STATEMENTS, max_size=4), PASSED)


@settings(deadline=None, max_examples=40)
@given(st.lists(UNITS, min_size=1, max_size=3), st.lists(SAID | WORDS, min_size=1, max_size=5))
def test_any_reading_gives_a_pack_or_a_reason(units: list[PrintedUnit], texts: list[str]) -> None:
    reading = Reading({unit.ref: unit for unit in units})
    book = Document("book.txt", "plain text", "0" * 32, tuple(Line(n, None, (t,)) for n, t in enumerate(texts, 1)))
    packs = []
    with suppress(PackError):
        packs = make_packs(book, LAYOUTS["city_guilds"], reading)
    for made in packs:
        assert read_pack(made.pinned.data).sha == made.pinned.sha
    report = Report(book, LAYOUTS["city_guilds"], False, reading, packs)
    assert list(report.lines())
    assert json.dumps(report.json())


@settings(deadline=None, max_examples=100)
@given(st.lists(STATEMENTS, min_size=1, max_size=5))
def test_whatever_was_read_is_in_the_pack_or_in_a_doubt(body: list[Printed]) -> None:
    for number, each in enumerate(each for top in body for each in top.all()):
        each.text = f"Item{number} {each.text}"[:200]
    unit, doubts = compose_unit(PrintedUnit("T1", "Brew", Place(1), body=body), LAYOUTS["cvq"], ())
    held = [element.title for element in unit.elements] + [s.text or s.prompt for s in unit.statements.values()]
    said = [*held, *(doubt.what for doubt in doubts), *(doubt.what.partition(" ")[0] for doubt in doubts)]
    for each in (each for top in body for each in top.all() if each.what != "scope"):
        word = each.text.partition(" ")[0]
        assert any(word in text.split() for text in said) or each.ref in said, each


@settings(deadline=None, max_examples=100)
@given(st.lists(STATEMENTS, max_size=5))
def test_whatever_meets_a_unit_its_prompts_stay(body: list[Printed]) -> None:
    met = meet_unit(UNIT, PrintedUnit(UNIT.ref, UNIT.title, Place(1), body=body))
    assert [s.prompt for s in met.unit.statements.values()] == [s.prompt for s in UNIT.statements.values()]
    worded = sum(bool(statement.text) for statement in met.unit.statements.values())
    prompts_alone = ("was not found", "has no words", "reads ")
    lacking = [
        doubt for doubt in met.doubts if doubt.weight == "missing" and any(w in doubt.what for w in prompts_alone)
    ]
    assert worded + len(lacking) == len(UNIT.statements)


@pytest.mark.parametrize(
    "text",
    [
        "that may " * 2_000,
        "you must " * 2_000,
        "Simulation is not allowed except for elements 1, 2 and " * 300,
        "element 1, " * 1_500 + "simulation is allowed",
        "All of the evidence from work in " * 500 + "your",
        "two different " + "kinds of " * 1_500,
        "knowledge must be assessed using " * 500,
    ],
)
def test_one_long_sentence_takes_no_time(text: str) -> None:
    body = [Printed("requirement", "ER1", 1, text, Place(1), below=[Printed("item", "ER1.a", 1, text, Place(1))])]
    start = time.process_time()
    compose_unit(PrintedUnit("T1", "Brew", Place(1), body=body), LAYOUTS["general"], [text] * 4)
    assert time.process_time() - start < 1
