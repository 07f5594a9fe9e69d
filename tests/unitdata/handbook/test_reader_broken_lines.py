"""Lines that look like what they are not: a criterion like a heading, the rest of a sentence like a number or end."""

import pytest

from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.lines import Line
from unitdata.handbook.printed import Reading
from unitdata.handbook.reader import read_document

OPEN = {
    "general": "Unit 1 Serve tea\nLearning outcome 1 Pour\n",
    "city_guilds": "Unit 101 Serve tea\nAssessment criteria\nOutcome 1 Pour\n",
    "ocr": "UNIT F1 (F/100/0001)\nSERVE TEA\nAssessment criteria. I can:\nLearning outcome 1 - Pour\n",
    "cvq": "U10001: Serve tea\nPERFORMANCE CRITERIA\n1 Pour\n",
    "edi": "UNIT 5 SERVE TEA\nCustomer service standards\nElement 5.1 Pour\n",
}


def read(text: str, layout: str = "general") -> Reading:
    lines = (OPEN[layout] + text).splitlines()
    return read_document([Line(n, None, (line,)) for n, line in enumerate(lines, 1)], LAYOUTS[layout])


def printed(reading: Reading) -> list[str]:
    """All statements of all units but the element that each text here begins with."""
    return [f"{each.ref} {each.text}" for unit in reading.units.values() for each in unit.all()][1:]


def doubts(reading: Reading) -> list[tuple[str, str]]:
    return [(doubt.weight, doubt.what) for doubt in reading.doubts]


# Like a heading -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ("general", "Work to health and safety standards."),
        ("general", "Link to the guest's order."),
        ("general", "Key words explained to guests"),
        ("general", "Assessment"),
        ("general", "Serve tea"),
        ("ocr", "Key terms explained to guests"),
        ("cvq", "Supplementary sugar evidence of the order could include"),
    ],
)
def test_a_criterion_is_one_whatever_its_words(layout: str, text: str) -> None:
    reading = read(f"1.1 Warm the pot.\n1.2 {text}\n1.3 Bow.", layout)
    assert printed(reading) == ["1.1 Warm the pot.", f"1.2 {text}", "1.3 Bow."]
    assert doubts(reading) == []


@pytest.mark.parametrize(
    ("layout", "first", "rest"),
    [
        ("general", "Warm the pot in line with", "organisational standards"),
        ("general", "Keep the cups within", "range"),
        ("city_guilds", "Agree with the learner the plan for", "assessment."),
    ],
)
def test_the_rest_of_a_sentence_is_no_heading(layout: str, first: str, rest: str) -> None:
    reading = read(f"1.1 {first}\n{rest}\n1.2 Pour.", layout)
    assert printed(reading) == [f"1.1 {first} {rest}", "1.2 Pour."]
    assert doubts(reading) == []


def test_a_lead_in_in_small_letters_is_a_heading() -> None:
    assert printed(read("the learner can:\n1.1 Pour.")) == ["1.1 Pour."]


def test_a_numbered_line_that_is_taken_for_a_heading_is_doubted() -> None:
    reading = read("1.1 Pour.\n1.3 Link to the guest's order.")
    assert doubts(reading) == [
        ("check", "A numbered line was taken for the heading of “about the unit”: 1.3 Link to the guest's order.")
    ]


def test_numbers_that_go_on_in_a_part_that_is_passed_over_are_said() -> None:
    reading = read("1.1 Agree when there is an\nAssessment\n1.2 Pour.\n1.3 Bow.", "city_guilds")
    assert doubts(reading) == [
        ("check", "1.1 ends in the middle."),
        ("missing", "The numbers go on in “assessment”: 1.2 Pour."),
    ]


# Like the end of the unit, or the next one's heading ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "first", "rest"),
    [
        ("general", "Fill in the form in", "Appendix A and give it to your supervisor."),
        ("general", "Say what stands in the", "Glossary"),
        ("general", "Carry on with what was begun in", "Unit 2 when the guest asks."),
        ("city_guilds", "Fill in the form in", "Appendix 2 and give it to your supervisor."),
    ],
)
def test_the_rest_of_a_sentence_neither_ends_nor_opens_a_unit(layout: str, first: str, rest: str) -> None:
    reading = read(f"1.1 {first}\n{rest}\n1.2 Pour.", layout)
    assert printed(reading) == [f"1.1 {first} {rest}", "1.2 Pour."]
    assert doubts(reading) == []


