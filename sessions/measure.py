"""Holding a portfolio against a unit: pure functions of the two.

Unfinished and unsigned evidence counts and is marked so; evidence under a condition that the unit bars is listed
and does not count. Two rules of the field stand here: a not-yet erases no earlier date but reopens the statement
until it is shown again, and an item of a requirement counts for the elements judged in its moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial

from sessions.conditions import barred, is_knowledge
from sessions.coverage import (
    Cover,
    ItemCover,
    Outstanding,
    RequirementCover,
    Shows,
    Standing,
    Sufficient,
    UnitCover,
)
from sessions.earlier import counts_as, ways_to
from sessions.portfolio import Portfolio
from sessions.told import Mark
from unitdata import Criterion, Item, Knowledge, Requirement, Unit

SHOWS = ("met", "covered", "inferred", "satisfied")
_WATCHED = ("met", "covered")
_ONLY = {
    "told": "only told by a witness",
    "inferred": "only inferred",
    "questions": "only answered in questions",
    "looked": "only from a product",
    "seen": "only seen",
}


def cover_unit(unit: Unit, portfolio: Portfolio, pack: str) -> UnitCover:
    """Hold a portfolio against a unit of a pack (its hash).

    Sessions count that were recorded with that very pack, since a session means what its pack meant, and those with
    an earlier one as far as carrying the learner over said so.
    """
    return _Measure(unit, portfolio, pack).cover()


class _Measure:
    """The marks on one unit, asked statement by statement."""

    def __init__(self, unit: Unit, portfolio: Portfolio, pack: str) -> None:
        self.unit = unit
        self.marks: dict[str, list[Mark]] = {}
        self.signed: dict[str, bool] = {}
        self.unsigned: set[str] = set()
        self.barred = cache(partial(barred, unit))
        prefix, ways = f"{unit.ref}/", ways_to(portfolio, pack)
        for visit in portfolio.opened_visits():
            if visit.opened is None or visit.opened.pack not in ways:
                continue
            way = ways[visit.opened.pack]
            signed = self.signed[visit.id] = not visit.unfinished
            for said, found in visit.marks.items():
                full = counts_as(way, said)
                if full and full.startswith(prefix):
                    ref = full.removeprefix(prefix)
                    self.marks.setdefault(ref, []).extend(self._as_said(ref, found))
                    if not signed:
                        self.unsigned.update(m.entry.id for m in found)
        self.criteria = {ref: self.criterion(criterion) for ref, criterion in unit.criteria.items()}
        self.judged: defaultdict[tuple[str, int | None], set[str]] = defaultdict(set)
        for ref, cover in self.criteria.items():
            for mark in (s.mark for s in cover.occasions if s.counts and s.mark.shown != "satisfied"):
                self.judged[mark.visit, mark.moment].add(unit.element_of[ref])

    def _as_said(self, ref: str, marks: list[Mark]) -> list[Mark]:
        """Knowledge that was ticked while watching is apparent from what was done: inferred."""
        if not is_knowledge(self.unit, ref):
            return marks
        return [m._replace(shown="inferred", known="inferred") if m.shown == "met" else m for m in marks]

    def bar(self, ref: str, mark: Mark) -> str:
        """Why the unit does not accept what a mark says about a statement. Nothing bars real work."""
        return "" if mark.setting == "real work" else self.barred(ref, mark.setting, mark.known, mark.situations)

    def cover(self) -> UnitCover:
        unit, criteria = self.unit, self.criteria
        items = {ref: self.item(item, unit.requirement_of[ref]) for ref, item in unit.items.items()}
        requirements = {r.ref: self.requirement(r, items) for r in unit.requirements}
        knowledge = {k.ref: self.knowledge(k) for k in unit.knowledge}
        sufficient = self.sufficient([*criteria.values(), *items.values()])
        return UnitCover(
            unit=unit,
            criteria=criteria,
            requirements=requirements,
            items=items,
            knowledge=knowledge,
            sufficient=sufficient,
            outstanding=(
                *_open_criteria(unit, criteria),
                *(o for r in requirements.values() if not r.done and r.required for o in _open_requirement(r)),
                *(Outstanding(r, "knowledge", c.why) for r, c in knowledge.items() if c.standing != "shown"),
                *(
                    Outstanding(fact, "confirmation", "to be confirmed as enough")
                    for fact in sufficient.asked
                    if fact not in sufficient.confirmed
                ),
            ),
            total=len(criteria) + sum(r.need for r in requirements.values() if r.required) + len(knowledge),
            unsigned=len(self.unsigned),
        )

    def shows(self, ref: str, *, performance: bool = False, inferred: bool = True) -> tuple[Shows, ...]:
        """The occasions that show a statement; the two flags say what the unit wants of them."""
        found = []
        for mark in self.marks.get(ref, ()):
            if mark.shown not in SHOWS:
                continue
            why_not = self.bar(ref, mark)
            if not why_not and performance and mark.known not in self.unit.performance_by:
                why_not = f"{_ONLY[mark.known]}: performance is wanted"
            if not why_not and not inferred and mark.known == "inferred":
                why_not = "only inferred: this unit wants it asked"
            found.append(Shows(mark, self.signed[mark.visit], why_not))
        return tuple(found)

    def open_not_yets(self, ref: str, shows: Iterable[Shows]) -> tuple[Mark, ...]:
        """Not-yets that no later occasion and no "earlier evidence stands" has closed."""
        found = [m for m in self.marks.get(ref, ()) if m.shown in ("not yet", "stands")]
        closed = {id_ for m in found if m.shown == "stands" for id_ in m.replaces}
        shown = [s.mark for s in shows if found and s.counts][::-1]  # the latest closes most: found at the first look
        return tuple(
            m
            for m in found
            if m.shown == "not yet"
            and closed.isdisjoint((m.entry.id, *m.replaces))
            and not any(_after(s, m) for s in shown)
        )

    def criterion(self, criterion: Criterion) -> Cover:
        asked = criterion.ref in self.unit.asked_about
        shows = self.shows(criterion.ref, performance=criterion.route == "performance" and not asked)
        not_yets = self.open_not_yets(criterion.ref, shows)
        days = {s.mark.day for s in shows if s.counts}
        partly = any(m.shown == "partly" for m in self.marks.get(criterion.ref, ()))
        standing: Standing = "not yet" if not_yets else "shown" if days else "partly" if partly else "not seen"
        once = criterion.consistently and len(days) == 1
        return Cover(criterion.ref, standing, shows, not_yets, once_only=once, asked_about=asked)

    def item(self, item: Item, requirement: Requirement) -> ItemCover:
        shows = tuple(self._with_what_was_judged(show) for show in self.shows(item.ref))
        counted = [s.mark for s in shows if s.counts]
        seen_with: set[str] = set()
        for mark in counted:
            # A question is put about the item as such, not about one customer's service.
            asked = mark.known == "questions"
            seen_with |= set(requirement.applies_to) if asked else self.judged.get((mark.visit, mark.moment), set())
        return ItemCover(
            ref=item.ref,
            occasions=shows,
            missing=tuple(e for e in requirement.applies_to if e not in seen_with),
            examples=len({(m.visit, m.moment) for m in counted}),
            wanted=item.examples,
            by_performance=any(m.known in self.unit.performance_by for m in counted),
            situations=item.situations,
        )

    def _with_what_was_judged(self, show: Shows) -> Shows:
        """An item counts for what was judged in its moment: alone it shows nothing of this unit."""
        mark = show.mark
        if show.why_not or mark.known == "questions" or not self.unit.criteria or self.judged[mark.visit, mark.moment]:
            return show
        return show._replace(why_not="nothing of this unit was judged with it")

    def requirement(self, requirement: Requirement, items: Mapping[str, ItemCover]) -> RequirementCover:
        covers = tuple(items[item.ref] for item in requirement.items)
        if covers:
            have, need = sum(c.done for c in covers), requirement.need or len(covers)
            by_performance = sum(c.by_performance for c in covers)
        else:
            named = [s.mark for s in self.shows(requirement.ref) if s.counts and s.mark.name]
            have, need = len({m.name.casefold() for m in named}), requirement.need or 0
            by_performance = len({m.name.casefold() for m in named if m.known in self.unit.performance_by})
        return RequirementCover(
            requirement=requirement,
            items=covers,
            have=min(have, need),
            need=need,
            by_performance=by_performance,
            confirmed=any(m.shown == "confirmed" for m in self.marks.get(requirement.ref, ())),
        )

    def knowledge(self, knowledge: Knowledge) -> Cover:
        refs = (knowledge.ref, *(part.ref for part in knowledge.parts))
        shows = {ref: self.shows(ref, inferred=knowledge.may_infer) for ref in refs}
        parts = [[s.mark for s in shows[part.ref] if s.counts] for part in knowledge.parts]
        not_yets = tuple(
            m
            for ref in refs
            for m in self.open_not_yets(ref, (*shows[knowledge.ref], *shows[ref]))
            if ref != knowledge.ref or not parts or not all(any(_after(s, m) for s in part) for part in parts)
        )
        known = {ref for ref in refs if any(s.counts for s in shows[ref])}
        whole = knowledge.ref in known
        open_parts = tuple(p.ref for p in knowledge.parts if not whole and p.ref not in known)
        partly = bool(known) or any(m.shown == "partly" for ref in refs for m in self.marks.get(ref, ()))
        done = whole or (knowledge.parts and not open_parts)
        standing: Standing = "not yet" if not_yets else "shown" if done else "partly" if partly else "not seen"
        occasions = tuple(s for ref in refs for s in shows[ref])
        return Cover(knowledge.ref, standing, occasions, not_yets, open_parts, asked_about=True)

    def sufficient(self, covers: Iterable[Cover | ItemCover]) -> Sufficient:
        counted = [s.mark for cover in covers for s in cover.occasions if s.counts and s.mark.shown in _WATCHED]
        days = sorted({m.day for m in counted})
        return Sufficient(
            first=days[0] if days else None,
            last=days[-1] if days else None,
            occasions=len(days),
            customers=len({(m.visit, m.moment) for m in counted if m.moment is not None}),
            asked=self.unit.sufficiency,
            confirmed=frozenset(f for f in self.unit.sufficiency if f in self.marks),
        )


def _after(shown: Mark, not_yet: Mark) -> bool:
    """Whether a statement was shown again after a not-yet: by the device's own order, or on a later day.

    What was seen before the not-yet and only mapped after it is not shown again.
    """
    later, first = shown.entry, not_yet.entry
    if (later.device, later.learner) == (first.device, first.learner):  # one journal
        return shown.n > not_yet.n and (later.seen is None or later.seen > first.happened)
    return shown.day > not_yet.day


def _open_criteria(unit: Unit, criteria: Mapping[str, Cover]) -> Iterator[Outstanding]:
    for ref, cover in criteria.items():
        if cover.standing != "shown":
            yield Outstanding(ref, "criterion", cover.why, unit.element_of[ref], unit.criteria[ref].situations)


def _open_requirement(cover: RequirementCover) -> Iterator[Outstanding]:
    requirement = cover.requirement
    if cover.statement:
        yield Outstanding(requirement.ref, "confirmation", "to be confirmed")
        return
    open_items = [_open_item(item) for item in cover.items if not item.done]
    short = cover.need - cover.have
    unseen = (requirement.performance_need or 0) - cover.by_performance
    if open_items and requirement.need is None:
        yield from open_items
        if unseen > short:
            yield Outstanding(requirement.ref, "requirement", f"{unseen} more by performance", count=unseen - short)
        return
    of = requirement.of or f"of {len(cover.items)}"
    why = f"{unseen} more by performance" if unseen > short else f"{short} more {of}"
    situations = tuple(s for o in open_items for s in o.situations)
    yield Outstanding(requirement.ref, "requirement", why, situations=situations, count=max(short, unseen))


def _open_item(item: ItemCover) -> Outstanding:
    return Outstanding(item.ref, "item", item.why, situations=item.situations)
