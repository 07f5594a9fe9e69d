"""What a document prints, as it was read: units and their numbered statements, before they become a pack."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.layout import What


@dataclass
class Printed:
    """A numbered statement, or a heading that others stand under.

    `ref`: its name in a pack, unique in its unit · `ordinal`: its place in its run, from 1 · `heading`: the free
    heading it stands under · `also`: the further elements, by number, to which it says it applies ·
    `below`: what it holds · `guidance`: whether it is printed as help alone.
    """

    what: What
    ref: str
    ordinal: int
    text: str
    place: Place
    heading: str = ""
    also: tuple[int, ...] = ()
    below: list["Printed"] = field(default_factory=list)
    guidance: bool = False

    def add(self, text: str) -> None:
        """Take a further line of the same statement in."""
        self.text = f"{self.text} {text}".strip()

    def all(self) -> Iterator["Printed"]:
        """This and everything it holds, in printed order."""
        yield self
        for each in self.below:
            yield from each.all()


@dataclass
class Passed:
    """Lines of a unit that hold no statements: where they begin and end, how many they are, and their numbers."""

    first: Place
    last: Place
    lines: int = 1
    numbers: set[int] = field(default_factory=set)


@dataclass
class PrintedUnit:
    """A unit. `body` is empty where the document only lists it.

    `facts`: level, credit, hours and alias, each as printed, perhaps several times · `outline`: the elements as
    overviews name them · `passed`: the parts of its text that hold no statements, by name.
    """

    ref: str
    title: str
    place: Place
    facts: dict[str, list[str]] = field(default_factory=dict)
    outline: list[Printed] = field(default_factory=list)
    body: list[Printed] = field(default_factory=list)
    passed: dict[str, Passed] = field(default_factory=dict)

    def all(self) -> Iterator[Printed]:
        """Every statement, in printed order."""
        for top in self.body:
            yield from top.all()

    def of(self, what: What) -> list[Printed]:
        """All statements of one kind, in printed order."""
        return [each for each in self.all() if each.what == what]

    def pass_over(self, name: str, place: Place) -> None:
        """Count a line that holds no statement."""
        passed = self.passed.setdefault(name, Passed(place, place, 0))
        passed.first, *_, passed.last = sorted((passed.first, place, passed.last), key=lambda each: each.line)
        passed.lines += 1
        passed.numbers.add(place.line)


@dataclass
class Reading:
    """All units of a document by ref, the listed ones first, as printed, and every doubt.

    `groups`: refs of units by the title of the group they are listed in · `rules`: what may be a rule of the award.
    """

    units: dict[str, PrintedUnit] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    rules: list[Doubt] = field(default_factory=list)
