"""The packs for SVQ 2 and SVQ 3 against their one document. The counts were taken by hand, page by page."""

import pytest

from unitdata import Item, Pack, Requirement, Statement, Unit, check, evaluate, open_shipped

# Per unit, in printed order: SCQF level and number of elements.
SVQ_2: dict[str, dict[str, tuple[int, int]]] = {
    "mandatory": {"F1": (4, 2), "F2": (5, 2)},
    "image": {
        "A3": (5, 1),
        "A4": (5, 3),
        "A5": (5, 3),
        "A6": (5, 3),
        "A7": (5, 2),
        "A8": (5, 2),
        "A9": (6, 3),
        "A10": (5, 2),
        "A11": (5, 3),
        "A12": (5, 3),
    },
    "delivery": {
        "B2": (5, 3),
        "B3": (6, 2),
        "B4": (6, 2),
        "B5": (5, 2),
        "B6": (5, 2),
        "B7": (5, 2),
        "B8": (5, 2),
    },
    "problems": {"C3": (5, 3), "C4": (5, 2), "C5": (6, 3), "C6": (7, 2), "C7": (7, 2)},
    "improvement": {
        "D1": (5, 3),
        "D2": (5, 3),
        "D3": (5, 3),
        "D4": (5, 2),
        "D5": (5, 3),
        "D6": (5, 2),
        "D7": (5, 2),
    },
}
SVQ_3: dict[str, dict[str, tuple[int, int]]] = {
    "mandatory": {"F3": (7, 2), "F4": (6, 2)},
    "image": {"A13": (6, 3), "A14": (7, 2), "A15": (6, 3), "A16": (7, 2)},
    "delivery": {"B9": (6, 2), "B10": (6, 3), "B11": (6, 3)},
    "problems": {"C5": (6, 3), "C6": (7, 2), "C7": (7, 2)},
    "improvement": {
        "D8": (6, 3),
        "D9": (7, 3),
        "D10": (6, 3),
        "D11": (7, 3),
        "D12": (7, 3),
        "D13": (6, 3),
        "D14": (8, 3),
        "D15": (8, 2),
        "D16": (8, 3),
        "D17": (8, 2),
        "D18": (8, 3),
        "D19": (8, 3),
        "D20": (7, 2),
    },
}
STRUCTURE = {"svq-l2": SVQ_2, "svq-l3": SVQ_3}
SHARED = ["C5", "C6", "C7"]

# Per unit of the annexe: its last requirement, and the lettered items of those that have a list.
ANNEXE: dict[str, tuple[int, dict[int, int]]] = {
    "A3": (8, {4: 3, 5: 4, 8: 2}),
    "A4": (8, {4: 4, 5: 3, 8: 2}),
    "A5": (6, {4: 2, 5: 4}),
    "A6": (8, {6: 2, 7: 2}),
    "A7": (7, {5: 2, 6: 2, 7: 2}),
    "A8": (6, {4: 4, 5: 2, 6: 2}),
    "A9": (7, {4: 4, 5: 2, 6: 2, 7: 2}),
    "A10": (7, {4: 4, 5: 2, 6: 4, 7: 2}),
    "A12": (8, {4: 4, 5: 2, 6: 4, 7: 2}),
    "B2": (6, {4: 2, 5: 4}),
    "B3": (7, {4: 4, 5: 2, 6: 2, 7: 2}),
    "C3": (5, {4: 5, 5: 4}),
    "C5": (7, {4: 2, 5: 3, 6: 3, 7: 2}),
    "C6": (8, {5: 3, 6: 4, 7: 3, 8: 2}),
    "C7": (8, {4: 2, 5: 4, 6: 3, 7: 3, 8: 2}),
    "D1": (7, {4: 2, 6: 2, 7: 3}),
    "D2": (7, {4: 2, 5: 3, 6: 2}),
    "D3": (7, {5: 2, 6: 4}),
    "A13": (8, {5: 4, 6: 3, 7: 3, 8: 2}),
    "A14": (7, {4: 4, 5: 2, 6: 2, 7: 3}),
    "A15": (6, {4: 2, 5: 3, 6: 2}),
    "B9": (7, {5: 2, 6: 2, 7: 2}),
    "B10": (7, {4: 4, 5: 3, 6: 2}),
    "B11": (5, {4: 2, 5: 3}),
    "D8": (6, {4: 2, 5: 6, 6: 8}),
    "D9": (8, {5: 3, 6: 4}),
    "D10": (8, {5: 5}),
    "D11": (7, {5: 4, 6: 4, 7: 3}),
    "D12": (6, {4: 2, 5: 2, 6: 2}),
    "D14": (7, {4: 4, 5: 6, 7: 2}),
    "D15": (5, {5: 2}),
    "D16": (6, {4: 2}),
    "D17": (7, {5: 5, 7: 4}),
}
BARE = {
    "svq-l2": ["F1", "A11", "B4", "B5", "B6", "B7", "B8", "C4", "D4", "D5", "D6", "D7"],
    "svq-l3": ["F3", "F4", "A16", "D13", "D18", "D19", "D20"],
}
UNITS = [(name, ref) for name, groups in STRUCTURE.items() for units in groups.values() for ref in units]


