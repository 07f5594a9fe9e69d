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
        return {full: found[full] for unit in self.was.units for full in map(unit.full, unit.statements) if found[full]}

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
        return [full for unit in self.to.pack.units for full in map(unit.full, unit.statements) if full in found]

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
        return tuple(moved.get(ref, ref) for ref in self.standing.units)

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
    portfolio, pack_id = workspace.learner(learner).portfolio, to.pack.id
    enrolments = [body for _, body in portfolio.enrolments() if body.pack_id == pack_id]
    if not enrolments:
        raise NotRecorded(f"NOT carried over: {portfolio.name} is not enrolled on {pack_id}")
    if f"units of {pack_id}" in portfolio.disagreements():
        raise NotRecorded(f"NOT carried over: people disagree about the units of {pack_id}; settle that first")
    standing = enrolments[-1]
    if standing.pack == to.sha:
        raise NotRecorded(f"NOT carried over: {portfolio.name} is on this edition already")
    was = workspace.packs.read(standing.pack).pack
    statements = [unit.full(ref) for unit in was.units for ref in unit.statements]
    apart = [ref for ref in statements if not _same_words(was, ref, to.pack, ref)]
    renamed = _renamed(was, to.pack, apart, taken={*statements} - {*apart})
    moved = {*renamed.values()}
    reworded = [ref for ref in apart if ref not in renamed and ref not in moved and to.pack.statement(ref)]
    return Offer(
        learner=learner,
        standing=standing,
        was=was,
        to=to,
        changes=tuple(changes(was, to.pack)),
        renamed=renamed,
        reworded=tuple(reworded),
        gone=tuple(ref for ref in apart if ref not in renamed and ref not in reworded),
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
    standing = offered.standing
    workspace.packs.keep(offered.to)
    entry = workspace.learner(offered.learner).state_enrolment(
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


def _marks(portfolio: Portfolio) -> dict[tuple[str, str], int]:
    """How many times something was recorded about which statement (`UNIT/ref`) of which pack."""
    found: Counter[tuple[str, str]] = Counter()
    for visit in portfolio.opened_visits():
        if visit.opened:
            for ref, marks in visit.marks.items():
                found[visit.opened.pack, ref] += len(marks)
    return found


# The same words under another ref ---------------------------------------------------------------------------------


def _renamed(was: Pack, to: Pack, refs: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Of the refs of an edition those whose statement stands in the other under another ref; `taken` are none's.

    Words that stand alike in several places are not told apart, and so not found.
    """
    units = _units_renamed(was, to)
    places = _by_words(to, (full for unit in to.units for full in map(unit.full, unit.statements) if full not in taken))
    found = {
        olds[0]: places[says][0]
        for says, olds in _by_words(was, refs, units).items()
        if len(olds) == len(places.get(says, ())) == 1 and _same_words(was, olds[0], to, places[says][0])
    }
    for old, new in units.items():
        found |= {f"{old}/{fact}": f"{new}/{fact}" for fact in was.unit[old].sufficiency}
    return {old: new for old, new in found.items() if old != new}


def _units_renamed(was: Pack, to: Pack) -> dict[str, str]:
    """Units that stand in the other edition under another ref: by their titles, where these are told apart."""
    titles = Counter(unit.title for unit in (*was.units, *to.units))
    new = {unit.title: unit.ref for unit in to.units if unit.ref not in was.unit}
    gone = (unit for unit in was.units if unit.ref not in to.unit)
    return {unit.ref: new[unit.title] for unit in gone if unit.title in new and titles[unit.title] == 2}


def _by_words(
    pack: Pack, refs: Iterable[str], units: Mapping[str, str] = MappingProxyType({})
) -> dict[tuple[str, ...], list[str]]:
    """Refs by what their statements say and where: unit (as `units` renames it), kind, what it belongs to, prompt.

    Words that stand alike under two elements are two statements.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for full in refs:
        unit_ref, _, ref = full.partition("/")
        unit = pack.unit[unit_ref]
        statement = unit.statements[ref]
        owner = next((element.title for element in unit.elements if element.ref == unit.element_of.get(ref)), "")
        if requirement := unit.requirement_of.get(ref):
            owner = requirement.title
        owner = next((k.prompt for k in unit.knowledge for part in k.parts if part.ref == ref), owner)
        says = (units.get(unit_ref, unit_ref), type(statement).__name__, _even(owner), _even(statement.prompt))
        found.setdefault(says, []).append(full)
    return found


def _same_words(was: Pack, old: str, to: Pack, new: str) -> bool:
    """Whether two statements say the same: in full where both editions have the full wording, else in our prompts."""
    before, after = was.statement(old), to.statement(new)
    if before is None or after is None or type(before) is not type(after):
        return False
    texts = [text for each in (before, after) if (text := getattr(each, "text", None))]
    one, other = texts if len(texts) == 2 else (before.prompt, after.prompt)
    return _even(one) == _even(other)


def _even(words: str) -> str:
    return " ".join(words.split()).casefold()
