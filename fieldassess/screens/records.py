"""What the screens that show records have in common: they read in the background, and record what forms bring."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeVar

from textual import getters, work
from textual.message import Message
from textual.screen import ScreenResultType

from fieldassess.app import FieldAssess
from fieldassess.dates import show_date
from fieldassess.screens.base import Page
from fieldassess.text import scheme
from fieldassess.widgets.dialog import Ask, Form
from fieldassess.widgets.fields import DateField, NoteField
from sessions.bodies import Enrolment, Method, Planned
from sessions.entry import NotRecorded
from sessions.learner import Learner
from sessions.packs import PackMissing
from sessions.recording import EARLIER
from sessions.rows import follow
from unitdata import PinnedPack

Result = TypeVar("Result")


async def recorded(app: FieldAssess, act: Callable[[], Result]) -> Result | None:
    """Record something in the background and return what `act` returned; None, with the reason said, on failure."""
    try:
        return await app.in_background(act)
    except NotRecorded as error:
        app.notify(str(error), severity="error", timeout=15)
    except OSError as error:
        app.notify(f"NOT recorded: {error.strerror or error}.", severity="error", timeout=15)
    return None


async def read_here(app: FieldAssess, read: Callable[[], Result]) -> Result | None:
    """Read what a session needs in the background; None, with the reason said, when its qualification is not here.

    Also when something could not be recorded at all, and so is not offered.
    """
    try:
        return await app.in_background(read)
    except NotRecorded as refused:
        app.notify(f"{refused}.", severity="warning")
        return None
    except PackMissing as missing:
        app.notify(f"This cannot be opened: {missing}.", severity="error")
        return None


async def enrolled_learner(
    app: FieldAssess, learner_id: str, pack_id: str | None = None
) -> tuple[Learner, Enrolment, PinnedPack] | None:
    """Whom a new session is about, with the enrolment and its pack; None, with the reason said, when none can begin.

    Of several qualifications it is the one named, or the one then asked for. For a worker.
    """
    workspace = app.workspace
    learner = await app.in_background(lambda: workspace.learner(learner_id))
    enrolments = {body.pack_id: body for _, body in learner.portfolio.enrolments()}
    if not enrolments:
        app.notify(f"{learner.portfolio.name} is not enrolled on a qualification yet.", severity="warning")
        return None
    if pack_id is None and len(enrolments) > 1:
        choices = {str(number): scheme(each) for number, each in enumerate(enrolments, 1)}
        answer = await app.push_screen_wait(Ask("On which qualification?", choices))
        if answer is None:
            return None
        pack_id = list(enrolments)[int(answer) - 1]
    enrolled = enrolments[pack_id or next(iter(enrolments))]
    pinned = await read_here(app, lambda: workspace.packs.read(enrolled.pack))
    return (learner, enrolled, pinned) if pinned else None


async def page_to_go_on(app: FieldAssess, learner_id: str, session_id: str) -> Page[None] | None:
    """The page on which a session goes on, once what was being written up or signed there was left for it.

    Its record, and why, where it cannot go on here. None when it cannot be opened (which is said then), or stays at
    being written up or signed. For a worker.
    """
    from fieldassess.screens.finish.screen import Finish
    from fieldassess.screens.learner.record import SessionRecord
    from fieldassess.screens.observe.screen import Observe
    from fieldassess.screens.question.screen import Question

    workspace = app.workspace
    session = await read_here(app, lambda: workspace.session(learner_id, session_id))
    if session is None:
        return None
    if not session.goes_on_here:
        app.notify(f"{EARLIER}.", severity="warning", timeout=15)
        return SessionRecord(learner_id, session_id)
    watching = session.visit.state in ("open", "paused")
    if not watching and await app.push_screen_wait(Finish(session, workspace)) != "observe":
        return None
    return Observe(session, workspace) if session.opened.method == "observation" else Question(session, workspace)


class RecordsPage(Page[ScreenResultType]):
    """A page that reads what it shows in the background, each time it comes to the front."""

    app = getters.app(FieldAssess)

    class Read(Message):
        """What the page shows was read."""

        def __init__(self, found: Any) -> None:
            super().__init__()
            self.found = found

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take one command at a time: what keys ask for while another screen is on its way is not wanted."""
        if action in self._by_action and (not self.is_current or self._under_way):
            return False
        return super().check_action(action, parameters)

    @property
    def _under_way(self) -> bool:
        return any(w.node is self and w.group == "default" and not w.is_finished for w in self.workers)

    @abstractmethod
    def read(self) -> Any:
        """Read what the page shows. Called in the background thread: it touches no widget."""

    def on_screen_resume(self) -> None:
        self.read_again()

    @work(exclusive=True, group="read")
    async def read_again(self) -> None:
        """Read and show what stands now, unless another screen has come to the front since this was asked for.

        A session may be recording there, and reading beside it would meet records that change.
        """
        if not self.is_current:
            return
        try:
            self.post_message(self.Read(await self.app.in_background(self.read)))
        except OSError as error:
            self.app.notify(f"The records cannot be read: {error.strerror or error}.", severity="error")

    async def record(self, learner_id: str, act: Callable[[Learner], object]) -> bool:
        """Record something about a learner in the background; False, with the reason said, when that failed."""
        workspace = self.app.workspace

        def act_and_follow() -> bool:
            act(workspace.learner(learner_id))
            follow(workspace, learner_id)
            return True

        done = await recorded(self.app, act_and_follow)
        if done:
            self.read_again()
        return bool(done)


