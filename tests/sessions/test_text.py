"""Small rules on text from people."""

import pytest

from sessions.text import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ana Clarke", "AC"), ("ana maria", "AM"), ("A B C D E F", "ABCD"), ("Jo (temp) 2nd", "J"), ("", "")],
)
def test_initials_come_from_the_words_of_a_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials
