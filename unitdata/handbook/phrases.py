"""What handbooks of every scheme say in much the same words: on simulation, sufficiency and how many."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from unitdata.pack import Permission, Situation, Sufficiency

About = Literal["simulation", "realistic environment"]

_SUFFICIENCY: dict[Sufficiency, str] = {
    "period": r"sufficient period|over a period of time",
    "customers": r"with different customers|(?:with|for) a variety of customers",
    "occasions": r"different occasions",
}
_SENTENCES = re.compile(r"(?<=\.)\s+(?![a-z])|(?<=;)\s+")  # "e.g. tea" goes on
_GOES_ON = re.compile(
    r"(?:however,? |and |or )?(?:this|it|that|these|those|such|but|only|except|unless|provided|with|where|when|if)\b",
    re.I,
)
"""How a sentence begins that limits the one before it, and names nothing itself."""
_MUST = re.compile(r"\b(?:must|(?:need|have) to|should)\b", re.I)
_ORDER = re.compile(r"\byou (?:\w+ )?(?:must|should|(?:need|have) to)\b", re.I)
_DONE_SO = re.compile(
    r"\b(?:do|did|done|doing) (?:this|it|so)\b|\b(?:performed|shown|collected|gathered|met) over\b", re.I
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OF_ITS_OWN = re.compile(rf"\d|[,:]|\b(?:{'|'.join(_WORDS[1:])}|several|both|each)\b", re.I)
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
_THING = (
    r"(?:simulat(?:ions?|ed activit(?:y|ies))|role[ -]?plays?|realistic work(?:ing|place)? environments?"
    r"|work placements?)"
)
_PLAINLY = re.compile(
    r"(?!.*\b(?:not|never)\b.*\ball\b)(?:however,? )?(?:(?:for|in|within) this unit,? )?"
    r"(?:(?:any )?evidence (?:\w+ )?(?:in|on|from|by|through) )?"
    rf"(?:an? |the use of )?{_THING}(?: (?:or|and) (?:an? )?{_THING})*"
    r" (?:is|are|may|can|must|should)(?:not| not| never)? (?:also )?(?:be )?"
    r"(?:allowed|permitted|permissible|accept(?:able|ed)|used)"
    r"(?:,? (?:throughout|for (?:any |all )?(?:performance )?evidence|(?:within|in|for) this unit))*"
    r"(?P<wish>,? but (?:ideally|preferably) .+)?\.?",
    re.I,
)
"""A whole sentence that leaves nothing open, whether it allows or bars: any further word may be a limit to either."""
_NO = re.compile(
    r"(?:\b(?:not|never|cannot|no longer|under no circumstances)|n['’]t) (?!(?:only|just|all) )(?:\w+ ){0,3}?"
    r"(?:allowed|permitted|permissible|accept\w+|used|suitable|appropriate)\b"
    r"|\bun(?:acceptable|suitable)\b|\bno (?:simulat|realistic|work placement)|\bneither simulat",
    re.I,
)
_YES = re.compile(r"\b(?:allowed|permitted|permissible|accept(?:able|ed)|(?:may|can) (?:also |only )?be used)\b", re.I)
_BUT = re.compile(r"\b(?:except|excepting|excerpt|unless|other than|apart from|only)\b", re.I)
_AGAINST = re.compile(
    r"\b(?:no|nor|neither|not|none|never|cannot|rarely|seldom|hardly|without|except|excepting|unless|other than"
    r"|rather than|apart from|exclud\w+)\b|n['’]t\b",
    re.I,
)
_UNITS = re.compile(r"\bunits?\s+\d", re.I)
_NUMBER = r"\d{1,3}(?:\.\d{1,3})?"
_TO = r"\s*(?:-|–|\bto\b)\s*"
_NAMED = re.compile(
    rf"\b(?:element|outcome)s?\s+({_NUMBER}(?:(?:\s*,\s*|\s*&\s*|,?\s+(?:and|or)\s+|{_TO}){_NUMBER})*)", re.I
)
_MOST = 20
"""No unit has so many elements: what spans more is no range of them."""
_RANGE = re.compile(rf"({_NUMBER})(?:{_TO}({_NUMBER}))?", re.I)
_CIRCUMSTANCES: dict[Situation, str] = {"drill": r"\b(?:emergenc|evacuat|drill)"}
_COUNT = rf"\b({'|'.join(_WORDS)}|[1-9]\d?)"
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
    """Whether each sentence of a text asks for nothing but those facts, and for no deed, number or list of its own."""
    return all(sufficiency(s) and _DONE_SO.search(s) and not _OF_ITS_OWN.search(s) for s in _SENTENCES.split(text))


def on_conditions(text: str) -> bool:
    """Whether a text is about where evidence may come from: real work, a realistic environment, simulation."""
    return any(about.search(text) for about in (_SIMULATION, _REALISTIC, _REAL))


def only_conditions(text: str) -> bool:
    """Whether each sentence of a text is about nothing else, and one says whether simulation or placements serve."""
    settled = any(
        permission(about, [text]).permission != "unstated" for about in ("simulation", "realistic environment")
    )
    return settled and all(on_conditions(s) and not _ORDER.search(s) for s in _SENTENCES.split(text))


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
    sentences = list(dict.fromkeys(s for text in texts for s in _with_limits(text)))
    said = [_ruled(sentence) for sentence in sentences if phrase.search(sentence)]
    if not said and about == "realistic environment":
        said = [Said("barred", sentence) for sentence in sentences if _WORKPLACE.search(sentence)][:1]
    settled = [each for each in said if each.permission != "unstated"]
    left = [each.sentence for each in said if each.permission == "unstated" and _rules(each.sentence)]
    sentence = " ".join([each.sentence for each in settled] + left or [each.sentence for each in said])
    agreed = len({(each.permission, each.elements, each.circumstances) for each in settled}) == 1
    if agreed and (settled[0].permission == "barred" or not left):
        return replace(settled[0], sentence=sentence, plain=not left and all(each.plain for each in settled))
    return Said("unstated", sentence)


def _with_limits(text: str) -> list[str]:
    """The sentences of a text, each with those after it that go on about the same."""
    sentences: list[str] = []
    for each in _SENTENCES.split(text):
        if sentences and _GOES_ON.match(each):
            sentences[-1] += f" {each}"
        else:
            sentences.append(each)
    return sentences


def _rules(sentence: str) -> bool:
    """Whether a sentence bars or allows, understood or not."""
    return bool(_NO.search(sentence) or _YES.search(sentence))


def _ruled(sentence: str) -> Said:
    """What one sentence says."""
    if _UNITS.search(sentence) or not _rules(sentence):
        return Said("unstated", sentence)
    whole = _PLAINLY.fullmatch(sentence.strip())
    wish = whole["wish"] or "" if whole else ""
    plain = bool(whole and not wish)
    bar = _NO.search(sentence)
    if not bar:
        if whole and not _AGAINST.search(wish):
            return Said("allowed", sentence, plain)
        named = _BUT.search(sentence) or _NAMED.search(sentence)
        return _partly(sentence, sentence if named else "") or Said("unstated", sentence)
    if _BUT.search(sentence[: bar.start()]):
        return Said("unstated", sentence)
    but = _BUT.search(sentence, bar.end())
    return _partly(sentence, sentence[but.end() :] if but else "") or Said("barred", sentence, plain)


def _partly(sentence: str, where: str) -> Said | None:
    """A sentence that names in `where` for which elements, or in which circumstances, something serves.

    Nothing is made of it where it names others too: by a negative, or by a number that is not understood.
    """
    named = [number for found in _NAMED.finditer(where) for number in _numbers(found[1])]
    moments = tuple(each for each, phrase in _CIRCUMSTANCES.items() if re.search(phrase, where, re.I))
    if not named and not moments:
        return None
    if "" in named or _AGAINST.search(where) or re.search(r"\d", _NAMED.sub("", where)):
        return Said("unstated", sentence)
    return Said("partly", sentence, False, tuple(named), moments)


def _numbers(printed: str) -> Iterator[str]:
    """Each number of a list with ranges in it, `1 to 3, 5`; an empty one for a range that is none."""
    for first, last in _RANGE.findall(printed):
        above, dot, start = first.rpartition(".")
        end = last.rpartition(".")
        if not last:
            yield first
        elif end[0] == above and int(start) < int(end[2]) < int(start) + _MOST:
            yield from (f"{above}{dot}{number}" for number in range(int(start), int(end[2]) + 1))
        else:
            yield ""


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
    word = printed.casefold()
    return _WORDS.index(word) + 1 if word in _WORDS else int(word)
