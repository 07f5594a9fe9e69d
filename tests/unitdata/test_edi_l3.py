"""The EDI Level 3 pack against its document. The counts were taken by hand, page by page."""

import pytest

from unitdata import Pack, Requirement, Statement, check, evaluate, open_shipped

# Per unit: criteria per element; evidence requirements with their items (S: a statement to confirm, P: says only what
# may serve); lettered knowledge. Requirement 1 is the unit's conditions, 3 its sufficiency (but not in units 7 and 8).
COUNTS: dict[str, tuple[list[int], str, int]] = {
    "7": ([14, 6], "2P 3S 4P 5P 6S", 0),
    "8": ([4, 7], "2P 3S 4P 5P 6S 7:3", 0),
    "13": ([7, 6], "2P 4:4 5:2 6:2", 7),
    "14": ([5, 5, 5], "2P 4:4 5:2 6:2 7:2", 7),
    "15": ([5, 7, 5], "2P 4P 5:4 6:3 7:3 8:2", 8),
    "18": ([4, 8], "2P 4:4 5:2 6:2 7:3", 8),
    "19": ([4, 4, 4], "2P 4:2 5:3 6:2", 5),
    "22": ([9, 10], "2P 4:4 5:2 6:2 7:2", 4),
    "23": ([6, 4], "2P 4:3 5:12 6:2", 9),
    "24": ([6, 6], "2P 4P 5:2 6:2 7:2", 6),
    "25": ([3, 7, 4], "2P 4:4 5:3 6:2 7P", 8),
    "26": ([3, 6, 4], "2P 4:2 5:3", 4),
    "32": ([7, 3, 4], "2P 4:2 5:3 6:3 7:2", 4),
    "33": ([7, 5], "2P 4P 5:3 6:4 7:3 8:2", 6),
    "34": ([3, 8], "2P 4:2 5:4 6:3 7:3 8:2", 12),
    "39": ([6, 2, 3], "2P 4:2 5:3 6:7", 5),
    "40": ([4, 4, 5], "2P 4S 5:3 6:4 7S 8P", 4),
    "41": ([5, 3, 5], "2P 4P 5:5 6P 7S 8P", 9),
    "42": ([5, 4, 3], "2P 4S 5:4 6:4 7:3", 8),
    "43": ([6, 5, 6], "2P 4:2 5:2 6:2", 10),
}
ASKED_ABOUT = ["7", "8"]
SERVICE = [ref for ref in COUNTS if ref not in ASKED_ABOUT]
RULES_NAMED = [("8", "ER7"), ("23", "ER4"), ("34", "ER7")]
LETTERS = "abcdefghijklmn"
# Themes in printed order; the first is mandatory.
THEMES = [
    ["7", "8"],
    ["13", "14", "15", "18", "19"],
    ["22", "23", "24", "25", "26"],
    ["32", "33", "34"],
    ["39", "40", "41", "42", "43"],
]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return open_shipped("edi-l3").pack


def _requirement(pack: Pack, unit: str, ref: str) -> Requirement:
    return next(r for r in pack.unit[unit].requirements if r.ref == ref)


def _printed(requirement: Requirement) -> str:
    number = requirement.ref.removeprefix("ER")
    if requirement.items:
        return f"{number}:{len(requirement.items)}"
    return number + {"required": "S", "permitted": "P"}[requirement.force]


def _asking(pack: Pack, prompt: str) -> set[str]:
    """The items with this prompt, by full ref."""
    return {u.full(i.ref) for u in pack.units for i in u.items.values() if i.prompt == prompt}


def test_the_pack_has_no_problems(pack: Pack) -> None:
    assert check(pack) == []


def test_the_twenty_units_stand_in_their_themes_as_printed(pack: Pack) -> None:
    assert list(pack.unit) == list(COUNTS)
    assert [list(group.units) for group in pack.groups] == THEMES
    assert [group.mandatory for group in pack.groups] == [True, False, False, False, False]
    assert (pack.number, pack.level, pack.wording) == ("100/6105/8", 3, "prompt")


def test_every_unit_is_printed_in_full(pack: Pack) -> None:
    assert not any(unit.listed_only for unit in pack.units)


def test_the_national_codes_follow_each_other(pack: Pack) -> None:
    assert [unit.aliases for unit in pack.units] == [(f"NU{number}",) for number in range(5034, 5054)]


