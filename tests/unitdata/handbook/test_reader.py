"""What is amiss in handbooks, as documents of a few lines: how it is read, and what is said of it."""

import pytest

from unitdata.handbook.doubts import Doubt
from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.lines import Line
from unitdata.handbook.printed import PrintedUnit, Reading
from unitdata.handbook.reader import read_document

CVQ = "U10001: Serve tea\n"
CITY = "Unit 101\nServe tea\nLevel: 1\n"


def lines(text: str) -> list[Line]:
    """Lines as they come out of a file: ` | ` between the cells of a row, `* ` for a list's dot."""
    return [
        Line(number, None, tuple(line.removeprefix("* ").split(" | ")) if line else (), bullet=line.startswith("* "))
        for number, line in enumerate(text.splitlines(), 1)
    ]


def read(text: str, layout: str = "cvq") -> Reading:
    return read_document(lines(text), LAYOUTS[layout])


def unit_of(reading: Reading) -> PrintedUnit:
    return next(iter(reading.units.values()))


def printed(reading: Reading) -> list[str]:
    return [f"{each.ref} {each.text}".strip() for each in unit_of(reading).all()]


def doubts(reading: Reading) -> list[tuple[int, str, str]]:
    return [(doubt.place.line, doubt.weight, doubt.what) for doubt in reading.doubts]


# Tables and cells -----------------------------------------------------------------------------------------------------


def test_a_table_over_two_pages_leaves_a_criterion_below_the_next_heading() -> None:
    reading = read(CVQ + "ELEMENT\n1. Greet | 1.1 Smile.\n2. Pour | 1.2 Nod.\n | 2.1 Warm the pot.\n"
                   "ELEMENT (continued)\n1.3 Wave.\n2.2 Fill the cup.")  # fmt: skip
    assert printed(reading) == [
        "1 Greet", "1.1 Smile.", "1.2 Nod.", "1.3 Wave.", "2 Pour", "2.1 Warm the pot.", "2.2 Fill the cup."
    ]  # fmt: skip
    assert doubts(reading) == [
        (4, "note", "1.2 stands below the heading of another element."),
        (7, "note", "1.3 stands below the heading of another element."),
    ]


def test_several_criteria_in_one_cell_come_apart() -> None:
    reading = read(CVQ + "ELEMENT\n1. Greet | 1.1 Smile as in 7.1 of old. 1.2 Nod; 1.4 Wave.")
    assert printed(reading) == ["1 Greet", "1.1 Smile as in 7.1 of old.", "1.2 Nod;", "1.4 Wave."]
    assert doubts(reading) == [(3, "missing", "3 is missing before criterion 4.")]


def test_items_in_one_cell_come_apart() -> None:
    reading = read(CVQ + "RANGE STATEMENT\nElement 1: Greet\nA. Guests: (i) old (ii) new (iii) lost")
    assert printed(reading)[1] == "R1.A Guests: (i) old (ii) new (iii) lost"
    reading = read(CVQ + "RANGE STATEMENT\nElement 1: Greet\nA. Guests:\n(i) old (ii) new (iii) lost")
    assert printed(reading)[2:] == ["R1.A.i old", "R1.A.ii new", "R1.A.iii lost"]


def test_a_number_alone_takes_the_next_line_whatever_it_begins_with() -> None:
    reading = read(CITY + "Evidence requirements\n1\nPour for:\na\na new guest\nb\nb-list guests\n2\n\nSit down.",
                   "city_guilds")  # fmt: skip
    assert printed(reading) == ["ER1 Pour for:", "ER1.a a new guest", "ER1.b b-list guests", "ER2 Sit down."]
    assert doubts(reading) == []


def test_a_column_of_numbers_may_stand_before_the_column_of_its_words() -> None:
    reading = read("UNIT 3\nSERVE TEA\nCustomer Service Standards\nElement 3.1\nElement 3.2\nGreet\nPour", "edi")
    assert printed(reading) == ["3.1 Greet", "3.2 Pour"]


# Headings -------------------------------------------------------------------------------------------------------------


