"""Our words for what is assessed, in sentences of this program, replaced by those of an awarding body."""

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from unitdata import Criterion, Item, Knowledge, Part, Requirement, Vocabulary, Word

    Stated = Criterion | Item | Requirement | Knowledge | Part

_OURS: Final = re.compile(r"\b(?:(an?) )?(learner|unit|element|criterion|criteria|verifier)(s?)\b", re.IGNORECASE)

FORCE: Final = {"required": "", "permitted": "may serve", "guidance": "guidance"}
"""What screens say of a requirement that is never outstanding."""


def full_wording(said: "Stated") -> str:
    """What a handbook says of a statement and of its lettered parts; empty where that was not read in."""
    parts: tuple[Part, ...] = getattr(said, "parts", ())
    return "\n".join(filter(None, (said.text, *(part.text for part in parts))))


def says_more(text: str | None, prompt: str) -> bool:
    """Whether a wording says more than its prompt: of a pack that was read in, a short one is the prompt."""
    return bool(text) and _even(text or "") != _even(prompt)


def _even(words: str) -> str:
    return words.strip(" .;").casefold()


def in_words(text: str, words: "Vocabulary | None") -> str:
    """A sentence of ours in a body's words: `every criterion of a learner` → `every standard of a candidate`.

    Never give it text from people or files: only our own sentences use these words in our sense.
    """
    if words is None:
        return text
    theirs: dict[str, Word] = {
        "learner": words.learner,
        "unit": words.unit,
        "element": words.element,
        "criteri": words.criterion,
        "verifier": words.verifier,
    }

    def said(found: re.Match[str]) -> str:
        article, ours, plural = found.groups()
        word = theirs[re.sub("(on|a)$", "", ours.lower())]
        name = word.many if plural or ours.lower() == "criteria" else word.one
        if ours[0].isupper():
            name = name[0].upper() + name[1:]
        if not article:
            return name
        fitting = "an" if name[0].lower() in "aeio" else "a"
        return f"{fitting.capitalize() if article[0].isupper() else fitting} {name}"

    return _OURS.sub(said, text)