@pytest.mark.parametrize("ref", COUNTS)
def test_a_unit_holds_what_is_printed(pack: Pack, ref: str) -> None:
    unit = pack.unit[ref]
    criteria, requirements, knowledge = COUNTS[ref]
    assert [element.ref for element in unit.elements] == [f"{ref}.{n}" for n in range(1, len(criteria) + 1)]
    assert [len(element.criteria) for element in unit.elements] == criteria
    assert [list(e.criteria) for e in unit.elements] == [
        [unit.criteria[f"{e.ref}.{letter}"] for letter in LETTERS[:count]]
        for e, count in zip(unit.elements, criteria, strict=True)
    ]
    assert " ".join(map(_printed, unit.requirements)) == requirements
    assert all(i.ref == f"{r.ref}.{x}" for r in unit.requirements for i, x in zip(r.items, LETTERS, strict=False))
    assert [k.ref for k in unit.knowledge] == [f"K{letter}" for letter in "ABCDEFGHIJKL"[:knowledge]]


def test_requirements_are_evidence_of_the_whole_unit(pack: Pack) -> None:
    for unit in pack.units:
        assert {(r.source, r.applies_to) for r in unit.requirements} == {("evidence", ())}
        assert all(r.force == "required" for r in unit.requirements if r.items)


# Structure and registration


def _unmet(pack: Pack, units: str) -> list[str]:
    return [ruling.rule for ruling in evaluate(pack, units.split()).unmet]


@pytest.mark.parametrize("units", ["7 8 18 19 24 32 39 40", "7 8 13 22 32 39 40 41", "7 8 13 14 15 24 34 43"])
def test_two_mandatory_and_six_optional_units_make_the_award(pack: Pack, units: str) -> None:
    assert _unmet(pack, units) == []


def test_every_unit_but_two_imports_makes_the_award(pack: Pack) -> None:
    assert _unmet(pack, " ".join(ref for ref in COUNTS if ref not in ("13", "22"))) == []


def test_five_optional_units_are_too_few(pack: Pack) -> None:
    assert "units from" in _unmet(pack, "7 8 18 24 32 39 40")


@pytest.mark.parametrize(
    "units", ["7 8 24 25 32 33 39 40", "7 8 18 19 32 33 39 40", "7 8 18 19 24 25 39 40", "7 8 18 19 24 25 32 33"]
)
def test_a_theme_without_a_unit_does_not_make_the_award(pack: Pack, units: str) -> None:
    assert _unmet(pack, units) == ["one from each"]


@pytest.mark.parametrize("missing", ASKED_ABOUT)
def test_both_mandatory_units_are_needed(pack: Pack, missing: str) -> None:
    choice = evaluate(pack, {"7", "8", "18", "19", "24", "32", "39", "40"} - {missing})
    message = next(ruling.message for ruling in choice.unmet if ruling.rule == "all of")
    assert [ref for ref in ASKED_ABOUT if ref in message] == [missing]


@pytest.mark.parametrize("units", ["7 8 13 14 15 22 32 39", "7 8 13 15 22 23 33 41"])
def test_a_fourth_import_from_level_2_does_not_make_the_award(pack: Pack, units: str) -> None:
    assert _unmet(pack, units) == ["imports"]


def test_five_units_are_imported_and_keep_their_level(pack: Pack) -> None:
    assert [unit.ref for unit in pack.units if unit.level == 2] == ["13", "14", "15", "22", "23"]
    assert {unit.level for unit in pack.units} == {2, 3}


def test_ten_weeks_lie_between_registration_and_the_first_claim(pack: Pack) -> None:
    assert pack.registration is not None
    assert pack.registration.weeks_before_claim == 10
    assert pack.registration.minimum_age is None


# Conditions, sufficiency, consistently


@pytest.mark.parametrize("ref", COUNTS)
def test_conditions_are_those_of_the_unit(pack: Pack, ref: str) -> None:
    conditions = pack.unit[ref].conditions
    assert conditions.simulation == "barred"
    assert conditions.realistic_environment == ("allowed" if ref in ("13", "14", "15", "22", "23") else "barred")
    assert conditions.scope == ("any" if ref in ASKED_ABOUT else "performance")
    assert (conditions.elements, conditions.circumstances) == ((), ())
    assert conditions.note


