"""What the sharing screen lists besides a share itself."""

from collections.abc import Sequence
from typing import Final

from fieldassess.widgets.plain import WARN, content, join
from fieldassess.widgets.row import Row, headed
from sessions.caseload import Row as Learner

_ERASED: Final = "The record is hidden, and not shared any more. Press e to let it go from this device too."


def erased_rows(learners: Sequence[Learner]) -> list[Row]:
    """Learners whom colleagues erased, and whose record goes here when it is confirmed."""
    if not learners:
        return []
    rows = [headed("Erased by colleagues", key="heading:erased")]
    for learner in learners:
        named = join(content("! ", WARN), learner.name)
        rows.append(Row(f"erased:{learner.learner}", named, right=learner.number, more=_ERASED))
    return rows
