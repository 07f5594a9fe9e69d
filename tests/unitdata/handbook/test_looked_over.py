"""What is amiss in a unit's statements once all are read: cut off, printed twice, or out of their run."""

import pytest

from unitdata.handbook.layouts import LAYOUTS
from unitdata.handbook.lines import Line
from unitdata.handbook.reader import read_document


def doubts(text: str) -> list[tuple[str, str]]:
    lines = enumerate(("Unit 1 Serve tea\nOutcome 1 Pour\n" + text).splitlines(), 1)
    reading = read_document([Line(number, None, (line,)) for number, line in lines], LAYOUTS["general"])
    return [(doubt.weight, doubt.what) for doubt in reading.doubts]


@pytest.mark.parametrize(
    "text", ["why bare cakes must not be touched by", "what to do when", "fill in the", "say whether", "how it must"]
)
def test_a_statement_that_stops_in_the_middle_is_a_doubt(text: str) -> None:
    assert doubts(f"1.1 {text}\n1.2 Sit") == [("check", "1.1 ends in the middle.")]


@pytest.mark.parametrize("text", ["who to turn to", "say where and when", "what the prize will be", "Stand by."])
def test_a_statement_may_end_in_a_small_word(text: str) -> None:
    assert doubts(f"1.1 {text}\n1.2 Sit") == []


def test_two_statements_of_one_list_that_say_the_same_are_a_doubt() -> None:
    assert doubts("1.1 Warm it\n1.2 Pour\n1.3 Warm it.\nOutcome 2 Sell\n2.1 Pour") == [
        ("check", "1.3 says word for word what 1.1 says.")
    ]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("1.1 Warm it\n1.3 Pour", ("missing", "2 is missing before criterion 3.")),
        ("1.1 Warm it\n1.4 Pour", ("missing", "2, 3 are missing before criterion 4.")),
        ("1.1 Warm it\n1.10 Pour", ("check", "After 1.1 comes 1.10.")),
        ("1.6 Warm it", ("missing", "1, 2, 3, 4, 5 are missing before criterion 6.")),
    ],
)
def test_numbers_that_are_left_out_are_said_as_they_stand(text: str, doubt: tuple[str, str]) -> None:
    assert doubts(text) == [doubt]
