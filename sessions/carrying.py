"""Carrying a learner over to another edition of their qualification: what changes, what counts on, and recording it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from sessions.bodies import CARRIED_LIMIT, CarriedOver, Enrolment
from sessions.earlier import Steps, Way, counts_as, steps_said, ways_by
from sessions.entry import Entry, NotRecorded
from sessions.portfolio import Portfolio
from sessions.rows import follow
from sessions.text import clean_line
from unitdata import Change, Pack, PinnedPack, changes

if TYPE_CHECKING:
    from sessions.workspace import Workspace


@dataclass(frozen=True)
class Offer:
    """What carrying a learner over would do. All refs are `UNIT/ref`, of the edition that the learner is on.

    `standing`: the enrolment in whose place it comes · `was`, `to`: the editions · `renamed`: statements that stand
    under another ref now, and which · `reworded`: those that say something else · `gone`: those that are no more ·
    `marks`: how many times something was recorded about which statement of which pack (its hash), whatever counts ·
    `steps`: what was said of other carryings over, which holds beside this one.
    """

    learner: str
    standing: Enrolment
    was: Pack
    to: PinnedPack
    changes: tuple[Change, ...]
    renamed: Mapping[str, str]
    reworded: tuple[str, ...]
    gone: tuple[str, ...]
    marks: Mapping[tuple[str, str], int]
    steps: Steps

    def apart(self, same: Collection[str]) -> tuple[str, ...]:
        """The statements for which nothing counts on, where the reworded ones in `same` mean the same."""
        return tuple(ref for ref in (*self.reworded, *self.gone) if ref not in same)

    @cached_property
    def recorded(self) -> Mapping[str, int]:
        """How many times something was recorded about a statement, where it was and counts until now."""
        found: Counter[str] = Counter()
        for mark, now in self._now.items():
            found[now] += self.marks[mark]
        return {ref: found[ref] for ref in _refs(self.was) if found[ref]}

    @cached_property
    def _now(self) -> Mapping[tuple[str, str], str]:
        return self._counting(ways_by(self.steps, self.standing.pack))

    def _then(self, same: Collection[str]) -> Mapping[tuple[str, str], str]:
        """Of all marks those that count with the other edition, and for which of its statements."""
        way = {**self.renamed, **dict.fromkeys(self.apart(same))}
        return self._counting(ways_by({**self.steps, (self.standing.pack, self.to.sha): way}, self.to.sha))

    def _counting(self, ways: Mapping[str, Way]) -> Mapping[tuple[str, str], str]:
        counting = {(pack, ref): counts_as(ways[pack], ref) for pack, ref in self.marks if pack in ways}
        return {mark: ref for mark, ref in counting.items() if ref}

    def _silenced(self, same: Collection[str]) -> set[str]:
        """Statements about which something counts now that would not count any more."""
        return {self._now[mark] for mark in self._now.keys() - self._then(same).keys()} & self.recorded.keys()

    @cached_property
    def in_question(self) -> list[str]:
        """Reworded statements with something recorded that counts on only if somebody says that they mean the same."""
        saved = self._silenced(()) - self._silenced(self.reworded)
        return [ref for ref in self.reworded if ref in saved]

    @cached_property
    def lost(self) -> list[str]:
        """Statements with something recorded that would not count on, whatever is said."""
        silenced = self._silenced(self.reworded)
        return [ref for ref in self.recorded if ref in silenced]

    @cached_property
    def again(self) -> list[str]:
        """Statements of the other edition, by its refs, for which something counts again that does not now."""
        then = self._then(())
        found = {then[mark] for mark in then.keys() - self._now.keys()}
        return [ref for ref in _refs(self.to.pack) if ref in found]

    @property
    def new(self) -> list[str]:
        """Statements of the other edition, by its refs, for which none of this one stands."""
        moved = {*self.renamed.values()}
        stated = (unit.full(ref) for unit in self.to.pack.units for ref in unit.statements)
        return [ref for ref in stated if ref not in moved and (ref in self.renamed or not self.was.statement(ref))]

    @property
    def units(self) -> tuple[str, ...]:
        """The units chosen, as the other edition names them."""
        moved = _units_renamed(self.was, self.to.pack)
        return tuple(dict.fromkeys(moved.get(ref, ref) for ref in self.standing.units))

    @property
    def units_gone(self) -> list[str]:
        """Units chosen that the other edition has not: they stay chosen, until others are."""
        return [ref for ref in self.units if ref not in self.to.pack.unit]

    def count_on(self, same: Collection[str] = ()) -> int:
        """For how many statements what was recorded counts on, where the reworded ones in `same` mean the same."""
        return len(self.recorded) - len(self._silenced(same))


def offer(workspace: "Workspace", learner: str, to: PinnedPack) -> Offer:
    """What carrying a learner over to an edition would do; nothing is recorded.

    Raises NotRecorded where it cannot be done, and PackMissing while the edition they are on is not here.
    """
    portfolio = workspace.learner(learner).portfolio
    standing = _standing(portfolio, to.pack.id)
    if standing.pack == to.sha:
        raise NotRecorded(f"NOT carried over: {portfolio.name} is on this edition already")
    was = workspace.packs.read(standing.pack).pack
    stands = _stands(was, to.pack)
    apart = [ref for ref in _refs(was) if ref not in stands]
    asked = {*_refs(to.pack)}.difference(stands.values())
    return Offer(
        learner=learner,
        standing=standing,
        was=was,
        to=to,
        changes=tuple(changes(was, to.pack)),
        renamed={old: new for old, new in stands.items() if old != new},
        reworded=tuple(ref for ref in apart if ref in asked),
        gone=tuple(ref for ref in apart if ref not in asked),
        marks=_marks(portfolio),
        steps=steps_said(portfolio),
    )


def carry_over(workspace: "Workspace", offered: Offer, same: Iterable[str] = (), reason: str = "") -> Entry:
    """Record what was offered; of the reworded statements those in `same` still mean the same.

    Raises NotRecorded, OSError.
    """
    confirmed = set(same)
    if unknown := confirmed.difference(offered.reworded):
        raise NotRecorded(f"NOT carried over: {', '.join(sorted(unknown))} is not worded otherwise")
    apart = offered.apart(confirmed)
    if len(apart) + 2 * len(offered.renamed) > CARRIED_LIMIT:
        raise NotRecorded(
            f"NOT carried over: {len(apart)} statements are gone or worded otherwise and {len(offered.renamed)} stand "
            "elsewhere, more than an entry has room for. Enrol on the other edition anew"
        )
    learner, standing = workspace.learner(offered.learner), offered.standing
    if _standing(learner.portfolio, standing.pack_id) != standing:
        raise NotRecorded("NOT carried over: what the learner is enrolled on has changed since this was shown")
    workspace.packs.keep(offered.to)
    entry = learner.state_enrolment(
        CarriedOver(
            pack=offered.to.sha,
            pack_id=standing.pack_id,
            units=offered.units,
            on=standing.on,
            number=standing.number,
            was=standing.pack,
            renamed=tuple(offered.renamed.items()),
            not_counted=apart,
            reason=clean_line(reason),
        )
    )
    follow(workspace, offered.learner)
    return entry


def _standing(portfolio: Portfolio, pack_id: str) -> Enrolment:
    enrolments = [body for _, body in portfolio.enrolments() if body.pack_id == pack_id]
    if not enrolments:
        raise NotRecorded(f"NOT carried over: {portfolio.name} is not enrolled on {pack_id}")
    if f"units of {pack_id}" in portfolio.disagreements():
        raise NotRecorded(f"NOT carried over: people disagree about the units of {pack_id}; settle that first")
    return enrolments[-1]


def _marks(portfolio: Portfolio) -> dict[tuple[str, str], int]:
    """How many times something was recorded about which statement (`UNIT/ref`) of which pack."""
    found: Counter[tuple[str, str]] = Counter()
    for visit in portfolio.opened_visits():
        if visit.opened:
            for ref, marks in visit.marks.items():
                found[visit.opened.pack, ref] += len(marks)
    return found


# Where a statement stands -------------------------------------------------------------------------------------------


def _refs(pack: Pack) -> list[str]:
    """All that is recorded about: statements, in printed order, and of each unit what is confirmed to be enough."""
    return [unit.full(ref) for unit in pack.units if unit.statements for ref in (*unit.statements, *unit.sufficiency)]


def _stands(was: Pack, to: Pack) -> dict[str, str]:
    """Of the refs of an edition those that say the same in the other, and under which ref.

    Words that stand alike in several places are not told apart, and so not found. Enough was seen of a unit where it
    is that unit still, and any of its statements stands in it.
    """
    units = _units_renamed(was, to)
    statements = [unit.full(ref) for unit in was.units for ref in unit.statements]
    stands = {ref: ref for ref in statements if _same_words(was, ref, to, ref)}
    others = (unit.full(ref) for unit in to.units for ref in unit.statements)
    places = _by_words(to, (ref for ref in others if ref not in stands))
    for says, olds in _by_words(was, (ref for ref in statements if ref not in stands), units).items():
        news = places.get(says, ())
        if len(olds) == len(news) == 1 and _same_words(was, olds[0], to, news[0]):
            stands[olds[0]] = news[0]
    stayed = {(old.partition("/")[0], new.partition("/")[0]) for old, new in stands.items()}
    for old, new in sorted(stayed):
        facts = (fact for fact in was.unit[old].sufficiency if fact in to.unit[new].sufficiency)
        stands |= {f"{old}/{fact}": f"{new}/{fact}" for fact in facts}
    return stands


def _units_renamed(was: Pack, to: Pack) -> dict[str, str]:
    """Units that stand in the other edition under another ref: by their titles, where these are told apart."""
    titles = Counter(_even(unit.title) for unit in (*was.units, *to.units))
    news = {_even(unit.title): unit.ref for unit in to.units}
    found = {unit.ref: news[title] for unit in was.units if titles[title := _even(unit.title)] == 2 and title in news}
    return {old: new for old, new in found.items() if old != new}


def _by_words(
    pack: Pack, refs: Iterable[str], units: Mapping[str, str] = MappingProxyType({})
) -> dict[tuple[str, ...], list[str]]:
    """Refs by what their statements say and where: unit (as `units` renames it), kind, what else it is of, prompt."""
    found: dict[tuple[str, ...], list[str]] = {}
    for full in refs:
        unit = full.partition("/")[0]
        _, *of, statement = _down_to(pack, full)
        says = (units.get(unit, unit), type(statement).__name__, *(_even(called(each)) for each in (*of, statement)))
        found.setdefault(says, []).append(full)
    return found


def _same_words(was: Pack, old: str, to: Pack, new: str) -> bool:
    """Whether two statements say the same, and all that they are part of too."""
    before, after = _down_to(was, old), _down_to(to, new)
    return len(before) == len(after) > 0 and all(map(_alike, before, after))


def _alike(one: object, other: object) -> bool:
    """By the full wording where both editions have it, else by our words."""
    texts = [text for each in (one, other) if (text := getattr(each, "text", None))]
    before, after = texts if len(texts) == 2 else (called(one), called(other))
    return type(one) is type(other) and _even(before) == _even(after)


def _down_to(pack: Pack, full: str) -> list[object]:
    """A statement and before it what it is part of; nothing where the pack has no such statement."""
    statement = pack.statement(full)
    return [*parts_of(pack, full), statement] if statement else []


def parts_of(pack: Pack, full: str) -> list[object]:
    """What `UNIT/ref` is part of: its unit, and its element, its list or its knowledge statement where it has one."""
    unit_ref, _, ref = full.partition("/")
    unit = pack.unit[unit_ref]
    elements = (element for element in unit.elements if element.ref == unit.element_of.get(ref))
    lists = (unit.requirement_of[ref],) if ref in unit.requirement_of else ()
    knowledge = (known for known in unit.knowledge if any(part.ref == ref for part in known.parts))
    return [unit, *elements, *lists, *knowledge]


def called(part: object) -> str:
    """The title of a unit or element, our prompt of anything else."""
    return str(getattr(part, "title", None) or getattr(part, "prompt", ""))


def _even(words: str) -> str:
    return " ".join(words.split()).casefold()
