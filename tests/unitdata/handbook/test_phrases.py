"""What sentences say of where evidence may come from: nothing serves by a sentence that was not understood whole."""

import pytest

from unitdata.handbook.phrases import permission, wanted
from unitdata.pack import Permission


@pytest.mark.parametrize(
    "text",
    [
        "Simulation is acceptable.",
        "Simulated activities are permitted throughout.",
        "Simulation is allowed for all evidence",
        "Evidence from simulation or role play is accepted",
        "However, for this unit, simulation may also be used.",
        "Simulation can be used for performance evidence within this unit. Guests are to be real.",
    ],
)
def test_a_sentence_that_only_allows_allows_plainly(text: str) -> None:
    said = permission("simulation", [text])
    assert (said.permission, said.plain) == ("allowed", True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Simulation is not permitted.", True),
        ("Simulation must never be used within this unit.", True),
        ("Simulation is never allowed, for any evidence.", True),
        ("Neither simulation nor role play is acceptable.", False),
        ("Simulation is no longer permitted.", False),
        ("Simulation is not allowed for all evidence.", False),
        ("Simulation isn't allowed.", False),
        ("Simulation isn’t allowed.", False),
        ("Simulation is under no circumstances acceptable.", False),
        ("Simulation is not considered to be acceptable.", False),
        ("Simulation is not permitted where real work is available.", False),
        ("Simulation is not allowed until the last visit.", False),
        ("Simulation is not allowed without a plan.", False),
        ("Simulation is not allowed in element 2.", False),
    ],
)
def test_a_bar_is_plain_only_where_it_says_nothing_else(text: str, meant: bool) -> None:
    said = permission("simulation", [text])
    assert (said.permission, said.plain, said.sentence) == ("barred", meant, text)


@pytest.mark.parametrize(
    "text",
    [
        "No more than 10% of evidence from simulation is allowed.",
        "Simulation is rarely acceptable.",
        "Evidence from simulation is hardly ever accepted.",
        "Simulation is acceptable for knowledge evidence.",
        "Simulation is permitted with the agreement of the external verifier.",
        "Simulation is permitted where a guest cannot be had.",
        "Simulation is acceptable as a last resort.",
        "Simulation is acceptable in exceptional cases.",
        "Simulation is allowed by arrangement.",
        "Simulation is, for these guests, acceptable.",
        "Simulation may be used if the tea room is closed.",
        "Simulation is acceptable but ideally the tea is real and the guests are not.",
        "Simulation is allowed in Unit 2.",
        "Simulation is allowed; but only with the verifier’s agreement.",
        "Simulation is acceptable. This holds for the first visit.",
        "Simulation is acceptable. However, it must be agreed.",
    ],
)
@pytest.mark.parametrize("beside", ["", "Simulation is allowed.", "Simulation is not allowed."])
def test_what_is_not_understood_whole_is_never_taken_for_leave_and_is_quoted(text: str, beside: str) -> None:
    said = permission("simulation", [beside, text])
    stands: Permission = "barred" if "not" in beside else "unstated"
    assert (said.permission, said.plain) == (stands, False)
    assert text in said.sentence
    assert beside in said.sentence


def test_all_that_is_not_plain_is_quoted() -> None:
    bars = [
        "Simulation isn't allowed.",
        "Simulation may not be used, for any evidence.",
        "Simulation is never suitable.",
    ]
    said = permission("simulation", bars)
    assert (said.permission, said.plain, said.sentence) == ("barred", False, " ".join(bars))


def test_a_wish_takes_nothing_back_and_is_not_plain() -> None:
    said = permission("simulation", ["Simulation is allowed but ideally the tea is real."])
    assert (said.permission, said.plain) == ("allowed", False)


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("Simulation is only allowed for element 2.", "2"),
        ("Simulation may be used for elements 1 to 3.", "1 2 3"),
        ("Simulation is allowed for elements 1-3, 5 only.", "1 2 3 5"),
        ("Simulation may be used for Elements 5.2 – 5.4 and 5.6.", "5.2 5.3 5.4 5.6"),
        ("Simulation is not allowed except for elements 1 or 2.", "1 2"),
    ],
)
def test_elements_are_named_one_by_one_or_as_a_range(text: str, elements: str) -> None:
    said = permission("simulation", [text])
    assert (said.permission, said.elements) == ("partly", tuple(elements.split()))


@pytest.mark.parametrize(
    "text",
    [
        "Simulation is allowed for element 1 but not for element 2.",
        "Simulation is allowed for all elements except element 2.",
        "Everything may be simulated except element 2: there simulation is not allowed.",
        "Except for element 2, simulation is not allowed.",
        "Simulation is not allowed except for element 2, and never for element 3.",
        "Simulation is allowed for elements 3 to 1.",
        "Simulation is allowed for elements 5.2 to 6.",
        "Simulation is allowed for elements 1/2.",
        f"Simulation is allowed for elements 1 to {'9' * 5000}.",
    ],
)
def test_where_elements_are_named_by_what_they_are_not_nothing_is_made_of_it(text: str) -> None:
    said = permission("simulation", [text])
    assert (said.permission, said.sentence) == ("unstated", text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Serve two of these", 2),
        ("Nine of the following", 9),
        ("12 of the following", 12),
        ("0 of the following", None),
    ],
)
def test_how_many_of_a_list_are_wanted(text: str, number: int | None) -> None:
    assert wanted(text) == number
