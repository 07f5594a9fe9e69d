"""What carrying a learner over to another edition would do, in words."""

from collections.abc import Collection, Iterator

from fieldassess.text import counted
from sessions.carrying import Offer
from unitdata import Pack


def words_of(pack: Pack, ref: str) -> str:
    """What a statement (`UNIT/ref`) says: in full where its wording was read in."""
    statement = pack.statement(ref)
    return getattr(statement, "text", None) or (statement.prompt if statement else "")


def what_counts_on(offered: Offer, same: Collection[str] = ()) -> Iterator[str]:
    """How much of the record counts on, where the reworded statements in `same` mean the same, and what does not."""
    said = ["Nothing was recorded until now."] if not (offered.recorded or offered.again) else []
    if recorded := len(offered.recorded):
        said.append(f"What was recorded about {offered.count_on(same)} of {counted(recorded, 'statement')} counts on.")
    if offered.again:
        said.append(f"What did not count any more counts again: {', '.join(offered.again)}.")
    yield " ".join(said)
    if left := [ref for ref in offered.in_question if ref not in same]:
        yield f"Worded otherwise, not counted unless it means the same: {', '.join(left)}."
    if gone := [ref for ref in offered.lost if ref in offered.gone]:
        yield f"Gone, not counted: {', '.join(gone)}."
    if left := [ref for ref in offered.lost if ref not in offered.gone]:
        yield f"Not counted, as was said when they were carried over before: {', '.join(left)}."
    if strange := offered.units_gone:
        yield f"Chosen and not in this edition: {', '.join(strange)}."
