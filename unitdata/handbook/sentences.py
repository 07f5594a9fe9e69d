"""Whether a line stops, or begins, in the middle of a sentence: what stands next is then the rest of it."""

import re

STOPS = (".", ";", ",")
"""Behind one of these another statement may begin in the same line."""

_OPEN_END = re.compile(
    r"(?:[,–-]|\b(?i:and|or|the|a|an|of|your|their|its|least|most|than)|\b(?:Element|Outcome|Unit)s?)$"
)
_LEADS_ON = re.compile(r"\b(?:in|with|to|for|as|see|from|by|at|on)$", re.IGNORECASE)
_CUT = re.compile(
    r"\b(?<!\band )(?<!\bor )(?:by|into|when|where|which|if|whether|because|while|between|must|should)$",
    re.IGNORECASE,
)


def ends_open(text: str) -> bool:
    """Whether a text stops where a sentence cannot."""
    return bool(_OPEN_END.search(text[-20:]))


def leads_on(text: str) -> bool:
    """Whether a text stops where a sentence seldom does, so that a number or a heading may be the rest of it."""
    return ends_open(text) or bool(_LEADS_ON.search(text[-20:]))


def is_cut(text: str) -> bool:
    """Whether a text that nothing goes on with stops where a sentence seldom does."""
    return ends_open(text) or bool(_CUT.search(text[-20:]))


def goes_on(text: str) -> bool:
    """Whether a line's first letter is a small one, as where a sentence was broken."""
    return next(filter(str.isalpha, text), "A").islower()