def test_units_7_and_8_say_nothing_of_a_sufficient_period(pack: Pack) -> None:
    assert [unit.ref for unit in pack.units if not unit.sufficiency] == ASKED_ABOUT


def test_units_41_and_42_ask_for_a_period_but_not_for_customers_and_occasions(pack: Pack) -> None:
    assert [unit.ref for unit in pack.units if unit.sufficiency == ("period",)] == ["41", "42"]


def test_the_other_sixteen_units_ask_for_period_customers_and_occasions(pack: Pack) -> None:
    all_three = [unit.ref for unit in pack.units if unit.sufficiency == ("period", "customers", "occasions")]
    assert all_three == [ref for ref in SERVICE if ref not in ("41", "42")]
    assert len(all_three) == 16


def test_what_is_a_condition_or_a_sufficiency_is_no_requirement(pack: Pack) -> None:
    for unit in pack.units:
        refs = {r.ref for r in unit.requirements}
        assert "ER1" not in refs
        assert ("ER3" in refs) == (unit.ref in ASKED_ABOUT)


def test_eighteen_units_ask_for_every_standard_consistently(pack: Pack) -> None:
    assert len(SERVICE) == 18
    for unit in pack.units:
        assert {c.consistently for c in unit.criteria.values()} == {unit.ref in SERVICE}, unit.ref


def test_testimony_counts_as_performance_in_every_unit(pack: Pack) -> None:
    assert {unit.performance_by for unit in pack.units} == {("seen", "looked", "told")}


def test_any_sector_may_serve_in_every_unit_and_is_worded_alike(pack: Pack) -> None:
    sectors = [_requirement(pack, ref, "ER2") for ref in COUNTS]
    assert {(r.force, r.items) for r in sectors} == {("permitted", ())}
    assert len({r.title for r in sectors}) == 1


def test_units_of_equal_conditions_say_so_in_equal_words(pack: Pack) -> None:
    notes: dict[tuple[str, str], set[str | None]] = {}
    for unit in pack.units:
        conditions = unit.conditions
        notes.setdefault((conditions.realistic_environment, conditions.scope), set()).add(conditions.note)
    assert {key: len(found) for key, found in notes.items()} == {
        ("barred", "any"): 1,
        ("allowed", "performance"): 1,
        ("barred", "performance"): 1,
    }


# Units 7 and 8


@pytest.mark.parametrize("ref", ASKED_ABOUT)
def test_units_7_and_8_are_knowledge_and_each_standard_has_a_question(pack: Pack, ref: str) -> None:
    unit = pack.unit[ref]
    assert {element.kind for element in unit.elements} == {"knowledge"}
    assert list(unit.asked_about) == list(unit.criteria)
    assert unit.knowledge == ()


def test_the_elements_of_the_other_units_are_watched(pack: Pack) -> None:
    for ref in SERVICE:
        assert {element.kind for element in pack.unit[ref].elements} == {"performance"}
        assert not any(c.question for c in pack.unit[ref].criteria.values())


def test_background_work_and_real_work_must_show_but_how_it_is_kept_is_free(pack: Pack) -> None:
    for ref in ASKED_ABOUT:
        forces = {r.ref: r.force for r in pack.unit[ref].requirements[:5]}
        assert forces == {
            "ER2": "permitted",
            "ER3": "required",
            "ER4": "permitted",
            "ER5": "permitted",
            "ER6": "required",
        }


# Numbers asked for


def test_only_four_lists_ask_for_fewer_than_all(pack: Pack) -> None:
    asked = {u.full(r.ref): (r.need, len(r.items)) for u in pack.units for r in u.requirements if r.need is not None}
    assert asked == {"23/ER5": (4, 12), "33/ER7": (2, 3), "39/ER5": (2, 3), "39/ER6": (2, 7)}


def test_unit_23_wants_four_of_twelve_sources_of_diversity_and_religion_is_none_of_them(pack: Pack) -> None:
    sources = _requirement(pack, "23", "ER5")
    assert (sources.need, len(sources.items)) == (4, 12)
    prompts = " ".join(i.prompt for i in sources.items).casefold()
    assert "religion" not in prompts
    assert "beliefs" in prompts


