"""What the first pages of a document say of the qualification: its title, number, level and edition."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.extract import Document
from unitdata.handbook.wording import cut, plain
from unitdata.pack import Unit

_LINES: Final = 80
_TOP: Final = Place(1)
_NUMBERS: Final = (
    r"\b\d{3}/\d{4}/[\dX]\b",
    r"\b(?!(?:ISO|IEC|BS|EN)\d)[A-Z]{2,4}\d{3,6}(?:-\d{2})?\b",
    r"\b\d{4}-\d{2}\b",
    r"\((\d{5})\)",
)
_YEARS: Final = re.compile(r"((?:19|20)\d\d)-(\d\d)")
_TITLE: Final = re.compile(r"\b(?:level|nvq|svq|cvq|diploma|certificate|award|qualification)\b", re.I)
_LEVEL: Final = re.compile(r"(?<!entry )\blevels?\s+(\d)\b", re.I)
_LEVELS: Final = re.compile(
    r"(?<!entry )\b(?:levels?|[ns]?vq)\s+(\d)\b(?:\s*(?:and|or|to|&|/|,|-|–)\s*(?:level\s+)?(\d)\b)?", re.I
)
_EDITION: Final = re.compile(r"\b(?:version|issue|edition)\s+\d[\d.]{0,15}", re.I)


@dataclass(frozen=True)
class Front:
    """A qualification by its first pages; `number` is empty where none was found."""

    title: str
    number: str
    level: int
    edition: str
    doubts: Sequence[Doubt]


def front_of(document: Document, units: Sequence[Unit], opening: Container[int]) -> Front:
    """What a document says of itself. `opening`: numbers of the lines that units open with, and whose numbers are."""
    doubts: list[Doubt] = []

    def doubt(what: str, done: str, place: Place = _TOP) -> None:
        doubts.append(Doubt(place, "", "check", what, done))

    lines = [(Place(line.number, line.page), text) for line in document.lines[:_LINES] if (text := plain(line.text))]
    outside = [(place, text) for place, text in lines if place.line not in opening]
    title = _title([text for _, text in lines])
    if not title:
        title = cut(document.name.rpartition(".")[0] or document.name, 120)
        doubt("No line reads like the qualification's title.", f"The file's name stands for it: {title}.")
    place, number, line = next(_numbers(outside), (_TOP, "", ""))
    if number:
        doubt(f"{number} stands in “{cut(line, 300)}”.", "It was taken for the qualification's number.", place)
    else:
        doubt("No number of the qualification was found.", "It stands as “not printed”.")
    levels = Counter(unit.level for unit in units if unit.level is not None)
    found = _LEVEL.search(title)
    level = int(found[1]) if found else max(levels, key=levels.__getitem__, default=0)
    named = list(dict.fromkeys(each for found in _LEVELS.finditer(title) for each in found.groups() if each))
    if not found:
        doubt("The title names no level.", f"It stands as level {level}.")
    elif len(named) > 1:
        doubt(f"The title names {' and '.join(named)} as levels: “{title}”.", f"It stands as level {level}.")
    edition = next((f[0] for _, text in lines if (f := _EDITION.search(text))), "undated").removeprefix("Edition ")
    return Front(cut(title, 300), number, level, edition, doubts)


def _title(front: Sequence[str]) -> str:
    """The line of a document's front that reads most like a qualification's title."""
    likely = [text for text in front if len(text) <= 120 and _TITLE.search(text)]
    return next((text for text in likely if _LEVEL.search(text)), next(iter(likely), ""))


def _numbers(lines: Sequence[tuple[Place, str]]) -> Iterator[tuple[Place, str, str]]:
    """What may be the qualification's number, likeliest first, and the line it stands in; a year of study is none."""
    for pattern in _NUMBERS:
        for place, text in lines:
            for found in re.finditer(pattern, text):
                number = found[found.lastindex or 0]
                years = _YEARS.fullmatch(number)
                if not years or int(years[2]) != (int(years[1]) + 1) % 100:
                    yield place, number, text
