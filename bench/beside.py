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


def beside(steps: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of what each step returns (its seconds) over so many rounds, each in another order."""
    found: dict[str, list[float]] = {name: [] for name in steps}
    order, chance = list(steps), Random(1)
    for _ in range(rounds):
        chance.shuffle(order)
        for name in order:
            found[name].append(steps[name]())
    return {name: median(times) for name, times in found.items()}
