"""A qualification that does not ship: a pack made from its text alone, and what there is to look up in it."""

from pathlib import Path

import pytest

from unitdata import Unit, check
from unitdata.changes import changes
from unitdata.check import ALIKE_AT
from unitdata.handbook import Report, read_handbook
from unitdata.handbook.compose import compose_unit
from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.layout import What
from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.printed import Printed, PrintedUnit

TEA = """\
Level 2 Award in Tea Service
600/1234/5
Version 1.0

Unit T101: Brew tea for guests

Level: 2
Credit: 3

Assessment criteria

Outcome 1 Prepare the pot
1.1 Warm the pot before the leaves go in
1.2 Measure the leaves by the number of guests
1.3 Measure the leaves by the number of cups

Evidence requirements
1. Evidence comes from a real tea room. Simulation is never allowed, for any evidence.
2. It must be shown over a sufficient period and on different occasions.
3. You must include evidence of serving two of these groups:
a. guests in a hurry
b. guests who complain
c. guests with children

Knowledge
1. How to tell green tea from black
2. What are the marks of fresh water?

Unit T102: Keep the tea room safe

Assessment criteria

Outcome 1 Keep the floor dry
1.1 Wipe spills at once

Knowledge
1. How to tell green tea from black
"""


@pytest.fixture
def tea(tmp_path: Path) -> Report:
    file = tmp_path / "tea.txt"
    file.write_text(TEA)
    return read_handbook(file)


def the_unit(report: Report, ref: str) -> Unit:
    (made,) = report.packs
    return made.pinned.pack.unit[ref]


def doubts(report: Report, *words: str) -> list[str]:
    """What was done about the doubts about the pack that speak of something."""
    (made,) = report.packs
    return [d.done for d in made.doubts if all(word in d.what for word in words)]


def test_the_pack_is_sound_and_says_what_it_is(tea: Report) -> None:
    (made,) = tea.packs
    pack = made.pinned.pack
    assert (made.problems, made.shipped) == ((), "")
    assert check(pack) == []
    assert (pack.id, pack.title) == ("600-1234-5-level-2-award-in-tea-service", "Level 2 Award in Tea Service")
    assert (pack.number, pack.level, pack.edition, pack.wording) == ("600/1234/5", 2, "Version 1.0", "full")
    assert pack.read_from == tea.document.sha
    assert made.worded == {"T101": (9, 9), "T102": (2, 2)}


def test_units_stand_in_one_group_without_rules_and_that_is_said(tea: Report) -> None:
    (made,) = tea.packs
    (group,) = made.pinned.pack.groups
    assert (group.units, group.mandatory, made.pinned.pack.rules) == (("T101", "T102"), False, ())
    assert doubts(tea, "rules") == ["All units stand in one group without any rule."]


def test_prompts_keep_the_words_and_differ_where_a_narrow_screen_cuts_them(tea: Report) -> None:
    criteria = the_unit(tea, "T101").criteria
    assert criteria["1.1"].prompt == "Warm the pot before the leaves go in"
    assert criteria["1.2"].prompt == "1.2 Measure the leaves by the number of guests"
    assert criteria["1.2"].text == "Measure the leaves by the number of guests"
    assert len({criterion.prompt[:ALIKE_AT] for criterion in criteria.values()}) == 3


def test_each_statement_keeps_its_line(tea: Report) -> None:
    lines = TEA.splitlines()
    for unit in ("T101", "T102"):
        for statement in the_unit(tea, unit).statements.values():
            assert statement.origin is not None
            assert statement.text is not None
            assert statement.text in lines[statement.origin.line - 1]


def test_knowledge_is_asked_in_a_plain_form_and_linked_where_units_word_it_alike(tea: Report) -> None:
    first, second = the_unit(tea, "T101").knowledge
    assert first.question == "What can you say about how to tell green tea from black?"
    assert second.question == "What are the marks of fresh water?"
    assert (first.same_as, second.same_as) == (("T102/K1",), ())


def test_conditions_and_sufficiency_come_from_the_text_and_are_said(tea: Report) -> None:
    unit = the_unit(tea, "T101")
    assert (unit.conditions.simulation, unit.conditions.scope) == ("barred", "any")
    assert unit.sufficiency == ("period", "occasions")
    assert [requirement.ref for requirement in unit.requirements] == ["ER3"]
    assert doubts(tea, "ER1") == ["It is held as the unit's conditions."]
    assert doubts(tea, "ER2") == ["It is held as the unit's sufficiency."]


def test_what_the_text_leaves_open_bars_nothing_and_is_a_doubt(tea: Report) -> None:
    assert the_unit(tea, "T102").conditions.simulation == "unstated"
    assert doubts(tea, "simulation", "nothing") == ["It bars nothing; the assessor decides."]


