"""What a pack goes on telling of its reading once the report is gone: the doubts that matter, as notes."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from unitdata.handbook.doubts import Doubt
from unitdata.handbook.wording import cut

MOST: Final = 60
_LENGTH: Final = 600
_UNITS: Final = 8
"""More units than this that share a doubt are counted, not named."""
_PLACE: Final = r"(?:page|line) \d+"
_PLACES: Final = re.compile(rf" \({_PLACE}(?: to {_PLACE})?\)|, up to {_PLACE},")


def notes_of(doubts: Iterable[Doubt], units: Sequence[str]) -> tuple[str, ...]:
    """What is missing, then what to check ("101: …"), in the order of `units`; alike doubts once, `MOST` at the most.

    No note names a line or page, so that a document gives the same ones in every kind of file.
    """
    order = {unit: number for number, unit in enumerate(("", *units))}
    about: dict[tuple[bool, str], set[tuple[int, str]]] = {}
    for doubt in doubts:
        if doubt.weight != "note":
            place = order.get(doubt.unit, len(order)), doubt.unit
            about.setdefault((doubt.weight == "check", _sentences(doubt)), set()).add(place)
    found = sorted((check, sorted(places), said) for (check, said), places in about.items())
    notes = [f"{_lead([unit for _, unit in places if unit])}{said}" for _, places, said in found]
    left = len(notes) - MOST
    more = (f"{left} more doubt{'s' * (left > 1)} of the reading stand in its report.",) if left > 0 else ()
    return (*notes[:MOST], *more)


def _sentences(doubt: Doubt) -> str:
    what = cut(_PLACES.sub("", doubt.what), _LENGTH)
    return f"{what}{'' if what.endswith(('.', '?', '!', '…')) else '.'} {doubt.done}"


def _lead(units: Sequence[str]) -> str:
    if not units:
        return ""
    return f"{', '.join(units) if len(units) <= _UNITS else f'{len(units)} units'}: "
