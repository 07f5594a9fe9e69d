"""Finding rows by parts of their words."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, utils

from fieldassess.widgets.plain import content
from fieldassess.widgets.row import Row

_ALIKE: Final = 75.0
_SHORT: Final = 3
_NAMED: Final = 120.0
"""What stands on the left names the row: typed whole, it comes before the same word elsewhere."""


def matching(typed: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that have every word typed, or one much like it, best first; all of them when nothing is typed."""
    wanted = utils.default_process(typed).split()
    if not wanted:
        return list(rows)
    found = [(_score(wanted, row), row) for row in rows if not row.heading]
    return [row for score, row in sorted(found, key=lambda pair: -pair[0]) if score > 0]


def _score(wanted: list[str], row: Row) -> float:
    parts = (row.left, "" if callable(row.body) else row.body, row.right, row.more, row.find)
    words = utils.default_process(" ".join(content(part).plain for part in parts)).split()
    names = utils.default_process(content(row.left).plain).split()
    scores = [_NAMED if w in names else max((_alike(w, word) for word in words), default=0.0) for w in wanted]
    return sum(scores) / len(scores) if min(scores) >= _ALIKE else 0.0


def _alike(want: str, word: str) -> float:
    if word.startswith(want):
        return 100.0 if word == want else 95.0
    if want in word:
        return 85.0
    return 0.0 if len(want) <= _SHORT else 0.9 * fuzz.ratio(want, word[: len(want) + 1])
