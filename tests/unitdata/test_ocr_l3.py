"""The OCR Level 3 pack against its document. The counts were taken by hand, page by page."""

import pytest

from unitdata import Pack, Requirement, check, open_shipped

# Per group: its units in printed order, each with its credits and its level.
LISTED: dict[str, dict[str, tuple[int, int]]] = {
    "Group A, Mandatory units": {"F3": (6, 3), "F4": (6, 3)},
    "Group B, Impression and image": {
        "A3": (5, 2),
        "A4": (5, 2),
        "A5": (6, 2),
        "A6": (5, 2),
        "A7": (6, 2),
        "A8": (6, 2),
        "A9": (6, 2),
        "A10": (5, 2),
        "A11": (5, 2),
        "A12": (6, 2),
        "A13": (6, 3),
        "A14": (8, 3),
        "A15": (7, 3),
        "A16": (7, 3),
        "A17": (10, 4),
        "A18": (11, 4),
    },
    "Group C, Delivery": {
        "B2": (5, 2),
        "B3": (5, 2),
        "B4": (5, 2),
        "B5": (8, 2),
        "B6": (4, 2),
        "B7": (5, 2),
        "B8": (4, 2),
        "B9": (6, 3),
        "B10": (6, 3),
        "B11": (7, 3),
        "B12": (8, 4),
        "B13": (10, 4),
        "B14": (8, 4),
        "B15": (8, 4),
        "B16": (8, 4),
    },
    "Group D, Handling problems": {
        "C3": (6, 2),
        "C4": (6, 2),
        "C5": (6, 3),
        "C6": (10, 3),
        "C7": (6, 3),
        "C8": (10, 4),
    },
    "Group E, Development and improvement": {
        "D1": (6, 2),
        "D2": (5, 2),
        "D3": (6, 2),
        "D4": (5, 2),
        "D5": (5, 2),
        "D6": (6, 2),
        "D7": (5, 2),
        "D8": (8, 3),
        "D9": (7, 3),
        "D10": (8, 3),
        "D11": (7, 3),
        "D12": (10, 3),
        "D13": (7, 3),
        "D14": (10, 4),
        "D15": (9, 4),
        "D16": (11, 4),
        "D17": (7, 4),
        "D18": (11, 4),
        "D19": (11, 4),
        "D20": (7, 4),
    },
}
# Criteria per learning outcome of the units that are printed in full.
COUNTS = {"F3": [3, 3, 19], "F4": [3, 3, 11]}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_shipped("ocr-l3").pack


def test_the_pack_has_no_problems(pack: Pack) -> None:
    assert check(pack) == []


def test_the_units_stand_in_their_groups_as_printed(pack: Pack) -> None:
    assert [(group.title, list(group.units)) for group in pack.groups] == [
        (title, list(units)) for title, units in LISTED.items()
    ]
    assert [group.mandatory for group in pack.groups] == [True, False, False, False, False]
    assert [len(group.units) for group in pack.groups] == [2, 16, 15, 6, 20]
    assert (pack.number, pack.level, pack.wording) == ("03456", 3, "prompt")


def test_each_unit_has_the_credits_and_the_level_printed(pack: Pack) -> None:
    printed = {ref: figures for units in LISTED.values() for ref, figures in units.items()}
    assert {unit.ref: (unit.credit, unit.level) for unit in pack.units} == printed
    assert {unit.hours for unit in pack.units} == {None}


def test_all_but_the_two_mandatory_units_are_listed_only(pack: Pack) -> None:
    assert [unit.ref for unit in pack.units if not unit.listed_only] == ["F3", "F4"]
    assert sum(unit.listed_only for unit in pack.units) == 57


@pytest.mark.parametrize("ref", COUNTS)
def test_a_unit_holds_what_is_printed(pack: Pack, ref: str) -> None:
    unit = pack.unit[ref]
    assert [element.ref for element in unit.elements] == ["1", "2", "3"]
    assert [len(element.criteria) for element in unit.elements] == COUNTS[ref]
    assert list(unit.criteria) == [
        f"{element}.{number}" for element, count in enumerate(COUNTS[ref], 1) for number in range(1, count + 1)
    ]
    assert unit.requirements == ()
    assert unit.knowledge == ()
    assert unit.sufficiency == ()


@pytest.mark.parametrize("ref", COUNTS)
def test_3_10_stands_after_3_9(pack: Pack, ref: str) -> None:
    refs = list(pack.unit[ref].criteria)
    assert refs[refs.index("3.9") + 1] == "3.10"
    assert refs[refs.index("3.1") + 1] == "3.2"


