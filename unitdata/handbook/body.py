"""One unit's text: sections by their headings, and in them lists by how they are numbered."""

import re
from collections.abc import Sequence

from unitdata.handbook.doubts import Doubt, Place, Weight
from unitdata.handbook.layout import Layout, Level, Section, plain_heading
from unitdata.handbook.lines import Line
from unitdata.handbook.marks import Found, Mark, printed_as
from unitdata.handbook.printed import Printed, PrintedUnit

_SKIP = 3
"""So many numbers may be missing from a run; a letter further on is a word, as in "I can"."""
_UNFINISHED = re.compile(r"(?:[,;:–-]|\b(?:and|or|the|a|an|of|to|in|on|for|with|by|from|that|which|your|their))$", re.I)
_HEADING = 80


class Body:
    """Reads the lines of one unit in turn. What it found stands in `unit` and `doubts`."""

    def __init__(self, layout: Layout, unit: PrintedUnit) -> None:
        self.unit = unit
        self.doubts: list[Doubt] = []
        self._layout = layout
        self._section = layout.first
        self._trees: dict[str, list[Printed]] = {}
        self._open: list[tuple[Level, Printed]] = []
        self._ran: dict[int, int] = {}
        self._heading = ""
        self._worded = [s for s in layout.sections if s.levels and not s.opens and s is not layout.first]

    def read(self, line: Line) -> None:
        """Take a line in: each of its cells by itself."""
        place = Place(line.number, line.page)
        for cell in filter(None, line.cells):
            self._take(cell, place)

    def finish(self) -> None:
        """Look over what was read, once there is no more."""
        self.unit.body = [top for section in self._layout.sections for top in self._trees.get(section.name, ())]

    # One cell after another -----------------------------------------------------------------------------------------

    def _take(self, text: str, place: Place) -> None:
        if self._is_furniture(text):
            return
        for fact, pattern in self._layout.facts.items():
            if found := re.search(pattern, text, re.IGNORECASE):
                self.unit.facts.setdefault(fact, []).append(found[1])
        if section := self._layout.section_of.get(plain_heading(text)) or self._opened_by_mark(text):
            self._enter(section)
            if plain_heading(text) in self._layout.section_of:
                return
        if self._section is None or not self._section.levels:
            name = self._section.name if self._section else "before its first heading"
            self.unit.passed[name] = self.unit.passed.get(name, 0) + 1
            return
        self._numbered(text, place) or self._words(text, place)

    def _is_furniture(self, text: str) -> bool:
        same_title = plain_heading(text) in (plain_heading(self.unit.title), self.unit.ref.casefold())
        return same_title or any(re.fullmatch(each, text, re.IGNORECASE) for each in self._layout.furniture)

    def _opened_by_mark(self, text: str) -> Section | None:
        """The section that a line opens by its own number, as `Outcome 2: …`."""
        for section in self._worded:
            if section is not self._section and any(mark.at_start(text) for mark in section.levels[0].numbering):
                return section
        return None

    def _enter(self, section: Section) -> None:
        if section is not self._section:
            self._section, self._open, self._ran, self._heading = section, [], {}, ""
            if tops := self._trees.get(section.name):  # it was left for a box or a page's heading, and goes on
                self._ran = {0: tops[-1].ordinal}

    # Numbered lines -------------------------------------------------------------------------------------------------

    def _numbered(self, text: str, place: Place) -> bool:
        fits = [
            (fit, -depth, mark, found)
            for depth, level in enumerate(self._levels)
            for mark in level.numbering
            if (found := mark.at_start(text)) and (fit := self._fit(depth, mark, found)) is not None
        ]
        if not fits:
            return False
        _, depth, mark, found = min(fits, key=lambda each: each[:2])
        self._begin(-depth, mark, found, place)
        return True

    @property
    def _levels(self) -> Sequence[Level]:
        return self._section.levels if self._section else ()

    def _fit(self, depth: int, mark: Mark, found: Found) -> int | None:
        """How well a number goes on where the lists stand: 0 best, None not at all."""
        if depth > len(self._open) and "element" not in found.parents:
            return None
        if "unit" in found.parents and found.parents["unit"].casefold() != self.unit.ref.casefold():
            return None
        ahead = found.ordinal - self._last(depth)
        if ahead == 1:
            return 0
        if mark.distinct or 1 < ahead <= 1 + _SKIP:
            return 1
        if found.ordinal == 1 and (self._levels[depth].runs_on or depth == 0):
            return 2
        return 3 if ahead == 0 else None

    def _last(self, depth: int) -> int:
        """The last number of the run that goes on at a depth; 0 where none does."""
        return self._ran.get(depth, 0)

    def _begin(self, depth: int, mark: Mark, found: Found, place: Place) -> None:
        level = self._levels[depth]
        above = self._above(depth, found, place)
        last = (above.below[-1].ordinal if above.below else 0) if mark.distinct and above else self._last(depth)
        self._question_run(level, mark, found, last, place)
        text, rest = self._first_of(mark, found)
        self._put(depth, self._named(level, above, found), found.ordinal, text, place)
        if rest:
            self._begin(depth, mark, rest, place)

    def _above(self, depth: int, found: Found, place: Place) -> Printed | None:
        """The statement it belongs under: the open one, or the one that its own number names."""
        if depth == 0:
            return None
        named = found.parents.get("element")
        if named is not None:
            parents = [p for p in self._trees.get(self._section_name, ()) if p.ref == named]
            self._open = self._open[: depth - 1]
            if not parents:
                self._doubt(place, "check", f"{named}.{found.printed} stands there, and no heading {named}",
                            "A heading without words was put above it.")  # fmt: skip
                self._put(depth - 1, named, int(re.sub(r".*\D", "", named)), "", place)
                return self._open[-1][1]
            if self._trees[self._section_name][-1] is not parents[0]:
                self._doubt(place, "note", f"{named}.{found.printed} stands below the heading of another",
                            "It was put where its number belongs.")  # fmt: skip
            self._open.append((self._levels[depth - 1], parents[0]))
        return self._open[depth - 1][1]

    @property
    def _section_name(self) -> str:
        return self._section.name if self._section else ""

    def _question_run(self, level: Level, mark: Mark, found: Found, last: int, place: Place) -> None:
        number = f"{level.what} {found.printed}"
        if found.ordinal == last:
            self._doubt(place, "check", f"The number of {number} is printed twice.", "Both are kept, apart.")
        elif found.ordinal > last + 1:
            lost = ", ".join(printed_as(mark.own, n) for n in range(last + 1, found.ordinal))
            self._doubt(place, "missing", f"Before {number}, {lost} is missing from the run.", "It is left out.")
        elif found.ordinal <= last and not (level.runs_on or found.ordinal == 1):
            self._doubt(place, "check", f"The number of {number} comes after {last}.", "It was put where it stands.")

    def _first_of(self, mark: Mark, found: Found) -> tuple[str, Found | None]:
        """The text up to the next number of the run, if that stands in the same cell, and what begins there."""
        if mark.distinct:
            for after in mark.inside(found.after):
                if after.ordinal == found.ordinal + 1 and after.parents == found.parents:
                    return found.after[: after.start].strip(), after
        return found.after, None

    def _named(self, level: Level, above: Printed | None, found: Found) -> str:
        own = {kind: found.printed for kind in "naAi"}
        element = found.parents.get("element", above.ref if above else "")
        return level.ref.format(unit=self.unit.ref, element=element, above=above.ref if above else "", **own)

    def _put(self, depth: int, ref: str, ordinal: int, text: str, place: Place) -> None:
        level = self._levels[depth]
        statement = Printed(level.what, self._unused(ref), ordinal, text, place, self._heading)
        tree = self._trees.setdefault(self._section_name, [])
        (self._open[depth - 1][1].below if depth else tree).append(statement)
        self._open = [*self._open[:depth], (level, statement)]
        self._ran[depth] = ordinal
        for deeper, below in enumerate(self._levels[depth + 1 :], depth + 1):
            if not below.runs_on:
                self._ran.pop(deeper, None)

    def _unused(self, ref: str) -> str:
        used = {each.ref for tops in self._trees.values() for top in tops for each in top.all()}
        return next(name for n in range(1, 1000) if (name := ref if n == 1 else f"{ref}-{n}") not in used)

    # Lines without a number -----------------------------------------------------------------------------------------

    def _words(self, text: str, place: Place) -> None:
        statement = self._open[-1][1] if self._open else None
        if statement and (not statement.text or text[0].islower() or _UNFINISHED.search(statement.text)):
            statement.add(text)
            return
        for depth, level in enumerate(self._levels):
            if not level.marks:
                self._put(depth, level.ref.format(n=self._last(depth) + 1), self._last(depth) + 1, text, place)
                return
        if self._section and self._section.headings and len(text) <= _HEADING:
            self._heading = text.rstrip(":")
            return
        self._doubt(place, "missing", f"A line without a number: {text[:_HEADING]}", "It is left out.")

    def _doubt(self, place: Place, weight: Weight, what: str, done: str) -> None:
        self.doubts.append(Doubt(place, self.unit.ref, weight, what, done))


def cut_off(statement: Printed) -> bool:
    """Whether a statement seems to end in the middle, with nothing below it to go on with."""
    return not statement.below and bool(_UNFINISHED.search(statement.text))
