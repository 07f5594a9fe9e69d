"""A document's lines read by a layout: where each unit stands, what is only listed, and what disagrees."""

from collections.abc import Iterator, Sequence

from unitdata.handbook.body import Body
from unitdata.handbook.compare import compared_outline, compared_title, figures_compared, looked_over
from unitdata.handbook.doubts import Doubt
from unitdata.handbook.layout import Layout, Level, Section, plain_title
from unitdata.handbook.lines import Line
from unitdata.handbook.naming import named
from unitdata.handbook.pieces import pieces
from unitdata.handbook.printed import Printed, PrintedUnit, Reading
from unitdata.handbook.spans import Span, spans


def read_document(lines: Sequence[Line], layout: Layout) -> Reading:
    """Every unit that the lines print or list, by this layout."""
    reading = Reading()
    listed: dict[str, PrintedUnit] = {}
    printed: dict[str, PrintedUnit] = {}
    outlines: dict[str, list[list[Printed]]] = {}
    found = list(spans(list(pieces(lines)), layout))
    for span in found:
        if span.kind == "listed":
            _outline(span, layout)
            outlines.setdefault(span.unit.ref, []).append(span.unit.outline)
            _add_facts(listed.setdefault(span.unit.ref, span.unit), span.unit)
    reading.doubts += named(found, layout, listed)
    in_lists = bool(listed)
    bodies = [_read(span, layout) for span in found if span.kind in ("opened", "headless")]
    summaries: list[PrintedUnit] = []
    full = {body.unit.ref for body in bodies if body.unit.body and not _only_announces(body.unit)}
    for body in bodies:
        unit, announces = body.unit, body.unit.ref in full and _only_announces(body.unit)
        outlines.setdefault(unit.ref, []).append(unit.outline)
        if (announces or not unit.body) and (unit.ref in listed or not in_lists):
            _add_facts(listed.setdefault(unit.ref, unit), unit)
        if announces:
            summaries.append(unit)
        elif unit.ref in printed and _says_nothing_new(unit, printed[unit.ref]):
            continue
        elif unit.body:
            reading.doubts += [*body.doubts, *_joined(printed.setdefault(unit.ref, unit), unit)]
        elif body.understood:
            reading.doubts.append(_not_understood(unit))
    for unit in summaries:
        if not _says_nothing_new(unit, printed[unit.ref]):
            outlines[unit.ref].append(unit.body)
    reading.units = {**listed, **printed}
    for unit in reading.units.values():
        reading.doubts += _checked(unit, listed.get(unit.ref), outlines.get(unit.ref, []), layout)
    reading.doubts += _unlisted([unit for ref, unit in printed.items() if in_lists and ref not in listed])
    reading.doubts.sort(key=lambda doubt: doubt.place.line)
    return reading


def _outline(span: Span, layout: Layout) -> None:
    """Read the elements that a list names for a unit."""
    if layout.outline:
        level = Level("element", (layout.outline,), layout.outline.replace("{element}.", ""))
        body = Body(layout, span.unit, Section("list of units", levels=(level,), outline=True))
        body.read(span.pieces)
        span.unit.passed.clear()


def _read(span: Span, layout: Layout) -> Body:
    body = Body(layout, span.unit)
    body.read(span.pieces)
    return body


def _only_announces(unit: PrintedUnit) -> bool:
    """Whether nothing but the headings of elements stands there, as in a summary of the units."""
    return bool(unit.body) and all(each.what == "element" for each in unit.all())


def _says_nothing_new(unit: PrintedUnit, known: PrintedUnit) -> bool:
    """Whether all its statements are printed elsewhere too, as on a page that only names an element."""
    said = {each.ref: plain_title(each.text) for each in known.all()}
    return all(said.get(each.ref) == plain_title(each.text) for each in unit.all())


def _joined(known: PrintedUnit, unit: PrintedUnit) -> Iterator[Doubt]:
    """Add what a further part of the document prints of a unit."""
    if known is unit:
        return
    there = {each.ref for each in known.all()}
    again = [each for each in unit.all() if each.ref in there]
    if again:
        yield Doubt(unit.place, unit.ref, "check", f"{len(again)} statements of this unit are printed a second time, "
                    f"from {again[0].ref} on.", "What stands first was taken.")  # fmt: skip
    known.body += [top for top in unit.body if top.ref not in there]
    _add_facts(known, unit)
    for name, passed in unit.passed.items():
        known.passed.setdefault(f"{name} ({unit.place})" if name in known.passed else name, passed)


def _add_facts(known: PrintedUnit, unit: PrintedUnit) -> None:
    for fact, said in unit.facts.items() if known is not unit else ():
        there = known.facts.setdefault(fact, [])
        there += [figure for figure in said if figure not in there]


def _not_understood(unit: PrintedUnit) -> Doubt:
    what = "Nothing below this unit's headings was understood."
    return Doubt(unit.place, unit.ref, "missing", what, "The pack only lists the unit.")


def _checked(
    unit: PrintedUnit, listed: PrintedUnit | None, outlines: list[list[Printed]], layout: Layout
) -> Iterator[Doubt]:
    """Doubts about a unit as a whole; what only a list says of it is taken over."""
    announced = [outline for outline in outlines if outline]
    if layout.elements_listed:
        _add_elements(unit, announced)
    yield from figures_compared(unit, listed)
    if not unit.body:
        return
    for outline in announced:
        yield from compared_outline(unit, outline)
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
