"""Finding rows by parts of their words, and by words of the full wording that they stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, utils
from textual.content import Content

from fieldassess.text import plain
from fieldassess.widgets.plain import MUTED, STRONG, content, join
from fieldassess.widgets.row import Row

_ALIKE: Final = 75.0
_SHORT: Final = 3
_NAMED: Final = 120.0
"""What stands on the left names the row: typed whole, it comes before the same word elsewhere."""
_BEHIND: Final = 80.0
"""A word of the full wording counts less than one on the row."""
_AROUND: Final = 24


def matching(typed: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that have every word typed, or one much like it, best first; all of them when nothing is typed.

    In the full wording no slips are allowed for. A row found by words of that alone shows them.
    """
    wanted = utils.default_process(typed).split()
    if not wanted:
        return list(rows)
    found = [hit for row in rows if not row.heading and (hit := _hit(wanted, row))]
    return [row for _, row in sorted(found, key=lambda hit: -hit[0])]


def _hit(wanted: list[str], row: Row) -> tuple[float, Row] | None:
    """How well the row has all the words, and the row to show for that; None where it lacks one."""
    parts = (row.left, "" if callable(row.body) else row.body, row.right, row.more, row.find)
    words = utils.default_process(" ".join(content(part).plain for part in parts)).split()
    names = utils.default_process(content(row.left).plain).split()
    scores = [_NAMED if w in names else max((_alike(w, word) for word in words), default=0.0) for w in wanted]
    behind = [_begins(want) for want, score in zip(wanted, scores, strict=True) if score < _ALIKE]
    if not all(word.search(row.wording) for word in behind):
        return None
    on_row = [score for score in scores if score >= _ALIKE]
    score = (sum(on_row) + _BEHIND * len(behind)) / len(wanted)
    return score, _told(row, behind) if behind else row


def _alike(want: str, word: str) -> float:
    if word.startswith(want):
        return 100.0 if word == want else 95.0
    if want in word:
        return 85.0
    return 0.0 if len(want) <= _SHORT else 0.9 * fuzz.ratio(want, word[: len(want) + 1])


def _begins(want: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(want)}\w*", re.IGNORECASE)


def _told(row: Row, behind: Sequence[re.Pattern[str]]) -> Row:
    """The row, and below it the words of the full wording that it was found by."""
    if callable(row.body):
        return row
    text = " ".join(plain(row.wording).split())
    found = sorted(match.span() for word in behind if (match := word.search(text)))
    said = content(" … ", MUTED).join(_passages(text, found))
    return replace(row, body=join(row.body, "\n", content("… ", MUTED), said, content(" …", MUTED)), wrap=True)


def _passages(text: str, found: Sequence[tuple[int, int]]) -> Iterator[Content]:
    """The words found, each among its neighbours; those that stand near each other in one passage."""
    passages: list[tuple[int, int]] = []
    for at, end in found:
        start = text.rfind(" ", 0, max(0, at - _AROUND)) + 1
        stop = text.find(" ", end + _AROUND)
        if passages and start <= passages[-1][1]:
            start = passages.pop()[0]
        passages.append((start, stop if stop >= 0 else len(text)))
    for start, stop in passages:
        said = content(text[start:stop], MUTED)
        for at, end in found:
            if start <= at < stop:
                said = said.stylize(STRONG, at - start, end - start)
        yield said