def svq(name: str) -> Pack:
    return open_shipped(name).pack


@pytest.fixture(scope="module")
def two() -> Pack:
    return svq("svq-l2")


@pytest.fixture(scope="module")
def three() -> Pack:
    return svq("svq-l3")


@pytest.mark.parametrize("name", STRUCTURE)
def test_a_pack_has_no_problems(name: str) -> None:
    assert check(svq(name)) == []


@pytest.mark.parametrize("name", STRUCTURE)
def test_groups_and_units_stand_in_printed_order(name: str) -> None:
    pack = svq(name)
    assert {group.id: list(group.units) for group in pack.groups} == {g: list(u) for g, u in STRUCTURE[name].items()}
    assert list(pack.unit) == [ref for units in STRUCTURE[name].values() for ref in units]
    assert [group.id for group in pack.groups if group.mandatory] == ["mandatory"]


def test_the_packs_are_numbered_and_levelled_as_printed(two: Pack, three: Pack) -> None:
    assert (two.number, two.level, len(two.units)) == ("Q5001333 (GC2V 22)", 5, 31)
    assert (three.number, three.level, len(three.units)) == ("Q5001334 (GC2W 23)", 6, 25)
    assert two.vocabulary == three.vocabulary
    assert two.vocabulary.level == "SCQF level"
    assert two.registration is None
    assert three.registration is None


@pytest.mark.parametrize(("name", "ref"), UNITS)
def test_a_unit_has_its_level_and_elements(name: str, ref: str) -> None:
    level, elements = next(units[ref] for units in STRUCTURE[name].values() if ref in units)
    unit = svq(name).unit[ref]
    assert unit.level == level
    assert [e.ref for e in unit.elements] == [f"{ref}.{number}" for number in range(1, elements + 1)]
    assert not unit.listed_only


@pytest.mark.parametrize(("name", "ref"), [(n, r) for n, r in UNITS if r in ANNEXE])
def test_a_unit_carries_what_the_annexe_prints(name: str, ref: str) -> None:
    last, lists = ANNEXE[ref]
    requirements = svq(name).unit[ref].requirements
    assert [r.ref for r in requirements] == [f"ER{number}" for number in range(2, last + 1)]
    assert {r.ref: len(r.items) for r in requirements if r.items} == {f"ER{n}": count for n, count in lists.items()}
    for requirement in requirements:
        letters = "abcdefgh"[: len(requirement.items)]
        assert [i.ref for i in requirement.items] == [f"{requirement.ref}.{letter}" for letter in letters]


