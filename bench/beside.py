"""Steps timed in turn in one run: what slows the machine slows them all, and ratios are what is told."""

from collections.abc import Callable, Mapping
from random import Random
from statistics import median
from time import perf_counter


def seconds(step: Callable[[], object]) -> float:
    """How long a step takes."""
    began = perf_counter()
    step()
    return perf_counter() - began


class Took:
    """Seconds by step and round."""

    def __init__(self, times: Mapping[str, list[float]]) -> None:
        self._times = times

    def ratio(self, step: str, other: str) -> float:
        """The median over the rounds of how many times as long: a disk that turns slow turns so for a whole round."""
        return median(a / b for a, b in zip(self._times[step], self._times[other], strict=True))


def beside(steps: Mapping[str, Callable[[], float]], rounds: int) -> Took:
    """What each step returns (its seconds), over so many rounds, each in another order."""
    found: dict[str, list[float]] = {name: [] for name in steps}
    order, chance = list(steps), Random(1)
    for _ in range(rounds):
        chance.shuffle(order)
        for name in order:
            found[name].append(steps[name]())
    return Took(found)