@pytest.mark.parametrize("ref", COUNTS)
def test_the_last_outcome_is_asked_about(pack: Pack, ref: str) -> None:
    unit = pack.unit[ref]
    assert [element.kind for element in unit.elements] == ["performance", "performance", "knowledge"]
    assert list(unit.asked_about) == [f"3.{number}" for number in range(1, COUNTS[ref][2] + 1)]
    assert all(criterion.question for criterion in unit.asked_about.values())
    assert not any(criterion.question for e in unit.elements[:2] for criterion in e.criteria)


def test_3_19_is_the_last_of_f3_and_3_11_of_f4(pack: Pack) -> None:
    assert pack.unit["F3"].criteria["3.19"].prompt.startswith("How own behaviour")
    assert pack.unit["F4"].criteria["3.11"].prompt.startswith("Law and rules particular")


def test_teamwork_and_communication_are_two_statements(pack: Pack) -> None:
    criteria = pack.unit["F3"].criteria
    assert "teamwork" in criteria["3.5"].prompt
    assert "communication" in criteria["3.10"].prompt
    assert not pack.alike


def test_the_second_legislation_of_f4_2_1_is_read_as_regulation(pack: Pack) -> None:
    criteria = pack.unit["F4"].criteria
    assert "external rules" in criteria["2.1"].prompt
    assert "external rules" in criteria["2.2"].prompt
    assert any(note.startswith("F4: criterion 2.1") for note in pack.notes)


def test_each_unit_is_known_by_its_accreditation_number_too(pack: Pack) -> None:
    assert {len(unit.aliases) for unit in pack.units} == {1}
    assert len({unit.aliases for unit in pack.units}) == 59
    numbers = {ref: pack.unit[ref].aliases[0] for ref in ("F3", "F4", "A4", "A5", "A17", "B2", "C8", "D18", "D20")}
    assert numbers == {
        "F3": "K/601/1622",
        "F4": "J/601/1627",
        "A4": "L/601/0933",
        "A5": "D/601/0936",
        "A17": "T/601/1235",
        "B2": "J/601/1210",
        "C8": "K/601/1524",
        "D18": "Y/601/1597",
        "D20": "K/601/1605",
    }


def test_no_accreditation_number_is_misread(pack: Pack) -> None:
    """Their letter checks their seven digits, weighted 8 to 2, by eleven."""
    for unit in pack.units:
        letter, digits = unit.aliases[0][0], unit.aliases[0][1:].replace("/", "")
        weighted = sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
        assert "ADFHJKLMRTY"[weighted % 11] == letter, unit.ref


def test_the_title_of_d18_stands_as_printed_and_its_doubt_is_told(pack: Pack) -> None:
    assert pack.unit["D18"].title == "Apply technology to other resources to improve customer service"
    assert any(note.startswith("D18:") for note in pack.notes)


def test_titles_keep_their_apostrophes_and_hyphens(pack: Pack) -> None:
    assert pack.unit["B3"].title == "Deliver customer service on your customer's premises"
    assert pack.unit["D10"].title == "Develop your own and others' customer service skills"
    assert pack.unit["D4"].title.endswith("on-line customer services")
    assert pack.unit["D6"].title.endswith("self-study")
    assert pack.unit["D19"].title.startswith("Review and re-engineer")


def test_the_rows_below_a_page_break_stay_in_their_group(pack: Pack) -> None:
    groups = {group.id: group.units for group in pack.groups}
    assert groups["b"][-3:] == ("A16", "A17", "A18")
    assert groups["d"][-3:] == ("C6", "C7", "C8")


def test_the_guide_leaves_simulation_to_the_assessor(pack: Pack) -> None:
    for unit in pack.units:
        conditions = unit.conditions
        assert (conditions.simulation, conditions.realistic_environment) == ("unstated", "unstated")
        assert conditions.note is not None
        assert "simulated" in conditions.note


def test_what_a_witness_tells_is_evidence_of_performance(pack: Pack) -> None:
    assert all(pack.unit[ref].performance_by == ("seen", "looked", "told") for ref in COUNTS)


def test_the_words_are_those_of_the_guide(pack: Pack) -> None:
    words = pack.vocabulary
    assert [words.learner.one, words.element.one, words.criterion.many, words.requirement.one, words.verifier.one] == [
        "candidate",
        "learning outcome",
        "assessment criteria",
        "evidence requirement",
        "internal verifier",
    ]


def test_every_prompt_is_short_enough_to_tick_from(pack: Pack) -> None:
    for unit in pack.units:
        for statement in unit.statements.values():
            assert not isinstance(statement, Requirement)
            assert len(statement.prompt) <= 82, statement.prompt
            assert not statement.prompt.endswith(".")
