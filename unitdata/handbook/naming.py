"""Which unit a text is of, where its heading is missing or bears the wrong number."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from unitdata.handbook.doubts import Doubt
from unitdata.handbook.layout import Layout, plain_title
from unitdata.handbook.printed import PrintedUnit
from unitdata.handbook.spans import Span


def named(spans: Sequence[Span], layout: Layout, listed: Mapping[str, PrintedUnit]) -> Iterator[Doubt]:
    """Give each span of a unit its ref and title, and say what that rests on where it is no heading."""
    known = listed or {span.unit.ref: span.unit for span in spans if span.kind == "opened"}
    taken = {span.unit.ref for span in spans if span.kind == "opened" and (listed or span.pieces)}
    before = ""
    for number, span in enumerate(spans):
        if span.kind == "headless":
            yield _headless(span, layout, known, _between(known, taken, before, spans[number + 1 :]))
        elif span.kind == "opened" and listed:
            yield from _misnumbered(span, listed, taken)
        if span.kind != "listed":
            before = span.unit.ref or before
            taken.add(span.unit.ref)


def _headless(span: Span, layout: Layout, known: Mapping[str, PrintedUnit], between: list[PrintedUnit]) -> Doubt:
    own = {alias.replace(" ", "") for piece in span.pieces for alias in layout.facts_in("alias", piece.text)}
    by_alias = [unit for unit in known.values() if own & set(unit.facts.get("alias", ()))]
    if len(by_alias) == 1:
        unit, why = by_alias[0], "it bears the same further number as that one in the list of units"
    elif len(between) == 1:
        unit, why = between[0], "that one comes next in the list of units and has no text elsewhere"
    else:
        span.unit.ref = f"?{span.unit.place.line}"
        what = "A unit begins without a heading, and nothing tells which it is."
        return Doubt(span.unit.place, span.unit.ref, "missing", what, f"It is kept as {span.unit.ref}.")
    span.unit.ref, span.unit.title = unit.ref, unit.title
    what = "A unit begins without a heading."
    return Doubt(span.unit.place, unit.ref, "check", what, f"It was read as {unit.ref}, as {why}.")


def _between(
    known: Mapping[str, PrintedUnit], taken: set[str], before: str, later: Sequence[Span]
) -> list[PrintedUnit]:
    """The units listed between the last one printed and the next, that have no text elsewhere."""
    order = list(known.values())
    after = next((span.unit.ref for span in later if span.kind == "opened"), "")
    start = next((n for n, unit in enumerate(order) if unit.ref == before), -1)
    until = takewhile(lambda unit: unit.ref != after, order[start + 1 :])
    return [unit for unit in until if unit.ref not in taken]


def _misnumbered(span: Span, listed: Mapping[str, PrintedUnit], taken: set[str]) -> Iterator[Doubt]:
    """A heading whose title the list gives to another unit, one that is printed nowhere: the title governs."""
    title, own = plain_title(span.unit.title), listed.get(span.unit.ref)
    if own and plain_title(own.title) == title:
        return
    for unit in listed.values():
        if plain_title(unit.title) == title and unit.ref not in taken:
            what = f"The heading has the title that the list of units gives to {unit.ref}."
            yield Doubt(span.unit.place, span.unit.ref, "check", what, f"It was read as {unit.ref}.")
            span.unit.ref = unit.ref
            return
