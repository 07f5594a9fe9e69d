"""What the sharing screen lists besides a share itself."""

from collections.abc import Mapping, Sequence
from typing import Final

from fieldassess.screens.sync.whose import Whose
from fieldassess.text import counted
from fieldassess.widgets.plain import WARN, content, join
from fieldassess.widgets.row import Row, headed
from sessions.caseload import Row as Learner
from sessions.store.known import Pending

_ERASED: Final = "The record is hidden, and not shared any more. Press e to let it go from this device too."
_CUT_OFF: Final = "The last share here was cut off before it came to this. Share again."
_AWAITED: Final = (
    "Announced, or left out before entries that came. The carrier is still copying, or a file was lost: look at "
    "everything (l) on that device."
)
SET_ASIDE: Final = "set aside"
"""The key of the row that leads to what was set aside."""

WHOSE: Final = "whose"
"""The key of the row that says whose learners come to this device."""


def whose_row(whose: Whose) -> Row:
    """Whose learners come to this device."""
    more = "Press w to ask for others." if whose.elsewhere else "Press w to change that."
    said = f"Learners who come to this device: {whose.words}."
    return Row(WHOSE, f"{said} More are in the shared store." if whose.elsewhere else said, more=more, wrap=True)


def set_aside_rows(files: int) -> list[Row]:
    """How many files were set aside."""
    if not files:
        return []
    said = join(content("! ", WARN), f"{counted(files, 'file')} with something wrong")
    return [headed("Set aside", key="heading:aside"), Row(SET_ASIDE, said, more="Press q to see why, and what to do.")]


def awaited_rows(awaited: Sequence[Pending], names: Mapping[str, str], *, cut_off: bool) -> list[Row]:
    """What was announced and has not arrived: a line for each learner and device, and one for all without a name.

    `cut_off`: this device's own share did not come to its end, so that nobody else has anything to look into.
    """
    if not awaited:
        return []
    total = counted(sum(pending.entries for pending in awaited), "entry")
    said = [f"{names[each.learner]}: {each.text}" for each in awaited if each.learner in names]
    unknown: dict[str, list[int]] = {}
    for each in awaited:
        if each.learner not in names:
            unknown.setdefault(each.label, []).append(each.entries)
    for label, entries in unknown.items():
        who = "a learner" if len(entries) == 1 else f"{len(entries)} learners"
        said.append(f"{who} not known here: waiting for {counted(sum(entries), 'entry')} of {label}")
    more = _CUT_OFF if cut_off else _AWAITED
    rows = [Row(f"awaited:{number}", line, more=more, wrap=True) for number, line in enumerate(said)]
    return [headed("Awaited", total, key="heading:awaited"), *rows]


def erased_rows(learners: Sequence[Learner]) -> list[Row]:
    """Learners whom colleagues erased, and whose record goes here when it is confirmed."""
    if not learners:
        return []
    rows = [headed("Erased by colleagues", key="heading:erased")]
    for learner in learners:
        named = join(content("! ", WARN), learner.name)
        rows.append(Row(f"erased:{learner.learner}", named, right=learner.number, more=_ERASED))
    return rows
