"""The home screen: what is unfinished, then every learner in a line, with what is open and whom to see."""

from datetime import date, datetime
from typing import ClassVar, Final

from textual import events, getters, on, work
from textual.app import ComposeResult

from fieldassess.commands import Command
from fieldassess.commands.caseload import AddLearner, ChangeSettings, FindLearner, Packs, Share
from fieldassess.commands.learner import NextVisit, Observe, OpenRow, Question, Review
from fieldassess.dates import show_date
from fieldassess.screens.records import LearnerHere
from fieldassess.widgets.bar import bar
from fieldassess.widgets.columns import Column, lay, titles, widths
from fieldassess.widgets.dialog import Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import MUTED, STRONG, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.caseload import Row as Learner
from sessions.workspace import Unfinished

LONG_SINCE: Final = 28
"""Days without a visit after which a learner who is not done deserves a look."""
_NARROW_BELOW: Final = 56
_WIDE: Final = (
    Column("Learner", 16, grow=2),
    Column("Scheme", 6, drop=2),
    Column("Progress", 12, grow=1, drop=1),
    Column("Open", 4, align="right"),
    Column("Last visit", 13),
    Column("Next", 10),
    Column("", 1),
)
_NARROW: Final = (
    Column("Learner", 12, grow=1),
    Column("Open", 4, align="right"),
    Column("Last", 6),
    Column("Next", 6),
    Column("", 1),
)
EMPTY: Final = (
    "No learners yet. Press a to add the first one, or s to share with a colleague and take in the records "
    "that are in your centre's shared folder."
)


class Caseload(LearnerHere[None]):
    """Every learner at a glance."""

    TITLE = "Caseload"
    HELP = """Your learners. The bar shows how much of their units has been shown; Open counts what has not. \
A ! marks who needs a look; why is said under the cursor.

Sessions that you have not signed yet stand at the top: enter goes on with them."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        OpenRow, Observe, Question, Review, NextVisit, AddLearner, FindLearner, Share, Packs, ChangeSettings,
    )  # fmt: skip

    head = getters.query_one(Head)
    rows = getters.query_one(Rows)
    _unfinished: tuple[Unfinished, ...] | None = None

    def __init__(self) -> None:
        super().__init__()
        self._counted: dict[str, int] = {}

    def body(self) -> ComposeResult:
        yield Head()
        yield Rows(empty=EMPTY)

    def on_mount(self) -> None:
        self._show()

    @property
    def learner_id(self) -> str | None:
        kind, _, learner = (self.rows.cursor_key or "").partition(":")
        return learner if kind == "learner" else None

    def possible(self, command: type[Command]) -> bool | None:
        if not self.is_mounted:
            return True
        if command in (Observe, Question, Review, NextVisit):
            return True if self.learner_id else None
        if command is OpenRow:
            return True if self.rows.cursor_key else None
        if command is FindLearner:
            return True if self.app.workspace.caseload.rows() else None
        return True

    # what is shown

    def read(self) -> tuple[Unfinished, ...]:
        """Bring rows that may be out of date up to date, and find what is unfinished."""
        workspace = self.app.workspace
        moved = {learner: len(workspace.learner(learner).portfolio.entries) for learner in workspace.stale()}
        changed = [learner for learner, count in moved.items() if self._counted.get(learner) != count]
        if changed:
            workspace.refresh(changed)
        self._counted.update(moved)
        return tuple(workspace.unfinished())

    @on(LearnerHere.Read)
    def _was_read(self, event: LearnerHere.Read) -> None:
        first, self._unfinished = self._unfinished is None, event.found
        self._show()
        if first:
            self.rows.action_edge(False)

    def _show(self) -> None:
        learners, now = self.app.workspace.caseload.rows(), self.app.now()
        rows = [_unfinished_row(unfinished, now) for unfinished in self._unfinished or ()]
        if rows:
            rows.append(Row("gap", "", heading=True))
        if learners:
            rows.append(Row("titles", lambda width: content(titles(_columns(width), width), MUTED), heading=True))
        rows += [_learner_row(learner, now.date()) for learner in learners]
        self.rows.set_rows(rows)
        self._show_head()
        self.refresh_bindings()

    @on(Rows.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        self._show_head()

    def _show_head(self) -> None:
        me = self.app.workspace.device.me
        unshared = sum(learner.unshared for learner in self.app.workspace.caseload.rows())
        wide = self.app.size.width >= _NARROW_BELOW
        who = f"{me.name} ({me.initials})" if me else ""
        self.head.show(
            f"fieldassess   {who}" if wide else who,
            shared_words(unshared, wide=wide),
        )

    # what can be done

    @on(Rows.Chosen)
    def action_open_row_command(self) -> None:
        key = self.rows.cursor_key or ""
        if self.learner_id:
            self.open_learner(self.learner_id)
        for unfinished in self._unfinished or ():
            if key == f"session:{unfinished.session}":
                self.go_on(unfinished.learner, unfinished.session)

    def open_learner(self, learner_id: str) -> None:
        """Go to a learner's own screen."""
        from fieldassess.screens.learner import LearnerPage

        self.app.push_screen(LearnerPage(learner_id))

    @work
    async def action_add_learner_command(self) -> None:
        from fieldassess.screens.register import register

        learner_id = await register(self.app)
        if learner_id:
            self._show()
            self.rows.move_to(f"learner:{learner_id}")
            self.open_learner(learner_id)

    @work
    async def action_find_learner_command(self) -> None:
        chosen = await self.app.push_screen_wait(Pick("Find a learner", found_rows(self.app.workspace.caseload.rows())))
        if chosen:
            self.rows.move_to(f"learner:{chosen}")

    def action_share_command(self) -> None:
        from fieldassess.screens.sync import Sync

        self.app.push_screen(Sync())

    def action_packs_command(self) -> None:
        from fieldassess.screens.packs import PackShelf

        self.app.push_screen(PackShelf())

    def action_change_settings_command(self) -> None:
        from fieldassess.screens.settings import SettingsPage

        self.app.push_screen(SettingsPage())


