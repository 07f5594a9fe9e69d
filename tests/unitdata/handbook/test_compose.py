"""A qualification that does not ship: a pack made from its text alone, and what there is to look up in it."""

from pathlib import Path

import pytest

from unitdata import Item, Unit, check
from unitdata.changes import changes
from unitdata.check import ALIKE_AT
from unitdata.handbook import Report, packs, read_handbook
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
1. Evidence comes from real work. Simulation is never allowed, for any evidence.
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
    assert (pack.id, pack.title) == ("600-1234-5", "Level 2 Award in Tea Service")
    assert (pack.number, pack.level, pack.edition, pack.wording) == ("600/1234/5", 2, "Version 1.0", "full")
    assert pack.read_from == tea.document.sha
    assert made.worded == {"T101": (9, 9), "T102": (2, 2)}


def test_units_stand_in_one_group_without_rules_and_that_is_said(tea: Report) -> None:
    (made,) = tea.packs
    (group,) = made.pinned.pack.groups
    assert (group.units, group.mandatory, made.pinned.pack.rules) == (("T101", "T102"), False, ())
    assert doubts(tea, "rules") == ["Its units stand in groups without any rule."]


def test_groups_are_those_that_the_units_are_listed_in(tmp_path: Path) -> None:
    file = tmp_path / "listed.txt"
    file.write_text(
        "Award in Tea, Level 2\nYou must take 1 mandatory unit and 1 optional unit.\n"
        "Mandatory units - FOUNDATIONS\n4430-101\tBrew tea (T1)\t2\t3\t20\n"
        "Optional units - SERVICE\n4430-102\tServe tea (T2)\t2\t3\t20\n4430-103\tSell tea (T3)\t2\t3\t20\n"
        "Unit 101 Brew tea\nLevel: 2\nAssessment criteria\nOutcome 1 Brew\n1.1 Warm the pot\n1.2 Pour\n1.3 Wait\n"
    )
    (made,) = read_handbook(file, "city_guilds").packs
    groups = [(group.title, group.units) for group in made.pinned.pack.groups]
    assert groups == [("Mandatory units: Foundations", ("101",)), ("Service", ("102", "103"))]
    assert not any(group.mandatory for group in made.pinned.pack.groups), "that is for a rule to say"
    assert [doubt.place.line for doubt in made.doubts if "may be a rule" in doubt.what] == [2]


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
    assert doubts(tea, "ER1", "Simulation is never") == ["It is held as the unit's conditions."]
    assert doubts(tea, "ER2", "over a sufficient period") == ["It is held as the unit's sufficiency."]


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


def test_a_range_of_an_element_that_is_not_there_is_a_doubt() -> None:
    ranges = said("scope", "R3", "", said("requirement", "R3.A", "Teas"), ordinal=3)
    unit, found = composed(*elements("1", "2"), ranges)
    assert [r.applies_to for r in unit.requirements] == [()]
    assert [doubt.done for doubt in found if "R3.A is for 3" in doubt.what] == ["It applies to the whole unit."]


def test_a_range_of_an_element_printed_twice_is_the_firsts_and_a_doubt() -> None:
    twice = said("element", "2-2", "Do it again", said("criterion", "2-2.1", "Well"), ordinal=2)
    ranges = said("scope", "R2", "", said("requirement", "R2.A", "Teas"), ordinal=2)
    unit, found = composed(*elements("1", "2"), twice, ranges)
    assert [r.applies_to for r in unit.requirements] == [("2",)]
    assert [doubt.done for doubt in found if "R2.A is for 2" in doubt.what] == ["It applies to 2."]


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("The tea may be green or black.", "permitted"),
        ("The tea may be in some other form, e.g. in bags.", "permitted"),
        ("You may serve the tea in a pot that you have to warm.", "permitted"),
        ("Serve guests who may be in a hurry.", "required"),
        ("Show how tea can be served cold.", "required"),
        ("The tea may be green. It must be hot.", "required"),
        ("The guests you serve must include some who may be late.", "required"),
    ],
)
def test_what_only_allows_is_never_asked_for_and_that_is_a_doubt(text: str, force: str) -> None:
    unit, found = composed(*elements("1"), said("requirement", "C1", text))
    assert [(r.force, r.source) for r in unit.requirements] == [(force, "critical")]
    assert ("It is never outstanding." in [doubt.done for doubt in found]) == (force == "permitted")


