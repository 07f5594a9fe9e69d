"""A document's lines read by a layout: where each unit stands, what is only listed, and what disagrees."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from unitdata.handbook.body import Body, cut_off
from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.layout import Layout, plain_heading
from unitdata.handbook.lines import Line
from unitdata.handbook.printed import PrintedUnit, Reading


@dataclass
class _Span:
    """The lines from where a unit seems to open to where the next one does."""

    unit: PrintedUnit
    lines: list[Line] = field(default_factory=list)


def read_document(lines: Sequence[Line], layout: Layout) -> Reading:
    """Every unit that the lines print or list, by this layout."""
    reading = Reading()
    listed: dict[str, PrintedUnit] = {}
    bodies: dict[str, Body] = {}
    for span in _spans(lines, layout):
        if span.unit.ref:
            body = _read(span, layout)
            if len(list(_statements(body))) > len(list(_statements(bodies.get(span.unit.ref)))):
                bodies[span.unit.ref] = body
        for line in span.lines:
            _listed(line, layout, listed)
    for ref, unit in listed.items():
        reading.units[ref] = unit
    for ref, body in bodies.items():
        known = listed.get(ref)
        reading.units[ref] = body.unit
        reading.doubts += [*body.doubts, *_looked_over(body.unit), *(_compared(body.unit, known) if known else ())]
        if known:
            _add_facts(body.unit, known)
    return reading


def _spans(lines: Sequence[Line], layout: Layout) -> Iterator[_Span]:
    """The document cut where units open; pages of one unit that repeat its heading stay together."""
    span = _Span(PrintedUnit("", "", Place(1)))
    untitled = False
    for line in lines:
        opened = _opening(line, layout)
        if opened and opened.ref != span.unit.ref:
            yield span
            span, untitled = _Span(opened), not opened.title
        elif span.unit.ref and _ends(line, layout):
            yield span
            span = _Span(PrintedUnit("", "", Place(line.number, line.page)), [line])
        elif untitled and line.text:
            span.unit.title, untitled = line.text, False
        elif not opened:
            span.lines.append(line)
    yield span


def _opening(line: Line, layout: Layout) -> PrintedUnit | None:
    """The unit that a line opens."""
    for pattern in layout.unit:
        if found := re.fullmatch(pattern, line.text, re.IGNORECASE):
            said = found.groupdict()
            facts = {name: [said[name]] for name in ("alias",) if said.get(name)}
            title = (said.get("title") or "").strip()
            return PrintedUnit(said["ref"].upper(), title, Place(line.number, line.page), facts)
    return None


def _ends(line: Line, layout: Layout) -> bool:
    """Whether no unit goes on after a line."""
    return any(re.fullmatch(each, line.text, re.IGNORECASE) for each in layout.ends)


def _read(span: _Span, layout: Layout) -> Body:
    body = Body(layout, span.unit)
    for line in span.lines:
        body.read(line)
    body.finish()
    return body


def _statements(body: Body | None) -> Iterator[object]:
    for top in body.unit.body if body else ():
        yield from top.all()


def _listed(line: Line, layout: Layout, listed: dict[str, PrintedUnit]) -> None:
    """Note a unit or an element that a table or list outside the units names."""
    text = "\t".join(line.cells).strip("\t")
    for pattern in layout.listed:
        if found := re.fullmatch(pattern, text, re.IGNORECASE):
            said = found.groupdict()
            unit = listed.setdefault(
                said["ref"].upper(), PrintedUnit(said["ref"].upper(), said["title"].strip(), _place(line))
            )
            for name in ("alias", "level", "credit", "hours"):
                if said.get(name):
                    unit.facts.setdefault(name, []).append(said[name])
            return
    for pattern in layout.outline:
        if (found := re.fullmatch(pattern, text, re.IGNORECASE)) and found["unit"].upper() in listed:
            listed[found["unit"].upper()].outline.setdefault(found["n"], found["title"].strip())


def _place(line: Line) -> Place:
    return Place(line.number, line.page)


def _looked_over(unit: PrintedUnit) -> Iterator[Doubt]:
    """What a unit lacks, once all of it was read."""
    for element in unit.of("element"):
        if not element.text:
            yield Doubt(element.place, unit.ref, "check", f"Element {element.ref} has no title.", "It is kept without.")
        if not element.below:
            yield Doubt(element.place, unit.ref, "check", f"Element {element.ref} has no criteria.", "It is kept.")
    for statement in [each for top in unit.body for each in top.all() if each.what not in ("element", "scope")]:
        if not statement.text:
            what = "has no words of its own" if statement.below else "is a number without words"
            yield Doubt(statement.place, unit.ref, "check", f"{statement.ref} {what}.", "It is kept as it stands.")
        elif cut_off(statement):
            yield Doubt(
                statement.place, unit.ref, "check", f"{statement.ref} ends in the middle.", "It is kept as it stands."
            )


def _compared(unit: PrintedUnit, listed: PrintedUnit) -> Iterator[Doubt]:
    """Where the list of units and the unit itself disagree: the unit governs."""
    done = "The unit governs."
    if plain_heading(unit.title) != plain_heading(listed.title):
        yield Doubt(listed.place, unit.ref, "note", f"A list calls it {listed.title!r}, the unit {unit.title!r}.", done)
    for fact in unit.facts.keys() & listed.facts.keys() - {"alias"}:
        if set(unit.facts[fact]) != set(listed.facts[fact]):
            both = f"A list says {', '.join(listed.facts[fact])}, the unit {', '.join(dict.fromkeys(unit.facts[fact]))}."
            yield Doubt(listed.place, unit.ref, "check", f"{fact.capitalize()}: {both}", done)
    titles = {str(element.ordinal): element.text for element in unit.of("element")}
    for number, title in listed.outline.items():
        if number not in titles:
            yield Doubt(listed.place, unit.ref, "note", f"A list names an element {number}; the unit has none.", done)
        elif plain_heading(titles[number]) != plain_heading(title):
            yield Doubt(listed.place, unit.ref, "note", f"A list words the title of element {number} otherwise.", done)


def _add_facts(unit: PrintedUnit, listed: PrintedUnit) -> None:
    """Take over what only the list says, and the title as it is set there where the unit's is in capitals."""
    for fact, said in listed.facts.items():
        unit.facts.setdefault(fact, []).extend(said)
    if unit.title.isupper() and plain_heading(unit.title) == plain_heading(listed.title):
        unit.title = listed.title
