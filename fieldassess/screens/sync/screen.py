"""Sharing: what is waiting, where it goes, and what a share did, in plain words."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from textual import getters, on, work
from textual.app import ComposeResult
from textual.message import Message

from fieldassess.commands import Back, Command
from fieldassess.commands.sync import (
    ChooseStore,
    ConfirmErasing,
    Quarantine,
    ShareNow,
    StopSharing,
    Thorough,
    WhoseLearners,
)
from fieldassess.screens.caseload.rows import shared_words
from fieldassess.screens.records import RecordsPage
from fieldassess.screens.sync.rows import SET_ASIDE, WHOSE, awaited_rows, erased_rows, set_aside_rows, whose_row
from fieldassess.screens.sync.store_choice import ask_to_join, choose_store
from fieldassess.screens.sync.whose import Whose, choose_whose, read_whose
from fieldassess.text import counted
from fieldassess.widgets.bar import bar
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import GOOD, WARN, PlainStatic, Text, content, join
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.caseload import Row as Learner
from sessions.device import Asked
from sessions.erasing import to_confirm
from sessions.store.bucket import NotThere, StoreError
from sessions.store.known import Known, read_known
from sessions.store.opening import EmptyPlace, OtherStore, is_address, open_store, require_store
from sessions.store.quarantine import read_quarantine
from sessions.store.share import ShareReport, Stopped, share

_BAR: Final = 20
_NOBODY_ASKED: Final = Whose(Asked())
_NOTHING_KNOWN: Final = Known()


@dataclass(frozen=True)
class State:
    """What stands before a share: how much of whom is unshared, what is wrong with the place, and what needs a look.

    `erased`: whom others erased · `names`: of learners, by id · `known`: what the last share told · `set_aside`:
    files · `whose`: whose learners come to this device.
    """

    unshared: tuple[tuple[str, int], ...] = ()
    trouble: StoreError | None = None
    erased: tuple[Learner, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    known: Known = _NOTHING_KNOWN
    set_aside: int = 0
    whose: Whose = _NOBODY_ASKED


def _trouble_words(trouble: StoreError) -> str:
    """What is wrong with the place, and what to press."""
    if isinstance(trouble, OtherStore):
        return f"{trouble} Press s to share with it from now on, or c to choose another place."
    if isinstance(trouble, EmptyPlace):
        return f"{trouble} Press c to begin a new store there, or to choose another place."
    return str(trouble)


class Sync(RecordsPage[None]):
    """Publish and take in, through a folder or a bucket."""

    TITLE = "Sharing"
    HELP = """Sharing puts what you recorded where colleagues reach it, and takes in what they put there. \
Doing it twice changes nothing; what cannot be done now is done the next time. Nothing on this device is overwritten.

