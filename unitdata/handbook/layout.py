"""What a layout is: the few things to say about a scheme's documents so that they can be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from unitdata.handbook.marks import Mark
from unitdata.handbook.sentences import goes_on

What = Literal["element", "criterion", "requirement", "item", "knowledge", "part", "scope"]
"""What a numbered line is. A "scope" is nothing itself: it says to which element the lines below it belong."""

Fact = Literal["alias", "level", "credit", "hours"]
"""What else is printed about a unit: other numbers it bears, its level, its credit, its guided learning hours."""

_LONGEST_HEADING = 120
_STOPS = " :;.–-"


@dataclass(frozen=True)
class Level:
    """One depth of the lists in a section.

    `marks`: how it may be numbered · `ref`: its name in a pack, with what it and those above it bear as numbers, as
    `{element}`, `{unit}`, `{above}` (the ref above it) and `{n}`, `{a}`, `{A}`, `{i}` · `runs_on`: its numbers go on
    below the next statement above instead of beginning again · `unnumbered`: the ref of a paragraph without a number
    that begins one; empty where such a paragraph is none · `bulleted`: whether a bullet may stand for its number.
    """

    what: What
    marks: tuple[str, ...]
    ref: str = ""
    runs_on: bool = False
    unnumbered: str = ""
    bulleted: bool = False

    @cached_property
    def numbering(self) -> tuple[Mark, ...]:
        """The marks, ready to be looked for."""
        return tuple(Mark(mark) for mark in self.marks)


@dataclass(frozen=True)
class Section:
    """A part of a unit's text. One without levels is passed over, and the report says so.

    `opens`: the headings it begins with, as regular expressions for `plain_heading`; one whose first level bears a word
    in its number (`Outcome 2`) begins with that too, and the first without any begins with the unit · `headings`:
    whether short lines without a number are headings of what follows · `outline`: whether it only announces the
    elements, whose own text comes later · `guidance`: whether the body prints its statements as help alone, which is
    never asked for · `furniture`: lines without meaning in it.
    """

    name: str
    opens: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    headings: bool = False
    outline: bool = False
    guidance: bool = False
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How the documents of one scheme are laid out. All patterns are regular expressions, whatever the case.

    `tells`: whole lines that stand in such a document and seldom in others · `unit`: how a unit opens, over as many
    lines or cells as it has `\\n`, with groups `ref` and perhaps `title` and facts · `listed`: how one stands in a
    table or list outside, likewise, perhaps with a group `outline` that holds its elements · `outline`: how an element
    is numbered there · `rows`: how one stands, on one line of cells, in a list right below the heading of a group ·
    `groups`: headings of the groups that units are listed in, with groups `kind` (mandatory or
    optional), `title` or `letter` · `begins`: a line with which a unit's text begins, so that one without a heading is
    seen · `ends`: lines after which no unit goes on · `facts`: how a unit prints them, with one group each ·
    `furniture`: lines without meaning, wherever they stand · `elements_listed`: whether the list of units also says
    which elements there are, where a unit's text does not · `known`: how the title of an element begins, or its
    unit's, that is asked about rather than watched · `words`: the body's words, by the name of ours, one and several.
    """

    id: str
    name: str
    tells: tuple[str, ...]
    unit: tuple[str, ...]
    sections: tuple[Section, ...]
    listed: tuple[str, ...] = ()
    outline: str = ""
    rows: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    facts: tuple[tuple[Fact, str], ...] = ()
    furniture: tuple[str, ...] = ()
    elements_listed: bool = False
    known: tuple[str, ...] = ()
    words: tuple[tuple[str, tuple[str, str]], ...] = ()

    @property
    def first(self) -> Section:
        """The section that begins with the unit itself."""
        return next((each for each in self.sections if not each.opens), Section("before the first heading"))

    @cached_property
    def by_number(self) -> list[tuple[Section, Mark]]:
        """The sections that open by their own numbering, each with every way it is numbered."""
        firsts = [(section, section.levels[0]) for section in self.sections if section.levels]
        return [(section, mark) for section, level in firsts for mark in level.numbering if mark.worded]

    def opened_by(self, text: str) -> Section | None:
        """The section that a line opens as its heading; two headings run together open the second.

        What begins in lower case is the rest of a sentence and none, but for a lead-in that ends in a colon.
        """
        if len(text) > _LONGEST_HEADING or (goes_on(text) and not text.endswith(":")):
            return None
        plain = plain_heading(text)
        return next((section for section, pattern in self._openings if pattern.fullmatch(plain)), None)

    @cached_property
    def _openings(self) -> list[tuple[Section, re.Pattern[str]]]:
        every = "|".join(heading for section in self.sections for heading in section.opens)
        return [
            (section, compiled(rf"(?:(?:{every})[\W\d]*)?(?:{'|'.join(section.opens)})"))
            for section in self.sections
            if section.opens
        ]

    def facts_in(self, fact: Fact, text: str) -> list[str]:
        """What a line says of one of a unit's facts."""
        patterns = (pattern for name, pattern in self.facts if name == fact)
        said = [found[1] for each in patterns if (found := compiled(each).fullmatch(text))]
        return [each.replace(" ", "") for each in said]

    def likeness(self, lines: Sequence[str]) -> float:
        """How many of its tells a document bears, from 0 to 1."""
        found = sum(any(matches((tell,), line) for line in lines) for tell in self.tells)
        return found / len(self.tells)


def matches(patterns: Sequence[str], text: str) -> bool:
    """Whether one of these is all that a text says."""
    return any(compiled(pattern).fullmatch(text) for pattern in patterns)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A layout's pattern, whatever the case of what it is looked for in."""
    return re.compile(pattern, re.IGNORECASE)


def plain_heading(text: str) -> str:
    """A heading without its case, its number in front, its stops and "(continued)": what two prints have in common."""
    plain = text.casefold().rstrip(_STOPS).removesuffix("(continued)").rstrip(_STOPS)
    return plain[next((n for n, letter in enumerate(plain) if letter.isalpha()), 0) :]


def plain_title(text: str) -> str:
    """A title's letters and digits, in small, one blank between: two prints of it differ in the rest."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("'", "").replace("\u2019", "")))