def test_headings_repeated_on_a_new_page_change_nothing() -> None:
    reading = read(CITY + "Outcome 1: Greet\nAssessment Criteria\nThe learner can:\n1.1 smile\nUnit 101\nServe tea\n"
                   "Assessment Criteria\n1.2 nod\nOutcome 1: Greet\n1.3 wave", "city_guilds")  # fmt: skip
    assert printed(reading) == ["1 Greet", "1.1 smile", "1.2 nod", "1.3 wave"]
    assert doubts(reading) == []


def test_a_statement_printed_again_word_for_word_is_taken_once() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour.\n2 Sit.\n1 Pour.\n3 Stand.", "city_guilds")
    assert printed(reading) == ["ER1 Pour.", "ER2 Sit.", "ER3 Stand."]
    assert doubts(reading) == [(7, "note", "ER1 is printed twice, word for word.")]


def test_headings_run_together_open_what_the_second_names() -> None:
    reading = read(CVQ + "EVIDENCE GUIDE(1) Performance Evidence\nPour alone.\nRANGE STATEMENT\n"
                   "Element 1: GreetA. Guests:\n(i) old")  # fmt: skip
    assert printed(reading) == ["R1 Greet", "R1.A Guests:", "R1.A.i old", "C1 Pour alone."]


def test_a_heading_that_is_missing_is_put_there_without_words() -> None:
    reading = read(CVQ + "ELEMENT\n1. Greet\n1.1 Smile.\n2.1 Warm the pot.")
    assert printed(reading) == ["1 Greet", "1.1 Smile.", "2", "2.1 Warm the pot."]
    assert doubts(reading) == [
        (5, "check", "2.1 stands there, and no heading 2."),
        (5, "check", "2 has no words of its own."),
    ]


def test_an_element_that_is_missing_between_two_is_said() -> None:
    reading = read("UNIT 3\nSERVE TEA\nCustomer Service Standards\nElement 3.1 Greet\na smile\n"
                   "Element 3.3 Pour\na pour", "edi")  # fmt: skip
    assert doubts(reading) == [(1, "missing", "There is no element 2.")]


LISTED = (
    "4430-101 | Serve tea (T1) | 1 | 4 | 20\n4430-102 | Wash up (T2) | 1 | 4 | 20\n4430-103 | Go (T3) | 1 | 4 | 20\n"
    "Unit 101\nServe tea\nLevel: 1\nOutcome 1: Greet\n1.1 smile\n"
)


def test_a_unit_without_a_heading_is_known_by_a_number_it_bears() -> None:
    reading = read(LISTED + "Level: 1\nThis unit directly relates to Unit T 3 here.\nOutcome 1: Leave\n1.1 wave",
                   "city_guilds")  # fmt: skip
    assert [(each.ref, each.text) for each in reading.units["103"].all()] == [("1", "Leave"), ("1.1", "wave")]
    assert reading.doubts[0].done == "It was read as 103, as it bears a further number of that one."


def test_a_unit_without_a_heading_is_the_next_one_listed_where_nothing_else_tells() -> None:
    reading = read(LISTED + "Level: 1\nOutcome 1: Rinse\n1.1 wipe", "city_guilds")
    assert reading.units["102"].title == "Wash up"
    assert reading.doubts[0].done == "It was read as 102, as that one comes next in the list of units."


def test_a_unit_without_a_heading_and_without_a_list_is_kept_by_its_line() -> None:
    reading = read(CITY + "Outcome 1: Greet\n1.1 smile\nLevel: 1\nOutcome 1: Rinse\n1.1 wipe", "city_guilds")
    assert list(reading.units) == ["101", "?6"]
    assert doubts(reading) == [(6, "missing", "A unit begins without a heading, and nothing tells which it is.")]


def test_what_stands_around_numbers_is_no_part_of_them() -> None:
    reading = read(CVQ + "UNDERPINNING KNOWLEDGE\n1 . Tea\n2) Milk\n(3) Sugar\n4 – Lemon\n5.Honey")
    assert printed(reading)[1:] == ["K2 Milk", "K3 Sugar", "K4 Lemon", "K5 Honey"]


# Numbers --------------------------------------------------------------------------------------------------------------