def test_what_begins_in_small_letters_ends_no_unit() -> None:
    reading = read("a choose what to\noptional units\nb pour", "edi")
    assert printed(reading) == ["5.1.a choose what to optional units", "5.1.b pour"]


@pytest.mark.parametrize(
    ("layout", "text", "what"),
    [
        ("general", "1.1 Pour.\nAppendix A\nForms\n1.2 Bow.", "3 lines, up to line 6, as behind the units: Appendix A"),
        (
            "general",
            "1.1 Pour.\nGlossary\nLearning outcome 2 Clear\n2.1 Wash.",
            "3 lines, up to line 6, as behind the units: Glossary",
        ),
        ("edi", "a pour\nOptional units\nb bow", "2 lines, up to line 6, as behind the units: Optional units"),
    ],
)
def test_a_unit_that_goes_on_behind_its_end_is_said_to_be_cut(layout: str, text: str, what: str) -> None:
    (doubt,) = read(text, layout).doubts
    assert (doubt.weight, doubt.what, doubt.done) == ("missing", what, "They were not read as this unit's.")


def test_numbers_of_an_appendix_are_none_of_the_unit() -> None:
    assert doubts(read("1.1 Pour.\n1.2 Bow.\nAppendix A\n1 Forms\n1.1 The first.\n1.3 The third.")) == []


# Like a number, and numbers that stand in a line ----------------------------------------------------------------------

REQUIREMENTS = "1.1 Pour.\nEvidence requirements\n1 Serve guests who complain.\n"


def test_a_number_that_a_sentence_goes_on_with_is_none() -> None:
    reading = read(f"{REQUIREMENTS}2 Show that you have served at least\n3 guests in a busy period.\n3 Bow.")
    assert printed(reading)[2:] == ["ER2 Show that you have served at least 3 guests in a busy period.", "ER3 Bow."]
    assert printed(read("1.1 Pour as in\n1.2 of the house rules.\n1.2 Bow.")) == [
        "1.1 Pour as in 1.2 of the house rules.", "1.2 Bow."
    ]  # fmt: skip
    assert printed(read(f"{REQUIREMENTS}2 Explain the use of\na greeting\nb bow"))[2:] == [
        "ER2 Explain the use of", "ER2.a greeting", "ER2.b bow"
    ]  # fmt: skip


def test_a_letter_that_goes_back_in_its_run_is_a_word_of_the_open_sentence() -> None:
    assert printed(read("a Reduce the chance of\na problem\nb bow", "edi")) == [
        "5.1.a Reduce the chance of a problem", "5.1.b bow"
    ]  # fmt: skip


def test_a_sentence_that_is_cut_off_does_not_take_in_the_next_statement() -> None:
    reading = read(f"{REQUIREMENTS}2 Serve at the\n3 Sit with guests.")
    assert printed(reading)[2:] == ["ER2 Serve at the", "ER3 Sit with guests."]
    assert doubts(reading) == [("check", "ER2 ends in the middle.")]


def test_a_number_that_a_cell_names_begins_no_statement() -> None:
    reading = read("1.1 Warm the pot.\n1.2 Pour as in 1.3 of the house rules.")
    assert printed(reading) == ["1.1 Warm the pot.", "1.2 Pour as in 1.3 of the house rules."]
    assert doubts(reading) == []


def test_a_statement_that_begins_in_the_middle_of_a_sentence_is_doubted() -> None:
    reading = read("1.1 Warm the pot 1.2 pour")
    assert printed(reading) == ["1.1 Warm the pot", "1.2 pour"]
    assert doubts(reading) == [("check", "2 stands in the middle of what 1 says: … Warm the pot")]


def test_statements_that_begin_in_the_rest_of_another_come_apart() -> None:
    reading = read("1.1 Hair is worn in line with the\nrules of the house. 1.2 Jewellery is taken off. 1.3 Ties are\n"
                   "worn as in 1.4 of the rules; 1.4 Bow.")  # fmt: skip
    assert printed(reading) == [
        "1.1 Hair is worn in line with the rules of the house.",
        "1.2 Jewellery is taken off.",
        "1.3 Ties are worn as in 1.4 of the rules;",
        "1.4 Bow.",
    ]
    assert doubts(reading) == []
