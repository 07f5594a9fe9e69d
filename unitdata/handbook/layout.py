"""What a layout is: the few things to say about a scheme's documents so that they can be read."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from unitdata.handbook.marks import Mark

What = Literal["element", "criterion", "requirement", "item", "knowledge", "part", "scope"]
"""What a numbered line is. A "scope" is nothing itself: it says to which element the lines below it belong."""


@dataclass(frozen=True)
class Level:
    """One depth of the lists in a section.

    `marks`: how it may be numbered; none: every paragraph without a number begins one · `ref`: its name in a pack,
    with what it and those above it bear as numbers (`{element}.{n}`) · `runs_on`: its numbers go on below the next
    heading instead of beginning again.
    """

    what: What
    marks: tuple[str, ...]
    ref: str = ""
    runs_on: bool = False

    @cached_property
    def numbering(self) -> tuple[Mark, ...]:
        """The marks, ready to be looked for."""
        return tuple(Mark(mark) for mark in self.marks)


@dataclass(frozen=True)
class Section:
    """A part of a unit's text. One without levels is passed over, and the report says so.

    `opens`: the headings it begins with, whatever their case, without numbers and stops in front and behind; one
    without headings begins with the unit · `headings`: whether lines without a number are headings of what follows.
    """

    name: str
    opens: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    headings: bool = False


@dataclass(frozen=True)
class Layout:
    """How the documents of one scheme are laid out.

    `tells`: what stands in such a document and seldom in others, as regular expressions for whole lines · `unit`: how
    a unit opens, with groups `ref` and perhaps `title` and `alias`; a title that is missing stands in the lines after
    it · `listed`: how a unit stands in a table or list outside, with `ref`, `title` and perhaps `alias`, `level`,
    `credit`, `hours` · `outline`: how an element stands outside, with `unit`, `n` and `title` · `facts`: by name
    (level, credit, hours, alias) how a unit prints them, with one group · `furniture`: lines without meaning, wherever
    they stand · `ends`: lines after which no unit goes on · `known`: how the title of an element begins that is asked about rather than watched · `words`: the
    body's words, by the name of ours.
    """

    id: str
    name: str
    tells: tuple[str, ...]
    unit: tuple[str, ...]
    sections: tuple[Section, ...]
    listed: tuple[str, ...] = ()
    outline: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    furniture: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    words: dict[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """Sections by the headings that open them, as `plain_heading` makes them."""
        return {plain_heading(heading): section for section in self.sections for heading in section.opens}

    @cached_property
    def first(self) -> Section | None:
        """The section that begins with the unit itself, where there is one."""
        return next((section for section in self.sections if not section.opens), None)

    def likeness(self, lines: list[str]) -> float:
        """How many of its tells a document bears, from 0 to 1."""
        found = sum(any(re.fullmatch(tell, line, re.IGNORECASE) for line in lines) for tell in self.tells)
        return found / len(self.tells)


def plain_heading(text: str) -> str:
    """A heading without its case, its number in front and its stops: what two prints of it have in common."""
    return re.sub(r"^[\W\d]+|[\s:.–-]+$", "", text).casefold()