def test_ten_comes_after_nine() -> None:
    criteria = "".join(f"1.{n} do no. {n}\n" for n in range(1, 13))
    reading = read(f"{CITY}Outcome 1: Greet\n{criteria}", "city_guilds")
    assert [each.ref for each in unit_of(reading).of("criterion")] == [f"1.{n}" for n in range(1, 13)]
    assert doubts(reading) == []


def test_a_number_missing_from_a_run_is_said() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour.\n3 Sit.\na alone\nd together", "city_guilds")
    assert printed(reading) == ["ER1 Pour.", "ER3 Sit.", "ER3.a alone", "ER3.d together"]
    assert doubts(reading) == [
        (6, "missing", "2 is missing before requirement 3."),
        (8, "missing", "b, c are missing before item d."),
    ]


def test_a_number_printed_twice_keeps_both_apart() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour.\n1 Sit.\n2 Stand.", "city_guilds")
    assert printed(reading) == ["ER1 Pour.", "ER1-2 Sit.", "ER2 Stand."]
    assert doubts(reading) == [(6, "check", "The number of requirement 1 is printed twice.")]


def test_a_requirement_without_its_stem_is_kept_and_said() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour.\n2\na alone\nb together", "city_guilds")
    assert printed(reading) == ["ER1 Pour.", "ER2", "ER2.a alone", "ER2.b together"]
    assert doubts(reading) == [(6, "check", "ER2 has no words of its own.")]


def test_items_without_a_requirement_above_are_put_below_one_without_words() -> None:
    reading = read(CITY + "Evidence requirements\n* a alone\n* b together", "city_guilds")
    assert printed(reading) == ["ER1", "ER1.a alone", "ER1.b together"]
    assert doubts(reading) == [
        (5, "check", "a stands there without a requirement above it."),
        (5, "check", "ER1 has no words of its own."),
    ]


def test_a_stem_without_its_number_takes_the_next_of_the_run() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour for:\na one\nb two\nSit with:\na old\nb new\n3 Go.",
                   "city_guilds")  # fmt: skip
    assert printed(reading)[3:] == ["ER2 Sit with:", "ER2.a old", "ER2.b new", "ER3 Go."]
    assert doubts(reading) == [(8, "check", "A requirement without a number: Sit with:")]


def test_numbers_out_of_their_order_stay_where_they_stand() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour.\n2 Sit.\n3 Stand.\n2. Bow.\n4 Go.\n1 Come.", "city_guilds")
    assert [each.ref for each in unit_of(reading).of("requirement")] == ["ER1", "ER2", "ER3", "ER2-2", "ER4", "ER1-2"]
    assert doubts(reading) == [
        (8, "check", "The number of requirement 2 comes after 3."),
        (10, "check", "The numbers begin again at requirement 1."),
    ]


def test_letters_that_begin_again_in_one_run_are_said() -> None:
    guide = "EVIDENCE GUIDE\nPour for:\na. one\nb. two\nSit with:\na. old\nb. new"
    reading = read(CVQ + guide)
    assert [each.ref for each in unit_of(reading).of("item")] == ["C1.a", "C1.b", "C2.a", "C2.b"]
    assert doubts(reading) == [(7, "check", "The numbers begin again at item a.")]


def test_the_article_is_no_letter_of_a_list() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour the tea of\na guest.", "city_guilds")
    assert printed(reading) == ["ER1 Pour the tea of a guest."]


# Range that belongs to several elements -------------------------------------------------------------------------------


RANGE = CVQ + "RANGE STATEMENT\nElement 1: Greet\nA. Guests: (Also applies to Element 2)\n(i) old\n(ii) new\n"


def test_a_letter_that_is_inherited_is_not_missing() -> None:
    reading = read(RANGE + "Element 2: Pour\nB. Teas:\n(i) green")
    assert [(each.ref, each.text, each.also) for each in unit_of(reading).of("requirement")] == [
        ("R1.A", "Guests:", (2,)), ("R2.B", "Teas:", ())
    ]  # fmt: skip
    assert doubts(reading) == []