@pytest.mark.parametrize("name", STRUCTURE)
def test_units_that_the_annexe_leaves_out_have_no_requirements(name: str) -> None:
    assert [u.ref for u in svq(name).units if not u.requirements] == BARE[name]


@pytest.mark.parametrize("name", STRUCTURE)
def test_all_evidence_requirements_are_guidance_and_ask_no_fact(name: str) -> None:
    pack = svq(name)
    assert {r.force for u in pack.units for r in u.requirements} == {"guidance"}
    assert {u.sufficiency for u in pack.units} == {()}


def test_units_in_both_structures_differ_in_a_realistic_environment_alone(two: Pack, three: Pack) -> None:
    assert [ref for ref in two.unit if ref in three.unit] == SHARED

    def alone(unit: Unit) -> dict[str, object]:
        links = {"__all__": {"items": {"__all__": {"same_as"}}}}
        return unit.model_dump(exclude={"requirements": links, "conditions": {"realistic_environment", "note"}})

    for ref in SHARED:
        assert alone(two.unit[ref]) == alone(three.unit[ref])


# --- criteria and knowledge: only what the worked forms show


@pytest.mark.parametrize("name", STRUCTURE)
def test_elements_are_judged_as_wholes_except_where_a_worked_form_shows_criteria(name: str) -> None:
    shown = {e.ref: len(e.criteria) for u in svq(name).units for e in u.elements if e.criteria}
    assert shown == {"svq-l2": {"F2.1": 5}, "svq-l3": {"F3.2": 3}}[name]


def test_a_unit_may_be_judged_partly_by_criteria(two: Pack, three: Pack) -> None:
    assert list(two.unit["F2"].criteria) == [*(f"F2.1.{number}" for number in range(1, 6)), "F2.2"]
    assert list(three.unit["F3"].criteria) == ["F3.1", "F3.2.1", "F3.2.2", "F3.2.3"]
    assert two.unit["A4"].judged_whole == two.unit["A4"].elements
    assert [element.ref for element in two.unit["F2"].judged_whole] == ["F2.2"]


def test_knowledge_is_that_of_the_two_worked_records(two: Pack, three: Pack) -> None:
    assert {u.ref: "".join(k.ref[-1] for k in u.knowledge) for u in two.units if u.knowledge} == {"F2": "abcdefghij"}
    # The document has no f3g.
    assert {u.ref: "".join(k.ref[-1] for k in u.knowledge) for u in three.units if u.knowledge} == {
        "F3": "abcdefhijklmnopqrs"
    }
    assert "There is no f3g" in "\n".join(three.notes)


def test_the_requirement_of_the_worked_f2_has_no_number(two: Pack) -> None:
    (requirement,) = two.unit["F2"].requirements
    assert (requirement.ref, [i.ref for i in requirement.items]) == ("ER", ["ER.a", "ER.b", "ER.c", "ER.d"])
    assert requirement.force == "guidance"


# --- traps of the annexe


def _requirement(unit: Unit, ref: str) -> Requirement:
    return next(r for r in unit.requirements if r.ref == ref)


def test_d6_of_the_annexe_is_d10_of_the_structure(two: Pack, three: Pack) -> None:
    assert two.unit["D6"].title.endswith("through self-study")
    assert two.unit["D6"].requirements == ()
    assert "D6" not in three.unit
    assert _requirement(three.unit["D10"], "ER8").title.startswith("Coaching")
    for pack in (two, three):
        assert any(n.startswith(("D6:", "D10:")) and "annexe" in n for n in pack.notes)


@pytest.mark.parametrize("ref", ["A1", "A2", "A17", "B1", "B12", "B13", "B15", "C1", "C8", "F6"])
def test_annexe_units_of_no_structure_are_left_out_and_named(two: Pack, three: Pack, ref: str) -> None:
    for pack in (two, three):
        assert ref not in pack.unit
        assert f" {ref}" in next(n for n in pack.notes if n.startswith("Annexe units"))