While it runs, nothing else is recorded. Esc leaves at once: the share then ends after the step it is at, which a \
store that does not answer may hold up for half a minute, and what you ask for meanwhile waits for that."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        ShareNow, ConfirmErasing, Quarantine, WhoseLearners, ChooseStore, Thorough, StopSharing, Back,
    )  # fmt: skip
    DEFAULT_CSS = """
    Sync #progress { padding: 0 1; height: 1; background: $panel; }
    """

    class Progressed(Message):
        """So many of so many files are done."""

        def __init__(self, step: str, done: int, of: int) -> None:
            super().__init__()
            self.step, self.done, self.of = step, done, of

    head = getters.query_one(Head)
    rows = getters.query_one(Rows)
    progress = getters.query_one("#progress", PlainStatic)

    def __init__(self) -> None:
        super().__init__()
        self._state = State()
        self._report: ShareReport | None = None
        self._sharing = False
        self._stop, self._ended = threading.Event(), threading.Event()
        self._step = "looking at what is shared"

    def body(self) -> ComposeResult:
        yield Head("Sharing")
        yield Rows(empty="Reading…")
        yield PlainStatic(id="progress")

    def on_unmount(self) -> None:
        self._stop.set()  # leaving the program waits for the share

    def possible(self, command: type[Command]) -> bool | None:
        if command is StopSharing:
            return self._sharing
        if command in (ShareNow, Thorough, WhoseLearners) and not self.app.settings.store:
            return False
        if command is ConfirmErasing and not self._state.erased:
            return False
        if command is Quarantine and not self._state.set_aside:
            return False
        return None if self._sharing and command in self.COMMANDS_HERE and command is not Back else True

    # what is shown

    def read(self) -> State:
        workspace = self.app.workspace
        names = workspace.names()
        counts = [(names.get(learner, "?"), workspace.unshared(learner)) for learner in workspace.dirty()]
        trouble: StoreError | None = None
        store = self.app.settings.store
        if store and not is_address(store):  # a network that hangs would keep the next visit waiting
            try:
                bucket = open_store(store, workspace.folder)
                require_store(bucket, workspace.device.state.store)
            except StoreError as error:
                trouble = error
        unshared = tuple(sorted((name, count) for name, count in counts if count))
        known, aside = read_known(workspace.folder), len(read_quarantine(workspace.folder))
        return State(unshared, trouble, tuple(to_confirm(workspace)), names, known, aside, read_whose(workspace))

    @on(RecordsPage.Read)
    def _was_read(self, event: RecordsPage.Read) -> None:
        self._state = event.found
        self._show()

    def _show(self) -> None:
        unshared = sum(count for _, count in self._state.unshared)
        ever = bool(self.app.workspace.device.state.store)
        self.head.show(right="sharing…" if self._sharing else shared_words(unshared, ever=ever, wide=True))
        state = self._state
        cut_off = state.known.cut_off or (self._report is not None and not self._report.ok)
        awaited = awaited_rows(state.known.pending, state.names, cut_off=cut_off)
        look = [*erased_rows(state.erased), *set_aside_rows(state.set_aside), *awaited]
        self.rows.set_rows([*self._store_rows(), *self._report_rows(), *look, *self._unshared_rows()])
        self.refresh_bindings()

    @property
    def _trouble(self) -> StoreError | None:
        """What is wrong with the place, as it was found beforehand or in sharing."""
        return self._state.trouble or (self._report.cause if self._report else None)

    def _store_rows(self) -> list[Row]:
        store = self.app.settings.store
        bucket = store is not None and is_address(store)
        kind = "store" if not store else "bucket" if bucket else "folder"
        rows = [headed(f"Shared {kind}", key="heading:store")]
        if not store:
            rows.append(
                Row(
                    "store",
                    content("None chosen yet: press c. Until then everything stays on this device.", WARN),
                    wrap=True,
                )
            )
            return rows
        rows.append(Row("store", store, wrap=True))
        if self._sharing:
            pass  # what it comes to is said at the end
        elif self._trouble:
            rows.append(Row("trouble", join(content("! ", WARN), _trouble_words(self._trouble)), wrap=True))
        elif self._report is None and bucket:
            rows.append(Row("trouble", "It is reached for when you share.", wrap=True))
        elif self._report is None:
            rows.append(Row("trouble", join(content("✓ ", GOOD), "It is there, and can be shared with."), wrap=True))
        return [*rows, whose_row(self._state.whose)]

    def _unshared_rows(self) -> list[Row]:
        if not self._state.unshared:
            return []
        rows = [headed("Not shared yet", key="heading:unshared")]
        for number, (name, count) in enumerate(self._state.unshared):
            rows.append(Row(f"unshared:{number}", name, right=counted(count, "entry")))
        return rows

    def _report_rows(self) -> list[Row]:
        report = self._report
        if report is None:
            return []
        mark: Text = content("✓", GOOD) if report.ok else content("!", WARN)
        rows = [headed(join(mark, " Done" if report.ok else " Not complete"), key="heading:report")]
        said = [] if report.ok else [self._problem_words(report)]
        said += report.summary("To take them in, press w.")
        return rows + [Row(f"report:{n}", line, wrap=True) for n, line in enumerate(said)]

    def _problem_words(self, report: ShareReport) -> str:
        """Why a share is not complete; what is wrong with the place stands there, and not here again."""
        if report.cause is None:
            return report.problem or ""
        if not report.entered:
            return "Nothing was shared."
        if isinstance(self._trouble, NotThere):
            return "The share was cut off; nothing is lost. Connect the folder and share again."
        return "Not everything could be shared, because of what stands above; nothing is lost. Share again then."

    # what can be done

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        if self._erased_here and self.possible(ConfirmErasing):
            self.action_confirm_erasing_command()
        elif self.rows.cursor_key == SET_ASIDE and self.possible(Quarantine):
            self.action_quarantine_command()
        elif self.rows.cursor_key == WHOSE and self.possible(WhoseLearners):
            self.action_whose_learners_command()
        elif self.possible(ShareNow):
            self.action_share_now_command()

    @property
    def _erased_here(self) -> str | None:
        """The learner under the cursor, if a colleague erased them."""
        return next((e.learner for e in self._state.erased if self.rows.cursor_key == f"erased:{e.learner}"), None)

    def action_quarantine_command(self) -> None:
        from fieldassess.screens.sync.quarantine import SetAside

        self.app.push_screen(SetAside())

    @work
    async def action_confirm_erasing_command(self) -> None:
        from fieldassess.screens.learner.erase import erase_learner

        if await erase_learner(self.app, self._erased_here or self._state.erased[0].learner):
            self.read_again()

    def action_share_now_command(self) -> None:
        self._begin(thorough=False)

    def action_thorough_command(self) -> None:
        self._begin(thorough=True)

    @work(exclusive=True, group="share")
    async def _begin(self, *, thorough: bool, joined: bool = False) -> None:
        """Share; `joined`: another store was just asked about, so that what was read before says nothing of it."""
        if self._sharing or not self.app.settings.store:
            return
        join_it = not joined and isinstance(self._trouble, OtherStore)
        if join_it and not await ask_to_join(self.app):
            return
        self._sharing, self._report = True, None
        self._stop.clear()
        self._ended.clear()
        self.progress.show("Looking at what is shared…")
        self._show()
        try:
            self._report = await self.app.in_background(lambda: self._share(join_it, thorough))
        except (StoreError, OSError) as error:
            self._report = ShareReport(problem=str(error))
        self._sharing = False
        self.progress.show("")
        self._show()
        self.read_again()

    def _share(self, join_it: bool, thorough: bool) -> ShareReport:
        """Runs in the background thread."""
        try:
            bucket = open_store(self.app.settings.store or "", self.app.workspace.folder)
            return share(self.app.workspace, bucket, self._on_progress, join=join_it, thorough=thorough)
        finally:
            self._ended.set()

    def _on_progress(self, step: str, done: int, of: int) -> None:
        if self._stop.is_set():
            raise Stopped
        self.post_message(self.Progressed(step, done, of))

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        self._step = f"{event.step} {event.done} of {event.of}"
        if self._sharing:
            self.progress.show(join(bar(event.done, event.of, _BAR), f" {self._step}"))

    def action_stop_sharing_command(self) -> None:
        self._stop.set()
        self.progress.show("Stopping after this file…")

    def action_back_command(self) -> None:
        if self._sharing:
            self._stop.set()
            self.app.leave_behind(f"a share ({self._step})", self._ended)
        super().action_back_command()

    @work
    async def action_whose_learners_command(self) -> None:
        try:
            asked = await choose_whose(self.app)
        except OSError as error:
            self.app.notify(f"Nothing was changed: {error.strerror or error}.", severity="error")
            return
        if asked:
            self._begin(thorough=False)  # looks at everything by itself, since others are asked for
        else:
            self.read_again()

    @work
    async def action_choose_store_command(self) -> None:
        device = self.app.workspace.device
        before = device.state.store
        if not await choose_store(self.app):
            return
        self._report = None
        if before in ("", device.state.store):
            self.read_again()
        else:
            self._begin(thorough=False, joined=True)
