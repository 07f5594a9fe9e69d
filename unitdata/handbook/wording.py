"""From the body's wording to what a pack can carry: bounded texts, prompts to tick from, questions to ask."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from unitdata.check import ALIKE_AT
from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.printed import Printed
from unitdata.pack import PROMPT_LIMIT, WORDING_LIMIT, Origin

_ASKED = "What can you say about {}?"
_TOLD_TO = re.compile(
    r"^(?:describe|explain|identify|outline|list|name|say|state|discuss|define|demonstrate|know|understand|compare"
    r"|summarise|clarify|specify|recognise|give (?:some |positive )?examples of)\s+",
    re.I,
)
_ASKS = re.compile(
    r"^(?:(?:what|who|why|how|when|where) (?:is|are|was|were|do|does|can|should|must|will)|which)\b", re.I
)


def plain(text: str) -> str:
    """A text in one line, with single blanks and without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def cut(text: str, limit: int) -> str:
    """A text of at most `limit` characters, cut at a word's end where it is longer."""
    text = plain(text)
    if len(text) <= limit:
        return text
    head = text[:limit].rpartition(" ")[0] if " " in text[1:limit] else text[: limit - 1]
    return f"{head[: limit - 1].rstrip(' ,;:.–-')}…"


def letters(text: str) -> str:
    """A text's letters and digits alone, in small: two prints of a title or number differ in the rest."""
    return "".join(c for c in text.casefold() if c.isalnum())


def prompts(texts: Sequence[tuple[str, str]]) -> list[str]:
    """A prompt for each (ref, text) of one list; what a narrow screen could not tell apart begins with its ref."""
    made = [cut(text, PROMPT_LIMIT).rstrip(" .;:,") or f"{ref}: no words of its own" for ref, text in texts]
    starts = Counter(prompt[:ALIKE_AT].casefold() for prompt in made)
    return [
        prompt
        if starts[prompt[:ALIKE_AT].casefold()] == 1
        else cut(f"{ref} {plain(text)}", PROMPT_LIMIT).rstrip(" .;:,")
        for prompt, (ref, text) in zip(made, texts, strict=True)
    ]


def question(text: str) -> str:
    """An open question about what a knowledge statement says."""
    topic = plain(text).rstrip(" .;:,?")
    if _ASKS.match(topic):
        return f"{cut(topic, PROMPT_LIMIT - 1)}?"
    topic = _TOLD_TO.sub("", topic)
    if topic[1:2].islower():
        topic = topic[0].lower() + topic[1:]
    return _ASKED.format(cut(topic, PROMPT_LIMIT - len(_ASKED) + 2) or "this")


def wording(printed: Printed, unit: str, doubts: list[Doubt]) -> dict[str, Any]:
    """A statement's full wording and where it stands, as fields of a pack; what is cut off is a doubt."""
    text = plain(printed.text)
    if len(text) > WORDING_LIMIT:
        what = f"{printed.ref} has {len(text):,} characters, and a pack takes {WORDING_LIMIT:,}."
        doubts.append(Doubt(printed.place, unit, "missing", what, "What goes beyond was cut off."))
        text = cut(text, WORDING_LIMIT)
    return {"text": text, "origin": origin(printed.place)} if text else {"origin": origin(printed.place)}


def origin(place: Place) -> Origin:
    """A place as a pack keeps it."""
    return Origin(line=place.line, page=place.page)