_GO_ON: Final = {"g": "Go on with it", "n": "Begin another one"}


class LearnerHere(RecordsPage[ScreenResultType]):
    """A page with a learner at hand, who can be observed, asked and looked at from there."""

    @property
    @abstractmethod
    def learner_id(self) -> str | None:
        """The learner at hand, if there is one just now."""

    @property
    def units_at_hand(self) -> tuple[str, ...]:
        """The refs of the units that a session begun here is about; empty: to be chosen there."""
        return ()

    @property
    def pack_at_hand(self) -> str | None:
        """The id of the qualification shown, which a session begun here is about; None: to be asked for."""
        return None

    @work
    async def action_observe_command(self) -> None:
        from fieldassess.screens.observe.opening import begin_observation

        if self.learner_id and not await self._gone_on("observation"):
            await begin_observation(self.app, self.learner_id, self.units_at_hand, self.pack_at_hand)

    @work
    async def action_question_command(self) -> None:
        from fieldassess.screens.question.card import ask_questions

        if self.learner_id and not await self._gone_on("questions"):
            await ask_questions(self.app, self.learner_id, self.units_at_hand, self.pack_at_hand)

    async def _gone_on(self, method: Method) -> bool:
        """Offer to go on with a session of this method that is unfinished; whether nothing new is to begin."""
        learner_id = self.learner_id or ""
        learner = await self.app.in_background(lambda: self.app.workspace.learner(learner_id))
        for visit in learner.unfinished_visits():
            if visit.opened and visit.opened.method == method and visit.opening.device == learner.device:
                began = f"{show_date(visit.day, self.app.now().date())} {visit.opening.happened:%H:%M}"
                asks = f"The {method} of {learner.portfolio.name} from {began} is not finished"
                answer = await self.app.push_screen_wait(Ask(asks, _GO_ON))
                if answer == "g":
                    self.go_on(learner_id, visit.id)
                return answer != "n"
        return False

    @work
    async def go_on(self, learner_id: str, session_id: str) -> None:
        """Show an unfinished session where it was left: watching, asking, or being written up."""
        if page := await page_to_go_on(self.app, learner_id, session_id):
            self.app.push_screen(page)

    def action_review_command(self) -> None:
        self.review()

    def review(self, unit: str = "") -> None:
        """Go to the review of the learner at hand, at a unit (its ref) if one is given."""
        from fieldassess.screens.review.screen import Review

        if self.learner_id:
            self.app.push_screen(Review(self.learner_id, unit, self.pack_at_hand))

    @work
    async def action_next_visit_command(self) -> None:
        learner_id = self.learner_id
        if learner_id is None:
            return
        portfolio = await self.app.in_background(lambda: self.app.workspace.learner(learner_id).portfolio)
        standing = next((body for _, body in reversed(portfolio.plans())), None)
        plan = standing or Planned()
        values = await self.app.push_screen_wait(_visit_form(portfolio.name, plan, self.app))
        if values is not None and not (standing and values == {"when": plan.when, "what": plan.what}):
            # The statements that were put off to that visit are still to be looked for at it.
            agreed = partial(Learner.plan, refs=plan.refs, pack_id=plan.pack_id, **values)
            await self.record(learner_id, agreed)


def _visit_form(name: str, plan: Planned, app: FieldAssess) -> Form:
    fields = [
        DateField("when", "When", plan.when, today=app.now().date()),
        NoteField("what", "What for", plan.what, placeholder="what to see, where, who is told"),
    ]
    return Form(f"Next visit to {name}", fields, text="Without a date it stands as to be confirmed.")
