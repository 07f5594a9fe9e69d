"""Leaving a visit: open, for the first screen or for another learner's visit; or discarded, where nothing is in it."""

from textual import work

from fieldassess.screens.observe.opening import opened_observation
from fieldassess.screens.observe.recording import Recording
from fieldassess.screens.records import page_to_go_on
from fieldassess.widgets.dialog import Ask, Pick
from fieldassess.widgets.row import Row
from sessions.entry import NotRecorded
from sessions.rows import follow
from sessions.session import Session
from sessions.unfinished import Unfinished, unfinished_sessions
from sessions.workspace import Workspace


class Leaving(Recording):
    """No way out of a visit loses text, or the visit."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        super().__init__(session, workspace)
        self.others: list[Unfinished] = []
        """The observations that one can go on with from here."""

    async def read_others(self) -> None:
        """Find the observations that one can go on with from here."""
        found = await self.app.in_background(lambda: unfinished_sessions(self.workspace))
        self.others = [o for o in found if o.here and o.session != self.session.id and o.method == "observation"]

    async def _may_leave(self) -> bool:
        """Whether what is being typed is on disk, or may be lost."""
        await self.app.in_background(self.draft.write)
        answers = {"s": "Stay", "l": "Leave and lose it"}
        return self.draft.kept or await self.app.push_screen_wait(Ask("This text is not on disk", answers)) == "l"

    async def go_on_with(self, other: Unfinished) -> None:
        """Leave this visit open and go on with another one. For a worker."""
        if not await self._may_leave():
            return
        if page := await page_to_go_on(self.app, other.learner, other.session):
            self.app.switch_screen(page)
        else:
            await self.read_others()

    @work
    async def action_another_learner_command(self) -> None:
        if not await self._may_leave():
            return
        found = await self.app.in_background(self.workspace.caseload.rows)
        rows = [Row(row.learner, row.name, right=row.number) for row in found if row.learner != self.session.learner.id]
        learner = await self.app.push_screen_wait(Pick("Another learner: this visit stays open", rows))
        await self.read_others()
        if other := next((o for o in self.others if o.learner == learner), None):
            choices = {"g": f"Go on with the visit begun {other.began:%H:%M}", "n": "Begin a new visit"}
            answer = await self.app.push_screen_wait(Ask(f"{other.name} has an open visit", choices))
            if answer == "g" and (page := await page_to_go_on(self.app, other.learner, other.session)):
                self.app.switch_screen(page)
            if answer != "n":
                return
        if learner and (session := await opened_observation(self.app, learner)):
            self.app.switch_screen(type(self)(session, self.workspace))

    @work
    async def action_leave_open_command(self) -> None:
        if not await self._may_leave() or not await self._discarded_if_empty():
            return
        learner, workspace, app = self.session.learner.id, self.workspace, self.app
        self.dismiss()
        app.run_worker(app.in_background(lambda: follow(workspace, learner)), exit_on_error=False)

    async def _discarded_if_empty(self) -> bool:
        """Ask what becomes of a visit in which nothing is recorded; whether one may leave."""
        visit = self.session.visit
        if visit.acts or self.note.in_use or not visit.unfinished:
            return True
        answers = {"d": "Discard it: it was opened by mistake", "k": "Keep it open"}
        answer = await self.app.push_screen_wait(Ask("Nothing is recorded in this visit", answers))
        if answer == "d":
            try:
                self.session.discard()
            except NotRecorded as error:
                self.flash(str(error))
                return False
        return answer is not None
