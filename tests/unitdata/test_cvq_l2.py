"""The CVQ Level 2 pack against its document. The counts were taken by hand, page by page."""

import pytest

from unitdata import Criterion, Item, Knowledge, Pack, Part, Requirement, Statement, Unit, check, open_shipped

# Per unit: criteria per element; range groups with (items, elements); lettered critical aspects; knowledge; parts.
COUNTS: dict[str, tuple[list[int], dict[str, tuple[int, str]], int, int, int]] = {
    "U09602": ([7, 5, 4], {"R1.A": (4, "123"), "R1.B": (3, "123"), "R1.C": (7, "123")}, 13, 13, 4),
    "U12902": ([4, 5, 3], {"R1.A": (3, "1"), "R2.A": (3, "23"), "R2.B": (4, "2"), "R3.B": (3, "3")}, 6, 13, 4),
    "U13002": ([4, 4, 4], {"R1.A": (3, "1"), "R2.A": (2, "2"), "R3.A": (2, "3")}, 6, 17, 4),
    "U13102": ([5, 5, 6], {"R1.A": (5, "1"), "R2.A": (5, "2"), "R3.A": (5, "3"), "R3.B": (2, "3")}, 10, 13, 4),
    "U00306": (
        [7, 7, 5, 8, 6, 7],
        {
            "R1.A": (1, "1"),
            "R2.A": (1, "2"),
            "R2.B": (7, "2"),
            "R2.C": (3, "2"),
            "R3.A": (2, "3"),
            "R3.B": (2, "3"),
            "R4.A": (1, "45"),
            "R4.B": (3, "4"),
            "R4.C": (2, "4"),
            "R4.D": (2, "4"),
            "R4.E": (3, "4"),
            "R5.A": (2, "5"),
            "R5.C": (3, "5"),
            "R6.A": (4, "6"),
            "R6.B": (4, "6"),
            "R6.C": (3, "6"),
            "R6.D": (1, "6"),
        },
        0,
        29,
        0,
    ),
    "U13202": ([5, 7], {"R1.A": (2, "1"), "R2.A": (3, "2")}, 7, 12, 4),
    "U13302": ([4, 4, 4], {"R1.A": (4, "123"), "R2.A": (4, "2")}, 4, 17, 4),
    "U13402": ([4, 4, 5], {"R1.A": (2, "123"), "R2.A": (2, "2")}, 5, 15, 4),
    "U13502": ([5, 7], {"R1.A": (2, "1"), "R2.A": (2, "2"), "R2.B": (4, "2")}, 4, 13, 4),
}
SERVICE = [ref for ref in COUNTS if ref != "U00306"]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_shipped("cvq-l2").pack


def test_the_pack_has_no_problems(pack: Pack) -> None:
    assert check(pack) == []


def test_the_nine_units_stand_in_printed_order(pack: Pack) -> None:
    assert list(pack.unit) == list(COUNTS)
    assert [(group.id, group.mandatory, len(group.units)) for group in pack.groups] == [
        ("mandatory", True, 5),
        ("optional", False, 4),
    ]
    assert (pack.number, pack.level, pack.wording) == ("CCA010-02", 2, "prompt")


@pytest.mark.parametrize("ref", COUNTS)
def test_a_unit_holds_what_is_printed(pack: Pack, ref: str) -> None:
    unit = pack.unit[ref]
    criteria, groups, critical, knowledge, parts = COUNTS[ref]
    assert [len(element.criteria) for element in unit.elements] == criteria
    assert [c.ref for c in unit.criteria.values()] == [
        f"{element}.{number}" for element, count in enumerate(criteria, 1) for number in range(1, count + 1)
    ]
    ranges = [r for r in unit.requirements if r.source == "range"]
    assert {r.ref: (len(r.items), "".join(r.applies_to)) for r in ranges} == groups
    assert sum(len(r.items) for r in unit.requirements if r.source == "critical") == critical
    assert [k.ref for k in unit.knowledge] == [f"K{number}" for number in range(1, knowledge + 1)]
    assert sum(len(k.parts) for k in unit.knowledge) == parts
    assert all(k.heading for k in unit.knowledge)


def test_everything_listed_in_range_is_asked_for(pack: Pack) -> None:
    assert {r.need for unit in pack.units for r in unit.requirements} == {None}


def _letters(unit: Unit) -> dict[str, str]:
    return {r.ref: "".join(i.ref[-1] for i in r.items) for r in unit.requirements if r.source == "critical"}


def test_critical_aspects_keep_their_printed_letters(pack: Pack) -> None:
    letters = {ref: _letters(unit) for ref, unit in pack.unit.items()}
    assert letters == {
        "U09602": {"C1": "abcdefg", "C2": "hijk", "C3": "", "C4": "lm", "C5": ""},
        "U12902": {"C1": "", "C2": "ab", "C3": "cdef"},
        "U13002": {"C1": "", "C2": "ab", "C3": "cd", "C4": "ab", "C5": ""},
        "U13102": {"C1": "", "C2": "abcde", "C3": "fghij", "C4": "", "C5": ""},
        "U00306": {},
        "U13202": {"C1": "", "C2": "", "C3": "ab", "C4": "cde", "C5": "fg"},
        "U13302": {"C1": "", "C2": "abcd", "C3": "", "C4": "", "C5": ""},
        "U13402": {"C1": "ab", "C2": "cde", "C3": ""},
        "U13502": {"C1": "", "C2": "", "C3": "ab", "C4": "cd", "C5": ""},
    }