def test_a_number_that_is_asked_for_is_taken_and_said(tea: Report) -> None:
    (groups,) = the_unit(tea, "T101").requirements
    assert (groups.need, len(groups.items), groups.source) == (2, 3, "evidence")
    assert doubts(tea, "ER3") == ["2 of its list count as enough."]


def test_the_same_text_gives_the_same_pack(tea: Report, tmp_path: Path) -> None:
    again = tmp_path / "again.txt"
    again.write_text(f"\n\n{TEA}")
    first, second = tea.packs[0].pinned, read_handbook(again).packs[0].pinned
    assert first.sha != second.sha
    assert changes(first.pack, second.pack) == []


@pytest.mark.parametrize("text", ["A letter about tea.\n\nWith kind regards\n", "Unit T101: Brew\n\n1. Warm the pot\n"])
def test_of_too_little_no_pack_is_made(tmp_path: Path, text: str) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(text)
    report = read_handbook(file)
    assert report.packs == ()
    assert "No pack was made" in report.refused
    assert report.refused in report.lines()


@pytest.mark.parametrize("document", sorted((Path(__file__).parent / "documents").glob("*.txt")), ids=lambda d: d.stem)
def test_a_document_in_each_layout_gives_a_sound_pack(document: Path) -> None:
    (made,) = read_handbook(document).packs
    assert made.problems == ()
    assert made.worded


# --- one unit, by hand ------------------------------------------------------------------------------------------------


def said(what: What, ref: str, text: str, *below: Printed, ordinal: int = 1, also: tuple[int, ...] = ()) -> Printed:
    return Printed(what, ref, ordinal, text, Place(1), also=also, below=list(below))


def composed(*body: Printed, texts: tuple[str, ...] = ("Simulation is allowed.",)) -> tuple[Unit, list[Doubt]]:
    return compose_unit(PrintedUnit("T1", "Brew", Place(1), body=list(body)), LAYOUTS["cvq"], texts)


def elements(*refs: str) -> list[Printed]:
    return [said("element", ref, f"Do {ref}", said("criterion", f"{ref}.1", "Well"), ordinal=int(ref)) for ref in refs]


def test_range_applies_to_its_element_and_those_it_names() -> None:
    ranges = said("scope", "R1", "", said("requirement", "R1.A", "Teas", also=(3,)), ordinal=1)
    unit, _ = composed(*elements("1", "2", "3"), ranges)
    (teas,) = unit.requirements
    assert (teas.applies_to, teas.source) == (("1", "3"), "range")


def test_what_only_allows_is_never_asked_for() -> None:
    unit, _ = composed(*elements("1"), said("requirement", "C1", "The tea may be green or black."))
    assert [(r.force, r.source) for r in unit.requirements] == [("permitted", "critical")]


@pytest.mark.parametrize(
    ("text", "simulation", "scope"),
    [
        ("Simulation is not permissible for performance evidence.", "barred", "performance"),
        ("Simulation is never allowed for any evidence.", "barred", "any"),
        ("Simulations may be used throughout.", "allowed", "performance"),
        ("Simulation is not allowed except in drills.", "unstated", "performance"),
        ("Simulation may be used for Elements 2 and 3.", "unstated", "performance"),
        ("The room simulates a palace.", "unstated", "performance"),
    ],
)
def test_conditions(text: str, simulation: str, scope: str) -> None:
    unit, _ = composed(*elements("1"), texts=(text,))
    assert (unit.conditions.simulation, unit.conditions.scope) == (simulation, scope)


def test_a_unit_without_elements_is_judged_as_a_whole_and_says_so() -> None:
    unit, found = composed(said("knowledge", "K1", "Where tea grows"))
    assert [element.title for element in unit.judged_whole] == ["Brew"]
    assert "No elements were found." in [doubt.what for doubt in found]


def test_a_ref_that_is_wanted_twice_is_given_once() -> None:
    unit, found = composed(*elements("1"), said("knowledge", "1.1", "Where tea grows"))
    assert [each.ref for each in unit.knowledge] == ["1.1-2"]
    assert "1.1 could not keep its ref." in [doubt.what for doubt in found]


def test_two_values_of_one_figure_are_both_said() -> None:
    unit, found = compose_unit(PrintedUnit("T1", "Brew", Place(1), facts={"credit": ["8", "10"]}), LAYOUTS["cvq"], [])
    assert (unit.listed_only, unit.credit) == (True, 8)
    assert [(doubt.what, doubt.done) for doubt in found] == [("Credit: 8 and 10.", "8 was taken.")]