def test_titles_that_the_annexe_words_otherwise_are_those_of_the_structure(two: Pack, three: Pack) -> None:
    assert two.unit["A6"].title == "Process customer service information"
    assert two.unit["A12"].title == "Make telephone calls to customer"
    assert three.unit["A15"].title == "Organise the promotion of additional services or products to customers"


def test_a_list_without_an_opening_sentence_is_kept_and_noted(two: Pack) -> None:
    assert len(_requirement(two.unit["A5"], "ER5").items) == 4
    assert any(n.startswith("A5:") and "no opening sentence" in n for n in two.notes)


def test_a_number_is_asked_for_only_where_printed(two: Pack, three: Pack) -> None:
    for pack, needs in ((two, {"C6/ER7": 2}), (three, {"C6/ER7": 2, "D8/ER5": 2, "D8/ER6": 2})):
        assert {u.full(r.ref): r.need for u in pack.units for r in u.requirements if r.need} == needs


def test_two_changes_and_two_formal_methods_want_two_examples(two: Pack, three: Pack) -> None:
    def twice(pack: Pack) -> list[str]:
        return [u.full(i.ref) for u in pack.units for i in u.items.values() if i.examples == 2]

    assert twice(two) == ["D2/ER5.a", "D2/ER5.b", "D2/ER5.c", "D2/ER6.a", "D2/ER6.b"]
    assert twice(three) == ["D12/ER4.b"]


@pytest.mark.parametrize("ref", ["D10", "D11", "D15", "D16", "D17"])
def test_a_period_alone_is_told_apart_from_customers_and_occasions(three: Pack, ref: str) -> None:
    assert "customers" not in _requirement(three.unit[ref], "ER3").title
    assert "customers and occasions" in _requirement(three.unit["D9"], "ER3").title


# --- conditions


def test_simulation_counts_nowhere(two: Pack, three: Pack) -> None:
    assert {u.conditions.simulation for pack in (two, three) for u in pack.units} == {"barred"}
    # A3 bars it for any evidence, every other unit for performance evidence.
    assert [u.ref for pack in (two, three) for u in pack.units if u.conditions.scope == "any"] == ["A3"]


def test_the_strategy_admits_a_realistic_environment_in_svq_2_and_only_real_work_in_svq_3(
    two: Pack, three: Pack
) -> None:
    """It governs where the annexe, which is guidance for earlier versions, says otherwise."""
    assert {u.conditions.realistic_environment for u in two.units} == {"allowed"}
    assert {u.conditions.realistic_environment for u in three.units} == {"barred"}


# Units for which the annexe says otherwise than the assessment strategy.
AGAINST = [*(("svq-l2", ref) for ref in SHARED), ("svq-l3", "A13")]


@pytest.mark.parametrize(("name", "ref"), UNITS)
def test_conditions_say_what_they_rest_on(name: str, ref: str) -> None:
    note = svq(name).unit[ref].conditions.note or ""
    assert note.startswith("By the assessment strategy")
    assert ("would" in note) == ((name, ref) in AGAINST)
    assert ("the guidance agrees" in note) == (ref in ANNEXE and (name, ref) not in AGAINST)
    assert ("leaves this unit out" in note) == (ref not in ANNEXE)


@pytest.mark.parametrize("name", STRUCTURE)
def test_the_notes_say_that_the_strategy_governs(name: str) -> None:
    (environment,) = (n for n in svq(name).notes if n.startswith("Realistic working environment:"))
    assert "the strategy governs" in environment
    assert any(n.startswith("C5, C6 and C7") and "realistic environment" in n for n in svq(name).notes)


# --- links