def test_a_letter_that_nothing_hands_down_is_missing() -> None:
    reading = read(RANGE + "Element 3: Wash\nB. Cups:\n(i) blue")
    assert doubts(reading) == [(8, "missing", "A is missing before requirement B.")]


def test_a_group_without_its_letter_takes_the_next() -> None:
    reading = read(
        RANGE + "Element 3: Wash\nCups that are: (Also applies to unit 4)\n(i) blue\n(ii) red\nB. Pots:\n(i) tin"
    )
    assert printed(reading)[5:] == ["R3.A Cups that are:", "R3.A.i blue", "R3.A.ii red", "R3.B Pots:", "R3.B.i tin"]
    assert doubts(reading) == [
        (8, "check", "A requirement without a number: Cups that are: (Also applies to unit 4)"),
        (8, "check", "R3.A says that it also applies to unit 4."),
    ]


def test_equal_labels_of_different_elements_stay_apart() -> None:
    reading = read(RANGE + "Element 3: Wash\nA. Guests:\n(i) lost\n(ii) new")
    assert printed(reading) == [
        "R1 Greet", "R1.A Guests:", "R1.A.i old", "R1.A.ii new", "R3 Wash", "R3.A Guests:", "R3.A.i lost", "R3.A.ii new"
    ]  # fmt: skip


def test_criteria_alike_in_two_elements_stay_apart() -> None:
    reading = read(CVQ + "ELEMENT\n1. Greet | 1.1 Stay calm.\n2. Pour | 2.1 Stay calm.")
    assert printed(reading) == ["1 Greet", "1.1 Stay calm.", "2 Pour", "2.1 Stay calm."]
    assert doubts(reading) == []


# What disagrees, and what is cut off ----------------------------------------------------------------------------------


def test_the_unit_governs_where_an_overview_of_its_elements_disagrees() -> None:
    reading = read("1 Serve tea 1.1 Greet 1.2 Pour tea 1.3 Sit | U10001\n" + CVQ
                   + "ELEMENT\n1. Greet | 1.1 Smile.\n2. Pour | 2.1 Warm the pot.")  # fmt: skip
    assert [each.text for each in unit_of(reading).of("element")] == ["Greet", "Pour"]
    assert reading.doubts == [
        Doubt(reading.doubts[0].place, "U10001", "note",
              "An overview of the elements also names 3; words otherwise 2.", "The unit governs.")
    ]  # fmt: skip


def test_a_summary_that_only_names_elements_is_an_overview() -> None:
    summary = "Unit 1: Serve tea\nOutcome 1: Greet\nOutcome 2: Pour tea\nUnit 2: Wash up\nOutcome 1: Wipe\n"
    units = "Unit 1: Serve tea\nOutcome 1: Greet\n1.1 Smile.\nOutcome 2: Pour\n2.1 Warm the pot.\n"
    reading = read(summary + units, "general")
    assert printed(reading) == ["1 Greet", "1.1 Smile.", "2 Pour", "2.1 Warm the pot."]
    assert doubts(reading) == [(2, "note", "An overview of the elements words otherwise 2.")]


def test_two_headings_of_one_number_keep_their_own_criteria() -> None:
    reading = read("Unit 1: Serve tea\nOutcome 1: Greet\n1.1 Smile.\nOutcome 1: Pour\n1.1 Warm the pot.", "general")
    assert printed(reading) == ["1 Greet", "1.1 Smile.", "1-2 Pour", "1-2.1 Warm the pot."]
    assert doubts(reading) == [(4, "check", "The number of element 1 is printed twice.")]


def test_a_title_worded_otherwise_in_the_list_is_said() -> None:
    reading = read("1 Pour tea | U10001\n" + CVQ + "ELEMENT\n1. Greet | 1.1 Smile.")
    assert doubts(reading) == [(2, "note", "The list of units has it as “Pour tea”, the unit as “Serve tea”.")]
    assert unit_of(reading).title == "Serve tea"


def test_figures_that_disagree_are_both_given() -> None:
    listed = "4430-101 | Serve tea (T1) | 1 | 4 | 20\n"
    reading = read(listed + CITY + "Credit value: 5\nOutcome 1: Greet\n1.1 smile", "city_guilds")
    assert doubts(reading) == [(2, "check", "Credit: the list of units (line 1) says 4, the unit says 5.")]
    reading = read(listed + listed.replace("| 20", "| 25"), "city_guilds")
    assert doubts(reading) == [(1, "check", "Hours: the list of units (line 1) says 20 and 25.")]


