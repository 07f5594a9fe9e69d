"""What carrying a learner over to another edition would do, in words."""

from collections.abc import Collection, Iterator

from fieldassess.brief import statement
from fieldassess.text import counted
from sessions.carrying import Offer, called, parts_of
from unitdata import Pack


def words_of(pack: Pack, full: str) -> str:
    """What `UNIT/ref` says: in full where its wording was read in."""
    unit, _, ref = full.partition("/")
    return getattr(pack.statement(full), "text", None) or statement(pack.unit[unit], ref)


def was_and_now(offered: Offer, ref: str) -> tuple[str, str]:
    """What a reworded statement said and says, after what it was and is part of where that is called otherwise."""
    packs = (offered.was, offered.to.pack)
    was, now = ([called(part) for part in parts_of(pack, ref)] for pack in packs)
    before = [*(part for part in was if part not in now), words_of(packs[0], ref)]
    after = [*(part for part in now if part not in was), words_of(packs[1], ref)]
    return " › ".join(before), " › ".join(after)


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
