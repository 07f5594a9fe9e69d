"""What is different from one edition of a qualification to another."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual import getters, work
from textual.app import ComposeResult

from fieldassess.app import FieldAssess
from fieldassess.commands import Back, Command
from fieldassess.commands.packs import FindStatement
from fieldassess.screens.base import Page
from fieldassess.text import counted
from fieldassess.widgets.dialog import Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import BAD, GOOD, MUTED, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from unitdata import Change, Pack, PinnedPack, Vocabulary, changes, is_shipped

_MARKS: Final[dict[str, Text]] = {
    "added": content("+", GOOD),
    "removed": content("−", BAD),
    "reworded": content("~", WARN),
    "altered": content("~", WARN),
}


class Changes(Page[None]):
    """What one edition has otherwise than another."""

    TITLE = "What changed"
    HELP = """What was added (+), removed (−), and worded or counted otherwise (~), unit by unit. What was before \
stands below the line under the cursor. Nobody's record changes by this: c on a learner's screen carries them over."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (FindStatement, Back)

    rows = getters.query_one(Rows)

    def __init__(self, before: Pack, after: Pack, found: Sequence[Change]) -> None:
        super().__init__()
        self._before, self._after, self._found = before, after, found

    @property
    def vocabulary(self) -> Vocabulary:
        return self._after.vocabulary

    def body(self) -> ComposeResult:
        yield Head(self._after.title, counted(sum(change.how in _MARKS for change in self._found), "change"))
        yield Rows(list(self._rows()))

    def _rows(self) -> Iterator[Row]:
        yield Row("editions", f"from edition {_edition(self._before)} to {_edition(self._after)}", wrap=True)
        for how in ("wording added", "wording removed"):
            if worded := [change.unit for change in self._found if change.how == how]:
                units = counted(len(set(worded)), "unit")
                yield Row(how, f"full {how}: {counted(len(worded), 'statement')} in {units}", wrap=True)
        changed = [change for change in self._found if change.how in _MARKS]
        if not changed:
            yield Row("same", join(content("✓ ", GOOD), "both ask the same, in the same prompts"), wrap=True)
        for ref in dict.fromkeys(change.unit for change in changed):
            unit = self._after.unit.get(ref) or self._before.unit.get(ref)
            yield headed(f"{ref} {unit.title}" if unit else "The qualification", key=f"unit:{ref}")
            for number, change in enumerate(change for change in changed if change.unit == ref):
                yield _row(f"{ref}:{number}", change)

    @work
    async def action_find_statement_command(self) -> None:
        found = [row for row in self.rows.rows if not row.heading]
        chosen = await self.app.push_screen_wait(Pick("Find a change", found))
        if chosen:
            self.rows.move_to(chosen)


def _row(key: str, change: Change) -> Row:
    left = join(_MARKS[change.how], f" {change.ref}" if change.ref else "")
    said = change.after or change.before or ""
    if change.how in ("added", "removed"):
        return Row(key, said, left=left, right=content(change.how, MUTED), indent=1)
    was, now = change.before or "not there", change.after or "not there"
    return Row(key, now, left=left, more=lines([f"was: {was}", f"now: {now}"]), indent=1)


def _edition(pack: Pack) -> str:
    full = "in full wording" if pack.wording == "full" else "in short prompts"
    return f"{pack.edition}, {full}"


async def show_changes(app: FieldAssess, here: PinnedPack, others: Sequence[PinnedPack]) -> None:
    """Show what differs between two editions, asking which where there are several others. For a worker.

    The one that comes with the program counts as the earlier, whichever is `here`.
    """
    rows = [Row(other.sha, _edition(other.pack), right=content(other.sha[:8], MUTED)) for other in others]
    chosen = others[0].sha if len(others) == 1 else await app.push_screen_wait(Pick("Beside which edition?", rows))
    other = next((other for other in others if other.sha == chosen), None)
    if other:
        before, after = (here.pack, other.pack) if is_shipped(here) else (other.pack, here.pack)
        found = await app.in_background(lambda: changes(before, after))
        await app.push_screen(Changes(before, after, found))
