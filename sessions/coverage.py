"""What a portfolio held against one unit says: what is shown, when and by what, and what is outstanding and why."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from sessions.told import Mark
from unitdata import Requirement, Sufficiency, Unit

Standing = Literal["shown", "not yet", "partly", "not seen"]


class Shows(NamedTuple):
    """One occasion that shows a statement. `counts` is False with the reason in `why_not`."""

    mark: Mark
    signed: bool
    why_not: str = ""

    @property
    def counts(self) -> bool:
        """Whether the unit accepts it."""
        return not self.why_not


@dataclass(frozen=True)
class Cover:
    """How far one criterion or knowledge statement is shown. `open_parts`: refs of parts still open."""

    ref: str
    standing: Standing
    occasions: tuple[Shows, ...] = ()
    not_yets: tuple[Mark, ...] = ()
    open_parts: tuple[str, ...] = ()
    once_only: bool = False
    asked_about: bool = False
    """Whether it is shown by questions rather than by watching."""

    @property
    def days(self) -> tuple[date, ...]:
        """Days on which it was shown and counted, each once, in order."""
        return tuple(sorted({s.mark.day for s in self.occasions if s.counts}))

    @property
    def why(self) -> str:
        """Why it is outstanding, in a few words; empty when it is not."""
        if self.standing == "shown":
            return ""
        if self.not_yets:
            return f"not yet: {self.not_yets[-1].reason or 'no reason noted'}"
        if self.standing == "partly":
            return "partly shown"
        if self.occasions:
            return self.occasions[-1].why_not
        return "not asked" if self.asked_about else "not seen"


@dataclass(frozen=True)
class ItemCover:
    """How far an item is shown. `missing`: elements it applies to and was not shown with.

    `examples` of `wanted`: how many moments showed it, and how many the document asks for.
    """

    ref: str
    occasions: tuple[Shows, ...]
    missing: tuple[str, ...]
    examples: int
    wanted: int
    by_performance: bool
    situations: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether it was shown at all."""
        return self.examples > 0

    @property
    def done(self) -> bool:
        """Whether it was shown as often as wanted and with every element it applies to."""
        return self.examples >= self.wanted and not self.missing

    @property
    def why(self) -> str:
        """Why it is outstanding, in a few words; empty when it is not."""
        if self.done:
            return ""
        if not self.shown:
            return self.occasions[-1].why_not if self.occasions else "not seen"
        if self.missing:
            return f"not seen with {', '.join(self.missing)}"
        return f"{self.wanted - self.examples} more wanted"


@dataclass(frozen=True)
class RequirementCover:
    """How far a requirement is covered: `have` of `need`, and so many of them by performance."""

    requirement: Requirement
    items: tuple[ItemCover, ...]
    have: int
    need: int
    by_performance: int
    confirmed: bool

    @property
    def required(self) -> bool:
        """Whether it can be outstanding; guidance, and what only says what may serve, never is."""
        return self.requirement.force == "required"

    @property
    def statement(self) -> bool:
        """Whether it lists and counts nothing, so that only the assessor can confirm it."""
        return not self.requirement.items and self.requirement.need is None

    @property
    def done(self) -> bool:
        """Whether enough is covered, by the right route."""
        if self.statement:
            return self.confirmed
        return self.have >= self.need and self.by_performance >= (self.requirement.performance_need or 0)


@dataclass(frozen=True)
class Sufficient:
    """Period, customers and occasions as facts. `asked`: which of them this unit names; `confirmed`: which were."""

    first: date | None
    last: date | None
    occasions: int
    customers: int
    asked: tuple[Sufficiency, ...]
    confirmed: frozenset[str]

    @property
    def days(self) -> int:
        """Days from the first to the last occasion, both counted."""
        return (self.last - self.first).days + 1 if self.first and self.last else 0


@dataclass(frozen=True)
class Outstanding:
    """One thing still open: its ref in the unit, the element it belongs to if any, and why it is open.

    `count` is how many statements it stands for: more than one where a requirement wants so many of its items; then
    `situations` names a situation once for each open item that it suits.
    """

    ref: str
    kind: Literal["criterion", "item", "requirement", "knowledge", "confirmation"]
    why: str
    element: str | None = None
    situations: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True)
class UnitCover:
    """One unit's coverage. Keys are refs within the unit."""

    unit: Unit
    criteria: Mapping[str, Cover]
    requirements: Mapping[str, RequirementCover]
    items: Mapping[str, ItemCover]
    knowledge: Mapping[str, Cover]
    sufficient: Sufficient
    outstanding: tuple[Outstanding, ...]
    total: int
    unsigned: int

    @property
    def open(self) -> tuple[Outstanding, ...]:
        """What is still to be shown; confirmations by the assessor are not among it."""
        return tuple(o for o in self.outstanding if o.kind != "confirmation")

    @property
    def to_confirm(self) -> tuple[Outstanding, ...]:
        """What the assessor has yet to confirm."""
        return tuple(o for o in self.outstanding if o.kind == "confirmation")

    @property
    def open_count(self) -> int:
        """How many statements are still to be shown."""
        return sum(o.count for o in self.open)

    @property
    def closed(self) -> int:
        """How many of `total` statements are done."""
        return self.total - self.open_count


def what_would_close(covers: Iterable[UnitCover]) -> list[tuple[str, int, tuple[str, ...]]]:
    """Each situation that open statements name, how many it could close, and in which units; most first."""
    found: Counter[str] = Counter()
    units: dict[str, list[str]] = {}
    for cover in covers:
        for outstanding in cover.open:
            for situation, suited in Counter(outstanding.situations).items():
                found[situation] += min(outstanding.count, suited)
                if cover.unit.ref not in units.setdefault(situation, []):
                    units[situation].append(cover.unit.ref)
    return [(situation, n, tuple(units[situation])) for situation, n in found.most_common()]