def test_a_statement_that_stops_in_the_middle_is_said_and_a_list_may_go_on_with_and() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour for\n2 Serve the tea of the\n3 Sit with:\na old guests, and\n"
                   "b new guests or", "city_guilds")  # fmt: skip
    assert doubts(reading) == [
        (6, "check", "ER2 ends in the middle."),
        (9, "check", "ER3.b ends in the middle."),
    ]


def test_a_part_that_is_passed_over_is_said_to_stop_in_the_middle_too() -> None:
    reading = read(
        CVQ + "ELEMENT\n1. Greet | 1.1 Smile.\nContext of assessment\nIt must be shown for 1 to 3 of Element"
    )
    assert [(line, weight) for line, weight, _ in doubts(reading)] == [(5, "check")]


def test_a_sentence_that_a_page_cuts_goes_on() -> None:
    reading = read(CITY + "Evidence requirements\n1 Pour for guests of the\nTea House\nand their friends\n2 Sit.",
                   "city_guilds")  # fmt: skip
    assert printed(reading) == ["ER1 Pour for guests of the Tea House and their friends", "ER2 Sit."]


# Nothing vanishes -----------------------------------------------------------------------------------------------------


def test_lines_that_are_not_understood_are_listed_together_with_their_place() -> None:
    reading = read(
        CITY + "Evidence requirements\n1 Pour.\nTea is older than coffee.\nSo is milk.\n2 Sit.", "city_guilds"
    )
    assert [(doubt.place.line, doubt.weight, doubt.what, doubt.done) for doubt in reading.doubts] == [
        (6, "missing", "2 lines, up to line 7, without a number: Tea is older than coffee.", "The pack goes without.")
    ]


def test_what_is_passed_over_is_counted_with_its_first_and_last_line() -> None:
    reading = read(
        CVQ + "Unit Descriptor:\nTea is old.\nIt is good.\nELEMENT\n1. Greet | 1.1 Smile.\nMethods of assessment\nAsk."
    )
    assert {name: (each.first.line, each.last.line, each.lines) for name, each in unit_of(reading).passed.items()} == {
        "descriptor": (3, 4, 2), "methods of assessment": (8, 8, 1), "headings and lead-ins": (2, 7, 3)
    }  # fmt: skip


def test_a_unit_of_which_nothing_is_understood_is_only_listed_and_that_is_said() -> None:
    reading = read(CVQ + "ELEMENT\nPERFORMANCE CRITERIA\nGreeting, pouring, and so on.")
    assert unit_of(reading).body == []
    assert doubts(reading) == [(1, "missing", "Nothing below this unit's headings was understood.")]


def test_a_unit_that_no_list_names_is_kept_and_said() -> None:
    reading = read("1 Pour tea | U10002\n" + CVQ + "ELEMENT\n1. Greet | 1.1 Smile.")
    assert list(reading.units) == ["U10002", "U10001"]
    assert doubts(reading) == [(2, "note", "No list of units names these: U10001.")]


def test_a_unit_printed_in_two_places_is_put_together() -> None:
    first = CVQ + "ELEMENT\n1. Greet | 1.1 Smile.\n"
    other = "U10002: Wash up\nELEMENT\n1. Wash | 1.1 Wipe.\n"
    reading = read(first + other + CVQ + "UNDERPINNING KNOWLEDGE\n1. Why guests wait.")
    assert [each.ref for each in reading.units["U10001"].all()] == ["1", "1.1", "K1"]
    assert doubts(reading) == []
    reading = read(first + other + CVQ + "ELEMENT\n1. Meet | 1.1 Bow.")
    assert [each.text for each in reading.units["U10001"].all()] == ["Greet", "Smile."]
    assert doubts(reading) == [
        (7, "check", "2 statements of this unit are printed a second time, from 1 on."),
        (9, "missing", "1 is printed a second time, in other words: Meet"),
        (9, "missing", "1.1 is printed a second time, in other words: Bow."),
    ]


