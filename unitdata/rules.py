"""Which choices of units make the award, by the pack's own structure rules."""

from collections.abc import Collection
from dataclasses import dataclass

from unitdata.pack import AllOf, Group, Pack, Rule


@dataclass(frozen=True)
class Unmet:
    """A rule that a choice breaks: the rule's kind ("structure" for a unit outside it), and a sentence."""

    rule: str
    message: str


@dataclass(frozen=True)
class Choice:
    """A judged choice of units."""

    unmet: tuple[Unmet, ...]

    @property
    def valid(self) -> bool:
        """The chosen units make the award."""
        return not self.unmet


def evaluate(pack: Pack, units: Collection[str]) -> Choice:
    """Judge a choice of unit refs (a unit named twice counts once). Rules in the pack's order."""
    groups = {group.id: group for group in pack.groups}
    outside = sorted(set(units) - {ref for group in pack.groups for ref in group.units})
    unmet = [Unmet("structure", f"Not in this qualification: {', '.join(outside)}.")] if outside else []
    for rule in pack.rules:
        message = _broken(rule, [groups[g] for g in rule.groups if g in groups], set(units))
        if message:
            unmet.append(Unmet(rule.rule, message))
    return Choice(tuple(unmet))


def _broken(rule: Rule, groups: list[Group], chosen: set[str]) -> str | None:
    """What the choice lacks or has too much of by this rule, as a sentence; None when it keeps the rule."""
    offered = list(dict.fromkeys(ref for group in groups for ref in group.units))
    taken = sum(ref in chosen for ref in offered)
    where = " and ".join(group.title for group in groups)
    if isinstance(rule, AllOf):
        missing = [ref for ref in offered if ref not in chosen]
        if not missing:
            return None
        return f"{where}: {taken} of {len(offered)} chosen; missing {', '.join(missing)}."
    if taken < rule.least:
        return f"{where}: at least {rule.least} needed of {len(offered)}, {taken} chosen."
    if rule.most is not None and taken > rule.most:
        return f"{where}: at most {rule.most} allowed, {taken} chosen."
    return None
