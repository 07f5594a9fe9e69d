"""What a reader of documents is unsure of: where, how much it matters, and what was done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Weight = Literal["note", "check", "missing"]
"""By a "note" nothing is lost; what to "check" was read in the likeliest way; what is "missing" is not in the pack."""


@dataclass(frozen=True)
class Place:
    """Where in a document: the line, counted from 1, and the page where it has pages."""

    line: int
    page: int | None = None

    def __str__(self) -> str:
        # Lines are counted through the document: on a page nobody could count them again.
        return f"page {self.page}" if self.page else f"line {self.line}"


@dataclass(frozen=True)
class Doubt:
    """One thing to look up. `unit`: its ref, or empty · `what`: what stands there · `done`: what was made of it."""

    place: Place
    unit: str
    weight: Weight
    what: str
    done: str


def alike(doubts: Iterable[Doubt]) -> list[list[Doubt]]:
    """The doubts in the order of the document, those together that say the same of several places."""
    found: dict[tuple[Weight, str, str], list[Doubt]] = {}
    for doubt in sorted(doubts, key=lambda doubt: doubt.place.line):
        found.setdefault((doubt.weight, doubt.what, doubt.done), []).append(doubt)
    return list(found.values())
