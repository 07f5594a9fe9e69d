"""What was recorded with earlier packs and counts on with a later one, as carrying a learner over said.

Entries keep their meaning: they name the pack they were recorded with and are shown in its words. A learner may have
been carried over several times, so that there is a way of several steps from one pack to another.
"""

from collections.abc import Mapping, Sequence

from sessions.bodies import CarriedOver
from sessions.portfolio import Portfolio

Way = Mapping[str, str | None]
"""Of the refs of one pack those that count otherwise with another: for which ref, or None where they do not count."""


def ways_to(portfolio: Portfolio, pack: str) -> dict[str, Way]:
    """The packs (their hashes) whose sessions count with a pack, each with the shortest way to it; itself with none.

    Where people disagree on a step, what they all say alike counts.
    """
    steps = {step: _agreed([body for _, body in said]) for step, said in portfolio.carried_over().items()}
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


def _agreed(said: Sequence[CarriedOver]) -> Way:
    way: dict[str, str | None] = {}
    for ref in {ref for body in said for ref in body.otherwise}:
        found = {counts_as(body.otherwise, ref) for body in said}
        way[ref] = found.pop() if len(found) == 1 else None
    return way


def _joined(first: Way, second: Way) -> Way:
    nows = {ref: counts_as(first, ref) for ref in first.keys() | second.keys()}
    return {ref: now and counts_as(second, now) for ref, now in nows.items()}
