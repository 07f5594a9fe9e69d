"""What handbooks of every scheme say in much the same words: on simulation, sufficiency and how many."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from unitdata.pack import Permission, Sufficiency

_SUFFICIENCY: dict[Sufficiency, str] = {
    "period": r"sufficient period|over a period of time",
    "customers": r"with different customers",
    "occasions": r"different occasions",
}
_SENTENCES = re.compile(r"(?<=[.;])\s+")
_MUST = re.compile(r"\b(?:must|(?:need|have) to|should)\b", re.I)
_SIMULATION = re.compile(r"\bsimulat", re.I)
_REALISTIC = re.compile(r"\brealistic work(?:ing|place)? environment|\bwork placement", re.I)
_REAL = re.compile(r"\breal (?:job|work)", re.I)
_NO = re.compile(r"\b(?:not|no|never|cannot|un(?:acceptable|suitable))\b", re.I)
_YES = re.compile(r"\b(?:allowed|permitted|permissible|accept(?:able|ed)|(?:may|can) (?:also )?be used)\b", re.I)
_BUT = re.compile(r"\b(?:except|unless|other than|apart from|only (?:for|where|when|if))\b", re.I)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SOME_OF = re.compile(
    r"\b(one|two|three|four|five|six|\d{1,2})(?: \(\d+\))?(?: or more)?"
    r" (?:\w+ )?(?:of|from) (?:the following|these|those)\b",
    re.I,
)
_NAMED = re.compile(r"\b(?:elements?|outcomes?|units?)\s+\d", re.I)


def sufficiency(text: str) -> tuple[Sufficiency, ...]:
    """Which facts a text asks for: that it was done over a period, with different customers, on different occasions."""
    return tuple(fact for fact, phrase in _SUFFICIENCY.items() if re.search(phrase, text, re.I))


def sufficiency_asked(texts: Iterable[str]) -> tuple[Sufficiency, ...]:
    """The facts that sentences of a unit demand, in the order of the facts."""
    demanded = " ".join(s for text in texts for s in _SENTENCES.split(text) if _MUST.search(s))
    return sufficiency(demanded)


def on_conditions(text: str) -> bool:
    """Whether a text is about where evidence may come from: real work, a realistic environment, simulation."""
    return any(about.search(text) for about in (_SIMULATION, _REALISTIC, _REAL))


def on_routes(text: str) -> bool:
    """Whether a text is about which ways of showing serve: performance evidence, questions."""
    return bool(re.search(r"\bperformance evidence\b|\bassessed (?:using|by|through) \w+", text, re.I))


def allows_only(text: str) -> bool:
    """Whether a text says what may be, and nothing that must be."""
    return bool(re.search(r"\b(?:may|can) be\b", text, re.I)) and not _MUST.search(text)


def permission(about: Literal["simulation", "realistic environment"], texts: Iterable[str]) -> tuple[Permission, str]:
    """What texts say of simulation or of realistic environments, and the sentence it rests on (empty: none).

    A rule with an exception, and two sentences that disagree, leave it "unstated": the sentence is for the reader.
    """
    phrase = _SIMULATION if about == "simulation" else _REALISTIC
    said: dict[Permission, str] = {}
    for sentence in (s for text in texts for s in _SENTENCES.split(text) if phrase.search(s)):
        if _BUT.search(sentence) or _NAMED.search(sentence):
            said["partly"] = sentence
        elif _NO.search(sentence):
            said["barred"] = sentence
        elif _YES.search(sentence):
            said["allowed"] = sentence
    if len(said) == 1 and "partly" not in said:
        return said.popitem()
    return "unstated", " ".join(dict.fromkeys(said.values()))


def scope_of(bars: Sequence[str]) -> Literal["performance", "any"]:
    """What evidence the sentences of a bar touch: any where one says so and none speaks of performance alone."""
    said = " ".join(bars)
    if re.search(r"\bperformance evidence\b", said, re.I):
        return "performance"
    return "any" if re.search(r"\bany evidence\b", said, re.I) else "performance"


def wanted(text: str) -> int | None:
    """How many of a list a text asks for ("two of these"); None where it names no number."""
    found = _SOME_OF.search(text)
    return (_NUMBERS.get(found[1].casefold()) or int(found[1])) if found else None
