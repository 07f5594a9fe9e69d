"""Which unit a text is of, where its heading is missing or bears the wrong number."""

from collections.abc import Iterator, Mapping, Sequence

from unitdata.handbook.doubts import Doubt
from unitdata.handbook.layout import Layout, plain_title
from unitdata.handbook.printed import PrintedUnit
from unitdata.handbook.spans import Span

_PAGE_NUMBER = 2
"""No more pieces than these stand below a unit's title in a table of contents."""


def named(spans: Sequence[Span], layout: Layout, listed: Mapping[str, PrintedUnit]) -> Iterator[Doubt]:
    """Give each span of a unit its ref and title, and say what that rests on where it is no heading."""
    known = listed or {span.unit.ref: span.unit for span in spans if span.kind == "opened"}
    printed = {span.unit.ref for span in spans if span.kind == "opened" and len(span.pieces) > _PAGE_NUMBER}
    by_alias = _only(dict.fromkeys(unit.facts.get("alias", ()), unit) for unit in known.values())
    by_title = _only({plain_title(unit.title): unit} for unit in listed.values())
    following = {a.ref: b for a, b in zip(known.values(), list(known.values())[1:], strict=False)}
    before = ""
    for span in spans:
        if span.kind == "headless":
            own = (alias for piece in span.pieces for alias in layout.facts_in("alias", piece.text))
            same = next((by_alias[alias] for alias in own if alias in by_alias), None)
            after = following.get(before)
            yield _headless(span, same, after if after and after.ref not in printed else None)
        elif span.kind == "opened":
            meant = by_title.get(plain_title(span.unit.title))
            if meant and meant.ref != span.unit.ref and meant.ref not in printed:
                what = f"The heading says {span.unit.ref}, with the title that the list of units gives to {meant.ref}."
                yield Doubt(span.unit.place, meant.ref, "check", what, f"It was read as {meant.ref}.")
                span.unit.ref = meant.ref
        if span.kind in ("opened", "headless"):
            before = span.unit.ref
            printed.add(before)


def _only(pairs: Iterator[dict[str, PrintedUnit]]) -> dict[str, PrintedUnit]:
    """By what only one unit bears."""
    found: dict[str, PrintedUnit] = {}
    shared = set()
    for pair in pairs:
        shared |= found.keys() & pair.keys()
        found |= pair
    return {key: unit for key, unit in found.items() if key not in shared}


def _headless(span: Span, same: PrintedUnit | None, after: PrintedUnit | None) -> Doubt:
    place, what = span.unit.place, "A unit begins without a heading."
    if unit := same or after:
        span.unit.ref, span.unit.title = unit.ref, unit.title
        why = "it bears a further number of that one" if same else "that one comes next in the list of units"
        return Doubt(place, unit.ref, "check", what, f"It was read as {unit.ref}, as {why}.")
    span.unit.ref = f"?{place.line}"
    what = "A unit begins without a heading, and nothing tells which it is."
    return Doubt(place, span.unit.ref, "missing", what, f"It is kept as {span.unit.ref}.")