def test_unit_43_wants_two_formal_methods_and_one_informal(pack: Pack) -> None:
    methods = _requirement(pack, "43", "ER4")
    assert [i.examples for i in methods.items] == [1, 2]
    informal, formal = (i.prompt.casefold() for i in methods.items)
    assert "informal" in informal
    assert "formal" in formal.replace("informal", "")


def test_no_other_item_wants_several_examples(pack: Pack) -> None:
    several = [u.full(i.ref) for u in pack.units for i in u.items.values() if i.examples != 1]
    assert several == ["43/ER4.b"]


def test_nothing_unlisted_is_counted_and_no_number_is_tied_to_performance(pack: Pack) -> None:
    assert {(r.of, r.performance_need) for u in pack.units for r in u.requirements} == {(None, None)}


def test_the_seven_methods_of_communication_of_unit_39(pack: Pack) -> None:
    assert [i.prompt for i in _requirement(pack, "39", "ER6").items] == [
        "Face to face",
        "In writing",
        "By telephone",
        "By text message",
        "By e-mail",
        "Over the internet",
        "Over an intranet",
    ]


# Readings


def test_angry_or_confused_is_one_item(pack: Pack) -> None:
    assert _asking(pack, "Angry or confused customer") == {"26/ER5.b", "34/ER6.b"}
    assert {pack.unit["26"].items["ER5.b"].situations, pack.unit["34"].items["ER6.b"].situations} == {
        ("angry", "confused")
    }


def test_the_list_without_a_letter_of_unit_15_is_no_list(pack: Pack) -> None:
    record = _requirement(pack, "15", "ER4")
    assert (record.force, record.items, record.need) == ("permitted", (), None)


def test_unit_25_organises_busy_and_quiet_periods_only(pack: Pack) -> None:
    assert [i.prompt for i in _requirement(pack, "25", "ER6").items] == ["Busy period", "Quiet period"]


def test_unit_41_defines_an_appropriate_person_and_wants_the_line_manager_or_supervisor(pack: Pack) -> None:
    forces = {r.ref: r.force for r in pack.unit["41"].requirements}
    assert forces == {
        "ER2": "permitted",
        "ER4": "permitted",
        "ER5": "required",
        "ER6": "permitted",
        "ER7": "required",
        "ER8": "permitted",
    }
    assert _requirement(pack, "41", "ER6").title.casefold().startswith("appropriate person")
    assert "line manager" in _requirement(pack, "41", "ER7").title.casefold()


def test_unit_40_asks_for_changes_over_a_period_besides_its_sufficient_period(pack: Pack) -> None:
    assert _requirement(pack, "40", "ER4").force == "required"
    assert "period" in pack.unit["40"].sufficiency


def test_what_says_only_what_may_serve_is_never_outstanding(pack: Pack) -> None:
    permitted = {u.full(r.ref) for u in pack.units for r in u.requirements if r.force == "permitted"}
    assert permitted - {f"{ref}/ER2" for ref in COUNTS} == {
        *("7/ER4", "7/ER5", "8/ER4", "8/ER5"),
        *("15/ER4", "24/ER4", "25/ER7", "33/ER4", "40/ER8", "41/ER4", "41/ER6", "41/ER8"),
    }


def test_the_bodies_govern_over_the_summary_of_units(pack: Pack) -> None:
    assert pack.unit["40"].elements[1].title == "Implement changes in customer service"
    assert "incoming" in pack.unit["15"].elements[2].title
    assert pack.unit["22"].title.endswith("your customer's premises")
    assert [e.title.split()[0] for e in pack.unit["19"].elements] == ["Offer", "Organise", "Monitor"]


# What is alike


@pytest.mark.parametrize(
    ("prompt", "refs"),
    [
        ("Routine service", "13/ER4.a 14/ER4.a 18/ER4.a 22/ER4.a 34/ER5.a"),
        ("Busy period", "13/ER4.b 14/ER4.b 18/ER4.b 22/ER4.b 25/ER6.a 34/ER5.b"),
        ("Quiet period", "13/ER4.c 14/ER4.c 18/ER4.c 22/ER4.c 25/ER6.b 34/ER5.c"),
        ("Let down by people, systems or resources", "13/ER4.d 14/ER4.d 18/ER4.d 22/ER4.d 34/ER5.d"),
        ("Happy with the service", "13/ER5.a"),
        ("Unhappy about the service", "13/ER5.b"),
        ("Differing needs and expectations", "26/ER5.a 34/ER6.a"),
        ("Unconventional behaviour", "26/ER5.c 34/ER6.c"),
        ("Easy-going customer", "25/ER4.a"),
        ("Demanding customer", "25/ER4.b"),
        ("Returning customer", "25/ER4.c"),
        ("New customer", "18/ER7.c 25/ER4.d"),
    ],
)
def test_standard_circumstances_stand_where_they_are_printed(pack: Pack, prompt: str, refs: str) -> None:
    assert _asking(pack, prompt) == set(refs.split())


