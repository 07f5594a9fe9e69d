"""Which choices of units make the award, by the pack's own structure rules."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from unitdata.pack import AllOf, CreditsFrom, Group, Imports, OneFromEach, Pack, Rule, Unit, UnitsFrom

Said = Literal["chosen", "achieved"]


@dataclass(frozen=True)
class Ruling:
    """One rule against a choice: the rule's kind ("structure": no unit from outside), and a sentence with figures."""

    rule: str
    met: bool
    message: str


@dataclass(frozen=True)
class Choice:
    """A judged choice of units. `credits` by level; units without a printed level stand under None."""

    rulings: tuple[Ruling, ...]
    units: int
    credits: dict[int | None, int]

    @property
    def unmet(self) -> tuple[Ruling, ...]:
        """The rules that the choice breaks."""
        return tuple(ruling for ruling in self.rulings if not ruling.met)

    @property
    def valid(self) -> bool:
        """The units make the award."""
        return not self.unmet


def evaluate(pack: Pack, units: Collection[str], said: Said = "chosen") -> Choice:
    """Judge a choice of units, or those achieved, by ref; one named twice counts once. Rules in the pack's order."""
    return _Judge(pack, frozenset(units), said).choice()


class _Judge:
    """One choice held against the rules of a pack."""

    def __init__(self, pack: Pack, units: frozenset[str], said: Said) -> None:
        self.pack = pack
        self.groups = {group.id: group for group in pack.groups}
        self.offered = {ref for group in pack.groups for ref in group.units}
        self.taken = units & self.offered
        self.outside = sorted(units - self.offered)
        self.said = said

    def choice(self) -> Choice:
        rulings = [self.ruling(rule) for rule in self.pack.rules]
        if self.outside:
            rulings.insert(0, Ruling("structure", False, f"Not in this qualification: {', '.join(self.outside)}."))
        counted = self.units(self.offered)
        credit: dict[int | None, int] = {}
        for unit in counted:
            credit[unit.level] = credit.get(unit.level, 0) + (unit.credit or 0)
        return Choice(tuple(rulings), len(self.taken), credit)

    def ruling(self, rule: Rule) -> Ruling:
        match rule:
            case AllOf():
                met, message = self.all_of(rule)
            case OneFromEach():
                met, message = self.one_from_each(rule)
            case UnitsFrom():
                met, message = self.units_from(rule)
            case CreditsFrom():
                met, message = self.credits_from(rule)
            case Imports():
                met, message = self.imports(rule)
        return Ruling(rule.rule, met, message)

    def all_of(self, rule: AllOf) -> tuple[bool, str]:
        wanted = self.refs(rule.groups)
        missing = [ref for ref in wanted if ref not in self.taken]
        where = " and ".join(group.title for group in self.named(rule.groups))
        if not missing:
            return True, f"{where}: all {len(wanted)} {self.said}."
        return (
            False,
            f"{where}: {len(wanted) - len(missing)} of {len(wanted)} {self.said}; missing {', '.join(missing)}.",
        )

    def one_from_each(self, rule: OneFromEach) -> tuple[bool, str]:
        bare = [group.title for group in self.named(rule.groups) if self.taken.isdisjoint(group.units)]
        if not bare:
            return True, f"At least one unit from each of the {len(rule.groups)} optional groups {self.said}."
        return False, f"At least one unit needed from each optional group; none {self.said} from {_and(bare)}."

    def units_from(self, rule: UnitsFrom) -> tuple[bool, str]:
        units = [u for u in self.units(self.refs(rule.groups)) if self.at(u, rule.level, rule.above)]
        count, kind = len(units), self.kind(rule.level, rule.above)
        noun = "unit" if (rule.least or rule.most) == 1 else "units"
        wanted = f"At least {rule.least} {noun}{kind}" if rule.least else f"At most {rule.most} {noun}{kind}"
        where = self.where(rule.groups)
        if count < rule.least:
            return False, f"{wanted} needed {where}, {count} {self.said}."
        if rule.most is not None and count > rule.most:
            return False, f"At most {rule.most} {noun}{kind} allowed {where}, {count} {self.said}."
        return True, f"{wanted} {where}: {count} {self.said}."

    def credits_from(self, rule: CreditsFrom) -> tuple[bool, str]:
        units = [u for u in self.units(self.refs(rule.groups)) if self.at(u, rule.level, None)]
        count, kind = sum(unit.credit or 0 for unit in units), self.kind(rule.level, None)
        where = self.where(rule.groups)
        if count < rule.least:
            return False, f"{rule.least} credits{kind} needed {where}, {count} {self.said}."
        return True, f"{rule.least} credits{kind} {where}: {count} {self.said}."

    def imports(self, rule: Imports) -> tuple[bool, str]:
        taken = [ref for ref in rule.units if ref in self.taken]
        if len(taken) > rule.most:
            return False, f"At most {rule.most} units from {rule.source}, {len(taken)} {self.said}: {', '.join(taken)}."
        return True, f"At most {rule.most} units from {rule.source}: {len(taken)} {self.said}."

    def units(self, refs: Iterable[str]) -> list[Unit]:
        """The units taken among these, as the pack knows them."""
        wanted = self.taken.intersection(refs)
        return [unit for unit in self.pack.units if unit.ref in wanted]

    def refs(self, groups: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(ref for group in self.named(groups) for ref in group.units))

    def named(self, groups: Sequence[str]) -> list[Group]:
        return [self.groups[group] for group in groups if group in self.groups]

    def at(self, unit: Unit, level: int | None, above: int | None) -> bool:
        if level is not None and unit.level != level:
            return False
        return above is None or (unit.level is not None and unit.level > above)

    def kind(self, level: int | None, above: int | None) -> str:
        word = self.pack.vocabulary.level
        if level is not None:
            return f" at {word} {level}"
        return "" if above is None else f" above {word} {above}"

    def where(self, groups: Sequence[str]) -> str:
        """ "in all", optional groups, or from the groups by their titles."""
        if set(groups) == set(self.groups):
            return "in all"
        optional = {group.id for group in self.pack.groups if not group.mandatory}
        if len(optional) > 1 and set(groups) == optional:
            return "from the optional groups"
        return f"from {_and([group.title for group in self.named(groups)])}"


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
