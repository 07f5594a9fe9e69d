"""Which choices of units make the award, by the pack's own structure rules."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final, Literal

from unitdata.pack import Pack, Unit
from unitdata.structure import AllOf, CreditsFrom, Group, Imports, OneFromEach, Rule, UnitsFrom

Said = Literal["chosen", "achieved"]
_UNREAD: Final = "What makes the award was not read in: choose by the handbook"
# "Group B, Impression and image"
_LETTERED: Final = re.compile(r"Group ([A-Z])\b[\s,:.–-]*(.*)")


@dataclass(frozen=True)
class Ruling:
    """One rule against a choice: its kind, and a sentence with figures.

    Two kinds are no rules of a pack: "structure" (no unit from outside) and "unread" (the pack holds no rules).
    """

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
    """Judge a choice of unit refs, or the units achieved; a unit named twice counts once. Rules in the pack's order."""
    return _Judge(pack, frozenset(units), said).choice()


def rule_sentences(pack: Pack) -> list[str]:
    """What each rule of a pack asks, in the pack's order."""
    judge = _Judge(pack, frozenset(), "chosen")
    return [f"{judge.ruled(rule).asked}." for rule in pack.rules] or [f"{_UNREAD}."]


def find_unit(pack: Pack, name: str) -> Unit | None:
    """The unit that goes by a number, its own or another printed for it, in whatever case."""
    wanted = _plain(name)
    own = (unit for unit in pack.units if _plain(unit.ref) == wanted)
    other = (unit for unit in pack.units if wanted in map(_plain, unit.aliases))
    return next(own, None) or next(other, None)


@dataclass(frozen=True)
class _Ruled:
    """What a rule asks, what was found, and whether that is enough: `12 credits needed in all`, `6 chosen`."""

    asked: str
    found: str
    met: bool


