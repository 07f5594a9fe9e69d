"""What a unit accepts as evidence and what its requirements want, in the words of its pack."""

from collections.abc import Iterator

from fieldassess.wording import FORCE
from unitdata import Requirement, Unit, Vocabulary


def accepts(unit: Unit, words: Vocabulary) -> Iterator[str]:
    """A line each: `simulation partly (elements 2, 3; drill), realistic environment barred`, then what is noted."""
    conditions = unit.conditions
    where = [*_elements(unit, conditions.elements, words), *filter(None, [", ".join(conditions.circumstances)])]
    simulation, realistic = (
        f"{permission} ({'; '.join(where)})" if permission == "partly" and where else permission
        for permission in (conditions.simulation, conditions.realistic_environment)
    )
    yield f"simulation {simulation}, realistic environment {realistic}"
    if conditions.scope == "any" and {"barred", "partly"} & {conditions.simulation, conditions.realistic_environment}:
        yield "what is barred does not count as evidence of any kind"
    if conditions.note:
        yield conditions.note


def wants(requirement: Requirement, unit: Unit, words: Vocabulary) -> list[str]:
    """What a requirement wants, a few words each: `2 of 5 wanted`, `elements 2, 3`; or that it is `guidance`."""
    return [
        FORCE[requirement.force] or _how_many(requirement),
        *([f"at least {requirement.performance_need} by performance"] if requirement.performance_need else []),
        *_elements(unit, requirement.applies_to, words),
    ]


def _how_many(requirement: Requirement) -> str:
    listed = len(requirement.items)
    if requirement.need:
        of = f"of {listed}" if listed else requirement.of or ""
        return " ".join(filter(None, (str(requirement.need), of, "wanted")))
    if listed:
        return f"all {listed} wanted" if listed > 1 else "1 wanted"
    return "a statement that the assessor confirms"


def _elements(unit: Unit, refs: tuple[str, ...], words: Vocabulary) -> list[str]:
    return [words.element.named([unit.short(ref) for ref in refs])] if refs else []
