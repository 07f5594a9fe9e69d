"""What was recorded with earlier packs and counts on with a later one, as carrying a learner over said.

Entries keep their meaning: they name the pack they were recorded with and are shown in its words. A learner may have
been carried over several times, so that there is a way of several steps from one pack to another.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sessions.bodies import CarriedOver, Planned
from sessions.entry import Entry
from sessions.portfolio import Portfolio

Way = Mapping[str, str | None]
"""Of the refs of one pack those that count otherwise with another: for which ref, or None where they do not count."""

Steps = Mapping[tuple[str, str], Way]
"""The ways that were said, each from one pack (its hash) to another."""


def steps_said(portfolio: Portfolio) -> Steps:
    """The steps on which a learner was carried over. Where people disagree on one, what they all say alike counts."""
    return {step: _agreed([body for _, body in said]) for step, said in portfolio.carried_over().items()}


def ways_to(portfolio: Portfolio, pack: str) -> dict[str, Way]:
    """The packs (their hashes) whose sessions count with a pack, each with the shortest way to it; itself with none."""
    return ways_by(steps_said(portfolio), pack)


def ways_by(steps: Steps, pack: str) -> dict[str, Way]:
    """As `ways_to`, on these steps."""
    ways: dict[str, Way] = {pack: {}}
    reached = [pack]
    for later in reached:
        for was, to in sorted(steps):
            if to == later and was not in ways:
                ways[was] = _joined(steps[was, to], ways[to])
                reached.append(was)
    return ways


def counts_as(way: Way, ref: str) -> str | None:
    """The statement for which what was recorded about `UNIT/ref` counts at the end of a way, or None."""
    return way.get(ref, ref)


def not_counted(portfolio: Portfolio, ways: Mapping[str, Way]) -> set[tuple[str, str]]:
    """What was recorded with these packs and counts no more: pack and `UNIT/ref`."""
    return {
        (visit.opened.pack, ref)
        for visit in portfolio.opened_visits()
        if visit.opened and (way := ways.get(visit.opened.pack))
        for ref in visit.marks
        if counts_as(way, ref) is None
    }


class PlannedRef(NamedTuple):
    """A statement that was planned for: its `ref` (`UNIT/ref`) in the pack `meant` (its hash), and what it is `now`.

    `meant` is None where that is not known, and `now` where the pack at hand has no such statement.
    """

    ref: str
    meant: str | None
    now: str | None


def planned_now(portfolio: Portfolio, entry: Entry, pack: str, pack_id: str) -> list[PlannedRef]:
    """What the refs of a plan are in a pack (its hash and id); where it is not known which they mean, they mean it."""
    if not isinstance(entry.body, Planned):
        return []
    ways = ways_to(portfolio, pack)
    meant = _meant(portfolio, entry, entry.body, ways)
    way = ways.get(meant or pack)
    refs = entry.body.refs_of(pack_id)
    return [PlannedRef(ref, meant, None if way is None else counts_as(way, ref)) for ref in refs]


def _meant(portfolio: Portfolio, entry: Entry, plan: Planned, packs: Collection[str]) -> str | None:
    """The pack of the session that a plan was agreed in; else of the one its device wrote in last before, of these."""
    if plan.agreed_in:
        found = portfolio.visits.get(plan.agreed_in)
        return found.opened.pack if found and found.opened else None
    wrote = {
        max(e.n for e in visit.entries if e.n < entry.n): visit.opened.pack
        for visit in portfolio.opened_visits()
        if visit.opened and (visit.opening.device, visit.opening.learner) == (entry.device, entry.learner)
        if visit.opening.n < entry.n and visit.opened.pack in packs
    }
    return wrote[max(wrote)] if wrote else None


def _agreed(said: Sequence[CarriedOver]) -> Way:
    way: dict[str, str | None] = {}
    for ref in {ref for body in said for ref in body.otherwise}:
        found = {counts_as(body.otherwise, ref) for body in said}
        way[ref] = found.pop() if len(found) == 1 else None
    return way


def _joined(first: Way, second: Way) -> Way:
    nows = {ref: counts_as(first, ref) for ref in first.keys() | second.keys()}
    return {ref: now and counts_as(second, now) for ref, now in nows.items()}
