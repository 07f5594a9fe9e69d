"""Whether a text says what a prompt stands for: by the words they share, against the other prompts of its list."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

_STEM = 5
"""Words count as one when they begin alike for so long: customer, customers."""
_NEARER = 0.15
"""By so much must a text be nearer to another prompt before it counts as that one's.

Measured on the shipped packs and their documents: no text in its right place is taken for another's, and of texts put
in a neighbour's place five in six are.
"""
_SHIFTED = 1 / 3
"""From this share of strangers on, a whole list is taken to be shifted."""
_EMPTY_WORDS = frozenset(
    {"a", "an", "and", "any", "are", "as", "at", "be", "been", "by", "can", "do", "does", "each", "for", "from", "has",
     "have", "how", "if", "in", "into", "is", "it", "its", "may", "more", "must", "not", "of", "on", "or", "other",
     "out", "own", "so", "such", "than", "that", "the", "their", "them", "these", "they", "this", "those", "to", "up",
     "was", "what", "when", "where", "which", "who", "why", "will", "with", "within", "would", "you", "your"}
)  # fmt: skip


def words(text: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning."""
    found = re.findall(r"[a-z]+", text.casefold())
    return frozenset(word[:_STEM] for word in found if len(word) > 2 and word not in _EMPTY_WORDS)


def likeness(texts: Sequence[str], prompts: Sequence[str]) -> list[list[float]]:
    """How much of each prompt stands in each text, from 0 to 1: a row for a text, a column for a prompt.

    A word that many of the prompts hold weighs little.
    """
    of_prompts = [words(prompt) for prompt in prompts]
    held = Counter(word for prompt in of_prompts for word in prompt)
    weight = {word: log(1 + len(prompts) / count) for word, count in held.items()}
    return [
        [sum(weight[w] for w in prompt & text) / (sum(weight[w] for w in prompt) or 1) for prompt in of_prompts]
        for text in map(words, texts)
    ]


def strangers(texts: Sequence[str], prompts: Sequence[str]) -> dict[int, int | None]:
    """Which texts do not go with the prompt of their own place, and to which place they seem to belong.

    `texts` and `prompts` are of one list and in one order. Where too many do not fit, none of the list is trusted.
    """
    alike = likeness(texts, prompts)
    found: dict[int, int | None] = {}
    for here, row in enumerate(alike):
        others = [place for place in range(len(prompts)) if place != here]
        there = max(others, key=row.__getitem__, default=here)
        if row[there] - row[here] >= _NEARER and row[there] - alike[there][there] >= _NEARER:
            found[here] = there
    if len(found) > 1 and len(found) >= _SHIFTED * len(texts):
        return {here: found.get(here) for here in range(len(texts))}
    return found
