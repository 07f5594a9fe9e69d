"""A document's lines read by a layout: where each unit stands, what is only listed, and what disagrees."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from unitdata.handbook.award import grouped, likely_rules
from unitdata.handbook.body import Body
from unitdata.handbook.compare import (
    announced_only,
    compared_headings,
    compared_outlines,
    compared_title,
    figures_compared,
    looked_over,
    titled,
)
from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.layout import Layout, Level, Section, plain_title
from unitdata.handbook.lines import Line
from unitdata.handbook.naming import named
from unitdata.handbook.pieces import pieces
from unitdata.handbook.printed import Printed, PrintedUnit, Reading
from unitdata.handbook.spans import Span, spans


def read_document(lines: Sequence[Line], layout: Layout, *, progress: Callable[[], None] = lambda: None) -> Reading:
    """Every unit that the lines print or list, by this layout.

    `progress` is called as each is found, and as it is read; what it raises, to give up, comes through.
    """
    document = _Document(layout)
    found: list[Span] = []
    for span in spans(list(pieces(lines)), layout):
        progress()
        found.append(span)
        if span.kind == "listed":
            _outline(span, layout)
            document.note_listed(span.unit)
    document.doubts += named(found, layout, document.listed)
    for span in found:
        document.doubts += compared_headings(span.unit, span.again)
    bodies = [_read(span, layout, progress) for span in found if span.kind in ("opened", "headless")]
    document.doubts += _interrupted(found, bodies)
    document.take(bodies)
    reading = document.reading()
    reading.groups, reading.rules = grouped(found, layout), list(likely_rules(found))
    return reading


def _interrupted(found: Sequence[Span], bodies: Iterable[Body]) -> Iterator[Doubt]:
    """Where a row as of a list of units, or a line as behind the last one, stands in the middle of one and ends it."""
    inside, following = None, iter(bodies)
    for span in found:
        if span.kind in ("opened", "headless"):
            inside = next(following)
        elif inside and (span.kind == "listed" or inside.goes_on_in(span.pieces)):
            last = span.pieces[-1].place if span.pieces else span.unit.place
            lines = f"{len(span.pieces) + 1} lines, up to {last},"
            why = f"as of a list of units: {span.unit.ref}" if span.kind == "listed" else "as behind the units:"
            what = f"{lines} {why} {span.unit.title}"
            yield Doubt(span.unit.place, inside.unit.ref, "missing", what, "They were not read as this unit's.")
        if span.kind == "outside":
            inside = None


class _Document:
    """What was read of a document. `listed`: units as lists name them · `printed`: units whose text is there."""

    def __init__(self, layout: Layout) -> None:
        self.listed: dict[str, PrintedUnit] = {}
        self.doubts: list[Doubt] = []
        self._printed: dict[str, PrintedUnit] = {}
        self._there: defaultdict[str, dict[str, Printed]] = defaultdict(dict)
        """The statements of the units that are printed, by their refs."""
        self._outlines: defaultdict[str, list[list[Printed]]] = defaultdict(list)
        self._layout = layout
        self._in_lists = False
        self._order: list[str] = []
        self._unknown: dict[str, Place] = {}

    def note_listed(self, unit: PrintedUnit) -> None:
        """Note a unit as a list names it."""
        _add_facts(self.listed.setdefault(unit.ref, unit), unit)
        self._outlines[unit.ref].append(unit.outline)

    def take(self, bodies: Sequence[Body]) -> None:
        """Take in all that stands below the headings of units; some only name a unit, or its elements."""
        self._in_lists = bool(self.listed)
        self._order = [*self.listed, *(body.unit.ref for body in bodies)]
        full = {body.unit.ref for body in bodies if body.unit.body and not _only_announces(body.unit)}
        rest: list[Body] = []
        for body in bodies:
            unit = body.unit
            if unit.body and not (unit.ref in full and _only_announces(unit)):
                self._print(body)
                continue
            rest.append(body)
            if not unit.body and (unit.ref in self.listed or not self._in_lists):
                self.note_listed(unit)
            elif not unit.body:
                self._outlines[unit.ref].append(unit.outline)
            if body.understood and not unit.body:
                what = "Nothing below this unit's headings was understood."
                self.doubts.append(Doubt(unit.place, unit.ref, "missing", what, "The pack only lists the unit."))
        for body in rest:
            self._look_at_rest(body)
        if self._unknown:
            what = f"No list of units has these, nor do statements stand below them: {', '.join(self._unknown)}"
            first = next(iter(self._unknown.values()))
            self.doubts.append(Doubt(first, "", "note", what, "They were not taken for units."))

    def _look_at_rest(self, body: Body) -> None:
        """What stands below a heading that only names a unit, or its elements, and is printed elsewhere or nowhere."""
        unit = body.unit
        if known := self._printed.get(unit.ref) or self.listed.get(unit.ref):
            self._keep_rest(known, body)
            if unit.body:
                self._outlines[known.ref].append(unit.outline)
                if not _says_nothing_new(unit, self._there[known.ref]):
                    self._outlines[known.ref].append(unit.body)
        else:
            below = [passed.last for passed in unit.passed.values()] + [each.place for each in unit.outline]
            last = max(below, key=lambda place: place.line, default=unit.place)
            self._unknown[f"{unit.ref} {unit.title} ({unit.place} to {last})"] = unit.place
            self.doubts += [doubt for doubt in body.doubts if doubt.weight == "missing"]

    def _print(self, body: Body) -> None:
        known = self._printed.setdefault(body.unit.ref, body.unit)
        self._outlines[known.ref].append(body.unit.outline)
        there = self._there[known.ref]
        if known is body.unit:
            self.doubts += body.doubts
        elif _says_nothing_new(body.unit, there):
            self._keep_rest(known, body)
        else:
            self.doubts += [*body.doubts, *_joined(known, body.unit, there)]
        for each in body.unit.all():
            there.setdefault(each.ref, each)

    def _keep_rest(self, known: PrintedUnit, body: Body) -> None:
        """Of a part of a unit whose statements stand elsewhere, what is none: lines passed over or not understood."""
        if known is not body.unit:
            _add_passed(known, body.unit)
            self.doubts += compared_headings(known, [body.unit])
        self.doubts += [doubt for doubt in body.doubts if doubt.weight == "missing"]

    def reading(self) -> Reading:
        """All of it, looked over and compared."""
        found = {**self.listed, **self._printed}
        units = {ref: found[ref] for ref in dict.fromkeys((*self._order, *found)) if ref in found}
        for ref, unit in units.items():
            unit.outline = [each for outline in self._outlines[ref] for each in outline]
            self.doubts += _checked(unit, self.listed.get(ref), self._outlines[ref], self._layout)
        self.doubts += _unlisted([u for u in self._printed.values() if self._in_lists and u.ref not in self.listed])
        return Reading(units, sorted(self.doubts, key=lambda doubt: doubt.place.line))


def _outline(span: Span, layout: Layout) -> None:
    """Read the elements that a list names for a unit."""
    if layout.outline:
        level = Level("element", (layout.outline,), layout.outline.replace("{element}.", ""))
        body = Body(layout, span.unit, Section("list of units", levels=(level,), outline=True))
        body.read(span.pieces)
        span.unit.passed.clear()


def _read(span: Span, layout: Layout, progress: Callable[[], None]) -> Body:
    progress()
    body = Body(layout, span.unit)
    body.read(span.pieces)
    return body


def _only_announces(unit: PrintedUnit) -> bool:
    """Whether nothing but the headings of elements stands there, as in a summary of the units."""
    return bool(unit.body) and all(each.what == "element" for each in unit.all())


def _says_nothing_new(unit: PrintedUnit, there: Mapping[str, Printed]) -> bool:
    """Whether all its statements are printed elsewhere too, as on a page that only names an element."""
    return all(each.ref in there and plain_title(there[each.ref].text) == plain_title(each.text) for each in unit.all())


def _joined(known: PrintedUnit, unit: PrintedUnit, there: Mapping[str, Printed]) -> Iterator[Doubt]:
    """Add what a further part of the document prints of a unit, of which some may be there."""
    again = [each for each in unit.all() if each.ref in there]
    if again:
        yield Doubt(unit.place, unit.ref, "check", f"{len(again)} statements of this unit are printed a second time, "
                    f"from {again[0].ref} on.", "What stands first was taken.")  # fmt: skip
    for each in again:
        first = there[each.ref]
        if each.text and (plain_title(each.text), each.heading) != (plain_title(first.text), first.heading):
            below = f" (below “{each.heading}”)" if each.heading else ""
            what = f"{each.ref} is printed a second time, in other words: {each.text}{below}"
            yield Doubt(each.place, unit.ref, "missing", what, "What stands first was taken.")
    yield from compared_headings(known, [unit])
    _graft(known.body, unit.body, there)
    _add_facts(known, unit)
    _add_passed(known, unit)


def _graft(onto: list[Printed], more: Sequence[Printed], there: Mapping[str, Printed]) -> None:
    """Put statements that are printed elsewhere to those that are there, each below its own."""
    for each in more:
        if each.ref in there:
            _graft(there[each.ref].below, each.below, there)
        else:
            onto.append(each)


def _add_passed(known: PrintedUnit, unit: PrintedUnit) -> None:
    for name, passed in unit.passed.items():
        known.passed.setdefault(f"{name} ({unit.place})" if name in known.passed else name, passed)


def _add_facts(known: PrintedUnit, unit: PrintedUnit) -> None:
    for fact, said in unit.facts.items() if known is not unit else ():
        there = known.facts.setdefault(fact, [])
        there += [figure for figure in said if figure not in there]


def _checked(
    unit: PrintedUnit, listed: PrintedUnit | None, outlines: list[list[Printed]], layout: Layout
) -> Iterator[Doubt]:
    """Doubts about a unit as a whole; what only a list says of it is taken over."""
    announced = [outline for outline in outlines if outline]
    if layout.elements_listed:
        _add_elements(unit, announced)
    yield from figures_compared(unit, listed)
    if not unit.body:
        yield from announced_only(unit, announced)
        return
    yield from titled(unit, announced)
    yield from compared_outlines(unit, announced)
    yield from looked_over(unit)
    if listed:
        yield from compared_title(unit, listed, list_governs=layout.elements_listed)
        _take_over(unit, listed, layout)


def _unlisted(units: list[PrintedUnit]) -> Iterator[Doubt]:
    if units:
        which = ", ".join(unit.ref for unit in units)
        yield Doubt(units[0].place, "", "note", f"No list of units names these: {which}.", "They are kept.")


def _add_elements(unit: PrintedUnit, announced: list[list[Printed]]) -> None:
    known = {element.ref for element in unit.of("element")}
    for outline in announced[:1]:
        unit.body[:0] = [element for element in outline if element.ref not in known]
    unit.body.sort(key=lambda top: (top.what != "element", top.ordinal if top.what == "element" else 0))


def _take_over(unit: PrintedUnit, listed: PrintedUnit, layout: Layout) -> None:
    """Take over what only the list says, and the title as it is set there where the unit's is in capitals."""
    for fact, said in listed.facts.items():
        unit.facts.setdefault(fact, said)
    if layout.elements_listed or (unit.title.isupper() and plain_title(unit.title) == plain_title(listed.title)):
        unit.title = listed.title