@pytest.mark.parametrize(
    "refs",
    [
        "13/ER6.a 14/ER5.b",
        "14/ER7.a 18/ER5.a",
        "14/ER7.b 18/ER5.b",
        "33/ER7.a 39/ER5.a",
        "33/ER7.b 39/ER5.b",
        "33/ER7.c 39/ER5.c",
        "26/ER5.b 34/ER6.b",
        "13/ER4.b 14/ER4.b 18/ER4.b 22/ER4.b 25/ER6.a 34/ER5.b",
    ],
)
def test_statements_that_say_the_same_are_linked(pack: Pack, refs: str) -> None:
    group = set(refs.split())
    for ref in group:
        assert set(pack.alike[ref]) == group - {ref}


@pytest.mark.parametrize("ref", ["19/ER6.a", "19/ER6.b", "18/ER7.b", "13/13.1.f", "25/25.2.c", "32/32.3.c", "14/KB"])
def test_what_only_resembles_is_not_linked(pack: Pack, ref: str) -> None:
    assert pack.statement(ref) is not None
    assert ref not in pack.alike


def test_rules_to_take_into_account_are_not_linked_for_their_purposes_differ(pack: Pack) -> None:
    """Diversity in unit 23, complaints in 34, examples of rules in 8: one moment seldom shows them together."""
    items = [pack.unit[ref].full(i.ref) for ref, er in RULES_NAMED for i in _requirement(pack, ref, er).items]
    assert len(items) == 9
    assert not set(items) & set(pack.alike)


def test_equal_prompts_are_linked_and_linked_prompts_are_equal(pack: Pack) -> None:
    alike: dict[tuple[type, str], set[str]] = {}
    for unit in pack.units:
        for ref, statement in unit.statements.items():
            if isinstance(statement, Statement):
                alike.setdefault((type(statement), statement.prompt), set()).add(unit.full(ref))
    for refs in alike.values():
        for ref in refs:
            assert set(pack.alike.get(ref, ())) == refs - {ref}


def test_a_standard_is_explained_by_few_requirements_with_something_to_say(pack: Pack) -> None:
    for unit in pack.units:
        requirements = {r.ref: r for r in unit.requirements}
        for criterion in unit.criteria.values():
            assert len(criterion.explained_by) <= 3
            assert "ER2" not in criterion.explained_by
            assert set(criterion.explained_by) <= set(requirements)


@pytest.mark.parametrize(
    ("situation", "refs"),
    [
        ("quiet", "13/ER4.c 14/ER4.c 18/ER4.c 22/ER4.c 25/ER6.b 34/ER5.c"),
        ("unconventional", "26/ER5.c 34/ER6.c"),
        ("easy-going", "25/ER4.a"),
        ("short notice", "22/ER5.b"),
        ("customer absent", "22/ER7.b"),
        ("telephone", "39/ER6.c"),
        ("text message", "39/ER6.d"),
        ("referred upwards", "34/ER8.b"),
        ("with managers", "33/ER7.c 39/ER5.c"),
    ],
)
def test_situations_say_what_a_moment_can_close(pack: Pack, situation: str, refs: str) -> None:
    found = {u.full(ref) for u in pack.units for ref, item in u.items.items() if situation in item.situations}
    assert found == set(refs.split())


def test_the_notes_tell_of_the_doubtful_readings(pack: Pack) -> None:
    notes = "\n".join(pack.notes)
    for ref in ("15", "22", "23", "25", "40", "41", "42", "43"):
        assert ref in notes


def test_prompts_are_no_sentences(pack: Pack) -> None:
    for unit in pack.units:
        for ref, statement in unit.statements.items():
            assert not statement.prompt.endswith((".", ";", ":")), (unit.ref, ref)
