"""What a unit lacks, and where a list of units and the unit itself disagree."""

from collections.abc import Iterable, Iterator, Mapping

from unitdata.handbook.doubts import Doubt
from unitdata.handbook.layout import plain_title
from unitdata.handbook.printed import Printed, PrintedUnit
from unitdata.handbook.sentences import is_cut

_KEPT = "It is kept as it stands."
_GOVERNS = "The unit governs."


def looked_over(unit: PrintedUnit) -> Iterator[Doubt]:
    """What a unit lacks, once all of it was read."""
    elements = unit.of("element")
    elsewhere = any(element.below for element in elements)
    for statement, follows in _with_follower(unit.body):
        if statement.what == "scope":
            continue
        if not statement.text:
            what = "has no words of its own" if statement.below else "is a number without words"
            yield Doubt(statement.place, unit.ref, "check", f"{statement.ref} {what}.", _KEPT)
        elif not statement.below and _is_cut_off(statement.text, follows):
            yield Doubt(statement.place, unit.ref, "check", f"{statement.ref} ends in the middle.", _KEPT)
        if statement.what == "element" and not statement.below and elsewhere:
            yield Doubt(statement.place, unit.ref, "check", f"Element {statement.ref} has no criteria.", _KEPT)

    for beside in (unit.body, *(each.below for each in unit.all())):
        first: dict[str, str] = {}
        for each in beside:
            if each.text and not each.below and (ref := first.setdefault(plain_title(each.text), each.ref)) != each.ref:
                yield Doubt(each.place, unit.ref, "check", f"{each.ref} says word for word what {ref} says.", _KEPT)

    ordinals = [element.ordinal for element in elements]
    if gone := set(range(1, max(ordinals, default=0))) - set(ordinals):
        which = ", ".join(map(str, sorted(gone)))
        yield Doubt(unit.place, unit.ref, "missing", f"There is no element {which}.", "The pack goes without.")


def _with_follower(statements: list[Printed]) -> Iterator[tuple[Printed, bool]]:
    """Every statement, and whether another of the same list comes after it."""
    for number, statement in enumerate(statements):
        yield statement, number + 1 < len(statements)
        yield from _with_follower(statement.below)


def _is_cut_off(text: str, follows: bool) -> bool:
    """Whether a statement stops in the middle; one that another follows may end in a comma, "and" or "or"."""
    if follows and text.casefold().endswith((",", " and", " or")):
        return False
    return is_cut(text) or text.endswith(":")


def compared_headings(unit: PrintedUnit, again: Iterable[PrintedUnit]) -> Iterator[Doubt]:
    """Where a unit's number comes again with another title; each such title once."""
    known = {plain_title(unit.title), ""}
    for other in again:
        if plain_title(other.title) not in known:
            known.add(plain_title(other.title))
            what = f"The heading of {unit.ref} comes again with another title: {other.title}"
            yield Doubt(other.place, unit.ref, "check", what, "It was read as the same unit, under its first title.")


def compared_title(unit: PrintedUnit, listed: PrintedUnit, *, list_governs: bool) -> Iterator[Doubt]:
    """Where the list of units and the unit disagree on its title."""
    if plain_title(unit.title) != plain_title(listed.title):
        what = f"The list of units has it as “{listed.title}”, the unit as “{unit.title}”."
        yield Doubt(unit.place, unit.ref, "note", what, "The list governs." if list_governs else _GOVERNS)


def figures_compared(unit: PrintedUnit, listed: PrintedUnit | None) -> Iterator[Doubt]:
    """Where level, credit or hours are printed with two values, in the lists, in the unit or between them."""
    for fact in ("level", "credit", "hours"):
        here = set(unit.facts.get(fact, ())) if unit is not listed else set[str]()
        there = set(listed.facts.get(fact, ())) if listed else set[str]()
        if len(here | there) > 1:
            parts = (f"the list of units ({listed.place}) says {_all(there)}" if listed and there else "",
                     f"the unit says {_all(here)}" if here else "")  # fmt: skip
            done = _GOVERNS if len(here) == 1 else "All are kept; which holds is to be settled."
            yield Doubt(unit.place, unit.ref, "check", f"{fact.capitalize()}: {', '.join(filter(None, parts))}.", done)


def titled(unit: PrintedUnit, outlines: Iterable[list[Printed]]) -> Iterator[Doubt]:
    """Give an element without words those that an overview has for it."""
    words = {each.ref: each.text for outline in outlines for each in outline if each.text}
    for element in unit.of("element"):
        if not element.text and element.ref in words:
            element.text = words[element.ref]
            yield Doubt(element.place, unit.ref, "note", f"{element.ref} has no words of its own.",
                        f"It has those of an overview: {element.text}")  # fmt: skip


def announced_only(unit: PrintedUnit, outlines: Iterable[list[Printed]]) -> Iterator[Doubt]:
    """The elements that overviews name of a unit whose own text is not there."""
    for outline in outlines:
        named = ", ".join(f"{each.ref} {each.text}" for each in outline)
        yield Doubt(
            outline[0].place, unit.ref, "missing", f"An overview names {named}.", "The pack only lists the unit."
        )


def compared_outlines(unit: PrintedUnit, outlines: Iterable[list[Printed]]) -> Iterator[Doubt]:
    """Where an overview of its elements and the unit disagree."""
    titles = {element.ref: plain_title(element.text) for element in unit.of("element")}
    for outline in outlines:
        yield from _compared_outline(unit, titles, outline)


def _compared_outline(unit: PrintedUnit, titles: Mapping[str, str], outline: list[Printed]) -> Iterator[Doubt]:
    more = [each.ref for each in outline if each.ref not in titles]
    other = [each.ref for each in outline if titles.get(each.ref, "") not in ("", plain_title(each.text))]
    named = {each.ref for each in outline}
    fewer = [ref for ref in titles if ref not in named]
    differs = [
        f"{what} {', '.join(refs)}"
        for what, refs in (("also names", more), ("words otherwise", other), ("leaves out", fewer))
        if refs
    ]
    if differs:
        yield Doubt(outline[0].place, unit.ref, "note", f"An overview of the elements {'; '.join(differs)}.", _GOVERNS)


def _all(figures: set[str]) -> str:
    return " and ".join(sorted(figures))
