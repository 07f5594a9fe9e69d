"""Carrying a learner over to another edition: what changes and what counts on is shown, then it is asked for."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final

from textual import getters, on
from textual.app import ComposeResult

from fieldassess.app import FieldAssess
from fieldassess.carrying import was_and_now, what_counts_on, words_of
from fieldassess.commands import Back, Command
from fieldassess.commands.learner import CarryThemOver, MeansTheSame
from fieldassess.screens.base import Page
from fieldassess.screens.records import read_here, recorded
from fieldassess.text import counted
from fieldassess.widgets.dialog import Ask, Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import GOOD, MUTED, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.bodies import Enrolment
from sessions.carrying import Offer, carry_over, offer
from sessions.earlier import ways_to
from sessions.outlook import Outlook
from sessions.portfolio import Portfolio
from sessions.shelf import other_editions
from unitdata import Change, PackError, PinnedPack, Vocabulary, changes

_LEAVE: Final = {"l": "Leave, carry nobody over", "s": "Stay"}


class CarryOver(Page[tuple[str, ...] | None]):
    """What an edition changes for a learner. The result: the reworded statements that mean the same, or None."""

    TITLE = "Carry over"
    HELP = """What is different in the other edition, and what of the record counts on with it. What was recorded \
keeps its meaning and its words; what is new is to be shown.

A statement that is worded otherwise counts on only if you say that it means the same: tick it.

A carrying over in error is taken back in the same way: c again, to the edition before. What was recorded with that \
edition then counts as it did, with nothing to tick."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (MeansTheSame, CarryThemOver, Back)

    app = getters.app(FieldAssess)
    rows = getters.query_one(Rows)

    def __init__(self, name: str, offered: Offer) -> None:
        super().__init__()
        self._name, self._offered = name, offered
        self._same: set[str] = set()

    @property
    def vocabulary(self) -> Vocabulary:
        return self._offered.to.pack.vocabulary

    def body(self) -> ComposeResult:
        pack = self._offered.to.pack
        yield Head(f"{self._name} · {pack.title}", f"edition {pack.edition}")
        yield Rows(self._rows())

    @property
    def _ticked(self) -> str | None:
        kind, _, ref = (self.rows.cursor_key or "").partition(":")
        return ref if kind == "reworded" else None

    @on(Rows.Chosen)
    def action_means_the_same_command(self) -> None:
        if self._ticked:
            self._same ^= {self._ticked}
            self.rows.set_rows(self._rows())

    def action_carry_them_over_command(self) -> None:
        self.dismiss(tuple(ref for ref in self._offered.reworded if ref in self._same))

    def action_back_command(self) -> None:
        if self._same:
            self.app.push_screen(Ask("Leave without carrying over?", _LEAVE), self._leave)
        else:
            self.dismiss(None)

    def _leave(self, answer: str | None) -> None:
        if answer == "l":
            self.dismiss(None)

    # what is shown

    def _rows(self) -> list[Row]:
        offered = self._offered
        rows = [headed("What counts on", key="heading:counts")]
        for number, said in enumerate(what_counts_on(offered, self._same)):
            rows.append(Row(f"counts:{number}", join(content("! ", WARN), said) if number else said, wrap=True))
        in_question = {*offered.in_question}
        reworded = sorted(offered.reworded, key=lambda ref: ref not in in_question)
        rows += _part("Worded otherwise", [self._reworded(ref) for ref in reworded])
        gone = sorted(offered.gone, key=lambda ref: ref not in offered.recorded)
        rows += _part("Gone", [self._gone(ref) for ref in gone])
        rows += _part("Under another number", [self._moved(old, new) for old, new in offered.renamed.items()])
        return rows + list(self._others())

    def _reworded(self, ref: str) -> Row:
        was, now = was_and_now(self._offered, ref)
        mark = content("☑", GOOD) if ref in self._same else content("☐", MUTED)
        more = lines([f"was: {was}", f"now: {now}"])
        says = words_of(self._offered.to.pack, ref)
        return Row(f"reworded:{ref}", says, left=join(mark, f" {ref}"), right=self._times(ref), more=more)

    def _gone(self, ref: str) -> Row:
        return Row(f"gone:{ref}", words_of(self._offered.was, ref), left=ref, right=self._times(ref))

    def _moved(self, old: str, new: str) -> Row:
        return Row(f"moved:{old}", words_of(self._offered.to.pack, new), left=f"{old} → {new}", right=self._times(old))

    def _times(self, ref: str) -> Text:
        times = self._offered.recorded.get(ref)
        return content(f"recorded {times}×", MUTED) if times else ""

    def _others(self) -> Iterator[Row]:
        """What changed besides, of which nothing recorded is touched."""
        offered = self._offered
        new = [Row(f"new:{ref}", words_of(offered.to.pack, ref), left=ref) for ref in offered.new]
        yield from _part("New", new)
        known = {*offered.reworded, *offered.gone, *offered.renamed, *offered.renamed.values()}
        found = [(c, place) for c in offered.changes if (place := _place(c)) not in known]
        altered = [(c, place) for c, place in found if c.how in ("altered", "reworded")]
        yield from _part("Changed besides", [_altered(number, *each) for number, each in enumerate(altered)])
        for how in ("wording added", "wording removed"):
            if count := sum(c.how == how for c in offered.changes):
                yield headed(f"Full {how}", counted(count, "statement"), key=f"heading:{how}")


