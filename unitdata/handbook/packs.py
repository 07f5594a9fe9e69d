"""From a reading to packs: those that ship with wording added, or a qualification that does not ship, made anew."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, Literal

from rapidfuzz import fuzz

from unitdata.check import check
from unitdata.handbook.compose import compose_unit
from unitdata.handbook.doubts import Doubt, Place, Weight
from unitdata.handbook.edition import other_edition
from unitdata.handbook.extract import Document
from unitdata.handbook.front import front_of
from unitdata.handbook.layout import Layout, plain_title
from unitdata.handbook.layouts.general import LAYOUT as GENERAL
from unitdata.handbook.lines import Line
from unitdata.handbook.meet import meet_unit
from unitdata.handbook.notes import notes_of
from unitdata.handbook.phrases import on_conditions
from unitdata.handbook.printed import PrintedUnit, Reading
from unitdata.handbook.wording import cut, letters
from unitdata.pack import Knowledge, Pack, Unit, Vocabulary, Word
from unitdata.rules import find_unit
from unitdata.shelf import PinnedPack, open_shipped, read_pack, shipped
from unitdata.structure import Group

LEAST = 3
"""A document in which fewer statements are found is not taken for a qualification's."""

_ALIKE: Final = 85
"""Titles that agree to so many parts in a hundred are one title."""
_NUMBER_LENGTH: Final = 5
_WORDS: Final = {
    "learner": ("learner", "learners"),
    "unit": ("unit", "units"),
    "element": ("element", "elements"),
    "criterion": ("criterion", "criteria"),
    "requirement": ("evidence requirement", "evidence requirements"),
    "knowledge": ("knowledge", "knowledge"),
    "verifier": ("internal verifier", "internal verifiers"),
}


