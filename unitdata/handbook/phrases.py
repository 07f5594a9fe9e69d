"""What handbooks of every scheme say in much the same words: on simulation, sufficiency and how many."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from unitdata.pack import Permission, Situation, Sufficiency

About = Literal["simulation", "realistic environment"]

_SUFFICIENCY: dict[Sufficiency, str] = {
    "period": r"sufficient period|over a period of time",
    "customers": r"with different customers|(?:with|for) a variety of customers",
    "occasions": r"different occasions",
}
_SENTENCES = re.compile(r"(?<=\.)\s+(?![a-z])|(?<=;)\s+")  # "e.g. tea" goes on
_MUST = re.compile(r"\b(?:must|(?:need|have) to|should)\b", re.I)
_MAY = re.compile(r"\b(?:may|can be)\b", re.I)
_ASIDE = re.compile(
    r"\b(?:that|which|who|whom|how|where|when|what) (?:\w+ ){0,3}?(?:may|can|must|should|(?:need|have) to)\b", re.I
)
"""A modal verb inside a clause, which says nothing of the sentence: "guests who may be late"."""
_SUBJECT = re.compile(r"(?:the|your?|an?|any|this|these|those|it|they|its|evidence|records)\b", re.I)
_SIMULATION = re.compile(r"\bsimulat", re.I)
_REALISTIC = re.compile(r"\brealistic work(?:ing|place)? environment|\bwork placement", re.I)
_REAL = re.compile(r"\breal (?:job|work)", re.I)
_WORKPLACE = re.compile(
    r"\ball (?:of )?(?:the|your) evidence (?:\w+ ){0,4}?(?:from|in) (?:[\w-]+ ){0,12}?"
    r"your (?:own )?(?:workplace|working environment)\b",
    re.I,
)
"""All evidence is to come from the learner's own work: a placement or a made-up environment is none."""
_NO = re.compile(
    r"\b(?:not|never|cannot) (?:\w+ ){0,2}?(?:allowed|permitted|permissible|accept\w+|used|suitable|appropriate)\b"
    r"|\bun(?:acceptable|suitable)\b|\bno (?:simulat|realistic|work placement)",
    re.I,
)
_YES = re.compile(r"\b(?:allowed|permitted|permissible|accept(?:able|ed)|(?:may|can) (?:also |only )?be used)\b", re.I)
_BUT = re.compile(r"\b(?:except|excepting|excerpt|unless|other than|apart from|only)\b", re.I)
_IF = re.compile(r"\b(?:where|when|if|provided)\b", re.I)
_UNITS = re.compile(r"\bunits?\s+\d", re.I)
_NUMBER = r"\d+(?:\.\d+)?"
_NAMED = re.compile(rf"\b(?:element|outcome)s?\s+({_NUMBER}(?:(?:\s*,\s*|\s*&\s*|,?\s+and\s+){_NUMBER})*)", re.I)
_CIRCUMSTANCES: dict[Situation, str] = {"drill": r"\b(?:emergenc|evacuat|drill)"}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNT = r"\b(one|two|three|four|five|six|\d{1,2})"
_SOME_OF = re.compile(rf"{_COUNT}(?: \(\d+\))?(?: or more)? (?:\w+ )?(?:of|from) (?:the following|these|those)\b", re.I)
_DIFFERENT = re.compile(rf"{_COUNT} different ([a-z][a-z -]{{2,60}}?)[.;]?$", re.I)
_EACH = re.compile(rf"\bat least {_COUNT[2:]} different\b", re.I)
_QUESTIONED = re.compile(r"\bknowledge must be (?:assessed|tested) (?:using|by|through) (?:\w+ ){0,3}?question", re.I)


@dataclass(frozen=True)
class Said:
    """What a text says of where evidence may come from, and the sentences it rests on (empty: none).

    `plain`: whether they leave nothing open · `elements`, `circumstances`: for which numbers, as printed, and in which
    moments it serves, where partly.
    """

    permission: Permission
    sentence: str = ""
    plain: bool = False
    elements: tuple[str, ...] = ()
    circumstances: tuple[Situation, ...] = ()


def sufficiency(text: str) -> tuple[Sufficiency, ...]:
    """Which facts a text asks for: that it was done over a period, with different customers, on different occasions."""
    return tuple(fact for fact, phrase in _SUFFICIENCY.items() if re.search(phrase, text, re.I))


def sufficiency_asked(texts: Iterable[str]) -> tuple[Sufficiency, ...]:
    """The facts that sentences of a unit demand, in the order of the facts."""
    demanded = " ".join(s for text in texts for s in _SENTENCES.split(text) if _MUST.search(s))
    return sufficiency(demanded)