def shared_words(unshared: int, *, wide: bool) -> Text:
    """How much has not been shared yet, in as many words as there is room for."""
    if not unshared:
        return content("✓ all shared" if wide else "✓ shared", MUTED)
    entries = "entry" if unshared == 1 else "entries"
    return content(f"⇅ {unshared} {entries} not yet shared" if wide else f"⇅ {unshared} unshared", WARN)


def found_rows(learners: list[Learner]) -> list[Row]:
    """Learners as rows to find one in."""
    return [
        Row(
            learner.learner,
            learner.name,
            right=content(scheme(learner), MUTED),
            find=f"{learner.employer} {learner.number} {learner.initials}",
        )
        for learner in learners
    ]


def scheme(learner: Learner) -> str:
    """`CVQ 2`: short for the qualification."""
    if not learner.pack_id:
        return "–"
    level = "" if learner.level is None else f" {learner.level}"
    return f"{learner.pack_id.partition('-')[0].upper()}{level}"


def attention(learner: Learner, today: date) -> list[str]:
    """Why someone needs a look, in plain words."""
    why = []
    if learner.disagreements:
        things = "one thing" if learner.disagreements == 1 else f"{learner.disagreements} things"
        why.append(f"people stated {things} differently: to be settled")
    if not learner.pack_id:
        why.append("not enrolled on a qualification yet")
        return why
    if not (learner.open or learner.to_confirm):
        return why
    if learner.next_visit and learner.next_visit < today:
        why.append(f"the visit planned for {show_date(learner.next_visit, today)} has passed")
    if learner.last_visit and (days := (today - learner.last_visit).days) >= LONG_SINCE:
        why.append(f"no visit for {days} days")
    return why


def standing(learner: Learner) -> str:
    """How far someone is, in words. "Ready" only when nothing but confirmations is open."""
    if not learner.pack_id:
        return ""
    if not learner.total:
        return "the units' statements are not on this device"
    shown = f"{learner.total - learner.open} of {learner.total} shown"
    if learner.open:
        return f"{shown}, {learner.open} open; {learner.done} of {learner.units} units done"
    if learner.to_confirm:
        return f"all {learner.total} shown; {learner.to_confirm} to confirm"
    return f"all {learner.total} shown and confirmed"


def _columns(width: int) -> tuple[Column, ...]:
    return _WIDE if width >= _NARROW_BELOW else _NARROW


def _learner_row(learner: Learner, today: date) -> Row:
    why = attention(learner, today)

    def cells(width: int) -> Text:
        columns = _columns(width)
        narrow = columns is _NARROW
        shown: dict[str, Text] = {
            "Learner": learner.name,
            "Scheme": scheme(learner),
            "Progress": _progress(learner, widths(columns, width)[2]),
            "Open": str(learner.open) if learner.total else "–",
            "Last visit": _last(learner.last_visit, today),
            "Last": f"{(today - learner.last_visit).days} d" if learner.last_visit else "–",
            "Next": _next(learner, today, narrow=narrow),
            "": content("!" if why else " ", f"{STRONG} {WARN}"),
        }
        return lay([shown[column.title] for column in columns], columns, width)

    said = [standing(learner), f"next: {learner.next_note}" if learner.next_note else ""]
    marked = [join(content("! ", WARN), text) for text in why]
    more = lines([*marked, *filter(None, said)])
    return Row(f"learner:{learner.learner}", cells, more=more, find=learner.name)


def _progress(learner: Learner, width: int) -> Text:
    if not learner.pack_id:
        return content("not enrolled", MUTED)
    if not learner.total:
        return content("not known", MUTED)
    if not learner.open:
        return "to confirm" if learner.to_confirm else "all shown"
    return bar(learner.total - learner.open, learner.total, width)


def _last(day: date | None, today: date) -> str:
    return f"{show_date(day, today)}, {(today - day).days} d" if day else "none yet"


def _next(learner: Learner, today: date, *, narrow: bool) -> str:
    if learner.next_visit:
        return show_date(learner.next_visit, today)
    if learner.next_note:
        return "?" if narrow else "to confirm"
    return "–"


def _unfinished_row(unfinished: Unfinished, now: datetime) -> Row:
    state = {"paused": "Paused", "writing up": "Writing up"}.get(unfinished.state, "Unfinished")
    entries = "1 entry" if unfinished.entries == 1 else f"{unfinished.entries} entries"
    body = join(
        content(f"{state}: ", f"{STRONG} {WARN}"),
        content(unfinished.name, STRONG),
        f", {unfinished.method}, {when(unfinished.began, now)}, {entries}",
    )
    return Row(f"session:{unfinished.session}", body, more=f"enter goes on with it   {unfinished.number}")


def when(at: datetime, now: datetime) -> str:
    """`today 10:42`, `19 Nov 10:42`."""
    day = "today" if at.date() == now.date() else show_date(at.date(), now.date())
    return f"{day} {at:%H:%M}"
