"""A unit's conditions from its text: whether simulation or a realistic environment serves, and what is open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from unitdata.handbook.doubts import Doubt
from unitdata.handbook.phrases import About, Said, permission, scope_of
from unitdata.handbook.printed import PrintedUnit
from unitdata.handbook.wording import cut
from unitdata.pack import WORDING_LIMIT, Conditions, Permission

UNSTATED: Final = Conditions(simulation="unstated", realistic_environment="unstated", scope="performance")


def conditions(unit: PrintedUnit, texts: Sequence[str], elements: Sequence[str]) -> tuple[Conditions, list[Doubt]]:
    """The conditions of a unit with these elements, and a doubt for each that is not plain."""
    simulated = _with_refs(permission("simulation", texts), elements)
    realistic = _with_refs(permission("realistic environment", texts), elements)
    both = {"simulation": simulated, "realistic environments and placements": realistic}
    found = Conditions(
        simulation=simulated.permission,
        realistic_environment=realistic.permission,
        scope=scope_of([said.sentence for said in both.values() if said.permission in ("barred", "partly")]),
        elements=tuple(dict.fromkeys(ref for said in both.values() for ref in said.elements)),
        circumstances=tuple(dict.fromkeys(each for said in both.values() for each in said.circumstances)),
    )
    return found, [Doubt(unit.place, unit.ref, "check", what, done) for what, done in _open(both)]


def contradicted(own: Conditions, texts: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The sentences that plainly say otherwise than a pack's conditions, each with what those hold.

    `texts`: texts that are to be taken together, as often as wanted.
    """
    for about, permitted in _held(own):
        for said in (permission(about, together) for together in texts):
            if said.plain and said.permission != permitted:
                yield said.sentence, f"{about} as {permitted}"


def holds(own: Conditions, text: str) -> bool:
    """Whether a pack's conditions are what a text says, as far as it says anything of them."""
    return all(permission(about, [text]).permission in (permitted, "unstated") for about, permitted in _held(own))


def _held(own: Conditions) -> tuple[tuple[About, Permission], ...]:
    return ("simulation", own.simulation), ("realistic environment", own.realistic_environment)


def _with_refs(said: Said, elements: Sequence[str]) -> Said:
    """The same with the unit's own refs for the elements named; a bar where it has none of them."""
    if said.permission != "partly":
        return said
    named = tuple(ref for ref in elements if _is_named(ref, said.elements))
    return replace(said, permission="partly" if named or said.circumstances else "barred", elements=named)


def _is_named(ref: str, numbers: Sequence[str]) -> bool:
    """Whether an element is one of those that a text names: by its ref or, where `5.2` is printed for 2, by its end."""
    return ref in numbers or any(n.rpartition(".")[2] == ref for n in numbers)


def _open(both: dict[str, Said]) -> Iterator[tuple[str, str]]:
    """What is not plainly said of them, and what was made of it."""
    for what, said in both.items():
        if not said.plain:
            quoted = cut(said.sentence, WORDING_LIMIT)
            sentence = f"says {quoted!r}" if quoted else "says nothing this program understands"
            done = {
                "partly": f"It serves in these alone: {', '.join([*said.elements, *said.circumstances])}.",
                "barred": "It is barred throughout.",
                "allowed": "It is allowed.",
            }
            yield (
                f"Of {what} the unit {sentence}.",
                done.get(said.permission, "It bars nothing; the assessor decides."),
            )
