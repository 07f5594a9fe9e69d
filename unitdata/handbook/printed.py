"""What a document prints, as it was read: units and their numbered statements, before they become a pack."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.layout import What


@dataclass
class Printed:
    """A numbered statement, or a heading that others stand under.

    `numbers`: its own number and those above it, as printed, by the name of its level's mark (n, a, A, i, element) ·
    `ordinal`: its place in its run · `heading`: the free heading it stands under · `below`: what it holds.
    """

    what: What
    ref: str
    ordinal: int
    text: str
    place: Place
    heading: str = ""
    below: list["Printed"] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Take a further line of the same statement in."""
        self.text = f"{self.text} {text}".strip()

    def all(self) -> Iterator["Printed"]:
        """This and everything it holds, in printed order."""
        yield self
        for each in self.below:
            yield from each.all()


@dataclass
class PrintedUnit:
    """A unit. `body` is empty where the document only lists it. `facts`: level, credit, hours and alias, as printed.

    `passed`: the parts of its text that hold no statements, by name, with the number of lines passed over.
    """

    ref: str
    title: str
    place: Place
    facts: dict[str, list[str]] = field(default_factory=dict)
    outline: dict[str, str] = field(default_factory=dict)
    body: list[Printed] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)

    def of(self, what: What) -> list[Printed]:
        """All statements of one kind, in printed order."""
        return [each for top in self.body for each in top.all() if each.what == what]


@dataclass
class Reading:
    """All units of a document in printed order, by ref, and every doubt."""

    units: dict[str, PrintedUnit] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