def test_what_only_the_second_print_of_an_element_holds_is_put_below_the_first() -> None:
    first = CVQ + "ELEMENT\n1. Greet | 1.1 Smile.\n"
    other = "U10002: Wash up\nELEMENT\n1. Wash | 1.1 Wipe.\n"
    reading = read(first + other + CVQ + "ELEMENT\n1. Greet | 1.2 Bow.")
    assert [each.ref for each in reading.units["U10001"].all()] == ["1", "1.1", "1.2"]
    (element,) = reading.units["U10001"].body
    assert [each.text for each in element.below] == ["Smile.", "Bow."]


def test_a_heading_that_comes_again_with_another_title_is_a_doubt() -> None:
    reading = read(CVQ + "ELEMENT\n1. Greet | 1.1 Smile.\nU10001: Sell tea\n2. Pour | 2.1 Warm the pot.")
    assert [each.ref for each in unit_of(reading).all()] == ["1", "1.1", "2", "2.1"]
    assert doubts(reading) == [(4, "check", "The heading of U10001 comes again with another title: Sell tea")]


def test_what_ends_as_a_sentence_does_is_no_heading() -> None:
    for last in (".", "?"):
        text = f"How to stop the urn{last}"
        reading = read(CVQ + f"UNDERPINNING KNOWLEDGE\n1. Why guests wait.\n{text}\n2. Where cups are.")
        assert [(each.ref, each.heading) for each in unit_of(reading).all()] == [("K1", ""), ("K2", "")]
        assert doubts(reading) == [(4, "missing", f"A line without a number: {text}")]


def test_a_heading_that_nothing_follows_is_passed_over() -> None:
    reading = read(CVQ + "UNDERPINNING KNOWLEDGE\n1. Why guests wait.\nSome words of no list")
    assert unit_of(reading).passed["headings and lead-ins"].numbers == {2, 4}


def test_an_element_without_words_has_those_of_an_overview() -> None:
    reading = read("1 Serve tea 1.1 Greet | U10001\n" + CVQ + "PERFORMANCE CRITERIA\n1.1 Smile.")
    assert printed(reading) == ["1 Greet", "1.1 Smile."]
    assert "It has those of an overview: Greet" in [doubt.done for doubt in reading.doubts]


def test_each_overview_of_a_unit_printed_again_is_compared() -> None:
    first = "UNIT 3 SERVE TEA\nCustomer Service Standards\nElement 3.1 Greet\na smile\nUNIT 4 WASH\n"
    reading = read(f"{first}UNIT 3 SERVE TEA\nElement 3.1 Meet\nCustomer Service Standards\nElement 3.1 Greet", "edi")
    assert doubts(reading) == [(7, "note", "An overview of the elements words otherwise 3.1.")]


def test_units_stand_in_the_order_of_the_document() -> None:
    units = "Unit 2: Wash up\nUnit 1: Serve tea\nOutcome 1: Greet\n1.1 Smile.\nUnit 3: Sit\nOutcome 1: Sit\n1.1 Sit."
    assert list(read(units, "general").units) == ["2", "1", "3"]


def test_a_reading_can_be_given_up_at_each_unit() -> None:
    calls: list[int] = []

    def give_up() -> None:
        calls.append(len(calls))
        if len(calls) == 3:
            raise TimeoutError

    text = lines("Unit 101\nServe tea\nOutcome 1: Greet\n1.1 smile\nUnit 102\nWash up\nOutcome 1: Rinse\n1.1 wipe")
    with pytest.raises(TimeoutError):
        read_document(text, LAYOUTS["city_guilds"], progress=give_up)


def test_a_place_names_the_page_where_there_are_pages() -> None:
    text = [Line(9, 4, ("Unit 101",)), Line(10, 4, ("Serve tea",)), Line(11, 4, ("Evidence requirements",)),
            Line(12, 5, ("2 Sit.",))]  # fmt: skip
    reading = read_document(text, LAYOUTS["city_guilds"])
    assert [str(doubt.place) for doubt in reading.doubts] == ["page 5"]
