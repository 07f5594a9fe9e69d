"""What goes to a criterion: `2` `4` goes to 2.4 of the unit the cursor is in, or of the only one that has it.

Where criteria are lettered, the letter follows at once: `2` `d`.
"""

from dataclasses import dataclass
from typing import Final

from fieldassess.screens.observe.board import Board

_WITHIN: Final = 2.0
_NEXT_UNIT: Final = "0"


@dataclass(frozen=True)
class Typed:
    """Digits typed shortly after each other, and what they mean so far.

    `to`: the criterion meant · `near`: those of the cursor's unit whose numbers begin so · `said`: what to tell ·
    `open`: whether a further digit may go on from here.
    """

    digits: str = ""
    at: float = 0.0
    to: str | None = None
    near: tuple[str, ...] = ()
    said: str = ""
    open: bool = False

    def more(self, board: Board, digit: str, at: float, unit: str) -> "Typed":
        """What they mean with one digit more, typed at `at` (seconds) while the cursor is in `unit`."""
        if self.open and at - self.at < _WITHIN:  # after 2 4, a 1 begins another number unless there is a 2.41
            longer = _meant(board, self.digits + digit, at, unit)
            if longer.open or not self.to:
                return longer
        return _next_unit(board, at, unit) if digit == _NEXT_UNIT else _meant(board, digit, at, unit)

    def goes_on(self, board: Board, letter: str, at: float, unit: str) -> bool:
        """Whether a letter, typed now, makes these digits a criterion's number: it begins no note then."""
        soon = self.open and bool(self.digits) and at - self.at < _WITHIN
        return soon and _meant(board, self.digits + letter.casefold(), at, unit).to is not None


def _number(short: str) -> str:
    """What to type for a criterion: `24` for `2.4`, `2d` for `2.d`."""
    return "".join(filter(str.isalnum, short)).casefold()


def _meant(board: Board, digits: str, at: float, unit: str) -> Typed:
    numbers = {u.full(ref): _number(u.short(ref)) for u in board.units.values() for ref in u.criteria}
    begin = [ref for ref, number in numbers.items() if number.startswith(digits)]
    own = [ref for ref in begin if ref.startswith(f"{unit}/")]
    exact = [ref for ref in own or begin if numbers[ref] == digits]
    number = f"{digits[0]}.{digits[1:]}" if digits[1:] else digits
    if not begin:
        return Typed(said=f"No {number} in the open units")
    if own:
        return Typed(digits, at, exact[0] if exact else None, tuple(own), "" if exact else f"{digits} …", open=True)
    if not exact:
        return Typed(digits, at, said=f"{digits} …", open=True)
    units = " and ".join(board.tags.get(ref.partition("/")[0], "") for ref in exact)
    if len(exact) > 1:
        return Typed(said=f"{number} stands in {units}, not in {board.tags.get(unit, unit)}: 0 goes to the next unit")
    return Typed(digits, at, exact[0], said=f"{board.short(exact[0])}: only {units} has {number}", open=True)


def _next_unit(board: Board, at: float, unit: str) -> Typed:
    order = list(board.units)
    here = order.index(unit) if unit in order else -1
    for ref in order[here + 1 :] + order[: here + 1]:
        for criterion in board.units[ref].criteria:
            return Typed(at=at, to=board.units[ref].full(criterion), said=f"unit {board.tags.get(ref, '')} {ref}")
    return Typed(said="No criteria in the open units")
