"""What was recorded with earlier packs and counts on with a later one, as carrying a learner over said.

Entries keep their meaning: they name the pack they were recorded with and are shown in its words. A learner may have
been carried over several times, so that there is a way of several steps from one pack to another.
"""

from collections.abc import Mapping

from sessions.bodies import CarriedOver
from sessions.portfolio import Portfolio

Way = tuple[tuple[CarriedOver, ...], ...]
"""The steps from one pack to another. Several people may have said what counts in one step."""


def ways_to(portfolio: Portfolio, pack: str) -> dict[str, Way]:
    """The packs (their hashes) whose sessions count with a pack, each with the shortest way to it; itself with none."""
    steps: dict[tuple[str, str], tuple[CarriedOver, ...]] = {
        step: tuple(body for _, body in said) for step, said in portfolio.carried_over().items()
    }
    ways: dict[str, Way] = {pack: ()}
    reached = [pack]
    for later in reached:
        for was, to in sorted(steps):
            if to == later and was not in ways:
                ways[was] = (steps[was, to], *ways[to])
                reached.append(was)
    return ways


def counts_as(way: Way, ref: str) -> str | None:
    """The statement for which evidence of `UNIT/ref` counts at the end of a way, or None where it does not.

    Where people disagree on a step, it counts if all of them say the same.
    """
    for said in way:
        found = {body.now(ref) for body in said}
        if len(found) > 1 or not (now := found.pop()):
            return None
        ref = now
    return ref


def not_counted(portfolio: Portfolio, ways: Mapping[str, Way]) -> set[tuple[str, str]]:
    """What was recorded with these packs and counts no more: pack and `UNIT/ref`."""
    return {
        (visit.opened.pack, ref)
        for visit in portfolio.opened_visits()
        if visit.opened and ways.get(visit.opened.pack)
        for ref in visit.marks
        if counts_as(ways[visit.opened.pack], ref) is None
    }
