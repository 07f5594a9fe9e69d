"""Whether texts go with the prompts of their places."""

from unitdata.handbook.likeness import negates, strangers, unrelated

PROMPTS = ["Boils fresh water", "Warms the pot", "Measures the leaves", "Pours without spilling"]
TEXTS = [
    "Bring water that is fresh to the boil",
    "Use some of it for warming the pot",
    "Measure out leaves by the number of guests",
    "Pour every cup without a spill",
]


def test_texts_in_their_places_are_no_strangers() -> None:
    assert strangers(TEXTS, PROMPTS) == {}


def test_two_that_changed_places_are_found_with_where_they_belong() -> None:
    swapped = [TEXTS[0], TEXTS[1], TEXTS[3], TEXTS[2]]
    found = strangers([*swapped, *["Take the tray back"] * 4], [*PROMPTS, *["Returns trays"] * 4])
    assert found == {2: 3, 3: 2}


def test_of_a_list_that_is_shifted_nothing_is_trusted() -> None:
    shifted = ["Greet the guests by name", *TEXTS[:-1]]
    assert set(strangers(shifted, PROMPTS)) == {0, 1, 2, 3}


def test_a_text_in_quite_other_words_is_no_stranger() -> None:
    assert strangers(["Heat what comes from the tap", *TEXTS[1:]], PROMPTS) == {}


def test_a_text_without_a_word_of_its_prompt_is_unrelated() -> None:
    assert unrelated("arrange the budget of the marketing department", "Monitors service and keeps it effective")
    assert not unrelated("monitor whether the service is effective", "Monitors service and keeps it effective")
    assert not unrelated("the procedure for judging the award", "How it is judged")


def test_a_text_of_one_word_may_say_the_same_in_another() -> None:
    assert not unrelated("verbally", "By word of mouth")


def test_a_negative_that_the_prompt_has_not_negates_it() -> None:
    assert negates("never display leadership", "Shows leadership")
    assert negates("You must not leave the pot", "Stays with the pot")
    assert not negates("never leave the pot", "Does not go from the pot")
    assert not negates("do not use jargon", "Avoids jargon")
    assert not negates("notify the manager", "Tells the manager")
    assert not negates("show what must not be done", "Knows what is barred")