@pytest.mark.parametrize(
    ("text", "simulation", "scope"),
    [
        ("Simulation is not permissible for performance evidence.", "barred", "performance"),
        ("Simulation is never allowed for any evidence.", "barred", "any"),
        ("Simulations may be used throughout.", "allowed", "performance"),
        ("Simulation is not allowed except in drills.", "partly", "performance"),
        ("Simulation may be used for Elements 2 and 3.", "barred", "performance"),
        ("The room simulates a palace.", "unstated", "performance"),
        ("Neither simulation nor role play is acceptable.", "barred", "performance"),
        ("Simulation isn't allowed; it is no longer permitted.", "barred", "performance"),
        ("Simulation is not permitted where there are guests.", "barred", "performance"),
        ("Simulation is permitted with the verifier's agreement.", "unstated", "performance"),
    ],
)
def test_conditions(text: str, simulation: str, scope: str) -> None:
    unit, found = composed(*elements("1"), texts=(text,))
    assert (unit.conditions.simulation, unit.conditions.scope) == (simulation, scope)
    left_open = [doubt.what for doubt in found if "Of simulation" in doubt.what]
    assert not left_open or text in left_open[0]


def test_what_serves_in_some_elements_names_them_by_the_units_own_refs() -> None:
    unit, found = composed(*elements("1", "2", "3"), texts=("Simulation may be used for Elements 5.2 and 5.3.",))
    assert (unit.conditions.simulation, unit.conditions.elements) == ("partly", ("2", "3"))
    assert "It serves in these alone: 2, 3." in [doubt.done for doubt in found]


def test_what_serves_in_drills_names_that_circumstance() -> None:
    unit, _ = composed(*elements("1"), texts=("Simulation is not permitted except to stage an evacuation.",))
    assert (unit.conditions.simulation, unit.conditions.circumstances) == ("partly", ("drill",))


def test_a_bar_with_an_exception_nobody_can_tick_is_a_bar_and_a_doubt() -> None:
    unit, found = composed(*elements("1"), texts=("Simulation is not allowed except on Sundays.",))
    assert unit.conditions.simulation == "barred"
    assert "It is barred throughout." in [doubt.done for doubt in found]


def test_a_lead_in_asks_for_all_criteria_consistently() -> None:
    unit, _ = composed(*elements("1", "2"), texts=("When you brew tea you must consistently:",))
    assert [criterion.consistently for criterion in unit.criteria.values()] == [True, True]


def test_knowledge_that_must_be_questioned_is_never_inferred() -> None:
    texts = ("Knowledge must be assessed using oral questioning.",)
    unit, found = composed(*elements("1"), said("knowledge", "K1", "Where tea grows"), texts=texts)
    assert [each.may_infer for each in unit.knowledge] == [False]
    assert "Watching shows none of it." in [doubt.done for doubt in found]


def test_a_count_of_what_is_not_listed_names_it() -> None:
    unit, _ = composed(*elements("1"), said("requirement", "ER4", "Show that you served two different kinds of tea."))
    assert [(r.need, r.of) for r in unit.requirements] == [(2, "kinds of tea")]


def test_an_item_may_ask_for_several_examples() -> None:
    pots = said("item", "ER4.a", "with at least three different pots")
    unit, _ = composed(*elements("1"), said("requirement", "ER4", "Serve tea:", pots))
    assert [item.examples for item in unit.items.values()] == [3]


