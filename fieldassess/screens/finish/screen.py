"""Finish: from loose ends over judgement and next step to the signatures, one step at a time."""

from collections.abc import Callable
from typing import ClassVar, Final, Literal

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import ContentSwitcher

from fieldassess.commands import Command
from fieldassess.commands import finish as commands
from fieldassess.commands.wording import FullWording
from fieldassess.dates import show_date
from fieldassess.screens.finish.confirm import ConfirmStep
from fieldassess.screens.finish.ends import EndsStep, ListStep, place, wordless
from fieldassess.screens.finish.sign import SignStep, SignView
from fieldassess.screens.finish.steps import JudgementStep, NextStep, ResponseStep, Step
from fieldassess.screens.finish.words import act_words, counts
from fieldassess.screens.kept import KeepsText, Kept
from fieldassess.widgets.dialog import Ask, Form
from fieldassess.widgets.fields import NoteField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import BAD, GOOD, MUTED, WARN, PlainStatic, content
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.bodies import Responded
from sessions.earlier import planned_now
from sessions.entry import Entry, NotRecorded, NotSaved
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import Pack

_SAID: Final = {
    "closed": "The clock has stopped",
    "noted": "Note recorded",
    "judged": "Reason recorded",
    "confirmed": "Confirmation recorded",
    "feedback": "Judgement recorded",
    "planned": "Next step recorded",
    "responded": "Response recorded",
    "signed": "Signature recorded",
    "resumed": "The clock runs again",
}
_CHANGED: Final = "Changed since you signed: it stays among the unfinished ones until you sign again"
Left = Literal["observe", "finished"]


