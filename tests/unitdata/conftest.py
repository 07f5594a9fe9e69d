"""An invented qualification, small enough to break in one place at a time."""

from typing import Any

import pytest


@pytest.fixture
def invented() -> dict[str, Any]:
    """A pack of three units in two groups, as JSON would give it; `check` finds nothing wrong with it."""
    word = {"one": "thing", "many": "things"}
    words = ("learner", "unit", "element", "criterion", "requirement", "knowledge", "verifier")
    return {
        "id": "tea",
        "title": "Serving tea",
        "body": "The invented board",
        "number": "T-1",
        "level": 2,
        "edition": "1",
        "wording": "prompt",
        "vocabulary": dict.fromkeys(words, word) | {"unit": {"one": "unit", "many": "units"}},
        "groups": [
            {"id": "core", "title": "Core units", "mandatory": True, "units": ["T1", "T2"]},
            {"id": "more", "title": "More units", "mandatory": False, "units": ["T3"]},
        ],
        "rules": [
            {"rule": "all of", "groups": ["core"]},
            {"rule": "units from", "groups": ["core", "more"], "least": 2, "most": 2},
        ],
        "units": [
            {
                "ref": "T1",
                "title": "Brew",
                "conditions": {
                    "simulation": "partly",
                    "realistic_environment": "unstated",
                    "scope": "any",
                    "elements": ["1"],
                },
                "elements": [
                    {
                        "ref": "1",
                        "title": "Warm the pot",
                        "criteria": [
                            {"ref": "1.1", "prompt": "Boils water", "explained_by": ["R1.A"], "same_as": ["T2/1.1"]},
                            {"ref": "1.2", "prompt": "Warms the pot"},
                        ],
                    }
                ],
                "requirements": [
                    {
                        "ref": "R1.A",
                        "title": "Kinds of tea",
                        "source": "range",
                        "applies_to": ["1"],
                        "need": 2,
                        "performance_need": 1,
                        "items": [{"ref": "R1.A.i", "prompt": "Green"}, {"ref": "R1.A.ii", "prompt": "Black"}],
                    }
                ],
                "knowledge": [
                    {
                        "ref": "K1",
                        "prompt": "Where tea grows",
                        "question": "Where does tea grow?",
                        "parts": [{"ref": "K1.a", "prompt": "Hills"}],
                    },
                    {"ref": "K2", "prompt": "How long to brew", "question": "How long does it brew?"},
                ],
            },
            {
                "ref": "T2",
                "title": "Pour",
                "conditions": {"simulation": "barred", "realistic_environment": "allowed", "scope": "performance"},
                "elements": [
                    {
                        "ref": "1",
                        "title": "Fill the cup",
                        "criteria": [{"ref": "1.1", "prompt": "Boils water", "same_as": ["T1/1.1"]}],
                    }
                ],
            },
            {
                "ref": "T3",
                "title": "Bake",
                "conditions": {
                    "simulation": "unstated",
                    "realistic_environment": "unstated",
                    "scope": "any",
                },
                "listed_only": True,
            },
        ],
    }
