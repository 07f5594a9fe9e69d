"""The numbered lists of one section of a unit: what goes on where, and what is amiss in a run of numbers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from unitdata.handbook.doubts import Place, Weight
from unitdata.handbook.layout import Level, Section
from unitdata.handbook.marks import SKIP, Found, Mark, printed_as, up_to_next
from unitdata.handbook.pieces import Piece
from unitdata.handbook.printed import Printed
from unitdata.handbook.sentences import STOPS, goes_on, leads_on

_SIDE_BY_SIDE = 12
"""So many numbers may stand alone in one column before their words come in the next."""
_ALSO = re.compile(r"\s*\(\s*also (?:applies )?(?:to|in) (?P<whom>[a-z]+) (?P<numbers>[\d,;&. and]+)\)", re.IGNORECASE)

Report = Callable[[Place, Weight, str, str], None]


@dataclass(frozen=True)
class Fit:
    """A number that may go on at a depth of the lists, and how well: the lowest `rank` is the best."""

    rank: int
    depth: int
    mark: Mark
    found: Found

    @property
    def certain(self) -> bool:
        """Whether it numbers a statement whatever its words are, be they those of a heading."""
        return self.mark.distinct and not self.rank


@dataclass
class Lists:
    """One section's lists as far as they were read.

    `used`: all refs of the unit, and how often each was wanted · `report`: takes the doubts · `tree`: what was read ·
    `open`: the statements that a line may still belong to, outermost first · `heading`: the free heading they stand
    below.
    """

    section: Section
    unit: str
    used: dict[str, int]
    report: Report
    tree: list[Printed] = field(default_factory=list)
    open: list[Printed] = field(default_factory=list)
    heading: str = ""
    _last: dict[int, int] = field(default_factory=dict)
    _also: dict[int, set[int]] = field(default_factory=dict)
    """By element: the numbers of the groups of others that say they apply to it too."""
    _tops: dict[str, Printed] = field(default_factory=dict)
    _bullets: int | None = None
    """The depth of the list whose lines bear bullets for numbers, while one is being read."""
    _headed: Printed | None = None
    """The outermost statement whose heading stood last."""

    @property
    def levels(self) -> Sequence[Level]:
        """The depths of the lists."""
        return self.section.levels

    @property
    def below_heading(self) -> bool:
        """Whether the last thing read was the heading of an element."""
        return bool(self.open) and self.open[-1].what in ("element", "scope")

    @property
    def waiting(self) -> Printed | None:
        """The first of the numbers last read, side by side, that still has no words."""
        if not self.open or self.open[-1].text:
            return None
        beside = self.open[-2].below if len(self.open) > 1 else self.tree
        empty = takewhile(lambda each: not each.text and not each.below, reversed(beside[-_SIDE_BY_SIDE:]))
        return list(empty)[-1]

    # Which number a line begins with --------------------------------------------------------------------------------

    def fit(self, piece: Piece, after: Piece | None) -> Fit | None:
        """How a piece's number goes on, if it begins with one that can."""
        fits = [
            Fit(rank, depth, mark, found)
            for depth, level in enumerate(self.levels)
            for mark in level.numbering
            if (found := mark.at_start(piece.text))
            and (rank := self._rank(depth, mark, found)) is not None
            and not self._reads_on(depth, mark, found, piece, after)
            and not self._is_word(depth, mark, found, piece, after)
        ]
        return min(fits, key=lambda fit: (fit.rank, -fit.depth), default=None)

    def _rank(self, depth: int, mark: Mark, found: Found) -> int | None:
        if depth > len(self.open) + 1 and "element" not in found.parents:
            return None
        if "unit" in found.parents and found.parents["unit"].casefold() != self.unit.casefold():
            return None
        last = self._last.get(depth, 0)
        ahead = found.ordinal - last
        if ahead == 1 or mark.distinct or mark.worded:
            return 0 if ahead == 1 else 1
        if 1 < ahead <= 1 + SKIP:
            return 2
        if found.ordinal == 1:
            return 3
        return 4 if ahead == 0 or (ahead < 0 and found.stop) else None

    def _reads_on(self, depth: int, mark: Mark, found: Found, piece: Piece, after: Piece | None) -> bool:
        """Whether what looks like a number is of the open statement, as `a` in "a problem", 3 in "at least 3 times"."""
        if not self.open or not found.after or found.stop or piece.bullet:
            return False
        above, follows = self.open[-1], after and mark.at_start(after.text)
        followed = bool(follows and follows.ordinal == found.ordinal + 1)
        if above.text:
            rest = found.printed in "aA" or (goes_on(found.after) and not goes_on(above.text))
            begins = followed and (depth == len(self.open) or found.ordinal > self._last.get(depth, 0))
            return rest and leads_on(above.text) and not begins
        if mark.distinct or mark.worded:
            return False
        if depth == len(self.open):
            return not followed
        return depth != len(self.open) - 1 or found.ordinal != above.ordinal + 1

    def _is_word(self, depth: int, mark: Mark, found: Found, piece: Piece, after: Piece | None) -> bool:
        """Whether a bullet is all that numbers a line, and what looks like a number is its first word, as `a` or 2."""
        bare = found.after and not found.stop and mark.template == f"{{{mark.own}}}"
        if not (piece.bullet and bare and self.deepest_bulleted is not None):
            return False
        follows = mark.at_start(after.text) if after else None
        runs = follows and follows.ordinal == found.ordinal + 1
        return not (runs or (self._bullets is None and found.ordinal == self._last.get(depth, 0) + 1 > 1))

    # Lists with bullets ---------------------------------------------------------------------------------------------

    @property
    def deepest_bulleted(self) -> int | None:
        """The depth furthest in at which a bullet may stand for a number."""
        return max((depth for depth, level in enumerate(self.levels) if level.bulleted), default=None)

    def bulleted(self, piece: Piece) -> int | None:
        """The depth of the list that a line belongs to by its bullet, if it is in one."""
        if not piece.bullet or self._bullets is not None:
            return self._bullets if piece.bullet else None
        depths = (depth for depth, level in enumerate(self.levels) if level.bulleted and depth >= len(self.open))
        return next(depths, None)

    def stem(self, text: str, after: Piece | None) -> int | None:
        """The depth of a line that leads in to bullets, if it does: where headings stand, only one with a colon."""
        deepest = self.deepest_bulleted
        if not (deepest and after and after.bullet) or (self.section.headings and not text.endswith(":")):
            return None
        return deepest - 1

    def takes_stem(self, text: str, after: Piece | None) -> bool:
        """Whether a line that leads in to bullets goes on with the numbered statement that is open."""
        open_one = self._bullets is None and not self.open[-1].text.endswith(":")
        return open_one and self.stem(text, after) == len(self.open) - 1

    def begin_bulleted(self, depth: int, text: str, place: Place, *, stem: bool = False) -> None:
        """Open a statement that bears a bullet, or leads in to bullets, by the next number of the run."""
        if depth == 1 and not self.open and self.levels[0].what == "scope":  # it is of no element: of the whole unit
            self._put(0, self.levels[0].ref.format(n=""), 0, "", place)
        self._put(depth, self._next_ref(depth), self._last.get(depth, 0) + 1, text, place)
        self._bullets = depth + stem

    # Taking it in ---------------------------------------------------------------------------------------------------

    def begin(self, fit: Fit, place: Place) -> None:
        """Open the statement that a number begins, and those whose numbers stand in the same cell after it."""
        depth, mark, found = fit.depth, fit.mark, fit.found
        while True:
            self._find_above(depth, found, place)
            text, after = up_to_next(mark, found)
            if not self._repeats(depth, found, text, place):
                self._question_run(depth, mark, found, place)
                self._put(depth, self._named(depth, found), found.ordinal, text, place)
            if not after:
                return
            if not text.endswith(STOPS):
                what = f"{after.printed} stands in the middle of what {found.printed} says: … {text[-40:]}"
                self.report(place, "check", what, "It was read as a statement of its own.")
            found = after

    def add(self, statement: Printed, text: str, place: Place) -> None:
        """Take a further line of a statement in, and the statements that begin in it behind the end of a sentence."""
        fit = self._fit_inside(text)
        statement.add(text[: fit.found.start].strip() if fit else text)
        self.settle(statement)
        if fit:
            self.begin(fit, place)

    def _fit_inside(self, text: str) -> Fit | None:
        """The next number of a run, where it stands inside a text and cannot be taken for a word."""
        fits = (
            Fit(rank, depth, mark, found)
            for depth, level in enumerate(self.levels)
            for mark in level.numbering
            if mark.distinct
            for found in mark.inside(text)
            if text[: found.start].rstrip().endswith(STOPS[:2])
            and found.parents.get("element", self.unit) in (self.unit, *self._tops)
            and (rank := self._rank(depth, mark, found)) == 0
        )
        return min(fits, key=lambda fit: fit.found.start, default=None)

    def begin_unnumbered(self, depth: int, text: str, place: Place, infer: bool) -> None:
        """Open a statement that bears no number: by its level's way, or by the next number of the run."""
        level = self.levels[depth]
        ordinal = self._last.get(depth, 0) + 1
        if infer:
            mark = level.numbering[0]
            ref = self._named(depth, Found(ordinal, printed_as(mark.own, ordinal), {}))
            self.report(place, "check", f"A {level.what} without a number: {_short(text)}", f"It was read as {ref}.")
        else:
            ref = level.unnumbered.format(unit=self.unit, n=ordinal)
        self._put(depth, ref, ordinal, text, place)

    def _find_above(self, depth: int, found: Found, place: Place) -> None:
        """Leave open, above that depth, what the number belongs under; put a heading without words where none is."""
        named = found.parents.get("element")
        if named is None or depth == 0:
            if depth > len(self.open):
                what = self.levels[depth - 1].what
                self.report(place, "check", f"{found.printed} stands there without a {what} above it.",
                            "It was put below one without words.")  # fmt: skip
                self._put(depth - 1, self._next_ref(depth - 1), self._last.get(depth - 1, 0) + 1, "", place)
            return
        parent = self._tops.get(named)
        if parent is None:
            self.report(place, "check", f"{named}.{found.printed} stands there, and no heading {named}.",
                        "A heading without words was put above it.")  # fmt: skip
            self._put(depth - 1, named, int(named.rpartition(".")[2]), "", place)
        elif parent is not self._headed:
            self.report(place, "note", f"{named}.{found.printed} stands below the heading of another {parent.what}.",
                        "It was put where its number belongs.")  # fmt: skip
        if parent is not None and not (self.open and self.open[0] is parent):
            self._reopen(parent, 0)

    def _next_ref(self, depth: int) -> str:
        level, ordinal = self.levels[depth], self._last.get(depth, 0) + 1
        if level.unnumbered:
            return level.unnumbered.format(unit=self.unit, n=ordinal)
        return self._named(depth, Found(ordinal, printed_as(level.numbering[0].own, ordinal), {}))

    def _repeats(self, depth: int, found: Found, text: str, place: Place) -> bool:
        """Whether the same number stood there with the same words before: it is then the one that stays open."""
        beside = self.open[depth - 1].below if depth else self.tree
        same = next((each for each in reversed(beside[-_SIDE_BY_SIDE:]) if each.ordinal == found.ordinal), None)
        if not text or same is None or same.text.casefold() != text.casefold():
            return False
        if same.what not in ("element", "scope"):  # a heading may come again on a new page
            self.report(place, "note", f"{same.ref} is printed twice, word for word.", "It was taken once.")
        if not depth:
            self._headed = same
        if same is not (self.open[depth] if depth < len(self.open) else None):
            self._reopen(same, depth)
        return True

    def _reopen(self, statement: Printed, depth: int) -> None:
        """Go on below a statement that others have followed."""
        self.open = [*self.open[:depth], statement]
        self._last[depth + 1] = statement.below[-1].ordinal if statement.below else 0

    def _question_run(self, depth: int, mark: Mark, found: Found, place: Place) -> None:
        level, last = self.levels[depth], self._last.get(depth, 0)
        number = f"{level.what} {found.printed}"
        missing = [n for n in range(last + 1, found.ordinal) if n not in self._inherited(depth)]
        if found.ordinal == last:
            self.report(place, "check", f"The number of {number} is printed twice.", "Both are kept, apart.")
        elif found.ordinal == 1 and last:
            self.report(place, "check", f"The numbers begin again at {number}.", "It was put where it stands.")
        elif found.ordinal < last:
            before = printed_as(mark.own, last)
            self.report(place, "check", f"The number of {number} comes after {before}.", "It was put where it stands.")
        elif missing and not mark.worded:  # a heading may be passed by; a unit's elements are looked over at its end
            if last and len(missing) > SKIP:  # 2.10 behind 2.4 may as well be a slip
                before = (self.open[depth - 1].below if depth else self.tree)[-1].ref
                what = f"After {before} comes {self._named(depth, found)}."
                self.report(place, "check", what, "Whatever belongs in between is not in the pack.")
                return
            lost = ", ".join(printed_as(mark.own, n) for n in missing)
            verb = "is" if len(missing) == 1 else "are"
            self.report(place, "missing", f"{lost} {verb} missing before {number}.", "The pack goes without.")

    def _inherited(self, depth: int) -> set[int]:
        """The numbers that groups of other elements bear, which say that they apply to the open one too."""
        if depth == 0 or self.open[depth - 1].what != "scope":
            return set()
        return self._also.get(self.open[depth - 1].ordinal, set())

    def _named(self, depth: int, found: Found) -> str:
        above = self.open[depth - 1].ref if depth else ""
        own = dict.fromkeys("naAi", found.printed)
        return self.levels[depth].ref.format(
            **{"unit": self.unit, "element": above, **found.parents}, above=above, **own
        )

    def _put(self, depth: int, ref: str, ordinal: int, text: str, place: Place) -> None:
        level = self.levels[depth]
        statement = Printed(
            level.what, self._unused(ref), ordinal, text, place, self.heading, guidance=self.section.guidance
        )
        self.settle(statement)
        (self.open[depth - 1].below if depth else self.tree).append(statement)
        if not depth:
            self._headed = self._tops[ref] = statement
        self.open = [*self.open[:depth], statement]
        self._bullets = None
        self._last[depth] = ordinal if ordinal == 1 else max(ordinal, self._last.get(depth, 0))
        for deeper in range(depth + 1, len(self.levels)):
            if not self.levels[deeper].runs_on:
                self._last.pop(deeper, None)

    def settle(self, statement: Printed) -> None:
        """Take out of a statement's words what they say of other elements."""
        if found := _ALSO.search(statement.text[:1_000]):
            statement.also = tuple(map(int, re.findall(r"(\d{1,4})(?!\.?\d)", found["numbers"])))
            statement.text = f"{statement.text[: found.start()]}{statement.text[found.end() :]}"
            for element in statement.also:
                self._also.setdefault(element, set()).add(statement.ordinal)
            if found["whom"].casefold().startswith("unit") or re.search(r"\d\.\d", found["numbers"]):
                what = f"{statement.ref} says that it also applies to {found['whom']} {found['numbers'].strip()}."
                self.report(statement.place, "check", what, "The elements of this unit were read.")

    def _unused(self, ref: str) -> str:
        name = ref
        while name in self.used:
            self.used[ref] = self.used.get(ref, 1) + 1
            name = f"{ref}-{self.used[ref]}"
        self.used[name] = 1
        return name


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"