def test_the_unlettered_group_of_u12902_is_inherited_by_element_3(pack: Pack) -> None:
    unit = pack.unit["U12902"]
    inherited = next(r for r in unit.requirements if r.ref == "R2.A")
    assert inherited.applies_to == ("2", "3")
    assert [r.ref for r in unit.requirements if r.applies_to == ("3",)] == ["R3.B"]


def test_accidents_are_inherited_by_element_5_which_has_no_group_b(pack: Pack) -> None:
    unit = pack.unit["U00306"]
    assert [r.ref for r in unit.requirements if "5" in r.applies_to] == ["R4.A", "R5.A", "R5.C"]
    assert unit.criteria["5.4"].explained_by[0] == "R4.A"


def test_a_criterion_below_the_next_heading_stays_in_its_element(pack: Pack) -> None:
    unit = pack.unit["U13502"]
    assert unit.element_of["1.5"] == "1"
    assert unit.criteria["1.5"].prompt.startswith("Stores information")


def test_the_bodies_govern_over_the_overview(pack: Pack) -> None:
    assert [e.title for e in pack.unit["U13202"].elements][1:] == [
        "Contribute to the implementation and evaluation of changes in customer service"
    ]
    assert [e.title for e in pack.unit["U13502"].elements] == [
        "Collect, update and store customer service information",
        "Select, retrieve and supply customer service information",
    ]


def test_groups_of_one_label_keep_their_own_items(pack: Pack) -> None:
    regulations = [r for r in pack.unit["U00306"].requirements if r.title == "Regulations"]
    assert [(r.ref, len(r.items)) for r in regulations] == [
        ("R2.C", 3),
        ("R3.B", 2),
        ("R4.E", 3),
        ("R5.C", 3),
        ("R6.D", 1),
    ]


def test_u00306_wants_some_criteria_and_numbers_by_performance(pack: Pack) -> None:
    unit = pack.unit["U00306"]
    assert [c.ref for c in unit.criteria.values() if c.route == "performance"] == ["1.1", "1.2", "1.3", "6.2", "6.3"]
    assert {r.ref: r.performance_need for r in unit.requirements if r.performance_need} == {
        "R6.A": 1,
        "R6.B": 2,
        "R6.C": 2,
    }


def test_the_other_units_want_every_criterion_by_performance(pack: Pack) -> None:
    assert {c.route for ref in SERVICE for c in pack.unit[ref].criteria.values()} == {"performance"}


def test_u00306_knowledge_must_be_questioned(pack: Pack) -> None:
    assert not any(k.may_infer for k in pack.unit["U00306"].knowledge)
    assert all(k.may_infer for ref in SERVICE for k in pack.unit[ref].knowledge)


# Per unit: simulation, realistic environment, what the bar touches, where partly, how sufficiency is asked for.
CONDITIONS = {
    "U09602": ("barred", "allowed", "performance", "", ("period", "customers", "occasions")),
    "U12902": ("barred", "barred", "performance", "", ("period", "customers", "occasions")),
    "U13002": ("barred", "barred", "performance", "", ("period", "customers", "occasions")),
    "U13102": ("barred", "barred", "performance", "", ("period", "customers", "occasions")),
    "U00306": ("partly", "unstated", "performance", "234", ()),
    "U13202": ("barred", "barred", "performance", "", ("period",)),
    "U13302": ("unstated", "barred", "any", "", ()),
    "U13402": ("barred", "barred", "performance", "", ()),
    "U13502": ("barred", "barred", "performance", "", ("period", "customers")),
}


@pytest.mark.parametrize("ref", CONDITIONS)
def test_conditions_and_sufficiency_are_those_of_the_unit(pack: Pack, ref: str) -> None:
    unit = pack.unit[ref]
    conditions = unit.conditions
    found = (conditions.simulation, conditions.realistic_environment, conditions.scope, "".join(conditions.elements))
    assert (*found, unit.sufficiency) == CONDITIONS[ref]


def test_a_witness_counts_as_performance_where_the_unit_lists_testimony_there(pack: Pack) -> None:
    told = [unit.ref for unit in pack.units if "told" in unit.performance_by]
    assert told == ["U12902", "U13002", "U13102", "U13302", "U13402", "U13502"]
    assert all({"seen", "looked"} <= set(unit.performance_by) for unit in pack.units)


COMMON = ["K1", "K2", "K2.a", "K2.b", "K2.c", "K2.d", "K3", "K4", "K5", "K6", "K7", "K8"]


@pytest.mark.parametrize("ref", COMMON)
def test_the_common_knowledge_is_linked_across_eight_units(pack: Pack, ref: str) -> None:
    for unit in SERVICE:
        assert set(pack.alike[f"{unit}/{ref}"]) == {f"{other}/{ref}" for other in SERVICE if other != unit}