def test_what_only_serves_as_guidance_is_never_asked_for() -> None:
    help_alone = said("requirement", "ER3", "You must do so over a sufficient period.")
    help_alone.guidance = True
    unit, _ = composed(*elements("1"), help_alone, texts=())
    assert [(r.ref, r.force) for r in unit.requirements] == [("ER3", "guidance")]
    assert unit.sufficiency == ()


def test_a_deed_over_a_period_is_a_requirement_and_asks_for_the_period() -> None:
    text = "You must have changed your blends over a period of time so that guests came back."
    unit, _ = composed(*elements("1"), said("requirement", "ER4", text), texts=(text,))
    assert ([r.ref for r in unit.requirements], unit.sufficiency) == (["ER4"], ("period",))


@pytest.mark.parametrize(
    "text",
    [
        "Simulation is not allowed. You must serve five guests and write down what each asked for.",
        "Simulation is not allowed where guests are there, and you must serve a child and an old man.",
        "Simulation is not allowed; serve a guest who complains.",
        "You must deal with five complaints and have done so over a sufficient period of time.",
        "You have to have done so for a sufficient period with different customers: a child, a group, a guest late.",
        "Serve guests who complain over a sufficient period of time.",
    ],
)
def test_what_asks_for_more_than_conditions_or_a_period_is_a_requirement(text: str) -> None:
    unit, _ = composed(*elements("1"), said("requirement", "ER4", text), texts=(text,))
    assert [(r.ref, r.text) for r in unit.requirements] == [("ER4", text)]


@pytest.mark.parametrize(
    "text", ["Serve 0 of the following:", "Serve 0 different guests.", "Serve at least 0 different guests"]
)
def test_none_of_a_list_is_no_number(text: str) -> None:
    asked = said("requirement", "ER4", text, said("item", "ER4.a", text))
    unit, _ = composed(*elements("1"), asked, said("requirement", "ER5", text))
    assert [r.need for r in unit.requirements] == [None, None]
    assert [item.examples for item in unit.items.values()] == [1]


def test_a_real_job_alone_is_to_be_confirmed() -> None:
    unit, _ = composed(*elements("1"), said("requirement", "ER6", "Explain it as it happens in a real job."))
    assert [r.force for r in unit.requirements] == ["required"]


def test_an_outcome_of_knowledge_is_asked_about() -> None:
    known = said("element", "1", "Know your teas", said("criterion", "1.1", "Name three of them"))
    unit, found = compose_unit(PrintedUnit("T1", "Brew", Place(1), body=[known]), LAYOUTS["general"], [])
    assert [element.kind for element in unit.elements] == ["knowledge"]
    assert unit.criteria["1.1"].question
    assert "It is asked about." in [doubt.done for doubt in found]


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


def test_a_title_or_heading_that_is_cut_stands_whole_in_a_doubt() -> None:
    long = f"Pour {'and pour ' * 60}and stop"
    known = said("knowledge", "K1", "Where tea grows")
    known.heading = f"Of {long}"
    body = [said("element", "1", long, said("criterion", "1.1", "Well")), known]
    unit, found = compose_unit(PrintedUnit("T1", f"How to {long}", Place(1), body=body), LAYOUTS["cvq"], [])
    assert all(len(text or "") <= 300 for text in (unit.title, unit.elements[0].title, unit.knowledge[0].heading))
    for whole in (f"How to {long}", f": {long}", f"Of {long}"):
        assert [doubt.weight for doubt in found if doubt.what.endswith(whole)] == ["missing"]


def test_what_no_pack_can_hold_is_refused_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        return Item.model_validate({"ref": "a", "prompt": "Tea", "examples": 0})

    monkeypatch.setattr(packs, "compose_unit", broken)
    file = tmp_path / "tea.txt"
    file.write_text(TEA)
    report = read_handbook(file)
    assert report.packs == ()
    assert list(report.reading.units) == ["T101", "T102"]
    assert report.refused.startswith("No pack was made: what was found makes none that can be used (examples: ")