@dataclass(frozen=True)
class Made:
    """A pack that came out of a document.

    `shipped`: the hash of the shipped pack whose wording it adds; empty for a new qualification · `worded`: by unit,
    how many of its statements have full wording now, and how many there are · `problems`: what `check` finds.
    """

    pinned: PinnedPack
    shipped: str = ""
    worded: dict[str, tuple[int, int]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    problems: tuple[str, ...] = ()


def make_packs(
    document: Document, layout: Layout, reading: Reading, progress: Callable[[], None] = lambda: None
) -> list[Made]:
    """The packs that a document gives; none where it holds too little.

    Raises PackError when one cannot be used, ValidationError when one cannot be made, and whatever `progress`, called
    before each unit, raises to give up.
    """
    if sum(1 for unit in reading.units.values() for each in unit.all() if each.what != "scope") < LEAST:
        return []
    fitting = [(pinned, _told_by(pinned.pack, document, reading)) for pinned in map(open_shipped, shipped())]
    there = [p for p, told in fitting if told == "number"] or [p for p, told in fitting if told == "units"]
    if not there:
        return [_composed(document, layout, reading, progress)]
    known = {ref for pinned in there for ref in reading.units if find_unit(pinned.pack, ref)}
    unknown = tuple(
        Doubt(unit.place, ref, "missing", f"The qualification has no unit {ref}: {unit.title}", "It was left out.")
        for ref, unit in reading.units.items()
        if ref not in known
    )
    return [
        _met(pinned, document, layout, reading, progress, () if number else unknown)
        for number, pinned in enumerate(there)
    ]


# A qualification that ships ---------------------------------------------------------------------------------------


def _told_by(pack: Pack, document: Document, reading: Reading) -> Literal["number", "units", ""]:
    """Whether a document is one of this pack's by its number and units, by all its units alone, or not at all."""
    alike = [u for ref, u in reading.units.items() if (own := find_unit(pack, ref)) and _same_title(own, u)]
    if len(alike) >= min(len(reading.units), len(pack.units)) / 2 and _prints(document, pack.number):
        return "number"
    return "units" if len(alike) == len(reading.units) else ""


def _same_title(unit: Unit, printed: PrintedUnit) -> bool:
    """Whether a unit's title is the printed one, but for slips of the pen."""
    return fuzz.ratio(plain_title(unit.title), plain_title(printed.title)) >= _ALIKE


def _prints(document: Document, number: str) -> bool:
    """Whether a document bears a qualification's number, however it is spaced."""
    text = letters(" ".join(line.text for line in document.lines))
    parts = [n for part in re.split(r"[()]", number) if len(n := letters(part)) >= _NUMBER_LENGTH]
    return all(part in text for part in parts)


def _met(
    pinned: PinnedPack,
    document: Document,
    layout: Layout,
    reading: Reading,
    progress: Callable[[], None],
    unknown: Sequence[Doubt],
) -> Made:
    pack, doubts = pinned.pack, []
    if other := other_edition(pack.edition, document.lines):
        what = f"The document prints {cut(other, 200)}, and the pack was made from {pack.edition}."
        doubts.append(Doubt(Place(1), "", "missing", what, "Look before use: all but the wording is that edition's."))
    if not _prints(document, pack.number):
        what = f"The number {pack.number} is not printed."
        doubts.append(Doubt(Place(1), "", "check", what, f"By its units the document was taken for {pack.title}."))
    read: dict[str, PrintedUnit] = {}
    for ref, printed in reading.units.items():
        if printed.body and (own := find_unit(pack, ref)) and read.setdefault(own.ref, printed) is not printed:
            what = f"{own.ref} is printed as {read[own.ref].ref} and as {ref} too, with statements of its own."
            doubts.append(Doubt(printed.place, own.ref, "missing", what, "What stands first was taken."))
    units, worded = [], {}
    for unit in pack.units:
        progress()
        found = read.get(unit.ref)
        if found and _same_title(unit, found):
            added, said = _with_wording(unit, found, document, layout)
            units.append(added)
            doubts += said
            worded[unit.ref] = _worded(added)
        else:
            units.append(unit)
            if found or not unit.listed_only:
                what = (
                    f"The unit {unit.ref} there is {found.title!r}." if found else f"{unit.ref} was not found in full."
                )
                place = found.place if found else Place(1)
                doubts.append(Doubt(place, unit.ref, "missing", cut(what, 200), "It stands as it was."))
    full = pack.model_copy(update={"wording": "full", "read_from": document.sha, "units": tuple(units)})
    own_doubts = [doubt for doubt in reading.doubts if not doubt.unit or find_unit(pack, doubt.unit)]
    return _pinned(full, own_doubts, [*doubts, *unknown], pinned.sha, worded)


def _with_wording(unit: Unit, printed: PrintedUnit, document: Document, layout: Layout) -> tuple[Unit, Sequence[Doubt]]:
    if not unit.listed_only:
        met = meet_unit(unit, printed, _texts(printed, document))
        return met.unit, met.doubts
    added, doubts = compose_unit(printed, layout, _texts(printed, document))
    own = {name: getattr(unit, name) for name in ("ref", "aliases", "title", "level", "credit", "hours")}
    what = f"Unit {unit.ref} was only listed so far."
    read_in = Doubt(printed.place, unit.ref, "check", what, "Its statements were read in; its figures stay.")
    return added.model_copy(update=own), [read_in, *doubts]


# A qualification that does not ship -------------------------------------------------------------------------------


def _composed(document: Document, layout: Layout, reading: Reading, progress: Callable[[], None]) -> Made:
    doubts: list[Doubt] = []

    def doubt(weight: Weight, what: str, done: str) -> None:
        doubts.append(Doubt(Place(1), "", weight, what, done))

    units = []
    for printed in reading.units.values():
        progress()
        unit, said = compose_unit(printed, layout, _texts(printed, document))
        units.append(unit)
        doubts += said
    front = front_of(document, units, {printed.place.line for printed in reading.units.values()})
    doubts += front.doubts
    body = "not named" if layout.id == GENERAL.id else layout.name
    doubt("check", "Which body awards it was not looked for.", f"It stands as “{body}”.")
    doubt("check", "The rules that make the award were not read.", "Its units stand in groups without any rule.")
    doubt("check", "Whether a witness can show performance was not looked for.", "What is seen or looked at shows it.")
    doubts += reading.rules
    pack = Pack(
        format=1,
        id=_slug(front.number or front.title),
        title=front.title,
        body=body,
        number=front.number or "not printed",
        level=front.level,
        edition=front.edition,
        wording="full",
        read_from=document.sha,
        vocabulary=_vocabulary(layout),
        groups=_groups({ref: unit.ref for ref, unit in zip(reading.units, units, strict=True)}, reading.groups),
        rules=(),
        units=_linked(units),
    )
    return _pinned(
        pack, reading.doubts, doubts, "", {unit.ref: _worded(unit) for unit in pack.units if not unit.listed_only}
    )


def _groups(refs: dict[str, str], printed: dict[str, list[str]]) -> tuple[Group, ...]:
    """The groups as printed, and one of the units that stand in none. `refs`: of all units, as printed → in the pack.

    None is mandatory: that is for a rule to say.
    """
    placed = {unit for units in printed.values() for unit in units}
    rest = [unit for unit in refs if unit not in placed]
    groups = [*printed.items(), ("Further units" if printed else "All units", rest)]
    return tuple(
        Group(id=f"group-{number}", title=cut(title, 300), mandatory=False, units=tuple(refs[unit] for unit in units))
        for number, (title, units) in enumerate(groups, 1)
        if units
    )


def _linked(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units with knowledge linked that several of them word alike: asked once, and recorded in each."""
    alike: dict[tuple[str | None, str], list[str]] = {}
    for unit in units:
        for each in unit.knowledge:
            alike.setdefault((each.text and each.text.casefold(), each.prompt), []).append(unit.full(each.ref))

    def with_links(unit: Unit, each: Knowledge) -> Knowledge:
        same = alike[each.text and each.text.casefold(), each.prompt]
        once = len({full.partition("/")[0] for full in same}) == len(same)
        others = tuple(full for full in same if full != unit.full(each.ref))
        return each.model_copy(update={"same_as": others}) if each.text and others and once else each

    return tuple(
        unit.model_copy(update={"knowledge": tuple(with_links(unit, each) for each in unit.knowledge)})
        if unit.knowledge
        else unit
        for unit in units
    )


def _vocabulary(layout: Layout) -> Vocabulary:
    words = _WORDS | dict(layout.words)
    return Vocabulary(**{name: Word(one=words[name][0], many=words[name][1]) for name in _WORDS})


def _slug(text: str) -> str:
    """An id of whole words."""
    slug = cut(re.sub(r"[^a-z0-9]+", " ", text.casefold()), 40).rstrip("…").replace(" ", "-") or "handbook"
    return f"{slug[:35]}-read" if slug in shipped() else slug


# Both -------------------------------------------------------------------------------------------------------------


def _texts(printed: PrintedUnit, document: Document) -> list[str]:
    """All a unit says: its statements, and the lines that were passed over."""
    passed = sorted({number for lines in printed.passed.values() for number in lines.numbers})
    return [each.text for each in printed.all() if not each.guidance or on_conditions(each.text)] + [
        line.text for number in passed for line in _numbered(document, number)
    ]


def _numbered(document: Document, number: int) -> Sequence[Line]:
    """The lines of this number: one printed line may hold two."""
    first, after = (find(document.lines, number, key=attrgetter("number")) for find in (bisect_left, bisect_right))
    return document.lines[first:after]


def _worded(unit: Unit) -> tuple[int, int]:
    """How many statements have full wording, of how many; an element judged as a whole has its title."""
    whole = {element.ref for element in unit.judged_whole}
    texts = [statement.text for ref, statement in unit.statements.items() if ref not in whole]
    return sum(map(bool, texts)), len(texts)


def _pinned(
    pack: Pack, read: Sequence[Doubt], doubts: Sequence[Doubt], origin: str, worded: dict[str, tuple[int, int]]
) -> Made:
    """The pack with what stays open in its notes. `read`: the doubts of the reading that are about it."""
    open_points = notes_of([*doubts, *read], list(pack.unit))
    pack = pack.model_copy(update={"notes": (*pack.notes, *open_points)})
    data = pack.model_dump_json(exclude_unset=True, exclude_none=True, indent=1).encode() + b"\n"
    pinned = read_pack(data)
    return Made(pinned, origin, worded, tuple(doubts), tuple(check(pinned.pack)))