def only_sufficiency(text: str) -> bool:
    """Whether a text asks for nothing but those facts, and says of no deed of its own that it was done so."""
    return all(
        sufficiency(s) and re.search(r"sufficient period|\b(?:done|doing) (?:this|it|so)\b", s, re.I)
        for s in _SENTENCES.split(text)
    )


def on_conditions(text: str) -> bool:
    """Whether a text is about where evidence may come from: real work, a realistic environment, simulation."""
    return any(about.search(text) for about in (_SIMULATION, _REALISTIC, _REAL))


def only_conditions(text: str) -> bool:
    """Whether a text is about nothing else, and says whether simulation or a realistic environment serves."""
    settled = any(
        permission(about, [text]).permission != "unstated" for about in ("simulation", "realistic environment")
    )
    return settled and on_conditions(text)


def on_routes(text: str) -> bool:
    """Whether a text is about which ways of showing serve: performance evidence, questions."""
    return bool(re.search(r"\bperformance evidence\b|\bassessed (?:using|by|through) \w+", text, re.I))


def allows_only(text: str) -> bool:
    """Whether each sentence of a text says what may be, and none what must be."""
    plain = [_ASIDE.sub("", sentence) for sentence in _SENTENCES.split(text)]
    return all(_SUBJECT.match(s) and _MAY.search(s) and not _MUST.search(s) for s in plain)


def permission(about: About, texts: Iterable[str]) -> Said:
    """What texts say of simulation or of realistic environments.

    A bar with an exception that names no element or circumstance is a bar. What is allowed on a condition, and
    sentences that disagree, are "unstated", and the sentences are for the reader.
    """
    phrase = _SIMULATION if about == "simulation" else _REALISTIC
    sentences = list(dict.fromkeys(s for text in texts for s in _SENTENCES.split(text)))
    said = [_ruled(sentence) for sentence in sentences if phrase.search(sentence)]
    if not said and about == "realistic environment":
        said = [Said("barred", sentence) for sentence in sentences if _WORKPLACE.search(sentence)][:1]
    settled = [each for each in said if each.permission != "unstated"]
    if len({(each.permission, each.elements, each.circumstances) for each in settled}) == 1:
        return next((each for each in settled if not each.plain), settled[0])
    return Said("unstated", " ".join(each.sentence for each in settled or said))


def _ruled(sentence: str) -> Said:
    """What one sentence says."""
    but = _BUT.search(sentence)
    if _UNITS.search(sentence):
        return Said("unstated", sentence)
    if _NO.search(sentence):
        plain = not (but or _NAMED.search(sentence))
        return _partly(sentence, sentence[but.end() :] if but else "") or Said("barred", sentence, plain)
    if not _YES.search(sentence):
        return Said("unstated", sentence)
    if partly := _partly(sentence, sentence if but or _NAMED.search(sentence) else ""):
        return partly
    return Said("unstated", sentence) if but or _IF.search(sentence) else Said("allowed", sentence, True)


def _partly(sentence: str, where: str) -> Said | None:
    """A sentence that names in `where` for which elements, or in which circumstances, something serves."""
    named = tuple(number for found in _NAMED.finditer(where) for number in re.findall(_NUMBER, found[1]))
    moments = tuple(each for each, phrase in _CIRCUMSTANCES.items() if re.search(phrase, where, re.I))
    return Said("partly", sentence, False, named, moments) if named or moments else None


def scope_of(bars: Sequence[str]) -> Literal["performance", "any"]:
    """What evidence the sentences of a bar touch: any where one says so and none speaks of performance alone."""
    said = " ".join(bars)
    if re.search(r"\bperformance evidence\b", said, re.I):
        return "performance"
    return "any" if re.search(r"\bany evidence\b|\ball (?:of )?(?:the|your) evidence\b", said, re.I) else "performance"


def wanted(text: str) -> int | None:
    """How many of a list a text asks for ("two of these"); None where it names no number."""
    found = _SOME_OF.search(text)
    return _number(found[1]) if found else None


def wanted_of(text: str) -> tuple[int, str] | None:
    """How many different things, which it does not list, a text asks for: `(2, "communication media")`."""
    found = _DIFFERENT.search(text)
    return (_number(found[1]), found[2]) if found else None


def examples(text: str) -> int:
    """How many examples one thing of a list asks for: "at least two different methods"."""
    found = _EACH.search(text)
    return _number(found[1]) if found else 1


def consistently(texts: Iterable[str]) -> bool:
    """Whether a line leads in to what must be done "consistently:"."""
    return any(_MUST.search(text) and text.casefold().rstrip(" :").endswith("consistently") for text in texts)


def questioned(texts: Iterable[str]) -> bool:
    """Whether knowledge must be shown by questions, so that watching shows none."""
    return any(map(_QUESTIONED.search, texts))


def _number(printed: str) -> int:
    return _NUMBERS.get(printed.casefold()) or int(printed)
