"""The home screen: what is unfinished, then every learner in a line, with what is open and whom to see."""

from collections.abc import Iterator
from typing import ClassVar, Final

from textual import events, getters, on, work
from textual.app import ComposeResult

from fieldassess.commands import Command
from fieldassess.commands.caseload import AddLearner, ChangeSettings, FindLearner, Packs, Share
from fieldassess.commands.learner import NextVisit, Observe, OpenRow, Question, Review
from fieldassess.screens.base import GoTo
from fieldassess.screens.caseload.rows import (
    MORE,
    columns_for,
    found_rows,
    learner_row,
    shared_words,
    unfinished_rows,
)
from fieldassess.screens.records import LearnerHere
from fieldassess.widgets.columns import NARROW_BELOW, titles
from fieldassess.widgets.dialog import Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import MUTED, content
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.erasing import hidden_here
from sessions.rows import follow, stale
from sessions.store.known import read_known
from sessions.unfinished import Unfinished, unfinished_sessions

EMPTY: Final = (
    "No learners yet. Press a to add the first one, or s to share with a colleague and take in the records "
    "that are in your centre's shared store."
)
_HIDDEN: Final = (
    "Nobody is listed. Records that a colleague erased are hidden here until you confirm that they go from this device "
    "too: press s. Press a to add a learner."
)
_NOBODY: Final = "Nobody goes by these words."
_NOBODY_HERE: Final = "Nobody here goes by these words. More learners are in the shared store: press s, then w."


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
        self._all_unfinished = False

    def body(self) -> ComposeResult:
        yield Head()
        yield Rows(empty=EMPTY)

    def on_mount(self) -> None:
        self._show()

    @property
    def learner_id(self) -> str | None:
        kind, _, key = (self.rows.cursor_key or "").partition(":")
        if unfinished := self._unfinished_here:
            return unfinished.learner
        return key if kind == "learner" else None

    @property
    def _unfinished_here(self) -> Unfinished | None:
        return next((u for u in self._unfinished or () if self.rows.cursor_key == f"session:{u.session}"), None)

    def possible(self, command: type[Command]) -> bool | None:
        if self.is_mounted and command in (OpenRow, Observe, Question, Review, NextVisit, FindLearner):
            return self.learner_id is not None or (command is OpenRow and self.rows.cursor_key == MORE)
        return True

    # what is shown

    def read(self) -> tuple[Unfinished, ...]:
        """Bring rows that may be out of date up to date, and find what is unfinished."""
        workspace = self.app.workspace
        moved = {learner: len(workspace.learner(learner).portfolio.entries) for learner in stale(workspace)}

        def differs(learner: str) -> bool:
            row = workspace.caseload.get(workspace.caseload.together(learner)[0])
            unshared = sum(map(workspace.unshared, workspace.caseload.together(learner)))
            return self._counted.get(learner) != moved[learner] or row is None or row.unshared != unshared

        changed = list(filter(differs, moved))
        if changed:
            follow(workspace, *changed)
        self._counted.update(moved)
        return tuple(unfinished_sessions(workspace))

    @on(LearnerHere.Read)
    def _was_read(self, event: LearnerHere.Read) -> None:
        first, self._unfinished = self._unfinished is None, event.found
        self._show()
        if first:
            self.rows.action_edge(False)

    def _show(self) -> None:
        learners, now = self.app.workspace.caseload.rows(), self.app.now()
        rows = unfinished_rows(self._unfinished or (), now, everything=self._all_unfinished)
        if rows:
            rows.append(Row("gap", "", heading=True))
        if learners:
            rows.append(Row("titles", lambda width: content(titles(columns_for(width), width), MUTED), heading=True))
        rows += [learner_row(learner, now.date()) for learner in learners]
        self.rows.set_rows(rows, empty=EMPTY if rows or not hidden_here(self.app.workspace) else _HIDDEN)
        self._show_head()
        self.refresh_bindings()

    @on(Rows.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        self._show_head()

    def _show_head(self) -> None:
        me = self.app.workspace.device.me
        learners = self.app.workspace.caseload.rows()
        wide = self.app.size.width >= NARROW_BELOW
        who = f"{me.name} ({me.initials})" if me else ""
        ever = bool(self.app.workspace.device.state.store)
        shared = shared_words(sum(learner.unshared for learner in learners), ever=ever, wide=wide)
        self.head.show(f"fieldassess   {who}" if wide else who, shared)

    # what can be done

    @on(Rows.Chosen)
    async def _chosen(self) -> None:
        await self.run_action(OpenRow.action_name())

    def action_open_row_command(self) -> None:
        if unfinished := self._unfinished_here:
            self.go_on(unfinished.learner, unfinished.session)
        elif self.learner_id:
            self.open_learner(self.learner_id)
        elif self.rows.cursor_key == MORE:
            self._all_unfinished = True
            self._show()

    def places(self) -> Iterator[tuple[str, str]]:
        for row in self.app.workspace.caseload.rows():
            yield row.learner, ", ".join(filter(None, (f"Open {row.name}", row.number)))

    @on(GoTo)
    def _go_to(self, event: GoTo) -> None:
        self.open_learner(event.key)

    def open_learner(self, learner_id: str) -> None:
        """Go to a learner's own screen."""
        from fieldassess.screens.learner.screen import LearnerPage

        self.app.push_screen(LearnerPage(learner_id))

    @work
    async def action_add_learner_command(self) -> None:
        from fieldassess.screens.learner.register import register

        learner_id = await register(self.app)
        if learner_id:
            self._show()
            self.rows.move_to(f"learner:{learner_id}")
            self.open_learner(learner_id)

    @work
    async def action_find_learner_command(self) -> None:
        workspace = self.app.workspace
        known = await self.app.in_background(lambda: read_known(workspace.folder))
        nobody = _NOBODY_HERE if any(known.elsewhere.values()) else _NOBODY
        found = found_rows(workspace.caseload.rows())
        chosen = await self.app.push_screen_wait(Pick("Find a learner", found, empty=nobody))
        if chosen:
            self.rows.move_to(f"learner:{chosen}")

    def action_share_command(self) -> None:
        from fieldassess.screens.sync.screen import Sync

        self.app.push_screen(Sync())

    def action_packs_command(self) -> None:
        from fieldassess.screens.packs.shelf import PackShelf

        self.app.push_screen(PackShelf())

    def action_change_settings_command(self) -> None:
        from fieldassess.screens.settings import SettingsPage

        self.app.push_screen(SettingsPage())
