"""How lists are numbered in print: which number a line begins with, and which comes next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from unitdata.handbook.sentences import STOPS, leads_on

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_PLACES = {
    "n": r"\d{1,3}(?!\.?\d)",
    "a": r"[a-z]",
    "A": r"[A-Z]",
    "i": r"[ivxl]{1,7}",
    "unit": r"[A-Za-z]{0,3}\d{1,6}",
    "element": r"(?:[A-Za-z]{0,3}\d{1,3}\.)?\d{1,3}",
}
_OWN = "naAi"
SKIP = 3
"""So many numbers may be missing from a run; a letter further on is a word, as in "I can"."""


@dataclass(frozen=True)
class Found:
    """A number that was found: its place in its run (from 1), as printed, and what it says of its parents.

    `stop`: the bracket or full stop that closes it, if one does · `text`, `start`, `end`: what was searched, and
    where in it the number stands.
    """

    ordinal: int
    printed: str
    parents: dict[str, str]
    stop: str = ""
    text: str = ""
    start: int = 0
    end: int = 0

    @cached_property
    def after(self) -> str:
        """The text behind the number."""
        return self.text[self.end :].strip()


@dataclass(frozen=True)
class Mark:
    """A way of numbering, as a template: `{n}` 1, 2, 3 · `{a}` a, b · `{A}` A, B · `{i}` i, ii; `{unit}` and
    `{element}` stand for the number of the unit or element it belongs to. Words stand for themselves.

    Brackets and full stops round a number vary within one document and need not be given.
    """

    template: str

    @cached_property
    def own(self) -> str:
        """Which kind of number it is itself: one of n, a, A, i."""
        return next(place for place in _OWN if f"{{{place}}}" in self.template)

    @cached_property
    def _pattern(self) -> str:
        pieces = re.split(r"(\{\w+\}|\s+)", self.template)
        pattern = "".join(self._piece(piece) for piece in pieces if piece)
        return rf"\(?{pattern}(?:(?P<stop>[.):\]])[.):\]]?\s*(?:[-–—]\s+)?|\s*[-–—]\s+|\s+|$)"

    @staticmethod
    def _piece(piece: str) -> str:
        if piece.startswith("{"):
            return f"(?P<{piece[1:-1]}>{_PLACES[piece[1:-1]]})"
        return r"\s+" if piece.isspace() else f"(?i:{re.escape(piece)})"

    @cached_property
    def _at_first(self) -> re.Pattern[str]:
        return re.compile(self._pattern)

    @cached_property
    def _inside(self) -> re.Pattern[str]:
        return re.compile(rf"(?<=\s){self._pattern}")

    @cached_property
    def distinct(self) -> bool:
        """Whether it can be told from the words of a sentence: it names what it belongs to."""
        return "{element}" in self.template or "{unit}" in self.template

    @cached_property
    def worded(self) -> bool:
        """Whether it bears a word, as in `Outcome 2`, and so stands for a heading."""
        return bool(re.match(r"[A-Za-z]{3}", self.template))

    def at_start(self, text: str) -> Found | None:
        """The number with which a text begins."""
        found = self._at_first.match(text)
        return self._read(found, text) if found else None

    def inside(self, text: str) -> Iterator[Found]:
        """Every such number inside a text, wherever it stands."""
        for found in self._inside.finditer(text):
            if number := self._read(found, text):
                yield number

    def _read(self, found: re.Match[str], text: str) -> Found | None:
        parents = found.groupdict()
        printed, stop = parents.pop(self.own), parents.pop("stop") or ""
        ordinal = ordinal_of(self.own, printed)
        return Found(ordinal, printed, parents, stop, text, found.start(), found.end()) if ordinal else None


def up_to_next(mark: Mark, found: Found) -> tuple[str, Found | None]:
    """The text up to the next number of the run, if that stands in the same cell, and what begins there."""
    if mark.distinct or found.stop == ")":
        for after in mark.inside(found.after):
            ahead = after.ordinal - found.ordinal
            text = found.after[: after.start].strip()
            ended = text.endswith(STOPS)
            whole = ahead == 1 and (not leads_on(text) or text.endswith((" and", " or")))
            on = 1 <= ahead <= 1 + SKIP and after.parents == found.parents and (ended or whole)
            if after.stop == found.stop and (on or (ended and _opens_next(after, found))):
                return text, after
    return found.after, None


def _opens_next(after: Found, found: Found) -> bool:
    """Whether a number is the first of the element behind that of another, as 3.1 after 2.4."""
    below, above = (each.parents.get("element", "0").rpartition(".")[2] for each in (after, found))
    return after.ordinal == 1 and int(below) == int(above) + 1


def ordinal_of(kind: str, printed: str) -> int:
    """Which number in its run this is, from 1; 0 when it is none."""
    if kind == "n":
        return int(printed)
    if kind == "i":
        return _roman(printed)
    return ord(printed.casefold()) - ord("a") + 1


def printed_as(kind: str, ordinal: int) -> str:
    """How a number in a run is printed; in figures where letters and Roman numerals of lists end."""
    if kind == "i":
        return next((text for text in _romans() if _roman(text) == ordinal), str(ordinal))
    return chr(ord(kind) + ordinal - 1) if kind in "aA" and ordinal <= 26 else str(ordinal)


def _romans() -> Iterator[str]:
    tens, ones = ("", "x", "xx", "xxx", "xl"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return (ten + one for ten in tens for one in ones)


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    total = sum(-v if v < max(values[n + 1 :], default=0) else v for n, v in enumerate(values))
    return total if text in _romans() else 0
