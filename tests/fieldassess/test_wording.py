"""Our sentences in the words of each awarding body."""

import pytest

from fieldassess.wording import in_words
from unitdata import open_shipped


@pytest.mark.parametrize(
    ("pack_id", "ours", "theirs"),
    [
        ("edi-l3", "Every criterion of the learner", "Every standard of the learner"),
        ("edi-l3", "Find a criterion, an item or an element", "Find a standard, an item or an element"),
        ("cg-l4", "Find a criterion of an element", "Find an assessment criterion of an outcome"),
        ("cg-l4", "Criteria and elements", "Assessment criteria and outcomes"),
        ("ocr-l3", "A learner, an element", "A candidate, a learning outcome"),
        ("cvq-l2", "What the units accept; learners' own words", "What the units accept; candidates' own words"),
        ("svq-l3", "the verifier's date", "the internal verifier's date"),
        ("cvq-l2", "unitary, elementary, criterional", "unitary, elementary, criterional"),
    ],
)
def test_our_sentences_take_their_words(pack_id: str, ours: str, theirs: str) -> None:
    assert in_words(ours, open_shipped(pack_id).pack.vocabulary) == theirs


def test_where_no_qualification_is_at_hand_ours_stand() -> None:
    assert in_words("Add a learner", None) == "Add a learner"