@pytest.mark.parametrize(
    ("name", "ref", "alike"),
    [
        ("svq-l2", "A8/ER6.a", {"A9/ER5.b"}),
        ("svq-l2", "A4/ER5.a", {"B2/ER4.b", "C7/ER6.a"}),
        ("svq-l2", "A4/ER5.c", {"C7/ER6.c"}),
        ("svq-l2", "A7/ER6.a", {"D1/ER4.a", "D2/ER4.a"}),
        ("svq-l2", "A10/ER4.d", {"A12/ER4.d"}),
        ("svq-l2", "C3/ER4.e", {"C5/ER5.c"}),
        (
            "svq-l2",
            "A3/ER4.b",
            {f"{u}/{r}.b" for u, r in [("F2", "ER"), ("A10", "ER6"), ("A12", "ER6"), ("B2", "ER5"), ("C7", "ER5")]}
            | {f"{u}/ER4.b" for u in ("A4", "A8", "A9", "B3")},
        ),
        ("svq-l3", "B11/ER5.b", {"C7/ER6.b"}),
        ("svq-l3", "A14/ER4.b", {"B10/ER6.a", "C7/ER5.b"}),
        ("svq-l3", "A14/ER7.c", {"B10/ER4.d"}),
        ("svq-l3", "C6/ER7.b", {"D8/ER5.b"}),
    ],
)
def test_items_that_say_the_same_are_linked(name: str, ref: str, alike: set[str]) -> None:
    assert set(svq(name).alike[ref]) == alike


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("svq-l2", "A4/ER5.b"),  # angry and confused
        ("svq-l2", "C7/ER6.b"),  # angry or confused
        ("svq-l2", "C3/ER5.d"),  # agreed with others
        ("svq-l2", "C5/ER7.b"),  # agreed and authorised
        ("svq-l2", "C5/ER4.a"),
        ("svq-l3", "D11/ER5.b"),  # a constraint of time, not time as a resource
        ("svq-l3", "D14/ER4.a"),
        ("svq-l3", "D8/ER5.f"),
        ("svq-l3", "C7/ER7.a"),
        ("svq-l3", "B11/ER4.a"),
    ],
)
def test_what_only_resembles_is_not_linked(name: str, ref: str) -> None:
    pack = svq(name)
    assert isinstance(pack.statement(ref), Item)
    assert ref not in pack.alike


@pytest.mark.parametrize("name", STRUCTURE)
def test_links_are_complete_and_follow_the_prompts(name: str) -> None:
    pack = svq(name)
    worded: dict[tuple[type, str], set[str]] = {}
    for unit in pack.units:
        for ref, statement in unit.statements.items():
            if isinstance(statement, Statement) and ref not in {e.ref for e in unit.elements}:
                worded.setdefault((type(statement), statement.prompt), set()).add(unit.full(ref))
    for names in worded.values():
        for one in names:
            assert set(pack.alike.get(one, ())) == names - {one}


# --- the rules, and the choices that the worked forms make

MANDATORY_2, MANDATORY_3 = ["F1", "F2"], ["F3", "F4"]


def test_the_sign_off_table_of_the_worked_svq_2_keeps_the_rules(two: Pack) -> None:
    assert evaluate(two, [*MANDATORY_2, "A10", "B2", "C3", "D2", "D3"]).valid


def test_the_checklist_of_the_worked_svq_2_names_a_unit_from_outside(two: Pack) -> None:
    choice = evaluate(two, ["F2", "F1", "A1", "B2", "C3", "D2", "D3"])
    assert [ruling.rule for ruling in choice.unmet] == ["structure", "units from", "one from each"]
    assert "A1" in choice.unmet[0].message
    assert "5 units" in choice.unmet[1].message
    assert "4 chosen" in choice.unmet[1].message
    assert "Impression and image" in choice.unmet[2].message


def test_the_title_page_of_the_worked_svq_2_submits_one_unit_only(two: Pack) -> None:
    assert [ruling.rule for ruling in evaluate(two, ["F2"]).unmet] == ["all of", "units from", "one from each"]


def test_the_units_of_the_worked_svq_3_break_both_limits_on_levels(three: Pack) -> None:
    choice = evaluate(three, [*MANDATORY_3, "A15", "B10", "B11", "C7", "D11"])
    at_most, at_least = choice.unmet
    assert at_most.message.startswith("At most 1 unit above SCQF level 6")
    assert at_most.message.endswith("2 chosen: C7 and D11.")
    assert "5 units at SCQF level 6" in at_least.message
    assert at_least.message.endswith("4 chosen.")


def test_the_worked_svq_3_would_keep_the_rules_with_one_unit_exchanged(three: Pack) -> None:
    assert evaluate(three, [*MANDATORY_3, "A15", "B10", "B11", "C7", "D8"]).valid
    assert evaluate(three, [*MANDATORY_3, "A15", "B10", "B11", "C5", "D11"]).valid


def test_the_title_page_of_the_worked_svq_3_submits_two_units_only(three: Pack) -> None:
    unmet = evaluate(three, ["F3", "B11"]).unmet
    assert [ruling.rule for ruling in unmet] == ["all of", "units from", "one from each", "units from"]


def test_the_plan_of_the_worked_svq_3_links_two_units_that_cannot_both_be_chosen(three: Pack) -> None:
    choice = evaluate(three, [*MANDATORY_3, "A15", "B10", "C5", "D16", "D20"])
    assert len(choice.unmet) == 2


def test_f3_itself_is_not_the_one_unit_above_level_6(three: Pack) -> None:
    assert three.unit["F3"].level == 7
    assert evaluate(three, [*MANDATORY_3, "A14", "B10", "B11", "C5", "D8"]).valid
    assert not evaluate(three, [*MANDATORY_3, "A14", "B10", "B11", "C5", "D14"]).valid


def test_more_than_five_option_units_may_be_chosen(two: Pack, three: Pack) -> None:
    assert evaluate(two, [*MANDATORY_2, "A3", "A4", "B2", "C3", "D1", "D2"]).valid
    assert evaluate(three, [*MANDATORY_3, "A13", "A15", "B10", "C5", "D8", "D17"]).valid


@pytest.mark.parametrize(("theme", "ref"), [("image", "A13"), ("delivery", "B9"), ("problems", "C5")])
def test_every_theme_needs_a_unit(three: Pack, theme: str, ref: str) -> None:
    chosen = [*MANDATORY_3, "A13", "B9", "C5", "D8", "D10", "D13"]
    assert evaluate(three, chosen).valid
    unmet = evaluate(three, [unit for unit in chosen if unit != ref]).unmet
    assert [ruling.rule for ruling in unmet] == ["one from each"]
    assert next(g.title for g in three.groups if g.id == theme) in unmet[0].message


# --- notes and prompts


@pytest.mark.parametrize("name", STRUCTURE)
def test_the_notes_tell_of_every_doubtful_reading(name: str) -> None:
    notes = "\n".join(svq(name).notes)
    topics = {
        "svq-l2": ["A6:", "A12:", "A1, which the structure lacks", "F2:", "D6:", "angry and confused", "swapped"],
        "svq-l3": ["six option units", "F3:", "A13:", "A15:", "D8:", "D10:", "F4.2", "garbled"],
    }[name]
    for topic in [*topics, "guidance alone", "earlier version", "Units 1, 5 and 6", *BARE[name]]:
        assert topic in notes, topic


@pytest.mark.parametrize("name", STRUCTURE)
def test_prompts_are_short_and_knowledge_has_open_questions(name: str) -> None:
    for unit in svq(name).units:
        for ref, statement in unit.statements.items():
            if ref not in {e.ref for e in unit.elements}:
                assert len(statement.prompt) <= 80, statement.prompt
            assert not statement.prompt.endswith(".")
        for knowledge in unit.knowledge:
            assert knowledge.question.split()[0] in {"How", "What", "When", "Where", "Which", "Whom", "Why"}
            assert len(knowledge.question) <= 90