class _Judge:
    """One choice held against the rules of a pack."""

    def __init__(self, pack: Pack, units: frozenset[str], said: Said) -> None:
        self.pack = pack
        self.offered = {ref for group in pack.groups for ref in group.units}
        self.taken = units & self.offered
        self.outside = sorted(units - self.offered)
        self.said = said
        self.word = pack.vocabulary.unit

    def choice(self) -> Choice:
        rulings = [self.ruling(rule) for rule in self.pack.rules] or [Ruling("unread", False, f"{_UNREAD}.")]
        if self.outside:
            rulings.insert(0, Ruling("structure", False, f"Not in this qualification: {_list(self.outside)}."))
        credit: dict[int | None, int] = {}
        for unit in self.units(self.offered):
            credit[unit.level] = credit.get(unit.level, 0) + (unit.credit or 0)
        return Choice(tuple(rulings), len(self.taken), credit)

    def ruling(self, rule: Rule) -> Ruling:
        ruled = self.ruled(rule)
        return Ruling(rule.rule, ruled.met, f"{ruled.asked}, {ruled.found}.")

    def ruled(self, rule: Rule) -> _Ruled:
        match rule:
            case AllOf():
                return self.all_of(rule)
            case OneFromEach():
                return self.one_from_each(rule)
            case UnitsFrom():
                return self.units_from(rule)
            case CreditsFrom():
                return self.credits_from(rule)
            case Imports():
                return self.imports(rule)

    def all_of(self, rule: AllOf) -> _Ruled:
        wanted = self.refs(rule.groups)
        missing = [ref for ref in wanted if ref not in self.taken]
        every = {1: "The", 2: "Both"}.get(len(wanted), f"All {len(wanted)}")
        noun, where = self.word.one if len(wanted) == 1 else self.word.many, self.part(rule.groups)
        asked = f"mandatory {noun}" if where == self.whole("mandatory") else f"{noun} {where}"
        found = self.found(len(wanted) - len(missing))
        if missing:
            found = f"{found}: {_list(missing)} missing"
        return _Ruled(f"{every} {asked} needed", found, not missing)

    def one_from_each(self, rule: OneFromEach) -> _Ruled:
        groups = self.named(rule.groups)
        bare = [group for group in groups if self.taken.isdisjoint(group.units)]
        where = self.part(rule.groups)
        each = "each optional group" if where == self.whole("optional") else f"each of {where.removeprefix('from ')}"
        every = {1: "it", 2: "both"}.get(len(groups), f"all {len(groups)}")
        if not bare:
            found = f"{self.said} from {every}"
        elif len(bare) == len(groups):
            found = self.found(0)
        else:
            found = f"none {self.said} from {_bare_groups(bare)}"
        return _Ruled(f"{self.word.count(1)} needed from {each}", found, not bare)

    def units_from(self, rule: UnitsFrom) -> _Ruled:
        found = [u.ref for u in self.units(self.refs(rule.groups)) if self.at(u, rule.level, rule.above)]
        count = len(found)
        least, most = rule.least, rule.most
        kind, where = self.kind(rule.level, rule.above), self.where(rule.groups)
        if most is None:
            asked = f"{self.word.count(least)}{kind} needed {where}"
        elif not least:
            most_said = f"At most {self.word.count(most)}{kind} {where}"
            asked = most_said if most else f"No {self.word.one}{kind} allowed {where}"
        elif least == most:
            asked = f"Exactly {self.word.count(most)}{kind} needed {where}"
        else:
            asked = f"{least} to {most} {self.word.many}{kind} needed {where}"
        many = most is not None and count > most
        return _Ruled(asked, f"{self.found(count)}{f': {_list(found)}' if many else ''}", count >= least and not many)

    def credits_from(self, rule: CreditsFrom) -> _Ruled:
        units = self.units(self.refs(rule.groups))
        count = sum(unit.credit or 0 for unit in units if self.at(unit, rule.level, None))
        asked = f"{_many(rule.least, 'credit')}{self.kind(rule.level, None)} needed {self.where(rule.groups)}"
        return _Ruled(asked, self.found(count), count >= rule.least)

    def imports(self, rule: Imports) -> _Ruled:
        taken = [ref for ref in rule.units if ref in self.taken]
        asked = f"At most {self.word.count(rule.most)} from {rule.source}"
        found = self.found(len(taken))
        return _Ruled(asked, f"{found}: {_list(taken)}" if taken else found, len(taken) <= rule.most)

    def found(self, count: int) -> str:
        return f"{count or 'none'} {self.said}"

    def units(self, refs: Iterable[str]) -> list[Unit]:
        """The units taken among these, as the pack knows them."""
        wanted = self.taken.intersection(refs)
        return [unit for unit in self.pack.units if unit.ref in wanted]

    def refs(self, groups: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(ref for group in self.named(groups) for ref in group.units))

    def named(self, groups: Sequence[str]) -> list[Group]:
        """These groups, in the pack's order."""
        return [group for group in self.pack.groups if group.id in groups]

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
        """`in all`, or from which part of the pack."""
        return "in all" if len(self.named(groups)) == len(self.pack.groups) else self.part(groups)

    def part(self, groups: Sequence[str]) -> str:
        """`from groups B to E`, `from the optional units`, or from the groups by their titles."""
        named = self.named(groups)
        letters = _letters(named)
        if letters:
            return f"from {_lettered(letters)}"
        for kind in ("mandatory", "optional"):
            if named == [group for group in self.pack.groups if group.mandatory == (kind == "mandatory")]:
                return self.whole(kind)
        return f"from {_list([group.title for group in named])}"

    def whole(self, kind: str) -> str:
        """`from the mandatory units`."""
        return f"from the {kind} {self.word.many}"


def _letters(groups: Sequence[Group]) -> list[str]:
    """The letters of these groups; empty unless each has one."""
    letters = [found[1] for group in groups if (found := _LETTERED.match(group.title))]
    return letters if len(letters) == len(groups) else []


def _lettered(letters: Sequence[str]) -> str:
    """`group A`, `groups B and D`, `groups B to E`."""
    run = "".join(letters)
    if len(run) > 2 and run in ascii_uppercase:
        return f"groups {run[0]} to {run[-1]}"
    return f"group{'s' if len(run) > 1 else ''} {_list(letters)}"


def _bare_groups(groups: Sequence[Group]) -> str:
    """`Delivery or Handling problems`, `group D (Handling problems)`, `groups C or D`."""
    letters = _letters(groups)
    if not letters:
        return _list([group.title for group in groups], "or")
    if len(letters) > 1:
        return f"groups {_list(letters, 'or')}"
    title = _LETTERED.sub(r"\2", groups[0].title)
    return f"group {letters[0]} ({title})" if title else f"group {letters[0]}"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _list(names: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
