"""One unit's text: sections by their headings, and in them lists by how they are numbered."""

import re
from collections.abc import Sequence

from unitdata.handbook.doubts import Doubt, Place, Weight
from unitdata.handbook.layout import Layout, Section, matches, plain_heading
from unitdata.handbook.lists import Fit, Lists
from unitdata.handbook.pieces import Piece
from unitdata.handbook.printed import Printed, PrintedUnit
from unitdata.handbook.sentences import ends_open, leads_on

_HEADING = 80
_LONGEST = 4_000
"""No statement known has more than 900 characters; what would make one longer belongs elsewhere."""
_SEVERAL = 3
"""So many lines that end in no colon lead in to nothing: they are statements, or text that someone must see."""
_NUMBER = re.compile(
    r"\(?(?:(?:[A-Z]{0,3}\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,4})[.):]+\s|[A-Z]{0,3}\d{1,2}(?:\.\d+)*\s)"
)


class Body:
    """Reads the pieces of one unit. What it found stands in `unit` and `doubts`.

    `understood`: whether any heading of a section with statements was met.
    """

    def __init__(self, layout: Layout, unit: PrintedUnit, first: Section | None = None) -> None:
        self.unit = unit
        self.doubts: list[Doubt] = []
        self.understood = False
        self._layout = layout
        self._used: dict[str, int] = {}
        self._lists: dict[str, Lists] = {}
        self._now = self._lists_of(first or layout.first)
        self._numbered: Lists | None = None
        """The last lists of statements before the open section."""
        self._left: list[Piece] = []
        self._leads: list[Piece] = []
        """What was taken for a lead-in or a heading, and that no statement has followed yet."""
        self._passed: Piece | None = None
        self._heading: Piece | None = None
        """A free heading that no statement has followed yet."""
        self._fresh = True
        """Whether nothing but words has come since the section's heading."""

    def read(self, pieces: Sequence[Piece]) -> None:
        """Take all the pieces in."""
        for number, piece in enumerate(pieces):
            self._take(piece, pieces[number + 1] if number + 1 < len(pieces) else None)
        self._end_section()
        self.unit.outline = self._trees(outline=True)
        self.unit.body = self._trees(outline=False)

    def goes_on_in(self, pieces: Sequence[Piece]) -> bool:
        """Whether the first number in what comes after is the next of one of the unit's lists."""
        lists = [each for each in self._lists.values() if not each.section.outline]
        for piece in pieces:
            if fits := [fit for each in lists if (fit := each.fit(piece, None))]:
                return any(not fit.rank and fit.found.ordinal > 1 for fit in fits)
        return False

    def _trees(self, *, outline: bool) -> list[Printed]:
        of = {section.name: number for number, section in enumerate(self._layout.sections)}
        lists = sorted(self._lists.values(), key=lambda each: of.get(each.section.name, 0))
        return [top for each in lists if each.section.outline == outline for top in each.tree]

    def _lists_of(self, section: Section) -> Lists:
        if section.name not in self._lists:
            used: dict[str, int] = {} if section.outline else self._used
            self._lists[section.name] = Lists(section, self.unit.ref, used, self._doubt)
        return self._lists[section.name]

    # One piece after another ----------------------------------------------------------------------------------------

    def _take(self, piece: Piece, after: Piece | None) -> None:
        section, fit = self._now.section, self._now.fit(piece, after)
        if fit and fit.certain:
            self._begin(fit, piece)
            return
        if self._is_furniture(piece.text):
            self.unit.pass_over("headings and lead-ins", piece.place)
            return
        for fact in dict.fromkeys(fact for fact, _ in self._layout.facts):
            if said := self._layout.facts_in(fact, piece.text):
                self.unit.facts.setdefault(fact, []).extend(said)
        if opened := self._layout.opened_by(piece.text):
            if fit:
                what = f"A numbered line was taken for the heading of “{opened.name}”: {piece.text[:_HEADING]}"
                self._doubt(piece.place, "check", what, "What follows was read as that part of the unit.")
            self.unit.pass_over("headings and lead-ins", piece.place)
            self._enter(opened)
        elif opened := self._opened_by_number(piece):
            self._enter(opened)
            self._take_statement(piece, after)
        elif section.levels:
            self._take_statement(piece, after)
        elif not section.opens and _NUMBER.match(piece.text):
            self._leads.append(piece)
        else:
            self._question_passed(piece)
            self.unit.pass_over(section.name, piece.place)
            self._passed = piece

    def _question_passed(self, piece: Piece) -> None:
        """Say once that a list goes on in a part that is passed over: its heading may have been the rest of a line."""
        fit = self._numbered.fit(piece, None) if self._numbered else None
        if fit and not fit.rank and fit.found.ordinal > 1:
            what = f"The numbers go on in “{self._now.section.name}”: {piece.text[:_HEADING]}"
            self._doubt(piece.place, "missing", what, "That part of the unit is passed over.")
            self._numbered = None

    def _is_furniture(self, text: str) -> bool:
        own = (plain_heading(self.unit.title), self.unit.ref.casefold())
        if plain_heading(text) in own and not self._now.waiting:
            return True
        return matches((*self._layout.furniture, *self._now.section.furniture), text)

    def _opened_by_number(self, piece: Piece) -> Section | None:
        """The section that a line opens by its own number, as `Outcome 2: …`, unless it belongs to the open one."""
        found = [section for section, mark in self._layout.by_number if mark.at_start(piece.text)]
        if self._now.section in found:
            return None
        return next((section for section in found if not section.outline), None)

    def _enter(self, section: Section) -> None:
        self._end_section()
        if self._now.levels and not self._now.section.outline:
            self._numbered = self._now
        self._now, self._fresh = self._lists_of(section), True
        self.understood |= bool(section.levels) and not section.outline

    def _end_section(self) -> None:
        self._leads += [self._heading] if self._heading else []
        self._list_left()
        self._heading = None
        if self._passed and ends_open(self._passed.text) and not self._passed.bullet:
            what = f"The text of “{self._now.section.name}” ends in the middle: … {self._passed.text[-60:]}"
            self._doubt(self._passed.place, "check", what, "What follows is missing from the document.")
        self._passed = None

    # Statements -----------------------------------------------------------------------------------------------------

    def _take_statement(self, piece: Piece, after: Piece | None) -> None:
        if fit := self._now.fit(piece, after):
            self._begin(fit, piece)
        elif self._now.section.outline:
            self._name_announced(piece)
        elif (depth := self._now.bulleted(piece)) is not None:
            self._begin_bulleted(depth, piece)
        elif not self._goes_on(piece, after):
            self._begin_unnumbered(piece, after)

    def _begin(self, fit: Fit, piece: Piece) -> None:
        self._list_left()
        self._fresh, self._heading = False, None
        self._now.begin(fit, piece.place)

    def _begin_bulleted(self, depth: int, piece: Piece) -> None:
        self._list_left()
        self._fresh, self._heading = False, None
        self._now.begin_bulleted(depth, piece.text, piece.place, stem=not piece.bullet)

    def _name_announced(self, piece: Piece) -> None:
        if waiting := self._now.waiting:
            waiting.add(piece.text)
        else:
            self.unit.pass_over(self._now.section.name, piece.place)

    def _goes_on(self, piece: Piece, after: Piece | None) -> bool:
        """Add a piece to the open statement, if it is the rest of one."""
        lists, text = self._now, piece.text
        if not lists.open or self._left:
            return False
        statement = lists.waiting or lists.open[-1]
        rest = not statement.text or text[0].islower() or text[0] == "(" or self._unended(statement.text)
        stem = (
            (self._leads_to(after) == len(lists.open) or lists.takes_stem(text, after))
            and not lists.below_heading
            and not lists.levels[len(lists.open) - 1].unnumbered
        )
        if not (rest or stem) or len(statement.text) + len(text) > _LONGEST:
            return False
        lists.add(statement, text, piece.place)
        return True

    def _unended(self, text: str) -> bool:
        """Whether the open statement wants a further line; what stands between headings often ends as in "go to"."""
        return ends_open(text) if self._now.section.headings else leads_on(text)

    def _begin_unnumbered(self, piece: Piece, after: Piece | None) -> None:
        lists, text, leads_to = self._now, piece.text, self._leads_to(after)
        own = next((depth for depth, level in enumerate(lists.levels) if level.unnumbered), None)
        if own is not None and own <= len(lists.open):
            lists.begin_unnumbered(own, text, piece.place, infer=False)
        elif (stem := lists.stem(text, after)) is not None:
            self._begin_bulleted(stem, piece)
        elif self._is_stem(text, leads_to):
            lists.begin_unnumbered(leads_to - 1, text, piece.place, infer=True)
        elif text.endswith((":", ";")) and (self._fresh or lists.below_heading):
            self._leads.append(piece)
        elif lists.section.headings and _may_head(piece):
            self._head(piece)
        elif self._fresh and not self._left:
            self._leads.append(piece)
        else:
            self._left.append(piece)

    def _head(self, piece: Piece) -> None:
        """Take a line for the heading of the statements that follow; one that none followed was none."""
        self._leads += [self._heading] if self._heading else []
        self._heading, self._now.heading = piece, piece.text.rstrip(" :")

    def _is_stem(self, text: str, leads_to: int) -> bool:
        """Whether a line without a number opens the list that comes next, whose own number is missing."""
        lists = self._now
        if not leads_to or leads_to - 1 > len(lists.open) or not text.endswith((":", ")")):
            return False
        above = lists.open[leads_to - 1 : leads_to]
        return bool(lists.levels[leads_to - 1].marks) and not any(each.what == "element" for each in above)

    def _leads_to(self, after: Piece | None) -> int:
        """The depth of the list whose first number comes next; 0 where none does or where it is the outermost."""
        if after is None or self._layout.opened_by(after.text):
            return 0
        for depth, level in enumerate(self._now.levels):
            if depth and any((found := mark.at_start(after.text)) and found.ordinal == 1 and not mark.distinct
                             for mark in level.numbering):  # fmt: skip
                return depth
        return 0

    # Doubts ---------------------------------------------------------------------------------------------------------

    def _list_left(self) -> None:
        """Put together what stood there side by side and was not understood, or only led in to what follows."""
        self._leads.sort(key=lambda piece: piece.place.line)
        own = [piece for piece in self._leads if not piece.text.endswith((":", ";"))]
        if len(own) >= _SEVERAL or any(map(_is_listed, self._leads)):
            self._doubt_lines(self._leads, "that no statement was made of")
        else:
            for piece in self._leads:
                self.unit.pass_over("headings and lead-ins", piece.place)
        if self._left:
            self._doubt_lines(self._left, "without a number")
        self._leads.clear()
        self._left.clear()

    def _doubt_lines(self, pieces: Sequence[Piece], how: str) -> None:
        first, last = pieces[0], pieces[-1]
        lines = f"{len(pieces)} lines, up to {last.place}," if len(pieces) > 1 else "A line"
        self._doubt(first.place, "missing", f"{lines} {how}: {first.text[:_HEADING]}", "The pack goes without.")

    def _doubt(self, place: Place, weight: Weight, what: str, done: str) -> None:
        self.doubts.append(Doubt(place, self.unit.ref, weight, what, done))


def _is_listed(piece: Piece) -> bool:
    """Whether a line bears the bullet or the number of a list."""
    return piece.bullet or bool(_NUMBER.match(piece.text))


def _may_head(piece: Piece) -> bool:
    """Whether a line may be the heading of what follows: it is short, and neither a sentence nor a list's."""
    return len(piece.text) <= _HEADING and not piece.text.endswith((".", "?")) and not _is_listed(piece)
