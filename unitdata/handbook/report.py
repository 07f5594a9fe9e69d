"""What reading a handbook came to: what was found in each unit, what is doubtful and why, and the packs made of it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from unitdata.handbook.doubts import Doubt, Place, alike
from unitdata.handbook.edition import other_edition
from unitdata.handbook.extract import Document
from unitdata.handbook.layout import Layout, What
from unitdata.handbook.packs import Made
from unitdata.handbook.printed import PrintedUnit, Reading

COUNTED: Final[dict[What, str]] = {
    "element": "elements",
    "criterion": "criteria",
    "requirement": "requirements",
    "item": "items",
    "knowledge": "knowledge",
    "part": "parts",
}


@dataclass(frozen=True)
class Report:
    """All there is to say about one document. `forced`: the layout was named and not recognised.

    `refused`: why no pack was made, or empty.
    """

    document: Document
    layout: Layout
    forced: bool
    reading: Reading
    packs: Sequence[Made] = ()
    refused: str = ""

    def lines(self) -> Iterator[str]:
        """The report for a person to read."""
        yield from self.opening()
        yield from ("", *_columns(self._rows()))
        passed = [f"  {unit.ref}: {said}" for unit in self.reading.units.values() for said in passed_over(unit)]
        if passed:
            yield from ("", "Passed over, as parts without statements:", *passed)
        yield from _doubts("In the document", self.reading.doubts)
        for made in self.packs:
            yield from _of_pack(made)
        if self.refused:
            yield from ("", self.refused)

    def json(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "document": {
                "name": self.document.name,
                "kind": self.document.kind,
                "sha": self.document.sha,
                "pages": self.document.pages,
                "lines": len(self.document.lines),
                "notes": list(self.document.notes),
            },
            "scheme": {"id": self.layout.id, "name": self.layout.name, "forced": self.forced},
            "units": [_unit_json(unit) for unit in self.reading.units.values()],
            "doubts": [_doubt_json(doubt) for doubt in _in_order(self.reading.doubts)],
            "packs": [_pack_json(made) for made in self.packs],
            "refused": self.refused or None,
        }

    def opening(self) -> Iterator[str]:
        """What was read, and as what."""
        document = self.document
        pages = f", {document.pages} pages" if document.pages else ""
        yield f"{document.name}: {document.kind}{pages}, {len(document.lines):,} lines"
        yield f"Read as: {self.layout.name} ({self.layout.id}{', as you said' if self.forced else ''})"
        yield from document.notes
        for pack in (made.pinned.pack for made in self.packs if made.shipped):
            if printed := other_edition(pack.edition, document.lines):
                yield f"Another edition, by its front: {printed}. The pack {pack.id} was made from {pack.edition}."

    def _rows(self) -> Iterator[Sequence[str]]:
        yield ("UNIT", "TITLE", *(name.upper() for name in COUNTED.values()))
        for unit in self.reading.units.values():
            counts = [str(count or "") for count in counts_of(unit).values()]
            yield (unit.ref, unit.title[:48], *(counts if unit.body else ["listed only"]))


def _of_pack(made: Made) -> Iterator[str]:
    pack = made.pinned.pack
    yield ""
    yield f"Pack {pack.id}: {pack.title}, {pack.number}; {made.pinned.sha}"
    yield from about(made)
    yield from _doubts("About the pack", made.doubts)
    if made.problems:
        yield from ("", "To put right in the pack:", *(f"  {problem}" for problem in made.problems))


def about(made: Made) -> Iterator[str]:
    """What a pack is to those who have the program, and which units lack some of their wording."""
    if made.shipped:
        yield "This qualification comes with the program: its prompts and questions stay, the full wording is added."
    else:
        yield "A qualification of its own: prompts, questions and conditions come from its text. Look them over."
    worded, of = (sum(each) for each in zip(*made.worded.values(), strict=True)) if made.worded else (0, 0)
    units = sum(has > 0 for has, _ in made.worded.values())  # not those whose elements are judged by their titles
    yield f"Full wording: {worded} of {of} statements in {units} unit{'s' * (units != 1)}."
    yield from (f"  {unit}: {has} of {of}" for unit, (has, of) in made.worded.items() if has != of)


def _doubts(title: str, doubts: Collection[Doubt]) -> Iterator[str]:
    """Every doubt in the order of the document, below a line that counts them by weight; alike ones in one line."""
    weights = {weight: sum(doubt.weight == weight for doubt in doubts) for weight in ("missing", "check", "note")}
    counted = ", ".join(f"{count} {weight}" for weight, count in weights.items() if count)
    yield from ("", f"{title}: {counted or 'nothing to look up'}")
    for first, *more in alike(doubts):
        places = [f"{each.place}, {each.unit}" if each.unit else str(each.place) for each in (first, *more)]
        said = f"{first.what} {first.done}"
        yield f"  [{first.weight}] {said} ({'; '.join(places)})" if more else f"  [{first.weight}] {places[0]}: {said}"


def _in_order(doubts: Iterable[Doubt]) -> list[Doubt]:
    return sorted(doubts, key=lambda doubt: doubt.place.line)


def counts_of(unit: PrintedUnit) -> dict[str, int]:
    """How much of each kind was found in a unit, by the words of `COUNTED`."""
    return {name: len(unit.of(what)) for what, name in COUNTED.items()}


def passed_over(unit: PrintedUnit) -> Iterator[str]:
    """Which parts of a unit hold no statements, and where they stand."""
    for name, passed in unit.passed.items():
        end = f" to {passed.last}" if str(passed.last) != str(passed.first) else ""
        yield f"{name}, {passed.lines} line{'s' * (passed.lines > 1)}, {passed.first}{end}"


def _columns(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    lines = list(rows)
    widths = [max(len(row[n]) for row in lines if n + 1 < len(row)) for n in range(len(lines[0]) - 1)] + [0]
    for row in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()


def _unit_json(unit: PrintedUnit) -> dict[str, Any]:
    passed = {
        name: {"lines": passed.lines, "first": _place_json(passed.first), "last": _place_json(passed.last)}
        for name, passed in unit.passed.items()
    }
    return {
        "ref": unit.ref,
        "title": unit.title,
        **_place_json(unit.place),
        "listed_only": not unit.body,
        **counts_of(unit),
        "passed_over": passed,
    }


def _pack_json(made: Made) -> dict[str, Any]:
    pack = made.pinned.pack
    return {
        "id": pack.id,
        "sha": made.pinned.sha,
        "title": pack.title,
        "number": pack.number,
        "shipped": made.shipped or None,
        "wording": {unit: {"worded": has, "statements": of} for unit, (has, of) in made.worded.items()},
        "doubts": [_doubt_json(doubt) for doubt in _in_order(made.doubts)],
        "problems": list(made.problems),
    }


def _doubt_json(doubt: Doubt) -> dict[str, Any]:
    said = {"unit": doubt.unit or None, "weight": doubt.weight, "what": doubt.what, "done": doubt.done}
    return {**_place_json(doubt.place), **said}


def _place_json(place: Place) -> dict[str, Any]:
    return {"line": place.line, "page": place.page}