def _altered(number: int, change: Change, place: str) -> Row:
    before, after = change.before or "not there", change.after or "not there"
    return Row(f"altered:{number}", after, left=place, more=lines([f"was: {before}", f"now: {after}"]))


def _place(change: Change) -> str:
    return "/".join(filter(None, (change.unit, change.ref)))


def _part(title: str, rows: Sequence[Row]) -> list[Row]:
    return [headed(title, str(len(rows)), key=f"heading:{title}"), *rows] if rows else []


def offers_more(edition: PinnedPack, outlook: Outlook) -> bool:
    """Whether an edition is worth a word.

    None that the learner was on is, nor one that says the same, nor prompts where there is full wording.
    """
    if outlook.enrolled is None or edition.sha in ways_to(outlook.portfolio, outlook.enrolled.pack):
        return False
    if outlook.pack and not changes(outlook.pack, edition.pack):
        return False
    return edition.pack.wording == "full" or outlook.pack is None or outlook.pack.wording == "prompt"


async def other_edition(app: FieldAssess, portfolio: Portfolio, enrolled: Enrolment) -> PinnedPack | None:
    """Ask for another edition of a qualification than the one enrolled on; None, said why, where there is none."""
    try:
        editions = await app.in_background(lambda: other_editions(app.workspace, enrolled.pack_id, enrolled.pack))
    except (PackError, OSError) as error:
        app.notify(f"A qualification cannot be read: {error}.", severity="error")
        return None
    if not editions:
        app.notify("There is no other edition of this qualification here.")
        return None
    before = ways_to(portfolio, enrolled.pack)
    rows = [
        Row(pinned.sha, _edition(pinned, before=pinned.sha in before), right=pinned.sha[:8], wrap=True)
        for pinned in editions
    ]
    chosen = editions[0].sha if len(editions) == 1 else await app.push_screen_wait(Pick("To which edition?", rows))
    return next((pinned for pinned in editions if pinned.sha == chosen), None)


def _edition(pinned: PinnedPack, *, before: bool) -> Text:
    wording = "in the handbook's full wording" if pinned.pack.wording == "full" else "in our prompts"
    was = content(" · was on it before", MUTED) if before else ""
    return join(f"Edition: {pinned.pack.edition}, {wording}", was)


async def carry_to(app: FieldAssess, learner_id: str, pinned: PinnedPack) -> bool:
    """Show what an edition changes for a learner and, if that is wanted, record it. Call it in a worker."""
    workspace = app.workspace
    offered = await read_here(app, lambda: offer(workspace, learner_id, pinned))
    if offered is None:
        return False
    name = await app.in_background(lambda: workspace.learner(learner_id).portfolio.name)
    same = await app.push_screen_wait(CarryOver(name, offered))
    if same is None:
        return False
    return await recorded(app, lambda: carry_over(workspace, offered, same)) is not None