class Finish(KeepsText[Left | None]):
    """The end of a session. Its result: "observe" (or ask) again, "finished", or None when left for later."""

    TITLE = "Finish"
    AUTO_FOCUS = ""
    HELP = """What is left before signing: loose ends, the judgement and why, what comes next, the learner's \
response, the signatures. Every step may be left and taken up again later; what was typed is kept.

Your signature finishes the session. What is changed after it needs a reason and shows as an amendment."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        commands.GoOn, commands.Deal, FullWording, commands.HandOver, commands.TakeBack, commands.GoOnWatching,
        commands.GoToStep, commands.StepBack, commands.LeaveForLater,
    )  # fmt: skip
    DEFAULT_CSS = """
    Finish {
        #about, #step-title, #status, .says { padding: 0 1; height: auto; }
        #about { color: $text-muted; }
        #middle { height: 1fr; }
        #steps { width: 25; border-right: solid $border; }
        ContentSwitcher { width: 1fr; height: 1fr; }
        Step { height: 1fr; }
        .title { padding: 0 1; color: $text-accent; text-style: bold; }
        #said { background: $panel; }
        #step-title { text-style: bold; display: none; }
        &.-narrow #steps { display: none; }
        &.-narrow #step-title { display: block; }
        &.-narrow.-later #about { display: none; }
    }
    """

    head = getters.query_one(Head)
    steps = getters.query_one("#steps", Rows)
    switcher = getters.query_one(ContentSwitcher)

    def __init__(self, session: Session, workspace: Workspace) -> None:
        super().__init__(session, workspace)
        me = workspace.device.me
        if me is None:
            raise LookupError("nobody is entered as the assessor on this device")
        self.me = me
        self._all: dict[str, Step] = {}
        self._at = "ends"

    def body(self) -> ComposeResult:
        yield Head()
        yield PlainStatic(id="about")
        yield PlainStatic(id="step-title")
        with Horizontal(id="middle"):
            yield Rows(id="steps", one_tap=True)
            yield ContentSwitcher()
        yield PlainStatic(id="status")

    async def on_mount(self) -> None:
        await self.app.quiet()
        self.kept = {name: self.keep(name) for name in ("judgement", "next step", "response")}
        self.steps.can_focus = False
        self.say("")
        self.record(self.session.close)
        drafts = {name: await kept.load() for name, kept in self.kept.items()}
        typed = {name: draft.fields if draft else {} for name, draft in drafts.items()}
        session, kept = self.session, self.kept
        ends = {end: await self.keep(place(end)).load() for end in wordless(session)}
        begun = {end: draft.text for end, draft in ends.items() if draft}
        self.next_step = NextStep(session, kept["next step"], drafts["next step"], self.app.now().date(), id="next")
        self.response = ResponseStep(session, kept["response"], typed["response"], id="response")
        made: list[Step] = [
            EndsStep(session, begun, id="ends"),
            JudgementStep(session, kept["judgement"], typed["judgement"], id="judgement"),
            self.next_step,
            ConfirmStep(session, id="confirm"),
            self.response,
            SignStep(session, self.me, id="sign"),
        ]
        self._all = {step.id or "": step for step in made}
        for step in made:
            await self.switcher.add_content(step)
        self._go_to("sign" if session.visit.signature("assessor") else "ends")
        if begun or any(drafts.values()):
            self.say("What you had typed is back; it is not recorded yet", MUTED)

    # What is shown -----------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step | None:
        """The step on screen."""
        return self._all.get(self._at)

    @property
    def stated(self) -> tuple[Pack, str] | None:
        key = self.step.rows.cursor_key if isinstance(self.step, ListStep) else None
        ref = (key or "").rpartition(":")[2]
        return (self.session.pack, ref) if self.session.pack.statement(ref) else None

    @property
    def put_off(self) -> tuple[str, ...]:
        """Statements to look for at the next visit, recorded so or not yet."""
        portfolio, pack = self.session.portfolio, (self.session.opened.pack, self.session.pack.id)
        planned = (each.now for plan, _ in portfolio.plans() for each in planned_now(portfolio, plan, *pack))
        return (*self.next_step.refs, *filter(None, planned))

    def say(self, text: str, style: str = MUTED) -> None:
        """Say in the last line what happened."""
        number = content(f"{self.session.visit.number}  ")
        self.head.show(f"{self.session.portfolio.name} · finish", number + self.saved)
        self.query_one("#status", PlainStatic).show(text, style)

    def read(self) -> None:
        """Show what stands now, in the step on screen and in the list of steps."""
        visit = self.session.visit
        units = ", ".join(unit.ref for unit in self.session.units)
        about = f"{show_date(visit.day)} · {units} · {counts(visit)}"
        self.query_one("#about", PlainStatic).show(about, MUTED)
        names = list(self._all)
        self.steps.set_rows(
            Row(id_, f"{number} {step.title}", left=content(step.mark or " ", WARN if step.needed else GOOD))
            for number, (id_, step) in enumerate(self._all.items(), 1)
        )
        self.steps.move_to(self._at)
        if self.step:
            title = f"{names.index(self._at) + 1} of {len(names)} · {self.step.title}"
            self.query_one("#step-title", PlainStatic).show(title)
            self.step.read()
        self.refresh_bindings()

    def _go_to(self, step: str) -> None:
        if step != self._at:
            self.say("")
        self._at = step
        self.set_class(step != "ends", "-later")
        self.switcher.current = step
        self.read()
        self._all[step].take_focus()

    def possible(self, command: type[Command]) -> bool | None:
        listed = isinstance(self.step, ListStep)
        if command is FullWording:
            return self.stated is not None
        if command is commands.Deal:
            return listed
        if command is commands.TakeBack:
            return listed and self._to_take_back is not None
        if command is commands.HandOver:
            return self._at == "sign"
        if command is commands.GoOnWatching:
            return self._at == "ends" and self.session.visit.unfinished
        return True

    @property
    def _to_take_back(self) -> Entry | None:
        """Among the signatures the one under the cursor; elsewhere the last act, unless it is the learner's."""
        if isinstance(self.step, SignStep):
            return self.step.signature
        act = self.session.last_act
        return None if act is None or isinstance(act.body, Responded) else act

    # Recording ---------------------------------------------------------------------------------------------------

    def record(self, act: Callable[[], Entry | None]) -> Entry | None:
        """Record one act; when it failed or was refused the screen says so, and everything typed stays."""
        try:
            entry = act()
        except NotRecorded as error:
            self.failing = self.failing or isinstance(error, NotSaved)
            self.say(str(error), BAD)
            return None
        self.failing = False
        if entry:
            self.say(f"✓ {_SAID.get(entry.body.kind, entry.body.kind)}, {entry.at:%H:%M}", GOOD)
        return entry

    async def reason_to_amend(self, change: str = "Why is this changed after signing?") -> str | None:
        """Why `change` is made after signing; empty before it is signed, None when no reason is given."""
        if not self.session.visit.signature("assessor"):
            return ""
        form = Form(
            change,
            [NoteField("reason", "Why", required=True, lines=3)],
            text="This is signed: the change shows as an amendment, with its reason, and needs a new signature.",
            done="Go on",
        )
        values = await self.app.push_screen_wait(form)
        return values["reason"] if values else None

    @on(Kept.Wrote)
    def _draft_written(self, event: Kept.Wrote) -> None:
        known, self.failing = self.failing, bool(event.trouble)
        if not (known and event.trouble):  # what a key press was answered with stays
            self.say(event.trouble, BAD)

    # Going from step to step -------------------------------------------------------------------------------------

    @work(exclusive=True, group="step")
    async def action_go_on_command(self) -> None:
        step, names = self.step, list(self._all)
        if step is None or not await step.record():
            return
        if self._at != names[-1]:
            self._go_to(names[names.index(self._at) + 1])
            if step.needed:
                self.say(step.needed, WARN)
        elif not self.session.visit.unfinished:
            self.dismiss("finished")
        elif self.session.visit.signature("assessor"):
            self.say(_CHANGED, WARN)
        else:
            self.say("You have not signed yet; the session stays among the unfinished ones until you do")

    def action_step_back_command(self) -> None:
        names = list(self._all)
        if isinstance(self.step, EndsStep) and self.step.leave_words():
            return
        if self._at == names[0] or not names:
            self.action_leave_for_later_command()
        else:
            self._go_to(names[names.index(self._at) - 1])

    def action_leave_for_later_command(self) -> None:
        visit = self.session.visit
        if visit.unfinished and visit.signature("assessor"):
            self.app.notify(_CHANGED, severity="warning")
        elif visit.unfinished and visit.feedback is None:
            self.app.notify("No judgement yet: the session stays among the unfinished ones", severity="warning")
        self.dismiss(None if visit.unfinished else "finished")

    @work
    async def action_go_to_step_command(self) -> None:
        steps = {str(number): step for number, step in enumerate(self._all.values(), 1)}
        words = {number: f"{step.mark or ' '} {step.title}" for number, step in steps.items()}
        chosen = await self.app.push_screen_wait(Ask("Which step?", words))
        if chosen:
            self._go_to(steps[chosen].id or "")

    @on(Rows.Chosen, "#steps")
    def _step_tapped(self, event: Rows.Chosen) -> None:
        event.stop()
        self._go_to(event.key)

    @on(Rows.Highlighted)
    def _other_row(self) -> None:
        self.refresh_bindings()

    def action_deal_command(self) -> None:
        if isinstance(self.step, ListStep):
            self.step.rows.action_choose()

    def action_go_on_watching_command(self) -> None:
        if self.record(self.session.resume):
            self.dismiss("observe")

    @work
    async def action_take_back_command(self) -> None:
        act = self._to_take_back
        words = act_words(act, self.session.pack) if act else ""
        reason = await self.reason_to_amend(f"Take back: {words}")
        if act and reason is not None and self.record(lambda: self.session.withdraw(act.id, reason)):
            self.read()
            self.say(f"Taken back: {words}")

    @work
    async def action_hand_over_command(self) -> None:
        await self.hand_over()

    async def hand_over(self) -> None:
        """Let the learner read this session, answer and sign."""
        view = SignView(self.response, self.me)
        await self.app.push_screen_wait(view)
        await self.response.renew(view.values)
        self.read()