def test_communication_is_linked_though_its_number_differs(pack: Pack) -> None:
    numbers = {"U09602": "K11", "U12902": "K12"}
    others = {f"{unit}/{numbers.get(unit, 'K9')}" for unit in SERVICE if unit != "U13502"}
    assert set(pack.alike["U13502/K9"]) == others


@pytest.mark.parametrize(
    ("ref", "alike"),
    [
        ("U09602/R1.A.ii", {"U09602/C2.i"}),
        ("U09602/R1.B.ii", {"U13002/R1.A.ii"}),
        ("U09602/R1.C.ii", {"U09602/C1.b", "U12902/R2.B.i", "U12902/C3.c"}),
        ("U12902/K13", {"U13002/K10"}),
        ("U13002/K13", {"U13102/K12"}),
        ("U13002/K14", {"U13102/K11"}),
        ("U13002/R2.A.ii", {"U13002/R3.A.ii", "U13002/C4.b"}),
        ("U13102/R1.A.iv", {"U13102/R2.A.iv", "U13102/R3.A.iv", "U13102/C2.d"}),
        ("U13102/R3.B.i", {"U13102/C3.g"}),
        ("U13302/R2.A.iii", {"U13302/C2.c"}),
        ("U13402/R1.A.i", {"U13402/C1.a"}),
        ("U13502/R2.A.ii", {"U13502/C3.b"}),
        ("U00306/2.6", {"U00306/3.4", "U00306/4.7", "U00306/5.5", "U00306/6.6"}),
        ("U00306/2.7", {"U00306/3.5", "U00306/4.8", "U00306/5.6", "U00306/6.7"}),
        ("U00306/R2.C.ii", {"U00306/R4.E.ii", "U00306/R5.C.ii"}),
    ],
)
def test_statements_that_say_the_same_are_linked(pack: Pack, ref: str, alike: set[str]) -> None:
    assert set(pack.alike[ref]) == alike


@pytest.mark.parametrize(
    "ref", ["U00306/1.7", "U00306/K12", "U00306/R1.A.i", "U00306/R6.D.i", "U13202/R1.A.i", "U13302/K11"]
)
def test_what_only_resembles_is_not_linked(pack: Pack, ref: str) -> None:
    assert pack.statement(ref) is not None
    assert ref not in pack.alike


def test_a_link_names_all_the_others_and_they_read_alike(pack: Pack) -> None:
    for ref, others in pack.alike.items():
        prompts = set()
        for name in (ref, *others):
            assert {name, *pack.alike[name]} == {ref, *others}
            statement = pack.statement(name)
            assert isinstance(statement, Statement | Part)
            prompts.add(statement.prompt)
        assert len(prompts) == 1, ref


def test_a_criterion_is_explained_by_few_requirements_of_its_element(pack: Pack) -> None:
    for unit in pack.units:
        requirements = {r.ref: r for r in unit.requirements}
        for criterion in unit.criteria.values():
            assert len(criterion.explained_by) <= 3
            for requirement in (requirements[ref] for ref in criterion.explained_by):
                applies_to = requirement.applies_to or tuple(e.ref for e in unit.elements)
                assert unit.element_of[criterion.ref] in applies_to, (unit.ref, criterion.ref, requirement.ref)


def test_every_range_group_explains_a_criterion(pack: Pack) -> None:
    for unit in pack.units:
        explaining = {ref for c in unit.criteria.values() for ref in c.explained_by}
        assert {r.ref for r in unit.requirements if r.source == "range"} <= explaining, unit.ref


@pytest.mark.parametrize(
    ("situation", "refs"),
    [
        ("busy", {"U09602/1.5", "U09602/R1.C.ii", "U09602/C1.b", "U12902/R2.B.i", "U12902/C3.c"}),
        ("angry", {"U09602/R1.A.ii", "U09602/C2.i"}),
        ("telephone", {"U09602/R1.B.ii", "U13002/R1.A.ii", "U13402/R2.A.i", "U13502/R2.B.ii"}),
        ("lost property", {"U00306/6.4"}),
    ],
)
def test_situations_say_what_a_moment_can_close(pack: Pack, situation: str, refs: set[str]) -> None:
    found = {
        unit.full(ref)
        for unit in pack.units
        for ref, statement in unit.statements.items()
        if isinstance(statement, Criterion | Item) and situation in statement.situations
    }
    assert found == refs


def test_the_notes_tell_of_every_doubtful_reading(pack: Pack) -> None:
    notes = "\n".join(pack.notes)
    for ref in COUNTS:
        assert ref in notes


def test_every_statement_has_a_short_prompt_and_knowledge_a_question(pack: Pack) -> None:
    for unit in pack.units:
        for statement in unit.statements.values():
            shown = statement.title if isinstance(statement, Requirement) else statement.prompt
            assert len(shown) <= 62, shown
            assert not shown.endswith(".")
            if isinstance(statement, Knowledge):
                assert len(statement.question) <= 90
